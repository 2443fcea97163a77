"""What a person is asked to look at: each sign in a directive that has it, and not in the same directive without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import extract_document
from pipeline.candidates import Candidates, find_candidates
from pipeline.directive import Directive
from pipeline.found import Found
from pipeline.issues import issues_of
from pipeline.read import read_document
from pipeline.segment import Layout, segment

PLAN = (Path(__file__).resolve().parents[1] / "corpus/ke_hoach_thi_dua_cai_cach_hanh_chinh.txt").read_text(encoding="utf-8")


def extracted(text: str) -> Directive:
    return extract_document(read_document("plan.txt", text.encode()))


@pytest.fixture(scope="module")
def plan() -> tuple[Layout, Candidates]:
    layout = segment(read_document("plan.txt", PLAN.encode()))
    return layout, find_candidates(layout)


def test_a_sound_directive_has_no_warning() -> None:
    directive = extracted(PLAN)
    assert directive.status == "valid" and all(issue.severity == "info" for issue in directive.issues)


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ("/KH-SNV", "/QĐ-SNV", "doc_type.contradicts_symbol", ("KẾ HOẠCH", "86/QĐ-SNV")),
        ("trước ngày 28/02/2022", "trước ngày 10/02/2022", "deadline.before_issue", ("10/02/2022",)),
        ("Trần Thị Hoài Thương", "", "signer.unnamed", ("PHÓ GIÁM ĐỐC",)),
        ("Số: 86/", "Số:     /", "number.blank", ("/KH-SNV",)),
    ],
)
def test_a_sign_gives_its_issue_with_the_words(before: str, after: str, code: str, words: tuple[str, ...]) -> None:
    assert before in PLAN
    issues = [issue for issue in extracted(PLAN.replace(before, after)).issues if issue.code == code]
    said = " ".join(e.text for issue in issues for e in issue.evidence)
    assert len(issues) == 1 and all(word in said for word in words)


def test_only_warnings_ask_for_review() -> None:
    assert extracted(PLAN.replace("Trần Thị Hoài Thương", "")).status == "review"
    assert extracted(PLAN.replace("Số: 86/", "Số:     /")).status == "valid"


@pytest.mark.parametrize(("state", "expected"), [("illegible", ["signer.illegible"]), ("stated", [])])
def test_a_signer_under_a_seal_is_told(plan: tuple[Layout, Candidates], state: str, expected: list[str]) -> None:
    layout, found = plan
    assert isinstance(found.signer, Found)
    doubted = replace(found, signer=replace(found.signer, state=state))
    assert [issue["code"] for issue in issues_of(layout, doubted) if issue["severity"] == "warning"] == expected


def test_a_text_without_anything_has_one_error() -> None:
    directive = extracted("hello\n")
    assert directive.status == "review"
    assert [(issue.code, issue.severity) for issue in directive.issues] == [("document.unrecognised", "error")]
