"""Rows that name a person, a position, or an authority to sign, as letterheads and signing blocks print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline import lexicon
from pipeline.slack import letters_of, nearest
from pipeline.text import LOWER, UPPER, fold, is_capitals

#: Decree 30/2020/NĐ-CP, Article 13: on behalf of, for, by order, by delegation, acting. "Q" needs its point: "QUYẾT ĐỊNH".
AUTHORITY = re.compile(
    rf"(?:(?P<code>TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|Q)(?:\s?[.,:]\s*|(?<!Q)\s+)(?=[{UPPER}])"
    r"|(?P<words>THAY MẶT|KÝ THAY|THỪA LỆNH|THỪA ỦY QUYỀN|QUYỀN)\s+)"
)
#: The armed forces print ranks, schools and hospitals degrees and titles before the name: "PGS.TS.", "TTƯT.BSCKII.".
_RANKS = (
    rf"(?:[{UPPER}][{UPPER}{LOWER}]{{0,7}}\.\s?|(?:GS|PGS|TS|ThS|BS|CN|KS|LS|DS|Đại tá|Thượng tá|Trung tá|Thiếu tá|Thiếu tướng"
    r"|Trung tướng|Thượng tướng|Đại tướng|Đại úy|Thượng úy)\s+)"
)
#: Names of the K'Ho, Mnông and Ê Đê begin with what says man or woman: "K'Brôi", "H'Yim Kđoh"; others have it in the middle.
_MARKED = rf"[HK]['’]\s?[{UPPER}]"
_WORD, _CAPITALS = (rf"(?:{_MARKED}|[{UPPER}])[{letters}]*" for letters in (LOWER, UPPER))
#: "Nguyễn Thị Thu Hà", "NGUYỄN THỊ THU HÀ", "Y Bhiô Niê Kđăm", "K'Brôi", with or without a rank or degree before it.
NAME = re.compile(
    rf"(?P<rank>(?![IVX]+\.){_RANKS}{{0,4}})"
    rf"(?P<name>{_WORD}(?:\s+{_WORD}\.?){{1,5}}|(?:{_MARKED}|[{UPPER}])[{UPPER}]+(?:\s+{_CAPITALS}){{1,5}}"
    rf"|[HK]['’]\s?[{UPPER}](?:[{LOWER}]+|[{UPPER}]+))"
)


#: What may stand round a name: points, and what OCR makes of strokes beside it.
SPECKS = " ./,;:_|~*'\"`´ˆ^„“”‘’°¡-–—"


@cache
def _positions() -> frozenset[str]:
    return frozenset(fold(n) for e in lexicon.entries("positions") for n in (e.canonical, *e.variants) if len(n) > 3)


_SHORT = re.compile(rf"[{LOWER}]{{1,2}}\.")
_LONGEST_POSITION = 8  #: words
_NO_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=512)  # head, body and foot ask for the same rows
def is_position(text: str) -> bool:
    """Whether a row in capitals is the position of a signer: "GIÁM ĐỐC", "KT. CHỦ TỊCH", "PHÓ CỤC TRƯỞNG"."""
    if len(text) > 90 or not text[:2].isupper() or not is_capitals(_SHORT.sub("", text)):
        return False
    if AUTHORITY.match(text):
        return True
    words = _NO_LETTERS.sub(" ", fold(text)).split()
    return any(" ".join(words[:n]) in _positions() for n in range(1, min(len(words), _LONGEST_POSITION) + 1))


# --- positions that OCR has damaged -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DamagedOffice:
    """A row that names a known position, with letters wrong or something unread before it: "ZT: GIÁM ĐÓC", "GLÁM ĐÓC"."""

    position: str  #: as the lexicon writes it
    authority: str | None  #: the code meant, "KT"; "" where one stood that cannot be read; None where there is none
    at: int  #: where the position begins
    end: int


#: What stands before a position: an authority in two or three letters, whole or in pieces; specks.
_BEFORE = re.compile(r"(?P<specks>(?:[^\w(]|[_ˆ])*)(?P<code>[^\sˆ]{1,4}?\s?[.,:;]\s*|[^\W\d_a-zˆ]{1,2}\s+)?(?=[^\W\d_])")
_PUNCTUATED = re.compile(r"[.,:;]")
_CODES = ("KT", "TL", "TM", "TUQ")
_LONGEST_DAMAGED = 45  #: characters


@lru_cache(maxsize=512)
def damaged_office(text: str) -> DamagedOffice | None:
    """The known position that a short row in capitals is meant for, where `is_position` knows none."""
    if not looks_like_office(text):
        return None
    end = len(text.rstrip(" .,:;ˆ`'\"”^~_-–—*|"))
    whole = _BEFORE.match(text)
    if whole is None:
        return None
    starts = [(whole.end("specks"), None), *([(whole.end(), whole["code"])] if whole["code"] else [])]
    if _PUNCTUATED.search(whole["code"] or ""):
        starts.reverse()  # an authority has its point
    for at, code in starts:
        meant = _meant(letters_of(text[at:end])) if text[at : at + 2].isupper() else None
        if meant:
            authority = None if code is None else _code_meant(code)
            deputy = authority == "" and meant.startswith("pho")  # nobody signs for a deputy: what stands before it are specks
            return DamagedOffice(_positions_by_letters()[meant], None if deputy else authority, at, end)
    return None


def _meant(letters: str) -> str | None:
    """The known position nearest to `letters`, or the shortest one of which they are the beginning: "PHÓ GIÁM"."""
    known = _positions_by_letters()
    whole = nearest(letters, known)
    begun = [k for k in known if k.startswith(letters)] if whole is None and len(letters) >= _BEGUN else []
    return whole or min(begun, key=len, default=None)


#: Letters of a position's beginning that say which it is.
_BEGUN = 7


def looks_like_office(text: str) -> bool:
    """Whether a row is short and nearly all in capitals, so that it could be a damaged position."""
    if len(text) > _LONGEST_DAMAGED or text[1:6].islower():
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 5 and 5 * sum(c.isupper() for c in letters) >= 4 * len(letters)


def _code_meant(printed: str) -> str:
    """The one authority that differs from what is printed in one letter; "" for none, or several."""
    letters = "".join(c for c in printed if c.isalnum())
    if letters in _CODES:
        return letters
    near = [c for c in _CODES if len(c) == len(letters) and sum(a != b for a, b in zip(c, letters, strict=True)) <= 1]
    return near[0] if len(near) == 1 and letters.isalpha() else ""


@cache
def _positions_by_letters() -> dict[str, str]:
    """Known positions of more than five letters, by their letters without marks."""
    names = ((letters_of(n), e.canonical) for e in lexicon.entries("positions") for n in (e.canonical, *e.variants) if "." not in n)
    out: dict[str, str] = {}
    for letters, canonical in names:
        if len(letters) > 5:
            out.setdefault(letters, canonical)
    return out


# --- persons ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def is_name(text: str) -> bool:
    """Whether a row is a person's name and nothing else."""
    m = NAME.fullmatch(text.strip(SPECKS))
    if not m or not (_is_surname(m["name"].split()[0]) or _MARKED_FIRST.match(m["name"])):
        return False
    if not m["name"].isupper():
        return not is_position(m["name"])
    name = m["name"]
    return not (is_position(name) or _begins_position(letters_of(name)) or _names_body(name)) and damaged_office(name) is None


