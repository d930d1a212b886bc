"""The form of an answer."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.govern.findings.rules import SHORTEST
from normverk.web.forms import TextForm


class AnswerForm(TextForm):
    """Why a finding may stand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"] = forms.CharField(max_length=64, widget=forms.HiddenInput)
        self.fields["reason"] = forms.CharField(
            label=say("findings.reason"),
            help_text=say("findings.reason-help", signs=SHORTEST),
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
