"""The rows above a signer's name: by whose authority, and in which position.

Decree 30/2020/NĐ-CP, Article 13 and Appendix I, boxes 7a and 7b.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline import lexicon
from pipeline.foot_rows import is_ruined
from pipeline.head_rows import is_body_name
from pipeline.persons import AUTHORITY, damaged_office, is_body_head, is_position
from pipeline.read.syllables import is_syllable
from pipeline.slack import apart, letters_of
from pipeline.text import fold

_CODES = {"TM": "TM.", "T/M": "TM.", "KT": "KT.", "K/T": "KT.", "TL": "TL.", "T/L": "TL.", "TUQ": "TUQ.", "T/UQ": "TUQ.", "Q": "Q."}
_ACTING = "Q."
_WORDS = {"THAY MẶT": "TM.", "KÝ THAY": "KT.", "THỪA LỆNH": "TL.", "THỪA ỦY QUYỀN": "TUQ.", "QUYỀN": "Q."}
#: With these somebody of another body signs: his position is told with his own body.
_DELEGATED = frozenset({"TUQ.", "TL."})


@dataclass(frozen=True, slots=True)
class Office:
    """A row of the block: an authority with the body or position it comes from, or a position."""

    code: str | None  #: "KT."; "" where an authority stands that cannot be read; None for a position
    text: str
    damaged: bool = False
    doubtful: bool = False  #: the position that it is near to has another word in the place of one of its words


@dataclass(frozen=True, slots=True)
class Standing:
    """In which position somebody signs, and for whom."""

    position: str | None
    authority: str | None  #: "KT.", "TM./KT."
    on_behalf_of: str | None
    damaged: bool  #: letters of a row had to be guessed
    concluded: bool = False  #: the position's own row is lost or unreadable; the authority tells it


# --- rows -------------------------------------------------------------------------------------------------------------


def offices_of(rows: Sequence[str]) -> list[Office]:
    """What each row is; specks are left out where others name a known position."""
    return _with_deputy(_without_specks(_with_stump([_office(row) for row in _without_bodies(rows)])))


def _without_bodies(rows: Sequence[str]) -> list[str]:
    """Without the body above the position of him who signs for it ("SỞ Y TẾ / KT. GIÁM ĐỐC"), and a stamp's below it: "VĂN PHÒNG"."""
    first = next((i for i, row in enumerate(rows) if is_position(row)), 0)
    return [row for i, row in enumerate(rows) if not (_is_stamp(rows, i) if i > first else i < first and is_body_name(row))]


def _is_stamp(rows: Sequence[str], i: int) -> bool:
    """Whether row `i` names no body in particular below a whole position that it does not end, and no row goes on with it."""
    last = i + 1 == len(rows) or is_position(rows[i + 1])
    whole = lexicon.find("positions", rows[i - 1]) and not lexicon.find("positions", f"{rows[i - 1]} {rows[i]}")
    return last and is_body_head(rows[i]) and bool(whole)


#: Specks at the ends of a row, and its punctuation.
_EDGES = re.compile(r"^[^\w(]+|[^\w)]+$")
#: Specks within a row: marks that no position has.
_STRAY = re.compile(r"[`'ˆ^~|]")


def _office(text: str) -> Office:
    if m := AUTHORITY.match(text):
        return Office(_CODES[m["code"]] if m["code"] else _WORDS[m["words"]], _STRAY.sub("", text[m.end() :]).strip(" .,:"))
    meant = None if is_position(text) else damaged_office(text)
    if meant is None:
        return Office(None, _EDGES.sub("", _STRAY.sub("", text)))
    if _says_otherwise(text[meant.at : meant.end], meant.position):
        return Office(None, _EDGES.sub("", _STRAY.sub("", text)), damaged=True, doubtful=True)
    code = meant.authority
    return Office(f"{code}." if code else code, meant.position, damaged=True)


def _says_otherwise(printed: str, known: str) -> bool:
    """Whether a word of the row is no misreading of the known position's: "KHỐI TRƯỞNG" is no "Nhóm trưởng".

    A word that has lost letters still is ("G ĐỐC"), and so is what stands for "PHÓ" ("TH GIÁM ĐỐC").
    """
    words, meant = fold(printed).split(), fold(known).split()
    if len(letters_of(known)) > _LOST * len(letters_of(printed)):
        return True  # "THƯỜNG TRỰC" is no "Thường trực Ban Bí thư"
    return len(words) == len(meant) and any(_is_other(a, b) for a, b in zip(words, meant, strict=True))


