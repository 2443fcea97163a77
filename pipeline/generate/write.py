"""Composed directives on disk: NAME.txt (or another form) and gold/NAME.json."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.generate.chance import chance_of
from pipeline.generate.compose import compose
from pipeline.generate.noise_text import RATES, spoil
from pipeline.generate.sheet import Sheet
from pipeline.generate.write_text import layout_of, to_text


def write_all(count: int, seed: int, folder: str | Path, form: str = "text", noise: str = "none", types: Sequence[str] = ()) -> str:
    """Write documents 0 to `count` - 1 of `seed` with their gold; returns what was written, in a line."""
    folder = Path(folder)
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    for index in range(count):
        sheet = compose(seed, index, types)
        gold = _write_text(sheet, folder, noise, seed, index) if form == "text" else _write_form(sheet, folder, form, noise, seed)
        shown = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
        (folder / "gold" / f"{sheet.name}.json").write_text(shown, encoding="utf-8", newline="\n")
    return f"{folder}: {count} document{'s' * (count != 1)} with gold"


def noises(form: str) -> tuple[str, ...]:
    """The kinds of noise of a form: errors of a recogniser in text, of printer and scanner on a scan."""
    if form == "text":
        return tuple(RATES)
    from pipeline.generate.scan.levels import LEVELS

    return tuple(LEVELS) if form == "scan" else ("none",)


def text_of(sheet: Sheet, noise: str, seed: int, index: int) -> tuple[str, Mapping[str, Any]]:
    """The text of document `index` in one of the layouts, and its gold; with noise the gold has the `corrections` that mend it."""
    text = to_text(sheet, layout_of(seed, index))
    if not RATES[noise]:
        return text, sheet.gold
    spoilt, corrections = spoil(text, RATES[noise], chance_of("noise", seed, index))
    return spoilt, {**sheet.gold, "corrections": corrections}


def _write_text(sheet: Sheet, folder: Path, noise: str, seed: int, index: int) -> Mapping[str, Any]:
    text, gold = text_of(sheet, noise, seed, index)
    (folder / f"{sheet.name}.txt").write_text(text, encoding="utf-8", newline="\n")
    return gold


def _write_form(sheet: Sheet, folder: Path, form: str, noise: str, seed: int) -> Mapping[str, Any]:
    from pipeline.generate.render import gold_of, write

    path = write(sheet, folder, form, noise, seed)
    return {**gold_of(sheet, form, noise, seed), "doc": path.name}
