"""Infobits for tests: small, invented, and complete."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from normverk.base.policy import operator
from normverk.publish.library.actions import Taker, begin_run, end_run
from normverk.publish.library.models import ImportRun
from normverk.publish.library.reading import Document, Unreadable, read_document

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
API = "https://api.demodirektoratet.example/innhold"


def id_of(number: int, code: str = "0041") -> str:
    """An id of the invented source."""
    return f"9999-{code}-00000000-0000-4000-8000-{number:012d}"


def link(rel: str, target: str, structure: str = "9999-s1-structure", **more: Any) -> dict[str, Any]:
    """A link as the source writes it."""
    made = {"rel": rel, "type": "kapittel", "tittel": "T", "href": f"{API}/kapitler/{target}", "strukturId": structure}
    return made | more


def infobit(number: int = 1, info_type: str = "kapittel", **fields: Any) -> dict[str, Any]:
    """An infobit with all the keys of the source."""
    made: dict[str, Any] = {
        "id": id_of(number),
        "tittel": f"Tittel {number}",
        "kortTittel": "",
        "tekst": "<p>En tekst.</p>\n",
        "intro": "",
        "kortIntro": "",
        "gruppeId": "",
        "koder": None,
        "tema": [],
        "eier": ["Demodirektoratet"],
        "opprettet": "2025-01-01T10:00",
        "forstPublisert": "2025-01-02T10:00",
        "sistOppdatert": "2025-02-01T10:00",
        "sistFagligOppdatert": "2025-01-02T10:00",
        "status": "Gjeldende",
        "maalgruppe": None,
        "spraak": "no",
        "redaksjonelleier": [],
        "fagansvarlig": [],
        "fagansvarligMedAvdeling": [],
        "arkivreferanse": "",
        "bidragsyter": [],
        "bidragsytersRolle": "",
        "data": {},
        "tekniskeData": {"infoId": "x", "infoType": info_type, "subtype": ""},
        "links": [],
        "attachments": None,
        "url": "https://demodirektoratet.example/tekst",
        "dokumentType": "Infobit",
        "sistImportertTilHapi": "2025-02-01T11:00:00.0000000+00:00",
    }
    return made | fields


def documents(*plain: Any) -> list[Document | Unreadable]:
    """Plain data, or raw bytes, as documents in files called 1.json, 2.json …"""
    made: list[Document | Unreadable] = []
    for number, one in enumerate(plain, 1):
        raw = one if isinstance(one, bytes) else json.dumps(one).encode()
        try:
            made += read_document(raw, f"{number}.json")
        except Unreadable as wrong:
            made.append(wrong)
    return made


def take(*plain: Any, now: datetime = NOW, reason: str = "") -> ImportRun:
    """One reading of these documents."""
    run, _ = begin_run(source="test", kind="files", waiting=[], actor=operator(), now=now)
    Taker(run=run, actor=operator(), reason=reason).take(documents=documents(*plain), now=now)
    end_run(run=run, actor=operator(), now=now)
    return run
