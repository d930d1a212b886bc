"""Tables of limits in HTML: what is proposed, where it stands, and what a person is asked to look at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.days import Unit
from normverk.norm.limit_tables import Doubt, Proposal, Tables, limit_of, read_limit_tables

HEAD = "<tr><th>Fra – til</th><th>Behandling</th><th>Forløpstid</th></tr>"
ARRIVED = "Fra henvisning mottatt til første fremmøte"
DECIDED = "Fra første fremmøte til beslutning"
TREATED = "Fra beslutning til start behandling"
TOTAL = "Fra henvisning mottatt til start behandling"


def read(*rows: str, head: str = HEAD, after: str = "", caption: str = "") -> Tables:
    named = f"<caption>{caption}</caption>" if caption else ""
    return read_limit_tables(
        f"<p>Innledning.</p><table>{named}{head}{''.join(rows)}</table>{after}",
        title="Egen prøvetabell",
        url="https://normverk.example/tabell",
    )


def row(*cells: str) -> str:
    return "<tr>" + "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells) + "</tr>"


def only(tables: Tables) -> Proposal:
    (found,) = tables.proposals
    return found


def kinds(proposal: Proposal) -> list[str]:
    return [doubt.kind for doubt in proposal.doubts]


def test_a_row_is_proposed_with_its_ends_and_its_place() -> None:
    found = only(read(row(ARRIVED, "", "7 kalenderdager")))
    assert (found.start, found.stop, found.branch) == ("henvisning mottatt", "første fremmøte", "")
    assert (found.value, found.unit, found.doubts) == (7, Unit.CALENDAR_DAYS, ())
    assert (found.table, found.row, found.column, found.found) == (1, 2, 3, "7 kalenderdager")
    assert (found.source.basis, found.source.url) == ("read", "https://normverk.example/tabell")


def test_treatments_below_a_merged_cell_are_branches() -> None:
    tables = read(
        row(f'<td rowspan="2">{TREATED}</td>', "Kirurgisk behandling", "13 kalenderdager"),
        row("Medikamentell behandling", "10 kalenderdager"),
    )
    assert [(one.start, one.branch, one.value, one.row) for one in tables.proposals] == [
        ("beslutning", "Kirurgisk behandling", 13, 2),
        ("beslutning", "Medikamentell behandling", 10, 3),
    ]


def test_a_number_merged_over_two_rows_holds_for_both() -> None:
    tables = read(
        row(TREATED, "Kirurgi", '<td rowspan="2">14 kalenderdager</td>'),
        row(TREATED, "Stråling"),
    )
    assert [(one.branch, one.value) for one in tables.proposals] == [("Kirurgi", 14), ("Stråling", 14)]
    assert tables.unread == ()


def test_two_columns_may_name_the_ends() -> None:
    head = "<tr><th>Fra</th><th>Til</th><th>Tid</th></tr>"
    found = only(read(row("Henvisning mottatt", "Første fremmøte", "12 kalenderuker"), head=head))
    assert (found.start, found.stop, found.unit) == ("Henvisning mottatt", "Første fremmøte", Unit.WEEKS)


def test_a_bare_number_takes_the_unit_of_its_column_or_of_the_caption() -> None:
    head = "<tr><th>Fase</th><th>Kalenderdager</th></tr>"
    assert only(read(row(ARRIVED, "7"), head=head)).unit is Unit.CALENDAR_DAYS
    head = "<tr><th>Fase</th><th>Tid</th></tr>"
    assert only(read(row(ARRIVED, "7"), head=head, caption="Frister i virkedager")).unit is Unit.WORKING_DAYS
    assert read(row(ARRIVED, "7"), head=head).proposals == ()


def test_days_of_which_it_is_not_said_which_are_doubted_and_never_guessed() -> None:
    found = only(read(row(ARRIVED, "", "7 dager")))
    assert (found.unit, kinds(found)) == (None, ["unit-not-stated"])
    with pytest.raises(ValueError, match="table 1, row 2: «7 dager» does not say which days"):
        limit_of(found)
    assert limit_of(found, unit=Unit.CALENDAR_DAYS).value == 7


def test_working_days_among_calendar_days_are_doubted() -> None:
    tables = read(
        row(ARRIVED, "", "4 kalenderdager"),
        row(DECIDED, "", "14 kalenderdager"),
        row(TREATED, "Stråling", "17 virkedager"),
    )
    assert [kinds(one) for one in tables.proposals] == [[], [], ["other-unit"]]
    assert tables.proposals[2].unit is Unit.WORKING_DAYS


def test_a_cell_that_says_another_unit_than_its_column_is_doubted() -> None:
    head = "<tr><th>Fase</th><th>Kalenderdager</th></tr>"
    found = only(read(row(ARRIVED, "7 virkedager"), head=head))
    assert kinds(found) == ["unit-contradicted"]


def test_a_total_that_its_phases_do_not_make_up_is_doubted_with_the_sum() -> None:
    def table(total: int) -> tuple[Proposal, ...]:
        return read(
            row(ARRIVED, "", "5 kalenderdager"),
            row(DECIDED, "", "12 kalenderdager"),
            row(TREATED, "Kirurgi", "28 kalenderdager"),
            row(TREATED, "Stråling", "21 kalenderdager"),
            row(TOTAL, "Kirurgi", f"{total} kalenderdager"),
            row(TOTAL, "Stråling", "38 kalenderdager"),
        ).proposals

    assert [one for one in table(45) if one.doubts] == []
    (wrong,) = [one for one in table(44) if one.doubts]
    assert (wrong.branch, wrong.doubts) == ("Kirurgi", (Doubt("sum", "5 + 12 + 28 = 45 ≠ 44"),))


def test_a_footnote_follows_its_sign_and_a_raised_number_is_no_part_of_the_limit() -> None:
    found = only(
        read(row(TREATED, "Medikamentell*", "21 kalenderdager*"), after="<p>* Ved metastaser innen 14 dager.</p>")
    )
    assert (found.value, found.branch, found.footnotes) == (21, "Medikamentell", ("Ved metastaser innen 14 dager.",))
    raised = only(read(row(TREATED, "", "14<sup>1</sup> kalenderdager"), after="<p><sup>1</sup> Gjelder grad 1.</p>"))
    assert (raised.value, raised.footnotes, raised.doubts) == (14, ("Gjelder grad 1.",), ())


def test_a_sign_without_a_footnote_is_doubted() -> None:
    assert kinds(only(read(row(TREATED, "", "21 kalenderdager*")))) == ["no-footnote"]


def test_of_a_range_the_highest_is_proposed_and_of_several_times_the_first() -> None:
    ranged = only(read(row(ARRIVED, "", "3–7 kalenderdager")))
    assert (ranged.value, kinds(ranged)) == (7, ["range"])
    several = only(read(row(ARRIVED, "", "7 kalenderdager (14 kalenderdager for barn)")))
    assert (several.value, kinds(several)) == (7, ["several"])


def test_a_row_without_a_number_is_told() -> None:
    tables = read(row(ARRIVED, "", "7 kalenderdager"), row(DECIDED, "", "så raskt som mulig"))
    assert [(one.row, one.words) for one in tables.unread] == [(3, f"{DECIDED} | så raskt som mulig")]


def test_tables_that_state_no_limits_give_nothing() -> None:
    assert read_limit_tables("<table><tr><td>Navn</td><td>Telefon</td></tr></table>", title="t").proposals == ()
    assert read_limit_tables("<p>Ingen tabell, 7 dager.</p>", title="t").proposals == ()
    assert read_limit_tables("", title="t") == Tables((), (), ())


def test_an_accepted_limit_names_its_place() -> None:
    limit = limit_of(only(read(row(ARRIVED, "", "7 kalenderdager"))), warn_before=2)
    assert (limit.value, limit.unit, limit.warn_before) == (7, Unit.CALENDAR_DAYS, 2)
    assert limit.source.note == "tabell 1, rad 2, kolonne 3: «7 kalenderdager»"


@given(
    st.lists(
        st.tuples(st.integers(0, 999), st.sampled_from(["kalenderdager", "virkedager", "uker", "måneder", "minutter"]))
    )
)
def test_every_row_with_a_time_is_proposed_once(times: list[tuple[int, str]]) -> None:
    tables = read(
        *(row(f"Fra a{place} til b{place}", "", f"{value} {unit}") for place, (value, unit) in enumerate(times))
    )
    assert [(one.value, one.start) for one in tables.proposals] == [
        (value, f"a{place}") for place, (value, _) in enumerate(times)
    ]


@given(st.text(max_size=200))
def test_any_text_can_be_read(words: str) -> None:
    read_limit_tables(f"<table><tr><td>{words}</td></tr></table>{words}", title="t")
