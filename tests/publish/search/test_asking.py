"""What a question is made of and what it gets: groups, facets, marked pieces, pages; and questions that mean no good."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from normverk.publish.search.answers import Asked
from normverk.publish.search.masks import mask_of
from normverk.publish.search.norwegian import fold, spellings
from normverk.publish.search.queries import search
from normverk.publish.search.reading import open_index
from normverk.publish.search.spans import Marks, marks_of, passage, pieces
from tests.publish.search.judging import TODAY
from tests.publish.search.test_index import ask, keys

HOSTILE = (
    '"', '""', "'", "*", "a*", "^", "(", ")", "()", "NEAR(a b)", "a NEAR b", "AND", "a AND", "OR OR", "NOT a", "title:a",
    "{title}: a", "a:b", "-", "--", "+a", "a\0b", "\0", "%", "_", "__", ";DROP TABLE document", "' OR 1=1 --", "«»", "“a",
    "\\", "/", "../../etc/passwd", "<script>alert(1)</script>", "&amp;", "\u202eabc", "\ud800", "日本語", "اللغة",
    "Кирилица", "😀", "ａｂｃ", "ß", "İ", "\u0301", "e\u0301", "\u200b", "\t\n", "0", "-1", "1e309", "NaN", "null", "a" * 5000,
    "a " * 3000, "å" * 400, "\"a\" " * 500, "kreft " * 400, ":" * 300, "1" * 400, "a-" * 200, "his " * 90 + "80822",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_written_is_answered_and_soon(index: Path, words: str) -> None:
    begun = time.perf_counter()
    answer = ask(index, words)
    assert time.perf_counter() - begun < 1
    assert answer.total >= len(answer.hits)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_any_text_is_a_question(index: Path, words: str) -> None:
    assert ask(index, words).total >= 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(["kreft", "AND", "OR", "NOT", "NEAR", '"', "(", ")", "*", "^", "-", ":", "his"])))
def test_operators_are_words_like_any_other(index: Path, words: list[str]) -> None:
    assert ask(index, " ".join(words)).total >= 0


def test_words_in_quotation_marks_must_stand_in_a_row(index: Path) -> None:
    assert keys(index, "«Pasientens fastlege»") == ["pasientens-fastlege"]
    assert keys(index, '"fastlege pasientens"') == []
    assert len(keys(index, "fastlege pasientens")) > 1
    assert keys(index, "«om fastlegen»") == keys(index, "fastlegen")


def test_too_few_hits_with_every_word_brings_those_with_some_after_them(index: Path) -> None:
    answer = ask(index, "tannlege astma barn")
    assert not answer.every_word
    assert answer.hits[0].key == "astma-barn"
    assert ask(index, "kreft").every_word


def test_a_word_nobody_knows_is_named_as_it_was_written(index: Path) -> None:
    answer = ask(index, "Brystkraft")
    assert (answer.missing, answer.suggestion) == (("Brystkraft",), "brystkreft")
    assert answer.meant == (("Brystkraft", ("brystkreft",)),)
    assert answer.hits[0].key == "brystkreft"
    assert ask(index, "Xyzøæå").missing == ("Xyzøæå",)


def test_facets_count_what_choosing_them_would_give(index: Path) -> None:
    answer = ask(index, "kreft", size=200)
    for facet in answer.facets:
        for one in facet.values:
            assert ask(index, "kreft", narrowed=((facet.name, (one.value,)),)).total == one.count, (
                facet.name,
                one.value,
            )


def test_two_values_of_a_facet_are_either_and_two_facets_are_both(index: Path) -> None:
    either = ask(index, "", narrowed=(("kind", ("pathway", "standard")),)).total
    assert either == sum(ask(index, "", narrowed=(("kind", (kind,)),)).total for kind in ("pathway", "standard"))
    both = ask(index, "", narrowed=(("kind", ("standard",)), ("theme", ("NAV",))), size=200)
    assert both.total == 4
    assert {hit.kind for hit in both.hits} == {"standard"}
    kinds = next(facet for facet in both.facets if facet.name == "kind")
    assert [(one.value, one.count, one.chosen) for one in kinds.values] == [("standard", 4, True)]


def test_a_facet_value_nobody_has_finds_nothing(index: Path) -> None:
    assert ask(index, "kreft", narrowed=(("kind", ("weather",)),)).total == 0


def test_pages_follow_one_another_without_gap_or_double(index: Path) -> None:
    whole = keys(index, "kreft", size=200)
    pages = ask(index, "kreft", size=7).pages
    assert [key for page in range(1, pages + 1) for key in keys(index, "kreft", size=7, page=page)] == whole
    assert keys(index, "kreft", size=7, page=99) == keys(index, "kreft", size=7, page=pages)


def test_what_is_not_in_force_stands_after_what_is(index: Path) -> None:
    answer = search(Asked(words="kreft"), today=TODAY, path=index)
    assert {hit.standing for hit in answer.hits} == {"in-force"}


@pytest.mark.parametrize(("words", "marked"), [("tilvising", "henvisning"), ("henvisninger", "henvisning")])
def test_the_words_meant_are_marked_also_in_other_forms(index: Path, words: str, marked: str) -> None:
    hit = next(hit for hit in ask(index, words).hits if hit.key == "god-henvisning")
    assert marked in [piece.text.lower() for piece in hit.title if piece.hit]


def test_a_passage_in_another_language_says_which(index: Path) -> None:
    hit = next(hit for hit in ask(index, "current medication").hits if hit.key == "patient-summary")
    assert (hit.passage_language, hit.title_language) == ("en", "en")
    assert [piece.text for piece in hit.passage if piece.hit] == ["current", "medication"]


WORDS = st.text(alphabet="abæ <&\"'._-\n", max_size=400)


@given(WORDS)
def test_pieces_joined_again_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text, Marks(("a",)))) == text


@given(WORDS)
def test_a_passage_is_a_part_of_the_text(text: str) -> None:
    cut, most = passage(text, Marks(("ab",)))
    inner = "".join(piece.text for piece in cut).removeprefix("… ").removesuffix(" …")
    assert inner in text
    assert (most > 0) == any(piece.hit for piece in cut)


SURFACES = st.lists(st.text(alphabet="aeobs1", min_size=1, max_size=9), max_size=6)


@given(SURFACES)
def test_every_spelling_of_a_word_is_the_word_folded(surfaces: list[str]) -> None:
    assert all(fold(spelling) == surface for surface in surfaces for spelling in spellings(surface))


@given(st.lists(st.text(alphabet="åæøbnBÅİ_", min_size=1, max_size=8), max_size=12), st.data())
def test_marked_is_each_word_that_was_asked_for_or_has_a_long_term_inside(text: list[str], data: st.DataObject) -> None:
    folded = [fold(word) for word in text]
    asked = data.draw(st.sets(st.sampled_from(folded))) if folded else set()
    asked = {word for word in asked if word.isalpha()}
    marked = {piece.text for piece in pieces(" ".join(text), marks_of(asked, asked)) if piece.hit}
    wanted = {
        word
        for word, surface in zip(text, folded, strict=True)
        if surface in asked or any(len(term) >= 5 and term in surface for term in asked)
    }
    assert marked == wanted


def test_ranking_a_few_of_what_is_found_gives_them_the_order_they_have_among_all(index: Path) -> None:
    opened = open_index(index)
    whole = list(opened.ranked('"kreft" OR "pakkeforloep" OR "utred"'))
    few = mask_of(id for id, _ in whole[::3])
    assert list(opened.ranked('"kreft" OR "pakkeforloep" OR "utred"', few)) == whole[::3]
    assert len(whole) > 9
