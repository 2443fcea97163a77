"""Kính gửi and Nơi nhận: lists of bodies, one item each (Decree 30/2020/NĐ-CP, Article 8; Appendix I, boxes 9a and 9b)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.found import Found
from pipeline.head import is_body_name
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.text import UPPER, Passage, fold
from pipeline.values import Recipient

_BULLET = re.compile(r"[-–—~+•*]\s*")
_FILING = re.compile(r"L[ưu]+\s*[:;.]\s*|L[ưu]+\s+(?!trữ|ý|hành)", re.IGNORECASE)
_NOTE = re.compile(r"\s*\((?P<note>[^()]{1,120})\)\s*$")
#: A second item on the same line: "- TT Tỉnh ủy; - TT HĐND tỉnh".
_NEXT_ITEM = re.compile(r"[;.]\s*(?=[-–—•]\s*\S)")
_TRAILING = " ;.,"


def extract_recipients(layout: Layout) -> list[Found[Recipient]]:
    """Nơi nhận: one item a line; a sub-heading ("Gửi bản điện tử:") is a note of the items below it; "Lưu" is a note."""
    found: list[Found[Recipient]] = []
    heading: str | None = None
    for rows in _items(layout.foot.recipients):
        passage = layout.passage(rows)
        text = passage.text.strip()
        if text.endswith(":") and not _BULLET.match(text) and not _FILING.match(text):
            heading = text.rstrip(" :")
            continue
        for start, end in _parts(passage.text):
            item = _recipient(passage.part(start, end), heading)
            if item:
                found.append(item)
    return found


def _items(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one item each: a bullet, "Lưu", or the end of the item before begins another."""
    item: list[Row] = []
    for row in rows:
        if item and (_BULLET.match(row.text) or _FILING.match(row.text) or item[-1].text.endswith((";", ".", ":", "./."))):
            yield item
            item = []
        item.append(row)
    if item:
        yield item


def _parts(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    for m in _NEXT_ITEM.finditer(text):
        yield done, m.start()
        done = m.end()
    yield done, len(text)


def _recipient(passage: Passage, heading: str | None) -> Found[Recipient] | None:
    text = passage.text
    bullet = _BULLET.match(text.lstrip())
    start = len(text) - len(text.lstrip()) + (bullet.end() if bullet else 0)
    end = len(text.rstrip(_TRAILING))
    notes = [heading] if heading else []
    rule = "recipients.item"
    if filing := _FILING.match(text, start):
        start, rule = filing.end(), "recipients.filing"
        notes = ["Lưu"]
    if start >= end:
        return None
    name = text[start:end]
    if rule == "recipients.item" and (note := _NOTE.search(name)):
        notes.append(note["note"].strip(" ;.,"))
        name = name[: note.start()]
    name = name.strip(_TRAILING + ":")
    if not any(c.isalnum() for c in name):
        return None
    return Found(Recipient(name, "; ".join(notes) or None), passage.at(start, end), rule)


# --- Kính gửi ---------------------------------------------------------------------------------------------------------


def extract_addressees(layout: Layout) -> list[Found[str]]:
    """One item a body; a comma list that names one group ("Các phòng, đơn vị trực thuộc Sở") stays one."""
    found: list[Found[str]] = []
    for rows in _addressee_items(layout.head.addressees):
        passage = layout.passage(rows)
        for start, end in _addressee_parts(passage.text):
            text = passage.text[start:end]
            bullet = _BULLET.match(text.lstrip())
            start += len(text) - len(text.lstrip()) + (bullet.end() if bullet else 0)
            end = start + len(passage.text[start:end].rstrip(_TRAILING + ":"))
            if note := _NOTE.search(passage.text[start:end]):  # "(có danh sách kèm theo)"
                end = start + note.start()
            if any(c.isalpha() for c in passage.text[start:end]):
                found.append(Found(passage.text[start:end], passage.at(start, end), "addressees.item"))
    return found


def _addressee_items(rows: Sequence[Row]) -> Iterator[list[Row]]:
    item: list[Row] = []
    for row in rows:
        if item and (
            _BULLET.match(row.text)
            or item[-1].text.endswith((";", "."))
            or (not item[-1].text.endswith((",", "-")) and _names_body(row.text))
        ):
            yield item
            item = []
        item.append(row)
    if item:
        yield item


def _names_body(text: str) -> bool:
    return text[:1] in UPPER and (fold(text).startswith(("cac ", "thu truong ", "giam doc ", "chu tich ")) or is_body_name(text))


def _addressee_parts(text: str) -> Iterator[tuple[int, int]]:
    cuts = [m.start() for m in re.finditer(r";(?=\s*\S)", text)]
    if not cuts:
        commas = [m.start() for m in re.finditer(r",\s(?=\S)", text)]
        parts = [text[a:b].strip(" ,-–") for a, b in zip([0, *commas], [*commas, len(text)], strict=True)]
        if len(parts) > 1 and all(_names_body(p) and p.split()[0] == parts[0].split()[0] for p in parts):
            cuts = commas
    yield from zip([0, *(c + 1 for c in cuts)], [*cuts, len(text)], strict=True)
