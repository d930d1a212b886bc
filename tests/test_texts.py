"""Words: every key that is asked for exists, no key lies unused, and no page has a word that is not in the catalogue."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from normverk.base.languages import catalogue, say
from normverk.norm.text import LANGUAGES

SOURCE = Path(__file__).resolve().parents[1] / "src/normverk"
KEY = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
TAG = re.compile(r"{%-?\s*(.*?)\s*-?%}", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"')
NAMES = {"normverk", "normverk-keys.json", "sha256"}
"""Words that are the same in every language: our own name, a file's, an algorithm's."""
SAME = {"chart.months"}
"""Long texts that are the same in bokmål and nynorsk: the months."""


def python_files() -> list[Path]:
    """All our Python."""
    return sorted(SOURCE.rglob("*.py"))


def templates() -> list[Path]:
    """All our templates."""
    return sorted(SOURCE.rglob("templates/**/*.html"))


@cache
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Every piece of our Python, each with the file it stands in."""
    return tuple(
        (str(path.relative_to(SOURCE)), node)
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.Call)
    )


@cache
def literals() -> frozenset[str]:
    """Every string that stands whole somewhere in Python, a template or a data file."""
    found = {node.value for _, node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    for path in [*templates(), *SOURCE.rglob("*.json")]:
        written = path.read_text(encoding="utf-8")
        found.update(QUOTED.findall(written))
        found.update(literal for tag in TAG.findall(written) for literal in QUOTED.findall(tag))
    return frozenset(found)


@cache
def put_together() -> re.Pattern[str]:
    """The keys that are put together: by f-strings, and from beginnings that something is added to."""
    found = {
        re.escape(literal) + ".+" for literal in literals() if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.", literal)
    }
    for _, node in nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if re.match(r"[a-z0-9-]+\.", str(parts[0])):
                found.add("".join(".+" if part is None else re.escape(str(part)) for part in parts))
    return re.compile("|".join(f"(?:{pattern})" for pattern in sorted(found)))


def used(key: str) -> bool:
    """True when a key stands whole somewhere, is put together, or its beginning is handed to what puts it together."""
    beginning = key.rpartition(".")[0]
    return key in literals() or ("." in beginning and beginning in literals()) or bool(put_together().fullmatch(key))


def asked_for() -> list[tuple[str, str]]:
    """The keys asked for by name, each with where."""
    found = []
    for place, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
            key = node.args[0]
            if isinstance(key, ast.Constant) and KEY.fullmatch(str(key.value)):
                found.append((str(key.value), f"{place}:{node.lineno}"))
    for path in templates():
        for tag in TAG.findall(path.read_text(encoding="utf-8")):
            wanted = re.match(r'(?:t|status)\s+"([^"]+)"(?!\|add)', tag) or re.match(r'field\s+\S+\s+"([^"]+)"', tag)
            if wanted:
                found.append((wanted[1], str(path.relative_to(SOURCE))))
    return found


def test_keys_are_asked_for_at_all() -> None:
    assert len(asked_for()) > 50


def test_every_key_that_is_asked_for_exists() -> None:
    assert [(key, place) for key, place in asked_for() if key not in catalogue()] == []


def test_no_key_lies_unused() -> None:
    assert [key for key in catalogue() if not used(key)] == []


def test_every_key_has_its_words_in_all_three_languages() -> None:
    assert [key for key, words in catalogue().items() if words.missing()] == []


def test_the_three_languages_of_a_key_take_the_same_values() -> None:
    def values(words: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(words) if name is not None}

    assert [
        key
        for key, words in catalogue().items()
        if len({frozenset(values(words.in_language(language))) for language in LANGUAGES}) != 1
    ] == []


def test_a_sentence_is_not_left_in_bokmaal_in_the_other_languages() -> None:
    """Short words may be the same; a sentence of ten words hardly ever is."""
    assert [
        key
        for key, words in catalogue().items()
        if key not in SAME and len(re.sub(r"{\w+}\W*", "", words.nb).split()) >= 10 and words.nb in {words.nn, words.en}
    ] == []


def test_a_page_has_no_word_of_its_own() -> None:
    found = {}
    for path in templates():
        bare = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        attributes = re.findall(r'\s(?:title|alt|aria-label|placeholder|summary|value)="([^"]*)"', TAG.sub("", bare))
        text = re.sub(
            r"<(code|style|script)\b.*?</\1>", "", re.sub(r"{{.*?}}", " ", TAG.sub(" ", bare)), flags=re.DOTALL
        )
        text = re.sub(r"<[^>]*>", " ", text)
        text = re.sub(r"&\w+;", " ", text)
        attributes = [re.sub(r"{{.*?}}", "", attribute) for attribute in attributes]
        words = [
            *(word.strip(".,:;()–") for word in text.split() if re.search(r"[^\W\d_]{2,}", word)),
            *(w for a in attributes for w in re.findall(r"[^\W\d_]{3,} \S", a)),
        ]
        if wrong := [word for word in words if word not in NAMES]:
            found[str(path.relative_to(SOURCE))] = wrong
    assert found == {}


def test_words_are_filled_with_values_in_the_language_asked_for() -> None:
    assert say("chart.day", "en", day=1, month="May", year=2021) == "1 May 2021"
    assert say("chart.day", "nb", day=1, month="mai", year=2021) == "1. mai 2021"
    with pytest.raises(KeyError):
        say("no.such.key")
