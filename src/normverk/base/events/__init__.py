"""The event log: typed, append-only, hash-chained. Nothing governed is written without an event."""
