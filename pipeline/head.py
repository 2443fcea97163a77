"""The head of a document: which row is which element of Decree 30/2020/NĐ-CP, Article 8.

Rows may be columns that were read straight across ("SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), in any order, or missing:
many texts have lost their letterhead. Nothing is interpreted here; `fields.heading` and `fields.issuer` do that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipeline import lexicon
from pipeline.labels import parse_label
from pipeline.persons import is_position
from pipeline.rows import FURNITURE, TABLE, Row, cells, ends_sentence, starts_lower
from pipeline.text import LOWER, UPPER, fold, is_capitals


@dataclass(frozen=True, slots=True)
class Head:
    """Rows of the head by element; `end` is the index of the first row behind it."""

    organisations: tuple[Row, ...] = ()
    national: tuple[Row, ...] = ()  #: Quốc hiệu, Tiêu ngữ, "ĐẢNG CỘNG SẢN VIỆT NAM"
    number: Row | None = None
    date: Row | None = None
    about: tuple[Row, ...] = ()  #: "V/v …" of a công văn
    title: Row | None = None
    subject: tuple[Row, ...] = ()
    authority: tuple[Row, ...] = ()  #: "BỘ TRƯỞNG BỘ Y TẾ" above the legal basis
    addressees: tuple[Row, ...] = ()
    stamps: tuple[Row, ...] = ()  #: urgency and secrecy
    end: int = 0


# --- what a row is ----------------------------------------------------------------------------------------------------

_NATIONAL = re.compile(r"\b[ck][o0]ng h[o0][a-z]{1,3} x[a-z] h[a-z]{1,3} ch[a-z] ng[a-z]{2,4} [a-z]{2,5} nam\b")
_MOTTO = re.compile(r"\b[a-z]{1,2}[o0]c [lt][a-z]p\W{1,6}[t7]u d[o0]\W{1,6}h[a-z]nh ph[a-z]{1,3}\b")
_PARTY = re.compile(r"\bdang cong san viet nam\b")
#: "Số" as it is printed, and with its colon also what OCR makes of it: Só, Sô, S6, Sế.
SO = r"S[oốôóòơồổỗộõỏọ06]"
NUMBER_ROW = re.compile(
    rf"(?<![{UPPER}{LOWER}])(?:{SO}\s{{0,3}}(?P<colon>[:;.,])?|[Ss][oốôóòơồổỗộõỏọ06eếêéẻ]\s?(?P<colon2>:))\s{{0,20}}"
    rf"(?P<rest>(?=[^\n]{{0,40}}[/\d-])[^\n]{{1,80}})|(?<![{UPPER}{LOWER}]){SO}\s?:\s*$",
)
_WORD = re.compile(r"\S+")
#: On folded text; the day and the month may be blank, dots, or ink that OCR made letters of.
_DATE = re.compile(
    r"(?<![a-z])(?:ngay|nga[iv])(?P<day>[^\n]{0,20}?)(?<![a-z])thang(?P<month>[^\n]{0,14}?)"
    r"(?<![a-z])nam(?P<year>[ \t]{0,6}[\d.…_]{0,8})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """ "Địa danh, ngày … tháng … năm …" within a row: the parts as printed, and where they stand in its text."""

    start: int  #: of the place, else of "ngày"
    at: int  #: of "ngày"
    end: int
    place: str | None
    day: str
    month: str
    year: str


def date_line(text: str) -> DateLine | None:
    """The date line in a row of the head, if there is one; both Decree 30's form and what OCR leaves of it.

    >>> date_line("Số: 5/KH-UBND Kiên Giang, ngày    tháng 01 năm 2021").place
    'Kiên Giang'
    """
    return _date_line(text) if len(text) <= 200 else None


@lru_cache(maxsize=256)  # head, columns and foot ask for the same few rows
def _date_line(text: str) -> DateLine | None:
    m = _DATE.search(fold(text))
    if m is None:
        return None
    start = _place_start(text, m.start())
    place = text[start : m.start()].strip(" ,.;") or None
    return DateLine(start, m.start(), m.end(), place, *(text[m.start(g) : m.end(g)].strip() for g in ("day", "month", "year")))


_KIND_BEFORE = re.compile(r"(?:Thành phố|Thị xã|Tỉnh)\s$")
_WORDS_OF_PLACE = 6
_KINDS_OF_PLACE = frozenset({"TP", "Tp", "T.P", "TP.HCM", "TPHCM", "HCM"})


def _place_start(text: str, end: int) -> int:
    """Where the place's name begins that ends before `end`: title-case words, or a name all in capitals ("HÀ NỘI")."""
    start, shouted = end, None
    for word in reversed(list(_WORD.finditer(text, max(0, end - 50), end))[-_WORDS_OF_PLACE:]):
        name = word[0].strip(" ,.;")
        if word[0][-1] in ",.;" and start != end and name not in _KINDS_OF_PLACE:
            break
        letters = name.replace("-", "").replace("–", "").replace(".", "")
        if not letters:
            continue
        if name not in _KINDS_OF_PLACE:
            capitals = letters.isupper() and len(letters) > 1
            if not letters.isalpha() or not (capitals or name.istitle()) or shouted not in (None, capitals):
                break
            shouted = capitals
        start = word.start()
    if shouted and " " not in text[start:end].strip(" ,.;"):
        return end
    kind = _KIND_BEFORE.search(text, 0, start) if start < end else None
    return kind.start() if kind else start


