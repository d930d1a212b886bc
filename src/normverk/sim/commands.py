"""The commands of `normverk sim` and `normverk demo`."""

from __future__ import annotations

import argparse
from pathlib import Path

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.sim.demonstration import commands as demonstration
from normverk.sim.generator import generate, to_ndjson
from normverk.sim.pathways import commands as pathways
from normverk.sim.records import commands as proposing


def add_commands(commands: Subparsers) -> None:
    """Adds the group `sim`, and `demo`."""
    demonstration.add_commands(commands)
    group = add_group(commands, "sim", help="synthetic patients and demonstration norms")
    command = add_command(
        group,
        "events",
        _events,
        help="write synthetic patients and their record events; the same seed gives the same files",
        example="normverk sim events --seed 1 --patients 2000 --out events.ndjson --patients-out patients.ndjson",
    )
    command.add_argument("--seed", type=int, default=1, help="any whole number (default 1)")
    command.add_argument("--patients", type=int, default=2000, help="how many (default 2000)")
    command.add_argument("--out", type=Path, required=True, help="file for the events")
    command.add_argument("--patients-out", type=Path, required=True, help="file for the patients")
    proposing.add_commands(group)
    pathways.add_commands(group)


def _events(parsed: argparse.Namespace) -> int:
    if parsed.patients < 0:
        raise Unusable(f"--patients is {parsed.patients}; write a number from 0")
    population = generate(seed=parsed.seed, patients=parsed.patients)
    for path, lines in ((parsed.out, population.events), (parsed.patients_out, population.patients)):
        try:
            path.write_bytes(to_ndjson(lines))
        except OSError as wrong:
            raise Unusable(f"{path} cannot be written: {wrong.strerror}") from None
    plain = {"seed": parsed.seed, "patients": len(population.patients), "events": len(population.events)}
    show(
        parsed,
        plain,
        f"{plain['patients']} patients, {plain['events']} events and versions of events, seed {parsed.seed}",
    )
    return 0
