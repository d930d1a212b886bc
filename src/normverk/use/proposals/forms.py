"""The forms of proposals: which to list, which to answer and how, and what to register instead."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import QueryDict

from normverk.base.languages import say
from normverk.norm.days import Moment, local_date, parse_moment
from normverk.use.proposals.models import Proposal
from normverk.use.proposals.queries import Choices, ProposalFilter
from normverk.use.proposals.queries.listing import ALL, STATES, STRENGTHS, WAITING
from normverk.web.forms import TextForm, day_field

FILTERS: Final = ("state", "pathway", "hospital", "strength")
MOST: Final = 500
"""Proposals answered by one form; a page shows 50."""


class ListForm(forms.Form):
    """Which proposals to show. Nothing in it is about a patient, so it may stand in the address."""

    state = forms.ChoiceField()
    pathway = forms.ChoiceField()
    hospital = forms.ChoiceField()
    strength = forms.ChoiceField()

    def __init__(self, data: QueryDict, offered: Choices, pathways: dict[str, str]) -> None:
        super().__init__({"state": WAITING, "pathway": ALL, "hospital": ALL, "strength": ALL} | data.dict())
        every = (ALL, say("proposals.filter.every"))
        offers: dict[str, list[tuple[str, str]]] = {
            "state": [*((name, say(f"proposals.state.{name}")) for name in STATES), every],
            "pathway": [every, *((name, pathways.get(name, name)) for name in offered.pathways)],
            "hospital": [every, *offered.hospitals],
            "strength": [every, *((name, say(f"data-rule.strength.{name}")) for name in STRENGTHS)],
        }
        for name, choices in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.label = say(f"proposals.filter.{name}")
            field.error_messages["invalid_choice"] = say("proposals.filter.unknown")

    def asked(self, page: int) -> ProposalFilter:
        """What is asked for; what does not make sense asks for everything."""
        self.is_valid()
        every = {ALL: ""}
        state, pathway, hospital, strength = (self.cleaned_data.get(name, "") for name in FILTERS)
        return ProposalFilter(
            state=state or WAITING,
            pathway=every.get(pathway, pathway),
            hospital=every.get(hospital, hospital),
            strength=every.get(strength, strength),
            page=page,
        )


class ManyForm(TextForm):
    """Which proposals are answered, and how. `one` is the button of a single row, which confirms."""

    answer = forms.ChoiceField(choices=[("confirm", ""), ("refuse", "")], required=False)
    reason = forms.CharField(required=False, max_length=2000)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["reason"].error_messages["max_length"] = say("proposals.reason-too-long")

    def chosen(self) -> tuple[UUID, ...]:
        """The proposals that were chosen, or the one whose button was pressed; what is no id is left out."""
        data = self.data
        assert isinstance(data, QueryDict)
        written = [str(one) for one in ([data["one"]] if data.get("one") else data.getlist("chosen"))]
        return tuple(dict.fromkeys(id for text in written[:MOST] if (id := _uuid(text)) is not None))

    @property
    def patient(self) -> UUID | None:
        """The patient whose own page the answer was given on, and is shown on again; None for the list."""
        return _uuid(str(self.data.get("patient", "")))

    @property
    def refuses(self) -> bool:
        """True when the chosen ones are to be refused."""
        return not self.data.get("one") and self.cleaned_data.get("answer") == "refuse"


class AnswerForm(TextForm):
    """What is to be registered, and why, when it is not what was proposed."""

    def __init__(
        self, row: Proposal, codes: list[tuple[str, str]], hospitals: list[tuple[str, str]],
        treatments: list[tuple[str, str]], *args: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["code"] = forms.ChoiceField(
            label=say("proposals.column.code"), choices=codes, initial=row.registered_code or row.code
        )
        self.fields["date"] = day_field(
            say("proposals.column.day"), local_date(parse_moment(row.registered_time or row.time))
        )
        self.fields["org"] = forms.ChoiceField(
            label=say("proposals.column.hospital"), choices=hospitals, initial=row.registered_org or row.org
        )
        self.fields["treatment"] = forms.ChoiceField(
            label=say("proposals.treatment"),
            choices=[("", say("proposals.treatment.none")), *treatments],
            initial=row.registered_treatment or row.treatment,
            required=False,
        )
        self.fields["reason"] = forms.CharField(
            label=say("proposals.reason"),
            help_text=say("proposals.reason-help"),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        for field in ("code", "org", "treatment"):
            self.fields[field].error_messages["invalid_choice"] = say("proposals.filter.unknown")

    def time(self) -> Moment:
        """The date that was given; the proposed instant when it lies on that date, so that its time of day is kept."""
        given: date = self.cleaned_data["date"]
        proposed = parse_moment(self.row.registered_time or self.row.time)
        return proposed if local_date(proposed) == given else given


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
