"""The forms of logging in."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say


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
