"""What differs between the rows of two versions of a norm."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.applicability import Action, Applicability, Level
from normverk.norm.applicability_changes import row_changes
from tests.norm.test_applicability import row

DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 4))
ROWS = st.lists(
    st.builds(
        lambda actor, action, level, begins: row(actor=actor, action=action, level=level, valid_from=begins),
        st.sampled_from(["hospital", "practice", None]),
        st.sampled_from([Action.SEND, Action.RECEIVE, None]),
        st.sampled_from([Level.MANDATORY, Level.RECOMMENDED, None]),
        DAYS,
    ),
    max_size=6,
)


def test_a_level_that_is_lifted_and_a_later_beginning_are_told() -> None:
    before = row(level=Level.RECOMMENDED, valid_from=date(2024, 1, 1))
    after = row(version="2.0", valid_from=date(2026, 1, 1))
    (change,) = row_changes([before], [after])
    assert (change.verdict, change.differs) == ("changed", ("level", "valid_from"))


def test_a_row_that_only_one_version_has_is_new_or_gone() -> None:
    sender, receiver = row(), row(version="2.0", action=Action.RECEIVE)
    found = {change.action: change.verdict for change in row_changes([sender], [receiver])}
    assert found == {Action.SEND: "removed", Action.RECEIVE: "added"}


def test_a_period_put_in_before_another_leaves_the_other_unchanged() -> None:
    later = row(id="2", valid_from=date(2026, 1, 1))
    earlier = row(id="3", level=Level.RECOMMENDED, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    assert sorted(change.verdict for change in row_changes([later], [earlier, later])) == ["added", "same"]


@given(ROWS)
def test_a_version_does_not_differ_from_itself(rows: list[Applicability]) -> None:
    assert {change.verdict for change in row_changes(rows, rows)} <= {"same"}


@given(ROWS, ROWS)
def test_every_row_stands_once_on_its_side_beside_one_for_the_same(
    before: list[Applicability], after: list[Applicability]
) -> None:
    found = row_changes(before, after)
    assert sorted(map(repr, before)) == sorted(repr(change.before) for change in found if change.before)
    assert sorted(map(repr, after)) == sorted(repr(change.after) for change in found if change.after)
    for change in found:
        assert {(one.actor, one.action) for one in (change.before, change.after) if one} == {
            (change.actor, change.action)
        }


@given(ROWS, ROWS)
def test_the_other_way_round_new_is_gone(before: list[Applicability], after: list[Applicability]) -> None:
    turned = {"added": "removed", "removed": "added", "same": "same", "changed": "changed"}
    there = sorted((change.verdict, change.differs) for change in row_changes(before, after))
    back = sorted((turned[change.verdict], change.differs) for change in row_changes(after, before))
    assert there == back
