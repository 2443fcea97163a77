"""The document's own period: of the campaign or plan that it launches, or of its effect where that has an end.

A term of office, a period only mentioned, another document's, an event's schedule, a reporting period, a past span are none, nor
is an effect without an end (gold guidelines, "period"). `extract_periods` and `extract_period_of_subject` give candidates whose
rule tells how strong they are; `period_choice.choose_period` takes one or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.fields.announced import find_announced, find_goals
from pipeline.fields.campaigns import (
    CAMPAIGN,
    NOT_OURS,
    OCCASION,
    PAST,
    bars,
    find_appealed,
    find_named,
    find_opened,
    find_running,
    is_over,
    opens,
)
from pipeline.fields.dates import lowered, read_moment, spaced
from pipeline.fields.period_choice import months_between
from pipeline.fields.ranges import PART_OF_YEAR, TO_END, TimeRange, part_of_year, read_range
from pipeline.fields.subject_spans import ONE_YEAR, PHASE, TERM_BEFORE, spans_of_subject
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Period

_LABEL = spaced(
    rf"(?P<own>thời (?:gian|hạn) (?:(?:dự kiến|tổ chức|triển khai|thực hiện|tiến hành|phát động|áp dụng|của|diễn ra|hoạt động"
    rf"|cho) ){{0,4}}(?:\w+ ){{0,2}}?{CAMPAIGN}[^:.;\d]{{0,80}}?(?=\s*(?::|(?:kể )?từ\s|trong\s|bắt đầu|dự kiến|là\s)))"
    r"|(?P<task>thời (?:gian|hạn)(?: (?:dự kiến|tổ chức|triển khai|thực hiện|tiến hành|thanh tra|kiểm tra|khảo sát|giám sát"
    r"|phát động|áp dụng|ra quân|diễn ra|thí điểm|cao điểm)(?:, )?){0,4}(?: dự kiến)?)"
)
_COLON = spaced(
    r"\s*(?:\([^)]{0,40}\))?\s*[:.]?\s*(?:(?:thường xuyên|liên tục)(?:,| và liên tục)? )?"
    r"(?:dự kiến |là |được tính |tính |bắt đầu )?"
)
_LAUNCH = spaced(
    rf"(?P<of>phát động|tổ chức|triển khai|mở) (?:\w+ ){{0,4}}?(?:{CAMPAIGN}|đợt)[^.;]{{0,500}}?(?:trong thời gian|thời gian"
    rf"|,) (?=(?:kể )?từ\s)"
    r"|(?:được|sẽ) (?:triển khai|thực hiện|phát động|tổ chức|tiến hành) (?:trong thời gian |vào |trong )?(?=(?:kể )?từ\s|ngày \d)"
)
_EFFECT = spaced(
    r"(?:(?:nghị quyết|quyết định|thông tư|kế hoạch|chỉ thị|quy định|nghị định|văn bản|quy chế|chương trình|đề án|công văn"
    r"|thông báo|hướng dẫn|giao ước) này|bản (?:giao ước|cam kết|thỏa thuận|thoả thuận|ghi nhớ)(?: thi đua)?(?: này)?) "
    r"(?:(?P<only>được (?:thực hiện|áp dụng|thí điểm)|có (?:hiệu lực|giá trị)(?: thi hành)?) (?:cho )?(?=đến)|(?:có (?:hiệu lực|giá trị)"
    r"|(?:được )?áp dụng|(?:được )?thực hiện)(?: thi hành)? (?=kể từ|từ|trong))"
)
_OF_CONTESTS = (" nhận ", "cuộc thi", "hội thi", "giải thưởng")
_IN_FORCE = ("hiệu lực", "giá trị", "thực hiện", "áp dụng", "thí điểm")
_ASSIGN = spaced(r"(?:phân công|giao) (?:nhiệm vụ|công việc|công tác)[^.;]{0,200}?\s(?=kể từ ngày\s)")
#: Nothing but a label before: "1. ", "- ", "Điều 2. ", "Đợt 1: ", a sentence or a clause that ended.
_BULLET = spaced(r"[\s\-–+•*]*(?:\d{1,2}\.\s*)?(?:dự kiến )?(?:(?:được )?(?:thực hiện|triển khai) )?")
_GUIDANCE = frozenset({"Hướng dẫn", "Công văn", "Chỉ thị", "Thông báo"})
_NO_PERIOD = frozenset({"Giấy mời", "Báo cáo", "Biên bản", "Tờ trình", "Giấy giới thiệu", "Phiếu gửi", "Phiếu chuyển", "Hợp đồng"})

#: How the names of the types that are plans begin: "Kế hoạch liên tịch", "Chương trình công tác", "Phát động thi đua".
_PLANS = ("Kế hoạch", "Chương trình", "Phương án", "Phát động", "Đề án", "Chiến lược", "Bản giao ước", "Giao ước")
_ENACTS = spaced(
    r"(?<!\w)(?:ban hành|phê duyệt|thông qua) (?:\w+ ){0,3}?(?:kế hoạch|chương trình|đề án|phương án|quy hoạch|chiến lược"
    r"|danh mục kế hoạch)(?!\w)"
)
#: A resolution or an instruction on the tasks of a year is the plan of that year.
_SETS_TASKS = spaced(
    r"(?:về (?:việc )?)?(?:(?:mục tiêu|phương hướng|một số)(?:,| và)? )?(?:(?:nhiệm vụ|kế hoạch)(?:(?:,| và) giải pháp)? (?:phát triển"
    r"|trọng tâm|chủ yếu|chủ đạo|kinh tế|công tác|đầu tư công|năm)(?!\w)"
    r"|nhiệm vụ (?!(?:quyền|và|của|chi|khoa học|cụ thể|được|giao|quy hoạch|thiết kế|lập)(?!\w)))"
)
#: What hands a plan of the year on to others is for that year too, unless the plan has a number of its own or another author.
_ROLLS_OUT = spaced(
    r"(?<!\w)(?:triển khai|giao)(?: thực hiện)? (?:\w+ ){0,2}?(?:kế hoạch|chương trình công tác|chỉ tiêu|phong trào thi đua"
    r"|nhiệm vụ trọng tâm)(?! (?:số|của|\d(?!\s?tháng)))(?!\w)"
)
#: What guides the work of a year and comes as it begins plans it; what comes later sums it up or judges it.
_GUIDES = spaced(
    r"(?:về (?:việc )?)?(?:hướng dẫn )?(?:tổ chức |triển khai )?(?:thực hiện )?(?:công tác|nhiệm vụ|phương hướng|chương trình công tác"
    r"|(?:các )?phong trào thi đua)(?!\w)(?! (?:tổng kết|sơ kết|đánh giá|kiểm điểm|xét|bình xét|chuẩn bị|tuyển|thi tuyển|bầu|báo cáo"
    r"|quyết toán))"
)
#: "Thời gian nhận bài dự thi: từ … đến …" of a contest: entries, not papers of an application.
_ENTRIES = spaced(
    r"thời gian (?:(?:phát động|tổ chức)(?:,| và)? )?(?:(?:gửi|nộp)(?:,| và)? )?(?:tiếp nhận|nhận|thu|gửi) (?:các )?(?:bài|ảnh"
    r"|tác phẩm|sản phẩm)(?!\w)"
    r"[^.;:\d]{0,60}?\s*(?:\([^)\d]{0,40}\))?[\s:*_]*(?=(?:kể |bắt đầu )?từ\s)"
)
#: A contest of weeks is a campaign; one of days is an occasion.
_CONTEST = spaced(
    r"(?:thời gian (?:(?:phát động|tổ chức|diễn ra|triển khai|thực hiện)(?:,| và)? ){0,2}(?:của )?(?:cuộc thi|hội thi|giải thưởng)"
    r"|(?:phát động |tổ chức )?(?:cuộc thi|giải thưởng)(?!\w)(?:[^.;:,“”\"\d]|[“\"][^“”\"]{0,120}[”\"]){0,120}?(?: (?:được|sẽ))*"
    r"(?: (?:diễn ra|tổ chức|bắt đầu|triển khai|phát động))?(?: trong (?:thời gian)?)?)[\s:*_,(]*(?=(?:kể |bắt đầu )?từ\s)"
)
_LAUNCHES = spaced(rf"(?<!\w)phát động (?:\w+ ){{0,3}}?(?:{CAMPAIGN})(?!\w)")


def _found(passage: Passage, span: TimeRange, how: str, begin: int | None = None) -> Found[Period]:
    event = passage.text[span.event[0] : span.event[1]].strip() if span.event else None
    return Found(Period(span.start, span.end, event), passage.at(span.at if begin is None else begin, span.until), f"period.{how}")


def _labelled(low: str, passage: Passage, context: Context) -> Iterator[Found[Period]]:
    """ "Thời gian thực hiện phong trào: từ … đến …"; a task's own "Thời gian thực hiện: …" is weaker."""
    occasion = OCCASION.search(_heading_of_time(context) or "")
    for label in _LABEL.finditer(low):
        if occasion and not label["own"]:
            continue
        colon = _COLON.match(low, label.end())
        span = read_range(low, colon.end() if colon else label.end())
        if span is None or not opens(low, label.start()) or bars(low, label.start(), span.until):
            continue
        how = "explicit" if label["own"] else "heading" if _tells_time(context) and span.start != span.end else "schedule"
        yield _found(passage, span, how, label.start())


