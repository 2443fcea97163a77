"""The second pass over pages that Tesseract has read once.

It is for where seals and signatures lie over print, for lines of signing blocks, and for print that was not read though it lies free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from pipeline.read import line_again, lost_lines, office_rows, second_look
from pipeline.read.picture import Gray
from pipeline.read.seals import Seal, find_seals
from pipeline.read.tesseract import PageTimeout, PixelBox, Recognised, recognise

#: Tesseract's page segmentation modes: scattered text in no order, and one line.
_SPARSE, _LINE = 11, 7


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that was read once."""

    whole: Gray
    gray: Gray  #: without what is red; where nothing is, as the whole
    coloured: bool
    dots: float
    words: Sequence[Recognised]
    places: Sequence[PixelBox]  #: where it is to be looked at again
    unread: Sequence[PixelBox] = ()  #: rows of ink that may be print


@dataclass(frozen=True, slots=True)
class _Look:
    """A place of a page that is looked at again."""

    nth: int  #: of the page
    page: Sheet
    box: PixelBox
    bare: Gray  #: the whole page without the rings of its seals
    seals: Sequence[Seal]  #: of the place


def _looks(nth: int, page: Sheet) -> Iterator[_Look]:
    bare = page.whole.copy() if page.places else page.whole
    for x0, y0, x1, y1 in page.places:
        seals, bare[y0:y1, x0:x1] = find_seals(page.whole[y0:y1, x0:x1], page.dots)
        yield _Look(nth, page, (x0, y0, x1, y1), bare, [replace(seal, x=seal.x + x0, y=seal.y + y0) for seal in seals])


def looked_again(sheets: Sequence[Sheet], seconds: float) -> list[tuple[Recognised, ...]]:
    """The words of every page: all places of all pages in one call of Tesseract, then all lines of names and positions in another.

    Either call has `seconds`; when they are over, the words stay as they are.
    """
    words = [tuple(sheet.words) for sheet in sheets]
    looks = [look for i, sheet in enumerate(sheets) for look in _looks(i, sheet)]
    variants = [_variants(look) for look in looks]
    scattered = _recognised(variants, [look.page for look in looks], _SPARSE, seconds)
    for look, readings in zip(looks, scattered, strict=True):
        words[look.nth] = second_look.merged(words[look.nth], look.box, readings, look.seals)
    asked = [ask for look, readings in zip(looks, scattered, strict=True) for ask in _asked(look, words[look.nth], readings)]
    asked += [ask for i, sheet in enumerate(sheets) for ask in _asked_for_lost(i, sheet, words[i])]
    cuts = [[cut.picture for cut in ask.cuts] for ask in asked]
    for ask, readings in zip(asked, _recognised(cuts, [ask.page for ask in asked], _LINE, seconds), strict=True):
        if readings:
            words[ask.nth] = ask.answer(words[ask.nth], readings)
    return words


def _variants(look: _Look) -> list[Gray]:
    x0, y0, x1, y1 = look.box
    whole, gray, bare = (picture[y0:y1, x0:x1] for picture in (look.page.whole, look.page.gray, look.bare))
    return second_look.variants(whole, gray if look.page.coloured else None, bare, look.page.dots)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Cuts of one line, and what the page's words are once they are read."""

    nth: int  #: of the page
    page: Sheet
    cuts: Sequence[line_again.Band]
    answer: Callable[[Sequence[Recognised], Sequence[Sequence[Recognised]]], tuple[Recognised, ...]]


def _asked(look: _Look, words: Sequence[Recognised], scattered: Sequence[Sequence[Recognised]]) -> Iterator[_Asked]:
    dots = look.page.dots
    for seal in look.seals:
        for cuts in office_rows.rows_to_read(look.bare, seal, words, dots):
            yield _Asked(look.nth, look.page, cuts, partial(_with_office, cuts, dots))
    heard = second_look.rows_in(look.box, scattered)
    for line in line_again.signing_lines(words, look.box, bool(look.seals)):
        cuts = line_again.bands(look.page.whole, look.bare, line, dots)
        yield _Asked(look.nth, look.page, cuts, partial(_with_line, line, cuts, heard))


def _asked_for_lost(nth: int, page: Sheet, words: Sequence[Recognised]) -> Iterator[_Asked]:
    lost = lost_lines.lost_stretches(words, page.places)
    for box in (*(lost_lines.box_of(stretch) for stretch in lost), *page.unread):
        cut = lost_lines.cut_out(page.gray, box)
        yield _Asked(nth, page, [cut], partial(lost_lines.with_found, box, cut))


def _with_office(
    cuts: Sequence[line_again.Band], dots: float, words: Sequence[Recognised], readings: Sequence[Sequence[Recognised]]
) -> tuple[Recognised, ...]:
    return office_rows.with_office(words, cuts, readings, dots)


def _with_line(
    line: Sequence[Recognised],
    cuts: Sequence[line_again.Band],
    heard: Sequence[Sequence[Recognised]],
    words: Sequence[Recognised],
    readings: Sequence[Sequence[Recognised]],
) -> tuple[Recognised, ...]:
    return line_again.read_again(words, line, cuts, readings, heard)


def _recognised(
    groups: Sequence[Sequence[Gray]], pages: Sequence[Sheet], mode: int, seconds: float
) -> list[Sequence[Sequence[Recognised]]]:
    """What is read of the pictures of every group, each of the page of its place in `pages`; nothing where the engine did not finish."""
    if not groups:
        return []
    dots = {round(page.dots) for page in pages}
    if len(dots) > 1:
        return [_recognised([group], [page], mode, seconds)[0] for group, page in zip(groups, pages, strict=True)]
    try:
        found = iter(recognise([picture for group in groups for picture in group], dots.pop(), seconds, mode))
    except PageTimeout:
        return [()] * len(groups)
    read = [list(islice(found, len(group))) for group in groups]
    return [r if len(r) == len(group) else () for r, group in zip(read, groups, strict=True)]
