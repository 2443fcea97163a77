"""The search index: speed and size beside SQLite FTS5, builds that are killed, and what word segmentation would bring.

    python -m pipeline generate 20000 --seed 11 -o made && python -m pipeline batch made -o out
    python benchmarks/search.py speed out/directives.jsonl      # tantivy and FTS5 on the same documents in the same run
    python benchmarks/search.py kills out/directives.jsonl      # 20 builds ended by SIGKILL at random moments
    python benchmarks/search.py words                           # ranking of the judged queries with compounds as terms (vanban[nlp])

Times of queries are CPU time of this thread, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pipeline.index.build import update_index  # noqa: E402
from pipeline.index.days import days_of  # noqa: E402
from pipeline.index.lines import read_records  # noqa: E402
from pipeline.index.query import Filter, parse_query  # noqa: E402
from pipeline.index.records import Record, reading_text  # noqa: E402
from pipeline.index.search import Searcher  # noqa: E402
from pipeline.index.wording import WORD, plain  # noqa: E402

CASES = json.loads((ROOT / "tests/cases/search/corpus.json").read_text(encoding="utf-8"))
#: Besides the judged ones: what the made-up documents are about, in common words and with filters that both sides know.
QUERIES = (
    *("chuyển đổi số", "chuyen doi so", "thi đua", "thi dua khen thuong", '"giấy khen"', '"cải cách hành chính"'),
    *("ủy ban nhân dân tỉnh", "phòng chống dịch sốt xuất huyết", "phong chong dich sot xuat huyet", "tiêm chủng bổ sung"),
    *("chữ ký số văn bản điện tử", "thi đua type:KH", "chuyen doi so type:CT issued:2022", '"giấy khen" issued:2021-01..2021-06'),
    *("an toàn thực phẩm type:KH issued:2023", "hồ sơ trực tuyến issued:2024", "văn hóa công sở type:KH", "ngộ độc thực phẩm"),
    *("kỷ luật kỷ cương hành chính", "báo cáo kết quả trước ngày"),
)


# --- SQLite FTS5 -----------------------------------------------------------------------------------------------------------------


FACTS = "key, type, code, issuer, province, now, year, status, first, last, shown, text"
FOUND = "FROM words JOIN facts f ON f.rowid = words.rowid WHERE "


class Fts5:
    """The same words, folded by the same rules, in a title and a body; facts in a table beside them, indexed for filters and counts."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.db.execute("CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')")
        self.db.execute(f"CREATE TABLE facts ({FACTS})")

    def build(self, records: Iterator[Record]) -> None:
        for number, one in enumerate(records, 1):
            title = " ".join(filter(None, (one.type, one.number, one.subject)))
            self.db.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (number, plain(title), self._body(one)))
            days = days_of(one.issued) if one.issued else None
            facts = (one.key, one.type, one.type_code, one.issuer, one.province, one.current_province, one.issued and one.issued[:4])
            more = (one.status, days and days.first, days and days.last, json.dumps([one.path, one.subject]), one.text)
            self.db.execute(f"INSERT INTO facts (rowid, {FACTS}) VALUES ({', '.join('?' * 13)})", (number, *facts, *more))
        for column in ("type", "code", "province", "first", "last"):
            self.db.execute(f"CREATE INDEX by_{column} ON facts ({column})")
        self.db.commit()

    def _body(self, one: Record) -> str:
        return plain("\n".join((reading_text(one.text, one.mended).text, *one.bodies, *one.recipients, one.signer or "")))

    def search(self, text: str, facets: bool = False) -> int:
        """Ten hits with a passage of each, as ours gives them; the number of all."""
        query = parse_query(text)
        terms = [" ".join(f'"{" ".join(WORD.findall(plain(one.text)))}"' for one in query.words if not one.out)]
        filters = [self._filter(one) for one in query.filters]
        where = " AND ".join(["words MATCH ?", *(sql for sql, _ in filters)])
        values = [*terms, *(value for _, some in filters for value in some)]
        ranked = f"SELECT f.shown, f.text, snippet(words, 1, '<', '>', '…', 40) {FOUND} {where} ORDER BY bm25(words, 4.0, 1.0) LIMIT 10"
        self.db.execute(ranked, values).fetchall()
        total = self.db.execute(f"SELECT count(*) {FOUND} {where}", values).fetchone()[0]
        for column in ("type", "issuer", "province", "now", "year", "status") if facets else ():
            counts = f"SELECT f.{column}, count(*) n {FOUND} {where} GROUP BY 1 ORDER BY n DESC LIMIT 10"
            self.db.execute(counts, values).fetchall()
        return int(total)

    def _filter(self, one: Filter) -> tuple[str, list[Any]]:
        if one.field == "type":
            return "f.code = ?", [one.values[0]]
        return "f.first <= ? AND f.last >= ?", [one.days[0].last, one.days[0].first]


def _known_to_both(text: str) -> bool:
    query = parse_query(text)
    simple = all(one.field in ("type", "issued") and not one.out and one.values != ("CV",) for one in query.filters)
    return bool(query.words) and simple and not any(one.out for one in query.words)


