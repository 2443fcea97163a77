"""Directives into an index on this machine: added, replaced by their key, deleted; all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from pipeline.errors import InputEmpty
from pipeline.index.records import Record
from pipeline.index.schema import document, register, schema
from pipeline.index.store import building

_HEAP = 256 * 1024 * 1024  #: bytes tantivy gathers before it writes a segment


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `duplicates`: how often a key came in this input, where more than once; the last one stays."""

    documents: int  #: in the index now
    added: int
    updated: int
    deleted: int
    duplicates: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]  #: keys to delete that were not there


def update_index(
    folder: Path,
    records: Iterable[Record],
    delete: Iterable[str] = (),
    rebuild: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Built:
    """Delete the keys, then add the records, each in place of the one with its key; `rebuild` begins with nothing.

    Searches see the old state until all is written. Raises InputEmpty when a new index would hold nothing, and IndexBusy,
    IndexUnreadable as `store` says. `progress` is told the number of records after each.
    """
    with building(folder, rebuild) as generation:
        index = _open(generation)
        with _writing(index) as writer:
            deleted, unknown = _delete(index, writer, delete)
            added, updated, seen = _add(index, writer, records, progress)
        index.reload()
        documents = index.searcher().num_docs
        if not documents and not deleted:
            raise InputEmpty("there is no directive in the input", str(folder), "give JSON Lines that extract or batch wrote")
    return Built(documents, added, updated, deleted, tuple((key, n) for key, n in seen.items() if n > 1), unknown)


def _open(generation: Path) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(generation))
    register(index)
    return index


@contextmanager
def _writing(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """All that is written counts at the end, or nothing; either way its threads have stopped then."""
    writer = index.writer(_HEAP, 1)
    try:
        yield writer
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()


def _has(index: tantivy.Index, key: str) -> bool:
    query = tantivy.Query.term_query(index.schema, "key", key)
    return bool(index.searcher().search(query, limit=1, count=False).hits)


def _delete(index: tantivy.Index, writer: tantivy.IndexWriter, keys: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    wanted = dict.fromkeys(keys)
    known = [key for key in wanted if _has(index, key)]
    for key in known:
        writer.delete_documents_by_term("key", key)
    return len(known), tuple(key for key in wanted if key not in known)


def _add(
    index: tantivy.Index, writer: tantivy.IndexWriter, records: Iterable[Record], progress: Callable[[int], None]
) -> tuple[int, int, Counter[str]]:
    """Counts of new and of replaced documents, and how often each key came."""
    seen: Counter[str] = Counter()
    updated = 0
    searched = index.searcher().num_docs > 0
    for count, record in enumerate(records, 1):
        held = searched and not seen[record.key] and _has(index, record.key)
        if held or seen[record.key]:
            writer.delete_documents_by_term("key", record.key)
        updated += held
        seen[record.key] += 1
        writer.add_document(document(record))
        progress(count)
    return len(seen) - updated, updated, seen
