"""What stands before a cited number: the type of the document, or the name of the law.

"Quyết định số", "Nghị định của Chính phủ số", "Luật Khám bệnh, chữa bệnh số", "QĐ". Types are those of the lexicon `doc_types`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.text import fold

#: How far back a type and the name of a law may begin.
_BEFORE, _NAME = 90, 260

#: Words before a number that make it something else than a document: forms, codes, gazettes, standards. Exact, marks and
#: all: "Luật Điện lực số …" is no "phụ lục số …".
_NOT_DOCUMENTS = frozenset(("mẫu", "biểu", "bảng", "mã", "hiệu", "tcvn", "qcvn", "iso", "thoại", "fax", "lô", "thửa"))
_NOT_DOCUMENT_PAIRS = frozenset(("phụ lục", "công báo", "tài khoản", "hệ số", "tần số", "tỷ số"))
_SO = re.compile(r"(?<!\w)so\s{0,3}[:.]?\s{0,3}$")
_WORD = re.compile(r"\S+")
_OPENING = "(“\"'‘[*"


@dataclass(frozen=True, slots=True)
class DocumentType:
    name: str  #: "Chỉ thị"
    codes: frozenset[str]  #: "CT"; empty for a công văn
    system: str  #: state, normative, party, custom


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a number: `start` is where the mention begins."""

    start: int
    type: DocumentType | None
    said_so: bool  #: "số" stands before the number
    barred: bool = False  #: "Mẫu số 01/ABC": no document


@cache
def types_by_name() -> Mapping[str, DocumentType]:
    """Document types by folded name, and "văn bản", which stands for any."""
    types: dict[str, DocumentType] = {}
    for entry in lexicon.entries("doc_types"):
        long_names = [v for v in entry.variants if " " in v]
        codes = {entry.extra.get("code") or ""} | (set(entry.variants) - set(long_names))
        for name in (entry.canonical, *long_names):
            known = types.get(fold(name))
            types[fold(name)] = DocumentType(
                known.name if known else entry.canonical,
                frozenset(c for c in codes if c) | (known.codes if known else frozenset()),
                known.system if known else entry.extra.get("system") or "custom",
            )
    types.setdefault("van ban", DocumentType("Văn bản", frozenset(), "custom"))
    return types


@cache
def types_by_code() -> Mapping[str, DocumentType | None]:
    """Document types by code ("QĐ"); None where two types of the official lists share it."""
    types: dict[str, DocumentType | None] = {}
    for kind in sorted(types_by_name().values(), key=lambda t: t.system == "custom"):
        for code in kind.codes:
            if code not in types:
                types[code] = kind
    return types


@cache
def last_words() -> frozenset[str]:
    """The folded last words of type names ("thi", "dinh") and the codes in small letters: a cheap look before a costly one."""
    return frozenset(w for name in types_by_name() for w in [name.rpartition(" ")[2]]) | {fold(c) for c in types_by_code()}


def read_before(text: str, at: int, code: str | None, floor: int = 0) -> Before:
    """The type before the number at `at`, not looking back beyond `floor`.

    A type directly before the number (or before "số") is taken. With other words between ("Quyết định phê duyệt số",
    "Nghị định của Chính phủ số") only one whose code the number bears; a number without a type's code is a công văn's
    ("Công văn hỏa tốc số 45/UBND-NC"). `code` is the first group of the symbol, None where there is no symbol.
    """
    floor = max(floor, at - _BEFORE)
    window = fold(text[floor:at])
    so = _SO.search(window, max(0, len(window) - 10))
    end = so.start() if so else len(window)
    words = [(m.start(), m[0]) for m in _WORD.finditer(window, 0, end)]
    start = floor + so.start() if so else at
    if not words:
        return Before(start, None, bool(so))
    if _bars(text[floor + words[max(-2, -len(words))][0] : floor + end].lower()):
        return Before(start, None, bool(so), barred=True)
    found = _type_ending(words, text, floor)
    reach = 0 if found or not code else 12 if code in types_by_code() else 4 if so else 0
    for skipped in range(1, min(len(words), reach + 1)):
        if words[-skipped][1][-1] in ",;:.)”":
            break
        if words[-skipped - 1][1].lstrip(_OPENING) in last_words():
            found = _type_ending(words[: len(words) - skipped], text, floor, code or "")
            if found:
                break
    return Before(found[0] if found else start, found[1] if found else None, bool(so))


