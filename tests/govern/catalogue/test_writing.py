"""Writing by forms alone: units, questions, references, preview, words that are kept, two writers, and a second person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.languages import say
from normverk.base.policy import Denied, Role
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft, submit_for_review
from normverk.govern.catalogue.keeping import KEPT_FOR, keep_words
from normverk.govern.catalogue.models import Edition, Review, ReviewComment, UnsavedWords
from normverk.govern.catalogue.reviewing import comment, conclude, resolve, review_of
from normverk.govern.catalogue.section_forms import unit_initial
from normverk.norm.blocks import Cell, Mark, Paragraph, Table
from normverk.norm.content import NormContent, Section, find_section
from normverk.norm.days import local_date
from normverk.norm.references import Reference
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import Coding, Outcome, Strength
from tests.conftest import actor_with
from tests.govern.catalogue.samples import draft_edition, pathway_content, same
from tests.govern.process.test_pages import well_made
from tests.govern.process.walking import DECIDER, OWNER, browser

pytestmark = pytest.mark.django_db
PAGE = "/editions/oppdiktet/1.0.0/"
HTMX = '<script src="/static/django_htmx/htmx-4.min.js" defer></script>'
TODAY = lambda: local_date(datetime.now(UTC))  # noqa: E731  (the pages take their own day)
SECOND = actor_with(Role.NORM_OWNER, id="00000000-0000-4000-8000-000000000009")
TABLE = Table(((Cell(same("Alder"), header=True),), (Cell(Text("5 mg"), (Mark("strong", 0, 1),)),)), same("Doser"))


@pytest.fixture
def edition(now: datetime) -> Edition:
    """A draft with a table and a link in it."""
    section = Section("dose", same("Dose"), (Paragraph(Text("Se her."), (Mark("link", 3, 6, href="#a"),)), TABLE))
    content = msgspec.structs.replace(pathway_content(), sections=(section, *pathway_content().sections))
    return draft_edition(now, owner=OWNER, content=content)


def content_of(edition: Edition) -> NormContent:
    """The content as it stands now."""
    return Edition.objects.get(pk=edition.pk).revision.read()


def section_of(edition: Edition, id: str = "dose") -> Section:
    """A section as it stands now."""
    section = find_section(content_of(edition), id)
    assert section is not None
    return section


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send of a form nobody has written in."""
    form = client.get(PAGE + address).context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in data.items() if value not in (None, False)} | {"change": "editorial"}


def save(edition: Edition, section: Section, now: datetime) -> None:
    """Somebody else saves another section in the place of one."""
    held = Edition.objects.get(pk=edition.pk)
    content = held.revision.read()
    sections = tuple(section if one.id == section.id else one for one in content.sections)
    save_draft(
        edition=held,
        content=msgspec.structs.replace(content, sections=sections),
        begun_from=held.revision_id,
        actor=OWNER,
        now=now,
    )


def test_editing_the_words_of_a_section_loses_no_table_and_no_mark(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, "edit/section/dose/")
    assert "| Alder |" in data["body_nb"]
    data["body_nb"] = data["body_nb"].replace("Se", "Les")
    assert client.post(PAGE + "edit/section/dose/", data).status_code == 302
    assert section_of(edition).blocks == (Paragraph(Text("Les her."), (Mark("link", 4, 7, href="#a"),)), TABLE)


def test_what_markdown_cannot_carry_stays_as_it_is(edition: Edition, now: datetime) -> None:
    merged = Table(((Cell(Text("a"), columns=2),), (Cell(Text("b")), Cell(Text("c")))))
    save(edition, msgspec.structs.replace(section_of(edition), blocks=(merged,)), now)
    client = browser(OWNER, now)
    page = client.get(PAGE + "edit/section/dose/").content.decode()
    assert say("catalogue.edit.untouched", "nb", label=say("catalogue.section.body", "nb")) in page
    data = form_of(client, "edit/section/dose/") | {"title_nb": "Doser"}
    assert client.post(PAGE + "edit/section/dose/", data).status_code == 302
    assert section_of(edition).blocks == (merged,)
    assert section_of(edition).title.nb == "Doser"


def test_sami_that_is_there_is_shown_and_kept(edition: Edition, now: datetime) -> None:
    section = msgspec.structs.replace(
        section_of(edition), title=Text("Dose", se="Dosa"), blocks=(Paragraph(Text("a", se="b")),)
    )
    save(edition, section, now)
    client = browser(OWNER, now)
    data = form_of(client, "edit/section/dose/")
    assert data["body_se"] == "b"
    assert client.post(PAGE + "edit/section/dose/", data | {"body_nb": "c"}).status_code == 302
    assert section_of(edition).blocks == (Paragraph(Text("c", se="b")),)
    assert section_of(edition).title.se == "Dosa"


