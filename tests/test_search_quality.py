"""Does the right document come first? Judged queries over the sample documents and made-up ones.

`cases/search/corpus.json` lists for each query the sample documents that answer it, by reading them. Of the made-up documents, which are
composed anew in each run, those answer it that fit the rule `made`: their text, or their gold, compared with regular expressions.
Nothing of this asks the index.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract
from pipeline.index.build import update_index
from pipeline.index.records import Record, record_of
from pipeline.index.search import Results, Searcher
from pipeline.text import fold

ROOT = Path(__file__).resolve().parents[1]
CASES: list[dict[str, Any]] = json.loads((ROOT / "tests/cases/search/corpus.json").read_text(encoding="utf-8"))
MADE, SEED = 250, 7
LEAST_RECALL, LEAST_RANK = 0.98, 0.9


@dataclass(frozen=True)
class Made:
    """A made-up document as its composer knows it."""

    name: str
    text: str  #: NFC, small letters, without marks of layout and breaks
    gold: Mapping[str, Any]


@dataclass(frozen=True)
class Collection:
    searcher: Searcher
    made: tuple[Made, ...]


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory, run: Any) -> Collection:
    folder = tmp_path_factory.mktemp("made")
    done = run("generate", MADE, "--seed", SEED, "-o", folder)
    assert done.returncode == 0, done.stderr.decode()
    texts = [*sorted((ROOT / "corpus").glob("*.txt")), *sorted(folder.glob("*.txt"))]
    index = tmp_path_factory.mktemp("index")
    built = update_index(index, (_record(path) for path in texts))
    assert built.documents == len(texts) == 54 + MADE and not built.duplicates
    made = tuple(Made(path.stem, _flat(path), _gold(folder, path.stem)) for path in sorted(folder.glob("*.txt")))
    return Collection(Searcher(index), made)


def _record(path: Path) -> Record:
    return record_of(extract(path))


def _flat(path: Path) -> str:
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8")).lower()
    return " ".join(re.sub(r"[*#|~\\]|<br>", " ", text).split())


def _gold(folder: Path, name: str) -> Mapping[str, Any]:
    gold: Mapping[str, Any] = json.loads((folder / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return gold


# --- which documents answer ------------------------------------------------------------------------------------------------


def answers(case: Mapping[str, Any], made: tuple[Made, ...]) -> frozenset[str]:
    rule = case.get("made")
    return frozenset(case["relevant"]) | {one.name for one in made if rule and all(_fits(one, key, rule[key]) for key in rule)}


def _fits(one: Made, key: str, wanted: Any) -> bool:
    if key == "period":
        return _runs(one, *wanted)
    if key == "deadline":
        return any(wanted[0] <= item["date"] < wanted[1] for item in one.gold["deadlines"] if item["date"])
    return any(re.search(wanted, value) for value in _values(one, key) if value)


def _runs(one: Made, first: str, after: str) -> bool:
    """Whether its period touches the months from `first` to before `after`; one that starts with an event does on the day of issue."""
    period, issued = one.gold["period"] or {}, (one.gold["issued_date"] or {}).get("value")
    start, end = period.get("start") or issued or period.get("end"), period.get("end") or "9999"
    return bool(period.get("start") or period.get("end")) and start < after and end + "~" >= first


def _values(one: Made, key: str) -> list[str | None]:
    gold = one.gold
    match key:
        case "text":
            return [one.text]
        case "type":
            return [(gold["doc_type"] or {}).get("name")]
        case "body":
            return [(gold["issuing_body"] or {}).get("value")]
        case "where":
            return [(gold["issuing_body"] or {}).get("value"), json.dumps(gold["parent_body"], ensure_ascii=False), gold["place"]]
        case "issued":
            return [(gold["issued_date"] or {}).get("value")]
        case "notation":
            return [(gold["number"] or {}).get("notation")]
        case "award":
            return [item["award"] for item in gold["award_quotas"]]
        case "subject":
            return [gold["subject"]]
        case "signer":
            return [(gold["signer"] or {}).get("name")]
        case "recipient":
            return [item["name"] for item in gold["recipients"]]
    raise KeyError(key)


def names(results: Results) -> list[str]:
    return [Path(hit.shown["path"]).stem for hit in results.hits]


def recall(found: list[str], wanted: frozenset[str]) -> float:
    """Of the answers, or of ten where there are more, how many are among the first ten."""
    return len(wanted & set(found[:10])) / min(10, len(wanted))


def reciprocal_rank(found: list[str], wanted: frozenset[str]) -> float:
    return next((1 / place for place, name in enumerate(found, 1) if name in wanted), 0.0)


# --- the judged queries ------------------------------------------------------------------------------------------------------


def test_there_are_forty_queries_of_every_kind() -> None:
    assert len(CASES) >= 40 and len({case["query"] for case in CASES}) == len(CASES)
    files = {path.stem for path in (ROOT / "corpus").glob("*.txt")}
    assert all(case["relevant"] and files.issuperset(case["relevant"]) for case in CASES)
    assert len({case["kind"] for case in CASES}) >= 12


def test_judged_queries(collection: Collection) -> None:
    rows = []
    for case in CASES:
        found, wanted = names(collection.searcher.search(case["query"])), answers(case, collection.made)
        rows.append((recall(found, wanted), reciprocal_rank(found, wanted), case["query"], sorted(wanted - set(found))))
    failing = "\n".join(f"  recall {r:.2f}, rank {m:.2f}: {query} lacks {lacking}" for r, m, query, lacking in rows if r < 1 or m < 1)
    mean_recall, mean_rank = (sum(row[at] for row in rows) / len(rows) for at in (0, 1))
    print(f"\n{len(rows)} judged queries: recall@10 {mean_recall:.3f}, MRR {mean_rank:.3f}\n{failing}")
    assert mean_recall >= LEAST_RECALL and mean_rank >= LEAST_RANK, f"recall@10 {mean_recall:.3f}, MRR {mean_rank:.3f}\n{failing}"


@pytest.mark.parametrize("case", [case for case in CASES if "first" in case], ids=lambda case: str(case["query"]))
def test_the_document_about_it_comes_before_those_that_mention_it(collection: Collection, case: dict[str, Any]) -> None:
    assert names(collection.searcher.search(case["query"]))[0] == case["first"]


# --- documents that somebody knows to be there ---------------------------------------------------------------------------------


def _known_items(made: tuple[Made, ...]) -> list[tuple[str, frozenset[str]]]:
    """For each made-up document with a number and a body: its number in an odd form with its body, unaccented; its own answers."""
    out: dict[str, frozenset[str]] = {}
    for one in made:
        number, body = one.gold["number"] or {}, one.gold["issuing_body"] or {}
        if not (number.get("value") and number.get("notation") and body.get("value")):
            continue
        same = frozenset(other.name for other in made if other.gold["number"] == one.gold["number"] and other.gold["issuing_body"] == body)
        written = f"{number['value']} {number['notation'].replace('-', ' ').replace('/', ' ')}"
        out[fold(f"{written} {body['value']}")] = same
    return list(out.items())


def test_a_number_with_its_body_finds_its_document(collection: Collection) -> None:
    items = _known_items(collection.made)
    assert len(items) > MADE / 2
    ranks = [(reciprocal_rank(names(collection.searcher.search(query)), wanted), query, sorted(wanted)) for query, wanted in items]
    failing = [row for row in ranks if row[0] < 1]
    mean_rank = sum(rank for rank, _, _ in ranks) / len(ranks)
    print(f"\n{len(ranks)} numbers with their body, in another form and without marks: MRR {mean_rank:.3f}")
    assert mean_rank >= 0.95, failing


def test_a_signer_and_a_type_find_the_document(collection: Collection) -> None:
    missing = []
    for one in collection.made[:80]:
        signer, kind = (one.gold["signer"] or {}).get("name"), (one.gold["doc_type"] or {}).get("code")
        if signer and kind:
            found = names(collection.searcher.search(f'signer:"{fold(signer)}" type:{kind}', limit=30))
            missing += [] if one.name in found else [(one.name, signer, kind)]
    assert len(missing) <= 4, missing