def _bars(before: str) -> bool:
    """Whether the last words before a number (or before its "số") say that it is no document's."""
    pair = before.strip(_OPENING + " ")
    return pair in _NOT_DOCUMENT_PAIRS or pair.rpartition(" ")[2].strip(_OPENING) in _NOT_DOCUMENTS


def _type_ending(words: list[tuple[int, str]], text: str, floor: int, code: str | None = None) -> tuple[int, DocumentType] | None:
    """Where a type that ends with the last of `words` begins, and the type; with a `code`, only one that bears it."""
    names = types_by_name()
    if words[-1][1].lstrip(_OPENING) not in last_words():
        return None
    for size in range(min(5, len(words)), 0, -1):
        start, first = words[-size]
        start += len(first) - len(first.lstrip(_OPENING))
        kind = names.get(" ".join(w for _, w in words[-size:]).lstrip(_OPENING))
        if kind is None and size == 1 and code is None:
            kind = types_by_code().get(text[floor + start : floor + words[-1][0] + len(words[-1][1])])  # "QĐ 950/QĐ-TTg"
        if kind and (code is None or code in kind.codes or (code not in types_by_code() and kind.name in _LETTERS)):
            return floor + start, kind
    return None


#: Types whose numbers bear no code of a type: "45/UBND-NC".
_LETTERS = frozenset({"Công văn", "Văn bản"})
_LAW = re.compile(r"(?<!\w)(?<!phap )(?:bo luat|luat|phap lenh|hien phap)(?!\w)")
_AMENDING = re.compile(r"(?<!\w)(?:luat|phap lenh) sua doi(?!\w)")
_LAW_NAMES = {"bo luat": "Bộ luật", "luat": "Luật", "phap lenh": "Pháp lệnh", "hien phap": "Hiến pháp"}


@dataclass(frozen=True, slots=True)
class Law:
    start: int
    type: str
    name: str | None  #: what stands between type and number: "Khám bệnh, chữa bệnh"


def law_before(text: str, at: int, floor: int = 0) -> Law | None:
    """The law whose number stands at `at`: "Luật Dược số 105/2016/QH13".

    Of "Luật sửa đổi, bổ sung một số điều của Luật Du lịch số …" the number is the amending law's.
    """
    floor = max(floor, at - _NAME)
    window = fold(text[floor:at])
    barrier = max(window.rfind(c) for c in ';:.()“”"')
    found = _AMENDING.search(window, barrier + 1) or _law_word(list(_LAW.finditer(window, barrier + 1)), text, floor)
    if not found:
        return None
    word = found[0].removesuffix(" sua doi")
    so = _SO.search(window)
    name = text[floor + found.start() + len(word) : floor + (so.start() if so else len(window))].strip(" ,")
    return Law(floor + found.start(), _LAW_NAMES[word], name or None)


def _law_word(words: list[re.Match[str]], text: str, floor: int) -> re.Match[str] | None:
    """The word that begins the name: the last with a capital, "Luật Luật sư" as one."""
    capital = [w for w in words if text[floor + w.start()].isupper()] or words
    if len(capital) > 1 and capital[-2].end() + 1 == capital[-1].start():
        return capital[-2]
    return capital[-1] if capital else None


def type_at(text: str, at: int) -> bool:
    """Whether the name of a document type begins at `at`, with a capital or before "số"."""
    words = fold(text[at : at + 40]).split()
    return any(" ".join(words[:n]) in types_by_name() for n in range(1, 5))
