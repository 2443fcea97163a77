"""Print that was read as no words: which stretches are read again, and what of it is taken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.read.lost_lines import cut_out, lost_stretches, with_found
from pipeline.read.tesseract import Recognised
from tests.test_signing_block import HIGH, line, text_of

DATE = line(["Ba", "Tri,", "ngày", "15", "tháng", "8"], x=400, y=100, number=3)
LOST = line(["Anh", "Ảou"], [0.16, 0.0], x=60, y=92, number=3)
BODY = line(["Căn", "cứ", "Nghị", "định"], x=60, y=200, number=4)
PAGE = (*LOST, *DATE, *BODY)


def again(texts: list[str], sure: list[float]) -> tuple[Recognised, ...]:
    """The words of the page once its lost stretch was read so."""
    stretch = lost_stretches(PAGE, [])[0]
    cut = cut_out(np.full((300, 900), 255, np.uint8), stretch)
    x, y = (round(-n) for n in cut.back[:, 2])
    return with_found(stretch, cut, PAGE, [line(texts, sure, 60 + x, 92 + y)])


def test_a_stretch_beside_print_is_lost_by_itself() -> None:
    assert lost_stretches(PAGE, []) == [LOST]


@pytest.mark.parametrize(
    "words",
    [
        line(["Anh", "Ảou"], [0.5, 0.4], x=60, y=92, number=3),  # doubted, and read
        line(["a"], [0.1], x=60, y=92, number=3),  # too short for print
        [replace(w, box=(w.box[0], 92, w.box[2], 92 + 4 * HIGH)) for w in LOST],  # a stroke
        [replace(w, line=-1) for w in LOST],  # read again already
    ],
)
def test_what_is_not_read_again(words: list[Recognised]) -> None:
    assert lost_stretches((*words, *DATE, *BODY), []) == []


def test_what_lies_in_a_seal_is_left_to_those_who_look_there() -> None:
    assert lost_stretches(PAGE, [(0, 50, 300, 150)]) == []


def test_print_takes_the_place_of_what_was_made_of_it() -> None:
    found = again(["Số:", "112/KH"], [0.93, 0.9])
    assert text_of(tuple(w for w in found if w.box[1] < 150)) == "Số: 112/KH Ba Tri, ngày 15 tháng 8"
    assert {w.line for w in found if w.text in ("Số:", "112/KH")} == {-1}  # on a line of its own


@pytest.mark.parametrize(
    ("texts", "sure"),
    [
        (["Số:", "112/KH"], [0.93, 0.7]),  # figures in doubt
        (["Đang", "bao"], [0.5, 0.4]),
        (["—", "/"], [0.9, 0.9]),  # no words
        (["Ủy"], [0.95]),  # less than stood there
    ],
)
def test_what_is_no_better_is_not_taken(texts: list[str], sure: list[float]) -> None:
    assert again(texts, sure) == PAGE
