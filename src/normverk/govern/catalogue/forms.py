"""The forms with which a draft is written: one for each part of a norm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

import msgspec
from django import forms
from django.forms import BoundField

from normverk.base.languages import say
from normverk.norm.content import Layer
from normverk.norm.earlier import upgraded_pathway
from normverk.norm.merge import unsettled
from normverk.norm.pathway import PathwayDefinition, unusable_ids
from normverk.norm.text import LANGUAGES, Text, unreadable_signs
from normverk.web.forms import TextForm, day_field

LONGEST: Final = 20_000
NOTHING: Final = Text(nb="")
HEAD_TEXTS: Final = ("title", "purpose", "scope", "target_group", "legal_basis", "method", "change_note")
LAYERS: Final = get_args(Layer)


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under words that say to what; each with a short label that leaves those words out."""

    legend: str
    fields: tuple[tuple[BoundField, str], ...] = ()
    groups: tuple[Group, ...] = ()


class PartForm(TextForm):
    """What all parts share: the digest of the text the writer began from, and why the change is made."""

    begun_from = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    explained: tuple[tuple[str, str], ...] = ()
    """Words that are used in the form, each with what it means; shown in a table before the fields."""
    explained_by = ""
    """The key of what that table is called; its two columns are this key with .word and .meaning."""
    explained_at_once = False
    """Whether the table stands open, for one that nobody fills in the form without."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(
            label=say("catalogue.form.reason"),
            max_length=500,
            required=False,
            help_text=say("catalogue.form.reason-help"),
        )

    def add_texts(self, name: str, label: str, *, rows: int, required: bool) -> None:
        """Adds one field a language; only bokmål can be required, since a missing language is found by the norm check."""
        for language in LANGUAGES:
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=f"{label} ({say(f'catalogue.language.{language}')})",
                widget=forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput,
                max_length=LONGEST,
                required=required and language == "nb",
            )

    def clean(self) -> dict[str, Any]:
        """Refuses a text in which somebody has still to choose between what two have written."""
        cleaned = super().clean()
        for name, words in list(cleaned.items()):
            if isinstance(words, str) and unsettled(words):
                self.add_error(name, say("catalogue.form.unsettled"))
        return cleaned

    def text(self, name: str, before: Text = NOTHING) -> Text:
        """What was written in the fields of one text; languages that the form does not show are as they were."""
        written = {language: self.cleaned_data[f"{name}_{language}"].strip() for language in LANGUAGES}
        return msgspec.structs.replace(before, **written)

    def lines(self, name: str) -> tuple[str, ...]:
        """What was written in a field, line by line, without empty ones."""
        return tuple(line.strip() for line in self.cleaned_data[name].splitlines() if line.strip())

    def written(self) -> Iterator[BoundField]:
        """The fields a writer sees, the reason last."""
        yield from (self[name] for name in self.fields if name not in {"begun_from", "reason"})
        yield self["reason"]

    def groups(self) -> tuple[Group, ...]:
        """The fields in groups, without the reason; none for a form that is short enough to be read in one go."""
        return ()

    def sentences(self) -> tuple[Text, ...]:
        """What a valid form says in plain words, for the preview; nothing where the fields say it themselves."""
        return ()


class HeadForm(PartForm):
    """The head of a norm: what it is called, for what and whom it is, who made it and how, and what is new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in HEAD_TEXTS:
            self.add_texts(
                name, say(f"catalogue.head.{name}"), rows=1 if name == "title" else 3, required=name == "title"
            )
        self.fields["owner"] = forms.CharField(label=say("catalogue.head.owner"), max_length=200)
        for name in ("contributors", "themes"):
            self.fields[name] = forms.CharField(
                label=say(f"catalogue.head.{name}"),
                help_text=say("catalogue.head.one-a-line"),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=LONGEST,
                required=False,
            )
        self.fields["layers"] = forms.MultipleChoiceField(
            label=say("catalogue.head.layers"),
            choices=[(layer, say(f"catalogue.layer.{layer}")) for layer in LAYERS],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class ValidityForm(PartForm):
    """The first and the last day on which the edition is in force."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"] = day_field(say("catalogue.valid-from"))
        self.fields["valid_to"] = day_field(
            say("catalogue.valid-to"), required=False, help_text=say("catalogue.valid-to-help")
        )

    def clean(self) -> dict[str, Any]:
        """Refuses a last day before the first."""
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", say("catalogue.form.last-before-first"))
        return cleaned


class PathwayForm(PartForm):
    """The computable pathway as a whole: milestones, codes and clocks, as JSON, for moving one in from elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pathway"] = forms.CharField(
            label=say("catalogue.pathway.json"),
            help_text=say("catalogue.pathway.json-help"),
            max_length=LONGEST * 10,
            widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        )
        self.definition: PathwayDefinition | None = None

    def clean(self) -> dict[str, Any]:
        """Reads the JSON as a pathway; refuses it with the place of what does not fit."""
        cleaned = super().clean()
        try:
            plain = upgraded_pathway(msgspec.json.decode(cleaned.get("pathway", "")))
            self.definition = msgspec.convert(plain, PathwayDefinition, strict=True)
        except (msgspec.DecodeError, ValueError, RecursionError) as wrong:
            self.add_error("pathway", say("catalogue.form.not-a-pathway", detail=str(wrong)))
            return cleaned
        if ids := unusable_ids(self.definition):
            self.add_error("pathway", say("catalogue.form.unusable-ids", ids=", ".join(f"«{id}»" for id in ids)))
        # JSON can name control signs by number, so they are looked for in what it says, not in how it is written.
        if signs := unreadable_signs("".join(_strings(msgspec.to_builtins(self.definition)))):
            self.add_error("pathway", say("form.unreadable", signs=", ".join(signs)))
        return cleaned


def _strings(plain: Any) -> Iterator[str]:
    """Every string in plain data."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, Mapping | list | tuple):
        for part in plain.values() if isinstance(plain, Mapping) else plain:
            yield from _strings(part)
