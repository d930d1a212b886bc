"""The form above the coordinator's list. Nothing in it is about a patient, so it may stand in the address."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import QueryDict

from normverk.base.languages import catalogue, say
from normverk.use.pathways.queries.listing import (
    ALL,
    OPEN,
    ORDERS,
    URGENT,
    VERDICTS,
    WHOSE,
    Choices,
    ListFilter,
)

BEGINNING: Final = {
    "pathway": ALL, "clock": ALL, "hospital": ALL, "verdict": OPEN, "reason": ALL, "whose": ALL, "order": URGENT,
}  # fmt: skip


class ListForm(forms.Form):
    """Which clocks to show. Every field always has a choice, so what the address leaves out is filled in."""

    pathway = forms.ChoiceField()
    clock = forms.ChoiceField()
    hospital = forms.ChoiceField()
    verdict = forms.ChoiceField()
    reason = forms.ChoiceField()
    whose = forms.ChoiceField()
    order = forms.ChoiceField()

    def __init__(self, data: QueryDict, offered: Choices, pathways: dict[str, str], clocks: dict[str, str]) -> None:
        super().__init__(BEGINNING | data.dict())
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
            "reason": [
                every,
                *(
                    (name, say(f"clock.reason.{name}", value="…"))
                    for name in offered.reasons
                    if knows(f"clock.reason.{name}")
                ),
            ],
            "whose": [every, *((name, say(f"patients.filter.whose.{name}")) for name in WHOSE)],
            "order": [(name, say(f"patients.filter.order.{name}")) for name in ORDERS],
        }
        for name, choices in offers.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.label = say(f"patients.filter.{name}")
            field.error_messages["invalid_choice"] = say("patients.filter.unknown")

    def asked(self, page: int, me: str) -> ListFilter:
        """What is asked for; what does not make sense asks for everything. `me` is the account that asks."""
        self.is_valid()
        given = self.cleaned_data
        every = {ALL: ""}
        pathway, clock, hospital, reason, whose = (
            every.get(given.get(name, ""), given.get(name, ""))
            for name in ("pathway", "clock", "hospital", "reason", "whose")
        )
        return ListFilter(
            pathway=pathway,
            clock=clock,
            hospital=hospital,
            verdict=given.get("verdict") or OPEN,
            reason=reason,
            whose=whose,
            me=me,
            order=given.get("order") or URGENT,
            page=page,
        )

    def chosen(self) -> dict[str, str]:
        """What differs from the list as it begins, so that the address of a choice is short and can be kept."""
        given = {name: self.cleaned_data.get(name, "") for name in BEGINNING}
        return {name: value for name, value in given.items() if value and value != BEGINNING[name]}


def knows(key: str) -> bool:
    """True when there are words for the key: a slug of an engine that is newer than the words is not offered."""
    return key in catalogue()
