"""What the database tests share: the breast cancer norm loaded in two releases, and files of events to take in."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytest_django import Settings

from normverk.base.policy import Role
from normverk.norm.blocks import Paragraph
from normverk.norm.chain import Chain, Link
from normverk.norm.content import NormContent, Section
from normverk.norm.pathway import PathwayDefinition
from normverk.publish.actions import build_release, make_key
from normverk.use.pathways.actions import IntakeReport, take_in
from normverk.use.pathways.engine import RecordEvent
from tests.conftest import actor_with
from tests.publish.examples import KEY
from tests.use.pathways.breast import breast, text

AS_OF = date(2022, 4, 30)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHAIN = Chain(
    (
        Link(
            "need", "B-2026-001", text("Et behov"), "/needs/B-2026-001/", date(2020, 1, 5), text("Demosykehuset Vest")
        ),
        Link("case", "S-2026-001", text("En sak"), "/cases/S-2026-001/", date(2020, 1, 9), text("Normeier")),
        Link(
            "hearing", "H-2026-001", text("En høring"), "/consultations/H-2026-001/", date(2020, 5, 1), text("Normeier")
        ),
        Link(
            "decision", "S-2026-001/4", text("Godkjent"), "/cases/S-2026-001/#4", date(2020, 12, 1), text("Beslutter")
        ),
    )
)


def content(definition: PathwayDefinition) -> NormContent:
    """A norm around a pathway."""
    words = text("Oppdiktet for tester")
    return NormContent(
        kind="pathway",
        title=text("Brystkreft"),
        purpose=words,
        scope=words,
        target_group=words,
        owner="Demonstrasjonsdirektoratet",
        sections=(Section("tider", text("Tider"), (Paragraph(words),)),),
        pathway=definition,
        demonstration=True,
    )


def publish(version: str, definition: PathwayDefinition, previous: str | None) -> None:
    """Builds one release, with the key of the examples."""
    administrator = actor_with(Role.ADMINISTRATOR)
    make_key(actor=administrator, now=NOW, key=KEY)
    build_release(
        product_slug="brystkreft",
        edition_number=version,
        edition_ref=f"brystkreft/{version}",
        content=content(definition),
        chain=CHAIN,
        change_note=text("Ny"),
        previous=previous,
        actor=administrator,
        now=NOW,
    )


@pytest.fixture
def fixed_day(settings: Settings, tmp_path: Path) -> None:
    """The day that the lists of these tests stand on, and a folder of keys of the test's own."""
    settings.AS_OF = AS_OF
    settings.DATA = tmp_path


@pytest.fixture
def releases(db: None, fixed_day: None) -> None:
    """Both editions, published."""
    publish("1.0.0", breast(7, date(2015, 1, 1), date(2021, 4, 30)), None)
    publish("2.0.0", breast(12, date(2021, 5, 1)), "1.0.0")


Intake = Callable[..., IntakeReport]


@pytest.fixture
def intake(releases: None) -> Intake:
    """Takes in lines: events, dicts or raw text."""

    def run(lines: Sequence[RecordEvent | dict[str, Any] | str], form: Any = "ndjson") -> IntakeReport:
        return take_in(
            content=ndjson(lines),
            name="events.ndjson",
            form=form,
            actor=actor_with(Role.ADMINISTRATOR),
            now=NOW,
            as_of=AS_OF,
        )

    return run


def ndjson(lines: Sequence[RecordEvent | dict[str, Any] | str]) -> bytes:
    """The lines as a file."""
    written = [
        line if isinstance(line, str) else json.dumps(plain(line) if isinstance(line, RecordEvent) else line)
        for line in lines
    ]
    return ("\n".join(written) + "\n").encode()


def plain(event: RecordEvent, **changes: Any) -> dict[str, Any]:
    """An event as the fields of a line; fields set to None are left out."""
    fields = {key: value for key, value in msgspec.to_builtins(event).items() if value != ""}
    return {key: value for key, value in (fields | changes).items() if value is not None}
