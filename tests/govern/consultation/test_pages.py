"""The pages of hearings, walked as people and programs walk them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser

import pytest
from django.test import Client, RequestFactory

from normverk.base.events.queries import faults
from normverk.base.languages import say
from normverk.base.policy import Actor, Role
from normverk.govern.catalogue.models import Edition
from normverk.govern.consultation.actions import open_consultation, publish_response, treat_part, withhold_response
from normverk.govern.consultation.exports import CSV_COLUMNS, harmless
from normverk.govern.consultation.models import Consultation, Response
from normverk.govern.consultation.views.owner import Waivers, open_form
from normverk.norm.text import Text
from tests.govern.consultation.conftest import AFTER, CLOSES, DURING, OPENS, at, client_of, person, send
from tests.govern.consultation.test_answers import treat_all

pytestmark = pytest.mark.django_db

Clock = Callable[[datetime], None]
REF = "H-2026-001"
FORM = {"parts": "2", "name": "Kari Nordmann", "email": "kari@example.org", "comment": "Godt."}
PART = {"part-0-anchor": "work-up", "part-0-stance": "objects", "part-0-text": "For lang ventetid."}


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps what an anchor points at."""
        if tag == "a":
            self.found += [value or "" for name, value in attrs if name == "href"]


def walk(client: Client, begin: str) -> dict[str, str]:
    """Every page and file under the hearings that can be reached by links, with its text."""
    seen: dict[str, str] = {}
    waiting = [begin, f"/api/v1/consultations/{REF}/", f"/api/v1/consultations/{REF}/responses/"]
    while waiting:
        address = waiting.pop().split("#")[0]
        if address in seen or not address.startswith(("/consultations/", "/api/v1/consultations/")):
            continue
        response = client.get(address)
        assert response.status_code in {200, 302}, address
        seen[address] = response.content.decode()
        links = Links()
        links.feed(seen[address])
        waiting += links.found
    return seen


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_speak_the_readers_language(answer: Response, clock: Clock, language: str) -> None:
    client = client_of(None, language)
    clock(AFTER)
    form = {"nb": "bokmål", "nn": "nynorsk", "en": "English"}[language]
    others = {"bokmål", "nynorsk", "English"} - {form}
    for address, key in (
        ("/consultations/", "consultation.list.title"),
        (f"/consultations/{REF}/", "consultation.draft"),
        (f"/consultations/{REF}/respond/", "consultation.answer.send"),
        (f"/consultations/{REF}/responses/{REF}-001/", "consultation.field.on-behalf-of"),
        (f"/consultations/{REF}/outcome/", "consultation.outcome.not-yet"),
    ):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200
        assert f'lang="{language}"' in page
        assert say(key, language) in page
        for other in others:
            assert f"Testforløp {other}" not in page


def test_the_hearing_page_leads_from_every_place_to_its_answer(hearing: Consultation, clock: Clock) -> None:
    page = client_of(None).get(f"/consultations/{REF}/").content.decode()
    for anchor in ("referral", "work-up", "imaging", "clock-OF1"):
        assert f'href="/consultations/{REF}/respond/?anchor={anchor}"' in page
        assert f'id="at-{anchor}"' in page
    assert "14 kalenderdager" in page
    assert say("consultation.no-limit", "nb") in page
    assert say("consultation.days-left", "nb", days=82) in page


def test_the_place_followed_is_chosen_already(hearing: Consultation, clock: Clock) -> None:
    page = client_of(None).get(f"/consultations/{REF}/respond/?anchor=clock-OF1").content.decode()
    assert page.count('<option value="clock-OF1" selected>') == 1


def test_anybody_sends_an_answer_and_gets_a_receipt(hearing: Consultation, clock: Clock) -> None:
    client = client_of(None)
    sent = client.post(f"/consultations/{REF}/respond/", FORM | PART)
    receipt = f"/consultations/{REF}/responses/{REF}-001/"
    assert (sent.status_code, sent.headers["Location"]) == (302, receipt)
    page = client.get(receipt).content.decode()
    assert say("consultation.receipt.reference", "nb", ref=f"{REF}-001") in page
    assert "For lang ventetid." in page
    assert "kari@example.org" not in page
    assert [part.anchor for part in Response.objects.get().parts.all()] == ["", "work-up"]
    assert client_of(None).get(receipt).status_code == 302
    clock(AFTER)
    assert "For lang ventetid." in client_of(None).get(receipt).content.decode()
    assert list(faults()) == []


