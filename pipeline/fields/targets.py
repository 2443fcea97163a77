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
from pipeline.fields.plan_shapes import gives
from pipeline.fields.quantities import Quantity
from pipeline.fields.quotas import quota_positions
from pipeline.fields.target_shapes import (
    AT_LEAST,
    AT_MOST,
    TIMES,
    Setting,
    count_rule,
    has_subject,
    is_index,
    is_loan_rate,
    opens,
    share_rule,
)
from pipeline.fields.task_cues import HAD, SCANNED
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
    if _spoken_against(clause, context, setting, part):
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


def _announces(place: str) -> bool:
    """Whether a heading promises goals; "Kết quả thực hiện các chỉ tiêu" does not."""
    return cue.GOAL_HEADING.search(place) is not None and cue.GOALS_REPORTED.search(place) is None


@lru_cache(maxsize=4)
def _place(context: Context) -> tuple[bool, bool, bool]:
    """Whether goals are announced, whether tasks may stand here, and whether the document is a plan."""
    kind = context.doc_type or ""
    headed = any(_announces(place) for place in (*context.headings, (context.opens_list or "")[-100:]) if place)
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
        elif year > context.year or (year == context.year and word.startswith(("đến", "trong")) and not _is_over(m, context)):
            return True
    return False


def _spoken_against(clause: Clause, context: Context, setting: Setting, part: bool) -> bool:
    q = clause.quantity
    near = clause.text[max(clause.part[0], clause.start - 80) : min(clause.part[1], clause.end + 100)]
    if cue.NEVER.search(near) or cue.PAYMENT.search(_BEHIND.sub("", clause.quote)):
        return True
    if cue.FROM.search(clause.lead) and q.value_max is None and not q.bounded and cue.THENCE.match(clause.rest):
        return True
    if cue.NO_LONGER.search(clause.lead) or (q.kind == "measure" and cue.BODY.search(clause.text, clause.part[0], q.start)):
        return True
    if q.end > q.stop and (cue.ENTITLES.match(clause.tail) or cue.BOTH_ENTITLE.match(clause.text, q.end, clause.part[1])):
        return True
    if cue.FACTS_LABEL.match(clause.text, 0, q.start):
        return True
    if setting.striving or part:
        return False
    if not q.bounded and not setting.headed and cue.AND_YET.search(clause.text, q.end, q.end + 300):
        return True
    if cue.SCALE.search(clause.text, q.at, q.stop + 12) or cue.BUDGET.match(clause.text):
        return True
    if q.comparator in AT_MOST and not setting.planned and cue.GOOD.search(clause.lead):
        return True
    some = q.kind == "percent" or (q.comparator in AT_LEAST and HAD.match(clause.lead))  # "Có tối thiểu 05 nghệ nhân được đề nghị xét tặng"
    if setting.headed and some and opens(clause.lead) and has_subject(clause):
        return _past(clause, context) or _result(clause, setting)
    if (
        (cue.CONDITION.search(near) and not (setting.headed and q.kind == "time"))
        or cue.OFFICES.search(near)
        or (" là " in clause.whole and cue.DEFINITION.search(clause.whole))
    ):
        return True
    kept = (
        q.bounded
        and setting.directing
        and (is_index(clause) or cue.KEPT.match(clause.lead) or (setting.beside and not clause.lead.strip()))
    )
    if (cue.TECHNICAL.search(clause.lead if setting.headed else near) or (not setting.headed and cue.AGED.search(near))) and not kept:
        return True
    counted = q.kind in ("recipient", "goal", "thing", "activity", "titled")
    if (
        not counted
        and cue.MONEY.search(clause.text[max(clause.part[0], clause.start - 80) : clause.end])
        and not _is_earned(clause, setting, near)
    ):
        return True
    inner = context.headings[-1] if context.headings else ""
    if cue.FACTS_HEADING.search(inner) and not _announces(inner):
        return True
    if not setting.headed and cue.AGAINST_HEADING.search(" ".join((*context.headings[-2:], _opening(context)))):
        return True
    return _past(clause, context) or _result(clause, setting)


