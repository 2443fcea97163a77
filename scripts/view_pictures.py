#!/usr/bin/env python3
"""Draw docs/images/view-*.png anew: the page of `view` over the sample scans and three texts, in Debian's Chromium.

    python scripts/view_pictures.py [FOLDER]

Needs `chromium`, Tesseract and the extra `dev` (Playwright, Pillow). Reading the scans takes some ten seconds.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from pipeline import extract
from pipeline.view import Result, write_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SCAN, DARK, TEXT = "chi_thi_tinh_uy.png", "thong_bao_vien_thong.tif", "hagiang_2022_phat_dong_thi_dua.txt"
TEXTS = (TEXT, "sgddt_tphcm.txt", "bhxh_nghe_an.txt")


def main() -> None:
    folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "docs" / "images"
    os.chdir(ROOT)  # paths as a user names them stand in the pictures
    paths = [*sorted(p for p in Path("corpus/scans").iterdir() if p.is_file()), *(Path("corpus") / name for name in TEXTS)]
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as driver:
        page = Path(temporary) / "page.html"
        results = [Result(extract(path), path.name) for path in paths]
        with page.open("w", encoding="utf-8") as stream:
            write_page(stream, results)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox", "--disable-gpu"])
        shoot(browser, page, SCAN, folder / "view-scan.png")
        shoot(browser, page, TEXT, folder / "view-text.png", "light", "j", "j")
        shoot(browser, page, DARK, folder / "view-dark.png", "dark", "l", "j")
        browser.close()


def shoot(browser: Browser, html: Path, document: str, out: Path, scheme: str = "light", *keys: str) -> None:
    """The page at one document after some keys, in 128 colours."""
    page = browser.new_page(viewport={"width": 1360, "height": 820}, color_scheme=scheme)
    page.goto(html.as_uri())
    page.locator("#list button", has_text=document).first.click()
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(500)  # until pictures are decoded and what is chosen has come into sight
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    page.close()
    print(out)


if __name__ == "__main__":
    main()