def _heading_of_time(context: Context) -> str | None:
    """The innermost heading that speaks of time, in lower case."""
    return next((low for low in map(lowered, reversed(context.headings)) if "thời gian" in low), None)


def _tells_time(context: Context) -> bool:
    """Whether the innermost heading that speaks of time is the document's own: "IV. THỜI GIAN THI ĐUA"."""
    heading = _heading_of_time(context)
    return heading is not None and not OCCASION.search(heading)


def _headed(low: str, passage: Passage, context: Context) -> Iterator[Found[Period]]:
    """A span of time that opens a passage under such a heading, or stands after its colon."""
    if not _tells_time(context):
        return
    for place in (0, low.find(":", 0, 200) + 1):
        bullet = _BULLET.match(low, place)
        begin = bullet.end() if bullet else place
        span = read_range(low, begin)
        # "- Tổng kết, rút kinh nghiệm: trong tháng 9/2024" is a step's
        steps = place and span and span.start == span.end and "thời gian" not in low[:place]
        if span and not steps and not bars(low, begin, span.until):
            yield _found(passage, span, "heading")
            return


def _launched(low: str, passage: Passage) -> Iterator[Found[Period]]:
    for launch in _LAUNCH.finditer(low):
        span = read_range(low, launch.end())
        if launch["of"] is None and OCCASION.search(low[max(0, launch.start() - 90) : launch.start()]):
            continue
        if span and span.until - span.at > 12 and not PAST.search(low[max(0, launch.start() - 60) : launch.start()]):
            yield _found(passage, span, "explicit")


