"""A trial's file: signed, byte for byte, and never to be taken for a release."""

from __future__ import annotations

import json

import msgspec
import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from normverk.norm.content import canonical_json
from normverk.publish.keys import public_half
from normverk.publish.package import NotTrusted, read_package
from normverk.publish.trials import SIZE_LIMIT, Trial, TrialFile, read_trial, write_trial
from tests.learn.whatif.making import in_force, trial

KEY = OKPKey.generate_key("Ed25519", private=True)
OTHER = OKPKey.generate_key("Ed25519", private=True)
TRUSTED = {KEY.thumbprint(): public_half(KEY)}
ASKED = trial(in_force())
FILE = write_trial(ASKED, KEY)


def test_it_is_read_back_as_it_was_and_always_written_the_same() -> None:
    assert read_trial(FILE, TRUSTED) == (ASKED, KEY.thumbprint())
    assert write_trial(ASKED, KEY) == FILE


def test_its_digest_is_that_of_what_is_signed_whoever_signs() -> None:
    assert read_trial(write_trial(ASKED, OTHER), {OTHER.thumbprint(): public_half(OTHER)})[0].digest == ASKED.digest
    assert trial(in_force(), first="2021-06").digest != ASKED.digest


def changed(**more: object) -> bytes:
    """The file with the trial in it changed, and the signature as it was."""
    plain = json.loads(FILE)
    return canonical_json({**plain, "trial": {**plain["trial"], **more}})


def signed_anew(asked: Trial) -> bytes:
    """A file signed with the trusted key."""
    return write_trial(asked, KEY)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"nonsense", "not-a-trial"),
        (b"[" * 100_000, "not-a-trial"),
        (b"{}", "not-a-trial"),
        (b" " * (SIZE_LIMIT + 1), "too-large"),
        (changed(last_month="2022-03"), "wrong-signature"),
        (changed(case="S-2026-999"), "wrong-signature"),
        (changed(format="normverk-release/1"), "not-a-trial"),
        (FILE + b"\n", "repacked"),
        (write_trial(ASKED, OTHER), "unknown-key"),
        (msgspec.json.encode(TrialFile(ASKED, "a.b.c")), "wrong-signature"),
        (signed_anew(trial(in_force(), first="2022-04", last="2021-05")), "contradiction"),
        (signed_anew(trial(msgspec.structs.replace(in_force(), milestones=()))), "contradiction"),
    ],
    ids=["nonsense", "deep", "empty", "large", "months", "case", "format", "blank", "key", "signature", "turned", "faulty"],
)  # fmt: skip
def test_what_is_not_as_it_was_signed_is_not_believed(file: bytes, reason: str) -> None:
    with pytest.raises(NotTrusted) as wrong:
        read_trial(file, TRUSTED)
    assert wrong.value.reason == reason


def test_a_trial_is_never_loaded_as_a_release() -> None:
    with pytest.raises(NotTrusted):
        read_package(FILE, TRUSTED)


def test_the_signature_of_a_release_is_not_one_of_a_trial() -> None:
    header = {"alg": "Ed25519", "kid": KEY.thumbprint(), "typ": "normverk-manifest"}
    text = jws.detach_content(jws.serialize_compact(header, canonical_json(ASKED), KEY, algorithms=["Ed25519"]))
    with pytest.raises(NotTrusted, match="something else than a trial"):
        read_trial(canonical_json(TrialFile(ASKED, text)), TRUSTED)
