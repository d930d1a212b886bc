"""Whether a document is the one that was read before: told from its bytes' meaning, before anything in it is read."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

import normverk.norm
from normverk.norm.canonical import canonical
from normverk.publish.library.reading.documents import Document
from normverk.publish.library.reading.infobits import COPIED

_LIBRARY: Final = Path(__file__).parent.parent
_NORM: Final = Path(normverk.norm.__file__).parent
_READER: Final = (
    *(
        _NORM / name
        for name in ("blocks.py", "content.py", "inline.py", "kinds.py", "source.py", "text.py", "units.py")
    ),
    *sorted((_NORM / "html_in").glob("*.py")),
    *(_LIBRARY / name for name in ("as_given.py", "infobit.py", "origins.py", "types.py")),
    *sorted((_LIBRARY / "reading").glob("*.py")),
)
"""What decides how a document is read. When any of it changes, everything is read anew once."""


@lru_cache(maxsize=1)
def reader() -> bytes:
    """The digest of the program that reads, so that what an older one read does not count as read."""
    whole = hashlib.sha256()
    for path in _READER:
        whole.update(path.read_bytes())
    return whole.digest()


def key_of(document: Document) -> str:
    """The same for two documents exactly when this program reads the same from them: sha256 as lower-case hex.

    The date on which the source copied it does not count, and neither does the order of its keys. Empty when the document
    cannot be written down.
    """
    plain = {key: value for key, value in document.plain.items() if key != COPIED}
    try:
        body = canonical(plain)
    except (ValueError, RecursionError):
        return ""
    return hashlib.sha256(reader() + (b"\x01" if document.marked else b"\x00") + body).hexdigest()
