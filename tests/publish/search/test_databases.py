"""The same answers on SQLite and PostgreSQL, to the letter: the index is a file of its own beside either.

What is written down in golden.json was answered on SQLite. This test runs on the database the tests run on, so where a
PostgreSQL server is at hand (NORMVERK_DATABASE) it holds that one to the same answers. Tolerance: none.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from normverk.publish.search.answers import Asked
from normverk.publish.search.document import documents
from normverk.publish.search.index import build
from normverk.publish.search.queries import index_path, search
from tests.publish.examples import publish_first, publish_second
from tests.publish.search.judging import HERE

pytestmark = pytest.mark.django_db

GOLDEN = HERE / "golden.json"
QUESTIONS = ("prøvenorm", "pasienter samme dag", "A99CK", "prøvenrom", "henvisning", "", "test (en)", "«om normen»")


def answers(now: datetime) -> dict[str, Any]:
    """What the index of two published versions answers, as plain data without the moment it was made."""
    publish_first(now)
    publish_second(now)
    mine = (one for one in documents() if one.key.startswith("release/"))
    build(mine, index_path(), now=now)
    found = {}
    for words in QUESTIONS:
        answer = search(Asked(words=words), today=date(2026, 3, 2))
        found[words] = json.loads(msgspec.json.encode(msgspec.structs.replace(answer, made_at="")))
    return found


def test_this_database_gives_the_answers_that_are_written_down(now: datetime) -> None:
    assert answers(now) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_answers_written_down_say_something() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert set(golden) == set(QUESTIONS)
    assert sum(answer["total"] > 0 for answer in golden.values()) >= 6
