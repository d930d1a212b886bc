"""The fast canonical JSON is the reference's, byte for byte."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from normverk.norm.canonical import canonical

_LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
_WORDS = st.text() | st.text(alphabet='\x00\x1f\x7f\x80\u2028\ue000\ufb33\U0001f600"\\/<é', max_size=6)
PLAIN = st.recursive(
    _LEAVES | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
@example({"b": 1, "a": '\x00\x08\t\n\x0b\x0c\r\x1f\x7f\u2028\U0001f600</script>\\"'})
@example({"\ufb33": 1, "\U0001f600": 2})
@example({"a": 1.0, "b": -0.0, "c": 1e21})
@example([])
def test_the_bytes_are_those_of_the_reference(plain: Any) -> None:
    assert canonical(plain) == rfc8785.dumps(plain)


@pytest.mark.parametrize("plain", [{"a": 2**53}, float("nan"), "\ud800", {1: "a"}, {"a": object()}])
def test_what_the_reference_refuses_is_refused(plain: Any) -> None:
    with pytest.raises((ValueError, rfc8785.CanonicalizationError)):
        canonical(plain)