def test_more_parts_come_without_script_and_nothing_is_lost(hearing: Consultation, clock: Clock) -> None:
    response = client_of(None).post(f"/consultations/{REF}/respond/", FORM | PART | {"more": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="part-4-text"' in page
    assert "For lang ventetid." in page
    assert 'value="Kari Nordmann"' in page
    assert '<option value="work-up" selected>' in page
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "key", "values"),
    [
        ({"name": ""}, "consultation.form.required", {}),
        ({"email": "kari"}, "consultation.form.no-email", {}),
        ({"part-0-anchor": "elsewhere"}, "consultation.form.no-such-place", {}),
        ({"comment": "a\x07b"}, "consultation.form.unreadable", {"signs": "U+0007"}),
        ({"comment": "x" * 1_048_576}, "consultation.form.too-long", {"longest": 20000, "length": 1048576}),
        ({"comment": "", "part-0-text": ""}, "consultation.form.nothing-said", {}),
        ({"part-1-quotation": "sitat"}, "consultation.form.quotation-without-text", {}),
    ],
)
def test_an_error_says_how_to_mend_it_and_keeps_what_was_written(
    hearing: Consultation, clock: Clock, change: dict[str, str], key: str, values: dict[str, object]
) -> None:
    response = client_of(None).post(
        f"/consultations/{REF}/respond/", FORM | PART | {"organisation": "Foreningen"} | change
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert say(key, "nb", **values) in page
    assert 'value="Foreningen"' in page
    assert Response.objects.count() == 0


def test_an_answer_too_long_in_all_is_refused_with_the_rule_and_kept_in_the_form(
    hearing: Consultation, clock: Clock
) -> None:
    parts = {f"part-{number}-text": "x" * 19_000 for number in range(6)}
    response = client_of(None).post(f"/consultations/{REF}/respond/", FORM | {"parts": "6"} | parts)
    assert response.status_code == 422
    assert "response.size" in response.content.decode()
    assert response.content.decode().count("x" * 19_000) == 6


@pytest.mark.parametrize("parts", ["", "-1", "abc", "9999999999", "0"])
def test_a_tampered_count_of_parts_does_no_harm(hearing: Consultation, clock: Clock, parts: str) -> None:
    assert client_of(None).post(f"/consultations/{REF}/respond/", FORM | {"parts": parts}).status_code == 302


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "🩺\u202eשלום", "{{ 7*7 }}"]
)
def test_hostile_words_are_shown_as_words(hearing: Consultation, owner: Actor, clock: Clock, text: str) -> None:
    client = client_of(None)
    client.post(
        f"/consultations/{REF}/respond/",
        FORM | PART | {"name": text, "organisation": text, "part-0-text": text, "part-0-quotation": text},
    )
    clock(AFTER)
    treat_all(hearing, owner)
    client_of(owner).post(f"/consultations/{REF}/publish-outcome/")
    pages = walk(client_of(None), "/consultations/") | walk(client_of(owner), f"/consultations/{REF}/treat/")
    shown = [page for address, page in pages.items() if "api" not in address and not address.endswith(".csv")]
    assert not any("<script>alert" in page or "<img src=x" in page for page in shown)
    answers = client.get(f"/api/v1/consultations/{REF}/responses/").json()["responses"]
    assert (answers[0]["name"], answers[0]["parts"][1]["text"]) == (text, text)


def test_what_is_withheld_appears_nowhere_in_public(
    hearing: Consultation, owner: Actor, administrator: Actor, clock: Clock
) -> None:
    secret = "Hemmelig innhold 4711"
    withheld = send(hearing, text=secret)
    send(hearing, text="Åpent innhold")
    withhold_response(response=withheld, ground="Lov X § 1", actor=owner, now=DURING)
    for part in withheld.parts.all():
        treat_part(part=part, result="outside", answer=Text(nb=f"Om {secret}"), actor=owner, now=AFTER)
    clock(AFTER)
    for part in Response.objects.get(ref=f"{REF}-002").parts.all():
        client_of(owner).post(
            f"/consultations/{REF}/treat/{REF}-002/parts/{part.position}/",
            {f"part-{part.position}-result": "followed", f"part-{part.position}-answer": ""},
        )
    assert client_of(owner).post(f"/consultations/{REF}/publish-outcome/").status_code == 302
    for viewer in (None, person("ola", Role.RESPONDENT, administrator, DURING)):
        pages = walk(client_of(viewer), "/consultations/")
        assert len(pages) >= 8
        for address, page in pages.items():
            assert secret not in page, address
            assert "kari@example.org" not in page, address
        assert "Åpent innhold" in pages[f"/consultations/{REF}/outcome/"]
        assert pages[f"/consultations/{REF}/outcome/"].count("Lov X § 1") == 2
    response = client_of(None).get(f"/consultations/{REF}/responses/{withheld.ref}/")
    assert (response.status_code, secret in response.content.decode()) == (302, False)
    assert list(faults()) == []