def test_a_complaint_about_the_text_names_language_and_line(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, "edit/section/dose/") | {"body_nb": "Hei\n\n<b>du</b>"}
    refused = client.post(PAGE + "edit/section/dose/", data)
    assert refused.status_code == 422
    assert "Linje 3" in str(refused.context["form"].errors["body_nb"])


def test_each_save_asks_what_kind_of_change_it_is_and_sets_the_two_clocks(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, "edit/section/dose/") | {"title_nb": "Doser"}
    assert client.post(PAGE + "edit/section/dose/", data | {"change": ""}).status_code == 422
    assert client.post(PAGE + "edit/section/dose/", data | {"change": "professional"}).status_code == 422
    assert client.post(PAGE + "edit/section/dose/", data).status_code == 302
    assert (section_of(edition).edited_on, section_of(edition).revised_on) == (TODAY(), None)
    data = form_of(client, "edit/section/dose/") | {
        "title_nb": "Ny dose",
        "change": "professional",
        "reason": "Ny studie.",
    }
    assert client.post(PAGE + "edit/section/dose/", data).status_code == 302
    assert section_of(edition).revised_on == TODAY()
    assert Event.objects.filter(type="edition.saved").latest("seq").reason == "Ny studie."


def test_a_unit_is_written_with_strength_factors_codes_and_clocks(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, "edit/unit/dose/") | {
        "kind": "recommendation",
        "strength": "grade:strong",
        "evidence": "grade:low",
        "direction": "against",
        "obligation": "should",
        "benefits_harms_nb": "Mer **nytte**.",
        "rationale_nb": "Fordi.",
        "codes": "urn:oid:2.16.578.1.12.4.1.1.7110 | C50 | Brystkreft",
        "clocks": ["OF1"],
        "law": "https://lovdata.no/dokument/NL/lov/1999-07-02-63",
    }
    assert client.post(PAGE + "edit/unit/dose/", data).status_code == 302
    unit = section_of(edition).unit
    assert unit is not None
    assert unit.strength == Strength("grade", "strong", "low", "against")
    assert (unit.obligation, unit.clocks) == ("should", ("OF1",))
    assert unit.codes == (Coding("urn:oid:2.16.578.1.12.4.1.1.7110", "C50", "Brystkreft"),)
    assert unit.factors is not None
    assert unit.factors.benefits_harms == (Paragraph(Text("Mer nytte."), (Mark("strong", 4, 9),)),)
    again = form_of(client, "edit/unit/dose/")
    assert {name: again[name] for name in ("strength", "evidence", "codes")} == {
        name: unit_initial(section_of(edition))[name] for name in ("strength", "evidence", "codes")
    }
    assert client.post(PAGE + "edit/unit/dose/", again).status_code == 302
    assert section_of(edition).unit == unit


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("evidence", {"kind": "recommendation", "strength": "sign:A", "evidence": "grade:low"}),
        ("unusual", {"kind": "fee"}),
        ("kind", {"kind": "", "rationale_nb": "Fordi."}),
        ("codes", {"kind": "activity", "codes": "C50"}),
        ("law", {"kind": "activity", "law": "javascript:alert(1)"}),
        ("strength", {"kind": "activity", "strength": "grade:best"}),
    ],
)
def test_a_unit_that_does_not_hold_together_is_refused_at_its_field(
    edition: Edition, field: str, fields: dict[str, str], now: datetime
) -> None:
    client = browser(OWNER, now)
    refused = client.post(PAGE + "edit/unit/dose/", form_of(client, "edit/unit/dose/") | fields)
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    if field == "unusual":
        given = form_of(client, "edit/unit/dose/") | fields | {"unusual": "Refusjonen står her."}
        assert client.post(PAGE + "edit/unit/dose/", given).status_code == 302
        assert Event.objects.filter(type="edition.saved").latest("seq").reason == "Refusjonen står her."


