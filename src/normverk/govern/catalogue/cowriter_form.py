"""The form in which the responsible names a co-writer."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.govern.catalogue.cowriters import Writer
from normverk.web.forms import TextForm


class WriterForm(TextForm):
    """Whom to name, of `choices`."""

    def __init__(self, *args: Any, choices: tuple[Writer, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["writer"] = forms.ChoiceField(
            label=say("catalogue.writer.whom"),
            choices=[("", say("catalogue.writer.choose")), *((writer.id, writer.name) for writer in choices)],
        )
