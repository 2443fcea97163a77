"""Directives on paper: the same bytes twice, the text whole, handwriting where the gold says so, pictures as scanners give them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pypdfium2
import pytest
from PIL import Image

pytest.importorskip("reportlab", reason="reportlab is not installed (pip install .[generate])")

from pipeline import extract
from pipeline.errors import MissingDependency
from pipeline.evaluate import HEADER, score
from pipeline.generate.compose import compose
from pipeline.generate.paper import fonts
from pipeline.generate.paper.look import HEIGHT, WIDTH, Joint, chance, choose_look
from pipeline.generate.paper.marks import Frame, Rule, Run, Spot, right_end
from pipeline.generate.paper.pdf import to_pdf
from pipeline.generate.paper.setting import set_pages
from pipeline.generate.render import gold_of, rendered, slots_by_hand, write
from pipeline.generate.scan.levels import LEVELS
from pipeline.generate.scan.pen import can_write, choose_hand, figures, signature
from pipeline.generate.scan.stamps import legend_of, seal
from pipeline.generate.sheet import Paragraph, Sheet, Slot

try:
    fonts.files()
except MissingDependency as error:
    pytest.skip(str(error), allow_module_level=True)

NUMBER, DATE = "Số: 1947/SGDĐT-TCCB", "Bến Tre, ngày 25 tháng 9 năm 2023"
GOLD: dict[str, Any] = {
    "issuing_body": {"value": "Sở Giáo dục và Đào tạo tỉnh Bến Tre", "state": "stated"},
    "parent_body": "Ủy ban nhân dân tỉnh Bến Tre",
    "number": {"value": "1947", "notation": "SGDĐT-TCCB", "state": "stated"},
    "issued_date": {"value": "2023-09-25", "state": "stated"},
    "signer": {"name": "Nguyễn Thị Hà", "position": "Phó Giám đốc", "authority": "KT.", "on_behalf_of": "Giám đốc"},
}
_SENTENCE = "Sở đề nghị các trường mầm non, mẫu giáo thống kê số lượng giáo viên hiện có và gửi báo cáo về Sở chậm nhất ngày 05/10/2023. "


def sheet(paragraphs: int = 3) -> Sheet:
    """An official letter; each paragraph has its own number, so that none can be lost unnoticed."""
    body = [Paragraph(f"{i + 1}. " + _SENTENCE * 3, "item") for i in range(paragraphs)]
    return Sheet(
        "bao_cao_giao_vien",
        ("UBND TỈNH BẾN TRE", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", NUMBER, "V/v báo cáo số lượng giáo viên", "HỎA TỐC"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", DATE),
        (Paragraph("Kính gửi: Các trường mầm non trên địa bàn tỉnh", "addressee"), *body),
        ("Nơi nhận:", "- Như trên;", "- Lưu: VT, TCCB."),
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "(Đã ký)", "Nguyễn Thị Hà"),
        (Slot("left", 2, 4, 8), Slot("right", 2, 14, 16), Slot("right", 2, 23, 24)),
        (),
        GOLD,
    )


def pictures_of(form: tuple[str, bytes]) -> list[np.ndarray[Any, Any]]:
    ending, data = form
    if ending == "pdf":
        return [page.render(scale=100 / 72).to_numpy() for page in pypdfium2.PdfDocument(data)]
    image = Image.open(io.BytesIO(data))
    return [np.asarray(_at(image, k).convert("L")) for k in range(getattr(image, "n_frames", 1))]


def _at(image: Image.Image, frame: int) -> Image.Image:
    image.seek(frame)
    return image


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)).split())


# --- the same again ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "noise"), [("docx", "none"), ("pdf", "none"), *(("scan", noise) for noise in LEVELS)])
def test_the_same_seed_gives_the_same_bytes(form: str, noise: str, tmp_path: Path) -> None:
    first = write(sheet(), tmp_path, form, noise, 5)
    data = first.read_bytes()
    assert write(sheet(), tmp_path, form, noise, 5).read_bytes() == data
    assert rendered(sheet(), form, noise, 6)[1] != data


def test_what_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="dark"):
        rendered(sheet(), "scan", "dark", 1)
    with pytest.raises(ValueError, match="odt"):
        rendered(sheet(), "odt", "none", 1)


def test_no_font_is_a_missing_dependency(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.files.cache_clear()
    monkeypatch.setattr(fonts, "_folders", list)
    with pytest.raises(MissingDependency, match="apt-get install fonts-croscore"):
        fonts.files()
    monkeypatch.undo()
    fonts.files.cache_clear()


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("joint", get_args(Joint))
@pytest.mark.parametrize("by_deputy", [False, True])
def test_of_two_who_sign_each_is_told_wherever_they_stand(joint: Joint, by_deputy: bool, tmp_path: Path) -> None:
    first = ("SỞ Y TẾ", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "", "Phạm Đình Phương", "")
    second = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC") if by_deputy else ("GIÁM ĐỐC",)
    given = replace(sheet(), recipients=(*first, *sheet().recipients), signature=("SỞ NỘI VỤ", *second, "Nguyễn Thị Hà"))
    look = replace(choose_look(chance(given.name, 1)), joint=joint)
    path = tmp_path / "two.pdf"
    path.write_bytes(to_pdf(set_pages(given, look), given.name))
    found = extract(path)
    assert found.signer.value is not None
    assert (found.signer.value.name, found.signer.value.position) == ("Nguyễn Thị Hà", "Phó Giám đốc" if by_deputy else "Giám đốc")
    assert [r.name for r in found.recipients] == ["Như trên", "VT, TCCB"]


@pytest.mark.parametrize("seed", range(8))
def test_everything_stands_on_the_page_and_within_it(seed: int) -> None:
    given = sheet(paragraphs=12)
    pages = set_pages(given, choose_look(chance(given.name, seed)))
    assert len(pages) >= 2
    for mark in (mark for page in pages for mark in page if not isinstance(mark, Spot)):
        assert mark.x > 0 and 0 < mark.y < HEIGHT
        if isinstance(mark, Run):
            assert right_end(mark) <= WIDTH
        elif isinstance(mark, Rule):
            assert mark.x + mark.length <= WIDTH
    printed = " ".join(mark.text for page in pages for mark in page if isinstance(mark, Run)).split()
    wanted = [*given.head_left, *given.head_right, *(p.text for p in given.body), *given.recipients, *given.signature]
    numbers = [str(i + 2) for i in range(len(pages) - 1)]
    assert sorted(printed) == sorted(" ".join([*wanted, *numbers]).split())


def test_no_line_lies_on_another() -> None:
    given = sheet(paragraphs=12)
    for page in set_pages(given, choose_look(chance(given.name, 1))):
        runs = [mark for mark in page if isinstance(mark, Run)]
        for i, one in enumerate(runs):
            for other in runs[i + 1 :]:
                beside = right_end(one) <= other.x + 1 or right_end(other) <= one.x + 1
                assert beside or abs(one.y - other.y) > 0.8 * min(one.size, other.size), (one, other)


def test_the_foot_is_not_torn_and_stands_below_text() -> None:
    given = sheet(paragraphs=11)
    for seed in range(12):
        last = [mark for mark in set_pages(given, choose_look(chance(given.name, seed)))[-1] if isinstance(mark, Run)]
        words = " ".join(mark.text for mark in last)
        assert "Nơi nhận:" in words and "KT. GIÁM ĐỐC" in words and "Nguyễn Thị Hà" in words and "05/10/2023" in words


def test_long_names_are_set_smaller_not_over_each_other() -> None:
    given = replace(sheet(), head_left=("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "CỤC QUẢN LÝ LAO ĐỘNG NGOÀI NƯỚC VIỆT NAM", NUMBER))
    runs = [m for m in set_pages(given, choose_look(chance("x", 1)))[0] if isinstance(m, Run)]
    left, right = (next(m for m in runs if m.text.startswith(words)) for words in ("CỤC", "CỘNG HÒA"))
    assert right_end(left) < right.x and left.size < 13


def test_a_pdf_has_its_text_and_its_fonts() -> None:
    data = rendered(sheet(), "pdf", "none", 1)[1]
    text = text_of(data)
    assert NUMBER in text and DATE in text and _SENTENCE.strip() in text and "Nguyễn Thị Hà" in text
    assert b"/FontFile2" in data and data.count(b"/ToUnicode") >= 2


def test_a_mark_of_urgency_is_framed() -> None:
    page = set_pages(sheet(), choose_look(chance("x", 1)))[0]
    frame = next(mark for mark in page if isinstance(mark, Frame))
    run = next(mark for mark in page if isinstance(mark, Run) and mark.text == "HỎA TỐC")
    assert frame.x < run.x and frame.y < run.y < frame.y + frame.height


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_composed_directives_are_read_from_paper(form: str, tmp_path: Path) -> None:
    """Not every name can be known; most of the header has to be right, which a lost column would not leave."""
    right = wrong = 0
    for index in range(10):
        given = compose(2, index)
        found = extract(write(given, tmp_path, form, "none", 2)).model_dump(mode="json")
        counts = [c for field, c in score(gold_of(given, form, "none", 2), found).counts.items() if field in HEADER]
        right, wrong = right + sum(c.right for c in counts), wrong + sum(c.extra + c.missed for c in counts)
    assert 2 * right / (2 * right + wrong) >= 0.94


# --- handwriting ------------------------------------------------------------------------------------------------------


def seed_with(given: Sheet, noise: str, sides: set[str]) -> int:
    return next(seed for seed in range(200) if {slot.side for slot in slots_by_hand(given, noise, seed)} == sides)


def test_gold_says_what_is_written_by_hand() -> None:
    given = sheet()
    both, none = seed_with(given, "light", {"left", "right"}), seed_with(given, "light", set())
    gold = gold_of(given, "scan", "light", both)
    assert gold["number"] == {"value": "1947", "notation": "SGDĐT-TCCB", "state": "handwritten"}
    assert gold["issued_date"] == {"value": "2023-09-25", "state": "handwritten"}
    assert given.gold["number"]["state"] == "stated"
    assert gold_of(given, "scan", "light", none) == gold_of(given, "pdf", "light", both) == GOLD


def test_what_was_left_blank_stays_blank() -> None:
    given = replace(sheet(), head_left=("SỞ Y TẾ", "Số:      /SYT"), slots=(Slot("left", 1, 3, 9),))
    assert all(not slots_by_hand(given, "medium", seed) for seed in range(40))
    assert not can_write("") and not can_write("12/KH") and not can_write("#") and can_write("1947a")


def test_written_slots_are_open_on_the_page() -> None:
    given = sheet()
    pages = set_pages(given, choose_look(chance("x", 1)), given.slots)
    spots = {mark.kind: mark.text for mark in pages[0] if isinstance(mark, Spot) and mark.kind in ("number", "day", "month")}
    assert spots == {"number": "1947", "day": "25", "month": "9"}
    printed = " ".join(mark.text for page in pages for mark in page if isinstance(mark, Run))
    assert "1947" not in printed and "/SGDĐT-TCCB" in printed and "ngày 25" not in printed


@pytest.mark.parametrize("dots", [150, 300])
def test_ink_has_the_size_of_a_pen(dots: int) -> None:
    rng = np.random.default_rng(3)
    for _ in range(10):
        hand = choose_hand(rng)
        ink = figures("1947", hand, dots, rng)
        assert 0.1 * dots < ink.shape[0] < 0.4 * dots and ink.shape[0] < ink.shape[1] < 1.2 * dots
        assert ink.min() >= 0 and ink.max() <= 1 and ink.max() > 0.5
        assert signature(120, hand, dots, rng).shape[1] < 4 * dots


def test_a_seal_names_body_and_place() -> None:
    legend = legend_of(sheet())
    assert (legend.above, legend.below) == ("CỘNG HÒA X.H.C.N VIỆT NAM", "TỈNH BẾN TRE")
    assert " ".join(legend.middle) == "SỞ GIÁO DỤC VÀ ĐÀO TẠO"
    ink = seal(legend, 200, np.random.default_rng(1))
    assert ink.shape == (283, 283) and 0.1 < ink.mean() < 0.4


# --- scans ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noise", LEVELS)
def test_a_scan_is_pictures_of_all_pages(noise: str) -> None:
    given = sheet(paragraphs=8)
    typed = len(pypdfium2.PdfDocument(rendered(given, "pdf", "none", 2)[1]))
    ending, data = rendered(given, "scan", noise, 2)
    pages = pictures_of((ending, data))
    assert ending in ("pdf", "tif") and len(pages) == typed >= 2
    assert ending != "pdf" or text_of(data) == ""
    assert all(0.002 < float((page < 128).mean()) < 0.5 for page in pages)


def test_a_fax_has_two_tones_and_its_resolution() -> None:
    for seed in range(6):
        ending, data = rendered(sheet(1), "scan", "fax", seed, "tif")
        image = Image.open(io.BytesIO(data))
        across, down = (round(float(n)) for n in image.info["dpi"])
        assert ending == "tif" and image.mode == "1" and across == 204 and down in (98, 196)
        assert abs(image.size[1] / down - 11.69) < 0.05 and abs(image.size[0] / across - 8.27) < 0.05


def test_more_noise_is_less_like_the_page() -> None:
    """Over some seeds, as the levels overlap."""

    def unlike(noise: str) -> float:
        clean = [pictures_of(rendered(sheet(1), "pdf", "none", seed))[0] for seed in range(6)]
        worn = [pictures_of(rendered(sheet(1), "scan", noise, seed, "pdf"))[0] for seed in range(6)]
        return float(np.mean([_difference(a, b) for a, b in zip(clean, worn, strict=True)]))

    none, light, heavy = (unlike(noise) for noise in ("none", "light", "heavy"))
    assert none < light < heavy


def _difference(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> float:
    sizes = [Image.fromarray(page.squeeze()).convert("L").resize((400, 566)) for page in (one, other)]
    return float(np.abs(np.asarray(sizes[0], float) - np.asarray(sizes[1], float)).mean())


def test_a_signed_scan_does_not_say_that_it_was_signed() -> None:
    """ "(Đã ký)" stands in copies only: the page loses a line of print, and gains seal and signature."""
    given = replace(sheet(1), slots=())
    without = replace(given, signature=tuple(line for line in given.signature if line != "(Đã ký)"))
    assert rendered(given, "scan", "light", 4) == rendered(without, "scan", "light", 4)
    assert rendered(given, "pdf", "none", 4) != rendered(without, "pdf", "none", 4)


def test_light_scans_in_colour_have_a_red_seal() -> None:
    reds = []
    for seed in range(12):
        page = pictures_of(rendered(sheet(1), "scan", "light", seed, "pdf"))[0]
        blue, green, red = (page[:, :, k].astype(int) for k in range(3)) if page.ndim == 3 else (0, 0, 0)
        reds.append(int(np.sum((red - green > 60) & (red - blue > 30))))
    assert any(count > 300 for count in reds) and any(count == 0 for count in reds)  # some are grey
