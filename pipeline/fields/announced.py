"""The years of a plan told by its body where its subject tells none: the sentence that announces it and the heading of its goals.

"… xây dựng Kế hoạch phát triển thanh niên năm 2024 như sau:", "A. CÁC CHỈ TIÊU CHỦ YẾU NĂM 2024". All patterns expect lower case.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.fields.campaigns import is_over
from pipeline.fields.dates import spaced
from pipeline.fields.ranges import YEAR, TimeRange
from pipeline.fields.subject_spans import spans_of_subject
from pipeline.found import Context

#: From the verb to the colon, with nothing cited between: a number or "của" would make the plan another's.
_ANNOUNCES = spaced(
    r"(?<!\w)(?:ban hành|xây dựng|đề ra|lập) (?P<plan>(?:kế hoạch|chương trình|phương án)(?![^.;:]{0,200}? số \d)[^.;:]{0,200}?)"
    r",? (?:cụ thể )?(?:(?:với )?(?:các |những )?(?:nội dung|nhiệm vụ)[^.;:]{0,40} sau(?: đây)?|như sau|gồm)\s*[*_]*:?[\s*_]*$"
)
_GOALS = spaced(
    r"\W*(?:(?:[a-hđ]|\d{1,2}|[ivx]{1,4})\s?[.)/–-])?[\s*_]*(?:(?:các|một số|những) )?(?:mục tiêu|chỉ tiêu|nhiệm vụ|phương hướng)"
    rf"(?![^.;:]{{0,120}}(?:kết quả|đánh giá|thực hiện (?:chỉ tiêu|nhiệm vụ)))[^.;:\d]{{0,120}}?"
    rf"(?<!đến )(?<!hết )(?<!cuối )năm (?P<y>{YEAR})"
    r"[\s*_:.]*$"
)


def find_announced(low: str, context: Context) -> Iterator[TimeRange]:
    """The span of the plan that a passage announces with its colon at the end."""
    announces = _ANNOUNCES.search(low) if "sau" in low[-60:] or "gồm" in low[-20:] else None
    if announces is None:
        return
    plan = announces.start("plan")
    for span in spans_of_subject(announces["plan"], False):
        if not is_over(span, context):
            yield TimeRange(span.start, span.end, span.event, span.at + plan, span.until + plan)
        return


def find_goals(low: str, context: Context) -> Iterator[TimeRange]:
    """The year of the goals or tasks that a heading names; of the year of issue, or in its last quarter of the next."""
    heading = _GOALS.match(low) if len(low) < 200 and context.year else None
    if heading and context.year and heading["y"] in (str(context.year), str(context.year + ((context.month or 0) >= 10))):
        yield TimeRange(heading["y"], heading["y"], None, heading.start("y") - len("năm "), heading.end("y"))
