"""Scans of `corpus/scans`: what is read from the picture is what the gold of their text says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.check import check_directive

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SCANS = sorted((CORPUS / "scans").glob("*.tif"))


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("scan", SCANS, ids=lambda path: path.stem)
def test_a_scan_says_what_its_text_says(scan: Path) -> None:
    gold = json.loads((CORPUS / "gold" / f"{scan.stem}.json").read_text(encoding="utf-8"))
    found = extract(scan)
    assert check_directive(found) == [] and found.source.reader == "ocr"
    assert found.number.value and found.number.value.notation == gold["number"]["notation"]
    assert found.issued_date.value == gold["issued_date"]["value"]
    assert found.issuing_body.value and found.issuing_body.value.name == gold["issuing_body"]["value"]
    assert found.doc_type.value and found.doc_type.value.name == gold["doc_type"]["name"]
    assert found.subject.value == gold["subject"]
    assert found.signer.value and found.signer.value.name == gold["signer"]["name"]
    assert [r.name for r in found.recipients] == [r["name"] for r in gold["recipients"]]
    assert [d.date for d in found.deadlines] == [d["date"] for d in gold["deadlines"]]
    assert all(e.bbox for field in (found.number, found.issued_date, found.signer) for e in field.evidence)
