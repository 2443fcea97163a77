"""Names of awards in a text, and who grants them.

Names come from `data/awards.csv` (Law on Emulation and Commendation 2003 and 2022, and what stands beside it); any title in quotation
marks after "danh hiệu" counts too. The grantor is no part of the name: "Giấy khen của Giám đốc Sở" is "Giấy khen", granted by
"Giám đốc Sở".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.fields.wording import pattern_of
from pipeline.tables import entries
from pipeline.text import LOWER, UPPER, is_capitals


@dataclass(frozen=True, slots=True)
class Award:
    start: int
    end: int
    name: str
    generic: bool = False  #: only "khen thưởng" or "hình thức khen thưởng"


#: A quick look, on lower case.
_MAY_NAME = re.compile(
    r"khen|thi đua|danh hiệu|k[ỷỉ] niệm|huân|huy |cstđ|cstt|lđt|lđx|đvqt|đvtt|tiên tiến|xuất sắc|quyết thắng|văn h|anh hùng|ưu tú|nhân dân"
    r"|giải thưởng|xếp loại|hoàn thành xuất sắc|tuyên dương|tôn vinh|vinh danh|biểu dương|ghi công|sáng tạo|tiêu biểu|cờ "
)
_GENERIC = pattern_of(
    r"""(?<!đua,\s)(?<!đua\s-\s)(?<!đua\s–\s)(?<!đua-)(?<!đua\s)(?<!quỹ\s)(?<!hội\sđồng\s)
    (?:hình thức khen thưởng(?: cấp nhà nước)?|khen thưởng(?: (?:đột xuất|(?:theo )?chuyên đề|thường xuyên|đối ngoại|niên hạn))?
    |danh hiệu thi đua)"""
)
_QUOTED = pattern_of(r"(?:danh hiệu|xếp loại|xếp mức|mức)(?: thi đua)?\s{0,3}:?\s{0,3}[“\"](?P<quoted>[^”\"\n]{4,70})[”\"]")
_RATED = pattern_of(r"(?:(?:xếp loại(?: chất lượng)?|đánh giá|mức(?: độ)?)\s{0,3}[“\"]?|(?<=[“\"]))(?P<rated>hoàn thành xuất sắc nhiệm vụ)")
#: "Tuyên dương 10 gương “Thanh niên tiên tiến làm theo lời Bác”".
_HONOURED = pattern_of(r"""(?:tuyên dương|tôn vinh|vinh danh|biểu dương)[^.;:“”\"\n]{1,60}[“\"](?P<honoured>[^”\"\n]{4,90})[”\"]""")
#: The title that belongs to a name: "Kỷ niệm chương “Vì sự nghiệp …”".
_TITLE_BEHIND = re.compile(r"\s{1,3}[“\"][^”\"\n]{4,90}[”\"]")
_TITLED_KINDS = ("kỷ niệm chương", "kỉ niệm chương", "huy hiệu")
#: "Giải thưởng Lý Tự Trọng": prizes that bear a name.
_PRIZE = re.compile(rf"(?<!\w)[Gg]iải\s{{1,3}}thưởng\s{{1,3}}[“\"]?(?:[{UPPER}][{LOWER}]{{1,7}}(?:\s|(?!\w))){{2,5}}(?<!\s)[”\"]?")


#: "Huân chương Lao động | hạng Nhì, hạng Ba": the award of several grades is named without them.
_GRADE = re.compile(r"\s{1,3}hạng\s{1,3}\w{1,5}$")
_GRADES = re.compile(r"\s{0,3}(?:,|và|hoặc|-|/)\s{0,3}hạng\s")

#: "Cờ thi đua | của Chính phủ", "Bằng khen | cấp tỉnh".
_GRANTOR_IN_NAME = re.compile(r" (?:của|cấp) ")


def _is_abbreviated(name: str) -> bool:
    return any(is_capitals(word) for word in name.split())


