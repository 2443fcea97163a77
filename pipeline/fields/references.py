"""The other documents that a document cites by their number: căn cứ, lists, later short mentions.

A mention is a number in the grammar of `notation` with the parts that `cited_type` and `cited_details` read round it.
Mentions of one number become one reference; short ones ("Chỉ thị 05") join the document they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.fields.cited_details import read_after
from pipeline.fields.cited_type import Before, DocumentType, Law, last_words, law_before, read_before, types_by_code, types_by_name
from pipeline.fields.notation import normalise_number, number_key, number_pattern, split_number
from pipeline.found import Found
from pipeline.text import Passage, Span, fold
from pipeline.values import Number, Reference

#: Confidence of mentions that lack something a citation has; without any of these the rule's own precision holds.
_MISPRINT, _NO_TYPE, _NO_SYMBOL = 0.7, 0.6, 0.5
_LETTERHEAD, _SHORT = "letterhead", "short"


@dataclass(frozen=True, slots=True)
class _Mention:
    key: str  #: of the number; of a short mention type and number
    rule: str
    value: Reference
    spans: tuple[Span, ...]
    confidence: float | None = None
    type: DocumentType | None = None
    tail: str = ""  #: last group of the symbol, "CP": the same body's in a list
    last: int = 0  #: where its issuer and title end in the passage
    listed: bool = False  #: nothing but "và", a comma or "số" parts it from the mention before
    same_date: bool = False  #: "… và số 02/NQ-CP cùng ngày 01/01/2021"


def extract_references(passages: Iterable[Passage], own: Number | None = None) -> list[Found[Reference]]:
    """Every other document cited with its number, once each, in the order of first mention.

    `passages` are the whole document's, in reading order; `own` is its number, which is left out (without it the first
    line "Số: …" tells). The first value given for each part holds; every mention is evidence. Source: the guideline on
    references, and Decree 30/2020/NĐ-CP, Appendix I, on first and later citations.
    """
    own_key = number_key(own.number, own.notation) if own and own.number else None
    cited: dict[str, list[_Mention]] = {}
    short: list[_Mention] = []
    for passage in passages:
        for mention in _mentions(passage):
            if mention.rule == _LETTERHEAD:
                own_key = own_key or mention.key
            elif mention.rule == _SHORT:
                short.append(mention)
            else:
                cited.setdefault(mention.key, []).append(mention)
    if own_key:
        cited.pop(own_key, None)
    _join_short(cited, short, own_key)
    return [_merged(mentions) for mentions in cited.values()]


# --- the mentions of a passage ----------------------------------------------------------------------------------------

_DIGIT = re.compile(r"\d")
_GROUPS = re.compile(r"[-–/.]+")
_LIST_GAP = re.compile(r"\s{0,3}(?:[,;]|,?\s{0,2}(?:va|hoac|cung|den|&))?\s{1,3}(?:(?:cac\s)?so\s{0,2}:?\s{0,2})?|[,;]")
_LAW_SYMBOL = re.compile(r"(?:^|[-/])(?:UBTVQH|QH|HĐNN|HDNN)\d{1,2}$|^LCT/|^PL-")


def _mentions(passage: Passage) -> list[_Mention]:
    text = passage.text
    out: list[_Mention] = []
    if not _DIGIT.search(text):
        return out
    floor, before = 0, None
    for found in number_pattern().finditer(text):
        if not _may_begin(text, found.start()):
            continue
        mention = _short_mention(passage, found, floor) if found["short"] is not None else _full_mention(passage, found, floor, before)
        if mention:
            out.append(mention)
            floor, before = found.end(), mention if mention.rule not in (_SHORT, _LETTERHEAD) else None
    return _share_in_lists(out)


def _may_begin(text: str, at: int) -> bool:
    """Whether a number can begin at `at`: not within a word, a date, a range, a standard ("TCVN 7303-2:2009/BYT")."""
    before = text[at - 1] if at else " "
    return not (before.isalnum() or before in ".,/-–_:") or (before == ":" and fold(text[max(0, at - 3) : at]) == "so:")


def _full_mention(passage: Passage, found: re.Match[str], floor: int, last: _Mention | None) -> _Mention | None:
    number = split_number(found)
    if number is None or number.notation is None:
        return None
    text, at = passage.text, found.start()
    key = number_key(number.number, number.notation)
    groups = _GROUPS.split(number.notation.removeprefix(f"{found['year']}/"))
    before = read_before(text, at, groups[0], floor)
    law = law_before(text, at, floor) if _LAW_SYMBOL.search(number.notation) and not _stands_for_itself(before) else None
    if before.barred:
        return None
    if not before.type and not law and _is_letterhead(text, before, found.end()):
        return _Mention(key, _LETTERHEAD, Reference(None, "", None, None, None), passage.match(found))
    start = law.start if law else before.start
    listed = last is not None and bool(_LIST_GAP.fullmatch(fold(text[last.last : max(start, last.last)] or " ")))
    kind = types_by_name().get(fold(law.type)) if law else before.type or _inherited_type(groups, last if listed else None, found)
    loose = kind is None and not _is_firm(groups, found)
    if loose and not _stands_dated(text, found, groups):
        return None
    after = read_after(text, found.end())
    if loose and not after.date:
        return None
    name = law.type if law else _type_name(kind, groups)
    return _Mention(
        key,
        f"references.{_manner(law, listed and not before.type, found)}",
        Reference(name, normalise_number(found[0]), after.date, after.issuer, (law.name if law else None) or after.title),
        passage.at(start, after.end),
        _confidence(found, law is not None or before.type is not None or listed),
        kind,
        groups[-1],
        after.last,
        listed,
        bool(_SAME_DATE.match(text, found.end())),
    )


_SAME_DATE = re.compile(r",?\s{1,3}(?:đều\s|ban hành\s)?cùng ngày\s")


def _stands_for_itself(before: Before) -> bool:
    """Whether the type before a law's number is no part of a law's name: "Nghị quyết số …/QH15", but "Luật Quy hoạch số …/QH14"."""
    return before.type is not None and before.type.name in ("Nghị quyết", "Nghị quyết liên tịch", "Lệnh", "Kết luận", "Báo cáo", "Tờ trình")


_CITED_ON = re.compile(r"\s*,?\s*(?:ngày|của|về)\s", re.IGNORECASE)


def _is_letterhead(text: str, before: Before, end: int) -> bool:
    """ "Số: 27/KH-SYT" without a type: the number of this document, or of one attached to it."""
    if not before.said_so:
        return False
    return ":" in text[before.start : end] or (before.start == 0 and len(text) - end < 60 and not _CITED_ON.match(text, end))


def _inherited_type(groups: list[str], last: _Mention | None, found: re.Match[str]) -> DocumentType | None:
    """The type of a number without one: of the list it stands in, else what its code says."""
    by_code = types_by_code().get(groups[0])
    if last and last.type and (groups[0] in last.type.codes or (by_code is None and len(groups) > 1)):
        return last.type
    firm = bool(found["year"] or len(groups) > 1) and not found["spaced"]
    if not firm or by_code is None or by_code.system == "custom" or (found["party"] and by_code.name == "Quyết định"):
        return None  # a Party QĐ is a decision or a regulation
    return by_code


def _is_firm(groups: list[str], found: re.Match[str]) -> bool:
    """Whether a number without any type is a document's all the same: "178-QĐ/TW", "57/2014/QH13"."""
    if found["party"]:
        return len(groups) > 1 and groups[0] in types_by_code()
    return bool(found["year"] and _LAW_SYMBOL.search(groups[-1]))


