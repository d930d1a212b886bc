"""Takes the demonstration's cases through the process by the same actions that people use, on the days of their story."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from importlib.resources import files

import msgspec
from django.db import transaction

from normverk.base.jobs.worker import run_due
from normverk.base.policy import visitor
from normverk.govern.catalogue.actions import save_draft, submit_for_review
from normverk.govern.catalogue.cowriters import name_writer
from normverk.govern.catalogue.models import Product
from normverk.govern.consultation.actions.answers import PartText, Sender, send_response
from normverk.govern.consultation.actions.hearings import open_consultation, publish_outcome
from normverk.govern.consultation.actions.treatment import publish_response, treat_part
from normverk.govern.consultation.models import Consultation, ResponsePart
from normverk.govern.process.actions.cases import InquiryText, NewProduct, open_case, save_inquiry
from normverk.govern.process.actions.decisions import decide
from normverk.govern.process.actions.needs import assess_need, report_need
from normverk.govern.process.models import Case, Need
from normverk.norm.content import NormContent, read_content
from normverk.publish.default_rules import with_default_rules
from normverk.sim.demonstration.examples import NAMES, example
from normverk.sim.demonstration.persons import person
from normverk.sim.demonstration.stories import LOOSE_NEEDS, Story, finished, heard, waiting

OWNER, DECIDER = "demo-normeier", "demo-beslutter"


def norm(name: str) -> NormContent:
    """A demonstration norm by its file name, with the data rules that go with its codes; FileNotFoundError when there is none."""
    folder = "products" if name in NAMES else "norms"
    file = files("normverk.sim").joinpath(f"{folder}/{name}.json")
    content = read_content(json.loads(file.read_text(encoding="utf-8")))
    if content.pathway is None:
        return content
    return msgspec.structs.replace(content, pathway=with_default_rules(content.pathway))


def tell_all(*, today: date, say: Callable[[str], None]) -> None:
    """Makes every case and need that is not there yet; `say` is told what is being done."""
    known = set(Need.objects.values_list("title", flat=True))
    examples = (example(name, norm(name)) for name in NAMES)
    for story in (*finished(), heard(today), waiting(today), *examples):
        if story.need_title not in known:
            say(f"case: {story.slug} {story.number}")
            tell(story)
    for loose in LOOSE_NEEDS:
        if loose.title not in known:
            need = report_need(
                title=loose.title,
                text=loose.text,
                source=loose.source,
                language=loose.language,
                actor=visitor(),
                now=at(today, 8),
            )
            if loose.assessment:
                assess_need(
                    need=need,
                    assessment="inquire",
                    text=loose.assessment,
                    priority=2,
                    actor=person(OWNER),
                    now=at(today, 9),
                )


def _content(story: Story) -> NormContent:
    return norm(story.norm) if isinstance(story.norm, str) else story.norm


@transaction.atomic
def tell(story: Story) -> Case:
    """Takes one story as far as its calendar goes, or nowhere at all when something is refused."""
    case = _begin(story)
    days = story.calendar
    if days.inquired is None:
        return case
    _inquire(case, story, days.inquired)
    _decide(case, days.inquired, "Utredningen svarer på de seks spørsmålene. Vi lager et utkast.")
    if days.drafted is None:
        return case
    if case.edition.valid_from is None:
        _date(case, story, days.drafted)
    _decide(case, days.drafted, "Utkastet er ferdig nok til at alle kan mene noe om det. Det går til høring.")
    if days.heard_from is None or days.heard_to is None:
        return case
    hearing = _hear(case, story, days.heard_from, days.heard_to)
    if days.approved is None:
        return case
    _answer_back(hearing, story, days.approved)
    _decide(case, days.approved, "Svarene er behandlet og publisert. Utgaven godkjennes.")
    released = at(days.approved, 14)
    run_due(now_fn=lambda: released)
    if days.in_use is not None:
        _decide(case, days.in_use, "Utgivelsen er tatt i bruk. Utgaven går over i vedlikehold.")
    return case


def at(day: date, hour: int) -> datetime:
    """A moment on a day of the story."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def _begin(story: Story) -> Case:
    days = story.calendar
    need = report_need(
        title=story.need_title,
        text=story.need_text,
        source=story.source,
        language="nb",
        reporter_name=story.reporter,
        organisation=story.organisation,
        actor=visitor(),
        now=at(days.reported, 9),
    )
    assess_need(
        need=need,
        assessment="inquire",
        text=story.assessment,
        priority=1,
        actor=person(OWNER),
        now=at(days.opened, 8),
    )
    need.refresh_from_db()
    known = Product.objects.filter(slug=story.slug).first()
    content = _content(story)
    case = open_case(
        need=need,
        product=known or NewProduct(story.slug, content.kind, story.title, "Demodirektoratet"),
        content=content,
        number=story.number,
        change_note=story.change_note,
        actor=person(OWNER),
        now=at(days.opened, 9),
    )
    for writer in story.writers:
        name_writer(edition=case.edition, writer=person(writer).id, actor=person(OWNER), now=at(days.opened, 10))
    _decide(case, days.opened, "Behovet er vurdert og prioritert. Det utredes.")
    return case


