"""Word documents (.docx, .docm): paragraphs, tables, text boxes and the labels of lists, in the order of the document -> `Document`.

python-docx opens the package; the text is taken from its XML, since much of what a directive is made of (labels of lists, text
boxes, content controls, revisions) is in no list of paragraphs. A word inserted under revision is read, a deleted or hidden
one is not. Headers, footers and notes are furniture. Everything is one page: where pages break is known to Word alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.document import Document
from pipeline.errors import TooLarge
from pipeline.read.blocks import FURNITURE, MAX_LINES, Cell, Draft, make_document, read_table
from pipeline.read.docx_parts import Word, child, damaged, is_centred, is_on, label_of, local_name, open_package, shows_capitals
from pipeline.read.numbering import attribute, child_value, children

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.12"

_DEEPEST_TABLE = 8

#: What is no text, or was deleted.
_SKIPPED = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "del", "moveFrom", "instrText", "delText", "fldData", "rt"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
#: Boxes to tick and arrows in fonts of symbols, by the low byte of `w:sym`.
_SYMBOLS = {"A8": "☐", "6F": "☐", "FE": "☒", "FD": "☒", "78": "☒", "FC": "✓", "52": "☑", "E0": "→", "F0": "→", "B7": "•", "A7": "▪"}


def read_docx(data: bytes, path: str | None, where: str) -> Document:
    """Raises InputUnreadable (damaged, no Word document, protected), InputEmpty and TooLarge."""
    document = open_package(data, where)
    try:
        drafts = [*_furniture(document, "header"), *_blocks(document.body, document, 0)]
        drafts += [*_notes(document), *_furniture(document, "footer")]
    except RecursionError:
        raise damaged(where, "its parts are nested too deep") from None
    details = {"python-docx": _version()}
    if document.labels:
        details["list_labels"] = str(document.labels)
    media_type = _MACRO_TYPE if document.macros else MEDIA_TYPE
    return make_document(drafts, data, path, where, media_type=media_type, reader="docx", details=details)


# --- blocks -----------------------------------------------------------------------------------------------------------


def _blocks(parent: Any, word: Word, depth: int) -> Iterator[Draft]:
    """Lines of the paragraphs and tables in `parent`, in order."""
    for element in parent:
        name = local_name(element)
        if name == "p":
            yield from _counted(_paragraph(element, word, depth), word)
        elif name == "tbl":
            if depth < _DEEPEST_TABLE:
                yield from read_table(_rows(element, word, depth + 1), _is_ruled(element, word))
        elif name == "AlternateContent":
            yield from _blocks(_choice(element), word, depth)
        elif name and name not in _SKIPPED:  # sdt, sdtContent, customXml, ins, moveTo, smartTag
            yield from _blocks(element, word, depth)


def _counted(lines: Sequence[Draft], word: Word) -> Sequence[Draft]:
    word.lines += len(lines)
    if word.lines > MAX_LINES:
        raise TooLarge(f"it has more than {MAX_LINES:,} lines", word.where, "split it")
    return lines


def _rows(table: Any, word: Word, depth: int) -> list[list[Cell]]:
    rows = (row for row in _inside(table, "tr") if child(row, "trPr", "del") is None)
    return [[list(_blocks(cell, word, depth)) for cell in _inside(row, "tc")] for row in rows]


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table, cells of a row: also those in content controls and insertions."""
    for element in parent:
        kind = local_name(element)
        if kind == name:
            yield element
        elif kind in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _inside(element, name)


def _is_ruled(table: Any, word: Word) -> bool:
    """Whether lines are drawn inside the table: by itself, by its style, or by most of its cells."""
    borders = child(table, "tblPr", "tblBorders")
    seen = 0
    style = child_value(child(table, "tblPr"), "tblStyle") if child(table, "tblPr") is not None else None
    while borders is None and style in word.styles and seen < 20:
        borders = child(word.styles[style], "tblPr", "tblBorders")
        style, seen = child_value(word.styles[style], "basedOn"), seen + 1
    if borders is not None and _draws(borders, ("insideV", "insideH")):
        return True
    cells = [child(cell, "tcPr", "tcBorders") for row in _inside(table, "tr") for cell in _inside(row, "tc")]
    return sum(b is not None and _draws(b, ("left", "right", "start", "end")) for b in cells) * 2 > len(cells)


