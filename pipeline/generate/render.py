"""A composed directive -> a file: docx, PDF with its text, or a scan. The same sheet, noise and seed give the same bytes.

A scan is as bad as `noise` says, from "none" (a picture of the page, neither printed nor signed) over "light", "medium" and
"heavy" to "fax"; from "light" on it is signed and sealed, and number and day may be written by hand.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from pipeline.generate.paper.docx import to_docx
from pipeline.generate.paper.look import chance, choose_look
from pipeline.generate.paper.pdf import to_pdf
from pipeline.generate.paper.setting import set_pages
from pipeline.generate.scan.files import Kind, choose_kind, saved
from pipeline.generate.scan.levels import LEVELS, Noise
from pipeline.generate.scan.pen import can_write
from pipeline.generate.scan.picture import choose_scanner, pictures
from pipeline.generate.sheet import Sheet, Slot

Form: TypeAlias = Literal["docx", "pdf", "scan"]
FORMS: tuple[Form, ...] = ("docx", "pdf", "scan")

#: Stands in copies where the original is signed.
_SIGNED = re.compile(r"\(?đã ký\)?$", re.IGNORECASE)
#: What each generator is for.
_LOOK, _HANDS, _SCAN = 1, 2, 3


def write(sheet: Sheet, folder: Path, form: str, noise: str, seed: int) -> Path:
    """Writes `folder`/NAME with the form's ending and returns its path; `noise` (a key of `LEVELS`) is of scans only.

    A scan ends in .pdf, .tif, .png or .jpg, as chance has it. What its gold is, `gold_of` says.
    Raises MissingDependency without reportlab or a font with Vietnamese letters.
    """
    ending, data = rendered(sheet, form, noise, seed)
    path = folder / f"{sheet.name}.{ending}"
    path.write_bytes(data)
    return path


def rendered(sheet: Sheet, form: str, noise: str, seed: int, kind: Kind | None = None) -> tuple[str, bytes]:
    """The ending and the content of the file; `kind` is the ending wanted of a scan (several pages fit in "pdf" and "tif" only).

    Raises ValueError for a form or a noise that there is not.
    """
    if form not in FORMS or noise not in LEVELS:
        raise ValueError(f"form {form!r} is not one of {', '.join(FORMS)}, or noise {noise!r} not one of {', '.join(LEVELS)}")
    if form == "scan":
        return _scan(sheet, cast(Noise, noise), seed, kind)
    look = choose_look(chance(sheet.name, seed, _LOOK))
    return form, to_docx(sheet, look) if form == "docx" else to_pdf(set_pages(sheet, look), sheet.name)


def gold_of(sheet: Sheet, form: str, noise: str, seed: int) -> dict[str, Any]:
    """The gold of the file that `write` makes: number and day have the state "handwritten" where they stand there by hand."""
    gold = dict(sheet.gold)
    sides = {slot.side for slot in slots_by_hand(sheet, noise, seed)} if form == "scan" else set()
    for side, field in (("left", "number"), ("right", "issued_date")):
        if side in sides:
            gold[field] = {**gold[field], "state": "handwritten"}
    return gold


def slots_by_hand(sheet: Sheet, noise: str, seed: int) -> frozenset[Slot]:
    """Which slots of a scan are written by hand: as a rule number and day together, the month seldom; never what was left blank."""
    rng = chance(sheet.name, seed, _HANDS)
    if rng.random() >= LEVELS[cast(Noise, noise)].written:
        return frozenset()
    number, day, month = bool(rng.random() < 0.95), bool(rng.random() < 0.85), bool(rng.random() < 0.3)
    wanted = {"number": number, "day": day, "month": day and month}
    return frozenset(slot for slot in sheet.slots if wanted[_kind(sheet, slot)] and can_write(_text(sheet, slot)))


def _line(sheet: Sheet, slot: Slot) -> str:
    return (sheet.head_left if slot.side == "left" else sheet.head_right)[slot.line]


def _text(sheet: Sheet, slot: Slot) -> str:
    return _line(sheet, slot)[slot.start : slot.end].strip()


def _kind(sheet: Sheet, slot: Slot) -> str:
    if slot.side == "left":
        return "number"
    return "day" if _line(sheet, slot)[: slot.start].rstrip().endswith("ngày") else "month"


def _scan(sheet: Sheet, noise: Noise, seed: int, kind: Kind | None) -> tuple[str, bytes]:
    level, rng = LEVELS[noise], chance(sheet.name, seed, _SCAN)
    shown = replace(sheet, signature=tuple(line for line in sheet.signature if not _SIGNED.match(line))) if level.signed else sheet
    pages = set_pages(shown, choose_look(chance(sheet.name, seed, _LOOK)), slots_by_hand(sheet, noise, seed))
    scanner = choose_scanner(level, rng)
    ending = choose_kind(len(pages), scanner, rng)
    return kind or ending, saved(list(pictures(sheet, pages, level, scanner, rng)), kind or ending, scanner)
