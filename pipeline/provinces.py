"""The provinces before and since 1 July 2025, as texts name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.tables import Entry, entries, find, squeeze
from pipeline.text import UPPER, bare, fold


@dataclass(frozen=True, slots=True)
class Province:
    """A province at some time, and what it is part of since July 2025."""

    name: str  #: without "tỉnh" or "thành phố"
    kind: str  #: "tỉnh" or "thành phố"
    code: str | None  #: of the General Statistics Office, two digits
    successor: str | None  #: its name since 1 July 2025; None where an old province was divided between several

    @property
    def full(self) -> str:
        """As in the names of bodies: "tỉnh Yên Bái", "Thành phố Hồ Chí Minh" (Decree 30/2020/NĐ-CP, Appendix II)."""
        return f"Thành phố {self.name}" if self.name == "Hồ Chí Minh" else f"{self.kind} {self.name}"


_KIND = re.compile(r"\s*(?:tinh|thanh pho|t\s?\.?\s?p)(?![a-z0-9])[\s.:]*")


@cache
def _provinces() -> dict[str, Province]:
    return {entry.id: _province(entry) for entry in entries("provinces")}


def _province(entry: Entry) -> Province:
    return Province(entry.canonical, entry.extra["kind"], entry.extra["code"] or None, entry.extra["successor"] or None)


def _named(table: str, text: str) -> tuple[Entry, ...]:
    found = find(table, text)
    if found:
        return found
    kind = _KIND.match(fold(text[:60]))
    return find(table, text[kind.end() :]) if kind else ()


def province_of(text: str, on: str | None = None) -> Province | None:
    """The province that `text` names: "tỉnh Yên Bái", "YÊN BÁI", "TP. Hồ Chí Minh"; None for anything else.

    Of rows with one name, the one valid on the date `on`. A name not in use on that day still counts, for old names live
    on in letterheads: then, and without a date, it is the latest row. A town is no province: see `province_of_capital`.

    >>> province_of("TỈNH YÊN BÁI")
    Province(name='Yên Bái', kind='tỉnh', code='15', successor='Lào Cai')
    """
    found = _named("provinces", text)
    if not found:
        return None
    valid = [entry for entry in found if entry.valid(on)] or found
    named = squeeze(text)  # "Thừa Thiên Huế" is the old province's own name, and a variant of the city that followed it
    best = max(valid, key=lambda e: (squeeze(e.canonical) in named, len(e.canonical), e.valid_to or "9999", e.valid_from or ""))
    return _provinces()[best.id]


def province_of_capital(text: str, on: str | None = None) -> Province | None:
    """The province of a town that stands in a date line in its place: "Đà Lạt", "TP. Vinh". From July 2025 the merged one."""
    found = _named("province_capitals", text)
    if not found:
        return None
    province = province_of(found[0].extra["province"], on)
    if on and on >= "2025-07" and province and province.successor:
        return province_of(province.successor, on)
    return province


# --- in running text --------------------------------------------------------------------------------------------------

#: What stands before a name when it is a person's ("Nguyễn Thị Hà Giang"), the commonest surnames and middle names; or the Pacific's.
_SURNAME = re.compile(r"\b(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Lý|Thị|Văn|Trịnh|Đinh|Thái)\s{1,3}$", re.I)
_KIND_BEFORE = re.compile(r"(?:\btỉnh|\bthành phố|\btp\.?|\bt\.p\.?)\s{0,3}$", re.I)
#: Names that go on into another one: "Thái Bình Dương" is an ocean.
_GOES_ON = {"thai binh": re.compile(r"\s{1,3}d[uư]ơng", re.I)}
_LONGEST = 40  # characters of a name, with its spaces
_CAPITAL = re.compile(rf"(?<![^\W_])[{UPPER}][^\W\d_]{{0,8}}")


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    """The names and their variants, without marks, by their first word in small letters."""
    out: dict[str, tuple[str, ...]] = {}
    for form in dict.fromkeys(bare(form) for entry in entries("provinces") for form in (entry.canonical, *entry.variants)):
        first = re.split(r"\W", form, maxsplit=1)[0].lower()
        out[first] = (*out.get(first, ()), form)
    return out


@cache
def _beginning(first: str) -> re.Pattern[str]:
    """The names that begin with this word, longest first, each with capital initials or all in capitals."""
    both = [form for name in sorted(_by_first()[first], key=len, reverse=True) for form in dict.fromkeys((name, name.upper()))]
    spaced = [[r"\s{1,3}".join(map(re.escape, part.split())) for part in form.split("-")] for form in both]
    alternatives = "|".join(r"\s{0,3}-\s{0,3}".join(parts) for parts in spaced)
    return re.compile(rf"(?:{alternatives})\b")


@cache
def _forms() -> frozenset[str]:
    """All names and variants, squeezed, with their marks."""
    return frozenset(squeeze(form) for entry in entries("provinces") for form in (entry.canonical, *entry.variants))


def find_provinces_in(text: str, on: str | None = None) -> list[tuple[int, int, Province]]:
    """`(start, end, province)` of the provinces named in running `text`, in order; `text[start:end]` is the name alone.

    Names have capital initials. Not found: persons' names ("Nguyễn Thị Hà Giang"), Hồ Chí Minh without "thành phố" before it,
    names with wrong marks ("Hai Phòng") unless "tỉnh" or "thành phố" stands before them.
    """
    out: list[tuple[int, int, Province]] = []
    done = 0
    for word in _CAPITAL.finditer(text):
        first = fold(word[0])
        if word.start() < done or first not in _by_first():
            continue
        found = _beginning(first).match(bare(text[word.start() : word.start() + _LONGEST]))
        province = _read(text, word.start(), word.start() + found.end(), on) if found else None
        if found and province:
            done = word.start() + found.end()
            out.append((word.start(), done, province))
    return out


def _read(text: str, start: int, end: int, on: str | None) -> Province | None:
    return province_of(text[start:end], on) if _is_province(text, start, end) else None


def _is_province(text: str, start: int, end: int) -> bool:
    name, before = squeeze(text[start:end]), text[max(start - 14, 0) : start]
    plain = fold(text[start:end])
    if plain in _GOES_ON and _GOES_ON[plain].match(text, end):
        return False
    if _KIND_BEFORE.search(before):
        return True
    if fold(name) in ("hochiminh", "hcm"):
        return False
    marks_fit = name == fold(name) or name in _forms() or _old_style(name) in _forms()
    return marks_fit and not _SURNAME.search(before)


def _old_style(name: str) -> str:
    """The tone mark where the names in the table have it: "hoà", "hoá" to "hòa", "hóa"."""
    return name.replace("oà", "òa").replace("oá", "óa")
