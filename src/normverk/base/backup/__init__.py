"""Backup and restore: one file, taken while the server runs, with a digest for every part and for the whole."""
