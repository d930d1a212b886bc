"""The published limits of the cancer pathways add up: all 27 totals that were read equal the sum of their phases."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from msgspec.structs import replace

from normverk.norm.days import Unit
from normverk.norm.lint import lint
from normverk.norm.pathway import Branch, Clock, Limit, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.words import same
from tests.norm.examples import content, milestone
from tests.norm.limits_table import needs_table, rows

pytestmark = needs_table

ENDS = {"OF1": ("A", "S"), "OF2": ("S", "C"), "OF3": ("C", "F"), "OF4": ("A", "F")}
UNITS = {"kalenderdager": Unit.CALENDAR_DAYS, "virkedager (as printed)": Unit.WORKING_DAYS}


def pathways() -> dict[tuple[str, str], PathwayDefinition]:
    """The table as our own values: one definition for each pathway and first day of validity."""
    limits: dict[tuple[str, str], dict[str, dict[str, Limit]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows():
        source = Source(row["source_version"], row["status"], row["source_url"], row["note"])
        key = row["pathway"], row["valid_from"]
        limits[key][row["indicator"]][row["treatment_type"]] = Limit(int(row["days"]), UNITS[row["unit"]], source)
    return {key: definition(*key, clocks) for key, clocks in limits.items()}


def definition(name: str, valid_from: str, clocks: dict[str, dict[str, Limit]]) -> PathwayDefinition:
    """One pathway with the clocks that the table has; a total is the sum of the three phases."""

    def one(id: str, limits: dict[str, Limit]) -> Clock:
        branches = tuple(Branch(treatment, same(treatment), limit=limit) for treatment, limit in limits.items())
        start, stop = ENDS[id]
        parts = ("OF1", "OF2", "OF3") if id == "OF4" else ()
        return Clock(id, same(id), Selector(start), Selector(stop), branches, parts)

    return PathwayDefinition(
        id=name,
        title=same(name),
        code_system="urn:oid:2.16.578.1.12.4.1.1.8480",
        valid_from=date.fromisoformat(valid_from),
        milestones=tuple(milestone(id) for id in "ASCF"),
        clocks=tuple(one(id, limits) for id, limits in clocks.items()),
    )


def totals(status: str) -> list[tuple[PathwayDefinition, str]]:
    """Every total of the table with that status: its pathway and its branch."""
    return [
        (pathway, branch.id)
        for pathway in pathways().values()
        for clock in pathway.clocks
        if clock.id == "OF4"
        for branch in clock.branches
        if branch.limit is not None and branch.limit.source.basis == status
    ]


def test_the_table_is_the_one_we_know() -> None:
    assert len(rows()) == 83
    assert (len(totals("read")), len(totals("derived"))) == (27, 2)


def test_all_totals_are_the_sum_of_their_phases() -> None:
    wrong = [
        (pathway.id, finding.what.nb)
        for pathway in pathways().values()
        for finding in lint(content(pathway))
        if finding.check in {"limits-add-up", "limit-unknown"}
    ]
    assert wrong == []


def test_each_of_them_would_be_found_if_it_were_one_day_off() -> None:
    for pathway, branch_id in totals("read") + totals("derived"):
        total = pathway.clock("OF4")
        branches = tuple(
            replace(branch, limit=replace(branch.limit, value=branch.limit.value + 1))
            if branch.id == branch_id and branch.limit is not None
            else branch
            for branch in total.branches
        )
        clocks = tuple(replace(clock, branches=branches) if clock.id == "OF4" else clock for clock in pathway.clocks)
        findings = [
            (finding.check, finding.strength)
            for finding in lint(content(replace(pathway, clocks=clocks)))
            if finding.check == "limits-add-up"
        ]
        assert findings == [("limits-add-up", "error")], (pathway.id, branch_id)


def test_the_limit_printed_in_working_days_is_the_only_other_unit() -> None:
    others = [
        pathway.id
        for pathway in pathways().values()
        for clock in pathway.clocks
        for branch in clock.branches
        if branch.limit is not None and branch.limit.unit is not Unit.CALENDAR_DAYS
    ]
    assert others == ["myelomatose"]
