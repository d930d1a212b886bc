"""What a browser test needs from the machine. Missing: skipped in one clear sentence, or failed where it must run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NoReturn

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
AXE: Final = ROOT / "build/npm-test/node_modules/axe-core/axe.min.js"
CHROMIUM: Final = Path(os.environ.get("NORMVERK_CHROMIUM", "/usr/bin/chromium"))


def missing(reason: str) -> NoReturn:
    """Skips the test, or fails it where browser tests must run (CI=true or NORMVERK_MUST=1)."""
    if os.environ.get("CI") == "true" or os.environ.get("NORMVERK_MUST") == "1":
        pytest.fail(f"browser tests must run here, but {reason}")
    pytest.skip(f"no browser tests: {reason}")


def check_machine() -> None:
    """Returns when Chromium and axe-core are there."""
    if not CHROMIUM.exists():
        missing(f"{CHROMIUM} is not there (Debian: apt-get install chromium)")
    if not AXE.exists():
        missing("axe-core is not there (python -m normverk.web.assets --tests)")
