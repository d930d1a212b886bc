"""Reading a norm: stable addresses, the way to what is in force, history, origins, languages, paper."""

from __future__ import annotations

import itertools
import re
from datetime import date, datetime

import msgspec
import pytest
from django.test import Client

from normverk.base.languages import say
from normverk.norm.blocks import Paragraph
from normverk.norm.content import NormContent, Origin, Section, find_section
from normverk.norm.forms import norwegian_share, written_forms
from normverk.norm.text import Text
from normverk.norm.units import EVIDENCE, GRADES, Strength, Unit
from normverk.publish import queries
from normverk.publish.actions import withdraw_release
from normverk.publish.models import Release
from normverk.publish.reading.editions import current_for
from normverk.publish.reading.history import history
from normverk.publish.reading.languages import side_by_side
from normverk.publish.reading.origins import address, home_of
from normverk.publish.reading.shown import grades
from tests.conftest import actor_with
from tests.publish.examples import content, publish_first, publish_second, text
from tests.publish.test_pages import page

pytestmark = pytest.mark.django_db

FIRST = "/products/prove/1.0.0/"
SECOND = "/products/prove/2.0.0/"
PAGES = (
    FIRST, SECOND, f"{FIRST}om/", f"{SECOND}om/?view=print", f"{FIRST}bare-her/", "/written-forms/",
    "/products/prove/languages/1.0.0/nb/en/",
)  # fmt: skip


def with_sections(norm: NormContent, *more: Section) -> NormContent:
    return msgspec.structs.replace(norm, sections=(*norm.sections, *more))


ONLY_FIRST = Section("bare-her", text("Bare her"), (Paragraph(text("Dette står bare i den første.")),))


@pytest.fixture
def both(now: datetime) -> tuple[Release, Release]:
    """Two versions, the second in force; a section of the first is gone in it."""
    return publish_first(now, content=with_sections(content(), ONLY_FIRST)), publish_second(now)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("where", PAGES)
def test_every_page_is_well_made_in_every_language(
    client: Client, both: tuple[Release, Release], where: str, language: str
) -> None:
    html = page(client, where, language)
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert html.count("<table") == html.count("<caption>")
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for wanted in re.findall(r'aria-labelledby="([^"]+)"', html):
        assert wanted in ids
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels)), levels


def test_an_address_without_version_leads_to_what_is_in_force(client: Client, both: tuple[Release, Release]) -> None:
    assert client.get("/products/prove/current/").headers["Location"] == SECOND
    assert client.get("/products/prove/current/om/").headers["Location"] == f"{SECOND}om/"


def test_a_section_that_is_gone_leads_to_where_it_last_stood(client: Client, both: tuple[Release, Release]) -> None:
    assert client.get("/products/prove/current/bare-her/").headers["Location"] == f"{FIRST}bare-her/"
    assert client.get(f"{SECOND}bare-her/").status_code == 404
    assert client.get("/products/prove/current/aldri/").status_code == 404
    assert client.get("/products/prove/9.0.0/").status_code == 404


def test_an_old_section_shows_the_way_to_itself_in_the_version_in_force(
    client: Client, both: tuple[Release, Release]
) -> None:
    html = page(client, f"{FIRST}om/")
    assert f'href="{SECOND}om/"' in html
    assert "Denne versjonen er erstattet" in html
    assert "Denne versjonen er erstattet" not in page(client, f"{SECOND}om/")


def test_an_old_section_that_is_gone_says_since_when(client: Client, both: tuple[Release, Release]) -> None:
    first, second = both
    found = current_for([second, first], first, "bare-her", date(2024, 1, 1))
    assert found is not None
    assert (found.section, found.gone_in) == (None, second)
    assert "Det er borte siden versjon 2.0.0, fra 1. mai 2021" in page(client, f"{FIRST}bare-her/")


def test_a_withdrawn_version_leads_to_the_one_that_counts(
    client: Client, both: tuple[Release, Release], now: datetime
) -> None:
    from normverk.base.policy import Role

    administrator = actor_with(Role.ADMINISTRATOR)
    withdraw_release(release=both[1], reason=text("En feil"), actor=administrator, now=now)
    html = page(client, f"{SECOND}om/")
    assert "En feil" in html
    assert f'href="{FIRST}om/"' in html
    assert client.get("/products/prove/current/").headers["Location"] == FIRST


def test_the_history_names_the_versions_that_changed_a_section_with_the_reason(both: tuple[Release, Release]) -> None:
    first, second = both
    steps = history([second, first], "om")
    assert [(step.release, step.note.nb, [change.path for change in step.changes]) for step in steps] == [
        (second, "Om 2.0.0", ["sections/om/blocks"]),
        (first, "Om 1.0.0", []),
    ]
    gone = history([second, first], "bare-her")
    assert [(step.release, [change.kind for change in step.changes]) for step in gone] == [
        (second, ["removed"]),
        (first, []),
    ]


def test_a_section_taken_over_is_out_of_step_when_it_changed_at_home(both: tuple[Release, Release]) -> None:
    _first, second = both
    old, new = (find_section(queries.decoded(row.digest).content, "om") for row in both)
    assert old is not None
    assert new is not None
    day = date(2024, 1, 1)
    taken_early = msgspec.structs.replace(old, origin=Origin("prove", "om", address(old)))
    taken_now = msgspec.structs.replace(new, origin=Origin("prove", "om", address(new)))
    homes = [home_of(section, day) for section in (taken_early, taken_now, old)]
    assert [home and home.state for home in homes] == ["changed", "same", None]
    gone = home_of(msgspec.structs.replace(old, origin=Origin("prove", "bare-her", address(old))), day)
    assert gone is not None
    assert (gone.state, gone.release) == ("gone", second)
    away = home_of(msgspec.structs.replace(old, origin=Origin("annet", "om", address(old))), day)
    assert away is not None
    assert (away.state, away.release) == ("elsewhere", None)


