"""Repair: what is mended, what stays, and that every change can be undone."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check import apply_corrections, undo_corrections
from pipeline.directive import Correction
from pipeline.document import Document, Line, Page, Word
from pipeline.errors import MissingDependency
from pipeline.repair import Repaired, repair_document, repair_text
from pipeline.repair.ngrams import load_model, read_model
from pipeline.repair.spelling import spelling_key
from pipeline.repair.train import train_model
from pipeline.text import Span

CASES = Path(__file__).parent / "cases" / "repair"


def cases(name: str) -> list[dict[str, str]]:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def as_corrections(found: Repaired) -> list[Correction]:
    return [
        Correction(start=c.start, end=c.end, before=c.before, after=c.after, rule=c.rule, confidence=c.confidence)
        for c in found.corrections
    ]


def assert_reversible(source: str, found: Repaired) -> None:
    corrections = as_corrections(found)
    assert all(source[c.start : c.end] == c.before != c.after for c in corrections)
    assert all(a.end <= b.start for a, b in pairwise(corrections))
    assert apply_corrections(source, corrections) == found.text
    assert undo_corrections(found.text, corrections) == source


@pytest.mark.parametrize("case", cases("in_the_wild") + cases("synthetic"), ids=lambda c: c["text"][:40])
def test_mends(case: dict[str, str]) -> None:
    found = repair_text(case["text"])
    assert found.text == case["mended"]
    assert_reversible(case["text"], found)


@pytest.mark.parametrize("text", cases("negative"))
def test_leaves_alone(text: str) -> None:
    assert repair_text(text).corrections == ()


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", cases("known_failures"), ids=lambda c: c["text"][:40])
def test_known_failures(case: dict[str, str]) -> None:
    assert repair_text(case["text"]).text == case["mended"]


def test_mending_mended_text_changes_nothing() -> None:
    for case in cases("in_the_wild") + cases("synthetic"):
        once = repair_text(case["text"]).text
        assert repair_text(once).text == once


ALPHABET = st.sampled_from(
    [*"aàảáạăâđêôơư bcghklmnprstvxyABCĐÐ0123456789./-–:;,()@*#\n\r\t\u0301\u00a0|lIO", "thẩm quyền ", "Só ", "TD-KT ", "/1 1/2017"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_any_text_is_reversible_and_digits_stay(text: str) -> None:
    found = repair_text(text)
    assert_reversible(text, found)
    for c in found.corrections:
        assert c.rule.startswith("numeric.") or not any(x.isdigit() for x in c.before + c.after)


def document(text: str, *words: tuple[str, tuple[tuple[tuple[str, float], ...], ...]], role: str | None = None) -> Document:
    box = (0.0, 0.0, 1.0, 1.0)
    found = tuple(Word(Span(text.index(w), text.index(w) + len(w)), box, 0.9, readings) for w, readings in words)
    whole = Span(0, len(text))
    return Document(text, None, "", "text/plain", "scan", (Page(1, whole),), (Line(whole, 1, box, found, role),))


def sure(word: str) -> tuple[tuple[tuple[str, float], ...], ...]:
    return tuple(((c, 0.99),) for c in word)


def test_the_recognisers_doubt_makes_the_difference() -> None:
    text = "áp dụng kỹ thuật tiên bộ vào sản xuất"
    listed = (*sure("ti"), (("ê", 0.9), ("ế", 0.7)), *sure("n"))
    assert "tiến bộ" in repair_document(document(text, ("tiên", listed))).text


def test_a_digit_needs_the_recognisers_word() -> None:
    text = "Kế hoạch thực hiện năm 2O17 của Sở"
    assert repair_text(text).corrections == () and [d.rule for d in repair_text(text).doubts] == ["numeric.letter"]
    listed = (*sure("2"), (("O", 0.9), ("0", 0.8)), *sure("17"))
    found = repair_document(document(text, ("2O17", listed)))
    assert [(c.before, c.after, c.rule) for c in found.corrections] == [("2O17", "2017", "numeric.letter")]


def test_page_furniture_is_left_alone() -> None:
    text = "Danh sách Đoàn kiếm tra, đánh giá chât lượng bệnh viện"
    assert repair_document(document(text)).corrections
    assert repair_document(document(text, role="furniture")).corrections == ()


def test_map_leads_back_to_the_source() -> None:
    text = "đúng thảm quyền"
    found = repair_text(text)
    at = found.text.index("thẩm")
    assert found.mapped.to_source(at, at + 4) == Span(5, 9) and found.mapped.source == text


@pytest.mark.parametrize(
    "word, key", [("Hoà", "hòa"), ("THUỶ", "thủy"), ("qui", "quy"), ("quý", "quý"), ("kĩ", "kỹ"), ("hoàn", "hoàn"), ("của", "của")]
)
def test_spelling_key(word: str, key: str) -> None:
    assert spelling_key(word) == key


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "1" * 100_000, "D-" * 50_000, "th " * 30_000, "vàcủacáctrong " * 5_000, "\n " * 50_000, "a." * 50_000]
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    before = time.process_time()
    repair_text(text)
    assert time.process_time() - before < 5


# --- the model ------------------------------------------------------------------------------------------------------------


def test_probabilities_add_up() -> None:
    """After any two words the vocabulary's probabilities come to one, but for what a byte cannot say."""
    model = load_model()
    n = len(model.words)
    for history in (["ủy", "ban", "nhân"], ["tổ", "chức", "thực"], ["quyết", "định", "này"]):
        numbers = [np.full(n, model.numbers[w], np.int64) for w in history]
        scores, _ = model.log_probs(*numbers, np.arange(n, dtype=np.int64))
        assert 0.9 < float(np.exp(scores).sum()) < 1.1


def test_model_keeps_no_sentence() -> None:
    head = load_model()
    assert all(" " not in word for word in (*head.words, *head.shown))


def test_training(tmp_path: Path) -> None:
    corpus = tmp_path / "text.txt"
    corpus.write_text("Ủy ban nhân dân tỉnh ban hành kế hoạch.\n" * 60 + "Sở Y tế tổ chức thực hiện kế hoạch.\n" * 60, encoding="utf-8")
    train_model([corpus], tmp_path / "lm.bin", 0.0, 0.95)
    model = read_model(tmp_path / "lm.bin")
    near, far = (
        model.log_probs(*(np.array([model.numbers[w]]) for w in words))[0][0]
        for words in (("ban", "nhân", "dân", "tỉnh"), ("ban", "nhân", "dân", "hành"))
    )
    assert near > far + 1
    assert repair_text("Sở Y tê tổ chức thực hiện kế hoạch.", tmp_path / "lm.bin").text == "Sở Y tế tổ chức thực hiện kế hoạch."


def test_a_missing_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingDependency, match="train-lm"):
        repair_text("văn bản", tmp_path / "none.bin")
    (tmp_path / "bad.bin").write_bytes(b"nothing of the kind")
    with pytest.raises(MissingDependency, match="train-lm"):
        repair_text("văn bản", tmp_path / "bad.bin")
