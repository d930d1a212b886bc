"""The forms of logging in, and what all forms with texts share."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from normverk.base.languages import say
from normverk.norm.days import YEARS
from normverk.norm.text import unreadable_signs

_WRITTEN: Final = ("%Y-%m-%d", "%d.%m.%Y")
"""As browsers with a calendar send a day, and as people here write it; never the month first."""


def day_field(
    label: str, initial: date | None = None, *, required: bool = True, help_text: str = ""
) -> forms.DateField:
    """A day; browsers that know days show their own calendar, the others a field for 2022-04-30 or 30.04.2022.

    Days that do not exist, and years nobody means (0022), are refused with the way to write one.
    """
    field = forms.DateField(
        label=label,
        initial=initial.isoformat() if initial else None,
        required=required,
        help_text=help_text,
        input_formats=_WRITTEN,
        validators=[_in_our_time],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field.error_messages["invalid"] = say("form.no-such-day")
    return field


def _in_our_time(day: date) -> None:
    if day.year not in YEARS:
        raise ValidationError(say("form.no-such-year", first=YEARS[0], last=YEARS[-1]))


class TextForm(forms.Form):
    """A form whose texts hold no control signs: feeds, calendars and FHIR cannot carry them, and no page can show them."""

    def clean(self) -> dict[str, Any]:
        """Refuses control signs, field by field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, words in list(cleaned.items()):
            signs = unreadable_signs(words.replace("\r\n", "\n")) if isinstance(words, str) else ()
            if signs:
                self.add_error(name, say("form.unreadable", signs=", ".join(signs)))
        return cleaned


class LoginForm(forms.Form):
    """User name and password."""

    username = forms.CharField(max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        max_length=1000, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("username", "password"):
            self.fields[name].label = say(f"login.{name}")
            self.fields[name].error_messages["required"] = say(f"login.{name}.missing")


class PersonForm(forms.Form):
    """The user name of the demonstration person that was chosen."""

    person = forms.CharField(max_length=80)
