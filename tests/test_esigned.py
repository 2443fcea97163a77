"""Electronic signatures printed on the page: marked, read by no field, and nothing beside them lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract_document
from pipeline.read import read_document
from pipeline.segment import segment

CASES = Path(__file__).parent / "cases" / "esigned"


def load(name: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", load("lines"))
def test_lines_of_a_signature_are_furniture_and_no_others(case: dict[str, Any]) -> None:
    text = "\n".join(case["lines"])
    layout = segment(read_document("-", text.encode()))
    read = [(text[span.start : span.end], row.role) for row in layout.rows for span in [layout.source(row)]]
    assert [line for line, role in read if role == "furniture"] == case["marked"]
    assert "".join(text.split()) == "".join("".join(line for line, _ in read).split())


@pytest.mark.parametrize("case", load("documents"))
def test_no_field_is_read_from_them(case: dict[str, Any]) -> None:
    found = extract_document(read_document("-", case["text"].encode()))
    assert found.issuing_body.value and found.number.value and found.signer.value
    signer = found.signer.value
    read = [found.issuing_body.value.name, found.number.value.number, found.issued_date.value, signer.name, signer.position]
    assert read == case["expect"]
