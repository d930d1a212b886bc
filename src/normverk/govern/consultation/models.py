"""Tables of consultation."""
