"""A release is the same bytes everywhere, and a file with one byte changed is not a release."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.text import Text
from normverk.publish.archive import SIZE_LIMIT, read_archive, write_archive
from normverk.publish.package import (
    CONTENT,
    MANIFEST,
    SIGNATURE,
    NotTrusted,
    build_package,
    decode_package,
    read_package,
)
from tests.publish.examples import CHAIN, KEY, KID, OTHER_KEY, content, release_input

FILE = build_package(release_input(), KEY)
TRUSTED = {KID: KEY}


def refusal(file: bytes, trusted: dict[str, object] | None = None) -> str:
    """The reason for which a file is refused."""
    with pytest.raises(NotTrusted) as refused:
        read_package(file, TRUSTED if trusted is None else trusted)  # type: ignore[arg-type]
    assert refused.value.sentence.endswith(".")
    return refused.value.reason


def repacked(**changes: bytes) -> bytes:
    """The release with files replaced by name (dots and slashes as in the archive), packed as it should be."""
    return write_archive(read_archive(FILE) | changes)


def test_what_is_read_is_what_was_built() -> None:
    package = read_package(FILE, TRUSTED)
    assert (package.content, package.chain, package.change_note) == (content(), CHAIN, release_input().change_note)
    assert (package.package_id, package.version, package.key_id) == ("no.demo.normverk.prove", "1.0.0", KID)
    assert package.digest == hashlib.sha256(FILE).hexdigest()
    assert package == decode_package(FILE)


def test_the_file_is_the_same_in_another_process_folder_time_zone_and_hash_seed(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    program = (
        "from tests.publish.examples import *; from normverk.publish.package import build_package; import sys;"
        "sys.stdout.buffer.write(build_package(release_input(), KEY))"
    )
    for seed, zone in (("1", "Pacific/Kiritimati"), ("77", "America/New_York")):
        environment = os.environ | {
            "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": f"{root}:{root / 'src'}:{os.environ.get('PYTHONPATH', '')}",
            "NORMVERK_DATA": str(tmp_path), "LC_ALL": "C", "DJANGO_SETTINGS_MODULE": "normverk.config.settings",
        }  # fmt: skip
        setup = "import django; django.setup();"
        built = subprocess.run(
            [sys.executable, "-c", setup + program], cwd=tmp_path, env=environment, capture_output=True, check=True
        )
        assert built.stdout == FILE


def test_the_archive_format_has_not_changed() -> None:
    archive = write_archive({"package/package.json": b"{}", "package/other/note.txt": "æøå".encode() * 20_000})
    assert hashlib.sha256(archive).hexdigest() == "f61ce64fe394af3290f8a13c349766d3b83e5e2f94cb908bd7656d499f1fcb30"


def test_the_content_digest_does_not_depend_on_the_key() -> None:
    other = build_package(release_input(), OTHER_KEY)
    mine, theirs = decode_package(FILE), decode_package(other)
    assert mine.content_digest == theirs.content_digest
    assert mine.digest != theirs.digest


def test_any_tool_opens_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(FILE), mode="r:gz") as archive:
        members = archive.getmembers()
        assert [member.name for member in members] == sorted(member.name for member in members)
        assert {(m.mode, m.uid, m.gid, m.mtime, m.uname, m.isreg()) for m in members} == {(0o644, 0, 0, 0, "", True)}
        package = json.load(archive.extractfile("package/package.json"))  # type: ignore[arg-type]
    assert package["name"] == "no.demo.normverk.prove"
    assert package["fhirVersions"] == ["4.0.1"]
    assert package["dependencies"] == {}


def test_the_index_lists_the_resources_that_are_there() -> None:
    files = read_archive(FILE)
    index = json.loads(files["package/.index.json"])
    resources = {n.removeprefix("package/") for n in files if n.startswith("package/") and "/other/" not in n}
    assert {entry["filename"] for entry in index["files"]} == resources - {".index.json", "package.json"}


def test_the_manifest_names_every_file_with_its_digest() -> None:
    files = read_archive(FILE)
    manifest = json.loads(files[MANIFEST])
    assert {(f["name"], f["sha256"], f["size"]) for f in manifest["files"]} == {
        (name, hashlib.sha256(data).hexdigest(), len(data))
        for name, data in files.items()
        if name not in {MANIFEST, SIGNATURE}
    }


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_found(position: int, difference: int) -> None:
    changed = bytearray(FILE)
    changed[position] ^= difference
    refusal(bytes(changed))


def test_one_changed_bit_is_found_at_every_place_of_the_wrapping_and_the_signature() -> None:
    signature = FILE.index(read_archive(FILE)[SIGNATURE])
    places = [*range(600), *range(signature - 512, signature + 512), *range(len(FILE) - 1100, len(FILE))]
    for position in places:
        changed = bytearray(FILE)
        changed[position] ^= 1 << (position % 8)
        refusal(bytes(changed))


@given(st.integers(0, len(FILE) - 1))
def test_a_cut_off_file_is_refused(length: int) -> None:
    assert refusal(FILE[:length]) == "not-a-package"


@given(st.binary(max_size=3000))
def test_garbage_is_refused(garbage: bytes) -> None:
    assert refusal(garbage) == "not-a-package"
    assert refusal(FILE + garbage[:1] + b"x") == "not-a-package"


def test_a_changed_file_is_named() -> None:
    changed = FILE.replace(b"Ring pasienten tidlig.", b"Ring pasienten seinere"[:22])
    assert len(changed) == len(FILE)
    with pytest.raises(NotTrusted, match=r"content\.json") as refused:
        read_package(changed, TRUSTED)
    assert refused.value.reason == "changed-file"


def test_a_file_added_or_removed_is_named() -> None:
    assert refusal(repacked(**{"package/other/more.json": b"{}"})) == "changed-file"
    files = {name: data for name, data in read_archive(FILE).items() if not name.endswith("package.json")}
    assert refusal(write_archive(files)) == "changed-file"


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(NotTrusted, match=KID) as refused:
        read_package(FILE, {})
    assert refused.value.reason == "unknown-key"
    assert refusal(FILE, {OTHER_KEY.thumbprint(): OTHER_KEY}) == "unknown-key"


def test_a_key_under_a_false_name_is_not_believed() -> None:
    assert refusal(FILE, {KID: OTHER_KEY}) == "unknown-key"


def test_a_signature_over_something_else_is_wrong() -> None:
    other = build_package(release_input(version="1.0.1"), KEY)
    assert refusal(repacked(**{SIGNATURE: read_archive(other)[SIGNATURE]})) == "wrong-signature"


@pytest.mark.parametrize("signature", [b"", b"a.b", b"..", b"\xff", b"e30..e30", b"[" * 5000, b"eyJhbGciOiJub25lIn0.."])
def test_a_signature_that_cannot_be_read_is_wrong(signature: bytes) -> None:
    assert refusal(repacked(**{SIGNATURE: signature})) == "wrong-signature"


def test_content_that_contradicts_its_plan_definition_is_refused_even_when_signed() -> None:
    honest = read_archive(FILE)
    lying = read_archive(build_package(release_input(content=content(99)), KEY))
    mixed = {name: data for name, data in honest.items() if name not in {MANIFEST, SIGNATURE}}
    mixed[CONTENT] = lying[CONTENT]
    assert refusal(_signed(mixed)) == "contradiction"


def test_a_repacked_file_is_refused() -> None:
    plain = gzip.decompress(FILE)
    assert refusal(gzip.compress(plain, 9, mtime=0)) == "not-a-package"
    assert refusal(gzip.compress(plain, 0, mtime=0)) in {"repacked", "not-a-package"}


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "package/../../x", "package/a/b", "package/..", "other/x", "package/æ"]
)
def test_a_name_that_leads_elsewhere_is_neither_written_nor_read(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be a file of a release"):
        write_archive({name: b""})
    assert refusal(_tar(tarfile.TarInfo(name))) == "not-a-package"


def test_links_doubles_and_devices_are_refused() -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE):
        entry = tarfile.TarInfo("package/x.json")
        entry.type, entry.linkname = kind, "/etc/passwd" if kind in {tarfile.SYMTYPE, tarfile.LNKTYPE} else ""
        assert refusal(_tar(entry)) == "not-a-package"
    assert refusal(_tar(tarfile.TarInfo("package/x.json"), tarfile.TarInfo("package/x.json"))) == "not-a-package"


def test_a_file_above_the_size_limit_is_refused_unread() -> None:
    assert refusal(b"\x1f\x8b" + bytes(SIZE_LIMIT)) == "not-a-package"


def test_a_wrong_name_or_version_is_not_built() -> None:
    for changes in ({"package_id": "Prove"}, {"package_id": "prove"}, {"version": "1.0"}, {"version": "1.0.0-rc1"}):
        with pytest.raises(ValueError, match="write for instance"):
            build_package(release_input(**changes), KEY)


def test_a_norm_without_a_pathway_is_released_without_a_plan_definition() -> None:
    import msgspec

    given_input = release_input(content=msgspec.structs.replace(content(), pathway=None, legal_basis=Text(nb="")))
    package = read_package(build_package(given_input, KEY), TRUSTED)
    assert package.content.pathway is None
    assert not [name for name in package.files if "PlanDefinition" in name]


def _tar(*entries: tarfile.TarInfo) -> bytes:
    """A tar of other tools' making, wrapped in stored blocks as a release is."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for entry in entries:
            archive.addfile(entry)
    plain = out.getvalue()
    return (
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
        + b"\x01"
        + len(plain).to_bytes(2, "little")
        + (len(plain) ^ 0xFFFF).to_bytes(2, "little")
        + plain
        + zlib.crc32(plain).to_bytes(4, "little")
        + len(plain).to_bytes(4, "little")
    )


def _signed(files: dict[str, bytes]) -> bytes:
    """These files with a manifest that fits them and an honest signature: what a careless key holder could make."""
    import msgspec
    from joserfc import jws

    from normverk.norm.content import canonical_json
    from normverk.publish.package import FileEntry

    base = decode_package(FILE).manifest
    entries = tuple(
        FileEntry(name, hashlib.sha256(files[name]).hexdigest(), len(files[name])) for name in sorted(files)
    )
    manifest = canonical_json(msgspec.structs.replace(base, files=entries))
    header = {"alg": "Ed25519", "kid": KID, "typ": "normverk-manifest"}
    signature = jws.detach_content(jws.serialize_compact(header, manifest, KEY, algorithms=["Ed25519"]))
    return write_archive(files | {MANIFEST: manifest, SIGNATURE: signature.encode()})
