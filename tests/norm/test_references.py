"""References written as APA writes them, from their parts."""

from __future__ import annotations

import pytest

from normverk.norm.references import Reference, apa


@pytest.mark.parametrize(
    ("reference", "written"),
    [
        (
            Reference(
                "a", "En oppdiktet studie", "article", ("Hansen, K.", "Lie, B."), "2020", "Tidsskrift", "12", "3", "4–9",
                doi="10.1000/xyz",
            ),
            "Hansen, K., & Lie, B. (2020). En oppdiktet studie. Tidsskrift, 12(3), 4–9. https://doi.org/10.1000/xyz",
        ),
        (
            Reference("b", "Håndbok", "book", ("Berg, A.",), "2012", publisher="Forlaget"),
            "Berg, A. (2012). Håndbok. Forlaget.",
        ),
        (
            Reference("c", "Om frister", "chapter", ("Berg, A.",), "2012", "Håndbok", pages="1–9", publisher="Forlaget"),
            "Berg, A. (2012). Om frister. I Håndbok, 1–9. Forlaget.",
        ),
        (Reference("d", "Er det slik?", "web", url="https://example.org"), "(u.å.). Er det slik? https://example.org"),
        (Reference("e", as_given="Slik den kom, 1999"), "Slik den kom, 1999"),
        (Reference("f", url="https://example.org"), "https://example.org"),
    ],
)  # fmt: skip
def test_a_reference_is_written_from_its_parts(reference: Reference, written: str) -> None:
    assert apa(reference) == written


def test_of_more_than_twenty_authors_nineteen_and_the_last_are_named() -> None:
    authors = tuple(f"N{number}, A." for number in range(1, 23))
    assert apa(Reference("a", "T", authors=authors, year="2020")).startswith(
        f"{', '.join(authors[:19])}, … N22, A. (2020)."
    )
