"""The forms of who a patient is: joining two keys of the record, and parting them."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.use.pathways.forms_course import reason_field
from normverk.web.forms import TextForm


class JoinForm(TextForm):
    """Which other key is the same person, and why; sent by POST, so that no key stands in an address."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["other"] = forms.CharField(
            label=say("join.other"),
            help_text=say("join.other-help"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["reason"] = reason_field()


class PartForm(TextForm):
    """Why two keys are two persons after all."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["reason"] = reason_field()
