"""A release as a file: built from an approved edition, signed, and read back only when nothing in it is wrong.

Pure: bytes and values in, bytes and values out. The same input and the same key give the same file on any machine,
because names are sorted, JSON is canonical (RFC 8785), Ed25519 signatures are deterministic and the archive is written
byte by byte. When the file was built is not in it. The format is explained in docs/decisions/0004-release-format.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from normverk.norm.chain import Chain
from normverk.norm.content import NormContent, canonical_json, read_stored
from normverk.norm.fhir.plan_definition import from_plan_definition
from normverk.norm.pathway import unusable_ids
from normverk.norm.text import Text
from normverk.publish.archive import BadArchive, read_archive, write_archive
from normverk.publish.resources import PLAN_DEFINITION, package_files
from normverk.publish.versions import is_version

FORMAT: Final = "normverk-release/1"
MANIFEST: Final = "package/other/manifest.json"
SIGNATURE: Final = "package/other/signature.jws"
CONTENT: Final = "package/other/content.json"
CHAIN: Final = "package/other/chain.json"
CHANGE_NOTE: Final = "package/other/change-note.json"

_ALGORITHM: Final = "Ed25519"
HOW_TO_TRUST: Final = "When you know whose it is: normverk keys trust FILE."
_TYPE: Final = "normverk-manifest"
_KID: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_PACKAGE_ID: Final = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+")


class NotTrusted(Exception):  # noqa: N818
    """A file that is not a release to be trusted. `reason` is a stable word for programs, `sentence` is for people.

    Reasons: too-large, not-a-package, unknown-key, wrong-signature, changed-file, repacked, contradiction.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


class FileEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a release: its name in the archive, sha256 in lower-case hex, and size in bytes."""

    name: str
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed: which release this is, when it is valid, and the digest of every other file in it.

    `hub` is the address of the installation that published it; relative addresses in the chain start there.
    `previous` is the version this one replaces, or None for the first.
    """

    format: str
    package_id: str
    version: str
    product: str
    edition: str
    kind: str
    title: Text
    owner: str
    hub: str
    valid_from: date
    valid_to: date | None
    previous: str | None
    demonstration: bool
    files: tuple[FileEntry, ...]


class ReleaseInput(msgspec.Struct, frozen=True):
    """Everything a release is made from. Equal inputs give equal content digests; a time of building is not among them."""

    package_id: str
    version: str
    product: str
    edition: str
    hub: str
    content: NormContent
    chain: Chain
    change_note: Text
    valid_from: date
    valid_to: date | None = None
    previous: str | None = None


class Package(msgspec.Struct, frozen=True):
    """A release that has been read: its parts, what it is called, and its digests (sha256, lower-case hex).

    `digest` addresses the file; `content_digest` the manifest without signature, the same whoever signs.
    """

    manifest: Manifest
    content: NormContent
    chain: Chain
    change_note: Text
    digest: str
    content_digest: str
    key_id: str
    files: Mapping[str, bytes]

    @property
    def package_id(self) -> str:
        """The name in the package registry."""
        return self.manifest.package_id

    @property
    def version(self) -> str:
        """The version number."""
        return self.manifest.version


def build_package(given: ReleaseInput, key: OKPKey) -> bytes:
    """The release file. `key` is a private Ed25519 key. Raises ValueError for a name or version a package cannot have."""
    if not _PACKAGE_ID.fullmatch(given.package_id):
        raise ValueError(f"«{given.package_id}» is not a package name; write for instance no.demo.normverk.brystkreft")
    if not is_version(given.version):
        raise ValueError(f"«{given.version}» is not a version number; write for instance 2.0.0")
    files = package_files(given) | {
        CONTENT: canonical_json(given.content),
        CHAIN: canonical_json(given.chain),
        CHANGE_NOTE: canonical_json(given.change_note),
    }
    manifest = canonical_json(_manifest(given, files))
    return write_archive(files | {MANIFEST: manifest, SIGNATURE: _sign(manifest, key)})


def read_package(file: bytes, trusted: Mapping[str, OKPKey]) -> Package:
    """The release in `file`, after every byte of it has been accounted for.

    `trusted` are public keys by their RFC 7638 thumbprint. Raises NotTrusted when the file is not a package, when its
    key is not trusted, when the signature does not fit, when a file in it is changed, missing or added, or when it is
    not byte for byte what building from its own parts gives.
    """
    try:
        files = read_archive(file)
    except BadArchive as wrong:
        raise NotTrusted("not-a-package", f"This is not a release: {wrong}.") from None
    missing = [name for name in (MANIFEST, SIGNATURE, CONTENT, CHAIN, CHANGE_NOTE) if name not in files]
    if missing:
        raise NotTrusted("not-a-package", f"This is not a release: «{missing[0]}» is missing in it.")
    key_id = _verify(files[MANIFEST], files[SIGNATURE], trusted)
    manifest = _read_manifest(files[MANIFEST])
    _check_files(manifest, files)
    if write_archive(files) != file:
        raise NotTrusted("repacked", "The content is signed, but the file around it has been changed.")
    return _decode(file, files, manifest, key_id)


