"""Texts, tables, data and norms are read as lines, tables, lists and links with places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.checks.example import example, example_section
from normverk.norm.checks.figures import figures
from normverk.norm.documents import lists_of
from normverk.norm.documents.data import read_data
from normverk.norm.documents.fsh import read_fsh
from normverk.norm.documents.lists import versions
from normverk.norm.documents.norm_text import norm_document
from normverk.norm.documents.plain import read_plain
from normverk.norm.documents.tables import read_csv
from normverk.norm.lint import lint, lint_document, lint_lists
from normverk.norm.text import Text
from normverk.norm.units import Outcome, Pico, Unit
from normverk.norm.words import same
from tests.norm.strategies import norm_contents


def test_broken_lines_are_joined_and_points_told_from_paragraphs() -> None:
    text = "Kommunen bør ha\nen plan.\n\n• første punkt\n  som går videre\n• andre punkt\n\nNy tekst."
    lines = [(line.place, line.kind, line.words) for line in read_plain("x", text).lines]
    assert lines == [
        ("line 1", "paragraph", "Kommunen bør ha en plan."),
        ("line 4", "item", "første punkt som går videre"),
        ("line 6", "item", "andre punkt"),
        ("line 8", "paragraph", "Ny tekst."),
    ]


@pytest.mark.parametrize(
    "words", ["24. – 25. april 2024", "18. januar kl. 14", "25.04.2024 10", "f.eks. dette", "31.10"]
)
def test_a_day_or_a_shortening_is_no_point(words: str) -> None:
    assert [line.kind for line in read_plain("x", words).lines] == ["paragraph"]


def test_what_is_counted_under_a_point_belongs_to_it_although_a_line_is_empty() -> None:
    document = read_plain("x", "30 søknader\n\n• Nord:\n\n10 søknader\n\n• Sør:\n\n20 søknader\n")
    ((lead, points),) = lists_of(document.lines)
    assert lead is not None
    assert (lead.words, [point.words for point in points]) == ("30 søknader", ["Nord: 10 søknader", "Sør: 20 søknader"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("180 søknader, 332,1 millioner kroner", [("180", "søknader"), ("332.1", "MNOK")]),
        ("43,2 MNOK og 200 000 kr", [("43.2", "MNOK"), ("200000", "NOK")]),
        ("1,5 millioner innbyggere, ca. 94 %", [("1.5", "millioner"), ("94", "%")]),
        ("24. – 25. april 2024 kl. 14.00, § 5-13, HIS 80822:2014, sak 11/24, 2013-2017 og v1.2.3", []),
        ("se https://example.org/2024/7 i 2024", []),
    ],
)
def test_dates_clauses_and_numbers_of_documents_are_no_figures(words: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(figure.value), figure.unit) for figure in figures(words)] == expected


def test_a_table_gives_rows_with_places_and_a_broken_one_is_refused_with_its_row() -> None:
    (grid,) = read_csv("x.csv", "a;b\n1;2\n").grids
    assert (grid.head, grid.rows, grid.places) == (("a", "b"), (("1", "2"),), ("row 2",))
    with pytest.raises(ValueError, match=r"x\.csv: row 3 has 1 columns, and the head has 2"):
        read_csv("x.csv", "a,b\n1,2\n3\n")
    with pytest.raises(ValueError, match="the table is empty"):
        read_csv("x.csv", "")


def test_html_in_data_is_read_as_the_text_it_is_with_the_levels_it_was_written_with() -> None:
    document = read_data("x", {"tekst": '<h2>A</h2><h4>B</h4><p>Se <a href="https://example.org/">her</a></p>'})
    assert [(line.level, line.words) for line in document.lines if line.kind == "heading"] == [(2, "A"), (4, "B")]
    assert [link.address for link in document.links] == ["https://example.org/"]
    assert "heading-order" in {finding.check for finding in lint_document(document)}


def test_headings_of_two_texts_are_not_compared() -> None:
    document = read_data("x", {"a": "<h2>A</h2><p>a</p>", "b": "<h4>B</h4><p>b</p>"})
    assert lint_document(document) == ()


def test_a_code_list_is_known_by_its_number_however_it_is_addressed() -> None:
    concepts = [{"code": "1", "display": "Alfa"}]
    for plain in (
        {"id": "7497", "concepts": concepts},
        {"oid": "2.16.578.1.12.4.1.1.7497", "concepts": concepts},
        {"resourceType": "CodeSystem", "url": "urn:oid:2.16.578.1.12.4.1.1.7497", "concept": concepts},
    ):
        assert [known.key for known in read_data("x", plain).lists] == ["7497"]


def test_two_versions_in_one_object_are_two_lists() -> None:
    plain = {"oid": "2.16.578.1.12.4.1.1.7497", "v1": {"3": "Reaksjon fra luftveiene"}, "v2": {"3": "Alvorlig arytmi"}}
    assert [finding.check for finding in lint_lists(versions(plain))] == ["code-meaning-changed"]


def test_shorthand_gives_its_texts_and_identifiers_with_lines() -> None:
    text = 'Profile: A\nTitle: "Allergi"\n* system = "urn:uid:1.2"\n* code from urn:oid:1.2.3\n'
    assert [(line.place, line.words) for line in read_fsh("x", text).lines] == [
        ("line 2", "Allergi"),
        ("line 3", "urn:uid:1.2"),
        ("line 4", "urn:oid:1.2.3"),
    ]


def test_data_that_is_nested_without_end_is_refused() -> None:
    plain: Any = "bunn"
    for _ in range(100):
        plain = [plain]
    with pytest.raises(ValueError, match="nested more than"):
        read_data("x", plain)


@given(norm_contents(unique=False), st.sampled_from(("nb", "nn", "en", "se")))
def test_any_norm_is_a_document_in_any_language(content: Any, language: str) -> None:
    document = norm_document(content, language)
    assert all(line.place for line in document.lines)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.just("concepts"), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_data_makes_a_check_fall_over(plain: Any) -> None:
    document = read_data("x", plain)
    lint_document(document)
    lint_lists((*document.lists, *versions(plain)))


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(("• ", "1) ", "totalt 10 ", "fem punkter:", "\n", "2024-02-31 "))).map("".join)
)
def test_no_text_makes_a_check_fall_over(text: str) -> None:
    lint_document(read_plain("x", text))


def test_the_question_behind_a_recommendation_is_among_what_is_read() -> None:
    effect = Text("4 + 4 = 9 av 100", "4 + 4 = 9 av 100", "4 + 4 = 9 of 100")
    pico = Pico("p", same("Voksne\u200b"), same("Trening"), same("Hvile"), (Outcome(same("Fall"), effect=effect),))
    norm = example(example_section(unit=Unit("recommendation", picos=(pico,))))
    where = "sections/a/unit/picos/p"
    assert [(one.check, one.place) for one in lint(norm.content)] == [
        ("sum-in-text", f"{where}/outcomes/1/effect"),
        ("unseen-signs", f"{where}/population"),
    ]
