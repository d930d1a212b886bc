"""The form that adds a norm to the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms

from normverk.base.languages import say
from normverk.govern.applicability.actions import NewNorm
from normverk.govern.applicability.asking import choice_field
from normverk.govern.applicability.forms import words_field
from normverk.govern.applicability.kinds import NORM_KINDS
from normverk.govern.catalogue.models import Product
from normverk.norm.source import Source, web_address
from normverk.norm.text import LANGUAGES, Text
from normverk.web.forms import TextForm


class NormForm(TextForm):
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
        for language in LANGUAGES:
            self.fields[f"title_{language}"] = words_field(
                f"applicability.field.title-{language}", longest=300, required=language == "nb"
            )
        self.fields["number"] = words_field("applicability.norm.number", longest=60)
        kinds = [(kind, say(f"applicability.kind.{kind}")) for kind in NORM_KINDS]
        self.fields["kind"] = choice_field("applicability.norm.kind", kinds)
        self.fields["version"] = words_field("applicability.field.version", longest=40)
        self.fields["theme"] = words_field("applicability.field.theme", longest=200)
        self.fields["publisher"] = words_field("applicability.norm.publisher", longest=200)
        self.fields["address"] = words_field("applicability.field.address", longest=500)
        self.fields["product_slug"] = words_field("applicability.norm.product", longest=80)
        self.fields["source_title"] = words_field(
            "applicability.field.source-title", longest=300, required=True, help="applicability.field.source-title-help"
        )
        self.fields["reason"] = words_field(
            "applicability.field.reason", longest=2_000, rows=3, required=True, help="applicability.field.public"
        )

    def clean_address(self) -> str:
        """An address that can be followed, or none."""
        given: str = self.cleaned_data["address"].strip()
        if given and not web_address(given):
            raise forms.ValidationError(say("applicability.form.no-address"))
        return given

    def clean_product_slug(self) -> str:
        """The name of a product we have, or none."""
        given: str = self.cleaned_data["product_slug"].strip()
        if given and not Product.objects.filter(slug=given).exists():
            raise forms.ValidationError(say("applicability.form.no-product"))
        return given

    def new_norm(self) -> NewNorm:
        """What is to be added."""
        held = {name: words.strip() for name, words in self.cleaned_data.items()}
        return NewNorm(
            key=held["key"],
            title=Text(**{language: held[f"title_{language}"] for language in LANGUAGES}),
            kind=held["kind"],
            source=Source(held["source_title"], "read", held["address"]),
            **{name: held[name] for name in ("number", "theme", "publisher", "address", "product_slug", "version")},
        )
