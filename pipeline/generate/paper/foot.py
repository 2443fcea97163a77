"""The foot (Appendix I, II.7 and II.9): recipients on the left, who signs on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.generate.paper.fonts import Face
from pipeline.generate.paper.look import WIDTH, Look
from pipeline.generate.paper.marks import Block, Mark, Spot, broken, centred, line_of, lowered, words_of
from pipeline.generate.sheet import Sheet

#: Of the page's middle room: the left column's width, and the middle of the right one.
_LEFT_SHARE, _RIGHT_MIDDLE = 0.47, 0.76


#: Of three columns: the middle of the two who sign, and the room of each.
_MIDDLES, _EACH = (0.5, 0.83), 0.3


def set_foot(sheet: Sheet, look: Look) -> Block:
    """Both columns side by side, on one page; of two who sign, the second stands where the office has him stand."""
    at = next((i for i, line in enumerate(sheet.recipients) if line.startswith("Nơi nhận")), 0)
    if at:
        marks = _two_signers(sheet, [line for line in sheet.recipients[:at] if line], sheet.recipients[at:], look)
    else:
        room = WIDTH - look.left - look.right
        marks = [*_recipients(sheet.recipients, look, room * _LEFT_SHARE), *_signature(sheet, look, _right(look))]
    return Block(max((mark.y for mark in marks), default=0.0) + look.size, tuple(marks))


def _right(look: Look) -> tuple[float, float]:
    """The middle and the width of the right column."""
    room = WIDTH - look.left - look.right
    return look.left + room * _RIGHT_MIDDLE, room * (1 - _LEFT_SHARE)


def _two_signers(sheet: Sheet, beside: Sequence[str], readers: Sequence[str], look: Look) -> list[Mark]:
    room = WIDTH - look.left - look.right
    if look.joint == "below":
        first = list(_block(beside, len(beside) - 1, look, _right(look)))
        then = lowered(_signature(sheet, look, _right(look)), _end(first) + look.size)
        return [*_recipients(readers, look, room * _LEFT_SHARE), *first, *then]
    if look.joint == "between":
        one, other = ((look.left + room * middle, room * _EACH) for middle in _MIDDLES)
        signers = [*_block(beside, len(beside) - 1, look, one), *_signature(sheet, look, other)]
        return [*_recipients(readers, look, room * (_MIDDLES[0] - _EACH / 2)), *signers]
    left = look.left + room * (1 - _RIGHT_MIDDLE), room * (1 - _LEFT_SHARE)
    signed = list(_signature(sheet, look, _right(look)))
    first = list(_block(beside, len(beside) - 1, look, left))
    if look.joint == "level":
        first = list(_block(beside, len(beside) - 1, look, left, _end(signed)))
    below = _end((*first, *signed) if look.joint == "row" else first)
    return [*first, *signed, *lowered(_recipients(readers, look, room * _LEFT_SHARE), below)]


def _end(marks: Sequence[Mark]) -> float:
    return max((mark.y for mark in marks if not isinstance(mark, Spot)), default=0.0)


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


def _signature(sheet: Sheet, look: Look, place: tuple[float, float]) -> Iterator[Mark]:
    """Authority and position, room to sign, the name."""
    name = next((i for i, line in enumerate(sheet.signature) if is_name(line, sheet)), len(sheet.signature))
    yield from _block(sheet.signature, name, look, place)


def _block(lines: Sequence[str], name: int, look: Look, place: tuple[float, float], end: float | None = None) -> Iterator[Mark]:
    """Who signs, line `name` below the room to sign, or on the baseline `end`; `place` is the column's middle and width."""
    y, (middle, room) = look.size * 1.3, place
    for i, line in enumerate(lines):
        if i == name:
            yield Spot("sign", middle, y + look.signed / 2 - look.size, look.size * 9, "")
            y = end if end is not None else y + look.signed - look.size
        words = words_of(line, "italic" if line.startswith("(") else "bold")
        for part in [words] if i >= name else broken(words, look.size, room, room):
            yield from centred(part, middle, y, look.size)
            y += look.size * 1.2
