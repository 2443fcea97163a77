"""What is drawn on a page of a PDF beside its text: rules (borders of tables) and pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.document import Box
from pipeline.read.grid import Rule
from pipeline.read.pdf_words import Place

#: Objects of a page, and pieces of one path, that are looked at; what has more is a drawing.
MAX_OBJECTS, MAX_PIECES = 20_000, 2_000
#: A rule is no thicker, and no shorter (points).
_THICK, _SHORT = 2.5, 6.0


@dataclass(frozen=True, slots=True)
class Drawn:
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    largest_picture: float  #: its area in square points
    objects: int  #: how many things of any kind stand on the page


def read_drawn(page: Any, place: Place) -> Drawn:
    """`page` is pdfium's handle; `place` gives boxes from the top left."""
    across: list[Rule] = []
    down: list[Rule] = []
    picture = 0.0
    count = pdfium.FPDFPage_CountObjects(page)
    for i in range(min(count, MAX_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page, i)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            for box in _pieces(thing, place):
                _add_rule(box, across, down)
        elif _is_picture(thing, kind) and (bounds := _bounds(thing, place)):
            picture = max(picture, (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]))
    return Drawn(tuple(across), tuple(down), picture, count)


def _is_picture(thing: Any, kind: int) -> bool:
    """A picture, or a form with one in it: so annotations and some scanners put theirs on the page."""
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        return bool(kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    inner = range(min(max(pdfium.FPDFFormObj_CountObjects(thing), 0), 50))
    return any(pdfium.FPDFPageObj_GetType(pdfium.FPDFFormObj_GetObject(thing, i)) == pdfium.FPDF_PAGEOBJ_IMAGE for i in inner)


def _bounds(thing: Any, place: Place) -> Box | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(thing, *(ctypes.byref(s) for s in sides)):
        return None
    left, bottom, right, top = (s.value for s in sides)
    return place(left, bottom, right, top) if all(map(isfinite, (left, bottom, right, top))) else None


def _pieces(path: Any, place: Place) -> Iterator[Box]:
    """The straight parts of a path: itself where it is thin, the sides of a frame, the lines of a whole grid."""
    box = _bounds(path, place)
    if box is None:
        return
    if min(box[2] - box[0], box[3] - box[1]) <= _THICK:
        yield box
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if stroke.value:
        yield from _segments(path, place)


def _segments(path: Any, place: Place) -> Iterator[Box]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix)):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for i in range(min(pdfium.FPDFPath_CountSegments(path), MAX_PIECES)):
        piece = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
        at = matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
        if pdfium.FPDFPathSegment_GetType(piece) == pdfium.FPDF_SEGMENT_LINETO and last:
            yield _between(last, at, place)
        else:
            start = at
        if pdfium.FPDFPathSegment_GetClose(piece) and start:
            yield _between(at, start, place)
        last = at


def _between(a: tuple[float, float], b: tuple[float, float], place: Place) -> Box:
    return place(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _add_rule(box: Box, across: list[Rule], down: list[Rule]) -> None:
    x0, y0, x1, y1 = box
    if y1 - y0 <= _THICK and x1 - x0 >= _SHORT:
        across.append(Rule((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THICK and y1 - y0 >= _SHORT:
        down.append(Rule((x0 + x1) / 2, y0, y1))
