"""A release is never rewritten: what was signed before the language grew is read, verified and measured by as it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from normverk.norm.days import Unit
from normverk.norm.delays import DelayPolicy, DelayRule
from normverk.norm.earlier import upgraded
from normverk.norm.pathway_faults import faults
from normverk.publish.package import CONTENT, read_package
from tests.publish.examples import KEY, KID

EARLIER = (Path(__file__).parent / "golden" / "one-delay-rule-a-clock.tgz").read_bytes()
"""Built and signed when a clock had the fields `on_patient_delay` and `delay`."""

RULES = {
    "OF1": (),
    "OF2": (),
    "forklart": (DelayRule("patient-wish", DelayPolicy.EXPLAIN, "L", "R", "CK", 7, Unit.WORKING_DAYS),),
    "trukket": (DelayRule("patient-wish", DelayPolicy.SUBTRACT, "L", "R"),),
    "pa-nytt": (DelayRule("patient-wish", DelayPolicy.STOP_RESTART, "L", "R"),),
    "strokt": (DelayRule("patient-wish", DelayPolicy.NULLIFY, "L"),),
    "uten-virkning": (DelayRule("patient-wish", DelayPolicy.NONE, "L", "R"),),
    "uten-kode": (DelayRule("patient-wish", DelayPolicy.EXPLAIN),),
}


def test_the_bytes_of_the_earlier_release_are_what_they_were() -> None:
    assert hashlib.sha256(EARLIER).hexdigest() == "227b7a30d527ca9e88555b7af45d824e6aee19736bd29198728bae8a6f181b45"


def test_an_earlier_release_is_trusted_and_its_clocks_are_read_with_their_one_rule() -> None:
    package = read_package(EARLIER, {KID: KEY})
    assert package.content.pathway is not None
    assert {clock.id: clock.delays for clock in package.content.pathway.clocks} == RULES
    assert faults(package.content.pathway) == ()


def test_reading_changes_nothing_that_is_in_todays_form() -> None:
    plain = json.loads(read_package(EARLIER, {KID: KEY}).files[CONTENT])
    once = upgraded(plain)
    assert once != plain
    assert upgraded(once) is once


@pytest.mark.parametrize("strange", [None, [], "text", {"pathway": 3}, {"pathway": {"clocks": [7, None]}}, {"pathway": {"clocks": {}}}])  # fmt: skip
def test_what_is_no_pathway_is_left_for_the_reader_to_refuse(strange: object) -> None:
    assert upgraded(strange) is strange
