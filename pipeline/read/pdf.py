"""PDFs with a text layer: bytes -> `Document`, page by page; words from pdfium, their order from `layout`.

What is printed on a page by annotations (numbers, dates and stamps that e-office systems set into the finished file) is part of
its text. Pages without text, or with one that is no language, are left empty and named in the notes: they are for OCR.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.document import Document
from pipeline.errors import FormatUnsupported, InputEmpty, TooLarge
from pipeline.read.compose import LaidPage, compose
from pipeline.read.encodings import mend_lines
from pipeline.read.furniture import mark_running
from pipeline.read.legible import judge
from pipeline.read.lines import FURNITURE, BoxedWord, LaidLine, levels
from pipeline.read.page import lay_out
from pipeline.read.pdf_marks import Drawn, read_drawn
from pipeline.read.pdf_words import SOFT_HYPHEN, outline, placing, read_words, turned
from pipeline.read.signatures import read_signatures

#: A longer file is several documents, or none; a page takes some 0.2 MB of memory while the file is read.
MAX_PAGES = 5_000

Notes = list[tuple[str, str]]
Pages = dict[str, list[int]]  #: code of a note -> numbers of pages


def read_pdf(data: bytes, path: str | None = None, where: str = "standard input") -> Document:
    """Boxes are in points from the top left of the page as it is shown.

    Raises FormatUnsupported (needs a password, is no PDF that can be opened, or has no page with readable text), InputEmpty (no
    pages) and TooLarge (more than `MAX_PAGES` pages).
    """
    with _opened(data, where) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            raise TooLarge(f"it has more than {MAX_PAGES:,} pages", where, "split it")
        if count < 1:
            raise InputEmpty("it has no pages", where, "check that it is the file you meant, and whole")
        signatures = read_signatures(document)  # before pages are drawn flat
        without: Pages = {}
        composed = compose(_laid_pages(document, count, without))
    if not any(line.role != FURNITURE for line in composed.lines):
        raise _nothing_to_read(without, where)
    return Document(
        text=composed.text,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        reader="pdf-text",
        pages=composed.pages,
        lines=tuple(mark_running(composed.text, composed.pages, composed.lines)),
        signatures=signatures,
        notes=tuple(_notes(data, without)),
        details={"pdfium": pypdfium2.PDFIUM_INFO.version, "pypdfium2": pypdfium2.PYPDFIUM_INFO.version},
    )


#: Where a file that lost its end says which object holds all others; pdfium finds the objects themselves.
_CATALOG = re.compile(rb"\b(\d{1,9})\s+(\d{1,5})\s+obj\s*<<[^<>]{0,400}/Type\s*/Catalog\b")


@contextmanager
def _opened(data: bytes, where: str) -> Iterator[Any]:
    """pdfium's handle of the document; it reads `data` in place."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document and pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_FORMAT and (root := _CATALOG.search(data)):
        data += b"\ntrailer<</Root %s %s R>>\nstartxref\n0\n%%%%EOF\n" % root.groups()
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _cannot_open(pdfium.FPDF_GetLastError(), where)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _cannot_open(code: int, where: str) -> FormatUnsupported:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return FormatUnsupported("it is encrypted and opens only with a password", where, "save a copy without a password and try again")
    if code == pdfium.FPDF_ERR_SECURITY:
        return FormatUnsupported("it is encrypted in a way that cannot be read", where, "save a copy without protection and try again")
    return FormatUnsupported("it is a PDF so damaged that no page can be found", where, "get the file again, or repair it with qpdf")


def _nothing_to_read(without: Pages, where: str) -> FormatUnsupported:
    if without.get("garbage_text_layer"):
        what = "it is a scan whose text layer is no readable Vietnamese, and there is no reader for scans yet"
    elif without.get("page_without_text"):
        what = "it is a scan (no page has text), and there is no reader for scans yet"
    elif without.get("page_unreadable"):
        return FormatUnsupported("none of its pages can be read", where, "get the file again, or repair it with qpdf")
    else:
        return FormatUnsupported("its pages are blank", where, "check that it is the file you meant")
    return FormatUnsupported(what, where, "recognise it with another program, and give its text")


# --- notes ------------------------------------------------------------------------------------------------------------

_MESSAGES = {
    "page_without_text": "{pages}: there is no text to read, only a picture or a drawing of it.",
    "encoding": "{pages}: the text is in an old encoding (TCVN3, VNI or the like) and was decoded.",
    "garbage_text_layer": "{pages}: the text layer is no readable Vietnamese (a scanner's recognition, or fonts without a map).",
    "page_unreadable": "{pages}: damaged and not read.",
}


