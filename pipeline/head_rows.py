"""What a row of the head is: which element of Decree 30/2020/NĐ-CP, Article 8, it looks like, alone or read across columns.

Nothing here knows where in the head the row stands; `head` scans them in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline import lexicon
from pipeline.date_line import date_line, is_date_line
from pipeline.labels import parse_label
from pipeline.number_row import blank_number, damaged_number
from pipeline.rows import Row, cells, ends_sentence, starts_lower
from pipeline.slack import apart, letters_of, nearest
from pipeline.specks import is_debris, specks_end
from pipeline.text import LOWER, UPPER, fold, is_capitals

_NATIONAL = re.compile(r"\b[ck][o0]ng h[o0][a-z]{1,3} x[a-z] h[a-z]{1,3} ch[a-z] ng[a-z]{2,4} [a-z]{2,5} nam\b")
#: Either half of it is enough.
_MOTTO = re.compile(
    r"(?<![a-z])(?:(?:[a-z]{1,4} [a-z]{1,4}\W{1,6})?[t7]u d[o0]\W{1,6}h[a-z]nh ph[a-z]{1,3}|[a-z]{1,2}[o0]c [lt][a-z]p\W{1,6}[t7]u d[o0])\b"
)
_PARTY = re.compile(r"\bdang cong san viet nam\b")
#: Where either begins behind the name of a body, also with points for the blanks, or with its end lost.
_NATIONAL_OR_PARTY = re.compile(r"(?:[ck][o0]ng[ .,]h[o0]a[ .,]x[a-z][ .,]h[o0]i|dang[ .,]c[o0]ng[ .,]san)\b")
#: "Số" as it is printed, and with its colon also what OCR makes of it: Só, Sô, S6, Sế.
#: No name goes on ("Lạng / Sơn năm 2021"), and no word follows ("Sơ kết 6 tháng", "Số liệu năm 2021").
SO = rf"S[oốôóòơồổỗộõỏọ06](?!ng?\b|\s{{1,3}}[{LOWER}]{{2}})"
NUMBER_ROW = re.compile(
    rf"(?<![{UPPER}{LOWER}])(?:{SO}\s{{0,3}}(?P<colon>[:;.,])?|[Ss][oốôóòơồổỗộõỏọøð06eèéẻẽẹêềếểễệOỐÔÓÒỒỔỖỘÕỎỌ]\s?(?P<colon2>:))\s{{0,20}}"
    rf"(?P<rest>(?=[^\n]{{0,40}}[/\d-])[^\n]{{1,80}})|(?<![{UPPER}{LOWER}]){SO}\s?:\s*$",
)
#: "V/v" and "Về việc", with what OCR makes of the former: V/w, V/y, V/, V⁄v, V⁄%v, and a speck before it.
ABOUT = re.compile(
    r"(?:[-_.,:;'`ˆ ]{0,5}V(?:\s?[/⁄∕]\s?(?:v\b|w(?=[\s.:]))|[/⁄∕](?:V\b|[^\w\s]?[vwyY]?(?=\s)))|v[/⁄∕]v\b|Vv\b"
    r"|V[ềêẻéè] [Vv]i[ệêẹéẻ]c\b|VỀ VIỆC\b|Vềviệc\b)\s*[:.]?\s*"
)
#: On folded text: "Kính gửi:", and of a công điện "THỦ TƯỚNG CHÍNH PHỦ điện:".
ADDRESSED = re.compile(
    r"(?:[\W_]|ˆ){0,40}(?:kinh\W{0,2}gui\s*[:;.]?\s*|(?:k[a-z]{1,2}nh|[a-z]inh)\s?(?:gui|[a-z]ui|g[a-z]i)\s*[:;]\s*)"
    r"|[a-z][a-z &/,-]{3,90}\bdien\s?[:;]\s*$"
)
#: Words that open the body of a directive and never its subject.
OPENS_BODY = re.compile(
    r"(?:Căn cứ|Căn cử|Xét đề nghị|Theo đề nghị|Kính thưa"
    r"|Thực hiện (?:Quyết định|Chỉ thị|Kế hoạch|Công văn|Nghị quyết|Nghị định|Thông tư|Hướng dẫn|Kết luận|ý kiến))\b"
)
OPENS_SENTENCE = re.compile(
    r"(?:Thực hiện|Căn cứ|Đ[ểế] |Nhằm|Hưởng ứng|Theo|Trong|Ngày(?= \d)|Năm|Qua|Tiếp tục|Triển khai|Nhân dịp|Sau khi|Được sự|Xét|Trước)\b"
)


def is_national(text: str) -> bool:
    """Whether a row holds the national title, or is the Party's: the top of a document."""
    folded = fold(text) if len(text) <= 160 else ""
    m = (_NATIONAL.search(folded) or _PARTY.fullmatch(folded.strip(" .-_"))) if " nam" in folded else None
    if m is None:
        return _misspells_title(text)
    return sum(c.isupper() for c in text) > len(m[0]) // 2


_TITLE = "conghoaxahoichunghiavietnam"
_WRONG_IN_TITLE = 5  #: letters


