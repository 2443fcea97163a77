"""The document's own number and symbol, from the number line (Decree 30/2020/NĐ-CP, Article 8, point c).

On scans the number is often written by hand over the dots: what OCR makes of it is no number, while the printed symbol stands.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline import lexicon
from pipeline.fields.handwritten import written_number
from pipeline.fields.notation import DIGITS, normalise_number, parse_number, symbol_pattern
from pipeline.fields.recognised import LEAST_OF_DIGITS, LEAST_OF_SYMBOL, recognised
from pipeline.fields.symbol_meant import initials_of, meant_symbol
from pipeline.found import Found
from pipeline.head_rows import NUMBER_ROW, title_of
from pipeline.number_row import any_code, body_behind, damaged_number, is_code, type_codes
from pipeline.segment import Layout
from pipeline.text import UPPER, Passage, Span, bare, fold
from pipeline.values import Number

_BLANK = re.compile(r"[\s.…_]*(?P<separator>[/–-])\s*")
_BARE_DIGITS = re.compile(rf"\s*(?P<number>{DIGITS})\s*[/-]?\s*$")
#: How far into the row a symbol may begin behind digits that cannot be read: handwriting that OCR made letters of.
_INK = 26
#: The fraction and division slashes that OCR reads for "/".
_SLASHES = str.maketrans("⁄∕", "//")


def extract_number(layout: Layout) -> Found[Number | None] | None:
    """The document's own number and symbol, on scans by its slot; None when no number line stands in the text."""
    found = _number_of_text(layout)
    return _with_initials(layout, written_number(layout.document, found)) if found else None


def _number_of_text(layout: Layout) -> Found[Number | None] | None:
    row = layout.head.number
    passage = layout.passage([row]) if row else None
    text = passage.text.translate(_SLASHES) if passage else ""
    where = _rest_of(text)
    if passage is None or where is None:
        return None
    at, rest = where
    whole = passage.at(0, len(text))
    if not rest.strip(" .…_"):
        return Found(None, whole, "number.blank", state="blank")
    number = parse_number(rest) or _with_tail(rest)
    if (
        (not number or (number.number or "").endswith(_LIKE_DIGITS))
        and recognised(layout, whole) is None
        and (meant := _with_letters(rest))
    ):
        return Found(meant, whole, "number.letters", state="illegible", confidence=_LETTERS)
    if number:
        return _numbered(layout, number, passage, at, rest)
    if (lost := body_behind(rest)) and (code := title_code(layout)):
        return Found(Number(None, f"{code}-{lost['body']}"), whole, "number.unread", state="illegible", confidence=0.3)
    if (blank := _BLANK.match(rest)) and (symbol := symbol_pattern().match(rest, blank.end())):
        return Found(Number(None, _notation(symbol[0])), whole, "number.blank", state="blank")
    if bare := _BARE_DIGITS.match(rest):
        if not _is_sure(layout, whole, LEAST_OF_DIGITS):
            return Found(None, whole, "number.unread", state="illegible", confidence=0.0)
        return Found(Number(bare["number"], None), whole, "number.digits_only", state="partial")
    notation = _notation_behind(rest) or _notation_by_title(layout, rest)
    if notation is None or not _is_surely_code(re.split(r"[-–/\s]", notation)[0]):
        notation = _notation_meant(layout, whole, rest) or notation
    if notation:
        return Found(Number(None, notation), whole, "number.unread", state="illegible", confidence=0.3)
    return Found(None, whole, "number.unread", state="illegible", confidence=0.0)


#: Specks behind the line, by themselves.
_SPECKS = re.compile(r"\s+[`'ˆ^~°·|*¬«»“”\"’‘]+\s*$")


def _rest_of(text: str) -> tuple[int, str] | None:
    """What stands behind "Số:" in a number line, and where."""
    if m := NUMBER_ROW.match(text):
        return (m.start("rest"), _SPECKS.sub("", m["rest"])) if m["rest"] else (m.end(), "")
    at = damaged_number(text)
    return None if at is None else (at, text[at:].rstrip(" '`_.,;:–—-"))


def _numbered(layout: Layout, number: Number, passage: Passage, at: int, rest: str) -> Found[Number | None]:
    """A number that has its form; it still is none where it is struck through, or OCR did not read it surely."""
    whole = passage.at(0, len(passage.text))
    digits = _digits_span(passage, at, rest)
    notation = _notation(number.notation) if number.notation else None
    slip = notation != number.notation
    number = Number(number.number, notation)
    if any(s.start <= d.start and d.end <= s.end for s in layout.struck for d in digits):
        # Struck through in the source: cancelled, or written by hand across the dotted line. A person must look.
        return Found(number, whole, "number.struck_through", state="illegible", confidence=0.4)
    if recognised(layout, whole) is not None and _DOUBLED.search(rest):
        return Found(Number(None, notation), whole, "number.unread", state="illegible", confidence=0.3)
    alone = not re.search(r"\d[^\W\d_]?[-–]?/", rest)
    if not int(re.sub(r"\D", "", number.number or "") or 0) or not _is_sure(layout, digits, LEAST_OF_DIGITS if alone else LEAST_OF_SYMBOL):
        return Found(Number(None, notation), whole, "number.unread", state="illegible", confidence=0.3)
    return Found(number, whole, "number.line", confidence=0.8 if slip else None)


