"""The search box of the list of norms."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say


class SearchForm(forms.Form):
    """Words that must stand in a norm's title."""

    q = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = say("release.search.label")
