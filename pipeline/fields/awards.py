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
_GENERIC = r"(?<!đua, )(?<!đua - )(?<!đua – )(?<!đua-)(?<!đua )(?<!quỹ )(?<!hội đồng )(?:hình\s{1,3}thức\s{1,3}khen\s{1,3}thưởng(?:\s{1,3}cấp\s{1,3}nhà\s{1,3}nước)?|khen\s{1,3}thưởng|danh\s{1,3}hiệu\s{1,3}thi\s{1,3}đua)"
_QUOTED = r"(?:danh\s{1,3}hiệu|xếp\s{1,3}loại|xếp\s{1,3}mức|mức)(?:\s{1,3}thi\s{1,3}đua)?\s{0,3}[:]?\s{0,3}[“\"](?P<quoted>[^”\"\n]{4,70})[”\"]"
_RATED = r"(?:xếp\s{1,3}loại|xếp\s{1,3}loại\s{1,3}chất\s{1,3}lượng|đánh\s{1,3}giá|mức(?:\s{1,3}độ)?)\s{0,3}[“\"]?(?P<rated>hoàn\s{1,3}thành\s{1,3}xuất\s{1,3}sắc\s{1,3}nhiệm\s{1,3}vụ)"


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
    names = "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}") for form in sorted(_forms(), key=len, reverse=True))
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
    r"(?:(?:Phó\s{1,3})?Chủ\s{1,3}tịch|Thủ\s{1,3}tướng|Chính\s{1,3}phủ|Bộ\s{1,3}trưởng|Thủ\s{1,3}trưởng|(?:Tổng\s{1,3})?Giám\s{1,3}đốc|Hiệu\s{1,3}trưởng|(?:Tổng\s{1,3})?[Cc]ục\s{1,3}trưởng|Tổng\s{1,3}cục\s{1,3}trưởng"
    r"|Trưởng\s{1,3}[Bb]an|Chánh\s{1,3}án|Viện\s{1,3}trưởng|Tổng\s{1,3}Kiểm\s{1,3}toán|Tổng\s{1,3}Liên\s{1,3}đoàn|Liên\s{1,3}đoàn|Công\s{1,3}đoàn|UBND|U[ỷy]\s{1,3}ban\s{1,3}nhân\s{1,3}dân|Ủ[yỷ]\s{1,3}ban\s{1,3}nhân\s{1,3}dân|Ủy\s{1,3}ban|HĐND"
    r"|Hội\s{1,3}đồng|Bộ|Sở|Ban\s{1,3}Chấp\s{1,3}hành|BCH|Ban\s{1,3}Thường\s{1,3}vụ|Ban|Tỉnh\s{1,3}ủy|Thành\s{1,3}ủy|Huyện\s{1,3}ủy|Đảng\s{1,3}ủy|Trung\s{1,3}ương|Tỉnh\s{1,3}đoàn|Thành\s{1,3}đoàn|Hội|Ngành|Tỉnh|Quân\s{1,3}khu|Đại\s{1,3}học|Nhà\s{1,3}nước"
    r"|bộ|tỉnh|ngành|thành\s{1,3}phố|huyện|xã|sở|cấp\s{1,3}có\s{1,3}thẩm\s{1,3}quyền)"
)
_STOP = r"(?:tặng|xét|xem|quyết|khen|công|cho|để|không|số|tối|đối|với|theo|từ|mỗi|và|là|được|có|trao|truy|tại|hằng|hàng|năm|trong|gồm|quy|ban|khi|nhưng|đạt|phê|ký|bằng|danh)"
_GRANTOR = rf"(?P<who>{_TITLE}(?:\s{{1,3}}(?!{_STOP}(?!\w))[{LOWER}{UPPER}&-]+){{0,10}}(?:\s{{1,3}}và\s{{1,3}}[{UPPER}][{LOWER}]+(?:\s{{1,3}}[{LOWER}{UPPER}]+)?(?=\s{{1,3}}(?:tặng|xét|xem|quyết|quy)))?)(?!\w)"


@cache
def _of() -> re.Pattern[str]:
    return re.compile(rf"[”\"]?\s{{0,3}}(?:các\s{{1,3}}hạng\s{{1,3}})?(?:của|do|cấp(?=\s))\s{{1,3}}{_GRANTOR}")


@cache
def _gives() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<!\w)(?:[Đđ]ề\s{{1,3}}nghị|[Tt]rình|[Dd]o)\s{{1,3}})?(?<!\w){_GRANTOR}\s{{0,3}}(?:xem\s{{1,3}}xét|xét|quyết\s{{1,3}}định|tặng|khen|công\s{{1,3}}nhận|quy\s{{1,3}}định|trao)(?=[\s,])"
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
