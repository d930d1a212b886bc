"""The command `normverk demo`."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from django.conf import settings

from normverk.base.commands import Subparsers, Unusable, add_command, show
from normverk.base.serving import Plan, serve


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk demo`."""
    command = add_command(
        commands,
        "demo",
        run,
        help="Prepare the demonstration (invented persons and patients) and serve it.",
        example="normverk demo --port 8000",
    )
    command.add_argument("--prepare", action="store_true", help="prepare only; do not serve")
    command.add_argument("--patients", type=int, default=2000, help="how many synthetic patients (default 2000)")
    command.add_argument(
        "--small", action="store_true", help="without the pathways of known facts and a coordinator's work; quicker"
    )
    command.add_argument("--port", type=int, default=8000, help="default 8000")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")


def run(parsed: argparse.Namespace) -> int:
    """Prepares what is missing and serves."""
    if settings.ROLE != "all":
        raise Unusable(f"the demonstration is hub and edge in one; NORMVERK_ROLE is {settings.ROLE}, write all")
    from normverk.sim.demonstration.prepare import prepare

    prepare(
        now=datetime.now(UTC),
        patients=parsed.patients,
        say=lambda what: None if parsed.json else print(what),
        small=parsed.small,
    )
    plan = Plan(host=parsed.host, port=parsed.port)
    if parsed.prepare:
        show(parsed, {"prepared": True}, "prepared; normverk demo serves it")
        return 0
    return serve(plan, ready=lambda: show(parsed, {"address": plan.address}, f"normverk is at {plan.address}"))