def test_the_e_mail_address_is_seen_by_the_one_responsible_only(
    answer: Response, owner: Actor, stranger: Actor, clock: Clock
) -> None:
    treat = f"/consultations/{REF}/treat/{answer.ref}/"
    assert "kari@example.org" in client_of(owner).get(treat).content.decode()
    assert client_of(stranger).get(treat).status_code == 403
    assert client_of(None).get(treat).status_code == 302


def test_another_norm_owner_can_neither_manage_nor_treat(answer: Response, stranger: Actor, clock: Clock) -> None:
    client = client_of(stranger)
    base = f"/consultations/{REF}"
    for address in (f"{base}/manage/", f"{base}/treat/", f"{base}/treat/{answer.ref}/"):
        assert client.get(address).status_code == 403
    assert client.get(f"{base}/responses/{answer.ref}/").status_code == 403
    for address in (
        f"{base}/extend/",
        f"{base}/withdraw/",
        f"{base}/publish-outcome/",
        f"{base}/treat/{answer.ref}/publish/",
        f"{base}/treat/{answer.ref}/withhold/",
        f"{base}/treat/{answer.ref}/parts/1/",
    ):
        assert client.post(address, {"withhold-ground": "x", "withdraw-reason": "x"}).status_code == 403
    assert client.get(f"/consultations/new/{answer.consultation.edition_id}/").status_code == 403
    hearing = Consultation.objects.get()
    assert (hearing.withdrawn_at, hearing.closes, hearing.responses.get().moderated_at) == (None, CLOSES, None)


def test_the_owner_takes_a_hearing_from_opening_to_outcome(edition: Edition, owner: Actor, clock: Clock) -> None:
    clock(at(OPENS))
    client = client_of(owner)
    opening = f"/consultations/new/{edition.id}/"
    assert 'value="2026-06-02"' in client.get(opening).content.decode()
    short = {"kind": "hearing", "opens": "2026-03-02", "closes": "2026-04-06", "deviation_reason": "Haster."}
    refused = client.post(opening, short)
    assert (refused.status_code, "hearing.six-weeks" in refused.content.decode()) == (422, True)
    silent = client.post(opening, short | {"closes": "2026-05-01", "deviation_reason": ""})
    assert say("consultation.form.short-without-reason", "nb") in silent.content.decode()
    assert client.post(opening, short | {"closes": "2026-05-01"}).headers["Location"] == f"/consultations/{REF}/"
    page = client_of(None).get(f"/consultations/{REF}/").content.decode()
    assert "Haster." in page
    assert "hearing.three-months" in page
    clock(DURING)
    shorter = client.post(f"/consultations/{REF}/extend/", {"extend-closes": "2026-04-30", "extend-reason": "x"})
    assert (shorter.status_code, "hearing.extension-gives-time" in shorter.content.decode()) == (422, True)
    client.post(f"/consultations/{REF}/extend/", {"extend-closes": str(CLOSES), "extend-reason": "Mange ba om det."})
    assert "Mange ba om det." in client_of(None).get(f"/consultations/{REF}/").content.decode()
    client_of(None).post(f"/consultations/{REF}/respond/", FORM | PART)
    clock(AFTER)
    early = client.post(f"/consultations/{REF}/publish-outcome/")
    assert (early.status_code, "hearing.parts-treated" in early.content.decode()) == (422, True)
    treat = f"/consultations/{REF}/treat/{REF}-001/"
    unreasoned = client.post(f"{treat}parts/1/", {"part-1-result": "not-followed", "part-1-answer": ""})
    assert (unreasoned.status_code, "response.disposition-reasoned" in unreasoned.content.decode()) == (422, True)
    for position in ("1", "2"):
        client.post(
            f"{treat}parts/{position}/",
            {f"part-{position}-result": "partly", f"part-{position}-answer": "Vi retter <b>det</b>."},
        )
    client.post(f"{treat}publish/")
    assert client.post(f"/consultations/{REF}/publish-outcome/").headers["Location"] == f"/consultations/{REF}/outcome/"
    outcome = client_of(None).get(f"/consultations/{REF}/outcome/").content.decode()
    assert outcome.count("Vi retter &lt;b&gt;det&lt;/b&gt;.") == 2
    assert outcome.count(say("consultation.result.partly", "nb")) == 2
    assert list(faults()) == []


