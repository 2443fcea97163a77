"""Labels of scans: what was read wrong is mended where order and print agree, and what is printed so stays.

A line of a case is what was read. "[III.=II.] NỘI DUNG" has boxes in its document: printed so wide as "III.", read as "II.".
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document, Line, Word
from pipeline.label_confusion import cost_of
from pipeline.label_reading import read_labels
from pipeline.outline import Node, build_tree, join_rows, walk
from pipeline.read import read_document
from pipeline.segment import segment
from pipeline.text import Span

CASES = Path(__file__).parent / "cases" / "label_reading"
_PRINTED = re.compile(r"\[([^]=]+)=([^]=]+)]")
#: Of Times New Roman, thousandths of an em; other letters are taken for middling ones.
WIDTHS = {"I": 385, "V": 740, "X": 740, "H": 770, "1": 500, ".": 250, ",": 250, ")": 333, "i": 280, "l": 280}
EM, INDENT, MARGIN = 14.0, 110.0, 80.0


def load(*splits: str) -> list[Any]:
    return [case for split in splits for case in json.loads((CASES / f"{split}.json").read_text(encoding="utf-8"))]


def width_of(text: str) -> float:
    return EM * (sum(WIDTHS.get(c, 680 if c.isupper() else 450) for c in text) / 1000 - 0.06)


def scan(lines: list[str]) -> Document:
    """A scan of `lines`; word boxes where a line says what is printed, or where one begins with ">" (at the margin)."""
    boxed = any(_PRINTED.search(line) for line in lines)
    read = [_PRINTED.sub(r"\2", line) for line in lines]
    document = replace(read_document("-", "\n".join(["Sở Nội vụ thông báo như sau:", *read]).encode()), reader="ocr")
    if not boxed:
        return document
    printed = ["Sở Nội vụ thông báo như sau:", *(_PRINTED.sub(r"\1", line) for line in lines)]
    return replace(document, lines=tuple(with_words(line, printed[i], i, document) for i, line in enumerate(document.lines)))


def with_words(line: Line, printed: str, row: int, document: Document) -> Line:
    x, words = INDENT, []
    shown = re.finditer(r"\S+", document.text[line.span.start : line.span.end])
    for m, true in zip(shown, printed.split(), strict=True):
        box = (x, 20.0 * row, x + width_of(true), 20.0 * row + 12)
        words.append(Word(Span(line.span.start + m.start(), line.span.start + m.end()), box, 0.9))
        x = box[2] + 4
    return replace(line, words=tuple(words), box=(words[0].box[0], words[0].box[1], words[-1].box[2], words[-1].box[3]))


def read(document: Document) -> tuple[Node, dict[str, str]]:
    layout = segment(document)
    body = layout.rows[layout.head.end : layout.foot.start]
    paragraphs = join_rows(body, read_labels(body, document, layout.text))
    mended = {p.read: p.label.text for p in paragraphs if p.read is not None and p.label}
    assert all(document.text.count(quoted) for quoted in mended)
    return build_tree(paragraphs), mended


def tree_of(node: Node) -> list[str]:
    found = ((len(above) + 1, n.label, n.paragraphs[0]) for n, above in walk(node) if n.label)
    return [f"{depth} {label.text} {p.rows[0].text[label.end :].strip()}".strip() for depth, label, p in found]


@pytest.mark.parametrize("case", load("in_the_wild", "synthetic", "negative"))
def test_labels_of_a_scan(case: dict[str, Any]) -> None:
    assert tree_of(read(scan(case["lines"]))[0]) == case["tree"]


@pytest.mark.parametrize("case", [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=c["why"])) for c in load("known_failures")])
def test_known_failures(case: dict[str, Any]) -> None:
    assert tree_of(read(scan(case["lines"]))[0]) == case["tree"]


@pytest.mark.parametrize("case", load("in_the_wild", "synthetic"))
def test_a_text_keeps_its_labels(case: dict[str, Any]) -> None:
    document = replace(scan(case["lines"]), reader="pdf-text")
    assert read_labels(segment(document).rows, document, segment(document).text) == {}


def test_what_was_read_is_told() -> None:
    _, mended = read(scan(["I. MỤC ĐÍCH", "H. NỘI DUNG", "IH. KINH PHÍ", "IV. TỔ CHỨC"]))
    assert mended == {"H.": "II.", "IH.": "III."}


def test_pages_with_a_text_layer_stay_beside_scanned_ones() -> None:
    document = scan(["[I.=I.] MỤC ĐÍCH CHUNG", "[II.=H.] NỘI DUNG CHÍNH", "[III.=III.] KINH PHÍ NĂM"])
    lines = tuple(replace(line, words=tuple(replace(w, confidence=None) for w in line.words)) for line in document.lines)
    layer = replace(document, reader="pdf-text+ocr", lines=lines)
    layout = segment(layer)
    assert read_labels(layout.rows, layer, layout.text) == {}
    assert read_labels(layout.rows, document, layout.text) != {}


@pytest.mark.parametrize(
    ("printed", "reads"),
    [
        ("II", "H IL Il ll"),
        ("III", "HI IH Ill II TH"),
        ("VI", "VỊ V1 VL"),
        ("IX", "1X"),
        ("1", "l I Ì"),
        ("5", "S"),
        ("6", "ó"),
        ("b", "h"),
    ],
)
def test_look_alikes(printed: str, reads: str) -> None:
    assert all(cost_of(one, printed) <= 1.0 for one in reads.split())


@given(st.integers(1, 99), st.integers(1, 99))
def test_no_digit_is_another_digit(a: int, b: int) -> None:
    assert a == b or len(str(a)) != len(str(b)) or math.isinf(cost_of(str(a), str(b)))


@given(st.text(alphabet="IVXHl1.,)-| \n_aAđ5S§Đều", max_size=120))
def test_never_fails(text: str) -> None:
    document = replace(read_document("-", (text if text.strip() else "x").encode()), reader="ocr")
    layout = segment(document)
    paragraphs = join_rows(layout.rows, read_labels(layout.rows, document, layout.text))
    assert [r for p in paragraphs for r in p.rows] == [r for r in layout.rows if r.role != "furniture"]
