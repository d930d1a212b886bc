"""The parts of a pathway as parts of a draft: where each stands in addresses, its form, and how it changes the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from normverk.base.languages import current_language
from normverk.govern.catalogue.parts import NEW, Changed, Part, Place, with_validity
from normverk.govern.catalogue.pathway_forms.base import PathwayPartForm
from normverk.govern.catalogue.pathway_forms.clock_forms import (
    BranchForm,
    ClockForm,
    UnderwayForm,
    branch_initial,
    clock_initial,
    underway_initial,
)
from normverk.govern.catalogue.pathway_forms.data_rule_form import DataRuleForm, data_rule_initial
from normverk.govern.catalogue.pathway_forms.delay_form import DelayForm, delay_initial
from normverk.govern.catalogue.pathway_forms.placing import find, with_pathway
from normverk.norm.delays import DelayRule
from normverk.norm.derivation import DataRule
from normverk.norm.pathway import Branch, Clock, PathwayDefinition
from normverk.norm.places import place as address_of

NAMELESS: Final = "-"
"""How the one branch of a clock without branches is called in an address; no id may begin with a hyphen."""
PAGE: Final = "edition-pathway"


def _pathway(place: Place) -> PathwayDefinition:
    assert place.content.pathway is not None
    return place.content.pathway


def _there(of: Callable[[Place], Any], new: Callable[[Place], bool]) -> Callable[[Place], bool]:
    """Whether a member is there, or a new one is asked for in a place that is there."""
    return lambda place: place.content.pathway is not None and (of(place) is not None or new(place))


def _clock(place: Place) -> Clock | None:
    return find(_pathway(place).clocks, place.section)


def _branch(place: Place) -> Branch | None:
    clock = _clock(place)
    return find(clock.branches, "" if place.item == NAMELESS else place.item) if clock else None


def _delay(place: Place) -> DelayRule | None:
    clock = _clock(place)
    return find(clock.delays, place.item) if clock else None


def _data_rule(place: Place) -> DataRule | None:
    return find(_pathway(place).derivations, place.section)


def _in_clock(place: Place) -> bool:
    return place.item == NEW and _clock(place) is not None


def _apply(place: Place, form: PathwayPartForm) -> Changed:
    assert form.after is not None
    return with_validity(place, with_pathway(place.content, form.after))


def _clock_name(place: Place) -> str:
    clock = _clock(place)
    return clock.title.in_language(current_language()) or clock.id if clock else ""


def _of_clock(place: Place) -> dict[str, Any]:
    clock = _clock(place)
    assert clock is not None
    return {"definition": _pathway(place), "clock": clock}


def _findings(*way: str) -> Callable[[Place], str | None]:
    """Below which address the norm check speaks of a member; nothing is said of a new one."""

    def found(place: Place) -> str | None:
        return None if NEW in {place.section, place.item} else address_of(*way, place.section)

    return found


def _of_a_clock(
    of: Callable[[Place], Any],
    form: Callable[[Place, Mapping[str, Any]], PathwayPartForm],
    initial: Callable[[Place], Mapping[str, Any]],
) -> Part:
    """A member of a clock: its address has the clock and its own id."""
    return Part(
        _there(of, _in_clock),
        form,
        initial,
        _apply,
        depth=2,
        fresh=lambda place: replace(place, item=NEW),
        findings=_findings("pathway", "clocks"),
        name=_clock_name,
        back=PAGE,
    )


PATHWAY_PARTS: Final[Mapping[str, Part]] = {
    "clock": Part(
        _there(_clock, lambda place: place.section == NEW),
        lambda place, data: ClockForm(definition=_pathway(place), clock=_clock(place), **data),
        lambda place: clock_initial(_clock(place)),
        _apply,
        depth=1,
        fresh=lambda place: replace(place, section=NEW),
        findings=_findings("pathway", "clocks"),
        name=_clock_name,
        back=PAGE,
    ),
    "branch": _of_a_clock(
        _branch,
        lambda place, data: BranchForm(branch=_branch(place), **_of_clock(place), **data),
        lambda place: branch_initial(branch=_branch(place), **_of_clock(place)),
    ),
    "delay": _of_a_clock(
        _delay,
        lambda place, data: DelayForm(rule=_delay(place), **_of_clock(place), **data),
        lambda place: delay_initial(_delay(place)),
    ),
    "data-rule": Part(
        _there(_data_rule, lambda place: place.section == NEW),
        lambda place, data: DataRuleForm(definition=_pathway(place), rule=_data_rule(place), **data),
        lambda place: data_rule_initial(_pathway(place), _data_rule(place)),
        _apply,
        depth=1,
        fresh=lambda place: replace(place, section=NEW),
        findings=_findings("pathway", "derivations"),
        name=lambda place: "" if place.section == NEW else place.section,
        back=PAGE,
    ),
    "underway": Part(
        lambda place: place.content.pathway is not None,
        lambda place, data: UnderwayForm(definition=_pathway(place), **data),
        lambda place: underway_initial(_pathway(place)),
        _apply,
        findings=lambda place: None,
        back=PAGE,
    ),
}
"""The name of each part in addresses, and how it is edited."""
