"""Checks of counts against what is counted: the points of a list, the members of data, the gaps between phases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from normverk.norm.checks.figures import WORDS
from normverk.norm.checks.registry import Hit, check
from normverk.norm.documents import Document, Line, lists_of
from normverk.norm.documents.data import read_data
from normverk.norm.documents.plain import read_plain
from normverk.norm.text import Text

_NUMBERS: Final = "|".join(WORDS)
_BEFORE_COLON: Final = re.compile(
    rf"(?:^|[\s(])(?P<number>{_NUMBERS}|\d{{1,2}})\s(?P<what>[^.:;!?\d]{{2,60}}):\s*(?P<rest>.*)$", re.IGNORECASE
)
_LOOSE: Final = re.compile(
    r"\b(blant annet|mellom anna|for eksempel|f\.\s?eks|bl\.\s?a|such as|for example|osv|mv)\b", re.I
)
_GAPS: Final = re.compile(
    rf"\b(?P<many>{_NUMBERS})\s(?P<what>[^\W\d]+),?\s(?:og|med|and|with)\s(?P<few>{_NUMBERS})\s(?P<between>[^\W\d]+)"
    r"\s(?:mellom|between)\s(?:the\s)?(?P<same>[^\W\d]+)",
    re.IGNORECASE,
)

_THEM: Final = frozenset({"dem", "dei", "desse", "them"})
_MAY_GAP: Final = re.compile(rf"(?:og|med|and|with)\s(?:{_NUMBERS})\s[^\W\d]+\s(?:mellom|between)")
"""What every match of the pattern above holds, found many times faster in small letters."""


def _doc(*lines: str) -> Document:
    return read_plain("example", "\n".join(lines))


@check(
    "count-and-list",
    strength="warning",
    about=Document,
    looks_at=Text(
        "Et antall foran kolon («fem punkter:») og det som følger: en liste, eller ledd i samme setning.",
        "Eit tal framfor kolon («fem punkt:») og det som følgjer: ei liste, eller ledd i same setning.",
        "A count before a colon (“five points:”) and what follows: a list, or members of the same sentence.",
    ),
    why=Text(
        nb="Leseren leter etter det som mangler, eller lurer på hvilket punkt som er kommet til etterpå.",
        nn="Lesaren leitar etter det som manglar, eller lurer på kva punkt som er kome til etterpå.",
        en="The reader looks for what is missing, or wonders which point was added afterwards.",
    ),
    source="https://www.sprakradet.no/klarsprak/",
    mend=Text(
        nb="Rett antallet, eller legg til eller ta bort det som gjør at det ikke stemmer.",
        nn="Rett talet, eller legg til eller ta bort det som gjer at det ikkje stemmer.",
        en="Mend the count, or add or take away what makes it wrong.",
    ),
    obeying=(
        _doc("Fasen består av tre deler:", "• høre", "• vurdere", "• ferdigstille"),
        _doc("Fasen består av fire deler: melde inn, samle, vurdere og prioritere."),
        _doc("Det er 14 forløp:", "• 4 stk fra januar", "• 10 stk fra mai"),
        _doc("Rammeverket har fire lag: juridisk, organisatorisk, semantisk og teknisk. Alle lag er viktige."),
    ),
    breaking=(
        _doc("Rådet gjelder fem punkter:", "• ett", "• to", "• tre", "• fire"),
        _doc("Fasen består av tre deler: melde inn, samle, vurdere og prioritere."),
        _doc("Det er 15 forløp:", "• 4 stk fra januar", "• 10 stk fra mai"),
    ),
)
def count_and_list(document: Document) -> Iterator[Hit]:
    """A list right after the colon, or an enumeration in the rest of the sentence that ends with «og»."""
    leads = {lead.place: points for lead, points in lists_of(document.lines) if lead is not None}
    for line in document.lines:
        found = _BEFORE_COLON.search(line.words) if ":" in line.words and line.kind != "value" else None
        if not found or _LOOSE.search(line.words):
            continue
        stated = WORDS.get(found["number"].lower()) or int(found["number"]) if _is_number(found["number"]) else 0
        rest = re.split(r"[.!?](?:\s|$)", found["rest"], maxsplit=1)[0].strip()
        if not 2 <= stated <= 30 or re.search(
            r"\b((én|en|ett|ein|eitt|noen|nokre|one) av|one of|mer enn|meir enn|minst|over)\s*$",
            line.words[: found.start() + 1],
            re.I,
        ):
            continue
        counted = _enumerated(rest) if rest else _listed(leads.get(line.place, ()))
        if counted and counted != stated:
            yield Hit(line.place, _differs(f"{found['number']} {found['what'].strip()}", counted))


def _listed(points: tuple[Line, ...]) -> int:
    """How many a list holds: its points, or what they count when each of them begins with a number."""
    numbers = [re.match(r"(\d+)\s", point.words) for point in points]
    return sum(int(number[1]) for number in numbers if number) if all(numbers) else len(points)


def _is_number(words: str) -> bool:
    return words.isdigit() or words.lower() in WORDS


def _enumerated(words: str) -> int:
    """How many members an enumeration has; 0 when it is not plainly one."""
    if ";" in words or ":" in words or "(" in words:
        return 0
    pieces = [piece.strip() for piece in words.split(",")]
    if len(pieces) < 2 or any(re.match(r"(som|der|når|slik|men|og|hvor)\b", piece) for piece in pieces[1:]):
        return 0
    last = re.split(r"\s(?:og|eller|samt|and|or)\s", pieces[-1])
    if len(last) < 2 or any(len(piece) > 90 for piece in pieces):
        return 0
    before = [re.split(r"\s(?:og|eller|and|or)\s", piece) for piece in pieces[:-1]]
    return 0 if any(len(piece) > 1 for piece in before) or len(last) > 2 else len(pieces) + 1


@check(
    "count-in-data",
    strength="warning",
    about=Document,
    looks_at=Text(
        "Felt som heter «count» ved siden av én liste i data.",
        "Felt som heiter «count» ved sida av éi liste i data.",
        "Fields called “count” beside one list in data.",
    ),
    why=Text(
        nb="Den som leser dataene, kan ikke vite om noe har falt ut på veien.",
        nn="Den som les dataa, kan ikkje vite om noko har falle ut på vegen.",
        en="Whoever reads the data cannot know whether something was lost on the way.",
    ),
    source="https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.count",
    mend=Text("Rett antallet, eller hent listen på nytt.", "Rett talet, eller hent lista på nytt.",
              "Mend the count, or fetch the list again."),
    obeying=(read_data("example", {"count": 2, "concepts": [{"code": "1"}, {"code": "2"}]}),),
    breaking=(read_data("example", {"count": 3, "concepts": [{"code": "1"}, {"code": "2"}]}),),
)  # fmt: skip
def count_in_data(document: Document) -> Iterator[Hit]:
    """Counts of concepts and the like; the total of a search is the number of answers elsewhere, and is left alone."""
    for record in document.records:
        stated = next((value for key, value in record.fields if key == "count" and value.isdigit()), None)
        lists = [(key, many) for key, many in record.counts if key in {"concepts", "concept", "codes", "items", "rows"}]
        if stated is not None and len(lists) == 1 and int(stated) != lists[0][1]:
            yield Hit(record.place, _differs(f"count {stated}", lists[0][1]))


@check(
    "gaps-between",
    strength="information",
    about=Document,
    looks_at=Text(
        "Setninger som teller noe og det som ligger mellom dem: seks faser, fem beslutningspunkter mellom fasene.",
        "Setningar som tel noko og det som ligg mellom dei: seks fasar, fem avgjerdspunkt mellom fasane.",
        "Sentences that count things and what lies between them: six phases, five decision points between the phases.",
    ),
    why=Text(
        nb="Mellom seks faser er det fem overganger. Er antallet et annet, må leseren gjette hvilke overganger det gjelder.",
        nn="Mellom seks fasar er det fem overgangar. Er talet eit anna, må lesaren gjette kva overgangar det gjeld.",
        en="Between six phases there are five passages. With another number the reader must guess which are meant.",
    ),
    source="S1 «Forvaltningsprosess»",
    mend=Text("Si hvilke overganger det gjelder.", "Sei kva overgangar det gjeld.", "Say which passages are meant."),
    obeying=(_doc("Prosessen har seks faser og fem beslutningspunkter mellom fasene."),),
    breaking=(_doc("Prosessen har seks faser og tre beslutningspunkter mellom fasene."),),
)
def gaps_between(document: Document) -> Iterator[Hit]:
    """Only when the things between which it counts are named again («mellom fasene», «mellom dem»)."""
    for line in document.lines:
        for found in _GAPS.finditer(line.words) if _MAY_GAP.search(line.words.lower()) else ():
            things, gaps = WORDS[found["many"].lower()], WORDS[found["few"].lower()]
            again = found["same"].lower()
            if (again in _THEM or again[:4] == found["what"].lower()[:4]) and gaps != things - 1:
                yield Hit(line.place, _differs(f"{found['few']} {found['between']}", things - 1))


def _differs(stated: str, counted: int) -> Text:
    return Text(
        nb=f"Det står «{stated}», men det er {counted}.",
        nn=f"Det står «{stated}», men det er {counted}.",
        en=f"It says “{stated}”, but there are {counted}.",
    )
