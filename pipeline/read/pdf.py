"""PDFs: bytes -> `Document`, page by page; words from pdfium or, on a page without text, from its picture; order from `layout`.

What is printed on a page by annotations (numbers, dates and stamps that e-office systems set into the finished file) is part of
its text. Every page decides for itself: one that has no text, or text that is no language, is recognised.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.document import Document
from pipeline.errors import FormatUnsupported, InputEmpty, MissingDependency, TooLarge
from pipeline.read import tesseract
from pipeline.read.compose import LaidPage, compose
from pipeline.read.encodings import mend_lines
from pipeline.read.furniture import mark_running
from pipeline.read.legible import judge
from pipeline.read.lines import FURNITURE, BoxedWord, LaidLine, levels
from pipeline.read.page import lay_out
from pipeline.read.page_notes import page_notes
from pipeline.read.pdf_marks import Drawn, read_drawn
from pipeline.read.pdf_words import SOFT_HYPHEN, outline, placing, read_words, turned
from pipeline.read.signatures import read_signatures

if TYPE_CHECKING:
    from pipeline.read.picture import Picture

#: A longer file is several documents, or none; a page takes some 0.2 MB of memory while the file is read.
MAX_PAGES = 5_000

Pages = Mapping[str, list[int]]  #: code of a note -> numbers of pages


def read_pdf(data: bytes, path: str | None = None, where: str = "standard input", jobs: int | None = None) -> Document:
    """Boxes are in points from the top left of the page as it is shown; `jobs` pages are recognised at a time (None: one a core).

    Raises FormatUnsupported (needs a password, is no PDF that can be opened, or has nothing that can be read), InputEmpty (no
    pages), TooLarge (more than `MAX_PAGES` pages) and MissingDependency (only scans are in it, and Tesseract is not
    installed).
    """
    with _opened(data, where) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            raise TooLarge(f"it has more than {MAX_PAGES:,} pages", where, "split it")
        if count < 1:
            raise InputEmpty("it has no pages", where, "check that it is the file you meant, and whole")
        signatures = read_signatures(document)  # before pages are drawn flat
        seen = _Seen()
        composed = compose(_recognised(_pages(document, count, seen), seen, jobs))
    if not any(line.role != FURNITURE for line in composed.lines):
        raise seen.missing or _nothing_to_read(seen.notes, where)
    return Document(
        text=composed.text,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/pdf",
        reader="pdf-text" if not seen.scans else "ocr" if seen.scans == count else "pdf-text+ocr",
        pages=composed.pages,
        lines=tuple(mark_running(composed.text, composed.pages, composed.lines)),
        slots=composed.slots,
        signatures=signatures,
        notes=tuple(_notes(data, seen.notes)),
        details=_engines(seen.scans > 0),
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


def _nothing_to_read(notes: Pages, where: str) -> FormatUnsupported:
    if notes.get("page_timeout"):
        return FormatUnsupported("it is a scan, and recognising its pages takes too long", where, "scan it again, at 200 to 300 dpi")
    if notes.get("page_failed"):
        return FormatUnsupported("it is a scan on whose pages the recogniser breaks down", where, "scan it again, at 200 to 300 dpi")
    if notes.get("page_unreadable"):
        return FormatUnsupported("none of its pages can be read", where, "get the file again, or repair it with qpdf")
    return FormatUnsupported("its pages are blank", where, "check that it is the file you meant")


def _engines(recognised: bool) -> dict[str, str]:
    found = {"pdfium": pypdfium2.PDFIUM_INFO.version, "pypdfium2": pypdfium2.PYPDFIUM_INFO.version}
    return found | {"tesseract": tesseract.version()} if recognised else found


# --- notes ------------------------------------------------------------------------------------------------------------

#: Beside those of `page_notes`.
_MESSAGES = {
    "encoding": "{pages}: the text is in an old encoding (TCVN3, VNI or the like) and was decoded.",
    "garbage_text_layer": "{pages}: the text layer is no readable Vietnamese, and the page was recognised anew from its picture.",
    "page_without_text": f"{{pages}}: only a picture, and not read; to have it recognised, {tesseract.INSTALL}.",
}


def _notes(data: bytes, without: Pages) -> Iterator[tuple[str, str]]:
    if (junk := data[:1100].find(b"%PDF-")) > 0:
        yield "junk_before_pdf", f"{junk} bytes stand before the PDF itself; they were skipped."
    if b"%%EOF" not in data[-2048:]:
        yield "damaged_pdf", "The file is cut off or damaged at its end; what could be recovered was read."
    yield from page_notes(without, _MESSAGES)


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    """What became known of the file while its pages were read."""

    notes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    scans: int = 0  #: pages that were recognised
    missing: MissingDependency | None = None


def _recognised(pages: Iterable[LaidPage | Picture], seen: _Seen, jobs: int | None) -> Iterator[LaidPage]:
    """The same pages in order, the pictures among them recognised. Fills `seen`."""
    first: list[LaidPage | Picture] = []
    whole = iter(pages)
    number = 0
    for page in whole:  # as long as there is no picture nothing of what recognises them is loaded
        if not isinstance(page, LaidPage):
            first.append(page)
            break
        number += 1
        yield page
    if not first:
        return
    from pipeline.read.scan import Scanned, read_scans

    for result in read_scans(chain(first, whole), jobs):
        number += 1
        if isinstance(result, Scanned):
            seen.scans += 1
            if result.problem:
                seen.notes[result.problem].append(number)
            result = result.laid
        yield result


def _pages(document: Any, count: int, seen: _Seen) -> Iterator[LaidPage | Picture]:
    """One page after the other, so that only one is open at a time; those to be recognised as pictures. Fills `seen`."""
    for i in range(count):
        page = pdfium.FPDF_LoadPage(document, i)
        if not page:
            seen.notes["page_unreadable"].append(i + 1)
            yield LaidPage(595.0, 842.0, ())
            continue
        try:
            page = _with_annotations(document, page, i)
            laid, problem = _laid_page(page)
            result: LaidPage | Picture = laid
            if problem in _RECOGNISE:
                result, problem = _picture(page, laid, problem, seen)
        finally:
            pdfium.FPDF_ClosePage(page)
        if problem:
            seen.notes[problem].append(i + 1)
        yield result


_RECOGNISE = ("page_without_text", "garbage_text_layer")


def _picture(page: Any, laid: LaidPage, problem: str, seen: _Seen) -> tuple[LaidPage | Picture, str | None]:
    """The page's picture with what is surely printed on it; the page as it is where nothing can recognise it."""
    try:
        tesseract.version()
    except MissingDependency as error:
        seen.missing = error
        return laid, "page_without_text"
    from pipeline.read.pdf_picture import read_picture

    printed = tuple(word for line in laid.lines for word in line.words)
    return replace(read_picture(page), printed=printed), problem if problem == "garbage_text_layer" else None


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
        lay_out(words, width, height, drawn.across, drawn.down, [found.sideways] if found.sideways else []) if words else ()
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
