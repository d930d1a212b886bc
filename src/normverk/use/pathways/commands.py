"""normverk pathway: evaluate files alone, take record events in, name patients and organisations, rebuild clocks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import msgspec
from django.conf import settings

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.base.languages import say
from normverk.base.policy import operator
from normverk.base.progress import Progress
from normverk.use.pathways import commands_figures
from normverk.use.pathways.command_files import bytes_of, day_of, norms_of
from normverk.use.pathways.command_since import with_changes
from normverk.use.pathways.engine import Norms, Person, Verdict, runs_of, verdict_of
from normverk.use.pathways.intake import Complaint, sift
from normverk.use.pathways.intake.people import read_births
from normverk.use.pathways.intake.wire import OrganisationNumber

_NumberOrNone = Annotated[str, msgspec.Meta(pattern="^([0-9]{9})?$")]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


def add_commands(commands: Subparsers) -> None:
    """Adds the commands."""
    pathway = add_group(commands, "pathway", help="Pathway clocks: take in record events and judge them.")
    _add_evaluate(pathway)
    intake = add_command(
        pathway,
        "intake",
        run_intake,
        help="Read files of record events into this installation; each file goes in whole or not at all.",
        example="normverk pathway intake events.ndjson",
    )
    intake.add_argument("files", nargs="+", metavar="FILE")
    intake.add_argument("--fhir", action="store_true", help="the files are FHIR R4 bundles")
    patients = add_command(
        pathway,
        "patients",
        run_patients,
        help="Read patients' identity numbers and labels from an NDJSON file.",
        example="normverk pathway patients patients.ndjson",
    )
    patients.add_argument("file", metavar="FILE")
    organisations = add_command(
        pathway,
        "organisations",
        run_organisations,
        help="Read organisations' names from a JSON object of organisation number to name.",
        example="normverk pathway organisations organisations.json",
    )
    organisations.add_argument("file", metavar="FILE")
    units = add_command(
        pathway,
        "units",
        run_units,
        help="Say which hospital units belong to, from a JSON object of the unit's organisation number to the hospital's; "
        "an empty number takes a unit out. Lists can then be narrowed to a hospital with its units, or to one of them.",
        example="normverk pathway units units.json",
    )
    units.add_argument("file", metavar="FILE")
    add_command(
        pathway,
        "rebuild",
        run_rebuild,
        help="Work out the clocks of all patients anew, after a release has been loaded or withdrawn.",
        example="normverk pathway rebuild",
    )
    commands_figures.add_commands(pathway)


def _add_evaluate(pathway: Subparsers) -> None:
    evaluate = add_command(
        pathway,
        "evaluate",
        run_evaluate,
        help="Judge the events in a file by the norms in release files; nothing is stored.",
        example="normverk pathway evaluate --release breast-2.0.0.tgz --events events.ndjson --people patients.ndjson --as-of 2022-04-30",
    )
    evaluate.add_argument("--release", nargs="+", required=True, metavar="FILE", help="release files to judge by")
    evaluate.add_argument("--events", required=True, metavar="FILE", help="NDJSON file of record events")
    evaluate.add_argument(
        "--people",
        metavar="FILE",
        help="NDJSON file of the patients with birth_date or identity_number; without it, what hangs on age is not known",
    )
    evaluate.add_argument("--as-of", required=True, metavar="DATE", help="the day to judge on, for instance 2022-04-30")
    evaluate.add_argument("--explain", action="store_true", help="add the derivation to each line (with --json)")
    evaluate.add_argument(
        "--since", metavar="DATE", help="add to each derivation what has changed since the end of that day, and why"
    )


def run_evaluate(parsed: argparse.Namespace) -> int:
    """Prints one line a patient, pathway, period and clock.

    Exit code 1 for a release not to be trusted, and when everything in the file was set aside.
    """
    from normverk.publish.package import NotTrusted
    from normverk.use.pathways.actions.intake import read_file

    as_of = day_of(parsed.as_of)
    try:
        norms = norms_of(parsed.release)
    except NotTrusted as wrong:
        print(f"normverk: {wrong}", file=sys.stderr)
        return 1
    sifted = sift(read_file(bytes_of(parsed.events), parsed.events, "ndjson", norms), norms, {})
    _complain(parsed.events, sifted.complaints)
    people = _people(parsed.people) if parsed.people else {}
    lines = _verdicts(sifted.events, norms, as_of, people=people, explained=parsed.explain or bool(parsed.since))
    if parsed.since:
        days = day_of(parsed.since, "--since"), as_of
        if days[0] > as_of:
            raise Unusable(f"--since {days[0]} is after --as-of {as_of}; nothing can have changed since then")
        lines = with_changes(lines, sifted.events, norms, people=people, days=days)
    if parsed.json:
        for verdict in lines:
            sys.stdout.write(msgspec.json.encode(verdict).decode() + "\n")
    else:
        print(_table(lines))
    return 1 if sifted.complaints and not sifted.events else 0


def run_intake(parsed: argparse.Namespace) -> int:
    """Takes files in, one transaction each; exit code 1 when everything in a file was set aside."""
    from normverk.use.pathways.actions import take_in

    answers = []
    nothing_usable = False
    for name in parsed.files:
        report = take_in(
            content=bytes_of(name),
            name=name,
            form="fhir" if parsed.fhir else "ndjson",
            actor=operator(),
            now=datetime.now(UTC),
            as_of=settings.AS_OF,
        )
        _complain(name, report.complaints)
        nothing_usable |= not {"taken-in", "unchanged"} & set(report.counts)
        answers.append(
            {
                "file": name,
                "lines": report.lines,
                "counts": report.counts,
                "patients": report.patients,
                "changed": report.run is not None and "taken-in" in report.counts,
                "intake": str(report.run.id) if report.run else None,
            }
        )
    show(parsed, answers if len(answers) > 1 else answers[0], "\n".join(_intake_line(answer) for answer in answers))
    return 1 if nothing_usable else 0


def run_patients(parsed: argparse.Namespace) -> int:
    """Names patients; exit code 1 when a line was set aside."""
    from normverk.use.pathways.actions import name_patients

    report = name_patients(content=bytes_of(parsed.file), name=parsed.file, actor=operator(), now=datetime.now(UTC))
    _complain(parsed.file, report.complaints)
    show(parsed, report.counts, f"{parsed.file}: {_counts(report.counts)}")
    return 1 if report.complaints else 0


def run_organisations(parsed: argparse.Namespace) -> int:
    """Names organisations."""
    from normverk.use.pathways.actions import name_organisations

    try:
        names = msgspec.json.decode(bytes_of(parsed.file), type=dict[OrganisationNumber, _Name])
    except msgspec.DecodeError as wrong:
        raise Unusable(
            f'{parsed.file}: write a JSON object of nine digits to name, as {{"310000019": "Demosykehuset Vest"}} ({wrong})'
        ) from None
    name_organisations(names=names, actor=operator(), now=datetime.now(UTC))
    show(parsed, {"organisations": len(names)}, f"{len(names)} organisations named")
    return 0


def run_units(parsed: argparse.Namespace) -> int:
    """Places units under hospitals."""
    from normverk.use.pathways.actions.units import place_units

    try:
        hospitals = msgspec.json.decode(bytes_of(parsed.file), type=dict[OrganisationNumber, _NumberOrNone])
    except msgspec.DecodeError as wrong:
        raise Unusable(
            f"{parsed.file}: write a JSON object of the unit's nine digits to the hospital's, or to an empty text "
            f"to take it out ({wrong})"
        ) from None
    changed = place_units(hospitals=hospitals, actor=operator(), now=datetime.now(UTC))
    show(parsed, {"read": len(hospitals), "changed": changed}, f"{len(hospitals)} read, {changed} placed otherwise")
    return 0


def run_rebuild(parsed: argparse.Namespace) -> int:
    """Rebuilds all clock states."""
    from normverk.use.pathways.actions import rebuild

    progress = Progress("rebuild")
    try:
        clocks = rebuild(actor=operator(), now=datetime.now(UTC), as_of=settings.AS_OF, seen=progress)
    finally:
        progress.end()
    show(parsed, {"clocks": clocks}, f"{clocks} clocks worked out")
    return 0


def _people(name: str) -> dict[str, Person]:
    births, complaints = read_births(bytes_of(name), name)
    _complain(name, complaints)
    return {patient: Person(birth) for patient, birth in births.items()}


def _verdicts(
    events: Sequence[Any], norms: Norms, as_of: date, *, people: Mapping[str, Person], explained: bool
) -> list[Verdict]:
    runs = runs_of(events, norms, seen_until=as_of, people=people)
    return [verdict_of(run, as_of, with_explanation=explained) for run in runs]


def _complain(name: str, complaints: Iterable[tuple[int, Complaint]]) -> None:
    for line, complaint in complaints:
        detail = f" ({complaint.detail})" if complaint.detail else ""
        print(f"{name}:{line}: {complaint.kind}: {say(f'intake.kind.{complaint.kind}', 'en')}{detail}", file=sys.stderr)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {say(f'intake.kind.{kind}', 'en')}" for kind, number in counts.items()) or "no lines"


def _intake_line(answer: dict[str, Any]) -> str:
    again = "" if answer["intake"] else "; this file was read before, nothing has changed"
    return f"{answer['file']}: {answer['lines']} lines: {_counts(answer['counts'])}{again}"


def _table(verdicts: Sequence[Verdict]) -> str:
    heads = (
        "patient",
        "pathway",
        "period",
        "clock",
        "branch",
        "verdict",
        "start",
        "stop",
        "due",
        "value",
        "limit",
        "reason",
    )
    rows = [heads, *(tuple(_cell(getattr(verdict, head)) for head in heads) for verdict in verdicts)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _cell(value: object) -> str:
    return "–" if value is None or value == "" else str(json.loads(msgspec.json.encode(value)))
