"""Words with boxes -> lines in reading order: cases of `cases/layout`, which print text at places, and properties."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.compose import LaidPage, compose
from pipeline.read.furniture import mark_running
from pipeline.read.grid import Rule
from pipeline.read.legible import judge
from pipeline.read.lines import BoxedWord
from pipeline.read.page import lay_out

CASES = Path(__file__).parent / "cases" / "layout"
WIDTH, HEIGHT = 595.0, 842.0


def cases(name: str) -> list:
    return [pytest.param(case, id=case["id"]) for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))]


def printed(x: float, y: float, size: float, text: str) -> list[BoxedWord]:
    """Words of a line that begins at `x`, its foot at `y`; each character, blanks too, is half its size wide."""
    out: list[BoxedWord] = []
    for i, part in enumerate(text.split(" ")):
        at = x + len(" ".join(text.split(" ")[:i])) * size / 2 + (size / 2 if i else 0)
        if part:
            out.append(BoxedWord(part, (at, y - size, at + len(part) * size / 2, y)))
    return out


def words_of(case: dict) -> list[BoxedWord]:
    """Those of "unread" are what a recogniser made of ink that is no print; the others are sure."""
    words = [word for line in case["print"] for word in printed(*line)]
    words += [replace(word, confidence=0.2) for line in case.get("unread", []) for word in printed(*line)]
    random.Random(case["id"]).shuffle(words)
    return words


def laid(case: dict) -> list[str]:
    """Lines as the cases write them: a role before the text, "¶" before what begins a new block."""
    rules = [[Rule(*rule) for rule in case.get(axis, [])] for axis in ("across", "down")]
    lines = lay_out(words_of(case), WIDTH, HEIGHT, *rules)
    return [f"{'¶ ' if line.apart else ''}{f'[{line.role}] ' if line.role else ''}{line.text}" for line in lines]


def check(case: dict) -> None:
    found = laid(case)
    if not any("¶" in line for line in case["expect"]):  # a case that is not about blocks
        found = [line.removeprefix("¶ ") for line in found]
    assert found == case["expect"]


@pytest.mark.parametrize("case", [*cases("in_the_wild"), *cases("synthetic"), *cases("negative")])
def test_reading_order(case: dict) -> None:
    check(case)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failure(case: dict) -> None:
    check(case)


# --- properties -------------------------------------------------------------------------------------------------------

coordinates = st.floats(-50, 900)
boxes = st.tuples(coordinates, coordinates, st.floats(0, 200), st.floats(0, 40)).map(lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))
WORDS = ["Nơi", "nhận:", "1", "ĐẾN", "Số:", "ký", "bởi", "Ngày:", "…"]
any_words = st.lists(st.builds(BoxedWord, st.sampled_from(WORDS), boxes), max_size=40)
rules = st.lists(st.builds(Rule, coordinates, coordinates, coordinates), max_size=12)


@given(any_words, rules, rules)
@settings(max_examples=300, deadline=None)
def test_every_word_is_kept_once_and_spans_are_exact(words: list[BoxedWord], across: list[Rule], down: list[Rule]) -> None:
    lines = lay_out(words, WIDTH, HEIGHT, across, down)
    assert sorted(id(w) for line in lines for w in line.words) == sorted(map(id, words))
    made = compose([LaidPage(WIDTH, HEIGHT, lines), LaidPage(WIDTH, HEIGHT, ()), LaidPage(WIDTH, HEIGHT, lines)])
    assert [page.span.start for page in made.pages] == [0, *(page.span.end for page in made.pages[:-1])]
    assert made.pages[-1].span.end == len(made.text) and made.text.count("\f") == 2
    for line, source in zip(made.lines, [*lines, *lines], strict=True):
        assert made.text[line.span.start : line.span.end] == source.text
        assert [made.text[w.span.start : w.span.end] for w in line.words] == [w.text for w in source.words]
        assert made.pages[line.page - 1].span.covers(line.span)


def test_no_word_belongs_to_two_stamps() -> None:
    words = [
        BoxedWord("ĐẾN" if i % 2 else "Số:", ((i % 7) * 80.0, (i // 7) * 4.0, (i % 7) * 80.0 + 20, (i // 7) * 4.0 + 3)) for i in range(1400)
    ]
    lines = lay_out(words, WIDTH, HEIGHT)
    assert sorted(id(w) for line in lines for w in line.words) == sorted(map(id, words))


def test_the_order_of_words_does_not_matter() -> None:
    for param in cases("in_the_wild"):
        case = param.values[0]
        words = words_of(case)
        expected = [line.text for line in lay_out(words, WIDTH, HEIGHT)]
        for seed in range(5):
            random.Random(seed).shuffle(words)
            assert [line.text for line in lay_out(words, WIDTH, HEIGHT)] == expected


def test_a_blank_line_stands_before_a_new_block_and_a_form_feed_between_pages() -> None:
    lines = lay_out([*printed(85, 100, 13, "KẾ HOẠCH"), *printed(85, 140, 13, "Căn cứ"), *printed(85, 156, 13, "vào")], WIDTH, HEIGHT)
    text = compose([LaidPage(WIDTH, HEIGHT, lines), LaidPage(WIDTH, HEIGHT, lines)]).text
    assert text == "KẾ HOẠCH\n\nCăn cứ\nvào\n\fKẾ HOẠCH\n\nCăn cứ\nvào\n"


def test_running_heads_are_furniture() -> None:
    pages = []
    for number in range(1, 5):
        body = printed(85, 120, 13, f"Nội dung của trang thứ {number * 7} không giống")
        head = printed(85, 60, 13, f"Sổ tay nghiệp vụ văn thư, kỳ {number}")
        pages.append(LaidPage(WIDTH, HEIGHT, lay_out([*head, *body, *printed(85, 700, 13, "chữ" * number)], WIDTH, HEIGHT)))
    made = compose(pages)
    marked = mark_running(made.text, made.pages, made.lines)
    assert [line.role for line in marked] == ["furniture", None, None] * 4
    few = compose(pages[:2])
    assert not any(line.role for line in mark_running(few.text, few.pages, few.lines))


def test_time_is_linear_in_words() -> None:
    def seconds(count: int) -> float:
        words = [BoxedWord("chữ", ((i % 12) * 45.0, (i // 12) * 3.0, (i % 12) * 45.0 + 30, (i // 12) * 3.0 + 11)) for i in range(count)]
        start = time.process_time()
        lay_out(words, WIDTH, HEIGHT)
        return time.process_time() - start

    seconds(500)
    assert min(seconds(16_000) for _ in range(2)) < 30 * max(min(seconds(2_000) for _ in range(2)), 0.005)


@pytest.mark.parametrize("case", cases("legible"))
def test_how_vietnamese(case: dict) -> None:
    assert judge(case["text"].split()) == case["expect"]
