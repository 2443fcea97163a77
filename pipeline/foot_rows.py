"""What a row of a document's foot is: heading or item of the recipients, position, mark of a signature, or both columns in one."""

from __future__ import annotations

import re
from functools import cache

from pipeline import lexicon
from pipeline.persons import AUTHORITY, damaged_office, is_name, is_position, mended_name
from pipeline.rows import Row, cells
from pipeline.specks import is_debris
from pipeline.text import LOWER, UPPER, fold, is_capitals

#: On folded text. OCR reads the N of "Nơi nhận" as M or H, or leaves it out, and its own N as M.
RECIPIENTS = re.compile(r"[^\w\n]{0,3}(?:n[o0]i\s?nh[a-z]{1,2}[nm]\s*[:;.]*|[mh][o0]i\s?nh[a-z]{1,2}[nm]\s*:+)")
#: Bullets, and what OCR makes of them.
BULLET = re.compile(
    rf"(?:[-–—~+•*¬¡«»°=>■▪◦·|](?:\s?[-–—_~.°](?![{UPPER}{LOWER}]{{2}})){{0,3}}|[_.]{{1,2}}\s?[-–—]|[a-zđ]\s?[-–—](?=\s?[{UPPER}]))\s*"
)
#: The last item, "Lưu: VT"; with a letter wrong where the clerk's office (VT, văn thư) follows.
FILING = re.compile(
    r"[L1l][ưu]+\s*[:;.]\s*|L[ưu]+\s+(?!trữ|ý|hành)|L[uưựủúùrw]{2}\s+(?=V[TP]\b|Văn )"
    r"|L[^\W\d_]{1,4}\s*[:;.,]+\s*(?=\.?\s?(?:V[.\s]?[TP]|VI\b|[Vv]ăn))",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"[(\[]?\s*(?:đã\s?k[ýí]|daky|da ky|ký tên|ký, ghi rõ họ tên|signed|ký, đóng dấu)(?:[^)\]:]{0,40}[)\]]|[.:,]?\s*$|\s*:\s*(?=\S))",
    re.IGNORECASE,
)
ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|BIỂU MẪU|Biểu mẫu|MẪU SỐ|Mẫu số|MẪU|BIỂU SỐ|Biểu số|DANH SÁCH|DANH MỤC|BẢNG|TÀI LIỆU|THUYẾT MINH"
    r"|QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|PHIẾU|ĐỀ CƯƠNG|LỊCH|NỘI DUNG CHƯƠNG TRÌNH)\b"
)


#: On folded text: the mark of a certified copy (Decree 30/2020/NĐ-CP, Articles 25 and 26; Decree 23/2015/NĐ-CP), alone in its row.
_COPY = re.compile(r"\W{0,3}(?:sao (?:y|luc)(?: ban (?:chinh|goc))?|trich sao(?: ban (?:chinh|goc))?|chung thuc ban sao\b.{0,40})\W{0,3}")


def is_copy_mark(text: str) -> bool:
    return text[:1].isupper() and bool(_COPY.fullmatch(fold(text)))


def is_office(text: str) -> bool:
    """Whether a row is a signer's position, or an authority, also with letters wrong."""
    return is_position(text) or damaged_office(text) is not None


def ends_office(part: Row, above: Row) -> bool:
    """Whether a row in capitals ends the position or the body above it; a short one only below a long row that broke off.

    So does a row right below an authority whose last word is a head's title's, though a seal ruined the others: "aU2Ai Ù TỊCH".
    """
    text = part.text
    if len(text) <= 3:
        return text.isalpha() and text.isupper() and part.gap == 0 and len(above.text) >= _BROKEN_OFF and above.page == part.page
    if part.gap == 0 and len(text) < 40 and AUTHORITY.match(above.text) and is_ruined(text):
        return True
    return is_capitals(text) and len(text) < 80 and not is_debris(text)


#: Letters and figures as no word has them.
_RUINED = re.compile(rf"[{LOWER}\d][{UPPER}]|[{UPPER}]\d")


def is_ruined(text: str) -> bool:
    """Whether a row is what a seal left of a head's title: its last word, behind one that is none."""
    if not _RUINED.search(text):
        return False
    last = text.split()[-1]
    return last.isupper() and fold(last) in _last_words()


