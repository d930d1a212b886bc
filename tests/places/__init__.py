"""A hub and an edge as two installations with processes of their own, for tests."""
