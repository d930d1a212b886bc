"""Catalogue files: read whole or refused whole with the place, read twice to no effect, and never against what we know."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from normverk.base.events.models import Event
from normverk.base.events.queries import faults, head
from normverk.base.policy import Denied, visitor
from normverk.govern.applicability import queries
from normverk.govern.applicability.importing import BadFile, read_file
from normverk.govern.applicability.importing.cleaning import clean, parts_of_title, slug
from normverk.govern.applicability.importing.reading import LARGEST
from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm, NormVersion
from normverk.sim.demonstration.catalogue import TRANSCRIBED, transcribed
from tests.conftest import actor_with
from tests.govern.applicability.samples import VENDOR, plain, take_in

pytestmark = pytest.mark.django_db

OLD_LIST: dict[str, Any] = {
    "kilde": "en liste fra februar 2016",
    "temaer": [
        {
            "tema": "Del 4",
            "undertema": [
                {
                    "undertema": "Kvittering\u200b ",
                    "standarder": [
                        {"tittel": "\u200bKvittering v1.1 (HIS 1:2012)\u200b", "utgiversDokumentId": "HIS 1:2012"},
                        {"tittel": "Kvittering v1.0 (HIS 1:2004)", "utgiversDokumentId": "HIS 1:2004"},
                        {"tittel": "Vedtak ", "utgiversDokumentId": None},
                        {"tittel": "Vedtak", "utgiversDokumentId": None},
                    ],
                }
            ],
        }
    ],
}


def stored() -> tuple[int, int, int]:
    return CataloguedNorm.objects.count(), NormVersion.objects.count(), ApplicabilityRow.objects.count()


def changed(path: str, value: Any) -> dict[str, Any]:
    """The sample file with another value at a place such as norms.0.versions.0.label."""
    content = copy.deepcopy(plain())
    *way, last = path.split(".")
    at: Any = content
    for step in way:
        at = at[int(step)] if step.isdecimal() else at[step]
    at[int(last) if last.isdecimal() else last] = value
    return content


def twice(**other: Any) -> dict[str, Any]:
    content = plain()
    return {**content, "norms": [content["norms"][0], {**content["norms"][0], **other}]}


ROW = "norms.0.versions.0.applies.0"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'{"format": "normverk-catalogue/1",', "not JSON that can be read"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
        (b"", "format = normverk-catalogue/1"),
        (b"[]", "holds a list"),
        (b"[" * 100_000, "not JSON"),
        (b"norms = ", "neither JSON nor TOML"),
        (b" " * (LARGEST + 1), f"{LARGEST + 1} bytes"),
        (b"x" * 50_000_000, "50000000 bytes; at most"),
        ({"norms": []}, "does not say what it is"),
        (changed(f"{ROW}.actor", "moon"), "$.norms[0] (epikrise).versions[0].applies[0].actor: there is no kind of actor «moon»"),
        (changed(f"{ROW}.action", "sing"), "$.norms[0].versions[0].applies[0].action"),
        (changed(f"{ROW}.from", "2024-13-01"), "$.norms[0].versions[0].applies[0].from"),
        (changed(f"{ROW}.to", "2023-01-01"), "applies[0]: The dates stand in order"),
        (changed(f"{ROW}.level", "mandatory"), "[applicability.mandatory-in-regulation]"),
        (changed(f"{ROW}.colour", "red"), "unknown field `colour`"),
        (changed("norms.0.id", "Epikrise!"), "an id has small letters"),
        (changed("norms.0.id", "add"), "is an address of the catalogue itself"),
        (changed("norms.0.kind", "song"), "there is no kind «song»"),
        (changed("norms.0.title", "Ep\x07ikrise"), "U+0007"),
        (changed("norms.0.title", ""), "the title is empty"),
        (changed("norms.0.versions.0.label", "x" * 41), "a label over 40"),
        (twice(number="HIS 2:2024"), "the id «epikrise» stands 2 times with different content"),
        (changed("norms.0.versions", [{"label": "1"}, {"label": "1"}]), "the version «1» stands 2 times"),
        ({**OLD_LIST, "temaer": [{"tema": 1}]}, "looks like the list of 2016"),
        ({"merknad": "x", "poster": [{"tittel": "A", "kilde": "b", "gjelderFor": [{"virksomhetstype": "Månen"}]}]}, "--stated-on"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else "content",
)  # fmt: skip
def test_bad_input_is_refused_whole_and_names_the_place(now: datetime, content: Any, place: str) -> None:
    before = head()
    with pytest.raises(BadFile) as refused:
        take_in(content, now)
    assert place in " ".join(refused.value.problems)
    assert stored() == (0, 0, 0)
    assert head() == before


def test_one_bad_row_among_good_ones_stops_all_of_it_and_every_place_is_named(now: datetime) -> None:
    content = plain()
    rows = content["norms"][0]["versions"][0]["applies"]
    rows += [{"actor": "moon"}, {"actor": "hospital", "action": "send", "level": "recommended"}, {"actor": "sun"}]
    with pytest.raises(BadFile) as refused:
        take_in(content, now)
    assert [problem.split(":")[0].split(".")[-2] for problem in refused.value.problems] == ["applies[1]", "applies[3]"]
    assert stored() == (0, 0, 0)


def test_the_same_norm_twice_with_the_same_content_is_one(now: datetime) -> None:
    done = take_in(twice(), now)
    assert (stored(), done.unchanged) == ((1, 1, 1), 1)


def test_reading_a_file_twice_changes_nothing_and_leaves_no_event(now: datetime) -> None:
    take_in(plain(), now)
    before, events = stored(), head()
    again = take_in(plain(), now + timedelta(days=1))
    assert (again.changed, again.unchanged, stored(), head()) == (False, 1, before, events)
    assert Event.objects.filter(type="applicability.imported").count() == 1
    assert list(faults()) == []


def test_toml_and_json_are_the_same(now: datetime) -> None:
    take_in(plain(), now)
    toml = """
