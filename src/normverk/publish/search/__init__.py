"""Search: one SQLite FTS5 file beside the database, Norwegian as it is written, facets, and saved searches."""
