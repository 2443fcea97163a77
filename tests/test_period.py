"""The document's own period: candidates in its body, in its subject, and the choice among them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.period import choose_period, extract_period_of_subject, extract_periods
from pipeline.found import Context, Found
from pipeline.text import Passage
from pipeline.values import Period

CASES = Path(__file__).parent / "cases" / "period"
SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "dev"


def load(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def extract(case: dict) -> Found[Period] | None:
    given_context = {key: tuple(value) if isinstance(value, list) else value for key, value in case.get("context", {}).items()}
    return choose_period(extract_periods(Passage.of(case["text"]), Context(**given_context)))


def parts(found: Found[Period] | None) -> list[str | None] | None:
    return [found.value.start, found.value.end, found.value.start_event] if found else None


@pytest.mark.parametrize("case", load("in_the_wild") + load("synthetic"), ids=lambda case: case["text"][:50])
def test_the_period_is_found(case: dict) -> None:
    found = extract(case)
    assert parts(found) == case["expect"]
    assert found and case.get("rule", found.rule) == found.rule


@pytest.mark.parametrize("case", load("negative"), ids=lambda case: case["text"][:50])
def test_look_alike_is_no_period(case: dict) -> None:
    assert parts(extract(case)) is None


@pytest.mark.parametrize("case", [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"])) for c in load("known_failures")])
def test_known_failure(case: dict) -> None:
    assert parts(extract(case)) == case["expect"]


@pytest.mark.parametrize("case", load("subject"), ids=lambda case: case["text"][:50])
def test_the_subject_gives_its_years_to_a_plan_only(case: dict) -> None:
    found = extract_period_of_subject(Passage.of(case["text"]), Context(doc_type=case["doc_type"], **case.get("context", {})))
    assert (parts(found) or [None, None])[:2] == (case["expect"] or [None, None])


def candidate(rule: str, start: str | None, end: str | None) -> Found[Period]:
    return Found(Period(start, end), Passage.of("năm").at(0, 3), f"period.{rule}")


def test_the_stronger_rule_wins() -> None:
    weak, strong = candidate("subject", "2021", "2021"), candidate("heading", None, "2021-12-31")
    assert choose_period([weak, strong]) is strong
    assert choose_period([]) is None


def test_a_month_of_one_step_does_not_beat_the_years_of_the_plan() -> None:
    year, step = candidate("subject", "2024", "2024"), candidate("schedule", "2024-07", "2024-09")
    assert choose_period([step, year]) is year
    assert choose_period([candidate("heading", "2024-03-01", "2024-09-30"), year]) is not year


def test_a_short_campaign_inside_a_plan_does_not_beat_its_year() -> None:
    year = candidate("subject", "2021", "2021")
    assert choose_period([candidate("launch", "2021-11-01", "2021-11-20"), year]) is year
    longer = candidate("launch", "2021-05-15", "2021-10-31")
    assert choose_period([longer, year]) is longer
    alone = candidate("launch", "2021-11-01", "2021-11-20")
    assert choose_period([alone]) is alone


def test_several_steps_are_no_period() -> None:
    steps = [candidate("schedule", "2021-03", "2021-05"), candidate("schedule", "2021-06", "2021-06")]
    assert choose_period(steps) is None
    assert choose_period(steps[:1]) is steps[0]


def test_phrase_cases_of_the_development_corpus() -> None:
    path = SHARED / "phrase_cases.json"
    if not path.exists():
        pytest.skip(f"{path} is not there: the development corpus is kept beside the repository")
    for case in json.loads(path.read_text(encoding="utf-8")):
        gold = case["expect"].get("period")
        assert parts(extract(case)) == (gold and [gold["start"], gold["end"], gold["start_event"]]), case["text"]


@given(st.text(alphabet="thờigian từ đếnngày 20219/.,:-phátđộng năm hiệulực", max_size=120))
def test_any_text_is_read_without_error(text: str) -> None:
    context = Context(headings=("IV. THỜI GIAN",), doc_type="Kế hoạch")
    for item in extract_periods(Passage.of(text), context):
        assert item.value.start or item.value.end
    extract_period_of_subject(Passage.of(text), context)


LONG = (
    "2020" + " " * 200_000,
    "20" * 100_000,
    "từ ngày 1/1/2020 đến " * 9_500,
    "thời gian thực hiện 20" * 9_000,
    "đến 20, phát động đợt thi đua “a” từ " * 5_000,
    "đến 20. chương trình thi đua thực hiện trên 20 " * 4_000,
)


@pytest.mark.parametrize("line", LONG, ids=lambda line: line[:10])
def test_long_lines_take_linear_time(line: str) -> None:
    start = time.process_time()
    extract_periods(Passage.of(line), Context(headings=("IV. THỜI GIAN",)))
    extract_period_of_subject(Passage.of(line), Context(doc_type="Kế hoạch"))
    assert time.process_time() - start < 15
