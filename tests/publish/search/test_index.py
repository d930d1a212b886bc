"""The index file: made aside and put in place whole, renewed under a key, the same whatever the order."""

from __future__ import annotations

import os
import sqlite3
import threading
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.text import Text
from normverk.publish.search import filling
from normverk.publish.search.answers import Answer, Asked
from normverk.publish.search.document import SearchDocument
from normverk.publish.search.index import build, renew
from normverk.publish.search.masks import at_least, from_bytes, ids_of, mask_of, to_bytes
from normverk.publish.search.queries import search
from normverk.publish.search.reading import NotBuilt
from tests.publish.search.judging import NOW, TODAY, corpus, judged


def document(key: str, title: str, **more: object) -> SearchDocument:
    """A small document."""
    return SearchDocument(key=key, address=f"/{key}/", kind="guide", title=Text(nb=title), **more)  # type: ignore[arg-type]


def keys(path: Path, words: str, **more: object) -> list[str]:
    """What is found, in order."""
    return [hit.key for hit in ask(path, words, **more).hits]


def ask(path: Path, words: str, **more: object) -> Answer:
    """The answer."""
    return search(Asked(words=words, **more), today=TODAY, path=path)  # type: ignore[arg-type]


def test_the_order_documents_come_in_makes_no_difference(index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    build(reversed(corpus()), other, now=NOW)
    for one in judged():
        here, there = ask(index, one.words), ask(other, one.words)
        assert msgspec.structs.replace(here, made_at="") == msgspec.structs.replace(there, made_at=""), one.words


def test_a_key_given_twice_is_refused_and_what_was_in_place_stays(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    build([document("a", "Epikrise")], path, now=NOW)
    with pytest.raises(ValueError, match="two documents have the key b"):
        build([document("b", "Resept"), document("b", "Resept")], path, now=NOW)
    assert keys(path, "epikrise") == ["a"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["search.lock", "search.sqlite3"]


def test_renewing_says_of_what_lies_under_a_key_exactly_what_is_given(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    build([document("x/1", "Epikrise"), document("x/2", "Resept"), document("y/1", "Rekvisisjon")], path, now=NOW)
    assert renew("x/", [document("x/2", "Svarrapport", themes=("Ny",)), document("x/3", "Henvisning")], path, now=NOW)
    assert (keys(path, "epikrise"), keys(path, "resept")) == ([], [])
    assert (keys(path, "svarrapport"), keys(path, "tilvising"), keys(path, "rekvisisjon")) == (
        ["x/2"],
        ["x/3"],
        ["y/1"],
    )
    assert ask(path, "").total == 3
    assert keys(path, "", narrowed=(("theme", ("Ny",)),)) == ["x/2"]


def test_a_word_that_no_document_has_any_longer_is_not_suggested(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    build([document("x", "Brystkreft"), document("y", "Resept")], path, now=NOW)
    assert ask(path, "brystkraft").suggestion == "brystkreft"
    assert renew("x", [], path, now=NOW)
    assert ask(path, "brystkraft").suggestion == ""


def test_renewed_finds_the_same_as_built(index: Path, tmp_path: Path) -> None:
    half = tmp_path / "search.sqlite3"
    build([one for one in corpus() if not one.key.startswith("svar-")], half, now=NOW)
    assert renew("svar-", [one for one in corpus() if one.key.startswith("svar-")], half, now=NOW)
    for words in ("radiologi", "HIS 1138", "patologi", "kreft", ""):
        assert set(keys(half, words, size=200)) == set(keys(index, words, size=200)), words
    new_words_part_no_old_compounds = set(keys(index, "svarrapport", size=200)) - set(
        keys(half, "svarrapport", size=200)
    )
    assert new_words_part_no_old_compounds == {"svarrapport"}


def test_what_is_missing_or_made_by_other_rules_is_not_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "search.sqlite3"
    assert not renew("x", [], path, now=NOW)
    assert not path.exists()
    build([document("x", "Epikrise")], path, now=NOW)
    monkeypatch.setattr(filling, "made_by", lambda: "other rules")
    assert not renew("x", [], path, now=NOW)
    assert keys(path, "epikrise") == ["x"]


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 100])
def test_without_an_index_that_can_be_read_it_is_said(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "search.sqlite3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotBuilt):
        ask(path, "epikrise")


def test_whoever_reads_meanwhile_has_the_old_or_the_new_never_half(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    build([document(f"x/{n}", "Epikrise") for n in range(30)], path, now=NOW)
    seen: list[int] = []
    faults: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                seen.append(ask(path, "epikrise").total)
            except Exception as fault:
                faults.append(fault)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in (40, 30, 40, 30):
        build([document(f"x/{n}", "Epikrise") for n in range(number)], path, now=NOW)
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert set(seen) <= {30, 40}
    assert seen


def test_the_file_in_place_is_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    build([document("x", "Epikrise")], path, now=NOW)
    before, held = path.read_bytes(), path.open("rb")
    assert renew("x", [document("x", "Resept")], path, now=NOW)
    with held:
        assert held.read() == before
        assert os.fstat(held.fileno()).st_ino != path.stat().st_ino


def test_the_tokeniser_of_the_index_keeps_the_letters_apart(index: Path) -> None:
    with sqlite3.connect(index) as db:
        (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'found'").fetchone()
    assert "remove_diacritics 0" in sql


def test_what_stands_depends_on_the_day_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    old = document("old", "Epikrise", valid_from=date(2010, 1, 1), valid_to=date(2019, 12, 31))
    new = document("new", "Epikrise", valid_from=date(2020, 1, 1))
    gone = document("gone", "Epikrise", status="withdrawn", valid_from=date(2015, 1, 1))
    build([old, new, gone], path, now=NOW)
    assert [(hit.key, hit.standing) for hit in ask(path, "epikrise").hits] == [
        ("new", "in-force"), ("old", "ended"), ("gone", "withdrawn"),
    ]  # fmt: skip
    assert keys(path, "epikrise", valid_on=date(2019, 12, 31)) == ["old"]
    assert keys(path, "epikrise", valid_on=date(2020, 1, 1)) == ["new"]
    assert keys(path, "epikrise", narrowed=(("status", ("withdrawn",)),)) == ["gone"]


@given(st.sets(st.integers(0, 500)))
def test_a_set_of_ids_goes_into_bits_and_back(ids: set[int]) -> None:
    assert set(ids_of(mask_of(ids))) == ids
    assert from_bytes(to_bytes(mask_of(ids))) == mask_of(ids)


@given(st.lists(st.sets(st.integers(0, 20)), min_size=1, max_size=6))
def test_at_least_so_many_is_what_counting_says(sets: list[set[int]]) -> None:
    found = at_least([mask_of(one) for one in sets])
    for least in range(1, len(sets) + 1):
        assert set(ids_of(found[least])) == {n for n in range(21) if sum(n in one for one in sets) >= least}
