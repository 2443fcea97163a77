"""Abbreviations in the names of bodies, written out as Decree 30/2020/NĐ-CP, Appendix II, spells the names: "SỞ GD&ĐT", "BCH", "TP."."""

from __future__ import annotations

import re

from pipeline.tables import find
from pipeline.text import UPPER

#: Letters that may be an abbreviation, with what stands between its parts: "UBND", "GD&ĐT", "LĐ-TB & XH", "VH,TT&DL".
_INITIALS = re.compile(rf"(?<![\w&])[{UPPER}]{{2,12}}(?:\s?[&,.–-]\s?[{UPPER}]{{1,8}}){{0,4}}(?![\w&])")
_LETTERS = re.compile(rf"[{UPPER}]+")
#: What parts two abbreviations, or two halves of one.
_MARKS = "&,.–-"
#: "TP. Cần Thơ", "TX Sơn Tây", "Công an TP", and of a committee "P. An Khánh", "Q.1".
_TOWN = re.compile(rf"\b(?P<kind>T[Pp]|T[Xx])(?:\.\s?|\s|$)(?=[{UPPER}\d]|$)|(?<=nhân dân )(?P<part>[QHPX])\.\s?(?=[{UPPER}\d])")
_TOWNS = {"TP": "thành phố", "TX": "thị xã", "Q": "quận", "H": "huyện", "P": "phường", "X": "xã"}
#: The same letters for an executive committee and for a command.
_COMMAND = re.compile(r"\bBan Chấp hành(?= (?:[Qq]uân sự|[Pp]hòng,? chống))")


def written_out(name: str) -> str:
    """A name in sentence case with the abbreviations that have one meaning written out; the others stay.

    >>> written_out("Sở GD & ĐT TP. Đà Nẵng"), written_out("BCH Đoàn TNCS HCM"), written_out("Công ty TNHH MTV")
    ('Sở Giáo dục và Đào tạo thành phố Đà Nẵng', 'Ban Chấp hành Đoàn Thanh niên Cộng sản Hồ Chí Minh', 'Công ty TNHH MTV')
    """
    name = _INITIALS.sub(lambda m: _in_full(m[0]), name)
    name = _TOWN.sub(lambda m: _TOWNS[(m["kind"] or m["part"]).upper()] + " ", name).rstrip()
    return _COMMAND.sub("Ban Chỉ huy", name)


def _in_full(initials: str) -> str:
    """All of it where the table knows the whole, else its parts from the last mark back."""
    known = _meaning(initials)
    cut = max(map(initials.rfind, _MARKS))
    if known or cut < 0:
        return known or initials
    before, after = initials[:cut], initials[cut + 1 :]
    left, right = before.rstrip(), after.lstrip()
    return _in_full(left) + before[len(left) :] + initials[cut] + after[: len(after) - len(right)] + (_meaning(right) or right)


def _meaning(initials: str) -> str | None:
    """Letters alone count: "GD & ĐT" and "GDĐT" are one."""
    found = find("abbreviations", "".join(_LETTERS.findall(initials)))
    return found[0].canonical if len(found) == 1 else None
