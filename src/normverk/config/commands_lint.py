"""normverk lint: what a careful editor would look for, in norms, releases, texts, tables, data and code lists."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from django.apps import apps

from normverk.base.commands import Subparsers, Unusable, add_command, show, warn
from normverk.base.docs import generates, markdown_table
from normverk.base.progress import Progress
from normverk.config.linting import Skipped, Source, read_path
from normverk.norm.checks.registry import REGISTRY, Check
from normverk.norm.code_lists import CodeList
from normverk.norm.finding import LintFinding
from normverk.norm.lint import lint, lint_document, lint_lists
from normverk.norm.text import LANGUAGES, Language
from normverk.publish.known_lists import keep_lists, known_lists

_LABELS: Final[dict[Language, tuple[str, str, str, str]]] = {
    "nb": ("ser på", "hvorfor", "kilde", "slik rettes det"),
    "nn": ("ser på", "kvifor", "kjelde", "slik blir det retta"),
    "en": ("looks at", "why", "source", "how to mend"),
}


class Found(msgspec.Struct, frozen=True):
    """A finding and the file or edition it is in."""

    name: str
    finding: LintFinding


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk lint`."""
    command = add_command(
        commands,
        "lint",
        lint_command,
        help="Check norms, releases, folders, texts, tables, data and code lists, or an edition by slug/number.",
        example="normverk lint norms/ brystkreft/2.0.0 --only limits-add-up",
    )
    command.add_argument("paths", metavar="PATH", nargs="*", help="a file, a folder, or an edition as slug/number")
    command.add_argument("--only", metavar="ID", action="append", default=[], help="only this check; may be repeated")
    command.add_argument("--explain", metavar="ID", help="say what a check looks at, why, and how to mend; - for all")
    command.add_argument(
        "--keep-lists", action="store_true", help="keep the code lists that are read: editions are checked against them"
    )
    command.add_argument("--language", choices=LANGUAGES, default="nb", help="the language of what is printed")


def lint_command(parsed: argparse.Namespace) -> int:
    """Exit code 1 when there is an error, 2 for what cannot be read."""
    for id in [*parsed.only, *([parsed.explain] if parsed.explain not in {None, "-"} else [])]:
        if id not in REGISTRY:
            raise Unusable(f"there is no check called {id}; there are: {', '.join(sorted(REGISTRY))}")
    if parsed.explain is not None:
        return _explain(parsed)
    if not parsed.paths:
        raise Unusable("say what to check: a file, a folder, or an edition as slug/number")
    sources, skipped = _sources(parsed.paths)
    found = lint_sources(sources, frozenset(parsed.only))
    kept = _keep(sources) if parsed.keep_lists else 0
    counts = Counter[str](one.finding.strength for one in found)
    if skipped:
        warn(f"not read, for their kind: {', '.join(skipped)}")
    plain = {
        "findings": [{"file": one.name, **msgspec.to_builtins(one.finding)} for one in found],
        "counts": {strength: counts[strength] for strength in ("error", "warning", "information")},
        "skipped": skipped,
        "kept": kept,
    }
    show(
        parsed,
        plain,
        "\n".join(
            [
                *(_printed(one, parsed.language) for one in found),
                _summary(counts),
                *([f"{kept} code lists kept"] if parsed.keep_lists else []),
            ]
        ),
    )
    return 1 if counts["error"] else 0


def lint_paths(paths: list[str], only: frozenset[str]) -> tuple[list[Found], list[str]]:
    """Every finding in everything at `paths`, code lists seen together; and the names of what was not read."""
    sources, skipped = _sources(paths)
    return lint_sources(sources, only), skipped


def _keep(sources: list[Source]) -> int:
    """Keeps the code lists with a name; returns how many. Refused on a server that checks no editions, and without any."""
    if not apps.is_installed("normverk.govern.catalogue"):
        raise Unusable("no editions are written on this server; keep code lists on the hub")
    lists = [known for source in sources for known in source.lists]
    if not lists:
        raise Unusable("there is no code list in what was read; give a list with a name and codes")
    return keep_lists(lists)


def _sources(paths: list[str]) -> tuple[list[Source], list[str]]:
    sources: list[Source] = []
    skipped: list[str] = []
    for path in paths:
        for one in _read(path):
            if isinstance(one, Skipped):
                skipped.append(one.name)
            else:
                sources.append(one)
    return sources, skipped


