"""The pages of needs and cases, walked as visitors, norm owners and decision makers walk them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from normverk.base.events.queries import faults
from normverk.base.languages import say
from normverk.base.policy import Actor, Grant, Role
from normverk.govern.process.models import Case, Decision, Need, Waiver
from tests.conftest import actor_with
from tests.govern.process.walking import (
    DECIDER,
    GOOD_INQUIRY,
    OWNER,
    WHY_WAIVED,
    Walk,
    a_need,
    assessed_need,
    at_hearing_phase,
    begin,
    browser,
    waive_six_weeks,
)

pytestmark = pytest.mark.django_db
STRANGER = actor_with(Role.NORM_OWNER, id="00000000-0000-4000-8000-000000000003")
CLINICIAN = actor_with(Role.CLINICIAN, id="00000000-0000-4000-8000-000000000004")
SIX_WEEKS = "Høringsfristen er ikke kortere enn seks uker."


class Page(HTMLParser):
    """What a page is made of, as far as a reader's machine needs it to be right."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps ids, labels, fields and headings."""
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "label":
            self.labelled.add(given.get("for") or "")
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}:
            self.fields.append(given.get("id") or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


def well_made(html: str) -> None:
    """One main heading, no level skipped, ids once, every field labelled, no script and no style in the page."""
    page = Page(html)
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.fields) <= page.labelled
    assert "<script" not in html
    assert "style=" not in html


def past(days: int = 400) -> datetime:
    """A moment long ago, so that what begins there is over when the pages look at it."""
    return datetime.now(UTC) - timedelta(days=days)


def whole_case() -> Walk:
    """A case with a waiver, a hearing, decisions and a return, at the gate of approval."""
    walk = at_hearing_phase(past())
    ref = waive_six_weeks(walk)
    return walk.hear(43, waiver=ref).submit()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_all_pages_speak_the_readers_language_and_are_well_made(language: str, now: datetime) -> None:
    walk = whole_case()
    assessed_need(past(1))
    owner, decider, nobody = (browser(actor, now, language) for actor in (OWNER, DECIDER, None))
    ref, need, edition = walk.case.ref, walk.case.need.ref, walk.case.edition
    other = Need.objects.exclude(pk=need).get().ref
    for client, name, arguments in (
        (nobody, "needs", ()),
        (nobody, "need-report", ()),
        (nobody, "need", (need,)),
        (owner, "need", (other,)),
        (owner, "need-assess", (other,)),
        (owner, "case-open", (other,)),
        (nobody, "cases", ()),
        (nobody, "case", (ref,)),
        (owner, "case", (ref,)),
        (owner, "case-inquiry", (ref,)),
        (decider, "case", (ref,)),
        (decider, "case-decide", (ref,)),
        (decider, "case-waive", (ref,)),
        (nobody, "edition", (edition.product.slug, edition.number)),
        (nobody, "front", ()),
    ):
        response = client.get(reverse(name, args=arguments))
        assert response.status_code == 200, name
        html = response.content.decode()
        assert f'<html lang="{language}"' in html
        well_made(html)


def test_the_page_of_a_case_shows_the_way_the_decisions_and_what_is_left(now: datetime) -> None:
    walk = at_hearing_phase(past())
    html = browser(None, now).get(reverse("case", args=(walk.case.ref,))).content.decode()
    assert [html.count(f'data-state="{state}"') for state in ("done", "current", "ahead")] == [3, 1, 2]
    assert html.count("nv-decision") == 3
    for key in ("hearing.needed", "edition.handed-in"):
        assert key in html
    assert say("process.case.responsible-role", "nb", owner="Demonstrasjonsdirektoratet") in html
    assert "Nordmann" not in html
    assert OWNER.id not in html


