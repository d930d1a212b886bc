"""Making signing keys, and trusting other publishers' keys."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from joserfc.jwk import OKPKey

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.publish import keys
from normverk.publish.events import KeyMade, KeysTrusted


class Unclear(Exception):  # noqa: N818
    """Keys that cannot be trusted as given, because it is not said whose they are; the sentence has the way out."""


@transaction.atomic
def make_key(*, actor: Actor, now: datetime, key: OKPKey | None = None) -> str:
    """Makes a signing key (or keeps the one given) and returns its name. An older key's public half stays published."""
    require(actor, "keys.manage")
    made = key or OKPKey.generate_key("Ed25519")
    kid = made.thumbprint()
    record(data=KeyMade(key_id=kid), subject=f"key/{kid}", actor=actor, now=now)
    keys.write_signing_key(made)
    return kid


@transaction.atomic
def trust_keys(*, given: dict[str, OKPKey], actor: Actor, now: datetime, follows: str = "") -> tuple[str, ...]:
    """Trusts releases signed with these keys from now on; returns their names.

    Keys given together are one publisher's. `follows` names a key trusted here already whose publisher they belong to:
    that is how a publisher changes its key. Raises Unclear when `follows` is not trusted, and when new keys come beside
    known ones without it: nobody becomes another's successor by listing its key.
    """
    require(actor, "keys.manage")
    known = keys.trusted_keys()
    new, old = sorted(set(given) - set(known)), sorted(set(given) & set(known))
    if follows and follows not in known:
        raise Unclear(f"the key {follows} is not trusted here, so no other key can follow it; see: normverk keys list")
    if new and old and not follows:
        raise Unclear(
            f"the file holds the new key {new[0]} beside {old[0]}, which is trusted already; if the same publisher has "
            f"confirmed the new one, say so with: --follows {old[0]}"
        )
    publisher = keys.publisher_of(follows) if follows else (new[0] if new else "")
    told = KeysTrusted(key_ids=tuple(sorted(given)), publisher=publisher)
    record(data=told, subject="keys", actor=actor, now=now)
    if publisher:
        keys.note_publisher(given, publisher)
    for key in given.values():
        keys.add_public_key(keys.TRUSTED, key)
    return tuple(sorted(given))
