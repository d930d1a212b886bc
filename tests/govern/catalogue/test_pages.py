"""The page of an edition, and writing a draft part by part with forms alone."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import pytest

from normverk.base.events.queries import faults
from normverk.base.languages import say
from normverk.base.policy import Role
from normverk.govern.catalogue.actions import begin_edition, move, save_draft
from normverk.govern.catalogue.models import EDITION_STATES, Edition
from normverk.govern.catalogue.parts import PARTS
from normverk.govern.catalogue.shown import in_words
from normverk.norm.content import NormContent
from normverk.norm.pathway import Limit
from tests.conftest import actor_with
from tests.govern.catalogue.samples import draft_edition, pathway_content, same
from tests.govern.process.test_pages import well_made
from tests.govern.process.walking import DECIDER, OWNER, browser

pytestmark = pytest.mark.django_db
STRANGER = actor_with(Role.NORM_OWNER, id="00000000-0000-4000-8000-000000000003")
ADMIN = actor_with(Role.ADMINISTRATOR, id="00000000-0000-4000-8000-000000000005")
PAGE = "/editions/oppdiktet/1.0.0/"
HTMX = '<script src="/static/django_htmx/htmx-4.min.js" defer></script>'


@pytest.fixture
def edition(now: datetime) -> Edition:
    """A draft that the norm owner may write in."""
    return draft_edition(now, owner=OWNER)


def content_of(edition: Edition) -> NormContent:
    """The edition's content as it stands now."""
    return Edition.objects.get(pk=edition.pk).revision.read()


def limit_of(content: NormContent, clock_id: str) -> Limit | None:
    """The limit of a clock without branches."""
    assert content.pathway is not None
    return content.pathway.clock(clock_id).branches[0].limit


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_shows_text_limits_findings_history_and_changes(
    edition: Edition, language: str, now: datetime
) -> None:
    for state, actor in (("review", OWNER), ("approved", DECIDER), ("published", ADMIN)):
        edition = move(edition=edition, to=state, actor=actor, now=now, reason=f"to {state}")
    newer = begin_edition(
        product=edition.product,
        number="2.0.0",
        content=pathway_content(limit=5, valid_from=date(2026, 9, 1)),
        responsible=OWNER.id,
        actor=OWNER,
        now=now,
    )
    client = browser(None, now, language)
    old = client.get(PAGE).content.decode()
    new = client.get(f"/editions/oppdiktet/{newer.number}/").content.decode()
    well_made(old)
    well_made(new)
    assert "to approved" in old
    assert say("catalogue.event.moved.published", language) in old
    assert say("catalogue.state.published", language) in old
    assert f"7 {say('catalogue.unit.calendar_days', language)}" in old
    assert say("catalogue.edition.changes", language, number="1.0.0") in new
    for part in ("<del>7</del>", "<ins>5</ins>"):
        assert part in new
    assert OWNER.id not in old


def test_every_state_part_and_kind_of_event_has_words() -> None:
    for state in EDITION_STATES:
        assert say(f"catalogue.state.{state}")
        assert say(f"catalogue.event.moved.{state}")
    for part in PARTS:
        assert say(f"catalogue.edit.{part}")


@pytest.mark.parametrize(
    "address",
    [
        *("edit/head/", "edit/validity/", "edit/limits/", "edit/pathway/", "edit/section/mer/", "edit/section/new/"),
        *("edit/unit/mer/", "edit/reference/new/"),
    ],
)
def test_every_form_is_well_made_and_saves_what_it_shows_unchanged(
    edition: Edition, address: str, now: datetime
) -> None:
    client = browser(OWNER, now)
    response = client.get(PAGE + address)
    well_made(response.content.decode().replace(HTMX, "", 1))
    if address.endswith("new/"):
        return
    form = response.context["form"]
    data = {
        name: "" if (value := form.get_initial_for_field(field, name)) is None else value
        for name, field in form.fields.items()
    }
    before = content_of(edition)
    data = {name: value for name, value in data.items() if value is not False} | {"change": "editorial"}
    assert client.post(PAGE + address, data).status_code == 302
    assert content_of(edition) == before


