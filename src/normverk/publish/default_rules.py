"""The rule sets that go with pathways until a norm carries rules of its own: those of cancer, made from rules_cancer.toml,
and those of mental health and substance use (default_rules_mental.py).

They stand here, and not with the proposals they make, so that a hub can put them into norms and know of no patient.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from normverk.base.commands import Unusable
from normverk.norm.derivation import CodeGroup, DataRule, RuleSet, Station, faults
from normverk.norm.pathway import PathwayDefinition
from normverk.publish import default_rules_mental

CODE_SYSTEM: Final = "urn:oid:2.16.578.1.12.4.1.1.8480"
"""The national code list of the cancer pathways."""

_FILE: Final = Path(__file__).with_name("rules_cancer.toml")
_DECISIONS: Final = ("CK", "CM", "CA", "CI", "CU")
_TREATMENTS: Final = ("FK", "FM", "FS", "FL", "FO", "FI")
_MADE_WHOLE: Final = ("present", "not_after", "absent", "absent_here", "expected")
_CANCER: Final = CodeGroup("icd-10", ("C",))
_SECONDARY: Final = CodeGroup("icd-10", ("C77", "C78", "C79", "C80"))
_RADIOTHERAPY: Final = (CodeGroup("nkpk", ("WEOA", "WEOB")), CodeGroup("sct", ("108290001",)))
_CHILD: Final = 17


@cache
def prefixes() -> tuple[str, ...]:
    """The cancer pathways that rules are written for, by the beginning of their codes."""
    return tuple(_read()["pathways"])


@cache
def rules_for(prefix: str) -> RuleSet:
    """The rule set of one cancer pathway; KeyError for a prefix that is none."""
    pathway = _read()["pathways"][prefix]
    letters = letters_of(prefix)
    rules = tuple(
        rule for written in _read()["rules"] if (rule := _made_whole(written, prefix, pathway, letters)) is not None
    )
    decisions = tuple(prefix + letter for letter in _DECISIONS if letter in letters)
    leaving = tuple(code for code in decisions if prefix == "C01" or not code.endswith(("CK", "CU")))
    stations = (
        Station("start", (f"{prefix}A", f"{prefix}AA")),
        Station("work-up", (f"{prefix}S",)),
        Station("transfer", (f"{prefix}O",)),
        Station("delay", (f"{prefix}P",)),
        Station("decision", tuple(code for code in decisions if code not in leaving)),
        Station("no-cancer", leaving, ends=True),
        Station("treatment", tuple(prefix + letter for letter in _TREATMENTS if letter in letters), ends=True),
        Station("end", (f"{prefix}X",), ends=True),
    )
    return RuleSet(prefix, tuple(station for station in stations if station.codes), rules)


def rules_of(definition: PathwayDefinition) -> RuleSet | None:
    """The rule set for a pathway norm: its own rules, else the default ones of its codes; None when there are none.

    Rules that propose a code which the norm does not know are left out, and what they look for with them.
    """
    codes = tuple(code.code for milestone in definition.milestones for code in milestone.codes)
    rules = definition.derivations or _by_codes(definition, codes)
    kept = tuple(_known_only(rule, codes) for rule in rules if not rule.code or rule.code in codes)
    if not kept:
        return None
    stations = tuple(
        Station(one.id, tuple(code.code for code in one.codes), one.ends_pathway) for one in definition.milestones
    )
    return RuleSet(definition.id, stations, kept)


def with_default_rules(definition: PathwayDefinition) -> PathwayDefinition:
    """The norm with the default rules of its codes as its own; unchanged when it has rules or there are none for it.

    A rule that proposes a code says which of the norm's milestones that is.
    """
    found = None if definition.derivations else rules_of(definition)
    if found is None:
        return definition
    return msgspec.structs.replace(definition, derivations=tuple(_placed(rule, definition) for rule in found.rules))


def _by_codes(definition: PathwayDefinition, codes: tuple[str, ...]) -> tuple[DataRule, ...]:
    """The default rules of the list that the norm's codes are from."""
    prefix = codes[0][:3] if codes else ""
    if definition.code_system == CODE_SYSTEM and prefix in prefixes():
        return rules_for(prefix).rules
    if definition.code_system == default_rules_mental.code_system() and prefix in default_rules_mental.prefixes():
        received = default_rules_mental.starts_when_received(prefix, definition.valid_from)
        return default_rules_mental.rules_for(prefix, received=received).rules
    return ()


