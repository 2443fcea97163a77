"""Kính gửi and Nơi nhận: lists of bodies, one item each (Decree 30/2020/NĐ-CP, Article 8; Appendix I, boxes 9a and 9b)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.fields.recognised import recognised
from pipeline.foot_rows import BULLET, FILING, is_filing
from pipeline.found import Found
from pipeline.head_rows import is_body_name
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.text import UPPER, Passage, fold
from pipeline.values import Recipient

_NOTE = re.compile(r"\s*\((?P<note>[^()]{1,120})\)\s*$")
#: The same on a scan with its opening bracket misread: "TAND tỉnh xđể b/c)".
_UNOPENED = re.compile(r"\s[^\s()]{0,2}(?P<note>(?:đ[ểếêe]\s)?(?:b/c|p/h|t/h|báo cáo|phối hợp|biết|thực hiện))\)\s*$")
#: A second item on the same line: "- TT Tỉnh ủy; - TT HĐND tỉnh".
_NEXT_ITEM = re.compile(r"[;.]\s*(?=[-–—•]\s*\S)")
_TRAILING = " ;.,"
#: An item recognised less surely has this as its confidence; a row without a bullet, still less surely, is none.
_SURE, _LEAST = 0.8, 0.4


def extract_recipients(layout: Layout) -> list[Found[Recipient]]:
    """Nơi nhận: one item a line; a sub-heading ("Gửi bản điện tử:") is a note of the items below it; "Lưu" is a note."""
    found: list[Found[Recipient]] = []
    heading: str | None = None
    for rows in _items(layout.foot.recipients):
        passage = layout.passage(rows)
        sure = recognised(layout, passage.at(0, len(passage.text)))
        if sure is not None and sure < _LEAST and not BULLET.match(rows[0].text) and not is_filing(rows[0].text):
            continue  # a seal or a signature between the items
        text = passage.text.strip()
        if text.endswith(":") and not BULLET.match(text) and not FILING.match(text):
            heading = text.rstrip(" :")
            continue
        for start, end in _parts(passage.text):
            item = _recipient(passage.part(start, end), heading)
            if item:
                found.append(replace(item, confidence=sure) if sure is not None and sure < _SURE and item.confidence is None else item)
    return found


def _items(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows of one item each: a bullet, "Lưu", or the end of the item before begins another."""
    item: list[Row] = []
    for row in rows:
        if item and (BULLET.match(row.text) or FILING.match(row.text) or item[-1].text.endswith((";", ".", ":", "./."))):
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
    bullet = BULLET.match(text.lstrip())
    start = len(text) - len(text.lstrip()) + (bullet.end() if bullet else 0)
    end = _end_of_print(text)
    notes = [heading] if heading else []
    rule = "recipients.item"
    if filing := FILING.match(text, start):
        start, rule = filing.end(), "recipients.filing"
        notes = ["Lưu"]
    if start >= end:
        return None
    name = text[start:end]
    noted = name.rstrip(_TRAILING + ":")
    if rule == "recipients.item" and (note := _NOTE.search(noted) or (None if "(" in noted else _UNOPENED.search(noted))):
        notes.append(note["note"].strip(" ;.,"))
        name = name[: note.start()]
    name = _STRAY.sub(" ", name.strip(_TRAILING + ":"))
    if not any(c.isalnum() for c in name):
        return None
    cut = any(c.isalnum() or c in "`ˆ^~{}" for c in text[end:])
    return Found(Recipient(name, "; ".join(notes) or None), passage.at(start, end), rule, confidence=0.8 if cut else None)


#: What ends the print of an item on a scan: marks that no item holds, with odd letters; a brace with a remark behind it;
#: a few letters behind the semicolon.
_NO_PRINT = re.compile(r"\s*/?\s*[`ˆ^~„¬°«»](?!\s[^\W\d_A-ZĐ]{3}).{0,6}$|\s*[{}].{0,60}$|(?<=;)\s+[^\W\d_A-ZĐ]{1,3}$")
#: A speck between words.
_STRAY = re.compile(r"\s[`ˆ^~„¬°«»]\s")
_PUNCTUATION = re.compile(r"[^\w)\]\"”’]+$")


def _end_of_print(text: str) -> int:
    """Where an item ends before its punctuation, and the debris behind that: "Như Điều 1, ˆ. - :-" at "1"."""
    end = len(text)
    for _ in range(3):
        tail = _PUNCTUATION.search(text, max(0, end - 20), end)
        end = tail.start() if tail else end
        more = _NO_PRINT.search(text, max(0, end - 80), end)
        if not more:
            break
        end = more.start()
    return end


# --- Kính gửi ---------------------------------------------------------------------------------------------------------


def extract_addressees(layout: Layout) -> list[Found[str]]:
    """One item a body; a comma list that names one group ("Các phòng, đơn vị trực thuộc Sở") stays one."""
    found: list[Found[str]] = []
    for rows in _addressee_items(layout.head.addressees):
        passage = layout.passage(rows)
        for start, end in _addressee_parts(passage.text):
            text = passage.text[start:end]
            bullet = BULLET.match(text.lstrip())
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
            BULLET.match(row.text)
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
