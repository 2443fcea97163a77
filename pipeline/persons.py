"""Rows that name a person, a position, or an authority to sign, as letterheads and signing blocks print them."""

from __future__ import annotations

import re
from functools import cache

from pipeline import lexicon
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
#: "Nguyễn Thị Thu Hà", "NGUYỄN THỊ THU HÀ", "Y Bhiô Niê Kđăm", with or without a rank or degree before it.
NAME = re.compile(
    rf"(?P<rank>(?![IVX]+\.){_RANKS}{{0,4}})"
    rf"(?P<name>[{UPPER}][{LOWER}]*(?:\s+[{UPPER}][{LOWER}]*\.?){{1,5}}|[{UPPER}]{{2,}}(?:\s+[{UPPER}]+){{1,5}})"
)


@cache
def _positions() -> frozenset[str]:
    return frozenset(fold(n) for e in lexicon.entries("positions") for n in (e.canonical, *e.variants) if len(n) > 3)


_SHORT = re.compile(rf"[{LOWER}]{{1,2}}\.")
_LONGEST_POSITION = 8  #: words


def is_position(text: str) -> bool:
    """Whether a row in capitals is the position of a signer: "GIÁM ĐỐC", "KT. CHỦ TỊCH", "PHÓ CỤC TRƯỞNG"."""
    if len(text) > 90 or not text[:2].isupper() or not is_capitals(_SHORT.sub("", text)):
        return False
    if AUTHORITY.match(text):
        return True
    words = re.sub(r"[\W_]+", " ", fold(text)).split()
    return any(" ".join(words[:n]) in _positions() for n in range(1, min(len(words), _LONGEST_POSITION) + 1))


def is_name(text: str) -> bool:
    """Whether a row is a person's name and nothing else."""
    m = NAME.fullmatch(text.strip(" ./"))
    if not m or m["name"].split()[0].lower() not in _surnames():
        return False
    return not is_position(m["name"])


def is_unknown_name(text: str) -> bool:
    """Whether a row reads like a name of two to five words in title case; only its place can say that it is one."""
    m = NAME.fullmatch(text.strip(" ./"))
    return m is not None and 2 <= len(m["name"].split()) <= 5 and not m["name"].isupper() and not is_position(m["name"].upper())


@cache
def _surnames() -> frozenset[str]:
    return frozenset(e.canonical.lower() for e in lexicon.entries("surnames"))