def _is_sure(layout: Layout, spans: tuple[Span, ...], least: float) -> bool:
    read = recognised(layout, spans)
    return read is None or read >= least


def _digits_span(passage: Passage, at: int, rest: str) -> tuple[Span, ...]:
    m = re.search(r"\d+", rest)
    return passage.at(at + m.start(), at + m.end()) if m else ()


#: People type "18-/CT-TTg"; on a scan the dash is a stroke of the handwriting before it.
_DOUBLED = re.compile(r"\d[-–]\s?/")
#: Confidence in a number with letters for digits: below that of a value to go by, for no recogniser says that it saw the digits.
_LETTERS = 0.45
_LIKE_DIGITS = ("O", "o", "l", "I", "|")
_LETTERED = re.compile(r"\s*(?P<figures>[\dOoIl|]{1,5})(?=\s?[/-])")
_AS_DIGITS = str.maketrans("OoIl|", "00111")


def _with_letters(rest: str) -> Number | None:
    """ "6l2/BC-TTYT", "OI/CT-VKS" in a text that was recognised elsewhere: the reading is kept for a person to confirm."""
    m = _LETTERED.match(rest)
    return parse_number(rest[: m.start("figures")] + m["figures"].translate(_AS_DIGITS) + rest[m.end() :]) if m else None


#: A company's name set apart within its symbol: "125/TB-EVN HANOI".
_TAIL = re.compile(rf"\s(?P<tail>[{UPPER}]{{2,12}})\s*$")


def _with_tail(rest: str) -> Number | None:
    tail = _TAIL.search(rest)
    number = parse_number(rest[: tail.start()]) if tail else None
    return Number(number.number, f"{number.notation} {tail['tail']}") if number and tail else None


# --- the symbol -------------------------------------------------------------------------------------------------------


def _notation_behind(rest: str) -> str | None:
    """The symbol behind digits that cannot be read: the Party's behind its dash, else behind a slash, else one that begins with a code."""
    if party := _party().search(rest[:_INK]):
        return _notation(rest[party.start("code") :].split()[0])
    behind = [s[0] for slash in re.finditer(r"/\s*", rest[:_INK]) if (s := symbol_pattern().match(rest, slash.end()))]
    if behind:
        return _notation(next((s for s in behind if is_code(re.split(r"[-–/\s]", s)[0])), behind[0]))
    lost = _lost_slash().search(rest[:_INK])
    symbol = symbol_pattern().match(rest, lost.start("code")) if lost else None
    return _notation(symbol[0]) if symbol else None


@cache
def _party() -> re.Pattern[str]:
    """The dash of a Party number and its symbol, also behind a blank: "4 2 -CT/TU"."""
    return re.compile(rf"(?<![{UPPER}])[-–—]\s{{0,2}}(?P<code>{any_code()})/[{UPPER}]{{2}}")


def _notation_by_title(layout: Layout, rest: str) -> str | None:
    """The symbol whose first letter went with the slash, by the title's code: "đÍ &H-UBND" and "mB-VNPT" below KẾ HOẠCH and THÔNG BÁO."""
    code = title_code(layout)
    m = re.search(rf"(?:^|\s)[^\s{UPPER}]{{0,3}}{re.escape(code[1:])}(?=[-–][{UPPER}]{{2}})", rest[:_INK]) if code and code[1:] else None
    symbol = symbol_pattern().match(code + rest[m.end() :]) if m and code else None
    return _notation(symbol[0]) if symbol else None


def _is_surely_code(group: str) -> bool:
    return group in type_codes() or (group.isupper() and is_code(group))


def _notation_meant(layout: Layout, spans: tuple[Span, ...], rest: str) -> str | None:
    """On a scan, the symbol by the title and the letterhead."""
    if recognised(layout, spans) is None:
        return None
    return meant_symbol(rest, title_code(layout), initials_of(row.text for row in layout.head.organisations))


#: Confidence in a symbol that differs from the print.
_MENDED = 0.8


