"""Lines of a scan set on their baselines: how high the print is, whatever was read with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.read.scan import _levelled
from tests.test_signing_block import HIGH, line

USUAL = [replace(w, baseline=100.0 + 40 * n) for n in range(4) for w in line(["Nông", "dân", "tỉnh"], y=80 + 40 * n, number=n + 1)]


@pytest.mark.parametrize(
    ("texts", "wide", "high"),
    [
        (["TỈNH", "SÓC", "TRĂNG"], 14, HIGH),  # a rule below it in its boxes
        (["TỈNH", "SÓC", "TRĂNG"], 50, 60),  # large print
        (["Tỉnh", "Sóc", "Trăng"], 14, 60),  # small letters do not tell
    ],
)
def test_height_of_a_line(texts: list[str], wide: int, high: int) -> None:
    tall = [
        replace(w, box=(60 + i * 8 * wide, 300, 60 + i * 8 * wide + len(w.text) * wide, 360), baseline=345.0)
        for i, w in enumerate(line(texts, number=9))
    ]
    found = _levelled([*USUAL, *tall], 1.0)[len(USUAL) :]
    assert {round(w.box[3] - w.box[1]) for w in found} == {high}
