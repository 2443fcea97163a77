"""The recognising process: pictures in, Tesseract's words out, on a connection that its parent has opened. Run as a program by `tesseract`.

A process of its own, because an engine can hang or crash on a damaged picture, and one that stays, because each start costs as much as
a tenth of a page. It knows nothing of the package, so that it starts quickly.

    engine.py DESCRIPTOR FOLDER      a connected socket, and the folder of Tesseract's data
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

#: Without a second try in negative, which finds letters in specks (WER 3.78 % with it, 3.73 % without); with all print taken for
#: proportional: the search for columns of equal letters costs 3 % of the time and changes no word; and without a memory of the
#: words of pages before, so that a page gives the same words whatever was read before it.
SETTINGS = {"tessedit_do_invert": "0", "textord_all_prop": "1", "tessedit_enable_doc_dict": "0"}
#: Each of the iterations in which the readings of a character are weighed costs 2 % of the time; of 53 words read wrong only in their
#: marks, the right ones are among the alternatives of 34 after one iteration, 43, 47, 49 after four, 50 after the usual five.
READINGS = {"lstm_choice_mode": "2", "lstm_choice_iterations": "4"}
NO_READINGS = {"lstm_choice_mode": "0"}

#: text, box in pixels, confidence 0..100, y of the baseline below the word's middle, line counted from 1,
#: and for each character (reading, badness 0..) of what was weighed
Word = tuple[str, tuple[int, int, int, int], float, float | None, int, list[list[tuple[str, float]]]]


def serve(connection: Connection, folder: str) -> None:
    """Answer requests (mode, dots per inch, with readings?, [(width, height, gray bytes), …]) until the other end is closed."""
    import tesserocr  # type: ignore[import-untyped]

    connection.send(tesserocr.tesseract_version().split("\n", 1)[0].removeprefix("tesseract").strip())
    reader = tesserocr.PyTessBaseAPI(path=folder, lang="vie", oem=tesserocr.OEM.LSTM_ONLY)
    for name, value in SETTINGS.items():
        reader.SetVariable(name, value)
    while True:
        try:
            mode, dots, readings, pictures = connection.recv()
        except (EOFError, OSError):
            return
        if mode == tesserocr.PSM.OSD_ONLY:
            connection.send([_turns(tesserocr, folder, dots, picture) for picture in pictures])
            continue
        reader.SetPageSegMode(mode)
        for name, value in (READINGS if readings else NO_READINGS).items():
            reader.SetVariable(name, value)
        for picture in pictures:
            _show(reader, dots, picture)
            connection.send(list(_words(tesserocr, reader, readings)) if reader.Recognize() else None)
            reader.Clear()


def _show(reader: Any, dots: int, picture: tuple[int, int, bytes]) -> None:
    width, height, gray = picture
    reader.SetImageBytes(gray, width, height, 1, width)
    reader.SetSourceResolution(dots)


def _turns(tesserocr: Any, folder: str, dots: int, picture: tuple[int, int, bytes]) -> int | None:
    """Quarters by which the picture has to be turned clockwise."""
    with tesserocr.PyTessBaseAPI(path=folder, lang="osd", psm=tesserocr.PSM.OSD_ONLY) as reader:
        _show(reader, dots, picture)
        found = reader.DetectOrientationScript()
        return None if not found else -round(found["orient_deg"] / 90) % 4


def _words(tesserocr: Any, reader: Any, readings: bool) -> Iterator[Word]:
    word_level, line_level = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
    line, base = 0, None
    at = reader.GetIterator()
    for word in tesserocr.iterate_level(at, word_level) if at else ():
        if word.IsAtBeginningOf(line_level):
            line, base = line + 1, word.Baseline(line_level)
        if word.Empty(word_level):  # a place without letters: a picture, a ruled line
            continue
        text, box = word.GetUTF8Text(word_level), word.BoundingBox(word_level)
        if text.strip() and box:
            weighed = word.GetBestLSTMSymbolChoices() if readings else []
            yield text.strip(), box, word.Confidence(word_level), _below(base, box), line, weighed


def _below(base: Any, box: tuple[int, int, int, int]) -> float | None:
    if not base:
        return None
    (x0, y0), (x1, y1) = base
    return float(y0 + (y1 - y0) * ((box[0] + box[2]) / 2 - x0) / max(x1 - x0, 1))


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])), sys.argv[2])