def _placed(rule: DataRule, definition: PathwayDefinition) -> DataRule:
    milestone = definition.milestone_of(rule.code)
    return rule if milestone is None else msgspec.structs.replace(rule, milestone=milestone.id)


def letters_of(prefix: str) -> tuple[str, ...]:
    """The letters that code system 8480 has for a pathway: see the exact patterns of its three families."""
    decisions = ("CK", "CM", "CA", "CI") if prefix.startswith("A") else ("CK", "CU", "CA", "CI")
    treatments = () if prefix == "C01" else _TREATMENTS
    return ("A", "AA", "S", "O", "P", "X", *decisions, *treatments)


def read_rules(content: bytes, name: str) -> tuple[RuleSet, ...]:
    """Rule sets from a JSON file (one, or a list). Raises Unusable, saying where and what is wrong."""
    try:
        found = msgspec.json.decode(content, type=list[RuleSet] | RuleSet)
    except msgspec.DecodeError as wrong:
        raise Unusable(f"{name}: not a rule set or a list of them ({wrong})") from None
    sets = tuple(found) if isinstance(found, list) else (found,)
    wrong_in = [fault for one in sets for fault in faults(one)]
    if wrong_in:
        raise Unusable(f"{name}: {wrong_in[0]}" + (f" (and {len(wrong_in) - 1} more)" if len(wrong_in) > 1 else ""))
    return sets


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _made_whole(
    written: Mapping[str, Any], prefix: str, pathway: Mapping[str, Any], letters: tuple[str, ...]
) -> DataRule | None:
    """The rule for one pathway; None when the pathway lacks the code or a group that the rule asks for."""
    if written["code"] and written["code"] not in letters:
        return None
    match = dict(written["match"])
    for field in ("what", "not_what", "about", "not_about"):
        if isinstance(match.get(field), str):
            group = _group(match[field], prefix, pathway)
            if not group and (match[field] == "@diagnosis" or not field.startswith("not_")):
                return None
            match[field] = group
    if pathway.get("child") and written["id"].startswith("referral"):
        match["most_age"] = _CHILD
        match["least_age"] = 0
    plain = {**written, "match": match, "source": _read()["sources"][written["source"]]}
    plain["id"] = f"{prefix}-{written['id']}"
    plain["code"] = prefix + written["code"] if written["code"] else ""
    for field in _MADE_WHOLE:
        plain[field] = _codes(written.get(field, ()), prefix, letters)
    return msgspec.convert(plain, DataRule)


def _group(name: str, prefix: str, pathway: Mapping[str, Any]) -> tuple[CodeGroup, ...]:
    organ = prefix.startswith("A")
    groups: dict[str, tuple[CodeGroup, ...]] = {
        "@named": (CodeGroup("8480", (prefix,)),),
        "@cancer": (_CANCER,),
        "@secondary": (_SECONDARY,),
        "@decided": _of("icd-10", pathway["diagnosis"]) if organ else (_CANCER,),
        "@not_decided": () if organ else (_SECONDARY,),
        "@radiotherapy": _RADIOTHERAPY,
        "@diagnosis": _of("icd-10", pathway["diagnosis"]),
        "@surgery": _of("nkpk", pathway["surgery"]),
        "@not_surgery": _of("nkpk", pathway.get("not_surgery", ())),
    }
    return groups[name]


def _of(system: str, beginnings: list[str]) -> tuple[CodeGroup, ...]:
    return (CodeGroup(system, tuple(beginnings)),) if beginnings else ()


def _codes(written: list[str], prefix: str, letters: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for letter in written:
        if letter.startswith("#"):
            found.append(letter)
        elif letter.endswith("*"):
            found += [prefix + known for known in letters if known.startswith(letter[0]) and len(known) == 2]
        elif letter in letters:
            found.append(prefix + letter)
    return tuple(dict.fromkeys(found))


def _known_only(rule: DataRule, codes: tuple[str, ...]) -> DataRule:
    """The rule without the codes that the norm does not know; what is registered can never be among those."""
    kept = {
        field: tuple(code for code in getattr(rule, field) if code in codes or code.startswith("#"))
        for field in _MADE_WHOLE
    }
    return msgspec.structs.replace(rule, **kept)