def _unlabelled(low: str, passage: Passage, context: Context) -> Iterator[Found[Period]]:
    """A campaign's own span said without a label: surest under a heading of time, elsewhere one of several, maybe."""
    headed = _tells_time(context)
    for span in find_running(low, context, headed):
        yield _found(passage, span, "explicit" if headed else "launch")
    for span in (*find_opened(low, context), *find_named(low, context)):
        yield _found(passage, span, "launch")


def _effective(low: str, passage: Passage) -> Iterator[Found[Period]]:
    for effect in _EFFECT.finditer(low):
        if not opens(low, effect.start()):
            continue  # "Khoản 8 Điều 69 của Nghị định này", "từ ngày Thông tư này có hiệu lực"
        if effect["only"]:
            link = TO_END.match(low, effect.end())
            last = read_moment(low, link.end()) if link else None
            if last and last.iso():
                yield _found(passage, TimeRange(None, last.iso(), None, effect.end(), last.end), "effect", effect.start("only"))
            continue
        span = read_range(low, effect.end())
        if span and span.end and span.start != span.end:
            yield _found(passage, span, "effect")


def _assigned(low: str, passage: Passage) -> Iterator[Found[Period]]:
    """ "phân công nhiệm vụ … kể từ ngày 04/5/2021": the start is certain, the end open."""
    for assign in _ASSIGN.finditer(low):
        moment = read_moment(low, assign.end() + len("kể từ "))
        if moment and moment.iso():
            yield _found(passage, TimeRange(moment.iso(), None, None, assign.end(), moment.end), "assignment")


def _received(low: str, passage: Passage) -> Iterator[Found[Period]]:
    """The months that a contest runs or takes entries; a shorter window is an occasion or a term for handing in."""
    for label in (*_ENTRIES.finditer(low), *_CONTEST.finditer(low)):
        span = read_range(low, label.end())
        own = span and opens(low, label.start()) and not PAST.search(label[0])
        if own and span and span.start and span.end and months_between(span.start, span.end) >= 1:
            yield _found(passage, span, "contest", label.start())


def names_contest(subject: Passage) -> bool:
    """Whether a subject line is about a contest; only there are a contest's months the document's own (`period.contest`)."""
    return re.search(r"(?<!\w)(?:cuộc\s+thi|hội\s+thi|giải\s+thưởng|giải\s+báo\s+chí)(?!\w)(?!\s+đua)", lowered(subject.text)) is not None


def _drafted(low: str, passage: Passage, context: Context) -> Iterator[Found[Period]]:
    """The labelled campaign in the draft that a submission describes; `choose_period` asks whether it hands in a plan."""
    for item in _labelled(low, passage, context) if "thời gian" in low or "thời hạn" in low else ():
        if item.rule == "period.explicit":
            yield replace(item, rule="period.drafted")


