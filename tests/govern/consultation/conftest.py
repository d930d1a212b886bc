"""An edition to hear, the one responsible for it, and a clock that the pages can be set by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from normverk.base.accounts.actions import make_account
from normverk.base.policy import Actor, Grant, Role
from normverk.govern.catalogue.actions import begin_edition, make_product
from normverk.govern.catalogue.models import Edition
from normverk.govern.consultation.actions import PartText, Sender, open_consultation, send_response
from normverk.govern.consultation.models import Consultation, Response
from normverk.norm.blocks import BulletList, Item, Paragraph
from normverk.norm.content import NormContent, Section
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from tests.conftest import actor_with

OPENS = date(2026, 3, 2)
CLOSES = date(2026, 6, 2)


def at(day: date, hour: int = 12) -> datetime:
    """The day at an hour in Norway."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Oslo"))


DURING = at(OPENS + timedelta(days=10))
AFTER = at(CLOSES + timedelta(days=1))


def words(text: str) -> Text:
    """A text that can be told apart in each language."""
    return Text(nb=f"{text} bokmål", nn=f"{text} nynorsk", en=f"{text} English")


def content(title: str = "Testforløp") -> NormContent:
    """A small pathway with two sections, one of them nested, and one clock with two treatments."""
    limit = Limit(14, Unit.CALENDAR_DAYS, Source("Own table", "own"))
    clock = Clock(
        id="OF1",
        title=words("Klokke"),
        start=Selector("start"),
        stop=Selector("stop"),
        branches=(Branch("surgery", words("Kirurgi"), ("S",), limit), Branch("other", words("Annet"), ("X",))),
    )
    pathway = PathwayDefinition(
        id="test",
        title=words(title),
        code_system="urn:oid:1.2.3",
        valid_from=date(2027, 1, 1),
        milestones=(
            Milestone("start", words("Start"), (Code("A", "Start"),)),
            Milestone("stop", words("Stopp"), (Code("S", "Kirurgi"), Code("X", "Annet")), ends_pathway=True),
        ),
        clocks=(clock,),
    )
    return NormContent(
        kind="pathway",
        title=words(title),
        purpose=words("Formål"),
        scope=words("Bruksområde"),
        target_group=words("Målgruppe"),
        owner="Demonstrasjonsdirektoratet",
        sections=(
            Section("referral", words("Henvisning"), (Paragraph(words("Avsnitt")),)),
            Section(
                "work-up",
                words("Utredning"),
                (BulletList((Item(words("Punkt")),)),),
                (Section("imaging", words("Bildediagnostikk")),),
            ),
        ),
        pathway=pathway,
        demonstration=True,
    )


@pytest.fixture
def owner(administrator: Actor, db: None, now: datetime) -> Actor:
    """The norm owner who is responsible for the edition; a real account, so that the pages know the person too."""
    return person("owner", Role.NORM_OWNER, administrator, now)


@pytest.fixture
def stranger(administrator: Actor, db: None, now: datetime) -> Actor:
    """Another norm owner, responsible for something else."""
    return person("stranger", Role.NORM_OWNER, administrator, now)


def person(username: str, role: Role, administrator: Actor, now: datetime) -> Actor:
    """An account as an actor."""
    account = make_account(
        username=username, display_name=username, grants=(Grant(role),), actor=administrator, now=now
    )
    return actor_with(role, id=str(account.id))


@pytest.fixture
def edition(owner: Actor, now: datetime) -> Edition:
    """A draft edition."""
    product = make_product(
        slug="testforlop", kind="pathway", title=words("Testforløp"), owner="Direktoratet", actor=owner, now=now
    )
    return begin_edition(product=product, number="1.0.0", content=content(), responsible=owner.id, actor=owner, now=now)


@pytest.fixture
def hearing(edition: Edition, owner: Actor) -> Consultation:
    """An ordinary hearing from 2 March to 2 June 2026."""
    return open_consultation(edition=edition, opens=OPENS, closes=CLOSES, actor=owner, now=at(OPENS))[0]


@pytest.fixture
def answer(hearing: Consultation) -> Response:
    """An answer in two parts, sent in time by somebody without an account."""
    return send(hearing)


def send(hearing: Consultation, *, now: datetime = DURING, text: str = "Fristen er for kort.") -> Response:
    """Sends an answer about the draft as a whole and about one clock."""
    from normverk.base.policy import visitor

    return send_response(
        consultation=hearing,
        sender=Sender("Kari Nordmann", "Fagforeningen", "kari@example.org", "Medlemmene"),
        parts=(
            PartText("", "comment", "Et godt utkast."),
            PartText("clock-OF1", "objects", text, quotation="14 kalenderdager"),
        ),
        language="nb",
        actor=visitor(),
        now=now,
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the moment at which the pages believe to be asked."""
    from normverk.govern.consultation.views import common

    def put(moment: datetime) -> None:
        monkeypatch.setattr(common, "present", lambda: moment)

    put(DURING)
    return put


def client_of(actor: Actor | None, language: str = "nb") -> Client:
    """A browser in one language; logged in when an actor is given."""
    client = Client(headers={"accept-language": language})
    if actor is not None:
        session = client.session
        session["account"] = actor.id
        session.save()
    return client
