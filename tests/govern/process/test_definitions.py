"""What is published of a process never changes: a change of rules or words is a new version, in a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from normverk.base.rules import REGISTRY
from normverk.govern.process import definition as process
from normverk.govern.process.definition import CURRENT, definition
from normverk.norm.kinds import KINDS

PUBLISHED: Final = {
    "s1-2021-12": ("2021-12", "259366d75fb202c689ca6ac2f893aa08aea0dd355294f82e162d0206b712d570"),
    "s1-2021-12.2": ("2021-12.2", "de30f6717136787aece9c8b4fe8a1432e2fbeb2fcfe0870cf4ec6b1c33780dfd"),
}
"""Every file with its version and its digest. Lines are added for new versions; none is ever altered or taken away.

A version is the source's, here December 2021, and after the point which reading of ours it is.
"""
FOLDER: Final = Path(process.__file__).parent / "definitions"


def test_every_file_is_published_here_and_nothing_published_is_gone() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_version_says_what_it_said(name: str) -> None:
    held = definition(name)
    assert (held.version, held.digest) == PUBLISHED[name], (
        f"{name} was changed; put it back as it was, write the change as a new version in a file of its own, "
        "add that to PUBLISHED and let CURRENT name it"
    )


def test_no_two_files_are_the_same_version() -> None:
    held = [definition(name) for name in PUBLISHED]
    assert len({(one.id, one.version) for one in held}) == len(held)
    assert all(name == f"{definition(name).id}-{definition(name).version}" for name in PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_rules_of_every_version_are_still_there_to_be_judged(name: str) -> None:
    held = definition(name)
    named = {rule for phase in held.phases for rule in phase.rules} | set(held.waivable)
    assert named <= set(REGISTRY)


def test_new_cases_follow_the_newest_version_and_so_does_every_kind_of_product() -> None:
    assert list(PUBLISHED)[-1] == CURRENT
    assert {kind.process for kind in KINDS.values()} == {CURRENT}
