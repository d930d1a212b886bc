"""normverk pathway npr-check: what the registry would answer to a file of record events, before it is sent."""

from __future__ import annotations

import argparse
import gc
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.base.progress import Progress
from normverk.norm.text import LANGUAGES
from normverk.use.pathways.engine import RecordEvent, settle
from normverk.use.reporting.npr import Person, Told, check_patient
from normverk.use.reporting.printed import Answer, place, plain, set_aside_lines, text

NEED_PATIENTS: Final = frozenset({"100", "116", "117", "216"})
"""Feedback that nothing can be said of without a file of patients."""
_STEP: Final = 2000


@dataclass(frozen=True)
class Asked:
    """What is asked for: the day after which events are not seen, and whose codes are told of (empty: everybody's)."""

    as_of: date | None
    org: str


def add_commands(commands: Subparsers) -> None:
    """Adds the command to the group of pathways."""
    pathway = add_group(commands, "pathway", help="Pathway clocks: take in record events and judge them.")
    check = add_command(
        pathway,
        "npr-check",
        run_check,
        help="Say which feedback the patient registry (NPR) would give to the events in a file; nothing is stored. "
        "Exit code 0: nothing to mend, 1: something is, 2: the file cannot be read.",
        example="normverk pathway npr-check --events events.ndjson --patients patients.ndjson",
    )
    check.add_argument("--events", required=True, metavar="FILE", help="NDJSON file of record events")
    check.add_argument(
        "--patients",
        metavar="FILE",
        help="NDJSON file of the patients who are reported, with birth_date or identity_number; without it nothing is "
        "said of identity and age",
    )
    check.add_argument("--as-of", metavar="DATE", help="leave out events after this day, for instance 2022-04-30")
    check.add_argument("--org", default="", metavar="NUMBER", help="tell only of the codes of this organisation")
    check.add_argument("--language", choices=LANGUAGES, default="nb", help="the language of what is told")


def run_check(parsed: argparse.Namespace) -> int:
    """Prints what is to be mended, event by event."""
    from normverk.use.reporting.files import read_events, read_patients

    asked = Asked(_day(parsed.as_of), parsed.org)
    reading = Progress("reading")
    with without_collection():
        read = read_events(parsed.events, reading)
        reading.end()
        persons, wrong = read_patients(parsed.patients) if parsed.patients else ({}, [])
        unjudged = frozenset() if parsed.patients else NEED_PATIENTS
        if asked.org and not any(event.org == asked.org for event in read.events):
            raise Unusable(f"--org is «{asked.org}»; no event in {parsed.events} is registered by that organisation")
        told = sorted(_checked(settle(read.events), persons, unjudged, asked), key=place)
        aside = [*((parsed.events, *one) for one in read.complaints), *((parsed.patients, *one) for one in wrong)]
        answer = Answer(parsed.events, read.lines, tuple(told), unjudged, tuple(aside))
        for line in set_aside_lines(answer, parsed.language):
            print(line, file=sys.stderr)
        if parsed.json:
            show(parsed, {"as_of": asked.as_of, "org": asked.org} | plain(answer, parsed.language), "")
        else:
            print(text(answer, parsed.language))
    return 1 if aside or any(one.given for one in told) else 0


@contextmanager
def without_collection() -> Iterator[None]:
    """Python's search for cycles off: there are none among millions of events, and looking costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _checked(
    events: tuple[RecordEvent, ...], persons: dict[str, Person], unjudged: frozenset[str], asked: Asked
) -> Iterator[Told]:
    by_patient: dict[str, list[RecordEvent]] = defaultdict(list)
    for event in events:
        by_patient[event.patient].append(event)
    checking = Progress("checking")
    absent = Person(identified=False)
    for number, (patient, held) in enumerate(by_patient.items()):
        for told in check_patient(held, persons.get(patient, absent), as_of=asked.as_of, unjudged=unjudged):
            if not asked.org or told.event.org == asked.org:
                yield told
        if number % _STEP == 0:
            checking(number, len(by_patient))
    checking.end()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unusable(f"--as-of is «{text}»; write a date such as 2022-04-30") from None
