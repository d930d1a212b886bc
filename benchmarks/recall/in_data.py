"""Faults in tables, data and code lists, in JSON, XML, CSV and in tables of norms."""

from __future__ import annotations

from random import Random
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from benchmarks.recall.trials import Plain, Trial, a_norm, as_norm, copied, fault, put_in, said
from normverk.norm.checks.subjects import Lists
from normverk.norm.code_lists import CodeList, Concept
from normverk.norm.documents import Document
from normverk.norm.documents.data import read_data
from normverk.norm.documents.tables import read_csv
from normverk.norm.documents.xml_data import read_xml

Rows = list[list[str]]


def _table(head: list[str], rows: Rows) -> Plain:
    cells = [[{"text": said(one), "header": number == 0} for one in row] for number, row in enumerate([head, *rows])]
    return {"type": "table", "rows": cells}


def _in_a_form(rng: Random, head: list[str], right: Rows, wrong: Rows) -> Trial:
    """The rows as CSV, JSON, XML or a table of a norm."""
    form = rng.choice(("csv", "json", "xml", "norm"))
    if form == "norm":
        return put_in(rng, _table(head, right), again=(_table(head, wrong),))
    return Trial(*(_document(form, head, rows) for rows in (right, wrong)))


def _document(form: str, head: list[str], rows: Rows) -> Document:
    if form == "csv":
        return read_csv("x", "\n".join(";".join(row) for row in [head, *rows]))
    if form == "json":
        return read_data("x", [dict(zip(head, row, strict=True)) for row in rows])
    names = [name.split(" ")[0] for name in head]
    lines = [" ".join(f"{name}={quoteattr(cell)}" for name, cell in zip(names, row, strict=True)) for row in rows]
    return read_xml("x", ("<t>\n" + "\n".join(f"<r {line}/>" for line in lines) + "\n</t>").encode())


@fault("sum-in-table")
def a_total_row(rng: Random) -> Trial:
    """A table whose row of totals is not what the rows above add up to, in one column."""
    name = rng.choice(("Sum", "Totalt", "I alt", "Til sammen", "Samlet", "Samla", "Total"))
    rows = [
        [place, str(rng.randint(3, 900)), f"{rng.randint(3, 90)},{rng.randint(0, 9)}"]
        for place in ("nord", "sør", "øst")
    ]
    count = sum(int(row[1]) for row in rows)
    amount = sum(round(float(row[2].replace(",", ".")) * 10) for row in rows)
    right = [*rows, [name, str(count), f"{amount // 10},{amount % 10}"]]
    wrong = [*rows, [name, str(count + rng.choice((-10, -1, 1, 9))), f"{amount // 10},{amount % 10}"]]
    return _in_a_form(rng, ["område", "antall", "beløp"], right, wrong)


@fault("sum-in-table")
def a_total_column(rng: Random) -> Trial:
    """A table whose column of totals is not what the columns before add up to, in one row."""
    name = rng.choice(("sum", "totalt", "i_alt", "samla", "Totalt"))
    rows = [[place, rng.randint(3, 900), rng.randint(3, 900)] for place in ("nord", "sør", "øst")]
    right = [[str(cell) for cell in [*row, row[1] + row[2]]] for row in rows]
    wrong = [list(row) for row in right]
    chosen = rng.choice(wrong)
    chosen[3] = str(int(chosen[3]) + rng.choice((-10, -1, 1, 9)))
    return _in_a_form(rng, ["område", "menn", "kvinner", name], right, wrong)


@fault("limit-stated-twice")
def the_same_limit_with_two_values(rng: Random) -> Trial:
    """The same pathway and branch twice, with another limit the second time."""
    value = rng.choice(("frist", "dager", "days", "Frist", "frist_dager", "antall_dager", "Dager (høyst)", "grense"))
    rows = [
        [pathway, branch, str(rng.randint(3, 40))]
        for pathway in ("bryst", "lunge")
        for branch in ("kirurgi", "medisin")
    ]
    again = list(rng.choice(rows))
    again[2] = str(int(again[2]) + rng.choice((1, 5, 7)))
    at = rng.randint(0, len(rows))
    return _in_a_form(rng, ["forløp", "behandling", value], rows, [*rows[:at], again, *rows[at:]])


@fault("calendar-and-working-days")
def another_unit_in_one_row(rng: Random) -> Trial:
    """One row counted in working days among rows in calendar days, or the other way."""
    usual, other = rng.choice(
        (("kalenderdager", "virkedager"), ("kalenderdagar", "yrkedagar"), ("days", "working days"))
    )
    column = rng.choice(("enhet", "unit", "Enhet", ""))
    rows = [["bryst", str(rng.randint(3, 40)), usual] for _ in range(3)] + [
        ["lunge", "7", usual],
        ["lunge", "9", usual],
    ]
    rows = [[row[0], f"OF{number}", *row[1:]] for number, row in enumerate(rows, 1)]
    wrong = [list(row) for row in rows]
    wrong[rng.randrange(3)][3] = other
    if column:
        return _in_a_form(rng, ["forløp", "tid", "frist", column], rows, wrong)
    joined = [[[*row[:2], f"{row[2]} {row[3]}"] for row in table] for table in (rows, wrong)]
    return _in_a_form(rng, ["forløp", "tid", "frist"], *joined)


