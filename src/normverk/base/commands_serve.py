"""normverk serve and migrate."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import DatabaseError

from normverk.base.backup import shape
from normverk.base.commands import Refused, Subparsers, add_command, show
from normverk.base.health.queries import missing_migrations
from normverk.base.serving import Plan, serve


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk serve` and `normverk migrate`."""
    command = add_command(
        commands,
        "serve",
        run,
        help="Serve pages and interfaces, and do background jobs, until stopped.",
        example="normverk serve --role edge --port 8001",
    )
    command.add_argument(
        "--role",
        choices=["all", "hub", "edge"],
        default=settings.ROLE,
        help="what this server is (default: NORMVERK_ROLE)",
    )
    command.add_argument("--port", type=int, default=8000, help="default 8000")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    command.add_argument("--server", choices=["granian", "gunicorn"], default="granian", help="default granian")
    command.add_argument("--workers", type=int, default=1, help="processes that serve pages (default 1)")
    add_command(
        commands,
        "migrate",
        migrate,
        help="Make the database, or bring it to the shape this version needs.",
        example="normverk migrate",
    )


def run(parsed: argparse.Namespace) -> int:
    """Serves until stopped; 1 when the database is not as this version needs it, or was made for another role."""
    try:
        shape.refuse_other_role()
        missing = missing_migrations()
    except DatabaseError as fault:
        raise Refused(f"the database does not answer ({type(fault).__name__}); see NORMVERK_DATABASE") from None
    if missing:
        raise Refused(f"the database lacks {len(missing)} migrations; run: normverk migrate")
    plan = Plan(host=parsed.host, port=parsed.port, server=parsed.server, workers=parsed.workers)
    plain = {"address": plan.address, "role": settings.ROLE, "server": plan.server}
    return serve(plan, ready=lambda: show(parsed, plain, f"normverk ({settings.ROLE}) serves {plan.address}"))


def migrate(parsed: argparse.Namespace) -> int:
    """Applies what is missing."""
    shape.refuse_other_role()
    missing = missing_migrations()
    shape.migrate()
    show(parsed, {"applied": missing}, f"applied {len(missing)} migrations" if missing else "nothing to do")
    return 0
