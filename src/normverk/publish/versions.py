"""Version numbers: three whole numbers with dots between (Semantic Versioning 2.0.0, without labels)."""

from __future__ import annotations

import re
from typing import Final

_VERSION: Final = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")


def is_version(text: str) -> bool:
    """True for text such as 2.0.0."""
    return _VERSION.fullmatch(text) is not None


def version_order(version: str) -> tuple[int, ...]:
    """A key to sort versions by: 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))
