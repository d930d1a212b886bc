"""How databases say what is not said alike everywhere; everything else in the statements is common to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Dialect:
    """One database's words.

    `text` is its type of text, `divide` its whole division of two whole numbers (towards nought), `by_bytes` text compared
    by its bytes, and `keep` the statement that keeps a query's
    answer under a name.
    """

    name: str
    text: str
    divide: str
    by_bytes: str
    keep: str

    def quotient(self, a: str, b: int) -> str:
        """`a` divided by `b`, rounded towards nought."""
        return self.divide.format(a=f"({a})", b=b)

    def floor(self, a: str, b: int) -> str:
        """`a` divided by `b`, rounded down, also when `a` is negative; `b` is positive."""
        return self.divide.format(a=f"(({a}) - ((({a}) % {b}) + {b}) % {b})", b=b)

    def ordered(self, column: str) -> str:
        """A text column as it stands in an ORDER BY."""
        return self.by_bytes.format(a=column)


_KEEP: Final = "CREATE TEMPORARY TABLE {name} AS {query}"

SQLITE: Final = Dialect("SQLite", "TEXT", "{a} / {b}", "{a}", _KEEP)
POSTGRESQL: Final = Dialect("PostgreSQL", "TEXT", "{a} / {b}", '{a} COLLATE "C"', _KEEP)
DUCKDB: Final = Dialect("DuckDB", "TEXT", "{a} // {b}", "{a}", _KEEP)
# A view or a cached table would carry the plans of all steps before it; a table ends them.
SPARK: Final = Dialect("Spark SQL", "STRING", "{a} DIV {b}", "{a}", "CREATE TABLE {name} USING parquet AS {query}")
