"""Signing keys and trusted keys: files in the data folder, outside the database, so that a database copy cannot sign.

`signing.json` is the private Ed25519 key (JWK, readable by the owner only). `published.json` holds the public halves
of every signing key made here, so that older releases can be verified after a change of key. `trusted.json` holds
other people's public keys. The last two are JWKS (RFC 7517); a key's name is its RFC 7638 thumbprint. `publishers.json` says
which keys are the same publisher's, who is called after its first key here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

SIGNING: Final = "signing.json"
PUBLISHED: Final = "published.json"
TRUSTED: Final = "trusted.json"
PUBLISHERS: Final = "publishers.json"
OURSELVES: Final = "ourselves"
"""The publisher of everything signed with a key made here."""


class BadKey(ValueError):  # noqa: N818
    """A key file that cannot be used; the message names the file and what is wrong with it."""


def folder() -> Path:
    """The folder of the keys, readable by the owner only; made when missing."""
    path = Path(settings.DATA) / "keys"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def signing_key() -> OKPKey | None:
    """This installation's private key, or None when none has been made."""
    path = folder() / SIGNING
    return _read_key(json.loads(path.read_text()), str(path)) if path.exists() else None


def write_signing_key(key: OKPKey) -> None:
    """Keeps a private key and publishes its public half. An earlier signing key is replaced, its public half stays."""
    add_public_key(PUBLISHED, public_half(key))
    _write(folder() / SIGNING, json.dumps(key.as_dict(private=True), sort_keys=True))


def public_half(key: OKPKey) -> OKPKey:
    """The public key of a key."""
    return OKPKey.import_key({name: value for name, value in key.as_dict(private=False).items() if name in _MEMBERS})


def public_keys(name: str) -> dict[str, OKPKey]:
    """The public keys of a JWKS file (PUBLISHED or TRUSTED) by their thumbprint; empty when there is no such file."""
    path = folder() / name
    return read_keys(path.read_bytes(), str(path)) if path.exists() else {}


def trusted_keys() -> Mapping[str, OKPKey]:
    """Every key whose releases are believed here: those trusted by the operator, and this installation's own."""
    return public_keys(TRUSTED) | public_keys(PUBLISHED)


def publisher_of(key_id: str) -> str:
    """Whose a key is: OURSELVES for a key made here, else the publisher it was trusted as; a key alone is its own."""
    if key_id in public_keys(PUBLISHED):
        return OURSELVES
    return _publishers().get(key_id, key_id)


def note_publisher(key_ids: Iterable[str], publisher: str) -> None:
    """Keeps that these keys are `publisher`'s."""
    noted = _publishers() | dict.fromkeys(key_ids, publisher)
    _write(folder() / PUBLISHERS, json.dumps(noted, sort_keys=True, indent=1))


def add_public_key(name: str, key: OKPKey) -> None:
    """Adds a public key to a JWKS file; adding it again changes nothing."""
    keys = public_keys(name) | {key.thumbprint(): key}
    _write(folder() / name, json.dumps(key_set(keys), sort_keys=True, indent=1))


def key_set(keys: Mapping[str, OKPKey]) -> dict[str, Any]:
    """Public keys as JWKS, with their use and algorithm."""
    return {
        "keys": [
            {**{name: key.as_dict(private=False)[name] for name in sorted(_MEMBERS)}, "kid": kid, "use": "sig"}
            | {"alg": "Ed25519"}
            for kid, key in sorted(keys.items())
        ]
    }


def read_keys(raw: bytes, place: str) -> dict[str, OKPKey]:
    """The Ed25519 keys of a JWK or JWKS by thumbprint, public halves only. Raises BadKey naming `place`."""
    try:
        plain = json.loads(raw)
    except ValueError:
        raise BadKey(f"{place} is not JSON") from None
    entries = plain.get("keys", [plain]) if isinstance(plain, dict) else None
    if not isinstance(entries, list) or not entries:
        raise BadKey(f"{place} holds neither a JWK nor a JWKS with keys")
    keys = [public_half(_read_key(entry, place)) for entry in entries]
    return {key.thumbprint(): key for key in keys}


_MEMBERS: Final = frozenset({"kty", "crv", "x"})


def _publishers() -> dict[str, str]:
    path = folder() / PUBLISHERS
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _read_key(plain: Any, place: str) -> OKPKey:
    if not isinstance(plain, dict) or plain.get("kty") != "OKP" or plain.get("crv") != "Ed25519":
        raise BadKey(f"{place} holds a key that is not Ed25519 (kty OKP, crv Ed25519)")
    try:
        return OKPKey.import_key({name: value for name, value in plain.items() if name in _MEMBERS | {"d"}})
    except (JoseError, ValueError, TypeError, KeyError):
        raise BadKey(f"{place} holds a key that cannot be read") from None


def _write(path: Path, text: str) -> None:
    """Writes beside and moves into place, so that a crash leaves the old file or the new one."""
    beside = path.with_suffix(".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)