def _inquire(case: Case, story: Story, day: date) -> None:
    content = _content(story)
    save_inquiry(
        case=case,
        text=InquiryText(
            level="guideline",
            analysis="minimum",
            answers=story.questions,
            essential_effects=True,
            purpose=story.purpose,
            scope=content.scope,
            target_group=content.target_group,
            planned_owner="Demodirektoratet",
            involvement="Arbeidsgruppe med forløpskoordinatorer, klinikere, brukere og leverandører (oppdiktet).",
            uptake="Utgivelsen leses av journalsystemene. Endringen varsles i strømmen av utgivelser.",
        ),
        begun_from=0,
        actor=person(OWNER),
        now=at(day, 8),
    )


def _date(case: Case, story: Story, day: date) -> None:
    """Says from which day a norm is in force that has no pathway to say it."""
    edition = case.edition
    edition.refresh_from_db()
    save_draft(
        edition=edition,
        content=_content(story),
        change_note=story.change_note,
        begun_from=edition.revision_id,
        valid_from=story.calendar.in_use,
        actor=person(OWNER),
        now=at(day, 9),
    )


def _hear(case: Case, story: Story, opens: date, closes: date) -> Consultation:
    hearing, _ = open_consultation(
        edition=case.edition,
        opens=opens,
        closes=closes,
        invited=("Demosykehuset Vest", "Demosykehuset Midt", "Demosykehuset Nord"),
        actor=person(OWNER),
        now=at(opens, 8),
    )
    for number, answer in enumerate(story.answers):
        response = send_response(
            consultation=hearing,
            sender=Sender(answer.name, answer.organisation),
            parts=(PartText(answer.anchor, answer.stance, answer.text),),
            language="nb",
            actor=visitor(),
            now=at(opens, 10 + number),
        )
        publish_response(response=response, actor=person(OWNER), now=at(opens, 15 + number))
    return hearing


def _answer_back(hearing: Consultation, story: Story, day: date) -> None:
    for answer, part in zip(
        story.answers,
        ResponsePart.objects.filter(response__consultation=hearing).order_by("response__ref"),
        strict=True,
    ):
        treat_part(part=part, result=answer.result, answer=answer.reply, actor=person(OWNER), now=at(day, 8))
    publish_outcome(consultation=hearing, actor=person(OWNER), now=at(day, 9))
    edition = hearing.edition
    edition.refresh_from_db()
    submit_for_review(edition=edition, actor=person(OWNER), now=at(day, 10))


def _decide(case: Case, day: date, reason: str) -> None:
    case.refresh_from_db()
    decide(case=case, outcome="on", reason=reason, actor=person(DECIDER), now=at(day, 12))