#: "từ 01 căn nhà trở lên (mức hỗ trợ 50 triệu đồng/căn)": the bracket that closes a clause.
_BEHIND = re.compile(r"\([^()]{1,200}\)\s{0,3}$")


def _opening(context: Context) -> str:
    """What opens the list, unless it orders: "Hiện nay, tình hình … phức tạp. Để chủ động ứng phó, Chủ tịch … yêu cầu:"."""
    opener = context.opens_list or ""
    return "" if cue.ORDERING.search(opener[-200:]) else opener


def _is_earned(clause: Clause, setting: Setting, near: str) -> bool:
    """Whether the money spoken of is saved, earned or collected as a goal."""
    q = clause.quantity
    if setting.directing and ((setting.planned and q.kind == "percent" and is_loan_rate(clause)) or gives(clause)):
        return True
    if setting.headed and setting.beside and cue.AGAINST_THAT.fullmatch(clause.lead):
        return True
    alone = clause.lead.strip() or not setting.beside  # else the verb of the number before it: "tiết kiệm 5% chi phí và 3% điện năng"
    if cue.SAVING.search(clause.quote if alone else clause.text[clause.part[0] : clause.end]):
        return True
    if not setting.headed:
        return False
    if q.bounded and (cue.KEPT.match(clause.lead) or (q.kind == "percent" and not cue.RATES.search(near))):
        return True
    return cue.EARNING.search(clause.text[clause.part[0] : q.start]) is not None


def _past(clause: Clause, context: Context) -> bool:
    """Whether the last year that the sentence names before the number lies before the document's; one compared with does not count."""
    if context.year is None or "20" not in clause.before:
        return False
    start, text = max(clause.sentence[0], clause.quantity.start - 400), clause.text
    years = list(cue.YEAR.finditer(text, start, clause.quantity.start))
    named = [m for m in years if not cue.COMPARED.search(text, max(0, m.start() - 20), m.start())]
    return bool(named) and (int(named[-1]["last"] or named[-1]["year"]) < context.year or _is_over(named[-1], context))


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
    return cue.DONE.search(clause.lead) is not None or _past(clause, context)


def _is_over(year: re.Match[str], context: Context) -> bool:
    """ "Đến ngày 30/9/2010", in a document of October 2010."""
    month = year["month"] and int(year["month"])
    return bool(month and context.month and int(year["year"]) == context.year and month < context.month)


#: "(hiện có 1.821 di tích)", "(hiện đạt 91,7%)": from where the goal starts.
_AT_PRESENT = re.compile(r"\((?:hiện|tính đến|đầu năm|năm trước|năm ngoái)[\s:,][^()]{1,200}\)", re.IGNORECASE)


def _asserted(clause: Clause, setting: Setting) -> str:
    """Of a goal under its heading what tells of a result: not the bracket, nor what describes those counted where a bound is set."""
    return (clause.lead if clause.quantity.bounded else clause.quote).split("(")[0]


def _result(clause: Clause, setting: Setting) -> bool:
    """Whether something tells what was; "giảm 5-10% so với cùng kỳ" only compares."""
    found = cue.RESULT.search(_asserted(clause, setting) if setting.headed else _AT_PRESENT.sub(" ", clause.whole))
    if found and setting.headed and cue.LESS_THAN.fullmatch(found.group()) and cue.IMPERATIVE.match(clause.lead):
        return False
    compared = clause.quantity.bounded or clause.quantity.value_max is not None
    if found and found.group().lower() == "cùng kỳ" and compared and cue.IMPERATIVE.match(clause.lead):
        return False
    if (
        found
        and found.group().lower() == "cùng kỳ"
        and setting.directing
        and (setting.headed or clause.quantity.comparator in AT_LEAST or clause.quantity.value_max)
    ):
        return cue.REACHING.search(clause.lead) is None  # "Doanh thu tăng 10% so với cùng kỳ" under "Chỉ tiêu"
    return found is not None
