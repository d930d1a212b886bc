"""The commands `normverk applicability import`, `ask`, `calendar` and `check`."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.utils.translation import override

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show, table
from normverk.base.policy import operator, require
from normverk.base.progress import Progress


def add_commands(commands: Subparsers) -> None:
    """Adds the group `applicability`."""
    group = add_group(commands, "applicability", help="the reference catalogue: what applies to whom, and when")
    reading = add_command(
        group,
        "import",
        _import,
        help="read a catalogue file (TOML or JSON, or a list of 2016 or 2024) whole, or not at all",
        example="normverk applicability import catalogue.toml",
    )
    reading.add_argument("file", type=Path, help="the file; docs/catalogue-file.md describes it")
    reading.add_argument("--stated-on", type=_day, help="the day an older list is of, where it does not say itself")
    reading.add_argument("--correction", default="", help="why the file is right where it contradicts the catalogue")
    reading.add_argument(
        "--over-corrections",
        action="store_true",
        help="the file is right also where somebody has corrected by hand; with --correction",
    )
    asking = add_command(
        group,
        "ask",
        _ask,
        help="what a kind of actor must follow when doing something on a day, as known at a moment",
        example="normverk applicability ask --actor general-practice --action receive --on 2026-01-31",
    )
    asking.add_argument("--actor", required=True, help="the kind of actor, by its id or its Norwegian name")
    asking.add_argument("--action", default="", help="send, receive or use; left out: all")
    asking.add_argument("--on", default="", help="the day, such as 2026-01-31; left out: today")
    _add_known(asking)
    add_command(
        group,
        "check",
        _check,
        help="rows that cannot both be right, as known now; exit code 1 when there are any",
        example="normverk applicability check --json",
    )
    coming = add_command(
        group,
        "calendar",
        _calendar,
        help="the coming changes: phased in, mandatory from, phased out, expired",
        example="normverk applicability calendar --first 2026-01-01 --last 2027-12-31",
    )
    coming.add_argument("--first", default="", help="the first day; left out: today")
    coming.add_argument("--last", default="", help="the last day; left out: two years after the first")
    _add_known(coming)


def _add_known(command: argparse.ArgumentParser) -> None:
    command.add_argument("--known-on", default="", help="as known at the end of this day, or at this instant")
    command.add_argument("--theme", default="", help="only norms of this theme")


def _import(parsed: argparse.Namespace) -> int:
    from normverk.govern.applicability.actions import import_catalogue
    from normverk.govern.applicability.importing import BadFile

    if parsed.over_corrections and not parsed.correction.strip():
        raise Unusable("--over-corrections undoes what people have corrected; say why with --correction REASON")
    content = _content(parsed.file)
    bar = Progress(parsed.file.name)
    try:
        done = import_catalogue(
            content=content,
            name=parsed.file.name,
            actor=operator(),
            now=datetime.now(UTC),
            stated_on=parsed.stated_on,
            correction=parsed.correction,
            over_corrections=parsed.over_corrections,
            progress=bar,
        )
    except BadFile as bad:
        raise Unusable(f"{parsed.file}: nothing was read. {bad}") from None
    finally:
        bar.end()
    counts = {
        name: getattr(done, name) for name in ("norms", "versions", "rows", "unchanged", "closed", "filled", "kept")
    }
    plain = {**counts, "complaints": msgspec.to_builtins(done.complaints)}
    lines = [complaint.line() for complaint in done.complaints]
    counted = ", ".join(f"{name} {count}" for name, count in counts.items())
    show(parsed, plain, "\n".join([*lines, f"{parsed.file.name}: {counted}, complaints {len(lines)}"]))
    return 0


def _content(path: Path) -> bytes:
    """The file's bytes; one that is too large is not read at all."""
    from normverk.govern.applicability.importing.reading import LARGEST

    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Unusable(f"{path} has {size} bytes; at most {LARGEST} are read, so split it")
        return path.read_bytes()
    except OSError as wrong:
        raise Unusable(f"{path} cannot be read: {wrong.strerror}") from None


