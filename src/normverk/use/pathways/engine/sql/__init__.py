"""The evaluator in SQL: statements over tables of norms and events that give the lines of the reference evaluator.

Made for reports over many patients where the events lie in a database already: SQLite, PostgreSQL, DuckDB and Spark SQL.
Statements are small and run one after another; where the databases differ the dialect says how.
"""

from normverk.use.pathways.engine.sql.dialects import DUCKDB, POSTGRESQL, SPARK, SQLITE, Dialect
from normverk.use.pathways.engine.sql.lines import LINES, clearing, outside, read_line, statements
from normverk.use.pathways.engine.sql.norm_rows import norm_tables
from normverk.use.pathways.engine.sql.tables import Row, Table, event_table, person_table

__all__ = [
    "DUCKDB",
    "LINES",
    "POSTGRESQL",
    "SPARK",
    "SQLITE",
    "Dialect",
    "Row",
    "Table",
    "clearing",
    "event_table",
    "norm_tables",
    "outside",
    "person_table",
    "read_line",
    "statements",
]
