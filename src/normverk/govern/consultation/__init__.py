"""Hearings: a frozen revision, open to all, every answer public and treated."""