def test_a_question_with_outcomes_is_written_changed_and_removed(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    assert client.get(PAGE + "edit/pico/dose/new/").status_code == 404
    kind = form_of(client, "edit/unit/dose/") | {"kind": "recommendation"}
    assert client.post(PAGE + "edit/unit/dose/", kind).status_code == 302
    page = client.get(PAGE + "edit/pico/dose/new/").content.decode()
    well_made(page.replace(HTMX, "", 1))
    data = form_of(client, "edit/pico/dose/new/") | {
        "population_nb": "Barn",
        "intervention_nb": "Tran",
        "outcome-1-title_nb": "Død",
        "outcome-1-importance": "9",
        "outcome-1-effect_nb": "Færre",
    }
    refused = client.post(PAGE + "edit/pico/dose/new/", data | {"outcome-2-effect_nb": "Uten navn"})
    assert refused.status_code == 422
    assert client.post(PAGE + "edit/pico/dose/new/", data).status_code == 302
    unit = section_of(edition).unit
    assert unit is not None
    (pico,) = unit.picos
    assert (pico.population.nb, pico.outcomes) == ("Barn", (Outcome(Text("Død"), 9, "", Text("Færre")),))
    again = form_of(client, f"edit/pico/dose/{pico.id}/") | {"remove": "on"}
    assert client.post(PAGE + f"edit/pico/dose/{pico.id}/", again).status_code == 422
    assert client.post(PAGE + f"edit/pico/dose/{pico.id}/", again | {"confirm": "on"}).status_code == 302
    unit = section_of(edition).unit
    assert unit is not None
    assert unit.picos == ()


def test_a_reference_is_written_by_its_parts_and_shown_as_apa_writes_it(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, "edit/reference/new/") | {
        "title": "Tran og barn",
        "authors": "Hansen, K.\nBerg, A.",
        "year": "2020",
        "doi": "https://doi.org/10.1000/182",
    }
    shown = client.post(PAGE + "edit/reference/new/", data | {"preview": "1"})
    assert shown.status_code == 200
    assert "Hansen, K., &amp; Berg, A." in shown.content.decode()
    assert content_of(edition).references == ()
    assert client.post(PAGE + "edit/reference/new/", data | {"doi": "182"}).status_code == 422
    assert client.post(PAGE + "edit/reference/new/", data | {"pmid": "x"}).status_code == 422
    assert client.post(PAGE + "edit/reference/new/", data).status_code == 302
    expected = Reference(
        "hansen-2020", "Tran og barn", "article", ("Hansen, K.", "Berg, A."), "2020", doi="10.1000/182"
    )
    assert content_of(edition).references == (expected,)


def test_a_preview_shows_every_language_and_saves_nothing(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    before = content_of(edition)
    data = form_of(client, "edit/section/dose/") | {
        "body_nb": "**Fet** <3",
        "body_nn": "Feit",
        "body_en": "",
        "preview": "1",
    }
    page = client.post(PAGE + "edit/section/dose/", data).content.decode()
    well_made(page.replace(HTMX, "", 1))
    assert '<p class="ds-paragraph"><strong>Fet</strong> &lt;3</p>' in page
    assert '<p class="ds-paragraph">Feit</p>' in page
    assert content_of(edition) == before


def test_findings_stand_beside_the_part_that_is_written(edition: Edition, now: datetime) -> None:
    section = msgspec.structs.replace(section_of(edition), blocks=(Paragraph(Text("Bare bokmål.")),))
    save(edition, section, now)
    client = browser(OWNER, now)
    beside = client.get(PAGE + "edit/section/dose/").context["beside"]
    assert beside
    assert all(finding.place.startswith("sections/dose") for finding in beside)


def test_a_language_left_behind_is_told_while_it_is_written(edition: Edition, now: datetime) -> None:
    """By what the edition has said: in the form as it is opened, and of words that are only looked at so far."""
    check = "languages-out-of-step"
    save(edition, msgspec.structs.replace(section_of(edition), blocks=(Paragraph(Text("Ti.", "Ti.", "Ten.")),)), now)
    client = browser(OWNER, now)
    page = PAGE + "edit/section/dose/"
    assert check not in {finding.check for finding in client.get(page).context["beside"]}
    written = form_of(client, "edit/section/dose/") | {"body_nb": "Elleve.", "preview": "1"}
    looked_at = [finding for finding in client.post(page, written).context["beside"] if finding.check == check]
    assert [(finding.place, finding.what.nb[:14]) for finding in looked_at] == [
        ("sections/dose", "Teksten på nn "),
        ("sections/dose", "Teksten på en "),
    ]
    save(
        edition, msgspec.structs.replace(section_of(edition), blocks=(Paragraph(Text("Elleve.", "Ti.", "Ten.")),)), now
    )
    assert check in {finding.check for finding in client.get(page).context["beside"]}


def test_words_are_kept_for_their_writer_alone_until_they_are_saved(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    before, events = content_of(edition), Event.objects.count()
    data = form_of(client, "edit/section/dose/") | {"body_nb": "Halv setn", "body_nn": "", "body_en": "", "keep": "1"}
    by_script = client.post(PAGE + "edit/section/dose/", data, headers={"HX-Request": "true"})
    assert by_script.status_code == 200
    assert "<html" not in by_script.content.decode()
    assert client.post(PAGE + "edit/section/dose/", data).status_code == 302
    assert (UnsavedWords.objects.count(), Event.objects.count()) == (1, events)
    assert content_of(edition) == before
    again = browser(OWNER, now)
    assert say("catalogue.kept.restore", "nb") in again.get(PAGE + "edit/section/dose/").content.decode()
    restored = again.get(PAGE + "edit/section/dose/?restore=1")
    assert "Halv setn" in restored.content.decode()
    assert "Halv setn" not in browser(None, now).get(PAGE).content.decode()
    assert browser(SECOND, now).get(PAGE + "edit/section/dose/?restore=1").status_code == 403
    saved = {name: value for name, value in data.items() if name != "keep"}
    assert again.post(PAGE + "edit/section/dose/", saved).status_code == 302
    assert UnsavedWords.objects.count() == 0


def test_kept_words_are_thrown_away_when_asked_or_too_much_or_forgotten(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    data = form_of(client, "edit/section/dose/")
    client.post(PAGE + "edit/section/dose/", data | {"keep": "1"})
    assert client.post(PAGE + "edit/section/dose/", {"discard": "1"}).status_code == 302
    assert UnsavedWords.objects.count() == 0
    assert not keep_words(edition=edition, place="head", fields={"a": ["x" * 400_001]}, actor=OWNER, now=now)
    assert keep_words(edition=edition, place="head", fields={"a": ["x"]}, actor=OWNER, now=now)
    later = now + KEPT_FOR + timedelta(days=1)
    assert keep_words(edition=edition, place="limits", fields={"a": ["y"]}, actor=OWNER, now=later)
    assert [words.place for words in UnsavedWords.objects.all()] == ["limits"]
    with pytest.raises(Denied):
        keep_words(edition=edition, place="head", fields={}, actor=SECOND, now=now)


def test_the_second_writer_sees_both_texts_merged_and_must_choose_only_in_conflict(
    edition: Edition, now: datetime
) -> None:
    section = msgspec.structs.replace(
        section_of(edition), blocks=(Paragraph(Text("Barn får 5 mg.")), Paragraph(Text("Slutt.")))
    )
    save(edition, section, now)
    client = browser(OWNER, now)
    mine = form_of(client, "edit/section/dose/")
    theirs = msgspec.structs.replace(section, blocks=(Paragraph(Text("Barn får 6 mg.")), Paragraph(Text("Slutt."))))
    save(edition, theirs, now)
    refused = client.post(PAGE + "edit/section/dose/", mine | {"body_nb": "Barn får 5 mg.\n\nSlutt, endelig."})
    assert refused.status_code == 409
    well_made(refused.content.decode().replace(HTMX, "", 1))
    assert refused.context["form"].data["body_nb"] == "Barn får 6 mg.\n\nSlutt, endelig."
    assert section_of(edition) == theirs
    (row,) = refused.context["conflicts"]
    assert (row.base, row.theirs) == ("Barn får 5 mg.\n\nSlutt.", "Barn får 6 mg.\n\nSlutt.")
    again = dict(refused.context["form"].data.items())
    assert client.post(PAGE + "edit/section/dose/", again).status_code == 302
    assert [block.text.nb for block in section_of(edition).blocks] == ["Barn får 6 mg.", "Slutt, endelig."]
    clash = client.post(PAGE + "edit/section/dose/", mine | {"body_nb": "Barn får 7 mg.\n\nSlutt."})
    assert clash.status_code == 409
    held = dict(clash.context["form"].data.items())
    assert "⟪6¦7⟫" in held["body_nb"]
    assert client.post(PAGE + "edit/section/dose/", held).status_code == 422
    settled = held | {"body_nb": held["body_nb"].replace("⟪6¦7⟫", "7")}
    assert client.post(PAGE + "edit/section/dose/", settled).status_code == 302
    assert list(faults()) == []


def test_what_was_written_in_a_section_that_somebody_removed_is_not_lost(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    mine = form_of(client, "edit/section/dose/") | {"body_nb": "Mine ord.", "body_nn": "", "body_en": "", "save": "1"}
    held = Edition.objects.get(pk=edition.pk)
    without = msgspec.structs.replace(held.revision.read(), sections=held.revision.read().sections[1:])
    save_draft(edition=held, content=without, begun_from=held.revision_id, actor=OWNER, now=now)
    gone = client.post(PAGE + "edit/section/dose/", mine)
    assert gone.status_code == 409
    assert gone.context["address"] == PAGE + "edit/section/new/"
    assert client.post(gone.context["address"], dict(gone.context["form"].data.items())).status_code == 302
    assert section_of(edition, "dose").blocks == (Paragraph(Text("Mine ord.")),)


def test_sections_are_moved_by_buttons_without_script(edition: Edition, now: datetime) -> None:
    client = browser(OWNER, now)
    before = Edition.objects.get(pk=edition.pk).revision_id
    move = {"begun_from": before, "section": "innledning", "step": "up"}
    assert client.post(PAGE + "order/", move).status_code == 302
    assert [section.id for section in content_of(edition).sections] == ["innledning", "dose"]
    assert client.post(PAGE + "order/", move).status_code == 422
    assert client.post(PAGE + "order/", move | {"step": "sideways"}).status_code == 404


def test_a_second_person_comments_and_sends_back_and_the_writer_answers(edition: Edition, now: datetime) -> None:
    with pytest.raises(Denied):
        comment(edition=edition, section="dose", text="Eget arbeid.", actor=OWNER, now=now)
    with pytest.raises(Broken):
        comment(edition=edition, section="dose", text=" ", actor=SECOND, now=now)
    submit_for_review(edition=edition, actor=OWNER, now=now)
    client = browser(SECOND, now)
    well_made(client.get(PAGE + "review/").content.decode())
    unknown = {"section": "dose", "text": "Hvilken dose?", "quote": "Står ikke her"}
    refused = client.post(PAGE + "review/", unknown)
    assert refused.status_code == 422
    assert "Disse ordene står ikke i delen" in refused.content.decode()
    assert client.post(PAGE + "review/", unknown | {"quote": "Se her"}).status_code == 302
    assert client.post(PAGE + "review/", {"section": "nowhere", "text": "x"}).status_code == 422
    assert client.post(PAGE + "review/conclude/", {"verdict": "back"}).status_code == 422
    back = {"verdict": "back", "reason": "Dosen mangler."}
    assert client.post(PAGE + "review/conclude/", back).status_code == 302
    edition.refresh_from_db()
    assert (edition.state, review_of(edition).verdict) == ("draft", "back")
    page = browser(OWNER, now).get(PAGE).content.decode()
    well_made(page)
    assert "Hvilken dose?" in page
    assert "«Se her»" in page
    assert "teksten er endret siden" not in page
    dose = msgspec.structs.replace(section_of(edition), blocks=(Paragraph(Text("Nytt.")),), title=same("Mengde"))
    save(edition, dose, now)
    later = browser(OWNER, now).get(PAGE).content.decode()
    well_made(later)
    assert "teksten er endret siden" in later
    assert "Sto som 1 «Dose» da merknaden ble skrevet." in later
    assert "Dosen mangler." in page
    assert "Hvilken dose?" not in browser(None, now).get(PAGE).content.decode()
    made = ReviewComment.objects.get()
    assert browser(SECOND, now).post(PAGE + f"review/{made.pk}/resolve/", {"answer": "Nei"}).status_code == 403
    assert browser(OWNER, now).post(PAGE + f"review/{made.pk}/resolve/", {"answer": "5 mg."}).status_code == 302
    assert review_of(edition).open_comments == ()
    assert list(faults()) == []


def test_a_verdict_counts_for_the_text_it_was_given_on(edition: Edition, now: datetime) -> None:
    conclude(edition=edition, verdict="ready", reason="", actor=DECIDER, now=now)
    assert review_of(Edition.objects.get(pk=edition.pk)).verdict == "ready"
    save(edition, msgspec.structs.replace(section_of(edition), title=same("Endret")), now)
    assert review_of(Edition.objects.get(pk=edition.pk)).verdict == ""
    assert Review.objects.count() == 1
    made = comment(edition=edition, section="", text="Hele.", actor=DECIDER, now=now)
    with pytest.raises(Broken):
        resolve(made=made, answer="", actor=OWNER, now=now)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["edit/unit/dose/", "edit/section/dose/", "edit/reference/new/", "edit/head/"])
def test_every_form_is_well_made_in_every_language(
    edition: Edition, address: str, language: str, now: datetime
) -> None:
    page = browser(OWNER, now, language).get(PAGE + address).content.decode()
    well_made(page.replace(HTMX, "", 1))