def test_a_short_hearing_is_refused_on_the_page_with_rule_text_and_paragraph_and_the_waiver_shows(
    now: datetime,
) -> None:
    walk = at_hearing_phase(past()).hear(35, waiver="x", waived=frozenset({"hearing.six-weeks"})).submit()
    decider = browser(DECIDER, now)
    address = reverse("case-decide", args=(walk.case.ref,))
    data = {"outcome": "on", "reason": "Ready.", "conditions": "", "to_phase": "", "waive_rule": "", "waive_reason": ""}
    refused = decider.post(address, data)
    html = refused.content.decode()
    assert refused.status_code == 422
    for words in (SIX_WEEKS, "S1, «Høring»", "hearing.six-weeks", "<dd>35</dd>", "Ready."):
        assert words in html
    short = decider.post(address, data | {"waive_rule": "hearing.six-weeks", "waive_reason": "Haster."})
    assert (short.status_code, Waiver.objects.count()) == (422, 0)
    done = decider.post(address, data | {"waive_rule": "hearing.six-weeks", "waive_reason": WHY_WAIVED})
    assert done.status_code == 302
    public = browser(None, now).get(reverse("case", args=(walk.case.ref,))).content.decode()
    assert WHY_WAIVED in public
    assert f"{walk.case.ref}/U1" in public
    assert SIX_WEEKS in public
    assert list(faults()) == []


def test_a_visitor_can_take_a_case_through_its_gate_with_forms_alone(now: datetime) -> None:
    nobody, owner, decider = (browser(actor, now) for actor in (None, OWNER, DECIDER))
    sent = nobody.post(
        reverse("need-report"),
        {
            "title": "Uklare grenser",
            "text": "Det er uklart hvilke grenser som gjelder for oss.",
            "source": "enterprise",
            "organisation": "Demosykehuset Midt",
            "reporter_name": "Kari Nordmann",
            "email": "kari@example.org",
        },
    )
    need = Need.objects.get()
    assert sent["Location"] == f"/needs/?received={need.ref}"
    assert "Uklare grenser" not in nobody.get("/needs/").content.decode()
    assert nobody.get(f"/needs/{need.ref}/").status_code == 302
    owner.post(
        reverse("need-assess", args=(need.ref,)),
        {"assessment": "inquire", "text": "Bør utredes.", "priority": "1", "merged_into": ""},
    )
    page = nobody.get(f"/needs/{need.ref}/").content.decode()
    assert "Uklare grenser" in page
    assert "Nordmann" not in page
    assert "kari@example.org" not in page
    owner.post(
        reverse("case-open", args=(need.ref,)),
        {
            "product": "",
            "slug": "ny-norm",
            "title_nb": "Ny norm",
            "title_nn": "Ny norm",
            "title_en": "New norm",
            "kind": "guide",
            "owner": "Demonstrasjonsdirektoratet",
        },
    )
    case = Case.objects.get()
    decide = reverse("case-decide", args=(case.ref,))
    assert decider.post(decide, {"outcome": "on", "reason": "Worth it."}).status_code == 302
    inquiry = {
        "version": "0",
        "level": "guide",
        "analysis": "minimum",
        "essential": "no",
        "planned_owner": "D",
        "involvement": "Alle.",
        "uptake": "Kurs.",
        **{f"answer_{number}": "Svar." for number in range(1, 7)},
        **{f"{name}_{lang}": "x" for name in ("purpose", "scope", "target_group") for lang in ("nb", "nn", "en")},
    }
    assert owner.post(reverse("case-inquiry", args=(case.ref,)), inquiry).status_code == 302
    assert decider.post(decide, {"outcome": "on", "reason": "Good.", "to_phase": ""}).status_code == 302
    case.refresh_from_db()
    assert case.phase == "utarbeide-utkast"
    assert list(faults()) == []


def test_an_outdated_inquiry_is_refused_and_what_was_written_is_kept(now: datetime) -> None:
    walk = begin(past()).on().inquire()
    owner = browser(OWNER, now)
    form = {"version": "0", "level": "guide", "analysis": "minimum", "essential": "no", "answer_1": "Mitt svar."}
    response = owner.post(reverse("case-inquiry", args=(walk.case.ref,)), form)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Mitt svar." in html
    assert say("process.inquiry.conflict", "nb") in html
    assert owner.post(reverse("case-inquiry", args=(walk.case.ref,)), form | {"version": "1"}).status_code == 302


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_change_after_the_hearing_can_be_judged(language: str, now: datetime) -> None:
    import msgspec

    from normverk.govern.catalogue.actions import save_draft
    from tests.govern.catalogue.samples import same

    walk = at_hearing_phase(past()).hear()
    address = reverse("case-change", args=(walk.case.ref,))
    owner = browser(OWNER, now, language)
    assert owner.get(address).status_code == 404
    edition = walk.case.edition
    changed = msgspec.structs.replace(edition.revision.read(), scope=same("Et annet sted."))
    save_draft(edition=edition, content=changed, begun_from=edition.revision_id, actor=OWNER, now=walk.now)
    well_made(owner.get(address).content.decode())
    assert say("process.case.change-needed", language) in owner.get(f"/cases/{walk.case.ref}/").content.decode()
    assert owner.post(address, {"material": "no", "reason": "Only a word."}).status_code == 302
    assert "Only a word." in browser(None, now).get(f"/cases/{walk.case.ref}/").content.decode()


