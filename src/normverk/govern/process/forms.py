"""The forms of needs and cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from normverk.base.languages import current_language, say
from normverk.govern.catalogue.models import Product
from normverk.govern.process.actions.cases import InquiryText, NewProduct
from normverk.govern.process.definition import Definition, Phase
from normverk.govern.process.models import ANALYSES, ASSESSMENTS, LEVELS, QUESTIONS, SOURCES, Inquiry
from normverk.govern.process.rules.decisions import LEAST_REASON
from normverk.govern.process.rules.needs import TEXT_LENGTHS, TITLE_LENGTHS
from normverk.norm.kinds import KINDS
from normverk.norm.text import LANGUAGES, Text
from normverk.web.forms import TextForm

LONGEST: Final = 20_000
_ESSENTIAL: Final[Mapping[str, bool | None]] = {"yes": True, "no": False, "unknown": None}
_WHAT_FOR: Final = ("purpose", "scope", "target_group")


def _choices(prefix: str, words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, say(f"{prefix}.{word}")) for word in words]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NeedForm(TextForm):
    """Reporting a need."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(
            label=say("process.need.title"), min_length=TITLE_LENGTHS[0], max_length=TITLE_LENGTHS[1]
        )
        self.fields["text"] = forms.CharField(
            label=say("process.need.text"),
            help_text=say("process.need.text-help"),
            min_length=TEXT_LENGTHS[0],
            max_length=TEXT_LENGTHS[1],
            widget=_area(8),
        )
        self.fields["source"] = forms.ChoiceField(
            label=say("process.need.source"), choices=_choices("process.need.source", SOURCES)
        )
        self.fields["organisation"] = forms.CharField(
            label=say("process.need.organisation"),
            help_text=say("process.need.organisation-help"),
            max_length=200,
            required=False,
        )
        self.fields["reporter_name"] = forms.CharField(
            label=say("process.need.reporter-name"),
            help_text=say("process.need.personal-help"),
            max_length=200,
            required=False,
        )
        self.fields["email"] = forms.EmailField(
            label=say("process.need.email"), help_text=say("process.need.personal-help"), required=False
        )