def extract_periods(passage: Passage, context: Context) -> list[Found[Period]]:
    """Candidates for the document's own period in one passage of the body.

    Rules, strongest first: `period.explicit` (a labelled or launched campaign), `period.heading` (under a heading that
    speaks of time), `period.effect` (with an end), `period.schedule` (a bare "Thời gian thực hiện: …", of the document or of
    one of its tasks), `period.assignment`, `period.launch` ("phát động phong trào …, giai đoạn 2021 - 2025", "mở đợt cao điểm … từ …
    đến …"; a campaign of two months at most yields to the years in the subject of a plan).
    """
    if "20" not in passage.text or (context.doc_type in _NO_PERIOD and context.doc_type != "Tờ trình"):
        return []
    low = lowered(passage.text)
    if context.doc_type == "Tờ trình":
        return list(_drafted(low, passage, context))
    found: list[Found[Period]] = []
    # Cheap looks first: each pattern costs its compilation, too.
    if "thời gian" in low or "thời hạn" in low:
        found += _labelled(low, passage, context)
    headed_year = " năm" in low and _tells_time(context)
    if headed_year or "từ " in low or ("ngày" in low and ("được" in low or "sẽ" in low)):
        found += _launched(low, passage)
        if not found and ("đến" in low or "kết thúc" in low or headed_year):
            found += _unlabelled(low, passage, context)
        if not found and "kêu gọi" in (context.doc_type or ""):
            found += [_found(passage, span, "launch") for span in find_appealed(low, context)]
    if (" này " in low or "bản " in low) and any(map(low.__contains__, _IN_FORCE)):
        found += _effective(low, passage)
    if "kể từ ngày" in low and ("phân công" in low or "giao" in low):
        found += _assigned(low, passage)
    if not found:
        found += _headed(low, passage, context)
    if not found and "phát động" in low:
        found += _phase_of_launch(low, passage)
    if not found and any(map(low.__contains__, _OF_CONTESTS)) and context.doc_type != "Công văn":
        found += _received(low, passage)
    if not found and (" năm" in low or "giai đoạn" in low) and (context.doc_type or "").startswith(_PLANS):
        found += [_found(passage, span, "announced") for span in find_announced(low, context)]
        found += [_found(passage, span, "goals") for span in find_goals(low, context)]
    return found


def _phase_of_launch(low: str, passage: Passage) -> Iterator[Found[Period]]:
    """ "Sở … phát động phong trào thi đua yêu nước, giai đoạn 2021 - 2025 với những nội dung …"."""
    for launch in _LAUNCHES.finditer(low):
        before, reach = low[max(0, launch.start() - 10) : launch.start()], launch.end() + 300
        ends = (low.find(mark, launch.end(), reach) for mark in (";", ". ", "”", " do ", " của "))
        stop = min((at for at in ends if at >= 0), default=reach)
        part = PART_OF_YEAR.search(low, launch.end(), stop)
        if part and not NOT_OURS.search(before):
            yield _found(passage, part_of_year(part), "launch")
            return
        phase = PHASE.search(low, launch.end(), stop)
        one = phase or ONE_YEAR.search(low, launch.end(), stop)
        if one and not NOT_OURS.search(before) and not TERM_BEFORE.search(low[launch.end() : one.start()]):
            first = one["y1"] if phase else one["y"]
            yield _found(passage, TimeRange(first, one["y2"] if phase else first, None, one.start(), one.end()), "launch")
            return


def extract_period_of_subject(passage: Passage, context: Context) -> Found[Period] | None:
    """The years, year or month that the subject line gives a plan; rule `period.subject`.

    Only where the document itself is the plan (Kế hoạch, Chương trình …, a decision that enacts one, a launch): a board set up
    "giai đoạn 2016 - 2020" or a title awarded "năm 2017" has no period. A single year that names what is judged, elected or
    celebrated ("xét công nhận sáng kiến … năm 2017") gives none.
    """
    low = lowered(passage.text)[:2000]  # no subject is longer
    kind = context.doc_type or ""
    rolls_out = kind in ("Thông báo", "Công văn", "Hướng dẫn", "Chỉ thị") and _ROLLS_OUT.search(low)
    enacts = kind in ("Quyết định", "Nghị quyết", "Tờ trình", "") and _ENACTS.search(low)
    enacts = enacts or (kind in ("Nghị quyết", "Chỉ thị") and _SETS_TASKS.match(low))
    plans = kind.startswith(_PLANS) or rolls_out or enacts or _LAUNCHES.search(low)
    if not (plans or (kind in _GUIDANCE and _GUIDES.match(low))):
        return None
    for span in spans_of_subject(low, bool(rolls_out)):
        fits = not is_over(span, context) if plans or kind == "Chỉ thị" else _is_ahead(low, span, context)
        return _found(passage, span, "subject") if fits else None
    return None


def _is_ahead(low: str, span: TimeRange, context: Context) -> bool:
    """Whether a span of years had at most begun at the issue: before April of its first year, of a school year before November."""
    if not (context.year and context.month and span.start and len(span.start) == 4):
        return False
    last = 10 if "năm học" in low[span.at : span.until] else 3
    return (context.year, context.month) <= (int(span.start), last)
