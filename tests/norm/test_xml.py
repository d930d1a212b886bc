"""XML is read as words, records, tables, links and code lists with lines; broken XML is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.cli import parser, run
from normverk.norm.documents.xml_data import read_xml
from normverk.norm.lint import lint_document, lint_lists

FHIR = b"""<CodeSystem xmlns="http://hl7.org/fhir">
  <url value="http://example.org/cs"/>
  <identifier><value value="urn:oid:2.16.578.1.12.4.1.1.7497"/></identifier>
  <version value="2"/>
  <count value="3"/>
  <concept><code value="1"/><display value="Alfa"/>
    <concept><code value="1a"/><display value="Liten alfa"/></concept>
  </concept>
  <concept><code value="2"/><display value="Beta"/></concept>
</CodeSystem>"""
ROWS = b"""<kodeverk OID="2.16.578.1.12.4.1.1.7497" versjon="1">
  <rad V="1" DN="Gamma" gyldig_til="2020-12-31"/>
  <rad V="2" DN="Beta"/>
</kodeverk>"""
SCHEMA = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://example.org/m">
  <xs:simpleType name="Status"><xs:restriction base="xs:token">
    <xs:enumeration value="1"><xs:annotation><xs:documentation>Sendt</xs:documentation></xs:annotation></xs:enumeration>
    <xs:enumeration value="2"><xs:annotation><xs:documentation>Lest</xs:documentation></xs:annotation></xs:enumeration>
  </xs:restriction></xs:simpleType>
  <xs:simpleType name="Bare"><xs:restriction base="xs:token"><xs:enumeration value="NI"/></xs:restriction></xs:simpleType>
</xs:schema>"""


def test_words_and_attributes_have_the_line_they_stand_on() -> None:
    document = read_xml("x", b'<melding>\n <dag V="2024-02-31"/>\n <merknad>Se\n  her</merknad> etterord\n</melding>')
    assert [(line.place, line.words) for line in document.lines] == [
        ("line 2, @V", "2024-02-31"),
        ("line 3", "Se her"),
        ("line 3", "etterord"),
    ]
    assert [(one.check, one.place) for one in lint_document(document)] == [("no-such-day", "line 2, @V")]


def test_fields_that_belong_together_are_a_record_and_their_dates_are_compared() -> None:
    document = read_xml("x", b"<p>\n<periode><fra>2024-05-02</fra><til>2024-05-01</til></periode></p>")
    assert [(one.check, one.place) for one in lint_document(document)] == [("dates-in-order", "line 2")]


def test_equal_siblings_are_a_table() -> None:
    rows = b'<t>\n<r sted="nord" antall="10"/>\n<r sted="sor" antall="20"/>\n<r sted="Sum" antall="31"/></t>'
    (grid,) = read_xml("x", rows).grids
    assert (grid.head, grid.places) == (("sted", "antall"), ("line 2", "line 3", "line 4"))
    assert [one.check for one in lint_document(read_xml("x", rows))] == ["sum-in-table"]


@pytest.mark.parametrize(
    ("data", "key", "codes"),
    [(FHIR, "7497", ["1", "1a", "2"]), (ROWS, "7497", ["1", "2"]), (SCHEMA, "http://example.org/m#Status", ["1", "2"])],
)
def test_code_lists_are_read_in_their_three_shapes(data: bytes, key: str, codes: list[str]) -> None:
    (found,) = read_xml("x", data).lists
    assert (found.key, [concept.code for concept in found.concepts]) == (key, codes)


def test_code_lists_in_xml_are_compared_with_each_other_and_counted() -> None:
    lists = (*read_xml("a", FHIR).lists, *read_xml("b", ROWS).lists)
    assert [one.check for one in lint_lists(lists)] == ["code-meaning-changed"]
    assert [(one.check, one.place) for one in lint_document(read_xml("a", FHIR))] == [("count-in-data", "line 1")]