def _with_initials(layout: Layout, found: Found[Number | None]) -> Found[Number | None]:
    """On a scan, a group that no code is as the initials of the letterhead have it: "MTDT" below "MÔI TRƯỜNG ĐÔ THỊ" is MTĐT."""
    value = found.value
    if value is None or not value.notation or recognised(layout, found.spans) is None:
        return found
    words = (word for row in layout.head.organisations for word in re.findall(r"[^\W\d_]+", row.text.upper()))
    initials = "".join(word[0] if word[0] == "Đ" else bare(word[0]) for word in words)
    doubted = (recognised(layout, found.spans) or 0.0) < LEAST_OF_SYMBOL
    notation = "-".join(_as_initials(group, initials, doubted) for group in _parted(value.notation).split("-"))
    notation = _with_code(notation, title_code(layout))
    if "." in notation and _may_be_hyphens(layout, found.spans):
        notation = notation.replace(".", "-")
    if notation == value.notation:
        return found
    least = _MENDED if found.confidence is None else min(found.confidence, _MENDED)
    return replace(found, value=replace(value, notation=notation), confidence=least)


#: A hyphen that the recogniser thought possible to this degree where it read a point; the decree has hyphens only.
_WEIGHED = 0.5


def _may_be_hyphens(layout: Layout, spans: tuple[Span, ...]) -> bool:
    """Whether each point in the words of the number line has a hyphen among the recogniser's other readings."""
    words = [w for line in layout.document.lines for w in line.words if any(w.span.start < s.end and s.start < w.span.end for s in spans)]
    points = [dict(weighed) for w in words for weighed in w.alternatives if weighed and weighed[0][0] == "."]
    return bool(points) and all(point.get("-", 0.0) >= _WEIGHED for point in points)


def _parted(notation: str) -> str:
    """A symbol whose hyphen OCR lost, where a type's code and a body's make it up in one way only: "TTrSKHĐT"."""
    if "-" in notation or "/" in notation or is_code(notation):
        return notation
    parts = [(notation[:i], notation[i:]) for i in range(2, len(notation) - 1)]
    found = [f"{code}-{body}" for code, body in parts if code in type_codes() and lexicon.bodies_of_symbol(body)]
    return found[0] if len(found) == 1 else notation


def _with_code(notation: str, code: str | None) -> str:
    """The title's code for a first group that is none and differs from it in one letter: "CI/HU" below CHỈ THỊ is CT/HU."""
    first = re.match(rf"[{UPPER}][{UPPER}a-zđ]+(?=[-/])", notation)
    if first is None or code is None or is_code(first[0]) or len(first[0]) != len(code):
        return notation
    return code + notation[first.end() :] if sum(a != b for a, b in zip(first[0], code, strict=True)) == 1 else notation


def title_code(layout: Layout) -> str | None:
    """The code of the type in the title."""
    known = title_of(layout.head.title.text) if layout.head.title else None
    return known[0].extra.get("code") or None if known else None


#: Letters that OCR takes for one another in a symbol.
_ALIKE = ("BDĐ", "CGOQ", "EF", "ILT", "PR", "UV")


def _as_initials(group: str, initials: str, doubted: bool) -> str:
    """The one stretch of `initials` from which `group` differs by the stroke of Đ, or by a Đ read twice; else `group`.

    Where the symbol is `doubted`, also by one letter in four and more that is like it.
    """
    if len(group) < 3 or is_code(group) or group in initials:
        return group
    if doubted and len(group) > 3:
        like = {part for i in range(len(initials)) if _is_like(group, part := initials[i : i + len(group)])}
        if len(like) == 1:
            return like.pop()
    single = group.replace("ĐĐ", "Đ", 1)
    same = {initials[i : i + len(group)] for i in range(len(initials)) if bare(initials[i : i + len(group)]) == bare(group)}
    near = same | ({single} if single != group and single in initials else set())
    return near.pop() if len(near) == 1 else group


def _is_like(group: str, part: str) -> bool:
    wrong = [(a, b) for a, b in zip(group, part, strict=False) if a != b]
    return len(group) == len(part) and len(wrong) == 1 and any({*wrong[0]} <= {*letters} for letters in _ALIKE)


@cache
def _lost_slash() -> re.Pattern[str]:
    """A symbol whose slash OCR lost, or read as a letter: "12 TB-SYT", "45IQĐ-UBND"."""
    codes = "|".join(sorted(type_codes(), key=len, reverse=True))
    return re.compile(rf"(?:(?<![{UPPER}])|(?<=[\d\s][Il1|]))(?P<code>{codes})\s?[-–]\s?(?=[{UPPER}]{{2}})")


def _notation(symbol: str) -> str:
    """The symbol as officially written; "QD" is QĐ and "IQĐ" is QĐ, for no type and no body has such a code."""
    notation = normalise_number(symbol)
    first, dash, rest = notation.partition("-")
    if not dash or first in type_codes() or lexicon.bodies_of_symbol(first):
        return notation
    meant = [code for code in type_codes() if len(code) == len(first) and fold(code) == fold(first) and code.upper() == code]
    if len(meant) == 1:
        return f"{meant[0]}-{rest}"
    if first[0] in "Il1|" and first[1:] in type_codes():
        return f"{first[1:]}-{rest}"
    return notation