@cache
def _forms() -> dict[str, str]:
    """How each form is to be named; those of the two kinds that carry their grantor without him."""
    out: dict[str, str] = {}
    for entry in entries("awards"):
        for form in (entry.canonical, *entry.variants):
            base = _GRANTOR_IN_NAME.split(form)[0] if entry.extra["kind"] in ("flag", "commendation") else form
            if base.startswith("CSTĐ "):
                named = base.replace("CSTĐ", "Chiến sĩ thi đua")
            else:
                named = _GRANTOR_IN_NAME.split(entry.canonical)[0] if _is_abbreviated(base) else base
            out.setdefault(base.lower(), named)
    return out


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}") for form in sorted(_forms(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:(?P<name>{names})|{_QUOTED}|{_RATED}|{_HONOURED}|(?P<generic>{_GENERIC}))(?!\w)")


def find_awards(text: str) -> Iterator[Award]:
    """The awards named in `text`, in order.

    >>> [award.name for award in find_awards("tặng danh hiệu “CSTĐ cơ sở”, giấy khen của Giám đốc Sở")]
    ['Chiến sĩ thi đua cơ sở', 'Giấy khen']
    """
    low = _lower(text)
    if not _MAY_NAME.search(low):
        return
    listed = list(_listed(text, low))
    prizes = [Award(m.start(), m.end(), _capital(m.group())) for m in (_PRIZE.finditer(text) if "giải thưởng" in low else ())]
    apart = [prize for prize in prizes if not any(a.start < prize.end and prize.start < a.end for a in listed)]
    yield from sorted((*listed, *apart), key=lambda award: award.start)


def _listed(text: str, low: str) -> Iterator[Award]:
    """Those of the list, those in quotation marks, grades and "khen thưởng"; `low` is `text` in lower case."""
    for m in _pattern().finditer(low):
        if m["generic"]:
            words = " ".join(text[m.start() : m.end()].split())
            yield Award(m.start(), m.end(), words.lower() if is_capitals(words) else words, generic=True)
        else:
            group = next(g for g in ("name", "quoted", "rated", "honoured") if m[g])
            start, end = m.span(group)
            inner = _pattern().fullmatch(low, start, end)
            if inner and inner["name"] and (graded := _GRADE.search(low, start, end)) and _GRADES.match(low, end):
                end = graded.start()
                inner = _pattern().fullmatch(low, start, end)
            if group == "quoted":
                yield from _more_titles(text, end)
            titled = _TITLE_BEHIND.match(text, end) if low[start:end] in _TITLED_KINDS else None
            if titled:
                yield Award(start, titled.end(), _capital(text[start : titled.end()]))
                continue
            yield Award(start, end, _name(text[start:end]) if inner and inner["name"] else _capital(text[start:end]))


#: "danh hiệu “Thợ giỏi” cho tối đa 100 công nhân, “Cán bộ quản lý giỏi” cho …": the next title of the list.
_NEXT_TITLE = re.compile(r"[”\"][^“”\".;]{0,60}(?:,|\svà|\shoặc)\s{1,3}[“\"](?P<title>[^”\"\n]{4,70})(?=[”\"])")


def _more_titles(text: str, at: int) -> Iterator[Award]:
    """Further titles of a list whose first ends at `at`; those that the list of names knows are found by themselves."""
    while m := _NEXT_TITLE.match(text, at):
        if " ".join(m["title"].lower().split()) not in _forms():
            yield Award(m.start("title"), m.end("title"), _capital(m["title"]))
        at = m.end()


