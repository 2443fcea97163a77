"""Targets: what is to be reached, with its number; and the many numbers that only look like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.quotas import extract_award_quotas
from pipeline.fields.targets import extract_targets, find_targets
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Target
from tests.phrases import assert_finds_phrases, assert_found, context_of, known_failures, load


def extract(case: dict) -> list[Found[Target]]:
    return extract_targets(Passage.of(case["text"]), context_of(case))


def check(case: dict) -> None:
    assert_found(extract(case), case["expect"], value_max=None, part_of=None)


@pytest.mark.parametrize("case", load("targets", "in_the_wild") + load("targets", "synthetic"), ids=lambda case: case["text"][:50])
def test_targets_are_found(case: dict) -> None:
    check(case)


@pytest.mark.parametrize("case", load("targets", "negative"), ids=lambda case: case["text"][:50])
def test_look_alike_is_no_target(case: dict) -> None:
    assert [item.value for item in extract(case)] == []


@pytest.mark.parametrize("case", known_failures("targets"))
def test_known_failure(case: dict) -> None:
    check(case)


def test_evidence_is_the_clause() -> None:
    text = "- Phấn đấu 100% xã có trạm y tế, trong đó có ít nhất 80% xã đạt chuẩn; giữ vững an ninh."
    found = extract_targets(Passage.of(text), Context())
    quotes = [text[span.start : span.end] for item in found for span in item.spans]
    assert quotes == ["Phấn đấu 100% xã có trạm y tế", "ít nhất 80% xã đạt chuẩn"]


def test_a_number_is_a_target_or_a_quota_never_both() -> None:
    text = "Phấn đấu 15% đạt danh hiệu CSTĐ cơ sở; đề nghị tặng Bằng khen không quá 05 tập thể."
    assert [item.value.value for item in extract_targets(Passage.of(text), Context())] == [15]
    assert [item.value.value for item in extract_award_quotas(Passage.of(text), Context())] == [5]


def test_a_paragraph_that_begins_with_trong_do_narrows_the_target_before_it() -> None:
    goals, other = Context(headings=("MỤC TIÊU",)), Context()
    texts = [
        ("Không có số nào.", goals),
        ("- Ít nhất 80% hồ sơ được tiếp nhận trực tuyến.", goals),
        ("+ Trong đó: 50% hồ sơ được thanh toán trực tuyến.", goals),
        ("Trong đó trên 20% số xã đạt 5 tiêu chí", other),
        ("Một đoạn khác.", other),
        ("Trong đó trên 30% số xã đạt chuẩn", other),
    ]
    found = find_targets((Passage.of(text), context, "I") for text, context in texts)
    assert [(f.value.value, f.value.part_of, f.section) for f in found] == [(80, None, "I"), (50, 0, "I"), (20, 0, "I")]


def test_phrase_cases_of_the_development_corpus() -> None:
    def same(gold: dict, target: Target) -> bool:
        parts = (target.comparator, target.value, target.value_max, target.unit == "%")
        return (gold["comparator"], gold["value"], gold.get("value_max"), gold["unit"] == "%") == parts

    assert_finds_phrases("targets", extract_targets, same)


@given(st.text(alphabet="0123456789.,%;:() phấnđấutrongđóítnhấtxãđạtkhôngquá", max_size=160))
def test_any_text_is_read_without_error(text: str) -> None:
    found = extract_targets(Passage.of(text), Context(year=2021, headings=("Chỉ tiêu",)))
    for i, item in enumerate(found):
        assert all(0 <= span.start <= span.end <= len(text) for span in item.spans)
        assert item.value.part_of is None or item.value.part_of < i


LONG = (" " * 200_000, "1%" * 100_000, "1 " * 100_000, "(1%) " * 40_000, "trong đó " * 22_000, "phấn đấu " * 22_000)


@pytest.mark.parametrize("line", LONG, ids=lambda line: line[:10])
def test_long_lines_take_linear_time(line: str) -> None:
    start = time.process_time()
    extract_targets(Passage.of(line + " phấn đấu đạt 5% số xã"), Context(headings=("Mục tiêu",)))
    assert time.process_time() - start < 15
