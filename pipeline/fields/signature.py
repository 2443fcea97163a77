"""Who signed, in which position, and by whose authority (Decree 30/2020/NĐ-CP, Article 13 and Appendix I, boxes 7a-7c)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline import lexicon
from pipeline.fields.recognised import recognised
from pipeline.foot_rows import SIGNED
from pipeline.found import Found
from pipeline.head_rows import is_body_name
from pipeline.persons import (
    AUTHORITY,
    MIDDLE_NAMES,
    NAME,
    SPECKS,
    damaged_office,
    is_body_head,
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

_CODES = {"TM": "TM.", "T/M": "TM.", "KT": "KT.", "K/T": "KT.", "TL": "TL.", "T/L": "TL.", "TUQ": "TUQ.", "T/UQ": "TUQ.", "Q": "Q."}
_ACTING = "Q."
_WORDS = {"THAY MẶT": "TM.", "KÝ THAY": "KT.", "THỪA LỆNH": "TL.", "THỪA ỦY QUYỀN": "TUQ.", "QUYỀN": "Q."}


#: A name recognised less surely than this lowers the confidence.
_SURE = 0.8
#: Below this a person has to read it.
_READABLE = 0.5


@dataclass(frozen=True, slots=True)
class _Office:
    """A row of the block: an authority with the body or position it comes from, or a position."""

    code: str | None  #: "KT."; "" where an authority stands that cannot be read; None for a position
    text: str
    damaged: bool = False


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
    rows = _above_signature(block[:-1] if name_row else block)
    offices = _with_deputy(_without_specks([_office(row.text) for row in _without_bodies(rows)]))
    behalf: list[str] = []
    positions: list[str] = []
    acting = False
    for office in offices:
        if office.code == _ACTING and not positions:
            positions.append(office.text)  # an acting head signs for nobody else
            acting = True
        elif acting and (office.damaged or lexicon.find("positions", office.text)):
            continue  # his other position, or a seal
        elif office.code is not None:
            behalf.append(office.text)
        elif behalf and not positions and (_goes_on(behalf[-1], office.text) or _is_within(office, offices)):
            behalf[-1] += " " + office.text
        else:
            positions.append(office.text)
    position = _without_body(" ".join(positions)) if positions else None
    sure = recognised(layout, layout.text.pieces(name_row.start, name_row.end)) if name_row else None
    lost = _deputy_of(offices) if position is None and sure is not None else None
    signer = Signer(
        name=name,
        position=position or lost,
        authority="/".join(o.code for o in offices if o.code) or None,
        on_behalf_of=" / ".join(_case(b) for b in behalf) or None,
    )
    spans = tuple(s for row in block for s in layout.text.pieces(row.start, row.end))
    doubt = [0.6 for o in offices if o.damaged] + ([0.6] if name_row and name != _plain_person(name_row.text) else [])
    doubt += [0.6] if lost else []
    doubt += [sure] if sure is not None and sure < _SURE else []
    confidence = min(doubt, default=None)
    if name is None:
        return Found(signer, spans, "signer.position_only", state="partial", confidence=confidence) if positions or behalf else None
    rule = "signer.block" if positions or behalf else "signer.name_only"
    unsure = confidence is not None and confidence < _READABLE
    if unsure and sure == confidence and len(name.split()) == 2:  # a name that may lack its family name is none
        signer = replace(signer, name=None)
    return Found(signer, spans, rule, state="illegible" if unsure else "stated", confidence=confidence)


_APPROVES = re.compile(r"(?:PHÊ )?DUYỆT\b|Ý KIẾN (?:PHÊ DUYỆT|CỦA)\b")
#: Specks at the ends of a row, and its punctuation.
_EDGES = re.compile(r"^[^\w(]+|[^\w)]+$")


#: Specks within a row: marks that no position has.
_STRAY = re.compile(r"[`'ˆ^~|]")


def _office(text: str) -> _Office:
    if m := AUTHORITY.match(text):
        return _Office(_CODES[m["code"]] if m["code"] else _WORDS[m["words"]], _STRAY.sub("", text[m.end() :]).strip(" .,:"))
    meant = None if is_position(text) else damaged_office(text)
    if meant is None:
        return _Office(None, _EDGES.sub("", _STRAY.sub("", text)))
    code = meant.authority
    return _Office(f"{code}." if code else code, meant.position, damaged=True)


def _above_signature(rows: Sequence[Row]) -> list[Row]:
    """The rows above the signature: below it, over the name, stands what a chairman is besides ("TRƯỞNG BAN" … "GIÁM ĐỐC SỞ Y TẾ")."""
    known = [(i, letters_of(_position(r.text))) for i, r in enumerate(rows) if is_position(r.text) and not AUTHORITY.match(r.text)]
    below = next((i for i, letters in known[1:] if rows[i].gap and not letters.endswith(known[0][1])), len(rows))
    return list(rows[:below])


def _without_specks(offices: list[_Office]) -> list[_Office]:
    """Without rows of a few letters where others name a known position: what OCR made of a stroke."""
    known = [o for o in offices if o.code is not None or o.damaged or lexicon.find("positions", o.text)]
    ends = [i > 0 and o.text.isalpha() and _breaks_off(offices[i - 1].text) for i, o in enumerate(offices)]
    return [o for o, end in zip(offices, ends, strict=True) if o in known or len(o.text) > _SPECK or end] if known else offices


def _breaks_off(text: str) -> bool:
    return len(text) >= _BROKEN_OFF or text.endswith((" SỞ", " BỘ"))


#: Letters of a row that can be specks.
_SPECK = 4
#: Letters of a position so long that its last syllable stands below it: "TRƯỞNG PHÒNG TỔ CHỨC, NHÂN / SỰ".
_BROKEN_OFF = 20


def _with_deputy(offices: list[_Office]) -> list[_Office]:
    """A head above his own deputy ("GIÁM ĐỐC" / "PHÓ GIÁM ĐỐC") is whom the deputy signs for: the authority before it is lost.

    So is a head above himself, on a scan: nobody prints a position twice, and what is lost in the lower row is "PHÓ", under the seal.
    """
    out = list(offices)
    for i, (above, below) in enumerate(pairwise(offices)):
        head = letters_of(_position(above.text))
        if below.code in (None, "") and head and letters_of(_position(below.text)) in (head, f"pho{head}"):
            out[i] = replace(above, code=above.code or "", damaged=above.damaged or above.code is None)
            if letters_of(_position(below.text)) == head:
                out[i + 1] = _Office(None, _deputy(_position(below.text)), damaged=True)
    return out


def _deputy(head: str) -> str:
    return "Thứ trưởng" if head == "Bộ trưởng" else f"Phó {head}"


def _deputy_of(offices: Sequence[_Office]) -> str | None:
    """On a scan that lost the row below "KT. GIÁM ĐỐC": only a deputy signs so (Decree 30/2020/NĐ-CP, Article 13, point 1b)."""
    heads = [_position(o.text) for o in offices if o.code == "KT."]
    if len(heads) != 1 or not lexicon.find("positions", heads[0]):
        return None
    return _deputy(heads[0])


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


def _goes_on(above: str, text: str) -> bool:
    """Whether the body named by an authority line runs on: "TM. BAN CHẤP HÀNH / ĐẢNG BỘ TỈNH"."""
    return bool(re.match(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ XÃ|ĐẢNG BỘ|VÀ)\b", text)) or above.endswith((",", "-"))


def _is_within(office: _Office, offices: Sequence[_Office]) -> bool:
    """Whether a row below an authority is no position and one follows: "KT. GIÁM ĐỐC SỞ / TƯ PHÁP / PHÓ GIÁM ĐỐC"."""
    below = offices[next(i for i, o in enumerate(offices) if o is office) + 1 :]
    return not _is_known(office) and any(_is_known(o) for o in below)


def _is_known(office: _Office) -> bool:
    return office.damaged or is_position(office.text)


def _without_bodies(rows: Sequence[Row]) -> list[Row]:
    """Without the body above the position of him who signs for it ("SỞ Y TẾ / KT. GIÁM ĐỐC"), and a stamp's below it: "VĂN PHÒNG"."""
    first = next((i for i, r in enumerate(rows) if is_position(r.text)), 0)
    return [r for i, r in enumerate(rows) if not (_is_stamp(rows, i) if i > first else i < first and is_body_name(r.text))]


