"""Sheet -> docx, as offices type it: head and foot in tables without lines. The same sheet gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from pipeline.generate.paper.fonts import Face
from pipeline.generate.paper.foot import is_name, recipient_face
from pipeline.generate.paper.letterhead import Row, columns
from pipeline.generate.paper.look import HEIGHT, WIDTH, Look
from pipeline.generate.paper.marks import Word, words_of
from pipeline.generate.paper.setting import faced
from pipeline.generate.sheet import Paragraph, Sheet

_FONT = "Times New Roman"
#: A file must not say when it was made.
_THEN, _ZIP_DATE = datetime(2013, 12, 23), (1980, 1, 1, 0, 0, 0)


def to_docx(sheet: Sheet, look: Look) -> bytes:
    """The sheet as a Word document; the same bytes from the same sheet and look."""
    document = _empty(look)
    if sheet.head_left or sheet.head_right:
        _put_head(document, sheet, look)
    _put_body(document, sheet.body, look)
    if sheet.recipients or sheet.signature:
        _put_foot(document, sheet, look)
    if sheet.annex:
        document.add_page_break()
        _put_body(document, sheet.annex, look)
    document.core_properties.title = sheet.name
    document.core_properties.created = document.core_properties.modified = _THEN
    out = io.BytesIO()
    document.save(out)
    return _packed_again(out.getvalue())


def _packed_again(data: bytes) -> bytes:
    """The same parts in a zip file that does not name the hour."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name, _ZIP_DATE), parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _empty(look: Look) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Pt(WIDTH), Pt(HEIGHT)
    section.left_margin, section.right_margin = Pt(look.left), Pt(look.right)
    section.top_margin, section.bottom_margin = Pt(look.top), Pt(look.bottom)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(look.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    _put_page_number(section.header.paragraphs[0])
    return document


def _put_page_number(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


# --- head and foot ----------------------------------------------------------------------------------------------------


def _table(document: Any, rows: int, shares: Sequence[float], look: Look) -> Any:
    table = document.add_table(rows, len(shares))
    table.autofit = False
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = Pt((WIDTH - look.left - look.right) * share)
    return table


def _put_head(document: Any, sheet: Sheet, look: Look) -> None:
    left, right = columns(sheet, look.head)
    table = _table(document, 2, (0.4, 0.6), look)
    for cells, column in zip(table.columns, (left, right), strict=True):
        for cell, rows in zip(cells.cells, (column.upper, column.lower), strict=True):
            _fill_cell(cell, rows)
    document.add_paragraph()


def _fill_cell(cell: Any, rows: Iterable[Row]) -> None:
    for i, row in enumerate(rows):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        _put_words(paragraph, [(row.text, row.face)], row.size)
        if row.ruled == 1.0:
            paragraph.runs[0].underline = True
        elif row.ruled:
            _rule(cell.add_paragraph(), 55)


def _rule(paragraph: Any, indent: float) -> None:
    """An empty paragraph with a line above, set in from both sides by points."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(indent)
    paragraph.paragraph_format.line_spacing = Pt(6)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _put_foot(document: Any, sheet: Sheet, look: Look) -> None:
    document.add_paragraph()
    table = _table(document, 1, (0.48, 0.52), look)
    left, right = table.rows[0].cells
    for i, line in enumerate(sheet.recipients):
        face, size = recipient_face(i, line)
        _put_words(left.paragraphs[0] if i == 0 else left.add_paragraph(), [(line, face)], size)
    for i, line in enumerate(sheet.signature):
        if is_name(line, sheet):
            for _ in range(4):
                right.add_paragraph()
        paragraph = right.paragraphs[0] if i == 0 else right.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        _put_words(paragraph, [(line, "italic" if line.startswith("(") else "bold")], look.size)


# --- body -------------------------------------------------------------------------------------------------------------


def _put_body(document: Any, paragraphs: Sequence[Paragraph], look: Look) -> None:
    for paragraph, following in pairwise((*paragraphs, None)):
        assert paragraph is not None
        out = document.add_paragraph()
        if paragraph.style in ("title", "subject"):
            out.alignment = ALIGN.CENTER
            _put_words(out, words_of(paragraph.text, "bold"), look.size)
            if paragraph.style == "subject" and (following is None or following.style not in ("title", "subject")):
                _rule(document.add_paragraph(), 170)
        elif paragraph.style == "addressee":
            out.paragraph_format.left_indent = Pt(60 if paragraph.text.startswith("Kính gửi") else 120)
            _put_words(out, words_of(paragraph.text, "regular"), look.size)
        else:
            out.alignment = ALIGN.JUSTIFY
            out.paragraph_format.first_line_indent, out.paragraph_format.space_after = Pt(look.indent), Pt(look.gap)
            out.paragraph_format.line_spacing = look.leading
            _put_words(out, faced(paragraph, look), look.size)


def _put_words(paragraph: Any, words: Sequence[Word], size: float) -> None:
    groups = [(face, " ".join(word for word, _ in group)) for face, group in groupby(words, key=lambda word: word[1])]
    for i, (face, text) in enumerate(groups):
        _style(paragraph.add_run(text + (" " if i < len(groups) - 1 else "")), face, size)


def _style(run: Any, face: Face, size: float) -> None:
    run.bold, run.italic = "bold" in face, "italic" in face
    run.font.size = Pt(size)
