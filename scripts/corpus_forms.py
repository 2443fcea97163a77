#!/usr/bin/env python3
"""Sets texts of `corpus/` on paper: `corpus/docx`, `corpus/pdf` and `corpus/scans`, and the gold of those with handwriting.

    python scripts/corpus_forms.py [--out FOLDER]

The same fonts, libraries and code give the same files. Needs `pip install .[generate]` and fonts-croscore.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.generate.render import gold_of, rendered
from pipeline.generate.scan.files import Kind
from pipeline.generate.sheet import Paragraph, Sheet, Slot, Style

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@dataclass(frozen=True, slots=True)
class File:
    """What is made of a text; `seed` was chosen so that each file shows something else."""

    stem: str
    form: str
    noise: str = "none"
    seed: int = 0
    kind: Kind | None = None


FILES = (
    File("thong_bao_vien_thong", "docx"),
    File("huong_dan_thi_dua_khen_thuong", "docx"),
    File("chi_thi_tinh_uy", "docx"),
    File("ke_hoach_thi_dua_cai_cach_hanh_chinh", "pdf"),
    File("chi_thi_phong_chay_chua_chay", "pdf"),
    File("giay_moi_phuong", "pdf"),
    File("giay_moi_hop_gop_y", "scan", "light", 7, "jpg"),
    File("cong_van_ra_soat_di_tich", "scan", "light", 15, "pdf"),
    File("chi_thi_tinh_uy", "scan", "medium", 1, "png"),
    File("huong_dan_thi_dua_khen_thuong", "scan", "medium", 4, "tif"),
    File("ke_hoach_thi_dua_cai_cach_hanh_chinh", "scan", "heavy", 8, "pdf"),
    File("thong_bao_vien_thong", "scan", "fax", 3, "tif"),
)
FOLDERS = {"docx": "docx", "pdf": "pdf", "scan": "scans"}

# --- text -> sheet ----------------------------------------------------------------------------------------------------

_RIGHT = re.compile(r"CỘNG H[ÒO]|Độc lập|ĐẢNG CỘNG SẢN|.*\bngày\b.*\btháng\b")
_DASHES = re.compile(r"[-_]{3,}$")
_LABEL = re.compile(r"(?:[IVX]+|[A-Z])\.(?= )|\d+(?:\.\d+)*[.-](?= )|[a-zđ]\)(?= )|-(?= )")


def sheet_of(stem: str) -> Sheet:
    """The text taken apart. Only for texts with a letterhead, whose paragraphs have empty lines between them."""
    gold = json.loads((CORPUS / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    lines = (CORPUS / f"{stem}.txt").read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if _opens(line.strip(), gold))
    end = next(i for i, line in enumerate(lines) if line.strip().startswith("Nơi nhận"))
    left, right = _columns(lines[:start], lambda part: bool(_RIGHT.match(part)))
    recipients, signature = _columns(lines[end:], lambda part: not part.startswith(("Nơi nhận", "-")))
    signature = [line for line in signature if line.lower() not in ("(đã ký)", "đã ký")]
    body = tuple(_paragraphs(lines[start:end], gold))
    return Sheet(stem, tuple(left), tuple(right), body, tuple(recipients), tuple(signature), tuple(_slots(left, right)), (), gold)


def _opens(line: str, gold: dict[str, Any]) -> bool:
    return line.startswith("Kính gửi") or line == gold["doc_type"]["name"].upper()


def _columns(lines: Iterable[str], is_right: Any) -> tuple[list[str], list[str]]:
    parts = [part.strip() for line in lines for part in re.split(r" {3,}", line) if part.strip() and not _DASHES.match(part.strip())]
    return [part for part in parts if not is_right(part)], [part for part in parts if is_right(part)]


def _paragraphs(lines: Sequence[str], gold: dict[str, Any]) -> Iterable[Paragraph]:
    """Title and subject stand until the first empty line behind them; below "Kính gửi:" each line is a paragraph."""
    subject = re.sub(r"\s+", " ", gold["subject"])
    blocks = [block.strip().splitlines() for block in re.split(r"\n\s*\n", "\n".join(lines)) if block.strip()]
    for block in blocks:
        text = " ".join(" ".join(block).split())
        if block[0].strip() == gold["doc_type"]["name"].upper():
            yield from _title(block)
        elif subject.endswith(text.removeprefix("Về việc ")) and len(text) > 20:
            yield Paragraph(text, "subject")
        elif text.startswith("Kính gửi"):
            yield from (Paragraph(line, "addressee") for line in _addressees(block))
        else:
            yield Paragraph(text, _style(text))


def _title(block: Sequence[str]) -> Iterable[Paragraph]:
    rest = [line.strip() for line in block[1:] if not _DASHES.match(line.strip())]
    yield Paragraph(block[0].strip(), "title")
    while rest and rest[0].isupper():
        yield Paragraph(rest.pop(0), "title")
    if rest:
        yield Paragraph(" ".join(rest), "subject")


def _addressees(block: Sequence[str]) -> Iterable[str]:
    out: list[str] = []
    for line in (line.strip() for line in block):
        if out and not line.startswith("-"):
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return out


def _style(text: str) -> Style:
    label = _LABEL.match(text)
    if label is None:
        return "body"
    if label[0] == "-":
        return "bullet"
    return "heading" if text.isupper() or (len(text) < 60 and text[-1] not in ".;:") else "item"


def _slots(left: Sequence[str], right: Sequence[str]) -> Iterable[Slot]:
    for side, lines, pattern in (("left", left, r"Số:? *(\d+)"), ("right", right, r"ngày *(\d+)"), ("right", right, r"tháng *(\d+)")):
        for i, line in enumerate(lines):
            if found := re.search(pattern, line):
                yield Slot("left" if side == "left" else "right", i, *found.span(1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=CORPUS)
    folder = parser.parse_args().out
    for file in FILES:
        sheet = sheet_of(file.stem)
        ending, data = rendered(sheet, file.form, file.noise, file.seed, file.kind)
        path = folder / FOLDERS[file.form] / f"{file.stem}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        gold = gold_of(sheet, file.form, file.noise, file.seed)
        if gold != sheet.gold:
            annotation = path.parent / "gold" / f"{file.stem}.json"
            annotation.parent.mkdir(exist_ok=True)
            annotation.write_text(json.dumps(gold | {"doc": path.name}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{path.relative_to(folder)}  {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
