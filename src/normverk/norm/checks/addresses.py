"""Checks of addresses: that a reader can follow them, that they lead to something, and that identifiers are written right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from normverk.norm.checks.example import example, example_section, pathway
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.documents import Document, Line, Link
from normverk.norm.text import Text
from normverk.norm.units import Unit

_KEYED: Final = re.compile(r"api(-qa)?\.helsedirektoratet\.no$")
_TEST_HOST: Final = re.compile(
    r"(xp\w?qa|(^|[.-])(test|qa|dev|utv|stage|staging|preprod)\d?[.-]|staging|^localhost$|\.local$|^127\.|^10\.|^192\.168\.)"
)
_PATH: Final = "/innhold/"


def _link(address: str, anchors: frozenset[str] | None = None, words: str = "her") -> Document:
    return Document("example", links=(Link("1", address, words),), anchors=anchors)


@check(
    "link-behind-key",
    strength="warning",
    about=Document,
    looks_at=Text(
        "Lenker til tjenester som bare svarer den som har nøkkel.",
        "Lenkjer til tenester som berre svarer den som har nøkkel.",
        "Links to services that only answer those who hold a key.",
    ),
    why=Text(
        nb="Leseren får en feilmelding i stedet for teksten det vises til.",
        nn="Lesaren får ei feilmelding i staden for teksten det blir vist til.",
        en="The reader gets an error instead of the text that is pointed at.",
    ),
    source="https://www.helsedirektoratet.no/om-oss/apne-data-api",
    mend=Text(
        "Lenk til siden på nettstedet, eller til avsnittet i denne normen.",
        "Lenk til sida på nettstaden, eller til avsnittet i denne norma.",
        "Link to the page on the web site, or to the section in this norm.",
    ),
    obeying=(_link("https://www.helsedirektoratet.no/veiledere/x"), _link("https://api.helsedirektoratet.no/")),
    breaking=(_link("https://api.helsedirektoratet.no/innhold/kapitler/0006-0041-a"),),
)
def link_behind_key(document: Document) -> Iterator[Hit]:
    """The interface of the health directorate. Links between the objects of its own data are not for readers."""
    for link in document.links:
        parts = _split(link.address)
        own = link.place.endswith("/href")
        if parts and _KEYED.search(parts[0]) and parts[1].startswith(_PATH) and not own:
            yield Hit(link.place, _leads(link.address, "bak en nøkkel", "bak ein nøkkel", "behind a key"))


@check(
    "link-to-test-server",
    strength="information",
    about=Document,
    looks_at=Text("Lenker til prøvetjenere.", "Lenkjer til prøvetenarar.", "Links to servers that are for trials."),
    why=Text(
        nb="En prøvetjener kan ha tekst som aldri ble publisert, og kan bli borte når som helst.",
        nn="Ein prøvetenar kan ha tekst som aldri blei publisert, og kan bli borte når som helst.",
        en="A trial server may hold text that was never published, and may vanish at any time.",
    ),
    source="https://www.w3.org/Provider/Style/URI",
    mend=Text("Vis til den publiserte siden.", "Vis til den publiserte sida.", "Point at the published page."),
    obeying=(_link("https://www.helsedirektoratet.no/"),),
    breaking=(_link("https://helsedir-xpqa-helsedir.enonic.cloud/nasjonale-forlop/x"), _link("http://localhost:8000/")),
)
def link_to_test_server(document: Document) -> Iterator[Hit]:
    """Each address once, where it stands first."""
    seen: set[str] = set()
    for link in document.links:
        parts = _split(link.address)
        if parts and _TEST_HOST.search(parts[0]) and link.address not in seen:
            seen.add(link.address)
            yield Hit(link.place, _leads(link.address, "på en prøvetjener", "på ein prøvetenar", "on a trial server"))


@check(
    "link-nowhere",
    strength="error",
    about=Document,
    looks_at=Text(
        "Lenker uten adresse, til steder på siden som ikke finnes, og e-postadresser som er falt ut.",
        "Lenkjer utan adresse, til stader på sida som ikkje finst, og e-postadresser som er falle ut.",
        "Links without an address, to places on the page that are not there, and e-mail addresses that were lost.",
    ),
    why=Text(
        nb="Leseren kommer ikke fram.", nn="Lesaren kjem ikkje fram.", en="The reader does not get there."
    ),
    source="docs/architecture.md",
    mend=Text("Rett adressen, eller ta bort lenken.", "Rett adressa, eller ta bort lenkja.",
              "Mend the address, or take the link away."),
    obeying=(_link("#om", frozenset({"om"})), _link("mailto:post@example.org"), _link("/veiledere/x")),
    breaking=(
        _link("#omm", frozenset({"om"})), _link("https://"), _link(""), _link("javascript:void(0)"),
        _link("https://https://example.org/"), _link("www.example.org/side"),
        Document("example", (Line("1", "Send behov til [email protected]."),)),
    ),
)  # fmt: skip
def link_nowhere(document: Document) -> Iterator[Hit]:
    """Anchors only where it is known which there are."""
    for link in document.links:
        known = document.anchors
        lost = link.address.startswith("#") and known is not None and link.address[1:] not in known
        if lost or not _leads_somewhere(link.address):
            yield Hit(link.place, _leads(link.address, "ingen steder", "ingen stader", "nowhere"))
    for line in document.lines:
        if re.search(r"\[email\s?protected\]", line.words):
            yield Hit(line.place, _leads("[email protected]", "ingen steder", "ingen stader", "nowhere"))


@check(
    "id-leads-nowhere",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Id-er i normen: referanser, og forløpstider som et avsnitt sier at det omtaler.",
        "Id-ar i norma: referansar, og forløpstider som eit avsnitt seier at det omtalar.",
        "Ids in the norm: references, and clocks that a section says it states.",
    ),
    why=Text(
        nb="Det som skulle stå der, blir ikke vist, og ingen merker det.",
        nn="Det som skulle stå der, blir ikkje vist, og ingen merkar det.",
        en="What should have stood there is not shown, and nobody notices.",
    ),
    source="docs/architecture.md",
    mend=Text("Rett id-en, eller legg til det den viser til.", "Rett id-en, eller legg til det han viser til.",
              "Mend the id, or add what it points at."),
    obeying=(example(example_section(unit=Unit("time-limit", clocks=("T1",))), pathway=pathway()),),
    breaking=(
        example(example_section(unit=Unit("time-limit", clocks=("T9",))), pathway=pathway()),
        example(example_section(references=("r1",))),
    ),
)  # fmt: skip
def id_leads_nowhere(norm: Norm) -> Iterator[Hit]:
    """References and clocks by id."""
    content = norm.content
    references = {reference.id for reference in content.references}
    clocks = {clock.id for clock in content.pathway.clocks} if content.pathway else set()
    for where, section in placed_sections(content):
        for id in section.references:
            if id not in references:
                yield Hit(f"{where}/references", _missing(id))
        for id in section.unit.clocks if section.unit else ():
            if id not in clocks:
                yield Hit(f"{where}/unit/clocks", _missing(id))


_WRONG_URN: Final = re.compile(r"urn:(?:uid|oid|uuid):.*|urn:[a-z]{2,5}:?\s?\d+(?:[.,]\d+){3,}", re.IGNORECASE)
_RIGHT_URN: Final = re.compile(
    r"urn:oid:[0-2](\.(0|[1-9]\d*))+|urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)


@check(
    "identifier-form",
    strength="error",
    about=Document,
    looks_at=Text("Identifikatorer med urn:oid og urn:uuid.", "Identifikatorar med urn:oid og urn:uuid.",
                  "Identifiers with urn:oid and urn:uuid."),
    why=Text(
        nb="Systemer sammenligner identifikatorer tegn for tegn. En skrivefeil gjør kodeverket ukjent.",
        nn="System samanliknar identifikatorar teikn for teikn. Ein skrivefeil gjer kodeverket ukjent.",
        en="Systems compare identifiers sign by sign. A slip makes the code system unknown.",
    ),
    source="https://www.rfc-editor.org/rfc/rfc3061",
    mend=Text("Skriv identifikatoren rett.", "Skriv identifikatoren rett.", "Write the identifier right."),
    obeying=(Document("example", (Line("1", "urn:oid:2.16.578.1.12.4.1.1.7497", "value"),)),),
    breaking=(
        Document("example", (Line("1", "urn:uid:2.16.578.1.12.4.1.1.7497", "value"),)),
        Document("example", (Line("1", "urn:oid:2.16.578.1.12..7497", "value"),)),
    ),
)  # fmt: skip
def identifier_form(document: Document) -> Iterator[Hit]:
    """Values of data that are nothing but an identifier."""
    for line in document.lines:
        words = line.words.strip()
        maybe = line.kind == "value" and words[:4].lower() == "urn:"
        if maybe and _WRONG_URN.fullmatch(words) and not _RIGHT_URN.fullmatch(words.partition("|")[0]):
            yield Hit(
                line.place,
                Text(
                    f"«{words}» er ikke en gyldig identifikator.",
                    f"«{words}» er ikkje ein gyldig identifikator.",
                    f"“{words}” is not a valid identifier.",
                ),
            )


def _split(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return ((parts.hostname or ""), parts.path) if parts.scheme in {"http", "https"} else None


def _leads_somewhere(address: str) -> bool:
    """A page, an e-mail address, a telephone, a place on the same page, or a page beside this one."""
    kept = address.strip()
    scheme, colon, rest = kept.partition(":")
    if colon and scheme.lower() in {"http", "https"}:
        parts = _split(kept)
        return parts is not None and bool(parts[0]) and parts[0].lower() not in {"http", "https"}
    if colon and scheme.isalpha():
        return scheme.lower() in {"mailto", "tel", "urn", "doi"} and bool(rest)
    return bool(kept) and kept != "#" and kept.lower() != "none" and not kept.lower().startswith("www.")


def _leads(address: str, nb: str, nn: str, en: str) -> Text:
    short = address if len(address) <= 100 else f"{address[:97]}…"
    return Text(f"«{short}» leder {nb}.", f"«{short}» leier {nn}.", f"“{short}” leads {en}.")


def _missing(id: str) -> Text:
    return Text(f"«{id}» finnes ikke.", f"«{id}» finst ikkje.", f"“{id}” does not exist.")