def _ask(parsed: argparse.Namespace) -> int:
    from normverk.govern.applicability import api, queries
    from normverk.govern.applicability.asking import AskForm
    from normverk.govern.applicability.kinds import actor_named

    require(operator(), "applicability.view")
    actor = actor_named(parsed.actor) or parsed.actor
    given = {"actor": actor, "action": parsed.action, "on": parsed.on, **_known(parsed)}
    with override("en"):
        form = AskForm(given, now=datetime.now(UTC), themes=queries.themes())
        _refuse_faults(form)
    asked = form.question()
    found = queries.ask(actor=asked.actor, action=asked.action, on=asked.on, known_on=asked.known_on, theme=asked.theme)
    plain = msgspec.to_builtins(api.applies(asked, found))
    show(parsed, plain, "\n".join([api.CAUTION.en, *_answer_lines(plain)]))
    return 0


def _answer_lines(plain: dict[str, Any]) -> list[str]:
    rows = [
        (
            one["standing"],
            one["row"]["level"] or "unknown",
            one["row"]["action"] or "unknown",
            one["phase"],
            " ".join(filter(None, (one["number"], one["title"]["nb"], one["row"]["version"]))),
            _ground(one),
        )
        for one in plain["rows"]
    ]
    return [table([("standing", "level", "action", "phase", "norm", "ground"), *rows])] if rows else ["no row applies"]


def _ground(one: dict[str, Any]) -> str:
    row = one["row"]
    words = (row["legal_basis"], row["decided_by"], row["decision"], row["source"]["title"])
    return "; ".join([*filter(None, words), *one["doubts"]])


def _calendar(parsed: argparse.Namespace) -> int:
    from normverk.govern.applicability import api, queries
    from normverk.govern.applicability.asking import CalendarForm

    require(operator(), "applicability.view")
    given = {"first": parsed.first, "last": parsed.last, **_known(parsed)}
    with override("en"):
        form = CalendarForm(given, now=datetime.now(UTC), themes=queries.themes())
        _refuse_faults(form)
    held = form.cleaned_data
    found = queries.changes(first=held["first"], last=held["last"], known_on=held["known"], theme=held["theme"])
    plain = msgspec.to_builtins(api.calendar_of(held["first"], held["last"], held["known"], found))
    rows = [
        (one["day"], one["kind"], f"{one['number']} {one['title']['nb']}".strip(), one["row"]["actor"] or "unknown")
        for one in plain["changes"]
    ]
    show(parsed, plain, "\n".join([api.CAUTION.en, table(rows) if rows else "no changes are known on these days"]))
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from normverk.govern.applicability import queries

    require(operator(), "applicability.view")
    found = queries.all_contradictions(datetime.now(UTC))
    lines = [
        f"{one.kind}: {one.one.norm} {one.one.actor} {one.one.action}: {one.one.version} {one.one.level} and "
        f"{one.other.version} {one.other.level}, {one.first} to {one.last}"
        for one in found
    ]
    show(parsed, msgspec.to_builtins(found), "\n".join(lines) or "no rows contradict each other")
    return 1 if found else 0


def _known(parsed: argparse.Namespace) -> dict[str, str]:
    return {"known": parsed.known_on, "theme": parsed.theme}


def _refuse_faults(form: Any) -> None:
    if not form.is_valid():
        from normverk.govern.applicability.kinds import actor_kinds

        faults = "; ".join(f"--{_OPTION.get(name, name)}: {' '.join(words)}" for name, words in form.errors.items())
        kinds = f" Kinds of actor: {', '.join(actor_kinds())}." if "actor" in form.errors else ""
        raise Unusable(faults + kinds)


_OPTION = {"known": "known-on"}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» is not a date; write for instance 2024-12-31") from None
