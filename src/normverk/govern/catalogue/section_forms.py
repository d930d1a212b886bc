"""The forms of a section and of what makes it a normative unit. Text is written as Markdown, all languages side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django import forms

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.forms import PartForm
from normverk.norm.blocks import Block, lines
from normverk.norm.content import NormContent, Section
from normverk.norm.kinds import KINDS
from normverk.norm.markdown import blocks_from_markdown, blocks_to_markdown, uncarried
from normverk.norm.markdown_words import WORDS
from normverk.norm.references import apa
from normverk.norm.source import web_address
from normverk.norm.text import LANGUAGES, SAMI
from normverk.norm.units import EVIDENCE, GRADES, UNIT_KINDS, Coding, KeyFactors, Strength, Unit

LONGEST_BODY: Final = 60_000
FACTORS: Final = ("benefits_harms", "evidence_quality", "values_preferences", "resources")
UNIT_TEXTS: Final = (*FACTORS, "rationale", "practical")
OBLIGATIONS: Final = ("must", "should", "may")


class BlocksForm(PartForm):
    """A form with texts of blocks, and the question whether the change is editorial or professional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held: dict[str, tuple[Block, ...]] = {}
        self.untouched: list[tuple[str, str]] = []

    def add_blocks(self, name: str, label: str, blocks: tuple[Block, ...], *, rows: int) -> None:
        """Adds one field a language; none, and a word why, when Markdown cannot carry what stands there."""
        self.held[name] = blocks
        if problems := uncarried(blocks):
            why = " ".join(WORDS[code].in_language(current_language()) for code in problems)
            self.untouched.append((label, why))
            return
        for language in written_in(blocks):
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=f"{label} ({say(f'catalogue.language.{language}')})",
                widget=forms.Textarea(attrs={"rows": rows, "cols": 90, "lang": language}),
                max_length=LONGEST_BODY,
                required=False,
                strip=False,
            )

    def add_change(self) -> None:
        """Asks whether the change is editorial or professional: two clocks that are never mixed."""
        self.fields["change"] = forms.ChoiceField(
            label=say("catalogue.change-kind"),
            choices=[(kind, say(f"catalogue.change-kind.{kind}")) for kind in ("editorial", "professional")],
            widget=forms.RadioSelect,
            help_text=say("catalogue.change-kind.help"),
        )

    def clean(self) -> dict[str, Any]:
        """Reads the texts as blocks, with every complaint at its field; a professional change says why."""
        cleaned = super().clean()
        for name, before in self.held.items():
            languages = [language for language in written_in(before) if f"{name}_{language}" in self.fields]
            if not languages:
                continue
            written = {language: cleaned.get(f"{name}_{language}") or "" for language in languages}
            blocks, complaints = blocks_from_markdown(written)
            for found in complaints:
                words = found.what.in_language(current_language())
                field = f"{name}_{found.language}"
                self.add_error(field, say("catalogue.form.line", line=found.line, words=words))
            self.held[name] = blocks
        if cleaned.get("change") == "professional" and not cleaned.get("reason", "").strip():
            self.add_error("reason", say("catalogue.form.professional-reason"))
        return cleaned


