"""Words of a document as gold quotes them: mended, on one line, without marks and page numbers; and whether a quote stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from pipeline.clean import clean_text
from pipeline.directive import Correction, Directive, Evidence

#: Lines that stand between two pages, not in a sentence: "2", "- 2 -", "Trang 2/4".
_PAGE_NUMBER = re.compile(
    r"^[ \t]{0,200}(?:trang[ \t]{0,9})?[-–]{0,2}[ \t]{0,9}\d{1,4}(?:[ \t]{0,9}/[ \t]{0,9}\d{1,4})?[ \t]{0,9}[-–]{0,2}[ \t]{0,200}$",
    re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r"\w")
#: Words left out between two evidences of one value are quoted with them up to here, within a paragraph, unless they hold a figure:
#: that is another value's.
LONGEST_GAP = 120
_FIGURE = re.compile(r"\d")


def one_line(text: str) -> str:
    """`text` without marks and page numbers, on one line with single spaces."""
    return " ".join(without_page_numbers(clean_text(text).text.text).split())


def without_page_numbers(text: str) -> str:
    return _PAGE_NUMBER.sub("", text)


def quote(directive: Directive, evidence: Sequence[Evidence], last: bool = True, figure: bool = False) -> str:
    """The words of one mention: neighbouring evidences together, of those apart the last (or the first) ones.

    `figure`: of the last those with a figure, where some have one: what stands behind it is the award or a "hằng tháng".
    """
    groups: list[list[Evidence]] = []
    for e in sorted(evidence, key=lambda e: e.start):
        if groups and _near(directive.text[groups[-1][-1].end : e.start]):
            groups[-1].append(e)
        else:
            groups.append([e])
    figured = [group for group in groups if figure and any(_FIGURE.search(e.text) for e in group)]
    own = (figured or groups)[-1 if last else 0]
    return one_line(mended(directive, own[0].start, max(e.end for e in own)))


def _near(gap: str) -> bool:
    between = without_page_numbers(gap)
    return not _WORD.search(between) or (len(between) <= LONGEST_GAP and not re.search(r"\d|\n[ \t]*\n", between))


def mended(directive: Directive, start: int, end: int) -> str:
    """`text[start:end]` with the corrections within it made."""
    out: list[str] = []
    corrections = directive.corrections
    at = start
    for i in range(bisect_left(corrections, start, key=lambda c: c.start), len(corrections)):
        c = corrections[i]
        if c.end > end:
            break
        out += directive.text[at : c.start], c.after
        at = c.end
    return "".join([*out, directive.text[at:end]])


def mends(text: str, corrections: Iterable[Correction]) -> dict[tuple[str, str], None]:
    """(raw, true) of every correction, widened to whole words; each once, in order."""
    out: dict[tuple[str, str], None] = {}
    for c in corrections:
        start, end = c.start, c.end
        while start and _WORD.match(text[start - 1]):
            start -= 1
        while end < len(text) and _WORD.match(text[end]):
            end += 1
        raw = one_line(text[start:end])
        true = one_line(text[start : c.start] + c.after + text[c.end : end])
        if raw and true and raw != true:
            out[raw, true] = None
    return out
