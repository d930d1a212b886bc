"""Every direct dependency is named with its licence and reason, and every one named is a dependency."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PERMISSIVE = ("MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "MPL-2.0", "PSF-2.0")
ASKED_FOR_BY_NAME = {"psycopg"}


def documented() -> dict[str, str]:
    """Package name to licence, as docs/dependencies.md has it."""
    rows = re.findall(r"^\| (\S+) \| ([^|]+) \| [^|]+ \|$", (ROOT / "docs/dependencies.md").read_text(), re.M)
    return {name: licence.strip() for name, licence in rows if name != "package"}


def declared() -> set[str]:
    """The packages pyproject.toml and package.json ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(p for group in project["optional-dependencies"].values() for p in group)]
    npm = json.loads((ROOT / "package.json").read_text())
    return {re.split(r"[\[<>=~ ]", name)[0] for name in wanted} | {
        *npm.get("dependencies", {}),
        *npm.get("devDependencies", {}),
    }


def test_the_list_is_complete_and_has_nothing_else() -> None:
    assert set(documented()) == declared()


def test_licences_are_permissive() -> None:
    assert {n for n, licence in documented().items() if licence not in PERMISSIVE} == ASKED_FOR_BY_NAME


def test_lock_files_name_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert re.findall(r"https?://|index-url|find-links", lock.read_text()) == [], lock.name
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
