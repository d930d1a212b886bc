"""Opening a case, writing its inquiry, and judging changes after a hearing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.catalogue.actions import begin_edition, make_product, save_draft
from normverk.govern.catalogue.editing import template_of
from normverk.govern.catalogue.models import Product
from normverk.govern.catalogue.queries import editions_of, next_number
from normverk.govern.catalogue.references import CASE, next_reference
from normverk.govern.catalogue.rules import SavingFacts
from normverk.govern.consultation.queries import facts_for_gate
from normverk.govern.process.definition import CURRENT, definition
from normverk.govern.process.events import CaseOpened, ChangeAssessed, InquirySaved
from normverk.govern.process.models import (
    Case,
    ChangeAssessment,
    Inquiry,
    Need,
    PhaseRun,
    ProcessDefinition,
)
from normverk.govern.process.rules import OpeningFacts
from normverk.norm.content import NormContent, ProductKind, to_plain
from normverk.norm.days import local_date
from normverk.norm.text import Text


@dataclass(frozen=True)
class NewProduct:
    """What a norm that does not exist yet is to be called. `slug` is its name in addresses for ever."""

    slug: str
    kind: ProductKind
    title: Text
    owner: str


@dataclass(frozen=True)
class InquiryText:
    """Everything an inquiry says. `answers` are six, in the order of the questions; `essential_effects` None: not said."""

    level: str
    analysis: str
    answers: tuple[str, ...] = ()
    larger_effects: bool = False
    essential_effects: bool | None = None
    purpose: Text = field(default_factory=lambda: Text(nb=""))
    scope: Text = field(default_factory=lambda: Text(nb=""))
    target_group: Text = field(default_factory=lambda: Text(nb=""))
    planned_owner: str = ""
    involvement: str = ""
    uptake: str = ""


@transaction.atomic
def open_case(
    *,
    need: Need,
    product: Product | NewProduct,
    actor: Actor,
    now: datetime,
    content: NormContent | None = None,
    number: str = "",
    change_note: Text | None = None,
) -> Case:
    """Opens a case from an assessed need, with the draft edition it will end in, in the first phase of the process.

    A product that is new is made. The draft begins from `content`, or from the product's newest edition, or empty.
    The actor becomes the one responsible. Broken when the need is not assessed, or has a case already.
    """
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    require(actor, "case.open", need.policy_facts())
    taken = Case.objects.filter(need=need).first()
    uphold(OpeningFacts(need.assessment, taken.ref if taken else ""), on=local_date(now))
    product = product if isinstance(product, Product) else _made(product, actor, now)
    edition = begin_edition(
        product=product,
        number=number or next_number(product),
        content=content or _beginning(product),
        responsible=actor.id,
        change_note=change_note,
        actor=actor,
        now=now,
    )
    process, fresh = _pinned(now)
    case = Case(
        ref=next_reference(Case, CASE, local_date(now).year),
        need=need,
        product=product,
        edition=edition,
        definition=process,
        responsible=actor.id,
        phase=process.read().phases[0].id,
        opened_at=now,
    )
    case.save(force_insert=True)
    run = PhaseRun.objects.create(case=case, phase=case.phase, number=1, entered_at=now)
    opened = CaseOpened(
        case=case.ref, need=need.ref, edition=edition.ref, process=str(process), definition=process.digest
    )
    record(data=opened, subject=f"case/{case.ref}", actor=actor, now=now, rows=[*fresh, case, run])
    return case


@transaction.atomic
def save_inquiry(*, case: Case, text: InquiryText, begun_from: int, actor: Actor, now: datetime) -> Inquiry:
    """Saves the inquiry of a case. `begun_from` is the version the writer started from (0: none); Broken if outdated.

    As long as the draft does not say what it is for, it takes purpose, scope and target group from the inquiry.
    """
    case = locked(case)
    require(actor, "case.work", case.policy_facts())
    inquiry = Inquiry.objects.filter(case=case).first() or Inquiry(case=case)
    under_way = case.state in {"running", "postponed"} and case.edition.state in {"draft", "review"}
    uphold(
        SavingFacts("draft" if under_way else case.edition.state, str(begun_from), str(inquiry.version)),
        on=local_date(now),
    )
    for name in ("level", "analysis", "larger_effects", "essential_effects", "planned_owner", "involvement", "uptake"):
        setattr(inquiry, name, getattr(text, name))
    inquiry.answers = list(text.answers)
    inquiry.purpose, inquiry.scope = to_plain(text.purpose), to_plain(text.scope)
    inquiry.target_group = to_plain(text.target_group)
    inquiry.authors = list(dict.fromkeys([*inquiry.authors, actor.id]))
    inquiry.version += 1
    inquiry.saved_at = now
    inquiry.save()
    record(
        data=InquirySaved(
            case=case.ref,
            version=inquiry.version,
            level=text.level,
            analysis=text.analysis,
            answered=sum(bool(answer.strip()) for answer in text.answers),
        ),
        subject=f"case/{case.ref}",
        actor=actor,
        now=now,
        rows=[inquiry],
    )
    _tell_draft(case, text, actor, now)
    return inquiry


@transaction.atomic
def assess_change(*, case: Case, material: bool, reason: str, actor: Actor, now: datetime) -> ChangeAssessment:
    """Judges, with reasons, whether what changed between the text heard and the present one is material.

    ValueError when there is no hearing, or nothing has changed.
    """
    case = locked(case)
    require(actor, "case.work", case.policy_facts())
    heard, present = facts_for_gate(case.edition_id, now).revision_digest, case.edition.revision_id
    if heard in {"", present}:
        raise ValueError(f"{case.ref} has no text that differs from the one heard")
    number = ChangeAssessment.objects.filter(case=case).count() + 1
    assessment = ChangeAssessment(
        ref=f"{case.ref}/E{number}",
        case=case,
        heard=heard,
        present=present,
        material=material,
        reason=reason.strip(),
        assessed_by=actor.id,
        assessed_at=now,
    )
    assessment.save(force_insert=True)
    record(
        data=ChangeAssessed(case=case.ref, assessment=assessment.ref, heard=heard, present=present, material=material),
        subject=f"case/{case.ref}",
        actor=actor,
        now=now,
        reason=assessment.reason,
        rows=[assessment],
    )
    return assessment


def locked(case: Case) -> Case:
    """The case as it stands now, held until the end of the transaction."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("edition__product", "edition__revision", "need", "definition", "product").get(pk=case.pk)


