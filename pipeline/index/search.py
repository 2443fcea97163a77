"""Asking an index on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

from tantivy import DocAddress, Index, Occur, Order
from tantivy import Query as Q

from pipeline.index.compile import MARKS, Fixes, Target, Unit, compile_query, strict_units, units_of, with_marks
from pipeline.index.faults import IndexUnreadable
from pipeline.index.query import Query, parse_query
from pipeline.index.schema import FACETS, SHOWN, register, unpack
from pipeline.index.snippets import Snippet, snippets
from pipeline.index.spelling import Vocabulary, fixes_for, vocabulary
from pipeline.index.store import current
from pipeline.index.wording import plain
from pipeline.text import Edit

Match = Literal["exact", "folded", "corrected", "partial"]
Sort = Literal["relevance", "newest", "oldest"]
Place: TypeAlias = tuple[int, int]  #: segment and document of tantivy
_FACET_VALUES = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """`match`: exact, all words with the marks that were typed; folded, some only with other marks or none; corrected, other words
    than were typed (`Results.corrected`); partial, most of the words."""

    key: str
    score: float
    match: Match
    shown: Mapping[str, Any]  #: path, sha256, number, type, subject, issuer, province, current_province, issued, signer, status
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found."""

    query: str
    total: int
    corrected: Fixes  #: words that stand in no document, and what was looked for in their place
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]  #: counts of all that match, the commonest first


@dataclass(frozen=True, slots=True)
class _Try:
    match: Match
    asked: Q
    fixes: Fixes


class Searcher:
    """An opened index: what it held at that moment, whatever is built meanwhile.

    Raises IndexMissing or IndexUnreadable. A class, because the vocabulary is worth keeping between queries.
    """

    def __init__(self, folder: Path) -> None:
        index = _open(folder)
        self._target = Target(index.schema, index.searcher())

    @property
    def documents(self) -> int:
        return int(self._target.searcher.num_docs)

    def search(
        self, text: str, limit: int = 10, offset: int = 0, facets: bool = False, sort: Sort = "relevance", passages: int = 1
    ) -> Results:
        """The documents that answer `text` (see `query`), with at most `passages` snippets each. Raises QueryError.

        Only where no document has all the words, mistyped ones are replaced; where that finds none either, most words are enough.
        Without words there is nothing to be relevant to: then the newest come first.
        """
        query = parse_query(text)
        order: Sort = "newest" if sort == "relevance" and not query.words else sort
        for tried in self._tries(query):
            total, found = self._find(tried.asked, limit, offset, order)
            if total:
                hits = self._hits(query, tried, found[:limit], passages)
                return Results(text, total, tried.fixes, hits, self._facets(tried.asked) if facets else {})
        return Results(text, 0, {}, (), {})

    def _tries(self, query: Query) -> Iterator[_Try]:
        yield _Try("exact", compile_query(query, self._target), {})
        if any(not one.out for one in query.words):
            fixes = fixes_for(query, self._target, self._vocabulary)
            if fixes:
                yield _Try("corrected", compile_query(query, self._target, fixes), fixes)
            yield _Try("partial", compile_query(query, self._target, fixes, most=True), fixes)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary(self._target)

    def _find(self, asked: Q, limit: int, offset: int, sort: Sort) -> tuple[int, list[tuple[float, DocAddress]]]:
        """How many match; scores, without the steps for marks, and addresses of those asked for."""
        search, most = self._target.searcher.search, max(limit, 1)
        if sort == "relevance":
            found: Any = search(asked, limit=most, offset=offset)
            return found.count, [(score % MARKS, address) for score, address in found.hits]
        order = Order.Desc if sort == "newest" else Order.Asc
        found = search(asked, limit=most, offset=offset, order_by_field="issued_last", order=order)
        return found.count, [(0.0, address) for _, address in found.hits]

    def _shown(self, address: DocAddress) -> dict[str, Any]:
        return unpack(self._target.searcher.doc(address)["shown"][0])

    def _hits(self, query: Query, tried: _Try, found: Sequence[tuple[float, DocAddress]], passages: int) -> tuple[Hit, ...]:
        shown = [self._shown(address) for _, address in found]
        strict = strict_units(query, self._target) if tried.match == "exact" else []
        places = [(address.segment_ord, address.doc) for _, address in found]
        folded = self._without_marks(strict, [one["key"] for one in shown], places)
        wanted, exact = self._wanted(query, tried.fixes), frozenset(unit.words for unit in strict)
        hits = []
        for place, (score, _), one in zip(places, found, shown, strict=True):
            mended = [Edit(*edit) for edit in one.get("mended", ())]
            match: Match = "folded" if place in folded else tried.match
            passed = snippets(one["text"], mended, wanted, exact if match == "exact" else frozenset(), passages)
            hits.append(Hit(one["key"], round(score, 3), match, {name: one[name] for name in SHOWN if name != "key"}, passed))
        return tuple(hits)

    def _wanted(self, query: Query, fixes: Fixes) -> frozenset[tuple[str, ...]]:
        out: set[tuple[str, ...]] = set()
        for unit in units_of(query, self._target):
            if unit.phrase:
                out.add(unit.words)
            else:
                out |= {tuple(fixed.split()) for word in unit.words for fixed in fixes.get(plain(word), (word,))}
        return frozenset(out)

    def _without_marks(self, strict: Sequence[Unit], keys: Sequence[str], places: Sequence[Place]) -> frozenset[Place]:
        """Those of `places`, whose keys these are, that lack one of the words just as it was typed."""
        if not strict or not keys:
            return frozenset()
        among = Q.term_set_query(self._target.schema, "key", list(keys))
        asked = Q.boolean_query([(Occur.Must, with_marks(strict, self._target)), (Occur.Must, among)])
        found = self._target.searcher.search(asked, limit=len(keys), count=False)
        return frozenset(places) - {(address.segment_ord, address.doc) for _, address in found.hits}

    def _facets(self, asked: Q) -> dict[str, tuple[tuple[str, int], ...]]:
        wanted = {name: {"terms": {"field": f"facet_{name}", "size": 50}} for name in FACETS}
        answer = self._target.searcher.aggregate(asked, wanted)
        return {name: _counts(answer[name]["buckets"]) for name in FACETS}


def _counts(buckets: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, int], ...]:
    counted = sorted(((str(one["key"]), int(one["doc_count"])) for one in buckets), key=lambda pair: (-pair[1], pair[0]))
    return tuple(counted[:_FACET_VALUES])


def _open(folder: Path) -> Index:
    """The current generation; when it is swept away between reading its name and opening it, the one that is current then."""
    reason = ""
    for _ in range(5):
        generation = current(folder)
        try:
            index = Index.open(str(generation))
        except ValueError as error:
            reason = str(error)
            continue
        register(index)
        return index
    raise IndexUnreadable(f"it cannot be opened ({reason[:120]})", str(folder), "build the index anew with --rebuild")
