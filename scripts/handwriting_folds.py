"""Writes how surely each handwritten number, day and month is read by a network that never saw its document: kind, probability, right.

    python scripts/handwriting_folds.py FIGURES SCANS GOLD KEEP models/handwriting_folds.csv

FIGURES is a folder with MNIST's files, SCANS and GOLD hold letters (PDF) and their annotations (JSON) under the same names. KEEP is a
folder for the networks of the folds: those that are there with folds.json, which says what document is in which fold, are not trained
again. A fold takes some 2 minutes on one core, the network that all begin with 10. Needs PyTorch and Tesseract. A slot that is not
found has the probability 0. notebooks/handwriting.ipynb draws the curve from it.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pypdfium2

from pipeline.handwriting.compose import Material, read_figures
from pipeline.handwriting.samples import read_samples
from pipeline.handwriting.train import composed, save, tuned
from pipeline.read.digits import load, read_ink
from pipeline.read.pdf_picture import read_picture
from pipeline.read.scan import cut_slots
from pipeline.read.slots import CUT_OFF, SlotPicture

FOLDS = 7
Row = tuple[str, float, int]


def main(figures: str, scans: str, gold: str, keep: str, out: str) -> None:
    kept = Path(keep) / "folds.json"
    if not kept.exists():
        _train(Path(figures), Path(scans), Path(gold), Path(keep))
    fold_of: dict[str, int] = json.loads(kept.read_text(encoding="utf-8"))
    rows: list[Row] = []
    for name, fold in sorted(fold_of.items()):
        annotation = json.loads((Path(gold) / f"{name}.json").read_text(encoding="utf-8"))
        rows += _read(Path(scans) / f"{name}.pdf", annotation, Path(keep) / f"fold{fold}.npz")
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "probability", "right"))
        writer.writerows(sorted(rows))  # by kind and probability: no order of files is left
    print(f"{len(rows)} slots of {len(fold_of)} documents -> {out}")


def _train(figures: Path, scans: Path, gold: Path, keep: Path) -> None:
    samples = read_samples(scans, gold)
    fold_of = {name: i % FOLDS for i, name in enumerate(sorted({s.document for s in samples}))}
    material = Material(*read_figures(figures), ())
    network = composed(material)
    keep.mkdir(parents=True, exist_ok=True)
    for fold in range(FOLDS):
        own = [s for s in samples if fold_of[s.document] != fold]
        save(tuned(deepcopy(network), material, own), keep / f"fold{fold}.npz")
    (keep / "folds.json").write_text(json.dumps(fold_of), encoding="utf-8")


def _read(scan: Path, gold: dict[str, Any], weights: Path) -> Iterator[Row]:
    slots: dict[str, SlotPicture] = {}
    page = pypdfium2.PdfDocument(scan)[0]
    for slot in cut_slots(read_picture(page.raw))[1]:
        slots.setdefault(slot.kind, slot)
    for kind, text in _by_hand(gold):
        cut = slots.get(kind)
        if cut is None or cut.decided == "blank":
            yield kind, 0.0, 0
        elif cut.decided == "handwritten" or kind == "number":  # of a date one part may be printed
            readings = read_ink(cut.ink, kind, load(weights))
            best, p = readings[0] if readings else ("", 0.0)
            right = best == text if kind == "number" else int(best or 0) == int(text)
            yield kind, round(p if cut.sure else CUT_OFF * p, 4), int(right)


def _by_hand(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if gold["number"]["state"] == "handwritten":
        yield "number", gold["number"]["value"]
    if gold["issued_date"]["state"] == "handwritten":
        _, month, day = gold["issued_date"]["value"].split("-")
        yield from (("day", day), ("month", month))


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
