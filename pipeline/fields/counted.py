"""What a number counts: the noun behind it, or before a colon ("05 tập thể", "55 tỷ USD", "Tập thể: 05", "03 “Mái ấm Công đoàn”").

Nouns and their kinds stand in `data/counted_nouns.csv`; one or two words in small letters that nobody listed count as "unknown".
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.fields.wording import wording, words_of
from pipeline.tables import entries
from pipeline.text import LOWER, UPPER

_SCALE = r"(?:\s(?:trăm|nghìn|ngàn|vạn|triệu)(?!\w)){0,2}(?:\s(?:nghìn\s|ngàn\s|triệu\s)?(?:tỷ|tỉ)(?!\w))?"


@cache
def _nouns() -> dict[str, str]:
    """The kind of each counted noun, in lower case."""
    kinds = {form.lower(): e.extra["kind"] for e in entries("counted_nouns") for form in (e.canonical, *e.variants)}
    return {form: kind for form, kind in kinds.items() if kind != "magnitude"}


@cache
def _scaled() -> re.Pattern[str]:
    return re.compile(rf"(?P<scale>{_SCALE})\s{{0,2}}", re.IGNORECASE)


_WORD = re.compile(r"[^\W_]+")
_BARE_NOUN = re.compile(rf"[{LOWER}]{{2,7}}(?:\s[{LOWER}]{{2,7}})?|[A-ZĐ]{{2,6}}\b")
#: "03 Chi cục Thuế", "02 Điện lực".
_NAME = re.compile(rf"[{UPPER}][{LOWER}]{{1,7}}(?:\s[{LOWER}{UPPER}][{LOWER}]{{1,7}})?(?![\w.])")
#: "03 “Mái ấm Công đoàn”".
_TITLED = re.compile(r"[“\"](?P<title>[^“”\"\n]{3,60})[”\"]")
#: A counted noun has no more words than these.
_LONGEST = 6


#: Words that never begin the name of what is counted.
_FUNCTION = words_of(
    """và hoặc hay là của cho để từ đến tới trên dưới trong ngoài theo với về tại ở do bị được có không thì mà nếu khi như nhưng so đối này
    đó nêu trở đạt tăng giảm chiếm cụ vào lên xuống còn các những thuộc gồm đã sẽ phần sau trước x ban ngày tính điều khoản"""
)


def noun_after(text: str, at: int) -> tuple[int, str, str] | None:
    """Where the counted noun after position `at` ends, the noun with its magnitude, and its kind."""
    m = _scaled().match(text, at)
    if not m:
        return None
    scale = " ".join((m["scale"] or "").split())
    return _known(text, m.end(), scale) or _plain(text, m.end(), scale) or ((m.end("scale"), scale, "money") if scale else None)


def _known(text: str, at: int, scale: str) -> tuple[int, str, str] | None:
    """The longest counted noun that stands at `at`."""
    kinds, ahead = _nouns(), text[at : at + 45]
    ends = [w.end() for w, _ in zip(_WORD.finditer(ahead), range(_LONGEST), strict=False)]
    low = ahead.lower()
    for end in reversed(ends):
        kind = kinds.get(" ".join(low[:end].split()))
        if kind:
            return at + end, f"{scale} {ahead[:end]}".strip(), kind
    return None


def _plain(text: str, at: int, scale: str) -> tuple[int, str, str] | None:
    """A noun nobody listed: one or two words in small letters, an abbreviation, or a title in quotation marks."""
    titled = _TITLED.match(text, at)
    if titled:
        return titled.end(), f"{scale} {titled['title']}".strip(), "titled"
    name = _NAME.match(text, at)
    if name:
        return name.end(), f"{scale} {name.group()}".strip(), "named"
    m = _BARE_NOUN.match(text, at)
    words = m.group().split() if m else []
    if not m or words[0] in _FUNCTION:
        return None
    unit = words[0] if words[1:] and words[1] in _FUNCTION else m.group()
    return at + len(unit), f"{scale} {unit}".strip(), "money" if scale else "unknown"


_LISTED = wording(
    r"(?<!\w)(?P<noun>tập thể|cá nhân|hộ gia đình|đơn vị)\s{0,3}:\s{0,3}(?:(?:tối đa|không quá|không vượt quá) ){0,3}$", whole=False
)
#: "Điểm trung bình đạt ≥ 3,5", "Chỉ số PCI từ 65 trở lên": an index counts points, said or not.
_SCORED = wording(
    r"""(?<!\w)(?:điểm (?:trung bình|bình quân|số|đánh giá|chung)|(?:điểm )?chỉ số)[^.;:,\d]{0,60}
    (?:đạt|từ|trên|≥|>=|>|tối thiểu|ít nhất)\s{0,3}$""",
    whole=False,
)
_SCORE_ENDS = re.compile(r"\s{0,3}(?:[,;)]|\.?\s{0,3}$|trở lên)")
_CLOSED = re.compile(r"\s{0,3}(?:[.,;)]|$)")


def noun_before(text: str, at: int, stop: int) -> tuple[int, str, str] | None:
    """ "Tập thể: 05; cá nhân: 10"; "điểm trung bình đạt ≥ 3,5"."""
    m = _LISTED.search(text, max(0, at - 50), at) if _CLOSED.match(text, stop) else None
    if m:
        return stop, m["noun"], "recipient"
    scored = _SCORE_ENDS.match(text, stop) and _SCORED.search(text, max(0, at - 90), at)
    return (stop, "điểm", "score") if scored else None
