"""What electronic signing prints on a page: "Ký bởi: SỞ Y TẾ", "Thời gian ký: 24.04.2018 15:17:44 +07:00".

Lines of the signature's own, as VGCA, VNPT-CA, Adobe and e-office systems set them at the top right (Decree 30/2020/NĐ-CP,
Appendix I: name of the body and time of signing) and beside or over the signer's name. No field is read from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.text import fold

#: On folded text: what begins such a block.
OPENS = re.compile(
    r"(?:(?:(?:da|duoc|da duoc)\s)?ky\s?(?:so\s|dien tu\s)?boi|nguoi\s?ky|chu\s?ky so|xac thuc chu\s?ky so|nguon ky so"
    r"|signature (?:not verified|valid)|(?:digitally|electronically) signed|signed by)\b\s*:?"
)
#: What says by itself that it is one.
_SURE = re.compile(r"(?:signature (?:not verified|valid)|(?:digitally|electronically) signed by|xac thuc chu\s?ky so$|.*:$)")
_DATE = r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}|\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2})"
_CLOCK = r"\d{1,2}\s?:\s?\d{2}(?:\s?:\s?\d{2})?"
_ZONE = r"(?:\s*(?:[+-]\s?\d{1,2}(?:[:'’]?\d{2}'?)?|z\b|gmt[ +:\d]{0,7}))?"
#: A date with the time of day, either first.
TIME = re.compile(rf"(?:{_DATE}[ ,]*(?:luc )?{_CLOCK}{_ZONE}|{_CLOCK}[ ,]*(?:ngay )?{_DATE}{_ZONE})")
#: The line that says when.
SIGNED_ON = re.compile(r"(?:thoi gian(?:\s?ky)?|ngay\s?ky|gio\s?ky|ky\s?ngay|date)\s*:?\s*(?=\d)")
#: What else such a block says, by labels of its own, and by labels that other lines have too.
_OWN = r"e-?mail\s*:|(?:thoi gian|ngay|gio)\s?ky\s*:|ky\s?ngay\s*:?\s*\d|nguon ky so|co quan\s*:|(?:dn|cn|ou)\s?[=:]"
_OTHERS = (
    rf"thoi gian\s*:\s*(?:{TIME.pattern}|$)|(?:date|gio ky|mui gio)\s*:?\s*(?=[\d+]|gmt|$)|(?:o|c|s|l)\s?=|by\b"
    r"|(?:to chuc|don vi|dia diem|ly do|chuc vu|reason|location)\s*:|(?:foxit|adobe|acrobat)\b.{0,30}version"
)
GOES_ON, _GOES_ON_BESIDE = re.compile(f"{_OWN}|{_OTHERS}"), re.compile(_OWN)
#: The part of a time, or an address, that stands below its label.
_REST = re.compile(r"[\d\s:./+-]{5,40}(?:z|gmt.{0,8})?|\S{1,60}@\S{3,60}")
#: What stands above the first line: who certifies.
ABOVE = re.compile(r"(?:(?:vnpt|viettel|bkav|fpt|newtel|easy|misa|nacencomm|vina)[ -]?ca|ca2|vgca|xac thuc chu\s?ky so|chu\s?ky so)")
#: Set on a page by e-office systems: who opened it and when; and a copy's mark: "SAO Y; Sở Y tế; 14/05/2021 09:12:31".
_WHOLE = re.compile(
    rf"[a-z][\w.]{{2,30}}-\d{{1,2}}/\d{{1,2}}/\d{{4}} {_CLOCK}(?:-[\w.]{{2,30}}){{0,6}}|sao (?:y|luc)\b.{{0,90}}{_CLOCK}{_ZONE}"
)
#: More lines no such block has, also with lines of other columns between them.
_LINES = 9


def is_whole(folded: str) -> bool:
    return bool(_WHOLE.fullmatch(folded))


def is_rest(folded: str) -> bool:
    return bool(_REST.fullmatch(folded))


def opens_surely(folded: str) -> bool:
    """Whether a line opens a block whatever stands below: by its colon, or by words that nobody else uses."""
    m = OPENS.match(folded)
    return bool(m and _SURE.match(m[0] if m[0].rstrip().endswith(":") else folded)) or _says_when(folded)


def _says_when(folded: str) -> bool:
    m = SIGNED_ON.match(folded)
    return bool(m and TIME.match(folded, m.end()))


def end_of_time(folded: str) -> int | None:
    """Where a line that says when ends with its time; None for any other."""
    m = SIGNED_ON.match(folded)
    time = TIME.match(folded, m.end()) if m else None
    return time.end() if time else None


# --- lines of plain text ----------------------------------------------------------------------------------------------

_MAY_HOLD = re.compile(r"k[ýíyỳỷỹ]\b|sign|sao y|\d-\w|VGCA|-CA\b", re.IGNORECASE)
#: Within a line that was read straight across columns.
_INSIDE = re.compile(
    rf"(?<=\s)(?:(?:Người k[ýỷỳ]|(?:Đã |Được )?[Kk][ýỷỳ] (?:số |điện tử )?b[ởơ]i)\s*:|Signature Not Verified|Digitally signed by"
    rf"|(?:Thời gian k[ýỷỳ]|Ngày k[ýỷỳ]|K[ýỷỳ] ngày)\s*:\s*{_DATE}\s+{_CLOCK})"
)
#: Within such a line the further lines of a block that is open, behind a wide gap.
_LABEL_INSIDE = re.compile(r"(?<=   |  \t)(?:E-?mail|Cơ quan|Thời gian k[ýỷỳ]|Ngày k[ýỷỳ])\s*:")
#: No line of such a block is longer.
_LONGEST = 300


def may_hold(text: str) -> bool:
    """Whether a text can hold any of it at all."""
    return _MAY_HOLD.search(text) is not None


class Stamps:
    """What of each line, given one after the other, is an electronic signature's."""

    def __init__(self) -> None:
        self._left = 0  # lines that the block may still have
        self._beside = False  # a line of something else stood between

    def parts(self, text: str, below: str) -> Iterator[tuple[int, int, bool]]:
        """Stretches of a line with whether they are the signature's; `below` is the next line."""
        folded = fold(text)
        start = 0 if len(text) > _LONGEST or OPENS.match(folded) else self._inside(text)
        if start:
            yield 0, start, False
        if len(text) > _LONGEST or not self._is_line(folded[start:], fold(below)):
            yield start, len(text), False
            return
        end = end_of_time(folded[start:])
        if end is None or not any(c.isalpha() for c in folded[start + end :]):
            yield start, len(text), True
        else:  # the signer's name beside it
            yield start, start + end, True
            yield start + end, len(text), False

    def _inside(self, text: str) -> int:
        """Where the block begins in a line that was read straight across columns; 0 for nowhere."""
        m = _INSIDE.search(text) or (_LABEL_INSIDE.search(text) if self._left else None)
        return m.start() if m else 0

    def _is_line(self, folded: str, below: str) -> bool:
        opens = opens_surely(folded) or (OPENS.match(folded) is not None and GOES_ON.match(below) is not None)
        if opens or (ABOVE.fullmatch(folded) and OPENS.match(below)):
            self._left, self._beside = _LINES, False
            return True
        self._left -= self._left > 0
        goes_on = _GOES_ON_BESIDE if self._beside else GOES_ON
        if self._left and (goes_on.match(folded) or is_rest(folded)):
            return True
        self._beside = True
        return is_whole(folded)
