"""Checks of what makes a text hard to follow: order of headings, pictures without words, signs nobody sees, long words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from normverk.norm.blocks import Block, Mark, Paragraph
from normverk.norm.blocks import faults as mark_faults
from normverk.norm.checks.example import example, example_section
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.documents import Document, Line, Picture
from normverk.norm.documents.plain import read_plain
from normverk.norm.text import Text
from normverk.norm.units import KeyFactors, Pico, Unit
from normverk.norm.words import same

_WCAG: Final = "https://www.w3.org/TR/WCAG22/"


def _headings(*levels: int) -> Document:
    lines = tuple(Line(f"{number}", "Overskrift", "heading", level) for number, level in enumerate(levels, 1))
    return Document("example", lines, headings_lead=True)


@check(
    "heading-order",
    strength="warning",
    about=Document,
    looks_at=Text("Nivåene på overskriftene.", "Nivåa på overskriftene.", "The levels of headings."),
    why=Text(
        nb="Den som hører siden lest opp, finner fram etter overskriftene. Et nivå som hoppes over, ser ut som noe som mangler.",
        nn="Den som høyrer sida lesen opp, finn fram etter overskriftene. Eit nivå som blir hoppa over, ser ut som noko som manglar.",
        en="Those who have the page read to them find their way by headings. A skipped level looks like something missing.",
    ),
    source=f"{_WCAG}#info-and-relationships",
    mend=Text("Bruk nivået rett under det forrige.", "Bruk nivået rett under det førre.", "Use the level just below."),
    obeying=(_headings(1, 2, 3, 2, 3), _headings(2, 3)),
    breaking=(_headings(1, 3), _headings(1, 2, 4)),
)
def heading_order(document: Document) -> Iterator[Hit]:
    """A heading at most one level below the heading before it. The first may have any level."""
    if not document.headings_lead:
        return
    before: Line | None = None
    for line in document.lines:
        if line.kind != "heading":
            continue
        if before is not None and before.group == line.group and line.level > before.level + 1:
            yield Hit(
                line.place,
                Text(
                    f"En overskrift på nivå {line.level} kommer rett etter en på nivå {before.level}.",
                    f"Ei overskrift på nivå {line.level} kjem rett etter ei på nivå {before.level}.",
                    f"A heading of level {line.level} comes right after one of level {before.level}.",
                ),
            )
        before = line


@check(
    "picture-without-words",
    strength="error",
    about=Document,
    looks_at=Text("Bilder og figurer.", "Bilete og figurar.", "Pictures and figures."),
    why=Text(
        nb="Den som ikke ser bildet, får ikke vite hva det viser.",
        nn="Den som ikkje ser biletet, får ikkje vite kva det viser.",
        en="Those who cannot see the picture are not told what it shows.",
    ),
    source=f"{_WCAG}#non-text-content",
    mend=Text("Skriv hva bildet viser.", "Skriv kva biletet viser.", "Write what the picture shows."),
    obeying=(Document("example", pictures=(Picture("1", "https://example.org/a.png", "Forløpet fra A til C"),)),),
    breaking=(Document("example", pictures=(Picture("1", "https://example.org/a.png", " "),)),),
)
def picture_without_words(document: Document) -> Iterator[Hit]:
    """An empty alternative text."""
    for picture in document.pictures:
        if not picture.alt.strip():
            yield Hit(
                picture.place,
                Text("Bildet har ingen alternativ tekst.", "Biletet har ingen alternativ tekst.",
                     "The picture has no alternative text."),
            )  # fmt: skip


_UNSEEN: Final = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\u202a-\u202e\ufffd]")


@check(
    "unseen-signs",
    strength="warning",
    about=Document,
    looks_at=Text(
        "Tegn som ikke vises: nullbredde, myk bindestrek, skriveretning, ødelagte tegn.",
        "Teikn som ikkje blir viste: nullbreidd, mjuk bindestrek, skriveretning, øydelagde teikn.",
        "Signs that are not shown: zero width, soft hyphens, writing direction, damaged signs.",
    ),
    why=Text(
        nb="To titler som ser like ut, blir da ulike for søk, sortering og sammenligning.",
        nn="To titlar som ser like ut, blir då ulike for søk, sortering og samanlikning.",
        en="Two titles that look the same are then different to search, sorting and comparison.",
    ),
    source="https://www.unicode.org/reports/tr36/",
    mend=Text("Ta bort tegnet.", "Ta bort teiknet.", "Take the sign away."),
    obeying=(read_plain("example", "ICD-10: Klassifikasjonen"),),
    breaking=(read_plain("example", "ICD-10: \u200bKlassifikasjonen"),),
)
def unseen_signs(document: Document) -> Iterator[Hit]:
    """Each line once, with the names of the signs."""
    for line in document.lines:
        found = {unicodedata.name(sign, "?").lower() for sign in _UNSEEN.findall(line.words)}
        if found:
            named = ", ".join(sorted(found))
            yield Hit(
                line.place,
                Text(
                    f"Teksten har tegn som ikke vises: {named}.",
                    f"Teksten har teikn som ikkje blir viste: {named}.",
                    f"The text has signs that are not shown: {named}.",
                ),
            )


def _quoting(words: str) -> Document:
    return Document("example", (Line("1", words),), headings_lead=True)


@check(
    "quotes-in-pairs",
    strength="information",
    about=Document,
    looks_at=Text(
        "Anførselstegn i avsnitt.", "Hermeteikn i avsnitt.", "Quotation marks in paragraphs."
    ),
    why=Text(
        nb="Leseren kan ikke se hvor sitatet begynner eller slutter, og hvem ordene tilhører.",
        nn="Lesaren kan ikkje sjå kvar sitatet byrjar eller sluttar, og kven orda høyrer til.",
        en="The reader cannot see where the quotation begins or ends, and whose words they are.",
    ),
    source="https://www.sprakradet.no/klarsprak/",
    mend=Text("Sett inn eller ta bort tegnet.", "Set inn eller ta bort teiknet.", "Set or take away the mark."),
    obeying=(_quoting('Spør «hva er viktig?» og ikke "hva feiler det?"'), _quoting('Skjermen er 19" bred.'), _quoting("Spør ”hva?” og lytt.")),
    breaking=(_quoting('De som tilbys multidose."'), _quoting("Spør «hva er viktig? Og lytt."), _quoting("Spør “hva er viktig? Og lytt.")),
)  # fmt: skip
def quotes_in_pairs(document: Document) -> Iterator[Hit]:
    """Only where the source says what a paragraph is; a quotation over several paragraphs opens each of them anew."""
    for line in document.lines if document.headings_lead else ():
        words = re.sub(r'\d"', "", line.words) if '"' in line.words else line.words
        curly = words.count("”") - words.count("“") if "“" in words else words.count("”") % 2
        if line.kind in {"paragraph", "item"} and (
            words.count('"') % 2 or words.count("«") != words.count("»") or curly
        ):
            yield Hit(
                line.place,
                Text(
                    "Et anførselstegn mangler sin make.",
                    "Eit hermeteikn manglar maken sin.",
                    "A quotation mark lacks its counterpart.",
                ),
            )


HARD: Final = 60
_SENTENCE: Final = re.compile(r"[.!?:](?:\s|$)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{7,}")


def lix(words: str) -> int | None:
    """The readability number LIX: words a sentence plus the share of words over six letters; None under 100 words."""
    found = _WORD.findall(words)
    if len(found) < 100:
        return None
    sentences = max(1, len(_SENTENCE.findall(words)))
    return round(len(found) / sentences + 100 * len(_LONG_WORD.findall(words)) / len(found))


_BAD_MARK: Final = Paragraph(same("Fet"), (Mark("strong", 0, 9),))
_LONG: Final = " ".join(["Virksomhetsstyringsdokumentasjon forutsetter kvalitetssikringsprosesser"] * 60)


@check(
    "hard-to-read",
    strength="information",
    about=Document,
    looks_at=Text(
        "Lesbarheten (LIX) i løpende norsk tekst på minst hundre ord.",
        "Lesbarheita (LIX) i løpande norsk tekst på minst hundre ord.",
        "Readability (LIX) of running Norwegian text of at least a hundred words.",
    ),
    why=Text(
        nb="Over 60 er regnet som svært vanskelig. Tallet teller bare ord og setninger og sier ikke om innholdet er riktig.",
        nn="Over 60 er rekna som svært vanskeleg. Talet tel berre ord og setningar og seier ikkje om innhaldet er rett.",
        en="Above 60 counts as very hard. The number only counts words and sentences and says nothing of the content.",
    ),
    source="Björnsson, C.-H. (1968). Läsbarhet. Liber.",
    mend=Text("Del lange setninger.", "Del lange setningar.", "Split long sentences."),
    obeying=(read_plain("example", "Legen skal ringe deg. Du kan si ja eller nei. " * 20),),
    breaking=(read_plain("example", _LONG),),
)
def hard_to_read(document: Document) -> Iterator[Hit]:
    """Paragraphs and points of one document together, in bokmål or nynorsk."""
    if document.language not in {"nb", "nn"}:
        return
    words = "\n".join(
        line.words if line.words.rstrip().endswith((".", "?", "!", ":")) else f"{line.words}."
        for line in document.lines
        if line.kind in {"paragraph", "item"}
    )
    number = lix(words)
    if number is not None and number > HARD:
        yield Hit("", Text(f"Lesbarheten er {number} (LIX).", f"Lesbarheita er {number} (LIX).", f"LIX is {number}."))


@check(
    "marks-fit",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Merkene ved siden av teksten: fet, kursiv, lenker.",
        "Merka ved sida av teksten: feit, kursiv, lenkjer.",
        "The marks beside the text: bold, italics, links.",
    ),
    why=Text(
        nb="Et merke utenfor teksten viser ingenting, eller viser feil ord.",
        nn="Eit merke utanfor teksten viser ingenting, eller viser feil ord.",
        en="A mark outside the text shows nothing, or shows the wrong words.",
    ),
    source="docs/decisions/0009-marks-beside-the-text.md",
    mend=Text("Sett merket på nytt.", "Set merket på nytt.", "Set the mark anew."),
    obeying=(example(example_section(Paragraph(same("Fet"), (Mark("strong", 0, 3),)))),),
    breaking=(
        example(example_section(Paragraph(same("Fet"), (Mark("strong", 0, 9),)))),
        example(example_section(Paragraph(same("Lenke"), (Mark("link", 0, 3),)))),
        example(example_section(unit=Unit("advice", factors=KeyFactors(resources=(_BAD_MARK,))))),
        example(example_section(unit=Unit("advice", picos=(Pico("p", same("A"), same("B"), summary=(_BAD_MARK,)),)))),
    ),
)
def marks_fit(norm: Norm) -> Iterator[Hit]:
    """Block by block, in sections and in everything that their units hold."""
    for where, section in placed_sections(norm.content):
        trees = [("blocks", section.blocks), *(_unit_blocks(section.unit) if section.unit else ())]
        for field, blocks in trees:
            for number, block in enumerate(blocks, 1):
                for _ in mark_faults((block,)):
                    yield Hit(
                        f"{where}/{field}/{number}",
                        Text(
                            "Et merke passer ikke til teksten det står ved.",
                            "Eit merke passar ikkje til teksten det står ved.",
                            "A mark does not fit the text it stands beside.",
                        ),
                    )
                    break


def _unit_blocks(unit: Unit) -> Iterator[tuple[str, tuple[Block, ...]]]:
    yield "unit/rationale", unit.rationale
    yield "unit/practical", unit.practical
    if unit.factors is not None:
        for field in unit.factors.__struct_fields__:
            yield f"unit/factors/{field}", getattr(unit.factors, field)
    for pico in unit.picos:
        yield f"unit/picos/{pico.id}/summary", pico.summary
