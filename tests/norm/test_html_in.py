"""HTML of others: no word is lost, nothing dangerous comes through, and what was mended is told with its place."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.blocks import (
    Block,
    BulletList,
    Cell,
    Figure,
    Heading,
    Item,
    Mark,
    Paragraph,
    Quote,
    Table,
    faults,
    links,
    words,
)
from normverk.norm.html import to_html
from normverk.norm.html_in import KINDS, Read, elements, read_html
from normverk.norm.text import Text

_BLOCK = ("p", "div", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "h2", "h4", "figure", "section")
_INLINE = ("b", "em", "a", "span", "sub", "u", "code", "del", "x-widget")
_WORD = st.text("abcdæøåÆ&<\"'«»;", min_size=1, max_size=6).map(lambda word: word.strip()).filter(bool)


@st.composite
def _html(draw: st.DrawFn, depth: int = 4) -> tuple[str, list[str]]:
    """A stretch of HTML, well formed or not, and the words that can be seen in it, in order."""
    made, seen = [], []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 5))
        if kind < 2 or depth == 0:
            word = draw(_WORD)
            made.append(f" {escape(word)} ")
            seen.append(word)
        elif kind == 2:
            made.append(
                draw(
                    st.sampled_from(["<br>", "</p>", "</b>", "<p>", "<li>", "<!-- nei -->", "</div>", "\t\n", "&nbsp;"])
                )
            )
        else:
            tag = draw(st.sampled_from(_BLOCK + _INLINE))
            inside, within = draw(_html(depth - 1))
            given_href = ' href="https://a.no/b" onclick="x()"' if tag == "a" else ""
            made.append(f"<{tag}{given_href}>{inside}" + (f"</{tag}>" if draw(st.integers(0, 9)) else ""))
            seen += within
    return "".join(made), seen


@given(_html())
def test_every_word_that_can_be_seen_survives(given_html: tuple[str, list[str]]) -> None:
    html, seen = given_html
    read = read_html(html)
    assert sorted(words(read.blocks, "nb").split()) == sorted(seen)
    assert not faults(read.blocks)
    assert {complaint.kind for complaint in read.complaints} <= set(KINDS)


@given(_html())
def test_what_was_read_is_written_and_read_again_as_the_same(given_html: tuple[str, list[str]]) -> None:
    read = read_html(given_html[0])
    assert read_html(to_html(read.blocks, "nb", top=read.top)).blocks == read.blocks


@given(st.text("<>/=\"' abpliutdrh1&;[]-!", max_size=80))
def test_any_signs_at_all_can_be_read(html: str) -> None:
    read = read_html(html)
    again = read_html(to_html(read.blocks, "nb", top=read.top))
    assert words(again.blocks, "nb").split() == words(read.blocks, "nb").split()


def _only(html: str, **more: str) -> Block:
    (block,) = read_html(html, **more).blocks
    return block


def _told(read: Read) -> list[str]:
    return [complaint.kind for complaint in read.complaints]


def _p(said: str) -> Paragraph:
    return Paragraph(Text(said))


def test_each_kind_of_block_comes_in() -> None:
    html = (
        "<h3>Om</h3><p>Et <strong>ord</strong>.</p><ol><li>a<ul><li>b</li></ul></li></ol><blockquote><p>q</p></blockquote>"
        '<figure><img src="https://a.no/b.png" alt="kurve"><figcaption>Figur</figcaption></figure>'
        '<table><caption>T</caption><tr><th>x</th><td colspan="2" rowspan="3">y</td></tr></table>'
    )
    assert read_html(html).blocks == (
        Heading(1, Text("Om")),
        Paragraph(Text("Et ord."), (Mark("strong", 3, 6),)),
        BulletList((Item(Text("a"), blocks=(BulletList((Item(Text("b")),)),)),), ordered=True),
        Quote((_p("q"),)),
        Figure("https://a.no/b.png", Text("kurve"), Text("Figur")),
        Table(((Cell(Text("x"), header=True), Cell(Text("y"), columns=2, rows=3)),), Text("T")),
    )
    assert read_html(html).top == 3


def test_heading_levels_are_relative_and_skipped_ones_are_complained_of() -> None:
    read = read_html("<h2>A</h2><h4>B</h4><h4>C</h4><h2>D</h2>")
    assert [block.level for block in read.blocks if isinstance(block, Heading)] == [1, 2, 2, 1]
    assert [c.found for c in read.complaints if c.kind == "skipped-heading"] == ["h2 → h4", "h2 → h4"]


def test_a_complaint_names_line_and_column() -> None:
    (complaint,) = read_html("<p>ja</p>\n  <p>to&nbsp;ord</p>").complaints
    assert (complaint.kind, complaint.line, complaint.column) == ("no-break-space", 2, 6)


@pytest.mark.parametrize(
    ("html", "kind", "left"),
    [
        ("<p>a&nbsp;b</p>", "no-break-space", "a b"),
        ("<p>a\tb</p>", "tab", "a b"),
        ('<p>sa han."</p>', "stray-quote", 'sa han."'),
        ("<p>a<script>alert(1)</script>b</p>", "script", "ab"),
        ("<style>p{}</style>a", "script", "a"),
        ('<p onclick="x()">a</p>', "event-attribute", "a"),
        ('<a href="javascript:alert(1)">a</a>', "unsafe-link", "a"),
        ('<a href=" jAvascript\n:alert(1)">a</a>', "unsafe-link", "a"),
        ('<a href="data:text/html,x">a</a>', "unsafe-link", "a"),
        ('<a href="None">a</a>', "dead-link", "a"),
        ('<a href="">a</a>', "dead-link", "a"),
        ("<h3>&nbsp;</h3>a", "empty-element", "a"),
        ("<ol></ol>a", "empty-element", "a"),
        ("a<!-- b -->", "comment", "a"),
        ("<p>a<br>b</p>", "line-break", "a\nb"),
        ("<ul>a<li>b</ul>", "misplaced", "a\nb"),
        ("<x-y>a</x-y>", "unknown-element", "a"),
        ("<del>a</del>", "struck-out", "a"),
        ("a\x01b", "control-sign", "a b"),
        ("a\u200bb", "control-sign", "ab"),
        ('<img alt="kurve">', "no-picture", "kurve"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "ragged-table", "a\nb\nc"),
        ("<p style='color:red'>a</p>", "appearance", "a"),
        ("<p id='x'>a</p>", "anchor", "a"),
        ("a</em>", "unbalanced", "a"),
    ],
)
def test_dirt_is_cleaned_and_told(html: str, kind: str, left: str) -> None:
    read = read_html(html)
    assert kind in _told(read)
    assert words(read.blocks, "nb") == left


def test_only_links_that_lead_somewhere_are_kept() -> None:
    read = read_html(
        '<p><a href="/om">a</a> <a href="https://api.x.no/innhold/rad/1">b</a> <a href="#c">c</a></p>',
        base="https://www.x.no/side",
        api_host="api.x.no",
    )
    assert links(read.blocks) == ("https://www.x.no/om", "https://api.x.no/innhold/rad/1", "#c")
    assert _told(read) == ["relative-link", "api-link"]


def test_a_shortcode_becomes_the_words_and_the_link_it_stands_for() -> None:
    read = read_html('<p>Se [knapp text="Les mer" url="https://a.no/b" /] her [ukjent /] og [1].</p>')
    assert read.blocks == (
        Paragraph(Text("Se Les mer her [ukjent /] og [1]."), (Mark("link", 3, 10, href="https://a.no/b"),)),
    )
    assert _told(read) == ["shortcode", "shortcode"]


def test_pictures_need_an_address_and_an_alternative() -> None:
    assert _only('<img src="https://a.no/b.png" alt=" to  ord ">') == Figure("https://a.no/b.png", Text("to ord"))
    assert _told(read_html('<img src="https://a.no/b.png">')) == ["no-alternative"]
    assert _only('<img src="b.png" alt="x">', base="https://a.no/c/") == Figure("https://a.no/c/b.png", Text("x"))


def test_a_film_is_kept_as_a_link() -> None:
    (block,) = read_html('<iframe src="https://v.no/1" title="Film om kols"></iframe>').blocks
    assert block == Paragraph(Text("Film om kols"), (Mark("link", 0, 12, href="https://v.no/1"),))


def test_other_languages_stand_in_their_own_place() -> None:
    assert read_html("<p>Kva <b>no</b></p>", "nn").blocks == (
        Paragraph(Text(nb="", nn="Kva no"), (Mark("strong", 4, 6, "nn"),)),
    )


def test_ten_thousand_elements_inside_one_another_are_no_trouble() -> None:
    read = read_html("<div><ul><li><b>" * 10_000 + "ord")
    assert words(read.blocks, "nb") == "ord"
    assert "too-deep" in _told(read)


_PIECES = (
    "<p>", "</p>", "<P>", "</Li>", "<li>", "<ul>", "</ul>", '<a href="x&amp;y" title="å &quot;">', "</a>", "<br/>", "<br />",
    "</br>", '<img src="a" src="b"/>', '<td colspan="2">', "<table>", "<tr>", "</table>", "<script>", "</script>", "<!-- c -->",
    "< p", "&amp;", "&nbsp", "&", "a\nb", "ord", "\r\n", "<", ">", '"', "<p class=x>", "<b id='q'>", "<textarea>", "<title>",
    "</p >", '<h1\n id="k">', "<x-y>", "<b/ >", '<a href="">', "<p/>",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_the_quick_way_through_ordinary_html_gives_what_the_slow_one_does(html: str) -> None:
    quick: list[tuple[str, int, int, str]] = []
    slow: list[tuple[str, int, int, str]] = []
    read = elements.read_elements(html, lambda *told: quick.append(told))
    assert read == elements._read_any(html, lambda *told: slow.append(told))
    assert quick == slow


def test_ordinary_html_goes_the_quick_way_and_other_html_does_not() -> None:
    ordinary = '<h2 id="a">Tittel</h2>\n<p>Les <a href="https://example.org/?a=1&amp;b=2">mer</a><br/>nå.</p>'
    assert elements._ordinary(ordinary) is not None
    assert elements._ordinary("") == []
    for odd in ("a < b", "<p class=x>", "<!-- c -->", "<script>1</script>", "<p", "</p class='a'>"):
        assert elements._ordinary(odd) is None
