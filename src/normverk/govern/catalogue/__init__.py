"""Products, editions and their immutable revisions."""
