"""Norms to be read: a version, a section or a unit at an address of its own, short first."""
