"""Which body speaks in a document without a letterhead: what the symbol, the text and the signer say, weighed.

A vote is a stretch of the source and a weight. The weights are judgements: a symbol names the body outright, a sentence
in which a body announces or orders something names it nearly so, a passing mention says little.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.lexicon import Entry, Province
from pipeline.number_row import type_codes
from pipeline.persons import AUTHORITY
from pipeline.segment import Layout
from pipeline.text import UPPER, Span, fold
from pipeline.values import Number

_ENOUGH = 2.5
#: Evidence shown for a conclusion: the weightiest few, not every mention.
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Vote:
    weight: float
    spans: tuple[Span, ...]


#: Organs that many bodies have: they sign and meet, but a body issues.
_ORGANS = frozenset(
    {"ban thuong vu", "ban chap hanh", "van phong", "thuong truc", "dang uy", "hoi dong thi dua - khen thuong", "cong doan"}
)
_LEVEL = re.compile(r"\s+(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)$")


def infer_body(layout: Layout, number: Number | None, place: str | None, issued: str | None) -> tuple[str, list[Vote], str] | None:
    """(name without its place, votes shown, level in the lexicon of bodies), or None when nothing is sure enough.

    Bodies of one kind vote together: "UBND huyện" and "UBND" are both "Ủy ban nhân dân".
    """
    votes: dict[str, list[Vote]] = defaultdict(list)
    entries: dict[str, Entry] = {}
    for entry, vote in (
        *_authority_votes(layout, issued),
        *_symbol_votes(layout, number, issued),
        *_mention_votes(layout, issued),
        *_signer_votes(layout, issued),
    ):
        name = _LEVEL.sub("", entry.canonical)
        if fold(name) not in _ORGANS and " " in name.replace("Công ty", "Côngty").replace("Bệnh viện", "Bệnhviện"):
            votes[name].append(vote)
            entries.setdefault(name, entry)
    if not votes:
        return None
    level = _level_hint(layout)
    score = {name: _total(vs) + (1.0 if level and fold(name).startswith(level) else 0.0) for name, vs in votes.items()}
    for name in score:  # the centre's bodies sit in Hà Nội; a tie between "BHXH Việt Nam" and "BHXH tỉnh" ends there
        central = entries[name].extra.get("level") in ("central", "ministry")
        score[name] += 0.5 if place and central == (fold(place) == "ha noi") else 0.0
    best = max(score, key=lambda name: (score[name], name))
    if score[best] < _ENOUGH:
        return None
    shown = sorted(votes[best], key=lambda v: -v.weight)[:_SHOWN]
    whole = fold(best).endswith(("trung uong", "bo chinh tri", "ban bi thu", "viet nam"))
    return best, shown, "central" if whole else entries[best].extra.get("level", "")


def _total(votes: list[Vote]) -> float:
    """Mentions of one weight count for less and less: twenty passing ones do not outweigh a symbol."""
    by_weight: Counter[float] = Counter(v.weight for v in votes)
    return sum(w * min(n, 3) if w < 1 else w * min(n, 2) for w, n in by_weight.items())


_HOUSE_HEADS = re.compile(rf"(?:ãnh đạo|huộc|ăn phòng|iám đốc|đơn vị) (Sở|Bộ|Cục)\b(?! [{UPPER}])")


def _level_hint(layout: Layout) -> str | None:
    """ "Lãnh đạo Sở", "trực thuộc Sở", "Văn phòng Sở": the house style of a department speaking of itself."""
    counts = Counter(_HOUSE_HEADS.findall(layout.flow.text))
    return fold(counts.most_common(1)[0][0]) + " " if counts else None


def _authority_votes(layout: Layout, issued: str | None) -> Iterator[tuple[Entry, Vote]]:
    """ "GIÁM ĐỐC SỞ NỘI VỤ" above the legal basis of a decision."""
    rows = layout.head.authority
    if not rows:
        return
    text = " ".join(r.text for r in rows)
    words = text.split()
    for i in range(min(5, len(words))):
        for entry in lexicon.find("bodies", _without_province(" ".join(words[i:])), issued):
            yield entry, Vote(5.0, tuple(s for r in rows for s in layout.text.pieces(r.start, r.end)))
            return


def _without_province(text: str) -> str:
    found = lexicon.find_provinces_in(lexicon.sentence_case(text))
    if not found:
        return text
    return re.sub(r"\s+(?:TỈNH|THÀNH PHỐ|tỉnh|thành phố)\s*$", "", text[: found[-1][0]].rstrip()) or text


def _symbol_votes(layout: Layout, number: Number | None, issued: str | None) -> Iterator[tuple[Entry, Vote]]:
    row = layout.head.number
    if number is None or not number.notation or row is None:
        return
    spans = layout.text.pieces(row.start, row.end)
    groups = [g for g in re.split(r"[-/]", number.notation) if g]
    typed = len(groups) > 1 and (
        groups[0] in type_codes() or not lexicon.bodies_of_symbol(groups[0], issued)
    )  # "PĐ-SKHCN": a type of their own
    for i, group in enumerate(groups[1:] if typed else groups[:1]):
        for entry in lexicon.bodies_of_symbol(group, issued):
            loose = not group.upper().startswith(_initials(entry.canonical)[:1])
            yield entry, Vote(2.0 if loose or i else 3.0, spans)


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.split()).upper()


# --- mentions in the body ---------------------------------------------------------------------------------------------


@cache
def _names() -> dict[str, dict[str, tuple[Entry, ...]]]:
    """Bodies by their first word as written, then by all their words in lower case."""
    out: dict[str, dict[str, tuple[Entry, ...]]] = {}
    for entry in lexicon.entries("bodies"):
        for name in (entry.canonical, *entry.variants):
            if " " in name:
                held = out.setdefault(name.split(" ", 1)[0], {})
                key = _mention_key(name)
                held[key] = (*held.get(key, ()), entry)
    return out


@cache
def _second_words() -> dict[str, frozenset[str]]:
    return {first: frozenset(key.split(" ")[1] for key in names) for first, names in _names().items()}


@cache
def _lengths() -> dict[str, list[int]]:
    """How long the names are that begin with a word, the longest first; names of more than twelve words are not looked for."""
    return {first: sorted({len(n) for n in names if n.count(" ") < 12}, reverse=True) for first, names in _names().items()}


def _mention_key(text: str) -> str:
    """Lower case and one way to write ủy; the length is kept."""
    return text.lower().replace("uỷ", "ủy")


@cache
def _head() -> re.Pattern[str]:
    """The first word of a body's name, with a word behind it. Without "\\b" in front `re` skips to the first letters."""
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, _names()), key=len, reverse=True))})(?= \w)")


