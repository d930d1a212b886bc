"""Signs that stand in no key, code or name: no page can show them, or they turn what is shown around."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control signs, line and paragraph separators, signs that force or isolate a direction, and halves of surrogate pairs.

Letters that are written from right to left are ordinary letters and stand where they stand.
"""


def shown(text: str) -> str:
    """The text with each such sign written as its number, so that a report of what was wrong can be kept and read."""
    return HIDDEN.sub(lambda found: f"U+{ord(found[0]):04X}", text)
