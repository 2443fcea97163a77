"""Số, ký hiệu: what is one, its parts, and how it is written."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.notation import normalise_number, number_key, parse_number
from pipeline.values import Number

CASES = Path(__file__).parent / "cases" / "notation"


def load(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", load("in_the_wild") + load("synthetic"), ids=lambda c: c["text"])
def test_number_is_parsed(case: dict) -> None:
    assert parse_number(case["text"]) == Number(case["number"], case["notation"])
    assert normalise_number(case["text"]) == case["written"]


@pytest.mark.parametrize("text", load("negative"))
def test_look_alike_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("case", load("known_failures"), ids=lambda c: c["text"])
@pytest.mark.xfail(strict=True)
def test_known_failure(case: dict) -> None:
    assert parse_number(case["text"]) == Number(case["number"], case["notation"])


def test_label_of_the_letterhead_is_skipped() -> None:
    assert parse_number("Số: 60 /KH-KHCN") == Number("60", "KH-KHCN")


def test_key_ignores_zeros_separators_and_the_stroke() -> None:
    assert number_key("05", "NĐ-CP") == number_key("5", "ND – CP") != number_key("5", "NQ-CP")


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    parsed = parse_number(text)
    assert parsed is None or (parsed.number and parsed.notation)
    assert normalise_number(normalise_number(text)) == normalise_number(text)


def test_long_lines_are_refused_quickly() -> None:
    start = time.process_time()
    for unit in ("1", "/", "A", "1/A-", "A-A/"):
        assert parse_number("1/" + unit * 200_000) is None
    assert time.process_time() - start < 15
