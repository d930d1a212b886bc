"""Prepares the demonstration for browser tests, with few patients and one real account beside the invented persons."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from tests.browser.server import run

REAL_USER, REAL_NAME, PASSWORD = "aud", "Aud Administrator", "riktig hest batteri stift"
PATIENTS = 60


def demonstration(environment: Mapping[str, str]) -> None:
    """Fills an empty installation as `normverk demo` does, without the pathways of known facts (their own test makes them), and adds the real account."""
    run(
        [sys.executable, "-m", "normverk.cli", "demo", "--prepare", "--small", "--patients", str(PATIENTS)],
        environment,
    )
    run([sys.executable, "-m", "tests.browser.prepare"], environment)


def main() -> None:
    """Makes the real account in the installation that the environment names."""
    import django

    django.setup()
    from normverk.base.accounts.actions import make_account
    from normverk.base.policy import Grant, Role, operator

    make_account(
        username=REAL_USER,
        display_name=REAL_NAME,
        grants=(Grant(Role.ADMINISTRATOR),),
        actor=operator(),
        now=datetime.now(UTC),
        password=PASSWORD,
    )


if __name__ == "__main__":
    main()