def is_date_line(text: str) -> bool:
    """Whether the row is a date line and little else."""
    line = date_line(text)
    return line is not None and line.start <= 3 and len(text) - line.end <= 3


#: "V/v" and "Về việc", with what OCR makes of the former: V/w, V/y, V/.
ABOUT = re.compile(r"(?:V\s?/\s?v\b|V/V\b|v/v\b|Vv\b|V/[wyY]?(?=\s)|Về việc\b|VỀ VIỆC\b|Vềviệc\b)\s*[:.]?\s*")
#: On folded text: "Kính gửi:", and of a công điện "THỦ TƯỚNG CHÍNH PHỦ điện:".
ADDRESSED = re.compile(r"kinh\s?gui\s*[:;.]?\s*|[a-z ,]{4,70}\bdien\s?:\s*$")
#: Words that open the body of a directive and never its subject.
_OPENS_BODY = re.compile(
    r"(?:Căn cứ|Căn cử|Xét đề nghị|Theo đề nghị|Kính thưa"
    r"|Thực hiện (?:Quyết định|Chỉ thị|Kế hoạch|Công văn|Nghị quyết|Nghị định|Thông tư|Hướng dẫn|Kết luận|ý kiến))\b"
)
_OPENS_SENTENCE = re.compile(
    r"(?:Thực hiện|Căn cứ|Để |Nhằm|Hưởng ứng|Theo|Trong|Ngày|Năm|Qua|Tiếp tục|Triển khai|Nhân dịp|Sau khi|Được sự|Xét|Trước)\b"
)


def is_national(text: str) -> bool:
    """Whether a row holds the national title, or is the Party's: the top of a document."""
    folded = fold(text) if len(text) <= 160 else ""
    m = _NATIONAL.search(folded) or _PARTY.fullmatch(folded.strip(" .-_"))
    return m is not None and sum(c.isupper() for c in text) > len(m[0]) // 2


def is_body_name(text: str) -> bool:
    """Whether a row in capitals begins like the name of a body ("SỞ …", "CÔNG TY …")."""
    folded = fold(text)
    m = _heads().match(folded)
    if not m or title_of(text) is not None:
        return False
    return m.lastgroup != "place" or bool(lexicon.find_provinces_in(lexicon.sentence_case(text)))


@cache
def _heads() -> re.Pattern[str]:
    anywhere: list[str] = []
    with_place: list[str] = []
    for entry in lexicon.entries("body_heads"):
        names = [re.escape(fold(n)) for n in (entry.canonical, *entry.variants)]
        (with_place if entry.extra["level"] == "place" else anywhere).extend(names)
    longest = sorted(anywhere, key=len, reverse=True)
    return re.compile(rf"(?P<any>(?!ban hanh)(?:{'|'.join(longest)}))\b|(?P<place>{'|'.join(with_place)})\b")


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
        if squeezed in names and at_word_end and (spaced or i + 1 >= len(squeezed)):
            best = names[squeezed], i + 1
    return best


