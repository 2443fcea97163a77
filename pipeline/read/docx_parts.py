"""The parts of a Word document: its package opened within limits, its styles, its lists.

python-docx opens the package; the XML of its parts is read directly.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from pipeline.errors import InputUnreadable, TooLarge
from pipeline.read.numbering import Numbering, attribute, child_value, children, read_numbering, whole

#: Bytes that the parts may unpack to: all of them, and the XML among them (which takes some ten times that in memory).
_UNPACKED_LIMIT = 512 * 1024 * 1024
_XML_LIMIT = 96 * 1024 * 1024
_PARTS_LIMIT = 20_000


# --- the package ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Word:
    """What the parts of one package tell."""

    body: Any
    styles: dict[str, Any]
    default_style: str | None
    numbering: Numbering
    parts: dict[str, list[Any]]  #: roots of the headers, footers, footnotes and endnotes, in the order of the file
    macros: bool = False
    labels: int = 0  #: labels of lists that were written into the text
    lines: int = 0
    where: str = ""


def _check_size(data: bytes, where: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged(where, "its ZIP archive is broken") from error
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if len(parts) > _PARTS_LIMIT or xml > _XML_LIMIT or sum(part.file_size for part in parts) > _UNPACKED_LIMIT:
        raise TooLarge("it unpacks to far more than any document holds", where, "open it in Word and save its text as a new document")
    if any(part.flag_bits & 1 for part in parts):
        raise InputUnreadable("its archive is protected with a password", where, "save it without the password and try again")


def open_package(data: bytes, where: str) -> Word:
    """Raises InputUnreadable (damaged, no Word document, protected) and TooLarge (a ZIP bomb)."""
    _check_size(data, where)
    from docx.package import Package

    try:
        package = Package.open(io.BytesIO(data))
        main = package.main_document_part
        root = _root(main)
        related: dict[str, list[Any]] = {}
        for rel in main.rels.values():
            kind = rel.reltype.rpartition("/")[2]
            if not rel.is_external and kind in {"styles", "numbering", "header", "footer", "footnotes", "endnotes"}:
                related.setdefault(kind, []).append(_root(rel.target_part))
    except (zipfile.BadZipFile, zlib.error, EOFError, MemoryError) as error:
        raise damaged(where, "a part of it is broken") from error
    except Exception as error:  # python-docx raises whatever its parser meets: KeyError, ValueError, XMLSyntaxError, …
        raise damaged(where, f"it is no Word document that python-docx can open ({type(error).__name__})") from error
    body = next(children(root, "body"), None)
    if body is None:
        raise damaged(where, "it has no body")
    styles, default = _styles(related.get("styles", [None])[0])
    numbering = read_numbering(related.get("numbering", [None])[0])
    return Word(body, styles, default, numbering, related, "macroEnabled" in main.content_type, where=where)


def _root(part: Any) -> Any:
    from docx.oxml.parser import parse_xml

    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def damaged(where: str, what: str) -> InputUnreadable:
    return InputUnreadable(f"it is damaged: {what}", where, "open it in Word or LibreOffice and save it again as .docx")


def local_name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, *names: str) -> Any:
    for name in names:
        element = next(children(element, name), None) if element is not None else None
    return element


# --- properties -------------------------------------------------------------------------------------------------------


def is_on(properties: Any, name: str) -> bool:
    element = child(properties, name)
    return element is not None and attribute(element, "val") not in ("0", "false", "off", "none")


def shows_capitals(properties: Any, style: str | None, word: Word) -> bool:
    """All capitals by property, or by one of the old fonts that have nothing but capitals (.VnTimeH)."""
    for where in (properties, _inherited(child_value(properties, "rStyle") if properties is not None else None, "caps", word)):
        if where is not None and child(where, "caps") is not None:
            return is_on(where, "caps")
    if properties is not None and child(properties, "rFonts") is not None:
        return _has_capital_font(properties)
    of_style = _inherited(style, "caps", word)
    if of_style is not None and is_on(of_style, "caps"):
        return True
    of_style = _inherited(style, "rFonts", word)
    return of_style is not None and _has_capital_font(of_style)


def _has_capital_font(properties: Any) -> bool:
    fonts = child(properties, "rFonts")
    name = (attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or "").lower()
    return name.startswith(".vn") and name.endswith("h")


def _inherited(style: str | None, name: str, word: Word) -> Any:
    """The run properties, of a style or of one that it is based on, that set `name`."""
    for _ in range(20):
        element = word.styles.get(style) if style else None
        if element is None:
            return None
        properties = child(element, "rPr")
        if properties is not None and child(properties, name) is not None:
            return properties
        style = child_value(element, "basedOn")
    return None


def is_centred(properties: Any, style: str | None, word: Word) -> bool:
    """Whether a paragraph stands in the middle, by itself or by its style."""
    for _ in range(20):
        if properties is not None and (side := child_value(properties, "jc")):
            return side == "center"
        element = word.styles.get(style) if style else None
        if element is None:
            return False
        properties, style = child(element, "pPr"), child_value(element, "basedOn")
    return False


def _styles(root: Any) -> tuple[dict[str, Any], str | None]:
    styles = {attribute(s, "styleId") or "": s for s in children(root, "style")} if root is not None else {}
    default = (k for k, s in styles.items() if attribute(s, "type") == "paragraph" and attribute(s, "default") in ("1", "true"))
    return styles, next(default, None)


def label_of(properties: Any, style: str | None, word: Word) -> str:
    """The label of a paragraph in a list, counted on; the list is named by the paragraph or by its style."""
    named = child(properties, "numPr") if properties is not None else None
    list_id = child_value(named, "numId") if named is not None else None
    depth = child_value(named, "ilvl") if named is not None else None
    by_style = style
    for _ in range(20):
        element = word.styles.get(by_style) if by_style and list_id is None else None
        if element is None:
            break
        found = child(element, "pPr", "numPr")
        if found is not None:
            list_id = child_value(found, "numId")
            depth = depth or child_value(found, "ilvl") or _depth_of_style(list_id, by_style, word)
            break
        by_style = child_value(element, "basedOn")
    if not list_id or list_id == "0":
        return ""
    return word.numbering.label(_linked(list_id, word), whole(depth, 0))


def _depth_of_style(list_id: str | None, style: str | None, word: Word) -> str | None:
    lst = word.numbering.lists.get(list_id or "")
    depth = word.numbering.level_of_style.get((lst.abstract, style or "")) if lst else None
    return None if depth is None else str(depth)


def _linked(list_id: str, word: Word) -> str:
    """The list that holds the levels, where a list only links to a style of lists."""
    lst = word.numbering.lists.get(list_id)
    style = word.styles.get(word.numbering.links.get(lst.abstract, "")) if lst else None
    named = child(style, "pPr", "numPr")
    return (child_value(named, "numId") if named is not None else None) or list_id
