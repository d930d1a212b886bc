"""A small norm in two versions, with its chain, and a fixed key: invented, for the tests of publish."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from joserfc.jwk import OKPKey

from normverk.base.policy import Role
from normverk.norm.blocks import Paragraph
from normverk.norm.chain import Chain, Link
from normverk.norm.content import NormContent, Section
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.publish.actions import build_release, make_key
from normverk.publish.models import Release
from normverk.publish.package import ReleaseInput
from tests.conftest import actor_with

KEY = OKPKey.import_key(
    {"kty": "OKP", "crv": "Ed25519", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
     "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
)  # fmt: skip
"""The key of RFC 8037, appendix A."""
KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
OTHER_KEY = OKPKey.import_key(
    {"kty": "OKP", "crv": "Ed25519", "d": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
     "x": "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg"}
)  # fmt: skip

SOURCE = Source(title="Kilden", basis="own", url="https://example.org/kilde", note="For tests")


def text(words: str) -> Text:
    """The same words in three languages, told apart by a mark."""
    return Text(nb=words, nn=f"{words} (nn)", en=f"{words} (en)")


def pathway(second_limit: int = 7, *, valid_from: date = date(2015, 1, 1)) -> PathwayDefinition:
    """Referral, first attendance, decision; two clocks, the second with a limit that is to change."""
    return PathwayDefinition(
        id="A99",
        title=text("Prøveforløp"),
        code_system="urn:oid:2.16.578.1.12.4.1.1.8480",
        valid_from=valid_from,
        milestones=(
            Milestone("A", text("Henvisning mottatt"), (Code("A99A", "Start"),)),
            Milestone("S", text("Første fremmøte"), (Code("A99S", "Utredning"),)),
            Milestone("CK", text("Klinisk beslutning"), (Code("A99CK", "Beslutning"),), ends_pathway=True),
        ),
        clocks=(
            Clock("OF1", text("Til første fremmøte"), Selector("A"), Selector("S"), (_only_branch(7),)),
            Clock("OF2", text("Til beslutning"), Selector("S"), Selector("CK"), (_only_branch(second_limit),)),
        ),
        sources=(SOURCE,),
    )


def _only_branch(days: int) -> Branch:
    limit = Limit(days, Unit.CALENDAR_DAYS, SOURCE, warn_before=2)
    return Branch("", Text(nb="Alle", nn="Alle", en="All"), limit=limit)


def content(
    second_limit: int = 7, *, valid_from: date = date(2015, 1, 1), advice: str = "Ring pasienten tidlig."
) -> NormContent:
    """A pathway norm with one section."""
    return NormContent(
        kind="pathway",
        title=text("Prøvenorm"),
        purpose=text("Å prøve"),
        scope=text("Prøver"),
        target_group=text("De som prøver"),
        owner="Demonstrasjonsdirektoratet",
        sections=(Section("om", text("Om normen"), (Paragraph(text(advice)),)),),
        pathway=pathway(second_limit, valid_from=valid_from),
        sources=(SOURCE,),
        demonstration=True,
    )


CHAIN = Chain(
    links=(
        Link("need", "B-2026-001", text("Et behov"), "/needs/B-2026-001/", date(2026, 1, 5), text("Demosykehuset")),
        Link("case", "S-2026-001", text("En sak"), "/cases/S-2026-001/", date(2026, 1, 9), text("Normeier")),
        Link(
            "hearing",
            "H-2026-001",
            text("En høring"),
            "/consultations/H-2026-001/",
            date(2026, 1, 20),
            text("Normeier"),
        ),
        Link("decision", "S-2026-001/4", text("Videre"), "/cases/S-2026-001/#4", date(2026, 2, 27), text("Beslutter")),
    )
)


def release_input(**changes: Any) -> ReleaseInput:
    """What the first version is built from, with `changes`."""
    given = ReleaseInput(
        package_id="no.demo.normverk.prove",
        version="1.0.0",
        product="prove",
        edition="prove/1.0.0",
        hub="https://hub.example.org",
        content=content(),
        chain=CHAIN,
        change_note=text("Første versjon"),
        valid_from=date(2015, 1, 1),
    )
    return msgspec.structs.replace(given, **changes)


def publish_first(now: datetime, **changes: Any) -> Release:
    """Publishes version 1.0.0; makes the key when there is none."""
    return _publish(now, {"edition_number": "1.0.0", "content": content(), "previous": None} | changes)


def publish_second(now: datetime, **changes: Any) -> Release:
    """Publishes version 2.0.0, valid from 1 May 2021, with 12 days where there were 7."""
    later = content(12, valid_from=date(2021, 5, 1), advice="Ring pasienten samme dag.")
    return _publish(now, {"edition_number": "2.0.0", "content": later, "previous": "1.0.0"} | changes)


def _publish(now: datetime, given: dict[str, Any]) -> Release:
    administrator = actor_with(Role.ADMINISTRATOR)
    make_key(actor=administrator, now=now, key=KEY)
    return build_release(
        **{
            "product_slug": "prove",
            "edition_ref": f"prove/{given['edition_number']}",
            "chain": CHAIN,
            "change_note": text(f"Om {given['edition_number']}"),
            "actor": administrator,
            "now": now,
        }
        | given
    )
