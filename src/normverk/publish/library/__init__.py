"""The library: norms of others, read in as they are, with source, licence and history. They are never governed here."""
