"""The front page's boxes. Apps above this floor add their own in `AppConfig.ready()`, so web needs to know none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest

from normverk.base.languages import say


@dataclass(frozen=True)
class Box:
    """One box on the front page: what can be seen or done in one part of the house.

    `title` and `text` are keys of texts.toml, `values` fills the text. `links` are pairs of words (already in the
    reader's language) and address. Boxes stand in the order of `order`; ties by title.
    """

    title: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()
    order: int = 100

    @property
    def heading(self) -> str:
        """The title in the reader's language."""
        return say(self.title)

    @property
    def words(self) -> str:
        """The text in the reader's language, with its values."""
        return say(self.text, None, **self.values)


FrontBox = Callable[[HttpRequest], Box | None]
"""Makes a box for one reader, or None when there is nothing for that reader; reads only what that reader may see."""

FRONT_BOXES: Final[list[FrontBox]] = []
"""Filled by each app's `ready()`: `FRONT_BOXES.append(my_box)`."""


def boxes_for(request: HttpRequest) -> tuple[Box, ...]:
    """The boxes of all apps for this reader, in order."""
    made = (make(request) for make in FRONT_BOXES)
    return tuple(sorted((box for box in made if box is not None), key=lambda box: (box.order, box.title)))
