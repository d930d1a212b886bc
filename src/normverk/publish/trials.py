"""A trial: a draft pathway that edges are asked to try on their stored events. Signed, and clearly no release. Pure.

A trial has another format and another type of signature than a release, so that neither can be taken for the other:
read_package refuses a trial and read_trial a release. See docs/decisions/0012-what-if.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from normverk.norm.content import canonical_json
from normverk.norm.pathway import PathwayDefinition, unusable_ids
from normverk.norm.pathway_faults import faults
from normverk.norm.text import Text
from normverk.publish.package import HOW_TO_TRUST, NotTrusted

FORMAT: Final = "normverk-trial/1"
SIZE_LIMIT: Final = 2 * 1024 * 1024
"""Bytes of a trial's file."""

_ALGORITHM: Final = "Ed25519"
_TYPE: Final = "normverk-trial"

Month = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class Trial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked: how would it have been if `definition` had measured the courses that began in these months?

    `case` and `edition` are references at the hub, `revision` is the digest of the text that the draft stood in, and
    `against` the release it is a draft to replace (package#version; empty when there is none). Months are inclusive.
    """

    format: str
    case: str
    edition: str
    revision: str
    title: Text
    hub: str
    asked_on: date
    against: str
    first_month: Month
    last_month: Month
    definition: PathwayDefinition
    demonstration: bool

    @property
    def digest(self) -> str:
        """The trial's name: sha256 over what is signed."""
        return hashlib.sha256(canonical_json(self)).hexdigest()

    def asks_for(self, month: str) -> bool:
        """True for a month that is asked about."""
        return self.first_month <= month <= self.last_month


class TrialFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trial as it travels, with a detached signature (RFC 7515) over its canonical JSON."""

    trial: Trial
    signature: str


def write_trial(trial: Trial, key: OKPKey) -> bytes:
    """The trial as a file: canonical JSON with a detached signature beside it. `key` is a private Ed25519 key."""
    header = {"alg": _ALGORITHM, "kid": key.thumbprint(), "typ": _TYPE}
    signed = jws.serialize_compact(header, canonical_json(trial), key, algorithms=[_ALGORITHM])
    return canonical_json(TrialFile(trial, jws.detach_content(signed)))


def read_trial(file: bytes, trusted: Mapping[str, OKPKey]) -> tuple[Trial, str]:
    """The trial in `file` and the name of the key it is signed with; `trusted` are public keys by thumbprint.

    Raises NotTrusted when it is no trial, when no key trusted here has signed it, when anything in it or around it has
    been changed, or when its draft makes no sense.
    """
    if len(file) > SIZE_LIMIT:
        raise NotTrusted("too-large", f"A trial has at most {SIZE_LIMIT} bytes.")
    try:
        signed = msgspec.json.decode(file, type=TrialFile, strict=True)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise NotTrusted("not-a-trial", "This is not a trial; fetch it from /api/v1/whatif/ at the hub.") from None
    trial = signed.trial
    if trial.format != FORMAT:
        raise NotTrusted("not-a-trial", f"The trial has the format «{trial.format}»; only {FORMAT} is known.")
    key_id = _verify(canonical_json(trial), signed.signature, trusted)
    if canonical_json(signed) != file:
        raise NotTrusted("repacked", "The content is signed, but the file around it has been changed.")
    if trial.last_month < trial.first_month or unusable_ids(trial.definition) or faults(trial.definition):
        raise NotTrusted("contradiction", "The trial is signed, but its months or its draft make no sense.")
    return trial, key_id


def _verify(content: bytes, signature: str, trusted: Mapping[str, OKPKey]) -> str:
    try:
        header = json.loads(_padded(signature.split(".", maxsplit=1)[0]))
        key_id, kind = str(header["kid"]), header["typ"]
    except (ValueError, KeyError, TypeError):
        raise NotTrusted("wrong-signature", "The signature cannot be read, so nobody stands behind it.") from None
    key = trusted.get(key_id)
    if key is None:
        raise NotTrusted(
            "unknown-key", f"The trial is signed with the key {key_id}, which is not trusted here. {HOW_TO_TRUST}"
        )
    if kind != _TYPE:
        raise NotTrusted("wrong-signature", "The signature is that of something else than a trial.")
    try:
        jws.deserialize_compact(signature, key, algorithms=[_ALGORITHM], payload=content)
    except (JoseError, ValueError):
        raise NotTrusted("wrong-signature", f"The key {key_id} has not signed this trial.") from None
    return key_id


def _padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
