"""The real lists of the reference catalogue go in complete: 135 entries of 2016 and those of 2024, none lost, none invented.

The lists lie beside the repository; set NORMVERK_CATALOGUE to their folder when they lie elsewhere.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from normverk.base.events.queries import faults
from normverk.base.policy import operator
from normverk.govern.applicability import queries
from normverk.govern.applicability.actions import Imported, import_catalogue
from normverk.govern.applicability.importing.cleaning import clean, parts_of_title
from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm, NormVersion
from normverk.norm.applicability import Action
from normverk.sim.demonstration.catalogue import transcribed

FOLDER = Path(
    os.environ.get("NORMVERK_CATALOGUE", Path(__file__).resolve().parents[3] / "shared" / "data" / "referansekatalog")
)
OLD, NEW = FOLDER / "referansekatalogen-2016.json", FOLDER / "entries-2024.json"
if os.environ.get("NORMVERK_MUST") == "1":
    assert OLD.is_file(), f"{OLD.name} is not beside the repository"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not OLD.is_file(), reason="the reference catalogue's lists are not beside the repository"),
]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def take_in(path: Path) -> Imported:
    stated_on = date(2024, 12, 31) if path == NEW else None
    return import_catalogue(content=path.read_bytes(), name=path.name, actor=operator(), now=NOW, stated_on=stated_on)


def entries() -> list[dict[str, Any]]:
    """The 135 entries as they stand in the list."""
    told = json.loads(OLD.read_text(encoding="utf-8-sig"))
    return [entry for theme in told["temaer"] for sub in theme["undertema"] for entry in sub["standarder"]]


def test_each_of_the_135_entries_is_a_version_in_the_catalogue() -> None:
    done = take_in(OLD)
    assert len(entries()) == done.versions == done.rows == NormVersion.objects.count() == 135
    assert done.norms == 134  # two versions of one receipt
    held = [(row.norm.title_text.nb, row.label) for row in NormVersion.objects.select_related("norm")]
    told = [parts_of_title(clean(entry["tittel"])[0])[:2] for entry in entries()]
    assert sorted(held) == sorted(told)
    assert CataloguedNorm.objects.values("theme").distinct().count() == 14
    numbers = Counter(number for entry in entries() if (number := entry["utgiversDokumentId"]))
    kept = Counter(NormVersion.objects.exclude(number="").values_list("number", flat=True))
    assert numbers <= kept


def test_every_unseen_sign_is_taken_out_with_a_line_in_the_report() -> None:
    done = take_in(OLD)
    dirty = [entry for entry in entries() if clean(entry["tittel"])[1]]
    assert len(dirty) > 100
    assert sum("held" in complaint.what for complaint in done.complaints) == len(dirty)
    held = [norm.title_text.nb + norm.theme for norm in CataloguedNorm.objects.all()]
    assert [words for words in held if clean(words)[0] != words] == []


def test_whom_the_old_entries_bind_is_unknown_and_shown_as_unknown() -> None:
    take_in(OLD)
    asked = queries.ask(actor="hospital", action=Action.SEND, on=date(2016, 3, 1), known_on=NOW)
    assert len(asked) == 135
    assert {answer.standing for answer, _ in asked} == {"cannot-tell"}


def test_every_cell_of_the_matrix_of_2024_is_a_row() -> None:
    take_in(NEW)
    told = json.loads(NEW.read_text(encoding="utf-8-sig"))["poster"]
    sure, unsure, bare = 0, 0, 0
    for entry in told:
        for group in entry.get("gjelderFor", [{}]):
            cells = len(group.get("obligatorisk", [])) + len(group.get("anbefalt", []))
            unsure += cells if group.get("merknad") else 0
            sure += 0 if group.get("merknad") else cells
            bare += not cells
    rows = ApplicabilityRow.objects
    assert rows.exclude(level="").count() == sure
    assert rows.filter(level="").exclude(action="").count() == unsure == 2
    assert rows.filter(level="", action="").count() == bare == 2
    assert CataloguedNorm.objects.count() == len(told) == 6


def test_a_general_practitioner_must_receive_discharge_summaries_by_regulation() -> None:
    take_in(NEW)
    asked = queries.ask(actor="general-practice", action=Action.RECEIVE, on=date(2025, 1, 1), known_on=NOW)
    (answer,) = [answer for answer, _ in asked if answer.standing == "applies"]
    assert (answer.row.norm, answer.row.version, answer.row.level) == ("epikrise", "1.2", "mandatory")
    assert answer.row.legal_basis.endswith("§ 6 første ledd nr. 3")


def test_both_lists_go_in_together_and_twice_changes_nothing() -> None:
    take_in(OLD)
    take_in(NEW)
    assert (CataloguedNorm.objects.count(), ApplicabilityRow.objects.count()) == (137, 151)
    assert (take_in(OLD).changed, take_in(NEW).changed) == (False, False)
    assert list(faults()) == []


def test_our_own_transcription_holds_the_same_norms() -> None:
    take_in(OLD)
    take_in(NEW)
    own = {norm["id"] for name in ("reference-2016", "entries-2024") for norm in json.loads(transcribed(name))["norms"]}
    assert set(CataloguedNorm.objects.values_list("key", flat=True)) <= own