# --- speed -----------------------------------------------------------------------------------------------------------------------


def speed(lines: Sequence[str], rounds: int, limit: int | None, folder: Path) -> None:
    start = time.process_time()
    records = list(islice(read_records(lines, print), limit))
    read = time.process_time() - start
    characters = sum(len(one.text) for one in records)
    print(f"{len(records)} documents, {characters / 1e6:.1f} million characters; reading them: {len(records) / read:.0f} a CPU second\n")

    built = _timed(lambda: update_index(folder / "index", iter(records), rebuild=True))
    peer = Fts5(folder / "fts5.db")
    peer_built = _timed(lambda: peer.build(iter(records)))
    size, peer_size = _size(folder / "index"), (folder / "fts5.db").stat().st_size
    print(f"{'':34} {'vanban (tantivy)':>18} {'SQLite FTS5':>14}")
    print(f"{'documents a CPU second':34} {len(records) / built:18.0f} {len(records) / peer_built:14.0f}")
    print(f"{'size, MB':34} {size / 1e6:18.1f} {peer_size / 1e6:14.1f}")
    print(f"{'bytes a character of text':34} {size / characters:18.2f} {peer_size / characters:14.2f}")

    start = time.process_time()
    searcher = Searcher(folder / "index")
    opened = time.process_time() - start
    queries = [text for text in (*QUERIES, *(case["query"] for case in CASES)) if _known_to_both(text)]
    every = [*QUERIES, *(case["query"] for case in CASES)]
    for name, facets in (("without facets", False), ("with facets", True)):
        ours = _times(queries, lambda text, f=facets: searcher.search(text, facets=f), rounds)
        theirs = _times(queries, lambda text, f=facets: peer.search(text, facets=f), rounds)
        for part, share in (("p50", 50), ("p99", 99)):
            label = f"query {name}, {part}, ms"
            print(f"{label:34} {_share(ours, share):18.2f} {_share(theirs, share):14.2f}")
    whole = _times(every, lambda text: searcher.search(text), rounds)
    print(f"\n{len(queries)} queries that both understand, {rounds} rounds; all {len(every)} here:")
    print(f"p50 {_share(whole, 50):.2f} ms, p99 {_share(whole, 99):.2f} ms; opening the index {opened * 1000:.1f} ms")
    _slowest(every, searcher)


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _times(queries: Sequence[str], ask: Callable[[str], object], rounds: int) -> list[float]:
    """Milliseconds of CPU of each query in each round; the first round, which warms the caches, is not counted."""
    out = []
    for turn in range(rounds + 1):
        for text in queries:
            start = time.thread_time()
            ask(text)
            out += [(time.thread_time() - start) * 1000] if turn else []
    return out


