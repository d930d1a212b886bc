"""The outermost form of a release: a gzipped tar of which every byte is decided here, and a reader that takes no other.

Compression libraries differ between machines and versions, so the gzip holds *stored* deflate blocks: nothing is
compressed, and nothing but this file decides a byte. tar headers have fixed owner, mode and time. Any FHIR or npm
tool opens the result. The decision is written down in docs/decisions/0004-release-format.md.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from typing import Final

SIZE_LIMIT: Final = 32 * 1024 * 1024
"""The largest release in bytes that is read or written."""

_BLOCK: Final = 512
_STORED: Final = 65_535
_GZIP_HEADER: Final = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))
_NAME: Final = re.compile(r"package/(?:other/)?(?!\.{1,2}$)[A-Za-z0-9._-]{1,80}")


class BadArchive(Exception):  # noqa: N818
    """The bytes are not an archive this module writes; the message says in one sentence what is wrong."""


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files (name to content). Names are sorted; equal files give equal bytes everywhere.

    Raises ValueError for a name that does not lie directly under package/ or package/other/.
    """
    parts: list[bytes] = []
    for name in sorted(files):
        if not _NAME.fullmatch(name):
            raise ValueError(f"«{name}» cannot be a file of a release")
        content = files[name]
        parts += (_tar_header(name, len(content)), content, bytes(-len(content) % _BLOCK))
    parts.append(bytes(2 * _BLOCK))
    return _gzip(b"".join(parts))


def read_archive(data: bytes) -> dict[str, bytes]:
    """The files in an archive. Raises BadArchive for anything write_archive cannot have made.

    The one thing let through is changed content: whoever reads checks the digests, names the changed file, and then
    asks for `write_archive(files) == data`, which also covers the check sums.
    """
    if len(data) > SIZE_LIMIT:
        raise BadArchive(f"the file is larger than {SIZE_LIMIT // 1024 // 1024} MiB")
    tar = _stored_content(data)
    files: dict[str, bytes] = {}
    position, last = 0, ""
    while position + _BLOCK <= len(tar) and any(tar[position : position + _BLOCK]):
        name, size = _read_header(tar[position : position + _BLOCK])
        if name <= last:
            raise BadArchive(f"the file «{name}» stands twice or in the wrong order")
        begin = position + _BLOCK
        if begin + size > len(tar):
            raise BadArchive(f"the archive ends in the middle of «{name}»")
        files[name], last = tar[begin : begin + size], name
        position = begin + size + (-size % _BLOCK)
    if len(tar) - position != 2 * _BLOCK or any(tar[position:]):
        raise BadArchive("the archive does not end as it should")
    return files


def _gzip(content: bytes) -> bytes:
    blocks = [content[at : at + _STORED] for at in range(0, len(content), _STORED)] or [b""]
    stored = b"".join(
        struct.pack("<BHH", number == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for number, block in enumerate(blocks)
    )
    return _GZIP_HEADER + stored + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def _stored_content(data: bytes) -> bytes:
    if data[:2] != _GZIP_HEADER[:2]:
        raise BadArchive("the file is not a gzipped package")
    position, final, content = len(_GZIP_HEADER), 0, []
    while not final:
        if position + 5 > len(data):
            raise BadArchive("the file is cut off")
        final, length, inverse = struct.unpack_from("<BHH", data, position)
        if final > 1:
            raise BadArchive("the file has been packed anew by another program")
        if length ^ 0xFFFF != inverse or position + 5 + length > len(data):
            raise BadArchive("the file is cut off or damaged")
        if not final and length != _STORED:
            raise BadArchive("the file has been packed anew by another program")
        content.append(data[position + 5 : position + 5 + length])
        position += 5 + length
    if len(data) != position + 8:
        raise BadArchive("something is missing or added at the end of the file")
    return b"".join(content)


def _read_header(header: bytes) -> tuple[str, int]:
    name = header[:100].rstrip(b"\0").decode("ascii", "replace")
    if not _NAME.fullmatch(name):
        raise BadArchive("the archive holds a file with a name that a release cannot have")
    try:
        size = int(header[124:135], 8)
    except ValueError:
        raise BadArchive(f"the size of «{name}» cannot be read") from None
    if size < 0 or size > SIZE_LIMIT or header != _tar_header(name, size):
        raise BadArchive(f"the entry «{name}» is a link, or is not written as a release is")
    return name, size


def _tar_header(name: str, size: int) -> bytes:
    """A POSIX ustar header of an ordinary file: mode 0644, owner 0, time 0."""
    fields = struct.pack(
        "100s8s8s8s12s12s8s1s100s6s2s32s32s8s8s155s12x",
        name.encode(),
        b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"00000000000\0",
        b" " * 8,
        b"0",
        b"",
        b"ustar\0",
        b"00",
        b"",
        b"",
        b"0000000\0",
        b"0000000\0",
        b"",
    )
    return fields[:148] + b"%06o\0 " % sum(fields) + fields[156:]
