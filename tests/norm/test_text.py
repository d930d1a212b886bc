"""A text is shown in the language asked for, or in the nearest one there is."""

from __future__ import annotations

import pytest

from normverk.norm.text import Text


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        (Text("b", "n", "e"), "nb", "b"),
        (Text("b", "n", "e"), "nn", "n"),
        (Text("b", "n", "e"), "en", "e"),
        (Text("b"), "nn", "b"),
        (Text("", "n", "e"), "nb", "n"),
        (Text("", "n"), "en", "n"),
        (Text("b", "", "e"), "nn", "b"),
        (Text("", "", "e"), "nn", "e"),
        (Text("b", "n", "e"), "se", "b"),
        (Text(""), "nb", ""),
    ],
)
def test_the_nearest_language_is_shown(text: Text, language: str, shown: str) -> None:
    assert text.in_language(language) == shown


def test_what_is_missing_is_known() -> None:
    assert Text("b", "", "e").missing() == ("nn",)
    assert Text("").missing() == ("nb", "nn", "en")
    assert Text("b", "n", "e").missing() == ()