def _draws(borders: Any, sides: tuple[str, ...]) -> bool:
    return any(child_value(borders, side) not in (None, "nil", "none") for side in sides)


def _choice(element: Any) -> Any:
    """Of two forms of the same thing (a drawing and its old form), the first that holds text."""
    forms = [form for form in element if local_name(form) in ("Choice", "Fallback")]
    full = (form for form in forms if any(local_name(e) in ("t", "txbxContent") for e in form.iter()))
    return next(full, ())


# --- paragraphs -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """A paragraph as it is put together."""

    parts: list[str] = field(default_factory=list)
    capitals: list[tuple[int, int]] = field(default_factory=list)
    size: int = 0
    boxes: list[Draft] = field(default_factory=list)

    def add(self, text: str, capitals: bool) -> None:
        if capitals and text:
            self.capitals.append((self.size, self.size + len(text)))
        self.parts.append(text)
        self.size += len(text)


def _paragraph(p: Any, word: Word, depth: int) -> list[Draft]:
    """The lines of a paragraph, those of its text boxes after them; none when revision took all of it away."""
    properties = child(p, "pPr")
    style = (child_value(properties, "pStyle") if properties is not None else None) or word.default_style
    line = _Line()
    label = label_of(properties, style, word)
    _runs(p, word, style, line, depth)
    text = "".join(line.parts)
    if not text.strip():
        if line.boxes or (child(properties, "rPr", "del") is not None):
            return line.boxes
        return [Draft("")]
    if label:
        word.labels += 1
    shift = len(label)
    capitals = [(a + shift, b + shift) for a, b in line.capitals]
    return [*_split(label + text, capitals, is_centred(properties, style, word)), *line.boxes]


def _split(text: str, capitals: list[tuple[int, int]], centred: bool) -> Iterator[Draft]:
    at = 0
    for part in text.split("\n"):
        end = at + len(part)
        spans = tuple((max(a, at) - at, min(b, end) - at) for a, b in capitals if a < end and b > at)
        yield Draft(part, None, spans, centred)
        at = end + 1


def _runs(parent: Any, word: Word, style: str | None, line: _Line, depth: int, capitals: bool = False) -> None:
    """Adds what the runs in `parent` hold; links, fields, insertions and content controls are gone through."""
    for element in parent:
        name = local_name(element)
        if name == "r":
            properties = child(element, "rPr")
            if properties is None or not is_on(properties, "vanish"):
                _runs(element, word, style, line, depth, shows_capitals(properties, style, word))
        elif name == "t":
            line.add((element.text or "").replace("\n", " ").replace("\r", " "), capitals)
        elif name in _BREAKS:
            line.add(_BREAKS[name], False)
        elif name == "sym":
            line.add(_symbol(element), False)
        elif name == "AlternateContent":
            _runs(_choice(element), word, style, line, depth, capitals)
        elif name == "txbxContent":
            if depth < _DEEPEST_TABLE:
                line.boxes += _blocks(element, word, depth + 1)
        elif name and name not in _SKIPPED:
            _runs(element, word, style, line, depth, capitals)


def _symbol(element: Any) -> str:
    """A character of a font of symbols; U+FFFD where it is not known what it shows."""
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    if 0xF000 <= number <= 0xF0FF:
        return _SYMBOLS.get(code[-2:].upper(), "\ufffd")
    return chr(number) if 0x20 <= number < 0xD800 else "\ufffd"


# --- headers, footers, notes ------------------------------------------------------------------------------------------


def _furniture(word: Word, kind: str) -> Iterator[Draft]:
    """Each header or footer once, as many as differ."""
    seen: set[tuple[str, ...]] = set()
    for root in word.parts.get(kind, ()):
        lines = [line for line in _blocks(root, word, 0) if line.text.strip()]
        key = tuple(line.text for line in lines)
        if key not in seen:
            seen.add(key)
            yield from (Draft(line.text, FURNITURE, line.capitals) for line in lines)


def _notes(word: Word) -> Iterator[Draft]:
    for kind, element in (("footnotes", "footnote"), ("endnotes", "endnote")):
        for root in word.parts.get(kind, ()):
            for note in children(root, element):
                if attribute(note, "type") in (None, "normal"):
                    yield from (Draft(line.text, FURNITURE, line.capitals) for line in _blocks(note, word, 0) if line.text.strip())


def _version() -> str:
    from importlib.metadata import version

    return version("python-docx")
