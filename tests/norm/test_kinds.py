"""Every kind of normative product is described, and a content tells what its kind requires and it does not state."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from normverk.norm.content import NormContent, ProductKind
from normverk.norm.kinds import ALWAYS, KINDS, Kind, kind_name, missing_fields
from normverk.norm.text import Text
from normverk.norm.units import EVIDENCE, GRADES, UNIT_KINDS, GradingScheme, Strength, UnitKind, strength_faults

HELSEDIREKTORATET = {"guideline", "pathway", "pathway-general", "advice", "guide", "circular"}
"""The five kinds of S0, pathways in their two sub-types."""

LEVELS = {"ehealth-guide", "ehealth-guideline", "standard"}
"""The levels of S1; recommended and mandatory are one kind of product with different applicability."""


def test_no_kind_is_without_a_description() -> None:
    assert set(KINDS) == set(get_args(ProductKind))
    assert set(KINDS) >= HELSEDIREKTORATET | LEVELS | {"information-model", "terminology", "form"}
    assert set(get_args(UnitKind)) == set(UNIT_KINDS)
    assert set(GRADES) == set(EVIDENCE) == set(get_args(GradingScheme))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_kind_is_described_whole(kind: Kind) -> None:
    assert kind.name.missing() == ()
    assert set(kind.required) >= set(ALWAYS)
    assert len(set(kind.required)) == len(kind.required)
    assert kind.analysis
    assert len({part.id for part in kind.template}) == len(kind.template)
    assert all(part.title.missing() == () for part in kind.template)
    assert {part.units for part in kind.template if part.units} <= set(kind.units)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_what_the_kind_requires_is_missed_until_it_is_stated(kind: Kind) -> None:
    empty = NormContent(kind.id, Text("T"), Text(" "), Text(""), Text(""), owner="")
    assert missing_fields(empty) == kind.required
    stated: dict[str, object] = {field: Text("Sagt") for field in kind.required}
    stated |= {"owner": "Eier", "contributors": ("Noen",), "layers": ("semantic",)}
    assert missing_fields(msgspec.structs.replace(empty, **stated)) == ()


def test_a_kind_that_does_not_exist_has_no_name() -> None:
    assert kind_name("circular").nb == "rundskriv"
    with pytest.raises(KeyError):
        kind_name("poem")


def test_a_grade_belongs_to_its_scheme() -> None:
    assert strength_faults(Strength("grade", "strong", "low")) == ()
    assert strength_faults(Strength("sign", "B", "2a")) == ()
    assert strength_faults(Strength("none")) == ()
    assert strength_faults(Strength("sign", "weak")) == ("the scheme sign has no grade «weak»",)
    assert strength_faults(Strength("none", "", "high")) == ("the scheme none has no evidence «high»",)