def test_a_language_that_is_older_than_the_norwegian_is_shown_with_both_days(client: Client, now: datetime) -> None:
    for publish, words in ((publish_first, "Ti dager"), (publish_second, "Elleve dager")):
        said = Section("frist", text("Frist"), (Paragraph(Text(words, "Ti dagar", "Ten days")),))
        publish(now, content=with_sections(content(), said))
    html = page(client, "/products/prove/languages/2.0.0/nb/nn/")
    assert "eldre enn bokmål" in html
    assert re.search(r"Sist endret på nynorsk: [^<]+\d\. På bokmål: ", html, re.IGNORECASE)
    assert "eldre enn bokmål" not in page(client, "/products/prove/languages/1.0.0/nb/nn/")
    assert "older than the Norwegian" in page(client, "/products/prove/languages/2.0.0/nb/en/", "en")
    assert "older than the Norwegian" not in page(client, "/products/prove/languages/2.0.0/nn/en/", "en")


def test_what_is_missing_in_one_of_two_languages_is_shown(client: Client, now: datetime) -> None:
    lacking = Section("nytt", Text("Nytt", "Nytt", ""), (Paragraph(Text("Bare bokmål")),))
    publish_first(now, content=with_sections(content(), lacking))
    html = page(client, "/products/prove/languages/1.0.0/nb/nn/")
    assert "ute av takt" in html
    assert "Bare bokmål" in html
    places = side_by_side(with_sections(content(), lacking), "nb", "nn")
    assert [(place.section and place.section.id, place.missing) for place in places] == [
        (None, 0),
        ("om", 0),
        ("nytt", 1),
    ]
    assert client.get("/products/prove/languages/1.0.0/nb/nb/").status_code == 404
    assert client.get("/products/prove/languages/1.0.0/nb/tlh/").status_code == 404


def test_each_written_form_is_counted_in_words_and_texts() -> None:
    said = Section("a", Text("en to", "ein to tre"), (Paragraph(Text("fire")),))
    norm = msgspec.structs.replace(
        content(), title=Text(""), purpose=Text(""), scope=Text(""), target_group=Text(""), sections=(said,)
    )
    counted = {form.language: (form.words, form.texts, form.of_texts, form.percent) for form in written_forms(norm)}
    assert counted == {"nb": (3, 2, 2, 100), "nn": (3, 1, 2, 50)}


@pytest.mark.parametrize(
    ("nb", "nn", "within"), [(75, 25, True), (76, 24, False), (1, 1, True), (0, 5, False), (4, 0, False)]
)
def test_a_quarter_of_each_norwegian_form_is_asked_for(nb: int, nn: int, within: bool) -> None:
    share = norwegian_share({"nb": nb, "nn": nn, "en": 1000})
    assert share is not None
    assert share.within is within
    assert norwegian_share({"en": 3}) is None


def test_every_grade_of_every_scheme_is_said_with_its_scheme_in_every_language() -> None:
    for scheme, known in GRADES.items():
        for grade in known:
            for evidence in EVIDENCE[scheme]:
                for direction in ("for", "against"):
                    strength = Strength(scheme, grade, evidence, direction)
                    for language in ("nb", "nn", "en"):
                        said = " ".join(say(key, language, **values) for key, values in grades(strength))
                        assert scheme == "none" or scheme.upper() in said


def test_the_paper_is_a_pdf_in_the_language_asked_for(client: Client, both: tuple[Release, Release]) -> None:
    answer = client.get("/products/prove/2.0.0.pdf?language=nn")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert 'filename="prove-2.0.0-nn.pdf"' in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    assert client.get("/products/prove/9.0.0.pdf").status_code == 404


def test_two_versions_stand_side_by_side_with_what_is_gone_to_the_left(
    client: Client, both: tuple[Release, Release]
) -> None:
    html = page(client, "/products/prove/compare/1.0.0/2.0.0/?view=side")
    sides = re.findall(r'<div class="nv-sides nv-wide"><p>(.*?)</p><p>(.*?)</p></div>', html, re.DOTALL)
    left, right = next((left, right) for left, right in sides if "<del>tidlig</del>" in left)
    assert "<ins>" not in left
    assert "<ins>" in right
    assert "samme" in right
    assert html.count('class="nv-inline"') == len(sides), "narrow screens get the same words inline"
    assert "<del>" not in right


def test_a_changed_strength_and_a_move_are_named_beside_the_words(client: Client, now: datetime) -> None:
    weak, strong = (Unit("recommendation", Strength("grade", grade)) for grade in ("weak", "strong"))
    first = Section("rad", text("Råd"), (Paragraph(text("Gjør det.")),), unit=weak)
    second = msgspec.structs.replace(first, unit=strong)
    publish_first(now, content=with_sections(content(), first))
    later = content(12, valid_from=date(2021, 5, 1))
    publish_second(now, content=msgspec.structs.replace(later, sections=(second, *later.sections)))
    html = page(client, "/products/prove/compare/1.0.0/2.0.0/")
    assert "«Råd» har fått annen styrke" in html
    assert "Avsnittene: rekkefølgen er endret" in html
