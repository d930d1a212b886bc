"""Receiving what a trial gave at a site: whose, once, the newest, believed only when it adds up; and frozen as evidence."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import Settings

from normverk.base.events.queries import faults
from normverk.base.policy import Denied, Role, operator
from normverk.learn.actions import receive_histogram
from normverk.learn.whatif import queries
from normverk.learn.whatif.actions import (
    AnswerRefused,
    CannotTry,
    Draft,
    freeze_evidence,
    issue_trial,
    receive_answer,
)
from normverk.learn.whatif.answer import Answer, Unregistered, complaints, digest
from normverk.learn.whatif.evidence import content_of, read_content
from normverk.learn.whatif.models import Counts, Evidence, Trial, TrialAnswer
from normverk.norm.pathway import PathwayDefinition
from normverk.publish.actions import make_key
from tests.conftest import actor_with
from tests.learn.conftest import SITE, histogram, site_actor
from tests.learn.whatif.making import FIRST, LAST, NOW, VEST, answer_of, cell, in_force, with_limit

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/whatif/answers"
MOVES = [(VEST, "met", "met", 90), (VEST, "met", "late", 30), (VEST, "late", "late", 80)]
OWNER = actor_with(Role.NORM_OWNER, id="owner")
FACTS = {"responsible": "owner"}


def issue(definition: PathwayDefinition | None, first: str = FIRST, last: str = LAST) -> Trial:
    """A trial issued in a case of the owner's."""
    draft = Draft("S-2026-001", "brystkreft/3.0.0", "0" * 64, in_force().title, definition, demonstration=True)
    return issue_trial(draft=draft, first_month=first, last_month=last, case_facts=FACTS, actor=OWNER, now=NOW)


@pytest.fixture
def asked(norms: None) -> Trial:
    """A trial of a stricter limit."""
    return issue(with_limit("OF2", 10))


def answer(asked: Trial, moves: Any = None, **more: Any) -> Answer:
    """An answer to it."""
    return answer_of(queries.signed(asked), MOVES if moves is None else moves, **more)


def receive(given: Answer, *, key: str = "", site: str = SITE) -> str:
    """What becomes of it."""
    return receive_answer(answer=given, actor=site_actor(site), now=NOW, key=key).outcome


def post(token: str, body: Any, **headers: str) -> Any:
    """Answers as a program does."""
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    sent = {"Authorization": f"Bearer {token}", **headers}
    return Client().post(ADDRESS, content, content_type="application/json", headers=sent)


def test_a_trial_is_frozen_signed_and_held_against_the_norm_in_force(asked: Trial) -> None:
    signed = queries.signed(asked)
    assert (signed.against, signed.case) == ("no.demo.normverk.brystkreft#2.0.0", "S-2026-001")
    assert issue(with_limit("OF2", 10)).pk == asked.pk
    assert issue(with_limit("OF2", 9)).pk != asked.pk
    assert list(faults()) == []


def test_only_who_is_responsible_for_the_case_asks(norms: None) -> None:
    draft = Draft("S-1", "e", "0" * 64, in_force().title, in_force(), demonstration=True)
    for actor in (operator(), actor_with(Role.NORM_OWNER, id="somebody")):
        with pytest.raises(Denied):
            issue_trial(draft=draft, first_month=FIRST, last_month=LAST, case_facts=FACTS, actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("definition", "first", "last", "why"),
    [
        (None, FIRST, LAST, "no-pathway"),
        (msgspec.structs.replace(in_force(), milestones=()), FIRST, LAST, "faulty"),
        (in_force(), LAST, FIRST, "months"),
        (in_force(), FIRST, "2022-06", "months"),
    ],
    ids=["no pathway", "faulty", "turned around", "in the future"],
)
def test_what_cannot_be_tried_is_refused(
    definition: PathwayDefinition | None, first: str, last: str, why: str, norms: None
) -> None:
    with pytest.raises(CannotTry) as cannot:
        issue(definition, first, last)
    assert (cannot.value.why, Trial.objects.count()) == (why, 0)