@fault("count-in-data")
def a_count_of_something_else(rng: Random) -> Trial:
    """A count that says how many members a list has, when the list has fewer."""
    many = rng.randint(2, 9)
    key = rng.choice(("concepts", "concept", "codes", "items", "rows"))
    members: list[Any] = [{"code": str(number), "display": f"Tilstand {number}"} for number in range(many)]
    kept = members[: -rng.randint(1, many - 1)]
    if rng.random() < 0.3:
        return Trial(*(_code_system(many, held) for held in (members, kept)))
    around: Any = lambda held: {"liste": {"count": many, key: held}} if rng.random() < 2 else held  # noqa: E731
    return Trial(read_data("x", around(members)), read_data("x", around(kept)))


def _code_system(count: int, members: list[Any]) -> Document:
    concepts = "".join(
        f'<concept><code value="{one["code"]}"/><display value="{one["display"]}"/></concept>' for one in members
    )
    whole = (
        f'<CodeSystem xmlns="http://hl7.org/fhir"><url value="urn:x"/><count value="{count}"/>{concepts}</CodeSystem>'
    )
    return read_xml("x", whole.encode())


@fault("dates-in-order")
def fields_the_wrong_way(rng: Random) -> Trial:
    """A row whose last day stands where its first should, and the first where the last should."""
    one, other = f"20{rng.randint(10, 17)}-0{rng.randint(1, 9)}-11", f"20{rng.randint(18, 25)}-0{rng.randint(1, 9)}-11"
    first, last = rng.choice(
        (
            ("valid_from", "valid_to"),
            ("gyldig_fra", "gyldig_til"),
            ("start", "end"),
            ("validFrom", "validTo"),
            ("fra", "til"),
        )
    )
    rows = [["a", one, other], ["b", one, other]]
    wrong = [["a", one, other], ["b", other, one]]
    form = rng.choice(("csv", "json", "xml"))
    return Trial(*(_document(form, ["navn", first, last], held) for held in (rows, wrong)))


@fault("no-such-day")
def a_field_with_no_day(rng: Random) -> Trial:
    """A field of dates with a day that no calendar has."""
    form = rng.choice(("csv", "json", "xml"))
    right, wrong = "2023-06-30", rng.choice(("2023-06-31", "2023-02-29", "2023-13-01", "31.06.2023"))
    return Trial(*(_document(form, ["navn", "dato"], [["a", "2023-01-01"], ["b", day]]) for day in (right, wrong)))


_OID: Final = "2.16.578.1.12.4.1.1.7497"


@fault("identifier-form")
def an_identifier_written_wrong(rng: Random) -> Trial:
    """An OID or UUID with a slip in it: a lost colon, a doubled point, a leading zero."""
    wrong = rng.choice(
        (f"urn:uid:{_OID}", f"urn:oid:{_OID}.", f"urn:oid:{_OID.replace('.12.', '..12.')}", f"urn:oid:{_OID.replace('.12.', '.012.')}",
         f"urn:iod:{_OID}", f"urn:oid:{_OID.replace('.', ',')}", "urn:uuid:1234", f"urn:oid{_OID}", f"urn:oid: {_OID}")
    )  # fmt: skip
    form = rng.choice(("csv", "json", "xml"))
    return Trial(
        *(
            _document(form, ["navn", "system"], [["a", f"urn:oid:{_OID}"], ["b", one]])
            for one in (f"urn:oid:{_OID}", wrong)
        )
    )


_MEANINGS: Final = (
    "Astma", "Hudutslett", "Alvorlig arytmi", "Kløe og elveblest", "Kvalme og oppkast", "Anafylaktisk reaksjon",
    "Lavt blodtrykk", "Pustevansker", "Nedsatt nyrefunksjon", "Feber",
)  # fmt: skip


def _list(rng: Random, version: str) -> list[Concept]:
    return (
        [Concept(str(number), meaning) for number, meaning in enumerate(rng.sample(_MEANINGS, 7), 1)] if version else []
    )


@fault("code-meaning-changed")
def two_meanings_change_places(rng: Random) -> Trial:
    """A new version of a code list in which two codes have changed meaning with each other."""
    old = _list(rng, "1")
    new = list(old)
    one, other = rng.sample(range(7), 2)
    new[one], new[other] = Concept(old[one].code, old[other].display), Concept(old[other].code, old[one].display)
    grown = (*old, Concept("8", "Annet"))
    return Trial(
        *(Lists((CodeList("7497", "1", tuple(old)), CodeList("7497", "2", tuple(held)))) for held in (grown, new))
    )


@fault("code-in-list-twice")
def a_code_given_again(rng: Random) -> Trial:
    """A code list that gives one code to a second meaning."""
    known = _list(rng, "1")
    again = Concept(rng.choice(known[:-1]).code, known[-1].display)
    at = rng.randint(0, 6)
    held = [*known[:at], again, *known[at:]]
    return Trial(Lists((CodeList("7497", "1", tuple(known)),)), Lists((CodeList("7497", "1", tuple(held)),)))


@fault("code-not-in-list")
def a_code_that_has_gone_out_of_its_list(rng: Random) -> Trial:
    """A norm with a code that its list has ended or no longer holds."""
    from datetime import date

    known = _list(rng, "1")
    chosen = rng.randrange(7)
    gone = [*known]
    gone[chosen] = Concept(known[chosen].code, known[chosen].display, date(2020, 12, 31))
    kept = gone if rng.random() < 0.5 else known[:chosen] + known[chosen + 1 :]
    clean = a_norm(rng)
    unit = {"kind": "information", "codes": [{"system": f"urn:oid:{_OID}", "code": known[chosen].code}]}
    clean.setdefault("sections", []).append({"id": "kodet", "title": said("Kodet", "Koda", "Coded"), "unit": unit})
    return Trial(*(as_norm(copied(clean), lists=(CodeList("7497", "1", tuple(held)),)) for held in (known, kept)))
