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
from pipeline.fields.awards import Award, find_awards, find_grantor, grantor_at
from pipeline.fields.clauses import Clause, clauses
from pipeline.fields.quantities import Quantity
from pipeline.fields.quota_recipients import recipient_of
from pipeline.fields.stretches import Stretch, join_stretches, with_marks
from pipeline.fields.target_cues import AND_YET
from pipeline.found import Context, Found
from pipeline.text import Passage, Span
from pipeline.values import AwardQuota

_RECIPIENTS = {"recipient", "award"}
_COUNTED = {"recipient", "award", "percent", "unknown", "named"}
#: The award where only "khen thưởng" can be meant.
_ANY = "khen thưởng"
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
    if last and previous is last.clause and _continues(previous, clause):
        return _next(clause, last, awards)
    if last and _narrows(last, clause) and not cue.OTHER.search(clause.quote):
        quota = _quota(clause, last.quota.award, last.quota.granted_by, q.comparator)
        return _Reading(clause, quota, "quotas.part", last.confidence, last.named, _limit_of(last))
    if _barred(clause, context) or _of_a_goal(clause, previous, last):
        return None
    if q.kind in ("unknown", "named") and not (cue.GIVEN_TO.search(clause.lead) or (q.kind == "named" and q.bounded)):
        return None
    award, granted_by, named = _award_of(clause, awards, context, last)
    comparator, rule = _limit(clause, context)
    if not award or not rule:
        return None
    sure = None if not award.lower().startswith((_ANY, "hình thức khen")) else _UNSURE
    return _Reading(clause, _quota(clause, award, granted_by, comparator), rule, sure, named)


def _narrows(last: _Reading, clause: Clause) -> bool:
    """A share of those whom the quota before counts: "trong đó …", "số cá nhân là lãnh đạo không quá 20%"."""
    if last.clause.sentence != clause.sentence:
        return False
    share = clause.quantity.kind == "percent" and clause.quantity.bounded and not cue.PROPOSING.search(clause.lead)
    return clause.narrows or (share and cue.OF_THEM.search(clause.lead) is not None and cue.MAKES.search(clause.lead) is not None)


def _quota(clause: Clause, award: str, granted_by: str | None, comparator: str) -> AwardQuota:
    q = clause.quantity
    return AwardQuota(award, granted_by, recipient_of(clause), comparator, q.value, "%" if q.unit == "%" else None)


# --- is it one? -------------------------------------------------------------------------------------------------------


def _barred(clause: Clause, context: Context) -> bool:
    q = clause.quantity
    near = clause.text[max(clause.part[0], clause.start - 160) : clause.end]
    if cue.OF.search(clause.lead) or cue.OTHER.search(near) or cue.CRITERION.search(near) or cue.ENTITLES.match(clause.text, q.end):
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
    if cue.GOAL.search(clause.before) or cue.GOAL_HEADING.search(heads):
        return True
    planned = (context.doc_type or "").startswith(_PLANS)
    if cue.WITH_MERIT.search(clause.whole) and not planned and not cue.TO_CHOOSE.search(clause.before):
        return True
    own = clause.text[clause.part[0] : clause.part[1]]
    return cue.GIVEN.search(clause.whole) is not None or cue.CAME_OUT.search(own) is not None


def _of_a_goal(clause: Clause, previous: Clause | None, last: _Reading | None) -> bool:
    """ "80% tập thể đạt danh hiệu …, trong đó 03 tập thể được đề nghị tặng …": a part of a share that is no quota."""
    if previous is None or not clause.narrows or clause.quantity.bounded or previous.sentence != clause.sentence:
        return False
    return previous.quantity.kind == "percent" and (last is None or last.clause is not previous)


def _past(clause: Clause, context: Context) -> bool:
    """Whether the last year named before the number lies before the document's."""
    years = list(cue.YEAR.finditer(clause.before)) if "20" in clause.before else []
    return bool(years and context.year and int(years[-1][2] or years[-1][1]) < context.year)


def _limit(clause: Clause, context: Context) -> tuple[str, str | None]:
    """The comparator and the rule, or no rule where nothing sets a number."""
    q = clause.quantity
    if q.kind == "award" and q.value == 2 and cue.NOT.search(clause.before[-120:]):
        return "<", "quotas.prohibited"
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
    behind = [a for a in awards if q.stop <= a.start < clause.end and _is_for(clause, a)]
    named = _choose([a for a in (*behind, *awards) if not a.generic and (a in behind or clause.start <= a.start < q.stop)])
    award, by, at = (last.quota.award, last.quota.granted_by, last.named)
    if named:
        award, by, at = _named(text, named, named.start)
    quota = _quota(clause, award, by, q.comparator if q.bounded else last.quota.comparator)
    return _Reading(clause, quota, last.rule, last.confidence, at, None if q.bounded else _limit_of(last))