_OPENS_LIST = re.compile(r"(?:^|[:;,(]|(?:^|\s)và)\s{0,3}$")
_DATED = re.compile(r"\s*,?\s*ngày\s")


def _stands_dated(text: str, found: re.Match[str], groups: list[str]) -> bool:
    """Whether a number in a list is a letter's, though no type is named: "Văn bản liên quan: 5963/EVN-TCNS ngày 11/10/2022"."""
    if len(groups) < 2 or found["spaced"] or found["party"] or not all(group.isupper() and len(group) > 1 for group in groups):
        return False
    return _OPENS_LIST.search(text, max(0, found.start() - 8), found.start()) is not None and _DATED.match(text, found.end()) is not None


def _type_name(kind: DocumentType | None, groups: list[str]) -> str | None:
    """The type as cited; the code speaks where the words are loose ("văn bản số 12/QĐ-SYT", "đề nghị số 5/TTr-SNV")."""
    by_code = types_by_code().get(groups[0])
    if kind and kind.system == "custom" and by_code and by_code.system != "custom" and groups[0] not in kind.codes:
        return by_code.name
    return kind.name if kind else None


def _manner(law: Law | None, inherited: bool, found: re.Match[str]) -> str:
    if law:
        return "law"
    if inherited:
        return "list"
    return "party" if found["party"] or found["spaced"] else "number"


def _confidence(found: re.Match[str], typed: bool) -> float | None:
    if found["state"] and re.search("[-–]", found["state"]):
        return _MISPRINT
    return None if typed else _NO_TYPE


