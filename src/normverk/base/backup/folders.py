"""Which folders of the data folder a backup takes along beside the database."""

from __future__ import annotations

from typing import Final

KEYS: Final = "keys"
"""Signing keys and trusted keys; they go along only when asked for."""

FOLDERS: Final[list[str]] = []
"""Filled by each app's `ready()` with the name of a folder whose files cannot be made again from the database."""
