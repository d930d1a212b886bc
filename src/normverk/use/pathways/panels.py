"""Places on a patient's page that other apps of this room fill: links to what can be done, and sections with what is kept.

An app adds to these lists when it is ready. `pathways` knows none of them by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString

from normverk.base.policy import Actor, decide
from normverk.use.pathways.engine import Verdict
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries import PatientRecord
from normverk.use.pathways.shown import Names


@dataclass(frozen=True)
class Page:
    """What a section may be made from: whose page, who looks, and the day it stands on."""

    record: PatientRecord
    names: Names
    actor: Actor
    as_of: date


@dataclass(frozen=True)
class Link:
    """Something that can be done for a patient: the route (its one parameter is the patient), the key of its words, and
    the action that the policy is asked about."""

    route: str
    words: str
    action: str


SECTIONS: Final[list[Callable[[Page], SafeString]]] = []
"""Sections of the patient's page, in order, after what the record says."""

BESIDE_VERDICTS: Final[list[Callable[[Page, Verdict], SafeString]]] = []
"""What stands beside a verdict on the page that says why; empty where there is nothing to say."""

LINKS: Final[list[Link]] = []

LIST_LINKS: Final[list[tuple[str, str]]] = []
"""Other lists, on the page of the list: a route without parameters, and the key of its words."""


def links_for(patient: Patient, actor: Actor) -> list[tuple[str, str]]:
    """Address and key of the words of everything this actor may do for the patient."""
    facts = patient.policy_facts()
    return [
        (reverse(link.route, args=[patient.pk]), link.words)
        for link in LINKS
        if decide(actor, link.action, facts).allowed
    ]
