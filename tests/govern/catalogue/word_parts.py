"""A Word document as an office makes them, part by part: numbering, changes, comments, boxes, pictures, controls."""

from __future__ import annotations

from collections.abc import Iterator

from tests.govern.catalogue.word_files import PACKAGE, W, paragraph, relationships, word_file

SPACES = (
    f"{W} "
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
CHANGED = 'w:id="{id}" w:author="En saksbehandler" w:date="2026-03-01T10:00:00Z"'
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
PARTS = {"word/comments.xml": "comments", "word/numbering.xml": "numbering", "word/endnotes.xml": "endnotes"}


def run(words: str, look: str = "") -> str:
    """A run of words; `look` is the inside of its properties."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def inserted(words: str, number: int = 1) -> str:
    """Words that one has put in and nobody has accepted yet."""
    return f"<w:ins {CHANGED.format(id=number)}>{run(words)}</w:ins>"


def deleted(words: str, number: int = 2) -> str:
    """Words that one has taken out and nobody has accepted yet."""
    return f"<w:del {CHANGED.format(id=number)}><w:r><w:delText>{words}</w:delText></w:r></w:del>"


def moved(words: str) -> tuple[str, str]:
    """Words that were moved: where they came from, and where they went."""
    return (
        f"<w:moveFrom {CHANGED.format(id=3)}>{run(words)}</w:moveFrom>",
        f"<w:moveTo {CHANGED.format(id=4)}>{run(words)}</w:moveTo>",
    )


def commented(words: str, number: int = 0) -> str:
    """Words with a comment in the margin."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{run(words)}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def listed(words: str, level: int = 0, number: int = 1) -> str:
    """A point of a list; `number` is the list, as NUMBERING has them (1 dots, 2 numbers)."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run(words)}</w:p>'
    )


def picture(alt: str | None) -> str:
    """A picture in the text, with words instead of it or without."""
    told = "" if alt is None else f' descr="{alt}"'
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="Bilde 1"{told}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        '<a:blip r:embed="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def text_box(words: str) -> str:
    """A box with words as Word writes it today: the new form, and the same words once more for old readers."""
    inside = f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def control(inside: str, kind: str = "<w:text/>", title: str = "Felt") -> str:
    """A content control of a template, around paragraphs or words."""
    return f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def cell(words: str, *, wide: int = 1, down: str = "") -> str:
    """A cell `wide` columns wide; `down` is restart for the first of a column of merged cells, and continue below it."""
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    merge = f'<w:vMerge w:val="{down}"/>' if down else ""
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p>{run(words) if words else ''}</w:p></w:tc>"


def table(*rows: str, header: bool = True) -> str:
    """A table whose first row is repeated on each page when `header`."""
    made = "".join(
        f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header and not number else ''}{row}</w:tr>"
        for number, row in enumerate(rows)
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def link(words: str, relation: str = "rId2") -> str:
    """Words that lead to what the relation of the document names."""
    return f'<w:hyperlink r:id="{relation}">{run(words)}</w:hyperlink>'


def field(words: str, instruction: str) -> str:
    """Words that Word made out of a field."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{sign.format('begin')}<w:r><w:instrText>{instruction}</w:instrText></w:r>{sign.format('separate')}"
        f"{run(words)}{sign.format('end')}"
    )


def note(number: int = 2, kind: str = "footnote") -> str:
    """The small figure that leads to a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def heading(words: str, level: int) -> str:
    """A numbered heading in the style of a Norwegian Word."""
    return paragraph(words, f"Overskrift{level}")


def _levels(form: str) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/></w:lvl>' for level in range(9)
    )


NUMBERING = (
    f"<w:numbering {W}>"
    f'<w:abstractNum w:abstractNumId="0">{_levels("bullet")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{_levels("decimal")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    "</w:numbering>"
)
COMMENTS = (
    f'<w:comments {W}><w:comment w:id="0" w:author="En leser" w:initials="EL">'
    "<w:p><w:r><w:t>Er dette riktig?</w:t></w:r></w:p></w:comment></w:comments>"
)
ENDNOTES = f'<w:endnotes {W}><w:endnote w:id="2"><w:p><w:r><w:t>Sist i alt.</w:t></w:r></w:p></w:endnote></w:endnotes>'


def styles(name: str = "Overskrift {}", id: str = "Overskrift{}") -> str:
    """The styles of a document whose headings are called and numbered like this."""
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id.format(level)}"><w:name w:val="{name.format(level)}"/>'
        f'<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in range(1, 10)
    )
    return (
        f'<w:styles {W}>{made}<w:style w:type="paragraph" w:styleId="Rart"><w:name w:val="Rart"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Tittel"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="INNH1"><w:name w:val="toc 1"/></w:style></w:styles>'
    )


def office_file(body: str, more: dict[str, str | bytes] | None = None, *, named: str = styles()) -> bytes:
    """A Word document with this body and the parts that it may lean on."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>'
    )
    led = relationships(
        ("rId2", "hyperlink", "https://example.org/kilde", True), ("rId9", "image", "media/image1.png", False)
    )
    return word_file(
        "",
        {
            "word/document.xml": document,
            "word/styles.xml": named,
            "word/numbering.xml": NUMBERING,
            "word/comments.xml": COMMENTS,
            "word/endnotes.xml": ENDNOTES,
            "word/media/image1.png": PIXEL,
            "word/_rels/document.xml.rels": led,
            "docProps/app.xml": "<Properties/>",
            **(more or {}),
        },
    )


def _chapter(number: int) -> Iterator[str]:
    yield heading(f"Kapittel {number}", 1)
    for part in range(1, 4):
        yield heading(f"Avsnitt {number}.{part}", 2)
        for _ in range(6):
            yield paragraph(f"Kommunen bør ha en plan for oppfølging nummer {number}. " * 6)
        yield table(*(cell("Frist") + cell(f"{row} dager") for row in range(5)))
        yield "".join(listed(f"Punkt {point}", point % 3) for point in range(6))
        yield f"<w:p>{run('Se kilden')}{note()}</w:p>"


def long_body(pages: int) -> str:
    """About so many printed pages of chapters, each with headings, text, tables, lists and notes: 2.5 pages a chapter."""
    return "".join("".join(_chapter(number)) for number in range(1, max(2, pages * 2 // 5) + 1))


assert "word/document.xml" in PACKAGE
