"""Repair: what is mended, what stays, and that every change can be undone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
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
from pipeline.repair.bulk import Table
from pipeline.repair.misprints import without_misprints
from pipeline.repair.ngrams import load_model, read_model
from pipeline.repair.remembered import Remembered
from pipeline.repair.spelling import spelling_key
from pipeline.repair.tokens import CLASSES
from pipeline.repair.train import train_model
from pipeline.text import Span
from pipeline.training import train_language_model

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


def test_a_doubt_is_suggested_and_not_made() -> None:
    found = repair_text("hằng năm cấy trồng từ hai vụ lúa trở lên")
    assert found.corrections == () and [(d.before, d.after) for d in found.doubts] == [("cấy", "cây")]


def heard(word: str, **others: str) -> tuple[tuple[tuple[str, float], ...], ...]:
    """What a recogniser lists that is sure of `word` but for some letters, which it also took for others."""
    return tuple(((c, 0.9), (others[c], 0.8)) if c in others else ((c, 0.99),) for c in word)


def mended(text: str, *words: tuple[str, tuple[tuple[tuple[str, float], ...], ...]]) -> list[tuple[str, str, str]]:
    found = repair_document(document(text, *words))
    assert_reversible(text, found)
    return [(c.before, c.after, c.rule) for c in found.corrections]


def test_capitals_of_the_same_shape_are_small_within_a_sentence() -> None:
    text = "xét công nhận sáng kiến cấp Cơ SỞ. Lập danh sách các sáng kiến cấp cơ sở của Sở Y tế"
    listed = ("Cơ", heard("Cơ", C="c")), ("SỞ", heard("SỞ", S="s", Ở="ở")), ("Sở", heard("Sở", S="s"))
    assert mended(text, *listed) == [("Cơ", "cơ", "case.shape"), ("SỞ", "sở", "case.shape")]
    assert mended(text, ("Cơ", sure("Cơ")), ("SỞ", sure("SỞ"))) == []  # the recogniser had no doubt


def test_labels_follow_one_another() -> None:
    text = "a) Một là\nb) Hai là\nc) Ba là\nđ) Bốn là\nđ) Năm là\nø) Sáu là\n"
    words = ("đ", heard("đ", đ="d")), ("ø", heard("ø", ø="e"))
    assert mended(text, *words) == [("đ", "d", "labels.point"), ("ø", "e", "labels.point")]
    assert mended(text.replace("ø", "g"), words[0]) == [("đ", "d", "labels.point")]  # a point may be left out
    assert mended(text, ("đ", sure("đ"))) == []
    numerals = "I. Mục đích\nII. Yêu cầu\nHI. Đối tượng\nIV. Thời gian\n"
    assert mended(numerals, ("Mục", sure("Mục"))) == [("HI", "III", "labels.roman")]
    assert repair_text(numerals).corrections == ()  # typed, not read


def test_an_abbreviation_is_not_changed_into_another_one() -> None:
    text = "Theo quyết định số 8119/QD- SYT ngày 29/12/2016 của Giám đốc Sở Y tế về việc kiện toàn đoàn"
    assert mended(text, ("SYT", heard("SYT", S="B"))) == []


def test_letters_that_are_no_vietnamese_ones() -> None:
    text = "Thư ký Tòa án, Thẩm tra viên được cäp trang phục, thẻ chức danh"
    assert mended(text, ("cäp", heard("cäp", ä="ấ"))) == [("cäp", "cấp", "lm.letters")]


def test_two_neighbours_at_once() -> None:
    text = "Sở Kế hoạch và Đầu tư lập quy hoạch tống thế phát triển kinh tế - xã hội"
    found = mended(text, ("tống", heard("tống", ố="ổ")), ("thế", heard("thế", ế="ể")))
    assert [(before, after) for before, after, _ in found] == [("tống", "tổng"), ("thế", "thể")]


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


def test_needs_no_numpy() -> None:
    """Plain text is mended before numpy could be imported."""
    code = "import sys; from pipeline.repair import repair_text; print(repair_text('đúng thảm quyền').text, 'numpy' in sys.modules)"
    utf8 = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", env=utf8)
    assert done.stdout.split() == ["đúng", "thẩm", "quyền", "False"]


# --- the model ------------------------------------------------------------------------------------------------------------


def test_probabilities_add_up() -> None:
    """After any two words the vocabulary's probabilities come to one, but for what a byte cannot say."""
    model = load_model()
    table, n = Table(model), len(model.words)
    for history in (["ủy", "ban", "nhân"], ["tổ", "chức", "thực"], ["quyết", "định", "này"]):
        numbers = [np.full(n, model.numbers[w], np.int64) for w in history]
        scores, _ = table.log_probs(*numbers, np.arange(n, dtype=np.int64))
        assert 0.9 < float(np.exp(scores).sum()) < 1.1