#: How many times as long as what is printed the position meant may be.
_LOST = 1.6
#: Letters of the shortest word that can be told from another.
_TELLING = 4


def _is_other(word: str, meant: str) -> bool:
    rest = iter(meant)
    lost = all(c in rest for c in word)
    return len(meant) >= _TELLING and not lost and 2 * apart(word, meant, len(meant)) >= len(meant)


#: Letters of a row that can be specks.
_SPECK = 4
#: Letters of a position so long that its last syllable stands below it: "TRƯỞNG PHÒNG TỔ CHỨC, NHÂN / SỰ".
_BROKEN_OFF = 20


def _without_specks(offices: list[Office]) -> list[Office]:
    """Without rows of a few letters where others name a known position: what OCR made of a stroke."""
    known = [o for o in offices if o.code is not None or o.damaged or lexicon.find("positions", o.text)]
    ends = [i > 0 and o.text.isalpha() and _breaks_off(offices[i - 1].text) for i, o in enumerate(offices)]
    return [o for o, end in zip(offices, ends, strict=True) if o in known or len(o.text) > _SPECK or end] if known else offices


def _breaks_off(text: str) -> bool:
    return len(text) >= _BROKEN_OFF or text.endswith((" SỞ", " BỘ"))


# --- deputies ---------------------------------------------------------------------------------------------------------


def _with_stump(offices: list[Office]) -> list[Office]:
    """ "CHỦ TỊCH" above a row of which a seal left "PHÓ": the deputy's, with the head he signs for."""
    out = list(offices)
    for i, (above, below) in enumerate(pairwise(offices)):
        if letters_of(below.text) == "pho" and below.code is None and lexicon.find("positions", above.text):
            out[i + 1] = replace(below, text=_deputy(position_of(above.text)), damaged=True)
    return out


def _with_deputy(offices: list[Office]) -> list[Office]:
    """A head above his own deputy ("GIÁM ĐỐC" / "PHÓ GIÁM ĐỐC") is whom the deputy signs for: the authority before it is lost.

    So is a head above himself, on a scan: nobody prints a position twice, and what is lost in the lower row is "PHÓ", under the seal.
    """
    out = list(offices)
    for i, (above, below) in enumerate(pairwise(offices)):
        head = letters_of(position_of(above.text))
        if below.code in (None, "") and head and letters_of(position_of(below.text)) in (head, f"pho{head}"):
            out[i] = replace(above, code=above.code or "", damaged=above.damaged or above.code is None)
            if letters_of(position_of(below.text)) == head:
                out[i + 1] = Office(None, _deputy(position_of(below.text)), damaged=True)
    return out


def _deputy(head: str) -> str:
    return "Thứ trưởng" if head == "Bộ trưởng" else f"Phó {head}"


# --- all of them ------------------------------------------------------------------------------------------------------


def standing_of(offices: Sequence[Office], scanned: bool) -> Standing:
    """`scanned`: recognised from a picture, so that rows that name no position can be seals and strokes."""
    behalf: list[str] = []
    positions: list[Office] = []
    acting = False
    for office in offices:
        if office.code == _ACTING and not positions:
            positions.append(office)  # an acting head signs for nobody else
            acting = True
        elif acting and (office.damaged or lexicon.find("positions", office.text)):
            continue  # his other position, or a seal
        elif office.code is not None:
            behalf.append(office.text)
        elif behalf and not positions and (_goes_on(behalf[-1], office.text) or _is_within(office, offices)):
            behalf[-1] += " " + office.text
        else:
            positions.append(office)
    position = _position_in(positions, any(o.code in _DELEGATED for o in offices), scanned)
    damaged = scanned or any(is_ruined(o.text) for o in positions)
    lost = _told_by_authority(offices, positions) if damaged and not any(map(_is_known, positions)) else None
    return Standing(
        position=lost or position,
        authority="/".join(o.code for o in offices if o.code) or None,
        on_behalf_of=" / ".join(_case(b) for b in behalf) or None,
        damaged=any(o.damaged for o in offices),
        concluded=lost is not None,
    )


