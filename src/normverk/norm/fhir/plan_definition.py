"""A pathway as a FHIR R4 PlanDefinition of type clinical-protocol, and back without loss.

milestone = action (code and data-added trigger) · order of milestones = relatedAction before-start · validity =
effectivePeriod · sources = relatedArtifact citations · id = identifier · clock = the extension norm-clock · data rule = the extension norm-derivation.
`from_plan_definition(to_plan_definition(x, …)) == x` for every pathway that FHIR can carry; what it cannot carry
(a milestone id with a blank, a code with two blanks together) is refused when writing, never bent.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import Any, Final

import msgspec

from normverk.norm.fhir import primitives
from normverk.norm.fhir.conversion import (
    read_artifact,
    read_extension,
    read_extensions,
    write_artifact,
    write_extension,
)
from normverk.norm.fhir.derivation import DERIVATION
from normverk.norm.fhir.earlier import upgraded_plan
from normverk.norm.fhir.extensions import CLOCK, CODE, MILESTONE, PATHWAY
from normverk.norm.fhir.node import Node
from normverk.norm.fhir.texts import LANGUAGE, put_text, take_text
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text

STATUSES: Final = ("draft", "active", "retired", "unknown")
IDENTIFIER_SYSTEM: Final = "https://normverk.example/fhir/NamingSystem/pathway"
TYPE_SYSTEM: Final = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
_EVENT_TYPE: Final = "Procedure"
"""Pathway codes travel as procedure codes on an episode of care, so that is what the trigger waits for."""


def to_plan_definition(
    definition: PathwayDefinition,
    *,
    url: str,
    version: str,
    publisher: str,
    status: str,
    experimental: bool = False,
) -> dict[str, Any]:
    """The PlanDefinition that says what `definition` says.

    `url` is its canonical address and `version` the edition's number; `status` is draft, active, retired or unknown;
    `experimental` is True for demonstrations. Raises ValueError naming the place of anything FHIR cannot carry.
    """
    if status not in STATUSES:
        raise ValueError(f"status: «{status}» is none of {', '.join(STATUSES)}")
    if definition.valid_to is not None and definition.valid_to < definition.valid_from:
        raise ValueError("valid_to: lies before valid_from, which no FHIR Period can say")
    plain = msgspec.to_builtins(definition)
    clocks = [write_extension(CLOCK, clock, f"clocks/{clock['id']}") for clock in plain["clocks"]]
    derivations = [write_extension(DERIVATION, rule, f"derivations/{rule['id']}") for rule in plain["derivations"]]
    resource: dict[str, Any] = {
        "resourceType": "PlanDefinition",
        "id": resource_id(definition.id),
        "language": LANGUAGE,
        "extension": [write_extension(PATHWAY, plain, ""), *clocks, *derivations],
        "url": primitives.uri(url, "url"),
        "version": primitives.string(version, "version"),
        "name": computer_name(definition.id),
        "type": {"coding": [{"system": TYPE_SYSTEM, "code": "clinical-protocol", "display": "Clinical Protocol"}]},
        "status": status,
        "experimental": experimental,
        "publisher": primitives.string(publisher, "publisher"),
    }
    put_text(resource, "title", definition.title, "title")
    return {**resource, **_write_body(plain)}


def from_plan_definition(resource: dict[str, Any]) -> PathwayDefinition:
    """The pathway that a PlanDefinition carries; raises ValueError naming the path of what is wrong or missing.

    PlanDefinitions of earlier releases are read too (see `earlier`).
    """
    root = Node(upgraded_plan(resource), "PlanDefinition")
    _check_head(root)
    pathway = read_extension(PATHWAY, root)
    if pathway is None:
        raise ValueError(f"PlanDefinition.extension: {PATHWAY.url} is missing")
    period = root.need("effectivePeriod")
    end = period.get("end")
    plain = {
        **pathway,
        "id": _read_identifier(root),
        "title": take_text(root, "title").plain(),
        "valid_from": period.need("start").read(primitives.day),
        "valid_to": end.read(primitives.day) if end is not None else None,
        "milestones": _read_actions(root, pathway["code_system"]),
        "clocks": [clock for _, clock in read_extensions(CLOCK, root)],
        "derivations": [rule for _, rule in read_extensions(DERIVATION, root)],
        "sources": [read_artifact(artifact) for artifact in root.items("relatedArtifact")],
    }
    if plain["valid_to"] is not None and plain["valid_to"] < plain["valid_from"]:
        raise ValueError("PlanDefinition.effectivePeriod.end: lies before the start")
    try:
        return msgspec.convert(plain, PathwayDefinition)
    except msgspec.ValidationError as error:
        raise ValueError(f"PlanDefinition: {error}") from error


def computer_name(id: str) -> str:
    """A name as FHIR wants it for programs (`[A-Z][A-Za-z0-9_]*`), made from a pathway's id: «Brystkreft»."""
    words = re.findall("[A-Za-z0-9]+", _ascii(id))
    name = "".join(word[0].upper() + word[1:] for word in words)
    return (name if name[:1].isalpha() else f"Pathway{name}")[:255]


