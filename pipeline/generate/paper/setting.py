"""Sheet -> pages: the body broken into justified lines, heads and foot put to it, all cut into pages of A4."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from pipeline.generate.paper.fonts import Face
from pipeline.generate.paper.foot import set_foot
from pipeline.generate.paper.letterhead import set_head, set_number_of_page
from pipeline.generate.paper.look import HEIGHT, WIDTH, Look
from pipeline.generate.paper.marks import (
    Block,
    Mark,
    Rule,
    Run,
    Spot,
    Word,
    broken,
    centred,
    justified,
    line_of,
    lowered,
    natural,
    right_end,
    words_of,
)
from pipeline.generate.sheet import Paragraph, Sheet, Slot

Page: TypeAlias = tuple[Mark, ...]

#: Labels that are bold in a paragraph that is not: "Điều 3."
_ARTICLE = re.compile(r"Điều \d+[a-z]?\.")
_BASIS = re.compile(r"Căn cứ\b")


def set_pages(sheet: Sheet, look: Look, by_hand: Collection[Slot] = ()) -> tuple[Page, ...]:
    """All pages, the annex on pages of its own. The slots of `by_hand` are left open, as spots."""
    main = [set_head(sheet, look, by_hand), Block(look.size * 1.6, (), keep=True)]
    body = list(_set_body(sheet.body, look))
    foot = set_foot(sheet, look)
    if foot.marks:
        body = [*_marked_end(body), Block(look.size * 0.4, (), keep=True), foot]
    parts = [_cut([*main, *body], look)]
    if sheet.annex:
        parts.append(_cut(_set_body(sheet.annex, look), look))
    pages = [page for part in parts for page in part]
    return tuple(page if i == 0 else (*set_number_of_page(i + 1, look), *page) for i, page in enumerate(pages))


def _marked_end(body: list[Block]) -> Iterator[Block]:
    """The last line stays with the foot, and behind it somebody may put his initials."""
    yield from body[:-1]
    for block in body[-1:]:
        spots = (Spot("end", right_end(mark) + 24, mark.y, 30, "") for mark in block.marks[-1:] if isinstance(mark, Run))
        yield Block(block.height, (*block.marks, *spots), keep=True)


def _cut(blocks: Iterable[Block], look: Look) -> Iterator[Page]:
    """Into pages; what is to be kept with the next block goes with it."""
    marks: list[Mark] = []
    y, bottom = look.top, HEIGHT - look.bottom
    for group in _kept(blocks):
        height = sum(block.height for block in group)
        if marks and y + height > bottom:
            yield tuple(marks)
            marks, y = [], look.top
        for block in group:
            marks += lowered(block.marks, y)
            y += block.height
    yield tuple(marks)


def _kept(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keep:
            yield group
            group = []
    if group:
        yield group


# --- paragraphs -------------------------------------------------------------------------------------------------------


def _set_body(paragraphs: Sequence[Paragraph], look: Look) -> Iterator[Block]:
    addressees = [p for p in paragraphs if p.style == "addressee"]
    for paragraph, following in pairwise((*paragraphs, None)):
        assert paragraph is not None
        if paragraph.style in ("title", "subject"):
            yield from _set_title(paragraph, following, look)
        elif paragraph.style == "addressee":
            yield from _set_addressee(paragraph, len(addressees) == 1, look)
            yield Block(look.gap + look.size * (following is None or following.style != "addressee"), (), keep=True)
        else:
            yield from _set_paragraph(paragraph, look)


def _set_title(paragraph: Paragraph, following: Paragraph | None, look: Look) -> Iterator[Block]:
    """In the middle and bold; a short line below the last one."""
    step, middle = look.size * 1.2, (WIDTH + look.left - look.right) / 2
    room = (WIDTH - look.left - look.right) * 0.9
    words = words_of(paragraph.text, "bold")
    for line in _balanced(words, look.size, room):
        yield Block(step, tuple(centred(line, middle, step * 0.85, look.size)), keep=True)
    if paragraph.style == "subject" and (following is None or following.style not in ("title", "subject")):
        length = min(natural(words, look.size), room) * 0.4
        yield Block(look.size * 1.5, (Rule(middle - length / 2, look.size * 0.25, length),), keep=True)


def _balanced(words: Sequence[Word], size: float, room: float) -> Iterator[list[Word]]:
    """As few lines as the room allows, of about one width."""
    count = len(list(broken(words, size, room, room)))
    narrow = natural(words, size) / count * 1.08 if count else room
    lines = list(broken(words, size, narrow, narrow))
    return iter(lines if len(lines) == count else broken(words, size, room, room))


def _set_addressee(paragraph: Paragraph, alone: bool, look: Look) -> Iterator[Block]:
    """One stands in the middle, several below each other behind "Kính gửi:"."""
    step, room = look.size * 1.25, WIDTH - look.left - look.right
    words = words_of(paragraph.text, "regular")
    if alone and natural(words, look.size) < room * 0.85:
        yield Block(step, tuple(centred(words, (WIDTH + look.left - look.right) / 2, step * 0.85, look.size)), keep=True)
        return
    x = look.left + room * (0.2 if alone or paragraph.text.startswith("Kính gửi") else 0.33)
    for line in broken(words, look.size, WIDTH - look.right - x, WIDTH - look.right - x):
        yield Block(step, tuple(line_of(line, x, step * 0.85, look.size)), keep=True)


def _set_paragraph(paragraph: Paragraph, look: Look) -> Iterator[Block]:
    """Justified, its first line set in; a heading is bold and stays with what follows."""
    step, room = look.size * look.leading, WIDTH - look.left - look.right
    lines = list(broken(faced(paragraph, look), look.size, room, room - look.indent))
    for i, line in enumerate(lines):
        last, indent = i == len(lines) - 1, look.indent if i == 0 else 0.0
        x, y = look.left + indent, step * 0.8
        marks = line_of(line, x, y, look.size) if last else justified(line, x, y, look.size, room - indent)
        keep = paragraph.style == "heading" or (i == 0 and len(lines) > 1) or i == len(lines) - 2
        yield Block(step + (look.gap if last else 0.0), tuple(marks), keep)


def faced(paragraph: Paragraph, look: Look) -> list[Word]:
    """The words of a paragraph of the body, each with its face."""
    face: Face = "regular"
    if paragraph.style == "heading":
        face = "bold"
    elif look.basis_italic and _BASIS.match(paragraph.text):
        face = "italic"
    label = _ARTICLE.match(paragraph.text)
    if label is None:
        return words_of(paragraph.text, face)
    return [*words_of(label[0], "bold"), *words_of(paragraph.text[label.end() :], face)]
