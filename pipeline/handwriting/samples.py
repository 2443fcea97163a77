"""Samples of handwriting from scans whose number and date are known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from pipeline.handwriting.compose import Sample, cut_figures
from pipeline.read.pdf_picture import read_picture
from pipeline.read.scan import cut_slots
from pipeline.read.slots import SlotPicture


def read_samples(scans: Path, gold: Path) -> list[Sample]:
    """The slots on the first pages of `scans` (PDF), with their text from the annotations of the same names in `gold` (JSON).

    Takes a second or two a scan. Printed slots are samples too. Raises MissingDependency without Tesseract.
    """
    found: list[Sample] = []
    for path in sorted(scans.glob("*.pdf")):
        annotation = gold / f"{path.stem}.json"
        if annotation.exists():
            found += _samples(path, json.loads(annotation.read_text(encoding="utf-8")))
    return found


def _samples(path: Path, gold: dict[str, Any]) -> Iterator[Sample]:
    page = pypdfium2.PdfDocument(path)[0]
    texts = dict(zip(("year", "month", "day"), (gold["issued_date"]["value"] or "").split("-"), strict=False))
    texts["number"] = gold["number"]["value"] or ""
    seen = set()
    for slot in cut_slots(read_picture(page.raw))[1]:
        if slot.kind in seen or slot.decided == "blank":  # the letterhead stands above other dates
            continue
        seen.add(slot.kind)
        if text := _as_written(texts.get(slot.kind, ""), slot):
            yield Sample(path.stem, slot.ink, text)


def _as_written(text: str, slot: SlotPicture) -> str:
    """A day or month below 10 with its zero only where there are two figures: one alone is no wider than high, or in one piece."""
    if slot.kind == "number" or not text.startswith("0"):
        return text
    shape = slot.ink.shape[1] / slot.ink.shape[0]
    two = shape > 1.3 or (shape > 0.95 and bool(cut_figures([Sample("", slot.ink, "00")])))
    return text if two else text[1:]
