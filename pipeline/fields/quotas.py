"""Award quotas: how many awards may be given or proposed ("Giấy khen không quá 03 tập thể", "mỗi đơn vị đề nghị 01 tập thể").

A quantity is a quota when an award is named with it (in its clause, its paragraph, the sentence that opens the list, or a heading) and
the words set a number for giving or proposing it. Shares to be reached ("15% đạt danh hiệu"), awards already given, votes, money,
files and waiting times are none. Source: the gold guidelines, rules on commendation of ministries and provinces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.fields import quota_cues as cue
from pipeline.fields.awards import Award, find_awards
from pipeline.fields.clauses import Clause, clauses
from pipeline.fields.quantities import Quantity
from pipeline.fields.quota_awards import ANY, Grant, award_of, choose, is_for, named_award
from pipeline.fields.quota_recipients import recipient_of
from pipeline.fields.stretches import Stretch, join_stretches
from pipeline.fields.target_cues import AND_YET
from pipeline.found import Context, Found
from pipeline.text import Passage, Span
from pipeline.values import AwardQuota

_RECIPIENTS = {"recipient", "award"}
_COUNTED = {"recipient", "award", "percent", "unknown", "named", "titled"}
#: A reading without a proper award's name, or of a kind that careful readers argue about.
_UNSURE, _DEBATABLE = 0.6, 0.5
#: Where awards still are to be given.
_PLANS = ("Kế hoạch", "Hướng dẫn", "Phát động")


@dataclass(frozen=True, slots=True)
class _Reading:
    clause: Clause
    quota: AwardQuota
    rule: str
    confidence: float | None = None
    named: tuple[Stretch, ...] = ()  #: where the award and who gives it stand
    limit: Stretch | None = None  #: the clause before it whose limit is carried on


def extract_award_quotas(passage: Passage, context: Context) -> list[Found[AwardQuota]]:
    """The quotas in one paragraph or list item, in order.

    `spans`: the clause that states each, beside it what names the award and its giver, and the clause whose limit is carried on;
    not what stands between them.
    """
    return [
        Found(reading.quota, _spans(passage, reading), reading.rule, confidence=reading.confidence)
        for reading in _read_quotas(passage.text, context)
    ]


def _spans(passage: Passage, reading: _Reading) -> tuple[Span, ...]:
    q, start, end = reading.clause.quantity, reading.clause.start, reading.clause.end
    if q.kind == "recipient" and q.unit not in passage.text[start:end]:  # "Tập thể: 05"
        start = max(start - 50, passage.text.rfind(q.unit, 0, q.at))
    told = (*reading.named, *((reading.limit,) if reading.limit else ()), (start, end))
    return tuple(span for stretch in join_stretches(passage.text, told) for span in passage.at(*stretch))


def quota_positions(text: str, context: Context) -> frozenset[int]:
    """Where the numbers of `text` stand that are quotas, hence no targets."""
    return frozenset(reading.clause.quantity.at for reading in _read_quotas(text, context))


@lru_cache(maxsize=2)
def _read_quotas(text: str, context: Context) -> tuple[_Reading, ...]:
    """The quotas with their clauses; cached because the targets of the same passage ask which numbers are taken."""
    found = clauses(text)
    if not found and " lần" not in text:
        return ()
    around = " ".join((text, *context.headings[-2:], context.opens_list or "")).lower()
    if not any(word in around for word in cue.ABOUT):
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


def _read(clause: Clause, previous: Clause | None, last: _Reading | None, awards: list[Award], context: Context) -> _Reading | None:
    q = clause.quantity
    if q.kind not in _COUNTED or (q.value != int(q.value) and q.kind != "percent"):
        return None
    if q.comparator != "=" and cue.FOR_WHOM.match(clause.text, q.end):
        return None
    if last and previous is last.clause and _continues(previous, clause):
        return _next(clause, last, awards)
    if last and _narrows(last, clause) and not cue.OTHER.search(clause.quote):
        quota = _quota(clause, last.quota.award, last.quota.granted_by, q.comparator)
        return _Reading(clause, quota, "quotas.part", last.confidence, last.named, _limit_of(last))
    if _barred(clause, context) or _of_a_goal(clause, previous, last):
        return None
    if q.kind in ("unknown", "named", "titled") and not (
        cue.HONOURS.search(clause.lead) or cue.GIVEN_TO.search(clause.lead) or (q.kind == "named" and q.bounded)
    ):
        return None
    beside = last if last and last.clause.sentence == clause.sentence else None
    grant = award_of(clause, awards, context, _grant(last), _grant(beside))
    comparator, rule = _limit(clause, context)
    if not grant or not rule:
        return None
    carried = last if last and _carries_limit(last, clause) else None
    comparator = carried.quota.comparator if carried else comparator
    sure = None if not grant.award.lower().startswith((ANY, "hình thức khen")) else _UNSURE
    limit = _limit_of(carried) if carried else None
    return _Reading(clause, _quota(clause, grant.award, grant.granted_by, comparator), rule, sure, grant.places, limit)


def _grant(reading: _Reading | None) -> Grant | None:
    return Grant(reading.quota.award, reading.quota.granted_by, reading.named) if reading else None


def _carries_limit(last: _Reading, clause: Clause) -> bool:
    """ "mỗi xã đề nghị tối đa 02 thôn, 03 cá nhân; mỗi cơ quan huyện 01 cá nhân": the limit holds for the next body as well."""
    if last.clause.sentence != clause.sentence or clause.quantity.bounded or last.quota.comparator != "<=":
        return False
    return cue.EACH_BODY.fullmatch(clause.lead.strip()) is not None and not cue.PROPOSING.search(clause.lead)


def _narrows(last: _Reading, clause: Clause) -> bool:
    """A share of those whom the quota before counts: "trong đó …", "số cá nhân là lãnh đạo không quá 20%"."""
    if last.clause.sentence != clause.sentence:
        return False
    if clause.narrows:
        return cue.GROWN.search(clause.lead) is None
    share = clause.quantity.kind == "percent" and clause.quantity.bounded and not cue.PROPOSING.search(clause.lead)
    return share and cue.OF_THEM.search(clause.lead) is not None and (clause.bracketed or cue.MAKES.search(clause.lead) is not None)


def _quota(clause: Clause, award: str, granted_by: str | None, comparator: str) -> AwardQuota:
    q = clause.quantity
    return AwardQuota(award, granted_by, recipient_of(clause), comparator, q.value, "%" if q.unit == "%" else None)


# --- is it one? -------------------------------------------------------------------------------------------------------


def _barred(clause: Clause, context: Context) -> bool:
    q = clause.quantity
    near = clause.text[max(clause.part[0], clause.start - 160) : clause.end]
    if cue.OF.search(clause.lead) or cue.OTHER.search(near) or _is_criterion(clause, near) or cue.ENTITLES.match(clause.text, q.end):
        return True
    if cue.HAS.search(clause.lead) and cue.LIMITED.match(clause.text, q.stop):
        return True
    if q.comparator in (">=", ">") and clause.lead.lower().endswith("có "):
        return True
    if not q.bounded and AND_YET.search(clause.text, q.end, q.end + 300):
        return True
    if (context.headings and cue.FACTS_HEADING.search(context.headings[-1])) or _past(clause, context):
        return True
    if context.doc_type in ("Báo cáo", "Biên bản", "Giấy mời") and not (q.bounded and any(map(cue.AHEAD.search, context.headings))):
        return True
    if q.bounded and q.comparator in ("<=", "<"):
        return False
    decided = cue.DECIDED.match(clause.text)
    if decided and (decided["article"] or context.doc_type == "Quyết định"):
        return True
    heads = " ".join((*context.headings, context.opens_list or ""))
    innermost = context.headings[-1] if context.headings else heads
    if cue.GOAL.search(clause.before) or (cue.GOAL_HEADING.search(heads) and not _is_of_awards(innermost)):
        return True
    planned = (context.doc_type or "").startswith(_PLANS)
    if cue.WITH_MERIT.search(clause.whole) and not planned and not cue.TO_CHOOSE.search(clause.before):
        return True
    own = clause.text[clause.part[0] : clause.part[1]]
    return cue.GIVEN.search(clause.whole) is not None or cue.CAME_OUT.search(own) is not None


def _is_criterion(clause: Clause, near: str) -> bool:
    """Whether the number says who may get an award at all; before a limit ("…, không quá 70% quân số") only in its own clause."""
    limited = clause.quantity.comparator in ("<=", "<")
    own = clause.text[max(clause.start, clause.text.rfind(",", 0, clause.quantity.start)) : clause.end] if limited else near
    return cue.CRITERION.search(own) is not None or cue.THEN_MAY.search(clause.text, clause.quantity.end, clause.end) is not None


def _of_a_goal(clause: Clause, previous: Clause | None, last: _Reading | None) -> bool:
    """ "80% tập thể đạt danh hiệu …, trong đó 03 tập thể được đề nghị tặng …": a part of a share that is no quota."""
    if previous is None or not clause.narrows or clause.quantity.bounded or previous.sentence != clause.sentence:
        return False
    return previous.quantity.kind == "percent" and (last is None or last.clause is not previous)


def _is_of_awards(heading: str) -> bool:
    """ "3. Khen thưởng", whatever goals the list round it announces; "Chỉ tiêu khen thưởng" names goals itself."""
    return cue.LIST_HEAD.search(heading) is not None and cue.GOAL_HEADING.search(heading) is None


def _past(clause: Clause, context: Context) -> bool:
    """Whether the last year named before the number lies before the document's."""
    years = list(cue.YEAR.finditer(clause.before)) if "20" in clause.before else []
    return bool(years and context.year and int(years[-1][2] or years[-1][1]) < context.year)


