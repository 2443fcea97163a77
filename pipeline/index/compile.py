"""A parsed query as a query of tantivy: what a document must have, and what puts it before others.

A document must have every word, with or without its marks, every phrase, and pass every filter. Of those that do, the ones come first
that have the words with just the marks that were typed; then what weighs is BM25 of the words, and more than that of neighbouring
words that stand side by side in the document as well, most in its title: in Vietnamese it takes two or three of them to mean something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Any, TypeAlias

from tantivy import FieldType, Occur, Schema, Searcher
from tantivy import Query as Q

from pipeline.index.days import FIRST, LAST, Days
from pipeline.index.numbers import number_key
from pipeline.index.query import Filter, Query
from pipeline.index.schema import province_terms, type_terms
from pipeline.index.wording import plain, term, words
from pipeline.text import fold

#: For a word without marks, what to look for in its place; two words with a space between them stand side by side.
Fixes: TypeAlias = Mapping[str, Sequence[str]]

#: One step for the marks of the marked words, another for words typed without marks too; far above any sum of weights below.
MARKS = 4096.0
_FIELDS = {"title": 1.0, "issuer": 0.5, "signer": 0.5}
_PAIR, _TITLE_PAIR, _LINE = 2.0, 2.0, 2.0  #: times the rarity of the words side by side
_OWN_NUMBER, _CITED = 40.0, 4.0
_MOST = 0.7  #: share of the words that "most words" means
_LONGEST_NUMBER = 6  #: words of a number: "13 2014 TTLT BLĐTBXH BTC"


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked: tantivy's index with its schema and the searcher of one moment."""

    schema: Schema
    searcher: Searcher

    def count(self, field: str, value: str) -> int:
        return int(self.searcher.doc_freq(field, value))


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that have to be there together: one word, a phrase in quotes, or the words of a number."""

    words: tuple[str, ...]  #: with their marks
    phrase: bool = False
    number: str = ""  #: key of a number that the index knows


# --- units -------------------------------------------------------------------------------------------------------------------


def units_of(query: Query, target: Target) -> list[Unit]:
    """The units of what is wanted, in order; words in a row that are a known number are one unit."""
    out: list[Unit] = []
    loose: list[str] = []
    for typed in query.words:
        if typed.out:
            continue
        if typed.together:
            out += _loose_units(loose, target)
            out.append(Unit(tuple(words(typed.text)), phrase=True))
            loose = []
        else:
            loose += words(typed.text)
    return out + _loose_units(loose, target)


def _loose_units(loose: Sequence[str], target: Target) -> list[Unit]:
    out: list[Unit] = []
    at = 0
    while at < len(loose):
        unit = _number_at(loose, at, target) or Unit((loose[at],))
        out.append(unit)
        at += len(unit.words)
    return out


def _number_at(loose: Sequence[str], at: int, target: Target) -> Unit | None:
    if not loose[at][0].isdigit():
        return None
    for end in range(min(len(loose), at + _LONGEST_NUMBER), at, -1):
        key = number_key(" ".join(loose[at:end]))
        if not key.replace("/", "").isdigit() and (target.count("numbered", key) or target.count("cited", key)):
            return Unit(tuple(loose[at:end]), number=key)
    return None


# --- the whole ---------------------------------------------------------------------------------------------------------------


def compile_query(query: Query, target: Target, fixes: Fixes | None = None, most: bool = False) -> Q:
    """`fixes` as `spelling` finds them. `most`: not every word has to be there."""
    units = units_of(query, target)
    clauses = [(Occur.Must, one) for one in _wanted(units, target, fixes or {}, most)]
    clauses += [(Occur.Must, _filter(one, target)) for one in query.filters if not one.out]
    if not clauses:
        clauses.append((Occur.Must, Q.const_score_query(Q.all_query(), 0.0)))
    clauses += [(Occur.MustNot, _filter(one, target)) for one in query.filters if one.out]
    clauses += [(Occur.MustNot, _together(words(one.text), "folded", target)) for one in query.words if one.out]
    clauses += [(Occur.Should, one) for one in _preferred(units, target, fixes or {})]
    return Q.boolean_query(clauses)


def _wanted(units: Sequence[Unit], target: Target, fixes: Fixes, most: bool) -> list[Q]:
    wanted = [_unit(unit, target, fixes) for unit in units]
    if most and len(wanted) > 1:
        least = max(1, round(_MOST * len(wanted)))
        return [Q.boolean_query([(Occur.Should, one) for one in wanted], minimum_number_should_match=least)]
    return wanted


def _unit(unit: Unit, target: Target, fixes: Fixes) -> Q:
    if unit.phrase:
        return _together(unit.words, "folded", target)
    if unit.number:
        known = [_term("numbered", unit.number, target), _term("cited", unit.number, target)]
        return _any([*known, _all([_term("folded", plain(word), target) for word in unit.words])])
    word = plain(unit.words[0])
    return _any([_together(fixed.split(), "folded", target) for fixed in fixes.get(word, (word,))])


def _preferred(units: Sequence[Unit], target: Target, fixes: Fixes) -> list[Q]:
    every, marked = _every_and_marked(units)
    out = [Q.const_score_query(with_marks(some, target), MARKS) for some in (marked, every) if marked]
    for unit in units:
        if unit.number:
            out += [Q.const_score_query(_term("numbered", unit.number, target), _OWN_NUMBER)]
            out += [Q.const_score_query(_term("cited", unit.number, target), _CITED)]
    line = [part for unit in units for word in unit.words for part in fixes.get(plain(word), (plain(word),))[0].split()]
    out += [Q.boost_query(_term(field, word, target), weight) for word in dict.fromkeys(line) for field, weight in _FIELDS.items()]
    for pair in dict.fromkeys(pairwise(line)):
        rarity = _rarity(pair, target)
        out.append(Q.const_score_query(_together(pair, "folded", target), _PAIR * rarity))
        out.append(Q.const_score_query(_together(pair, "title", target), _TITLE_PAIR * rarity))
    if len(line) > 2:
        out.append(Q.const_score_query(_together(line, "folded", target), _LINE * _rarity(line, target)))
    return out


def _rarity(some: Sequence[str], target: Target) -> float:
    """BM25's weight of a word, for words side by side. tantivy takes the sum of theirs, which for common syllables is next to nothing."""
    holding = count_together(some, target)
    return log(1 + (target.searcher.num_docs - holding + 0.5) / (holding + 0.5))


