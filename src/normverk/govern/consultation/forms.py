"""The forms of hearings. Labels are in the language of the request; every message says how to mend what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from normverk.base.languages import current_language, say
from normverk.govern.consultation.actions import PartText, Sender
from normverk.govern.consultation.models import KINDS, RESULTS, STANCES
from normverk.govern.consultation.rules import unreadable_signs
from normverk.govern.consultation.rules.answers import LONGEST_PART, MOST_PARTS
from normverk.govern.consultation.timing import SIX_WEEKS, is_shorter_than_three_months, length
from normverk.norm.text import Text
from normverk.web.forms import day_field

FIRST_PARTS: Final = 2
MORE_PARTS: Final = 3


def _words(
    label: str, *, longest: int, required: bool = False, rows: int = 0, help: str = "", autocomplete: str = ""
) -> forms.CharField:
    attributes: dict[str, Any] = {"rows": rows, "dir": "auto"} if rows else {"dir": "auto"}
    if autocomplete:
        attributes["autocomplete"] = autocomplete
    return forms.CharField(
        label=say(label),
        required=required,
        help_text=say(help) if help else "",
        widget=forms.Textarea(attrs=attributes) if rows else forms.TextInput(attrs=attributes),
        error_messages={"required": say("consultation.form.required")},
        validators=[_readable, _fits(longest)],
    )


def _readable(words: str) -> None:
    signs = unreadable_signs(words.replace("\r\n", "\n").replace("\r", "\n"))
    if signs:
        raise forms.ValidationError(say("consultation.form.unreadable", signs=", ".join(signs)))


def _fits(longest: int) -> Any:
    def check(words: str) -> None:
        if len(words) > longest:
            raise forms.ValidationError(say("consultation.form.too-long", longest=longest, length=len(words)))

    return check


def _date(label: str, help: str = "") -> forms.DateField:
    field = day_field(say(label), help_text=say(help) if help else "")
    field.error_messages["required"] = say("consultation.form.required")
    return field


class HearingForm(forms.Form):
    """Opening a hearing. A hearing shorter than three months must say why, unless a decision has (`reasoned`)."""

    def __init__(self, *args: Any, reasoned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasoned = reasoned
        self.fields["kind"] = forms.ChoiceField(
            label=say("consultation.field.kind"), choices=[(kind, say(f"consultation.kind.{kind}")) for kind in KINDS]
        )
        self.fields["opens"] = _date("consultation.field.opens")
        self.fields["closes"] = _date("consultation.field.closes", "consultation.field.closes-help")
        self.fields["invited"] = _words(
            "consultation.field.invited", longest=20_000, rows=5, help="consultation.field.invited-help"
        )
        self.fields["deviation_reason"] = _words(
            "consultation.field.deviation-reason",
            longest=2_000,
            rows=3,
            help="consultation.field.deviation-reason-help",
        )

    def clean(self) -> dict[str, Any]:
        """Asks for the reason of a hearing that is shorter than normal; one that no reason can save, the rules refuse."""
        found = super().clean() or self.cleaned_data
        opens, closes = found.get("opens"), found.get("closes")
        short = bool(opens and closes and is_shorter_than_three_months(opens, closes))
        if opens and closes and length(opens, closes) < SIX_WEEKS:
            return found
        silent = not found.get("deviation_reason") and not self.reasoned
        if short and silent and found.get("kind") == "hearing":
            self.add_error("deviation_reason", say("consultation.form.short-without-reason"))
        return found

    def invited(self) -> tuple[str, ...]:
        """Those who are told of the hearing, one a line."""
        return tuple(line.strip() for line in self.cleaned_data["invited"].splitlines() if line.strip())


class ExtendForm(forms.Form):
    """Moving the deadline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes"] = _date("consultation.field.new-closes", "consultation.field.new-closes-help")
        self.fields["reason"] = _words("consultation.field.reason", longest=2_000, rows=2, required=True)


class WithdrawForm(forms.Form):
    """Calling a hearing off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _words(
            "consultation.field.withdraw-reason", longest=2_000, rows=2, required=True, help="consultation.field.public"
        )


class SenderForm(forms.Form):
    """Who answers, and what they say about the draft as a whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _words(
            "consultation.field.name",
            longest=200,
            required=True,
            help="consultation.field.name-help",
            autocomplete="name",
        )
        self.fields["organisation"] = _words(
            "consultation.field.organisation", longest=200, autocomplete="organization"
        )
        self.fields["on_behalf_of"] = _words(
            "consultation.field.on-behalf-of", longest=200, help="consultation.field.on-behalf-of-help"
        )
        self.fields["email"] = forms.EmailField(
            label=say("consultation.field.email"),
            required=False,
            max_length=254,
            help_text=say("consultation.field.email-help"),
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={"invalid": say("consultation.form.no-email")},
        )
        self.fields["comment"] = _words(
            "consultation.field.comment", longest=LONGEST_PART, rows=6, help="consultation.field.comment-help"
        )

    def sender(self) -> Sender:
        """The sender as the action wants it."""
        found = self.cleaned_data
        return Sender(found["name"], found["organisation"], found["email"], found["on_behalf_of"])


