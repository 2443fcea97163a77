"""Deadlines: what binds, by when, who must do it; and what only looks like one."""

from __future__ import annotations

import time
from datetime import datetime
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.deadlines import drop_repeats, extract_deadlines
from pipeline.fields.durations import parse_duration
from pipeline.fields.phrases import body_at, find_verbs, is_actor_at
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Deadline
from tests.phrases import assert_finds_phrases, assert_found, context_of, known_failures, load


def extract(case: dict) -> list[Found[Deadline]]:
    return extract_deadlines(Passage.of(case["text"]), context_of(case))


def check(case: dict) -> None:
    assert_found(extract(case), case["expect"])


@pytest.mark.parametrize("case", load("deadlines", "in_the_wild") + load("deadlines", "synthetic"), ids=lambda case: case["text"][:50])
def test_deadlines_are_found(case: dict) -> None:
    check(case)


@pytest.mark.parametrize("text", load("deadlines", "negative"), ids=lambda text: text[:50])
def test_look_alike_is_no_deadline(text: str) -> None:
    assert [item.value for item in extract_deadlines(Passage.of(text), Context())] == []


@pytest.mark.parametrize("case", known_failures("deadlines"))
def test_known_failure(case: dict) -> None:
    check(case)


def test_a_date_before_the_issue_is_over() -> None:
    text = "Đề nghị các đơn vị gửi báo cáo về Sở trước ngày 25/10/2017."
    assert extract_deadlines(Passage.of(text), Context(year=2017, month=11)) == []
    assert len(extract_deadlines(Passage.of(text), Context(year=2017, month=10))) == 1


def test_evidence_covers_the_date() -> None:
    text = "Các đơn vị gửi báo cáo về Văn phòng Sở trước ngày 31/5/2021 để tổng hợp."
    (found,) = extract_deadlines(Passage.of(text), Context())
    assert [text[span.start : span.end] for span in found.spans] == [text[: text.index(" để")]]


@pytest.mark.parametrize(
    ("text", "at", "parts"),
    [
        # what is said for several dates stands with each of them
        (
            "Hồ sơ gửi về Văn phòng Sở: đợt 1 trước ngày 15/7/2024, đợt 2 trước ngày 15/12/2024.",
            1,
            ["Hồ sơ gửi về Văn phòng Sở: đợt 1", "trước ngày 15/12/2024"],
        ),
        (
            "Các đơn vị gửi kế hoạch trước ngày 15/7/2024 và báo cáo tổng kết trước ngày 15/12/2024.",
            1,
            ["Các đơn vị", "và báo cáo tổng kết trước ngày 15/12/2024"],
        ),
        # but a sentence of its own has nothing of the one before
        (
            "Các đơn vị gửi kế hoạch trước ngày 15/7/2024. Báo cáo tổng kết gửi trước ngày 15/12/2024.",
            1,
            ["Báo cáo tổng kết gửi trước ngày 15/12/2024"],
        ),
        # the words that make a date come again
        (
            "Các xã báo cáo định kỳ 6 tháng (trước ngày 20/6) về Phòng Y tế.",
            0,
            ["Các xã báo cáo định kỳ 6 tháng (trước ngày 20/6) về Phòng Y tế"],
        ),
        (
            "Hằng năm, các xã rà soát, gửi danh sách về Phòng Y tế trước ngày 20/6.",
            0,
            ["Hằng năm, các xã rà soát, gửi danh sách về Phòng Y tế trước ngày 20/6"],
        ),
        # the receiver named behind the date
        (
            "Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, Sở Nội vụ trình Ủy ban nhân dân tỉnh.",
            0,
            ["Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, Sở Nội vụ trình Ủy ban nhân dân tỉnh"],
        ),
    ],
)
def test_evidence_holds_every_part_and_nothing_between(text: str, at: int, parts: list[str]) -> None:
    found = extract_deadlines(Passage.of(text), Context(year=2024, month=1))[at]
    assert [text[span.start : span.end] for span in found.spans] == parts


def test_a_cut_off_stated_twice_counts_once() -> None:
    texts = ["Hồ sơ gửi đến hết ngày 22/01/2018.", "Tập thể gửi hồ sơ sau ngày 22/01/2018 sẽ không được trình."]
    every = [item for text in texts for item in extract_deadlines(Passage.of(text), Context(year=2017, month=12))]
    assert [item.rule for item in every] == ["deadlines.by", "deadlines.cutoff"]
    assert [item.rule for item in drop_repeats(every)] == ["deadlines.by"]


def test_durations() -> None:
    assert parse_duration("05", "ngày làm việc") == ("P5D", True)
    assert parse_duration("mười lăm", "ngày") == ("P15D", False)
    assert parse_duration("2", "giờ") == ("PT2H", False)


def test_verbs_of_duty_are_told_from_nouns_that_hold_them() -> None:
    low = "chương trình, tiền gửi, tiến trình; gửi và trình, chuyển tải, tổ chức"
    assert [(low[v.start : v.end], v.hands) for v in find_verbs(low)] == [
        ("gửi", True), ("trình", True), ("chuyển", True), ("tổ chức", False),
    ]  # fmt: skip
    assert list(find_verbs(low, 0, 20)) == [] and list(find_verbs("báo cáoviên")) == []


def test_bodies_are_told_from_things() -> None:
    assert is_actor_at("các phòng", 0) and not is_actor_at("các hồ sơ", 0) and not is_actor_at("bộ phận", 0)
    assert body_at("Văn phòng Sở", "văn phòng sở", 0, 12) == 9
    assert body_at("ban hành", "ban hành", 0, 8) == -1


def _dates(rule: str | None) -> list[datetime]:
    return list(islice(rrulestr(rule, dtstart=datetime(2023, 1, 1)), 12)) if rule else []


def _same(gold: dict, deadline: Deadline) -> bool:
    if gold["relation"] != deadline.relation:
        return False
    if gold.get("duration") or deadline.duration:
        return (gold.get("duration"), bool(gold.get("business"))) == (deadline.duration, deadline.business_days)
    return gold["date"] == deadline.date and _dates(gold["rrule"]) == _dates(deadline.rrule)


def test_phrase_cases_of_the_development_corpus() -> None:
    assert_finds_phrases("deadlines", extract_deadlines, _same)


@given(st.text(alphabet="trướcngày chậmnhất hạn0123456789/.,;:()hằtháqýuế kểừ", max_size=120))
def test_any_text_is_read_without_error(text: str) -> None:
    for item in extract_deadlines(Passage.of(text), Context(year=2021, month=5)):
        assert all(0 <= span.start <= span.end <= len(text) for span in item.spans)
        assert item.value.date or item.value.rrule or item.value.duration


LONG = (
    " " * 200_000,
    "1" * 200_000,
    "trước " * 33_000,
    "gửi về sở " * 20_000,
    "trong thời hạn 10 ngày " * 8_000,
    "chậm nhất " * 20_000,
    "trước ngày 25/6, 25/7, " * 3_000,
    "báo cáo hằng ngày trước 7 giờ " * 3_000,
    "gửi trước ngày 5/6 về " * 3_000,
)


@pytest.mark.parametrize("line", LONG, ids=lambda line: line[:22])
def test_long_lines_take_linear_time(line: str) -> None:
    start = time.process_time()
    extract_deadlines(Passage.of(line), Context(year=2021, month=5))
    assert time.process_time() - start < 15
