"""Lines from files that know paragraphs and tables instead of lines (docx, HTML) -> `Document`.

A table is either a means to set things side by side (letterhead, signatures), read column by column as lines of their own, or
a table of data, read row by row with tabs between its cells and the role "table".
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.document import Document, Line, Page
from pipeline.errors import InputEmpty, TooLarge
from pipeline.read.encodings import mend_lines
from pipeline.read.legacy import encodings
from pipeline.text import Span, fold

FURNITURE = "furniture"
TABLE = "table"
MAX_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A line to be; `capitals` are the stretches that a font or a property shows in capitals."""

    text: str
    role: str | None = None
    capitals: tuple[tuple[int, int], ...] = ()
    centred: bool = False


Cell = Sequence[Draft]


# --- tables -----------------------------------------------------------------------------------------------------------

_MOTTO = re.compile(r"cong hoa xa hoi chu nghia|doc lap\s*[-–—]\s*tu do|dang cong san viet nam")
_SET_ASIDE = re.compile(
    r"noi nhan|kinh gui|(?m:^\s*so\s*:)|ngay\s.{0,12}thang\s.{0,12}nam|(?m:^\s*(?:tm|kt|tl|tuq|q)\s*\.)"
    r"|(?m:^\s*(?:pho\s+)?(?:chu tich|giam doc|tong giam doc|bo truong|thu truong|cuc truong|vu truong|hieu truong|bi thu|truong \w+)\s*$)"
)
_WIDEST, _LONGEST = 3, 6
_PRINTED_LINE = 100  #: characters: no line of A4 in 13 points is as long


def read_table(rows: Sequence[Sequence[Cell]], ruled: bool) -> list[Draft]:
    """The lines of a table; `ruled` is whether lines are drawn between its cells."""
    rows = [row for row in rows if row]
    if _sets_side_by_side(rows, ruled):
        width = max(map(len, rows), default=0)
        columns = width > 1 and len({len(row) for row in rows}) == 1
        cells = [row[i] for i in range(width) for row in rows] if columns else [cell for row in rows for cell in row]
        return [line for cell in cells for line in _trimmed(cell)]
    return [replace(_join([_join(_trimmed(cell), " ") for cell in row], "\t"), role=TABLE) for row in rows]


def _sets_side_by_side(rows: Sequence[Sequence[Cell]], ruled: bool) -> bool:
    """Letterheads, lists of addressees and signatures (seen in docx of ministries and on the portals of law)."""
    width = max(map(len, rows), default=0)
    if width <= 1:
        return True
    if width > _WIDEST or len(rows) > _LONGEST:
        return False
    if len(rows) == 1:
        return True
    text = "\n".join(line.text for row in rows for cell in row for line in cell)
    readings = [text] if text.isascii() else [text, *(encoding.decode(text) for encoding in encodings()[:2])]
    folded = "\n".join(fold(unicodedata.normalize("NFC", reading)) for reading in readings)
    return bool(_MOTTO.search(folded)) or (not ruled and ((len(rows) <= 2 and width == 2) or bool(_SET_ASIDE.search(folded))))


def _trimmed(cell: Cell) -> Cell:
    """Without blank lines above and below."""
    full = [i for i, line in enumerate(cell) if line.text.strip()]
    return cell[full[0] : full[-1] + 1] if full else ()


def _join(lines: Iterable[Draft], by: str) -> Draft:
    text = ""
    capitals: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        text += by if i else ""
        capitals += ((a + len(text), b + len(text)) for a, b in line.capitals)
        text += line.text
    return Draft(text, None, tuple(capitals))


def set_apart(lines: Sequence[Draft]) -> list[Draft]:
    """Blank lines where the eye sees a new paragraph: behind one that is longer than a printed line, and where centred lines end or begin.

    Those files break no line by themselves, so a long line is a whole paragraph; short ones may belong together (titles, lists).
    """
    out: list[Draft] = []
    for line in lines:
        above = out[-1] if out else None
        full = above and above.text and line.text and above.role is line.role is None
        if above and full and (above.centred != line.centred or len(above.text) > _PRINTED_LINE):
            out.append(Draft(""))
        out.append(line)
    return out


# --- lines -> Document ------------------------------------------------------------------------------------------------


def make_document(
    drafts: Sequence[Draft],
    data: bytes,
    path: str | None,
    where: str,
    *,
    media_type: str,
    reader: str,
    notes: Iterable[tuple[str, str]] = (),
    details: Mapping[str, str] | None = None,
) -> Document:
    """One page, since these files know none. Lines in an old encoding are decoded. Raises InputEmpty and TooLarge."""
    drafts = set_apart(drafts)
    if len(drafts) > MAX_LINES:
        raise TooLarge(f"it has more than {MAX_LINES:,} lines", where, "split it")
    if not any(draft.text.strip("\u200b\ufeff\u2060 \t\u00a0") for draft in drafts):
        raise InputEmpty("it holds no text", where, "check that it is the file you meant")
    mended = mend_lines([draft.text for draft in drafts])
    texts = [draft.text for draft in drafts] if mended is None else mended.lines
    parts: list[str] = []
    lines: list[Line] = []
    at = 0
    for text, draft in zip(texts, drafts, strict=True):
        text = _raised(text, draft)
        lines.append(Line(Span(at, at + len(text)), 1, role=draft.role))
        parts.append(text)
        at += len(text) + 1
    whole = "\n".join(parts) + "\n"
    return Document(
        text=whole,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        reader=reader,
        pages=(Page(1, Span(0, len(whole))),),
        lines=tuple(lines),
        notes=(*notes, *([mended.note] if mended else [])),
        details=dict(details or {}),
    )


def _raised(text: str, draft: Draft) -> str:
    """Capitals by font: decoding may have changed the length of the line, and the stretches are known only before it."""
    if not draft.capitals:
        return text
    if len(text) != len(draft.text):
        return text.upper() if sum(b - a for a, b in draft.capitals) * 4 > 3 * len(draft.text) else text
    for a, b in draft.capitals:
        raised = text[a:b].upper()
        text = text[:a] + (raised if len(raised) == b - a else text[a:b]) + text[b:]
    return text