def decode_package(file: bytes) -> Package:
    """The release in a file that was verified when it was stored: read without asking about keys again.

    Raises NotTrusted when the file is not a release, BadArchive when it is not an archive.
    """
    files = read_archive(file)
    manifest = _read_manifest(files[MANIFEST])
    return _decode(file, files, manifest, _read_signature(files[SIGNATURE])[0])


def _manifest(given: ReleaseInput, files: Mapping[str, bytes]) -> Manifest:
    return Manifest(
        format=FORMAT,
        package_id=given.package_id,
        version=given.version,
        product=given.product,
        edition=given.edition,
        kind=given.content.kind,
        title=given.content.title,
        owner=given.content.owner,
        hub=given.hub,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        previous=given.previous,
        demonstration=given.content.demonstration,
        files=tuple(
            FileEntry(name, hashlib.sha256(files[name]).hexdigest(), len(files[name])) for name in sorted(files)
        ),
    )


def _sign(manifest: bytes, key: OKPKey) -> bytes:
    header = {"alg": _ALGORITHM, "kid": key.thumbprint(), "typ": _TYPE}
    return jws.detach_content(jws.serialize_compact(header, manifest, key, algorithms=[_ALGORITHM])).encode()


def _read_signature(signature: bytes) -> tuple[str, str]:
    """The key id and the text of a detached signature, in the one spelling that _sign writes."""
    wrong = NotTrusted("wrong-signature", "The signature cannot be read, so nobody stands behind this file.")
    try:
        text = signature.decode("ascii")
        head, payload, value = text.split(".")
        header = json.loads(_from_base64(head))
        key_id = str(header["kid"])
        spelled = _to_base64(_canonical_header(key_id, header)), _to_base64(_from_base64(value))
    except (ValueError, KeyError, TypeError):
        raise wrong from None
    if payload or not _KID.fullmatch(key_id) or spelled != (head, value):
        raise wrong
    return key_id, text


def _canonical_header(key_id: str, header: dict[str, Any]) -> bytes:
    if header != {"alg": _ALGORITHM, "kid": key_id, "typ": _TYPE}:
        raise ValueError("another kind of signature")
    return json.dumps(header, separators=(",", ":")).encode()


def _verify(manifest: bytes, signature: bytes, trusted: Mapping[str, OKPKey]) -> str:
    key_id, text = _read_signature(signature)
    key = trusted.get(key_id)
    if key is None or key.thumbprint() != key_id:
        raise NotTrusted(
            "unknown-key", f"The release is signed with the key {key_id}, which is not trusted here. {HOW_TO_TRUST}"
        )
    try:
        jws.deserialize_compact(text, key, algorithms=[_ALGORITHM], payload=manifest)
    except (JoseError, ValueError):
        raise NotTrusted(
            "wrong-signature", f"The signature does not fit: the key {key_id} has not signed this manifest."
        ) from None
    return key_id


def _read_manifest(raw: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(raw, type=Manifest, strict=True)
    except msgspec.DecodeError as wrong:
        raise NotTrusted("not-a-package", f"The manifest cannot be read: {wrong}.") from None
    if manifest.format != FORMAT:
        raise NotTrusted("not-a-package", f"The release has the format «{manifest.format}»; only {FORMAT} is known.")
    if canonical_json(manifest) != raw:
        raise NotTrusted("repacked", "The manifest is not written in the one form that a release has.")
    return manifest


def _check_files(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    expected = {entry.name: entry for entry in manifest.files}
    for name in sorted(set(expected) ^ (set(files) - {MANIFEST, SIGNATURE})):
        what = "is missing" if name in expected else "has been added"
        raise NotTrusted("changed-file", f"The release has been changed: the file «{name}» {what}.")
    for name, entry in expected.items():
        if len(files[name]) != entry.size or hashlib.sha256(files[name]).hexdigest() != entry.sha256:
            raise NotTrusted("changed-file", f"The release has been changed: the file «{name}» is not the signed one.")


def _decode(file: bytes, files: dict[str, bytes], manifest: Manifest, key_id: str) -> Package:
    try:
        content = read_stored(msgspec.json.decode(files[CONTENT]))
        chain = msgspec.json.decode(files[CHAIN], type=Chain, strict=True)
        change_note = msgspec.json.decode(files[CHANGE_NOTE], type=Text, strict=True)
        plans = [from_plan_definition(json.loads(files[n])) for n in sorted(files) if n.startswith(PLAN_DEFINITION)]
    except ValueError as wrong:
        raise NotTrusted("contradiction", f"The release is signed, but its content cannot be read: {wrong}.") from None
    if content.pathway is not None and unusable_ids(content.pathway):
        raise NotTrusted("contradiction", "The release is signed, but the ids in it cannot stand in an address.")
    if plans != ([] if content.pathway is None else [content.pathway]):
        raise NotTrusted(
            "contradiction", "The release is signed, but its PlanDefinition says something else than its content."
        )
    return Package(
        manifest=manifest,
        content=content,
        chain=chain,
        change_note=change_note,
        digest=hashlib.sha256(file).hexdigest(),
        content_digest=hashlib.sha256(files[MANIFEST]).hexdigest(),
        key_id=key_id,
        files=files,
    )


def _to_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_base64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
