"""The forms of inclusion: which hospital and period to show, and a register's file."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.learn.inclusion.reading import FILE_LIMIT, Wrong
from normverk.web.forms import TextForm


class RegisterForm(TextForm):
    """A register's file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = forms.FileField(
            label=say("inclusion.deliver.file"),
            help_text=say("inclusion.deliver.file.help", mebibytes=FILE_LIMIT // 1024 // 1024),
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ".csv,.json"}),
            error_messages={"required": say("inclusion.deliver.file.missing")},
        )


def fault_words(fault: Wrong) -> str:
    """One fault of a file: its place, what is wrong, and the way out."""
    words = say(f"inclusion.wrong.{fault.code}", known=fault.known)
    if not fault.line:
        return words
    column = say("inclusion.wrong.column", column=fault.column) if fault.column else ""
    return f"{say('inclusion.wrong.line', line=fault.line)}{column}: {words}"
