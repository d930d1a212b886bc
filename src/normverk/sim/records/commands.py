"""normverk sim derive: measure how well the data rules propose, and keep the figures for the page about it."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import Any

from normverk.base.commands import Subparsers, Unusable, add_command, show, table
from normverk.base.policy import operator

_HEADS = ("hospital", "form", "codes", "recall", "precision", "exact", "not typed", "clicks", "by hand")


def add_commands(group: Subparsers) -> None:
    """Adds `derive` to the group `sim`."""
    command = add_command(
        group,
        "derive",
        _derive,
        help="measure how well pathway codes are proposed from simulated records; the same seed gives the same figures",
        example="normverk sim derive --seed 1 --patients 200 --keep",
    )
    command.add_argument("--seed", type=int, default=1, help="any whole number (default 1)")
    command.add_argument("--patients", type=int, default=200, help="how many at each hospital (default 200)")
    command.add_argument("--keep", action="store_true", help="keep the figures here, for the page about them")


def _derive(parsed: argparse.Namespace) -> int:
    from normverk.sim.records.measure import measure_all

    if parsed.patients < 1:
        raise Unusable(f"--patients is {parsed.patients}; write a number from 1")
    found = measure_all(seed=parsed.seed, patients=parsed.patients)
    if parsed.keep:
        _keep(parsed, found)
    show(parsed, {"seed": parsed.seed, "patients": parsed.patients, **found}, both_tables(found))
    return 0


def both_tables(found: dict[str, Any]) -> str:
    """The figures of each pathway, one table after the other."""
    return f"breast cancer (A01)\n{as_table(found)}\n\nmental health care for adults (D11)\n{as_table(found['mental'])}"


def as_table(found: dict[str, Any]) -> str:
    """The figures by hospital as a table."""
    everything = [*found["hospitals"], {"hospital": "all", "form": "", **found["all"]}]
    rows = [
        (
            one["hospital"],
            one["form"],
            str(one["codes"]),
            f"{one['recall_percent']} %",
            f"{one['precision_percent']} %",
            f"{one['exact_percent']} %",
            f"{one['not_typed_percent']} %",
            str(one["clicks_per_patient"]),
            str(one["by_hand_per_patient"]),
        )
        for one in everything
    ]
    return table([_HEADS, *rows])


def _keep(parsed: argparse.Namespace, found: dict[str, Any]) -> None:
    from django.conf import settings

    if not settings.IS_EDGE:
        raise Unusable("--keep: this installation is a hub, which has no proposals; leave it out")
    from normverk.use.proposals.actions import keep_measurement

    keep_measurement(seed=parsed.seed, patients=parsed.patients, figures=found, actor=operator(), now=datetime.now(UTC))
