"""A page of a PDF -> its picture, at the resolution that its own scan has."""

from __future__ import annotations

import ctypes
from math import hypot
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.read.ink import split_red
from pipeline.read.pdf_words import outline
from pipeline.read.picture import FINEST, Picture, scaled


def read_picture(page: Any) -> Picture:
    """`page` is pdfium's handle; the picture shows it as a viewer does, with its annotations where they are drawn on it."""
    left, bottom, right, top = outline(page)
    width, height = right - left, top - bottom
    if pdfium.FPDFPage_GetRotation(page) % 2:
        width, height = height, width
    dots, coloured = _scan_on(page)
    dots = scaled(dots or FINEST, width / 72 * (dots or FINEST), height / 72 * (dots or FINEST))
    size = max(round(width * dots / 72), 1), max(round(height * dots / 72), 1)
    pixels = _rendered(page, *size, coloured)
    gray, red = split_red(pixels) if coloured else (pixels, None)
    return Picture(gray, dots, red, width, height)


def _rendered(page: Any, width: int, height: int, coloured: bool) -> Any:
    """height x width, and x 3 (red, green, blue) where it is `coloured`."""
    kind, bands = (pdfium.FPDFBitmap_BGR, 3) if coloured else (pdfium.FPDFBitmap_Gray, 1)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, None, 0)
    if not bitmap:
        raise MemoryError(f"a picture of {width} x {height} pixels")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = pdfium.FPDF_REVERSE_BYTE_ORDER if coloured else pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.cast(pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * (stride * height))).contents
        pixels = np.frombuffer(buffer, np.uint8).reshape(height, stride)[:, : width * bands].copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels.reshape(height, width, 3) if coloured else pixels


#: Images of a page that are looked at.
_MOST_IMAGES = 200


def _scan_on(page: Any) -> tuple[float | None, bool]:
    """The resolution of the largest image on the page in dots per inch, None where there is none; and whether any has colour."""
    largest, dots, coloured = 0.0, None, False
    for i in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_IMAGES)):
        thing = pdfium.FPDFPage_GetObject(page, i)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind != pdfium.FPDF_PAGEOBJ_IMAGE:
            coloured = coloured or kind in (pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_PATH)
            continue
        facts, matrix = pdfium.FPDF_IMAGEOBJ_METADATA(), pdfium.FS_MATRIX()
        if not pdfium.FPDFImageObj_GetImageMetadata(thing, page, ctypes.byref(facts)):
            continue
        coloured = coloured or facts.bits_per_pixel > 8
        if pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix)):
            across, down = hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d)
            if across * down > largest and across > 0:
                largest, dots = across * down, facts.width * 72 / across
    return dots, coloured