def resource_id(id: str) -> str:
    """A resource id made from a pathway's id; the id itself stands unchanged as identifier."""
    return re.sub("[^A-Za-z0-9.-]+", "-", _ascii(id)).strip("-")[:64] or "pathway"


def _ascii(words: str) -> str:
    for norwegian, latin in (("æ", "ae"), ("ø", "o"), ("Æ", "Ae"), ("Ø", "O")):
        words = words.replace(norwegian, latin)
    return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()


def _write_body(pathway: dict[str, Any]) -> dict[str, Any]:
    """Validity, and what may be left out: FHIR has no empty strings and no empty lists."""
    body: dict[str, Any] = {"effectivePeriod": {"start": pathway["valid_from"]}}
    if pathway["valid_to"]:
        body["effectivePeriod"]["end"] = pathway["valid_to"]
    if pathway["id"]:
        body["identifier"] = [{"system": IDENTIFIER_SYSTEM, "value": primitives.string(pathway["id"], "id")}]
    if pathway["sources"]:
        body["relatedArtifact"] = [write_artifact(source, "sources") for source in pathway["sources"]]
    if pathway["milestones"]:
        body["action"] = _write_actions(pathway)
    return body


def _write_actions(pathway: dict[str, Any]) -> list[dict[str, Any]]:
    milestones = pathway["milestones"]
    actions = [_write_action(milestone, pathway["code_system"]) for milestone in milestones]
    if len({action["id"] for action in actions}) < len(actions):
        raise ValueError("milestones: an id is here twice, and FHIR's element ids are unique")
    for action, following in itertools.pairwise(actions):
        action["relatedAction"] = [{"actionId": following["id"], "relationship": "before-start"}]
    return actions


def _write_action(milestone: dict[str, Any], system: str) -> dict[str, Any]:
    place = f"milestones/{milestone['id']}"
    action: dict[str, Any] = {
        "id": primitives.fhir_id(milestone["id"], f"{place}/id"),
        "extension": [write_extension(MILESTONE, milestone, place)],
    }
    put_text(action, "title", Text(**milestone["title"]), f"{place}/title")
    codings = [_write_coding(code, system, f"{place}/codes/{code['code']}") for code in milestone["codes"]]
    if codings:
        waited_for = [{name: coding[name] for name in ("system", "code") if name in coding} for coding in codings]
        data = {"type": _EVENT_TYPE, "codeFilter": [{"path": "code", "code": waited_for}]}
        action["code"] = [{"coding": [coding]} for coding in codings]
        action["trigger"] = [{"type": "data-added", "data": [data]}]
    return action


