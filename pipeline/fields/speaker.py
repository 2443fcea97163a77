"""The body that speaks, by its full name, where a document has no letterhead.

In the sentence that opens the list of what is to be done ("…, Trường Phổ thông Dân tộc nội trú Bắc Sơn thông báo như sau:"), or in
the authority line above the legal basis ("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN TIỂU CẦN"). Only a name that ends with a proper noun
counts: "Sở Y tế" or "Ủy ban nhân dân huyện" alone say what the body is, not which.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline import lexicon
from pipeline.fields.body_names import spell_out
from pipeline.fields.self_mention import Vote
from pipeline.head_rows import is_body_name
from pipeline.segment import Layout
from pipeline.text import LOWER, UPPER

_VERBS = (
    "xây dựng|ban hành|phát động|thông báo|yêu cầu|đề nghị|tổ chức|triển khai|trân trọng|kính mời|kính trình|kính đề nghị|kính báo cáo"
    "|báo cáo|hướng dẫn|có ý kiến|quyết định|nhận được|thống nhất|kêu gọi|giao|mời|trình|đăng ký|cam kết|chỉ đạo|đánh giá|tổng hợp"
)
#: Organs and heads that speak for the body behind them.
_ORGANS = (
    "Ban Thường vụ|Ban Chấp hành|Thường trực|Lãnh đạo|Ban lãnh đạo|Chủ tịch|Giám đốc|Tổng Giám đốc|Hiệu trưởng|Cục trưởng"
    "|Tổng Cục trưởng|Chi cục trưởng|Bộ trưởng"
)
#: Words of a sentence that mark what follows as the document's own content.
_OPENS_LIST = re.compile(r":\s*$")
_LAST_SENTENCE = re.compile(rf"(?<=[{UPPER}{LOWER}\d”)]{{2}}[.!?]) (?=[{UPPER}])")
_PARAGRAPHS = 8  #: from the top, in which a body introduces itself
_LONGEST = 1500  #: characters of such a paragraph
_WORDS = 5  #: of a position before the body's name ("QUYỀN CHỦ TỊCH …")


@cache
def _speaks() -> re.Pattern[str]:
    heads = {form for e in lexicon.entries("body_heads") for form in (e.canonical, *e.variants)}
    names = "|".join(sorted(map(re.escape, heads), key=len, reverse=True))
    word = r"[^\s,.;:()\d“”]+"
    return re.compile(
        rf"(?:^|(?<=[,.;] ))(?:(?:{_ORGANS}) )?(?P<name>(?:{names})(?:,? (?!(?:{_VERBS}|{_ORGANS})\b){word}){{1,16}}) (?:{_VERBS})\b"
        r"(?![^,;:]{0,40}\bsố \d)"
    )


def find_speaker(layout: Layout) -> tuple[str, Vote] | None:
    """The full name, written as in running text, and where it stands."""
    return _of_authority(layout) or _of_opening(layout)


def _of_authority(layout: Layout) -> tuple[str, Vote] | None:
    rows = layout.head.authority
    words = " ".join(row.text for row in rows).split(" KHÓA ")[0].split()
    council = words[:4] == ["HỘI", "ĐỒNG", "NHÂN", "DÂN"]  # enacts itself, all others through their head
    for i in range(0 if council else 1, min(_WORDS, len(words) - 1)):
        rest = " ".join(words[i:])
        if is_body_name(rest) and words[i] != words[i + 1]:  # "TRƯỞNG BAN BAN DÂN TỘC"
            name = spell_out(rest)
            return (name, Vote(5.0, tuple(s for r in rows for s in layout.text.pieces(r.start, r.end)))) if _is_full(name) else None
    return None


def _of_opening(layout: Layout) -> tuple[str, Vote] | None:
    for place in layout.places[:_PARAGRAPHS]:
        passage = place.passage
        text = passage.text
        if place.table or len(text) > _LONGEST or not _OPENS_LIST.search(text):
            continue
        begin = max((m.end() for m in _LAST_SENTENCE.finditer(text)), default=0)
        m = _speaks().search(text[begin:])
        if m is None:
            continue
        if not _is_full(m["name"]):
            return None
        return spell_out(m["name"]), Vote(3.0, passage.at(begin + m.start("name"), begin + m.end("name")))
    return None


def _is_full(name: str) -> bool:
    """Whether the name goes beyond its kind, to a place or another proper noun."""
    words = name.split()
    return len(words) > 2 and words[-1][0].isupper() and not lexicon.find("bodies", name)
