"""Who signed, in which position, and by whose authority (Decree 30/2020/NĐ-CP, Article 13 and Appendix I, boxes 7a-7c)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.fields.offices import offices_of, position_of, standing_of
from pipeline.fields.recognised import recognised
from pipeline.foot_rows import SIGNED
from pipeline.found import Found
from pipeline.head_rows import is_body_name
from pipeline.persons import (
    AUTHORITY,
    MIDDLE_NAMES,
    NAME,
    SPECKS,
    is_name,
    is_position,
    is_unknown_name,
    mended_name,
    two_names,
    two_offices,
)
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.slack import letters_of
from pipeline.values import Signer

#: A name recognised less surely than this lowers the confidence.
_SURE = 0.8
#: Confidence where letters of the block had to be guessed.
_GUESSED = 0.6
#: Below this a person has to read it.
_READABLE = 0.5


def extract_signer(layout: Layout) -> Found[Signer] | None:
    """The main signer: of several, the last. An authority above another makes a chain, "TM./KT.".

    Who approves the document below the signature ("PHÊ DUYỆT / GIÁM ĐỐC SỞ") did not sign it.
    """
    rows = [r for r in layout.foot.signature if not SIGNED.fullmatch(r.text)]
    approval = next((i for i, r in enumerate(rows) if i and _APPROVES.match(r.text)), len(rows))
    rows = rows[:approval] if any(_names(r) for r in rows[:approval]) else rows
    block = _last_block(layout, rows)
    if not block:
        return None
    name_row = block[-1] if _names(block[-1]) else None
    name = _person(name_row.text) if name_row else None
    sure = recognised(layout, layout.text.pieces(name_row.start, name_row.end)) if name_row else None
    offices = offices_of([row.text for row in _above_signature(block[:-1] if name_row else block)])
    standing = standing_of(offices, scanned=sure is not None)
    signer = Signer(name, standing.position, standing.authority, standing.on_behalf_of)
    spans = tuple(s for row in block for s in layout.text.pieces(row.start, row.end))
    guessed = standing.damaged or standing.concluded or (name_row and name != _plain_person(name_row.text))
    doubt = [_GUESSED] * bool(guessed) + ([sure] if sure is not None and sure < _SURE else [])
    confidence = min(doubt, default=None)
    if name is None:
        return Found(signer, spans, "signer.position_only", state="partial", confidence=confidence) if offices else None
    rule = "signer.block" if offices else "signer.name_only"
    unsure = confidence is not None and confidence < _READABLE
    if unsure and sure == confidence and len(name.split()) == 2:  # a name that may lack its family name is none
        signer = replace(signer, name=None)
    return Found(signer, spans, rule, state="illegible" if unsure else "stated", confidence=confidence)


_APPROVES = re.compile(r"(?:PHÊ )?DUYỆT\b|Ý KIẾN (?:PHÊ DUYỆT|CỦA)\b")


def _above_signature(rows: Sequence[Row]) -> list[Row]:
    """The rows above the signature: below it, over the name, stands what a chairman is besides ("TRƯỞNG BAN" … "GIÁM ĐỐC SỞ Y TẾ")."""
    known = [(i, letters_of(position_of(r.text))) for i, r in enumerate(rows) if is_position(r.text) and not AUTHORITY.match(r.text)]
    below = next((i for i, letters in known[1:] if rows[i].gap and not letters.endswith(known[0][1])), len(rows))
    return list(rows[:below])


def _names(row: Row) -> bool:
    return is_name(row.text) or is_unknown_name(row.text) or mended_name(row.text) is not None


def _last_block(layout: Layout, rows: Sequence[Row]) -> list[Row]:
    """The rows from behind the last name but one to the last name; of two columns side by side the right one."""
    rows = _right_column(layout, rows)
    names = [i for i, r in enumerate(rows) if _names(r)]
    if not names:
        return list(rows)
    first = names[-2] + 1 if len(names) > 1 else 0
    block = list(rows[first : names[-1] + 1])
    if len(block) == 1 and len(names) > 1:  # the columns one after the other: positions first, then both names
        return [*_of_last(rows[: names[0]]), rows[names[-1]]]
    return block


def _of_last(rows: Sequence[Row]) -> list[Row]:
    """Of the positions of two who sign, one column after the other, those of the second: "GIÁM ĐỐC SỞ Y TẾ" / "KT. GIÁM ĐỐC", …."""
    start, said = 0, False
    for i, row in enumerate(rows):
        authority = bool(AUTHORITY.match(row.text))
        known = is_position(row.text)
        if said and (authority or (row.gap and (known or is_body_name(row.text)))):
            start, said = i, False
        said = said or (known and not authority)
    return list(rows[start:])


def _right_column(layout: Layout, rows: Sequence[Row]) -> list[Row]:
    """Where two names stand on one line, the last of each line's parts; everything else as it is."""
    lines: list[list[Row]] = []
    for row in _apart(rows):
        if lines and "\n" not in layout.text.text[lines[-1][-1].end : row.start]:
            lines[-1].append(row)
        else:
            lines.append([row])
    if not any(sum(_names(r) for r in line) > 1 for line in lines):
        return _at_the_right(layout, rows, lines)
    right = [line[-1] for line in lines if not (len(line) == 1 and _signs_at_the_left(line[0], lines))]
    names = [i for i, r in enumerate(right) if _names(r)]
    side_by_side = any(len(line) > 1 for line in lines if not any(_names(r) for r in line))
    return right if side_by_side else [*_of_last(right[: names[0]]), *right[names[0] :]]