def _notes(data: bytes, without: Pages) -> Iterator[tuple[str, str]]:
    if (junk := data[:1100].find(b"%PDF-")) > 0:
        yield "junk_before_pdf", f"{junk} bytes stand before the PDF itself; they were skipped."
    if b"%%EOF" not in data[-2048:]:
        yield "damaged_pdf", "The file is cut off or damaged at its end; what could be recovered was read."
    for code, numbers in without.items():
        pages = "Page" if len(numbers) == 1 else "Pages"
        yield code, _MESSAGES[code].format(pages=f"{pages} {', '.join(map(str, numbers[:50]))}{', …' if len(numbers) > 50 else ''}")


# --- pages ------------------------------------------------------------------------------------------------------------


def _laid_pages(document: Any, count: int, without: Pages) -> Iterator[LaidPage]:
    """One page after the other, so that only one is open at a time. Fills `without`."""
    for i in range(count):
        page = pdfium.FPDF_LoadPage(document, i)
        if not page:
            without.setdefault("page_unreadable", []).append(i + 1)
            yield LaidPage(595.0, 842.0, ())
            continue
        try:
            page = _with_annotations(document, page, i)
            laid, problem = _laid_page(page)
        finally:
            pdfium.FPDF_ClosePage(page)
        if problem:
            without.setdefault(problem, []).append(i + 1)
        yield laid


def _with_annotations(document: Any, page: Any, i: int) -> Any:
    """The page with what its annotations show drawn on it: in memory only, and a page is to be loaded again to see it."""
    if not pdfium.FPDFPage_GetAnnotCount(page) or pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return page
    again = pdfium.FPDF_LoadPage(document, i)
    if not again:
        return page
    pdfium.FPDF_ClosePage(page)
    return again


def _laid_page(page: Any) -> tuple[LaidPage, str | None]:
    """The page's lines, and the code of what is wrong with it."""
    found = read_words(page)
    left, bottom, right, top = outline(page)
    size = right - left, top - bottom
    shown = pdfium.FPDFPage_GetRotation(page) % 4
    width, height = size if found.turn % 2 == 0 else size[::-1]
    drawn = read_drawn(page, placing(page, found.turn))
    words, problem = _readable(found.words, drawn, width * height)
    lines: Sequence[LaidLine] = (
        lay_out(words, width, height, drawn.across, drawn.down, found.sideways) if words else ()
    )
    if shown != found.turn:
        lines = [_turned(line, shown - found.turn, width, height) for line in lines]
    shown_size = size if shown % 2 == 0 else size[::-1]
    return LaidPage(*shown_size, lines), problem


def _turned(line: LaidLine, turns: int, width: float, height: float) -> LaidLine:
    return replace(line, words=tuple(replace(w, box=turned(w.box, turns, width, height)) for w in line.words))


#: A picture over this share of the page is a scan; with fewer letters beside it, only a stamp was set on it.
_SCAN, _LETTERS = 0.5, 200


def _readable(words: Sequence[BoxedWord], drawn: Drawn, area: float) -> tuple[Sequence[BoxedWord], str | None]:
    """The words that can be used, decoded where they are in an old encoding; and the code of the note the page needs."""
    letters = sum(len(w.text) for w in words)
    if not letters:
        return (), "page_without_text" if drawn.objects else None
    if judge(w.text for w in words) == "garbage":
        decoded = _decoded(words)
        return (decoded, "encoding") if judge(w.text for w in decoded) == "vietnamese" else ((), "garbage_text_layer")
    words = [replace(w, text=_hyphened(w.text)) if SOFT_HYPHEN in w.text else w for w in words]
    return words, "page_without_text" if letters < _LETTERS and drawn.largest_picture > _SCAN * area else None


def _hyphened(word: str) -> str:
    """A soft hyphen shows only at the end of a line."""
    return word.rstrip(SOFT_HYPHEN).replace(SOFT_HYPHEN, "") + "-" * word.endswith(SOFT_HYPHEN)


def _decoded(words: Sequence[BoxedWord]) -> list[BoxedWord]:
    """The words read as the old encoding (TCVN3, VNI: fonts like .VnTime) that makes Vietnamese of them, if there is one."""
    rows = levels(words)
    mended = mend_lines([" ".join(w.text for w in row) for row in rows])
    out: list[BoxedWord] = []
    for row, line in zip(rows, mended.lines if mended else (), strict=bool(mended)):
        texts = line.split(" ")
        out += [replace(w, text=t) for w, t in zip(row, texts, strict=True)] if len(texts) == len(row) else row
    return out
