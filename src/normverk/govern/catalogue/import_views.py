"""Taking in a Word document or pasted HTML: shown with what was not understood, then into the draft as one change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from normverk.base.languages import say
from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.editing import dated
from normverk.govern.catalogue.importing import HTML_LIMIT, STYLE, Imported, import_html, import_word
from normverk.govern.catalogue.keeping import drop_words, keep_words, kept_words
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.word_file import FILE_LIMIT, NoWordFile
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404
from normverk.norm.content import NormContent, Section, all_sections
from normverk.norm.days import local_date
from normverk.norm.text import LANGUAGES
from normverk.norm.units import UNIT_KINDS
from normverk.web.forms import TextForm

_PLACE: Final = "import"
_MOST_KEPT: Final = 8_000_000


class ImportForm(TextForm):
    """A file or pasted HTML, in which language it is, and which style in Word begins a normative unit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mebibytes = FILE_LIMIT // 1024 // 1024
        self.fields["file"] = forms.FileField(
            label=say("catalogue.import.file"),
            help_text=say("catalogue.import.file-help", mebibytes=mebibytes),
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ".docx"}),
        )
        self.fields["html"] = forms.CharField(
            label=say("catalogue.import.html"),
            help_text=say("catalogue.import.html-help"),
            widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
            max_length=HTML_LIMIT,
            required=False,
        )
        self.fields["language"] = forms.ChoiceField(
            label=say("catalogue.import.language"),
            choices=[(language, say(f"catalogue.language.{language}")) for language in LANGUAGES],
        )
        self.fields["unit_style"] = forms.RegexField(
            STYLE,
            label=say("catalogue.import.unit-style"),
            help_text=say("catalogue.import.unit-style-help"),
            required=False,
        )
        kinds = [(kind, say(f"catalogue.unit-kind.{kind}")) for kind in UNIT_KINDS]
        self.fields["unit_kind"] = forms.ChoiceField(
            label=say("catalogue.unit.kind"), choices=[("", say("catalogue.unit-kind.none")), *kinds], required=False
        )

    def clean(self) -> dict[str, Any]:
        """Takes one of the two: a file, or HTML."""
        cleaned = super().clean()
        if bool(cleaned.get("file")) == bool(cleaned.get("html", "").strip()) and not self.errors:
            self.add_error("file", say("catalogue.import.one-of-two"))
        if cleaned.get("unit_style") and not cleaned.get("unit_kind"):
            self.add_error("unit_kind", say("catalogue.import.kind-too"))
        return cleaned


@require_http_methods(["GET", "POST"])
def import_text(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The page on which a text is taken in: choosing it, looking it over, and adding it to the draft."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    if request.method == "GET":
        return _page(request, edition, ImportForm(), _waiting(request, edition))
    if "discard" in request.POST:
        drop_words(edition=edition, place=_PLACE, actor=actor)
        return HttpResponseRedirect(request.path)
    if "take" in request.POST:
        return _take(request, edition)
    return _read(request, edition)


def _read(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Reads what was sent and shows what came of it; nothing of the file itself is kept."""
    form = ImportForm(request.POST, request.FILES)
    if getattr(request, "file_too_large", False):
        form.add_error("file", say("catalogue.import.refused.too-large"))
    if not form.is_valid():
        return _page(request, edition, form, None, status=422)
    data = form.cleaned_data
    taken = [section.id for _, section in all_sections(edition.revision.read().sections)]
    kind = data["unit_kind"] or None
    try:
        if data["file"]:
            read = import_word(
                data["file"].read(),
                language=data["language"],
                taken=taken,
                unit_style=data["unit_style"],
                unit_kind=kind,
            )
        else:
            read = import_html(data["html"], language=data["language"], taken=taken)
    except NoWordFile as refused:
        words = say(f"catalogue.import.refused.{refused.code}")
        form.add_error("file" if data["file"] else "html", f"{words} {refused.detail}".strip())
        return _page(request, edition, form, None, status=422)
    kept = keep_words(
        edition=edition,
        place=_PLACE,
        fields={"read": [msgspec.json.encode(read).decode()]},
        actor=actor_of(request),
        now=datetime.now(UTC),
        most=_MOST_KEPT,
    )
    if not kept:
        form.add_error(None, say("catalogue.kept.too-much"))
        return _page(request, edition, form, None, status=422)
    return HttpResponseRedirect(request.path)


def _take(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Adds what was looked over to the end of the draft, as one change."""
    waiting, actor, now = _waiting(request, edition), actor_of(request), datetime.now(UTC)
    if waiting is None:
        return HttpResponseRedirect(request.path)
    content = edition.revision.read()
    sections = tuple(_today(section, local_date(now)) for section in waiting.sections)
    try:
        save_draft(
            edition=edition,
            content=_with(content, sections),
            begun_from=request.POST.get("begun_from", ""),
            reason=say("catalogue.import.reason"),
            valid_from=edition.valid_from,
            valid_to=edition.valid_to,
            actor=actor,
            now=now,
        )
    except Broken as broken:
        return _page(request, edition, ImportForm(), waiting, status=409, findings=broken.findings)
    drop_words(edition=edition, place=_PLACE, actor=actor)
    return HttpResponseRedirect(reverse("edition", args=(edition.product.slug, edition.number)))


def _with(content: NormContent, sections: tuple[Section, ...]) -> NormContent:
    """The content with the sections at its end; an id that has been taken meanwhile gets a number behind it."""
    taken = {section.id for _, section in all_sections(content.sections)}

    def fresh(section: Section) -> Section:
        id, number = section.id, 2
        while id in taken:
            id, number = f"{section.id}-{number}", number + 1
        taken.add(id)
        return msgspec.structs.replace(section, id=id, sections=tuple(fresh(inner) for inner in section.sections))

    return msgspec.structs.replace(content, sections=(*content.sections, *(fresh(section) for section in sections)))


def _today(section: Section, today: date) -> Section:
    inside = tuple(_today(inner, today) for inner in section.sections)
    return dated(None, msgspec.structs.replace(section, sections=inside), professional=True, today=today)


def _waiting(request: HttpRequest, edition: Edition) -> Imported | None:
    """What this writer has read in and not yet taken."""
    kept = kept_words(edition, _PLACE, actor_of(request))
    return msgspec.json.decode(kept.fields["read"][0], type=Imported) if kept else None


def _page(
    request: HttpRequest,
    edition: Edition,
    form: ImportForm,
    waiting: Imported | None,
    *,
    status: int = 200,
    findings: Any = (),
) -> HttpResponse:
    context: dict[str, Any] = {"edition": edition, "form": form, "findings": findings, "waiting": waiting}
    if waiting is not None:
        context["sections"] = tuple(all_sections(waiting.sections))
        context["notes"] = tuple(
            (
                note,
                say(f"catalogue.import.{note.code}" if note.code.startswith("word") else f"library.defect.{note.code}"),
            )
            for note in waiting.notes
        )
    return render(request, "catalogue/import.html", context, status=status)