def test_one_look_up_and_many_agree() -> None:
    model = load_model()
    symbols = model.symbols("Ủy ban nhân dân tỉnh ban hành kế hoạch số 53/KH-UBND; quyên góp quân chúng, tướng lĩnh hoàng hôn covid.")
    columns = [np.array(symbols[k : len(symbols) - 3 + k]) for k in range(4)]
    scores, level = Table(model).log_probs(*columns)
    assert {1, 2, 4} <= set(level.tolist())
    assert [model.log_prob(*symbols[k : k + 4]) for k in range(len(scores))] == pytest.approx(scores.tolist(), abs=1e-4)
    assert [model.following(*symbols[k : k + 3])(symbols[k + 3]) for k in range(len(scores))] == pytest.approx(scores.tolist(), abs=1e-4)
    assert model.gaps(symbols) == [k for k in range(len(symbols) - 2) if not model.are_known(*symbols[k : k + 3])]


def test_no_more_is_remembered_than_was_allowed() -> None:
    asked: list[int] = []

    def square(n: int) -> int:
        asked.append(n)
        return n * n

    squares = Remembered(square, most=2)
    assert [squares[n] for n in (1, 2, 2, 1, 3, 1)] == [1, 4, 4, 1, 9, 1]
    assert asked == [1, 2, 3, 1] and len(squares) == 2


def test_pairs_are_known_from_either_side() -> None:
    model = load_model()
    ban, dan, nhan = (model.numbers[w] for w in ("ban", "dân", "nhân"))
    assert model.is_pair(nhan, dan) and not model.is_pair(dan, nhan)
    for one in (ban, dan, nhan):
        for two in (ban, dan, nhan):
            assert model.is_pair(one, two) == bool(model.after[one] >> two & 1) == bool(model.before[two] >> one & 1)


def test_model_keeps_no_sentence() -> None:
    head = load_model()
    assert all(" " not in word for word in (*head.words, *head.shown))


def test_misprints_of_the_training_text_are_mended() -> None:
    words = ["kế", "hoạch", "chi", "chỉ", "tiết", "tiêu"]
    n = {word: len(CLASSES) + i for i, word in enumerate(words)}
    lines = [["kế", "hoạch", "chi", "tiết"]] * 60 + [["kế", "hoạch", "chỉ", "tiết"], ["kế", "hoạch", "chỉ", "tiêu"]]
    stream = np.array([n[word] for line in lines for word in line], np.uint16)
    after = without_misprints(stream, words).tolist()
    assert after[-8:-4] == [n[w] for w in lines[0]] and after[-4:] == [n[w] for w in lines[-1]] and after[:-8] == stream[:-8].tolist()


def test_training(tmp_path: Path) -> None:
    corpus = tmp_path / "text.txt"
    corpus.write_text("Ủy ban nhân dân tỉnh ban hành kế hoạch.\n" * 60 + "Sở Y tế tổ chức thực hiện kế hoạch.\n" * 60, encoding="utf-8")
    train_model([corpus], tmp_path / "lm.bin", 0.0, 0.95)
    model = read_model(tmp_path / "lm.bin")
    near, far = (
        model.log_prob(*(model.numbers[w] for w in words)) for words in (("ban", "nhân", "dân", "tỉnh"), ("ban", "nhân", "dân", "hành"))
    )
    assert near > far + 1
    assert repair_text("Sở Y tê tổ chức thực hiện kế hoạch.", tmp_path / "lm.bin").text == "Sở Y tế tổ chức thực hiện kế hoạch."


@pytest.mark.parametrize(
    ("unseen", "least", "most"), [("Sở Y tế tổ chức thực hiện kế hoạch.", 1.0, 1.5), ("kế tỉnh dân y hành.", 5.0, 1e9)]
)
def test_training_tells_how_well_the_rest_is_foretold(tmp_path: Path, unseen: str, least: float, most: float) -> None:
    corpus, known = tmp_path / "text.txt", "Ủy ban nhân dân tỉnh ban hành kế hoạch.\nSở Y tế tổ chức thực hiện kế hoạch.\n"
    corpus.write_text(known * 95 + f"{unseen}\n" * 10, encoding="utf-8")
    said = train_language_model([str(corpus)], str(tmp_path / "lm.bin"), 5)
    found = re.search(r"; perplexity ([\d.]+) on (\d+) symbols left out, (\d+)% of them", said)
    assert found and least < float(found[1]) < most and int(found[2]) >= 60
    assert "perplexity" not in train_language_model([str(corpus)], str(tmp_path / "lm.bin"), 0)


def test_a_missing_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingDependency, match="train-lm"):
        repair_text("văn bản", tmp_path / "none.bin")
    (tmp_path / "bad.bin").write_bytes(b"nothing of the kind")
    with pytest.raises(MissingDependency, match="train-lm"):
        repair_text("văn bản", tmp_path / "bad.bin")
