"""Content has one byte form and one digest, is read back as it was, and refuses what does not fit."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given

from normverk.norm.content import NormContent, Section, anchors, canonical_json, digest, read_content, to_plain
from normverk.norm.text import Text
from tests.norm.examples import breast, content
from tests.norm.strategies import norm_contents


@given(norm_contents() | norm_contents(coherent=False, unique=False))
def test_content_is_read_back_from_its_canonical_form(one: NormContent) -> None:
    assert read_content(json.loads(canonical_json(one))) == one


@given(norm_contents())
def test_the_digest_does_not_depend_on_the_order_of_keys(one: NormContent) -> None:
    turned = dict(reversed(list(to_plain(one).items())))
    assert digest(read_content(turned)) == digest(one)


@given(norm_contents(), norm_contents())
def test_digests_are_equal_exactly_when_contents_are(one: NormContent, other: NormContent) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_the_digest_of_a_known_content_never_changes() -> None:
    small = NormContent("standard", Text("T"), Text("P"), Text("S"), Text("M"), owner="O")
    assert digest(small) == "2f5d50c42765bfc3334996ed2150e226e05d570d857074274a7cc8550f3e83e2"


def test_what_does_not_fit_is_refused_with_its_path() -> None:
    plain = to_plain(content(breast()))
    plain["pathway"]["clocks"][1]["branches"][0]["limit"]["value"] = "sju"
    with pytest.raises(msgspec.ValidationError, match=r"Expected `int`, got `str` - at `\$.pathway.clocks\[1\]"):
        read_content(plain)
    with pytest.raises(msgspec.ValidationError, match="unknown field `colour`"):
        read_content({**to_plain(content(None)), "colour": "red"})


def test_answers_can_be_anchored_to_sections_and_clocks() -> None:
    inner = Section("inni", Text("Inni"))
    one = msgspec.structs.replace(content(breast()), sections=(Section("om", Text("Om"), sections=(inner,)),))
    assert list(anchors(one)) == ["om", "inni", "clock-OF1", "clock-OF2", "clock-OF3", "clock-OF4"]
    assert anchors(one)["inni"] == Text("Inni")
    assert anchors(content(None)) == {}