@cache
def _last_words() -> frozenset[str]:
    words = (fold(entry.canonical).split()[-1] for entry in lexicon.entries("positions") if entry.extra["heads"])
    return frozenset(word for word in words if len(word) >= _TELLING)


#: Letters of the shortest word that says that a position stood in a row.
_TELLING = 4
#: Characters of a position so long that its last word can fall below it.
_BROKEN_OFF = 20


#: A position that the lexicon does not have, in the right column below an authority: "TL. CHỦ TỊCH / CÔNG CHỨC TƯ PHÁP - HỘ TỊCH".
_WORDS_IN_CAPITALS = re.compile(rf"(?:[{UPPER}]{{2,}}(?:\s-)?[\s,]*){{3,9}}")


def may_be_office(text: str) -> bool:
    return bool(_WORDS_IN_CAPITALS.fullmatch(text))


def is_filing(text: str) -> bool:
    """Whether a row is the last item of the recipients: "- Lưu: VT, TH."."""
    bullet = BULLET.match(text)
    return bool(FILING.match(text, bullet.end() if bullet else 0))


def heads_recipients(text: str) -> re.Match[str] | None:
    """The match of "Nơi nhận" with its colon, or without it above its list; not of "Nơi nhận hồ sơ: …"."""
    m = RECIPIENTS.match(fold(text))
    return None if m is None or (m[0][-1].isspace() and text[m.end() :][:1].islower()) else m


# --- both columns in one row ------------------------------------------------------------------------------------------


def split_across(row: Row) -> tuple[Row, ...]:
    """Recipients and signature read straight across: "- Như trên;   KT. GIÁM ĐỐC" -> two rows."""
    parts = cells(row)
    if len(parts) > 1 and _goes_on(parts):
        return (row,)
    if len(parts) > 1 or not (RECIPIENTS.match(fold(row.text)) or BULLET.match(row.text)):
        return parts
    filing = is_filing(row.text)
    for m in (_BEHIND_FILING if filing else _BEHIND_ITEM).finditer(row.text[:200]):
        tail = row.text[m.end() :]
        named = (is_name(tail) or (filing and mended_name(tail))) and tail[-1] not in ",;" and not (filing and _SIGN.match(tail))
        if named or (is_office(tail) and _WORD.search(tail)) or SIGNED.fullmatch(tail) or _OF_COMMUNE.match(tail):
            return row.part(0, m.start()), row.part(m.end(), len(row.text))
    return parts


def _goes_on(parts: tuple[Row, ...]) -> bool:
    """Whether a wide gap only lies within an item: before a small letter, and behind no mark."""
    first, *rest = (part.text for part in parts)
    return bool(BULLET.match(first)) and first[-1].isalpha() and all(text[0].islower() and " " in text for text in rest)


#: Signs of desks have no word as long: "Phòng: ĐĐ, KT, VT".
_WORD = re.compile(rf"[{UPPER}{LOWER}]{{4}}|[{UPPER}]{{2,}}\s[{UPPER}]{{2,}}")
#: Who signs for the head of a commune by his order is no head of anything: "CÔNG CHỨC TƯ PHÁP - HỘ TỊCH".
_OF_COMMUNE = re.compile(rf"CÔNG CHỨC [{UPPER}]{{2,}}")
#: Where the right column may begin: behind the heading without its colon, and behind punctuation; "Lưu: VT, VP." has its own commas.
_BEHIND_ITEM = re.compile(rf"(?:(?<=[;:.,)])|(?<=^Nơi nhận)|(?<=^NƠI NHẬN))\s+(?=[({UPPER}])")
_BEHIND_FILING = re.compile(rf"(?:(?<=[;.)])|(?<=[{UPPER}]{{2}})(?=(?:\s+\S+){{3,5}}$))\s+(?=[({UPPER}])")
#: The sign of an office ("VP."), which is no degree.
_DEGREES = "PGS|GS|TS|TSKH|KS|CN|LS|DS|BS|[BD]SCKI{1,2}|BSNT|CKI{1,2}|TTƯT|TTND|NGƯT|NGND|NSƯT|NSND"
_SIGN = re.compile(rf"(?!(?:{_DEGREES})\b)[{UPPER}]{{2,}}\.")