def test_the_form_of_a_case_with_a_waiver_opens_a_shorter_hearing(
    edition: Edition, owner: Actor, clock: Clock, rf: RequestFactory
) -> None:
    clock(at(OPENS))
    waivers = Waivers(frozenset({"hearing.six-weeks"}), "S-2026-001/W1", "Pasientsikkerheten haster.")
    request = rf.post("/", {"kind": "hearing", "opens": "2026-03-02", "closes": "2026-04-06"})
    request.actor = owner  # type: ignore[attr-defined]
    assert open_form(request, edition, waivers).status_code == 302
    hearing = Consultation.objects.get()
    assert (hearing.deviation_waiver, hearing.deviation_reason) == ("S-2026-001/W1", "Pasientsikkerheten haster.")


def test_a_withdrawn_hearing_says_why(hearing: Consultation, owner: Actor, clock: Clock) -> None:
    client_of(owner).post(f"/consultations/{REF}/withdraw/", {"withdraw-reason": "Bygde på feil tabell."})
    page = client_of(None).get(f"/consultations/{REF}/").content.decode()
    assert "Bygde på feil tabell." in page
    assert f"/consultations/{REF}/respond/" not in page
    respond = client_of(None).get(f"/consultations/{REF}/respond/").content.decode()
    assert say("consultation.no-answers-taken.withdrawn", "nb") in respond


def test_the_data_of_a_hearing_say_what_the_page_says(answer: Response, edition: Edition, clock: Clock) -> None:
    hearing = client_of(None).get(f"/api/v1/consultations/{REF}/").json()
    assert (hearing["status"], hearing["closes"], hearing["days"], hearing["edition"]) == (
        "open",
        "2026-06-02",
        92,
        "testforlop/1.0.0",
    )
    assert [place["anchor"] for place in hearing["places"]] == ["referral", "work-up", "imaging", "clock-OF1"]
    assert hearing["answers"] == {"received": 1, "published": 0, "withheld": 0}
    (row,) = client_of(None).get("/api/v1/consultations/").json()["consultations"]
    assert (row["ref"], row["status"]) == (REF, "open")


def test_answers_as_data_and_as_a_spreadsheet_are_the_same(answer: Response, owner: Actor, clock: Clock) -> None:
    publish_response(response=answer, actor=owner, now=DURING)
    client = client_of(None)
    (given,) = client.get(f"/api/v1/consultations/{REF}/responses/").json()["responses"]
    response = client.get(f"/consultations/{REF}/responses.csv")
    lines = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert tuple(lines[0]) == CSV_COLUMNS
    assert [(line["part"], line["anchor"], line["text"]) for line in lines] == [
        (part["ref"], part["anchor"], part["text"]) for part in given["parts"]
    ]
    assert set(given) == {
        "ref",
        "submitted_at",
        "late",
        "publicity",
        "name",
        "organisation",
        "on_behalf_of",
        "language",
        "parts",
    }


@pytest.mark.parametrize("cell", ["=1+1", "+47", "-1", "@SUM(A1)", "\tx"])
def test_a_spreadsheet_runs_no_formula_from_an_answer(cell: str) -> None:
    assert harmless(cell) == "'" + cell


def test_the_deadline_goes_into_a_calendar(hearing: Consultation, clock: Clock) -> None:
    response = client_of(None).get(f"/consultations/{REF}/deadline.ics")
    lines = response.content.decode().split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert "DTSTART;VALUE=DATE:20260602" in lines
    assert "DTEND;VALUE=DATE:20260603" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


@pytest.mark.parametrize(
    "address",
    [
        "/consultations/H-1999-001/",
        "/consultations/H-1999-001/respond/",
        "/consultations/H-1999-001/outcome/",
        "/consultations/H-1999-001/responses/H-1999-001-001/",
        f"/consultations/{REF}/responses/{REF}-999/",
        "/api/v1/consultations/H-1999-001/",
        "/api/v1/consultations/H-1999-001/responses/",
    ],
)
def test_what_does_not_exist_is_not_found(hearing: Consultation, address: str) -> None:
    assert client_of(None).get(address).status_code == 404


def test_a_waiver_is_shown_to_everybody(edition: Edition, owner: Actor, clock: Clock) -> None:
    open_consultation(
        edition=edition,
        opens=OPENS,
        closes=OPENS.replace(month=4, day=6),
        waived=frozenset({"hearing.six-weeks"}),
        waiver_ref="S-2026-001/1",
        deviation_reason="Pasientsikkerheten haster.",
        actor=owner,
        now=at(OPENS),
    )
    page = client_of(None).get(f"/consultations/{REF}/").content.decode()
    for words in ("hearing.six-weeks", "S-2026-001/1", "Pasientsikkerheten haster."):
        assert words in page
