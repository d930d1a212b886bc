"""Words of the user interface: one catalogue per app, in bokmål, nynorsk and English, released together."""

from normverk.base.languages.catalogue import catalogue, current_language, say

__all__ = ["catalogue", "current_language", "say"]
