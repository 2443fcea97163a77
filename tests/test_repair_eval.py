"""What judges repair: alignment with a truth, what a change did, what is protected, and pages that are the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document import Document, Line, Page, Word
from pipeline.repair.ledger import Change
from pipeline.text import Span
from scripts.repair_eval import without_repair
from scripts.repair_judge import align, applied, changes_between, in_protected, judge, mends_slip, tokens

TRUTH = "Cấp có thẩm quyền ban hành theo quy định. Thúc đẩy khoa học – công nghệ số 12/KH-UBND của tỉnh"
FOUND = "Cấp có thảm quyền banhành theo quy định. Thúc đây khoa học - công nghệ số 12/KH-UBND của tỉnh"


def change(before: str, after: str, text: str = FOUND) -> Change:
    start = text.index(before)
    return Change(start, start + len(before), before, after, "test", 1.0)


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        ("thảm", "thẩm", "mended"),
        ("banhành", "ban hành", "mended"),
        ("đây", "đấy", "still wrong"),
        ("Cấp", "Cập", "harmed"),
        ("học - công", "học – công", "neutral"),
        ("12", "13", "harmed"),
    ],
)
def test_a_change_is_judged_by_the_truth(before: str, after: str, outcome: str) -> None:
    units = align(TRUTH, FOUND)
    (judged,), detected, gone = judge(units, FOUND, [change(before, after)])
    assert judged.outcome == outcome
    assert len(detected) == (outcome in ("mended", "still wrong"))
    assert len(gone) == (outcome == "mended")


def test_errors_are_counted_by_kind() -> None:
    assert [u.kind for u in align(TRUTH, FOUND) if u.wrong] == ["diacritics", "splits and joins", "diacritics"]


def test_changes_in_one_stretch_are_judged_together() -> None:
    truth, found = "theo quy định hiện hành của Nhà nước", "theo quyđịnh hiện hành của Nhà nước"
    both = [Change(5, 8, "quy", "quy", "test", 1.0), Change(8, 8, "", " ", "test", 1.0)]
    judged, _, gone = judge(align(truth, found), found, both[1:])
    assert [j.outcome for j in judged] == ["mended"]
    assert len(gone) == 1


def test_a_right_word_beside_an_error_that_remains_is_mended() -> None:
    truth, found = "các đơn vị sự nghiệp công lập nhóm 1", "các đơn vị sự nghiệ ] công lập nhóm 1"
    judged, detected, gone = judge(align(truth, found), found, [change("nghiệ", "nghiệp", found)])
    assert [j.outcome for j in judged] == ["mended"]
    assert (len(detected), len(gone)) == (1, 0)


def test_what_was_not_transcribed_is_not_judged() -> None:
    found = f"UBND TỈNH SỞ Y TÉ\n{FOUND}\nNơi nhận"
    judged, detected, _ = judge(align(TRUTH, found), found, [change("TÉ", "TẾ", found)])
    assert [j.outcome for j in judged] == ["unknown"]
    assert not detected


@pytest.mark.parametrize(
    ("text", "before", "after", "protected"),
    [
        ("Số 12/KH-UBND ngày 01/02/2021", "UBND", "UBNĐ", True),
        ("Ban TĐ-KT tỉnh", "TĐ", "TD", True),
        ("gửi về abc@moh.gov.vn trước", "moh", "mỏ", True),
        ("khoản l Điều 3", "l", "1", True),
        ("khoản 1 Điều 3", "khoản", "khoán", False),
    ],
)
def test_numbers_symbols_and_addresses_are_protected(text: str, before: str, after: str, protected: bool) -> None:
    assert in_protected(text, change(before, after, text)) is protected


def test_changes_of_a_tool_that_gives_back_text() -> None:
    before, after = "Điều 1. Hoà bình (thảm)", "Điều 1 . Hòa bình ( thảm )"
    found = changes_between(before, after, "peer")
    assert [(c.before, c.after) for c in found] == [("Hoà", "Hòa")]
    assert applied(before, found) == "Điều 1. Hòa bình (thảm)"


def test_tokens_keep_their_places() -> None:
    assert [(t.text, t.start, t.end) for t in tokens("a… “b”")] == [
        *(("a", 0, 1), (".", 1, 2), (".", 1, 2), (".", 1, 2)),
        *(('"', 3, 4), ("b", 4, 5), ('"', 5, 6)),
    ]


def test_slips_of_the_source_are_known_by_their_phrase() -> None:
    slip, other = "miễn thuế tiêu thụ đăc biệt", "điều đăc nhiệm"
    assert mends_slip(slip, change("đăc", "đặc", slip))
    assert not mends_slip(other, change("đăc", "đặc", other))


def test_repair_can_be_left_out_and_comes_back() -> None:
    import pipeline.repair as repair

    before = repair.repair_text
    with without_repair():
        assert repair.repair_text("đúng thảm quyền").text == "đúng thảm quyền"
    assert repair.repair_text is before


def test_the_same_seed_gives_the_same_page() -> None:
    np = pytest.importorskip("numpy")
    pages = pytest.importorskip("scripts.render_pages")
    if not (pages.FONTS / pages.FACES["dejavu"][0]).exists():
        pytest.skip("fonts-dejavu is not installed")
    paper, printed = pages.set_page(["KẾ HOẠCH", "Căn cứ quy định của Nhà nước " * 20], pages.Look("dejavu", 12.0, 1.3))
    assert printed.startswith("KẾ HOẠCH\nCăn cứ quy định")
    assert " ".join(printed.split()) == " ".join(("KẾ HOẠCH " + "Căn cứ quy định của Nhà nước " * 20).split())
    small = paper[:600, :900]
    for (dots, _), scan in pages.KINDS.values():
        first, second = (scan(small, np.random.default_rng(7)) for _ in range(2))
        assert first.dtype == np.uint8
        assert first.shape[1] == round(900 * dots / pages.PRINT)
        assert (first == second).all()


def test_what_was_read_comes_back_from_the_cache(tmp_path: Path) -> None:
    pages = pytest.importorskip("scripts.render_pages")
    path = tmp_path / "a.txt"
    path.write_text("KẾ HOẠCH\nThi đua năm 2021\n", encoding="utf-8")
    first = pages.read_cached(path, tmp_path / "cache")
    assert pages.read_cached(path, tmp_path / "cache") == first
    word = Word(Span(0, 2), (1.0, 2.0, 3.0, 4.0), 0.5, ((("K", 0.9), ("k", 0.1)), (("Ế", 0.7),)))
    document = Document("KẾ", "a", "0", "image/png", "ocr", (Page(1, Span(0, 2)),), (Line(Span(0, 2), 1, None, (word,)),))
    kept = pages._stored()
    assert kept.validate_json(kept.dump_json(document)) == document
