"""The shapes in which targets are written: which rule a quantity satisfies, given what round it speaks for a target."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.fields import target_cues as cue
from pipeline.fields import task_cues as task
from pipeline.fields.clauses import LASTING, Clause
from pipeline.fields.plan_shapes import is_index, is_loan_rate, plan_rule
from pipeline.text import LOWER, UPPER

_TASK_KINDS = {"recipient", "goal", "thing", "activity", "measure", "titled"}
#: What is bought or mixed in these is no work to be done: "bơm tiêm 10 ml".
_DOSES = ("ml", "mg", "g", "mm", "cm")
#: Units that count only where they measure a change or a frequency.
TIMES = ("lần", "bậc", "hạng")
AT_LEAST, AT_MOST = (">=", ">"), ("<=", "<")


@dataclass(frozen=True, slots=True)
class Setting:
    """What round a clause gives its number a reason to be a target."""

    striving: bool  #: "phấn đấu" stands before it in the sentence
    headed: bool  #: a heading or the opening of the list says "mục tiêu", "chỉ tiêu"
    coming: bool  #: a year ahead of the document stands before it
    beside: bool  #: the quantity before it in the sentence is a target
    planned: bool  #: one of headed and beside, or a plan by its type
    directing: bool  #: a document that asks for something, and a place in it where tasks stand
    doc_type: str | None


# --- shares -----------------------------------------------------------------------------------------------------------


def share_rule(clause: Clause, setting: Setting) -> str | None:
    """The rule by which a percentage is a target, or None: the surest setting first."""
    q, lead = clause.quantity, clause.lead
    if clause.bracketed:
        controlled = cue.CONTROLLING.search(clause.text[max(0, clause.start - 100) : clause.start])
        again = setting.headed and setting.beside and cue.AS_SHARE.fullmatch(lead)
        return "targets.bracketed" if controlled or again else "targets.striving" if setting.striving and q.bounded else None
    if setting.striving:
        return "targets.striving"
    if setting.coming:
        return "targets.horizon"
    if setting.headed:
        return "targets.heading"
    if opens(lead) and has_subject(clause):
        return "targets.share"
    if setting.directing and q.value == 100 and cue.SEES_TO.search(lead) and has_subject(clause):
        return "targets.share"
    if setting.beside and (opens(lead) or (q.bounded and cue.REACHING.search(lead))):
        return "targets.beside"
    if _is_indicator(clause, setting):
        return "targets.indicator"
    if _is_change(clause, setting):
        return "targets.change"
    if setting.directing and setting.planned and is_loan_rate(clause):
        return "targets.indicator"
    done = setting.directing and (_is_task_share(clause) or (setting.planned and _is_done_to(clause)))
    return "targets.task" if done else None


_WORD = re.compile(r"[^\W\d_]+")


def opens(lead: str) -> bool:
    """Whether nothing but words of `OPENING` ("đến năm", "phấn đấu", "tỷ lệ") stands before the quantity."""
    return all(word in cue.OPENING for word in _WORD.findall(lead.lower()))


_SUBJECT = re.compile(rf"\s{{0,3}}(?:trở\slên\s)?(?:trong\s)?(?:(?:tổng\s)?số\s{{1,3}}|các\s{{1,3}})?(?P<noun>[{LOWER}{UPPER}]+)")


def has_subject(clause: Clause) -> bool:
    """ "90% CNVCLĐ toàn tỉnh được tuyên truyền": people or things, and what becomes of them; a title-case word opens a table cell."""
    head = _SUBJECT.match(clause.tail)
    if not head or cue.NO_SUBJECT.match(head["noun"]) or head["noun"].istitle():
        return False
    if clause.quantity.comparator in AT_LEAST and len(clause.tail.split()) >= 5:
        return True
    # A predicate at the end of a list serves all its members.
    return cue.PREDICATE.search(clause.text, clause.quantity.end + head.end(), clause.part[1]) is not None


def _is_task_share(clause: Clause) -> bool:
    """ "xét nghiệm cho 100% nhân viên y tế", "kiểm tra ít nhất 20% số trường học"."""
    q, lead = clause.quantity, clause.lead
    sent = q.value == 100 and task.SENT.match(lead) is not None and task.TASK_FOR.search(lead) is not None
    if task.NO_TASK.search(lead) and not sent:
        return False
    if q.comparator in AT_MOST:
        return cue.KEPT.match(lead) is not None
    if not (q.comparator in AT_LEAST or q.value == 100) or not _is_of_subjects(clause):
        return False
    return (
        sent
        or task.SHOWN.search(lead) is not None
        or task.TASK.search(lead) is not None
        or (task.TASK_FOR.search(lead) is not None and task.TASK_FIRST.match(lead) is not None)
    )


#: A bullet or a label: "- ", "a) ".
_OPENS_ITEM = re.compile(r"[\s\-–+*•]{0,8}(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[./)]{1,2})?[\s*]{0,4}")


def _is_done_to(clause: Clause) -> bool:
    """ "- Huấn luyện dân quân đạt 100% nội dung": an item of a plan that says what is to be done, and how much of it."""
    opening = _OPENS_ITEM.fullmatch(clause.text[: clause.start]) is not None
    return opening and cue.REACHED_RIGHT.search(clause.lead) is not None and task.TASK_FIRST.match(clause.lead) is not None


def _is_of_subjects(clause: Clause) -> bool:
    head = _SUBJECT.match(clause.tail)
    return head is not None and not cue.NO_SUBJECT.match(head["noun"])


def _is_indicator(clause: Clause, setting: Setting) -> bool:
    """ "Tỷ lệ … đạt ít nhất 85%": bounded, yearly, or in a plan; else it may as well be a result."""
    q, lead = clause.quantity, clause.lead
    if cue.INDICATOR_FIRST.match(lead) and (q.bounded or (setting.directing and _is_alone(clause) and cue.REACHING.search(lead))):
        return True
    if q.bounded and setting.directing and cue.KEPT.match(lead) and cue.INDICATOR.search(lead):
        return True
    asked = q.bounded or setting.planned or (setting.directing and q.value_max is not None) or cue.YEARLY.match(clause.tail) is not None
    return asked and cue.INDICATOR.search(lead) is not None and cue.REACHING.search(lead) is not None


def _is_alone(clause: Clause) -> bool:
    """Whether the clause is a whole item of what is asked for: "6. Tỷ lệ che phủ rừng đạt 100%."."""
    return clause.quote.strip(" .;") == clause.text.strip(" .;-+–*")


def _is_change(clause: Clause, setting: Setting) -> bool:
    """ "cắt giảm ít nhất 30% thời gian …"; unbounded only where it opens its part: "…, giảm 1,3%" tells what was."""
    q, lead = clause.quantity, clause.lead
    if cue.PURPOSE.search(lead):
        return True
    verb = cue.IMPERATIVE_BELOW if q.comparator in AT_MOST else cue.IMPERATIVE
    if not (verb.match(lead) or (q.bounded and cue.EACH_CHANGES.match(lead))) or cue.DEFINITE.match(clause.tail):
        return False
    before = clause.text[clause.part[0] : clause.start].lstrip()[4:]
    return q.bounded or setting.planned or not any(c.isdigit() for c in before)


# --- counts -----------------------------------------------------------------------------------------------------------


def count_rule(clause: Clause, setting: Setting) -> str | None:
    """The rule by which a count is a target, or None; counts need more reason than percentages."""
    q, lead = clause.quantity, clause.lead
    if (cue.RANKED.search(lead) and q.comparator not in AT_LEAST) or cue.TELLS_WHICH.match(clause.text, q.end):
        return None
    if clause.bracketed and not (q.bounded and (setting.striving or setting.headed)):
        except_these = setting.beside and setting.planned and task.EXCEPT.search(clause.text, clause.part[0], q.start)
        return "targets.bracketed" if except_these else None
    if not q.bounded and _is_no_outcome(clause):
        return None
    placed = opens(lead) or any(p.search(lead) for p in (task.COUNTED, cue.REACHING, cue.INDICATOR))
    placed = placed or (setting.headed and _is_phrase(clause))
    known = q.kind not in ("unknown", "titled", "time")
    if setting.directing and (setting.planned or q.kind == "goal") and (rule := plan_rule(clause)):
        return rule
    if q.unit in TIMES or q.kind == "time":
        return _times(clause, setting)
    if setting.striving and (known or q.bounded or placed):
        return "targets.striving"
    if setting.headed and (q.bounded or placed or (setting.directing and _is_task(clause))):
        return "targets.heading"
    if is_index(clause) and setting.directing and setting.planned:
        return "targets.indicator"
    if setting.coming and known and placed and (lead or setting.beside):
        return "targets.horizon"
    if not known and not q.bounded:
        made = q.kind == "unknown" and setting.directing and setting.planned and q.value >= 5
        return "targets.task" if made and _is_task(clause) else None
    if setting.beside and (q.bounded or q.value_max) and task.EACH_GROUP.fullmatch(lead):
        return "targets.each"
    if setting.beside and not lead.strip() and q.comparator not in AT_MOST and q.kind in ("recipient", "goal", "thing", "measure"):
        return "targets.beside"
    if task.COUNTED_ALONE.match(lead) and len(lead) < 60:
        return "targets.count"
    if setting.directing and setting.planned and _is_item(clause):
        return "targets.task"
    if setting.directing and q.comparator in AT_MOST and cue.CASES.match(lead):
        return "targets.indicator"
    had = not lead.strip() or task.ENSURED.match(lead) or task.HAD.match(lead)
    if setting.directing and q.kind == "recipient" and had and _is_asked(clause):
        return "targets.share"
    if setting.directing and q.kind == "goal" and q.value >= 2 and q.comparator not in AT_MOST and _is_ensured(clause):
        return "targets.task"
    rule = _at_least(clause, setting) if q.comparator in AT_LEAST else None
    return rule or ("targets.task" if setting.directing and _is_task(clause) else None)


_FEW_WORDS = re.compile(rf"[{UPPER}{LOWER}][{LOWER}]*(?:\s[{LOWER}]+){{0,5}}\s{{0,3}}")


def _is_phrase(clause: Clause) -> bool:
    """ "Xuất khẩu lao động 50 người", "chiếu phim lưu động 850 buổi": what is to be done, and how often or for whom."""
    lead = clause.lead
    if clause.quantity.value < 2 or clause.quantity.kind not in _TASK_KINDS or task.NO_TASK.search(lead):
        return False
    return _FEW_WORDS.fullmatch(lead) is not None and not (task.LEADS_ON.search(lead) or task.NO_WORK.match(lead))


def _is_ensured(clause: Clause) -> bool:
    """ "…; bảo đảm có 08 sáng kiến được áp dụng": models, works, initiatives that there are to be, and what of them."""
    least = (clause.quantity.comparator in AT_LEAST or clause.quantity.value_max) and task.HAD.match(clause.lead)
    return bool(task.ENSURED.match(clause.lead) or least) and cue.PREDICATE.search(clause.tail) is not None


def _is_no_outcome(clause: Clause) -> bool:
    """Parts of documents ("17 mục tiêu"), units among whom tasks are shared out, models chosen to be honoured."""
    q = clause.quantity
    part = q.unit.lower() in cue.PARTS or (q.unit == "giải pháp" and cue.OF_A_DOCUMENT.match(clause.tail))
    shared = q.kind in ("recipient", "unknown") and cue.SHARED_OUT.match(clause.text, clause.part[0])
    failing = clause.lead.lower().rstrip().endswith("chưa đạt")  # "rà soát hộ chưa đạt 8 tiêu chí"
    return bool(part or shared or failing or cue.FOR_HONOUR.match(clause.tail))


def _is_item(clause: Clause) -> bool:
    """ "- 03 đề tài cấp tỉnh được nghiệm thu": an item of a plan that says how many there are to be, and what becomes of them."""
    opening = not clause.text[: clause.quantity.start].strip(" -–+*•\t")
    q = clause.quantity
    whole = "/" in clause.text[q.at : q.stop] and q.kind == "recipient"  # "6/6 chi bộ hoàn thành đại hội"
    return opening and (whole or q.kind == "goal") and task.BECOMES.match(clause.tail) is not None


def _is_asked(clause: Clause) -> bool:
    """ "Ít nhất 12/15 xã hoàn thành tiêu chí môi trường"."""
    q = clause.quantity
    least = q.comparator in AT_LEAST and q.end == q.stop and not task.NO_TASK.search(clause.tail)
    return least and cue.PREDICATE.search(clause.tail) is not None


def _times(clause: Clause, setting: Setting) -> str | None:
    """How many times as much, how often, or how long; the last two only where they are bounded and asked for."""
    q, lead = clause.quantity, clause.lead
    multiple = q.kind != "time" and cue.MULTIPLIED.search(lead) is not None
    free = q.unit == "lần" and (setting.striving or setting.headed)
    if multiple and (free or (q.bounded and (setting.headed or cue.INDICATOR.search(lead)))):
        return "targets.indicator"
    if q.comparator == ">" and q.value == 1:
        return None  # "không phải bổ sung quá một lần"
    if setting.headed and q.unit == "lần" and task.PER_TIME.match(clause.tail) and not task.NO_TASK.search(lead):
        return "targets.heading"
    if q.bounded and (setting.headed or setting.striving) and (q.kind != "time" or setting.beside or cue.INDICATOR.search(lead)):
        return "targets.heading" if setting.headed else "targets.striving"
    if setting.headed and q.kind == "time" and LASTING.search(lead):
        return "targets.heading"
    asked = q.comparator in AT_LEAST or q.value >= 2
    least = q.comparator in AT_LEAST and (task.PER_TIME.match(clause.tail) or task.EACH_TIME.search(lead))
    if least and setting.directing and not task.NO_TASK.search(lead) and task.TASK_ANY.search(lead):
        return "targets.task"
    if q.kind == "time" or not asked or q.comparator in AT_MOST or not setting.directing or task.NO_TASK.search(lead):
        return None
    often = task.PER_TIME.match(clause.tail) or task.EACH_TIME.search(lead)
    return "targets.task" if often and (task.TASK_FIRST.match(lead) or task.TASK.search(lead)) else None


def _is_task(clause: Clause) -> bool:
    """ "phát 35.000 tờ rơi", "tổ chức kiểm tra ít nhất 02 đợt", "Mỗi thôn mở từ 01 đến 02 lớp"."""
    q, lead = clause.quantity, clause.lead
    if (
        q.comparator in AT_MOST
        or clause.bracketed
        or q.unit in _DOSES
        or task.NO_TASK.search(lead)
        or not (q.kind in _TASK_KINDS or q.kind == "unknown")
    ):
        return False
    if task.EACH_DOES.search(lead) and (q.bounded or q.value_max or q.kind in _TASK_KINDS - {"recipient"} or task.FOUNDS.search(lead)):
        return True
    if cue.KEPT.match(lead) and cue.CHANGED_TO.search(lead):
        return True
    verb = task.TASK.search(lead) is not None
    if q.comparator in AT_LEAST:
        least = task.AT_LEAST.search(clause.text, q.start, q.at) is not None
        apart = q.kind == "activity" or task.PER_TIME.match(clause.tail) or task.TASK_FOR.search(lead) is not None
        if least and task.ARRANGED.search(lead):
            return True
        return verb or (least and apart and task.TASK_FIRST.match(lead) is not None)
    return verb and (q.value >= 2 or q.value_max is not None) and (q.kind in _TASK_KINDS or q.value >= 5)


def _at_least(clause: Clause, setting: Setting) -> str | None:
    """Counts that are targets because no less is allowed: of each ("mỗi đơn vị có ít nhất 01 mô hình"), or of an indicator."""
    q, lead = clause.quantity, clause.lead
    if q.kind == "goal" and task.EACH.search(lead) and (setting.doc_type in cue.PLANNING or not task.MUST.search(lead)):
        return "targets.each"
    if q.kind == "recipient" and task.EACH_DOES.search(lead) and (setting.directing or not lead.rstrip().endswith(("có", "có từ"))):
        return "targets.each"
    if not cue.REACHING.search(lead):
        return None
    if q.kind in ("money", "measure") and cue.IMPERATIVE.match(lead):
        return "targets.change"
    counted = q.kind in ("money", "measure", "recipient", "thing") or q.unit == "lần"
    return "targets.indicator" if counted and cue.INDICATOR.search(lead) else None
