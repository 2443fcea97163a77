"""Targets (chỉ tiêu): outcomes with a number that the document asks to be reached ("phấn đấu 100% đảng viên hoàn thành tốt nhiệm vụ").

Most percentages of legal and administrative prose are no targets: results, rates of pay, shares of ownership, votes, injuries,
mixtures, conditions. So a quantity needs a reason to count (a word of striving, a year to come, a heading "Chỉ tiêu", or one of the
shapes in which targets are written) and nothing against it. Source: the gold guidelines; plans of provinces, departments and ministries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields import target_cues as cue
from pipeline.fields.clauses import Clause, clauses
from pipeline.fields.outcomes import split_outcome
from pipeline.fields.quotas import quota_positions
from pipeline.found import Context, Found
from pipeline.text import LOWER, UPPER, Passage
from pipeline.values import Target

_COUNT_KINDS = {"recipient", "goal", "thing", "activity", "money", "measure", "unknown", "score", "award"}
_AT_LEAST, _AT_MOST = (">=", ">"), ("<=", "<")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What round a clause gives its number a reason to be a target."""

    striving: bool  #: "phấn đấu" stands before it in the sentence
    headed: bool  #: a heading or the opening of the list says "mục tiêu", "chỉ tiêu"
    coming: bool  #: a year ahead of the document stands before it
    beside: bool  #: the quantity before it in the sentence is a target
    planned: bool  #: one of headed and beside, or a plan by its type
    doc_type: str | None


def extract_targets(passage: Passage, context: Context) -> list[Found[Target]]:
    """The targets in one paragraph or list item, in order. `spans`: the clause that states each; `part_of` counts in this list."""
    spoken = clauses(passage.text)
    taken = quota_positions(passage.text, context) if spoken else frozenset()
    found: list[Found[Target]] = []
    owners: list[Clause] = []
    for clause in spoken:
        if clause.quantity.at in taken:
            continue
        parent = _parent(clause, owners)
        rule = _reason(clause, context, owners, parent is not None)
        if rule:
            owners.append(clause)
            found.append(Found(_target(clause, parent), passage.at(clause.start, clause.end), rule))
    return found


def _target(clause: Clause, parent: int | None) -> Target:
    q = clause.quantity
    population, outcome = split_outcome(clause)
    return Target(q.comparator, q.value, q.value_max, q.unit, population, outcome, parent)


def _parent(clause: Clause, owners: list[Clause]) -> int | None:
    """The target before "trong đó": in the same sentence, or in the one before when "Trong đó" opens its own."""
    if not clause.narrows:
        return None
    opening = clause.text[clause.sentence[0] : clause.sentence[0] + 12].strip().lower().startswith(("trong đó", "trong số"))
    before = [i for i, owner in enumerate(owners) if not owner.narrows and (opening or owner.sentence == clause.sentence)]
    return before[-1] if before else None


def _reason(clause: Clause, context: Context, owners: list[Clause], part: bool) -> str | None:
    """The rule by which the quantity is a target, or None; `part`: it narrows another one."""
    q = clause.quantity
    percent = q.kind == "percent"
    if not percent and q.kind not in _COUNT_KINDS and not (q.unit == "lần" and cue.MULTIPLIED.search(clause.lead)):
        return None
    setting = _setting(clause, context, owners)
    if _spoken_against(clause, context, setting):
        return None
    if part:
        return "targets.part"
    if clause.narrows and not (setting.striving or setting.headed):
        return None  # of something that is no target itself
    reasoned = setting.striving or setting.headed or setting.coming
    ahead = any(cue.AHEAD_HEADING.search(heading) for heading in context.headings)
    if not reasoned and (context.doc_type in cue.NORMATIVE or (context.doc_type in cue.REPORTING and not ahead)):
        return None
    return _share(clause, setting) if percent else _count(clause, setting)


# --- the setting ------------------------------------------------------------------------------------------------------