def _misspells_title(text: str) -> bool:
    """Whether a row is the national title with some letters wrong: "CỘNC HÒA XÃ NỘI CHỦ NGHĨA VIỆI NAM"."""
    if not 22 <= len(text) <= 45 or not is_capitals(text):
        return False
    return apart(letters_of(text), _TITLE, _WRONG_IN_TITLE) <= _WRONG_IN_TITLE


def is_national_row(text: str) -> bool:
    """Whether the national title stands in the row, in capitals or not."""
    return bool(_NATIONAL.search(fold(text))) or _misspells_title(text)


def is_body_name(text: str) -> bool:
    """Whether a row in capitals begins like the name of a body ("SỞ …", "CÔNG TY …")."""
    folded = fold(text)
    m = _heads().match(folded)
    if not m or title_of(text) is not None:
        return False
    if m.lastgroup == "short":  # in running text it may go on with the row above: "Ủy ban / MTTQ Việt Nam phường"
        return is_capitals(text)
    return m.lastgroup != "place" or bool(lexicon.find_provinces_in(lexicon.sentence_case(text)))


@cache
def _heads() -> re.Pattern[str]:
    anywhere: list[str] = []
    with_place: list[str] = []
    for entry in lexicon.entries("body_heads"):
        names = [re.escape(fold(n)) for n in (entry.canonical, *entry.variants)]
        (with_place if entry.extra["level"] == "place" else anywhere).extend(names)
    longest = "|".join(sorted(anywhere, key=len, reverse=True))
    begins = re.compile(rf"(?:{longest})\b")
    short = "|".join(fold(form) for e in lexicon.entries("abbreviations") if begins.match(fold(e.canonical)) for form in e.variants)
    return re.compile(rf"(?P<any>(?!ban hanh)(?:{longest}))\b|(?P<place>{'|'.join(with_place)})\b|(?P<short>{short})\b")


_LONE_LETTERS = re.compile(rf"(?:[{UPPER}]\s{{1,4}}){{3,}}[{UPPER}]\b")


@cache
def _titles() -> dict[str, lexicon.Entry]:
    out: dict[str, lexicon.Entry] = {}
    for entry in lexicon.entries("doc_types"):
        for name in (entry.canonical, *entry.variants):
            if " " in name or name[1:].islower():
                out.setdefault(fold(name).replace(" ", ""), entry)
    return out


@lru_cache(maxsize=256)
def title_of(text: str) -> tuple[lexicon.Entry, int] | None:
    """The type with which a title row begins, and where its name ends: "KẾ HOẠCH TỔ CHỨC …" -> (Kế hoạch, 8).

    The longest name wins. Letters set apart ("Q U Y Ế T  Đ Ị N H") count as words.
    """
    best = None
    squeezed = ""
    spaced = bool(_LONE_LETTERS.match(text))
    names = _titles()
    for i, c in enumerate(text[:60]):
        if c.isalpha():
            squeezed += fold(c)
        elif not c.isspace():
            break
        at_word_end = i + 1 == len(text) or not text[i + 1].isalpha()
        if squeezed == "phuongan" and text[:6].lower() == "phường":
            return None  # "PHƯỜNG AN HÒA" is a place
        if squeezed in names and at_word_end and (spaced or i + 1 >= len(squeezed)):
            best = names[squeezed], i + 1
    return best


@lru_cache(maxsize=256)
def damaged_title(text: str) -> lexicon.Entry | None:
    """The one type that a row in capitals misspells: "KÉẺ HOẠCH". Bodies are left out: "HỘI ĐỒNG" is near "HỢP ĐỒNG"."""
    if not 6 <= len(text) <= 40 or not is_capitals(text) or is_body_name(text):
        return None
    name = nearest(letters_of(text), _titles())
    return _titles()[name] if name else None


def is_title(text: str, anchored: bool, outside_list: bool) -> bool:
    """Whether the row is the title: a known type in capitals, alone in title case, or capitals that name no body.

    Only behind the number or the date can capitals be a title outside the list: above them they name a body.
    """
    known = title_of(text)
    if known:
        name, rest = text[: known[1]], text[known[1] :].strip()
        if rest and " " not in known[0].canonical and known[0].extra["system"] == "custom":
            return False  # "ĐIỆN" alone is a title, "ĐIỆN LỰC TỈNH …" a body
        return is_capitals(name) or (not rest and text[:1].isupper() and anchored)
    if anchored and damaged_title(text):
        return True
    words = text.split()
    lead = [w for w in words if w.isupper()]
    return (
        outside_list
        and len(lead) >= 2
        and words[: len(lead)] == lead
        and len(" ".join(lead)) >= 8
        and not is_body_name(text)
        and not parse_label(text)
        and not any(c.isdigit() for c in " ".join(lead))
    )


#: What no body's name begins with, bullets and dashes too.
SPECKS = " -–—_.,:;'`´’‘ˆ~^|*+•°·"


