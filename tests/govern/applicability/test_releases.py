"""What the catalogue knows of our own releases can be searched by: level, actor and target group, and follows changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from normverk.base.jobs.worker import run_due
from normverk.base.policy import operator
from normverk.govern.applicability.actions import end_row, record_row
from normverk.govern.applicability.kinds import actor_kinds
from normverk.govern.applicability.models import ApplicabilityRow, NormVersion
from normverk.norm.applicability import Level
from normverk.publish.search.document import documents
from normverk.publish.search.index import build
from normverk.publish.search.queries import index_path
from tests.govern.applicability.samples import DECIDER, OWNER, mandatory, plain, take_in
from tests.publish.examples import publish_first, publish_second

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(now: datetime, settings: Any, tmp_path: Any) -> datetime:
    """Two versions of a norm of ours, found; a day later than `now`."""
    settings.DATA = tmp_path
    publish_first(now)
    publish_second(now)
    index_path().parent.mkdir(parents=True, exist_ok=True)
    build(documents(), index_path(), now=now)
    run_due(now_fn=lambda: now)
    return now + timedelta(days=1)


def addresses(**asked: str) -> set[str]:
    answer = Client().get("/api/v1/search", asked)
    assert answer.status_code == 200
    return {
        hit["address"].rpartition("/releases/")[2] for hit in answer.json()["hits"] if "/releases/" in hit["address"]
    }


def catalogued(now: datetime) -> NormVersion:
    """The norm in the catalogue: recommended for general practice in its second version."""
    row = {"actor": "general-practice", "action": "use", "level": "recommended", "from": "2024-01-01"}
    take_in(plain(id="prove", product="prove", versions=[{"label": "2.0.0", "applies": [row]}]), now, actor=operator())
    run_due(now_fn=lambda: now)
    return NormVersion.objects.select_related("norm").get(norm_id="prove")


SECOND = "no.demo.normverk.prove/2.0.0/"


def test_a_release_is_found_by_the_level_and_actor_that_the_catalogue_has_for_its_version(published: datetime) -> None:
    assert addresses(q="prøvenorm", actor="general-practice") == set()
    catalogued(published)
    found = addresses(q="prøvenorm", actor="general-practice")
    assert SECOND in found
    assert all(address.startswith(SECOND) for address in found)
    assert addresses(q="prøvenorm", level="recommended") == found
    assert addresses(q="prøvenorm", target_group=actor_kinds()["general-practice"].name.nb) == found


def test_the_search_page_parts_releases_by_level_actor_and_target_group(published: datetime) -> None:
    version = catalogued(published)
    older = NormVersion.objects.create(norm=version.norm, label="1.0.0")
    row = mandatory(actor="hospital", level=Level.GUIDELINE, valid_to=date(2023, 12, 31), valid_from=date(2020, 1, 1))
    record_row(version=older, row=row, actor=OWNER, now=published)
    run_due(now_fn=lambda: published)
    page = Client().get("/search/", {"q": "prøvenorm"}).content.decode()
    kinds = actor_kinds()
    for facet, values in (
        ("level", ("recommended", "guideline")),
        ("actor", ("general-practice", "hospital")),
        ("target_group", (kinds["general-practice"].name.nb, kinds["hospital"].name.nb)),
    ):
        for value in values:
            assert f'name="{facet}" value="{value}"' in page
    narrowed = Client().get("/search/", {"q": "prøvenorm", "actor": "general-practice"}).content.decode()
    assert f'href="/releases/{SECOND}"' in narrowed
    assert "no.demo.normverk.prove/1.0.0/" not in narrowed


def test_a_change_of_applicability_is_found_at_once(published: datetime) -> None:
    version = catalogued(published)
    later = published + timedelta(days=1)
    row, _ = record_row(version=version, row=mandatory(actor="pharmacy", level=Level.GUIDELINE), actor=OWNER, now=later)
    run_due(now_fn=lambda: later)
    assert SECOND in addresses(q="prøvenorm", actor="pharmacy")
    assert SECOND in addresses(q="prøvenorm", level="recommended")
    end_row(row=row, last_day=later.date(), reason="Slutt.", legal_basis="", actor=DECIDER, now=later)
    held = ApplicabilityRow.objects.get(actor="general-practice")
    end_row(row=held, last_day=later.date(), reason="Slutt.", legal_basis="", actor=DECIDER, now=later)
    run_due(now_fn=lambda: later)
    assert SECOND in addresses(q="prøvenorm", level="recommended")  # ended rows are known still, with their last day
