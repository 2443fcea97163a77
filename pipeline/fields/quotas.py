"""Award quotas: how many awards may be given or proposed ("Giấy khen không quá 03 tập thể", "mỗi đơn vị đề nghị 01 tập thể").

A quantity is a quota when an award is named with it (in its clause, its paragraph, the sentence that opens the list, or a heading) and
the words set a number for giving or proposing it. Shares to be reached ("15% đạt danh hiệu"), awards already given, votes, money,
files and waiting times are none. Source: the gold guidelines, rules on commendation of ministries and provinces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.fields.awards import Award, find_awards, find_grantor
from pipeline.fields.clauses import Clause, clauses
from pipeline.fields.quantities import Quantity
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import AwardQuota


@dataclass(frozen=True, slots=True)
class _Reading:
    clause: Clause
    quota: AwardQuota
    rule: str
    confidence: float | None = None


#: About awards at all? A cheap look before anything else.
_ABOUT = ("khen", "thi đua", "danh hiệu", "kỷ niệm chương", "huân chương", "huy chương", "tiên tiến", "cstđ", "đề nghị", "bình chọn", "bình xét", "suy tôn", "tập thể", "cá nhân", "cờ", "xếp loại")
#: A limit or a choice is spoken of: the words that make a number one of awards to give.
_GIVING = re.compile(
    r"đề nghị|đề xuất|trình|xét|bình chọn|bình xét|lựa chọn|(?<!\w)chọn|giới thiệu|suy tôn|tặng|khen|trao|số lượng|tỷ lệ|tỉ lệ|cơ cấu|phân bổ|chỉ tiêu khen|công nhận|mỗi|:|được", re.IGNORECASE
)
_PROPOSING = re.compile(r"(?<!\w)(?:đề nghị|đề xuất|bình chọn|bình xét|xét chọn|lựa chọn|suy tôn|xét tặng|xét khen|trình)(?!\w)", re.IGNORECASE)
_ONLY = re.compile(r"(?<!\w)chỉ(?!\s+tiêu|\s+thị|\s+đạo|\s+số)(?!\w)", re.IGNORECASE)
_NOT = re.compile(r"(?<!\w)không\s+(?:được\s+)?(?:đề nghị|trình|xét|tặng|khen)", re.IGNORECASE)
#: Not awards but votes, money, sittings, files and results.
_OTHER = re.compile(
    r"phiếu|tán thành|biểu quyết|nhất trí|tổng số thành viên|dự họp|tiền thưởng|mức thưởng|quỹ|kinh phí|mức lương|lương cơ sở|trích|mức chi|ngân sách|lễ trao|buổi lễ"
    r"|tổ chức lễ|thời hạn|hồ sơ gồm|độ dài|người dự|mời|tham dự|dự thi|cử \d",
    re.IGNORECASE,
)
_GOAL = re.compile(r"phấn đấu|mục tiêu|quyết tâm|chỉ tiêu thi đua", re.IGNORECASE)
_GOAL_HEADING = re.compile(r"mục tiêu|chỉ tiêu|phấn đấu", re.IGNORECASE)
_REACHED = re.compile(r"(?<!\w)(?:đạt|trở lên)(?!\w)", re.IGNORECASE)
#: "đã tặng", "đã có thành tích", "được tặng 02 Bằng khen", "Điều 1. Tặng Bằng khen": given, not to be given.
_GIVEN = re.compile(
    r"(?<!\w)đã(?!\w)|có thành tích|điều\s+1\s*\.|(?:có|gồm|với)\s[^.;]{0,40}được\s+(?:tặng|khen|công nhận)|kết quả|trong đó có \d+ [^.;]{0,30}được tặng|đạt danh hiệu[^.;]{0,60}là", re.IGNORECASE
)
_CRITERION = re.compile(r"thì\s+được|mới\s+được|điều kiện|tiêu chuẩn(?!\s+(?:danh hiệu|quy định))|là căn cứ", re.IGNORECASE)
_LIST_HEAD = re.compile(r"số lượng|tỷ lệ|tỉ lệ|hình thức|khen thưởng|đề nghị|xét tặng|danh hiệu|phân bổ|cơ cấu", re.IGNORECASE)
_RECIPIENTS = {"recipient", "award"}


def extract_award_quotas(passage: Passage, context: Context) -> list[Found[AwardQuota]]:
    """The quotas in one paragraph or list item, in order. `spans`: the clause that states each."""
    return [
        Found(reading.quota, passage.at(reading.clause.start, reading.clause.end), reading.rule, confidence=reading.confidence)
        for reading in read_quotas(passage.text, context)
    ]


@lru_cache(maxsize=2)
def read_quotas(text: str, context: Context) -> tuple[_Reading, ...]:
    """The quotas with their clauses; cached because the targets of the same passage ask which numbers are taken."""
    found = clauses(text)
    if not found and " lần" not in text:
        return ()
    around = " ".join((text, *context.headings[-2:], context.opens_list or "")).lower()
    if not any(word in around for word in _ABOUT):
        return ()
    awards = list(find_awards(text))
    readings: list[_Reading] = []
    previous: Clause | None = None
    for clause in found:
        reading = _read(clause, previous, readings[-1] if readings else None, awards, context)
        if reading:
            readings.append(reading)
        previous = clause
    return tuple(readings or _once(text, awards))


def quota_positions(text: str, context: Context) -> frozenset[int]:
    """Where the numbers of `text` stand that are quotas, hence no targets."""
    return frozenset(reading.clause.quantity.at for reading in read_quotas(text, context))


def _read(clause: Clause, previous: Clause | None, last: _Reading | None, awards: list[Award], context: Context) -> _Reading | None:
    q = clause.quantity
    if q.kind not in _RECIPIENTS and q.kind not in ("percent", "unknown") or q.value != int(q.value) and q.kind != "percent":
        return None
    continues = last is not None and previous is last.clause and _continues(previous, clause)
    if last and (continues or (clause.narrows and last.clause.sentence == clause.sentence and not _OTHER.search(clause.quote))):
        return _following(clause, last, continues, awards)
    if q.kind == "unknown" or _barred(clause, context):
        return None
    award, granted_by = _award_of(clause, awards, context)
    if not award:
        return None
    comparator, rule = _limit(clause, context)
    if not rule:
        return None
    sure = None if award != _ANY and not award.lower().startswith(("khen", "hình thức khen")) else 0.6
    return _Reading(clause, _quota(clause, award, granted_by, comparator), rule, sure)


def _quota(clause: Clause, award: str, granted_by: str | None, comparator: str) -> AwardQuota:
    q = clause.quantity
    return AwardQuota(award, granted_by, _recipient(clause), comparator, q.value, "%" if q.unit == "%" else None)


# --- is it one? -------------------------------------------------------------------------------------------------------


def _barred(clause: Clause, context: Context) -> bool:
    near = clause.text[max(clause.part[0], clause.start - 160) : clause.end]
    if _OTHER.search(near) or _CRITERION.search(near) or (clause.quantity.comparator in (">=", ">") and clause.lead.lower().endswith("có ")):
        return True
    if _ENTITLES.match(clause.text, clause.quantity.end):
        return True
    heads = " ".join((*context.headings, context.opens_list or ""))
    limited = clause.quantity.comparator in "<=" and clause.quantity.bounded
    if not limited and (_GOAL.search(clause.before) or _GOAL_HEADING.search(heads)):
        return True
    reported = context.doc_type in ("Báo cáo", "Biên bản") and not limited
    return reported or (not limited and _GIVEN.search(clause.whole) is not None)


def _limit(clause: Clause, context: Context) -> tuple[str, str | None]:
    """The comparator and the rule, or no rule where nothing sets a number."""
    q = clause.quantity
    if _NOT.search(clause.before[-120:]) and q.kind == "award" and q.value == 2:
        return "<", "quotas.prohibited"
    if q.comparator in ("<=", "<"):
        return q.comparator, "quotas.limit"
    if q.comparator in (">=", ">"):
        return q.comparator, None
    if _ONLY.search(clause.before[-80:]):
        return "<=", "quotas.only"
    if q.kind == "percent" and (_REACHED.search(clause.quote) or not re.search(r"đề nghị|xét|chọn|:|số lượng|tỷ lệ|tỉ lệ", clause.before)):
        return "=", None
    heads = " ".join(filter(None, (*context.headings[-1:], context.opens_list)))
    if _GIVING.search(clause.before) or _GIVING.search(clause.tail) or _LIST_HEAD.search(heads):
        return "=", "quotas.number"
    return "=", None


_BETWEEN = re.compile(r"[\s,;]*(?:\(?[^\d;.()]{0,60}\)?)?(?:,|;|và|hoặc|hay|/|\+|\s)\s*", re.IGNORECASE)
#: "Khối có dưới 10 đơn vị được bình xét 02 Bằng khen": the first number says for whom the second holds.
_ENTITLES = re.compile(r"\s*(?:thành viên\s+)?(?:thì\s+)?được\s+(?:bình xét|xét|đề nghị|tặng|chọn|lựa chọn)[^,;.]{0,30}\d", re.IGNORECASE)
_VERB_BETWEEN = re.compile(r"(?<!\w)(?:được|bình xét|đề nghị|đạt|hoàn thành|có|đã|để|nếu|phải|tổ chức|tham gia|thực hiện)(?!\w)", re.IGNORECASE)


def _continues(previous: Clause, clause: Clause) -> bool:
    """Whether a quantity only carries the list on: "không quá 05 tập thể, 10 cá nhân"."""
    between = clause.text[previous.quantity.end : clause.quantity.start]
    if clause.quantity.kind not in _RECIPIENTS or "." in between or len(between) > 80 or _VERB_BETWEEN.search(between):
        return False
    return _BETWEEN.fullmatch(between) is not None


def _following(clause: Clause, last: _Reading, continues: bool, awards: list[Award]) -> _Reading:
    """The next of a list takes the limit with it; what stands behind "trong đó" has its own."""
    q = clause.quantity
    comparator = last.quota.comparator if continues and not q.bounded else q.comparator
    named = _choose([a for a in awards if not a.generic and (clause.start <= a.start < q.stop or _NAMES_IT.match(clause.text[q.stop : a.start]) and q.stop <= a.start < clause.end)])
    award, by = (named.name, find_grantor(clause.text, named, named.start)) if named else (last.quota.award, last.quota.granted_by)
    return _Reading(clause, _quota(clause, award, by, comparator), last.rule if continues else "quotas.part", last.confidence)


# --- which award ------------------------------------------------------------------------------------------------------

_ANY = "khen thưởng"


def _award_of(clause: Clause, awards: list[Award], context: Context) -> tuple[str | None, str | None]:
    """The award and its grantor: named before the number, behind it, earlier in the paragraph, or round it."""
    text, at = clause.text, clause.quantity.at
    own = _own_award(clause, awards)
    if own:
        return own.name, find_grantor(text, own, at)
    for place in (context.opens_list, *reversed(context.headings)):
        named = _choose(list(find_awards(place))) if place else None
        if named and place and (not named.generic or _LIST_HEAD.search(place)):
            return named.name, find_grantor(place, named, len(place)) or find_grantor(text, None, at)
    if _PROPOSING.search(clause.before) and clause.quantity.unit.lower() in ("tập thể", "cá nhân"):
        return _ANY, find_grantor(text, None, at)
    return None, None


#: "02 đơn vị đề nghị tặng" an award: the number is of those who are to get it.
_NAMES_IT = re.compile(r"[^,;.]{0,40}(?:đề nghị|được|xét)[^,;.]{0,60}(?:tặng|khen|thưởng|công nhận|danh hiệu)[^,;.\d]{0,15}$", re.IGNORECASE)


def _own_award(clause: Clause, awards: list[Award]) -> Award | None:
    """Never the one that only describes the whole ("tổng số cá nhân đạt danh hiệu …")."""
    at, q = clause.quantity.at, clause.quantity
    proposed = next((a for a in awards if q.stop <= a.start < clause.end and _NAMES_IT.match(clause.text[q.stop : a.start])), None)
    if proposed:
        return proposed
    before = _choose([a for a in awards if clause.part[0] <= a.start and a.end <= q.stop])
    if before:
        return before
    behind = [a for a in awards if q.stop <= a.start < clause.end]
    whole = re.match(r"\s*(?:trong\s+)?(?:tổng\s+)?số\b[^.;]{0,120}?(?:đạt|được\s+tặng|có)\s+(?:danh\s+hiệu\s+)?[“\"]?$", clause.text[q.stop : behind[0].start]) if behind else None
    if behind and not whole:
        return _choose(behind[:1])
    return _choose([a for a in awards if clause.sentence[0] <= a.start < at]) or _choose([a for a in awards if a.start < at and ":" in clause.text[a.end : at]])


def _choose(awards: list[Award]) -> Award | None:
    """The last named one, a real name before "khen thưởng"."""
    return next((a for a in reversed(awards) if not a.generic), awards[-1] if awards else None)


_OF_ALL = re.compile(r"\s*(?:trong\s+|trên\s+)?(?:tổng\s+)?số(?:\s+lượng)?\s+(?!lượng)", re.IGNORECASE)
_FOR = re.compile(r"(?:cho|đối với)\s+(?P<who>[^,;.()\d]{3,80})", re.IGNORECASE)
_WHO_ENDS = re.compile(r"\s+(?:được|đề nghị|có|đã|của|trong|thuộc|để|theo|nếu|tiêu biểu)\s|[;.(]|\s(?=\d)")


def _recipient(clause: Clause) -> str | None:
    """Who may get it: what is counted with its list ("tập thể, cá nhân"), or what stands behind "tổng số" or "cho"."""
    text, q = clause.text, clause.quantity
    if q.kind == "award":
        found = _FOR.search(text, q.stop, min(clause.end, q.stop + 120))
        return " ".join(found["who"].split()) if found else None
    start = q.stop - len(q.unit) if q.unit != "%" else q.stop
    if q.unit != "%" and text[start : q.stop].lower() != q.unit.lower():
        return q.unit
    if q.unit == "%":
        m = _OF_ALL.match(text, q.end)
        start = m.end() if m else q.end
    stop = _WHO_ENDS.search(text, start + 1, clause.end)
    who = " ".join(text[start : stop.start() if stop else clause.end].split()).strip(" ,:-“\"")
    return who[:160] or None


# --- once -------------------------------------------------------------------------------------------------------------

_ONE_TIME = r"[^.;,]{0,40}?(?:tặng|đề\s+nghị|khen)[^.;]{0,60}?(?<!\w)(?:một|01|1)\s+lần(?!\w)"
_EACH_ONCE = re.compile(rf"(?P<who>mỗi\s+(?:cá nhân|tập thể|người|đối tượng)(?:,\s(?:cá nhân|tập thể))?)[^.;]{{0,30}}?{_ONE_TIME}", re.IGNORECASE)
_ONLY_ONCE = re.compile(rf"[^.;,]{{0,40}}?(?<!\w)chỉ\s{_ONE_TIME}", re.IGNORECASE)
_NOT_ONCE = re.compile(r"năm\s+(?:một|01|1)\s+lần|lễ|đón nhận|tổ chức|tháng|sau\s", re.IGNORECASE)


def _once(text: str, awards: list[Award]) -> Iterator[_Reading]:
    """ "Mỗi cá nhân chỉ được tặng Kỷ niệm chương một lần": one of it for each; half the readers would not call it a quota."""
    named = [a for a in awards if not a.generic]
    if not named or " lần" not in text or len(text) > 2000:
        return
    m = _EACH_ONCE.search(text) or _ONLY_ONCE.search(text)
    if not m or _NOT_ONCE.search(m.group()):
        return
    start = m.start() + len(m.group()) - len(m.group().lstrip())
    q = Quantity(m.end(), m.end(), start, m.end(), "=", 1.0, None, "lần", "other", False)
    clause = Clause(text, q, start, m.end(), (0, len(text)), (0, len(text)), False, False)
    comparator = "<=" if "chỉ" in m.group().lower() else "="
    quota = AwardQuota(named[0].name, find_grantor(text, named[0], named[0].start), m["who"] if "who" in m.re.groupindex else None, comparator, 1.0, None)
    yield _Reading(clause, quota, "quotas.once", 0.5)
