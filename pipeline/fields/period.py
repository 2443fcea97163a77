"""The document's own period: of the campaign or plan that it launches, or of its effect where that has an end.

A term of office, a period only mentioned, another document's, an event's schedule, a reporting period, a past span are none, nor
is an effect without an end (gold guidelines, "period"). `extract_periods` and `extract_period_of_subject` give candidates whose
rule tells how strong they are; `choose_period` takes one or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.fields.campaigns import CAMPAIGN, NOT_OURS, OCCASION, PAST, bars, find_named, find_opened, find_running, is_over, opens
from pipeline.fields.dates import lowered, read_moment, spaced
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
    r"(?:nghị quyết|quyết định|thông tư|kế hoạch|chỉ thị|quy định|nghị định|văn bản|quy chế|chương trình|đề án|công văn"
    r"|thông báo|hướng dẫn) này "
    r"(?:(?P<only>được (?:thực hiện|áp dụng|thí điểm)|có hiệu lực(?: thi hành)?) (?:cho )?(?=đến)|(?:có hiệu lực"
    r"|(?:được )?áp dụng|(?:được )?thực hiện)(?: thi hành)? (?=kể từ|từ|trong))"
)
_ASSIGN = spaced(r"(?:phân công|giao) (?:nhiệm vụ|công việc|công tác)[^.;]{0,200}?\s(?=kể từ ngày\s)")
#: Nothing but a label before: "1. ", "- ", "Điều 2. ", "Đợt 1: ", a sentence or a clause that ended.
_BULLET = spaced(r"[\s\-–+•*]*(?:\d{1,2}\.\s*)?(?:dự kiến )?(?:(?:được )?(?:thực hiện|triển khai) )?")
_NO_PERIOD = frozenset({"Giấy mời", "Báo cáo", "Biên bản", "Tờ trình", "Giấy giới thiệu", "Phiếu gửi", "Phiếu chuyển", "Hợp đồng"})

#: How the names of the types that are plans begin: "Kế hoạch liên tịch", "Chương trình công tác", "Phát động thi đua".
_PLANS = ("Kế hoạch", "Chương trình", "Phương án", "Phát động")
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


def extract_periods(passage: Passage, context: Context) -> list[Found[Period]]:
    """Candidates for the document's own period in one passage of the body.

    Rules, strongest first: `period.explicit` (a labelled or launched campaign), `period.heading` (under a heading that
    speaks of time), `period.effect` (with an end), `period.schedule` (a bare "Thời gian thực hiện: …", of the document or of
    one of its tasks), `period.assignment`, `period.launch` ("phát động phong trào …, giai đoạn 2021 - 2025", "mở đợt cao điểm … từ …
    đến …"; a campaign of two months at most yields to the years in the subject of a plan).
    """
    if context.doc_type in _NO_PERIOD:
        return []
    if "20" not in passage.text:
        return []
    low = lowered(passage.text)
    found: list[Found[Period]] = []
    # Cheap looks first: each pattern costs its compilation, too.
    if "thời gian" in low or "thời hạn" in low:
        found += _labelled(low, passage, context)
    headed_year = " năm" in low and _tells_time(context)
    if headed_year or "từ " in low or ("ngày" in low and ("được" in low or "sẽ" in low)):
        found += _launched(low, passage)
        if not found and ("đến" in low or "kết thúc" in low or headed_year):
            found += _unlabelled(low, passage, context)
    if " này " in low and ("hiệu lực" in low or "thực hiện" in low or "áp dụng" in low or "thí điểm" in low):
        found += _effective(low, passage)
    if "kể từ ngày" in low and ("phân công" in low or "giao" in low):
        found += _assigned(low, passage)
    if not found:
        found += _headed(low, passage, context)
    if not found and "phát động" in low:
        found += _phase_of_launch(low, passage)
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
    if not (kind.startswith(_PLANS) or rolls_out or enacts or _LAUNCHES.search(low)):
        return None
    for span in spans_of_subject(low, bool(rolls_out)):
        return _found(passage, span, "subject") if not is_over(span, context) else None
    return None


_STRENGTH = tuple(f"period.{how}" for how in ("explicit", "heading", "effect", "schedule", "assignment", "launch", "subject"))


def _is_month_or_quarter(period: Period) -> bool:
    first, last = period.start or "", period.end or ""
    if not len(first) == len(last) == 7 or first[:4] != last[:4]:
        return False
    months = int(last[5:]) - int(first[5:])
    return months == 0 or (months == 2 and int(first[5:]) % 3 == 1)


def _is_part(period: Period) -> bool:
    """Whether a span takes two months of days at most: beside the years of a plan, one campaign of several in it."""
    first, last = period.start or "", period.end or ""
    if len(first) < 7 or len(last) < 7:
        return False
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) < 2


def choose_period(candidates: Iterable[Found[Period]]) -> Found[Period] | None:
    """The one period that the document has, of all candidates in document order; None when there is none or it is unsure.

    Stronger rules win, then the earlier place. Several unlike spans under headings of time, or several tasks' own
    "Thời gian thực hiện", are a schedule of steps and no period. Beside a plan's own years so is a single month or quarter.
    """
    by_rule: dict[str, list[Found[Period]]] = {}
    for item in candidates:
        by_rule.setdefault(item.rule, []).append(item)
    for rule in _STRENGTH:
        items = by_rule.get(rule, [])
        steps = rule in ("period.heading", "period.schedule")
        if steps and "period.subject" in by_rule:
            items = [item for item in items if not _is_month_or_quarter(item.value)]
        if rule == "period.launch" and "period.subject" in by_rule:
            items = [item for item in items if not _is_part(item.value)]
        alike = len({(item.value.start, item.value.end) for item in items}) == 1
        if items and (alike or not steps):
            return items[0]
    return None
