"""The tables of names in `pipeline/data/*.csv`: reading them, and finding what a text names.

One table a file, with where it comes from in `data/SOURCES.md`. Each is read once, when first asked for, and looked up exactly
(but for case, spaces, punctuation and missing marks), or closely for noisy text.

A date `on` is ISO 8601, whole or partial ("2025", "2025-03"): an entry counts when it was valid on some day of it.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pipeline.errors import LexiconError
from pipeline.text import fold

COLUMNS = ("id", "canonical", "variants", "valid_from", "valid_to", "source")

_DATE = re.compile(r"(?:\d{4}-\d{2}-\d{2})?")
_NOT_WORD = re.compile(r"[\W_]+")
_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a table; `extra` holds the columns that only this table has."""

    id: str
    canonical: str
    variants: tuple[str, ...]
    valid_from: str | None  #: first day, ISO 8601; None: as long as matters here
    valid_to: str | None  #: last day; None: still valid
    source: str
    extra: Mapping[str, str] = field(hash=False)

    def valid(self, on: str | None) -> bool:
        """Whether the entry was valid on some day of the date `on`; always when there is no date."""
        return not on or ((self.valid_from or "") <= on + "~" and (self.valid_to or "9999") >= on)


# --- reading ----------------------------------------------------------------------------------------------------------


def _read(name: str) -> str:
    """The text of a data file, from a folder or from within a zip.

    The module's own loader is asked: it does what importlib.resources does, whose import alone takes three times the
    loading of all the tables.
    """
    loader: Any = globals()["__loader__"]
    try:
        data: bytes = loader.get_data(os.path.join(_DATA, name))
        return data.decode("utf-8")
    except OSError as error:
        raise LexiconError("cannot be read", f"pipeline/data/{name}", "reinstall the package") from error
    except UnicodeDecodeError as error:
        raise LexiconError("is not UTF-8", f"pipeline/data/{name}", "save it as UTF-8") from error


def parse_table(name: str, text: str) -> tuple[Entry, ...]:
    """The entries of the csv `text`; `name` is the file's, for messages. Raises LexiconError naming the line."""
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    out: dict[str, Entry] = {}
    try:
        header = next(rows, [])
        if tuple(header[: len(COLUMNS)]) != COLUMNS:
            raise _malformed(name, 1, f"begins with the columns {', '.join(header) or 'of nothing'}", f"begin with {', '.join(COLUMNS)}")
        for row in rows:
            trouble = _trouble(header, row, out)
            if trouble:
                raise _malformed(name, rows.line_num, *trouble)
            key, canonical, variants, valid_from, valid_to, source, *more = row
            forms = tuple(variants.split("|")) if variants else ()
            out[key] = Entry(key, canonical, forms, valid_from or None, valid_to or None, source, dict(zip(header[6:], more, strict=True)))
    except csv.Error as error:
        raise _malformed(name, rows.line_num, str(error), "mend the quoting") from error
    return tuple(out.values())


def _trouble(header: list[str], row: list[str], seen: Mapping[str, Entry]) -> tuple[str, str] | None:
    """What is wrong with a row and what to do about it."""
    if len(row) != len(header):
        return f"has {len(row)} cells instead of {len(header)}", "quote cells that hold a comma"
    if not (row[0] and row[1] and row[5]):
        return "lacks an id, a canonical form or a source", "fill them in"
    if row[0] in seen:
        return f"repeats the id {row[0]!r}", "give every row its own id"
    if "||" in row[2] or row[2][:1] == "|" or row[2][-1:] == "|":
        return f"has an empty variant in {row[2]!r}", "separate variants by one |"
    first, last = row[3], row[4]
    if (first or last) and not (_DATE.fullmatch(first) and _DATE.fullmatch(last) and (not last or first <= last)):
        return f"is valid from {first!r} to {last!r}", "write YYYY-MM-DD, the earlier day first, or nothing"
    return None


def _malformed(name: str, line: int, what: str, advice: str) -> LexiconError:
    return LexiconError(what, f"pipeline/data/{name}:{line}", advice)


@cache
def entries(table: str) -> tuple[Entry, ...]:
    """All rows of `pipeline/data/<table>.csv`, in the file's order. Raises LexiconError when it is missing or malformed."""
    return parse_table(f"{table}.csv", _read(f"{table}.csv"))


# --- look-up ----------------------------------------------------------------------------------------------------------


def squeeze(text: str) -> str:
    """`text` in lower case, with nothing but its letters and digits: what look-ups compare.

    >>> squeeze("GD&ĐT"), squeeze("TP. Hồ Chí Minh")
    ('gdđt', 'tphồchíminh')
    """
    return _NOT_WORD.sub("", text.lower().replace("ð", "đ"))


def index(forms: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    """Key -> the entries with that form, each once, in the order of the table."""
    out: dict[str, tuple[Entry, ...]] = {}
    for key, entry in forms:
        held = out.get(key)
        if held is None:
            out[key] = (entry,)
        elif not any(entry is other for other in held):
            out[key] = (*held, entry)
    return out


@cache
def _exact(table: str) -> dict[str, tuple[Entry, ...]]:
    return index((squeeze(form), entry) for entry in entries(table) for form in (entry.canonical, *entry.variants))


@cache
def _folded(table: str) -> dict[str, tuple[Entry, ...]]:
    return index((fold(key), entry) for key, found in _exact(table).items() for entry in found)


def find(table: str, text: str, on: str | None = None) -> tuple[Entry, ...]:
    """The entries that `text` names: by their exact letters, or else by the letters without marks.

    Case, spaces and punctuation do not count. With a date `on`, only entries valid then. In the file's order.

    >>> [entry.canonical for entry in find("doc_types", "ĐA") if entry.extra["system"] == "state"]
    ['Đề án']
    >>> [entry.canonical for entry in find("bodies", "SO Y TE")]
    ['Sở Y tế']
    """
    key = squeeze(text)
    found = _exact(table).get(key) or _folded(table).get(fold(key), ())
    return tuple(entry for entry in found if entry.valid(on))


def find_close(table: str, text: str, on: str | None = None, cutoff: float = 88.0) -> Entry | None:
    """The one entry nearest to noisy `text` ("SƠ Y TẾ", "Sờ Tư phâp"), or None when none is near or two are as near.

    `cutoff` is the least similarity, 0..100, of the letters without marks. Texts under five letters only match exactly.
    """
    exact = find(table, text, on)
    if exact:
        return exact[0] if len({entry.canonical for entry in exact}) == 1 else None
    key = fold(squeeze(text))
    if not 5 <= len(key) <= 200:
        return None
    from rapidfuzz import fuzz, process

    forms = {form: found for form, found in _folded(table).items() if len(form) >= 5}
    best: dict[str, tuple[float, Entry]] = {}
    for form, score, _ in process.extract(key, forms.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=8):
        for entry in forms[form]:
            if entry.valid(on) and score > best.get(entry.canonical, (0.0,))[0]:
                best[entry.canonical] = (score, entry)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return ranked[0][1] if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]) else None
