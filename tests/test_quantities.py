"""Quantities: numbers as Vietnamese documents write them, with what they count and on which side of it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.numerals import parse_number
from pipeline.fields.quantities import find_quantities, parse_quantity
from pipeline.tables import entries

CASES = Path(__file__).parent / "cases" / "quantities"


def load(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def check(case: dict) -> None:
    text = case["text"]
    found = [
        {"text": text[q.start : q.end], "comparator": q.comparator, "value": q.value, "value_max": q.value_max, "unit": q.unit}
        for q in find_quantities(text)
    ]
    assert found == [{"value_max": None} | expected for expected in case["expect"]]


@pytest.mark.parametrize("case", load("in_the_wild") + load("synthetic"), ids=lambda case: case["text"])
def test_quantities_are_read(case: dict) -> None:
    check(case)


@pytest.mark.parametrize("text", load("negative"))
def test_number_that_counts_nothing(text: str) -> None:
    assert list(find_quantities(text)) == []


@pytest.mark.parametrize("case", [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"])) for c in load("known_failures")])
def test_known_failure(case: dict) -> None:
    check(case)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5),
        ("5.000", 5000),
        ("1.250.000", 1250000),
        ("95,5", 95.5),
        ("03", 3),
        ("5,000", 5000),
        ("0,125", 0.125),
        ("hai mươi", 20),
        ("mười lăm", 15),
        ("năm mươi lăm", 55),
        ("một trăm linh ba", 103),
        ("hai nghìn rưỡi", 2500),
        ("", None),
        ("xã", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert parse_number(text) == value


def test_the_first_quantity_or_none() -> None:
    first = parse_quantity("từ 15 - 20% số hộ, 30 xã")
    assert first and (first.value, first.value_max, first.unit) == (15, 20, "%")
    assert parse_quantity("không có số nào") is None


def test_words_of_comparison_mean_one_thing() -> None:
    forms = [(entry.extra["place"], form) for entry in entries("comparators") for form in entry.variants]
    assert len(forms) == len(set(forms))
    assert {entry.canonical for entry in entries("comparators")} <= {"=", "<", "<=", ">", ">="}


@given(st.text(alphabet="0123456789.,%/-–() từđếntrởlênítnhấtkhông quáphầntrămtỷđồngxã", max_size=120))
def test_any_text_is_read_without_error(text: str) -> None:
    done = 0
    for q in find_quantities(text):
        assert done <= q.at < q.stop <= q.end <= len(text) and 0 <= q.start <= q.at
        assert q.value >= 0 and (q.value_max is None or q.value_max > q.value)
        done = q.stop


LONG = (" " * 200_000, "1" * 200_000, "1.000 " * 33_000, "không quá " * 20_000, "hai mươi " * 22_000, "1-" * 100_000)


@pytest.mark.parametrize("line", LONG, ids=lambda line: line[:10])
def test_long_lines_take_linear_time(line: str) -> None:
    start = time.process_time()
    assert sum(1 for _ in find_quantities(line)) >= 0
    assert time.process_time() - start < 15
