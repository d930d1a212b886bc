"""The command `normverk pathway whatif`: try a draft on the events stored here, look, and send only day histograms."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from normverk.base.commands import Refused, Subparsers, Unusable, add_command, add_group, show
from normverk.base.policy import operator
from normverk.base.progress import Progress
from normverk.learn.collect import NoPatientsHere
from normverk.learn.commands import as_of_day, day_argument
from normverk.learn.histogram import Summary
from normverk.learn.whatif.actions import CannotTry, keep_run, send_run
from normverk.learn.whatif.answer import Answer, digest
from normverk.learn.whatif.running import run_trial
from normverk.learn.whatif.views_here import Beside, beside
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.pathway_faults import faults
from normverk.publish.keys import trusted_keys
from normverk.publish.package import NotTrusted
from normverk.publish.trials import FORMAT, SIZE_LIMIT, Trial, read_trial

_WHY = {
    "nothing": "nothing has been tried here yet",
    "no-hub": "there is no hub to send to; set NORMVERK_HUB to its address",
}


def add_commands(commands: Subparsers) -> None:
    """Adds `whatif` to the group `pathway`."""
    command = add_command(
        add_group(commands, "pathway", help="pathway clocks on patients' events"),
        "whatif",
        _whatif,
        help="try a draft on the events stored here; only day histograms come of it, and their counts are exact",
        example="normverk pathway whatif --draft trial.json --out answer.json",
    )
    command.add_argument("--draft", required=True, metavar="FILE", help="a trial from the hub, or a pathway as JSON")
    command.add_argument("--from", dest="first", type=_month, metavar="MONTH", help="for a pathway as JSON: 2021-05")
    command.add_argument("--to", dest="last", type=_month, metavar="MONTH", help="for a pathway as JSON: 2022-04")
    command.add_argument(
        "--as-of", type=day_argument, help="the day to look from; the default is the day the lists show"
    )
    command.add_argument("--out", metavar="FILE", help="write the answer, just as it would be sent")
    command.add_argument(
        "--keep", action="store_true", help="keep the answer to be seen at /whatif/ and sent from there"
    )
    command.add_argument("--send", action="store_true", help="keep the answer and send it to the hub")


def _whatif(parsed: argparse.Namespace) -> int:
    file = _read(parsed.draft)
    trial, is_signed = _trial(file, parsed)
    if (parsed.keep or parsed.send) and not is_signed:
        raise Unusable("only a trial that a hub has signed can be kept and sent; look with --out or --json")
    progress = Progress("trying the draft")
    now = datetime.now(UTC)
    try:
        answer = run_trial(trial, as_of=as_of_day(parsed), site=settings.SITE, now=now, seen=progress)
    except NoPatientsHere as nobody:
        raise Unusable(str(nobody)) from None
    finally:
        progress.end()
    if parsed.out:
        _write(parsed.out, answer)
    sent = _kept(parsed, file, answer, now) if parsed.keep or parsed.send else False
    rows = beside(answer)
    show(parsed, _plain(trial, answer, rows, sent), "\n".join([*map(_line, rows), _last(answer, sent)]))
    return 0


def _kept(parsed: argparse.Namespace, file: bytes, answer: Answer, now: datetime) -> bool:
    run = keep_run(file=file, answer=answer, actor=operator(), now=now)
    if not parsed.send:
        return False
    try:
        send_run(trial=run.trial, actor=operator(), now=now)
    except CannotTry as cannot:
        raise Refused(_WHY[cannot.why]) from None
    return True


def _trial(file: bytes, parsed: argparse.Namespace) -> tuple[Trial, bool]:
    """The trial to run, and whether a hub has signed it."""
    try:
        plain = msgspec.json.decode(file)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Unusable(f"{parsed.draft}: neither a trial nor a pathway; it is not JSON") from None
    if isinstance(plain, dict) and "signature" in plain:
        if parsed.first or parsed.last:
            raise Unusable("a trial says itself which months it asks about; leave out --from and --to")
        try:
            return read_trial(file, trusted_keys())[0], True
        except NotTrusted as wrong:
            raise Refused(f"{parsed.draft}: {wrong}") from None
    if not parsed.first or not parsed.last:
        raise Unusable("for a pathway that is no trial, say which months with --from 2021-05 --to 2022-04")
    if parsed.last < parsed.first:
        raise Unusable(f"--from {parsed.first} is after --to {parsed.last}; the first month comes first")
    try:
        definition = msgspec.convert(_pathway_in(plain), PathwayDefinition)
    except msgspec.ValidationError as wrong:
        raise Unusable(f"{parsed.draft}: neither a trial nor a pathway: {wrong}") from None
    if found := faults(definition):
        raise Unusable(f"{parsed.draft}: the pathway makes no sense: {found[0]}")
    return _own(definition, parsed), False


def _pathway_in(plain: object) -> object:
    """The pathway of a whole norm, as `normverk sim pathways --write` writes them; what is a pathway already is left so."""
    return plain["pathway"] if isinstance(plain, dict) and "kind" in plain and "pathway" in plain else plain


def _own(definition: PathwayDefinition, parsed: argparse.Namespace) -> Trial:
    """A pathway of one's own as something to try; nobody has asked for it, so it has no case and no signature."""
    return Trial(
        format=FORMAT,
        case="",
        edition="",
        revision="",
        title=definition.title,
        hub="",
        asked_on=definition.valid_from,
        against="",
        first_month=parsed.first,
        last_month=parsed.last,
        definition=definition,
        demonstration=False,
    )


def _read(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except OSError as wrong:
        raise Unusable(f"{name}: {wrong.strerror or wrong}") from None


def _write(name: str, answer: Answer) -> None:
    try:
        Path(name).write_bytes(msgspec.json.format(msgspec.json.encode(answer)) + b"\n")
    except OSError as wrong:
        raise Unusable(f"{name}: {wrong.strerror or wrong}") from None


def _month(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"«{text}» is not a month; write for instance 2021-05")
    return text


def _plain(trial: Trial, answer: Answer, rows: tuple[Beside, ...], sent: bool) -> dict[str, Any]:
    return {
        "trial": trial.digest,
        "digest": digest(answer),
        "as_of": answer.as_of.isoformat(),
        "sent": sent,
        "unregistered": [{"milestone": one.milestone, "organisation": one.organisation} for one in answer.unregistered],
        "clocks": [
            {
                "clock": one.clock,
                "organisation": one.organisation,
                "in_force": _summary(one.in_force),
                "draft": _summary(one.draft),
            }
            for one in rows
        ],
    }


def _summary(told: Summary) -> dict[str, Any]:
    names = ("met", "late", "overdue", "running", "indeterminate", "not_applicable", "share", "median")
    return {name: getattr(told, name) for name in names}


def _line(one: Beside) -> str:
    return f"{one.clock}  {one.organisation}  in force {_words(one.in_force)}  draft {_words(one.draft)}"


def _words(told: Summary) -> str:
    share = "  –  " if told.share is None else f"{100 * told.share:4.1f}%"
    return (
        f"{share} of {told.n}, median {'–' if told.median is None else told.median}, cannot tell {told.indeterminate}"
    )


def _last(answer: Answer, sent: bool) -> str:
    missing = "".join(f"\n{one.organisation} does not register {one.milestone}" for one in answer.unregistered)
    cells = len(answer.in_force) + len(answer.draft)
    onward = f", sent to {settings.HUB or 'this hub'}" if sent else ", not sent"
    return f"{cells} cells as of {answer.as_of}{onward}{missing}"
