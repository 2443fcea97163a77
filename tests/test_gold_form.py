"""The form of gold: every gold kept with the project validates, and every rule, broken, is told of."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.check import MalformedResult
from pipeline.gold import Gold, check_gold, check_gold_json, gold_json, is_gold, parse_gold
from pipeline.read import read_document
from pipeline.rrule import rrule_problem

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
DEV = ROOT.parent / "shared" / "dev"
GOLDS = sorted(CORPUS.rglob("gold/*.json"))

TEXT = """SỞ NỘI VỤ
Số: 86/KH-SNV                      Hà Tĩnh, ngày 14 tháng 02 năm 2022
KẾ HOẠCH
Thực hiện từ ngày 15/02/2022
- 2 -
đến hết ngày 15/12/2022, theo Quyết định số 15/QĐ-UBND ngày
04/01/2022.
I. MỤC TIÊU
1. Phấn đấu **95,5%** hồ sơ đúng hạn; tặng Giấy khen cho không quá hai tập thể.
2. Gửi báo cáo chậm nhất ngày 25/11/2022, đúng thảm quyền.
"""

SOUND: dict[str, Any] = {
    "doc": "ke-hoach.txt",
    "annotated_pages": [1],
    "issuing_body": {"value": "Sở Nội vụ tỉnh Hà Tĩnh", "state": "stated"},
    "parent_body": None,
    "number": {"value": "86", "notation": "KH-SNV", "state": "stated"},
    "issued_date": {"value": "2022-02-14", "state": "stated"},
    "place": "Hà Tĩnh",
    "doc_type": {"name": "Kế hoạch", "code": "KH"},
    "subject": "Phát động phong trào thi đua",
    "urgency": None,
    "secrecy": None,
    "addressees": [],
    "period": {
        "quote": "từ ngày 15/02/2022 đến hết ngày 15/12/2022",
        "start": "2022-02-15",
        "end": "2022-12-15",
        "start_event": None,
    },
    "targets": [{"quote": "Phấn đấu 95,5% hồ sơ đúng hạn", "comparator": "=", "value": 95.5, "value_max": None, "unit": "%"}],
    "award_quotas": [
        {
            "quote": "tặng Giấy khen cho không quá hai tập thể",
            "award": "Giấy khen",
            "granted_by": None,
            "recipient": "tập thể",
            "comparator": "<=",
            "value": 2,
            "unit": None,
        }
    ],
    "deadlines": [{"quote": "chậm nhất ngày 25/11/2022, đúng thẩm quyền", "date": "2022-11-25", "relation": "by", "rrule": None}],
    "references": [
        {"type": "Quyết định", "number": "15/QĐ-UBND", "date": "2022-01-04", "quote": "Quyết định số 15/QĐ-UBND ngày 04/01/2022"}
    ],
    "signer": {"name": "Trần Thị Minh Hà", "position": "Phó Giám đốc", "authority": "KT.", "on_behalf_of": "Giám đốc"},
    "recipients": [{"name": "VT, VP", "note": "Lưu"}],
    "sections": [
        {"label": "I.", "depth": 1, "heading": "MỤC TIÊU"},
        {"label": "1.", "depth": 2, "heading": "Phấn đấu 95,5% hồ sơ đúng hạn"},
    ],
    "corrections": [{"raw": "thảm", "true": "thẩm"}],
    "uncertain": [],
}


def broken(*changes: tuple[str, Any]) -> bytes:
    """SOUND with the values at some paths ("targets.0.value") replaced."""
    gold = copy.deepcopy(SOUND)
    for path, value in changes:
        *way, last = (int(key) if key.isdigit() else key for key in path.split("."))
        place: Any = gold
        for key in way:
            place = place[key]
        place[last] = value
    return json.dumps(gold, ensure_ascii=False).encode()


def paths_of(raw: bytes, text: str | None = None) -> list[str]:
    return [problem.path for problem in check_gold_json(raw, "x.json", text)]


def test_sound_gold_has_no_problem() -> None:
    assert paths_of(broken()) == []
    assert paths_of(broken(), TEXT) == []


@pytest.mark.parametrize("path", GOLDS, ids=[str(path.relative_to(CORPUS)) for path in GOLDS])
def test_every_gold_of_the_corpus_validates_with_its_document(path: Path) -> None:
    gold, problems = parse_gold(path.read_bytes(), path.name)
    assert gold is not None, problems
    document = path.parent.parent / gold.doc
    assert document.exists()
    text = read_document(document).text if document.suffix == ".txt" else None
    assert [str(problem) for problem in check_gold(gold, text)] == []
    assert parse_gold(gold_json(gold).encode(), "again") == (gold, [])


@pytest.mark.skipif(not (DEV / "gold").is_dir(), reason="the annotated real documents (../shared/dev) are not there")
def test_every_gold_of_real_documents_validates() -> None:
    problems = []
    for path in sorted((DEV / "gold").glob("*.json")):
        gold = parse_gold(path.read_bytes(), path.name)[0]
        assert gold is not None, path.name
        document = DEV / "docs" / gold.doc
        text = read_document(document).text if document.suffix == ".txt" and document.exists() else None
        problems += [f"{path.name}: {problem}" for problem in check_gold(gold, text)]
    assert problems == []


BROKEN = {
    "a key too many": ([("kind", 1)], "$.kind"),
    "a state there is not": ([("number.state", "illegible")], "$.number.state"),
    "a comparator there is not": ([("targets.0.comparator", "≥")], "$.targets[0].comparator"),
    "a relation there is not": ([("deadlines.0.relation", "within")], "$.deadlines[0].relation"),
    "a number as text": ([("targets.0.value", "95,5")], "$.targets[0].value"),
    "an urgency there is not": ([("urgency", "Gấp")], "$.urgency"),
    "no pages": ([("annotated_pages", [])], "$.annotated_pages"),
    "a folder in the name": ([("doc", "corpus/ke-hoach.txt")], "$.doc"),
    "pages out of order": ([("annotated_pages", [2, 1])], "$.annotated_pages"),
    "two spaces": ([("subject", "Phát động  phong trào")], "$.subject"),
    "a line break": ([("recipients.0.name", "VT,\nVP")], "$.recipients[0].name"),
    "decomposed letters": ([("place", "Hà Ti\u0303nh")], "$.place"),
    "marks": ([("targets.0.quote", "Phấn đấu **95,5%**")], "$.targets[0].quote"),
    "a name in capitals": ([("issuing_body.value", "SỞ NỘI VỤ")], "$.issuing_body.value"),
    "absent with a value": ([("issuing_body.state", "absent")], "$.issuing_body.state"),
    "blank with a number": ([("number.state", "blank")], "$.number.state"),
    "stated without a number": ([("number.value", None)], "$.number.state"),
    "handwritten, unread, and no doubt": ([("number.value", None), ("number.state", "handwritten")], "$.number.state"),
    "absent with a symbol": ([("number.value", None), ("number.state", "absent")], "$.number.state"),
    "a number with its symbol": ([("number.value", "86/KH")], "$.number.value"),
    "a symbol with a slash first": ([("number.notation", "/KH-SNV")], "$.number.notation"),
    "a date without its day, stated": ([("issued_date.value", "2022-02")], "$.issued_date.state"),
    "no such day": ([("issued_date.value", "2022-02-30")], "$.issued_date.value"),
    "a date as printed": ([("references.0.date", "04/01/2022")], "$.references[0].date"),
    "a period that ends first": ([("period.end", "2021")], "$.period"),
    "a code from nowhere": ([("doc_type.code", "XY")], "$.doc_type.code"),
    "an authority without its point": ([("signer.authority", "KT")], "$.signer.authority"),
    "on behalf of, without authority": ([("signer.authority", None)], "$.signer.on_behalf_of"),
    "a date and a rule": ([("deadlines.0.rrule", "FREQ=DAILY")], "$.deadlines[0]"),
    "neither date nor rule": ([("deadlines.0.date", None)], "$.deadlines[0]"),
    "a rule that does not parse": (
        [("deadlines.0.date", None), ("deadlines.0.rrule", "FREQ=MONTHLY;BYMONTHDAY=32")],
        "$.deadlines[0].rrule",
    ),
    "another date than the quote": ([("deadlines.0.date", "2022-11-26")], "$.deadlines[0].date"),
    "a number that the quote has not": ([("award_quotas.0.value", 3)], "$.award_quotas[0].value"),
    "a range that is none": ([("targets.0.value_max", 90)], "$.targets[0].value_max"),
    "a number with spaces round the slash": ([("references.0.number", "15 / QĐ-UBND")], "$.references[0].number"),
    "a step too deep": ([("sections.1.depth", 3)], "$.sections[1].depth"),
    "a bullet": ([("sections.1.label", "-")], "$.sections[1].label"),
    "a heading too long": ([("sections.0.heading", " ".join(["chữ"] * 15))], "$.sections[0].heading"),
    "a correction of nothing": ([("corrections.0.true", "thảm")], "$.corrections[0]"),
}


@pytest.mark.parametrize(("changes", "path"), BROKEN.values(), ids=BROKEN)
def test_every_rule_broken_is_told_of(changes: list[tuple[str, Any]], path: str) -> None:
    assert path in paths_of(broken(*changes))


def test_a_reference_stands_once() -> None:
    twice = SOUND["references"] * 2
    assert paths_of(broken(("references", twice))) == ["$.references[1].number"]


def test_unread_handwriting_is_a_doubt() -> None:
    changes = [("number.value", None), ("number.state", "handwritten"), ("uncertain", ["number.value: two figures, unreadable"])]
    assert paths_of(broken(*changes)) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ([("targets.0.quote", "Phấn đấu 95,5% hồ sơ trước hạn")], "$.targets[0].quote"),
        ([("corrections", [])], "$.deadlines[0].quote"),
        ([("sections.0.heading", "MỤC ĐÍCH")], "$.sections[0]"),
        ([("period.quote", "từ ngày 15/02/2022 - 3 - đến hết ngày 15/12/2022")], "$.period.quote"),
    ],
)
def test_quotes_have_to_stand_in_the_text(changes: list[tuple[str, Any]], path: str) -> None:
    assert path not in paths_of(broken(*changes))
    assert paths_of(broken(*changes), TEXT) == [path]


def test_of_recognised_text_a_quote_stands_there_nearly() -> None:
    gold = Gold.model_validate_json(broken())
    misread = TEXT.replace("đúng hạn", "dúng han").replace("Quyết định số", "Quyêt đinh sô")
    assert [problem.path for problem in check_gold(gold, misread)] == ["$.targets[0].quote", "$.references[0].quote", "$.sections[1]"]
    assert check_gold(gold, misread, recognised=True) == []
    assert len(check_gold(gold, "một văn bản khác hẳn, không có gì chung", recognised=True)) > 4


def test_gold_and_results_are_told_apart() -> None:
    result = (ROOT / "tests" / "cases" / "cli" / "ke-hoach.json").read_bytes()
    assert is_gold(broken()) and not is_gold(result)
    assert not is_gold(b'{"doc": ') and not is_gold(b'["doc"]') and not is_gold(b'{"schema_version": "1.0", "doc": 1}')


def test_what_is_no_json() -> None:
    with pytest.raises(MalformedResult):
        check_gold_json(b"{", "x.json")


def test_written_gold_is_for_people() -> None:
    text = gold_json(Gold.model_validate_json(broken(("corrections", None))))
    lines = text.splitlines()
    assert lines[1] == ' "doc": "ke-hoach.txt",' and '"corrections"' not in text and "Hà Tĩnh" in text
    assert lines[lines.index(' "sections": [') + 1] == '  {"label": "I.", "depth": 1, "heading": "MỤC TIÊU"},'
    assert text.endswith("}\n")


def test_the_guide_shows_a_sound_gold() -> None:
    guide = (ROOT / "docs" / "annotation.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", guide, re.DOTALL)
    assert check_gold_json(shown.encode(), "annotation.md") == []
    rules = re.findall(r"`(FREQ=[A-Z0-9;=,-]+)`", guide)
    assert len(rules) >= 5 and all(rrule_problem(rule) is None for rule in rules)
