"""The extension that carries a data rule: from which entries of a record a code is proposed.

FHIR's own `trigger` says which code an action waits for, and that stands in the actions. What has no word in FHIR is that a
registration may be proposed from other data, how far that can be relied on, and what must already be there.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from normverk.norm.derivation import DateField, FactKind, OrgField, Strength
from normverk.norm.fhir.extensions import Part


def _codes(values: type[StrEnum]) -> tuple[str, ...]:
    return tuple(value.value for value in values)


def _groups(name: str, short: str, field: str = "") -> Part:
    system = Part("system", "string", "The code system, by its short name (icd-10, nkpk, atc, 8480)")
    prefix = Part("prefix", "string", "How the codes begin", 0, many=True, field="prefixes")
    return Part(name, "parts", short, 0, many=True, field=field, parts=(system, prefix))


def _words(name: str, short: str, field: str = "") -> Part:
    return Part(name, "string", short, 0, many=True, field=field)


def _yes(name: str, short: str, field: str = "") -> Part:
    return Part(name, "boolean", short, 0, field=field, default=False)


_MATCH: Final = Part(
    "match",
    "parts",
    "What the entry must be like; what is left out is not asked",
    parts=(
        Part("kind", "code", "What kind of thing happened", values=_codes(FactKind)),
        _words("state", "A state it may be in", "states"),
        _groups("what", "What the thing itself is coded as"),
        _groups("notWhat", "What it must not be coded as", "not_what"),
        _groups("about", "Its reasons and diagnoses"),
        _groups("notAbout", "Reasons and diagnoses it must not have", "not_about"),
        _yes("aboutNothing", "True when it must have no reason at all", "about_nothing"),
        _words("urgency", "An urgency it may have", "urgencies"),
        _words("category", "A category it may have", "categories"),
        _words("notCategory", "A category it must not have", "not_categories"),
        _words("askedByRole", "A role of who asked", "asked_by_roles"),
        _words("notAskedByRole", "A role of who must not have asked", "not_asked_by_roles"),
        _yes("sameReferral", "True when it was done because of a referral that starts the pathway", "same_referral"),
        _yes("noReferral", "True when it names no referral", "no_referral"),
        Part("elsewhere", "boolean", "Whether it is asked of another hospital than the one that asks", 0),
        Part("leastAge", "integer", "The lowest age in whole years", 0, field="least_age"),
        Part("mostAge", "integer", "The highest age in whole years", 0, field="most_age"),
    ),
)

DERIVATION: Final = Part(
    "norm-derivation",
    "parts",
    "A data rule: a code that is proposed from an entry of the record, for a person to confirm",
    least=0,
    many=True,
    parts=(
        Part("id", "string", "The rule's id"),
        Part("code", "code", "The code that is proposed; left out for a point that has none", 0, default=""),
        Part("milestone", "string", "The point that is reached"),
        _MATCH,
        Part(
            "date", "code", "A date of the entry; the first that it has is taken", 0, True, "dates", _codes(DateField)
        ),
        Part("strength", "code", "How far the proposal can be relied on", values=_codes(Strength)),
        Part("why", "Text", "Why it is proposed", least=0),
        Part("source", "Source", "Where the rule was read"),
        Part("org", "code", "Which hospital is taken", 0, values=_codes(OrgField), default=OrgField.ORG.value),
        Part("treatment", "string", "The treatment that is planned or given", 0, default=""),
        _words("present", "A code of which one must have been reached"),
        _words("notAfter", "A code that must not have been reached before", "not_after"),
        _words("absent", "A code that stands in the proposal's place in the course"),
        _words("absentHere", "The same at the proposal's own hospital", "absent_here"),
        _words("expected", "A code without which the proposal is only a question"),
    ),
)