def lint_sources(sources: list[Source], only: frozenset[str]) -> list[Found]:
    """Every finding in the sources; norms are checked against the lists among them and those that were kept."""
    lists = tuple(one for source in sources for one in source.lists)
    known = known_lists()
    found: list[Found] = []
    progress = Progress("lint")
    for number, source in enumerate(sources, 1):
        found += [Found(source.name, finding) for finding in _findings(source, sources, (*lists, *known), only)]
        progress(number, len(sources))
    progress.end()
    for finding in lint_lists(lists, only=only):
        name, _, place = finding.place.partition(":")
        found.append(Found(name, msgspec.structs.replace(finding, place=place)))
    return found


def _findings(
    source: Source, sources: list[Source], lists: tuple[CodeList, ...], only: frozenset[str]
) -> tuple[LintFinding, ...]:
    if source.norm is not None:
        others = tuple(one.norm for one in sources if one.norm is not None and one is not source)
        return lint(source.norm, others=others, lists=lists, only=only)
    return lint_document(source.document, only=only) if source.document is not None else ()


def _read(path: str) -> Iterator[Source | Skipped]:
    slug, slash, number = path.partition("/")
    there = Path(path).exists()
    if not there and slash and "/" not in number and apps.is_installed("normverk.govern.catalogue"):
        from normverk.govern.catalogue.models import Edition

        edition = Edition.objects.filter(product__slug=slug, number=number).first()
        if edition is not None:
            yield Source(path, norm=edition.revision.read())
            return
    yield from read_path(Path(path))


def _printed(found: Found, language: Language) -> str:
    finding = found.finding
    _, why, source, mend = _LABELS[language]
    where = f"{found.name}:{finding.place}" if finding.place else found.name
    return "\n".join(
        (
            f"{where}: {finding.strength}[{finding.check}]: {getattr(finding.what, language)}",
            f"    {why}: {getattr(finding.why, language)}",
            f"    {source}: {finding.source}",
            f"    {mend}: {getattr(finding.mend, language)}",
        )
    )


def _summary(counts: Counter[str]) -> str:
    return f"{counts['error']} error, {counts['warning']} warning, {counts['information']} information"


def _explain(parsed: argparse.Namespace) -> int:
    known = [REGISTRY[id] for id in (sorted(REGISTRY) if parsed.explain == "-" else [parsed.explain])]
    show(parsed, [_plain(one) for one in known], "\n\n".join(_explained(one, parsed.language) for one in known))
    return 0


def _plain(one: Check) -> dict[str, object]:
    texts = {"looks_at": one.looks_at.plain(), "why": one.why.plain(), "mend": one.mend.plain()}
    return {"id": one.id, "strength": one.strength, "source": one.source, **texts}


def _explained(one: Check, language: Language) -> str:
    looks_at, why, source, mend = _LABELS[language]
    return "\n".join(
        (
            f"{one.id} ({one.strength})",
            f"    {looks_at}: {getattr(one.looks_at, language)}",
            f"    {why}: {getattr(one.why, language)}",
            f"    {source}: {one.source}",
            f"    {mend}: {getattr(one.mend, language)}",
        )
    )


_SUBJECTS: Final = {"Norm": "norms", "Document": "norms, texts, tables and data", "Lists": "code lists"}


@generates("checks")
def checks_page() -> str:
    """Every check with what it looks at, why, its source, and how to mend."""
    return "\n\n".join(_section(one) for _, one in sorted(REGISTRY.items()))


def _section(one: Check) -> str:
    return "\n\n".join(
        (
            f"### {one.id}",
            one.looks_at.nb,
            f"*{one.looks_at.en}*",
            markdown_table(
                ("gravest", "in", "source", "examples"),
                [
                    (
                        one.strength,
                        _SUBJECTS[one.about.__name__],
                        one.source,
                        f"{len(one.obeying)} obey, {len(one.breaking)} break",
                    )
                ],
            ),
            f"- Why: {one.why.en}",
            f"- How to mend: {one.mend.en}",
            "\n".join(f"- Found in a breaking example: {_first(one, subject)}" for subject in one.breaking),
        )
    )


def _first(one: Check, subject: object) -> str:
    return next(iter(one.run(subject))).what.en
