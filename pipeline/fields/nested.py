"""Numbers that only describe those whom another number counts, and so are no targets of their own.

"75% thỏa ước có quy định giá trị bữa ăn ca từ 25.000 đồng trở lên", "03 doanh nghiệp có doanh thu trên 1 tỷ USD", "giảm 30% thời gian đối
với 41 thủ tục"; and what an amount is measured on: "giá trị sản xuất trên 01 ha đất canh tác đạt 92 triệu đồng".
"""

from __future__ import annotations

import re

from pipeline.fields.clauses import Clause
from pipeline.fields.wording import wording

#: Behind these the sentence says something new, of which the second number is a goal too.
_NEW = wording(
    r"""[,;:.()“”"] | (?<!\w)(?:và|hoặc|còn|đồng thời|lên|xuống|tăng|giảm|nâng|trong đó|phấn đấu|ít nhất|giúp|hỗ trợ|tổ chức|xây dựng
    |đăng ký
    |hoàn thành|kết nạp|thực hiện|để|(?<!đối\s)với|bình quân|hằng năm|hàng năm|mỗi)(?!\w)""",
    whole=False,
    listed=False,
)
#: What somebody has, before its amount.
_HAVING = wording(
    r"""(?<!\w)(?:có|sử dụng|đạt|quy mô|doanh thu|thu nhập|giá trị|diện tích|vốn|công suất|sản lượng|trị giá|mức|loại)(?!\w)
    [^.;,\d]{0,60}$""",
    whole=False,
)
_SIZED = wording(r"(?<!\w)quy mô(?: từ)?\s{0,3}$", whole=False)
_OF_SOME = wording(r"(?<!\w)(?:đối với|của|tại|trong số|trên địa bàn|thuộc)\s{0,3}$", whole=False)
_DOES = wording(
    r"""\s{0,3}(?:tổ chức|ký|được|tham gia|đăng ký|thực hiện|đóng|xây dựng|áp dụng|thành lập|đạt|có|triển khai|phải|cam kết|sử dụng|nộp
    |ban hành|công khai)(?!\w)""",
    whole=False,
)
_AMOUNTS = ("money", "measure", "score")
_CRITERIA = ("tiêu chí", "chỉ tiêu")
_THEN_AMOUNT = re.compile(
    r"(?:\s{1,3}[^\W\d_]+){0,6}\s{1,3}(?:đạt|là|từ|trên|dưới|≥|không dưới|không quá)\s{1,3}(?:\w+\s){0,3}\d", re.IGNORECASE
)
_ROUND = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000}


def describes(clause: Clause, owner: Clause) -> bool:
    """Whether the number of `clause` only tells which ones `owner`, the target before it, counts."""
    q, text = clause.quantity, clause.text
    if owner.sentence != clause.sentence:
        return False
    between = text[owner.quantity.end : q.start]
    if _NEW.search(between):
        return False
    if _OF_SOME.search(between):
        return True
    if q.kind in _AMOUNTS or _SIZED.search(between) or q.unit.lower() in _CRITERIA:
        return owner.quantity.kind in ("percent", "recipient", "goal", "thing") and _HAVING.search(between) is not None
    upward = q.end > q.stop and text[q.stop : q.end].strip().endswith("lên")
    return upward and between.rstrip().endswith(("có", "có từ")) and _DOES.match(text, q.end) is not None


def is_denominator(clause: Clause) -> bool:
    """ "trên 01 ha đất canh tác đạt 92 triệu đồng", "trên 10.000 dân đạt 12 bác sĩ": per so many, not more than so many."""
    q, text = clause.quantity, clause.text
    per = text[q.start : q.at].strip().lower() == "trên" and q.value in _ROUND
    return per and _THEN_AMOUNT.match(text, q.stop) is not None
