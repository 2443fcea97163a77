"""Cleaning, labels and the section tree, case by case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean_text
from pipeline.labels import parse_label
from pipeline.outline import build_tree, join_rows, walk
from pipeline.read import read_document
from pipeline.sections import sections_of
from pipeline.segment import segment

CASES = Path(__file__).parent / "cases"


def load(module: str, *splits: str) -> list[Any]:
    return [case for split in splits for case in json.loads((CASES / module / f"{split}.json").read_text(encoding="utf-8"))]


def failing(module: str) -> list[Any]:
    return [pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=case["why"])) for case in load(module, "known_failures")]


@pytest.mark.parametrize("case", [*load("clean", "in_the_wild", "synthetic", "negative"), *failing("clean")])
def test_clean(case: dict[str, Any]) -> None:
    cleaned = clean_text(case["source"])
    assert cleaned.text.text == case["text"]
    assert [case["source"][s.start : s.end] for s in cleaned.struck] == case.get("struck", [])


@given(st.text(alphabet="ab \n*#~<>\\\r\u0301\u0323\u200b\u00a0Ðê(", max_size=40))
def test_cleaning_twice_changes_nothing_more(source: str) -> None:
    once = clean_text(source).text
    assert clean_text(once.text).text.edits == ()


@pytest.mark.parametrize("case", [*load("labels", "in_the_wild", "synthetic"), *failing("labels")])
def test_label(case: dict[str, Any]) -> None:
    label = parse_label(case["line"])
    assert label is not None
    assert (label.text, label.kind, list(label.ordinal)) == (case["label"], case["kind"], case["ordinal"])
    assert case["line"][label.end :] == case["rest"]


@pytest.mark.parametrize("case", load("labels", "negative"))
def test_no_label(case: dict[str, Any]) -> None:
    assert parse_label(case["line"]) is None


def tree_of(lines: list[str]) -> list[str]:
    layout = segment(read_document("-", "\n".join(["Căn cứ tình hình thực tế, Sở Nội vụ thông báo như sau:", *lines]).encode()))
    out: list[str] = []

    def show(sections: Any) -> None:
        for section in sections:
            out.append(f"{section.depth} {section.label} {section.heading or ''}")
            show(section.children)

    show(sections_of(layout))
    return out


@pytest.mark.parametrize("case", [*load("outline", "in_the_wild", "synthetic", "negative"), *failing("outline")])
def test_outline(case: dict[str, Any]) -> None:
    assert tree_of(case["lines"]) == case["tree"]


LINES = st.lists(
    st.sampled_from(
        ["I. Một", "II. Hai", "1. A", "2. B", "1.1. C", "a) D", "đ) E", "- f", "+ g", "Điều 1. H", "Phần I", "chữ thường", "CHỮ HOA", ""]
    ),
    max_size=25,
)


@given(LINES)
def test_sections_nest_and_do_not_overlap(lines: list[str]) -> None:
    text = "\n".join(lines) or "x"
    layout = segment(read_document("-", (text if text.strip() else "x").encode()))

    def check(sections: Any, start: int, end: int) -> None:
        at = start
        for section in sections:
            assert at <= section.start < section.end <= end
            at = section.end
            check(section.children, section.start, section.end)

    check(sections_of(layout), 0, len(layout.document.text))


@given(LINES)
def test_no_line_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines) if any(line.strip() for line in lines) else "x"
    layout = segment(read_document("-", text.encode()))
    paragraphs = join_rows(layout.rows)
    kept = [row for paragraph in paragraphs for row in paragraph.rows]
    assert kept == [row for row in layout.rows if row.role != "furniture"]
    assert sorted(p.start for node, _ in walk(build_tree(paragraphs)) for p in node.paragraphs) == [p.start for p in paragraphs]