_EDGES = " :._-–—*~"


def _title_here(row: Row, anchored: bool, outside_list: bool) -> bool:
    """Whether the row is the title: a known type in capitals, alone in title case, or capitals that name no body.

    Only behind the number or the date can capitals be a title outside the list: above them they name a body.
    """
    text = row.text
    known = title_of(text)
    if known:
        name, rest = text[: known[1]], text[known[1] :].strip()
        return is_capitals(name) or (not rest and text[:1].isupper() and anchored)
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


# --- columns read straight across -------------------------------------------------------------------------------------


def split_columns(row: Row) -> Iterator[Row]:
    """The parts of a head row: columns, and known elements that stand behind one another with a single space between."""
    for cell in cells(row, _in_one_piece(row.text)):
        cuts = sorted({at for m in _anchors(cell.text) for at in m if 0 < at < len(cell.text)})
        done = 0
        for cut in (*cuts, len(cell.text)):
            part = cell.part(done, cut)
            done = cut
            if part.text:
                yield part


_BLANK_NUMBER = re.compile(rf"{SO}\s?[:.]?[\s.…_]{{1,80}}(?:\d{{1,6}}[A-Za-z]?\s{{0,8}})?[/-]\s?[{UPPER}]")


def _in_one_piece(text: str) -> list[tuple[int, int]]:
    """Number and date lines, whose blanks are gaps as wide as between columns."""
    out = [m.span() for m in _BLANK_NUMBER.finditer(text[:200])]
    if line := date_line(text):
        out.append((line.start, line.end))
    return out


def _anchors(text: str) -> Iterator[tuple[int, int]]:
    if len(text) > 160:
        return
    folded = fold(text)
    for pattern in (_NATIONAL, _MOTTO, _PARTY):
        if m := pattern.search(folded):
            yield m.span()
    if line := date_line(text):
        yield line.start, line.end
    if (m := NUMBER_ROW.search(text)) and ":" in m[0][:5] and m.start():
        yield m.start(), m.start()


# --- the scan ---------------------------------------------------------------------------------------------------------

#: How far down a head can reach, in rows; heads of joint issuers with long subjects have been seen with 25.
_DEEPEST = 60


def scan_head(rows: Sequence[Row]) -> Head:
    """Read the rows from the top until the body begins. Without any element of a head, `end` is 0."""
    seen: dict[str, list[Row]] = {k: [] for k in ("organisations", "national", "about", "stamps")}
    number = date = None
    for i, row in enumerate(rows[:_DEEPEST]):
        if row.role == FURNITURE:
            continue
        anchored = bool(number or date or seen["national"] or seen["organisations"] or seen["about"])
        if ADDRESSED.match(fold(row.text)):
            return _with_addressees(_head(seen, number, date), rows, i)
        parts = list(split_columns(row))
        kinds = [_kind(p, seen["about"]) for p in parts]
        title = _title_in(row, parts, kinds, anchored, bool(number or date))
        if title and (anchored or _has_more(rows, i)):
            return _with_title(_head(seen, number, date), rows, i, title)
        if not any(kinds):
            if row.role == TABLE:
                break
            if (_opens_body(row) or parse_label(row.text)) and not _head_goes_on(rows, i, number is not None):
                return replace(_head(seen, number, date), end=i) if anchored else Head(end=0)
            continue
        for part, kind in zip(parts, kinds, strict=True):
            if kind == "number" and number is None:
                number = part
            elif kind == "date" and date is None:
                date = part
            elif kind in seen:
                seen[kind].append(part)
    found = _head(seen, number, date)
    return replace(found, end=_behind(rows, found)) if (number or date or found.organisations or found.about) else Head(end=0)


def _title_in(row: Row, parts: list[Row], kinds: list[str | None], anchored: bool, outside_list: bool) -> Row | None:
    """The title, alone in its row or beside a stamp ("HỎA TỐC   KẾ HOẠCH"), without what stands round it."""
    for part in [row] if len(parts) == 1 else parts:
        if len(parts) == 1 and kinds not in ([None], ["organisations"]):
            return None
        lead = len(part.text) - len(part.text.lstrip(_EDGES))
        part = part.part(lead, max(lead, len(part.text.rstrip(_EDGES))))
        if part.text and _title_here(part, anchored, outside_list and len(parts) == 1):
            return part
    return None


