"""The forms of a patient's course: its coordinator, corrections, and both ends of a transfer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.norm.days import NORWAY, Moment, parse_moment
from normverk.web.forms import TextForm, day_field

LONGEST = 500


def reason_field(*, required: bool = True) -> forms.CharField:
    """Why: words that the patient may read."""
    return forms.CharField(
        label=say("course.reason"),
        help_text=say("course.reason-help"),
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssignForm(TextForm):
    """Who coordinates the course."""

    def __init__(self, data: Any, offered: Iterable[tuple[str, str]], *, now: str, me: str) -> None:
        super().__init__(data)
        choices = [(id, say("course.assign.me", name=name) if id == me else name) for id, name in offered]
        self.fields["coordinator"] = forms.ChoiceField(
            label=say("course.coordinator"),
            choices=[*choices, ("", say("course.nobody"))],
            required=False,
            initial=now or me,
        )
        self.fields["reason"] = reason_field(required=False)


class CorrectForm(TextForm):
    """A new date for a registration, or that it is to be struck out."""

    def __init__(self, data: Any, *, time: str) -> None:
        super().__init__(data)
        self.held = parse_moment(time)
        local = self.held.astimezone(NORWAY) if isinstance(self.held, datetime) else None
        self.fields["act"] = forms.ChoiceField(
            label=say("correct.act"),
            choices=[("amend", say("correct.amend")), ("void", say("correct.void"))],
            widget=forms.RadioSelect,
            initial="amend",
        )
        self.fields["day"] = day_field(say("correct.day"), local.date() if local else self.held, required=False)
        self.fields["clock"] = forms.TimeField(
            label=say("correct.clock"),
            required=False,
            initial=f"{local:%H:%M}" if local else None,
            widget=forms.TimeInput(attrs={"type": "time"}),
        )
        self.fields["reason"] = reason_field()

    def clean(self) -> dict[str, Any]:
        """Asks for a date where the date is to be changed."""
        cleaned = super().clean()
        if cleaned.get("act") == "amend" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", say("correct.day-missing"))
        elif cleaned.get("act") == "amend" and cleaned.get("clock") and "day" not in self.errors:
            moment = datetime.combine(cleaned["day"], cleaned["clock"], NORWAY)
            if moment.astimezone(UTC).astimezone(NORWAY).time() != cleaned["clock"]:
                self.add_error("clock", say("correct.no-such-time"))
        return cleaned

    def time(self) -> Moment:
        """The new moment: a date, or an instant in Norway when a time of day is given."""
        day: date = self.cleaned_data["day"]
        clock = self.cleaned_data["clock"]
        return datetime.combine(day, clock, NORWAY) if clock else day


class SendForm(TextForm):
    """Handing a patient over."""

    def __init__(self, data: Any, receivers: Iterable[tuple[str, str]], today: date) -> None:
        super().__init__(data)
        self.fields["to"] = forms.ChoiceField(label=say("transfer.to"), choices=list(receivers))
        self.fields["sent_on"] = day_field(say("transfer.sent-on"), today, help_text=say("transfer.sent-on-help"))
        self.fields["responsibility_moves"] = forms.BooleanField(
            label=say("transfer.responsibility"), required=False, help_text=say("transfer.responsibility-help")
        )
        self.fields["reason"] = reason_field()


class ReceiveForm(TextForm):
    """Taking a patient over."""

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data)
        self.fields["received_on"] = day_field(
            say("transfer.received-on"), today, help_text=say("transfer.received-on-help")
        )


class FindForm(TextForm):
    """Finding a patient by the record's pseudonym or identity number; sent by POST, so that neither stands in an address."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["patient"] = forms.CharField(
            label=say("insight.find.patient"),
            help_text=say("insight.find.help"),
            max_length=80,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
