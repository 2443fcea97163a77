"""Web pages (HTML, XHTML): blocks to lines, tables as in `blocks`, labels of lists written out -> `Document`.

Scripts, styles, hidden parts and the head (its title too) are no text; menus (`nav`) are furniture. White space is as a
browser shows it. lxml parses, since broken pages are the rule and it is linear in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.document import Document
from pipeline.errors import InputEmpty, TooLarge
from pipeline.read.blocks import FURNITURE, MAX_LINES, Cell, Draft, make_document, read_table
from pipeline.read.legacy import view
from pipeline.read.numbering import whole, write_number
from pipeline.read.text import Notes, decode

_SKIPPED = frozenset(
    {"script", "style", "head", "title", "noscript", "template", "svg", "math", "iframe", "object"} | {"select", "button", "textarea"}
)
_BLOCKS = frozenset(
    {"body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", "hr"}
    | {"section", "article", "header", "footer", "nav", "aside", "main", "address", "figure", "figcaption", "caption"}
    | {"form", "fieldset", "legend"}
)
_CELLS = ("td", "th")
_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I"}

_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CAPITALS = re.compile(r"text-transform\s*:\s*uppercase|font-family\s*:\s*[\"']?\.vn\w*h\b", re.IGNORECASE)
_CAPITAL_FONT = re.compile(r"\.vn\w*h\b", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_BORDER = re.compile(r"border(?:-[a-z]+)*\s*:[^;]*\b(?:solid|double|dashed|dotted|inset|outset|ridge|groove)\b", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*([a-z]+)", re.IGNORECASE)
_SPACES = re.compile("[ \t\n\r\f]+")


def read_html(data: bytes, path: str | None, where: str) -> Document:
    """Raises InputEmpty, FormatUnsupported (bytes that are no text) and TooLarge."""
    notes: Notes = []
    declared = _DECLARED.search(data, 0, 8192)
    text = decode(data, where, notes, declared[1].decode("ascii", "replace") if declared else None)
    page = _Page(where=where)
    root = _parse(text, notes)
    if root is None:
        raise InputEmpty("it holds no text", where, "check that it is the file you meant")
    drafts = page.lines_of(root)
    details = {"lxml": _version()} | ({"list_labels": str(page.labels)} if page.labels else {})
    return make_document(drafts, data, path, where, media_type="text/html", reader="html", notes=notes, details=details)


def _parse(text: str, notes: Notes) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.replace("\0", "\ufffd").encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        notes.append(("html.cut_short", "The page is nested too deep; what stands behind the deepest place was not read."))
    return root


def _version() -> str:
    from lxml import etree

    return ".".join(map(str, etree.LXML_VERSION[:3]))


@dataclass(slots=True)
class _Frame:
    """Where lines go: the page, or a cell of a table."""

    lines: list[Draft] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    capitals: list[tuple[int, int]] = field(default_factory=list)
    size: int = 0
    label: str = ""  #: of a list item whose first line has not come yet


@dataclass(slots=True)
class _Table:
    ruled: bool
    rows: list[list[Cell]] = field(default_factory=list)
    cells: int = 0
    bordered: int = 0


@dataclass(slots=True)
class _List:
    format: str | None  #: None: bullets
    next: int


@dataclass(slots=True)
class _Page:
    """The walk through a page, without recursion: pages are nested as deep as their makers like."""

    where: str
    frames: list[_Frame] = field(default_factory=lambda: [_Frame()])
    tables: list[_Table] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    capitals: int = 0  #: how many elements around show capitals
    centred: list[bool] = field(default_factory=list)  #: of the blocks around
    furniture: int = 0
    pre: int = 0
    labels: int = 0
    count: int = 0

    def lines_of(self, root: Any) -> list[Draft]:
        for event, element in _walk(root):
            if event == "start":
                self._start(element)
                self._text(element.text)
            elif event == "end":
                self._end(element)
            if event != "start":
                self._text(element.tail if element is not root else None)
        self._flush()
        return self.frames[0].lines

    # - elements -

    def _start(self, element: Any) -> None:
        tag = element.tag
        style = element.get("style") or ""
        self.capitals += _shows_capitals(element, style)
        if tag == "br":
            self._break()
        elif tag == "table":
            self._flush()
            self.tables.append(_Table(element.get("border", "0").strip() not in ("", "0") or bool(_BORDER.search(style))))
            self.centred.append(False)
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in _CELLS and self.tables:
            self.centred.append(_side(element, style) == "center")
            table = self.tables[-1]
            table.cells += 1
            table.bordered += bool(_BORDER.search(style))
            self.frames.append(_Frame())
        elif tag in _BLOCKS:
            self._flush()
            side = "center" if tag == "center" else _side(element, style)
            self.centred.append(side == "center" if side else bool(self.centred and self.centred[-1]))
            self.furniture += tag == "nav"
            self.pre += tag == "pre"
            if tag in ("ol", "ul"):
                self.lists.append(_list(element, style))
            elif tag == "li" and self.lists:
                self.frames[-1].label = self._item(element)

    def _end(self, element: Any) -> None:
        tag = element.tag
        if tag == "table":
            self._flush()
            table = self.tables.pop()
            self.centred.pop()
            lines = read_table(table.rows, table.ruled or table.bordered * 2 > table.cells)
            self.frames[-1].lines += [Draft(d.text, FURNITURE, d.capitals) for d in lines] if self.furniture else lines
        elif tag in _CELLS and self.tables:
            self._flush()
            cell = self.frames.pop().lines
            self.centred.pop()
            rows = self.tables[-1].rows
            if not rows:
                rows.append([])
            rows[-1].append(cell)
        elif tag in _BLOCKS:
            if not self._flush() and tag == "p" and _is_blank(element):
                self._add(Draft(""))
            self.centred.pop()
            self.furniture -= tag == "nav"
            self.pre -= tag == "pre"
            if tag in ("ol", "ul"):
                self.lists.pop()
        self.capitals -= _shows_capitals(element, element.get("style") or "")

    def _item(self, element: Any) -> str:
        here = self.lists[-1]
        if here.format is None:
            return "• "
        if here.format == "none":
            return ""
        n = whole(element.get("value"), here.next)
        here.next = n + 1
        return write_number(n, here.format) + ". "

    # - text -

    def _text(self, text: str | None) -> None:
        if not text:
            return
        text = text.translate(_C1)
        frame = self.frames[-1]
        if self.pre:
            for i, part in enumerate(text.replace("\r\n", "\n").split("\n")):
                if i:
                    self._break()
                self._put(frame, part)
            return
        text = _SPACES.sub(" ", text)
        if text[0] == " " and (not frame.parts or frame.parts[-1][-1:] == " "):
            text = text[1:]
        self._put(frame, text)

    def _put(self, frame: _Frame, text: str) -> None:
        if text:
            if self.capitals:
                frame.capitals.append((frame.size, frame.size + len(text)))
            frame.parts.append(text)
            frame.size += len(text)

    def _break(self) -> None:
        """A line ends even when it is empty."""
        if not self._flush():
            self._add(Draft(""))

    def _flush(self) -> bool:
        """Ends the line that is being put together; whether there was one."""
        frame = self.frames[-1]
        text = "".join(frame.parts).rstrip(" ")
        full = bool(text.strip(" \t\u00a0"))
        if full:
            shift = len(frame.label)
            self.labels += bool(frame.label)
            spans = tuple((a + shift, min(b, len(text)) + shift) for a, b in frame.capitals if a < len(text))
            self._add(Draft(frame.label + text, FURNITURE if self.furniture else None, spans, bool(self.centred and self.centred[-1])))
            frame.label = ""
        frame.parts, frame.capitals, frame.size = [], [], 0
        return full

    def _add(self, draft: Draft) -> None:
        self.count += 1
        if self.count > MAX_LINES:
            raise TooLarge(f"it has more than {MAX_LINES:,} lines", self.where, "split it")
        self.frames[-1].lines.append(draft)


#: Numeric references to what Windows-1252 has where Unicode has controls ("&#147;"), as browsers show them.
_C1 = {byte: view("cp1252")[byte] for byte in range(0x80, 0xA0)}


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """("start" | "end" | "skip", element) in the order of the document; what is skipped has no inside."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Any = None
    for event, element in walker:
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in _SKIPPED or _is_hidden(element):
                walker.skip_subtree()
                skipped = element
            else:
                yield event, element
        elif element is skipped:
            skipped = None
            yield "skip", element
        else:
            yield event, element


def _is_blank(paragraph: Any) -> bool:
    """It holds nothing, or only a space that does not break: a blank line on many portals."""
    return not "".join(paragraph.itertext()).strip()


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))


def _shows_capitals(element: Any, style: str) -> bool:
    """`text-transform`, or one of the old fonts that have nothing but capitals (.VnTimeH)."""
    return bool(_CAPITALS.search(style)) or (element.tag == "font" and bool(_CAPITAL_FONT.match(element.get("face") or "")))


def _side(element: Any, style: str) -> str | None:
    named = _ALIGN.search(style)
    side = named[1] if named else element.get("align")
    return side.lower() if side else None


def _list(element: Any, style: str) -> _List:
    named = _LIST_STYLE.search(style)
    type_ = _STYLES.get(named[1].lower()) if named else element.get("type")
    if named and named[1].lower() == "none":
        return _List("none", 1)
    if element.tag == "ul":
        return _List(None, 1)
    return _List(_FORMATS.get(type_ or "", "decimal"), whole(element.get("start"), 1))
