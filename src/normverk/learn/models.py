"""Tables of learn."""
