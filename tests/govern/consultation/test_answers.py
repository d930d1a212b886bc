"""Answers: taken from anybody, tied to the frozen revision, treated part by part, public by default."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Actor, Denied, Role, visitor
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.consultation.actions import (
    PartText,
    Sender,
    publish_outcome,
    publish_response,
    send_response,
    treat_part,
    withdraw_consultation,
    withhold_response,
)
from normverk.govern.consultation.models import Consultation, Disposition, Response, ResponsePart
from normverk.govern.consultation.public import public_answers
from normverk.govern.consultation.queries import facts_for_gate
from normverk.govern.consultation.rules import unreadable_signs
from normverk.norm.content import NormContent
from normverk.norm.text import Text
from tests.conftest import actor_with
from tests.govern.consultation.conftest import AFTER, CLOSES, DURING, OPENS, at, content, send
from tests.govern.consultation.test_hearings import broken_by

pytestmark = pytest.mark.django_db

REPLY = Text(nb="Vi er enige.")


def answering(hearing: Consultation, *parts: PartText, name: str = "Ola", **values: object) -> Response:
    """Sends an answer of these parts."""
    now = values.get("now", DURING)
    return send_response(  # type: ignore[arg-type]
        consultation=hearing, sender=Sender(name), parts=parts, language="nb", actor=visitor(), now=now
    )


def treat_all(hearing: Consultation, owner: Actor) -> None:
    """Gives every part its disposition."""
    for part in ResponsePart.objects.filter(response__consultation=hearing):
        treat_part(part=part, result="followed", answer=REPLY, actor=owner, now=AFTER)


def test_anybody_answers_without_an_account(answer: Response) -> None:
    assert (answer.ref, answer.sender, answer.late) == ("H-2026-001-001", "", False)
    assert [(part.ref, part.anchor, part.stance) for part in answer.parts.all()] == [
        ("H-2026-001-001/1", "", "comment"),
        ("H-2026-001-001/2", "clock-OF1", "objects"),
    ]
    assert list(faults()) == []


def test_the_log_knows_neither_name_nor_address(answer: Response) -> None:
    written = str(list(Event.objects.values_list("data", "rows", "reason")))
    for personal in ("Kari Nordmann", "kari@example.org", "Medlemmene"):
        assert personal not in written
    assert "Fristen er for kort." in written


def test_a_sender_who_is_logged_in_is_remembered_by_id(hearing: Consultation) -> None:
    actor = actor_with(Role.RESPONDENT)
    sent = send_response(
        consultation=hearing,
        sender=Sender("Ola"),
        parts=(PartText("", "comment", "Ja."),),
        language="nb",
        actor=actor,
        now=DURING,
    )
    assert sent.sender == actor.id


def test_a_late_answer_is_taken_and_marked(hearing: Consultation) -> None:
    assert (send(hearing, now=at(CLOSES, 23)).late, send(hearing, now=AFTER).late) == (False, True)


def test_before_the_opening_after_the_outcome_and_after_a_withdrawal_no_answer_is_taken(
    hearing: Consultation, owner: Actor
) -> None:
    with pytest.raises(Broken) as raised:
        send(hearing, now=at(OPENS - timedelta(days=1)))
    assert broken_by(raised) == ["response.hearing-open"]
    publish_outcome(consultation=hearing, actor=owner, now=AFTER)
    with pytest.raises(Broken) as raised:
        send(hearing, now=AFTER)
    assert broken_by(raised) == ["response.hearing-open"]


def test_a_withdrawn_hearing_takes_no_answer(hearing: Consultation, owner: Actor) -> None:
    withdraw_consultation(consultation=hearing, reason="Feil.", actor=owner, now=DURING)
    with pytest.raises(Broken) as raised:
        send(hearing)
    assert broken_by(raised) == ["response.hearing-open"]


def test_an_answer_is_about_the_frozen_revision_only(hearing: Consultation, owner: Actor) -> None:
    newer = content("Ny tekst").sections[:1]
    changed = NormContent(**{f: getattr(content(), f) for f in NormContent.__struct_fields__} | {"sections": newer})
    save_draft(edition=hearing.edition, content=changed, begun_from=hearing.revision_id, actor=owner, now=DURING)
    assert answering(hearing, PartText("imaging", "objects", "Mangler MR.")).ref == "H-2026-001-001"
    with pytest.raises(Broken) as raised:
        answering(hearing, PartText("elsewhere", "comment", "Hei."))
    assert broken_by(raised) == ["response.anchored"]


@pytest.mark.parametrize(
    ("parts", "name", "rule"),
    [
        ((), "Ola", "response.says-something"),
        ((PartText("", "comment", " \n "),), "Ola", "response.says-something"),
        ((PartText("", "comment", "Ja."),), " ", "response.says-something"),
        ((PartText("", "comment", "x" * 20_001),), "Ola", "response.size"),
        ((PartText("", "comment", "x" * 1_048_576),), "Ola", "response.size"),
        ((PartText("", "comment", "x" * 20_000),) * 6, "Ola", "response.size"),
        ((PartText("", "comment", "x"),) * 61, "Ola", "response.size"),
        ((PartText("", "comment", "a\x00b"),), "Ola", "response.readable"),
        ((PartText("", "comment", "a\x1b[31mb"),), "Ola", "response.readable"),
        ((PartText("", "comment", "\ud800"),), "Ola", "response.readable"),
        ((PartText("", "comment", "Ja."),), "O\x7fla", "response.readable"),
    ],
)
def test_what_cannot_be_published_is_refused_with_the_rule(
    hearing: Consultation, parts: tuple[PartText, ...], name: str, rule: str
) -> None:
    with pytest.raises(Broken) as raised:
        answering(hearing, *parts, name=name)
    assert broken_by(raised) == [rule]
    assert (Response.objects.count(), list(faults())) == (0, [])


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "🩺👩🏽‍⚕️", "\u200fשלום\u202eabc", "æøå ŋđŧ", "a\tb\nc"])
def test_any_words_that_can_be_shown_are_kept_as_they_are(hearing: Consultation, text: str) -> None:
    assert answering(hearing, PartText("", "comment", text)).parts.get().text == text
    assert list(faults()) == []


@given(st.text())
def test_only_control_signs_are_unreadable(words: str) -> None:
    kept = "".join(sign for sign in words if sign in "\n\t" or (sign.isprintable() or ord(sign) > 0x9F))
    assert unreadable_signs(kept.encode("utf-8", "ignore").decode()) == ()


def test_answers_are_public_at_closing_at_the_latest(answer: Response, hearing: Consultation) -> None:
    assert public_answers(hearing, at(CLOSES)) == ()
    assert [row.ref for row in public_answers(hearing, AFTER)] == ["H-2026-001-001"]


def test_an_answer_that_has_been_read_is_public_at_once(answer: Response, hearing: Consultation, owner: Actor) -> None:
    publish_response(response=answer, actor=owner, now=DURING)
    (shown,) = public_answers(hearing, DURING)
    assert (shown.name, shown.organisation, shown.on_behalf_of) == ("Kari Nordmann", "Fagforeningen", "Medlemmene")
    assert list(faults()) == []


def test_a_late_answer_waits_until_it_has_been_read(hearing: Consultation, owner: Actor) -> None:
    late = send(hearing, now=AFTER)
    assert public_answers(hearing, AFTER) == ()
    assert facts_for_gate(hearing.edition_id, AFTER).unpublished == 1
    publish_response(response=late, actor=owner, now=AFTER)
    assert (len(public_answers(hearing, AFTER)), facts_for_gate(hearing.edition_id, AFTER).unpublished) == (1, 0)


def test_withholding_needs_its_ground(answer: Response, owner: Actor) -> None:
    with pytest.raises(Broken) as raised:
        withhold_response(response=answer, ground=" ", actor=owner, now=DURING)
    assert broken_by(raised) == ["response.withheld-with-ground"]
    assert withhold_response(response=answer, ground="Lov X § 1", actor=owner, now=DURING).withheld
    assert facts_for_gate(answer.consultation.edition_id, AFTER).unpublished == 0
    assert publish_response(response=answer, actor=owner, now=AFTER).withheld_ground == ""
    assert list(faults()) == []


def test_each_part_has_one_disposition_and_the_last_word_counts(answer: Response, owner: Actor) -> None:
    part = answer.parts.first()
    assert part is not None
    treat_part(part=part, result="later", answer=REPLY, actor=owner, now=DURING)
    treat_part(part=part, result="partly", answer=REPLY, actor=owner, now=AFTER)
    assert [row.result for row in Disposition.objects.filter(part=part)] == ["partly"]
    assert list(faults()) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.create(part=part, result="followed", by="x", at=AFTER)


def test_who_is_not_followed_is_told_why(answer: Response, owner: Actor) -> None:
    part = answer.parts.get(position=2)
    with pytest.raises(Broken) as raised:
        treat_part(part=part, result="not-followed", answer=Text(nb=" "), actor=owner, now=AFTER)
    assert broken_by(raised) == ["response.disposition-reasoned"]


def test_the_outcome_waits_for_deadline_publicity_and_every_part(
    answer: Response, hearing: Consultation, owner: Actor
) -> None:
    with pytest.raises(Broken) as raised:
        publish_outcome(consultation=hearing, actor=owner, now=DURING)
    assert broken_by(raised) == ["hearing.deadline-passed", "hearing.answers-public", "hearing.parts-treated"]
    treat_all(hearing, owner)
    published, _ = publish_outcome(consultation=hearing, actor=owner, now=AFTER)
    assert published.outcome_at == AFTER
    facts = facts_for_gate(hearing.edition_id, AFTER)
    assert (facts.parts, facts.untreated, facts.unpublished, facts.outcome_published) == (2, 0, 0, True)
    assert list(faults()) == []


def test_after_the_outcome_no_disposition_changes(answer: Response, hearing: Consultation, owner: Actor) -> None:
    treat_all(hearing, owner)
    publish_outcome(consultation=hearing, actor=owner, now=AFTER)
    part = answer.parts.get(position=1)
    with pytest.raises(Broken) as raised:
        treat_part(part=part, result="outside", answer=REPLY, actor=owner, now=AFTER)
    assert broken_by(raised) == ["response.treated-before-outcome"]


def test_publishing_the_outcome_again_writes_nothing(hearing: Consultation, owner: Actor) -> None:
    publish_outcome(consultation=hearing, actor=owner, now=AFTER)
    events = Event.objects.count()
    publish_outcome(consultation=hearing, actor=owner, now=AFTER + timedelta(days=1))
    assert (Event.objects.count(), Consultation.objects.get().outcome_at) == (events, AFTER)


def test_only_the_one_responsible_treats(answer: Response, hearing: Consultation, stranger: Actor) -> None:
    part = answer.parts.get(position=1)
    for actor in (stranger, visitor(), actor_with(Role.DECISION_MAKER), actor_with(Role.ADMINISTRATOR)):
        with pytest.raises(Denied):
            publish_response(response=answer, actor=actor, now=DURING)
        with pytest.raises(Denied):
            withhold_response(response=answer, ground="x", actor=actor, now=DURING)
        with pytest.raises(Denied):
            treat_part(part=part, result="followed", answer=REPLY, actor=actor, now=DURING)
        with pytest.raises(Denied):
            publish_outcome(consultation=hearing, actor=actor, now=AFTER)


def test_the_database_itself_refuses_what_no_rule_allows(answer: Response) -> None:
    for change in ({"publicity": "secret"}, {"publicity": "withheld", "withheld_ground": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Response.objects.filter(pk=answer.pk).update(**change)
    for change in ({"text": ""}, {"stance": "other"}, {"position": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            answer.parts.filter(position=2).update(**change)
