"""The forms that add a norm to the catalogue and correct what it says of one."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django import forms

from normverk.base.languages import say
from normverk.govern.applicability.actions import NewNorm, NormFacts
from normverk.govern.applicability.asking import choice_field
from normverk.govern.applicability.forms import words_field
from normverk.govern.applicability.kinds import NORM_KINDS
from normverk.govern.catalogue.models import Product
from normverk.norm.source import Source, web_address
from normverk.norm.text import LANGUAGES, Text
from normverk.web.forms import TextForm


class FactsForm(TextForm):
    """What is said of a norm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"title_{language}"] = words_field(
                f"applicability.field.title-{language}", longest=300, required=language == "nb"
            )
        self.fields["number"] = words_field("applicability.norm.number", longest=60)
        kinds = [(kind, say(f"applicability.kind.{kind}")) for kind in NORM_KINDS]
        self.fields["kind"] = choice_field("applicability.norm.kind", kinds)
        self.fields["theme"] = words_field("applicability.field.theme", longest=200)
        self.fields["publisher"] = words_field("applicability.norm.publisher", longest=200)
        self.fields["address"] = words_field("applicability.field.address", longest=500)
        self.fields["product_slug"] = words_field("applicability.norm.product", longest=80)
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, required=True, help="applicability.field.public"
        )

    def clean_address(self) -> str:
        """An address that can be followed, or none."""
        given: str = self.cleaned_data["address"].strip()
        if given and given != self.initial.get("address") and not web_address(given):
            raise forms.ValidationError(say("applicability.form.no-address"))
        return given

    def clean_product_slug(self) -> str:
        """The name of a product we have, or none."""
        given: str = self.cleaned_data["product_slug"].strip()
        known = given == self.initial.get("product_slug") or Product.objects.filter(slug=given).exists()
        if given and not known:
            raise forms.ValidationError(say("applicability.form.no-product"))
        return given

    def held(self) -> dict[str, Any]:
        """What was written, without what stands around it; the title in its languages."""
        held = {name: words.strip() for name, words in self.cleaned_data.items() if isinstance(words, str)}
        return {**held, "title": Text(**{language: held[f"title_{language}"] for language in LANGUAGES})}


class NormForm(FactsForm):
    """A norm that is not in the catalogue yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"] = forms.RegexField(
            r"^[a-z0-9]+(-[a-z0-9]+)*$",
            max_length=100,
            label=say("applicability.field.key"),
            help_text=say("applicability.field.key-help"),
            error_messages={
                "required": say("applicability.form.required"),
                "invalid": say("applicability.form.no-key"),
            },
        )
        self.fields["version"] = words_field("applicability.field.version", longest=40)
        self.fields["source_title"] = words_field(
            "applicability.field.source-title", longest=300, required=True, help="applicability.field.source-title-help"
        )
        titles = [f"title_{language}" for language in LANGUAGES]
        last = ["product_slug", "source_title", "reason"]
        self.order_fields(["key", *titles, "number", "kind", "version", "theme", "publisher", "address", *last])

    def new_norm(self) -> NewNorm:
        """What is to be added."""
        held = self.held()
        return NewNorm(
            source=Source(held["source_title"], "read", held["address"]),
            **{name: held[name] for name in ("key", "title", "kind", *_WORDS, "version")},
        )


_WORDS: Final = ("number", "theme", "publisher", "address", "product_slug")
_MORE: Final = (("contact", 200, 0), ("profile_of", 100, 0), ("description", 4_000, 4))


class CorrectNormForm(FactsForm):
    """What is said of a norm, corrected. `seen` says how many times it was changed before the form was made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, longest, rows in _MORE:
            label = f"applicability.norm.{name.replace('_', '-')}"
            self.fields[name] = words_field(label, longest=longest, rows=rows)
        self.fields["seen"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
        titles = [f"title_{language}" for language in LANGUAGES]
        words = ["publisher", "address", "contact", "profile_of", "description", "product_slug"]
        self.order_fields([*titles, "number", "kind", "theme", *words, "reason", "seen"])

    def facts(self, before: NormFacts) -> NormFacts:
        """What is to stand in the place of what stood before; a title in Sámi, which has no field here, stays."""
        held = self.held()
        held["title"] = msgspec.structs.replace(
            before.title, **{language: getattr(held["title"], language) for language in LANGUAGES}
        )
        more = tuple(name for name, _, _ in _MORE)
        return NormFacts(**{name: held[name] for name in ("title", "kind", *_WORDS, *more)})


def initial_facts(facts: NormFacts, seen: int) -> dict[str, Any]:
    """What a norm's facts are, as the beginning of their correction."""
    titles = {f"title_{language}": getattr(facts.title, language) or "" for language in LANGUAGES}
    return {**facts.plain(), **titles, "seen": seen}
