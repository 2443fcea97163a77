"""Tesseract in its own processes: what comes back, in what order, and what happens when one of them does not answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MissingDependency
from pipeline.read import tesseract
from pipeline.read.picture import Gray

sys.path.insert(0, str(Path(__file__).parent))
import scans

sys.path.pop(0)

WHITE: Gray = np.full((100, 200), 255, np.uint8)


@pytest.fixture(autouse=True)
def _other_engine_is_forgotten() -> Iterator[None]:
    yield
    scans.forget_engine()


@pytest.fixture(scope="module")
def page() -> Gray:
    return np.asarray(scans.drawn().convert("L"), np.uint8)


# --- the engine itself ------------------------------------------------------------------------------------------------


@scans.needs_tesseract
def test_words_carry_boxes_and_the_readings_weighed(page: Gray) -> None:
    (words,) = tesseract.recognise([page], 200)
    title = next(w for w in words if w.text == "HOẠCH")
    assert 0.8 < title.confidence <= 1 and title.baseline and title.box[1] < title.baseline <= title.box[3] + 2
    assert [readings[0][0] for readings in title.alternatives] == list("HOẠCH")
    weighed = dict(title.alternatives[2])
    assert 0.9 < weighed["Ạ"] <= 1 and len(weighed) > 1 and all(0 <= score <= 1 for score in weighed.values())
    assert len({w.line for w in words}) > 5


@scans.needs_tesseract
def test_a_page_gives_the_same_words_whatever_was_read_before(page: Gray) -> None:
    upside_down = np.ascontiguousarray(page[::-1, ::-1])
    first, other, again = tesseract.recognise([page, upside_down, page], 200)
    assert first == again != other
    tesseract.recognise([page[:300]], 200, mode=7)
    assert tesseract.recognise([page], 200) == (first,)


@scans.needs_tesseract
def test_only_whole_pages_have_readings(page: Gray) -> None:
    (words,) = tesseract.recognise([page], 200, mode=11)
    assert words and not any(w.alternatives for w in words)


@scans.needs_tesseract
def test_which_way_up(page: Gray) -> None:
    assert [tesseract.quarter_turns(np.ascontiguousarray(np.rot90(page, turns)), 200) for turns in (0, 1, 2, 3)] == [0, 1, 2, 3]
    assert tesseract.quarter_turns(WHITE, 200) in (None, 0)


@scans.needs_tesseract
@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3, 2), (0, 0)])
def test_pictures_without_room_for_letters(shape: tuple[int, int]) -> None:
    blank, page = tesseract.recognise([np.zeros(shape, np.uint8)], 200), tesseract.recognise([WHITE], 200)
    assert blank in (((),), ()) and page == ((),)


# --- processes --------------------------------------------------------------------------------------------------------


def test_an_engine_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch)
    assert tesseract.version() == "5.3.0"
    (waiting,) = tesseract._idle
    for _ in range(3):
        (words,) = tesseract.recognise([WHITE], 200)
        assert [w.text for w in words] == ["Ủy", "ban", "nhân", "dân"] and words[0].confidence == 0.9
    assert tesseract._idle == [waiting]
    tesseract.close()
    assert waiting.process.returncode is not None and not tesseract._idle


def test_one_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch, "time.sleep(60 * (width > 500))")
    tesseract.version()
    (hanging,) = tesseract._idle
    with pytest.raises(tesseract.PageTimeout):
        tesseract.recognise([np.full((9, 501), 255, np.uint8)], 200, seconds=0.3)
    assert hanging.process.returncode is not None
    assert len(tesseract.recognise([WHITE], 200)[0]) == 4


def test_one_that_dies_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch, "import os; width < 500 or os.abort()")
    assert tesseract.recognise([WHITE, np.full((9, 501), 255, np.uint8), WHITE], 200) == ()
    assert len(tesseract.recognise([WHITE], 200)[0]) == 4


def test_a_forked_process_has_engines_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch)
    tesseract.version()
    child = os.fork()
    if not child:
        mine = bool(tesseract._idle)
        read = tesseract.recognise([WHITE], 200)
        os._exit(0 if not mine and len(read[0]) == 4 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(tesseract.recognise([WHITE], 200)[0]) == 4


def test_an_engine_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch)
    (tmp_path / "tesserocr.py").write_text("raise ImportError('a library is missing')", encoding="utf-8")
    with pytest.raises(MissingDependency, match="does not start; reinstall it"):
        tesseract.version()


def test_missing_data_says_how_to_install_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.put_engine(tmp_path, monkeypatch, language="eng")
    with pytest.raises(MissingDependency, match="apt-get install tesseract-ocr-vie tesseract-ocr-osd"):
        tesseract.version()
