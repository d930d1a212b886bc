"""Checks of codes against the lists they belong to, and of the lists against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Final

from normverk.norm.checks.example import example, example_section
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Lists, Norm, placed_sections
from normverk.norm.code_lists import CodeList, Concept, bare, list_key, meaning_stems
from normverk.norm.text import Text
from normverk.norm.units import Coding, Unit
from normverk.norm.words import day_name

_RULES: Final = "https://www.hl7.org/fhir/R4/codesystem.html#versions"
_OLD: Final = CodeList("1234", "2013", (Concept("3", "Reaksjon fra luftveiene"), Concept("4", "Kløe, utslett")))
_NEW: Final = CodeList("1234", "2021", (Concept("3", "Alvorlig arytmi"), Concept("4", "Utslett, kløe")))
_USED: Final = CodeList("1234", "1", (Concept("A", "Alfa"), Concept("B", "Beta", date(2020, 12, 31))))


def _coded(code: str, *lists: CodeList, version: str = "", display: str = "") -> Norm:
    coding = Coding("urn:oid:2.16.578.1.12.4.1.1.1234", code, display, version)
    return Norm(example(example_section(unit=Unit("information", codes=(coding,)))).content, lists=lists)


@check(
    "code-meaning-changed",
    strength="error",
    about=Lists,
    looks_at=Text(
        "Kodeverk som finnes i flere utgaver: om samme kode betyr det samme.",
        "Kodeverk som finst i fleire utgåver: om same kode betyr det same.",
        "Code lists that are there in several versions: whether the same code means the same.",
    ),
    why=Text(
        nb="En kode uten utgave kan da leses som noe helt annet enn den som skrev den, mente. For en allergi kan det være farlig.",
        nn="Ein kode utan utgåve kan då bli lesen som noko heilt anna enn den som skreiv han, meinte. For ein allergi kan det vere farleg.",
        en="A code without a version can then be read as something else than its writer meant. For an allergy that is dangerous.",
    ),
    source=_RULES,
    mend=Text(
        "Oppgi alltid utgaven av kodeverket sammen med koden, eller gi den nye meningen en ny kode.",
        "Oppgi alltid utgåva av kodeverket saman med koden, eller gi den nye meininga ein ny kode.",
        "Always give the version of the list with the code, or give the new meaning a new code.",
    ),
    obeying=(Lists((_OLD, CodeList("1234", "2014", (Concept("3", "Reaksjon fra Luftveiene"),)))), Lists((_OLD, _USED))),
    breaking=(Lists((_OLD, _NEW)),),
)
def code_meaning_changed(lists: Lists) -> Iterator[Hit]:
    """Meanings without a word in common have changed; with a word in common they were reworded (information).
    A list that says the same as one before it is seen once."""
    by_list: dict[str, dict[frozenset[tuple[str, str]], CodeList]] = defaultdict(dict)
    for known in lists.known:
        said = frozenset((concept.code, bare(concept.display)) for concept in known.concepts)
        by_list[known.key].setdefault(said, known)
    for versions in by_list.values():
        for one, other in combinations(versions.values(), 2):
            theirs = {concept.code: concept for concept in other.concepts}
            for concept in one.concepts:
                if concept.code in theirs:
                    yield from _changed(one, other, concept, theirs[concept.code])


def _changed(one: CodeList, other: CodeList, before: Concept, after: Concept) -> Iterator[Hit]:
    if bare(before.display) == bare(after.display) or sorted(bare(before.display).split()) == sorted(
        bare(after.display).split()
    ):
        return
    kept = meaning_stems(before.display) & meaning_stems(after.display)
    yield Hit(
        f"{other.place}#{after.code}",
        Text(
            f"Kode {after.code} i {one.key} er «{before.display}» i {one.version or one.place}, og «{after.display}» her.",
            f"Kode {after.code} i {one.key} er «{before.display}» i {one.version or one.place}, og «{after.display}» her.",
            f"Code {after.code} of {one.key} is “{before.display}” in {one.version or one.place}, and “{after.display}” here.",
        ),
        strength="information" if kept else "error",
    )


@check(
    "code-in-list-twice",
    strength="error",
    about=Lists,
    looks_at=Text("Koder i ett kodeverk.", "Kodar i eitt kodeverk.", "Codes of one list."),
    why=Text(
        nb="En kode med to meninger har ingen.",
        nn="Ein kode med to meiningar har inga.",
        en="A code with two meanings has none.",
    ),
    source="https://www.hl7.org/fhir/R4/codesystem.html",
    mend=Text("Gi den ene meningen en ny kode.", "Gi den eine meininga ein ny kode.", "Give one of them a new code."),
    obeying=(Lists((_OLD,)),),
    breaking=(Lists((CodeList("1", "1", (Concept("a", "Alfa"), Concept("a", "Beta"))),)),),
)
def code_in_list_twice(lists: Lists) -> Iterator[Hit]:
    """Rows with the same code and the same meaning say one thing twice, and are left alone."""
    for known in lists.known:
        meanings: dict[str, str] = {}
        for concept in known.concepts:
            before = meanings.setdefault(concept.code, concept.display)
            if bare(before) != bare(concept.display):
                yield Hit(
                    f"{known.place}#{concept.code}",
                    Text(
                        f"Kode {concept.code} er både «{before}» og «{concept.display}».",
                        f"Kode {concept.code} er både «{before}» og «{concept.display}».",
                        f"Code {concept.code} is both “{before}” and “{concept.display}”.",
                    ),
                )


@check(
    "code-not-in-list",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Koder i normen mot kodeverkene som er kjent: om de finnes, er i bruk og betyr én ting.",
        "Kodar i norma mot kodeverka som er kjende: om dei finst, er i bruk og betyr éin ting.",
        "Codes of the norm against the lists that are known: whether they exist, are in use and mean one thing.",
    ),
    why=Text(
        nb="Den som søker eller rapporterer med koden, får ingenting, eller noe annet enn ment.",
        nn="Den som søkjer eller rapporterer med koden, får ingenting, eller noko anna enn meint.",
        en="Whoever searches or reports with the code gets nothing, or something else than meant.",
    ),
    source=_RULES,
    mend=Text(
        "Bruk en kode som er i bruk, og oppgi utgaven.", "Bruk ein kode som er i bruk, og oppgi utgåva.",
        "Use a code that is in use, and give the version.",
    ),
    obeying=(_coded("A", _USED), _coded("X"), _coded("3", _OLD, _NEW, version="2021"), _coded("4", _OLD, _NEW)),
    breaking=(_coded("X", _USED), _coded("B", _USED), _coded("3", _OLD, _NEW)),
)  # fmt: skip
def code_not_in_list(norm: Norm) -> Iterator[Hit]:
    """Units, PICO and milestones. Lists that are not known say nothing."""
    by_key: dict[str, list[CodeList]] = defaultdict(list)
    for known in norm.lists:
        by_key[known.key].append(known)
    for where, coding in _codings(norm):
        lists = [one for one in by_key.get(list_key(coding.system), ()) if coding.version in {"", one.version}]
        concepts = [concept for one in lists if (concept := one.concept(coding.code)) is not None]
        if not lists:
            continue
        code = coding.code
        if not concepts:
            yield Hit(where, Text(f"Koden {code} finnes ikke i kodeverket.", f"Koden {code} finst ikkje i kodeverket.",
                                  f"The code {code} is not in its list."))  # fmt: skip
        elif all(concept.valid_to is not None for concept in concepts):
            last = day_name(max(concept.valid_to for concept in concepts if concept.valid_to))
            yield Hit(
                where,
                Text(
                    f"Koden {code} var sist i bruk {last.nb}.",
                    f"Koden {code} var sist i bruk {last.nn}.",
                    f"The code {code} was last in use on {last.en}.",
                ),
                strength="warning",
            )
        elif any(
            not meaning_stems(one.display) & meaning_stems(other.display) for one, other in combinations(concepts, 2)
        ):
            meanings = " / ".join(dict.fromkeys(concept.display for concept in concepts))
            yield Hit(
                where,
                Text(
                    f"Koden {code} betyr ulike ting i ulike utgaver ({meanings}), og utgaven er ikke oppgitt.",
                    f"Koden {code} betyr ulike ting i ulike utgåver ({meanings}), og utgåva er ikkje oppgitt.",
                    f"The code {code} means different things in different versions ({meanings}), and no version is given.",
                ),
            )


def _codings(norm: Norm) -> Iterator[tuple[str, Coding]]:
    for where, section in placed_sections(norm.content):
        if section.unit is not None:
            for coding in section.unit.codes:
                yield f"{where}/unit/codes/{coding.code}", coding
            for pico in section.unit.picos:
                for coding in pico.codes:
                    yield f"{where}/unit/picos/{pico.id}/codes/{coding.code}", coding
    definition = norm.content.pathway
    if definition is not None:
        for milestone in definition.milestones:
            for code in milestone.codes:
                if code.retired_on is None:
                    yield (
                        f"pathway/milestones/{milestone.id}/codes/{code.code}",
                        Coding(definition.code_system, code.code),
                    )
