"""A register's file is taken whole or refused whole, with place and way out of every fault."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.languages import catalogue, say
from normverk.learn.inclusion.reading import FILE_LIMIT, NotUsable, Row, Wrong, read_register
from normverk.norm.text import LANGUAGES
from tests.learn.inclusion.making import MIDT, SOURCE, VEST, ample, in_csv, in_json

TODAY = date(2022, 5, 2)
PATHWAYS = ("brystkreft", "lungekreft")
HEAD = "pathway,organisation,period,new,included,source,source_date\n"
GOOD = f"brystkreft,{VEST},2021-T1,40,30,Register,2022-04-30\n"


def faults(content: bytes | str) -> list[Wrong]:
    """The faults of a file."""
    with pytest.raises(NotUsable) as refused:
        read_register(content.encode() if isinstance(content, str) else content, pathways=PATHWAYS, today=TODAY)
    return list(refused.value.faults)


def test_csv_and_json_say_the_same() -> None:
    from_csv = read_register(in_csv(ample()), pathways=PATHWAYS, today=TODAY)
    assert from_csv == read_register(in_json(ample()), pathways=PATHWAYS, today=TODAY)
    assert (from_csv.source, from_csv.dated, len(from_csv.rows)) == (SOURCE, date(2022, 4, 30), 36)


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + GOOD).encode("utf-8-sig"),
        (HEAD + GOOD).replace(",", ";").encode(),
        (HEAD + GOOD).replace("\n", "\r\n").encode(),
        (HEAD + GOOD + GOOD + "\n").encode(),
        (HEAD.upper() + f'"brystkreft" , {VEST},2021-T1,40,30,"Register",2022-04-30\n'.replace('" ', '"')).encode(),
    ],
    ids=["byte order mark", "semicolons", "CRLF", "the same row twice", "quoted, capital headings"],
)
def test_what_spreadsheets_write_is_read(content: bytes) -> None:
    file = read_register(content, pathways=PATHWAYS, today=TODAY)
    assert file.rows == (Row("brystkreft", VEST, "2021-T1", 40, 30),)


def test_those_included_may_be_left_out() -> None:
    told = HEAD.replace("included,", "") + GOOD.replace("40,30,", "40,")
    assert read_register(told.encode(), pathways=PATHWAYS, today=TODAY).rows[0].included is None


def row(**other: str) -> str:
    """One row that is right but for what is given."""
    fields = {"pathway": "brystkreft", "organisation": VEST, "period": "2021-T1", "new": "40", "included": "30",
              "source": "Register", "source_date": "2022-04-30"}  # fmt: skip
    return ",".join((fields | other).values()) + "\n"


@pytest.mark.parametrize(
    ("other", "code", "column"),
    [
        ({"pathway": "hårkreft"}, "pathway", "pathway"),
        ({"pathway": ""}, "pathway", "pathway"),
        ({"organisation": "31000001"}, "organisation", "organisation"),
        ({"organisation": "٣١٠٠٠٠٠١٩"}, "organisation", "organisation"),
        ({"period": "2021-13"}, "period", "period"),
        ({"period": "2021-T4"}, "period", "period"),
        ({"period": "*"}, "period", "period"),
        ({"period": "release:x"}, "period", "period"),
        ({"period": "0001"}, "period", "period"),
        ({"period": "2022-05"}, "period-later", "period"),
        ({"new": "-4"}, "negative", "new"),
        ({"included": "−1"}, "negative", "included"),
        ({"new": "4.5"}, "number", "new"),
        ({"new": "NaN"}, "number", "new"),
        ({"new": "99999999"}, "number", "new"),
        ({"new": "1" * 5000}, "number", "new"),
        ({"new": ""}, "new-missing", "new"),
        ({"included": "41"}, "more-included", "included"),
        ({"source": ""}, "source-missing", "source"),
        ({"source": "Regi\u202estre"}, "source-name", "source"),
        ({"source": "R" * 121}, "source-name", "source"),
        ({"source_date": "30.04.2022"}, "date", "source_date"),
        ({"source_date": "2022-02-30"}, "date", "source_date"),
        ({"source_date": "2022-05-03"}, "date-future", "source_date"),
    ],
    ids=str,
)
def test_a_fault_in_a_row_is_told_with_line_and_column(other: dict[str, str], code: str, column: str) -> None:
    found = faults(HEAD + row(**other))
    assert [(one.code, one.line, one.column) for one in found] == [(code, 2, column)]


@pytest.mark.parametrize(
    ("second", "code", "column"),
    [
        ({"included": "31"}, "doubled", ""),
        ({"period": "2021-06"}, "kinds", "period"),
        ({"period": "2021-T2", "included": ""}, "partly", "included"),
        ({"period": "2021-T2", "source": "Another"}, "source-other", "source"),
        ({"period": "2021-T2", "source_date": "2022-04-29"}, "date-other", "source_date"),
    ],
    ids=str,
)
def test_two_rows_that_do_not_go_together_refuse_the_file(second: dict[str, str], code: str, column: str) -> None:
    found = faults(HEAD + row() + row(**second))
    assert [(one.code, one.line, one.column) for one in found] == [(code, 3, column)]


def test_other_pathways_may_be_told_by_other_periods_and_without_those_included() -> None:
    told = HEAD + row() + row(pathway="lungekreft", period="2021-06", included="")
    assert len(read_register(told.encode(), pathways=PATHWAYS, today=TODAY).rows) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (HEAD.encode(), "empty"),
        (b'{"source": "R", "source_date": "2022-04-30", "rows": []}', "empty"),
        (b"\xff\xfe" + HEAD.encode("utf-16-le"), "not-utf-8"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x9c", "not-utf-8"),
        ((HEAD + GOOD.replace("Register", '"Register')).encode(), "not-csv"),
        ((HEAD + "a\x00b" + GOOD).encode(), "pathway"),
        (HEAD.replace("source,", "").encode() + GOOD.encode(), "columns"),
        (HEAD.replace("included", "navn").encode() + GOOD.encode(), "columns"),
        (HEAD.replace("included", "new").encode() + GOOD.encode(), "columns"),
        ((HEAD + "brystkreft,1\n").encode(), "cells"),
        ((HEAD + GOOD.strip() + ",more\n").encode(), "cells"),
        (b'{"source": "R", "rows": [', "not-json"),
        (b'{"source":' + b"[" * 5000, "shape"),
        (b'{"source": "R", "source_date": "2022-04-30"}', "shape"),
        (in_json([(VEST, "2021-T1", "40", 30)]), "shape"),  # type: ignore[list-item]
        (b"{" + b" " * FILE_LIMIT, "too-large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_such_file_is_refused(content: bytes, code: str) -> None:
    assert faults(content)[0].code == code


def test_the_place_in_json_is_the_number_of_the_row() -> None:
    given = json.loads(in_json(ample()))
    given["rows"][4]["new"] = "many"
    (found,) = faults(json.dumps(given).encode())
    assert (found.code, found.line, found.column) == ("shape", 5, "new")
    given["rows"][4]["new"] = -1
    (found,) = faults(json.dumps(given).encode())
    assert (found.code, found.line, found.column) == ("negative", 5, "new")


def test_every_fault_is_told_at_once_and_no_more_than_fifty() -> None:
    found = faults(HEAD + row(new="x", organisation="y") + row() + row(pathway="z"))
    assert [(one.line, one.column) for one in found] == [(2, "organisation"), (2, "new"), (4, "pathway")]
    assert len(faults(HEAD + row(new="x") * 500)) == 50


def test_the_way_out_of_an_unknown_pathway_names_those_there_are() -> None:
    (found,) = faults(HEAD + row(pathway="x"))
    assert say("inclusion.wrong.pathway", "en", known=found.known).endswith("The pathways are: brystkreft, lungekreft.")


def test_every_fault_has_words_in_three_languages_that_hold_no_unknown_place() -> None:
    keys = [key for key in catalogue() if key.startswith("inclusion.wrong.")]
    assert len(keys) >= 30
    for key in keys:
        for language in LANGUAGES:
            assert "{" not in say(key, language, known="1", line=2, column="new")


@given(st.permutations(ample("tertial")))
def test_the_order_of_rows_means_nothing(rows: list[tuple[str, str, int, int | None]]) -> None:
    in_order = read_register(in_csv(ample("tertial")), pathways=PATHWAYS, today=TODAY)
    assert read_register(in_csv(rows), pathways=PATHWAYS, today=TODAY) == in_order


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEAD + text).encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        file = read_register(content, pathways=PATHWAYS, today=TODAY)
    except NotUsable as refused:
        told = {f"inclusion.wrong.{one.code}" for one in refused.faults}
    else:
        assert file.rows
        return
    assert told
    assert told <= catalogue().keys()


def test_hospitals_are_told_apart() -> None:
    told = HEAD + row() + row(organisation=MIDT, included="31")
    assert [one.organisation for one in read_register(told.encode(), pathways=PATHWAYS, today=TODAY).rows] == [
        VEST,
        MIDT,
    ]
