"""A Text as a FHIR string: bokmål is the value, nynorsk, English and Sámi are translations of it.

The resource says `language: nb`. Extension: http://hl7.org/fhir/StructureDefinition/translation. A written form that
is missing is left out, since FHIR knows no empty strings; where only a translation is known, the element carries the
extension without a value, as FHIR's JSON allows.
"""

from __future__ import annotations

from typing import Any, Final

from normverk.norm.fhir import primitives
from normverk.norm.fhir.node import Node
from normverk.norm.text import WRITTEN, Text

LANGUAGE: Final = "nb"
_TRANSLATED: Final = tuple(language for language in WRITTEN if language != LANGUAGE)
TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"


def put_text(element: dict[str, Any], name: str, text: Text, place: str) -> None:
    """Writes `text` into `element` as the primitive `name`; ValueError naming `place` if FHIR cannot carry it."""
    translations = [
        {
            "url": TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": primitives.string(words, f"{place}/{language}")},
            ],
        }
        for language in _TRANSLATED
        if (words := getattr(text, language))
    ]
    if text.nb:
        element[name] = primitives.string(text.nb, f"{place}/nb")
    if translations:
        element[f"_{name}"] = {"extension": translations}


def take_text(element: Node, name: str) -> Text:
    """Reads the primitive `name` of `element` with its translations; all empty when it is not there."""
    value, beside = element.get(name), element.get(f"_{name}")
    words = {LANGUAGE: value.read(primitives.string) if value is not None else ""}
    for extension in beside.items("extension") if beside is not None else ():
        if extension.need("url").value == TRANSLATION:
            language, content = _translation(extension)
            if language in words:
                raise ValueError(f"{extension.path}: the language {language} is here twice")
            words[language] = content
    return Text(**words)


def _translation(extension: Node) -> tuple[str, str]:
    parts: dict[str, Node] = {}
    for part in extension.items("extension"):
        name = part.need("url").read(primitives.string)
        if name not in {"lang", "content"} or name in parts:
            raise ValueError(f"{part.path}: expected one lang and one content")
        parts[name] = part
    if len(parts) != 2:
        raise ValueError(f"{extension.path}: expected one lang and one content")
    language = parts["lang"].need("valueCode").read(primitives.code)
    if language not in _TRANSLATED:
        known = ", ".join(_TRANSLATED)
        raise ValueError(f"{parts['lang'].path}.valueCode: only {known} can be kept, found {language}")
    return language, parts["content"].need("valueString").read(primitives.string)
