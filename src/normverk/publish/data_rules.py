"""The data rules of a norm as its page shows them: which code, from what, which date, how certain, and where it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.norm.derivation import DataRule
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.source import web_address

_COLORS: Final = {"high": "success", "medium": "info", "low": "warning"}


@dataclass(frozen=True)
class ShownRule:
    """One rule. `display` is the code's name; both are empty for a point that has no code and is only told of."""

    rule: DataRule
    display: str
    kind_key: str
    date_keys: tuple[str, ...]
    strength_key: str
    strength_color: str
    source_address: str


def shown_rules(pathway: PathwayDefinition | None) -> tuple[ShownRule, ...]:
    """The rules in the norm's own order; none for a norm that has none."""
    if pathway is None:
        return ()
    names = {code.code: code.display for milestone in pathway.milestones for code in milestone.codes}
    return tuple(
        ShownRule(
            rule,
            names.get(rule.code, ""),
            f"data-rule.kind.{rule.match.kind.value}",
            tuple(f"data-rule.date.{field.value}" for field in rule.dates),
            f"data-rule.strength.{rule.strength.value}",
            _COLORS[rule.strength.value],
            web_address(rule.source.url),
        )
        for rule in pathway.derivations
    )