def _limit(clause: Clause, context: Context) -> tuple[str, str | None]:
    """The comparator and the rule, or no rule where nothing sets a number."""
    q = clause.quantity
    if q.kind == "award" and q.value == 2 and cue.NOT.search(clause.before[-120:]):
        return "<", "quotas.prohibited"
    if q.comparator == "<" and q.kind == "percent" and not cue.SHARE_OF.search(clause.lead):
        return q.comparator, None  # "đơn vị giải ngân dưới 95%"
    if q.comparator in ("<=", "<"):
        return q.comparator, "quotas.limit"
    if q.comparator in (">=", ">"):
        among = q.kind == "percent" and cue.AMONG.search(clause.whole) and cue.OF_THEM.search(clause.lead)
        return q.comparator, "quotas.part" if among else None
    if cue.ONLY.search(clause.before[-80:]):
        return "<=", "quotas.only"
    if q.kind == "percent" and (cue.REACHED.search(clause.quote) or not cue.CHOSEN.search(clause.before)):
        return "=", None
    heads = " ".join(filter(None, (*context.headings[-1:], context.opens_list)))
    giving = cue.GIVING.search(clause.before) or cue.GIVING.search(clause.tail) or cue.LIST_HEAD.search(heads)
    return "=", "quotas.number" if giving else None


