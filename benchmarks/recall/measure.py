"""Counts, for each check, how many of the faults it finds and how many right counterparts it complains of."""

from __future__ import annotations

from random import Random
from typing import Final

import msgspec

from benchmarks.recall import in_data, in_pathways, in_texts, in_units
from benchmarks.recall.trials import FAULTS, Trial, corpus, findings
from normverk.norm.lint import CHECKS, lint

ROOMS: Final = (in_data, in_pathways, in_texts, in_units)
"""Importing a room declares its faults."""
SEED: Final = 20261126
TRIALS: Final = 40
TRUE_ALREADY: Final = frozenset({"limit-unknown"})
"""What is right in the clean norms themselves: a source that states no limit for a branch."""


class Recall(msgspec.Struct, frozen=True):
    """What came of the trials of one check. `alarms` are clean subjects that it complains of without ground."""

    check: str
    ways: int
    trials: int
    found: int
    alarms: int
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The part of the faults that is found."""
        return self.found / self.trials


def measured(check: str, trials: int = TRIALS, seed: int = SEED) -> Recall:
    """The same seed gives the same trials: each way to make the fault is tried equally often."""
    ways = FAULTS[check]
    found = alarms = 0
    missed: list[str] = []
    for number in range(trials):
        way = ways[number % len(ways)]
        trial = way(Random(f"{seed} {check} {number}"))
        hit, alarm = judged(check, trial)
        found, alarms = found + hit, alarms + alarm
        if not hit:
            missed.append(way.__name__)
    return Recall(check, len(ways), trials, found, alarms, tuple(dict.fromkeys(missed)))


def judged(check: str, trial: Trial) -> tuple[bool, bool]:
    """Whether the fault is found by its check, and whether the check complains of the clean subject."""
    before = {(one.place, one.what.nb) for one in findings(trial.clean, check)}
    after = {(one.place, one.what.nb) for one in findings(trial.faulty, check)}
    return bool(after - before), bool(before) and check not in TRUE_ALREADY


def all_measured(trials: int = TRIALS) -> list[Recall]:
    """Every check, the weakest first."""
    return sorted((measured(check, trials) for check in CHECKS), key=lambda one: (one.share, one.check))


def false_alarms() -> int:
    """How many findings there are in the clean norms that no source explains."""
    return sum(one.check not in TRUE_ALREADY for norm in corpus() for one in lint(norm))
