"""The generated parts of the documentation that the base knows enough to make."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from normverk.base.docs import generates, markdown_table
from normverk.base.events.types import EVENT_TYPES
from normverk.base.rules import REGISTRY, Rule, Strength

_STRENGTHS = {Strength.SKAL: "skal: refuses", Strength.BOER: "bør: warns"}


@generates("event-types")
def event_types_page() -> str:
    """Every event type with its meaning and fields."""
    rows = []
    for name, data in sorted(EVENT_TYPES.items()):
        fields = [field.name for field in msgspec.structs.fields(data)]
        rows.append((f"`{name}`", (data.__doc__ or "").strip(), ", ".join(f"`{field}`" for field in fields)))
    return markdown_table(("event", "meaning", "data"), rows)


@generates("rules")
def rules_page() -> str:
    """Every rule with its text, source, reading and examples."""
    return "\n\n".join(_rule(rule) for _, rule in sorted(REGISTRY.items()))


def commands_page(top: argparse.ArgumentParser) -> str:
    """Every command with its arguments, meaning and example."""
    rows = []
    for words, command in leaves(top):
        usage = " ".join([*words, *(_argument(action) for action in command._actions if _shown(action))])
        example = (command.epilog or "").removeprefix("Example: ")
        rows.append((f"`normverk {usage}`", command.description or "", f"`{example}`"))
    return markdown_table(("command", "what it does", "example"), sorted(rows))


def leaves(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """The commands that do something, each with the words it is called by."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield words, parser
    for group in groups:
        for name, child in group.choices.items():
            yield from leaves(child, (*words, name))


def _shown(action: argparse.Action) -> bool:
    """--help and --json are there for every command and are not repeated."""
    return action.help != argparse.SUPPRESS and action.dest not in {"help", "json"}


def _argument(action: argparse.Action) -> str:
    name = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    value = "" if action.nargs == 0 else name if action.choices is None else "|".join(map(str, action.choices))
    if action.nargs in {"*", "+"}:
        value += "…"
    if not action.option_strings:
        return value if action.required else f"[{value}]"
    written = f"{action.option_strings[-1]} {value}".strip()
    return written if action.required else f"[{written}]"


def _rule(rule: Rule) -> str:
    citation = rule.citation
    source = f"[{citation.document}]({citation.url})" if citation.url else citation.document
    validity = f"since {rule.since}" + (f" until {rule.until}" if rule.until else "")
    lines = [
        f"### {rule.id}",
        f"{rule.text.nb}",
        f"*{rule.text.en}*",
        markdown_table(
            ("strength", "source", "place in it", "valid"),
            [(_STRENGTHS[rule.strength], source, citation.heading, validity)],
        ),
    ]
    if citation.reading:
        lines.append(f"How it was read: {citation.reading}")
    lines.append("\n".join(_examples("Obeys", rule.obeying) + _examples("Breaks", rule.breaking)))
    return "\n\n".join(lines)


def _examples(word: str, examples: tuple[Any, ...]) -> list[str]:
    return [f"- {word}: `{render(example)}`" for example in examples]


def render(value: Any) -> str:
    """A value as it would be written, the same on every run: sets are sorted, fields named, defaults left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value, dataclasses.fields(value), dataclasses.MISSING)
    if isinstance(value, msgspec.Struct):
        return _fields(value, msgspec.structs.fields(value), msgspec.NODEFAULT)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{render(key)}: {render(item)}" for key, item in value.items()) + "}"
    if isinstance(value, set | frozenset | tuple | list):
        items = [render(item) for item in value]
        return f"({', '.join(sorted(items) if isinstance(value, set | frozenset) else items)})"
    return f"«{value}»" if isinstance(value, str) else str(value)


def _fields(value: Any, fields: Iterable[Any], none: Any) -> str:
    """The fields that differ from their defaults; `none` is how the kind of value says that there is no default."""
    written = []
    for field in fields:
        held, default = getattr(value, field.name), field.default
        if default is none and field.default_factory is not none:
            default = field.default_factory()
        if held != default:
            written.append(f"{field.name}={render(held)}")
    return f"{type(value).__name__}({', '.join(written)})"
