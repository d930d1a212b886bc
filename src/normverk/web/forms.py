"""The forms of logging in, and what all forms with texts share."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.norm.text import unreadable_signs


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
