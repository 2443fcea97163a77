"""Plain text and Markdown: bytes -> `Document`, the text exactly as decoded.

Unicode in all its forms is decoded as such, Vietnamese in older encodings as `encodings` finds it; a note says so. Line breaks,
decomposed letters (NFD), zero-width characters and tabs stay as they are: every offset anywhere counts the code points of this
text. A byte-order mark is no part of it. Pages end at a form feed (as `pdftotext` writes them).
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator

from pipeline.document import Document, Line, Page
from pipeline.errors import FormatUnsupported, InputEmpty, TooLarge
from pipeline.text import LOWER, UPPER, Span

#: Without such a character nothing in a text can come from an older encoding, whose tables then need not be loaded.
_MAY_BE_LEGACY = re.compile(rf"[^\x20-\x7e\t\r\n\f{LOWER}{UPPER}–—“”‘’…]")

#: Far beyond any document (a thousand pages have some 40,000 lines), and few enough to stay within 1 GB.
MAX_LINES = 1_000_000

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: \r\n is one break, and so is a break of line with the form feed right after it; \v is Word's break inside a paragraph.
#: It begins with a set of characters, for which `re` has a fast search.
_BREAK = re.compile("[\n\v\f\r\u2028\u2029](?:(?<=\r)\n)?(?:(?<!\f)\f)?")
_CONTROLS = bytes([*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F])
_VISIBLE = re.compile("[^\\s\u200b-\u200f\u2060\ufeff]")
#: Encodings a web page may name that are not UTF-8.
_DECLARED = ("windows-1258", "windows-1252", "iso-8859-1", "us-ascii")
_MARKDOWN = (".md", ".markdown")

Notes = list[tuple[str, str]]


def read_text(data: bytes, path: str | None, where: str) -> Document:
    """Raises InputEmpty, FormatUnsupported (binary, or text that is no Unicode) and TooLarge (more than `MAX_LINES` lines)."""
    notes: Notes = []
    text = decode(data, where, notes)
    if not any(code == "encoding" for code, _ in notes):
        text, note = _mended(text)
        notes += [note] if note else []
    if not _VISIBLE.search(text):
        what = "it is empty" if not data else "it holds nothing but white space"
        raise InputEmpty(what, where, "check that it is the file you meant")
    _check_controls(text, where, notes)
    pages, lines = _pages_and_lines(text, where)
    return Document(
        text=text,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/markdown" if path and path.lower().endswith(_MARKDOWN) else "text/plain",
        reader="text",
        pages=pages,
        lines=lines,
        notes=tuple(notes),
    )


# --- bytes -> text ------------------------------------------------------------------------------------------------------


def _mended(text: str) -> tuple[str, tuple[str, str] | None]:
    if not _MAY_BE_LEGACY.search(text):
        return text, None
    from pipeline.read.encodings import mend_text

    return mend_text(text)


def _utf16(data: bytes) -> str | None:
    from pipeline.read.encodings import guess_utf16

    return guess_utf16(data)


def _legacy(data: bytes) -> tuple[str, tuple[str, str]] | None:
    from pipeline.read.encodings import read_legacy

    return read_legacy(data)


def decode(data: bytes, where: str, notes: Notes, declared: str | None = None) -> str:
    """`declared` is the encoding that the file itself names, which is believed only when the bytes tell nothing better.

    Raises FormatUnsupported for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            notes.append(("byte_order_mark", f"The file begins with a byte-order mark ({encoding}); the text begins after it."))
            return _decode_as(data[len(mark) :], encoding, where, notes)
    if b"\0" in data and (encoding_16 := _utf16(data)):
        notes.append(("encoding", f"The text was read as {encoding_16.upper()}, by its zero bytes: it has no byte-order mark."))
        return _decode_as(data, encoding_16, where, notes)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = _legacy(data) if b"\0" not in data else None
    if found:
        notes.append(found[1])
        return found[0]
    if declared and declared.lower() in _DECLARED:
        return data.decode(declared, "replace")
    return _decode_as(data, "utf-8", where, notes)


def _decode_as(data: bytes, encoding: str, where: str, notes: Notes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    if "\0" in text:
        raise _binary(where)
    _note_bad_bytes(data, text, encoding, where, notes)
    return text


def _note_bad_bytes(data: bytes, text: str, encoding: str, where: str, notes: Notes) -> None:
    """A few bad bytes are a note. Many mean another encoding: in TCVN3 about every fourth letter is bad, next to none good."""
    bad = text.count("\ufffd") - (data.count("\ufffd".encode()) if encoding == "utf-8" else 0)
    good = len(text) - bad - sum(map(len, re.findall("[\0-\x7f]+", text)))
    if bad * 4 > good and bad * 200 > len(text):
        what = "its text is not UTF-8, nor Vietnamese in an older encoding (TCVN3, VNI, VISCII, Windows-1258)"
        raise FormatUnsupported(what, where, "save it as UTF-8 and try again")
    first = text.index("\ufffd")
    notes.append(("encoding", f"{bad} byte sequences are not {encoding.upper()}; U+FFFD stands for each, the first at character {first}."))


def _check_controls(text: str, where: str, notes: Notes) -> None:
    """Text copied from Word keeps a few control characters; more than 1 in 100, or any zero byte, is no text."""
    encoded = text.encode()
    count = len(encoded) - len(encoded.translate(None, _CONTROLS))
    if not count:
        return
    if "\0" in text or count * 100 > len(text):
        raise _binary(where)
    notes.append(("control_characters", f"The text holds {count} control characters; they were left in."))


def _binary(where: str) -> FormatUnsupported:
    return FormatUnsupported(
        "it is binary and of no kind that can be read", where, "give text, a PDF, .docx, HTML or a picture of the page"
    )


# --- text -> pages and lines --------------------------------------------------------------------------------------------


def _pages_and_lines(text: str, where: str) -> tuple[tuple[Page, ...], tuple[Line, ...]]:
    """Pages tile the text, each with its form feed; lines leave their break out. Blank lines are lines."""
    page_ends: list[int] = []
    lines: list[Line] = []
    for start, end, after in _lines(text):
        lines.append(Line(Span(start, end), len(page_ends) + 1))
        if len(lines) > MAX_LINES:
            raise TooLarge(f"it has more than {MAX_LINES:,} lines", where, "split it")
        if text[after - 1] == "\f" and after > end and after < len(text):
            page_ends.append(after)
    page_ends.append(len(text))
    starts = [0, *page_ends[:-1]]
    return tuple(Page(i, Span(a, b)) for i, (a, b) in enumerate(zip(starts, page_ends, strict=True), start=1)), tuple(lines)


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """For each line its start, its end, and where the next one starts."""
    at = 0
    for found in _BREAK.finditer(text):
        yield at, found.start(), found.end()
        at = found.end()
    if at < len(text):
        yield at, len(text), len(text)
