"""A pathway becomes a FHIR R4 PlanDefinition and comes back unchanged; what is malformed is refused with its path."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from normverk.norm.fhir.extensions import BASE, CLOCK
from normverk.norm.fhir.plan_definition import computer_name, from_plan_definition, resource_id, to_plan_definition
from normverk.norm.pathway import Code, PathwayDefinition
from normverk.norm.text import Text
from tests.norm.basic_strategies import letters
from tests.norm.examples import breast, milestone
from tests.norm.pathway_strategies import pathway_definitions

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "plan-definition-brystkreft-2.json"
"""The second breast cancer norm of the demonstration, as it was when the mapping was settled."""


def written(definition: PathwayDefinition) -> dict[str, Any]:
    """The PlanDefinition of a pathway, after a journey as JSON text."""
    resource = to_plan_definition(
        definition, url="https://example.org/fhir/p", version="2.0.0", publisher="Demodirektoratet", status="active"
    )
    parsed: dict[str, Any] = json.loads(json.dumps(resource))
    return parsed


@given(pathway_definitions() | pathway_definitions(coherent=False))
def test_there_and_back_is_the_same(definition: PathwayDefinition) -> None:
    assert from_plan_definition(written(definition)) == definition


@given(pathway_definitions())
def test_back_and_there_is_the_same(definition: PathwayDefinition) -> None:
    resource = written(definition)
    assert written(from_plan_definition(resource)) == resource


def objects(value: Any, path: str = "PlanDefinition") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in the resource."""
    if isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            yield from objects(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from objects(inner, f"{path}[{number}]")


@given(pathway_definitions())
def test_invariants_of_fhir_hold(definition: PathwayDefinition) -> None:
    resource = written(definition)
    assert re.fullmatch("[A-Z]([A-Za-z0-9_]){0,254}", resource["name"])  # pdf-0
    assert re.fullmatch("[A-Za-z0-9.-]{1,64}", resource["id"])
    period = resource["effectivePeriod"]
    assert period["start"] <= period.get("end", period["start"])  # per-1
    ids = [one["id"] for _, one in objects(resource) if "id" in one and "actionId" not in one]
    assert len(set(ids[1:])) == len(ids[1:])  # element ids are unique
    for path, one in objects(resource):
        empty = [name for name, value in one.items() if value in ("", [], {}, None)]
        assert empty == [], path  # ele-1, and no nulls
        if path.rsplit(".", 1)[-1].startswith("extension"):
            values = {name.lstrip("_") for name in one if name.lstrip("_").startswith("value")}
            assert len(values) + ("extension" in one) == 1, path  # ext-1
        if "relationship" in one:
            assert one["actionId"] in ids
        if one.get("type") == "data-added":
            assert set(one) == {"type", "data"}, path  # trd-1, trd-3
        if "codeFilter" in one:
            assert [set(known) for known in one["codeFilter"]] == [{"path", "code"}]  # drq-1


def test_the_golden_example_is_read_and_written_to_the_last_letter() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    definition = from_plan_definition(golden)
    assert (definition.id, definition.valid_from, definition.valid_to) == ("brystkreft", date(2021, 5, 1), None)
    limits = {
        (clock.id, branch.id): branch.limit.value
        for clock in definition.clocks
        for branch in clock.branches
        if branch.limit is not None
    }
    assert limits == {
        ("OF1", ""): 7,
        ("OF2", ""): 12,
        ("OF3", "kirurgi"): 13,
        ("OF3", "medikamentell"): 10,
        ("OF4", "kirurgi"): 32,
        ("OF4", "medikamentell"): 29,
    }
    again = to_plan_definition(
        definition,
        url="https://normverk.example/fhir/PlanDefinition/brystkreft",
        version="2.0.0",
        publisher="Demodirektoratet",
        status="active",
        experimental=True,
    )
    assert json.dumps(again, ensure_ascii=False, indent=2) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_milestones_stand_in_fhirs_own_words() -> None:
    resource = written(breast())
    system = "urn:oid:2.16.578.1.12.4.1.1.8480"
    action = copy.deepcopy(resource["action"][2])
    assert action.pop("extension") == [
        {"url": f"{BASE}norm-milestone", "extension": [{"url": "endsPathway", "valueBoolean": False}]}
    ]
    assert action.pop("_title")["extension"][0]["extension"] == [
        {"url": "lang", "valueCode": "nn"},
        {"url": "content", "valueString": "C"},
    ]
    assert action == {
        "id": "C",
        "title": "C",
        "code": [{"coding": [{"system": system, "code": "CK", "display": "Kode CK"}]}],
        "trigger": [
            {
                "type": "data-added",
                "data": [
                    {"type": "Procedure", "codeFilter": [{"path": "code", "code": [{"system": system, "code": "CK"}]}]}
                ],
            }
        ],
        "relatedAction": [{"actionId": "F", "relationship": "before-start"}],
    }


def test_demonstrations_are_marked_as_experimental() -> None:
    sent = {"url": "https://example.org/p", "version": "1", "publisher": "P", "status": "draft"}
    marks = [to_plan_definition(breast(), **sent, experimental=mark)["experimental"] for mark in (True, False)]
    assert marks == [True, False]


@pytest.mark.parametrize(
    ("id", "name", "resource"),
    [
        ("brystkreft", "Brystkreft", "brystkreft"),
        ("tykk- og endetarmskreft", "TykkOgEndetarmskreft", "tykk--og-endetarmskreft"),
        ("føflekk/æ", "FoflekkAe", "foflekk-ae"),
        ("7", "Pathway7", "7"),
        ("→", "Pathway", "pathway"),
    ],
)
def test_names_are_made_from_the_id(id: str, name: str, resource: str) -> None:
    assert (computer_name(id), resource_id(id)) == (name, resource)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: replace(d, milestones=(milestone("to ord", "A"),)), "milestones/to ord/id: expected an id"),
        (lambda d: replace(d, milestones=(milestone("A", "A"), milestone("A", "B"))), "an id is here twice"),
        (lambda d: replace(d, milestones=(milestone("A", "to  blanke"),)), "milestones/A/codes/to  blanke: expected a"),
        (lambda d: replace(d, code_system="urn: oid"), "code_system: expected an address without blanks"),
        (lambda d: replace(d, title=Text("\x00")), "title/nb: FHIR takes no empty string"),
        (lambda d: replace(d, valid_to=date(1999, 1, 1)), "valid_to: lies before valid_from"),
    ],
)
def test_what_fhir_cannot_carry_is_refused_and_not_bent(
    change: Callable[[PathwayDefinition], PathwayDefinition], message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        written(change(breast()))


def test_a_status_that_fhir_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="status: «final» is none of draft, active, retired, unknown"):
        to_plan_definition(breast(), url="https://example.org/p", version="1", publisher="P", status="final")


