"""Releases: built, signed, verified, loaded, shown."""