def _setting(clause: Clause, context: Context, owners: list[Clause]) -> _Setting:
    headed = any(cue.GOAL_HEADING.search(place) for place in (*context.headings, context.opens_list or "") if place)
    beside = bool(owners) and owners[-1].sentence == clause.sentence
    return _Setting(
        striving=cue.STRIVING.search(clause.before[-600:]) is not None,
        headed=headed,
        coming=_year_to_come(clause, context),
        beside=beside,
        planned=headed or beside or context.doc_type in cue.PLANNING,
        doc_type=context.doc_type,
    )


def _year_to_come(clause: Clause, context: Context) -> bool:
    """A year named before the quantity that is yet to come, or to end; where the document's is not known, one after "đến"."""
    for m in cue.YEAR.finditer(clause.before[-400:]):
        year = int(m["last"] or m["year"])
        word = m.group().lower()
        if context.year is None:
            if word.startswith(("đến", "tới", "giai")):
                return True
        elif year > context.year or (year == context.year and word.startswith(("đến", "trong"))):
            return True
    return False


def _spoken_against(clause: Clause, context: Context, setting: _Setting) -> bool:
    q = clause.quantity
    near = clause.text[max(clause.part[0], clause.start - 80) : min(clause.part[1], clause.end + 100)]
    if cue.NEVER.search(near):
        return True
    if cue.FROM.search(clause.lead) and q.value_max is None and not q.bounded and cue.THENCE.match(clause.rest):
        return True
    if setting.striving:
        return False
    if cue.SCALE.search(clause.text, q.at, q.stop) or (q.comparator in _AT_MOST and not setting.planned and cue.GOOD.search(clause.lead)):
        return True
    if any(pattern.search(near) for pattern in (cue.CONDITION, cue.OFFICES, cue.TECHNICAL)) or cue.DEFINITION.search(clause.whole):
        return True
    earned = cue.SAVING.search(clause.quote) or (setting.headed and cue.EARNING.search(clause.text[clause.part[0] : q.start]))
    if cue.MONEY.search(near) and not earned:
        return True
    if not setting.headed and cue.AGAINST_HEADING.search(" ".join((*context.headings[-2:], context.opens_list or ""))):
        return True
    return _past(clause, context) or _result(clause, setting)


def _past(clause: Clause, context: Context) -> bool:
    """Whether the sentence opens with a year before the document's."""
    m = cue.IN_YEAR.match(clause.text, clause.sentence[0])
    return m is not None and context.year is not None and int(m[1]) < context.year


def _result(clause: Clause, setting: _Setting) -> bool:
    """Whether something tells what was; "giảm 5-10% so với cùng kỳ" only compares."""
    found = cue.RESULT.search(clause.quote if setting.headed else clause.whole)
    compared = clause.quantity.bounded or clause.quantity.value_max is not None
    if found and found.group().lower() == "cùng kỳ" and compared and cue.IMPERATIVE.match(clause.lead):
        return False
    return found is not None


# --- shares -----------------------------------------------------------------------------------------------------------


def _share(clause: Clause, setting: _Setting) -> str | None:
    q, lead = clause.quantity, clause.lead
    if clause.bracketed:
        controlled = cue.CONTROLLING.search(clause.text[max(0, clause.start - 100) : clause.start])
        return "targets.bracketed" if controlled else "targets.striving" if setting.striving and q.bounded else None
    if setting.striving:
        return "targets.striving"
    if setting.coming:
        return "targets.horizon"
    if setting.headed:
        return "targets.heading"
    if cue.OPENS.fullmatch(lead) and _has_subject(clause):
        return "targets.share"
    if setting.beside and (cue.OPENS.fullmatch(lead) or (q.bounded and cue.REACHING.search(lead))):
        return "targets.beside"
    if _is_indicator(clause, setting):
        return "targets.indicator"
    return "targets.change" if _is_change(clause, setting) else None


_SUBJECT = re.compile(rf"\s{{0,3}}(?:trở\slên\s)?(?:trong\s)?(?:(?:tổng\s)?số\s{{1,3}}|các\s{{1,3}})?(?P<noun>[{LOWER}{UPPER}]+)")


