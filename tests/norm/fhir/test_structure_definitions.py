"""The StructureDefinitions say what the writer writes: every extension in a resource obeys its own definition."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from normverk.norm.fhir.structure_definitions import structure_definitions
from normverk.norm.pathway import PathwayDefinition
from tests.norm.fhir.test_plan_definition import objects, written
from tests.norm.pathway_strategies import pathway_definitions

DEFINITIONS = {definition["url"]: definition for definition in structure_definitions()}


def test_there_is_one_for_each_extension() -> None:
    assert sorted(url.rsplit("/", 1)[1] for url in DEFINITIONS) == [
        "norm-clock",
        "norm-code",
        "norm-derivation",
        "norm-milestone",
        "norm-pathway",
        "norm-source",
    ]


def test_ids_and_paths_of_elements_agree() -> None:
    for definition in DEFINITIONS.values():
        elements = definition["differential"]["element"]
        ids = [element["id"] for element in elements]
        assert len(set(ids)) == len(ids)
        for element in elements:
            steps = element["id"].split(".")
            assert ".".join(step.split(":")[0] for step in steps) == element["path"]
            if "sliceName" in element:
                assert steps[-1] == f"extension:{element['sliceName']}"


def test_none_of_them_looks_as_if_an_authority_had_made_it() -> None:
    assert {definition["experimental"] for definition in DEFINITIONS.values()} == {True}
    assert {url.split("/")[2] for url in DEFINITIONS} == {"normverk.example"}


def problems(extension: dict[str, Any], rules: dict[str, dict[str, Any]], id: str = "Extension") -> list[str]:
    """What in an extension its definition does not allow."""
    found = [] if rules[f"{id}.url"]["fixedUri"] == extension["url"] else [f"{id}.url"]
    value = rules[f"{id}.value[x]"]
    if value.get("max") == "0":
        slices = {name: rule for name, rule in rules.items() if rule.get("sliceName") and name.rpartition(".")[0] == id}
        used = [inner["url"] for inner in extension["extension"]]
        for rule in slices.values():
            number = used.count(rule["sliceName"])
            if number < rule["min"] or (rule["max"] != "*" and number > int(rule["max"])):
                found.append(f"{rule['id']}: {number} times")
        if len(used) < rules[f"{id}.extension"]["min"]:
            found.append(f"{id}.extension: too few")
        for inner in extension["extension"]:
            name = f"{id}.extension:{inner['url']}"
            found += problems(inner, rules, name) if name in slices else [f"{name}: not defined"]
        return found
    type_name = value["type"][0]["code"]
    allowed = f"value{type_name[0].upper()}{type_name[1:]}"
    return found + [name for name in extension if name.lstrip("_") not in {"url", allowed}]


@given(pathway_definitions() | pathway_definitions(coherent=False))
def test_what_is_written_obeys_the_definitions(definition: PathwayDefinition) -> None:
    for path, one in objects(written(definition)):
        known = DEFINITIONS.get(one.get("url", ""))
        if known is not None:
            rules = {element["id"]: element for element in known["differential"]["element"]}
            assert problems(one, rules) == [], path
