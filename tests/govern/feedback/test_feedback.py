"""«Fant du det du lette etter?»: counted, kept for a year, read by owners, and made into needs."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.jobs.worker import run_due
from normverk.base.policy import Role, visitor
from normverk.base.rules import Broken
from normverk.govern.feedback.actions import KEPT, give_feedback, make_need
from normverk.govern.feedback.models import Feedback
from normverk.govern.feedback.queries import Tally, tallies
from normverk.govern.feedback.rules import MOST_AN_HOUR
from normverk.govern.process.models import Need
from tests.conftest import actor_with
from tests.govern.process.walking import OWNER, browser
from tests.publish.conftest import own_keys  # noqa: F401  (the fixture)
from tests.publish.examples import publish_first

pytestmark = pytest.mark.django_db
WORDS = "Jeg fant ikke hvem jeg skal ringe."


@pytest.fixture
def given(now: datetime) -> Feedback:
    """An answer with words."""
    publish_first(now)
    return answer(now, found=False, words=WORDS, section="om")


def answer(now: datetime, **more: object) -> Feedback:
    told = {"product": "prove", "version": "1.0.0", "found": True, "language": "nb", "actor": visitor(), "now": now}
    return give_feedback(**(told | more))  # type: ignore[arg-type]


def test_a_reader_answers_on_the_page_of_a_section_and_the_answer_is_counted(client: Client, now: datetime) -> None:
    publish_first(now)
    html = client.get("/products/prove/1.0.0/om/").content.decode()
    assert 'action="/feedback/prove/1.0.0/"' in html
    assert 'name="section" value="om"' in html
    sent = client.post("/feedback/prove/1.0.0/", {"found": "no", "section": "om", "words": WORDS})
    assert sent.status_code == 302
    assert client.get(sent.headers["Location"]).status_code == 200
    assert tallies() == (Tally("prove", "om", 0, 1),)
    assert list(faults()) == []


def test_what_is_not_there_is_not_answered_about(client: Client, now: datetime) -> None:
    publish_first(now)
    assert client.post("/feedback/prove/9.0.0/", {"found": "no"}).status_code == 404
    assert client.post("/feedback/prove/1.0.0/", {"found": "no", "section": "aldri"}).status_code == 404
    assert client.post("/feedback/prove/1.0.0/", {"found": "kanskje"}).status_code == 422
    assert Feedback.objects.count() == 0


def test_a_program_that_fills_in_the_trap_is_thanked_and_not_heard(client: Client, now: datetime) -> None:
    publish_first(now)
    sent = client.post("/feedback/prove/1.0.0/", {"found": "no", "website": "https://example.org"})
    assert (sent.status_code, Feedback.objects.count()) == (302, 0)


def test_the_words_are_not_in_the_log(given: Feedback) -> None:
    assert all(WORDS not in str(event.data) + str(event.rows) for event in Event.objects.all())


def test_the_words_are_forgotten_after_a_year_and_the_count_stays(given: Feedback, now: datetime) -> None:
    early, due = now + KEPT - timedelta(days=1), now + KEPT + timedelta(minutes=1)
    run_due(now_fn=lambda: early)
    given.refresh_from_db()
    assert given.words == WORDS
    run_due(now_fn=lambda: due)
    given.refresh_from_db()
    assert (given.words, given.forgotten_at is not None) == ("", True)
    assert tallies() == (Tally("prove", "om", 0, 1),)
    assert list(faults()) == []


def test_an_answer_becomes_one_need_however_often_it_is_asked(given: Feedback, now: datetime) -> None:
    owner = actor_with(Role.NORM_OWNER)
    told = {"title": "Hvem skal man ringe", "text": "Leserne finner ikke telefonnummeret.", "actor": owner, "now": now}
    need = make_need(given=given, **told)
    assert make_need(given=given, **told) == need
    given.refresh_from_db()
    assert (given.need, Need.objects.count()) == (need.ref, 1)
    assert list(faults()) == []


def test_the_form_for_the_need_is_filled_in_with_what_the_reader_wrote(given: Feedback, now: datetime) -> None:
    client = browser(OWNER, now)
    html = client.get(f"/feedback/needs/{given.pk}/").content.decode()
    assert WORDS in html
    assert WORDS in client.get("/feedback/").content.decode()
    assert Client().get("/feedback/").status_code != 200


def test_a_flood_is_refused_until_the_hour_is_over(now: datetime) -> None:
    for _ in range(MOST_AN_HOUR):
        answer(now)
    with pytest.raises(Broken) as refused:
        answer(now + timedelta(minutes=59))
    assert [finding.rule.id for finding in refused.value.findings] == ["feedback.no-flood"]
    answer(now + timedelta(minutes=59), product="annet")
    answer(now + timedelta(minutes=61))


def test_long_words_and_control_signs_are_refused(now: datetime) -> None:
    for words in ("x" * 1001, "a\u0000b"):
        with pytest.raises(Broken):
            answer(now, words=words)
    assert Feedback.objects.count() == 0