class PartForm(forms.Form):
    """One part of an answer. Left empty it is passed over."""

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["anchor"] = forms.ChoiceField(
            label=say("consultation.field.anchor"),
            required=False,
            choices=choices,
            error_messages={"invalid_choice": say("consultation.form.no-such-place")},
        )
        self.fields["stance"] = forms.ChoiceField(
            label=say("consultation.field.stance"),
            required=False,
            choices=[(stance, say(f"consultation.stance.{stance}")) for stance in reversed(STANCES)],
        )
        self.fields["quotation"] = _words(
            "consultation.field.quotation", longest=LONGEST_PART, rows=2, help="consultation.field.quotation-help"
        )
        self.fields["text"] = _words("consultation.field.text", longest=LONGEST_PART, rows=5)

    def clean(self) -> dict[str, Any]:
        """Asks for the words where only a quotation is given."""
        found = super().clean() or self.cleaned_data
        if found.get("quotation") and not found.get("text") and "text" not in self.errors:
            self.add_error("text", say("consultation.form.quotation-without-text"))
        return found

    def part(self) -> PartText | None:
        """The part as the action wants it; None when nothing was written."""
        found = self.cleaned_data
        if not found["text"]:
            return None
        return PartText(found["anchor"], found["stance"] or "comment", found["text"], found["quotation"])


class AnswerForms:
    """The whole page of an answer: the sender and a growing number of parts, so that it works without script."""

    def __init__(self, choices: list[tuple[str, str]], data: Mapping[str, Any] | None = None, anchor: str = "") -> None:
        self.asks_for_more = data is not None and "more" in data
        count = _count(data.get("parts", "")) if data is not None else FIRST_PARTS
        self.count = min(count + MORE_PARTS, MOST_PARTS - 1) if self.asks_for_more else count
        bound = data if data is not None and not self.asks_for_more else None
        self.sender = SenderForm(bound, initial=data if self.asks_for_more else None)
        self.parts = [
            PartForm(
                bound,
                prefix=f"part-{number}",
                choices=choices,
                initial=_kept(data, number) if self.asks_for_more else {"anchor": anchor if number == 0 else ""},
            )
            for number in range(self.count)
        ]

    def is_valid(self) -> bool:
        """Whether everything can be sent; judges all forms, so that all errors are shown at once."""
        valid = all([self.sender.is_valid(), *(part.is_valid() for part in self.parts)])
        if valid and not self.written():
            self.sender.add_error("comment", say("consultation.form.nothing-said"))
            return False
        return valid

    def written(self) -> tuple[PartText, ...]:
        """The parts that say something; the comment on the whole comes first."""
        comment = self.sender.cleaned_data["comment"]
        whole = (PartText("", "comment", comment),) if comment else ()
        return whole + tuple(part for part in (form.part() for form in self.parts) if part is not None)

    @property
    def can_grow(self) -> bool:
        """Whether there may be more parts."""
        return self.count < MOST_PARTS - 1

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended."""
        return bool(self.sender.errors) or any(part.errors for part in self.parts)


class WithholdForm(forms.Form):
    """Withholding an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"] = _words(
            "consultation.field.ground", longest=500, required=True, help="consultation.field.ground-help"
        )


class TreatForm(forms.Form):
    """Saying what became of a part, in the language of the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"] = forms.ChoiceField(
            label=say("consultation.field.result"),
            choices=[
                ("", say("consultation.form.choose")),
                *((result, say(f"consultation.result.{result}")) for result in RESULTS),
            ],
            error_messages={"required": say("consultation.form.required")},
        )
        self.fields["answer"] = _words(
            "consultation.field.answer", longest=LONGEST_PART, rows=3, help="consultation.field.answer-help"
        )

    def answer(self) -> Text:
        """The answer, in the one language it was written in."""
        language = current_language()
        return Text(**({"nb": "", language: self.cleaned_data["answer"]}))


def _count(written: str) -> int:
    return min(max(int(written), 1), MOST_PARTS - 1) if written.isdecimal() and len(written) < 4 else FIRST_PARTS


def _kept(data: Mapping[str, Any] | None, number: int) -> dict[str, Any]:
    names = ("anchor", "stance", "quotation", "text")
    return {name: (data or {}).get(f"part-{number}-{name}", "") for name in names}
