"""The page of `view` in a browser: Debian's Chromium without a window, driven by Playwright."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline import extract
from pipeline.directive import Directive
from pipeline.view import Result, write_page
from pipeline.view.items import doubted, items_in
from tests.scans import FACE, directive, drawn, saved
from tests.view_cases import ASTRAL, HOSTILE, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: The project's tests need no network, and a browser that runs as root no sandbox.
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
ARGUMENTS += ("--disable-component-update", "--disable-sync")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")


@dataclass
class Seen:
    """What a page said and asked for."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


Open = Callable[..., "tuple[Page, Seen]"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """`opened(path, …)`: the page in a fresh profile; at the end it has complained of nothing and asked for nothing but itself."""
    contexts, everything = [], []

    def call(path: Path, **how: Any) -> tuple[Page, Seen]:
        context = browser.new_context(viewport={"width": 1500, "height": 900}, **how)
        contexts.append(context)
        page, seen = context.new_page(), Seen()
        everything.append(seen)
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("request", lambda request: seen.requests.append(request.url))
        page.goto(path.as_uri())
        return page, seen

    yield call
    for context in contexts:
        context.close()
    for seen in everything:
        assert seen.complaints == []
        assert [url for url in seen.requests if not url.startswith(("file:", "blob:", "data:"))] == []
        assert len({url for url in seen.requests if url.startswith("file:")}) == 1


# --- pages to open ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def plan() -> Directive:
    return extract(ROOT / "corpus" / "ke_hoach_thi_dua_cai_cach_hanh_chinh.txt")


def changed(result: Directive, **keys: Any) -> Directive:
    return Directive.model_validate(result.model_dump(mode="json") | keys)


def saved_page(path: Path, *results: Directive) -> Path:
    out = io.StringIO()
    write_page(out, [Result(r, f"r.jsonl:{i}") for i, r in enumerate(results, start=1)])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def text_page(folder: Path, plan: Directive) -> Path:
    """One document of text, with a correction and an issue."""
    at = plan.text.index("Tỷ lệ")
    change = {"start": at, "end": at + 2, "before": "Tỷ", "after": "Tỉ", "rule": "r", "confidence": 0.9}
    e = plan.number.evidence[0].model_dump(mode="json")
    warning = {"code": "number.illegible", "severity": "warning", "message": "Not read.", "evidence": [e]}
    return saved_page(folder / "text.html", changed(plan, corrections=[change], issues=[warning]))


@pytest.fixture(scope="module")
def scan(folder: Path) -> Directive:
    """A scan of two pages, its number illegible, with a correction whose place on the page is not known."""
    from scripts.pdf_sample import Font, write_pdf

    if FACE is None:
        pytest.skip("the font DejaVu Serif, which pages are drawn with, is not installed")
    (folder / "a.pdf").write_bytes(write_pdf([directive(), directive()], Font(FACE.read_bytes())))
    data = extract(folder / "a.pdf").model_dump(mode="json")
    image = drawn()
    (folder / "scan.tif").write_bytes(saved(image, "TIFF", dpi=(200, 200), save_all=True, append_images=[image]))
    data["source"] |= {"path": str(folder / "scan.tif"), "media_type": "image/tiff", "reader": "ocr"}
    data["source"]["sha256"] = hashlib.sha256((folder / "scan.tif").read_bytes()).hexdigest()
    data["number"] |= {"state": "illegible", "confidence": 0.4}
    at = data["text"].index("trên địa bàn")
    data["corrections"] = [{"start": at, "end": at + 4, "before": "trên", "after": "Trên", "rule": "lm", "confidence": 0.9}]
    return Directive.model_validate(data)


@pytest.fixture(scope="module")
def scan_page(folder: Path, scan: Directive) -> Path:
    return saved_page(folder / "scan.html", scan)


@pytest.fixture(scope="module")
def many_page(folder: Path, plan: Directive, scan: Directive) -> Path:
    """Valid, to be reviewed, with a scan among them."""
    paths = [ROOT / "corpus" / f"{name}.txt" for name in ("cong_dien_ttg", "sgddt_tphcm", "giay_moi_phuong")]
    return saved_page(folder / "many.html", plan, *map(extract, paths), scan)


def in_view(page: Page, selector: str, pane: str) -> bool:
    """Whether an element stands wholly within what a pane shows."""
    script = """([selector, pane]) => {
        const a = document.querySelector(selector).getBoundingClientRect(), b = document.querySelector(pane).getBoundingClientRect();
        const across = a.left >= b.left - 1 && a.right <= b.right + 1, down = a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
        return a.width > 0 && a.height > 0 && across && down;
    }"""
    return bool(page.evaluate(script, [selector, pane]))


def chosen(page: Page) -> str | None:
    found: str | None = page.evaluate("state.chosen")
    return found


def row(name: str) -> str:
    """The line of an item among all fields."""
    return f'#fields .item:not(.card)[data-id="{name}"]'


# --- fields and their places --------------------------------------------------------------------------------------------


def test_a_field_that_is_clicked_shows_its_place_in_the_text(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page)
    assert not page.locator("#source mark.place").count()
    page.locator(f"{row('deadlines/0')} .name").click()
    assert in_view(page, "#source mark.place", "#source")
    assert "Hồ sơ gồm tờ trình" in page.locator("#source mark.place").first.inner_text()
    assert page.locator(f"{row('deadlines/0')}.chosen").count() == 1
    page.locator(f"{row('number')} .name").click()
    assert in_view(page, "#source mark.place", "#source") and page.locator("#source mark.place").inner_text() == "Số: 86/KH-SNV"


def test_a_place_that_is_clicked_shows_its_field(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page)
    mark = page.locator('#source mark[data-items~="signer"]').first
    mark.scroll_into_view_if_needed()
    mark.click()
    assert chosen(page) == "signer"
    assert in_view(page, "#fields .item.chosen", "#fields")


def test_a_field_shows_its_box_on_the_page_and_a_box_its_field(opened: Open, scan_page: Path) -> None:
    page, _ = opened(scan_page)
    page.wait_for_function("[...document.querySelectorAll('.sheet img')].some(i => i.complete && i.naturalWidth > 500)")
    page.locator(f"{row('signer')} .name").click()
    assert in_view(page, "#source .box.place", "#source")
    page.locator(f"{row('place')} .name").click()
    box = page.locator("#source .box.place")
    assert box.get_attribute("data-items") == "place" and in_view(page, "#source .box.place", "#source")
    page.locator('#source .box[data-items~="doc_type"]').first.click()
    assert chosen(page) == "doc_type" and in_view(page, "#fields .item.chosen", "#fields")


def test_boxes_lie_on_their_words(opened: Open, scan: Directive, scan_page: Path) -> None:
    page, _ = opened(scan_page)
    page.wait_for_function("document.querySelector('.sheet img').complete")
    found = page.evaluate("""() => { const sheet = document.querySelector('.sheet').getBoundingClientRect();
        const box = document.querySelector('.box[data-items~="place"]').getBoundingClientRect();
        const sides = [box.left - sheet.left, box.top - sheet.top, box.right - sheet.left, box.bottom - sheet.top];
        return sides.map(side => side / sheet.width * 595); }""")
    wanted = scan.place.evidence[0].bbox
    assert wanted and all(abs(a - b) < 2.5 for a, b in zip(found, wanted, strict=True))


def test_hovering_shows_both_sides(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page)
    page.locator(row("place")).hover()
    assert page.locator('#source mark.hot[data-items~="place"]').count() >= 1
    page.locator('#source mark[data-items~="issued_date"]').first.hover()
    assert page.locator(f"{row('issued_date')}.hot").count() == 1
    assert page.locator("#tip").is_visible() and "Thời gian ban hành: 14/02/2022" in page.locator("#tip").inner_text()
    page.locator("#title").hover()
    assert not page.locator("#tip").is_visible() and not page.locator(".hot").count()


def test_words_of_several_fields_are_chosen_one_after_the_other(opened: Open, folder: Path, plan: Directive) -> None:
    number = plan.number.evidence[0]
    inner = {"start": number.start + 4, "end": number.end, "text": plan.text[number.start + 4 : number.end], "page": 1, "bbox": None}
    data = plan.model_dump(mode="json")
    both = changed(plan, place=data["place"] | {"evidence": [inner]}, issues=[])
    page, _ = opened(saved_page(folder / "both.html", both))
    mark = page.locator("#source mark.many", has_text=inner["text"]).first
    assert set((mark.get_attribute("data-items") or "").split()) == {"number", "place"}
    seen = []
    for _ in range(3):
        mark.click()
        seen.append(chosen(page))
    assert seen == ["place", "number", "place"]  # the one with fewer words first
    page.locator(f"{row('number')} .name").click()
    assert "".join(page.locator("#source mark.place").all_inner_texts()) == number.text


def test_a_correction_is_shown_before_and_after(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page)
    assert page.locator("#source del").inner_text() == "Tỷ" and page.locator("#source ins").inner_text() == "Tỉ"
    assert page.locator(f"{row('corrections/0')} .value").inner_text() == "Tỷ → Tỉ"
    page.locator(f"{row('corrections/0')} .name").click()
    assert in_view(page, "#source mark.place del", "#source")


def test_what_has_no_box_is_shown_in_the_text(opened: Open, scan_page: Path) -> None:
    page, _ = opened(scan_page)
    page.locator(f"{row('corrections/0')} .name").click()
    assert in_view(page, "#source mark.place", "#source") and "văn bản" in page.locator("#live").inner_text()
    page.locator(f"{row('place')} .name").click()  # and back to the page
    assert in_view(page, "#source .box.place", "#source")


# --- doubts -------------------------------------------------------------------------------------------------------------


def test_doubts_stand_first_with_their_reason_and_crop(opened: Open, scan: Directive, scan_page: Path) -> None:
    page, _ = opened(scan_page)
    cards = page.locator("#fields .item").evaluate_all("nodes => nodes.map(node => node.dataset.id)")
    wanted = [item.id for item in doubted(items_in(scan))]
    assert wanted and cards[: len(wanted)] == wanted
    first = page.locator("#fields .card").first
    assert first.get_attribute("data-id") == "number" and "không đọc chắc được" in first.inner_text()
    crop = first.locator(".crop img")
    assert crop.is_visible() and crop.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    first.locator(".crop").click()
    assert page.locator("#source .box.place").get_attribute("data-items") == "number"


# --- the keyboard -------------------------------------------------------------------------------------------------------


def test_the_keyboard_walks_through_fields_and_places(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page)
    order = page.locator("#fields .item").evaluate_all("nodes => nodes.filter(n => n.checkVisibility()).map(node => node.dataset.id)")
    for name in order[:4]:
        page.keyboard.press("j")
        assert chosen(page) == name and in_view(page, "#fields .item.open .name", "#fields")
    page.keyboard.press("ArrowUp")
    assert chosen(page) == order[2]
    page.locator(f"{row('signer')} .name").click()
    texts = []
    for _ in range(2):
        texts.append(page.locator("#source mark.place").first.inner_text())
        page.keyboard.press("e")
    assert len(set(texts)) == 2 and "/" in page.locator("#live").inner_text()
    page.keyboard.press("Escape")
    assert chosen(page) is None and not page.locator(".chosen").count()


def test_the_keyboard_walks_through_documents(opened: Open, many_page: Path) -> None:
    page, _ = opened(many_page)
    names = page.locator("#list button").evaluate_all("nodes => nodes.map(node => Number(node.dataset.document))")
    assert names[0] == 2 and sorted(names) == [0, 1, 2, 3, 4]  # the one to be reviewed is first
    assert page.evaluate("state.current") == 2
    page.keyboard.press("n")
    assert page.evaluate("state.current") == names[1] and page.locator("#position").inner_text() == "2 / 5"
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert page.evaluate("state.current") == 2 and page.locator("#previous").is_disabled()
    page.keyboard.press("/")
    page.keyboard.type("CÔNG ĐIỆN")
    assert page.locator("#list button").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert "cong_dien_ttg" in page.locator("#list [aria-current]").inner_text()


def test_help_lists_the_keys_and_they_can_be_switched_off(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page)
    page.keyboard.press("?")
    dialog = page.locator("#keys")
    assert dialog.is_visible() and "Trường sau" in dialog.inner_text()
    page.keyboard.press("j")
    assert chosen(page) is None  # not while it is open
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.keyboard.press("j")
    assert chosen(page) is None


# --- toggles ------------------------------------------------------------------------------------------------------------


def test_page_and_text(opened: Open, scan_page: Path) -> None:
    page, _ = opened(scan_page)
    page.locator(f"{row('number')} .name").click()
    page.keyboard.press("t")
    assert page.locator(".letter").is_visible() and not page.locator(".sheet").count()
    assert page.locator("#mode-text").get_attribute("aria-pressed") == "true"
    assert in_view(page, "#source mark.place", "#source")  # the same field is still chosen
    page.locator("#mode-image").click()
    assert page.locator(".sheet").count() == 2 and in_view(page, "#source .box.place", "#source")


def test_light_and_dark(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.keyboard.press("m")
    light = page.evaluate(ground)
    assert sum(map(int, re.findall(r"\d+", dark))) < 150 < 600 < sum(map(int, re.findall(r"\d+", light)))
    page.reload()
    assert page.evaluate(ground) == light  # the choice stays
    page.locator("#theme").click()
    assert page.evaluate(ground) == dark


@pytest.mark.parametrize("width", [420, 800, 1400])
def test_page_and_fields_are_in_sight_at_any_width(opened: Open, scan_page: Path, width: int) -> None:
    page, _ = opened(scan_page)
    page.set_viewport_size({"width": width, "height": 900})
    for pane in ("#source", "#fields"):
        box = page.locator(pane).bounding_box()
        assert box and box["height"] >= 200 and box["width"] >= 300, pane
        assert box["y"] + box["height"] <= 901 and box["x"] + box["width"] <= width + 1, pane
    assert page.locator("#fields .name").first.is_visible()


def test_vietnamese_and_english(opened: Open, text_page: Path) -> None:
    page, _ = opened(text_page)
    assert page.locator("html").get_attribute("lang") == "vi" and "Cơ quan ban hành" in page.locator("#fields").inner_text()
    page.locator(f"{row('deadlines/0')} .name").click()
    page.keyboard.press("l")
    shown = page.locator("#fields").inner_text()
    assert page.locator("html").get_attribute("lang") == "en" and "Issuing body" in shown and "by 2022-11-25" in shown
    assert "Cơ quan ban hành" not in shown and chosen(page) == "deadlines/0"
    page.locator("#language").click()
    assert "chậm nhất 25/11/2022" in page.locator("#fields").inner_text()


def test_zoom(opened: Open, scan_page: Path) -> None:
    page, _ = opened(scan_page)
    width = "document.querySelector('.sheet').offsetWidth"
    before = page.evaluate(width)
    page.keyboard.press("+")
    assert page.evaluate(width) == pytest.approx(1.25 * before, abs=2)
    page.locator("#smaller").click()
    page.keyboard.press("-")
    assert page.evaluate(width) < before
    page.keyboard.press("0")
    assert page.evaluate(width) == before


def test_documents_that_were_checked_are_remembered(opened: Open, many_page: Path) -> None:
    page, _ = opened(many_page)
    page.keyboard.press("x")
    assert page.locator("#checked-count").inner_text() == "1 / 5 đã kiểm tra"
    page.reload()
    assert page.locator("#checked").is_checked() and page.locator("#checked-count").inner_text() == "1 / 5 đã kiểm tra"


# --- many and large documents -------------------------------------------------------------------------------------------


def test_only_the_document_shown_stands_in_the_page(opened: Open, many_page: Path) -> None:
    page, seen = opened(many_page)
    assert page.locator(".letter").count() == 1 and not [url for url in seen.requests if url.startswith("blob:")]
    scans = page.evaluate("INDEX.findIndex(entry => entry.path.endsWith('.tif'))")
    page.locator(f'#list [data-document="{scans}"]').click()
    page.wait_for_function("[...document.querySelectorAll('.sheet img')].some(i => i.naturalWidth > 500)")
    assert page.locator(".letter").count() == 0
    assert page.evaluate("location.hash") == f"#{scans + 1}"
    page.reload()
    assert page.evaluate("state.current") == scans


def test_a_text_of_a_single_long_line_opens(opened: Open, folder: Path, plan: Directive) -> None:
    long = changed(plan, text=plan.text + "\n" + "nội dung " * 50_000)
    page, _ = opened(saved_page(folder / "long.html", long))
    page.locator(f"{row('signer')} .name").click()
    assert in_view(page, "#source mark.place", "#source")


# --- safety -------------------------------------------------------------------------------------------------------------


def test_hostile_text_is_shown_and_not_run(opened: Open, folder: Path, plan: Directive) -> None:
    bad = hostile(plan)
    page, _ = opened(saved_page(folder / "hostile.html", bad, plan))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.keyboard.press("j")
    page.keyboard.press("l")
    page.locator("#source mark[data-items]").first.hover()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0 and page.evaluate("document.scripts.length") == 5
    visible = HOSTILE.replace("\u202e", "·").splitlines()[0]
    for part in ("#title", "#subject", "#source", "#fields", "#list"):
        assert visible in page.locator(part).evaluate("node => node.textContent"), part
    assert visible in page.title()
    # positions count code points, also behind letters that take two units of UTF-16
    assert ASTRAL.strip() in page.locator(".letter").inner_text()
    page.evaluate("choose('issuing_body', 'list')")
    assert page.locator("#source mark.place").first.inner_text() == bad.issuing_body.evidence[0].text


def test_the_policy_stops_what_is_not_the_pages_own(browser: Browser, folder: Path, text_page: Path) -> None:
    """As if the escaping had a hole: a script in the page does not run, and nothing can be fetched."""
    hole = folder / "hole.html"
    through = "<script>window.hacked = 1</script><img src='https://127.0.0.1:9/x.png'>"
    hole.write_text(text_page.read_text(encoding="utf-8").replace("<h1 id=", f"{through}<h1 id="), encoding="utf-8")
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(hole.as_uri())
    assert page.evaluate("window.hacked") is None and page.locator("#fields .item").count() > 10
    assert sum("Content Security Policy" in text for text in refused) == 2
    page.close()


# --- accessibility ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed: pip install axe-playwright-python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("which", "scheme", "language"),
    [
        *(("text_page", scheme, language) for scheme in ("light", "dark") for language in ("vi", "en")),
        *(("scan_page", "light", "vi"), ("scan_page", "dark", "en"), ("many_page", "light", "en"), ("many_page", "dark", "vi")),
    ],
)
def test_axe_finds_nothing(opened: Open, request: pytest.FixtureRequest, axe: str, which: str, scheme: str, language: str) -> None:
    page, _ = opened(request.getfixturevalue(which), color_scheme=scheme)
    if language == "en":
        page.keyboard.press("l")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.keyboard.press("j")
    page.evaluate(axe)
    states = ["page"] if which != "text_page" else ["page", "help"]
    for state in states:
        if state == "help":
            page.keyboard.press("?")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        told = [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"]) for v in found["violations"]]
        assert told == [], json.dumps(told, ensure_ascii=False, indent=1)
        assert len(found["passes"]) > 20
