"""Norwegian as it is written: what is found by the same term, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.publish.search.compounds import split
from normverk.publish.search.norwegian import STOP, fold, joined, number_surfaces, related, term, words
from normverk.publish.search.spelling import Candidate, best, distance, grams


def terms(written: str) -> set[str]:
    """The terms of words with blanks between."""
    return {term(fold(word)) for word in written.split()}


@pytest.mark.parametrize(
    "same",
    [
        "henvisning henvisninger henvisningen henvisningene henvist henviser",
        "veileder veiledere veilederen veilederne veiledning",
        "legemiddel legemidler legemidlene legemidlet",
        "fastlege fastlegen fastleger fastlegene fastlegens",
        "helsepersonellov helsepersonelloven",
        "pasient pasienter pasienten pasientene pasientar pasientane",
        "år år årene aar",
        "tilvising tilvisinga tilvisingar henvisning",
        "sjukehus sjukehuset sykehus sykehusene",
        "rettleiar rettleiarar rettleiarane veileder",
        "tilråding tilrådingar anbefaling anbefalinger",
        "høyring høyringa høring høringer hoering hoeringer",
        "faglig fagleg",
        "epikrise epikriser epikrisen",
    ],
)
def test_forms_of_a_word_are_found_by_one_term(same: str) -> None:
    assert len(terms(same)) == 1


@pytest.mark.parametrize("apart", ["råd rad", "fast fastlege", "mål mal", "lov helsepersonellov", "år ar", "sår sar"])
def test_words_that_only_look_alike_are_kept_apart(apart: str) -> None:
    assert len(terms(apart)) == 2


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Forløp", "forloep"), ("forloep", "forloep"), ("RÅD", "raad"), ("raad", "raad"), ("Blære", "blaere"),
     ("idé", "ide"), ("Sámi", "sami"), ("naïv", "naiv"), ("ＩＣＤ", "icd"), ("lege\u00admiddel", "legemiddel")],
)  # fmt: skip
def test_one_spelling_for_all_ways_of_writing(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_again_changes_nothing_more(written: str) -> None:
    assert fold(fold(written)) == fold(written)


@given(st.text(max_size=200))
def test_any_text_can_be_read(written: str) -> None:
    for word in [*words(written), *joined(written), *number_surfaces(written)]:
        assert isinstance(term(fold(word)), str)


@pytest.mark.parametrize(
    ("number", "asked"),
    [("HIS 80822:2014", "his80822 80822 his808222014 808222014"), ("HIS80822", "his80822 80822"),
     ("HIS 1104-1", "his11041 11041 his1104 1104"), ("ICD-10", "icd10"), ("A01FK", "a01fk"), ("X76", "x76"),
     ("2.16.578.1.12.4.1.1.8480", "2165781124118480 8480"), ("NS-EN ISO 27001:2022", "iso27001 iso270012022 27001")],
)  # fmt: skip
def test_a_document_number_is_found_however_it_is_written(number: str, asked: str) -> None:
    assert set(asked.split()) <= set(number_surfaces(number))


def test_what_hyphens_join_is_one_word_too() -> None:
    assert joined("e-helse, ICD-10 og EPJ") == ["ehelse", "icd10", "icd10"]


def test_words_of_obligation_are_not_thrown_away() -> None:
    assert {"skal", "boer", "kan", "maa", "ikke"} & STOP == set()


KNOWN = {
    "forloep",
    "koordinator",
    "pakke",
    "legemiddel",
    "allergi",
    "kreft",
    "pasient",
    "journal",
    "tid",
    "tider",
    "ing",
}


@pytest.mark.parametrize(
    ("word", "parts"),
    [("forloepskoordinator", ("forloep", "koordinator")), ("pakkeforloep", ("pakke", "forloep")),
     ("pasientjournal", ("pasient", "journal")), ("forloepstider", ("forloep", "tider")),
     ("pakkeforloepskoordinator", ("pakke", "forloep", "koordinator")), ("hjernekreft", ("kreft",)),
     ("kreft", ()), ("behandling", ()), ("a01fk123", ())],
)  # fmt: skip
def test_compounds_are_parted_on_words_that_are_known(word: str, parts: tuple[str, ...]) -> None:
    assert split(word, KNOWN.__contains__) == parts


@given(
    st.text(alphabet="abcdefgs", min_size=1, max_size=40), st.sets(st.text(alphabet="abcdefgs", min_size=3, max_size=8))
)
def test_parts_are_known_and_stand_in_the_word_in_order(word: str, known: set[str]) -> None:
    parts = split(word, known.__contains__)
    assert set(parts) <= known
    place = 0
    for part in parts:
        place = word.index(part, place) + len(part)
    assert not parts or place == len(word)


def test_abbreviations_and_english_words_have_norwegian_names() -> None:
    assert related("epj") == (("elektronisk", "pasientjournal"),)
    assert related("referrals") == (("henvisning",),)
    assert related("banan") == ()


@pytest.mark.parametrize(
    ("one", "other", "faults"),
    [("kreft", "kreft", 0), ("kraft", "kreft", 1), ("rkeft", "kreft", 1), ("kref", "kreft", 1), ("krefft", "kreft", 1),
     ("karft", "kreft", 2), ("hest", "kreft", 3)],
)  # fmt: skip
def test_faults_are_counted(one: str, other: str, faults: int) -> None:
    assert distance(one, other, 2) == min(faults, 3)


@given(st.text(alphabet="abc", max_size=8), st.text(alphabet="abc", max_size=8))
def test_it_is_as_far_there_as_back(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2)
    assert (distance(one, other, 2) == 0) == (one == other)


def test_the_nearest_word_is_meant_and_of_equals_the_commoner() -> None:
    words_here = [Candidate("brystkreft", "brystkreft", "brystkreft", 2), Candidate("brystmelk", "brystmelk", "x", 9)]
    assert [each.shown for each in best("brystkraft", words_here)] == ["brystkreft"]
    kings = [Candidate("kongen", "kongen", "kong", 1), Candidate("kongar", "kongar", "kong", 5)]
    assert [each.shown for each in best("kongez", kings)] == ["kongen"]
    assert best("x76", [Candidate("x77", "x77", "x77", 5)]) == ()
    assert len(grams("kreft")) == 5