def _is_surname(word: str) -> bool:
    return word.lower() in _surnames()


_MARKED_FIRST = re.compile(r"[HK]['’]")


def _begins_position(letters: str) -> bool:
    """ "PHÓ GIÁ": the beginning of a position whose row OCR has broken, and no name."""
    return len(letters) > 5 and any(known.startswith(letters) for known in _positions_by_letters())


def _names_body(capitals: str) -> bool:
    """ "CÔNG ĐOÀN NGÀNH Y TẾ": some first words of a body's name are surnames too; two of them are none."""
    words = fold(capitals).split()
    return " ".join(words[:2]) in _bodies_of_two()


def is_body_head(text: str) -> bool:
    """Whether a row is what bodies of a kind are called, and names none: "VĂN PHÒNG"."""
    return len(text.split()) == 2 and fold(text) in _bodies_of_two()


@cache
def _bodies_of_two() -> frozenset[str]:
    """The first two syllables of what bodies are called that have so many: "cong doan", "van phong"."""
    names = (fold(n).split() for e in lexicon.entries("body_heads") for n in (e.canonical, *e.variants) if e.extra["level"] != "place")
    return frozenset(" ".join(words[:2]) for words in names if len(words) > 1)


def is_unknown_name(text: str) -> bool:
    """Whether a row reads like a name of two to five words in title case; only its place can say that it is one."""
    m = NAME.fullmatch(text.strip(SPECKS))
    if m is None or not 2 <= len(m["name"].split()) <= 5 or m["name"].isupper() or is_position(m["name"].upper()):
        return False
    return m["name"].split()[0] not in MIDDLE_NAMES  # then the surname is lost


