"""The form of every limit of a pathway: one group of fields for each clock, and in it one for each treatment branch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.forms import Group, PartForm
from normverk.norm.content import NormContent
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Limit
from normverk.norm.source import Source, web_address

_PARTS: Final = ("value", "unit", "warn_before", "warn_at_percent", "basis", "source", "url", "note")
_WHOLE: Final = 100


class LimitsForm(PartForm):
    """Every limit of a pathway: value, unit, warning time and source for each clock and treatment branch."""

    def __init__(self, *args: Any, content: NormContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clocks = content.pathway.clocks if content.pathway else ()
        self.rows = [(clock.id, branch.id) for clock in self.clocks for branch in clock.branches]
        for clock in self.clocks:
            for branch in clock.branches:
                titles = (clock.title, branch.title)
                name = " – ".join(words for title in titles if (words := title.in_language(current_language())))
                self._add_limit(f"{clock.id}.{branch.id}", name, branch.limit)

    def _add_limit(self, prefix: str, name: str, limit: Limit | None) -> None:
        units = [(str(unit), say(f"catalogue.unit.{unit}")) for unit in Unit]
        bases = [(basis, say(f"catalogue.basis.{basis}")) for basis in ("read", "derived", "own")]
        if limit is not None and limit.source.basis not in dict(bases):
            bases.insert(0, (limit.source.basis, limit.source.basis or say("catalogue.basis.unstated")))
        label = {part: say(f"catalogue.limit.{part}-of", name=name) for part in _PARTS}
        numbers = {"value": 100_000, "warn_before": 100_000, "warn_at_percent": _WHOLE}
        for part in _PARTS:
            if part in numbers:
                self.fields[f"{prefix}.{part}"] = forms.IntegerField(
                    label=label[part], min_value=0, max_value=numbers[part], required=False
                )
            elif part in {"unit", "basis"}:
                choices = units if part == "unit" else bases
                self.fields[f"{prefix}.{part}"] = forms.ChoiceField(
                    label=label[part], choices=choices, required=part == "unit" or "" not in dict(bases)
                )
            else:
                self.fields[f"{prefix}.{part}"] = forms.CharField(
                    label=label[part], max_length=1000 if part == "note" else 500, required=False
                )

    def groups(self) -> tuple[Group, ...]:
        """One group a clock, with one a branch in it; a clock with one branch needs none."""
        return tuple(self._group(clock) for clock in self.clocks)

    def _group(self, clock: Clock) -> Group:
        legend = clock.title.in_language(current_language()) or clock.id
        if len(clock.branches) == 1:
            return Group(legend, self._fields(clock, clock.branches[0]))
        inner = tuple(
            Group(branch.title.in_language(current_language()) or branch.id, self._fields(clock, branch))
            for branch in clock.branches
        )
        return Group(legend, groups=inner)

    def _fields(self, clock: Clock, branch: Branch) -> Any:
        return tuple((self[f"{clock.id}.{branch.id}.{part}"], say(f"catalogue.limit.{part}")) for part in _PARTS)

    def clean(self) -> dict[str, Any]:
        """Refuses a limit without source, one that warns longer than it runs, and two warning times for one limit."""
        cleaned = super().clean()
        for clock_id, branch_id in self.rows:
            prefix = f"{clock_id}.{branch_id}"
            value = cleaned.get(f"{prefix}.value")
            if value is None:
                continue
            url = cleaned.get(f"{prefix}.url")
            if url and not web_address(url):
                self.add_error(f"{prefix}.url", say("catalogue.form.no-web-address"))
            if not cleaned.get(f"{prefix}.source"):
                self.add_error(f"{prefix}.source", say("catalogue.form.limit-needs-source"))
            if (cleaned.get(f"{prefix}.warn_before") or 0) > value:
                self.add_error(f"{prefix}.warn_before", say("catalogue.form.warns-too-early"))
            if cleaned.get(f"{prefix}.warn_before") and cleaned.get(f"{prefix}.warn_at_percent") is not None:
                self.add_error(f"{prefix}.warn_at_percent", say("catalogue.form.warns-twice"))
        return cleaned

    def limits(self) -> dict[tuple[str, str], Limit | None]:
        """The limits as written, by clock id and branch id; None where no value is stated."""
        return {(clock, branch): self._limit(f"{clock}.{branch}") for clock, branch in self.rows}

    def _limit(self, prefix: str) -> Limit | None:
        written = {part: self.cleaned_data.get(f"{prefix}.{part}") for part in _PARTS}
        if written["value"] is None:
            return None
        source = Source(written["source"] or "", written["basis"] or "", written["url"] or "", written["note"] or "")
        return Limit(
            written["value"],
            Unit(str(written["unit"])),
            source,
            written["warn_before"] or 0,
            written["warn_at_percent"],
        )


def limits_initial(content: NormContent) -> Mapping[str, Any]:
    """What the form of limits shows before anybody writes in it."""
    initial: dict[str, Any] = {}
    for clock in content.pathway.clocks if content.pathway else ():
        for branch in clock.branches:
            initial.update({f"{clock.id}.{branch.id}.{part}": value for part, value in _plain_limit(branch).items()})
    return initial


def _plain_limit(branch: Branch) -> dict[str, Any]:
    limit = branch.limit
    if limit is None:
        return {"unit": str(Unit.CALENDAR_DAYS), "basis": "read"}
    return {
        "value": limit.value,
        "unit": str(limit.unit),
        "warn_before": limit.warn_before,
        "warn_at_percent": limit.warn_at_percent,
        "basis": limit.source.basis,
        "source": limit.source.title,
        "url": limit.source.url,
        "note": limit.source.note,
    }