def _limit_of(last: _Reading) -> Stretch:
    """The clause whose limit is carried on, to its number."""
    return last.limit or (last.clause.start, last.clause.quantity.end)


# --- which award ------------------------------------------------------------------------------------------------------


def _named(text: str, award: Award, at: int) -> tuple[str, str | None, tuple[Stretch, ...]]:
    """The award, who gives it, and where both stand."""
    giver = grantor_at(text, award, at)
    place = with_marks(text, award.start, award.end)
    return award.name, giver[0] if giver else None, (place, giver[1]) if giver else (place,)


def _award_of(
    clause: Clause, awards: list[Award], context: Context, last: _Reading | None
) -> tuple[str | None, str | None, tuple[Stretch, ...]]:
    """The award, its grantor and where they stand: before the number, behind it, earlier in the sentence, with the list, or round it."""
    text, at = clause.text, clause.quantity.at
    own = _own_award(clause, awards)
    beside = last if last and last.clause.sentence == clause.sentence else None
    if own and not (own.generic and beside):
        return _named(text, own, max(at, own.start))
    if beside:
        giver = grantor_at(text, own, at) if own else None
        if giver:
            return beside.quota.award, giver[0], (*beside.named, giver[1])
        return beside.quota.award, beside.quota.granted_by, beside.named
    round_it = [(place, _named_in(place)) for place in (context.opens_list, *reversed(context.headings)) if place]
    for generic in (False, True):
        if generic and last:
            return last.quota.award, last.quota.granted_by, last.named
        for place, named in round_it:
            if named and named.generic == generic and (not generic or cue.LIST_HEAD.search(place)):
                return _given_round(text, at, place, named)
    if cue.PROPOSING.search(clause.before) and clause.quantity.unit.lower() in ("tập thể", "cá nhân"):
        giver = grantor_at(text, None, at)
        return _ANY, giver[0] if giver else None, (giver[1],) if giver else ()
    return None, None, ()


def _given_round(text: str, at: int, place: str, named: Award) -> tuple[str, str | None, tuple[Stretch, ...]]:
    """The award that a heading or the opening of the list names; who gives it may stand in the passage."""
    by = find_grantor(place, named, len(place))
    giver = None if by else grantor_at(text, None, at)
    return named.name, giver[0] if giver else by, (giver[1],) if giver else ()


def _own_award(clause: Clause, awards: list[Award]) -> Award | None:
    """Never the one that only describes the whole ("tổng số cá nhân đạt danh hiệu …")."""
    at, q = clause.quantity.at, clause.quantity
    proposed = next((a for a in awards if q.stop <= a.start < clause.end and _is_for(clause, a)), None)
    before = proposed or _choose([a for a in awards if clause.part[0] <= a.start < q.stop])
    if before:
        return before
    reach = clause.part[1] if cue.PROPOSING.search(clause.before) else clause.end
    behind = next((a for a in awards if q.stop <= a.start < reach), None)
    if behind and not cue.OF_HOLDERS.match(clause.text[q.stop : behind.start]):
        return behind
    earlier = [a for a in awards if a.start < at and (a.start >= clause.sentence[0] or ":" in clause.text[a.end : at])]
    return _choose(earlier)


def _is_for(clause: Clause, award: Award) -> bool:
    """ "02 đơn vị đề nghị tặng" this award: the number is of those who are to get it."""
    return cue.NAMES_IT.match(clause.text[clause.quantity.stop : award.start]) is not None


def _choose(awards: list[Award]) -> Award | None:
    """The last named one, a real name before "khen thưởng"."""
    return next((a for a in reversed(awards) if not a.generic), awards[-1] if awards else None)


@lru_cache(maxsize=16)  # a heading is asked for with each number below it
def _named_in(place: str) -> Award | None:
    return _choose(list(find_awards(place)))


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
    award, by, at = _named(text, named[0], named[0].start)
    yield _Reading(clause, AwardQuota(award, by, who, comparator, 1.0, None), "quotas.once", _DEBATABLE, at)
