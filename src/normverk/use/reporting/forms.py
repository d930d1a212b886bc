"""The form above what is to be mended. Nothing in it is about a patient, so it may stand in the address."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from normverk.base.languages import say
from normverk.use.reporting.queries import ALL, MEND, UNKNOWN, Choices, ReportFilter
from normverk.use.reporting.wording import title
from normverk.web.forms import day_field


class ReportForm(forms.Form):
    """Which findings to show. Every choice always has a value, so what the address leaves out is filled in."""

    standing = forms.ChoiceField()
    code = forms.ChoiceField()
    pathway = forms.ChoiceField()
    hospital = forms.ChoiceField()

    def __init__(self, data: QueryDict, offered: Choices, pathways: dict[str, str]) -> None:
        super().__init__({"standing": MEND, "code": ALL, "pathway": ALL, "hospital": ALL} | data.dict())
        every = (ALL, say("npr.filter.every"))
        offers: dict[str, list[tuple[str, str]]] = {
            "standing": [(MEND, say("npr.filter.mend")), (UNKNOWN, say("npr.filter.unknown"))],
            "code": [every, *((code, f"{code} – {title(code)}") for code in offered.codes)],
            "pathway": [every, *((name, pathways.get(name, name)) for name in offered.pathways)],
            "hospital": [every, *offered.hospitals],
        }
        for name in ("first", "last"):
            self.fields[name] = day_field("", required=False)
        for name, field in self.fields.items():
            field.label = say(f"npr.filter.{name}")
            if isinstance(field, forms.ChoiceField):
                field.choices = offers[name]
                field.error_messages["invalid_choice"] = say("npr.filter.no-such")

    def asked(self, page: int) -> ReportFilter:
        """What is asked for; what does not make sense asks for everything."""
        self.is_valid()
        given = self.cleaned_data
        every = {ALL: ""}
        code, pathway, hospital = (given.get(name, "") for name in ("code", "pathway", "hospital"))
        return ReportFilter(
            code=every.get(code, code),
            pathway=every.get(pathway, pathway),
            hospital=every.get(hospital, hospital),
            standing=given.get("standing") or MEND,
            first=given.get("first"),
            last=given.get("last"),
            page=page,
        )
