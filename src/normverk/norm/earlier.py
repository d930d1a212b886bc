"""How content looked in earlier releases, and what it is read as now. A release is never rewritten, so all of it is read.

Before a clock could have several delay rules it had one, `delay`, with what it did beside it in `on_patient_delay`. Every
such clock is a clock of today with at most one rule, so nothing is lost, and what measured patients then measures them alike.
"""

from __future__ import annotations

from typing import Any, Final

ONLY_RULE: Final = "patient-wish"
"""The id of the one rule that a clock of an earlier release may have; its reason was always the patient's wish."""


def upgraded(content: Any) -> Any:
    """Stored content in today's form; content that is in it already is given back as it is."""
    pathway = content.get("pathway") if isinstance(content, dict) else None
    made = upgraded_pathway(pathway)
    return content if made is pathway else {**content, "pathway": made}


def upgraded_pathway(pathway: Any) -> Any:
    """A stored pathway in today's form. What is no pathway at all is left for the reader to refuse."""
    clocks = pathway.get("clocks") if isinstance(pathway, dict) else None
    if not isinstance(clocks, list) or not any(_is_earlier(clock) for clock in clocks):
        return pathway
    return {**pathway, "clocks": [_with_rules(clock) if _is_earlier(clock) else clock for clock in clocks]}


def only_rule(policy: Any, rule: Any) -> list[Any]:
    """The delay rules that an earlier `on_patient_delay` and `delay` are; none for a clock without either."""
    if rule is None:
        return [] if policy == "none" else [{"id": ONLY_RULE, "policy": policy}]
    return [{"id": ONLY_RULE, "policy": policy, **rule}] if isinstance(rule, dict) else [rule]


def _is_earlier(clock: Any) -> bool:
    return isinstance(clock, dict) and "delays" not in clock and not clock.keys().isdisjoint(_FIELDS)


def _with_rules(clock: dict[str, Any]) -> dict[str, Any]:
    kept = {field: value for field, value in clock.items() if field not in _FIELDS}
    return {**kept, "delays": only_rule(clock.get("on_patient_delay", "none"), clock.get("delay"))}


_FIELDS: Final = ("on_patient_delay", "delay")
