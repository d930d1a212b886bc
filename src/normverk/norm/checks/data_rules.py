"""The check of data rules: each proposes a code that the norm has, once, with a date and a reason that people can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from normverk.norm.checks.example import example, pathway
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm
from normverk.norm.derivation import DataRule, DateField, FactKind, Match, RuleFault, Strength, rule_faults
from normverk.norm.places import place
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.norm.words import same

_RULE: Final = DataRule(
    id="henvisning",
    code="A",
    milestone="A",
    match=Match(FactKind.REFERRAL),
    dates=(DateField.RECEIVED,),
    strength=Strength.HIGH,
    why=same("En henvisning er mottatt."),
    source=Source("Eksempel", "own"),
    absent=("A",),
)
_SENTENCES: Final = {
    "id-twice": Text(
        "Id-en «{0}» er brukt på to dataregler.",
        "Id-en «{0}» er brukt på to datareglar.",
        "The id “{0}” is used for two data rules.",
    ),
    "unknown-code": Text(
        "Dataregelen {rule} nevner {0}, som normen ikke har.",
        "Dataregelen {rule} nemner {0}, som norma ikkje har.",
        "The data rule {rule} names {0}, which the norm does not have.",
    ),
    "no-date": Text(
        "Dataregelen {rule} sier ikke hvilken dato som tas.",
        "Dataregelen {rule} seier ikkje kva dato som blir teken.",
        "The data rule {rule} does not say which date is taken.",
    ),
    "proposes-for-ever": Text(
        "Dataregelen {rule} foreslår koden om igjen og om igjen.",
        "Dataregelen {rule} foreslår koden om att og om att.",
        "The data rule {rule} proposes its code again and again.",
    ),
    "reason-lacks-languages": Text(
        "Begrunnelsen i dataregelen {rule} mangler på {0}.",
        "Grunngivinga i dataregelen {rule} manglar på {0}.",
        "The reason of the data rule {rule} is missing in {0}.",
    ),
}


@check(
    "data-rule-unusable",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Datareglene som koder foreslås etter.",
        "Datareglane som kodar blir foreslåtte etter.",
        "The data rules by which codes are proposed.",
    ),
    why=Text(
        nb="En regel for en kode som normen ikke har, foreslår noe som ingen kan registrere.",
        nn="Ein regel for ein kode som norma ikkje har, foreslår noko som ingen kan registrere.",
        en="A rule for a code that the norm does not have proposes what nobody can register.",
    ),
    source="docs/codes-from-the-record.md",
    mend=Text("Rett regelen, eller fjern den.", "Rett regelen, eller fjern han.", "Mend the rule, or remove it."),
    obeying=(example(pathway=pathway()), example(pathway=pathway(derivations=(_RULE,)))),
    breaking=(
        example(pathway=pathway(derivations=(replace(_RULE, code="Z"),))),
        example(pathway=pathway(derivations=(_RULE, _RULE))),
        example(pathway=pathway(derivations=(replace(_RULE, dates=()),))),
    ),
)
def data_rule_unusable(norm: Norm) -> Iterator[Hit]:
    """Every fault for which the engine would refuse the rule."""
    definition = norm.content.pathway
    if definition is None:
        return
    known = {code.code for milestone in definition.milestones for code in milestone.codes}
    for fault in rule_faults(definition.derivations, known):
        yield Hit(place("pathway", "derivations", fault.rule), _sentence(fault))


def _sentence(fault: RuleFault) -> Text:
    words = _SENTENCES[fault.kind]
    return Text(*(one.format(fault.detail, rule=fault.rule) for one in (words.nb, words.nn, words.en)))
