"""The foot (Appendix I, II.7 and II.9): recipients on the left, who signs on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.generate.paper.fonts import Face
from pipeline.generate.paper.look import WIDTH, Look
from pipeline.generate.paper.marks import Block, Mark, Spot, broken, centred, line_of, words_of
from pipeline.generate.sheet import Sheet

#: Of the page's middle room: the left column's width, and the middle of the right one.
_LEFT_SHARE, _RIGHT_MIDDLE = 0.47, 0.76


def set_foot(sheet: Sheet, look: Look) -> Block:
    """Both columns side by side, on one page."""
    room = WIDTH - look.left - look.right
    left = list(_recipients(sheet.recipients, look, room * _LEFT_SHARE))
    right = list(_signature(sheet, look, look.left + room * _RIGHT_MIDDLE, room * (1 - _LEFT_SHARE)))
    height = max((mark.y for mark in (*left, *right)), default=0.0)
    return Block(height + look.size, (*left, *right))


def _recipients(lines: Sequence[str], look: Look, room: float) -> Iterator[Mark]:
    y = look.size * 1.3
    for i, line in enumerate(lines):
        face, size = recipient_face(i, line)
        for words in broken(words_of(line, face), size, room, room):
            yield from line_of(words, look.left, y, size)
            y += size * 1.17


def recipient_face(i: int, line: str) -> tuple[Face, float]:
    """ "Nơi nhận:" bold italic of 12 points, what follows of 11; a sub-heading is italic."""
    if i == 0 and line.endswith(":"):
        return "bold italic", 12.0
    return ("italic" if line.endswith(":") else "regular"), 11.0


def is_name(line: str, sheet: Sheet) -> bool:
    """Whether a line below the position is who signs, with or without a title before the name."""
    name = sheet.gold["signer"]["name"]
    return bool(name) and line.endswith(name)


def _signature(sheet: Sheet, look: Look, middle: float, room: float) -> Iterator[Mark]:
    """Authority and position, room to sign, the name."""
    y = look.size * 1.3
    for line in sheet.signature:
        if is_name(line, sheet):
            yield Spot("sign", middle, y + look.signed / 2 - look.size, look.size * 9, "")
            y += look.signed - look.size
        for words in broken(words_of(line, "italic" if line.startswith("(") else "bold"), look.size, room, room):
            yield from centred(words, middle, y, look.size)
            y += look.size * 1.2
