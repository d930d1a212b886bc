"""The filter of the library's list."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say


class FilterForm(forms.Form):
    """Words that must stand in a title, and a type."""

    q = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    type = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, types: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = say("library.filter.words")
        self.fields["type"] = forms.ChoiceField(
            required=False,
            label=say("library.filter.type"),
            choices=[("", say("library.filter.all")), *((one, one) for one in types)],
        )
