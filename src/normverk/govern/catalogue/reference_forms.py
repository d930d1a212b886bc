"""The forms of a reference by its parts, and of a question (PICO) with its outcomes."""

from __future__ import annotations

import re
from typing import Any, Final, get_args

from django import forms

from normverk.base.languages import say
from normverk.govern.catalogue.forms import NOTHING, PartForm
from normverk.govern.catalogue.section_forms import BlocksForm, blocks_initial, codes_initial, read_codes
from normverk.norm.references import Reference, ReferenceKind
from normverk.norm.source import web_address
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import Outcome, Pico
from normverk.web.forms import day_field

_DOI: Final = re.compile(r"10\.\d{4,9}/\S{1,200}")
REFERENCE_WORDS: Final = ("title", "year", "container", "volume", "issue", "pages", "publisher", "doi", "pmid", "url")
PICO_TEXTS: Final = ("population", "intervention", "comparison")
MOST_OUTCOMES: Final = 40


class ReferenceForm(PartForm):
    """One work, in parts. Its APA form is made of them."""

    def __init__(self, *args: Any, fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, say(f"catalogue.reference-kind.{kind}")) for kind in get_args(ReferenceKind)]
        self.fields["kind"] = forms.ChoiceField(label=say("catalogue.reference.kind"), choices=kinds)
        self.fields["authors"] = forms.CharField(
            label=say("catalogue.reference.authors"), help_text=say("catalogue.reference.authors-help"),
            widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000, required=False,
        )  # fmt: skip
        for name in REFERENCE_WORDS:
            self.fields[name] = forms.CharField(
                label=say(f"catalogue.reference.{name}"), max_length=2000, required=name == "title"
            )
        self.fields["accessed_on"] = day_field(say("catalogue.reference.accessed_on"), required=False)
        if not fresh:
            self.fields["remove"] = forms.BooleanField(label=say("catalogue.reference.remove"), required=False)
            self.fields["confirm"] = forms.BooleanField(label=say("catalogue.section.confirm"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses a DOI, a PubMed number and an address that have not the form of one."""
        cleaned = super().clean()
        doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", cleaned.get("doi", "").strip(), flags=re.IGNORECASE)
        cleaned["doi"] = doi
        if doi and not _DOI.fullmatch(doi):
            self.add_error("doi", say("catalogue.form.no-doi"))
        if cleaned.get("pmid") and not re.fullmatch(r"[1-9]\d{0,8}", cleaned["pmid"]):
            self.add_error("pmid", say("catalogue.form.no-pmid"))
        if cleaned.get("url") and not web_address(cleaned["url"]):
            self.add_error("url", say("catalogue.form.no-web-address"))
        if cleaned.get("remove") and not cleaned.get("confirm"):
            self.add_error("confirm", say("catalogue.form.confirm"))
        return cleaned

    def reference(self, id: str, before: Reference | None) -> Reference:
        """The work as written."""
        data = self.cleaned_data
        words = {name: data[name].strip() for name in REFERENCE_WORDS}
        return Reference(
            id=id,
            kind=data["kind"],
            authors=self.lines("authors"),
            accessed_on=data["accessed_on"],
            as_given=before.as_given if before else "",
            **words,
        )


def reference_initial(reference: Reference | None) -> dict[str, Any]:
    """What the form of a reference shows at first."""
    if reference is None:
        return {"kind": "article"}
    initial: dict[str, Any] = {name: getattr(reference, name) for name in (*REFERENCE_WORDS, "kind", "accessed_on")}
    return initial | {"authors": "\n".join(reference.authors)}


class PicoForm(BlocksForm):
    """A question: for whom, what, compared with what, with which outcomes; two empty outcomes stand ready."""

    def __init__(self, *args: Any, pico: Pico | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PICO_TEXTS:
            self.add_texts(name, say(f"catalogue.pico.{name}"), rows=2, required=name != "comparison")
        there = len(pico.outcomes) if pico else 0
        sent = sum(1 for key in (self.data or {}) if re.fullmatch(r"outcome-\d{1,3}-title_nb", key))
        self.outcomes = min(max(there + 2, sent), MOST_OUTCOMES)
        for number in range(1, self.outcomes + 1):
            self._outcome(number)
        self.add_blocks("summary", say("catalogue.pico.summary"), pico.summary if pico else (), rows=6)
        self.fields["codes"] = forms.CharField(
            label=say("catalogue.unit.codes"), help_text=say("catalogue.unit.codes-help"), required=False,
            max_length=20_000, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        )  # fmt: skip
        self.add_change()
        if pico is not None:
            self.fields["remove"] = forms.BooleanField(label=say("catalogue.pico.remove"), required=False)
            self.fields["confirm"] = forms.BooleanField(label=say("catalogue.section.confirm"), required=False)

    def _outcome(self, number: int) -> None:
        prefix = f"outcome-{number}"
        self.add_texts(f"{prefix}-title", say("catalogue.pico.outcome", number=number), rows=1, required=False)
        self.fields[f"{prefix}-importance"] = forms.IntegerField(
            label=say("catalogue.pico.importance", number=number), min_value=0, max_value=9, required=False
        )
        self.fields[f"{prefix}-certainty"] = forms.CharField(
            label=say("catalogue.pico.certainty", number=number), max_length=200, required=False
        )
        self.add_texts(f"{prefix}-effect", say("catalogue.pico.effect", number=number), rows=1, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuses an outcome that has an effect and no name."""
        cleaned = super().clean()
        cleaned["coded"] = read_codes(self, cleaned.get("codes", ""))
        for number in range(1, self.outcomes + 1):
            prefix = f"outcome-{number}"
            named = any((cleaned.get(f"{prefix}-title_{language}") or "").strip() for language in LANGUAGES)
            told = [f"{prefix}-effect_{language}" for language in LANGUAGES]
            if not named and any(str(cleaned.get(key) or "").strip() for key in (*told, f"{prefix}-certainty")):
                self.add_error(f"{prefix}-title_nb", say("catalogue.form.outcome-needs-name"))
        if cleaned.get("remove") and not cleaned.get("confirm"):
            self.add_error("confirm", say("catalogue.form.confirm"))
        return cleaned

    def pico(self, id: str, before: Pico | None) -> Pico:
        """The question as written; outcomes without a name are left out."""
        outcomes = []
        for number in range(1, self.outcomes + 1):
            prefix = f"outcome-{number}"
            was = before.outcomes[number - 1] if before and number <= len(before.outcomes) else Outcome(NOTHING)
            title = self.text(f"{prefix}-title", was.title)
            if title.written():
                data = self.cleaned_data
                importance, certainty = data[f"{prefix}-importance"] or 0, data[f"{prefix}-certainty"].strip()
                outcomes.append(Outcome(title, importance, certainty, self.text(f"{prefix}-effect", was.effect)))
        texts = {name: self.text(name, getattr(before, name) if before else NOTHING) for name in PICO_TEXTS}
        held = self.held["summary"]
        return Pico(id=id, outcomes=tuple(outcomes), summary=held, codes=self.cleaned_data["coded"], **texts)


def pico_initial(pico: Pico | None) -> dict[str, Any]:
    """What the form of a question shows at first."""
    if pico is None:
        return {}
    initial: dict[str, Any] = {"codes": codes_initial(pico.codes), **blocks_initial("summary", pico.summary)}
    for name in PICO_TEXTS:
        initial |= _fields(name, getattr(pico, name))
    for number, outcome in enumerate(pico.outcomes, 1):
        prefix = f"outcome-{number}"
        initial |= _fields(f"{prefix}-title", outcome.title) | _fields(f"{prefix}-effect", outcome.effect)
        initial |= {f"{prefix}-importance": outcome.importance, f"{prefix}-certainty": outcome.certainty}
    return initial


def _fields(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_{language}": getattr(text, language) for language in LANGUAGES}
