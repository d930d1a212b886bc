"""The choice of treatment, hospital and period on an indicator's page."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import current_language, say
from normverk.learn.suppression import ALL
from normverk.learn.wording import period_words
from normverk.norm.pathway import Branch


class ChoiceForm(forms.Form):
    """Which treatment branch, which hospital and which period to show; each may be all."""

    def __init__(
        self,
        *args: Any,
        branches: tuple[Branch, ...] = (),
        organisations: tuple[tuple[str, str], ...],
        periods: tuple[str, ...],
        **kwargs: Any,
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
        self.fields["period"] = forms.ChoiceField(
            label=say("learn.period"), choices=[(period, period_words(period)) for period in (ALL, *periods)]
        )


class TargetForm(ChoiceForm):
    """The choice on the page of development, and the share that ought to be reached, in per cent.

    No period is chosen: control charts are of all months, and the curve of the whole time alone. Curves of a year and of
    its tertials, each rounded, could be held against each other.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, periods=(), **kwargs)
        del self.fields["period"]
        self.fields["target"] = forms.IntegerField(
            label=say("learn.target"),
            help_text=say("learn.target.help"),
            required=False,
            min_value=1,
            max_value=100,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), say("learn.target.wrong")),
        )


class PublishForm(forms.Form):
    """Which period to publish, among those that can be."""

    def __init__(self, *args: Any, periods: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"] = forms.ChoiceField(
            label=say("learn.publish.period"), choices=[(period, period_words(period)) for period in periods]
        )
