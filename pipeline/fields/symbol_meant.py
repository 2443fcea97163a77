"""The symbol that a damaged number line means: "⁄2 /II-PGDDT" below "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", above KẾ HOẠCH, is KH-PGDĐT.

Nothing is guessed from shapes alone: one half of the symbol must be known (by the lexicon or by the letterhead's initials), and the
other is the title's code, or as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.number_row import is_code, type_codes
from pipeline.slack import apart
from pipeline.text import UPPER, bare

#: A symbol at the end of a number line, and what OCR made of its first half.
_TAIL = re.compile(
    rf"(?:^|[\s/⁄∕.\d])(?P<first>[^\s/⁄∕]{{1,8}}?)[-–](?P<rest>[{UPPER}a-zđ&\d]{{2,14}}(?:[-–][{UPPER}]{{2,8}})?)[\s.,;:_'`]{{0,4}}$"
)
#: The Party's: "254-cT/TU", "44Ô -cv/Hu".
_PARTY = re.compile(rf"[-–]\s?(?P<code>[{UPPER}a-zđ]{{2,4}})[/⁄∕](?P<body>[{UPPER}a-zđ]{{2,8}})[\s.,;:_'`]{{0,4}}$")
#: Figures that OCR reads for capitals.
_FIGURES = str.maketrans("856013", "BSBOIĐ")
_DESK = re.compile(rf"(?:[{UPPER}]{{2,8}}|[{UPPER}]{{1,5}}[rg][{UPPER}]{{0,2}})")
#: Letters of a stretch of initials that say which body it is; words that initials leave out.
_INITIALS, _LEFT_OUT = 3, ("VÀ", "CỦA")


def initials_of(names: Iterable[str]) -> tuple[str, ...]:
    """The first letters of the words of each name, with and without "và": "SỞ GIÁO DỤC VÀ ĐÀO TẠO" -> "SGDVĐT", "SGDĐT"."""
    out: dict[str, None] = {}
    for name in names:
        words = re.findall(r"[^\W\d_]+", name.upper())
        for kept in (words, [w for w in words if w not in _LEFT_OUT]):
            out["".join("Đ" if w[0] == "Đ" else bare(w[0]) for w in kept)] = None
    return tuple(out)


def meant_symbol(rest: str, code: str | None, initials: tuple[str, ...]) -> str | None:
    """The symbol that `rest`, what stands behind "Số:", ends with; `code` is the title's, `initials` those of the letterhead."""
    if party := _PARTY.search(rest):
        body = party["body"].upper()
        meant = party["code"].upper() if party["code"].upper() in type_codes() else None
        return f"{meant}/{body}" if meant and is_code(body) and meant == (code or meant) else None
    tail = _TAIL.search(rest)
    if tail is None:
        return None
    if code:
        body = "-".join(_body(group, initials) or "" for group in re.split("[-–]", tail["rest"]))
        return f"{code}-{body}" if body and not body.startswith("-") and not body.endswith("-") else None
    issuer = _body(tail["first"], initials)
    return f"{issuer}-{tail['rest']}" if issuer and _DESK.fullmatch(tail["rest"]) else None


def _body(printed: str, initials: tuple[str, ...]) -> str | None:
    """The body that a group of a symbol names: a known one, a stretch of the initials, or some of them in their order.

    Only what cannot be as printed, for its small letters or figures, may differ from a stretch in one letter.
    """
    capitals = printed.translate(_FIGURES).upper()
    if is_code(capitals):
        return capitals
    if not printed[0].isupper() and printed[1:].isupper() and is_code(printed[1:]):
        return printed[1:]  # behind a slash that was read as a letter or a figure
    if len(capitals) < _INITIALS:
        return None
    stretches = {one[i : i + len(capitals)] for one in initials for i in range(len(one) - len(capitals) + 1)}
    clean = printed == capitals and printed.isalpha()
    if capitals in stretches or (clean and any(_is_within(capitals, one) for one in initials)):
        return capitals
    allowed = 0 if clean or len(capitals) == _INITIALS else 1
    near = {s for s in stretches if apart(bare(s), bare(capitals), allowed) <= allowed}
    return near.pop() if len(near) == 1 else None


def _is_within(letters: str, initials: str) -> bool:
    """Whether `letters` stand in `initials` in their order, the first one first."""
    rest = iter(initials)
    return letters[0] == initials[:1] and all(c in rest for c in letters)
