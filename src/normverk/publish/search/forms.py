"""What stands after the question mark, read; and the name of a saved search."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from normverk.base.languages import say
from normverk.publish.search.answers import Asked
from normverk.publish.search.document import FACETS
from normverk.web.forms import TextForm

WORDS: Final = 300
_VALUE: Final = 200
_VALUES: Final = 30
_QUERY: Final = 1000


class SaveForm(TextForm):
    """A name for a search, and the search: what stands after the question mark of its address."""

    name = forms.CharField(max_length=80)
    query = forms.CharField(max_length=_QUERY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = say("search.saved.name")
        self.fields["name"].error_messages["required"] = say("search.saved.name.missing")

    def clean_query(self) -> str:
        """The search as this page would write it: nothing else of what was sent is kept."""
        return written(read(QueryDict(self.cleaned_data["query"]), "nb"))[:_QUERY]


def read(given: QueryDict, language: str) -> Asked:
    """A question from an address. What makes no sense in it is left out: an address is typed and cut by people."""
    narrowed = ((facet, _values(given.getlist(facet))) for facet in FACETS)
    return Asked(
        words=given.get("q", "").strip()[:WORDS],
        narrowed=tuple((facet, values) for facet, values in narrowed if values),
        valid_on=_day(given.get("on", "")),
        page=_number(given.get("page", "1")),
        language=language,
    )


def written(asked: Asked, **changes: str) -> str:
    """The question as it stands in an address, with some of it changed; the page is left out unless it is given."""
    pairs = {"q": asked.words, "on": asked.valid_on.isoformat() if asked.valid_on else ""} | changes
    facets = [(facet, value) for facet, values in asked.narrowed for value in values]
    return urlencode([*((name, value) for name, value in pairs.items() if value), *facets])


def _values(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in given[:_VALUES] if 0 < len(value) <= _VALUE))


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if len(given) == 10 else None
    except ValueError:
        return None


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