def cut(resource: dict[str, Any], *way: str | int) -> None:
    place: Any = resource
    for step in way[:-1]:
        place = place[step]
    del place[way[-1]]


def put(resource: dict[str, Any], value: Any, *way: str | int) -> None:
    place: Any = resource
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda r: put(r, "Patient", "resourceType"), "PlanDefinition.resourceType: expected «PlanDefinition»"),
        (lambda r: put(r, "order-set", "type", "coding", 0, "code"), "PlanDefinition.type.coding[0].code: expected"),
        (lambda r: put(r, "en", "language"), "PlanDefinition.language: expected «nb»"),
        (lambda r: cut(r, "effectivePeriod"), "PlanDefinition.effectivePeriod: is missing"),
        (lambda r: put(r, "2021-02-30", "effectivePeriod", "start"), "effectivePeriod.start: «2021-02-30» is no date"),
        (lambda r: put(r, "20210501", "effectivePeriod", "start"), "effectivePeriod.start: expected a date like"),
        (lambda r: put(r, "1999-01-01", "effectivePeriod", "end"), "effectivePeriod.end: lies before the start"),
        (lambda r: put(r, [], "action"), "PlanDefinition.action: expected a list with something in it"),
        (
            lambda r: cut(r, "action", 0, "relatedAction"),
            "PlanDefinition.action[0].relatedAction: expected exactly one",
        ),
        (lambda r: r["action"].reverse(), "PlanDefinition.action[0].relatedAction: expected exactly one"),
        (lambda r: put(r, "A", "action", 1, "id"), "PlanDefinition.action: an id is here twice"),
        (lambda r: cut(r, "action", 1, "trigger"), "PlanDefinition.action[1].trigger: expected exactly one"),
        (
            lambda r: put(r, "X", "action", 0, "trigger", 0, "data", 0, "codeFilter", 0, "code", 0, "code"),
            "codeFilter[0].code: is ['X'], but the action's codes are ['A']",
        ),
        (
            lambda r: put(r, "urn:x", "action", 0, "code", 0, "coding", 0, "system"),
            "PlanDefinition.action[0].code[0].coding[0].system: expected «urn:oid:2.16.578.1.12.4.1.1.8480»",
        ),
        (lambda r: cut(r, "extension", 0), "norm-pathway is missing"),
        (lambda r: r["extension"].append(r["extension"][0]), "norm-pathway is here more than once"),
        (
            lambda r: put(r, "yearly", "extension", 1, "extension", 5, "valueCode"),
            "«yearly» is none of starter, responsible",
        ),
        (
            lambda r: put(r, "sju", "extension", 1, "extension", 0, "valueDate"),
            "valueDate: does not belong in the part id",
        ),
        (lambda r: cut(r, "extension", 1, "extension", 0), "PlanDefinition.extension[1]: expected exactly one id"),
        (lambda r: put(r, "length", "extension", 1, "extension", 0, "url"), "«length» is no part of norm-clock"),
        (lambda r: put(r, [{}], "modifierExtension"), "PlanDefinition.modifierExtension: may change the meaning"),
        (
            lambda r: put(r, "de", "_title", "extension", 0, "extension", 0, "valueCode"),
            "only nn, en, se, sma, smj can be kept",
        ),
    ],
)
def test_a_malformed_resource_is_refused_with_its_path(harm: Callable[[dict[str, Any]], None], message: str) -> None:
    resource = written(breast())
    harm(resource)
    with pytest.raises(ValueError, match=re.escape(message)):
        from_plan_definition(resource)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(letters, max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.data())