def _made(new: NewProduct, actor: Actor, now: datetime) -> Product:
    return make_product(slug=new.slug, kind=new.kind, title=new.title, owner=new.owner, actor=actor, now=now)


def _beginning(product: Product) -> NormContent:
    """What a new draft starts from: the newest edition of the product, or its head and the template of its kind."""
    newest = next((edition for edition in editions_of(product) if edition.state != "discarded"), None)
    if newest is not None:
        return newest.revision.read()
    empty = Text(nb="")
    return NormContent(
        kind=product.kind,  # type: ignore[arg-type]  # the database holds only known kinds
        title=product.title_text,
        purpose=empty,
        scope=empty,
        target_group=empty,
        owner=product.owner,
        sections=template_of(product.kind),
    )


def _pinned(now: datetime) -> tuple[ProcessDefinition, list[ProcessDefinition]]:
    """The present process as a row, and the rows written to have it: none when some case is pinned to it already."""
    process = definition(CURRENT)
    known = ProcessDefinition.objects.filter(pk=process.digest).first()
    if known is not None:
        return known, []
    row = ProcessDefinition(
        digest=process.digest,
        code=process.id,
        version=process.version,
        content=msgspec.to_builtins(process),
        recorded_at=now,
    )
    row.save(force_insert=True)
    return row, [row]


def _tell_draft(case: Case, text: InquiryText, actor: Actor, now: datetime) -> None:
    """Gives the draft what it is for, where it says nothing itself."""
    edition = case.edition
    if edition.state != "draft" or edition.responsible != actor.id:
        return
    content = edition.revision.read()
    missing = {
        name: getattr(text, name)
        for name in ("purpose", "scope", "target_group")
        if not getattr(content, name).in_language("nb") and getattr(text, name).in_language("nb")
    }
    if missing:
        save_draft(
            edition=edition,
            content=msgspec.structs.replace(content, **missing),
            begun_from=edition.revision_id,
            valid_from=edition.valid_from,
            valid_to=edition.valid_to,
            actor=actor,
            now=now,
        )
