"""A withdrawal as a signed notice, so that an edge believes it whoever brings it. Pure: values in, text out, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from normverk.norm.content import canonical_json
from normverk.norm.text import Text
from normverk.publish.package import HOW_TO_TRUST, NotTrusted

_ALGORITHM: Final = "Ed25519"
_TYPE: Final = "normverk-withdrawal"


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a release has been withdrawn by its publisher. `digest` is the file's, `on` the day it was decided."""

    package_id: str
    version: str
    digest: str
    on: date
    reason: Text


def sign_withdrawal(notice: Withdrawal, key: OKPKey) -> str:
    """The notice as a compact JWS (RFC 7515), the same whenever it is signed. `key` is a private Ed25519 key."""
    header = {"alg": _ALGORITHM, "kid": key.thumbprint(), "typ": _TYPE}
    return jws.serialize_compact(header, canonical_json(notice), key, algorithms=[_ALGORITHM])


def read_withdrawal(signed: str, trusted: Mapping[str, OKPKey]) -> tuple[Withdrawal, str]:
    """The notice and the name of the key it is signed with. Raises NotTrusted when a key trusted here did not sign it."""
    try:
        header = jws.extract_compact(signed.encode()).headers()
        key_id = str(header["kid"])
        key = trusted.get(key_id)
        if key is None or header.get("typ") != _TYPE:
            raise NotTrusted(
                "unknown-key",
                f"The withdrawal is signed with the key {key_id}, which is not trusted here. {HOW_TO_TRUST}",
            )
        payload = jws.deserialize_compact(signed, key, algorithms=[_ALGORITHM]).payload
        return msgspec.json.decode(payload, type=Withdrawal, strict=True), key_id
    except (JoseError, ValueError, KeyError, TypeError):
        raise NotTrusted("wrong-signature", "The withdrawal cannot be read, or nobody stands behind it.") from None
