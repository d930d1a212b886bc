"""Release files and deliveries made to harm: bombs, links, paths, lies about sizes; refused in short time and little memory."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Final

import pytest

from normverk.publish.archive import SIZE_LIMIT, BadArchive, _gzip, _tar_header, read_archive, write_archive
from normverk.publish.package import NotTrusted, read_package
from normverk.use.pathways.actions.intake import read_file
from normverk.use.pathways.engine import read_norms
from normverk.use.pathways.intake import Unreadable
from tests.publish.examples import KEY, KID

TRUSTED: Final = {KID: KEY}
MEBIBYTE: Final = 1024 * 1024


def tar(change: Callable[[tarfile.TarInfo], None], content: bytes = b"x") -> bytes:
    """A gzipped tar with one entry, made as any program would make it."""
    entry = tarfile.TarInfo("package/other/content.json")
    entry.size = len(content)
    change(entry)
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(entry, io.BytesIO(content))
    return raw.getvalue()


def named(name: str) -> Callable[[tarfile.TarInfo], None]:
    """Gives the entry another name."""
    return lambda entry: setattr(entry, "name", name)


def typed(kind: bytes, target: str = "/etc/passwd") -> Callable[[tarfile.TarInfo], None]:
    """Makes the entry something else than a file."""

    def change(entry: tarfile.TarInfo) -> None:
        entry.type, entry.linkname, entry.size = kind, target, 0

    return change


PATHS: Final = (
    "../x", "package/../../x", "/etc/passwd", "package/other/../x", "package/..", "package/other/..", "package//x", "package/a/b/c",
    "C:\\x", "package\\..\\x", "package/other/x\n", "package/other/", "package/ø", "package/other/" + "a" * 81, "./package/x", "",
)  # fmt: skip
KINDS: Final = (
    tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.CONTTYPE,
    tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.GNUTYPE_SPARSE,
)  # fmt: skip


def refused(file: bytes) -> str:
    """Why the file is not read; it takes little time, and not more memory than a few times the file."""
    began = time.perf_counter()
    with pytest.raises(NotTrusted) as why:
        read_package(file, TRUSTED)
    assert time.perf_counter() - began < 5
    tracemalloc.start()
    try:
        with pytest.raises(NotTrusted):
            read_package(file, TRUSTED)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * len(file) + 8 * MEBIBYTE
    return why.value.reason


@pytest.mark.parametrize("name", PATHS)
def test_no_path_leads_out_of_the_archive(name: str) -> None:
    for wrap in (_gzip, gzip.compress):
        assert refused(wrap(tar(named(name)))) == "not-a-package"
    with pytest.raises((ValueError, BadArchive)):
        write_archive({name: b"x"})


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_files_is_in_an_archive(kind: bytes) -> None:
    for wrap in (_gzip, gzip.compress):
        assert refused(wrap(tar(typed(kind)))) == "not-a-package"


def test_a_bomb_is_never_unpacked() -> None:
    assert refused(gzip.compress(bytes(64 * MEBIBYTE), 9)) == "not-a-package"
    assert refused(gzip.compress(gzip.compress(bytes(64 * MEBIBYTE), 9), 9)) == "not-a-package"
    assert (
        refused(bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]) + zlib.compress(bytes(MEBIBYTE), 9)[2:-4] + bytes(8))
        == "not-a-package"
    )


def test_an_archive_of_very_many_empty_blocks_or_files_takes_little_time() -> None:
    blocks = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]) + b"\x00\x00\x00\xff\xff" * 6_000_000
    assert refused(blocks + b"\x01\x00\x00\xff\xff" + bytes(8)) == "not-a-package"
    many = {f"package/other/f{number:06d}": b"" for number in range(20_000)}
    assert refused(write_archive(many)) == "not-a-package"


@pytest.mark.parametrize("size", [2**33 - 1, SIZE_LIMIT + 1, MEBIBYTE])
def test_a_lie_about_the_size_is_found(size: int) -> None:
    with pytest.raises(BadArchive):
        read_archive(_gzip(_tar_header("package/other/content.json", size) + b"x" * 512 + bytes(1024)))


def test_a_file_above_the_limit_is_not_looked_at() -> None:
    assert refused(_gzip(b"")[:10] + bytes(SIZE_LIMIT)) == "not-a-package"


@pytest.mark.parametrize(
    "manifest",
    [b"[" * 500_000, b"{" * 500_000, b'{"a":' * 200_000, b"\xff", b"", b"null", b'"' + b"a" * MEBIBYTE + b'"', b"1e999999999", b"9" * 100_000],
    ids=range(9),
)  # fmt: skip
def test_a_manifest_or_signature_that_is_nonsense_is_refused(manifest: bytes) -> None:
    parts = {f"package/other/{name}": b"{}" for name in ("content.json", "chain.json", "change-note.json")}
    for name in ("manifest.json", "signature.jws"):
        files = parts | {"package/other/manifest.json": manifest, "package/other/signature.jws": b"a..b"}
        files[f"package/other/{name}"] = manifest
        assert refused(write_archive(files)) in {"wrong-signature", "not-a-package"}


@pytest.mark.parametrize("form", ["ndjson", "fhir"])
@pytest.mark.parametrize(
    "content",
    [b"[" * MEBIBYTE, b"{" * MEBIBYTE, b'{"a":' * 200_000, b"\n" * MEBIBYTE, b"x\n" * 500_000, b'"' + b"a" * MEBIBYTE, b"9" * MEBIBYTE,
     b'{"resourceType":"Bundle","type":"batch","entry":[' + b'{"resource":{}},' * 50_000 + b"{}]}", json.dumps({"a" * MEBIBYTE: 1}).encode()],
    ids=range(9),
)  # fmt: skip
def test_a_file_of_events_that_is_nonsense_takes_bounded_time(content: bytes, form: str) -> None:
    began = time.perf_counter()
    try:
        complaints = sum(line.event is None for line in read_file(content, "f", form, read_norms(())))
        assert complaints > 0
    except Unreadable:
        pass
    assert time.perf_counter() - began < 10