def _share_in_lists(mentions: list[_Mention]) -> list[_Mention]:
    """What the last of a list says for all: "… số 01/NQ-CP và số 02/NQ-CP của Chính phủ", "cùng ngày …".

    An issuer only where the symbols end alike, a date only where "cùng" says so.
    """
    for i in range(len(mentions) - 1, 0, -1):
        here, above = mentions[i], mentions[i - 1]
        if not here.listed:
            continue
        value = above.value
        if here.tail == above.tail and not value.issuer:
            value = replace(value, issuer=here.value.issuer)
        if here.same_date and not value.date:
            value = replace(value, date=here.value.date)
        mentions[i - 1] = replace(above, value=value, same_date=here.same_date)
    return mentions


# --- short mentions ---------------------------------------------------------------------------------------------------

#: What makes bare digits a quantity: "Kế hoạch 5 năm", "Báo cáo 6 tháng".
_QUANTITY = re.compile(
    r"\s{0,2}(?:năm|tháng|ngày\s(?!\d)|tuần|quý|tuổi|người|triệu|tỷ|giờ|điều|khoản|nhóm|nội|nhiệm|phần|mục|cấp|bước|đơn|trường|[-–]\s?\d)"
)
_NORMATIVE = frozenset({"Nghị định", "Thông tư", "Thông tư liên tịch"})


def _short_mention(passage: Passage, found: re.Match[str], floor: int) -> _Mention | None:
    """A type with a bare number: "Chỉ thị 05", "Nghị định 91/2017", "Công văn số 1234 ngày 05/3/2020"."""
    text, at = passage.text, found.start()
    if at < 3 or text[at - 1] not in " :":
        return None
    word = fold(text[max(0, at - 12) : at]).rstrip(" :").rpartition(" ")[2]
    if (word != "so" and word not in last_words()) or _QUANTITY.match(text, found.end()):
        return None
    before = read_before(text, at, None, floor)
    if not before.type or before.barred or before.type.system == "custom":
        return None
    after = read_after(text, found.end())
    number = found[0]
    sure = before.said_so and bool(after.date or after.issuer)
    if found["short_year"]:
        sure = before.type.name in _NORMATIVE and (before.said_so or int(re.sub(r"\D", "", found["number"])) > 12)
    value = Reference(before.type.name, number, after.date, after.issuer, after.title)
    spans = passage.at(before.start, after.end)
    return _Mention(number_key(number, None), _SHORT, value, spans, _NO_SYMBOL if sure else None)


def _join_short(cited: dict[str, list[_Mention]], short: list[_Mention], own_key: str | None) -> None:
    """Add each short mention to the one document it can mean; one that nothing matches stays only if it says enough."""
    if not short:
        return
    meant: dict[tuple[str | None, str], list[str]] = {}
    for key, mentions in cited.items():
        number, _, rest = key.partition("-")
        kinds = {m.value.type for m in mentions}
        for name in kinds:
            meant.setdefault((name, number), []).append(key)
            if rest[:4].isdigit():
                meant.setdefault((name, f"{number}/{rest[:4]}"), []).append(key)
    for mention in short:
        keys = meant.get((mention.value.type, mention.key), [])
        if len(keys) == 1:
            cited[keys[0]].append(mention)
        elif not keys and mention.confidence and not (own_key and own_key.startswith(f"{mention.key.partition('/')[0]}-")):
            cited.setdefault(f"{mention.value.type} {mention.key}", []).append(replace(mention, rule="references.number"))


# --- one document -----------------------------------------------------------------------------------------------------


def _merged(mentions: list[_Mention]) -> Found[Reference]:
    """One reference of all mentions of a document: the first beyond doubt gives the number, whichever says a part first that part."""
    full = [m for m in mentions if m.rule != _SHORT]
    main = next((m for m in full if m.confidence is None), max(full, key=lambda m: m.confidence or 0))
    value = Reference(
        _first([main, *full], "type"),
        main.value.number,
        _first(mentions, "date"),
        _first(mentions, "issuer"),
        _first(mentions, "title"),
    )
    spans = dict.fromkeys(s for m in sorted(mentions, key=lambda m: m.spans[0].start) for s in m.spans)
    return Found(value, tuple(spans), main.rule, confidence=main.confidence)


def _first(mentions: Iterable[_Mention], part: str) -> str | None:
    """The first value of a part, one in capitals (from a title) only if there is no other."""
    values = [v for m in mentions if (v := getattr(m.value, part))]
    return next((v for v in values if not v.isupper()), values[0] if values else None)