def _head_goes_on(rows: Sequence[Row], i: int, numbered: bool) -> bool:
    """Debris of a scan can look like a list: go on where a surer element of a head stands in the next rows."""
    if numbered or len(rows[i].text) >= 100:
        return False
    for row in rows[i + 1 : i + 12]:
        folded = fold(row.text)
        if _NATIONAL.search(folded) or is_date_line(row.text) or ADDRESSED.match(folded):
            return True
        if len(row.text) >= 100 or _OPENS_BODY.match(row.text):
            return False
    return False


def _head(seen: dict[str, list[Row]], number: Row | None, date: Row | None) -> Head:
    return Head(tuple(seen["organisations"]), tuple(seen["national"]), number, date, tuple(seen["about"]), stamps=tuple(seen["stamps"]))


def _behind(rows: Sequence[Row], head: Head) -> int:
    last = max((r.end for r in (*head.organisations, *head.national, head.number, head.date, *head.about) if r), default=0)
    return next((i for i, r in enumerate(rows) if r.start >= last), len(rows))


def _has_more(rows: Sequence[Row], i: int) -> bool:
    return any(r.role is None for r in rows[i + 1 : i + 40])


def _kind(part: Row, about: list[Row]) -> str | None:
    text, folded = part.text, fold(part.text)
    if _NATIONAL.search(folded) or _MOTTO.search(folded) or _PARTY.fullmatch(folded.strip(" .-")):
        return "national"
    if is_date_line(text):
        return "date"
    if (m := NUMBER_ROW.match(text)) and (m["colon"] or m["colon2"] or ":" in m[0] or re.search(r"\d\s?[/-]|/\s?[A-ZĐ]", m["rest"])):
        return "number"
    if lexicon.find("urgency", text) or lexicon.find("secrecy", text):
        return "stamps"
    if ABOUT.match(text):
        return "about"
    if about and _follows_about(about[-1], part):
        return "about"
    if is_capitals(text) and len(text) <= 90 and (is_body_name(text) or not parse_label(text)):
        return "organisations"
    return None


def _follows_about(above: Row, row: Row) -> bool:
    return (
        row.gap == 0
        and len(row.text) <= 70
        and not is_capitals(row.text)
        and not _OPENS_BODY.match(row.text)
        and not ends_sentence(above.text)
    )


def _opens_body(row: Row) -> bool:
    return bool(_OPENS_BODY.match(row.text)) or (len(row.text) >= 100 and not is_capitals(row.text) and not ABOUT.match(row.text))


# --- title, subject, authority ----------------------------------------------------------------------------------------


def _with_title(head: Head, rows: Sequence[Row], at: int, row: Row) -> Head:
    cut = _title_end(row.text)
    title, rest = row.part(0, cut), row.part(cut, len(row.text))
    subject: list[Row] = [rest] if len(rest.text.strip(" :.")) > 1 else []
    i = at + 1
    while i < len(rows) and i < at + 25:
        row = rows[i]
        if row.role == FURNITURE:
            i += 1
            continue
        if row.role == TABLE or ADDRESSED.match(fold(row.text)) or not _is_subject(rows, i, subject):
            break
        if not _is_aside(row.text) and not (not subject and is_capitals(row.text) and row.text.startswith("CỦA ")):
            subject.append(row)
        i += 1
    head = replace(head, title=title, subject=tuple(subject), end=i)
    head = _with_authority(head, rows, i)
    following = next((k for k in range(head.end, min(head.end + 6, len(rows))) if rows[k].role is None), None)
    if following is not None and ADDRESSED.match(fold(rows[following].text)):
        return _with_addressees(head, rows, following)
    return head


def _title_end(text: str) -> int:
    """Where the title ends in its row: behind the type, or behind the words in capitals."""
    known = title_of(text)
    capitals = re.match(rf"(?:[{UPPER}\d&/,.–-]+(?:\s+|$))+", text)
    end = len(text[: capitals.end()].rstrip()) if capitals and not is_capitals(text) else len(text)
    return known[1] if known else end