#: Names that stand between the surname and the given name, and are no surnames.
MIDDLE_NAMES = frozenset({"Thị", "Văn"})


def mended_name(text: str) -> str | None:
    """A name whose surname OCR has damaged in its marks or in one letter: "guyễn Trúc Giang" -> "Nguyễn Trúc Giang".

    Only the surname is mended, for of surnames there are few; None where the text is no such name.
    """
    first, _, rest = text.strip(SPECKS).partition(" ")
    if not rest or first.lower() in _surnames() or not is_unknown_name(f"{first[:1].upper()}{first[1:]} {rest}"):
        return None
    meant = nearest(letters_of(first), _surnames_by_letters())
    return f"{_surnames_by_letters()[meant]} {rest}" if meant else None


# --- two who sign side by side, read straight across ------------------------------------------------------------------


def two_offices(text: str) -> int | None:
    """Where the second of two positions begins in one row: "CHỦ TỊCH CÔNG ĐOÀN NGÀNH Y TẾ GIÁM ĐỐC SỞ Y TẾ".

    One person's two ("PHÓ CHỦ TỊCH - TỔNG THƯ KÝ", "CHỦ TỊCH KIÊM GIÁM ĐỐC", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC") are none.
    """
    starts = [m.start() for m in re.finditer(r"(?<=\s)\S", text)] if len(text) <= _LONGEST_PAIR and is_capitals(text) else []
    for before, at in zip([0, *starts], starts, strict=False):
        left, right = text[:at].split(), text[at:]
        if len(left) < 2 or _ONE_PERSON.search(text, 0, at) or (right.startswith("PHÓ ") and AUTHORITY.match(text)):
            continue
        longer = is_position(text[before:]) and left[-2:] not in _CITY
        if is_position(right) and left[-1] != "THÀNH" and not longer and is_position(" ".join(left)):
            return at
    return None


_CITY = (["THÀNH", "PHỐ"], ["THÀNH", "PHÓ"])  #: no deputy, also with a mark wrong
_LONGEST_PAIR = 160  #: characters
_ONE_PERSON = re.compile(r"(?:[-–,/&]|\bKIÊM|\bVÀ)\s+$")


def two_names(text: str) -> int | None:
    """Where the second of two names begins in one row: "Lê Thị Sen Phan Hoài Nam"; of several places the most even one."""
    words = [m.start() for m in re.finditer(r"\S+", text)]
    cuts = [at for at in words[2:-1] if is_name(text[:at]) and is_name(text[at:])]
    return min(cuts, key=lambda at: _odd(text, words.index(at), len(words), at), default=None)


def _odd(text: str, left: int, words: int, at: int) -> tuple[bool, bool, int]:
    """How odd a cut behind `left` of `words` words is: a name of five words, then a rare surname, then unequal lengths."""
    return max(left, words - left) > 4, not _FREQUENT.match(text, at), abs(2 * left - words)


#: Surnames of most people; others are as often given names ("Hà", "Giang").
_FREQUENT = re.compile(
    r"(?:Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Trịnh|Đoàn|Lương|Đào)\s", re.IGNORECASE
)


@cache
def _surnames_by_letters() -> dict[str, str]:
    """Surnames by their letters without marks, where no two have the same."""
    out: dict[str, list[str]] = {}
    for entry in lexicon.entries("surnames"):
        out.setdefault(letters_of(entry.canonical), []).append(entry.canonical)
    return {letters: names[0] for letters, names in out.items() if len(names) == 1 and len(letters) > 3}


@cache
def _surnames() -> frozenset[str]:
    return frozenset(e.canonical.lower() for e in lexicon.entries("surnames"))
