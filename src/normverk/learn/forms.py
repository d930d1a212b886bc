"""The choice of treatment and hospital on an indicator's page."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import current_language, say
from normverk.learn.suppression import ALL
from normverk.norm.pathway import Branch


class ChoiceForm(forms.Form):
    """Which treatment branch and which hospital to show; both may be all."""

    def __init__(
        self, *args: Any, branches: tuple[Branch, ...], organisations: tuple[tuple[str, str], ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        if branches:
            named = [(branch.id, branch.title.in_language(language)) for branch in branches]
            self.fields["branch"] = forms.ChoiceField(
                label=say("learn.branch"), choices=[(ALL, say("learn.branch.all")), *named]
            )
        self.fields["organisation"] = forms.ChoiceField(
            label=say("learn.hospital"), choices=[(ALL, say("learn.hospital.all")), *organisations]
        )