class AssessForm(TextForm):
    """Assessing a need. `known` are the references it may be merged into."""

    def __init__(self, *args: Any, known: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["assessment"] = forms.ChoiceField(
            label=say("process.need.assessment"), choices=_choices("process.need.assessment", ASSESSMENTS)
        )
        self.fields["text"] = forms.CharField(
            label=say("process.need.assessment-text"), max_length=5000, widget=_area(5)
        )
        self.fields["priority"] = forms.IntegerField(
            label=say("process.need.priority"), help_text=say("process.need.priority-help"), min_value=1, max_value=4
        )
        self.fields["merged_into"] = forms.CharField(
            label=say("process.need.merged-into"), max_length=20, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Asks for the other need exactly when this one is part of it."""
        cleaned = super().clean() or self.cleaned_data
        merged, into = cleaned.get("assessment") == "merged", cleaned.get("merged_into", "")
        if merged and not into:
            self.add_error("merged_into", say("process.need.merged-into-missing"))
        elif merged and into not in self.known:
            self.add_error("merged_into", say("process.need.merged-into-unknown"))
        return cleaned


class OpenForm(TextForm):
    """Opening a case: on a norm there is, or on a new one."""

    def __init__(self, *args: Any, products: tuple[Product, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        self.products = {product.slug: product for product in products}
        there = [(product.slug, product.title_text.in_language(language)) for product in products]
        self.fields["product"] = forms.ChoiceField(
            label=say("process.open.existing"), choices=[("", say("process.open.new-one")), *there], required=False
        )
        self.fields["slug"] = forms.SlugField(
            label=say("process.open.slug"), help_text=say("process.open.slug-help"), max_length=80, required=False
        )
        for written in LANGUAGES:
            label = f"{say('catalogue.head.title')} ({say(f'catalogue.language.{written}')})"
            self.fields[f"title_{written}"] = forms.CharField(label=label, max_length=200, required=False)
        self.fields["kind"] = forms.ChoiceField(
            label=say("process.open.kind"),
            choices=[(kind.id, kind.name.in_language(current_language())) for kind in KINDS.values()],
        )
        self.fields["owner"] = forms.CharField(label=say("process.open.owner"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A new norm needs a free name, a title and an owner."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("product"):
            for name in ("slug", "title_nb", "owner"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, say("process.open.new-needs"))
            if cleaned.get("slug") in self.products:
                self.add_error("slug", say("process.open.slug-taken"))
        return cleaned

    def chosen(self) -> Product | NewProduct:
        """The norm chosen, or the new one described."""
        data = self.cleaned_data
        if data["product"]:
            return self.products[data["product"]]
        title = Text(**{language: data[f"title_{language}"] for language in LANGUAGES})
        return NewProduct(data["slug"], data["kind"], title, data["owner"])


class InquiryForm(TextForm):
    """Writing the inquiry: six answers, level, what the norm is for, who took part."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, QUESTIONS + 1):
            self._words(f"answer_{number}", say(f"process.inquiry.question.{number}"), 5)
        self.fields["level"] = forms.ChoiceField(
            label=say("process.inquiry.level"), choices=_choices("process.inquiry.level", LEVELS)
        )
        self.fields["analysis"] = forms.ChoiceField(
            label=say("process.inquiry.analysis"), choices=_choices("process.inquiry.analysis", ANALYSES)
        )
        self.fields["larger_effects"] = forms.BooleanField(label=say("process.inquiry.larger-effects"), required=False)
        self.fields["essential"] = forms.ChoiceField(
            label=say("process.inquiry.essential"),
            choices=_choices("process.inquiry.essential", tuple(_ESSENTIAL)),
            widget=forms.RadioSelect,
        )
        for name in _WHAT_FOR:
            for language in LANGUAGES:
                label = f"{say(f'process.inquiry.{name}')} ({say(f'catalogue.language.{language}')})"
                self._words(f"{name}_{language}", label, 2)
        self.fields["planned_owner"] = forms.CharField(
            label=say("process.inquiry.planned-owner"), max_length=200, required=False
        )
        for name in ("involvement", "uptake"):
            self._words(name, say(f"process.inquiry.{name}"), 4)

    def _words(self, name: str, label: str, rows: int) -> None:
        self.fields[name] = forms.CharField(label=label, max_length=LONGEST, required=False, widget=_area(rows))

    def written(self) -> InquiryText:
        """The inquiry as it was written."""
        data = self.cleaned_data
        texts = {n: Text(**{lang: data[f"{n}_{lang}"].strip() for lang in LANGUAGES}) for n in _WHAT_FOR}
        return InquiryText(
            level=data["level"],
            analysis=data["analysis"],
            answers=tuple(data[f"answer_{number}"].strip() for number in range(1, QUESTIONS + 1)),
            larger_effects=data["larger_effects"],
            essential_effects=_ESSENTIAL[data["essential"]],
            planned_owner=data["planned_owner"].strip(),
            involvement=data["involvement"].strip(),
            uptake=data["uptake"].strip(),
            **texts,
        )


def inquiry_initial(inquiry: Inquiry | None, analysis: str) -> dict[str, Any]:
    """What the form of the inquiry shows before anybody writes in it; `analysis` is the one it begins with."""
    if inquiry is None:
        return {"version": 0, "essential": "unknown", "analysis": analysis}
    initial: dict[str, Any] = {
        "version": inquiry.version,
        "essential": next(word for word, value in _ESSENTIAL.items() if value is inquiry.essential_effects),
        **{f"answer_{number}": answer for number, answer in enumerate(inquiry.answers, start=1)},
    }
    for name in ("level", "analysis", "larger_effects", "planned_owner", "involvement", "uptake"):
        initial[name] = getattr(inquiry, name)
    for name in _WHAT_FOR:
        text = inquiry.text(name)
        initial.update({f"{name}_{language}": getattr(text, language) for language in LANGUAGES})
    return initial


class DecideForm(TextForm):
    """Deciding at the end of a phase, with a waiver beside it when wanted."""

    def __init__(self, *args: Any, process: Definition, phase: Phase, rules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        self.fields["outcome"] = forms.ChoiceField(
            label=say("process.decide.outcome"),
            choices=_choices("process.outcome", phase.outcomes),
            widget=forms.RadioSelect,
        )
        if phase.back_to:
            names = [(id, process.phase(id).name.in_language(language)) for id in phase.back_to]
            self.fields["to_phase"] = forms.ChoiceField(
                label=say("process.decide.to-phase"),
                help_text=say("process.decide.to-phase-help"),
                choices=[("", say("process.decide.no-phase")), *names],
                required=False,
            )
        self.fields["reason"] = forms.CharField(label=say("process.decide.reason"), max_length=5000, widget=_area(5))
        self.fields["conditions"] = forms.CharField(
            label=say("process.decide.conditions"), max_length=5000, widget=_area(3), required=False
        )
        if rules:
            self.fields["waive_rule"] = forms.ChoiceField(
                label=say("process.decide.waive-rule"),
                choices=[("", say("process.decide.waive-none")), *rules.items()],
                required=False,
            )
            self.fields["waive_reason"] = forms.CharField(
                label=say("process.decide.waive-reason"),
                help_text=say("process.decide.waive-reason-help"),
                max_length=5000,
                widget=_area(3),
                required=False,
            )


class WaiveForm(TextForm):
    """Waiving a rule, with reasons."""

    def __init__(self, *args: Any, rules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"] = forms.ChoiceField(label=say("process.waive.rule"), choices=list(rules.items()))
        self.fields["reason"] = forms.CharField(
            label=say("process.waive.reason"),
            help_text=say("process.decide.waive-reason-help"),
            min_length=LEAST_REASON,
            max_length=5000,
            widget=_area(5),
        )


class ChangeForm(TextForm):
    """Judging whether a change after the hearing is material."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["material"] = forms.ChoiceField(
            label=say("process.change.material"),
            choices=[("no", say("process.change.no")), ("yes", say("process.change.yes"))],
            widget=forms.RadioSelect,
        )
        self.fields["reason"] = forms.CharField(label=say("process.change.reason"), max_length=5000, widget=_area(5))
