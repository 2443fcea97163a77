"""`corpus/docx`, `corpus/pdf` and `corpus/scans`: what is read from paper is what the gold says, as far as was measured."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract
from pipeline.check import check_directive
from pipeline.directive import Directive
from pipeline.evaluate import HEADER, assess
from pipeline.evaluate.gold import Gold
from tests.scans import needs_tesseract

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
TYPED = sorted([*(CORPUS / "docx").glob("*.docx"), *(CORPUS / "pdf").glob("*.pdf")])
SCANS = sorted(path for path in (CORPUS / "scans").iterdir() if path.is_file())
#: Of the folder, bytes: everybody who clones the project downloads it.
MOST = 3_500_000

#: Fields of the header that are right on each scan, as measured; a scan may get better, not worse.
RIGHT = {
    "chi_thi_tinh_uy.png": 5,
    "cong_van_ra_soat_di_tich.pdf": 4,
    "giay_moi_hop_gop_y.jpg": 8,
    "giay_moi_hop_gop_y.tif": 9,
    "huong_dan_thi_dua_khen_thuong.tif": 8,
    "ke_hoach_thi_dua_cai_cach_hanh_chinh.pdf": 7,
    "thong_bao_vien_thong.tif": 6,
}
#: Micro-F1 of the header over all scans, as measured.
SCANS_F1 = 0.80


def gold_of(path: Path) -> Gold:
    """A scan has gold of its own where something on it is written by hand; else its text's gold holds."""
    own = path.parent / "gold" / f"{path.stem}.json"
    used = own if own.exists() and json.loads(own.read_text(encoding="utf-8"))["doc"] == path.name else CORPUS / "gold" / own.name
    return Gold(path.stem, used, json.loads(used.read_text(encoding="utf-8")))


@cache
def read(path: Path) -> Directive:
    found = extract(path)
    assert check_directive(found) == []
    return found


@cache
def assessed(path: Path) -> Any:
    return assess(gold_of(path), read(path).model_dump(mode="json"))


def header(path: Path) -> tuple[int, int, int]:
    """Right, extra and missed."""
    counts = [counts for field, counts in assessed(path).standard.counts.items() if field in HEADER]
    return sum(c.right for c in counts), sum(c.extra for c in counts), sum(c.missed for c in counts)


def test_the_corpus_stays_small_and_whole() -> None:
    assert len(TYPED) >= 6 and len(SCANS) >= 7 and {path.name for path in SCANS} == RIGHT.keys()
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) <= MOST
    listed = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert [path for path in (*TYPED, *SCANS) if f"`{path.relative_to(CORPUS)}`" not in listed] == []


@pytest.mark.parametrize("path", TYPED, ids=lambda path: path.name)
def test_what_is_typed_is_read_whole(path: Path) -> None:
    assert assessed(path).standard.errors == ()


@needs_tesseract
@pytest.mark.parametrize("path", SCANS, ids=lambda path: path.name)
def test_a_scan_is_read_as_well_as_it_was(path: Path) -> None:
    assert assessed(path).reader == "ocr"
    assert header(path)[0] >= RIGHT[path.name], "\n".join(assessed(path).standard.errors)
    assert [slot for slot in assessed(path).slots if slot.verdict == "wrong"] == []


@needs_tesseract
def test_an_unsigned_scan_says_what_its_text_says() -> None:
    path = CORPUS / "scans" / "giay_moi_hop_gop_y.tif"
    assert assessed(path).standard.errors == ()
    found = read(path)
    assert all(e.bbox for field in (found.number, found.issued_date, found.signer) for e in field.evidence)


@needs_tesseract
def test_headers_of_all_scans() -> None:
    right, extra, missed = (sum(header(path)[k] for path in SCANS) for k in range(3))
    assert 2 * right / (2 * right + extra + missed) >= SCANS_F1
