"""The two breast cancer norms: until 30 April 2021 and from 1 May 2021, released, read back and compared."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client

import normverk
from normverk.norm.content import NormContent, read_content
from normverk.norm.fhir.extensions import CLOCK, CODE, MILESTONE, PATHWAY, SOURCE
from normverk.norm.fhir.plan_definition import from_plan_definition
from normverk.publish import queries
from normverk.publish.models import Release
from normverk.publish.shown import compare_limits
from tests.publish.examples import publish_first, publish_second

pytestmark = pytest.mark.django_db

NORMS = Path(normverk.__file__).parent / "sim" / "norms"


def norm(number: int) -> NormContent:
    """One of the two norms."""
    return read_content(json.loads((NORMS / f"brystkreft-{number}.json").read_text()))


@pytest.fixture
def both(now: datetime) -> tuple[Release, Release]:
    """Both, published."""
    return (
        publish_first(now, product_slug="brystkreft", content=norm(1)),
        publish_second(now, product_slug="brystkreft", content=norm(2)),
    )


def test_both_are_read_back_and_one_takes_over_from_the_other(both: tuple[Release, Release]) -> None:
    loaded = queries.pathway_editions("brystkreft")
    assert [edition.definition for edition in loaded] == [norm(1).pathway, norm(2).pathway]
    assert [(edition.version, edition.definition.valid_from, edition.definition.valid_to) for edition in loaded] == [
        ("1.0.0", date(2015, 1, 1), date(2021, 4, 30)),
        ("2.0.0", date(2021, 5, 1), None),
    ]


def test_three_limits_became_five_days_longer() -> None:
    rows = compare_limits(norm(1).pathway, norm(2).pathway)
    changed = {(row.clock_id, row.branch.nb): (row.before, row.after) for row in rows if row.verdict != "same"}
    assert [
        (key[0], getattr(before, "nb", ""), getattr(after, "nb", "")) for key, (before, after) in changed.items()
    ] == [
        ("OF2", "7 kalenderdager", "12 kalenderdager"),
        ("OF4", "27 kalenderdager", "32 kalenderdager"),
        ("OF4", "24 kalenderdager", "29 kalenderdager"),
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "Endret: 5 kalenderdager lenger"),
        ("nn", "Endra: 5 kalenderdagar lenger"),
        ("en", "Changed: 5 calendar days longer"),
    ],
)
def test_the_comparison_says_it_in_every_language(
    client: Client, both: tuple[Release, Release], language: str, words: str
) -> None:
    address = "/products/brystkreft/compare/1.0.0/2.0.0/"
    html = client.get(address, headers={"accept-language": language}).content.decode()
    assert html.count(words) == 3


def test_the_package_holds_the_pathway_and_the_extensions_it_uses(both: tuple[Release, Release]) -> None:
    files = queries.decoded(both[1].digest).files
    plan = json.loads(files["package/PlanDefinition-brystkreft.json"])
    assert from_plan_definition(plan) == norm(2).pathway
    definitions = [json.loads(data) for name, data in files.items() if "/StructureDefinition-" in name]
    assert {d["url"] for d in definitions} == {part.url for part in (CLOCK, CODE, MILESTONE, PATHWAY, SOURCE)}
    for definition in definitions:
        ids = [element["id"] for element in definition["differential"]["element"]]
        assert len(ids) == len(set(ids))
        assert ids[0] == "Extension"


def test_the_manifest_library_and_the_provenance_name_every_part(both: tuple[Release, Release]) -> None:
    files = queries.decoded(both[1].digest).files
    library = json.loads(files["package/Library-manifest.json"])
    assert library["type"]["coding"][0]["code"] == "asset-collection"
    parts = {artifact["resource"].rsplit("/", 1)[-1] for artifact in library["relatedArtifact"]}
    assert "brystkreft|2.0.0" in parts
    assert len(parts) == 6
    provenance = json.loads(files["package/Provenance-governance.json"])
    assert [entity["what"]["identifier"]["value"] for entity in provenance["entity"]] == [
        "B-2026-001", "S-2026-001", "H-2026-001", "S-2026-001/4",
    ]  # fmt: skip
    assert provenance["recorded"] == "2026-02-27T00:00:00Z"
    guide = json.loads(files["package/ImplementationGuide-no.demo.normverk.brystkreft.json"])
    listed = {resource["reference"]["reference"] for resource in guide["definition"]["resource"]}
    assert {"PlanDefinition/brystkreft", "Library/manifest", "Provenance/governance"} <= listed
