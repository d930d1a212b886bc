"""What a change is called: the group it is shown in, and a short label such as «OF2: frist 7 → 12 kalenderdager»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from normverk.norm.change_names import (
    CODES,
    COUNTED_IN,
    FIELDS,
    HEAD,
    LISTS,
    PATHWAY,
    SECTION,
    UNIT_CAME,
    UNIT_WENT,
    VALIDITY,
    Group,
)
from normverk.norm.days import Unit
from normverk.norm.places import unescaped
from normverk.norm.text import Text
from normverk.norm.tree import Record
from normverk.norm.words import counted, day_name, joined, same, spoken, unit_name

_NOTHING = Text("ingen", "ingen", "none")
_OPEN = Text("åpen", "open", "open")
_ADDED = Text("ny", "ny", "new")
_REMOVED = Text("fjernet", "fjerna", "removed")
_ORDER = Text("rekkefølgen er endret", "rekkjefølgja er endra", "the order has changed")
_CHANGED = Text("er endret", "er endra", "has changed")
_POINT = Text("punktet", "punktet", "the point")


def describe(path: tuple[str, ...], old: Record, new: Record, before: Any, after: Any) -> tuple[Group, Text]:
    """The group and the label of a change at `path`; `old` and `new` are the whole contents, for names and units."""
    match path:
        case ("sections", *rest) if rest:
            return "section", _section(rest, old, new, before, after)
        case ("references" | "sources", _) | ("pathway", "sources", _):
            return "source", _member(_cited(before, after), FIELDS["source"], before, after)
        case ("pathway", ("milestones" | "derivations") as part, key, *rest):
            group, speak = _PARTS[part]
            return group, speak(key, rest, before, after)
        case ("pathway", "clocks", key, "branches", branch, *rest) if rest:
            was, becomes = (tree["pathway"]["clocks"][key]["branches"][branch] for tree in (old, new))
            group, words = _branch(rest, was, becomes, before, after)
            return group, joined((_clock_name(key, branch, Text(**becomes["title"])), words), ": ")
        case ("pathway", "clocks", key, *rest):
            return "clock", _clock(key, rest, before, after)
    return _top(path, before, after)


def _top(path: tuple[str, ...], before: Any, after: Any) -> tuple[Group, Text]:
    """What stands at the head of the content or of the pathway: names, validity, and the order of the great lists."""
    field = path[-1]
    if field in LISTS:
        group, words = LISTS[field]
        return group, joined((words, _ORDER), ": ")
    if field in VALIDITY:
        return "validity", _values(VALIDITY[field], _spoken(field, before), _spoken(field, after), ": ")
    return "head", _plain(HEAD[field] if len(path) == 1 else PATHWAY[field], field, before, after)


def _section(rest: list[str], old: Record, new: Record, before: Any, after: Any) -> Text:
    section = (new["sections"].get(rest[0]) or old["sections"].get(rest[0]))["title"]
    name = spoken(lambda language: f"«{Text(**section).in_language(language) or rest[0]}»")
    if len(rest) == 1:
        return _member(name, Text("avsnitt", "avsnitt", "section"), before, after)
    if rest[1:] == ["unit"] and (before is None or after is None):
        return joined((name, UNIT_CAME if before is None else UNIT_WENT))
    return joined((name, SECTION["/".join(rest[1:3])]))


def _milestone(key: str, rest: list[str], before: Any, after: Any) -> Text:
    match rest:
        case []:
            return _member(_id(key), Text("milepæl", "milepæl", "milestone"), before, after)
        case ["codes"]:
            return joined((_id(key), LISTS["codes"][1], _ORDER), ": ")
        case ["codes", code]:
            return joined((_id(key), _member(_id(code), Text("kode", "kode", "code"), before, after)), ": ")
        case ["codes", code, field]:
            return joined((_id(code), _plain(FIELDS[field], field, before, after)), ": ")
    return joined((_id(key), _plain(FIELDS[rest[0]], rest[0], before, after)), ": ")


def _clock(key: str, rest: list[str], before: Any, after: Any) -> Text:
    match rest:
        case []:
            return _member(_id(key), Text("forløpstid", "forløpstid", "clock"), before, after)
        case ["branches"]:
            return joined((_id(key), LISTS["branches"][1], _ORDER), ": ")
        case ["delays"]:
            return joined((_id(key), LISTS["delays"][1], _ORDER), ": ")
        case ["delays", rule, *inner]:
            return _delay(_named_rule(key, rule), inner, before, after)
        case ["branches", branch]:
            name = _clock_name(key, branch, _named(before, after, "title"))
            return _member(name, Text("behandlingsform", "behandlingsform", "treatment branch"), before, after)
    return joined((_id(key), _plain(FIELDS[rest[0]], rest[0], before, after)), ": ")


def _named_rule(key: str, rule: str) -> Text:
    """«OF4, pasientutsatt»: a rule has no name but its id."""
    return same(f"{unescaped(key)}, {unescaped(rule)}")


def _delay(name: Text, rest: list[str], before: Any, after: Any) -> Text:
    """Words of a change of one delay rule, or inside it."""
    match rest:
        case []:
            return _member(name, Text("regel om utsettelse", "regel om utsetjing", "delay rule"), before, after)
        case ["unit"]:
            return joined((name, _values(COUNTED_IN, _spoken("unit", before), _spoken("unit", after))), ": ")
    return joined((name, _plain(FIELDS[rest[0]], rest[0], before, after)), ": ")


def _derivation(key: str, rest: list[str], before: Any, after: Any) -> Text:
    """Words of a change of one data rule, or inside it."""
    if not rest:
        return _member(_id(key), Text("dataregel", "dataregel", "data rule"), before, after)
    name = _POINT if rest[0] == "milestone" else FIELDS[rest[0]]
    return joined((_id(key), _plain(name, rest[0], before, after)), ": ")


def _branch(rest: list[str], was: Any, becomes: Any, before: Any, after: Any) -> tuple[Group, Text]:
    """Group and words of a change inside a branch, of which `was` and `becomes` are the two states."""
    match rest:
        case ["limit"]:
            return "limit", _values(FIELDS["limit"], _limit(before), _limit(after))
        case ["limit", ("value" | "warn_before") as field]:
            units = Unit(was["limit"]["unit"]), Unit(becomes["limit"]["unit"])
            old = same(str(before)) if units[0] is units[1] else counted(before, units[0])
            return "limit", _values(FIELDS[field], old, counted(after, units[1]))
        case ["limit", "source"]:
            return "source", joined((FIELDS["source"], _CHANGED))
        case ["limit", field]:
            return "limit", _plain(FIELDS[field], field, before, after)
    return "clock", _plain(FIELDS[rest[0]], rest[0], before, after)


def _limit(limit: Any) -> Text:
    return counted(limit["value"], Unit(limit["unit"])) if limit else _NOTHING


def _clock_name(key: str, branch: str, title: Text) -> Text:
    """«OF4, kirurgi»; only the clock's id for the one branch of a clock without branches."""
    if not branch:
        return _id(key)
    return spoken(lambda language: f"{unescaped(key)}, {title.in_language(language).lower() or unescaped(branch)}")


