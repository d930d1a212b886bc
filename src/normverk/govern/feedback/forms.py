"""The forms of readers' answers."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.govern.feedback.rules import LONGEST
from normverk.govern.process.rules.needs import TEXT_LENGTHS, TITLE_LENGTHS
from normverk.web.forms import TextForm


class FeedbackForm(TextForm):
    """Yes or no, and words if one wishes. `website` is a trap: people do not see it, programs fill it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found"] = forms.ChoiceField(
            label=say("feedback.found"),
            choices=[("yes", say("feedback.yes")), ("no", say("feedback.no"))],
            widget=forms.RadioSelect,
        )
        self.fields["words"] = forms.CharField(
            label=say("feedback.words"),
            help_text=say("feedback.words-help"),
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.fields["section"] = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class NeedOfForm(TextForm):
    """What the owner writes into the register of needs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(
            label=say("process.need.title"), min_length=TITLE_LENGTHS[0], max_length=TITLE_LENGTHS[1]
        )
        self.fields["text"] = forms.CharField(
            label=say("process.need.text"),
            min_length=TEXT_LENGTHS[0],
            max_length=TEXT_LENGTHS[1],
            widget=forms.Textarea(attrs={"rows": 8}),
        )