def _share(times: Sequence[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def _slowest(queries: Sequence[str], searcher: Searcher) -> None:
    timed = sorted(((statistics.median(_times([text], searcher.search, 3)), text) for text in queries), reverse=True)
    print("slowest: " + ", ".join(f"{text!r} {ms:.1f} ms" for ms, text in timed[:5]))


def _size(folder: Path) -> int:
    """Of the current generation; the one before it shares most of its files."""
    generation = folder / json.loads((folder / "CURRENT").read_text())["generation"]
    return sum(file.stat().st_size for file in generation.iterdir())


# --- kills -----------------------------------------------------------------------------------------------------------------------


def kills(lines: Sequence[str], times: int, seed: int, folder: Path) -> None:
    """Half of the documents are indexed; builds that add the others, and ones that rebuild all, are killed at random moments."""
    every = [line for name in lines for line in open(name, "rb")]  # noqa: SIM115
    half, rest = folder / "half.jsonl", folder / "rest.jsonl"
    half.write_bytes(b"".join(every[: len(every) // 2]))
    rest.write_bytes(b"".join(every[len(every) // 2 :]))
    before, index = folder / "before", folder / "index"
    update_index(before, read_records([str(half)], print))
    program = [sys.executable, "-m", "pipeline", "index"]
    builds = ([*program, str(rest), "-o", str(index)], [*program, str(half), str(rest), "--rebuild", "-o", str(index)])
    lengths = []
    for build in builds:
        _fresh(before, index)
        start = time.monotonic()
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        lengths.append(time.monotonic() - start)
    old, new = _keys(before), _keys(index)
    chance, killed, late, bad = random.Random(seed), 0, 0, 0
    while killed < times:
        which = chance.randrange(2)
        _fresh(before, index)
        process = subprocess.Popen(builds[which], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment := chance.uniform(0, lengths[which]))
        os.kill(process.pid, signal.SIGKILL)
        ended, now = process.wait(), _keys(index)
        bad += now not in (old, new)
        killed += ended == -signal.SIGKILL
        late += ended == -signal.SIGKILL and now == new
        kind = "rebuild" if which else "addition"
        print(f"{kind} after {moment:5.2f} s of {lengths[which]:.2f}: {'killed' if ended else 'was done'}, {len(now)} documents")
        subprocess.run(builds[which], cwd=ROOT, check=True, capture_output=True)
        bad += _keys(index) != new
    print(f"{len(old)} documents before, {len(new)} after; {killed} builds killed, {late} of them after the swap")
    print(f"states that are neither the old nor the new index, and builds afterwards that lack something: {bad}")


def _fresh(before: Path, index: Path) -> None:
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(before, index)


def _keys(index: Path) -> frozenset[str]:
    """Of all documents, which must be found one by one, and as often as they are there."""
    searcher = Searcher(index)
    hits = searcher.search("", limit=max(1, searcher.documents)).hits
    found = frozenset(hit.key for hit in hits)
    assert len(found) == len(hits) == searcher.documents, "a document is there twice"
    return found


# --- words -----------------------------------------------------------------------------------------------------------------------


def words(folder: Path) -> None:
    """Recall and rank of the judged queries: syllables alone, neighbours side by side (as the index does), compounds as terms, and both."""
    import test_search_quality as judged

    from pipeline import extract
    from pipeline.index import compile as compiling
    from pipeline.index.records import record_of

    made = folder / "made"
    count, seed = str(judged.MADE), str(judged.SEED)
    subprocess.run([sys.executable, "-m", "pipeline", "generate", count, "--seed", seed, "-o", str(made)], check=True, cwd=ROOT)
    texts = [*sorted((ROOT / "corpus").glob("*.txt")), *sorted(made.glob("*.txt"))]
    records = [record_of(extract(path)) for path in texts]
    update_index(folder / "index", records)
    documents = tuple(judged.Made(path.stem, judged._flat(path), judged._gold(made, path.stem)) for path in sorted(made.glob("*.txt")))
    start = time.process_time()
    more = _compound_scores(records)
    print(f"segmented at {len(records) / (time.process_time() - start):.1f} documents a CPU second")
    cases = [case for case in CASES if parse_query(case["query"]).words]
    kept = compiling._PAIR, compiling._TITLE_PAIR, compiling._LINE
    ways = (("syllables alone", 0, 0.0), ("neighbours", 1, 0.0), ("compounds", 0, 2.0), ("compounds, heavier", 0, 6.0), ("both", 1, 2.0))
    for name, pairs, weight in ways:
        compiling._PAIR, compiling._TITLE_PAIR, compiling._LINE = kept if pairs else (0.0, 0.0, 0.0)
        searcher = Searcher(folder / "index")
        found = [_reordered(searcher, case["query"], more(case["query"]) if weight else {}, weight) for case in cases]
        wanted = [judged.answers(case, documents) for case in cases]
        recall = statistics.mean(map(judged.recall, found, wanted))
        rank = statistics.mean(map(judged.reciprocal_rank, found, wanted))
        print(f"{name:22} recall@10 {recall:.3f}, MRR {rank:.3f}")


def _reordered(searcher: Searcher, query: str, more: dict[str, float], weight: float) -> list[str]:
    """The first ten with the further score added; documents with the marks as typed stay before those without, as in the index."""
    hits = searcher.search(query, limit=searcher.documents).hits
    order = sorted(hits, key=lambda hit: (hit.match != "exact", -(hit.score + weight * more.get(hit.key, 0.0))))
    return [Path(hit.shown["path"]).stem for hit in order][:10]


def _compound_scores(records: Sequence[Record]) -> Callable[[str], dict[str, float]]:
    """BM25 of the documents for the compounds of a query, as underthesea's segmentation gives them for both."""
    import tantivy
    from underthesea import word_tokenize

    def compounds(text: str) -> list[str]:
        parts = (word for line in text.splitlines() if line.strip() for word in word_tokenize(line, use_token_normalize=False))
        return ["_".join(row) for word in parts if len(row := WORD.findall(plain(word))) > 1]

    builder = tantivy.SchemaBuilder().add_text_field("key", stored=True, tokenizer_name="raw")
    schema = builder.add_text_field("words", tokenizer_name="raw").build()
    index = tantivy.Index(schema)
    with index.writer(50_000_000, 1) as writer:
        for one in records:
            writer.add_document(tantivy.Document(key=one.key, words=compounds(reading_text(one.text, one.mended).text)))
        writer.commit()
    index.reload()
    searcher = index.searcher()

    def scores(query: str) -> dict[str, float]:
        typed = " ".join(one.text for one in parse_query(query).words if not one.out)
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", word)) for word in compounds(typed)]
        hits = searcher.search(tantivy.Query.boolean_query(terms), limit=len(records)).hits if terms else []
        return {searcher.doc(address)["key"][0]: score for score, address in hits}

    return scores


# --- the command line ----------------------------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "kills", "words"))
    parser.add_argument("lines", nargs="*", metavar="JSONL")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=int, help="documents")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if options.what == "words":
            words(Path(scratch))
        elif options.what == "kills":
            kills(options.lines, options.times, options.seed, Path(scratch))
        else:
            speed(options.lines, options.rounds, options.limit, Path(scratch))


if __name__ == "__main__":
    main()
