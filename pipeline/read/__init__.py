"""Reading: a file's bytes -> `Document`. What a file is, its content says, not its name.

A new kind of file needs its reader in a module of this package and a line in `_read_as`; until then `kind_of` already knows
what it is, so that the user hears "a PDF, and no reader for it" rather than "binary".
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import BinaryIO

from pipeline.document import Document
from pipeline.errors import FormatUnsupported, InputMissing, InputUnreadable, TooLarge
from pipeline.read.text import read_text

MIB = 1024 * 1024
STDIN = "standard input"
SIZE_LIMIT = 64 * MIB  #: bytes

_DOCX, _HTML, _OLD = "a Word document (.docx)", "a web page (HTML)", "an old Office file (.doc, .xls, .ppt)"
#: What LibreOffice reads for us: the name it expects, the media type.
_OFFICE = {
    _OLD: (".doc", "application/msword"),
    "rich text (RTF)": (".rtf", "application/rtf"),
    "an OpenDocument text (.odt)": (".odt", "application/vnd.oasis.opendocument.text"),
}

#: First bytes of a file -> what it is. Order matters where one begins like another.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"II+\x00", "a TIFF picture"),  # of more than 4 GiB, or written as if
    (b"MM\x00+", "a TIFF picture"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
_PICTURES = ("a PNG picture", "a JPEG picture", "a GIF picture", "a TIFF picture", "a WebP picture", "a BMP picture")
#: Sizes that the second part of a BMP's header can have.
_BMP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)
#: A part that only this kind of ZIP holds.
_ZIPPED = (
    (b"word/document", _DOCX),
    (b"xl/workbook.xml", "an Excel workbook (.xlsx)"),
    (b"ppt/presentation.xml", "a PowerPoint file (.pptx)"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)"),
)
#: Bytes may stand before "%PDF-" (seen in one file of 150): the PDF reference, Appendix H, allows 1,024 of them.
_LATE_PDF = re.compile(rb"(?<![ -~])%PDF-\d\.\d")
#: So it begins also where the file's end is lost; a text that speaks of "%PDF-1.4" has no objects.
_FIRST_OBJECT = re.compile(rb"(?<![ -~])%PDF-[12]\.\d.{0,2000}?[\r\n][ \t]{0,9}\d{1,9} \d{1,5} obj\b", re.DOTALL)
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,400}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
#: A piece of a page, as copied out of one.
_WEB_PIECE = re.compile(rb"\s*<(?:meta|style|table|div|p|center|span|font)\b[^<>]{0,2000}>", re.IGNORECASE)
_UTF8_MARK = b"\xef\xbb\xbf"


def read_document(
    path: str | os.PathLike[str] | None = None, data: bytes | None = None, size_limit: int = SIZE_LIMIT, jobs: int | None = None
) -> Document:
    """Read the file at `path`, standard input ("-" or None), or `data` (then `path` only names it).

    `size_limit` is in bytes; of a scan `jobs` pages are recognised at a time (None: one a core). Raises a PipelineError:
    InputMissing, InputUnreadable, InputEmpty, TooLarge, FormatUnsupported, MissingDependency.
    """
    name = None if _is_stdin(path) else _printable(os.fspath(path or ""))
    where = name or STDIN
    if data is None:
        data = read_bytes(path, size_limit)
    elif len(data) > size_limit:
        raise _too_large(where, size_limit)
    return _read_as(kind_of(data), data, name, where, jobs)


def read_bytes(path: str | os.PathLike[str] | None, size_limit: int = SIZE_LIMIT) -> bytes:
    """All bytes of the file at `path`, or of standard input ("-" or None). Raises InputMissing, InputUnreadable, TooLarge."""
    where = STDIN if _is_stdin(path) else _printable(os.fspath(path or ""))
    data = _bytes_of(None if _is_stdin(path) else os.fspath(path or ""), where, size_limit)
    if len(data) > size_limit:
        raise _too_large(where, size_limit)
    return data


def _is_stdin(path: str | os.PathLike[str] | None) -> bool:
    return path is None or os.fspath(path) == "-"


def _too_large(where: str, limit: int) -> TooLarge:
    return TooLarge(f"it is larger than {limit / MIB:g} MiB", where, "split it, or raise the limit with --size-limit")


def _read_as(kind: str, data: bytes, name: str | None, where: str, jobs: int | None) -> Document:
    if kind == "text":
        return read_text(data, name, where)
    if kind == "a PDF":
        from pipeline.read.pdf import read_pdf  # pdfium takes 50 ms to load

        return read_pdf(data, name, where, jobs)
    if kind in _PICTURES:
        from pipeline.read.image import read_image

        return read_image(data, name, where, jobs)
    if kind == _DOCX:
        from pipeline.read.docx import read_docx

        return read_docx(data, name, where)
    if kind == _HTML:
        from pipeline.read.html import read_html

        return read_html(data, name, where)
    if kind in _OFFICE:
        from pipeline.read.doc import read_by_office, read_doc

        return read_doc(data, name, where) if kind == _OLD else read_by_office(data, name, where, *_OFFICE[kind])
    raise FormatUnsupported(
        f"it is {kind}, and there is no reader for that", where, "give text, a PDF, .docx, HTML or a picture of the page"
    )


def kind_of(data: bytes) -> str:
    """What the bytes are: "text" for whatever is nothing else, or a noun for the user ("a PDF").

    >>> kind_of(b"%PDF-1.4 ..."), kind_of("Kế hoạch".encode())
    ('a PDF', 'text')
    """
    head = data[:1024].removeprefix(_UTF8_MARK)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return next((kind for part, kind in _ZIPPED if part in data), "a ZIP archive")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "a WebP picture"
    if head.startswith(b"BM") and head[6:10] == bytes(4) and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "a BMP picture"
    if b"%PDF-" in head and _is_late_pdf(data):
        return "a PDF"
    narrow = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")  # UTF-16
    is_piece = _WEB_PIECE.match(head) and data[-1024:].rstrip()[-1:] == b">"
    return _HTML if is_piece or _WEB_PAGE.match(narrow) else "text"


def _is_late_pdf(data: bytes) -> bool:
    if b"%%EOF" in data[-2048:] and _LATE_PDF.search(data[:1024]):
        return True
    found = _FIRST_OBJECT.search(data[:4096])
    return bool(found and found.start() < 1024)


def _printable(path: str) -> str:
    """A name that JSON can hold: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _bytes_of(path: str | None, where: str, limit: int) -> bytes:
    """One byte more than `limit` at most, so that an endless input ends."""
    try:
        if path is None:
            return _read_up_to(sys.stdin.buffer, limit + 1)
        with Path(path).open("rb") as stream:
            return _read_up_to(stream, limit + 1)
    except FileNotFoundError:
        raise InputMissing("there is no such file", where, "check the name") from None
    except IsADirectoryError:
        raise InputMissing("it is a folder", where, "name the files in it") from None
    except PermissionError:
        raise InputUnreadable("you have no permission to read it", where, "change its permissions, or ask its owner") from None
    except ValueError:  # a zero byte in the name; a closed standard input
        raise InputMissing("there is no such file", where, "check the name") from None
    except (OSError, AttributeError) as error:  # AttributeError: there is no standard input at all
        reason = getattr(error, "strerror", None) or "nothing can be read from it"
        raise InputUnreadable(f"it cannot be read ({reason})", where, "copy it to a local disk and try again") from None


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    """A file's `read(size)` may give less from a pipe or a terminal; and it would reserve `size` bytes at once."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(min(size, MIB))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