def strict_units(query: Query, target: Target) -> list[Unit]:
    """What has to be there with just the marks that were typed for a match to be exact.

    Nothing for a query typed without marks; all where at least half of the words have some ("thi đua" is not "thị đua"); else the marked
    words alone, for somebody who marks a word or two does so to tell them apart ("ke hoach thị xã").
    """
    every, marked = _every_and_marked(units_of(query, target))
    return every if 2 * len(marked) >= len(every) else marked


def _every_and_marked(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    every = [unit for unit in units if not unit.number]
    return every, [unit for unit in every if any(word != fold(word) for word in unit.words)]


def with_marks(units: Sequence[Unit], target: Target) -> Q:
    return _all([_together(unit.words, "accented", target) for unit in units])


def count_together(some: Sequence[str], target: Target) -> int:
    """In how many documents the words without marks stand side by side."""
    found: Any = target.searcher.search(Q.const_score_query(_together(some, "folded", target), 1.0), limit=1)
    return int(found.count)


# --- filters -----------------------------------------------------------------------------------------------------------------


def _filter(one: Filter, target: Target) -> Q:
    made = [_days(one.field, days, target) for days in one.days] + [_value(one.field, value, target) for value in one.values]
    return Q.const_score_query(_any(made), 0.0)


def _value(field: str, value: str, target: Target) -> Q:
    match field:
        case "key":
            return _any([_term("key", value, target), _term("sha256", value.removeprefix("sha256:").lower(), target)])
        case "type":
            return _any([_term("type", name, target) for name in (term(value), *type_terms(value)[:1])])
        case "province" | "province_issued" | "province_now":
            return _term(field, province_terms([value])[0], target)
        case "number" | "cites":
            return _term(field, number_key(value), target)
        case "status":
            return _term(field, value.lower(), target)
        case "subject":
            return _together(words(value), "title", target)
        case _:
            return _together(words(value), field, target)


def _days(field: str, days: Days, target: Target) -> Q:
    if field == "deadline":
        return _range("deadline", days.first, days.last, target)
    return _all([_range(f"{field}_first", FIRST, days.last, target), _range(f"{field}_last", days.first, LAST, target)])


# --- pieces ------------------------------------------------------------------------------------------------------------------


def _term(field: str, value: str, target: Target) -> Q:
    return Q.term_query(target.schema, field, value)


def _range(field: str, first: int, last: int, target: Target) -> Q:
    return Q.range_query(target.schema, field, FieldType.Integer, first, last)


def _together(some: Sequence[str], field: str, target: Target) -> Q:
    """The words side by side; with their marks in the field `accented`."""
    asked: list[str | tuple[int, str]] = [word if field == "accented" else plain(word) for word in some]
    return _term(field, str(asked[0]), target) if len(asked) == 1 else Q.phrase_query(target.schema, field, asked)


def _any(queries: Iterable[Q]) -> Q:
    made = list(queries)
    return made[0] if len(made) == 1 else Q.boolean_query([(Occur.Should, one) for one in made])


def _all(queries: Iterable[Q]) -> Q:
    made = list(queries)
    return made[0] if len(made) == 1 else Q.boolean_query([(Occur.Must, one) for one in made])
