"""Small Word documents made of their parts, for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
PACKAGE = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles {W}>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Anbefaling"><w:name w:val="Anbefaling"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Rart"><w:name w:val="Rart"/></w:style></w:styles>'
)
FOOTNOTES = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>Se kilden.</w:t></w:r></w:p></w:footnote></w:footnotes>'


def relationships(*rows: tuple[str, str, str, bool]) -> str:
    """The relationships of the document: id, last word of the type, target, and whether it lies outside."""
    made = "".join(
        f'<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
        for id, kind, target, outside in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships '
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'
    )


ORDINARY = relationships(
    ("rId1", "styles", "styles.xml", False),
    ("rId2", "hyperlink", "https://example.org/kilde", True),
    ("rId3", "footnotes", "footnotes.xml", False),
)


def paragraph(words: str, style: str = "", inside: str = "") -> str:
    """A paragraph in a style."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{words}</w:t></w:r>{inside}</w:p>"


def word_file(body: str, more: Mapping[str, str | bytes] | None = None, *, without: str = "") -> bytes:
    """A document with this body; `more` adds or replaces parts."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": PACKAGE,
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": STYLES,
        "word/footnotes.xml": FOOTNOTES,
        "word/_rels/document.xml.rels": ORDINARY,
        **(more or {}),
    }
    parts.pop(without, None)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


BODY = (
    paragraph("Innledning", "Heading1")
    + paragraph(
        "Les ",
        inside='<w:hyperlink r:id="rId2"><w:r><w:t>kilden</w:t></w:r></w:hyperlink><w:r><w:rPr><w:b/></w:rPr><w:t> nå</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    + paragraph("Behandling", "Heading2")
    + paragraph("Gi tran til barn", "Anbefaling")
    + paragraph("Fem milliliter daglig.")
    + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Alder</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Dose</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    + paragraph("Underlig", "Rart")
)
"""A document with headings, a link, a footnote, a unit, a table and an unknown style."""
