"""Real documents and sentences with annotations, kept beside the project: what was reached may not be lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import extract
from pipeline.evaluate import changes, evaluate, load_gold, read_scores

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT.parent / "shared" / "dev"
needs_dev = pytest.mark.skipif(not DEV.is_dir(), reason="the annotated real documents (../shared/dev) are not there")


@pytest.fixture(scope="module")
def phrase_cases() -> ModuleType:
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import phrase_cases
    finally:
        sys.path.pop(0)
    return phrase_cases


@needs_dev
def test_real_documents_keep_their_scores() -> None:
    golds = [gold for gold in load_gold(DEV / "gold") if (DEV / "docs" / f"{gold.stem}.txt").exists()]
    results = {gold.stem: extract(DEV / "docs" / f"{gold.stem}.txt").model_dump(mode="json") for gold in golds}
    assert len(golds) >= 10
    found = changes(read_scores(ROOT / "docs" / "scores.json"), {"dev": evaluate("dev", golds, results).counts()})
    assert [str(change) for change in found if change.loss] == []


def test_documents_written_apart_keep_their_scores() -> None:
    apart = ROOT / "corpus" / "apart"
    golds = load_gold(apart / "gold")
    results = {gold.stem: extract(apart / f"{gold.stem}.txt").model_dump(mode="json") for gold in golds}
    assert len(golds) == 56
    found = changes(read_scores(ROOT / "docs" / "scores.json"), {"apart": evaluate("apart", golds, results).counts()})
    assert [str(change) for change in found if change.loss] == []


@needs_dev
def test_real_sentences(phrase_cases: ModuleType) -> None:
    right = extra = missed = lookalikes = answered = 0
    for case in json.loads((DEV / "phrase_cases.json").read_text(encoding="utf-8")):
        found, expect = phrase_cases.answers(case["text"]), case["expect"]
        if "kind" in case and not case.get("doubt"):
            lookalikes += 1
            answered += any(found.values())
        if case.get("doubt"):
            continue
        gold = {**{k: expect[k] for k in found if k != "period"}, "period": [expect["period"]] if expect["period"] else []}
        for kind, items in found.items():
            n = phrase_cases.matched(gold[kind], items, phrase_cases.SAME[kind])
            right, extra, missed = right + n, extra + len(items) - n, missed + len(gold[kind]) - n
    assert right / (right + extra) >= 0.97 and right / (right + missed) >= 0.97
    assert answered * 30 <= lookalikes
