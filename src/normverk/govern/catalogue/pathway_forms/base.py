"""What the forms of a pathway share: choices among its milestones, lists of codes, sources, and faults at their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from django import forms

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.forms import NOTHING, Group, PartForm
from normverk.norm.delay_words import point_name
from normverk.norm.pathway import Footnote, PathwayDefinition
from normverk.norm.pathway_faults import Fault, faults
from normverk.norm.source import Source, web_address
from normverk.norm.text import LANGUAGES, Text

BASES: Final = ("read", "derived", "own")
LONGEST: Final = 20_000
_ID: Final = re.compile(r"\w[\w.-]{0,63}")
_SOURCE: Final = ("title", "basis", "url", "note")
_ALWAYS: Final = ("begun_from", "reason", "remove", "confirm")
Choices = Sequence[tuple[str, str]]


class PathwayPartForm(PartForm):
    """A form of one member of a pathway. `after` is the pathway as it will be, once the form is valid.

    What nobody touched stays as it was, to the letter, also where a form could not have written it.
    """

    prefix_of_keys: ClassVar[str] = ""

    def __init__(self, *args: Any, definition: PathwayDefinition, fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        self.fresh = fresh
        self.after: PathwayDefinition | None = None
        if fresh:
            self.add_words("id", label_key="pathway-form.id", help_key="pathway-form.id-help", longest=64)

    def key(self, name: str) -> str:
        """The key of a field's label."""
        return f"pathway-form.{self.prefix_of_keys}.{name}"

    def add_words(
        self, name: str, *, label_key: str = "", help_key: str = "", longest: int = 500, rows: int = 1
    ) -> None:
        """A field for words that may be left empty."""
        self.fields[name] = forms.CharField(
            label=say(label_key or self.key(name)),
            help_text=say(help_key) if help_key else "",
            max_length=longest,
            required=False,
            widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false"}) if rows > 1 else forms.TextInput,
        )

    def add_number(self, name: str, *, help_key: str = "", least: int = 0, most: int = 100_000) -> None:
        """A field for a whole number that may be left empty."""
        self.fields[name] = forms.IntegerField(
            label=say(self.key(name)),
            help_text=say(help_key) if help_key else "",
            min_value=least,
            max_value=most,
            required=False,
        )

    def add_choice(
        self, name: str, choices: Choices, *, required: bool = True, radio: bool = False, help_key: str = ""
    ) -> None:
        """A field in which one is chosen."""
        self.fields[name] = forms.ChoiceField(
            label=say(self.key(name)),
            help_text=say(help_key) if help_key else "",
            choices=list(choices),
            required=required,
            widget=forms.RadioSelect if radio else forms.Select,
        )

    def add_several(self, name: str, choices: Choices, *, label: str = "") -> None:
        """A field in which any number are chosen."""
        self.fields[name] = forms.MultipleChoiceField(
            label=label or say(self.key(name)),
            choices=list(choices),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def add_yes(self, name: str) -> None:
        """A field that is either ticked or not."""
        self.fields[name] = forms.BooleanField(label=say(self.key(name)), required=False)

    def add_milestone(self, name: str, held: str, *, empty_key: str = "", help_key: str = "") -> None:
        """A choice among the milestones; with `empty_key` also of none. One that is named and not there can still be seen."""
        ids = [milestone.id for milestone in self.definition.milestones]
        if held and held not in ids:
            ids.append(held)
        named = [(id, point_name(id, self.definition).in_language(current_language())) for id in ids]
        empty = [("", say(empty_key))] if empty_key else []
        self.add_choice(name, [*empty, *named], required=not empty_key, help_key=help_key)

    def add_source(self, prefix: str, held: Source | None, label: Callable[[str], str]) -> None:
        """The fields of a source: what it is called, how the fact is known, its address, a note."""
        bases = [(basis, say(f"catalogue.basis.{basis}")) for basis in BASES]
        if held is not None and held.basis not in BASES:
            bases.insert(0, (held.basis, held.basis or say("catalogue.basis.unstated")))
        for part in _SOURCE:
            name = f"{prefix}-{part}"
            if part == "basis":
                self.fields[name] = forms.ChoiceField(
                    label=label(part), choices=bases, required="" not in dict(bases), initial="read"
                )
            else:
                self.fields[name] = forms.CharField(label=label(part), max_length=1000, required=False)

    def add_position(self, others: Iterable[tuple[str, str]]) -> None:
        """The place in a list whose order means something: first, or after one of the others (their ids and names)."""
        after = [say("pathway-form.position.after", name=name or id) for id, name in others]
        places = enumerate((say("pathway-form.position.first"), *after))
        choices = [(str(number), words) for number, words in places]
        self.add_choice("position", choices, help_key=f"pathway-form.{self.prefix_of_keys}.position-help")

    def add_removal(self) -> None:
        """For what is there already: the choice to take it away, which is asked twice."""
        if not self.fresh:
            self.fields["remove"] = forms.BooleanField(label=say(self.key("remove")), required=False)
            self.fields["confirm"] = forms.BooleanField(label=say("catalogue.section.confirm"), required=False)

    @property
    def removing(self) -> bool:
        """True when what the form is about is to be taken away."""
        return bool(self.cleaned_data.get("remove") and self.cleaned_data.get("confirm"))

    def clean(self) -> dict[str, Any]:
        """Asks twice before anything is removed, then makes the new pathway and refuses what makes it unusable."""
        cleaned = super().clean()
        if cleaned.get("remove") and not cleaned.get("confirm"):
            self.add_error("confirm", say("catalogue.form.confirm"))
        if self.removing:
            # What is wrong with a thing that goes away is no reason to keep it.
            for name in [name for name in self.errors if name not in _ALWAYS]:
                del self.errors[name]
        if cleaned.get("id") and not _ID.fullmatch(cleaned["id"]):
            self.add_error("id", say("catalogue.form.unusable-ids", ids=f"«{cleaned['id']}»"))
        if cleaned.get("id") in {"new", "-"}:
            self.add_error("id", say("pathway-form.id-taken-by-us"))
        if self.errors:
            self.look()
        else:
            self.make()
        return cleaned

    def look(self) -> None:
        """What can be said of the other fields when one is wrong already, so that a writer mends all at once."""

    def make(self) -> None:
        """Sets `after`; overridden by every form."""
        raise NotImplementedError

    def refuse(self, own: str, at: Callable[[Fault], str | None]) -> None:
        """Puts the faults of `after` at their fields: those at `own` and below, and those that were not there before."""
        assert self.after is not None
        before = set(faults(self.definition))
        for fault in faults(self.after):
            mine = f"{fault.place}/".startswith(f"{own}/")
            if not mine and fault in before:
                continue
            field = at(fault)
            words = say(f"pathway-form.fault.{fault.kind}", detail=fault.detail)
            if mine or field is not None:
                self.add_error(field if field in self.fields else None, words)
            else:
                self.add_error(None, say("pathway-form.fault-elsewhere", place=fault.place, words=words))

    def word(self, name: str, before: str = "") -> str:
        """What was written in a field; what stood there when it was not touched."""
        written = _plain(self.cleaned_data[name])
        return before if written == _plain(before) else written

    def text(self, name: str, before: Text = NOTHING) -> Text:
        """What was written in the fields of one text; languages that the form does not show are as they were."""
        return _replaced(before, {one: self.word(f"{name}_{one}", getattr(before, one)) for one in LANGUAGES})

    def source(self, prefix: str, before: Source | None) -> Source:
        """The source as written."""
        held = before or Source("", "read")
        basis = self.cleaned_data[f"{prefix}-basis"]
        title, url, note = (self.word(f"{prefix}-{part}", getattr(held, part)) for part in ("title", "url", "note"))
        return Source(title, basis, url, note)

    def check_source(self, prefix: str, before: Source | None) -> None:
        """Refuses a source without a name, and an address that is none."""
        data = self.cleaned_data
        url = data.get(f"{prefix}-url") or ""
        if url and not web_address(url) and url != (before.url if before else ""):
            self.add_error(f"{prefix}-url", say("catalogue.form.no-web-address"))
        if not data.get(f"{prefix}-title") and not (before and not before.title.strip()):
            self.add_error(f"{prefix}-title", say("pathway-form.needs-source"))

    def add_footnotes(self, held: Sequence[Footnote]) -> None:
        """The exceptions that the source states without a number: those there are, and room for one more."""
        self.footnotes = (*held, None)
        for number, footnote in enumerate(self.footnotes, 1):
            self.add_texts(f"footnote-{number}", say("pathway-form.footnote", number=number), rows=2, required=False)
            self.add_source(
                f"footnote-{number}-source",
                footnote.source if footnote else None,
                lambda part, number=number: say(f"pathway-form.footnote.{part}", number=number),  # type: ignore[misc]
            )

    def check_footnotes(self) -> None:
        """Refuses an exception without a source."""
        for number, footnote in enumerate(self.footnotes, 1):
            if any(self.cleaned_data.get(f"footnote-{number}_{one}") for one in LANGUAGES):
                self.check_source(f"footnote-{number}-source", footnote.source if footnote else None)

    def made_footnotes(self) -> tuple[Footnote, ...]:
        """The exceptions as written; one whose words were taken away is gone."""
        made = []
        for number, before in enumerate(self.footnotes, 1):
            text = self.text(f"footnote-{number}", before.text if before else NOTHING)
            was_empty = before is not None and not before.text.written()
            if text.written() or was_empty:
                made.append(Footnote(text, self.source(f"footnote-{number}-source", before.source if before else None)))
        return tuple(made)

    def group(self, legend_key: str, names: Iterable[str], **values: Any) -> Group:
        """Fields under a legend, with the labels they have."""
        held = tuple((self[name], str(self.fields[name].label)) for name in names if name in self.fields)
        return Group(say(legend_key, **values), held)

    def footnote_groups(self) -> tuple[Group, ...]:
        """A group for each exception."""
        return tuple(
            self.group(
                "pathway-form.footnote-group",
                (
                    *(f"footnote-{number}_{language}" for language in LANGUAGES),
                    *(f"footnote-{number}-source-{part}" for part in _SOURCE),
                ),
                number=number,
            )
            for number in range(1, len(self.footnotes) + 1)
        )

    def removal_group(self) -> tuple[Group, ...]:
        """The group in which a thing is taken away."""
        return () if self.fresh else (self.group("pathway-form.remove-group", ("remove", "confirm")),)


def footnotes_initial(held: Sequence[Footnote]) -> dict[str, Any]:
    """What the fields of exceptions show at first."""
    initial: dict[str, Any] = {}
    for number, footnote in enumerate(held, 1):
        initial |= text_initial(f"footnote-{number}", footnote.text)
        initial |= source_initial(f"footnote-{number}-source", footnote.source)
    return initial | {f"footnote-{len(held) + 1}-source-basis": "read"}


def text_initial(name: str, text: Text) -> dict[str, str]:
    """What the fields of a text show at first."""
    return {f"{name}_{language}": getattr(text, language) for language in LANGUAGES}


def source_initial(prefix: str, source: Source) -> dict[str, str]:
    """What the fields of a source show at first."""
    return {f"{prefix}-{part}": getattr(source, part) for part in _SOURCE}


def _plain(words: str) -> str:
    """Words as a browser sends them back: one kind of line end, nothing blank around them."""
    return words.replace("\r\n", "\n").strip()


def _replaced(before: Text, written: Mapping[str, str]) -> Text:
    return Text(**{**{one: getattr(before, one) for one in before.__struct_fields__}, **written})