ALLOWED = {
    "case-inquiry": {OWNER.id},
    "case-hearing": {OWNER.id},
    "case-decide": {DECIDER.id},
    "case-waive": {DECIDER.id},
}


@pytest.mark.parametrize("name", sorted(ALLOWED))
@pytest.mark.parametrize("actor", [None, OWNER, DECIDER, STRANGER, CLINICIAN], ids=lambda a: a.name if a else "visitor")
def test_only_those_of_the_case_do_its_work(name: str, actor: Actor | None, now: datetime) -> None:
    walk = begin(past())
    address = reverse(name, args=(walk.case.ref,))
    client = browser(actor, now)
    allowed = actor is not None and actor.id in ALLOWED[name]
    expected = 200 if allowed else (302 if actor is None else 403)
    assert client.get(address).status_code == expected
    if not allowed:
        assert client.post(address, {"outcome": "on", "reason": "x", "rule": "hearing.needed"}).status_code == expected
        assert Decision.objects.count() == Waiver.objects.count() == 0


def test_who_wrote_in_the_case_cannot_decide_in_it_on_the_page_either(now: datetime) -> None:
    walk = begin(past())
    both = Actor(OWNER.id, "Both", frozenset({Grant(Role.NORM_OWNER), Grant(Role.DECISION_MAKER)}))
    assert browser(both, now).get(reverse("case-decide", args=(walk.case.ref,))).status_code == 403


@pytest.mark.parametrize("name", ["need-assess", "case-open"])
def test_only_norm_owners_assess_needs_and_open_cases(name: str, now: datetime) -> None:
    need = a_need(past())
    for actor, status in ((None, 302), (CLINICIAN, 403), (DECIDER, 403), (STRANGER, 200)):
        assert browser(actor, now).get(reverse(name, args=(need.ref,))).status_code == status


def test_programs_read_needs_and_cases_and_never_who_reported(now: datetime) -> None:
    walk = whole_case()
    hidden = a_need(past(1))
    client = Client()
    needs = client.get("/api/v1/needs/").json()["needs"]
    assert [need["ref"] for need in needs] == [walk.case.need.ref]
    assert client.get(f"/api/v1/needs/{hidden.ref}/").status_code == 404
    assert client.get("/api/v1/cases/").json()["cases"][0]["ref"] == walk.case.ref
    whole = client.get(f"/api/v1/cases/{walk.case.ref}/").json()
    assert [phase["state"] for phase in whole["phases"]] == ["done", "done", "done", "current", "ahead", "ahead"]
    assert [decision["outcome"] for decision in whole["decisions"]] == ["on", "on", "on"]
    assert whole["gate"]["open"] is True
    assert [waiver["rule"] for waiver in whole["waivers"]] == ["hearing.six-weeks"]
    assert whole["hearings"] == [hearing.ref for hearing in walk.case.edition.consultations.all()]
    text = str(whole) + str(needs)
    assert not any(secret in text for secret in ("Nordmann", "ola@example.org", OWNER.id, DECIDER.id))


def test_an_answer_too_long_or_too_short_is_refused_in_the_form(now: datetime) -> None:
    client = browser(None, now)
    for data in ({"title": "x", "text": "y" * 30}, {"title": "A title", "text": "y" * 6000}):
        response = client.post(reverse("need-report"), data | {"source": "other"})
        assert response.status_code == 422
    assert Need.objects.count() == 0


def test_the_inquiry_that_was_saved_comes_back_in_the_form(now: datetime) -> None:
    walk = begin(past()).on().inquire()
    html = browser(OWNER, now).get(reverse("case-inquiry", args=(walk.case.ref,))).content.decode()
    for words in (*GOOD_INQUIRY.answers, GOOD_INQUIRY.involvement, GOOD_INQUIRY.uptake):
        assert words in html