_SPEAKS = re.compile(
    rf"\s*(?:\([^)]{{1,30}}\)\s*)?(?:(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?:\s[{UPPER}]\w*){{0,4}}\s+"
    rf"|[{UPPER}]\w*(?:\s[{UPPER}]\w*){{0,3}}\s+)?"
    r"(?:ban hành|xây dựng|phát động|thông báo|yêu cầu|đề nghị|tổ chức|triển khai|trân trọng|kính mời|kính đề nghị|báo cáo"
    r"|hướng dẫn|có ý kiến|chỉ đạo|quyết định|nhận được|thống nhất|kêu gọi|giao)\b"
)
_CLOSES = re.compile(r"\s*(?:\./\.|\.\s*/|\.\s*$|$)")
_OF_OTHER = re.compile(r"(?:\d{4}|/\d{4}|[A-ZĐ])\s+(?:của|do)\s*(?:Giám đốc |Chủ tịch |Bộ trưởng )?$")
_INNER = ("Phòng ", "Văn phòng ", "Thanh tra ")  #: offices within a body; they issue when the symbol or the signer says so
_OBJECT = ("của", "với", "và", "về", "gửi", "cho")  #: before a body that somebody else speaks of
_MOST = 400  #: mentions looked at in one document


def _mention_votes(layout: Layout, issued: str | None) -> Iterator[tuple[Entry, Vote]]:
    text = layout.flow.text
    for n, m in enumerate(_head().finditer(text)):
        if n >= _MOST:
            return
        if m.start() and text[m.start() - 1].isalnum():
            continue
        found = _longest_body(text, m.start(), issued)
        if found is None:
            continue
        entries, end = found
        before, after = text[max(0, m.start() - 40) : m.start()], text[end : end + 60]
        if _OF_OTHER.search(before) or text.startswith(_INNER, m.start()):
            continue
        announces = _SPEAKS.match(after) and not before.rstrip().endswith(_OBJECT)
        closes = _CLOSES.match(after) and before.rstrip().endswith("của")
        weight = 2.0 if announces or closes else 0.3
        spans = layout.flow.pieces(m.start(), end)
        for entry in entries:
            yield entry, Vote(weight, spans)


_BEHIND_NAME = frozenset([*" ,;.:)", ""])
_SECOND_WORD = re.compile(r"\S+ ([^\s,;.:)]+)")


