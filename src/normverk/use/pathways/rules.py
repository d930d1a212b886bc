"""Rules about who may be in the tables of patients."""

from __future__ import annotations

from dataclasses import dataclass

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.norm.text import Text
from normverk.use.pathways.identity import is_identity_number, is_synthetic


@dataclass(frozen=True)
class IdentityFacts:
    """An identity number that is about to be kept, and whether the installation is a demonstration."""

    identity_number: str
    demonstration: bool


_SYNTHETIC = "01819000049"
_OLDER_TEST_SERIES = "01419000066"
"""Month plus 40: not marked the way that is asked for, and still nobody's number."""


@rule(
    "identity-number-fits",
    strength=Strength.SKAL,
    about=IdentityFacts,
    text=Text(
        nb="Et identitetsnummer skal ha elleve sifre, en dato som finnes, og kontrollsifre som stemmer.",
        nn="Eit identitetsnummer skal ha elleve siffer, ein dato som finst, og kontrollsiffer som stemmer.",
        en="An identity number must have eleven digits, a date that exists, and check digits that fit.",
    ),
    citation=Citation("Skatteetaten", "Fødselsnummer og D-nummer", reading="Modulus 11 with the two known weights."),
    obeying=(IdentityFacts(_SYNTHETIC, True), IdentityFacts(_SYNTHETIC, False)),
    breaking=(IdentityFacts("01819000048", True), IdentityFacts("1", False)),
)
def identity_number_fits(facts: IdentityFacts) -> Result:
    """Looks at the digits; the facts that are kept say nothing about them."""
    return met(is_identity_number(facts.identity_number))


@rule(
    "demonstration-has-synthetic-patients",
    strength=Strength.SKAL,
    about=IdentityFacts,
    text=Text(
        nb="I en demonstrasjon skal alle pasienter være oppdiktet: måneden i identitetsnummeret er økt med 80.",
        nn="I ein demonstrasjon skal alle pasientar vere oppdikta: månaden i identitetsnummeret er auka med 80.",
        en="In a demonstration all patients must be invented: the month in the identity number is raised by 80.",
    ),
    citation=Citation("Skatteetaten", "Syntetiske fødselsnummer", reading="Month plus 80 marks a test person."),
    obeying=(IdentityFacts(_SYNTHETIC, True), IdentityFacts(_OLDER_TEST_SERIES, False)),
    breaking=(IdentityFacts(_OLDER_TEST_SERIES, True),),
)
def demonstration_has_synthetic_patients(facts: IdentityFacts) -> Result:
    """Only demonstrations are asked to keep real people out; a hospital's own edge is there for them."""
    return met(not facts.demonstration or is_synthetic(facts.identity_number))