def _continues(previous: Clause, clause: Clause) -> bool:
    """Whether a quantity only carries the list on: "không quá 05 tập thể, 10 cá nhân"."""
    between = clause.text[previous.quantity.end : clause.quantity.start]
    same = clause.quantity.kind in (*_RECIPIENTS, "unknown", "named") or clause.quantity.kind == previous.quantity.kind == "percent"
    if not same or "." in between or len(between) > 80 or cue.VERB_BETWEEN.search(between):
        return False
    return cue.BETWEEN.fullmatch(between) is not None


def _next(clause: Clause, last: _Reading, awards: list[Award]) -> _Reading:
    """The next of a list takes the limit of the last one, and its award unless it names its own."""
    q, text = clause.quantity, clause.text
    behind = [a for a in awards if q.stop <= a.start < clause.end and is_for(clause, a)]
    named = choose([a for a in (*behind, *awards) if not a.generic and (a in behind or last.clause.quantity.stop <= a.start < q.stop)])
    award, by, at = (last.quota.award, last.quota.granted_by, last.named)
    if named:
        award, by, at = named_award(text, named, named.start)
    quota = _quota(clause, award, by, q.comparator if q.bounded else last.quota.comparator)
    return _Reading(clause, quota, last.rule, last.confidence, at, None if q.bounded else _limit_of(last))


def _limit_of(last: _Reading) -> Stretch:
    """The clause whose limit is carried on, to its number."""
    return last.limit or (last.clause.start, last.clause.quantity.end)


# --- once -------------------------------------------------------------------------------------------------------------


def _once(text: str, awards: list[Award]) -> Iterator[_Reading]:
    """ "Mỗi cá nhân chỉ được tặng Kỷ niệm chương một lần": one of it for each; not every reader would call it a quota."""
    named = [a for a in awards if not a.generic]
    if not named or " lần" not in text or len(text) > 2000:
        return
    m = cue.EACH_ONCE.search(text) or cue.ONLY_ONCE.search(text)
    if not m or cue.NOT_ONCE.search(m.group()):
        return
    start = m.start() + len(m.group()) - len(m.group().lstrip())
    q = Quantity(m.end(), m.end(), start, m.end(), "=", 1.0, None, "lần", "other", False)
    clause = Clause(text, q, start, m.end(), (0, len(text)), (0, len(text)), False, False)
    comparator = "<=" if "chỉ" in m.group().lower() else "="
    who = m["who"] if "who" in m.re.groupindex else None
    award, by, at = named_award(text, named[0], named[0].start)
    yield _Reading(clause, AwardQuota(award, by, who, comparator, 1.0, None), "quotas.once", _DEBATABLE, at)
