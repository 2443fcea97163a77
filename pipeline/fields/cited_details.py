"""What stands behind a cited number: date, issuer, title.

A first citation gives type, number, date, issuer and title in this order (Decree 30/2020/NĐ-CP, Appendix I); later ones
give type and number only. Some give the date behind the issuer. Nothing here looks further than a few hundred characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields.cited_type import type_at
from pipeline.fields.dates import lowered, read_moment
from pipeline.text import LOWER, UPPER, is_capitals

#: How far behind the number anything is read, and the longest issuer and title.
_AFTER, _ISSUER, _TITLE = 900, 130, 600

#: What leads from a number to its date; a date in a bracket stands alone there: "(ngày 02/3/2021)".
_DATE_OPENS = re.compile(
    r"\s{0,3}[,(]?\s{0,3}(?:(?:ký|(?:được\s|đều\s)?ban hành|cùng|ban hành cùng)\s{1,3})?(?:(?=ngày\b|tháng\b|năm\b)|ngày(?=\d)|ngày:\s?)"
)
_SPAN_OF_YEARS = re.compile(r"\s?[-–]\s?\d")


@dataclass(frozen=True, slots=True)
class After:
    """What stands behind a number; `end` is where number and date end, `last` where issuer and title do."""

    end: int
    last: int
    date: str | None = None
    issuer: str | None = None
    title: str | None = None


def read_after(text: str, at: int) -> After:
    """Date, issuer and title behind the number that ends at `at`; the date may stand behind the issuer instead."""
    text = text[: at + _AFTER]
    when, end = _date_at(text, at)
    last = end
    issuer = _issuer_after(text, last)
    if issuer:
        last = issuer[1]
        if not when:
            when, late = _date_at(text, last)
            end, last = (late, late) if when else (end, last)
    title = _title_after(text, last)
    return After(end, title[1] if title else last, when, text[slice(*issuer)] if issuer else None, title[2] if title else None)


def _date_at(text: str, at: int) -> tuple[str | None, int]:
    """ISO date that follows position `at`, and its end; `(None, at)` where there is none."""
    low = lowered(text[at : at + 70])
    opening = _DATE_OPENS.match(low)
    moment = read_moment(low, opening.end()) if opening else None
    iso = moment.iso() if moment else None
    if not moment or not iso or (len(iso) == 4 and _SPAN_OF_YEARS.match(low, moment.end)):
        return None, at
    closed = opening is not None and "(" in opening[0] and low.startswith(")", moment.end)
    return iso, at + moment.end + closed


#: How the names of issuing bodies and offices begin; needed where no "của" stands before them.
BODY = (
    r"(?:Ban|Bộ|Chính\sphủ|Thủ\stướng|Chủ\stịch|Phó|[ỦU][yỷ]\sban|UBND|HĐND|UBMTTQ|Hội|Quốc\shội|Sở|(?:Tỉnh|Thành|Huyện|Quận|Thị)\s[ủu][yỷ]"
    r"|Đảng|Cục|Tổng|Giám\sđốc|Văn\sphòng|Tập\sđoàn|Trường|Trung\sương|Trung\stâm|Liên|Thống\sđốc|Viện|Công\sty|Bệnh\sviện|Kho\sbạc"
    r"|Ngân\shàng|T[òo][aà]\sán|Thanh\stra|Chi\scục|Phòng|Công\san|Bí\sthư|Hiệu\strưởng|Đại\shọc|Học\sviện|Mặt\strận|Kiểm\stoán|Đài"
    r"|Thường\strực|BCĐ|Vụ)"
)
#: How a title begins that does not begin with "về".
_TITLE_VERBS = (
    r"(?:qu[yi]\sđịnh|ban\shành|hướng\sdẫn|sửa\sđổi|bổ\ssung|phê\sduyệt|công\sbố|thành\slập|giao\schỉ|công\snhận|điều\schỉnh|bãi\sbỏ|phát\sđộng"
    r"|tổ\schức|triển\skhai|tăng\scường|kiện\stoàn|hợp\snhất|phân\scấp|phân\scông|đính\schính|thực\shiện(?!\stheo)|khen\sthưởng|tặng|đẩy\smạnh|xử\slý"
    r"|xử\sphạt|bổ\snhiệm|cử|phân\sbổ|chấn\schỉnh|đổi\smới|thay\sthế|quản\slý|xây\sdựng|chấp\sthuận|kéo\sdài|gia\shạn|cho\sphép|tiếp\stục)"
)
_OF = re.compile(rf"\s{{0,3}},?\s{{0,3}}(?:(?i:của)\s{{1,3}}(?=[{UPPER}])|do\s(?={BODY}(?!\w)))")
#: Without "của" only a body that a title follows: "ngày 21/02/2012 Sở Y tế về việc …"; else it may be the main clause's subject.
_BODY_NEXT = re.compile(rf"\s{{1,3}}(?={BODY}(?!\w)(?!\s(?:luật|phận|tiêu|hợp|hành|nghị)(?!\w)))")
_TITLE_NEXT = re.compile(r"\s(?:[Vv]ề|[Vv]/[Vv]|quy\sđịnh)\s")
#: What ends the name of an issuer: a mark, or a lower-case word that no body has in its name.
_ISSUER_STOPS = re.compile(
    rf"""[;:()“”"]|[,.](?=\s|$|\d)|\./|\s[-–]\s(?=[^{UPPER}])|\s(?=\d+[-/.]\d)
    |\s(?:{_TITLE_VERBS}|Quy\sđịnh|Ban\shành|Hướng\sdẫn|Sửa\sđổi|Phê\sduyệt|Bổ\ssung|Bãi\sbỏ|mà|kể|tạm|cắt|không|bị|cũng|nên|phiên|dẫn|việc|[vV]ề|[vV]/v|giao|cho|và|hoặc|gắn|nhằm|để|trong|tại|theo|từ|đến|được|đã|đang|sẽ|có|là|với|bởi|khi|thì|như|trên|sau|trước
    |kèm|này|nêu|gửi|trả\slời|yêu\scầu|đề\snghị|hết|còn|các|những|một|cùng|vào|đối|áp\sdụng|kết\sluận|thông\sbáo|phân
    |chỉ\sđạo(?=\s[^{UPPER}])|ngày|năm|liên\squan|thông\squa|mời|báo\scáo|bắt|căn\scứ|bảo\sđảm|đảm\sbảo|số|cấp|quyết|trình)(?!\w)""",
    re.VERBOSE,
)
_CAPITAL_STOPS = re.compile(
    r"""[;:()“”"]|[,.](?=\s|$)|\s(?:VỀ|QUY ĐỊNH|BAN HÀNH|HƯỚNG DẪN|SỬA ĐỔI|PHÊ DUYỆT|NGÀY|ĐƯỢC|THỰC HIỆN|TRIỂN KHAI)(?!\w)"""
)
#: Bodies whose names hold "và" before a small letter, or a comma.
_AND_WITHIN = re.compile(rf"\s(?:và|&)\s(?:đào tạo|công nghệ|xã hội|truyền thông|môi trường|phát triển|du lịch|đầu tư|thể thao|[{UPPER}])")
_COMMA_WITHIN = re.compile(rf",\s[{UPPER}]\w*(?:\s\w+){{0,3}}(?:,\s[{UPPER}]\w*(?:\s\w+){{0,3}})?\s(?:và|&)\s[{UPPER}]")

_ANOTHER_BODY = re.compile(rf",\s{BODY}[^,;.()]{{0,60}}?\s(?:về|{_TITLE_VERBS})\s")


def _issuer_after(text: str, at: int) -> tuple[int, int] | None:
    opening = _OF.match(text, at)
    said_of = opening is not None
    opening = opening or _BODY_NEXT.match(text, at)
    if not opening:
        return None
    start, limit = opening.end(), min(len(text), opening.end() + _ISSUER)
    stops = _CAPITAL_STOPS if is_capitals(text[start : start + 12]) else _ISSUER_STOPS
    end = limit
    for stop in stops.finditer(text, start, limit):
        if not _goes_on(text, stop.start(), stop[0]):
            end = stop.start()
            break
    else:
        if limit < len(text):
            return None  # no end in sight: running text, no name
    end = start + len(text[start:end].rstrip(" ,.-–"))
    return (start, end) if end > start + 1 and (said_of or _TITLE_NEXT.match(text, end)) else None


#: What follows the comma is who writes, not who is cited: "của Ủy ban nhân dân tỉnh, Sở Y tế đề nghị …".
_MAIN_CLAUSE = re.compile(
    rf",\s[{UPPER}][^,;.:\n]{{2,80}}?\s(?:trân trọng|kính|đề nghị|đề xuất|yêu cầu|ban hành|xây dựng|thông báo|hướng dẫn|báo cáo"
    r"|phối hợp|tổ chức|triển khai|phát động|kêu gọi|đã|sẽ|giao|chỉ đạo|tham mưu|nhận được|mời)(?!\w)"
)


def _goes_on(text: str, at: int, stop: str) -> bool:
    """Whether a body's name runs on over a comma or "và": "Bộ Văn hóa, Thể thao và Du lịch"."""
    if stop == ",":
        if type_at(text, at + 2) or _MAIN_CLAUSE.match(text, at):
            return False
        return bool(_COMMA_WITHIN.match(text, at) or _ANOTHER_BODY.match(text, at))
    if stop.strip() == "và":
        return bool(_AND_WITHIN.match(text, at)) and not type_at(text, at + 4)
    return False


_TITLE_START = re.compile(
    rf"\s{{0,3}},?\s{{0,3}}(?:\(?(?i:v/v|về việc):?\s{{1,3}}|(?=(?:[Vv]ề|VỀ)\s)|(?=(?i:{_TITLE_VERBS})[\s,])|(?=[“\"]))"
)
#: What may end a title: marks, the main clause, the next citation, what has become of the document.
_TITLE_STOPS = re.compile(
    rf"""[;:“”"()]|\.(?=\s+[{UPPER}“(]|\s*$)|\./\.
    |,\s(?=(?:{BODY}|cụ\sthể|trong\sđó|với\s(?:nội|những)|như\ssau|gồm|trên\scơ\ssở|nhằm|để|căn\scứ|theo\sđó|thì)(?!\w))
    |(?:,\s|,?\s(?:và|cùng|hoặc)\s)(?:các\s)?(?=[{UPPER}][{LOWER}]+\s[{LOWER}]+(?:\s[{LOWER}]+){{0,2}}\s(?:số\s)?\d)
    |,?\s(?:đã\s)?được\s(?:sửa|thay|bổ|bãi|đính|Quốc|Chính|Thủ|ban)|,?\s(?:hết|có)\shiệu\slực|,?\scó\scăn\scứ|\snhư\ssau|\skèm\stheo|\stheo\squy\sđịnh\s(?:tại|của)\s
    |\s(?:và|cùng)\s(?:(?:các\s)?văn\sbản|quy\sđịnh\skhác|số\s\d)|,\s(?=số\s\d)|(?:\svà|,)\s(?=\d+[-/])""",
    re.VERBOSE,
)


#: Brackets that are no part of a title: "(sau đây gọi là …)", "(đã được sửa đổi …)", "(Nghị định số …)".
_ASIDES = ("(sau", "(Sau", "(gọi", "(viết", "(dưới", "(đính", "(đã", "(được", "(kèm", "(có", "(Nghị", "(Thông tư", "(Quyết")


def _title_after(text: str, at: int) -> tuple[int, int, str] | None:
    opening = _TITLE_START.match(text, at)
    if not opening:
        return None
    start, limit = opening.end(), min(len(text), opening.end() + _TITLE)
    if text[start : start + 1] in '“"':
        close = text.find("”" if text[start] == "“" else '"', start + 1, limit)
        return (start, close + 1, text[start + 1 : close].strip()) if close > start + 5 else None
    depth, end = 0, limit
    for stop in _TITLE_STOPS.finditer(text, start, limit):
        mark = stop[0]
        if mark in ("(", "“") and not text.startswith(_ASIDES, stop.start()):
            depth += 1
        elif mark in (")", "”") and depth:
            depth -= 1
        elif mark == '"' or (depth and mark not in (";", "./.")) or (mark[0] == "," and not depth and _is_listed(text, stop)):
            continue
        else:
            end = stop.start()
            break
    title = text[start:end].rstrip(" ,.-–")
    return (start, start + len(title), title) if len(title.split()) >= 2 else None


def _is_listed(text: str, stop: re.Match[str]) -> bool:
    """Whether a body behind a comma is one of several the title names ("giữa Bộ Công an, Bộ Quốc phòng và …")."""
    return bool(re.match(rf",\s{BODY}[^,;.]{{0,40}}(?:,|\svà)\s{BODY}(?!\w)", text[stop.start() : stop.start() + 120]))
