"""The question «what must somebody of this kind, doing this, follow on that day, as known then», read from any form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from normverk.base.languages import current_language, say
from normverk.govern.applicability.kinds import actor_kinds
from normverk.norm.applicability import Action
from normverk.norm.days import NORWAY, local_date, parse_moment
from normverk.web.forms import day_field


@dataclass(frozen=True)
class Question:
    """The question, complete. `known_on` is a moment that has been; `action` None asks for all."""

    actor: str
    action: Action | None
    on: date
    known_on: datetime
    theme: str


class BadMoment(Exception):  # noqa: N818
    """A moment of knowledge that cannot be used; the text key says why."""


def known_moment(written: str, now: datetime) -> datetime:
    """A date as the end of that day in Norway, an instant as it is, nothing as `now`; raises BadMoment.

    A day that is not over yet ends now. What will be known later nobody knows, so a later moment is refused.
    """
    if not written:
        return now
    try:
        moment = parse_moment(written)
    except ValueError:
        raise BadMoment("applicability.form.no-moment") from None
    if isinstance(moment, datetime):
        if moment > now:
            raise BadMoment("applicability.form.future")
        return moment
    if moment > local_date(now):
        raise BadMoment("applicability.form.future")
    end = datetime.combine(moment, time.max, tzinfo=NORWAY)
    return min(end, now)


def date_field(label: str, help: str = "", *, required: bool = False) -> forms.DateField:
    """A day, in the words of these forms."""
    field = day_field(say(label), required=required, help_text=say(help) if help else "")
    field.error_messages["required"] = say("applicability.form.required")
    return field


def choice_field(label: str, choices: list[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    """A choice among few."""
    return forms.ChoiceField(
        label=say(label),
        required=required,
        choices=choices,
        error_messages={
            "required": say("applicability.form.required"),
            "invalid_choice": say("applicability.form.no-choice"),
        },
    )


def actor_choices() -> list[tuple[str, str]]:
    """The kinds of actor in the reader's language."""
    return [(kind.id, kind.name.in_language(current_language())) for kind in actor_kinds().values()]


def action_choices() -> list[tuple[str, str]]:
    """The actions in the reader's language."""
    return [(str(action), say(f"applicability.action.{action}")) for action in Action]


class KnownForm(forms.Form):
    """What the question and the calendar share: as known on, and theme."""

    def __init__(self, *args: Any, now: datetime, themes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["known"] = forms.CharField(
            label=say("applicability.field.known"),
            help_text=say("applicability.field.known-help"),
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "2026-01-31"}),
        )
        self.fields["theme"] = choice_field(
            "applicability.field.theme",
            [("", say("applicability.form.all")), *((theme, theme) for theme in themes)],
            required=False,
        )

    def clean_known(self) -> datetime:
        """The moment of knowledge."""
        try:
            return known_moment(self.cleaned_data["known"].strip(), self.now)
        except BadMoment as wrong:
            raise forms.ValidationError(say(str(wrong))) from None


class AskForm(KnownForm):
    """The question."""

    field_order = ["actor", "action", "on", "known", "theme"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = [("", say("applicability.form.choose"))]
        self.fields["actor"] = choice_field("applicability.field.actor", choose + actor_choices())
        self.fields["action"] = choice_field(
            "applicability.field.action", [("", say("applicability.form.all")), *action_choices()], required=False
        )
        self.fields["on"] = date_field("applicability.field.on", "applicability.field.on-help")
        self.order_fields(self.field_order)

    def question(self) -> Question:
        """The question; without a day it is about today."""
        held = self.cleaned_data
        return Question(
            actor=held["actor"],
            action=Action(held["action"]) if held["action"] else None,
            on=held["on"] or local_date(self.now),
            known_on=held["known"],
            theme=held["theme"],
        )


class CalendarForm(KnownForm):
    """Which days of the calendar."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"] = date_field("applicability.field.first", "applicability.field.first-help")
        self.fields["last"] = date_field("applicability.field.last", "applicability.field.last-help")
        self.order_fields(["first", "last", "known", "theme"])

    def clean(self) -> dict[str, Any]:
        """The first day comes before the last; two years from today when nothing else is said."""
        held: dict[str, Any] = super().clean() or self.cleaned_data
        if "first" in held and "last" in held:
            held["first"] = held["first"] or local_date(self.now)
            held["last"] = held["last"] or _later(held["first"])
            if held["first"] > held["last"]:
                self.add_error("last", say("applicability.form.order"))
        return held


def _later(day: date) -> date:
    return day + timedelta(days=730) if day < date(9990, 1, 1) else date.max