def _id(key: str) -> Text:
    return same(unescaped(key))


def _member(name: Text, what: Text, before: Any, after: Any) -> Text:
    """A member of a list that came, went, or (a source, which has no inner addresses) was changed."""
    verdict = _ADDED if before is None else _REMOVED if after is None else _CHANGED
    words = (what, verdict) if before is not None else (verdict, what)
    return joined((name, joined(words)), ": ")


def _cited(before: Any, after: Any) -> Text:
    """A source or a reference by its title, or by its id where it has none."""
    cited = after if after is not None else before
    return same(cited.get("title") or f"«{cited.get('id', '')}»")


def _named(before: Any, after: Any, field: str) -> Text:
    words = (after if after is not None else before)[field]
    return Text(**words) if isinstance(words, dict) else same(words)


def _plain(words: Text, field: str, before: Any, after: Any) -> Text:
    """«word: before → after» where the values are short, otherwise «word has changed»."""
    if field in _TOO_LONG or (isinstance(before, dict) and "nb" in before):
        return joined((words, _CHANGED))
    if field == "pathway":
        return joined((words, _ADDED if before is None else _REMOVED))
    return _values(words, _spoken(field, before), _spoken(field, after))


def _values(words: Text, before: Text, after: Text, glue: str = " ") -> Text:
    return joined((words, joined((before, same("→"), after))), glue)


def _spoken(field: str, value: Any) -> Text:
    """A short value in words."""
    if value is None:
        return _OPEN if field == "valid_to" else _NOTHING
    if isinstance(value, dict):
        return _selector(value)
    speak = _SPEAK.get(field)
    if speak is not None:
        return speak(value)
    if isinstance(value, list):
        return same(", ".join(value)) if value else _NOTHING
    return same(str(value)) if value != "" else _NOTHING


def _selector(value: dict[str, Any]) -> Text:
    """«S (første etter P, etter starten)»."""
    which = CODES[value["pick"]]
    if value.get("nth", 1) != 1:
        which = joined((which, same(str(value["nth"]))))
    if value.get("since"):
        which = joined((which, Text("etter", "etter", "after"), same(value["since"])))
    if value.get("after_start"):
        which = joined((which, Text("etter starten", "etter starten", "after the start")), ", ")
    return joined((same(value["milestone"]), joined((same("("), which, same(")")), "")))


def _code(value: Any) -> Text:
    return CODES[value]


def _day(value: str) -> Text:
    return day_name(date.fromisoformat(value))


_PARTS: Final[dict[str, tuple[Group, Callable[[str, list[str], Any, Any], Text]]]] = {
    "milestones": ("milestone", _milestone),
    "derivations": ("derivation", _derivation),
}

_TOO_LONG: Final = {"when", "footnotes", "findings", "match", "source"}
"""Values that are told as changed, and shown in full elsewhere."""

_SPEAK: Final[dict[str, Callable[[Any], Text]]] = {
    "valid_from": _day,
    "valid_to": _day,
    "retired_on": _day,
    "unit": lambda value: unit_name(Unit(value)),
    "counted": _code,
    "ends_pathway": _code,
    "demonstration": _code,
    "policy": _code,
    "strength": _code,
    "org": _code,
    "dates": lambda value: joined([CODES[one] for one in value], ", ") if value else _NOTHING,
    "kind": lambda value: CODES.get(value, same(str(value))),
    "attribute_to": _code,
    "cut_over": _code,
    "at_end": _code,
    "repeats": _code,
}
