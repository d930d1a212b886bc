"""Which branches of a clock may apply: chosen by the stop's code or the plan, by age, and by findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from normverk.norm.conditions import all_hold
from normverk.norm.pathway import Branch, Clock


def that_may_apply(
    clock: Clock, *, stop_code: str, treatment: str, age: int | None, findings: Mapping[str, str]
) -> tuple[Branch, ...]:
    """The branches in order that may apply: one when it is certain, several while something is unknown.

    `stop_code` is empty while the clock runs; then `treatment` (a branch's id or a treatment code, empty when nothing is
    planned) narrows them. `age` is in whole years at the start and `findings` says the answer registered to each finding.
    """
    if stop_code:
        named = _until_certain((b for b in clock.branches if stop_code in b.codes), age, findings)
        if named and all_hold(named[-1].when, age=age, findings=findings):
            return named
        return named + _until_certain((b for b in clock.branches if not b.codes), age, findings)
    planned = tuple(branch for branch in clock.branches if treatment and treatment in (branch.id, *branch.codes))
    return _not_shadowed(planned, age, findings) or _not_shadowed(clock.branches, age, findings)


def _until_certain(branches: Iterable[Branch], age: int | None, findings: Mapping[str, str]) -> tuple[Branch, ...]:
    """The branches whose conditions hold or are unknown, up to and with the first whose conditions certainly hold."""
    kept: list[Branch] = []
    for branch in branches:
        answer = all_hold(branch.when, age=age, findings=findings)
        if answer is not False:
            kept.append(branch)
        if answer:
            break
    return tuple(kept)


def _not_shadowed(branches: tuple[Branch, ...], age: int | None, findings: Mapping[str, str]) -> tuple[Branch, ...]:
    """The branches that some stop could still choose: not false, and not wholly behind one that certainly holds."""
    kept: list[Branch] = []
    certain: set[str] = set()
    for branch in branches:
        answer = all_hold(branch.when, age=age, findings=findings)
        behind = set(branch.codes or ("",)) <= certain
        if answer is not False and not behind:
            kept.append(branch)
        if answer:
            certain |= set(branch.codes or ("",))
    return tuple(kept)
