"""The forms with which a draft is written: one for each part of a norm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

import msgspec
from django import forms
from django.forms import BoundField

from normverk.base.languages import current_language, say
from normverk.norm.content import Layer, NormContent
from normverk.norm.days import Unit
from normverk.norm.earlier import upgraded_pathway
from normverk.norm.merge import unsettled
from normverk.norm.pathway import Branch, Limit, PathwayDefinition, unusable_ids
from normverk.norm.source import Source, web_address
from normverk.norm.text import LANGUAGES, Text, unreadable_signs
from normverk.web.forms import TextForm

LONGEST: Final = 20_000
NOTHING: Final = Text(nb="")
HEAD_TEXTS: Final = ("title", "purpose", "scope", "target_group", "legal_basis", "method", "change_note")
LAYERS: Final = get_args(Layer)


class PartForm(TextForm):
    """What all parts share: the digest of the text the writer began from, and why the change is made."""

    begun_from = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

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
        date_input = {"type": "date"}
        self.fields["valid_from"] = forms.DateField(
            label=say("catalogue.valid-from"), widget=forms.DateInput(attrs=date_input, format="%Y-%m-%d")
        )
        self.fields["valid_to"] = forms.DateField(
            label=say("catalogue.valid-to"),
            widget=forms.DateInput(attrs=date_input, format="%Y-%m-%d"),
            required=False,
            help_text=say("catalogue.valid-to-help"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuses a last day before the first."""
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", say("catalogue.form.last-before-first"))
        return cleaned


class LimitsForm(PartForm):
    """Every limit of a pathway: value, unit, warning time and source for each clock and treatment branch."""

    def __init__(self, *args: Any, content: NormContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[str, str, str]] = []
        for clock in content.pathway.clocks if content.pathway else ():
            for branch in clock.branches:
                prefix = f"{clock.id}.{branch.id}"
                titles = (clock.title, branch.title)
                name = " – ".join(words for title in titles if (words := title.in_language(current_language())))
                self.rows.append((clock.id, branch.id, name))
                self._add_limit(prefix, name)

    def _add_limit(self, prefix: str, name: str) -> None:
        units = [(str(unit), say(f"catalogue.unit.{unit}")) for unit in Unit]
        bases = [(basis, say(f"catalogue.basis.{basis}")) for basis in ("read", "derived", "own")]
        self.fields[f"{prefix}.value"] = forms.IntegerField(
            label=say("catalogue.limit.value-of", name=name), min_value=0, max_value=100_000, required=False
        )
        self.fields[f"{prefix}.unit"] = forms.ChoiceField(
            label=say("catalogue.limit.unit-of", name=name), choices=units
        )
        self.fields[f"{prefix}.warn_before"] = forms.IntegerField(
            label=say("catalogue.limit.warn-of", name=name), min_value=0, max_value=100_000, required=False
        )
        self.fields[f"{prefix}.basis"] = forms.ChoiceField(
            label=say("catalogue.limit.basis-of", name=name), choices=bases
        )
        for part, length in (("source", 500), ("url", 500), ("note", 1000)):
            self.fields[f"{prefix}.{part}"] = forms.CharField(
                label=say(f"catalogue.limit.{part}-of", name=name), max_length=length, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuses a limit without source, and one that warns longer than it runs."""
        cleaned = super().clean()
        for clock_id, branch_id, _name in self.rows:
            prefix = f"{clock_id}.{branch_id}"
            value = cleaned.get(f"{prefix}.value")
            if value is None:
                continue
            url = cleaned.get(f"{prefix}.url")
            if url and not web_address(url):
                self.add_error(f"{prefix}.url", say("catalogue.form.no-web-address"))
            if not cleaned.get(f"{prefix}.source"):
                self.add_error(f"{prefix}.source", say("catalogue.form.limit-needs-source"))
            if (cleaned.get(f"{prefix}.warn_before") or 0) > value:
                self.add_error(f"{prefix}.warn_before", say("catalogue.form.warns-too-early"))
        return cleaned

    def limits(self) -> dict[tuple[str, str], Limit | None]:
        """The limits as written, by clock id and branch id; None where no value is stated."""
        return {(clock, branch): self._limit(f"{clock}.{branch}") for clock, branch, _name in self.rows}

    def _limit(self, prefix: str) -> Limit | None:
        written = {part: self.cleaned_data.get(f"{prefix}.{part}") for part in _LIMIT_PARTS}
        if written["value"] is None:
            return None
        source = Source(written["source"] or "", written["basis"] or "own", written["url"] or "", written["note"] or "")
        return Limit(written["value"], Unit(str(written["unit"])), source, written["warn_before"] or 0)


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


_LIMIT_PARTS: Final = ("value", "unit", "warn_before", "basis", "source", "url", "note")


def limits_initial(content: NormContent) -> Mapping[str, Any]:
    """What the form of limits shows before anybody writes in it."""
    initial: dict[str, Any] = {}
    for clock in content.pathway.clocks if content.pathway else ():
        for branch in clock.branches:
            initial.update({f"{clock.id}.{branch.id}.{part}": value for part, value in _plain_limit(branch).items()})
    return initial


def _plain_limit(branch: Branch) -> dict[str, Any]:
    limit = branch.limit
    if limit is None:
        return {"unit": str(Unit.CALENDAR_DAYS), "basis": "read"}
    return {
        "value": limit.value,
        "unit": str(limit.unit),
        "warn_before": limit.warn_before,
        "basis": limit.source.basis,
        "source": limit.source.title,
        "url": limit.source.url,
        "note": limit.source.note,
    }
