"""What is wrong with a gold: values that no document can have, and quotes that do not stand in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any

from pipeline.check import Problem, json_path
from pipeline.fields.numerals import DIGITS, WORDS, parse_number
from pipeline.gold.form import Gold, parse_gold
from pipeline.gold.standing import check_quotes
from pipeline.iso8601 import is_date
from pipeline.lexicon import entries
from pipeline.rrule import rrule_problem

#: Words of a heading: twelve, and some room for how dashes are counted.
MOST_WORDS = 14

_NUMBER = re.compile(r"\d+[A-Za-zĐđ]?")
#: "KH-SKHCN", "CT/TW", "2010/NQ-HĐND", and companies with a space in their symbol: "TB-EVN HANOI".
_NOTATION = re.compile(r"\w[\w.&+]*(?:[-/ ]\w[\w.&+]*)*")
_CITED = re.compile(r"\w[\w.&]*(?:[-/ ]\w[\w.&]*)+")
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.(?:/(?:TM|KT|TL|TUQ|Q)\.)*")
_MARKS = re.compile(r"\*\*|~~|__|^#|\||<br")
_AMOUNT = re.compile(rf"{DIGITS}|\b{WORDS}\b", re.IGNORECASE)
_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")


def check_gold_json(raw: bytes, where: str, text: str | None = None, recognised: bool = False) -> list[Problem]:
    """`check_gold` of a JSON text. Raises MalformedResult when it is no JSON."""
    gold, problems = parse_gold(raw, where)
    return problems if gold is None else check_gold(gold, text, recognised)


def check_gold(gold: Gold, text: str | None = None, recognised: bool = False) -> list[Problem]:
    """What is wrong with `gold`, in the order of the rules; [] where nothing is.

    With the document's `text`, quotes and headings have to stand in it, whatever its white space and marks; where the text is
    a recogniser's, `recognised`, nearly so.
    """
    found = [problem for rule in _RULES for problem in rule(gold)]
    return found if text is None else found + list(check_quotes(gold, text, recognised))


# --- texts --------------------------------------------------------------------------------------------------------------


def _texts(path: tuple[str | int, ...], value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts((*path, key), part)
    elif isinstance(value, (list, tuple)):
        for i, part in enumerate(value):
            yield from _texts((*path, i), part)
    elif isinstance(value, str):
        yield path, value


def _check_texts(gold: Gold) -> Iterator[Problem]:
    for path, text in _texts((), gold.model_dump(exclude={"corrections", "uncertain"})):
        if text != " ".join(text.split()):
            yield Problem(json_path(*path), "it has a line break, or spaces too many", "write it on one line with single spaces")
        if text != unicodedata.normalize("NFC", text):
            yield Problem(json_path(*path), "its letters are decomposed", "write it in NFC")
        if _MARKS.search(text):
            yield Problem(json_path(*path), f"{text[:40]!r} holds marks", "leave marks of Markdown and tables out")
    names = (("issuing_body.value", gold.issuing_body.value), ("parent_body", gold.parent_body), ("signer.name", gold.signer.name))
    for at, name in (*names, ("doc_type.name", gold.doc_type.name), ("signer.position", gold.signer.position)):
        if name and len(name) > 4 and name.isupper():
            yield Problem(json_path(at), f"{name!r} is in capitals", "write it in sentence case")


# --- the head -----------------------------------------------------------------------------------------------------------


def _check_states(gold: Gold) -> Iterator[Problem]:
    advice = "make state and value agree"
    body, number, issued = gold.issuing_body, gold.number, gold.issued_date
    if (body.state == "absent") != (body.value is None):
        yield Problem("$.issuing_body.state", f"{body.state}, and the value is {body.value!r}", advice)
    if (number.state in ("blank", "absent")) != (number.value is None) and not _is_doubted(gold, "number"):
        yield Problem("$.number.state", f"{number.state}, and the value is {number.value!r}", advice)
    if number.state == "absent" and number.notation is not None:
        yield Problem("$.number.state", f"absent, and the notation is {number.notation!r}", "call it blank")
    if (issued.state in ("blank", "absent")) != (issued.value is None) and not _is_doubted(gold, "issued_date"):
        yield Problem("$.issued_date.state", f"{issued.state}, and the value is {issued.value!r}", advice)
    if issued.value and issued.state != "handwritten" and (issued.state == "partial") != (len(issued.value) < 10):
        yield Problem("$.issued_date.state", f"{issued.state}, and the date is {issued.value}", "call a date without its day partial")


def _is_doubted(gold: Gold, name: str) -> bool:
    """Handwriting that nobody can read has no value, and is named under `uncertain`."""
    return getattr(gold, name).state == "handwritten" and any(line.startswith(name) for line in gold.uncertain)


def _check_head(gold: Gold) -> Iterator[Problem]:
    number, signer = gold.number, gold.signer
    if number.value and not _NUMBER.fullmatch(number.value):
        yield Problem("$.number.value", f"{number.value!r} is no number", 'write its digits, as printed: "05", "3176B"')
    if number.notation and not _NOTATION.fullmatch(number.notation):
        yield Problem("$.number.notation", f"{number.notation!r} is no symbol", 'write what follows the slash: "KH-SKHCN", "CT/TW"')
    code, symbol = gold.doc_type.code, number.notation or ""
    if code and code not in _codes() and code not in re.split(r"[-/ ]", symbol):
        yield Problem("$.doc_type.code", f"{code!r} is neither of the decree's list nor of the symbol", "write KH, CT, … or null")
    if signer.authority and not _AUTHORITY.fullmatch(signer.authority):
        yield Problem("$.signer.authority", f"{signer.authority!r} is none", 'write TM., KT., TL., TUQ., Q., or two: "TM./KT."')
    if signer.authority is None and signer.on_behalf_of is not None:
        yield Problem("$.signer.on_behalf_of", "it has no authority line", "name the authority, or make it null")
    if list(gold.annotated_pages) != sorted(set(gold.annotated_pages)):
        yield Problem("$.annotated_pages", "they are not in order, or one stands twice", "count pages from 1, each once")


def _codes() -> frozenset[str]:
    return frozenset(entry.extra["code"] for entry in entries("doc_types"))


# --- dates and rules ----------------------------------------------------------------------------------------------------


def _check_dates(gold: Gold) -> Iterator[Problem]:
    period = gold.period
    dated: list[tuple[str, str | None]] = [("$.issued_date.value", gold.issued_date.value)]
    dated += [("$.period.start", period.start), ("$.period.end", period.end)] if period else []
    dated += [(json_path("deadlines", i, "date"), d.date) for i, d in enumerate(gold.deadlines)]
    dated += [(json_path("references", i, "date"), r.date) for i, r in enumerate(gold.references)]
    for path, value in dated:
        if value is not None and not is_date(value):
            yield Problem(path, f"{value!r} is no date of the calendar", "write 2021-01-27, 2021-01 or 2021")
    if period and period.start and period.end and period.start[: len(period.end)] > period.end[: len(period.start)]:
        yield Problem("$.period", f"it ends ({period.end}) before it begins ({period.start})", "look at the quote again")


def _check_deadlines(gold: Gold) -> Iterator[Problem]:
    for i, deadline in enumerate(gold.deadlines):
        at = json_path("deadlines", i)
        if (deadline.date is None) == (deadline.rrule is None):
            yield Problem(at, "it needs a date or a rule, one of them", "give one; lengths of time are left out of gold")
        what = rrule_problem(deadline.rrule) if deadline.rrule else None
        if what:
            yield Problem(f"{at}.rrule", f"{deadline.rrule!r}: {what}", "write an RFC 5545 rule: FREQ=MONTHLY;BYMONTHDAY=25")
        written = {f"{y}-{int(m):02d}-{int(d):02d}" for d, m, y in _FULL_DATE.findall(deadline.quote)}
        if written and len(deadline.date or "") == 10 and deadline.date not in written:
            yield Problem(f"{at}.date", f"{deadline.date}, and the quote says {', '.join(sorted(written))}", "make them agree")


# --- amounts ------------------------------------------------------------------------------------------------------------


def _check_amounts(gold: Gold) -> Iterator[Problem]:
    for i, target in enumerate(gold.targets):
        at = json_path("targets", i)
        if target.value_max is not None and (target.comparator != "=" or target.value_max <= target.value):
            yield Problem(f"{at}.value_max", "a range is = from the lower to the higher number", "look at the quote again")
        yield from _unsaid(at, target.quote, target.value, target.value_max)
    for i, quota in enumerate(gold.award_quotas):
        yield from _unsaid(json_path("award_quotas", i), quota.quote, quota.value)


def _unsaid(at: str, quote: str, *values: float | None) -> Iterator[Problem]:
    """A number that its quote does not hold, neither in digits nor in words."""
    said = {parse_number(found) for found in _AMOUNT.findall(quote)}
    for value in values:
        if value is not None and value not in said:
            yield Problem(f"{at}.value", f"{value:g} does not stand in its quote", "quote the words with the number")


# --- lists --------------------------------------------------------------------------------------------------------------


def _check_references(gold: Gold) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for i, reference in enumerate(gold.references):
        at = json_path("references", i, "number")
        if not _CITED.fullmatch(reference.number):
            yield Problem(at, f"{reference.number!r} is no số, ký hiệu", 'write it as it is officially written: "3158/QĐ-SYT"')
        if reference.number in seen:
            yield Problem(at, f"it stands twice, also at references[{seen[reference.number]}]", "list each number once")
        seen.setdefault(reference.number, i)


def _check_sections(gold: Gold) -> Iterator[Problem]:
    depth = 0
    for i, section in enumerate(gold.sections):
        at = json_path("sections", i)
        if section.depth > depth + 1:
            yield Problem(f"{at}.depth", f"depth {section.depth} after depth {depth}", "go down one step at a time, from 1")
        if not re.search(r"\w", section.label):
            yield Problem(f"{at}.label", f"{section.label!r} is a bullet", "leave bullets out")
        if len(section.heading.split()) > MOST_WORDS:
            yield Problem(f"{at}.heading", f"it has {len(section.heading.split())} words", "cut it after twelve")
        depth = section.depth


def _check_notes(gold: Gold) -> Iterator[Problem]:
    if PurePath(gold.doc).name != gold.doc:
        yield Problem("$.doc", f"{gold.doc!r} names a folder", "write the name of the file alone")
    for i, mend in enumerate(gold.corrections or ()):
        if mend.raw == mend.true:
            yield Problem(json_path("corrections", i), "it changes nothing", "leave it out")


_RULES: tuple[Callable[[Gold], Iterator[Problem]], ...] = (
    _check_texts,
    _check_states,
    _check_head,
    _check_dates,
    _check_deadlines,
    _check_amounts,
    _check_references,
    _check_sections,
    _check_notes,
)
