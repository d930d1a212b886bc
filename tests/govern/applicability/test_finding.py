"""The norms of the catalogue are found by search, and every change to one lets search read it again."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from normverk.base.jobs.models import Job
from normverk.base.languages import catalogue
from normverk.govern.applicability.actions import end_row, record_row
from normverk.govern.applicability.finding import UNDER, key_of, norm_documents
from normverk.govern.applicability.kinds import NORM_KINDS, actor_kinds
from normverk.norm.kinds import KINDS
from normverk.publish.search.answers import Asked
from normverk.publish.search.document import SOURCES
from normverk.publish.search.index import build
from normverk.publish.search.queries import search
from tests.govern.applicability.samples import DECIDER, OWNER, mandatory, plain, take_in, version_of

pytestmark = pytest.mark.django_db


def test_a_norm_is_one_document_with_all_that_is_known_now(now: datetime) -> None:
    row, _ = record_row(version=version_of(now), row=mandatory(valid_to=date(2027, 1, 1)), actor=OWNER, now=now)
    take_in(plain(id="annen", number="HIS 2:2024"), now)
    assert [one.key for one in norm_documents("")] == ["catalogued-norm/annen/", "catalogued-norm/epikrise/"]
    (found,) = norm_documents(key_of("epikrise"))
    assert (found.title.en, found.level, found.numbers) == ("Discharge summary", "mandatory", ("HIS 1:2024",))
    assert set(found.actors) == {"hospital", "general-practice"}
    assert (found.valid_from, found.valid_to) == (date(2024, 1, 1), None)
    assert found.address == "/applies/norms/epikrise/"
    assert list(norm_documents("release/")) == []
    end_row(row=row, last_day=date(2026, 12, 1), reason="Slutt.", legal_basis="§ 9", actor=DECIDER, now=now)
    assert next(iter(norm_documents(key_of("epikrise")))).level == "mandatory"


def test_a_change_asks_for_the_norm_to_be_read_again(now: datetime) -> None:
    record_row(version=version_of(now), row=mandatory(), actor=OWNER, now=now)
    asked = [job.payload["under"] for job in Job.objects.filter(kind="search.renew").order_by("pk")]
    assert asked == [UNDER, key_of("epikrise")]


@pytest.mark.parametrize("words", ["HIS 1:2024", "epikriser", "epikrise"])
def test_search_finds_the_number_and_the_title_inflected(now: datetime, tmp_path: Path, words: str) -> None:
    take_in(plain(), now)
    take_in(plain(id="annen", title="Henvisning", number="HIS 2:2024", versions=[]), now)
    assert norm_documents in SOURCES
    build(norm_documents(""), tmp_path / "index", now=now)
    found = search(Asked(words=words), today=now.date(), path=tmp_path / "index")
    assert [hit.address for hit in found.hits] == ["/applies/norms/epikrise/"]


def test_every_facet_value_has_its_words() -> None:
    words = catalogue()
    assert [kind for kind in NORM_KINDS if kind not in KINDS and f"search.kind.{kind}" not in words] == []
    for id, kind in actor_kinds().items():
        assert words[f"search.actor.{id}"] == kind.name
