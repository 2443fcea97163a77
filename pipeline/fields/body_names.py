"""Names of bodies as printed in letterheads -> as written in running text, with their province (Decree 30/2020/NĐ-CP, Appendix II)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pipeline import lexicon
from pipeline.abbreviations import written_out
from pipeline.lexicon import Province
from pipeline.text import fold, is_capitals
from pipeline.values import Organisation

#: "Tỉnh ủy Hậu Giang", "Thành ủy Hà Nội": the kind is in the name already (Guideline 36-HD/VPTW, 2018).
NAMED_WITHOUT_KIND = frozenset(
    {
        "tinh uy",
        "thanh uy",
        "ban thuong vu tinh uy",
        "ban thuong vu thanh uy",
        "van phong tinh uy",
        "van phong thanh uy",
        "huyen uy",
        "quan uy",
        "thi uy",
    }
)


def spell_out(text: str) -> str:
    """A printed name in sentence case, customary abbreviations written out: "UBND TỈNH …" -> "Ủy ban nhân dân tỉnh …".

    >>> spell_out("SỞ GD&ĐT TP. ĐÀ NẴNG"), spell_out("ĐOÀN TNCS HỒ CHÍ MINH")
    ('Sở Giáo dục và Đào tạo thành phố Đà Nẵng', 'Đoàn Thanh niên Cộng sản Hồ Chí Minh')
    """
    text = _without_specks(re.sub(r"^[\W_]+|[^\w)]+$|_+$", "", text))
    name = lexicon.sentence_case(text) if is_capitals(text) else re.sub(r"\s+", " ", text)
    name = written_out(name)
    return re.sub(r"\s*[-–]\s+|\s+[-–]\s*", " - ", name).replace("Uỷ ban", "Ủy ban")


def _without_specks(text: str) -> str:
    """A comma or point that stands in a province's name is none: "UBND TỈNH KIÊN, GIANG"."""
    if not re.search(r"\w[,.;'`] ", text) or lexicon.find_provinces_in(lexicon.sentence_case(text)):
        return text
    plain = re.sub(r"(?<=\w)[,.;'`](?= )", "", text)
    return plain if lexicon.find_provinces_in(lexicon.sentence_case(plain)) else text


def mended(name: str) -> str:
    """A printed name with the marks of the body that the lexicon knows by its letters: "Sở Y Tẻ" -> "Sở Y tế"; else as it is."""
    out = " - ".join(_mended_part(part) for part in name.split(" - "))
    for start, _, _ in lexicon.find_provinces_in(out)[-1:]:
        before = out[:start].rstrip()
        if fold(before).endswith(" tinh") and not before.endswith("tỉnh"):
            out = f"{before[:-4]}tỉnh {out[start:]}"
    return out


def _mended_part(name: str) -> str:
    words = name.split()
    for n in range(min(len(words), _WORDS_OF_BODY), 1, -1):
        head = " ".join(words[:n])
        known = {e.canonical for e in lexicon.find("bodies", head)}
        if any(_spelling(k) == _spelling(head) for k in known):
            return name
        if len(known) == 1 and all(fold(lexicon.squeeze(k)) == fold(lexicon.squeeze(head)) for k in known):
            return " ".join([*known, *words[n:]])
    return name


_WORDS_OF_BODY = 10
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"


def _spelling(text: str) -> tuple[str, list[str]]:
    """Letters and tones apart: the same for "hoá" and "hóa", which differ only in where the tone stands."""
    marked = unicodedata.normalize("NFD", lexicon.squeeze(text))
    return "".join(c for c in marked if c not in _TONE_MARKS), [c for c in marked if c in _TONE_MARKS]


def organisation(name: str, province: Province | None) -> Organisation:
    """With the province: named in the text, or added where the body is one of a province by its kind ("Sở …")."""
    named = lexicon.find_provinces_in(name)
    if province and _ENDS_IN_LEVEL.search(name):
        name = f"{name} {province.name}"
    elif named:
        province = named[-1][2]
        name = _with_kind(name, named[-1])
    elif province and (is_provincial(name) or fold(name) in NAMED_WITHOUT_KIND):
        name = f"{name} {province.name if fold(name) in NAMED_WITHOUT_KIND else province.full}"
    elif _is_central(name) or _OF_VIETNAM.search(name):
        return Organisation(name)
    if province is None:
        return Organisation(name)
    return Organisation(name, province.name, province.code, province.successor or province.name)


#: "Tập đoàn Điện lực Việt Nam", "Liên minh Hợp tác xã Việt Nam": of the whole country, wherever it sits.
_OF_VIETNAM = re.compile(r" Việt Nam$")
#: "BỆNH VIỆN ĐA KHOA TỈNH": the name of the province goes on where the letterhead leaves it to the reader.
_ENDS_IN_LEVEL = re.compile(r"\stỉnh$")


def _with_kind(name: str, mention: tuple[int, int, Province]) -> str:
    """ "Sở Y tế Kiên Giang" -> "Sở Y tế tỉnh Kiên Giang"; names of companies and towns are left alone."""
    start, end, province = mention
    before = fold(name[:start]).rstrip()
    if (
        not is_provincial(name)
        or end != len(name)
        or before.endswith(("tinh", "thanh pho", "huyen", "xa", "quan", "phuong", "thi tran", "tp."))
    ):
        return name
    return f"{name[:start]}{province.full}"


@cache
def _levels() -> tuple[tuple[str, str], ...]:
    """What the names of bodies begin with, folded, and the level of each."""
    return tuple((fold(entry.canonical) + " ", entry.extra["level"]) for entry in lexicon.entries("body_heads"))


def level_of(name: str) -> str | None:
    folded = fold(name)
    return next((level for head, level in _levels() if folded.startswith(head)), None)


def is_provincial(name: str) -> bool:
    if fold(name).startswith(("thanh tra chinh phu", "cong doan co so", "cong doan cong ty", "thanh tra bo")):
        return False
    return level_of(name) == "yes" or fold(name) in ("uy ban nhan dan", "hoi dong nhan dan", "ban dan toc", "ban thi dua - khen thuong")


def _is_central(name: str) -> bool:
    entries = lexicon.find("bodies", name)
    return bool(entries) and all(e.extra.get("level") in ("central", "ministry") for e in entries)
