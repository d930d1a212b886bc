"""Mental health and substance use: eight pathways, of which three changed when their clock starts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from normverk.norm.pathway import Code, Milestone, PathwayDefinition
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.publish.default_rules import with_default_rules
from normverk.sim.pathways.edition import Defined
from normverk.sim.pathways.facts_read import capital, capitalised, facts, text
from normverk.sim.pathways.table import clock_of, finding_of
from normverk.use.reporting.npr import composed_codes, read_code

_CODES: Final = Source(
    "Kodeverk 9321–9328 (øyeblikksbilde 17.12.2021)",
    "read",
    note="koder lest i visningsfiler v3.1.0; navnene er våre egne",
)
_OPEN_END: Final = Text(
    "Veilederen fra 2024 nevner ikke dette forløpet. Om og når det er avsluttet, er ikke kjent her.",
    "Rettleiaren frå 2024 nemner ikkje dette forløpet. Om og når det er avslutta, er ikkje kjent her.",
    "The guide of 2024 does not name this pathway. Whether and when it has ended is not known here.",
)
_OUTSIDE: Final = Text(
    "Hendelsen L (utsatt etter pasientens ønske) står på en side fra myndigheten, men ikke i kodelisten fra 2021.",
    "Hendinga L (utsett etter ønske frå pasienten) står på ei side frå styresmakta, men ikkje i kodelista frå 2021.",
    "The event L (postponed at the patient's wish) stands on a page of the authority, but not in the code list of 2021.",
)


def mental_pathways() -> Iterator[Defined]:
    """Every edition of every pathway of mental health and substance use."""
    table = facts("mental")
    for pathway in table["pathways"]:
        moved = pathway["prefix"] in table["moved"]
        editions = [one for one in table["edition"] if moved or one["received"]]
        name = text(pathway["name"])
        for number, edition in enumerate(editions, 1):
            following = editions[number]["from"] if number < len(editions) else None
            yield Defined(
                product=pathway["id"],
                number=number,
                family="mental",
                name=name,
                definition=_definition(pathway, name, edition, following),
                day_basis=edition["basis"],
                what=text(edition["what"]) if "what" in edition else None,
                prefix=pathway["prefix"],
                notes=(_OUTSIDE,) if moved else (_OUTSIDE, _OPEN_END),
            )


def delay_codes() -> tuple[str, ...]:
    """The codes of a delay that stand in the norms and in no list."""
    table = facts("mental")
    return tuple(pathway["prefix"] + table["delay"]["letter"] for pathway in table["pathways"])


def _definition(
    pathway: dict[str, Any], name: Text, edition: dict[str, Any], following: date | None
) -> PathwayDefinition:
    table, prefix = facts("mental"), pathway["prefix"]
    start = table["starts"]["received" if edition["received"] else "assessed"]
    definition = PathwayDefinition(
        id=pathway["id"],
        title=capital(name),
        code_system=table["code_system"],
        valid_from=edition["from"],
        valid_to=following - timedelta(days=1) if following else None,
        milestones=tuple(_milestones(prefix, name.nb, text(start["title"]))),
        clocks=tuple(clock_of(_with_delay(one)) for one in table["clock"] if prefix in one["prefixes"]),
        sources=(
            _CODES,
            Source("Helsedirektoratet, start av forløpet", "read", start["url"]),
            Source("Helsedirektoratet, pasientutsatt forløp", "read", table["delay"]["url"]),
        ),
        exclusive=table["exclusive"],
        findings=tuple(finding_of(one) for one in table["finding"] if prefix in one["prefixes"]),
    )
    return with_default_rules(definition)


def _milestones(prefix: str, name: str, start: Text) -> Iterator[Milestone]:
    """The milestones that the list has codes of for this pathway, and the delay after the decision's place."""
    table = facts("mental")
    known = [reading for code in composed_codes("mental") if (reading := read_code(code)) and reading.prefix == prefix]
    for one in table["milestone"]:
        here = [reading for reading in known if reading.letter == one["letter"]]
        if here:
            codes = tuple(Code(held.code, f"{capitalised(name)}: {one['names'][held.outcome]}") for held in here)
            title = text(one["title"]) if "title" in one else start
            yield Milestone(one["letter"], title, codes, ends_pathway=all(held.ends == "yes" for held in here))
    delay = table["delay"]
    code = Code(prefix + delay["letter"], f"{capitalised(name)}: {delay['name']}")
    yield Milestone(delay["letter"], text(delay["title"]), (code,))


def _with_delay(clock: dict[str, Any]) -> dict[str, Any]:
    """The clock with the delay that explains a breach, where it can have one, and with the words about emergencies."""
    table = facts("mental")
    made = dict(clock)
    if "delayed_before" in clock:
        delay = table["delay"]
        rule = {
            "id": "patient-wish",
            "policy": "explain",
            "milestone": delay["letter"],
            "before": clock["delayed_before"],
        }
        made["delays"] = [{**rule, "longer_than": delay["longer_than"], "unit": delay["unit"]}]
    if clock["start"] in {"A", "M"}:
        made["footnotes"] = [*clock.get("footnotes", ()), *table["footnote"]]
    return made