def test_a_limit_is_changed_by_its_form_alone(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    form = client.get(PAGE + "edit/limits/").context["form"]
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    no_source = client.post(PAGE + "edit/limits/", data | {"OF1..value": "9", "OF1..source": ""})
    assert no_source.status_code == 422
    assert say("catalogue.form.limit-needs-source", "nb") in no_source.content.decode()
    assert client.post(PAGE + "edit/limits/", data | {"OF1..value": "9", "reason": "Evidence."}).status_code == 302
    limits = [limit_of(content_of(edition), clock) for clock in ("OF1", "OF2", "OF4")]
    assert [limit.value if limit else None for limit in limits] == [9, 14, 21]
    page = client.get(PAGE).content.decode()
    assert "Evidence." in page
    assert "limits-add-up" in page
    assert list(faults()) == []


def test_an_emptied_limit_is_no_limit(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = {
        name: value
        for name, value in client.get(PAGE + "edit/limits/").context["form"].initial.items()
        if value is not None
    }
    assert client.post(PAGE + "edit/limits/", data | {"OF1..value": ""}).status_code == 302
    assert limit_of(content_of(edition), "OF1") is None


def test_a_conflict_shows_both_texts_loses_nothing_and_can_be_resolved(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = dict(client.get(PAGE + "edit/head/").context["form"].initial)
    other = msgspec.structs.replace(edition.revision.read(), purpose=same("Den andres formål."))
    newer = save_draft(edition=edition, content=other, begun_from=edition.revision_id, actor=OWNER, now=now)
    mine = data | {"purpose_nb": "Mitt formål.", "reason": "Mine."}
    refused = client.post(PAGE + "edit/head/", mine)
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Den andres formål." in html
    assert "Mitt formål." in html
    assert content_of(edition).purpose == same("Den andres formål.")
    again = mine | {"begun_from": refused.context["form"].data["begun_from"]}
    assert again["begun_from"] == newer.revision_id
    assert client.post(PAGE + "edit/head/", again).status_code == 302
    assert content_of(edition).purpose.nb == "Mitt formål."
    assert list(faults()) == []


def test_sections_are_added_changed_and_removed(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)

    def post(address: str, **fields: str) -> int:
        digest = Edition.objects.get(pk=edition.pk).revision_id
        return client.post(
            PAGE + address, {"begun_from": digest, "title_nb": "Ny del", "change": "editorial", **fields}
        ).status_code

    assert post("edit/section/new/", body_nb="Ett.\n\n- a\n- b", body_en="One.\n\n- a\n- b") == 302
    assert [section.id for section in content_of(edition).sections] == ["innledning", "ny-del"]
    assert post("edit/section/ny-del/", body_nb="Ett.\n\nTo.", body_en="One.") == 422
    assert post("edit/section/ny-del/", body_nb="Ett.") == 302
    assert len(content_of(edition).sections[1].blocks) == 1
    assert post("edit/section/ny-del/", remove="on") == 422
    assert post("edit/section/ny-del/", remove="on", confirm="on") == 302
    assert [section.id for section in content_of(edition).sections] == ["innledning"]


def test_the_last_day_lies_after_the_first(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = {"begun_from": edition.revision_id, "valid_from": "2026-09-01", "valid_to": "2026-08-31"}
    assert client.post(PAGE + "edit/validity/", data).status_code == 422
    assert client.post(PAGE + "edit/validity/", data | {"valid_to": ""}).status_code == 302
    edition.refresh_from_db()
    content = content_of(edition)
    assert content.pathway is not None
    assert edition.valid_from == content.pathway.valid_from == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("actor", "status"), [(None, 302), (STRANGER, 403), (DECIDER, 403), (ADMIN, 403), (OWNER, 200)]
)
def test_only_the_responsible_norm_owner_opens_the_forms(
    edition: Edition, actor: object, status: int, now: datetime
) -> None:
    client = browser(actor, now)  # type: ignore[arg-type]
    assert client.get(PAGE + "edit/head/").status_code == status
    assert client.post(PAGE + "submit/").status_code == (302 if actor in (None, OWNER) else 403)
    edition.refresh_from_db()
    assert edition.state == ("review" if actor is OWNER else "draft")


def test_a_draft_handed_in_cannot_be_written_in_by_its_form(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = dict(client.get(PAGE + "edit/head/").context["form"].initial)
    client.post(PAGE + "submit/")
    assert client.post(PAGE + "edit/head/", data).status_code == 422


@pytest.mark.parametrize(
    "address", ["/editions/oppdiktet/9.9.9/", PAGE + "edit/nonsense/", PAGE + "edit/section/nonsense/"]
)
def test_what_is_not_there_is_not_found(edition: Edition, address: str, now: datetime) -> None:
    assert browser(OWNER, now).get(address).status_code == 404


def test_values_are_said_in_words() -> None:
    assert in_words({"nb": "Hei", "nn": "Hei", "en": "Hi"}) == "Hei"
    assert in_words({"value": 7, "unit": "calendar_days", "source": {}}) == "7 kalenderdager"
    assert in_words(["a", "b"]) == "a; b"
    assert in_words([{"type": "paragraph", "text": {"nb": "Ny tekst"}}]) == "Ny tekst"
    assert in_words({"type": "list", "items": [{"nb": "én"}, {"nb": "to"}]}) == "én; to"
    assert in_words({"title": "Siden", "basis": "read", "note": "", "url": "https://a.no/x"}) == "Siden, https://a.no/x"
    assert in_words(None) == ""


def test_a_pathway_is_moved_in_as_a_whole_or_refused_with_the_place(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    form = client.get(PAGE + "edit/pathway/").context["form"]
    moved = form.initial["pathway"].replace('"value": 7', '"value": 6')
    wrong = client.post(PAGE + "edit/pathway/", form.initial | {"pathway": '{"id": 3}'})
    assert wrong.status_code == 422
    assert "$.id" in wrong.content.decode()
    assert client.post(PAGE + "edit/pathway/", form.initial | {"pathway": moved}).status_code == 302
    limit = limit_of(content_of(edition), "OF1")
    assert limit is not None
    assert limit.value == 6