def _is_stamp(rows: Sequence[Row], i: int) -> bool:
    """Whether row `i` names no body in particular below a whole position, and no row goes on with it."""
    last = i + 1 == len(rows) or is_position(rows[i + 1].text)
    return last and is_body_head(rows[i].text) and bool(lexicon.find("positions", rows[i - 1].text))


def _position(text: str) -> str:
    """As the lexicon writes it, also where OCR lost a mark or a letter ("GIÁM ĐÓC"); the evidence keeps what is printed."""
    known = lexicon.find("positions", text)
    if known:
        return known[0].canonical
    meant = damaged_office(text)
    return meant.position if meant else lexicon.position_case(text)


def _without_body(text: str) -> str:
    """The position alone: "GIÁM ĐỐC SỞ Y TẾ" -> "Giám đốc"; whole where the lexicon has it with its body."""
    body = _BODY.search(text)
    alone = lexicon.find("positions", text[: body.start()]) if body and not lexicon.find("positions", text) else ()
    return alone[0].canonical if alone else _position(text)


#: The body whose head signs, as where two sign: "GIÁM ĐỐC SỞ Y TẾ".
_BODY = re.compile(r"\s(?:SỞ|BỘ(?! TRƯỞNG)|CÔNG AN|CÔNG ĐOÀN|LIÊN ĐOÀN|BẢO HIỂM|KHO BẠC|BỆNH VIỆN)(?:\s.*|$)", re.IGNORECASE)


def _case(text: str) -> str:
    if lexicon.find("positions", text) or damaged_office(text):
        return _position(text)
    body = _BODY.search(text)
    if body and lexicon.find("positions", text[: body.start()]):
        return f"{_position(text[: body.start()])} {lexicon.sentence_case(body[0].strip())}"
    return lexicon.sentence_case(text)


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
