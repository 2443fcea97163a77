"""Pages -> PDF with its text and its fonts. The same pages give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.generate.paper.fonts import FACES, metrics
from pipeline.generate.paper.look import HEIGHT, WIDTH
from pipeline.generate.paper.marks import Frame, Mark, Rule, Run
from pipeline.generate.paper.setting import Page


def to_pdf(pages: Sequence[Page], title: str = "") -> bytes:
    """Raises MissingDependency without reportlab or without a font."""
    for face in FACES:
        metrics(face)
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, initialFontName="regular")
    canvas.setTitle(title)
    for page in pages:
        _draw_runs(canvas, (mark for mark in page if isinstance(mark, Run)))
        _draw_lines(canvas, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_runs(canvas: Any, runs: Iterable[Run]) -> None:
    text = canvas.beginText()
    for run in runs:
        text.setFont(run.face, run.size)
        text.setTextOrigin(run.x, HEIGHT - run.y)
        text.setWordSpace(run.space)
        text.textOut(run.text)
    canvas.drawText(text)


def _draw_lines(canvas: Any, page: Iterable[Mark]) -> None:
    canvas.setLineWidth(0.75)
    for mark in page:
        if isinstance(mark, Rule):
            canvas.line(mark.x, HEIGHT - mark.y, mark.x + mark.length, HEIGHT - mark.y)
        elif isinstance(mark, Frame):
            canvas.rect(mark.x, HEIGHT - mark.y - mark.height, mark.width, mark.height)
