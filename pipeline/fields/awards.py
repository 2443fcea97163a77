"""Names of awards in a text, and who grants them.

Names come from `data/awards.csv` (Law on Emulation and Commendation 2003 and 2022, and what stands beside it); any title in quotation
marks after "danh hiệu" counts too. The grantor is no part of the name: "Giấy khen của Giám đốc Sở" is "Giấy khen", granted by "Giám đốc Sở".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.tables import entries
from pipeline.text import LOWER, UPPER, is_capitals


@dataclass(frozen=True, slots=True)
class Award:
    start: int
    end: int
    name: str
    generic: bool = False  #: only "khen thưởng" or "hình thức khen thưởng"


_MAY_NAME = re.compile(r"khen|thi đua|danh hiệu|k[ỷỉ] niệm|huân|huy |cstđ|cstt|lđt|lđx|đvqt|đvtt|tiên tiến|xuất sắc|quyết thắng|văn h|anh hùng|ưu tú|nhân dân|giải thưởng|xếp loại|ghi công|sáng tạo")
_GENERIC = r"(?<!đua, )(?<!đua - )(?<!đua – )(?<!đua-)(?<!đua )(?<!quỹ )(?<!hội đồng )(?:hình\s+thức\s+khen\s+thưởng(?:\s+cấp\s+nhà\s+nước)?|khen\s+thưởng|danh\s+hiệu\s+thi\s+đua)"
_QUOTED = r"(?:danh\s+hiệu|xếp\s+loại|xếp\s+mức|mức)(?:\s+thi\s+đua)?\s*[:]?\s*[“\"](?P<quoted>[^”\"\n]{4,70})[”\"]"
_RATED = r"(?:xếp\s+loại|xếp\s+loại\s+chất\s+lượng|đánh\s+giá|mức(?:\s+độ)?)\s*[“\"]?(?P<rated>hoàn\s+thành\s+xuất\s+sắc\s+nhiệm\s+vụ)"


@cache
def _forms() -> dict[str, str]:
    """How each form is to be named; those of the two kinds that carry their grantor without him."""
    out: dict[str, str] = {}
    for entry in entries("awards"):
        for form in (entry.canonical, *entry.variants):
            base = re.split(r" (?:của|cấp) ", form)[0] if entry.extra["kind"] in ("flag", "commendation") else form
            abbreviated = any(is_capitals(word) for word in base.split())
            if base.startswith("CSTĐ "):
                out.setdefault(base.lower(), base.replace("CSTĐ", "Chiến sĩ thi đua"))
            out.setdefault(base.lower(), re.split(r" (?:của|cấp) ", entry.canonical)[0] if abbreviated and base != form else entry.canonical if abbreviated else base)
    return out


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(_forms(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:(?P<name>{names})|{_QUOTED}|{_RATED}|(?P<generic>{_GENERIC}))(?!\w)")


def find_awards(text: str) -> Iterator[Award]:
    """The awards named in `text`, in order.

    >>> [award.name for award in find_awards("tặng danh hiệu “CSTĐ cơ sở”, giấy khen của Giám đốc Sở")]
    ['Chiến sĩ thi đua cơ sở', 'Giấy khen']
    """
    low = _lower(text)
    if not _MAY_NAME.search(low):
        return
    for m in _pattern().finditer(low):
        if m["generic"]:
            yield Award(m.start(), m.end(), " ".join(text[m.start() : m.end()].split()), generic=True)
        else:
            group = next(g for g in ("name", "quoted", "rated") if m[g])
            start, end = m.span(group)
            inner = _pattern().fullmatch(low, start, end)
            yield Award(start, end, _name(text[start:end]) if inner and inner["name"] else _capital(text[start:end]))


def _lower(text: str) -> str:
    """In lower case, of the same length (some foreign capitals grow)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _name(text: str) -> str:
    words = " ".join(text.split())
    form = _forms()[words.lower()]
    return form if is_capitals(words) or any(is_capitals(word) for word in words.split()) else _capital(words)


def _capital(text: str) -> str:
    words = " ".join(text.split())
    return words[:1].upper() + words[1:]


# --- the grantor ------------------------------------------------------------------------------------------------------

_TITLE = (
    r"(?:(?:Phó\s+)?Chủ\s+tịch|Thủ\s+tướng|Chính\s+phủ|Bộ\s+trưởng|Thủ\s+trưởng|(?:Tổng\s+)?Giám\s+đốc|Hiệu\s+trưởng|(?:Tổng\s+)?[Cc]ục\s+trưởng|Tổng\s+cục\s+trưởng"
    r"|Trưởng\s+[Bb]an|Chánh\s+án|Viện\s+trưởng|Tổng\s+Kiểm\s+toán|Tổng\s+Liên\s+đoàn|Liên\s+đoàn|Công\s+đoàn|UBND|U[ỷy]\s+ban\s+nhân\s+dân|Ủ[yỷ]\s+ban\s+nhân\s+dân|Ủy\s+ban|HĐND"
    r"|Hội\s+đồng|Bộ|Sở|Ban\s+Chấp\s+hành|BCH|Ban\s+Thường\s+vụ|Ban|Tỉnh\s+ủy|Thành\s+ủy|Huyện\s+ủy|Đảng\s+ủy|Trung\s+ương|Tỉnh\s+đoàn|Thành\s+đoàn|Hội|Ngành|Tỉnh|Quân\s+khu|Đại\s+học|Nhà\s+nước"
    r"|bộ|tỉnh|ngành|thành\s+phố|huyện|xã|sở|cấp\s+có\s+thẩm\s+quyền)"
)
_STOP = r"(?:tặng|xét|xem|quyết|khen|công|cho|để|không|số|tối|đối|với|theo|từ|mỗi|và|là|được|có|trao|truy|tại|hằng|hàng|năm|trong|gồm|quy|ban|khi|nhưng|đạt|phê|ký|bằng|danh)"
_GRANTOR = rf"(?P<who>{_TITLE}(?:\s+(?!{_STOP}(?!\w))[{LOWER}{UPPER}&-]+){{0,10}}(?:\s+và\s+[{UPPER}][{LOWER}]+(?:\s+[{LOWER}{UPPER}]+)?(?=\s+(?:tặng|xét|xem|quyết|quy)))?)(?!\w)"


@cache
def _of() -> re.Pattern[str]:
    return re.compile(rf"[”\"]?\s*(?:các\s+hạng\s+)?(?:của|do|cấp(?=\s))\s+{_GRANTOR}")


@cache
def _gives() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<!\w)(?:[Đđ]ề\s+nghị|[Tt]rình|[Dd]o)\s+)?(?<!\w){_GRANTOR}\s*(?:xem\s+xét|xét|quyết\s+định|tặng|khen|công\s+nhận|quy\s+định|trao)(?=[\s,])"
    )


def find_grantor(text: str, award: Award | None, at: int) -> str | None:
    """Who grants `award`: named behind it ("của Giám đốc Sở"), else as the one who gives, in the 200 characters before `at`."""
    if award and (m := _of().match(text, award.end)):
        return _clean(m["who"])
    last = None
    for last in _gives().finditer(text, max(0, at - 200), at + 1):
        pass
    return _clean(last["who"]) if last and last["who"][:1].isupper() else None


def _clean(who: str) -> str:
    return " ".join(who.split()).rstrip(" -&")
