"""The form that has a draft tried."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.web.forms import TextForm

_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"


class TrialForm(TextForm):
    """The months, both included, in which the courses began that the draft is tried on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_month", "last_month"):
            self.fields[name] = forms.RegexField(
                regex=_MONTH,
                label=say(f"process.trial.{name}"),
                help_text=say("process.trial.month-help"),
                error_messages={"invalid": say("process.trial.month-wrong")},
                max_length=7,
            )
