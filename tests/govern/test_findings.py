"""A finding that is wrong is answered by the owner with a reason; an error is mended. The gate shows both."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.policy import Denied, Role
from normverk.base.rules import Broken
from normverk.cli import parser, run
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.models import Edition
from normverk.govern.findings.actions import answer_finding
from normverk.govern.findings.models import FindingAnswer
from normverk.govern.findings.queries import Answered, findings_of
from normverk.norm.blocks import Paragraph
from normverk.norm.code_lists import CodeList, Concept
from normverk.norm.content import NormContent, Section
from normverk.norm.text import Text
from normverk.norm.units import Coding, Unit
from normverk.publish.known_lists import keep_lists, known_lists
from tests.conftest import actor_with
from tests.govern.catalogue.samples import draft_edition, same
from tests.govern.process.walking import OWNER, browser

pytestmark = pytest.mark.django_db
STRANGER = actor_with(Role.NORM_OWNER, id="00000000-0000-4000-8000-000000000003")
REASON = "Tallet er rundet av på engelsk, og det står i noten under tabellen."
DIFFERENT = Text("Innen 7 dager.", "Innan 7 dagar.", "Within 12 days.")


@pytest.fixture
def edition(now: datetime) -> Edition:
    """A draft with one warning (the figures differ between languages)."""
    made = draft_edition(now, owner=OWNER)
    return with_sections(made, now, Section("frist", same("Frist"), (Paragraph(DIFFERENT),)))


def with_sections(edition: Edition, now: datetime, *sections: Section, **changed: object) -> Edition:
    content: NormContent = msgspec.structs.replace(edition.revision.read(), sections=sections, **changed)
    save_draft(edition=edition, content=content, begun_from=edition.revision_id, actor=OWNER, now=now)
    return Edition.objects.get(pk=edition.pk)


def the_warning(edition: Edition) -> Answered:
    (found,) = [one for one in findings_of(edition) if one.finding.check == "languages-figures"]
    return found


def test_the_owner_answers_a_warning_and_everybody_can_read_why(edition: Edition, now: datetime) -> None:
    answer = answer_finding(edition=edition, key=the_warning(edition).key, reason=REASON, actor=OWNER, now=now)
    found = the_warning(edition)
    assert (found.answer, found.can_be_answered) == (answer, False)
    event = Event.objects.filter(type="finding.answered").get()
    assert event.reason == REASON
    page = Client().get(f"/editions/{edition.ref}/findings/")
    assert REASON in page.content.decode()


def test_an_answer_belongs_to_what_was_found_and_not_to_what_is_found_later(edition: Edition, now: datetime) -> None:
    answer_finding(edition=edition, key=the_warning(edition).key, reason=REASON, actor=OWNER, now=now)
    other = Text("Innen 7 dager.", "Innan 7 dagar.", "Within 14 days.")
    changed = with_sections(edition, now, Section("frist", same("Frist"), (Paragraph(other),)))
    assert the_warning(changed).answer is None


def test_a_second_answer_changes_nothing(edition: Edition, now: datetime) -> None:
    key = the_warning(edition).key
    first = answer_finding(edition=edition, key=key, reason=REASON, actor=OWNER, now=now)
    assert answer_finding(edition=edition, key=key, reason=REASON[::-1], actor=OWNER, now=now) == first
    assert FindingAnswer.objects.get().reason == REASON


def test_an_error_cannot_be_talked_away(edition: Edition, now: datetime) -> None:
    section = Section("frist", same("Frist"), references=("borte",))
    edition = with_sections(edition, now, section)
    (found,) = [one for one in findings_of(edition) if one.finding.check == "id-leads-nowhere"]
    assert not found.can_be_answered
    with pytest.raises(Broken, match=r"finding\.error-is-mended"):
        answer_finding(edition=edition, key=found.key, reason=REASON, actor=OWNER, now=now)
    assert not FindingAnswer.objects.exists()


@pytest.mark.parametrize(
    ("reason", "rule"), [("Ok.", "finding.answer-says-why"), (" " * 40, "finding.answer-says-why")]
)
def test_an_answer_without_a_reason_is_refused(edition: Edition, now: datetime, reason: str, rule: str) -> None:
    with pytest.raises(Broken, match=rule):
        answer_finding(edition=edition, key=the_warning(edition).key, reason=reason, actor=OWNER, now=now)


def test_what_is_not_found_cannot_be_answered(edition: Edition, now: datetime) -> None:
    with pytest.raises(Broken, match=r"finding\.is-there"):
        answer_finding(edition=edition, key="0" * 64, reason=REASON, actor=OWNER, now=now)


def test_only_the_owner_of_the_norm_answers(edition: Edition, now: datetime) -> None:
    with pytest.raises(Denied):
        answer_finding(edition=edition, key=the_warning(edition).key, reason=REASON, actor=STRANGER, now=now)


def test_the_form_refuses_a_short_reason_and_keeps_a_good_one(edition: Edition, now: datetime) -> None:
    found = the_warning(edition)
    address = f"/editions/{edition.ref}/findings/answer/{found.key}/"
    owner = browser(OWNER, now)
    assert address in owner.get(f"/editions/{edition.ref}/findings/").content.decode()
    refused = owner.post(address, {"reason": "Ok."})
    assert refused.status_code == 422
    assert "finding.answer-says-why" in refused.content.decode()
    assert owner.post(address, {"reason": REASON}).status_code == 302
    assert FindingAnswer.objects.get().reason == REASON


def test_a_norm_that_rests_on_a_withdrawn_one_is_told_so(edition: Edition, now: datetime) -> None:
    from normverk.norm.references import Reference

    Edition.objects.filter(pk=edition.pk).update(state="withdrawn", approved_at=now, published_at=now)
    other = Edition.objects.get(pk=edition.pk)
    content = msgspec.structs.replace(
        other.revision.read(), references=(Reference("r", "Den gamle", url=f"/products/{other.product.slug}/"),)
    )
    from normverk.govern.catalogue.standing import standing_of
    from normverk.norm.lint import lint

    found = lint(content, lookup=standing_of, only=frozenset({"rests-on-lower"}))
    assert [(one.check, one.strength, one.place) for one in found] == [("rests-on-lower", "warning", "references/r")]
    assert lint(content, only=frozenset({"rests-on-lower"})) == ()


def test_an_edition_is_checked_by_its_name_on_the_command_line(
    edition: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(parser().parse_args(["lint", edition.ref, "--json"]))
    plain = json.loads(capsys.readouterr().out)
    assert "languages-figures" in {found["check"] for found in plain["findings"]}
    assert {found["file"] for found in plain["findings"]} == {edition.ref}
    assert code == (1 if plain["counts"]["error"] else 0)


def test_a_code_that_is_not_in_a_list_the_hub_was_given_is_an_error(
    edition: Edition, now: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    coded = Unit("information", codes=(Coding("urn:oid:2.16.578.1.12.4.1.1.9998", "Z"),))
    edition = with_sections(edition, now, Section("kode", same("Kode"), unit=coded))

    def found() -> list[str]:
        return [one.finding.strength for one in findings_of(edition) if one.finding.check == "code-not-in-list"]

    assert found() == []
    assert keep_lists([CodeList("9998", "1", (Concept("A", "Alfa"),))]) == 1
    assert found() == ["error"]
    keep_lists([CodeList("9998", "1", (Concept("A", "Alfa"), Concept("Z", "Omega")))])
    assert found() == []


def test_a_damaged_list_is_named_and_not_passed_over(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    keep_lists([CodeList("9998", "1", (Concept("A", "Alfa"),))])
    (file,) = (tmp_path / "code-lists").iterdir()
    file.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=file.name):
        known_lists()
