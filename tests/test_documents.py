"""Whole documents through the whole pipeline: short ones by case, real and sample ones against gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract_document
from pipeline.check import check_directive
from pipeline.errors import PipelineError
from pipeline.read import read_document

CASES = Path(__file__).parent / "cases" / "documents"


def load(split: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in json.loads((CASES / f"{split}.json").read_text(encoding="utf-8"))]


def failing() -> list[Any]:
    cases = json.loads((CASES / "known_failures.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"], marks=pytest.mark.xfail(strict=True, reason=case["why"])) for case in cases]


def at(data: Any, path: str) -> Any:
    for key in path.split("."):
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


@pytest.mark.parametrize("case", [*load("in_the_wild"), *load("synthetic"), *load("negative"), *failing()])
def test_document(case: dict[str, Any]) -> None:
    directive = extract_document(read_document("-", case["text"].encode()))
    assert check_directive(directive) == []
    data = json.loads(directive.model_dump_json())
    assert {path: at(data, path) for path in case["expect"]} == case["expect"]


PIECES = st.sampled_from(json.loads((CASES / "pieces.json").read_text(encoding="utf-8")))


@given(st.lists(PIECES, min_size=1, max_size=20), st.sampled_from(["\n", "\n\n", "   ", "\r\n"]))
def test_any_mixture_gives_a_result_that_holds(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    if not text.strip() or not text.strip("\u0301\u200b \n\t\r\f"):
        text += "x"
    assert check_directive(extract_document(read_document("-", text.encode()))) == []


@given(st.text(max_size=300))
def test_any_text_gives_a_result_that_holds(text: str) -> None:
    try:
        document = read_document("-", ("x" + text).encode("utf-8", "replace"))
    except PipelineError:  # control characters make it binary: a typed error is the other allowed answer
        return
    directive = extract_document(document)
    assert check_directive(directive) == []
    assert all(directive.text[e.start : e.end] == e.text for e in directive.signer.evidence)


def test_the_same_bytes_give_the_same_json(root: Path) -> None:
    from pipeline.directive import to_json

    data = (root / "corpus" / "chi_thi_tinh_uy.txt").read_bytes()
    assert len({to_json(extract_document(read_document("-", data)), 2) for _ in range(3)}) == 1