format = "normverk-catalogue/1"
[source]
title = "En kilde"
url = "https://example.org/kilde"
[[norms]]
id = "epikrise"
title = { nb = "Epikrise", nn = "Epikrise", en = "Discharge summary" }
number = "HIS 1:2024"
[[norms.versions]]
label = "1.2"
[[norms.versions.applies]]
actor = "general-practice"
action = "send"
level = "recommended"
from = 2024-01-01
"""
    assert take_in(toml.encode(), now).unchanged == 1


def test_the_example_of_the_documentation_can_be_read(now: datetime) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "catalogue-file.md").read_text(encoding="utf-8")
    done = take_in(page.split("```toml")[1].split("```")[0].encode(), now)
    assert (done.norms, done.versions, done.rows, done.complaints) == (1, 1, 3, [])


def test_a_row_that_says_otherwise_is_refused_until_somebody_says_why_the_file_is_right(now: datetime) -> None:
    take_in(plain(), now)
    later = now + timedelta(days=1)
    other = changed(f"{ROW}.level", "guideline")
    with pytest.raises(BadFile) as refused:
        take_in(other, later)
    assert "[applicability.one-level-at-a-time]" in str(refused.value)
    assert "--correction" in str(refused.value)
    done = take_in(other, later, correction="Kilden ble lest feil.")
    assert (done.closed, done.rows, stored()) == (1, 1, (1, 1, 2))

    def level(known: datetime) -> list[str]:
        asked = queries.ask(actor="general-practice", action=None, on=date(2025, 1, 1), known_on=known)
        return [str(answer.row.level) for answer, _ in asked]

    assert (level(now), level(later)) == (["recommended"], ["guideline"])
    assert list(faults()) == []


def test_a_file_that_contradicts_itself_is_refused_also_as_a_correction(now: datetime) -> None:
    content = plain()
    rows = content["norms"][0]["versions"][0]["applies"]
    rows.append({**rows[0], "level": "guideline"})
    for more in ({}, {"correction": "Fordi."}):
        with pytest.raises(BadFile) as refused:
            take_in(content, now, **more)
        assert "applies[1]" in str(refused.value)


def test_another_title_is_refused_and_what_was_not_known_is_filled(now: datetime) -> None:
    take_in(plain(theme="", versions=[]), now)
    with pytest.raises(BadFile) as refused:
        take_in(plain(title="Noe annet"), now)
    assert "«Epikrise / Epikrise / Discharge summary» in the catalogue, «Noe annet» in the file" in str(refused.value)
    done = take_in(plain(), now)
    assert (done.filled, CataloguedNorm.objects.get().theme) == (1, "Meldinger")
    assert list(faults()) == []


def test_only_those_who_may_import_do(now: datetime) -> None:
    for actor in (visitor(), VENDOR):
        with pytest.raises(Denied):
            take_in(plain(), now, actor=actor)


def test_an_older_list_is_cleaned_with_a_line_for_each_and_nothing_is_lost() -> None:
    read = read_file(json.dumps(OLD_LIST).encode())
    assert [(norm.id, norm.number, [v.label for v in norm.versions]) for norm in read.file.norms] == [
        ("kvittering", "HIS 1", ["1.1", "1.0"]),
        ("vedtak", "", [""]),
        ("vedtak-2", "", [""]),
    ]
    assert read.file.norms[0].theme == "Del 4 / Kvittering"
    assert [complaint.place.rpartition(".")[2] for complaint in read.complaints] == [
        "standarder[0]",
        "standarder[2]",
        "standarder[3]",
    ]
    assert read.complaints[0].line() == (
        "$.temaer[0].undertema[0].standarder[0]: the title «Kvittering v1.1 (HIS 1:2012)» held 2 zero-width signs; taken out"
    )


def test_the_matrix_becomes_rows_and_what_is_uncertain_becomes_unknown() -> None:
    group = {"virksomhetstype": "Allmennlegetjenesten", "obligatorisk": ["sende"], "anbefalt": ["motta"]}
    unsure = {
        "virksomhetstype": "Øvrige virksomheter som sender epikriser",
        "obligatorisk": ["sende"],
        "merknad": "usikker",
    }
    entry = {"tittel": "Epikrise v1.2", "kilde": "https://example.org", "hjemmel": "§ 6", "gjelderFor": [group, unsure]}
    without = {**entry, "tittel": "Uten hjemmel", "hjemmel": ""}
    bare = {"tittel": "Svar (HIS 2:2014)", "kilde": "et svar", "typeStandard": "obligatoriskStandard"}
    content = json.dumps({"merknad": "Avskrift.", "poster": [entry, without, bare]}).encode()
    read = read_file(content, stated_on=date(2024, 12, 31))
    epikrise, _, svar = read.file.norms
    found = [(row.actor, row.action, row.level, row.legal_basis) for row in epikrise.versions[0].applies]
    assert found == [
        ("general-practice", "send", "mandatory", "§ 6"),
        ("general-practice", "receive", "recommended", ""),
        ("others-sending-discharge-summaries", "send", None, "§ 6"),
    ]
    assert [row.level for row in read.file.norms[1].versions[0].applies] == [None, "recommended", None]
    assert [(row.actor, row.action, row.level) for row in svar.versions[0].applies] == [(None, None, None)]
    assert svar.number == "HIS 2:2014"
    assert [complaint.place for complaint in read.complaints] == [
        "$.poster[0].gjelderFor[1]",
        "$.poster[1].gjelderFor[0]",
        "$.poster[1].gjelderFor[1]",
        "$.poster[2]",
    ]


def test_an_unknown_kind_of_actor_or_action_in_the_matrix_is_refused() -> None:
    for group, place in (
        ({"virksomhetstype": "Månen", "obligatorisk": ["sende"]}, "«Månen»"),
        ({"virksomhetstype": "Apotek", "obligatorisk": ["synge"]}, "«synge»"),
    ):
        entry = {"tittel": "A", "kilde": "b", "hjemmel": "§ 6", "gjelderFor": [group]}
        with pytest.raises(BadFile, match=place):
            read_file(json.dumps({"merknad": "x", "poster": [entry]}).encode(), stated_on=date(2024, 12, 31))


def test_cleaning() -> None:
    assert clean("\u200bA\u00ad  b\u200b ") == ("A b", ("3 zero-width signs", "stray blanks"))
    assert clean("A b") == ("A b", ())
    assert parts_of_title("Epikrise v1.2 (HIS 80226:2005)") == ("Epikrise", "1.2", "HIS 80226:2005")
    assert parts_of_title("M9.5 – Forespørsel") == ("M9.5 – Forespørsel", "", "")
    assert slug("Helseopplysninger til lege, æøå — Ü") == "helseopplysninger-til-lege-aeoa-u"
    assert len(slug("ord " * 50)) <= 80


def test_the_transcribed_lists_of_the_demonstration_go_in_and_say_what_they_are(now: datetime) -> None:
    for name in TRANSCRIBED:
        done = take_in(transcribed(name), now)
        assert done.changed
        assert not take_in(transcribed(name), now).changed
    for norm in CataloguedNorm.objects.all():
        words = norm.source_value.note
        assert "MIT" in words or "NLOD" in words, norm.key
        assert "2016" in norm.source_value.title or norm.source_value.page or "HAPI" in norm.source_value.title, (
            norm.key
        )
    mandatory = ApplicabilityRow.objects.filter(level="mandatory")
    assert mandatory.count() == 7
    assert not mandatory.filter(legal_basis="").exists()
    assert queries.all_contradictions(now) == ()
    assert list(faults()) == []


def test_who_holds_no_role_of_the_catalogue_cannot_import(now: datetime) -> None:
    from normverk.base.policy import Role

    with pytest.raises(Denied):
        take_in(plain(), now, actor=actor_with(Role.DECISION_MAKER))
