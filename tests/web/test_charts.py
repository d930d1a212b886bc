"""Charts: every word escaped, nothing left out in silence, and readable without seeing the drawing."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.web.charts import (
    Band,
    Bar,
    BarChart,
    Line,
    LineChart,
    Marker,
    Point,
    Reference,
    Timeline,
    TimelineClock,
    TimelineEvent,
    TimelineStretch,
    bar_chart,
    line_chart,
    timeline,
)
from normverk.web.charts.svg import nice_end, quartered_end, wrapped

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(1)</script>\"'&<b onload=x>"
DAY = date(2022, 3, 1)


def drawn(markup: str) -> ElementTree.Element:
    """The drawing as a tree; it must be well-formed."""
    return ElementTree.fromstring(markup)


def texts(markup: str) -> list[str]:
    """The words in the drawing, in the order drawn."""
    return ["".join(element.itertext()) for element in drawn(markup).iter(f"{SVG}text")]


def hostile_line_chart() -> str:
    return line_chart(
        LineChart(
            id="a",
            title=HOSTILE,
            description=HOSTILE,
            lines=(Line(HOSTILE, (Point("2021-04", 50.0), Point("2021-05", None))),),
            unit=HOSTILE,
            bands=(Band(HOSTILE, 70, 100),),
            markers=(Marker("2021-05", HOSTILE),),
            missing=HOSTILE,
            write_month=lambda month: HOSTILE,
        )
    )


def hostile_bar_chart() -> str:
    return bar_chart(BarChart("b", HOSTILE, HOSTILE, (Bar(HOSTILE, 1, HOSTILE),), reference=Reference(2, HOSTILE)))


def hostile_timeline() -> str:
    return timeline(
        Timeline(
            id="c",
            title=HOSTILE,
            description=HOSTILE,
            events=(TimelineEvent(DAY, HOSTILE),),
            clocks=(TimelineClock(HOSTILE, "overdue", HOSTILE, DAY, None, DAY + timedelta(3), DAY, HOSTILE),),
            as_of=DAY + timedelta(9),
            as_of_label=HOSTILE,
            events_label=HOSTILE,
            write_day=lambda day: HOSTILE,
        )
    )


@pytest.mark.parametrize("draw", [hostile_line_chart, hostile_bar_chart, hostile_timeline])
def test_hostile_words_stay_words(draw):
    markup = draw()
    tags = {element.tag.removeprefix(SVG) for element in drawn(markup).iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "g", "text", "line", "rect", "path", "circle", "polygon"}
    assert drawn(markup).find(f"{SVG}title").text == HOSTILE
    assert drawn(markup).find(f"{SVG}desc").text == HOSTILE


@pytest.mark.parametrize("draw", [hostile_line_chart, hostile_bar_chart, hostile_timeline])
def test_no_style_or_script_that_the_content_policy_would_refuse(draw):
    attributes = {name for element in drawn(draw()).iter() for name in element.attrib}
    assert not {name for name in attributes if name == "style" or name.startswith("on") or name.endswith("href")}


def test_a_chart_is_an_image_named_by_its_title_and_description():
    picture = drawn(line_chart(LineChart("share", "Title", "Text", (Line("A", (Point("2021-05", 1.0),)),))))
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "share-title share-description"
    assert picture.find(f"{SVG}title").get("id") == "share-title"
    assert picture.find(f"{SVG}desc").get("id") == "share-description"


def test_empty_charts_say_so():
    assert texts(line_chart(LineChart("a", "t", "d", (), empty="Nothing yet"))) == ["Nothing yet"]
    assert texts(line_chart(LineChart("a", "t", "d", (Line("A", ()),), empty="Nothing yet"))) == ["Nothing yet"]
    assert texts(bar_chart(BarChart("b", "t", "d", (), empty="Nothing yet"))) == ["Nothing yet"]
    assert texts(timeline(Timeline("c", "t", "d", (), (), DAY, "today", empty="Nothing yet"))) == [
        "today",
        "Nothing yet",
        "2022-03-01",
    ]


def test_one_point_is_a_symbol_without_a_path():
    picture = drawn(line_chart(LineChart("a", "t", "d", (Line("A", (Point("2021-05", 50.0),)),))))
    assert [element.get("cx") for element in picture.iter(f"{SVG}circle")] == ["256", "20"]
    assert list(picture.iter(f"{SVG}path")) == []


def test_a_month_without_value_breaks_the_line_and_is_explained():
    points = (Point("2021-01", 10.0), Point("2021-02", None), Point("2021-03", 20.0), Point("2021-04", 30.0))
    chart = line_chart(LineChart("a", "t", "d", (Line("A", points),), missing="Fewer than 3"))
    path = next(e for e in drawn(chart).iter(f"{SVG}path") if "nv-line" in e.get("class").split())
    assert [path.get("d").count(letter) for letter in "ML"] == [2, 1]
    assert "Fewer than 3" in texts(chart)
    whole = (Point("2021-01", 10.0), Point("2021-02", 20.0))
    assert "Fewer than 3" not in texts(
        line_chart(LineChart("a", "t", "d", (Line("A", whole),), missing="Fewer than 3"))
    )


def test_a_month_nobody_mentions_still_takes_its_room():
    points = (Point("2020-12", 0.0), Point("2021-01", 0.0), Point("2021-03", 0.0))
    picture = drawn(line_chart(LineChart("a", "t", "d", (Line("A", points),))))
    first, second, last, _key = [float(e.get("cx")) for e in picture.iter(f"{SVG}circle")]
    assert last - second == pytest.approx(2 * (second - first), abs=0.2)


def test_lines_differ_in_dash_and_shape_and_not_in_colour_only():
    lines = tuple(Line(name, (Point("2021-01", 1.0), Point("2021-02", 2.0))) for name in "ABCDEF")
    picture = drawn(line_chart(LineChart("a", "t", "d", lines)))
    dashes = [e.get("stroke-dasharray", "") for e in picture.iter(f"{SVG}path") if "nv-line" in e.get("class").split()]
    assert len(set(dashes)) == 6


@pytest.mark.parametrize("month", ["2021-13", "2021-00"])
def test_a_month_that_does_not_exist_is_refused(month):
    with pytest.raises(ValueError, match=month):
        line_chart(LineChart("a", "t", "d", (Line("A", (Point(month, 1.0),)),)))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        line_chart(LineChart("a", "t", "d", (Line("A", (Point("2021-01", value),)),)))
    with pytest.raises(ValueError, match="finite"):
        bar_chart(BarChart("b", "t", "d", (Bar("A", value, "x"),)))


def test_a_bar_below_zero_is_refused():
    with pytest.raises(ValueError, match="below zero"):
        bar_chart(BarChart("b", "t", "d", (Bar("A", -1, "x"),)))


def test_bars_are_as_long_as_their_values_and_a_hidden_one_has_only_words():
    chart = bar_chart(
        BarChart("b", "t", "d", (Bar("A", 5, "5"), Bar("B", 10, "10"), Bar("C", None, "hidden")), high=20)
    )
    widths = [float(e.get("width")) for e in drawn(chart).iter(f"{SVG}rect") if "nv-bar" in e.get("class")]
    assert widths == [95.0, 190.0]
    assert texts(chart) == ["A", "5", "B", "10", "C", "hidden"]


def test_what_needs_attention_is_hatched_with_the_charts_own_pattern():
    picture = drawn(bar_chart(BarChart("b", "t", "d", (Bar("A", 5, "5", "attention"), Bar("B", 5, "5")))))
    fills = [e.get("fill") for e in picture.iter(f"{SVG}rect") if "nv-bar" in e.get("class")]
    assert fills == ["url(#b-hatch)", None]
    assert [e.get("id") for e in picture.iter(f"{SVG}pattern")] == ["b-hatch"]


def test_events_are_numbered_by_day_and_named_in_the_key():
    events = (TimelineEvent(DAY + timedelta(2), "Second"), TimelineEvent(DAY, "First"))
    chart = timeline(Timeline("c", "t", "d", events, (), DAY + timedelta(5), "now"))
    assert [words for words in texts(chart) if words.startswith("2022-03-01: ")] == ["2022-03-01: First"]
    numbers = [e.text for e in drawn(chart).iter(f"{SVG}text") if e.get("class") == "nv-number"]
    assert numbers == ["1", "2", "1", "2"]


def test_events_of_one_day_are_not_drawn_on_top_of_each_other():
    events = tuple(TimelineEvent(DAY, f"Event {n}") for n in range(3))
    picture = drawn(timeline(Timeline("c", "t", "d", events, (), DAY + timedelta(5), "now")))
    heights = [e.get("cy") for e in picture.iter(f"{SVG}circle")][:3]
    assert len(set(heights)) == 3


def test_time_past_the_limit_is_hatched():
    clock = TimelineClock("OF2", "late", "late", DAY, DAY + timedelta(10), DAY + timedelta(4), None, "limit")
    picture = drawn(timeline(Timeline("c", "t", "d", (), (clock,), DAY + timedelta(10), "now")))
    within, past = [e for e in picture.iter(f"{SVG}rect") if e.get("class") in {"nv-clock", "nv-clock-late"}]
    assert past.get("fill") == "url(#c-hatch)"
    assert float(past.get("width")) == pytest.approx(1.5 * float(within.get("width")), abs=0.2)


def test_a_clock_met_on_its_last_day_has_nothing_past_the_limit():
    clock = TimelineClock("OF2", "met", "met", DAY, DAY + timedelta(7), DAY + timedelta(7), None, "limit")
    picture = drawn(timeline(Timeline("c", "t", "d", (), (clock,), DAY + timedelta(30), "now")))
    assert [e.get("class") for e in picture.iter(f"{SVG}rect") if e.get("class").startswith("nv-clock")] == ["nv-clock"]


def test_a_clock_that_never_started_is_only_named():
    chart = timeline(Timeline("c", "t", "d", (), (TimelineClock("OF4", "not-applicable", "n/a"),), DAY, "now"))
    assert "OF4: n/a" in texts(chart)
    assert [e for e in drawn(chart).iter(f"{SVG}rect") if e.get("class", "").startswith("nv-clock")] == []


days = st.integers(-400, 400).map(lambda offset: DAY + timedelta(offset))


@given(st.lists(st.tuples(days, st.text(max_size=80)), max_size=12), days, st.lists(st.tuples(days, days), max_size=6))
def test_any_patient_fits_in_the_drawing(events, as_of, clocks):
    chart = timeline(
        Timeline(
            "c",
            "t",
            "d",
            tuple(TimelineEvent(day, "".join(c for c in label if c.isprintable())) for day, label in events),
            tuple(TimelineClock("OF", "running", "runs", start, None, due, start, "limit") for start, due in clocks),
            as_of,
            "now",
        )
    )
    for element in drawn(chart).iter():
        for name in {"x", "cx", "x1", "x2"} & set(element.attrib):
            assert 0 <= float(element.get(name)) <= 480


@given(st.text(alphabet="abc æøå", max_size=200), st.integers(2, 60))
def test_wrapping_keeps_every_sign_and_no_line_is_too_long(text, length):
    lines = wrapped(text, length)
    assert max(map(len, lines)) <= length
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace(" ", "")


@given(st.floats(1e-6, 1e9))
def test_an_axis_ends_at_or_above_the_greatest_value_and_not_far_from_it(value):
    assert value * (1 - 1e-6) <= nice_end(value) <= 2.5 * value


def test_stretches_stand_by_name_over_the_days_they_cover_one_a_row() -> None:
    stays = (TimelineStretch(HOSTILE, DAY, DAY + timedelta(4)), TimelineStretch("Midt", DAY + timedelta(4), DAY))
    chart = timeline(
        Timeline("c", "t", "d", (), (), DAY + timedelta(8), "now", stretches=stays, stretches_label="Hospitals")
    )
    assert [words for words in texts(chart) if words in {"Hospitals", HOSTILE, "Midt"}] == [
        "Hospitals",
        HOSTILE,
        "Midt",
    ]
    bars = [one for one in drawn(chart).iter(f"{SVG}line") if one.get("class") == "nv-stretch"]
    spans = [(float(one.get("x1", 0)), float(one.get("x2", 0))) for one in bars if one.get("y1") == one.get("y2")]
    assert [first < last for first, last in spans] == [True, True]  # even one that ends before it begins is drawn


@given(st.floats(min_value=0.001, max_value=1e6))
def test_the_quarters_of_an_axis_have_at_most_two_digits(value: float) -> None:
    end = quartered_end(value)
    assert value * (1 - 1e-6) <= end <= 1.5 * value * (1 + 1e-6)
    assert float(f"{end / 4:.1e}") == pytest.approx(end / 4, rel=1e-9)


def test_an_axis_of_lines_ends_where_its_quarters_are_round() -> None:
    assert [quartered_end(value) for value in (31.2, 7, 12, 100, 0)] == [32, 8, 12, 100, 1]