def test_without_a_key_nothing_is_asked(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    with pytest.raises(CannotTry, match="no-key"):
        issue(in_force())
    make_key(actor=operator(), now=NOW)
    assert issue(in_force()).key_id


def test_the_newest_answer_takes_the_place_of_the_earlier_whose_counts_are_not_kept(asked: Trial) -> None:
    assert receive(answer(asked)) == "stored"
    later = answer(asked, [(VEST, "met", "met", 7)], as_of=date(2022, 5, 1))
    assert receive(later) == "stored"
    assert [row.digest for row in TrialAnswer.objects.all()] == [digest(later)]
    assert [row.pk for row in Counts.objects.all()] == [digest(later)]
    assert list(faults()) == []


def test_the_same_answer_twice_changes_nothing(asked: Trial) -> None:
    assert [receive(answer(asked)), receive(answer(asked, minute=9))] == ["stored", "unchanged"]


def test_an_answer_that_was_overtaken_does_not_bring_back_the_past(asked: Trial) -> None:
    older, newer = answer(asked, [(VEST, "met", "met", 7)]), answer(asked, minute=30)
    assert [receive(newer, key="b"), receive(older, key="a")] == ["stored", "older"]
    assert TrialAnswer.objects.get().digest == digest(newer)


def test_an_answer_sent_again_after_a_newer_one_has_no_effect(asked: Trial) -> None:
    first = answer(asked)
    found = [receive(first, key="a"), receive(answer(asked, [], minute=5), key="b"), receive(first, key="a")]
    assert found == ["stored", "stored", "older"]


def test_sites_add_up_and_who_has_not_answered_is_told(asked: Trial) -> None:
    for site in ("vest", "nord"):
        receive_histogram(histogram=histogram([], site=site), actor=site_actor(site), now=NOW)
    receive(answer(asked))
    assert queries.waiting_for(asked) == ("nord",)
    receive(answer(asked, site="nord"), site="nord")
    assert queries.waiting_for(asked) == ()
    line = next(one for one in queries.told_of(asked) if one.clock == "OF2").lines[0]
    assert (line.n, line.in_force.exact, line.draft.exact) == (400, 0.6, 0.44)  # 22.5 of 50 steps, to even


def test_nobody_answers_for_another_site(asked: Trial) -> None:
    with pytest.raises(Denied):
        receive(answer(asked), site="nord")


def bad(kind: str, asked: Trial) -> Answer:
    """An answer with one thing wrong with it."""
    good = answer(asked)
    moved = msgspec.structs.replace
    first = good.in_force[0]
    drafted = good.draft[0]
    changes: dict[str, dict[str, Any]] = {
        "unknown-trial": {"trial": "f" * 64},
        "in-the-future": {"as_of": date(2022, 6, 1)},
        "another-site": {"in_force": (moved(first, site="nord"), *good.in_force[1:])},
        "another-pathway": {"in_force": (moved(first, pathway="lungekreft"), *good.in_force[1:])},
        "outside-the-months": {
            "in_force": (moved(first, month="2014-01"), *good.in_force[1:]),
        },
        "not-in-the-draft": {"unregistered": (Unregistered("ZZ", VEST),)},
        "wrong-side": {"draft": (moved(drafted, release="no.demo.normverk.brystkreft#2.0.0"), *good.draft[1:])},
        "does-not-add-up": {"draft": (*good.draft, cell("draft", "met", 5, 3))},
    }
    return moved(good, **changes[kind])


@pytest.mark.parametrize(
    "kind",
    [
        "unknown-trial",
        "in-the-future",
        "another-site",
        "another-pathway",
        "outside-the-months",
        "not-in-the-draft",
        "wrong-side",
        "does-not-add-up",
    ],
)
def test_an_answer_that_cannot_be_right_is_refused_whole(kind: str, asked: Trial) -> None:
    with pytest.raises(AnswerRefused) as refused:
        receive(bad(kind, asked))
    assert kind in {one.kind for one in refused.value.complaints}
    assert (TrialAnswer.objects.count(), Counts.objects.count()) == (0, 0)


def test_a_branch_that_the_draft_does_not_have_is_refused(asked: Trial) -> None:
    good = answer(asked)
    drafted = (msgspec.structs.replace(good.draft[0], branch="trolldom"), *good.draft[1:])
    found = complaints(msgspec.structs.replace(good, draft=drafted), queries.signed(asked), NOW)
    assert [str(one) for one in found] == ["$.draft[0]: not-in-the-draft"]


def test_a_program_answers_over_http(asked: Trial, token: str) -> None:
    got = post(token, answer(asked), **{"Idempotency-Key": "1"})
    assert (got.status_code, got.json()["outcome"], got.json()["digest"]) == (200, "stored", digest(answer(asked)))
    assert post(token, answer(asked)).json()["outcome"] == "unchanged"
    assert post("wrong", answer(asked)).status_code == 401
    assert Client().post(ADDRESS, b"{}", content_type="application/json").status_code == 401
    assert post(token, b" " * (5 * 1024 * 1024 + 1)).status_code == 413


def test_a_refusal_is_listed_for_the_sender_in_the_log_and_on_the_page_and_repeats_nothing(
    asked: Trial, token: str
) -> None:
    got = post(token, bad("does-not-add-up", asked))
    assert (got.status_code, got["Content-Type"]) == (422, "application/problem+json")
    listed = got.json()["complaints"]
    assert listed == ["$.moves (would, OF2, 310000019, 2021-06, met): does-not-add-up"]
    page = Client().get(f"/whatif/{asked.digest}/").content.decode()
    assert listed[0].replace("'", "&#x27;") in page
    plain = json.loads(msgspec.json.encode(answer(asked)))
    plain["moves"][0]["organisation"] = "17107012345"
    got = post(token, plain)
    assert (got.status_code, got.json()["complaints"]) == (422, ["$.moves[0].organisation: wrong-shape"])
    assert "17107012345" not in got.content.decode()
    assert TrialAnswer.objects.count() == 0
    assert list(faults()) == []


@pytest.mark.parametrize("body", [b"nonsense", b"[" * 100_000, b'{"site": "\xff"}', b"{}"])
def test_what_cannot_be_read_is_a_problem(asked: Trial, token: str, body: bytes) -> None:
    assert post(token, body).status_code == 422


def test_evidence_is_what_was_told_frozen_and_later_answers_do_not_change_it(asked: Trial) -> None:
    with pytest.raises(CannotTry, match="nothing"):
        freeze_evidence(trial=asked, actor=OWNER, now=NOW)
    receive(answer(asked))
    held = freeze_evidence(trial=asked, actor=OWNER, now=NOW)
    assert freeze_evidence(trial=asked, actor=OWNER, now=datetime(2022, 6, 1, tzinfo=UTC)).pk == held.pk
    assert read_content(held.content) == content_of(asked)
    receive(answer(asked, [(VEST, "met", "met", 70)], minute=50))
    assert read_content(Evidence.objects.get().content) == read_content(held.content) != content_of(asked)
    got = Client().get(f"/whatif/evidence/{held.digest}/")
    assert got.status_code == 200
    assert held.digest in got.content.decode()
    assert Client().get(f"/whatif/evidence/{held.digest}/figures.json").content.decode() == held.content


def test_the_database_itself_refuses_to_change_evidence(asked: Trial) -> None:
    receive(answer(asked))
    freeze_evidence(trial=asked, actor=OWNER, now=NOW)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Evidence.objects.update(content="{}")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Evidence.objects.all().delete()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Trial.objects.update(case="S-2026-002")


def test_counts_changed_behind_the_log_are_found(asked: Trial) -> None:
    receive(answer(asked))
    given = msgspec.json.encode(answer(asked, [(VEST, "met", "met", 3)])).decode()
    Counts.objects.update(content=given)
    assert [fault.kind for fault in queries.trial_faults()] == ["counts-changed"]


def test_files_say_what_the_page_says(asked: Trial) -> None:
    receive(answer(asked))
    client = Client()
    rows = [row.split(",") for row in client.get(f"/whatif/{asked.digest}/figures.csv").content.decode().splitlines()]
    head, values = rows[0], next(row for row in rows if row[:2] == ["OF2", VEST])
    plain = dict(zip(head, values, strict=True))
    assert (plain["counted"], plain["in_force_low"], plain["draft_low"], plain["change"]) == (
        "200", "0.6000", "0.4500", "told",
    )  # fmt: skip
    data = client.get(f"/api/v1/whatif/{asked.digest}/figures/").json()
    figure = next(one for one in data["figures"] if (one["clock"], one["organisation"]) == ("OF2", VEST))
    assert (figure["counted"], figure["in_force"]["low"], figure["draft"]["low"]) == (200, 0.6, 0.45)
    page = client.get(f"/whatif/{asked.digest}/").content.decode()
    for words in ("ca. 60 %", "ca. 45 %", "minst 200", "−15"):
        assert words in page
    signed = client.get(f"/api/v1/whatif/{asked.digest}/")
    assert signed.content.decode() == asked.file
    for kept in ("does-not-exist", "f" * 64):
        assert client.get(f"/whatif/{kept}/").status_code == 404


def test_no_exact_count_leaves_the_hub(asked: Trial) -> None:
    """Odd numbers are chosen that round to others; none of them is in any answer of the hub."""
    receive(answer(asked, [(VEST, "met", "met", 1234), (VEST, "met", "late", 2345), (VEST, "late", "late", 3457)]))
    client = Client()
    for address in (f"/whatif/{asked.digest}/", f"/whatif/{asked.digest}/figures.csv",
                    f"/api/v1/whatif/{asked.digest}/figures/"):  # fmt: skip
        text = client.get(address).content.decode()
        for exact in (1234, 2345, 3457, 1234 + 2345, 1234 + 2345 + 3457, 2345 + 3457):
            assert str(exact) not in text.replace(asked.digest, "").replace(VEST, "")