def test_links_for_readers_are_checked_and_names_of_vocabularies_are_none() -> None:
    data = b"""<a xmlns="http://localhost/ns" schemaLocation="http://localhost/x.xsd">
      <b href="javascript:void(0)"/><c>http://localhost/help</c></a>"""
    document = read_xml("x", data)
    assert [link.address for link in document.links] == ["javascript:void(0)", "http://localhost/help"]
    assert {one.check for one in lint_document(document)} == {"link-nowhere", "link-to-test-server"}


def test_html_inside_is_read_as_the_text_it_is() -> None:
    data = b"""<text>\n<div xmlns="http://www.w3.org/1999/xhtml"><p>Se <a href="">her</a></p><img src="a.png"/></div></text>"""
    document = read_xml("x", data)
    assert [line.words for line in document.lines] == ["Se her"]
    assert document.lines[0].place.startswith("line 2/")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "line 1"),
        (b"<a>\n<b>\n</a>", "line 3"),
        (b"<a>\n&x;</a>", "line 2"),
        (b"<a>\n<b c=1/></a>", "line 2"),
        (b"<a>" * 400, "line 1"),
        ("<a>\nø</a>".encode("latin-1"), "line 2"),
    ],
)
def test_broken_xml_is_refused_with_its_line(data: bytes, place: str) -> None:
    with pytest.raises(ValueError, match=rf"x\.xml, {place}, column \d+: this is not XML"):
        read_xml("x.xml", data)


def test_another_encoding_is_read_when_the_file_says_so() -> None:
    document = read_xml("x", '<?xml version="1.0" encoding="ISO-8859-1"?><a>blåbær</a>'.encode("latin-1"))
    assert [line.words for line in document.lines] == ["blåbær"]


def test_entities_bring_in_no_file_and_do_not_swell(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hemmelig", encoding="utf-8")
    document = read_xml("x", f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}">]><a>&s;<b/>ut</a>'.encode())
    assert [line.words for line in document.lines] == ["ut"]
    swell = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    try:
        read = read_xml("x", f'<!DOCTYPE a [<!ENTITY e0 "xxxxxxxxxx">{swell}]><a b="&e11;">&e11;</a>'.encode())
    except ValueError:
        return
    assert sum(len(line.words) for line in read.lines) < 1_000_000


trees = st.recursive(
    st.sampled_from(("ord", "totalt 10", "2024-02-31", "http://localhost/", "")),
    lambda inner: st.lists(
        st.tuples(st.sampled_from(("a", "kode", "rad", "concept", "xs")), inner), min_size=1, max_size=4
    ).map(lambda made: "".join(f'<{tag} V="1" DN="Alfa" id="7">{words}</{tag}>' for tag, words in made)),
    max_leaves=12,
)


@given(
    trees,
    st.sampled_from(("", "http://hl7.org/fhir", "http://www.w3.org/2001/XMLSchema", "http://www.w3.org/1999/xhtml")),
)
def test_no_xml_makes_a_check_fall_over(inner: str, space: str) -> None:
    document = read_xml("x", f'<rot xmlns="{space}">{inner}</rot>'.encode())
    lint_document(document)
    lint_lists(document.lists)


@given(st.binary(max_size=80))
def test_no_bytes_do_anything_but_be_read_or_refused(data: bytes) -> None:
    try:
        read_xml("x", data)
    except ValueError as wrong:
        refused = str(wrong)
    else:
        return
    assert refused.startswith("x, line ")


def test_the_command_reads_xml_and_refuses_what_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "kodeverk.xml", tmp_path / "melding.xsd"
    good.write_bytes(FHIR)
    bad.write_bytes(b"<a>\n<b>")
    run(parser().parse_args(["lint", str(good)]))
    assert "kodeverk.xml:line 1: warning[count-in-data]" in capsys.readouterr().out
    assert run(parser().parse_args(["lint", str(bad)])) == 2
    assert "melding.xsd, line 2" in capsys.readouterr().err
