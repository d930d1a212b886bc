"""Fills an empty installation with a few accounts, for tests of the pages that every installation has."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from tests.browser.server import run

PASSWORD = "riktig hest batteri stift"


def accounts_only(environment: Mapping[str, str]) -> None:
    """The Prepare of a server that has tables and three accounts, and nothing else."""
    run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], environment)
    run([sys.executable, "-m", "tests.browser.prepare"], environment)


def main() -> None:
    """Makes the accounts in the installation that the environment names."""
    import django

    django.setup()
    from normverk.base.accounts.actions import make_account
    from normverk.base.policy import Grant, Role, operator

    for username, name, role, demonstration in (
        ("kari", "Kari Koordinator", Role.PATHWAY_COORDINATOR, True),
        ("nils", "Nils Normeier", Role.NORM_OWNER, True),
        ("berit", "Berit Beslutter", Role.DECISION_MAKER, True),
        ("aud", "Aud Administrator", Role.ADMINISTRATOR, False),
    ):
        make_account(
            username=username,
            display_name=name,
            grants=(Grant(role),),
            actor=operator(),
            now=datetime.now(UTC),
            password="" if demonstration else PASSWORD,
            demonstration=demonstration,
        )


if __name__ == "__main__":
    main()
