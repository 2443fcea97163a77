"""`annotate` and `check` of gold: a first gold keeps the rules, and what a person corrected is never written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.annotate import GoldExists, annotate, check_with_document, write_first
from pipeline.cli import main
from pipeline.directive import Correction, Directive
from pipeline.errors import ExitCode, InputMissing
from pipeline.gold import check_gold, gold_json, parse_gold, to_gold
from pipeline.gold.first import first_words
from pipeline.gold.quoting import mends, one_line, quote
from pipeline.read import read_document
from tests import scans

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
SAMPLE = CORPUS / "giay_moi_hop_gop_y.txt"
#: The result of a letter with a deadline in working days, a recurring one, a blank number and a blank day.
RESULT = Directive.model_validate_json((ROOT / "tests" / "cases" / "cli" / "ke-hoach.json").read_bytes())


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_first_gold_keeps_the_rules(path: Path) -> None:
    document = read_document(path)
    gold = annotate(document)
    assert [str(problem) for problem in check_gold(gold, document.text)] == []
    assert gold.doc == path.name and parse_gold(gold_json(gold).encode(), "again") == (gold, [])


def test_the_first_gold_says_what_the_result_says() -> None:
    gold = to_gold(RESULT)
    assert (gold.number.value, gold.number.notation, gold.number.state) == (None, "KH-SNV", "blank")
    assert (gold.issued_date.value, gold.issued_date.state) == ("2022-03", "partial")
    assert [d.quote for d in gold.deadlines if d.rrule] == ["trước ngày 25 hằng tháng"]
    assert len(gold.deadlines) == len(RESULT.deadlines) - 1, "the length of time is left out"
    assert [s.label for s in gold.sections] == ["I.", "1.", "2.", "II.", "1.", "2."], "bullets are left out"
    assert [s.depth for s in gold.sections] == [1, 2, 2, 1, 2, 2]
    assert gold.sections[1].heading == "Nâng cao chất lượng phục vụ người dân"


def test_doubts_are_named() -> None:
    number = RESULT.number.model_copy(update={"state": "illegible", "confidence": 0.3, "rule": "number.unread"})
    target = RESULT.targets[0].model_copy(update={"confidence": 0.25, "rule": "targets.horizon"})
    absent = RESULT.subject.model_copy(update={"state": "absent", "value": None, "confidence": 0.0, "rule": None, "evidence": ()})
    changed = {"number": number, "targets": (target, *RESULT.targets[1:]), "subject": absent, "issues": ()}
    doubts = to_gold(RESULT.model_copy(update=changed)).uncertain
    assert "number: it cannot be read surely (number.unread)" in doubts
    assert "targets[0]: right 25% of the time (targets.horizon)" in doubts
    assert "subject: nothing was found" in doubts
    assert to_gold(RESULT.model_copy(update=changed)).number.state == "handwritten"


def test_quotes_are_mended_and_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("UBND TỈNH HÀ TĨNH\nSỞ NỘI VỤ\nSố: 5/KH-SNV\n\nKẾ HOẠCH\n\n1. Giải quyết đúng thảm quyền\ncác đơn thư, xong trước\n\n"
                    "- 2 -\n\nngày 25/11/2022.\n", encoding="utf-8")  # fmt: skip
    directive = extract(path)
    gold = to_gold(directive)
    assert gold.deadlines[0].quote == "Giải quyết đúng thẩm quyền các đơn thư, xong trước ngày 25/11/2022"
    assert [(m.raw, m.true) for m in gold.corrections or ()] == [("thảm", "thẩm")]
    assert check_gold(gold, directive.text) == []


def test_far_evidence_is_another_mention() -> None:
    reference = RESULT.references[0]
    later = RESULT.signer.evidence[0]
    assert quote(RESULT, (*reference.evidence, later), last=False) == one_line(reference.evidence[0].text)
    assert quote(RESULT, (*reference.evidence, later)) == one_line(later.text)


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        (
            "Các đơn vị gửi kế hoạch trước ngày 15/7/2024 và báo cáo kết quả trước ngày 15/12/2024.",
            1,
            "và báo cáo kết quả trước ngày 15/12/2024",
        ),
        ("Các đơn vị gửi báo cáo nhanh trước ngày 15 và trước ngày 30 hằng tháng.", 0, "Các đơn vị gửi báo cáo nhanh trước ngày 15"),
    ],
)
def test_a_quote_holds_one_date(tmp_path: Path, text: str, at: int, said: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"UBND TỈNH HÀ TĨNH\nSỞ NỘI VỤ\nSố: 5/KH-SNV\nHà Tĩnh, ngày 10 tháng 5 năm 2024\n\nKẾ HOẠCH\n\n1. {text}\n", encoding="utf-8"
    )
    directive = extract(path)
    gold = to_gold(directive)
    assert gold.deadlines[at].quote == said
    assert check_gold(gold, directive.text) == []


def test_corrections_are_widened_to_words() -> None:
    at = RESULT.text.index("chất lượng") + 2
    part = Correction(start=at, end=at + 1, before="ấ", after="á", rule="spelling.x", confidence=0.9)
    assert list(mends(RESULT.text, [part, part])) == [("chất", "chát")]


def test_headings_are_cut_after_twelve_words() -> None:
    assert first_words("một hai ba - bốn năm sáu bảy tám chín mười mười_một mười_hai; mười_ba") == (
        "một hai ba - bốn năm sáu bảy tám chín mười mười_một mười_hai"
    )


# --- files --------------------------------------------------------------------------------------------------------------


def test_a_corrected_gold_is_not_written_over(tmp_path: Path) -> None:
    gold = annotate(read_document(SAMPLE))
    first = write_first(gold, tmp_path / "new" / "folder")
    assert first.path.name == "giay_moi_hop_gop_y.json" and first.doubts == len(gold.uncertain)
    assert write_first(gold, first.path.parent) == first, "the same again loses nothing"
    first.path.write_text(first.path.read_text(encoding="utf-8").replace("Hỏa tốc", "Khẩn"), encoding="utf-8")
    with pytest.raises(GoldExists, match="--force"):
        write_first(gold, first.path.parent)
    assert '"Khẩn"' in first.path.read_text(encoding="utf-8")
    write_first(gold, first.path.parent, force=True)
    assert '"Hỏa tốc"' in first.path.read_text(encoding="utf-8")
    assert [path.name for path in first.path.parent.iterdir()] == [first.path.name]


def test_the_document_is_found_beside(tmp_path: Path) -> None:
    raw = gold_json(annotate(read_document(SAMPLE))).encode()
    assert check_with_document(raw, "g.json", CORPUS) == []
    moved = raw.replace("trước ngày 04/5/2026".encode(), "trước ngày 04/5/2026 tại Hà Nội".encode())
    assert [p.path for p in check_with_document(moved, "g.json", CORPUS)] == ["$.deadlines[0].quote"]
    with pytest.raises(InputMissing):
        check_with_document(raw, "g.json", tmp_path)


def test_a_scan_is_checked_nearly() -> None:
    pytest.importorskip("pypdfium2")
    if scans.REASON:
        pytest.skip(scans.REASON)
    raw = (CORPUS / "gold" / "giay_moi_hop_gop_y.json").read_bytes().replace(b"gop_y.txt", b"gop_y.tif")
    assert check_with_document(raw, "g.json", CORPUS / "scans") == []


# --- the command line ---------------------------------------------------------------------------------------------------


def test_annotate_one_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", str(SAMPLE)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["doc"] == SAMPLE.name and err == ""


def test_annotate_many_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(SAMPLE), str(CORPUS / "chi_thi_tinh_uy.txt")]
    assert main(["annotate", *files, "-o", str(tmp_path)]) == 0
    assert "giay_moi_hop_gop_y.json: " in capsys.readouterr().out
    golds = sorted(str(path) for path in tmp_path.glob("*.json"))
    assert main(["check", *golds, "--documents", str(CORPUS)]) == 0
    assert capsys.readouterr().out.count("1 checked, 0 with problems") == 2
    Path(golds[0]).write_text("{}", encoding="utf-8")
    assert main(["annotate", *files, "-o", str(tmp_path)]) == ExitCode.some_failed
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "chi_thi_tinh_uy.json: a gold stands there" in err
    assert main(["annotate", *files, "-o", str(tmp_path), "--force"]) == 0


def test_check_of_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = json.loads((CORPUS / "gold" / "giay_moi_hop_gop_y.json").read_bytes())
    gold["deadlines"][0]["date"] = "2026-02-30"
    path = tmp_path / "g.json"
    path.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    assert main(["check", str(path)]) == ExitCode.check_failed
    out, err = capsys.readouterr()
    assert "$.deadlines[0].date: '2026-02-30' is no date of the calendar; " in out and err == ""
    assert main(["check", str(path), "--documents", str(tmp_path)]) == ExitCode.check_failed
    assert "giay_moi_hop_gop_y.txt" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["a.txt", "b.txt"], ["a.txt", "--force"]])
def test_several_need_a_folder(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", *arguments]) == ExitCode.bad_arguments
    assert "-o FOLDER" in capsys.readouterr().err