def _is_aside(text: str) -> bool:
    """A remark in brackets below the title: "(Ban hành kèm theo Quyết định số …)"."""
    return text.startswith("(") and text.endswith((")", ").", ")./."))


def _is_subject(rows: Sequence[Row], i: int, subject: list[Row]) -> bool:
    row = rows[i]
    if _OPENS_BODY.match(row.text) or NUMBER_ROW.match(row.text) or is_date_line(row.text):
        return bool(not subject and ABOUT.match(row.text))
    label = parse_label(row.text)
    if label and label.kind != "bullet":
        return False
    if not subject:
        return not _is_paragraph(rows, i) and not (_is_authority(row) and _before_basis(rows, i))
    if is_capitals(row.text) and not is_capitals(subject[-1].text):
        return False
    if is_capitals(row.text) and _is_authority(row) and (row.gap or _before_basis(rows, i)):
        return False
    if row.gap:
        return starts_lower(row.text) and not ends_sentence(subject[-1].text) and not _is_paragraph(rows, i)
    if ends_sentence(subject[-1].text) and not starts_lower(row.text):
        return False
    return not (_OPENS_SENTENCE.match(row.text) and not subject[-1].text.endswith(",")) and not _is_paragraph(rows, i)


def _is_paragraph(rows: Sequence[Row], i: int) -> bool:
    """Whether the rows from `i` to the next gap are running text: long, and closed like a sentence."""
    block = [rows[i]]
    for row in rows[i + 1 : i + 12]:
        if row.gap or row.role is not None:
            break
        block.append(row)
    text = " ".join(r.text for r in block)
    if len(block) == 1:
        return len(text) > 330 or (len(text) > 110 and ends_sentence(text) and not text.endswith("…"))
    return bool(_OPENS_SENTENCE.match(text)) and len(text) > 200 and len(block[0].text) > 60


def _is_authority(row: Row) -> bool:
    return is_capitals(row.text) and (is_position(row.text) or is_body_name(row.text))


def _before_basis(rows: Sequence[Row], i: int) -> bool:
    following = [r for r in rows[i + 1 : i + 6] if r.role is None and not is_capitals(r.text)]
    return bool(following) and bool(_OPENS_BODY.match(following[0].text.lstrip("-–+ ")))


def _with_authority(head: Head, rows: Sequence[Row], i: int) -> Head:
    found: list[Row] = []
    while i < len(rows) and (
        rows[i].role == FURNITURE or (_is_authority(rows[i]) if not found else is_capitals(rows[i].text) and not rows[i].gap)
    ):
        if rows[i].role is None:
            found.append(rows[i])
        i += 1
    return replace(head, authority=tuple(found), end=i) if found else head


# --- addressees -------------------------------------------------------------------------------------------------------

_ITEM = re.compile(r"[-–—+•*]\s*\S")


def _with_addressees(head: Head, rows: Sequence[Row], at: int) -> Head:
    m = ADDRESSED.match(fold(rows[at].text))
    first = rows[at].part(m.end() if m else 0, len(rows[at].text))
    found: list[Row] = [first] if first.text else []
    i = at + 1
    while i < len(rows) and len(found) < 60:
        row = rows[i]
        if row.role == FURNITURE:
            i += 1
            continue
        if row.role == TABLE or not _is_addressee(
            found[-1] if found else None, row, listed=bool(found) and bool(_ITEM.match(found[-1].text))
        ):
            break
        found.append(row)
        i += 1
    return replace(head, addressees=tuple(found), end=i)


def _is_addressee(above: Row | None, row: Row, listed: bool) -> bool:
    if above is None:
        return len(row.text) <= 200 and not _OPENS_BODY.match(row.text)
    if above.text.endswith((".", "./.", ":")) and not above.text.endswith(("TP.", "Q.", "P.", "...")):
        return False
    if _ITEM.match(row.text):
        return (listed or not above.text.endswith(".")) and len(row.text) <= 250
    if _OPENS_SENTENCE.match(row.text) or len(row.text) > 160 or is_capitals(row.text) or ABOUT.match(row.text):
        return False
    if row.gap:
        return above.text.endswith((";", ",")) and len(row.text) <= 100
    return above.text.endswith((";", ",")) or starts_lower(row.text) or len(above.text) >= 40
