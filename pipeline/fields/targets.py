"""Targets (chỉ tiêu): outcomes with a number that the document asks to be reached ("phấn đấu 100% đảng viên hoàn thành tốt nhiệm vụ").

Most percentages of legal and administrative prose are no targets: results, rates of pay, shares of ownership, votes, injuries,
mixtures, conditions. So a quantity needs a reason to count (a word of striving, a year to come, a heading "Chỉ tiêu", or one of the
shapes in which targets are written) and nothing against it. Source: the gold guidelines; plans of provinces, departments and ministries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from pipeline.fields import target_cues as cue
from pipeline.fields.clauses import Clause, clauses
from pipeline.fields.nested import describes, is_denominator
from pipeline.fields.outcomes import split_outcome
from pipeline.fields.quantities import Quantity
from pipeline.fields.quotas import quota_positions
from pipeline.fields.target_against import announces, is_over, is_past, is_spoken_against
from pipeline.fields.target_shapes import (
    AT_LEAST,
    TIMES,
    Setting,
    count_rule,
    share_rule,
)
from pipeline.fields.task_cues import SCANNED
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Target

_COUNT_KINDS = {"recipient", "goal", "thing", "activity", "money", "measure", "unknown", "titled", "score", "award", "time"}


def extract_targets(passage: Passage, context: Context) -> list[Found[Target]]:
    """The targets in one paragraph or list item, in order. `spans`: the clause that states each; `part_of` counts in this list."""
    return _extract(passage, context, None)[0]


def find_targets(places: Iterable[tuple[Passage, Context, str | None]]) -> list[Found[Target]]:
    """The targets of passage after passage with the sections they stand in; `part_of` counts in the whole list.

    A passage that begins with "Trong đó" narrows the last whole target of the one before it.
    """
    out: list[Found[Target]] = []
    last: int | None = None
    for passage, context, section in places:
        base = len(out)
        found, whole = _extract(passage, context, None if last is None else last - base)
        out += (_moved(f, base).within(section) for f in found)
        if whole is not None:
            last = whole + base
        elif not found:
            last = None
    return out


def _moved(found: Found[Target], by: int) -> Found[Target]:
    part_of = found.value.part_of
    return found if part_of is None else replace(found, value=replace(found.value, part_of=part_of + by))


def _extract(passage: Passage, context: Context, before: int | None) -> tuple[list[Found[Target]], int | None]:
    """The targets, and which of them is the last that narrows none; `before`: that of the passage before, counted from this list."""
    spoken = clauses(passage.text)
    taken = quota_positions(passage.text, context) if spoken else frozenset()
    found: list[Found[Target]] = []
    owners: list[Clause] = []
    whole: int | None = None
    told: tuple[int, int] | None = None  # the sentence that tells what was, from there on
    for clause in spoken:
        goes_on = told == clause.sentence and not (cue.STRIVING.search(clause.lead) or _turns(clause, context))
        told = clause.sentence if goes_on or (_tells(clause, context) and not clause.bracketed) else None
        if clause.quantity.at in taken or (told and not clause.quantity.bounded):
            continue
        parent = _parent(clause, owners)
        if parent is None and before is not None and not owners and _OPENS_PART.match(passage.text) and clause.narrows:
            parent = before
        rule = _reason(clause, context, owners, parent is not None)
        if rule:
            comparator = _comparator(clause, owners[-1] if owners else None, found)
            whole = len(found) if parent is None else whole
            owners.append(clause)
            found.append(Found(_target(clause, parent, comparator), passage.at(clause.start, clause.end), rule))
    return found, whole


_OPENS_PART = re.compile(r"[\W_]{0,20}(?:trong đó|trong số đó|trong số này)(?!\w)", re.IGNORECASE)


def _target(clause: Clause, parent: int | None, comparator: str) -> Target:
    q = clause.quantity
    population, outcome = split_outcome(clause)
    return Target(comparator, q.value, q.value_max, q.unit, population, outcome, parent)


def _comparator(clause: Clause, last: Clause | None, found: list[Found[Target]]) -> str:
    """Its own, or the "ít nhất" of the one before it that a list carries on: "ít nhất 05 lớp và 10 buổi"."""
    q = clause.quantity
    if last is None or q.bounded or clause.lead.strip() or last.quantity.kind != q.kind or q.value_max or q.value == 100:
        return q.comparator
    carried = found[-1].value.comparator
    joined = clause.text[last.end : clause.quantity.start].strip() in (("và",) if q.kind == "percent" else ("và", ","))
    return carried if joined and carried in AT_LEAST else q.comparator


def _parent(clause: Clause, owners: list[Clause]) -> int | None:
    """The target before "trong đó": in the same sentence, or in the one before when "Trong đó" opens its own."""
    if not clause.narrows or _of_an_aside(clause, owners):
        return None
    opening = clause.text[clause.sentence[0] : clause.sentence[0] + 12].strip().lower().startswith(("trong đó", "trong số"))
    before = [i for i, owner in enumerate(owners) if not owner.narrows and (opening or owner.sentence == clause.sentence)]
    return before[-1] if before else None


def _of_an_aside(clause: Clause, owners: list[Clause]) -> bool:
    """ "(hiện có 1.821 di tích, trong đó 379 …)": a part of a number in brackets that is no target."""
    opened = clause.text.rfind("(", 0, clause.start) if clause.bracketed else -1
    named = opened >= 0 and any(c.isdigit() for c in clause.text[opened : clause.start])
    return named and not any(owner.quantity.at > opened for owner in owners)


def _reason(clause: Clause, context: Context, owners: list[Clause], part: bool) -> str | None:
    """The rule by which the quantity is a target, or None; `part`: it narrows another one."""
    q = clause.quantity
    percent = q.kind == "percent" or q.unit == "điểm phần trăm"
    if not percent and q.kind not in _COUNT_KINDS and q.unit not in TIMES and not (_is_of_members(q) or SCANNED.search(clause.lead)):
        return None
    if _CELLS in clause.text or cue.GROUNDS.match(clause.text) or is_denominator(clause) or (owners and describes(clause, owners[-1])):
        return None
    setting = _setting(clause, context, owners)
    if is_spoken_against(clause, context, setting, part):
        return None
    if part:
        return "targets.part"
    if clause.narrows and not (setting.striving or setting.headed):
        return None  # of something that is no target itself
    reasoned = setting.striving or setting.headed or setting.coming
    if not reasoned and (context.doc_type in cue.NORMATIVE or (context.doc_type in cue.REPORTING and not _looks_ahead(context))):
        return None
    return share_rule(clause, setting) if percent else count_rule(clause, setting)


def _looks_ahead(context: Context) -> bool:
    return any(map(cue.AHEAD_HEADING.search, context.headings))


#: A row of a table that was pasted as text.
_CELLS = " | "


def _is_of_members(q: Quantity) -> bool:
    """ "mỗi tổ có từ 05 thành viên trở lên": how many at least; limits of a committee are none."""
    return q.unit.lower() == "thành viên" and q.comparator in AT_LEAST


# --- the setting ------------------------------------------------------------------------------------------------------


def _setting(clause: Clause, context: Context, owners: list[Clause]) -> Setting:
    headed, tasks, planning = _place(context)
    beside = bool(owners) and owners[-1].sentence == clause.sentence
    return Setting(
        striving=cue.STRIVING.search(clause.before[-600:]) is not None,
        headed=headed,
        coming=_year_to_come(clause, context),
        beside=beside,
        planned=headed or beside or planning,
        directing=tasks,
        doc_type=context.doc_type,
    )


@lru_cache(maxsize=4)
def _place(context: Context) -> tuple[bool, bool, bool]:
    """Whether goals are announced, whether tasks may stand here, and whether the document is a plan."""
    kind = context.doc_type or ""
    headed = any(announces(place) for place in (*context.headings, (context.opens_list or "")[-100:]) if place)
    tasks = kind.startswith(cue.DIRECTING) and not any(cue.NO_TASKS.search(place) for place in context.headings)
    ahead = kind in cue.REPORTING and _looks_ahead(context)
    return headed, tasks, kind.startswith(cue.PLANNING) or ahead


def _year_to_come(clause: Clause, context: Context) -> bool:
    """A year named before the quantity that is yet to come, or to end; where the document's is not known, one after "đến"."""
    before = clause.before[-400:]
    for m in cue.YEAR.finditer(before) if "20" in before else ():
        year = int(m["last"] or m["year"])
        word = m.group().lower()
        if context.year is None:
            if word.startswith(("đến", "tới", "giai")):
                return True
        elif year > context.year or (year == context.year and word.startswith(("đến", "trong")) and not is_over(m, context)):
            return True
    return False


def _turns(clause: Clause, context: Context) -> bool:
    """ "Năm 2024 tổ chức 12 lớp; năm 2025 tiếp tục mở 10 lớp": whether a new part names the document's year."""
    start, stop = clause.part[0], clause.quantity.start
    years = list(cue.YEAR.finditer(clause.text, start, stop)) if context.year and start > clause.sentence[0] else []
    named = [m for m in years if not cue.COMPARED.search(clause.text, max(0, m.start() - 20), m.start())]
    return bool(named) and int(named[-1]["last"] or named[-1]["year"]) >= (context.year or 0)


def _tells(clause: Clause, context: Context) -> bool:
    """Whether the sentence turns to what was before its number, and does not strive."""
    if cue.STRIVING.search(clause.before[-600:]):
        return False
    return cue.DONE.search(clause.lead) is not None or is_past(clause, context)
