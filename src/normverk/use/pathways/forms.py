"""The form above the coordinator's list. Nothing in it is about a patient, so it may stand in the address."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from normverk.base.languages import say
from normverk.use.pathways.queries.listing import ALL, OPEN, VERDICTS, Choices, ListFilter


class ListForm(forms.Form):
    """Which clocks to show. Every field always has a choice, so what the address leaves out is filled in."""

    pathway = forms.ChoiceField()
    clock = forms.ChoiceField()
    hospital = forms.ChoiceField()
    verdict = forms.ChoiceField()

    def __init__(self, data: QueryDict, offered: Choices, pathways: dict[str, str], clocks: dict[str, str]) -> None:
        super().__init__({"pathway": ALL, "clock": ALL, "hospital": ALL, "verdict": OPEN} | data.dict())
        every = (ALL, say("patients.filter.every"))
        offers: dict[str, list[tuple[str, str]]] = {
            "pathway": [every, *((name, pathways.get(name, name)) for name in offered.pathways)],
            "clock": [every, *((name, clocks.get(name, name)) for name in offered.clocks)],
            "hospital": [every, *offered.hospitals],
            "verdict": [
                (OPEN, say("patients.filter.open")),
                *((name, say(f"clock.verdict.{name}")) for name in VERDICTS),
                (ALL, say("patients.filter.all")),
            ],
        }
        for name, choices in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.label = say(f"patients.filter.{name}")
            field.error_messages["invalid_choice"] = say("patients.filter.unknown")

    def asked(self, page: int) -> ListFilter:
        """What is asked for; what does not make sense asks for everything."""
        self.is_valid()
        given = self.cleaned_data
        every = {ALL: ""}
        pathway, clock, hospital = (given.get(name, "") for name in ("pathway", "clock", "hospital"))
        return ListFilter(
            pathway=every.get(pathway, pathway),
            clock=every.get(clock, clock),
            hospital=every.get(hospital, hospital),
            verdict=given.get("verdict") or OPEN,
            page=page,
        )
