"""The national target of inclusion, as a fact with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.norm.pathway import PathwayDefinition

_CANCER: Final = "urn:oid:2.16.578.1.12.4.1.1.8480"
"""The list of codes that the pathways for cancer share, and no other pathway has."""


@dataclass(frozen=True)
class Target:
    """A share that ought to be reached, from 0 to 1, with where that stands."""

    share: float
    title: str
    page: str


NATIONAL: Final = Target(
    share=0.70,
    title="Helsedirektoratet: Pakkeforløp for lungekreft, nasjonal kvalitetsindikator",
    page="https://helsedirektoratet.no/statistikk/kvalitetsindikatorer/utfasede-nasjonale-kvalitetsindikatorer-copy/"
    "kreft-pakkeforlop-copy/pakkeforl%C3%B8p-for-lungekreft",
)
"""70 % of new cancer patients in a pathway: set for regional health authorities from 2015, and one for all cancers."""


def target_of(definition: PathwayDefinition) -> Target | None:
    """The target of a pathway: the national one for cancer. For other pathways none is known, and none is made up."""
    return NATIONAL if definition.code_system == _CANCER else None
