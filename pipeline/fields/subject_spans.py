"""The years, months and days in a subject line: "giai đoạn 2021 - 2025", "6 tháng cuối năm 2025", "từ ngày 01/9/2023 đến …".

Not those of what the subject judges, elects, holds or sums up ("xét công nhận sáng kiến … năm 2017"). All patterns expect lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.fields.campaigns import CAMPAIGN, OCCASION
from pipeline.fields.dates import Lazy, read_moment, spaced
from pipeline.fields.ranges import PART_OF_YEAR, YEAR, TimeRange, part_of_year, read_range, whole_of

PHASE = spaced(
    rf"(?<!\w)(?:giai đoạn|thời kỳ|năm học|từ năm|(?:các |hai |02 )?năm|niên vụ|đông xuân|mùa khô)"
    rf" \(?(?:từ )?(?:năm )?(?P<y1>{YEAR})\s*(?:[-–—,]|đến"
    rf"|và)\s*(?:năm )?(?P<y2>{YEAR})(?![\d/])"
)
_FIRST_PHASE = spaced(r"(?<!\w)giai đoạn (?:i{1,3}|\d)\s*[:(,] ?$")
_MONTH = spaced(rf"(?<!\w)(?:tháng \d{{1,2}}|qu[ýí] (?:iii|ii|iv|i|[1-4]))(?:\s?[/-]\s?| năm ){YEAR}(?!\d)")
ONE_YEAR = spaced(
    rf"(?<!\w)(?<!đến )(?<!tới )(?<!với )(?<!hướng )(?<!trước )(?<!từ )năm (?P<y>{YEAR})(?!\s*(?:[-–—,]|và|đến)\s*(?:năm )?\d|[\d/])"
)
TERM_BEFORE = spaced(
    r"(?:nhiệm kỳ|khóa|khoá|niên khóa|kết quả[^,;]{0,120}|tổng kết[^,;]{0,120}|sơ kết[^,;]{0,120}|tháng \d{1,2}|/\d{1,2})\s*,?\s*$"
)
#: "Phát động đợt thi đua từ ngày 01/9/2023 đến ngày 20/11/2023"
_FROM = spaced(r"(?<!\w)(?:kể )?từ (?=(?:ngày|tháng|qu[ýí]) |\d{1,2}/)")
_AND = spaced(r"\s*(?:,|,? và) ")
_AND_TASK = spaced(
    r",? và (?:(?:công tác|kế hoạch|nhiệm vụ|phương hướng|chương trình|triển khai|phong trào|thực hiện|tổ chức|chỉ tiêu|phát động|thi đua)"
    r"[^.;]{0,60} )?"
)
#: The year names the thing judged, chosen or held, not the plan's own course ("xét công nhận sáng kiến … năm 2017").
_JUDGES = spaced(
    r"(?<!\w)(?:xét|công nhận|bình xét|tuyển|thi(?! (?:đua|hành|công))|thi tuyển|tuyển dụng|tuyển sinh|bầu|tổng kết|sơ kết"
    r"|hội nghị|hội thi|hội thao|hội diễn|lễ|đại hội"
    r"|kỷ niệm|tết|tháng hành động|tuần lễ|(?<!\d\s)ngày|xét khen thưởng|cuộc thi|kỳ thi|tham dự|nâng bậc|nâng ngạch|thăng hạng"
    r"|tham gia(?= (?:hội|cuộc|giải|liên hoan|lễ|ngày|kỳ|đoàn|triển lãm|chương trình|trại|tuần|tháng|diễn đàn|thi))"
    r"|đại hội|thẩm định|tọa đàm|gặp mặt)(?!\w)"
)

_HONOURED = ("kỷ niệm", "tháng hành động", "tuần lễ", "ngày", "tết", "đại hội", "lễ")
_CAMPAIGNS = spaced(rf"(?<!\w)(?:{CAMPAIGN}|cao điểm|đợt)(?!\w)")


def _judges(before: str, rolls_out: bool, days: bool) -> bool:
    """Whether a year is that of a thing judged or held; "kế hoạch thi đua … và xét thưởng năm 2023" has its year from the plan.

    `days`: the first and the last day are told, which a campaign has in honour of anything ("Tháng hành động …", "… chào mừng Đại hội …").
    """
    in_honour = days and _CAMPAIGNS.search(before)
    for found in _JUDGES.finditer(before):
        joined = rolls_out and before[: found.start()].rstrip().endswith("và")
        if not joined and not (in_honour and found[0].startswith(_HONOURED)):
            return True
    return False


def spans_of_subject(low: str, rolls_out: bool) -> Iterator[TimeRange]:
    """The spans of time in a subject line, the most exact kind first."""
    for pattern in (_FROM, PART_OF_YEAR, _MONTH, ONE_YEAR, PHASE):
        every = list(pattern.finditer(low))
        if pattern is PHASE and any(_FIRST_PHASE.search(low, 0, found.start()) for found in every):
            every.reverse()  # "giai đoạn 2021 - 2030, giai đoạn I: từ năm 2021 đến năm 2025"
        for found in every:
            before = low[: found.start()]
            if TERM_BEFORE.search(before) or (pattern is not PHASE and _judges(before, rolls_out, pattern is _FROM)):
                continue
            if pattern is _FROM and OCCASION.search(before) and not _CAMPAIGNS.search(before):
                continue
            span = _span_at(low, pattern, found)
            if span and (span.start or "") <= (span.end or ""):
                yield span


def _span_at(low: str, pattern: Lazy, found: re.Match[str]) -> TimeRange | None:
    if pattern is PART_OF_YEAR:
        return part_of_year(found)
    if pattern is _FROM:
        return read_range(low, found.start())
    if pattern is PHASE:
        return TimeRange(found["y1"], found["y2"], None, found.start(), found.end())
    if pattern is ONE_YEAR:
        return _phase_round(low, found) or TimeRange(found["y"], found["y"], None, found.start(), found.end())
    moment = read_moment(low, found.start())
    pair = whole_of(moment) if moment else None
    return TimeRange(*pair, None, found.start(), found.end()) if pair else None


def _phase_round(low: str, year: re.Match[str]) -> TimeRange | None:
    """The phase that is named beside one of its years: "giai đoạn 2020 - 2025 và công tác thi đua năm 2020"."""
    for phase in PHASE.finditer(low):
        first, last = sorted((phase, year), key=lambda found: found.start())
        between = low[first.end() : last.start()]
        joined = _AND_TASK.fullmatch(between) if first is phase else _AND.fullmatch(between)
        if joined and phase["y1"] <= year["y"] <= phase["y2"]:
            return TimeRange(phase["y1"], phase["y2"], None, phase.start(), phase.end())
    return None
