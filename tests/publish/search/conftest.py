"""An index of the corpus, made once for all tests of search."""

from __future__ import annotations

from pathlib import Path

import pytest

from normverk.publish.search.index import build
from tests.publish.search.judging import NOW, corpus


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the corpus's index lies."""
    path = tmp_path_factory.mktemp("search") / "search.sqlite3"
    build(corpus(), path, now=NOW)
    return path
