"""Walking a case through the process by its actions, as persons do; for tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.test import Client

from normverk.base.accounts.actions import make_account
from normverk.base.accounts.models import Account
from normverk.base.policy import Actor, Role, system, visitor
from normverk.govern.catalogue.actions import submit_for_review
from normverk.govern.consultation.actions import (
    PartText,
    Sender,
    open_consultation,
    publish_response,
    send_response,
    treat_part,
)
from normverk.govern.consultation.models import Consultation
from normverk.govern.process.actions import assess_need, decide, open_case, report_need, save_inquiry, waive_rule
from normverk.govern.process.actions.cases import InquiryText, NewProduct
from normverk.govern.process.models import Case, Need
from normverk.govern.process.queries import find_case
from normverk.norm.content import NormContent
from normverk.norm.days import local_date
from normverk.norm.text import Text
from tests.conftest import actor_with
from tests.govern.catalogue.samples import pathway_content, same

OWNER = actor_with(Role.NORM_OWNER, id="00000000-0000-4000-8000-000000000001")
DECIDER = actor_with(Role.DECISION_MAKER, id="00000000-0000-4000-8000-000000000002")
REASON = "The ground that has been laid is good enough to go on from."
WHY_WAIVED = "The change mends a wrong table in the norm, and the patients concerned cannot wait three months."
GOOD_INQUIRY = InquiryText(
    level="guideline",
    analysis="minimum",
    answers=tuple(f"Svar {number}." for number in range(1, 7)),
    essential_effects=True,
    purpose=same("Rask behandling."),
    scope=same("Sykehus."),
    target_group=same("Ansatte."),
    planned_owner="Demonstrasjonsdirektoratet",
    involvement="Tre sykehus var med i en arbeidsgruppe.",
    uptake="Opplæring og støtte i journalen.",
)


@dataclass(frozen=True)
class Walk:
    """A case under way and the day it has come to; each step returns a new one."""

    case: Case
    now: datetime

    def fresh(self) -> Walk:
        """The case as it stands in the database."""
        case = find_case(self.case.ref)
        assert case is not None
        return replace(self, case=case)

    def on(self, *, actor: Actor = DECIDER) -> Walk:
        """Decides to go on."""
        decide(case=self.case, outcome="on", reason=REASON, actor=actor, now=self.now)
        return self.fresh()

    def later(self, days: int) -> Walk:
        """The same case some days later."""
        return replace(self, now=self.now + timedelta(days=days))

    def inquire(self, text: InquiryText = GOOD_INQUIRY) -> Walk:
        """Writes the inquiry."""
        from normverk.govern.process.queries import inquiry_of

        known = inquiry_of(self.case)
        save_inquiry(case=self.case, text=text, begun_from=known.version if known else 0, actor=OWNER, now=self.now)
        return self.fresh()

    def submit(self) -> Walk:
        """Hands the draft in for review."""
        submit_for_review(edition=self.case.edition, actor=OWNER, now=self.now)
        return self.fresh()

    def hear(self, days: int = 100, *, waiver: str = "", waived: frozenset[str] = frozenset()) -> Walk:
        """Holds a hearing of that many days with one answer, which is published and treated; ends after it."""
        hearing, _ = open_consultation(
            edition=self.case.edition,
            opens=local_date(self.now),
            closes=local_date(self.now) + timedelta(days=days),
            actor=OWNER,
            now=self.now,
            waived=waived,
            waiver_ref=waiver,
            deviation_reason="Haster." if days < 90 else "",
        )
        after = self.later(days + 1)
        answer(hearing, self.now, after.now)
        return after.fresh()


def answer(hearing: Consultation, now: datetime, after: datetime) -> None:
    """One answer to a hearing, sent at `now` and treated at `after`."""
    response = send_response(
        consultation=hearing,
        sender=Sender("Kari Nordmann (oppdiktet)", "Demosykehuset Vest"),
        parts=(PartText("", "supports", "Dette er en god norm."),),
        language="nb",
        actor=visitor(),
        now=now,
    )
    publish_response(response=response, actor=OWNER, now=after)
    treat_part(part=response.parts.get(), result="followed", answer=Text(nb="Takk."), actor=OWNER, now=after)


def a_need(now: datetime, title: str = "Grensene er uklare") -> Need:
    """A need reported by a visitor."""
    return report_need(
        title=title,
        text="Grensene i forløpet er vanskelige å forstå for dem som skal følge dem.",
        source="enterprise",
        language="nb",
        actor=visitor(),
        now=now,
        reporter_name="Ola Nordmann",
        email="ola@example.org",
    )


def assessed_need(now: datetime) -> Need:
    """A need that should be inquired into."""
    return assess_need(need=a_need(now), assessment="inquire", text="Bør utredes.", priority=2, actor=OWNER, now=now)


def begin(now: datetime, *, content: NormContent | None = None, slug: str = "oppdiktet") -> Walk:
    """A case just opened from an assessed need, on a new norm."""
    product = NewProduct(slug, "pathway", same("Oppdiktet forløp"), "Demonstrasjonsdirektoratet")
    case = open_case(
        need=assessed_need(now),
        product=product,
        content=content or pathway_content(valid_from=date(2026, 9, 1)),
        actor=OWNER,
        now=now,
    )
    return Walk(case, now).fresh()


def at_hearing_phase(now: datetime) -> Walk:
    """A case in the phase of hearing and evaluating."""
    return begin(now).later(1).on().later(1).inquire().later(1).on().later(1).on().later(1)


def ready_to_approve(now: datetime) -> Walk:
    """A case at the gate of approval with nothing left to do."""
    return at_hearing_phase(now).hear().submit()


def waive_six_weeks(walk: Walk) -> str:
    """Waives the rule of six weeks, and returns the waiver's reference."""
    return waive_rule(case=walk.case, rule="hearing.six-weeks", reason=WHY_WAIVED, actor=DECIDER, now=walk.now).ref


def browser(actor: Actor | None, now: datetime, language: str = "nb") -> Client:
    """A browser in one language, logged in as the actor (an account is made) or not at all."""
    client = Client(headers={"accept-language": language})
    if actor is not None:
        if not Account.objects.filter(pk=actor.id).exists():
            roles = tuple(grant for grant in actor.grants if grant.role is not Role.VISITOR)
            name = f"user-{actor.id[-4:]}"
            make_account(username=name, display_name=name, grants=roles, actor=system(), now=now, id=UUID(actor.id))
        session = client.session
        session["account"] = actor.id
        session.save()
    return client
