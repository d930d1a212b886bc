"""Where norms are read in from: who gives them, on which terms, and where their programs and pages are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Origin:
    """A source. Its name is shown with everything that comes from it, as its licence asks."""

    name: str
    licence: str
    licence_url: str = ""
    api_host: str = ""
    demonstration: bool = False


ORIGINS: Final[dict[str, Origin]] = {
    "0006": Origin("Helsedirektoratet", "NLOD", "https://data.norge.no/nlod/no", api_host="api.helsedirektoratet.no"),
    "9999": Origin("Demodirektoratet", "Apache-2.0", api_host="api.demodirektoratet.example", demonstration=True),
}
"""By the first part of an id, which says who gives it. 9999 is not given to anybody; the demonstration uses it."""

UNKNOWN: Final = Origin("", "")


def origin_of(node_id: str) -> Origin:
    """The source that an id belongs to; UNKNOWN for one that nobody here knows."""
    return ORIGINS.get(node_id.split("-", 1)[0], UNKNOWN)
