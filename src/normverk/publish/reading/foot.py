"""What other parts of the house put at the foot of the pages where norms are read, so that publish knows none of them."""

from __future__ import annotations

from typing import Final

FOOT: Final[list[str]] = []
"""Names of templates, filled by each app's `ready()`. They find `slug`, `release` and perhaps `section` in the context."""
