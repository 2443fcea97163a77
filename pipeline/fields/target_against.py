"""What speaks against a quantity's being a target: money, conditions, technical limits, what was, and who is told of."""

from __future__ import annotations

import re

from pipeline.fields import target_cues as cue
from pipeline.fields.clauses import Clause
from pipeline.fields.plan_shapes import gives, is_index, is_loan_rate
from pipeline.fields.target_shapes import AT_LEAST, AT_MOST, Setting, has_subject, opens
from pipeline.fields.task_cues import HAD
from pipeline.found import Context


def announces(place: str) -> bool:
    """Whether a heading promises goals; "Kết quả thực hiện các chỉ tiêu" does not."""
    return cue.GOAL_HEADING.search(place) is not None and cue.GOALS_REPORTED.search(place) is None


def is_spoken_against(clause: Clause, context: Context, setting: Setting, part: bool) -> bool:
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
        return is_past(clause, context) or _result(clause, setting)
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
    if cue.FACTS_HEADING.search(inner) and not announces(inner):
        return True
    if not setting.headed and cue.AGAINST_HEADING.search(" ".join((*context.headings[-2:], _opening(context)))):
        return True
    return is_past(clause, context) or _result(clause, setting)


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


def is_past(clause: Clause, context: Context) -> bool:
    """Whether the last year that the sentence names before the number lies before the document's; one compared with does not count."""
    if context.year is None or "20" not in clause.before:
        return False
    start, text = max(clause.sentence[0], clause.quantity.start - 400), clause.text
    years = list(cue.YEAR.finditer(text, start, clause.quantity.start))
    named = [m for m in years if not cue.COMPARED.search(text, max(0, m.start() - 20), m.start())]
    return bool(named) and (int(named[-1]["last"] or named[-1]["year"]) < context.year or is_over(named[-1], context))


def is_over(year: re.Match[str], context: Context) -> bool:
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
