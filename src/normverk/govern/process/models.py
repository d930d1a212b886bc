"""Tables of process."""