def written_in(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The languages that a text is written in: ours, and the Sámi ones it is there in already."""
    there = {language for text, _ in lines(blocks) for language in text.written()}
    return (*LANGUAGES, *(language for language in SAMI if language in there))


def blocks_initial(name: str, blocks: tuple[Block, ...]) -> dict[str, str]:
    """What the fields of a text show at first."""
    if uncarried(blocks):
        return {}
    return {f"{name}_{language}": blocks_to_markdown(blocks, language) for language in written_in(blocks)}


class SectionForm(BlocksForm):
    """One section: its title, a short introduction and its text in all languages, and whether it goes away."""

    def __init__(self, *args: Any, section: Section | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", say("catalogue.section.title"), rows=1, required=True)
        self.add_texts("intro", say("catalogue.section.intro"), rows=2, required=False)
        self.add_blocks("body", say("catalogue.section.body"), section.blocks if section else (), rows=12)
        self.add_change()
        if section is not None:
            self.fields["remove"] = forms.BooleanField(label=say("catalogue.section.remove"), required=False)
            self.fields["confirm"] = forms.BooleanField(label=say("catalogue.section.confirm"), required=False)

    def clean(self) -> dict[str, Any]:
        """Takes a section away only when that is confirmed."""
        cleaned = super().clean()
        if cleaned.get("remove") and not cleaned.get("confirm"):
            self.add_error("confirm", say("catalogue.form.confirm"))
        return cleaned


class UnitForm(BlocksForm):
    """What makes a section a normative unit."""

    def __init__(self, *args: Any, section: Section, content: NormContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = KINDS[content.kind].units
        unit = self.before = section.unit
        names = [(kind, say(f"catalogue.unit-kind.{kind}")) for kind in UNIT_KINDS]
        names.sort(key=lambda pair: pair[0] not in self.usual)
        self._choice("kind", [("", say("catalogue.unit-kind.none")), *names])
        self.fields["unusual"] = forms.CharField(
            label=say("catalogue.unit.unusual"), help_text=say("catalogue.unit.unusual-help"), max_length=500,
            required=False,
        )  # fmt: skip
        self._choice("strength", tuple(_graded("grade", GRADES)))
        self._choice("evidence", tuple(_graded("evidence", EVIDENCE)))
        self._choice("direction", [(word, say(f"catalogue.direction.{word}")) for word in ("for", "against")])
        duties = [(word, say(f"catalogue.obligation.{word}")) for word in OBLIGATIONS]
        self._choice("obligation", [("", say("catalogue.obligation.none")), *duties])
        for name in UNIT_TEXTS:
            self.add_blocks(name, say(f"catalogue.unit-text.{name}"), unit_text(unit, name), rows=4)
        self.add_codes()
        clocks = content.pathway.clocks if content.pathway else ()
        if clocks:
            named = [(clock.id, clock.title.in_language(current_language())) for clock in clocks]
            self._several("clocks", say("catalogue.unit.clocks"), named)
        if content.references:
            self._several("references", say("catalogue.unit.references"), [(r.id, apa(r)) for r in content.references])
        self.fields["law"] = forms.CharField(label=say("catalogue.unit.law"), max_length=500, required=False)
        self.add_change()

    def _choice(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        label = say(f"catalogue.unit.{name}")
        self.fields[name] = forms.ChoiceField(label=label, choices=list(choices), required=False)

    def _several(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        widget = forms.CheckboxSelectMultiple
        self.fields[name] = forms.MultipleChoiceField(label=label, choices=list(choices), widget=widget, required=False)

    def add_codes(self) -> None:
        """Codes, one a line: system, code, name, version, with | between."""
        self.fields["codes"] = forms.CharField(
            label=say("catalogue.unit.codes"),
            help_text=say("catalogue.unit.codes-help"),
            widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
            max_length=20_000,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Refuses a grade and an evidence of two schemes, a unit out of place without a reason, and a faulty code."""
        cleaned = super().clean()
        kind, strength, evidence = (cleaned.get(name, "") for name in ("kind", "strength", "evidence"))
        if evidence and evidence.split(":")[0] != strength.split(":")[0]:
            self.add_error("evidence", say("catalogue.form.two-schemes"))
        if kind and kind not in self.usual and not cleaned.get("unusual", "").strip():
            self.add_error("unusual", say("catalogue.form.unusual-reason"))
        cleaned["coded"] = read_codes(self, cleaned.get("codes", ""))
        if cleaned.get("law") and not web_address(cleaned["law"]):
            self.add_error("law", say("catalogue.form.no-web-address"))
        held = any(self.held.values()) or (self.before is not None and self.before.picos)
        if not kind and (strength or held):
            self.add_error("kind", say("catalogue.form.unit-needs-kind"))
        return cleaned

    def unit(self, before: Unit | None) -> Unit | None:
        """The unit as written; None when the section is no unit."""
        data = self.cleaned_data
        if not data["kind"]:
            return None
        scheme, _, grade = data["strength"].partition(":")
        strength = Strength(scheme, grade, data["evidence"].partition(":")[2], data["direction"] or "for")
        texts = {name: self.held[name] for name in UNIT_TEXTS}
        factors = KeyFactors(**{name: texts[name] for name in FACTORS})
        return Unit(
            kind=data["kind"],
            strength=strength if scheme else None,
            obligation=data["obligation"] or None,
            factors=factors if any(texts[name] for name in FACTORS) or (before and before.factors) else None,
            rationale=texts["rationale"],
            practical=texts["practical"],
            picos=before.picos if before else (),
            codes=data["coded"],
            clocks=tuple(data.get("clocks", before.clocks if before else ())),
            law=data["law"],
        )


def unit_text(unit: Unit | None, name: str) -> tuple[Block, ...]:
    """One of the texts of a unit."""
    if unit is None:
        return ()
    held = unit.factors if name in FACTORS else unit
    found: tuple[Block, ...] = getattr(held, name) if held is not None else ()
    return found


def unit_initial(section: Section) -> dict[str, Any]:
    """What the form of a unit shows at first."""
    unit = section.unit
    initial: dict[str, Any] = {"references": list(section.references), "clocks": [], "direction": "for"}
    if unit is None:
        return initial
    if unit.strength is not None:
        held = unit.strength
        initial |= {"strength": f"{held.scheme}:{held.grade}", "direction": held.direction}
        initial["evidence"] = f"{held.scheme}:{held.evidence}" if held.evidence else ""
    for name in UNIT_TEXTS:
        initial |= blocks_initial(name, unit_text(unit, name))
    initial |= {"kind": unit.kind, "obligation": unit.obligation or "", "law": unit.law, "clocks": list(unit.clocks)}
    return initial | {"codes": codes_initial(unit.codes)}


def codes_initial(codes: Sequence[Coding]) -> str:
    """Codes as the field shows them, one a line."""
    rows = (" | ".join((code.system, code.code, code.display, code.version)) for code in codes)
    return "\n".join(row.rstrip(" |") for row in rows)


def read_codes(form: forms.Form, field: str) -> tuple[Coding, ...]:
    """The codes written in a field; a line without system and code is refused with its number."""
    made = []
    for number, line in enumerate(field.splitlines(), 1):
        parts = [part.strip() for part in line.split("|")]
        if not line.strip():
            continue
        if not 2 <= len(parts) <= 4 or not parts[0] or not parts[1]:
            form.add_error("codes", say("catalogue.form.code-line", line=number))
            continue
        made.append(Coding(*parts))
    return tuple(made)


def _graded(what: str, by_scheme: Any) -> Iterator[tuple[str, str]]:
    """Every scheme with its grades, the scheme named first: «GRADE: sterk»."""
    yield "", say(f"catalogue.{what}.unset")
    for scheme, words in by_scheme.items():
        for word in words:
            if word:
                yield f"{scheme}:{word}", f"{say(f'catalogue.scheme.{scheme}')}: {grade_words(scheme, what, word)}"
    if what == "grade":
        yield "none:", say("catalogue.scheme.none")


def grade_words(scheme: str, what: str, word: str) -> str:
    """A grade in words; SIGN's letters and numbers stand as they are."""
    return say(f"catalogue.{what}.{word}") if scheme == "grade" else word
