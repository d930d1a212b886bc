"""The form that asks what has changed since a day. A day is about nobody, so it may stand in the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from normverk.base.languages import say
from normverk.web.forms import day_field


class SinceForm(forms.Form):
    """A day not after the one the page stands on; empty for the reader's own last look."""

    def __init__(self, data: QueryDict, as_of: date) -> None:
        super().__init__(data)
        self._as_of = as_of
        self.fields["since"] = day_field(say("why.since.ask"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses a day that has not been."""
        cleaned: dict[str, Any] = super().clean() or {}
        since = cleaned.get("since")
        if since is not None and since > self._as_of:
            self.add_error("since", say("why.since.later"))
        return cleaned

    def day(self) -> date | None:
        """The day asked for; None when none is, or what was written is no such day."""
        return self.cleaned_data.get("since") if self.is_valid() else None
