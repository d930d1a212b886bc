"""The commands `normverk release …` and `normverk keys …`. Building is a command of govern's, in the same group."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show
from normverk.base.policy import operator
from normverk.base.rules import Broken
from normverk.norm.content import NormContent, to_plain
from normverk.norm.days import local_date
from normverk.norm.diff import diff
from normverk.publish import actions, commands_refresh, keys, queries
from normverk.publish.answers import answer_for
from normverk.publish.archive import SIZE_LIMIT
from normverk.publish.belonging import refusal
from normverk.publish.models import Release
from normverk.publish.package import NotTrusted, read_package


def add_commands(commands: Subparsers) -> None:
    """Adds the groups `release` and `keys`."""
    group = add_group(commands, "release", help="build, list, verify, compare and load releases")
    add_command(group, "list", _list, help="the releases held here", example="normverk release list --json")
    command = add_command(
        group, "show", _show, help="one release: what it is and what is in it", example=f"normverk release show {_NAME}"
    )
    command.add_argument("release", help="package@version, or the digest of the file")
    command = add_command(
        group,
        "verify",
        _verify,
        help="is the file a release signed with a trusted key, with nothing changed in it? (0 yes, 1 no)",
        example="normverk release verify brystkreft-2.0.0.tgz",
    )
    command.add_argument("file", type=Path)
    command.add_argument("--keys", type=Path, help="a JWK or JWKS file to trust instead of the keys trusted here")
    command = add_command(
        group, "diff", _diff, help="what differs between two releases", example=f"normverk release diff {_OLD} {_NAME}"
    )
    command.add_argument("before", help="package@version, digest, or a file")
    command.add_argument("after", help="package@version, digest, or a file")
    command = add_command(
        group, "load", _load, help="verify a file and take it into use", example="normverk release load norm-2.0.0.tgz"
    )
    command.add_argument("file", type=Path)
    commands_refresh.add_command_to(group)
    command = add_command(
        group, "export", _export, help="write a release's file", example=f"normverk release export {_NAME} norm.tgz"
    )
    command.add_argument("release", help="package@version, or the digest of the file")
    command.add_argument("file", type=Path)
    _add_key_commands(commands)


def _add_key_commands(commands: Subparsers) -> None:
    group = add_group(commands, "keys", help="the signing key, and the keys whose releases are believed")
    command = add_command(group, "make", _make_key, help="make a signing key", example="normverk keys make")
    command.add_argument("--replace", action="store_true", help="also when there is one; the old one stays trusted")
    add_command(group, "list", _list_keys, help="the keys trusted here", example="normverk keys list")
    command = add_command(
        group, "trust", _trust, help="trust the keys in a JWK or JWKS file", example="normverk keys trust hub.json"
    )
    command.add_argument("file", type=Path)
    command.add_argument(
        "--follows", default="", metavar="KEY", help="a trusted key of the same publisher, who has changed it"
    )
    add_command(group, "show", _show_keys, help="our public keys, as JWKS", example="normverk keys show > hub.json")


_OLD = "no.demo.normverk.brystkreft@1.0.0"
_NAME = "no.demo.normverk.brystkreft@2.0.0"


def named_release(name: str) -> Release:
    """The release called package@version, or with a file digest (twelve signs are enough); Unusable when unknown."""
    package_id, _, version = name.partition("@")
    found = Release.objects.defer("file")
    found = found.filter(package_id=package_id, version=version) if version else found.filter(digest__startswith=name)
    known = list(found[:2]) if version or len(name) >= 12 else []
    if len(known) != 1:
        raise Unusable(f"no release is called «{name}»; see: normverk release list")
    return known[0]


def _list(parsed: argparse.Namespace) -> int:
    rows = list(queries.releases())
    lines = [f"{r.package_id}@{r.version}  {_today_standing(r)}  {_validity(r)}  {r.digest[:12]}" for r in rows]
    show(parsed, [plain_release(row) for row in rows], "\n".join(lines) or "no releases here")
    return 0


def _show(parsed: argparse.Namespace) -> int:
    row = named_release(parsed.release)
    package = queries.decoded(row.digest)
    lines = [
        f"{row.package_id}@{row.version}  {package.content.title.nb}",
        f"{_today_standing(row)}, {_validity(row)}; edition {row.edition_ref}; {row.origin} here",
        f"digest          {row.digest}",
        f"content digest  {row.content_digest}",
        f"signed with     {row.key_id}",
        *(f"  {link.kind:9} {link.ref:18} {link.on or ''!s:10}  {link.title.nb}" for link in package.chain.links),
        *(f"  {len(data):8} {name}" for name, data in sorted(package.files.items())),
    ]
    show(parsed, plain_release(row) | {"manifest": row.manifest}, "\n".join(lines))
    return 0


def _verify(parsed: argparse.Namespace) -> int:
    trusted = _key_file(parsed.keys) if parsed.keys else keys.trusted_keys()
    try:
        package = read_package(_read(parsed.file), trusted)
    except NotTrusted as refused:
        return _refused(parsed, "trusted", refused.reason, refused.sentence)
    plain = {
        "trusted": True,
        "package_id": package.package_id,
        "version": package.version,
        "digest": package.digest,
        "content_digest": package.content_digest,
        "key_id": package.key_id,
    }
    words = f"{package.package_id}@{package.version}: signed with the trusted key {package.key_id}, nothing changed."
    show(parsed, plain, f"{words}\ndigest {package.digest}\ncontent digest {package.content_digest}")
    return 0


def _diff(parsed: argparse.Namespace) -> int:
    found = diff(_content_of(parsed.before), _content_of(parsed.after))
    marks = {"added": "+", "removed": "-", "changed": "~"}
    lines = [f"{marks[change.kind]} {change.group:9} {change.label.nb}  ({change.path})" for change in found]
    show(parsed, to_plain(found), "\n".join(lines) or "no difference")
    return 0


def _load(parsed: argparse.Namespace) -> int:
    try:
        row, fresh = actions.load_release(file=_read(parsed.file), actor=operator(), now=datetime.now(UTC))
    except NotTrusted as refused:
        return _refused(parsed, "loaded", refused.reason, refused.sentence)
    except Broken as broken:
        return _refused(parsed, "loaded", broken.findings[0].rule.id, refusal(broken))
    name = f"{row.package_id}@{row.version}"
    show(
        parsed,
        plain_release(row) | {"loaded": fresh},
        f"{name} loaded, {_validity(row)}" if fresh else f"{name} was here already; nothing done",
    )
    return 0


def _export(parsed: argparse.Namespace) -> int:
    row = named_release(parsed.release)
    try:
        parsed.file.write_bytes(bytes(row.file))
    except OSError as wrong:
        raise Unusable(f"{parsed.file} cannot be written: {wrong.strerror}") from None
    show(parsed, {"file": str(parsed.file), "digest": row.digest}, f"{parsed.file}  {row.digest}")
    return 0


def _make_key(parsed: argparse.Namespace) -> int:
    present = keys.signing_key()
    if present is not None and not parsed.replace:
        words = f"there is a signing key already: {present.thumbprint()} (--replace makes another)"
        show(parsed, {"made": False, "key_id": present.thumbprint()}, words)
        return 1
    kid = actions.make_key(actor=operator(), now=datetime.now(UTC))
    show(parsed, {"made": True, "key_id": kid}, f"made the signing key {kid} in {keys.folder() / keys.SIGNING}")
    return 0


def _list_keys(parsed: argparse.Namespace) -> int:
    own, trusted = keys.public_keys(keys.PUBLISHED), keys.trusted_keys()
    rows = [{"key_id": kid, "own": kid in own, "publisher": keys.publisher_of(kid)} for kid in sorted(trusted)]
    lines = [f"{row['key_id']}  {_whose(row)}" for row in rows]
    show(parsed, rows, "\n".join(lines) or "no keys are trusted here")
    return 0


def _whose(row: dict[str, Any]) -> str:
    if row["own"]:
        return "our own"
    return "trusted" if row["publisher"] == row["key_id"] else f"trusted, of the publisher of {row['publisher']}"


def _trust(parsed: argparse.Namespace) -> int:
    try:
        kids = actions.trust_keys(
            given=_key_file(parsed.file), actor=operator(), now=datetime.now(UTC), follows=parsed.follows
        )
    except actions.Unclear as unclear:
        return _refused(parsed, "trusted", "unclear-publisher", str(unclear))
    show(parsed, list(kids), "\n".join(f"trusted from now on: {kid}" for kid in kids))
    return 0


def _show_keys(parsed: argparse.Namespace) -> int:
    plain = keys.key_set(keys.public_keys(keys.PUBLISHED))
    show(parsed, plain, json.dumps(plain, indent=1))
    return 0


def plain_release(row: Release) -> dict[str, Any]:
    """A release in short, for programs."""
    plain: dict[str, Any] = to_plain(answer_for(row, local_date(datetime.now(UTC))))
    return plain


def _today_standing(row: Release) -> str:
    return queries.standing(row, local_date(datetime.now(UTC)))


def _validity(row: Release) -> str:
    return f"from {row.valid_from}" + (f" to {row.valid_to}" if row.valid_to else "")


def _refused(parsed: argparse.Namespace, what: str, reason: str, sentence: str) -> int:
    """Says no: as JSON on standard output when asked for, otherwise as one sentence on standard error."""
    if parsed.json:
        show(parsed, {what: False, "reason": reason, "sentence": sentence}, "")
    else:
        print(f"normverk: not {what}: {sentence}", file=sys.stderr)
    return 1


def _content_of(name: str) -> NormContent:
    path = Path(name)
    if path.is_file():
        try:
            return read_package(_read(path), keys.trusted_keys()).content
        except NotTrusted as refused:
            raise Unusable(f"{name}: {refused.sentence}") from None
    return queries.decoded(named_release(name).digest).content


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            return handle.read(SIZE_LIMIT + 1)
    except OSError as wrong:
        raise Unusable(f"{path} cannot be read: {wrong.strerror}") from None


def _key_file(path: Path) -> dict[str, Any]:
    try:
        return dict(keys.read_keys(_read(path), str(path)))
    except keys.BadKey as wrong:
        raise Unusable(str(wrong)) from None