def _longest_body(text: str, start: int, issued: str | None) -> tuple[tuple[Entry, ...], int] | None:
    """The longest name in the lexicon of bodies that begins here, within its paragraph."""
    clause = _mention_key(text[start : start + 90].split("\n", 1)[0])
    first = text[start : start + clause.find(" ")]
    second = _SECOND_WORD.match(clause)
    if not second or second[1] not in _second_words()[first]:
        return None
    names = _names()[first]
    for end in _lengths()[first]:
        named = names.get(clause[:end]) if end <= len(clause) and clause[end : end + 1] in _BEHIND_NAME else None
        if named and (entries := tuple(e for e in named if e.valid(issued))):
            return entries, start + end
    return None


def _signer_votes(layout: Layout, issued: str | None) -> Iterator[tuple[Entry, Vote]]:
    """ "TM. ỦY BAN NHÂN DÂN" names the body; "GIÁM ĐỐC SỞ Y TẾ" too; who signs by order names only his own office."""
    if any(row.text.startswith(("TL", "TUQ")) for row in layout.foot.signature):
        return
    for row in layout.foot.signature:
        m = AUTHORITY.match(row.text)
        words = row.text[m.end() if m else 0 :].split()
        for i in range(min(4, len(words))):
            name = _without_province(" ".join(words[i:]))
            found = lexicon.find("bodies", name, issued) if len(name) > 4 else ()
            if found:
                for entry in found:
                    yield entry, Vote(4.0 if m and not i else 3.0, layout.text.pieces(row.start, row.end))
                break


# --- province ---------------------------------------------------------------------------------------------------------

_OWN_PROVINCE = re.compile(
    r"(?:(?:Sở|Cục|Ban|Công an|Bảo hiểm xã hội|Bệnh viện|Liên đoàn)\s[^.;:()\n]{1,34}"
    r"|tỉnh|thành phố|Tỉnh ủy|Thành ủy|Đảng bộ tỉnh|UBND tỉnh|HĐND tỉnh|nhân dân tỉnh|TP\.?)\s*$"
)


def infer_province(layout: Layout, issued: str | None) -> tuple[Province, Vote] | None:
    """The province that the text speaks of as its own: "tỉnh Yên Bái", "Tỉnh ủy Yên Bái", by far the most often."""
    text = layout.flow.text
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    provinces: dict[str, Province] = {}
    for start, end, province in lexicon.find_provinces_in(text[:60_000]):
        if _OWN_PROVINCE.search(text[max(0, start - 40) : start]):
            seen[province.name].append((start, end))
            provinces[province.name] = province
    ranked = sorted(seen, key=lambda p: -len(seen[p]))
    if not ranked or (len(ranked) > 1 and len(seen[ranked[0]]) < 2 * len(seen[ranked[1]])):
        return None
    first = seen[ranked[0]][:2]
    known = lexicon.province_of(ranked[0], issued) or provinces[ranked[0]]
    return known, Vote(1.0, tuple(s for a, b in first for s in layout.flow.pieces(a, b)))


#: Kinds of places below the province, as they stand before the place's name.
_LOCAL = r"(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)"


_OWN_LEVEL = re.compile(rf"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|địa bàn|toàn) ({_LOCAL})\b(?!\s[{UPPER}])")


def infer_locality(layout: Layout, place: str) -> tuple[str, Vote] | None:
    """ "huyện Krông Bông" where the date line says "Krông Bông": the kind that the text gives the place, or itself, most often."""
    for pattern, enough in ((re.compile(rf"({_LOCAL}) {re.escape(place)}(?!\s[{UPPER}])"), 1), (_OWN_LEVEL, 2)):
        found = list(pattern.finditer(layout.flow.text))
        if len(found) < enough:
            continue
        kind = Counter(m[1] for m in found).most_common(1)[0][0]
        first = next(m for m in found if m[1] == kind)
        return f"{kind} {place}", Vote(1.0, layout.flow.pieces(first.start(), first.end()))
    return None


def proper_name(layout: Layout, name: str) -> tuple[str, Vote] | None:
    """ "Công ty Điện lực Cà Mau" for the kind "Công ty Điện lực": how the text goes on most often with capitals."""
    found = list(
        re.finditer(
            rf"{re.escape(name)}(?:\s(?:[{UPPER}]\w*|và|-(?=\s[{UPPER}])|tỉnh|huyện|thành phố|quận))*\s[{UPPER}]\w*", layout.flow.text
        )
    )
    if not found:
        return None
    full = Counter(m[0] for m in found).most_common(1)[0][0]
    first = next(m for m in found if m[0] == full)
    return full, Vote(1.0, layout.flow.pieces(first.start(), first.end()))
