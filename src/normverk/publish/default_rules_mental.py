"""The rule sets that go with the pathways of mental health and substance use, made from rules_mental.toml.

They are few: a rule stands only where a code's definition itself names an act that a record has as an entry. Which entry
that is, is our own reading, so none is stronger than medium.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from normverk.norm.derivation import CodeGroup, DataRule, RuleSet, Station

_FILE: Final = Path(__file__).with_name("rules_mental.toml")
_MADE_WHOLE: Final = ("present", "not_after", "absent", "absent_here", "expected")


@cache
def prefixes() -> tuple[str, ...]:
    """The pathways that rules are written for, by the beginning of their codes."""
    return tuple(_read()["pathways"])


def code_system() -> str:
    """The national list of their codes, composed of type, event and outcome."""
    return str(_read()["code_system"])


def letters_without_rule() -> Mapping[str, str]:
    """The events that have no rule, or not for all of their codes, and why."""
    found: Mapping[str, str] = _read()["without"]
    return found


def starts_when_received(prefix: str, valid_from: date) -> bool:
    """True when an edition in force from that day lets the pathway start with the referral's receipt."""
    moved = _read()["moved"]
    return prefix not in moved["prefixes"] or valid_from < moved["from"]


@cache
def rules_for(prefix: str, *, received: bool = True) -> RuleSet:
    """The rule set of one pathway; KeyError for a prefix that is none. `received`: it starts when the referral is received;
    otherwise it has no rule for its start."""
    pathway = _read()["pathways"][prefix]
    rules = tuple(
        rule
        for written in _read()["rules"]
        if (received or not written.get("starts_when_received"))
        and (rule := _made_whole(written, prefix, pathway)) is not None
    )
    stations = tuple(
        Station(letter, tuple(f"{prefix}{letter}{outcome}" for outcome in outcomes), ends=letter == "X")
        for letter, outcomes in _read()["stations"].items()
    )
    return RuleSet(prefix, stations, rules)


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _made_whole(written: Mapping[str, Any], prefix: str, pathway: Mapping[str, Any]) -> DataRule | None:
    """The rule for one pathway; None when it asks for a diagnosis and the pathway has none of its own."""
    match = dict(written["match"])
    groups = {
        "@named": (CodeGroup("9321", (prefix,)), CodeGroup("9327", (prefix,))),
        "@diagnosis": (CodeGroup("icd-10", tuple(pathway["diagnosis"])),) if pathway["diagnosis"] else (),
    }
    for field in ("what", "about"):
        if field in match:
            match[field] = groups[match[field]]
            if not match[field]:
                return None
    if "about" in match and match["kind"] == "referral":
        match |= {name: pathway[name] for name in ("least_age", "most_age") if name in pathway}
    plain = {name: value for name, value in written.items() if name != "starts_when_received"}
    plain |= {
        "match": match,
        "source": _read()["sources"][written["source"]],
        "id": f"{prefix}-{written['id']}",
        "code": prefix + written["code"],
    }
    return msgspec.convert(plain | {field: _codes(written.get(field, ()), prefix) for field in _MADE_WHOLE}, DataRule)


def _codes(written: list[str], prefix: str) -> tuple[str, ...]:
    stations = _read()["stations"]
    return tuple(
        f"{prefix}{letter}"
        for one in written
        for letter in ([one[0] + outcome for outcome in stations[one[0]]] if one.endswith("*") else [one])
    )
