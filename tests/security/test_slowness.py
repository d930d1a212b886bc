"""No text makes the house stand still: a mebibyte in any field, and texts that are as hard to compare as texts can be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Final

import msgspec
import pytest

from normverk.norm.blocks import BulletList, Item
from normverk.norm.content import NormContent
from normverk.norm.text import Text
from normverk.publish.wording import section_changes, word_changes
from tests.doors import address, doors
from tests.publish.examples import content
from tests.security.test_words import MORE, WRITERS
from tests.world import World, world  # noqa: F401

pytestmark = pytest.mark.django_db
MEBIBYTE: Final = 1024 * 1024
HARD: Final = ("a", "a ", "- a\n", "\n\n", "a@", "a.", "<", "&", "\t", "9", "http://a?", "ø")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails when what is inside takes longer; the bound is generous, for it is the shape that is tested, not the machine."""
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < seconds


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_mebibyte_in_every_field_is_answered_in_bounded_time(world: World, name: str) -> None:  # noqa: F811
    door = doors(world)[name][-1]
    fields = [*door.form, *MORE.get(name, {})]
    client = world.client(WRITERS[name], faults=True)
    for piece in HARD:
        words = (piece * MEBIBYTE)[: MEBIBYTE // len(piece.encode())]
        for field in fields[:1] + fields[-2:]:
            with within(10):
                answer = client.post(address(name, door), {**door.form, **MORE.get(name, {}), field: words})
            assert answer.status_code < 500


@pytest.mark.parametrize(("old", "new"), [*product(("a ", "a b ", "a", " ", "a. ", "ab cd ef "), repeat=2)])
def test_comparing_long_texts_takes_bounded_time(old: str, new: str) -> None:
    before, after = (old * 20_000)[:20_000], (new * 20_000)[1:20_000]
    with within(5):
        pieces = word_changes(before, after)
    assert "".join(piece.words for piece in pieces if piece.mark != "ins") == before
    assert "".join(piece.words for piece in pieces if piece.mark != "del") == after


def test_comparing_very_many_lines_takes_bounded_time() -> None:
    def with_items(items: tuple[str, ...]) -> NormContent:
        section = msgspec.structs.replace(
            content().sections[0], blocks=(BulletList(tuple(Item(Text(nb=item)) for item in items)),)
        )
        return msgspec.structs.replace(content(), sections=(section,))

    with within(10):
        (changed,) = section_changes(with_items(("a",) * 5000), with_items(("b", "a") * 2500), "nb")
    assert len(changed.lines) > 0
