"""Invented infobits in realistic numbers and sizes: products with chapters and units, some chapters shared, some text dirty."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

_WORDS: Final = tuple(
    word
    for line in (
        "pasienten tjenesten kommunen sykehuset bør kan skal vurdere oppfølging behandling undersøkelse henvisning",
        "varsel journal plan ansvar samarbeid pårørende rutine kontroll tiltak effekt risiko målgruppe kunnskap legemiddel",
        "svar uke dag måned ved for med til av i på som og eller ikke etter før mellom hos uten fra om der når time",
    )
    for word in line.split()
)
_UNITS: Final = ("anbefaling", "rad", "informasjon", "veiledning", "aktivitet")
_PRODUCTS: Final = ("retningslinje", "faglig-rad", "nasjonal-veileder", "rundskriv", "veileder-lov-forskrift")
API: Final = "https://api.demodirektoratet.example/innhold"


def infobits(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """`number` infobits: one in twenty-five is a product, five are chapters, the rest are units."""
    chance = random.Random(seed)
    made = 0
    product: tuple[str, str] = ("", "")
    chapters: list[str] = []
    while made < number:
        place = made % 25
        id = f"9999-{place:04}-{UUID(int=chance.getrandbits(128))}"
        if place == 0:
            kind = chance.choice(_PRODUCTS)
            product, chapters = (id, kind), [f"9999-{n:04}-{UUID(int=chance.getrandbits(128))}" for n in range(1, 6)]
            links = [_link("barn", "kapittel", one, id) for one in chapters]
            text = _text(chance, 3)
        elif place <= 5:
            kind, id = "kapittel", chapters[place - 1]
            links, text = [_link("forelder", product[1], product[0], product[0])], _text(chance, 12)
        else:
            kind = chance.choice(_UNITS)
            links, text = [_link("forelder", "kapittel", chance.choice(chapters), product[0])], _text(chance, 5)
        links += [
            _link("root", product[1], product[0], product[0]),
            _link("publikasjon", product[1], product[0], product[0]),
        ]
        yield _infobit(chance, id, kind, text, links)
        made += 1


def _infobit(chance: random.Random, id: str, kind: str, text: str, links: list[dict[str, Any]]) -> dict[str, Any]:
    unit = kind in _UNITS
    data = (
        {"styrke": "Sterk", "praktisk": _text(chance, 4), "rasjonale": _text(chance, 6), "nokkelInfo": {}}
        if unit
        else {}
    )
    day = f"20{chance.randrange(18, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}T10:00"
    return {
        "id": id, "tittel": _sentence(chance, 9), "kortTittel": "", "tekst": text, "intro": "", "kortIntro": "", "gruppeId": "",
        "koder": None, "tema": [], "eier": ["Demodirektoratet"], "opprettet": day, "forstPublisert": day, "sistOppdatert": day,
        "sistFagligOppdatert": day, "status": "Gjeldende", "maalgruppe": None, "spraak": "no", "redaksjonelleier": [],
        "fagansvarlig": [], "fagansvarligMedAvdeling": [], "arkivreferanse": "", "bidragsyter": [], "bidragsytersRolle": "",
        "data": data, "tekniskeData": {"infoId": id[10:], "infoType": kind, "subtype": ""}, "links": links,
        "attachments": None, "url": "https://demodirektoratet.example/tekst", "dokumentType": "Infobit",
        "sistImportertTilHapi": "2026-01-01T00:00:00.0000000+00:00",
    }  # fmt: skip


def _link(rel: str, kind: str, target: str, product: str) -> dict[str, Any]:
    href = f"{API}/innhold/{target}"
    return {"rel": rel, "type": kind, "tittel": "Tittel", "href": href, "strukturId": f"{product}-structure"}


def _text(chance: random.Random, paragraphs: int) -> str:
    pieces = []
    for number in range(paragraphs):
        if number % 4 == 3:
            items = "".join(f"\n\t<li>{_sentence(chance, 10)}&nbsp;</li>" for _ in range(4))
            pieces.append(f"<h{chance.choice((2, 4))}>{_sentence(chance, 4)}</h2><ul>{items}\n</ul>")
        else:
            said = " ".join(_sentence(chance, 14) for _ in range(4))
            link = f'<a href="{API}/kapitler/x">{_sentence(chance, 3)}</a>'
            pieces.append(f"<p>{said} <strong>{_sentence(chance, 3)}</strong> {link}</p>")
    return "\n\n".join(pieces) + "\n"


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."
