"""Numbers beside a quota that are none: for whom it holds, and what it is made up of."""

from __future__ import annotations

import re

from pipeline.fields import quota_cues as cue
from pipeline.fields.clauses import Clause

_NUMBER = re.compile(r"(?<![\w.,/])\d{1,3}(?![\w.,/])")


def says_for_whom(clause: Clause) -> bool:
    """ "đơn vị trên 60 công chức được chọn thêm 01 cá nhân", "đơn vị có dưới 07 người thì được chọn 01 người"."""
    q = clause.quantity
    return q.bounded and q.comparator != "<=" and q.kind == "recipient" and cue.THEN_SO_MANY.match(clause.text, q.end) is not None


def breaks_down(last: Clause, clause: Clause) -> bool:
    """ "không quá 02 tập thể (01 thuộc Sở, 01 Phòng Tư pháp)": whether a bracket only tells which two, by its sum."""
    if not clause.bracketed or clause.quantity.bounded or last.sentence != clause.sentence:
        return False
    opened = clause.text.rfind("(", 0, clause.quantity.at)
    if opened < last.quantity.stop:
        return False
    inside = clause.text[opened : clause.text.find(")", opened) + 1]
    return "được" not in inside and sum(int(m.group()) for m in _NUMBER.finditer(inside)) == last.quantity.value