def _has_subject(clause: Clause) -> bool:
    """ "90% CNVCLĐ toàn tỉnh được tuyên truyền": people or things, and what becomes of them; a title-case word opens a table cell."""
    head = _SUBJECT.match(clause.tail)
    if not head or cue.NO_SUBJECT.match(head["noun"]) or head["noun"].istitle():
        return False
    if clause.quantity.comparator in _AT_LEAST and len(clause.tail.split()) >= 5:
        return True
    # A predicate at the end of a list serves all its members.
    return cue.PREDICATE.search(clause.text, clause.quantity.end + head.end(), clause.part[1]) is not None


def _is_indicator(clause: Clause, setting: _Setting) -> bool:
    """ "Tỷ lệ … đạt ít nhất 85%": bounded, yearly, or in a plan; else it may as well be a result."""
    q, lead = clause.quantity, clause.lead
    if q.bounded and cue.INDICATOR_FIRST.match(lead):
        return True
    asked = q.bounded or setting.planned or cue.YEARLY.match(clause.tail) is not None
    return asked and cue.INDICATOR.search(lead) is not None and cue.REACHING.search(lead) is not None


def _is_change(clause: Clause, setting: _Setting) -> bool:
    """ "cắt giảm ít nhất 30% thời gian …"; unbounded only where it opens its part: "…, giảm 1,3%" tells what was."""
    q, lead = clause.quantity, clause.lead
    if cue.PURPOSE.search(lead):
        return True
    verb = cue.IMPERATIVE_BELOW if q.comparator in _AT_MOST else cue.IMPERATIVE
    if not verb.match(lead) or cue.DEFINITE.match(clause.tail):
        return False
    before = clause.text[clause.part[0] : clause.start].lstrip()[4:]
    return q.bounded or setting.planned or not any(c.isdigit() for c in before)


# --- counts -----------------------------------------------------------------------------------------------------------


def _count(clause: Clause, setting: _Setting) -> str | None:
    q, lead = clause.quantity, clause.lead
    if cue.RANKED.search(lead) or cue.TELLS_WHICH.match(clause.text, q.end):
        return None
    if clause.bracketed and not (setting.striving or setting.headed):
        return None
    placed = cue.OPENS.fullmatch(lead) is not None or any(p.search(lead) for p in (cue.COUNTED, cue.REACHING, cue.INDICATOR))
    known = q.kind != "unknown"
    if setting.striving and (known or q.bounded or placed):
        return "targets.striving"
    if setting.headed and (q.bounded or placed):
        return "targets.heading"
    if setting.coming and known and placed and (lead or setting.beside):
        return "targets.horizon"
    if not known and not q.bounded:
        return None
    if setting.beside and not lead.strip() and q.comparator not in _AT_MOST and q.kind in ("recipient", "goal", "thing", "measure"):
        return "targets.beside"
    if cue.COUNTED_ALONE.match(lead) and len(lead) < 60:
        return "targets.count"
    return _at_least(clause, setting) if q.comparator in _AT_LEAST else None


def _at_least(clause: Clause, setting: _Setting) -> str | None:
    """Counts that are targets because no less is allowed: of each ("mỗi đơn vị có ít nhất 01 mô hình"), or of an indicator."""
    q, lead = clause.quantity, clause.lead
    if q.kind == "goal" and cue.EACH.search(lead) and (setting.doc_type in cue.PLANNING or not cue.MUST.search(lead)):
        return "targets.each"
    if q.kind == "recipient" and cue.EACH_DOES.search(lead):
        return "targets.each"
    if not cue.REACHING.search(lead):
        return None
    if q.kind in ("money", "measure") and cue.IMPERATIVE.match(lead):
        return "targets.change"
    counted = q.kind in ("money", "measure", "recipient", "thing") or q.unit == "lần"
    return "targets.indicator" if counted and cue.INDICATOR.search(lead) else None