def _goes_on(above: str, text: str) -> bool:
    """Whether the body named by an authority line runs on: "TM. BAN CHẤP HÀNH / ĐẢNG BỘ TỈNH"."""
    return bool(re.match(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ XÃ|ĐẢNG BỘ|VÀ)\b", text)) or above.endswith((",", "-"))


def _is_within(office: Office, offices: Sequence[Office]) -> bool:
    """Whether a row below an authority is no position and one follows: "KT. GIÁM ĐỐC SỞ / TƯ PHÁP / PHÓ GIÁM ĐỐC"."""
    below = offices[next(i for i, o in enumerate(offices) if o is office) + 1 :]
    return not _is_known(office) and any(_is_known(o) for o in below)


def _is_known(office: Office) -> bool:
    return is_position(office.text.upper()) or (office.damaged and not office.doubtful)


#: Who leads without being appointed: his own position stands below.
_IN_CHARGE = re.compile(r"phu trach\b")


def _position_in(positions: Sequence[Office], delegated: bool, scanned: bool) -> str | None:
    known = [o for o in positions if _is_known(o)]
    rows = [o for o in positions if _may_be_position(o.text)] if scanned and not known else known if scanned else positions
    if len(rows) > 1 and _IN_CHARGE.match(fold(rows[0].text)) and _is_known(rows[1]):
        rows = rows[1:]
    elif len(rows) > 1 and all(map(_is_whole, rows[:2])) and not lexicon.find("positions", f"{rows[0].text} {rows[1].text}"):
        rows = rows[:1]  # "CỤM TRƯỞNG" above "CHỦ TỊCH HỘI …": what he is besides
    text = " ".join(o.text for o in rows)
    if not text:
        return None
    return lexicon.position_case(text) if delegated and _BODY.search(text) else _without_body(text)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(fold(e.canonical).split()[0] for e in lexicon.entries("positions"))


def _may_be_position(text: str) -> bool:
    """Whether a row that names no known position begins like one and is made of words: "TRƯỞNG PHÒNG QUẢN TRỊ", and no "ĂN PHÒNG"."""
    words = text.split()
    return bool(words) and fold(words[0]) in _first_words() and all(map(is_syllable, words))


def _is_whole(office: Office) -> bool:
    """Whether the row is a position of its own, with or without its body, and not the rest of the one above ("THƯỜNG TRỰC")."""
    body = _BODY.search(office.text)
    return bool(lexicon.find("positions", office.text[: body.start()] if body else office.text))


#: Letters of a head's title, one behind the other, that say that it stood in the row.
_PIECE = 5


def _told_by_authority(offices: Sequence[Office], positions: Sequence[Office]) -> str | None:
    """On a scan that lost the position: only a deputy signs "KT. GIÁM ĐỐC" (Decree 30/2020/NĐ-CP, Article 13, point 1b); "TM. ỦY BAN
    NHÂN DÂN" is signed by its head where a row holds a piece of his title ("Ù TỊCH").
    """
    heads = [position_of(o.text) for o in offices if o.code == "KT."]
    if len(heads) == 1 and lexicon.find("positions", heads[0]):
        return _deputy(heads[0])
    bodies = {fold(o.text) for o in offices if o.code == "TM."}
    for entry in lexicon.entries("positions"):
        if not heads and bodies & {fold(body) for body in entry.extra["heads"].split("|")}:
            title = letters_of(entry.canonical)
            if any(title[-_PIECE:] in letters_of(o.text) for o in positions):
                return entry.canonical
    return None


def position_of(text: str) -> str:
    """As the lexicon writes it, also where OCR lost a mark or a letter ("GIÁM ĐÓC"); the evidence keeps what is printed."""
    known = lexicon.find("positions", text)
    if known:
        return known[0].canonical
    meant = damaged_office(text)
    if meant and not _says_otherwise(text[meant.at : meant.end], meant.position):
        return meant.position
    return lexicon.position_case(text)


def _without_body(text: str) -> str:
    """The position alone: "GIÁM ĐỐC SỞ Y TẾ" -> "Giám đốc"; whole where the lexicon has it with its body."""
    body = _BODY.search(text)
    alone = lexicon.find("positions", text[: body.start()]) if body and not lexicon.find("positions", text) else ()
    return alone[0].canonical if alone else position_of(text)


#: The body whose head signs, as where two sign: "GIÁM ĐỐC SỞ Y TẾ".
_BODY = re.compile(r"\s(?:SỞ|BỘ(?! TRƯỞNG)|HỘI(?! ĐỒNG)|CÔNG AN|CÔNG ĐOÀN|LIÊN ĐOÀN|BẢO HIỂM|KHO BẠC|BỆNH VIỆN)(?:\s.*|$)", re.IGNORECASE)


def _case(text: str) -> str:
    if lexicon.find("positions", text) or damaged_office(text):
        return position_of(text)
    body = _BODY.search(text)
    if body and lexicon.find("positions", text[: body.start()]):
        return f"{position_of(text[: body.start()])} {lexicon.sentence_case(body[0].strip())}"
    return lexicon.sentence_case(text)
