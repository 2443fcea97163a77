"""Shapes of counts that only the tasks of a plan have: what is to stay as it is, to be built, written, given, or is set behind a colon."""

from __future__ import annotations

import re

from pipeline.fields import target_cues as cue
from pipeline.fields import task_cues as task
from pipeline.fields.clauses import Clause

_AT_LEAST, _AT_MOST = (">=", ">"), ("<=", "<")
_COUNTS = ("activity", "thing", "goal", "measure", "recipient")
_LANDS = ("km", "ha", "m2", "m²", "m3", "m³")


def plan_rule(clause: Clause) -> str | None:
    """The rule by which a count among the tasks of a plan is a target, or None."""
    if _is_news(clause):
        return "targets.task"
    if clause.bracketed or task.NO_TASK.search(clause.lead):
        return None
    if _stays(clause):
        return "targets.indicator"
    if _is_built(clause) or _is_behind_colon(clause) or _is_set_up(clause) or _is_joined(clause) or task.SCANNED.search(clause.lead):
        return "targets.task"
    return "targets.each" if gives(clause) or _is_lessened(clause) else None


def gives(clause: Clause) -> bool:
    """ "mỗi người ủng hộ ít nhất 01 ngày lương"; a fund that is to grow: "vận động Quỹ “Vì người nghèo” đạt 1,2 tỷ đồng"."""
    q, lead = clause.quantity, clause.lead
    if q.comparator in _AT_LEAST and task.GIVES.search(lead) and task.EACH.search(lead):
        return True
    grows = task.FUND_GROWS.search(clause.text, clause.start, q.at)
    return q.kind == "money" and task.FUND.match(lead) is not None and grows is not None


def _is_lessened(clause: Clause) -> bool:
    """ "Mỗi huyện Hội giảm ít nhất 15 hộ nghèo"."""
    return clause.quantity.comparator in _AT_LEAST and cue.EACH_CHANGES.match(clause.lead) is not None


def _stays(clause: Clause) -> bool:
    """ "giữ ổn định khoảng 40.000 ha đất lúa", "diện tích khoai lang không quá 10.000 ha"."""
    q = clause.quantity
    if q.kind != "measure" or q.unit not in ("ha", "tấn", "km"):
        return False
    return task.STAYS.search(clause.lead) is not None or (q.bounded and task.EXTENT.match(clause.lead) is not None)


def _is_built(clause: Clause) -> bool:
    """ "nâng cấp đường liên thôn 2,5 km"; how wide or how far away something is does not count."""
    q, lead = clause.quantity, clause.lead
    built = q.unit in _LANDS and not q.bounded and task.WORKS.match(lead) is not None
    return built and not task.WORKS_NOT.search(lead)


_PER_YEAR = re.compile(r"^\s?/\s?(?:tuần|tháng|quý|năm)")
_COLON = re.compile(r"\s{0,3}:\s{0,3}")


def _is_behind_colon(clause: Clause) -> bool:
    """ "Tổ chức tập huấn, chuyển giao kỹ thuật: 120 lớp": a task, and behind the colon nothing but how much of it."""
    q, text = clause.quantity, clause.text
    colon = text.rfind(":", clause.part[0], q.start)
    if colon < 0 or not _COLON.fullmatch(text[colon : q.start]) or q.kind not in _COUNTS or q.value < 2:
        return False
    alone = _PER_YEAR.sub("", text[q.end : clause.part[1]]).strip(" .;/") == ""
    first = task.TASK_FIRST.match(text, _after_label(text, clause.part[0]), colon)
    return alone and q.comparator not in _AT_MOST and first is not None and not task.NO_TASK.search(text, clause.part[0], colon)


_LABEL = re.compile(r"[\s*•+–—\-]*(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])\s?[./)]+\s{1,3})?[\s\-–+*]*")


def _after_label(text: str, at: int) -> int:
    m = _LABEL.match(text, at)
    return m.end() if m else at


def _is_set_up(clause: Clause) -> bool:
    q = clause.quantity
    several = q.comparator in _AT_LEAST or q.value >= 2
    return several and q.comparator not in _AT_MOST and q.kind in ("thing", "goal") and task.SET_UP.search(clause.lead) is not None


def _is_joined(clause: Clause) -> bool:
    q = clause.quantity
    return q.comparator in _AT_LEAST and q.kind == "activity" and task.JOINED.fullmatch(clause.lead) is not None


def _is_news(clause: Clause) -> bool:
    """ "Hằng tháng, mỗi đơn vị gửi ít nhất 01 tin, bài"."""
    q = clause.quantity
    often = task.EACH_TIME.search(clause.before) or task.PER_TIME.match(clause.tail) or task.MONTHLY.search(clause.before)
    told = q.unit.lower().startswith(("tin", "bài")) and q.comparator in _AT_LEAST and not clause.bracketed
    return told and often is not None and task.NEWS.search(clause.lead) is not None


def is_index(clause: Clause) -> bool:
    """ "điểm Bộ chỉ số 766 không dưới 90 điểm"."""
    return clause.quantity.kind == "score" and clause.quantity.comparator in _AT_LEAST and cue.INDEX.match(clause.lead) is not None


def is_loan_rate(clause: Clause) -> bool:
    """ "nợ quá hạn dưới 0,3%", "cho vay nông nghiệp chiếm trên 60% tổng dư nợ"."""
    least = clause.quantity.comparator in _AT_LEAST
    if clause.quantity.comparator in _AT_MOST:
        return cue.OWED.match(clause.lead) is not None
    return least and cue.LENT.match(clause.lead) is not None
