"""A day in a form: written as people write it, never read with the month first, and never a slip of the keys."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from normverk.web.forms import day_field

LANGUAGES = ("nb", "nn", "en")


def read(written: str) -> forms.Form:
    """A form with one day, filled in."""

    class One(forms.Form):
        def __init__(self) -> None:
            super().__init__({"day": written})
            self.fields["day"] = day_field("Dag")

    return One()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["2022-02-03", "03.02.2022", "3.2.2022", " 2022-02-03 "])
def test_a_day_reads_the_same_in_every_language(language: str, written: str) -> None:
    with override(language):
        form = read(written)
        assert form.is_valid()
        assert form.cleaned_data["day"] == date(2022, 2, 3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["31.02.2026", "02/03/2022", "i morgen", "2022-02", "<b>1</b>", "3.2.22"])
def test_what_is_no_day_is_told_with_the_way_to_write_one(language: str, written: str) -> None:
    with override(language):
        (told,) = read(written).errors["day"]
    assert "31.01.2022" in told
    assert "2022-01-31" in told


@pytest.mark.parametrize("written", ["0001-01-01", "0022-05-03", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_year_that_nobody_means_is_told(written: str) -> None:
    (told,) = read(written).errors["day"]
    assert "1900" in told
    assert "2199" in told


@pytest.mark.parametrize("written", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_are_taken(written: str) -> None:
    assert read(written).is_valid()
