"""What a data rule says, as plain sentences in the three languages: beside the form it is written with, and in lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from normverk.norm.derivation import CodeGroup, DataRule, DateField, FactKind, Match, OrgField, Strength
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text
from normverk.norm.words import joined, same, spoken

_FACT: Final = {
    FactKind.REFERRAL: Text("en henvisning", "ei tilvising", "a referral"),
    FactKind.ENCOUNTER: Text("et oppmøte", "eit oppmøte", "an attendance"),
    FactKind.APPOINTMENT: Text("en time", "ein time", "an appointment"),
    FactKind.REPORT: Text("et svar på en undersøkelse", "eit svar på ei undersøking", "a report"),
    FactKind.SPECIMEN: Text("en prøve", "ei prøve", "a specimen"),
    FactKind.DECISION: Text(
        "en konklusjon fra et behandlingsmøte", "ein konklusjon frå eit behandlingsmøte", "a treatment meeting's conclusion"
    ),
    FactKind.PROCEDURE: Text("en prosedyre", "ein prosedyre", "a procedure"),
    FactKind.MEDICATION: Text("et legemiddel som er gitt", "eit legemiddel som er gitt", "a drug given"),
    FactKind.EPISODE: Text("en episode", "ein episode", "an episode"),
    FactKind.DEATH: Text("et dødsfall", "eit dødsfall", "a death"),
}  # fmt: skip
_DATE: Final = {
    DateField.RECEIVED: Text("dagen den ble mottatt", "dagen ho vart motteken", "the day it was received"),
    DateField.AUTHORED: Text("dagen den ble skrevet", "dagen ho vart skriven", "the day it was written"),
    DateField.STARTED: Text("dagen det begynte", "dagen det tok til", "the day it started"),
    DateField.ENDED: Text("dagen det endte", "dagen det enda", "the day it ended"),
}
_ORG: Final = {
    OrgField.ORG: Text(
        "sykehuset der det ble gjort", "sjukehuset der det vart gjort", "the hospital where it was done"
    ),
    OrgField.ASKED_BY: Text("sykehuset som ba om det", "sjukehuset som bad om det", "the hospital that asked for it"),
}
_CERTAIN: Final = {
    Strength.HIGH: Text("Forslaget er sikkert.", "Forslaget er sikkert.", "The proposal is certain."),
    Strength.MEDIUM: Text("Forslaget er sannsynlig.", "Forslaget er sannsynleg.", "The proposal is likely."),
    Strength.LOW: Text("Forslaget er et spørsmål.", "Forslaget er eit spørsmål.", "The proposal is a question."),
}
_PROPOSED: Final = Text(
    "Når journalen har {fact}, foreslås {code} med {date} og {org}.",
    "Når journalen har {fact}, blir {code} foreslått med {date} og {org}.",
    "When the record has {fact}, {code} is proposed with {date} and {org}.",
)
_TOLD: Final = Text(
    "Når journalen har {fact}, fortelles det om {code} med {date} og {org}. Ingen kode foreslås.",
    "Når journalen har {fact}, blir det fortalt om {code} med {date} og {org}. Ingen kode blir foreslått.",
    "When the record has {fact}, {code} is told of with {date} and {org}. No code is proposed.",
)
_NO_DATE: Final = Text("ingen dato", "ingen dato", "no date")
_ELSE: Final = Text(", ellers ", ", elles ", ", otherwise ")
_OR: Final = Text(" eller ", " eller ", " or ")
_LISTS: Final = (
    ("states", Text("i tilstand {0}", "i tilstand {0}", "in state {0}")),
    ("urgencies", Text("med hastegrad {0}", "med hastegrad {0}", "with urgency {0}")),
    ("categories", Text("i kategori {0}", "i kategori {0}", "in category {0}")),
    ("not_categories", Text("ikke i kategori {0}", "ikkje i kategori {0}", "not in category {0}")),
    ("asked_by_roles", Text("fra {0}", "frå {0}", "from {0}")),
    ("not_asked_by_roles", Text("ikke fra {0}", "ikkje frå {0}", "not from {0}")),
)
_GROUPS: Final = (
    ("what", Text("kodet som {0}", "koda som {0}", "coded as {0}")),
    ("not_what", Text("ikke kodet som {0}", "ikkje koda som {0}", "not coded as {0}")),
    ("about", Text("på grunn av {0}", "på grunn av {0}", "because of {0}")),
    ("not_about", Text("ikke på grunn av {0}", "ikkje på grunn av {0}", "not because of {0}")),
)
_FLAGS: Final = (
    ("about_nothing", Text("uten noen grunn oppgitt", "utan nokon grunn oppgitt", "without any reason given")),
    (
        "same_referral",
        Text("gjort etter en henvisning til forløpet", "gjort etter ei tilvising til forløpet", "done because of a referral to the pathway"),
    ),
    ("no_referral", Text("uten henvisning", "utan tilvising", "without a referral")),
)  # fmt: skip
_ELSEWHERE: Final = {
    True: Text("til et annet sykehus", "til eit anna sjukehus", "to another hospital"),
    False: Text("ikke til et annet sykehus", "ikkje til eit anna sjukehus", "not to another hospital"),
}
_AGE: Final = {
    "least_age": Text("fra {0} år", "frå {0} år", "from {0} years of age"),
    "most_age": Text("til og med {0} år", "til og med {0} år", "up to and with {0} years of age"),
}
_COURSE: Final = (
    ("present", Text("Da må {0} være nådd.", "Då må {0} vere nådd.", "{0} must have been reached by then.")),
    ("not_after", Text("Ikke når {0} er nådd før.", "Ikkje når {0} er nådd før.", "Not when {0} was reached before.")),
    ("absent", Text("Ikke når forløpet har {0}.", "Ikkje når forløpet har {0}.", "Not when the course has {0}.")),
    (
        "absent_here",
        Text("Ikke når sykehuset har {0}.", "Ikkje når sjukehuset har {0}.", "Not when the hospital has {0}."),
    ),
    (
        "expected",
        Text("Uten {0} er det bare et spørsmål.", "Utan {0} er det berre eit spørsmål.", "Without {0} it is a question only."),
    ),
)  # fmt: skip
_EVERY_CODE: Final = Text("enhver kode i {0}", "kva kode som helst i {0}", "any code of {0}")


def data_rule_sentence(rule: DataRule, definition: PathwayDefinition) -> Text:
    """What the rule does: what of the record it looks at, what it proposes, and when it keeps still."""
    names = {code.code: code.display for milestone in definition.milestones for code in milestone.codes}
    named = names.get(rule.code, "")
    code = f"{rule.code} «{named}»" if named else rule.code or f"«{rule.milestone}»"
    fact = joined((_FACT[rule.match.kind], joined(conditions(rule.match), ", ")), " ")
    date = _listed([_DATE[one] for one in rule.dates], _ELSE) if rule.dates else _NO_DATE
    pieces = {"fact": fact, "code": same(code), "date": date, "org": _ORG[rule.org]}
    template = _PROPOSED if rule.code else _TOLD

    def said(language: str) -> str:
        filled = {name: " ".join(piece.in_language(language).split()) for name, piece in pieces.items()}
        return str(getattr(template, language)).format(**filled)

    course = [_with(words, _codes(getattr(rule, name))) for name, words in _COURSE if getattr(rule, name)]
    return joined((spoken(said), *course, _CERTAIN[rule.strength]))


def conditions(match: Match) -> Iterator[Text]:
    """What is asked of the fact, one phrase each; nothing where nothing is asked."""
    for name, words in _LISTS:
        if getattr(match, name):
            yield _with(words, _codes(getattr(match, name)))
    for name, words in _GROUPS:
        if getattr(match, name):
            yield _with(words, _listed([_group(one) for one in getattr(match, name)], _OR))
    for name, words in _FLAGS:
        if getattr(match, name):
            yield words
    if match.elsewhere is not None:
        yield _ELSEWHERE[match.elsewhere]
    for name, words in _AGE.items():
        if getattr(match, name) is not None:
            yield _with(words, same(str(getattr(match, name))))


def _group(group: CodeGroup) -> Text:
    if not group.prefixes:
        return _with(_EVERY_CODE, same(group.system))
    return joined((same(group.system), _codes(group.prefixes)))


def _codes(codes: Sequence[str]) -> Text:
    return _listed([same(code) for code in codes], _OR)


def _listed(pieces: Sequence[Text], last: Text) -> Text:
    """«a, b or c»; with another glue before the last one in each language."""

    def said(language: str) -> str:
        words = [piece.in_language(language) for piece in pieces]
        return str(getattr(last, language)).join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]

    return spoken(said)


def _with(words: Text, one: Text) -> Text:
    return spoken(lambda language: str(getattr(words, language)).format(one.in_language(language)))
