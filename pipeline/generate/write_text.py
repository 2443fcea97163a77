"""A composed directive as plain text: head and foot in one or two columns, hard line breaks, pages, Markdown marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.generate.chance import chance_of
from pipeline.generate.sheet import Paragraph, Sheet

Columns = Literal["beside", "by_line", "stacked"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is broken into lines and columns."""

    head: Columns = "beside"  #: two columns with spaces; line by line with one space, as engines read them; left, then right
    foot: Columns = "beside"
    width: int | None = None  #: characters of a line; None: a paragraph is one line
    page: int | None = None  #: lines of a page, at whose end its number stands; None: no pages
    gaps: bool = True  #: an empty line between paragraphs
    indent: int = 0  #: spaces before the first line of a paragraph
    marks: bool = False  #: Markdown
    feed: bool = False  #: a form feed at the end of a page


LAYOUTS: Mapping[str, Layout] = {
    "wide": Layout(),
    "markdown": Layout(head="stacked", foot="stacked", marks=True),
    "typed": Layout(width=88, indent=8),
    "narrow": Layout(head="by_line", foot="by_line", width=66, page=42, gaps=False),
    "stacked": Layout(head="stacked", foot="stacked", width=96),
    "engine": Layout(head="by_line", foot="by_line", width=100, gaps=False),
    "pages": Layout(width=84, page=46, gaps=False, indent=4),
    "printed": Layout(width=92, page=50, indent=6, feed=True),
}


def layout_of(seed: int, index: int) -> Layout:
    """One of the layouts, varied: the same for the same seed and index."""
    chance = chance_of("layout", seed, index)
    base = LAYOUTS[chance.pick(tuple(LAYOUTS))]
    width = base.width and base.width + chance.between(-12, 14)
    page = base.page and base.page + chance.between(-8, 10)
    return Layout(base.head, base.foot, width, page, base.gaps, base.indent, base.marks, base.feed)


def to_text(sheet: Sheet, layout: Layout) -> str:
    """The whole document; ends with a line break."""
    head = list(_columns(*_level(sheet.head_left, sheet.head_right), layout.head, layout))
    foot = list(_columns(sheet.recipients, _signed(sheet), layout.foot, layout))
    lines = [*head, "", *_body(sheet.body, layout), *([] if layout.gaps else [""]), *foot]
    if sheet.annex:
        lines += ["", "", *_body(sheet.annex, layout)]
    return "\n".join(_paged(lines, layout)).rstrip() + "\n"


def _body(paragraphs: Sequence[Paragraph], layout: Layout) -> Iterator[str]:
    """With an empty line behind each paragraph, or at least behind what stands above the sentences."""
    for paragraph, after in zip(paragraphs, (*paragraphs[1:], None), strict=True):
        yield from _set(paragraph, layout)
        if layout.gaps or paragraph.style == "subject" or (paragraph.style == "addressee" and after and after.style != "addressee"):
            yield ""


def _level(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], list[str]]:
    """The two sides of the head with number and date on one line, as they are typed."""
    at = next((i for i, line in enumerate(left) if line.startswith("Số")), len(left))
    gap = at - (len(right) - 1)
    if at == len(left) or not right:
        return list(left), list(right)
    return [*left[:at], *[""] * -gap, *left[at:]], [*right[:-1], *[""] * gap, right[-1]]


def _signed(sheet: Sheet) -> list[str]:
    """The right side of the foot: the name stands under room for a signature, on one line with that of another signer."""
    *position, name = sheet.signature
    rows = chance_of("signature", sheet.name).between(2, 4)
    at = next((i for i, line in enumerate(sheet.recipients) if line.startswith("Nơi nhận")), 0)
    if at:  # the first signer's name stands above an empty line
        rows = at - 2 - len(position)
    return [*position, *[""] * rows, name]


def _columns(left: Sequence[str], right: Sequence[str], how: Columns, layout: Layout) -> Iterator[str]:
    if how == "stacked":
        yield from (_marked(line, layout) for line in left if line)
        yield from ["", *(_marked(line, layout) for line in right)] if left and right else right
        return
    rows = max(len(left), len(right))
    margin = max((len(line) for line in left), default=0) + 6
    for i in range(rows):
        one, other = left[i] if i < len(left) else "", right[i] if i < len(right) else ""
        if how == "by_line":
            yield f"{one} {other}".strip()
        else:
            yield f"{one:<{margin}}{other}".rstrip()


def _marked(line: str, layout: Layout) -> str:
    if layout.marks and line.startswith("Nơi nhận"):
        return f"***{line}***"
    return f"**{line}**" if layout.marks and line.isupper() and not line.startswith("-") else line


def _set(paragraph: Paragraph, layout: Layout) -> list[str]:
    text = paragraph.text
    if layout.marks:
        text = {"title": f"# **{text}**", "heading": f"**{text}**", "subject": f"**{text}**"}.get(paragraph.style, text)
    centred = paragraph.style in ("title", "subject") and layout.width is not None and layout.head != "stacked"
    lines = wrapped(text, layout.width, 0 if centred else layout.indent)
    if centred and layout.width and layout.head == "beside":
        return [line.center(layout.width).rstrip() for line in lines]
    return lines


def wrapped(text: str, width: int | None, indent: int = 0) -> list[str]:
    """Lines of at most `width` characters, broken at spaces; runs of spaces, which blanks are, stay whole."""
    if width is None:
        return [" " * indent + text]
    lines, line = [], " " * indent
    for word in text.split(" "):
        if line.strip() and len(line) + len(word) >= width:
            lines.append(line.rstrip())
            line = word
        else:
            line = f"{line} {word}" if line.strip() else line + word
    return [*lines, line]


def _paged(lines: Sequence[str], layout: Layout) -> Iterator[str]:
    """With the number of the next page at each page's top, between the lines of a sentence where it falls so."""
    for i, line in enumerate(lines):
        if layout.page and i and i % layout.page == 0:
            yield from ("\f" if layout.feed else "", str(i // layout.page + 1), "")
        yield line
