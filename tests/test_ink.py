"""What is on a page's picture: streaks of a dirty glass, borders of tables, and light that falls unevenly."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.read.ink import evened, without_streaks
from pipeline.read.picture import Gray

PAPER = 240


def page(height: int = 1600, width: int = 1100) -> Gray:
    """With letters: blocks of ink in rows."""
    gray = np.full((height, width), PAPER, np.uint8)
    for top in range(200, height - 200, 50):
        for left in range(120, width - 150, 24):
            gray[top : top + 20, left : left + 12] = 30
    return gray


@pytest.mark.parametrize(("at", "wide"), [(60, 1), (500, 1), (500, 2), (700, 4)])
def test_a_streak_is_taken_out_and_letters_stay(at: int, wide: int) -> None:
    clean = page()
    streaked = clean.copy()
    streaked[:, at : at + wide] = np.minimum(streaked[:, at : at + wide], 120)
    mended = without_streaks(streaked)
    assert (mended != clean).mean() < 0.002
    assert not (mended[:, at : at + wide] == 120).mean() > 0.1


def test_borders_of_tables_stay() -> None:
    table = page()
    table[400:1200, [200, 500, 800]] = 40
    assert without_streaks(table) is table


def test_many_lines_are_a_drawing() -> None:
    drawing = page()
    drawing[:, 100:1000:50] = 40
    assert without_streaks(drawing) is drawing


@pytest.mark.parametrize("shape", [(1, 1), (5, 3000), (3000, 5), (40, 40)])
def test_strips_are_left_alone(shape: tuple[int, int]) -> None:
    strip = np.full(shape, 40, np.uint8)
    assert without_streaks(strip) is strip and evened(strip, 200) is strip


def test_a_shadow_is_taken_off() -> None:
    shadow = np.linspace(1.0, 0.4, 1100)[None, :]
    gray = (page() * shadow).astype(np.uint8)
    even = evened(gray, 200)
    ink, paper = page() < 128, page() > 128
    assert even[paper].min() > 180 > 90 > even[ink].max()


def test_even_paper_stays_as_it_is() -> None:
    gray = page()
    assert evened(gray, 200) is gray


def test_a_dark_picture_is_no_shadow() -> None:
    gray = page()
    gray[600:1500, 100:1000] = 20
    assert evened(gray, 200) is gray
