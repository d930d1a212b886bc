"""The seven answers of the national content API go in and come out equal, but for the differences that are listed.

The list stands in docs/hapi-differences.md. A difference that is not on it fails, and so does one on it that no longer
occurs.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from normverk.base.policy import operator
from normverk.norm.blocks import words
from normverk.norm.html_in import read_html
from normverk.publish.library import queries
from normverk.publish.library.files import files_in
from normverk.publish.library.importing import import_files
from normverk.publish.library.infobit import target_of
from normverk.publish.library.models import ImportRun, NodeRevision
from tests.publish.library.examples import NOW

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared/data/hapi"
LIST = ROOT / "docs/hapi-differences.md"

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> ImportRun:
    """All samples, read in."""
    if not SAMPLES.is_dir():
        if os.environ.get("NORMVERK_MUST") == "1":
            pytest.fail("the samples of the content API are not beside the repository")
        pytest.skip("the samples of the content API are not beside the repository")
    return import_files(paths=files_in(SAMPLES), source="samples", actor=operator(), now=lambda: NOW)


def samples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each sample with its file's name."""
    for path in sorted(SAMPLES.glob("*.json")):
        yield path.name, json.loads(path.read_text(encoding="utf-8-sig"))


def answer(node_id: str) -> dict[str, Any]:
    """What our interface gives."""
    found: dict[str, Any] = json.loads(Client().get(f"/innhold/innhold/{node_id}").content)
    return found


def differences(was: Any, becomes: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place where two JSON values differ. Places in lists are counted together."""
    if isinstance(was, dict) and isinstance(becomes, dict):
        for key in dict.fromkeys([*was, *becomes]):
            yield from differences(was.get(key, ...), becomes.get(key, ...), f"{path}.{key}".lstrip("."))
    elif isinstance(was, list) and isinstance(becomes, list) and len(was) == len(becomes):
        for one, other in zip(was, becomes, strict=True):
            yield from differences(one, other, f"{path}[]")
    elif was != becomes:
        yield path, was, becomes


def reasons(path: str, was: Any, becomes: Any) -> set[str]:
    """The names of the differences at one place, as docs/hapi-differences.md has them."""
    if path == "normverk":
        return {"added"}
    if path == "links[].href":
        ours = f"{settings.ORIGIN}/innhold/innhold/{target_of({'href': was})}"
        return {"link-here"} if becomes == ours else {f"unknown: {was} {becomes}"}
    if not isinstance(was, str) or not isinstance(becomes, str) or "<" not in was:
        return {f"unknown: {path}"}
    return html_reasons(was, becomes)


STEPS = {
    "characters": lambda html: html.replace("&nbsp;", " ").replace("&quot;", '"').replace("&#x27;", "'"),
    "new-window": lambda html: html.replace(' target="_blank"', ""),
    "elements": lambda html: re.sub(r"<(/?)i>", r"<\1em>", html),
    "headings": lambda html: re.sub(r"<(/?)h4>", r"<\1h3>", html),
    "empty-elements": lambda html: re.sub(r"<(\w+)>\s*</\1>", "", html),
    "blanks": lambda html: re.sub(r"\s+", " ", re.sub(r"\s*(<[^>]*>)\s*", r"\1", html)).strip(),
}
"""What makes two texts of HTML equal, each step for one kind of difference."""


def html_reasons(was: str, becomes: str) -> set[str]:
    """Why a text is written otherwise: the steps without which the two would not be equal."""

    def equal(left_out: str) -> bool:
        one, other = was, becomes
        for name, step in STEPS.items():
            if name != left_out:
                one, other = step(one), step(other)
        return one == other

    return {name for name in STEPS if not equal(name)} if equal("") else {f"unknown: {was[:200]} {becomes[:200]}"}


def listed() -> dict[tuple[str, str], str]:
    """The list: file and place, with the names of the differences there."""
    rows = re.findall(r"^\| `([\w-]+\.json)` \| `([^`]+)` \| ([a-z, -]+) \|$", LIST.read_text(encoding="utf-8"), re.M)
    return {(name, path): kinds for name, path, kinds in rows}


def test_what_comes_out_is_what_went_in_but_for_the_list(run: ImportRun) -> None:
    assert run.counts == {"new": 7}
    met: dict[tuple[str, str], set[str]] = {}
    for name, sample in samples():
        for path, was, becomes in differences(sample, answer(sample["id"])):
            met.setdefault((name, path), set()).update(reasons(path, was, becomes))
    assert {place: ", ".join(sorted(kinds)) for place, kinds in met.items()} == listed()


def test_every_difference_has_its_reason_and_no_reason_is_left_over(run: ImportRun) -> None:
    explained = set(
        re.findall(r"^\| ([a-z-]+) \| [^`|]+ \|$", LIST.read_text(encoding="utf-8").split("## What is")[0], re.M)
    )
    assert explained - {"difference"} == {kind for kinds in listed().values() for kind in kinds.split(", ")}


def test_no_word_of_any_text_is_lost(run: ImportRun) -> None:
    for name, sample in samples():
        given = answer(sample["id"])
        for key in ("tekst", "praktisk", "rasjonale"):
            was = sample.get(key) or sample["data"].get(key) or ""
            becomes = given.get(key) or given["data"].get(key) or ""
            plain = re.sub(r"<[^>]*>", " ", was).replace("&nbsp;", " ").split()
            assert " ".join(words(read_html(becomes).blocks, "nb").split()) == " ".join(
                words(read_html(was).blocks, "nb").split()
            ), name
            assert "".join(words(read_html(becomes).blocks, "nb").split()) == "".join(plain), name


def test_what_comes_out_can_be_read_in_again_as_the_same(run: ImportRun, tmp_path: Path) -> None:
    for name, sample in samples():
        exported = {key: value for key, value in answer(sample["id"]).items() if key != "normverk"}
        for link in exported["links"]:
            link["href"] = next(one["href"] for one in sample["links"] if target_of(one) == target_of(link))
        (tmp_path / name).write_text(json.dumps(exported))
    before = {row.node_id: queries.infobit_of(row).section for row in NodeRevision.objects.all()}
    import_files(paths=files_in(tmp_path), source="again", actor=operator(), now=lambda: NOW)
    assert {row.node_id: queries.infobit_of(row).section for row in NodeRevision.objects.filter(current=True)} == before


def test_reading_the_samples_again_makes_no_revision(run: ImportRun) -> None:
    again = import_files(paths=files_in(SAMPLES), source="samples", actor=operator(), now=lambda: NOW)
    assert again.counts == {"unchanged": 7}
    assert NodeRevision.objects.count() == 7


def test_the_known_defects_of_the_source_are_all_in_the_report(run: ImportRun) -> None:
    counted = {kind: held["count"] for kind, held in run.defects.items()}
    assert counted == {
        "byte-order-mark": 7, "no-version": 7, "two-clocks": 6, "no-time-zone": 26, "empty-date": 2, "empty-field": 35,
        "no-strength": 2, "no-factors": 2, "shared-chapter": 5, "no-content": 1, "no-link-title": 7, "parent-is-root": 2,
        "product-in-product": 1, "unusual-pair": 1, "named-officials": 5, "api-link": 10, "no-break-space": 19, "tab": 52,
        "skipped-heading": 8, "stray-quote": 1, "empty-element": 3, "appearance": 3,
    }  # fmt: skip
