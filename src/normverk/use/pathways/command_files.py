"""What the commands about pathways read alike: files, days, and the norms in release files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from normverk.base.commands import Unusable
from normverk.use.pathways.engine import Edition, Norms, read_norms


def norms_of(files: Iterable[str]) -> Norms:
    """The pathway norms in release files; raises NotTrusted with the file's name, and Unusable when there is none."""
    norms = read_norms(_editions(files))
    if not norms.pathways:
        raise Unusable("none of the releases holds a pathway norm")
    return norms


def bytes_of(name: str) -> bytes:
    """The content of a file; raises Unusable when it cannot be read."""
    try:
        return Path(name).read_bytes()
    except OSError as wrong:
        raise Unusable(f"{name}: {wrong.strerror or wrong}") from None


def day_of(text: str, option: str = "--as-of") -> date:
    """The day that --as-of, or another option, names; raises Unusable for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unusable(f"{option} is «{text}»; write a date such as 2022-04-30") from None


def _editions(files: Iterable[str]) -> list[Edition]:
    from normverk.publish.keys import trusted_keys
    from normverk.publish.package import NotTrusted, read_package
    from normverk.use.pathways.queries import release_name

    found = []
    for name in files:
        try:
            package = read_package(bytes_of(name), trusted_keys())
        except NotTrusted as wrong:
            raise NotTrusted(wrong.reason, f"{name}: {wrong}") from None
        if package.content.pathway is not None:
            found.append(Edition(release_name(package.package_id, package.version), package.content.pathway))
    return found
