"""What people write is shown as they wrote it and never run: not by a browser, a spreadsheet, a calendar or a feed reader.

Each text is put through every field of every form that takes one, and every page, file and feed is read afterwards.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any, Final
from xml.etree import ElementTree

import msgspec
import pytest
from django.test import Client

from normverk.base.languages import say
from normverk.base.spreadsheets import harmless
from normverk.govern.catalogue.models import Edition
from normverk.govern.consultation.actions import publish_response, treat_part
from normverk.govern.consultation.actions.hearings import publish_outcome
from normverk.govern.consultation.exports import deadline_ics, responses_csv
from normverk.govern.consultation.models import Consultation, Response
from normverk.govern.process.models import Need
from normverk.learn.api import comma_separated
from normverk.norm.chain import Link
from normverk.norm.pathway import PathwayDefinition, unusable_ids
from normverk.norm.source import Source, web_address
from normverk.norm.text import Text
from normverk.publish import feeds
from normverk.publish.models import Release
from tests.doors import address, doors
from tests.world import World, world  # noqa: F401

pytestmark = pytest.mark.django_db

SCRIPTS: Final = (
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "\" autofocus onfocus=alert(1) x=\"",
    "</textarea><svg/onload=alert(1)>",
    "</title><svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<a href=javascript:alert(1)>x</a>",
    "{{ request }}{% debug %}",
    "<!--><img src=x onerror=alert(1)>-->",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<%00script>alert(1)</script>".replace("%00", ""),
)  # fmt: skip
LINKS: Final = (
    "javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,<script>",
    "vbscript:x", "http://[", "//evil.example/", "/\\evil.example", "file:///etc/passwd", "", "x",
)  # fmt: skip
EVERYTHING: Final = " ".join(SCRIPTS)


class Dangers(HTMLParser):
    """Finds what a browser would run, and links that lead elsewhere than to a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag we never write, a handler, an inline style, and an address of another kind."""
        if tag in {"iframe", "object", "embed", "math", "base", "noscript", "style"}:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.found.append(f"{tag} {name}")
            kind, colon, _ = (value or "").split("/")[0].partition(":")
            if (
                name in {"href", "src", "action", "formaction", "xlink:href"}
                and colon
                and kind not in {"http", "https"}
            ):
                self.found.append(f"{tag} {name}={value}")
            if tag in {"script", "img"} and name == "src" and not (value or "").startswith("/static/"):
                self.found.append(f"{tag} {value}")
        if tag == "script" and "src" not in dict(attrs):
            self.found.append("script")


def dangers(page: str) -> list[str]:
    """What a browser would run in the page."""
    reader = Dangers()
    reader.feed(page)
    return reader.found


def test_the_finder_finds() -> None:
    assert [script for script in SCRIPTS[:9] if not dangers(f'<p title="{script}">{script}</p>')] == []
    assert dangers('<a href="javascript:alert(1)">') != []


def filled(form: dict[str, Any], words: str) -> Iterator[dict[str, Any]]:
    """The form with the words in every field that takes words, and once in each field alone."""
    free = [
        name
        for name, value in form.items()
        if any(sign in str(value) for sign in " .") or name.endswith(("_nb", "-answer"))
    ]
    yield {**form, **dict.fromkeys(free, words)}
    for name in form:
        yield {**form, name: words}


WRITERS: Final = {
    "need-report": "visitor",
    "need-assess": "demo-normeier",
    "case-open": "demo-normeier",
    "case-inquiry": "author",
    "case-decide": "demo-beslutter",
    "case-waive": "demo-beslutter",
    "edition-edit": "author",
    "edition-edit-section": "author",
    "consultation-respond": "visitor",
    "consultation-extend": "demo-normeier",
    "consultation-withdraw": "demo-normeier",
    "response-withhold": "demo-normeier",
    "response-treat-part": "demo-normeier",
    "feedback-give": "visitor",
    "saved-searches": "demo-normeier",
    "edition-review": "demo-normeier",
    "edition-review-conclude": "demo-normeier",
    "edition-finding-answer": "author",
    "applies-add": "demo-normeier",
    "applies-propose": "demo-normeier",
    "applies-stance": "demo-normeier",
    "applies-correct": "demo-normeier",
    "applies-exempt": "demo-normeier",
    "login": "visitor",
    "language": "visitor",
    "persons": "visitor",
}
MORE: Final[dict[str, dict[str, str]]] = {
    "need-report": {"organisation": "En organisasjon.", "reporter_name": "Et navn.", "email": ""},
    "case-inquiry": {
        **{f"answer_{n}": "Et svar." for n in range(1, 7)},
        **{f"{n}_{lang}": "Noen ord." for n in ("purpose", "scope", "target_group") for lang in ("nb", "nn", "en")},
        "planned_owner": "En eier.", "involvement": "Noen ord.", "uptake": "Noen ord.",
    },
    "case-decide": {"conditions": "Noen vilkår."},
    "edition-edit": {
        f"{n}_{lang}": "Noen ord."
        for n in ("title", "purpose", "scope", "target_group", "legal_basis", "change_note") for lang in ("nb", "nn", "en")
    } | {"reason": "En grunn.", "owner": "En eier."},
    "edition-edit-section": {f"{n}_{lang}": "Noen ord." for n in ("title", "body") for lang in ("nb", "nn", "en")},
    "consultation-respond": {
        "organisation": "En organisasjon.", "on_behalf_of": "Noen andre.", "email": "",
        "part-0-anchor": "", "part-0-stance": "comment", "part-0-quotation": "Et sitat.", "part-0-text": "Noen ord.",
    },
    "login": {"next": "/x y"},
    "language": {"next": "/x y"},
    "persons": {"next": "/x y"},
}  # fmt: skip


def everything_read(world: World) -> Iterator[tuple[str, str, str]]:  # noqa: F811
    """Every page as those who write, decide and look on may see it."""
    for who in ("visitor", "demo-normeier", "author", "demo-beslutter"):
        client = world.client(who)
        for name, found in doors(world).items():
            for door in found:
                answer = client.get(address(name, door))
                if answer.get("Content-Type", "").startswith("text/html"):
                    yield name, who, answer.content.decode()


def test_what_is_written_in_any_field_is_shown_and_never_run(world: World) -> None:  # noqa: F811
    for name, who in WRITERS.items():
        for door in doors(world)[name]:
            form = {**door.form, **MORE.get(name, {})}
            for fields in filled(form, EVERYTHING[:200] if name == "need-report" else EVERYTHING):
                answer = world.client(who).post(address(name, door), fields)
                assert answer.status_code < 500, (name, fields)
                assert dangers(answer.content.decode()) == [], (name, fields)
    for name, who, page in everything_read(world):
        assert dangers(page) == [], (name, who)


def test_the_words_do_come_through_to_the_pages(world: World) -> None:  # noqa: F811
    """Or the test above would prove nothing."""
    words, shown = "<script>alert(1)</script> ord", "&lt;script&gt;alert(1)&lt;/script&gt; ord"
    hearing = {"ref": world.hearing}
    written = {
        ("author", f"/cases/{world.waiting.ref}/inquiry/"): ("case-inquiry", f"/cases/{world.waiting.ref}/"),
        ("author", "/editions/testikkelkreft/1.0.0/edit/head/"): ("edition-edit", "/editions/testikkelkreft/1.0.0/"),
        ("demo-normeier", f"/consultations/{hearing['ref']}/extend/"): ("consultation-extend", f"/consultations/{world.hearing}/"),
    }  # fmt: skip
    for (who, place), (name, page) in written.items():
        door = next(door for door in doors(world)[name] if address(name, door) == place)
        form = next(filled({**door.form, **MORE.get(name, {})}, words))
        assert world.client(who).post(place, form).status_code == 302, place
        assert shown in world.client("visitor").get(page).content.decode(), page
    decided = next(filled(dict(doors(world)["case-decide"][1].form), words * 3))
    assert world.client("demo-beslutter").post(f"/cases/{world.waiting.ref}/decide/", decided).status_code == 302
    assert shown in world.client("visitor").get(f"/cases/{world.waiting.ref}/").content.decode()


@pytest.mark.parametrize("link", LINKS)
def test_only_web_addresses_become_links(link: str) -> None:
    assert web_address(link) == ""
    assert Source("t", "read", link).page == ""
    assert Link("need", "B-1", Text(nb="x"), link).page == ""


def test_links_to_pages_are_kept() -> None:
    assert Source("t", "read", "https://example.org/a?b#c").page == "https://example.org/a?b#c"
    assert Link("need", "B-1", Text(nb="x"), "/needs/B-1/").page == "/needs/B-1/"


@pytest.mark.parametrize("link", LINKS[:10])
def test_the_source_of_a_limit_is_never_a_link_to_a_script(world: World, link: str) -> None:  # noqa: F811
    edition = world.waiting.edition
    content = edition.revision.read()
    assert content.pathway is not None
    plain = msgspec.to_builtins(content.pathway)
    plain["clocks"][0]["branches"][0]["limit"]["source"]["url"] = link
    form = {"begun_from": edition.revision_id, "pathway": json.dumps(plain)}
    client, place = world.client("author"), "/editions/testikkelkreft/1.0.0"
    assert client.post(f"{place}/edit/pathway/", form).status_code == 302
    assert dangers(client.get(f"{place}/").content.decode()) == []
    form = client.get(f"{place}/edit/limits/").context["form"]
    sent = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    answer = client.post(f"{place}/edit/limits/", sent)
    assert answer.status_code == 422
    assert say("catalogue.form.no-web-address", "nb") in answer.content.decode()


@pytest.mark.parametrize(
    "id", ["", "a/b", "..", ".", "a b", "a\r\nX: 1", '"', "<b>", "a" * 65, "a?b", "a#b", "%2f", "\u202e"]
)
@pytest.mark.parametrize("part", ["pathway", "clock", "milestone"])
def test_an_id_that_cannot_stand_in_an_address_is_refused(world: World, id: str, part: str) -> None:  # noqa: F811
    edition = world.waiting.edition
    pathway = edition.revision.read().pathway
    assert pathway is not None
    plain = msgspec.to_builtins(pathway)
    {"pathway": plain, "clock": plain["clocks"][0], "milestone": plain["milestones"][0]}[part]["id"] = id
    if id:
        assert unusable_ids(msgspec.convert(plain, PathwayDefinition)) == (id,)
    else:
        with pytest.raises(msgspec.ValidationError, match=r"length >= 1 - at `\$.*id`"):
            msgspec.convert(plain, PathwayDefinition)
    form = {"begun_from": edition.revision_id, "pathway": json.dumps(plain)}
    assert world.client("author").post("/editions/testikkelkreft/1.0.0/edit/pathway/", form).status_code == 422
    assert Edition.objects.get(pk=edition.pk).revision_id == edition.revision_id


SIGNS: Final = ("\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9b")


@pytest.mark.parametrize("sign", SIGNS)
def test_no_form_takes_control_signs(world: World, sign: str) -> None:  # noqa: F811
    words = f"Ord som er lange nok til å være en grunn{sign} for det som blir bestemt i saken."
    for name in ("need-report", "need-assess", "case-open", "case-inquiry", "case-decide", "case-waive", "edition-edit",
                 "edition-edit-section", "consultation-respond", "consultation-extend", "consultation-withdraw",
                 "response-withhold", "response-treat-part"):  # fmt: skip
        door = doors(world)[name][-1]
        for fields in filled({**door.form, **MORE.get(name, {})}, words):
            changed = [key for key in fields if fields[key] == words and key != "parts"]
            if not changed:
                continue
            answer = world.client(WRITERS[name]).post(address(name, door), fields)
            assert answer.status_code == 422, (name, changed)


def test_control_signs_named_by_number_in_json_are_found_too(world: World) -> None:  # noqa: F811
    edition = world.waiting.edition
    plain = msgspec.to_builtins(edition.revision.read().pathway)
    plain["title"]["nb"] = "a\x01b"
    form = {"begun_from": edition.revision_id, "pathway": json.dumps(plain)}
    assert "\\u0001" in form["pathway"]
    assert world.client("author").post("/editions/testikkelkreft/1.0.0/edit/pathway/", form).status_code == 422


# Files for other programs

FORMULAS: Final = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    '=HYPERLINK("http://evil.example","x")',
)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_a_spreadsheet_is_run(world: World, formula: str) -> None:  # noqa: F811
    assert harmless(formula) == f"'{formula}"
    hearing, row = Consultation.objects.get(ref=world.hearing), Response.objects.get(pk=world.public.pk)
    row.name = row.organisation = row.on_behalf_of = formula
    row.save()
    row.parts.update(text=formula, quotation=formula)
    cells = [cell for line in csv.reader(io.StringIO(responses_csv(hearing, world.now))) for cell in line]
    assert formula not in cells
    assert f"'{formula}" in cells


def test_figures_in_a_spreadsheet_are_not_run_either() -> None:
    count, share = SimpleNamespace(standing="few", value=None), SimpleNamespace(low=None, high=None)
    line: Any = SimpleNamespace(
        branch="=1+1", organisation="@x", period="+1", n=count, met=None, share=share, median=None, quartiles=None
    )
    assert comma_separated([line]).splitlines()[1].split(",")[:3] == ["'=1+1", "'@x", "'+1"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_title_ends_a_line_of_a_calendar(world: World, end: str, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    title = f"Høring{end}ATTENDEE:mailto:x@evil.example{end}END:VEVENT"
    monkeypatch.setattr(Consultation, "title", Text(nb=title))
    written = deadline_ics(Consultation.objects.get(ref=world.hearing), world.now)
    names = [line.partition(":")[0].partition(";")[0] for line in written.replace("\r\n ", "").splitlines()]
    assert names == [
        "BEGIN", "VERSION", "PRODID", "BEGIN", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL", "END", "END",
    ]  # fmt: skip
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))


@pytest.mark.parametrize("words", [*SCRIPTS, "a\x01\x0b\uffffb", "]]>", "&", "<!DOCTYPE x [<!ENTITY y 'z'>]>&y;"])
def test_feeds_are_well_formed_whatever_a_release_says(world: World, words: str) -> None:  # noqa: F811
    row = Release.objects.get()
    row.title, row.manifest = {"nb": words}, {**row.manifest, "owner": words}
    row.save()
    for feed in (feeds.package_feed(), feeds.releases_feed()):
        tree = ElementTree.fromstring(feed)
        assert "<script" not in feed
        assert [element for element in tree.iter() if str(element.tag).endswith("script")] == []


def test_a_hearing_with_hostile_answers_reads_well_in_every_form(world: World) -> None:  # noqa: F811
    owner = world.actors["demo-normeier"]
    hearing = Consultation.objects.get(ref=world.hearing)
    form = {"name": EVERYTHING[:150], "comment": EVERYTHING, "parts": "1"}
    assert Client().post(f"/consultations/{world.hearing}/respond/", form).status_code == 302
    row = hearing.responses.order_by("-ref").first()
    assert row is not None
    publish_response(response=row, actor=owner, now=world.now)
    for response in hearing.responses.exclude(publicity="withheld"):
        if not response.is_published(world.now) or response.moderated_at is None:
            publish_response(response=response, actor=owner, now=world.now)
    for response in hearing.responses.all():
        for part in response.parts.all():
            treat_part(part=part, result="followed", answer=Text(nb=EVERYTHING), actor=owner, now=world.now)
    publish_outcome(consultation=hearing, actor=owner, now=world.now + timedelta(days=200))
    for page in ("", "outcome/", f"responses/{row.ref}/"):
        text = Client().get(f"/consultations/{world.hearing}/{page}").content.decode()
        assert dangers(text) == []
        assert "&lt;script&gt;alert(1)" in text
    told = Client().get(f"/api/v1/consultations/{world.hearing}/responses/").json()
    assert EVERYTHING in json.dumps(told, ensure_ascii=False).replace('\\"', '"')
    assert Need.objects.count() > 0
