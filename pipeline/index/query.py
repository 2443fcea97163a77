"""What a user types, parsed: `words "phrases" type:KH province:"Bắc Kạn" issued:2021-01..2021-06 deadline:<2021-06-01 -cites:34-CT/TW`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipeline.index.days import Days, range_of
from pipeline.index.faults import QueryError
from pipeline.index.wording import WORD
from pipeline.text import fold

#: Fields of filters, with their names in Vietnamese.
TEXT_FIELDS = {
    "type": ("loai",),
    "province": ("tinh",),
    "province_issued": (),
    "province_now": (),
    "number": ("so",),
    "cites": ("vien_dan", "can_cu"),
    "issuer": ("co_quan",),
    "signer": ("nguoi_ky",),
    "recipient": ("noi_nhan",),
    "award": ("khen_thuong",),
    "subject": ("trich_yeu",),
    "status": (),
    "key": (),
}
DATE_FIELDS = {"issued": ("ngay",), "deadline": ("han",), "period": ("thoi_gian",)}
_NAMES = {alias: name for name, aliases in (TEXT_FIELDS | DATE_FIELDS).items() for alias in (name, *aliases)}


@dataclass(frozen=True, slots=True)
class Words:
    """Words as typed; `together` in quotes, to stand side by side; `out`: not in the document."""

    text: str
    together: bool = False
    out: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Documents of which the field has one of `values` (text fields) or lies within or touches one of `days` (date fields)."""

    field: str
    values: tuple[str, ...] = ()
    days: tuple[Days, ...] = ()
    out: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; `text` is what was typed. Words, phrases and filters all have to hold."""

    text: str
    words: tuple[Words, ...]
    filters: tuple[Filter, ...]


_QUOTES = str.maketrans("“”„‟«»", '""""""')
_ITEM = re.compile(
    r"""
    (?P<out> -(?=[^\W\d_]|") )?
    (?: (?P<field> [^\W\d_]\w* ) :
        (?P<values> (?:"[^"]*" | [^\s"|]+) (?: \| (?:"[^"]*" | [^\s"|]+) )* )
      | "(?P<phrase> [^"]* )"
      | (?P<word> [^\s"]+ )
      | (?P<open> " )
    )
    """,
    re.VERBOSE,
)
_VALUE = re.compile(r'"([^"]*)"|([^\s"|]+)')


def parse_query(text: str) -> Query:
    """Never guesses: a field that does not exist and a date that is none raise QueryError.

    >>> parse_query('thi đua "giấy khen" type:KH|CV issued:<1970-01-02').filters[0]
    Filter(field='type', values=('KH', 'CV'), days=(), out=False)
    """
    words: list[Words] = []
    filters: list[Filter] = []
    for item in _ITEM.finditer(unicodedata.normalize("NFC", text).translate(_QUOTES)):
        if item["field"] and (made := _filter(item["field"], item["values"], bool(item["out"]))):
            filters.append(made)
        elif item["open"]:
            raise QueryError('a quotation mark " is left open', text, "close it, or leave it out")
        else:
            typed = item["phrase"] or item["word"] or f"{item['field'] or ''} {item['values'] or ''}"
            if WORD.search(typed):
                words.append(Words(typed.strip(), item["phrase"] is not None, bool(item["out"])))
    return Query(text, tuple(words), tuple(filters))


def _filter(name: str, raw: str, out: bool) -> Filter | None:
    """None where "name:value" is ordinary text ("Điều:1", "http://…")."""
    field = _NAMES.get(fold(name))
    if field is None:
        if re.fullmatch(r"[a-z][a-z_]*", name) and not raw.startswith("//"):
            raise QueryError("there is no such field", f"{name}:{raw}", f"fields are {', '.join((*TEXT_FIELDS, *DATE_FIELDS))}")
        return None
    values = tuple(quoted or bare for quoted, bare in _VALUE.findall(raw))
    if field in TEXT_FIELDS:
        return _text_filter(field, values, out)
    try:
        return Filter(field, days=tuple(map(range_of, values)), out=out)
    except ValueError as error:
        raise QueryError(str(error), f"{name}:{raw}", "write 2021-01-15, 2021-01, 2021, 2021-01..2021-06, <2021-06-01 or >=2021") from error


def _text_filter(field: str, values: tuple[str, ...], out: bool) -> Filter:
    kept = tuple(value for value in values if WORD.search(value))
    if not kept:
        raise QueryError("it has no value", f"{field}:", f'write {field}:VALUE or {field}:"SEVERAL WORDS"')
    return Filter(field, kept, out=out)
