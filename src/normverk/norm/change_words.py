"""What a change is called: the group it is shown in, and a short label such as «OF2: frist 7 → 12 kalenderdager»."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Literal

from normverk.norm.days import Unit
from normverk.norm.places import unescaped
from normverk.norm.text import Text
from normverk.norm.tree import Record
from normverk.norm.words import counted, day_name, joined, same, spoken, unit_name

Group = Literal["head", "section", "validity", "milestone", "clock", "limit", "source"]

_NOTHING = Text("ingen", "ingen", "none")
_OPEN = Text("åpen", "open", "open")
_ADDED = Text("ny", "ny", "new")
_REMOVED = Text("fjernet", "fjerna", "removed")
_ORDER = Text("rekkefølgen er endret", "rekkjefølgja er endra", "the order has changed")
_CHANGED = Text("er endret", "er endra", "has changed")

_HEAD: Final = {
    "kind": Text("Produkttype", "Produkttype", "Kind of product"),
    "title": Text("Tittelen", "Tittelen", "The title"),
    "purpose": Text("Formålet", "Føremålet", "The purpose"),
    "scope": Text("Virkeområdet", "Verkeområdet", "The scope"),
    "target_group": Text("Målgruppen", "Målgruppa", "The target group"),
    "owner": Text("Eier", "Eigar", "Owner"),
    "legal_basis": Text("Rettsgrunnlaget", "Rettsgrunnlaget", "The legal basis"),
    "method": Text("Metoden", "Metoden", "The method"),
    "contributors": Text("Bidragsytere", "Bidragsytarar", "Contributors"),
    "layers": Text("Samhandlingslag", "Samhandlingslag", "Layers of interoperability"),
    "themes": Text("Temaer", "Tema", "Themes"),
    "demonstration": Text("Merket som demonstrasjon", "Merkt som demonstrasjon", "Marked as demonstration"),
    "pathway": Text("Det beregnbare forløpet", "Det utreknelege forløpet", "The computable pathway"),
}
_PATHWAY: Final = {
    "id": Text("Forløpets id", "Id-en til forløpet", "The pathway's id"),
    "title": Text("Forløpets navn", "Namnet på forløpet", "The pathway's name"),
    "code_system": Text("Kodesystem", "Kodesystem", "Code system"),
    "exclusive": Text("Ett av gangen blant", "Eitt om gongen blant", "One at a time among"),
    "findings": Text("Funnene", "Funna", "The findings"),
}
_VALIDITY: Final = {
    "valid_from": Text("Gjelder fra", "Gjeld frå", "In force from"),
    "valid_to": Text("Gjelder til", "Gjeld til", "In force until"),
    "cut_over": Text("Pasienter som er underveis", "Pasientar som er undervegs", "Patients already under way"),
    "at_end": Text(
        "Pasienter som er underveis ved slutten",
        "Pasientar som er undervegs ved slutten",
        "Patients under way at the end",
    ),
}
_LISTS: Final[dict[str, tuple[Group, Text]]] = {
    "sections": ("section", Text("Avsnittene", "Avsnitta", "The sections")),
    "sources": ("source", Text("Kildene", "Kjeldene", "The sources")),
    "references": ("source", Text("Referansene", "Referansane", "The references")),
    "milestones": ("milestone", Text("Milepælene", "Milepælane", "The milestones")),
    "clocks": ("clock", Text("Forløpstidene", "Forløpstidene", "The clocks")),
    "codes": ("milestone", Text("Kodene", "Kodane", "The codes")),
    "branches": ("clock", Text("Behandlingsformene", "Behandlingsformene", "The treatment branches")),
}
_FIELDS: Final = {
    "title": Text("navn", "namn", "name"),
    "codes": Text("koder", "kodar", "codes"),
    "counted": Text("telles med", "blir talt med", "counted"),
    "start": Text("start", "start", "start"),
    "stop": Text("stopp", "stopp", "stop"),
    "parts": Text("deler", "delar", "parts"),
    "on_patient_delay": Text("utsettelse pasienten ønsker", "utsetjing pasienten ønskjer", "delay the patient wishes"),
    "attribute_to": Text("resultatet tilhører", "resultatet høyrer til", "the result belongs to"),
    "ends_pathway": Text("avslutter forløpet", "avsluttar forløpet", "ends the pathway"),
    "display": Text("navn", "namn", "name"),
    "retired_on": Text("siste bruksdag", "siste bruksdag", "last day of use"),
    "limit": Text("frist", "frist", "limit"),
    "value": Text("frist", "frist", "limit"),
    "unit": Text("fristen telles i", "fristen blir talt i", "the limit is counted in"),
    "warn_before": Text("varsel før frist", "varsel før frist", "warning before the limit"),
    "source": Text("kilde", "kjelde", "source"),
    "warn_at_percent": Text("varsel ved prosent av fristen", "varsel ved prosent av fristen", "warning at percent"),
    "when": Text("vilkårene", "vilkåra", "the conditions"),
    "footnotes": Text("merknadene", "merknadene", "the footnotes"),
    "delay": Text("hva som er en utsettelse", "kva som er ei utsetjing", "what a delay is"),
    "repeats": Text("gjentas", "blir teken opp att", "repeats"),
}
_CODES: Final[dict[str | bool, Text]] = {
    True: Text("ja", "ja", "yes"),
    False: Text("nei", "nei", "no"),
    "none": Text("ingen virkning", "ingen verknad", "no effect"),
    "explain": Text("forklares", "blir forklart", "explained"),
    "subtract": Text("trekkes fra", "blir trekt frå", "subtracted"),
    "stop-restart": Text("stopper og starter på nytt", "stoppar og startar på nytt", "stops and starts anew"),
    "nullify": Text("runden telles ikke", "runden blir ikkje talt", "the round does not count"),
    "nth": Text("nummer", "nummer", "number"),
    "switch": Text("går over til denne utgaven", "går over til denne utgåva", "switch to this edition"),
    "stop": Text("måles ikke lenger", "blir ikkje målte lenger", "are measured no more"),
    "follow": Text("følges til de er ferdige", "blir følgde til dei er ferdige", "are followed to their end"),
    "responsible": Text("sykehuset med ansvaret", "sjukehuset med ansvaret", "the responsible hospital"),
    "starter": Text("sykehuset som startet", "sjukehuset som starta", "the hospital that started"),
    "treating": Text("sykehuset som behandler", "sjukehuset som behandlar", "the hospital that treats"),
    "first": Text("første", "første", "first"),
    "last": Text("siste", "siste", "last"),
    "grandfather": Text(
        "følger utgaven de startet på", "følgjer utgåva dei starta på", "keep the edition they started on"
    ),
}


_UNIT_CAME: Final = Text("er blitt en normerende enhet", "er blitt ei normerande eining", "has become a normative unit")
_UNIT_WENT: Final = Text(
    "er ikke lenger en normerende enhet", "er ikkje lenger ei normerande eining", "is no longer a normative unit"
)
_SECTION: Final = {
    "title": Text("har fått ny tittel", "har fått ny tittel", "has a new title"),
    "under": Text("er flyttet", "er flytta", "has been moved"),
    "blocks": Text("har fått ny tekst", "har fått ny tekst", "has new text"),
    "intro": Text("har fått ny ingress", "har fått ny ingress", "has a new introduction"),
    "references": Text("viser til andre referanser", "viser til andre referansar", "points to other references"),
    "edited_on": Text("er sist endret en annen dag", "er sist endra ein annan dag", "was last changed on another day"),
    "revised_on": Text(
        "er sist faglig endret en annen dag", "er sist fagleg endra ein annan dag", "was last revised on another day"
    ),
    "origin": Text(
        "står også i en annen utgivelse, eller er hentet på nytt",
        "står òg i ei anna utgiving, eller er henta på nytt",
        "also stands in another publication, or was taken over anew",
    ),
    "unit/kind": Text("er en annen slags enhet", "er eit anna slag eining", "is another kind of unit"),
    "unit/strength": Text("har fått annen styrke", "har fått annan styrke", "has another strength"),
    "unit/obligation": Text("forplikter på en annen måte", "forpliktar på ein annan måte", "obliges in another way"),
    "unit/factors": Text(
        "veier nøkkelfaktorene annerledes", "veg nøkkelfaktorane annleis", "weighs the key factors differently"
    ),
    "unit/rationale": Text("har ny begrunnelse", "har ny grunngiving", "has a new rationale"),
    "unit/practical": Text("har ny praktisk informasjon", "har ny praktisk informasjon", "has new practical advice"),
    "unit/picos": Text("har endret PICO-spørsmål", "har endra PICO-spørsmål", "has a changed PICO question"),
    "unit/codes": Text("har andre koder", "har andre kodar", "has other codes"),
    "unit/clocks": Text("angir andre forløpstider", "fastset andre forløpstider", "states other limits"),
    "unit/law": Text("viser til en annen bestemmelse", "viser til ei anna føresegn", "points to another provision"),
}
"""What is said of a section when one of its fields changed; a test holds this and the fields together."""


def describe(path: tuple[str, ...], old: Record, new: Record, before: Any, after: Any) -> tuple[Group, Text]:
    """The group and the label of a change at `path`; `old` and `new` are the whole contents, for names and units."""
    match path:
        case ("sections", *rest) if rest:
            return "section", _section(rest, old, new, before, after)
        case ("references" | "sources", _) | ("pathway", "sources", _):
            return "source", _member(_cited(before, after), _FIELDS["source"], before, after)
        case ("pathway", "milestones", key, *rest):
            return "milestone", _milestone(key, rest, before, after)
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
    if field in _LISTS:
        group, words = _LISTS[field]
        return group, joined((words, _ORDER), ": ")
    if field in _VALIDITY:
        return "validity", _values(_VALIDITY[field], _spoken(field, before), _spoken(field, after), ": ")
    return "head", _plain(_HEAD[field] if len(path) == 1 else _PATHWAY[field], field, before, after)


def _section(rest: list[str], old: Record, new: Record, before: Any, after: Any) -> Text:
    section = (new["sections"].get(rest[0]) or old["sections"].get(rest[0]))["title"]
    name = spoken(lambda language: f"«{Text(**section).in_language(language) or rest[0]}»")
    if len(rest) == 1:
        return _member(name, Text("avsnitt", "avsnitt", "section"), before, after)
    if rest[1:] == ["unit"] and (before is None or after is None):
        return joined((name, _UNIT_CAME if before is None else _UNIT_WENT))
    return joined((name, _SECTION["/".join(rest[1:3])]))


def _milestone(key: str, rest: list[str], before: Any, after: Any) -> Text:
    match rest:
        case []:
            return _member(_id(key), Text("milepæl", "milepæl", "milestone"), before, after)
        case ["codes"]:
            return joined((_id(key), _LISTS["codes"][1], _ORDER), ": ")
        case ["codes", code]:
            return joined((_id(key), _member(_id(code), Text("kode", "kode", "code"), before, after)), ": ")
        case ["codes", code, field]:
            return joined((_id(code), _plain(_FIELDS[field], field, before, after)), ": ")
    return joined((_id(key), _plain(_FIELDS[rest[0]], rest[0], before, after)), ": ")


def _clock(key: str, rest: list[str], before: Any, after: Any) -> Text:
    match rest:
        case []:
            return _member(_id(key), Text("forløpstid", "forløpstid", "clock"), before, after)
        case ["branches"]:
            return joined((_id(key), _LISTS["branches"][1], _ORDER), ": ")
        case ["branches", branch]:
            name = _clock_name(key, branch, _named(before, after, "title"))
            return _member(name, Text("behandlingsform", "behandlingsform", "treatment branch"), before, after)
    return joined((_id(key), _plain(_FIELDS[rest[0]], rest[0], before, after)), ": ")


def _branch(rest: list[str], was: Any, becomes: Any, before: Any, after: Any) -> tuple[Group, Text]:
    """Group and words of a change inside a branch, of which `was` and `becomes` are the two states."""
    match rest:
        case ["limit"]:
            return "limit", _values(_FIELDS["limit"], _limit(before), _limit(after))
        case ["limit", ("value" | "warn_before") as field]:
            units = Unit(was["limit"]["unit"]), Unit(becomes["limit"]["unit"])
            old = same(str(before)) if units[0] is units[1] else counted(before, units[0])
            return "limit", _values(_FIELDS[field], old, counted(after, units[1]))
        case ["limit", "source"]:
            return "source", joined((_FIELDS["source"], _CHANGED))
        case ["limit", field]:
            return "limit", _plain(_FIELDS[field], field, before, after)
    return "clock", _plain(_FIELDS[rest[0]], rest[0], before, after)


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
    return same(str(value))


def _selector(value: dict[str, Any]) -> Text:
    """«S (første etter P, etter starten)»."""
    which = _CODES[value["pick"]]
    if value.get("nth", 1) != 1:
        which = joined((which, same(str(value["nth"]))))
    if value.get("since"):
        which = joined((which, Text("etter", "etter", "after"), same(value["since"])))
    if value.get("after_start"):
        which = joined((which, Text("etter starten", "etter starten", "after the start")), ", ")
    return joined((same(value["milestone"]), joined((same("("), which, same(")")), "")))


def _code(value: Any) -> Text:
    return _CODES[value]


def _day(value: str) -> Text:
    return day_name(date.fromisoformat(value))


_TOO_LONG: Final = {"when", "footnotes", "delay", "findings"}
"""Values that are told as changed, and shown in full elsewhere."""

_SPEAK: Final[dict[str, Callable[[Any], Text]]] = {
    "valid_from": _day,
    "valid_to": _day,
    "retired_on": _day,
    "unit": lambda value: unit_name(Unit(value)),
    "counted": _code,
    "ends_pathway": _code,
    "demonstration": _code,
    "on_patient_delay": _code,
    "attribute_to": _code,
    "cut_over": _code,
    "at_end": _code,
    "repeats": _code,
}
