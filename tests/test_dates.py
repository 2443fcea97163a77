"""Dates: read into ISO 8601, found in running text, and what is none."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.dates import DATE, extract_dates, find_moments, lowered, parse_date

CASES = Path(__file__).parent / "cases" / "dates"


def load(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", load("synthetic"), ids=lambda case: case["text"])
def test_a_date_is_read(case: dict) -> None:
    assert parse_date(case["text"], case["year"]) == case["expect"]


@pytest.mark.parametrize("case", load("in_the_wild"), ids=lambda case: case["text"])
def test_dates_are_found(case: dict) -> None:
    assert [iso for _, _, iso in extract_dates(case["text"], case["year"])] == case["expect"]


@pytest.mark.parametrize("text", load("negative"))
def test_look_alike_is_no_date(text: str) -> None:
    assert parse_date(text) is None
    assert list(extract_dates(text)) == []


@pytest.mark.parametrize("case", [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"])) for c in load("known_failures")])
def test_known_failure(case: dict) -> None:
    assert parse_date(case["text"], case["year"]) == case["expect"]


def test_full_date_pattern() -> None:
    found = re.search(rf"[\w ]+, (?P<date>{DATE})", "Hà Nội, ngày 05 tháng 3 năm 2020")
    assert found and found["date"] == "ngày 05 tháng 3 năm 2020"
    assert re.fullmatch(DATE, "02/3/2021") and not re.search(DATE, "02/3/20211")


@given(st.dates(), st.sampled_from(["{0.day}/{0.month}/{0.year:04d}", "ngày {0.day:02d} tháng {0.month} năm {0.year:04d}"]))
def test_every_date_comes_back(day: object, form: str) -> None:
    year = day.year  # type: ignore[attr-defined]
    assert parse_date(form.format(day)) == (str(day) if 1800 <= year < 2200 else None)


@given(st.text(alphabet="ngày thámuqcối0123456789/-. İ…_", max_size=80))
def test_any_text_is_read_without_error(text: str) -> None:
    parse_date(text)
    low = lowered(text)
    assert len(low) == len(text)
    ends = [0]
    for moment in find_moments(low):
        assert ends[-1] <= moment.start < moment.end <= len(text)
        ends.append(moment.end)


@pytest.mark.parametrize("line", [" " * 200_000, "1" * 200_000, "1/" * 100_000, "ngày 1/" * 30_000, "ngày" + "." * 200_000])
def test_long_lines_take_linear_time(line: str) -> None:
    start = time.process_time()
    assert list(extract_dates(line)) == []
    assert time.process_time() - start < 15
