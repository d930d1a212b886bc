"""The reference clock evaluator: verdicts as a pure function of (releases, events, as-of). No tables, no wall clock.

Why it counts as it does is written in docs/architecture-clocks.md.
"""

from normverk.use.pathways.engine.clocks import (
    Candidate,
    ClockFacts,
    Outcome,
    judge,
    open_days,
    standing,
    stands_still_from,
)
from normverk.use.pathways.engine.evaluate import evaluate, runs_of, verdict_of
from normverk.use.pathways.engine.events import (
    LIVE,
    RecordEvent,
    Status,
    content_of,
    is_seen,
    order_key,
    settle,
    supersedes,
)
from normverk.use.pathways.engine.explain import explain
from normverk.use.pathways.engine.explanation import (
    Cause,
    Change,
    Counterfactual,
    EventRef,
    Explanation,
    Note,
    Standing,
    Step,
)
from normverk.use.pathways.engine.facts import Person, Run
from normverk.use.pathways.engine.joining import as_one, roots
from normverk.use.pathways.engine.measuring import next_change
from normverk.use.pathways.engine.norms import Edition, Norms, read_norms
from normverk.use.pathways.engine.pauses import Delay
from normverk.use.pathways.engine.replay import replay
from normverk.use.pathways.engine.rounds import Round
from normverk.use.pathways.engine.since import Inputs, carried_out, changed, line_of
from normverk.use.pathways.engine.verdicts import Verdict, VerdictName

__all__ = [
    "LIVE",
    "Candidate",
    "Cause",
    "Change",
    "ClockFacts",
    "Counterfactual",
    "Delay",
    "Edition",
    "EventRef",
    "Explanation",
    "Inputs",
    "Norms",
    "Note",
    "Outcome",
    "Person",
    "RecordEvent",
    "Round",
    "Run",
    "Standing",
    "Status",
    "Step",
    "Verdict",
    "VerdictName",
    "as_one",
    "carried_out",
    "changed",
    "content_of",
    "evaluate",
    "explain",
    "is_seen",
    "judge",
    "line_of",
    "next_change",
    "open_days",
    "order_key",
    "read_norms",
    "replay",
    "roots",
    "runs_of",
    "settle",
    "standing",
    "stands_still_from",
    "supersedes",
    "verdict_of",
]