def kind_of(part: Row, about: list[Row]) -> str | None:
    """ "national", "date", "number", "stamps", "about", "organisations" or None; `about` holds the rows of "V/v" so far."""
    text, folded = part.text, fold(part.text)
    if _NATIONAL.search(folded) or _MOTTO.search(folded) or _PARTY.fullmatch(folded.strip(" .-")) or _misspells_title(text):
        return "national"
    if _NATIONAL_OR_PARTY.match(folded) and 14 <= len(text) <= 40:  # with its end lost
        return "national"
    if is_date_line(text):
        return "date"
    if (m := NUMBER_ROW.match(text)) and (m["colon"] or m["colon2"] or ":" in m[0] or re.search(r"\d\s?[/-]|/\s?[A-ZĐ]", m["rest"])):
        return "number"
    if damaged_number(text, led=bool(about)) is not None:
        return "number"
    if lexicon.find("urgency", text) or lexicon.find("secrecy", text):
        return "stamps"
    if ABOUT.match(text):
        return "about"
    if about and _follows_about(about[-1], part):
        return "about"
    if is_capitals(text) and len(text) <= 90 and (is_body_name(text.lstrip(SPECKS)) or not parse_label(text)):
        return "organisations"
    return None


def _follows_about(above: Row, row: Row) -> bool:
    return (
        (row.gap == 0 or (row.gap == 1 and bool(starts_lower(row.text) or _OPEN_ENDED.search(above.text))))
        and len(row.text) <= 70
        and (not is_capitals(row.text) or looks_small(row) or damaged_number(row.text) is not None)
        and not OPENS_BODY.match(row.text)
        and not (row.text.endswith(";") and row.text.lstrip(SPECKS)[:1].isupper())
        and not ends_sentence(above.text)
        and not is_debris(row.text)
    )


#: Letters whose capitals differ from them in nothing but size.
_SAME_SHAPE = frozenset("cosuvxz")
#: Characters of the longest row that can hold no other letters.
_LONGEST_SMALL = 12


def looks_small(row: Row) -> bool:
    """Whether a row below words in small letters is small itself though it was read in capitals: "CƠ SỞ" below "sáng kiến cấp"."""
    return row.gap == 0 and 4 <= len(row.text) <= _LONGEST_SMALL and all(c in _SAME_SHAPE for c in fold(row.text) if c != " ")


#: Words with which no subject ends: what stands below a gap goes on with it.
_OPEN_ENDED = re.compile(
    r"(?:\b(?:s[ốôóo]|tại|của|về|và|với|cho|do|các|những|theo|từ|đến|trong|hoặc|để|trên|năm|ngày|tháng|giai đoạn|tỉnh|huyện)|[,–-])$",
    re.IGNORECASE,
)


def opens_body(row: Row) -> bool:
    """Whether the row is the first of the body: a legal basis, or a line of running text."""
    return bool(OPENS_BODY.match(row.text)) or (len(row.text) >= 100 and not is_capitals(row.text) and not ABOUT.match(row.text))


# --- columns read straight across -------------------------------------------------------------------------------------


def split_columns(row: Row) -> Iterator[Row]:
    """The parts of a head row: columns, and known elements that stand behind one another with a single space between."""
    for cell in cells(row, _in_one_piece(row.text)):
        cuts = sorted({at for m in _anchors(cell.text) for at in m if 0 < at < len(cell.text)})
        done = 0
        for cut in (*cuts, len(cell.text)):
            part = cell.part(done, cut)
            done = cut
            part = part.part(specks_end(part.text), len(part.text))
            if part.text:
                yield part


_BLANK_NUMBER = re.compile(rf"{SO}\s?[:;.,]?[\s.…_]{{1,80}}(?:\d{{1,6}}[A-Za-z]?\s{{0,8}})?[/-]\s?[{UPPER}]")


def _in_one_piece(text: str) -> list[tuple[int, int]]:
    """Number and date lines, whose blanks are gaps as wide as between columns."""
    out = [m.span() for pattern in (_BLANK_NUMBER, blank_number()) for m in pattern.finditer(text[:200])]
    if line := date_line(text):
        out.append((line.start, line.end))
    return out


#: "Số: 2204/KVXVI-KTNN V/v khóa sổ": two lines of a cell that an export has joined.
_ABOUT_BEHIND = re.compile(r"(?<=\s)V\s?/\s?v\b")


def _anchors(text: str) -> Iterator[tuple[int, int]]:
    if len(text) > 160:
        return
    folded = fold(text)
    for pattern in (_NATIONAL, _MOTTO, _PARTY):
        if m := pattern.search(folded):
            yield m.span()
    if (m := _NATIONAL_OR_PARTY.search(folded)) and m.start() and not folded[m.start() - 1].isalnum() and is_body_name(text):
        yield m.start(), m.start()
    if line := date_line(text):
        yield line.start, line.end
    m = NUMBER_ROW.search(text)
    if m and ":" in m[0][:5] and m.start():
        yield m.start(), m.start()
    if m and (about := _ABOUT_BEHIND.search(text, m.start())):
        yield about.start(), about.start()
