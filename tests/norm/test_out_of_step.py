"""A language is older where the Norwegian was changed after it: changing one does it, changing both or moving does not."""

from __future__ import annotations

from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.blocks import Paragraph
from normverk.norm.content import NormContent, Section
from normverk.norm.lint import lint
from normverk.norm.out_of_step import Older, older_languages
from normverk.norm.text import Text

ONE, TWO, THREE = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)


def section(nb: str, nn: str = "", en: str = "", *, id: str = "a", title: str = "T") -> Section:
    return Section(id, Text(title, title, title), (Paragraph(Text(nb, nn, en)),))


def norm(*sections: Section) -> NormContent:
    return NormContent("advice", Text("T"), Text("F"), Text("O"), Text("M"), "Eier", sections=sections)


FIRST = norm(section("Ti", "Ti", "Ten"))


def test_changing_only_bokmaal_puts_the_others_out_of_step() -> None:
    found = older_languages([(ONE, FIRST), (TWO, norm(section("Elleve", "Ti", "Ten")))])
    assert found == (Older("a", "nn", ONE, "nb", TWO), Older("a", "en", ONE, "nb", TWO))


def test_changing_all_in_one_revision_does_not() -> None:
    assert older_languages([(ONE, FIRST), (TWO, norm(section("Elleve", "Elleve", "Eleven")))]) == ()


def test_a_language_mended_afterwards_is_in_step_again() -> None:
    late = [(TWO, norm(section("Elleve", "Ti", "Ten"))), (THREE, norm(section("Elleve", "Elleve", "Ten")))]
    assert older_languages([(ONE, FIRST), *late]) == (Older("a", "en", ONE, "nb", TWO),)


def test_a_translation_that_is_changed_alone_is_newer_and_not_out_of_step() -> None:
    assert older_languages([(ONE, FIRST), (TWO, norm(section("Ti", "Ti", "Just ten")))]) == ()


def test_what_is_missing_is_not_older() -> None:
    assert older_languages([(ONE, norm(section("Ti"))), (TWO, norm(section("Elleve")))]) == ()


@given(st.permutations(["a", "b", "c"]), st.booleans(), st.text(min_size=1, max_size=3))
def test_moves_and_new_titles_change_nothing(order: list[str], nested: bool, title: str) -> None:
    made = [section(f"Ti {id}", f"Ti {id}", f"Ten {id}", id=id, title=title) for id in order]
    after = (msgspec.structs.replace(made[0], sections=tuple(made[1:])),) if nested else tuple(made)
    before = norm(*(section(f"Ti {id}", f"Ti {id}", f"Ten {id}", id=id) for id in "abc"))
    assert older_languages([(ONE, before), (TWO, norm(*after))]) == ()


@given(st.lists(st.tuples(st.sampled_from(["1", "2"]), st.sampled_from(["1", "2"])), min_size=1, max_size=6))
def test_the_words_of_the_last_content_decide_and_only_changes_count(said: list[tuple[str, str]]) -> None:
    history = [(ONE, norm(section(nb, nn))) for nb, nn in said]
    changed = [max(n for n, pair in enumerate(said) if n == 0 or pair[side] != said[n - 1][side]) for side in (0, 1)]
    assert bool(older_languages(history)) == (changed[1] < changed[0])


def test_the_check_says_the_same() -> None:
    later = norm(section("Elleve", "Ti", "Ten"))
    here, only = ((ONE, FIRST), (TWO, later)), frozenset({"languages-out-of-step"})
    (first, second) = lint(later, history=here, only=only)
    assert (first.place, second.place) == ("sections/a", "sections/a")
    assert "fra 01.01.2025" in first.what.nb
    assert lint(later, only=only) == ()
