"""HTML made of blocks: well formed, escaped, leading only to pages, and saying every word once."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given

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
    words,
)
from normverk.norm.html import line_html, to_html
from normverk.norm.text import Text
from tests.norm.strategies import few_blocks

VOID = {"img"}
KNOWN = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "caption", "tbody", "tr", "th", "td"),
    *("figure", "figcaption", "img", "blockquote", "strong", "em", "code", "sub", "sup", "a", "span"),
}


class Reader(HTMLParser):
    """Reads HTML strictly: every element is known and closed in its turn, every attribute expected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.said: list[str] = []
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        assert {name for name, _ in attrs} <= {"href", "src", "alt", "lang", "scope", "colspan", "rowspan"}
        self.hrefs += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.said += [value or "" for name, value in attrs if name == "alt"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("no comments are written")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@given(few_blocks)
def test_it_is_well_formed_and_says_every_word_of_the_language_once(blocks: tuple[Block, ...]) -> None:
    reader = read(to_html(blocks, "nb", strict=True))
    assert "".join("".join(reader.said).split()) == "".join(words(blocks, "nb").split())


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//x"]
)
def test_a_link_that_leads_to_no_page_becomes_plain_words(address: str) -> None:
    block = Paragraph(Text("les mer"), (Mark("link", 0, 7, href=address),))
    assert to_html((block,), "nb") == "<p>les mer</p>"
    assert read(to_html((Figure(address, Text("bilde")),), "nb")).hrefs == []


@pytest.mark.parametrize("address", ["https://example.org/a?b=1&c=2", "mailto:post@example.org", "#om"])
def test_a_link_to_a_page_a_mailbox_or_a_place_here_is_kept(address: str) -> None:
    block = Paragraph(Text("les mer"), (Mark("link", 4, 7, href=address),))
    reader = read(to_html((block,), "nb"))
    assert (reader.hrefs, "".join(reader.said)) == ([address], "les mer")


def test_what_looks_like_html_is_words() -> None:
    hostile = Text('<script>alert("x")</script> & <img src=x onerror=y>')
    assert to_html((Paragraph(hostile),), "nb") == (
        "<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;img src=x onerror=y&gt;</p>"
    )


def test_a_missing_language_is_stood_in_for_and_marked() -> None:
    text = Text("Norsk", en="English")
    assert line_html(text, (Mark("strong", 0, 5),), "nn") == '<span lang="nb"><strong>Norsk</strong></span>'
    assert line_html(text, (), "en") == "English"
    assert to_html((Paragraph(text),), "nn", strict=True) == "<p></p>"


def test_a_page_of_ours_loads_no_picture_from_elsewhere_but_leads_to_it() -> None:
    figure = Figure("https://example.org/a.png", Text("Et kart"), Text("Kart"))
    assert to_html((figure,), "nb", pictures=False) == (
        '<figure><p><a href="https://example.org/a.png">Et kart</a></p><figcaption>Kart</figcaption></figure>'
    )


def test_headings_follow_the_page_and_stop_at_the_sixth() -> None:
    blocks = (Heading(1, Text("A")), Heading(5, Text("B")))
    assert to_html(blocks, "nb", top=3) == "<h3>A</h3>\n<h6>B</h6>"


def test_lists_tables_and_quotations_are_what_they_are() -> None:
    inner = BulletList((Item(Text("to")),), ordered=True)
    row = (Cell(Text("Del"), header=True), Cell(Text("Frist"), header=True, columns=2))
    table = Table((row, (Cell(Text("OF1"), header=True), Cell(Text("7")))), Text("Frister"))
    assert to_html(
        (BulletList((Item(Text("en"), blocks=(inner,)),)), table, Quote((Paragraph(Text("§ 1")),))), "nb"
    ) == (
        "<ul><li>en<ol><li>to</li></ol></li></ul>\n"
        '<table><caption>Frister</caption><tbody><tr><th scope="col">Del</th><th scope="col" colspan="2">Frist</th></tr>'
        '<tr><th scope="row">OF1</th><td>7</td></tr></tbody></table>\n'
        "<blockquote><p>§ 1</p></blockquote>"
    )


def test_classes_are_given_where_a_page_asks_for_them() -> None:
    assert to_html((Paragraph(Text("x")),), "nb", classes={"p": "ds-paragraph"}) == '<p class="ds-paragraph">x</p>'


def test_a_table_of_a_page_is_moved_alone_and_named_by_its_caption_or_its_headings() -> None:
    row = (Cell(Text("Kode"), header=True), Cell(Text("Hva & når"), header=True))
    look = {"scroll": "nv-scroll"}
    assert to_html((Table((row,), Text("Koder")),), "nb", classes=look).startswith(
        '<div class="nv-scroll" tabindex="0" role="group" aria-label="Koder"><table><caption>Koder</caption>'
    )
    unnamed = to_html((Table((row,)),), "nb", classes=look)
    assert 'aria-label="Kode, Hva &amp; når"><table>' in unnamed
    assert unnamed.endswith("</table></div>")