def _at_the_right(layout: Layout, rows: Sequence[Row], lines: Sequence[Sequence[Row]]) -> list[Row]:
    """Of positions side by side with a name at its own height below each, the rows set right of their middle; else all rows."""

    def middle(row: Row) -> float:
        return (row.start + row.end) / 2 - layout.text.text.rfind("\n", 0, row.start)

    pairs = [line[-2:] for line in lines if len(line) > 1 and sum(is_position(r.text) for r in line) > 1]
    if not pairs or sum(_names(r) for r in rows) < 2:
        return list(rows)
    border = (middle(pairs[0][0]) + middle(pairs[0][1])) / 2
    sides = [[r for r in rows if (middle(r) > border) == right] for right in (False, True)]
    return sides[1] if all(any(_names(r) for r in side) for side in sides) else list(rows)


def _apart(rows: Sequence[Row]) -> list[Row]:
    """Two positions, and two names, that a single space parts in one row, as rows of their own: only where both are there."""
    offices = [two_offices(r.text) for r in rows]
    names = [two_names(r.text) for r in rows]
    if not any(offices) or not any(names):
        return list(rows)
    cuts = [a or b for a, b in zip(offices, names, strict=True)]
    return [p for r, at in zip(rows, cuts, strict=True) for p in ((r.part(0, at), r.part(at, len(r.text))) if at else (r,))]


def _signs_at_the_left(row: Row, lines: Sequence[Sequence[Row]]) -> bool:
    """Whether a deputy alone on his line signs for the head at the left: "KT. GIÁM ĐỐC SỞ Y TẾ   CHỦ TỊCH CÔNG ĐOÀN / PHÓ GIÁM ĐỐC"."""
    pairs = [line for line in lines if len(line) > 1 and row.start > line[-1].start]
    return row.text.startswith("PHÓ ") and any(AUTHORITY.match(p[0].text) and not AUTHORITY.match(p[-1].text) for p in pairs)


def _person(text: str) -> str | None:
    """Normal case, ranks and degrees left out (Decree 30: none stand before the name but in the armed forces).

    None for a name whose surname OCR has lost ("Văn Phúc"); a damaged surname is mended.
    """
    name = _plain_person(mended_name(text) or text)
    words = name.split()
    return None if len(words) == 2 and words[0] in MIDDLE_NAMES else name


def _plain_person(text: str) -> str:
    m = NAME.fullmatch(text.strip(SPECKS))
    name = m["name"] if m else text
    name = re.sub(r"\s+", " ", name)
    return _INITIAL.sub(lambda w: w[0].upper(), name.lower()) if name.isupper() else name


_INITIAL = re.compile(r"\b[^\W\d_]")