def test_whatever_is_harmed_it_is_read_or_refused_and_never_crashes(data: st.DataObject) -> None:
    resource = written(breast())
    place: Any = resource
    while True:
        names = list(place) if isinstance(place, dict) else list(range(len(place)))
        name = data.draw(st.sampled_from(names))
        inner = place[name]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 3)) == 0:
            break
        place = inner
    if data.draw(st.booleans()):
        del place[name]
    else:
        place[name] = data.draw(json_values)
    refusal = ""
    try:
        from_plan_definition(resource)
    except ValueError as error:
        refusal = str(error)
    assert refusal == "" or refusal.startswith("PlanDefinition")


@given(json_values)
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^PlanDefinition"):
        from_plan_definition(value)


def test_extensions_and_elements_of_others_are_passed_by() -> None:
    resource = written(breast())
    resource["extension"].append({"url": "https://example.org/other", "valueString": "x"})
    resource["contact"] = [{"name": "Somebody"}]
    resource["action"][0]["extension"].append({"url": "https://example.org/other", "valueBoolean": True})
    assert from_plan_definition(resource) == breast()


def test_the_last_day_of_a_code_is_kept_in_an_extension_of_the_coding() -> None:
    first = breast().milestones[0]
    old = replace(first, codes=(Code("A", "", date(2021, 4, 30)),))
    (coding,) = written(replace(breast(), milestones=(old,)))["action"][0]["code"][0]["coding"]
    assert coding["extension"] == [
        {"url": f"{BASE}norm-code", "extension": [{"url": "retiredOn", "valueDate": "2021-04-30"}]}
    ]


def test_a_clock_is_one_extension() -> None:
    clocks = [extension for extension in written(breast())["extension"] if extension["url"] == CLOCK.url]
    assert [clock["extension"][0] for clock in clocks] == [
        {"url": "id", "valueString": name} for name in ("OF1", "OF2", "OF3", "OF4")
    ]