def _lower(text: str) -> str:
    """In lower case, of the same length (some foreign capitals grow)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _name(text: str) -> str:
    words = " ".join(text.split())
    form = _forms()[words.lower()]
    return form if _is_abbreviated(words) else _capital(words)


def _capital(text: str) -> str:
    words = " ".join(text.split())
    return words[:1].upper() + words[1:]


# --- the grantor ------------------------------------------------------------------------------------------------------

_TITLE = pattern_of(
    r"""(?:(?:Phó )?Chủ tịch|Thủ tướng|Chính phủ|Bộ trưởng|Thủ trưởng|(?:Tổng )?Giám đốc|Hiệu trưởng|(?:Tổng )?[Cc]ục trưởng|Trưởng [Bb]an
    |Chánh án|Viện trưởng|Tổng Kiểm toán|Tổng Liên đoàn|Liên đoàn|Công đoàn|UBND|U[ỷy] ban nhân dân|Ủ[yỷ] ban nhân dân|Ủy ban|HĐND|Hội đồng
    |Bộ|Sở|Ban Chấp hành|BCH|Ban Thường vụ|Ban(?! hành)|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Trung ương|Tỉnh đoàn|Thành đoàn|Hội|Ngành|Tỉnh
    |Quân khu
    |Đại học|Nhà nước|Tổng [Cc]ông ty|Tập đoàn|Công ty|Trường|Bệnh viện|Tổng cục|Cục|Chi cục|BHXH|Bảo hiểm xã hội|bộ|tỉnh|ngành|thành phố
    |huyện|xã|sở|cấp có thẩm quyền)"""
)
#: Words with which the name of a grantor is over.
_STOP = pattern_of(
    r"""(?:về|việc|tặng|xét|xem|quyết|khen|công nhận|đề nghị|cho|để|do|hoặc|sẽ|không|số|tối|đối|với|theo|từ|mỗi|và|là|được|có|trao|truy
    |tại|hằng
    |hàng|năm
    |trong|gồm|quy|ban hành|khi|nhưng|đạt|phê|ký|bằng|danh)"""
)
_GRANTOR = (
    rf"(?P<who>{_TITLE}"
    + pattern_of(rf"(?: (?!{_STOP}(?!\w))[{LOWER}{UPPER}&-]+){{0,10}}(?: \d{{1,2}}(?=\s(?:tặng|xét|khen)))?")
    + pattern_of(rf"(?: và [{UPPER}][{LOWER}]+(?: [{LOWER}{UPPER}]+)?(?= (?:tặng|xét|xem|quyết|quy)))?)(?!\w)")
)


@cache
def _of() -> re.Pattern[str]:
    return re.compile(rf"[”\"]?\s{{0,3}}(?:các\s{{1,3}}hạng\s{{1,3}})?(?:của|do|cấp(?=\s))\s{{1,3}}{_GRANTOR}")


_SENTENCE = re.compile(rf"(?<!TP)(?<!Tp)[.;]\s{{1,3}}(?=[{UPPER}])")


@cache
def _gives() -> re.Pattern[str]:
    given = r"(?:xem\s{1,3}xét|xét(?!\s{1,3}chọn)|quyết\s{1,3}định|tặng|khen|công\s{1,3}nhận|quy\s{1,3}định|trao)"
    asked = r"(?:(?<!\w)(?:[Đđ]ề\s{1,3}nghị|[Tt]rình|[Dd]o)\s{1,3})?"
    return re.compile(rf"{asked}(?<!\w){_GRANTOR}\s{{0,3}}{given}(?=[\s,])")


def find_grantor(text: str, award: Award | None, at: int) -> str | None:
    """Who grants `award`: named behind it ("của Giám đốc Sở"), else as the one who gives, in the 200 characters before `at`."""
    found = grantor_at(text, award, at)
    return found[0] if found else None


def grantor_at(text: str, award: Award | None, at: int) -> tuple[str, tuple[int, int]] | None:
    """The grantor that `find_grantor` finds, and the stretch that names it: "đề nghị Giám đốc Sở tặng", "của Giám đốc Sở"."""
    if award and (m := _of().match(text, award.end)):
        return _clean(m["who"]), (award.end, m.end())
    begin = max(0, at - 200)
    if award and award.start < at:  # a giver named in a sentence before gives something else
        begin = max([begin, *(m.end() for m in _SENTENCE.finditer(text, begin, award.start))])
    given = list(_gives().finditer(text, begin, at + 1))
    return (_clean(given[-1]["who"]), given[-1].span()) if given and given[-1]["who"][:1].isupper() else None


def grantor_asked(text: str, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
    """Who is asked to give behind the number: "xét chọn 05 cán bộ đề nghị Trung ương Đoàn tặng giải thưởng"."""
    for m in _gives().finditer(text, start, end):
        if m["who"][:1].isupper() and m.group().lower().startswith(("đề nghị", "trình")):
            return _clean(m["who"]), m.span()
    return None


def _clean(who: str) -> str:
    return " ".join(who.split()).rstrip(" -&")
