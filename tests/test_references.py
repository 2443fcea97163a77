"""Documents cited by number: which, with what parts, and what is none."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.notation import number_key
from pipeline.fields.references import extract_references
from pipeline.found import Found
from pipeline.text import MappedText, Passage
from pipeline.values import Number, Reference

CASES = Path(__file__).parent / "cases" / "references"
SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "dev"


def load(name: str) -> list:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def extract(paragraphs: list[str], own: dict | None = None) -> tuple[str, list[Found[Reference]]]:
    """The paragraphs as one source text, and the references found in them."""
    whole = MappedText.of("\n".join(paragraphs))
    passages, at = [], 0
    for paragraph in paragraphs:
        passages.append(Passage.of(whole, at, at + len(paragraph)))
        at += len(paragraph) + 1
    return whole.text, extract_references(passages, Number(**own) if own else None)


def check(case: dict) -> None:
    source, found = extract(case["passages"], case["own"])
    assert [f.value.number for f in found] == [e["number"] for e in case["expect"]]
    for reference, expected in zip(found, case["expect"], strict=True):
        for part, value in expected.items():
            if part == "spans":
                assert [source[s.start : s.end] for s in reference.spans] == value
            elif part in ("rule", "confidence"):
                assert getattr(reference, part) == value
            else:
                assert getattr(reference.value, part) == value, part


def name(case: dict) -> str:
    return case["passages"][0][:50]


@pytest.mark.parametrize("case", load("in_the_wild") + load("synthetic"), ids=name)
def test_references_are_found(case: dict) -> None:
    check(case)


@pytest.mark.parametrize("text", load("negative"))
def test_look_alike_is_no_reference(text: str) -> None:
    assert extract([text])[1] == []


@pytest.mark.parametrize("case", load("known_failures"), ids=name)
@pytest.mark.xfail(strict=True)
def test_known_failure(case: dict) -> None:
    check(case)


def gold_quotes() -> list:
    files = sorted((SHARED / "gold").glob("*.json"))
    return [r for path in files for r in json.loads(path.read_text(encoding="utf-8"))["references"]]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development corpus is not beside the project")
def test_every_gold_quote_is_read() -> None:
    for gold in gold_quotes():
        found = [f.value for f in extract([f"Căn cứ {gold['quote']} của Sở"])[1]]
        assert [(v.type, v.number, v.date) for v in found] == [(gold["type"], gold["number"], gold["date"])]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development corpus is not beside the project")
@pytest.mark.parametrize("path", sorted((SHARED / "docs").glob("*.txt")), ids=lambda p: p.stem)
def test_whole_text_gives_the_gold_numbers(path: Path) -> None:
    gold = json.loads((SHARED / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    blocks = [" ".join(block.split()) for block in path.read_text(encoding="utf-8").split("\n\n")]
    numbers = {number_key(f.value.number, None) for f in extract(blocks)[1]}
    assert numbers == {number_key(r["number"], None) for r in gold["references"]}


PIECES = "Chỉ thị|Luật| số |05|/|-|CT|TW|2016/|NĐ-CP| ngày 03/4/2020| của |Sở| về |, | và |(|“|;|.|\u0130| "


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=40).map("".join) | st.text(max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    source, found = extract([text])
    for reference in found:
        assert reference.value.number
        assert all(0 <= s.start < s.end <= len(source) for s in reference.spans)
    assert len({f.value.number for f in found}) == len(found)


@pytest.mark.parametrize("unit", ["1", "/", "A", " ", "1/", "1/A-", "1/QĐ-UB về (", "số 1 ", "Luật ", "Chỉ thị 05 ", "12/QĐ-UBND, "])
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        extract([(unit * length)[:length]])
        return time.process_time() - start

    seconds(1000)
    assert seconds(200_000) < 6 * seconds(50_000) + 0.5