def _write_coding(code: dict[str, Any], system: str, place: str) -> dict[str, Any]:
    coding: dict[str, Any] = {"code": primitives.code(code["code"], place)}
    if code["retired_on"] is not None:
        coding["extension"] = [write_extension(CODE, code, place)]
    if system:
        coding["system"] = system
    if code["display"]:
        coding["display"] = primitives.string(code["display"], f"{place}/display")
    return coding


def _check_head(root: Node) -> None:
    """Refuses what is no PlanDefinition of ours: another resource, another type, a status or language unknown."""
    root.expect("resourceType", "PlanDefinition")
    root.expect("language", LANGUAGE)
    coding = root.need("type").only("coding")
    coding.expect("system", TYPE_SYSTEM)
    coding.expect("code", "clinical-protocol")
    if root.need("status").value not in STATUSES:
        raise ValueError(f"PlanDefinition.status: is none of {', '.join(STATUSES)}")
    for name, check in (("url", primitives.uri), ("version", primitives.string), ("publisher", primitives.string)):
        root.need(name).read(check)


def _read_identifier(root: Node) -> str:
    for identifier in root.items("identifier"):
        system = identifier.get("system")
        if system is not None and system.value == IDENTIFIER_SYSTEM:
            return identifier.need("value").read(primitives.string)
    raise ValueError(f"PlanDefinition.identifier: the one in {IDENTIFIER_SYSTEM} is missing")


def _read_actions(root: Node, system: str) -> list[dict[str, Any]]:
    actions = root.items("action")
    milestones = [_read_action(action, system) for action in actions]
    ids = [milestone["id"] for milestone in milestones]
    if len(set(ids)) < len(ids):
        raise ValueError("PlanDefinition.action: an id is here twice")
    for action, following in itertools.zip_longest(actions, ids[1:]):
        if following is not None:
            related = action.only("relatedAction")
            related.expect("actionId", following)
            related.expect("relationship", "before-start")
        elif action.get("relatedAction") is not None:
            raise ValueError(f"{action.path}.relatedAction: nothing comes after the last action")
    return milestones


def _read_action(action: Node, system: str) -> dict[str, Any]:
    milestone = read_extension(MILESTONE, action)
    if milestone is None:
        raise ValueError(f"{action.path}.extension: {MILESTONE.url} is missing")
    codes = [_read_coding(concept.only("coding"), system) for concept in action.items("code")]
    _check_trigger(action, [code["code"] for code in codes], system)
    return {
        **milestone,
        "id": action.need("id").read(primitives.fhir_id),
        "title": take_text(action, "title").plain(),
        "codes": codes,
    }


def _read_coding(coding: Node, system: str) -> dict[str, Any]:
    _check_system(coding, system)
    display = coding.get("display")
    return {
        "code": coding.need("code").read(primitives.code),
        "display": display.read(primitives.string) if display is not None else "",
        **(read_extension(CODE, coding) or {}),
    }


def _check_system(coding: Node, system: str) -> None:
    if system:
        coding.expect("system", system)
    elif coding.get("system") is not None:
        raise ValueError(f"{coding.path}.system: the pathway names no code system")


def _check_trigger(action: Node, codes: list[str], system: str) -> None:
    """The trigger must wait for exactly the codes that the milestone has: said twice, it must not say two things."""
    if not codes:
        if action.get("trigger") is not None:
            raise ValueError(f"{action.path}.trigger: waits for codes that the action does not have")
        return
    trigger = action.only("trigger")
    trigger.expect("type", "data-added")
    data = trigger.only("data")
    data.expect("type", _EVENT_TYPE)
    wanted = data.only("codeFilter")
    wanted.expect("path", "code")
    found = []
    for coding in wanted.items("code"):
        _check_system(coding, system)
        found.append(coding.need("code").read(primitives.code))
    if found != codes:
        raise ValueError(f"{wanted.path}.code: is {found}, but the action's codes are {codes}")
