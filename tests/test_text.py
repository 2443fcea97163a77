"""The map from a derived text back to its source: what must hold for every text and every list of edits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import LOWER, UPPER, Edit, MappedText, Passage, Span, bare, fold, is_capitals

TEXTS = st.text(alphabet="aăâbcđe \n*#", max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    return [Edit(a, b, draw(st.text(alphabet="XY\n", max_size=3))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


@st.composite
def derived(draw: st.DrawFn) -> MappedText:
    source = draw(TEXTS)
    return MappedText.of(source, draw(edits_of(source)))


def apply(text: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


@given(derived())
def test_edits_give_the_derived_text(text: MappedText) -> None:
    assert apply(text.source, text.edits) == text.text


@given(derived())
def test_edits_can_be_undone(text: MappedText) -> None:
    inverse, shift = [], 0
    for edit in text.edits:
        inverse.append(Edit(edit.start + shift, edit.start + shift + len(edit.after), text.source[edit.start : edit.end]))
        shift += edit.grows
    assert MappedText.of(text.text, inverse).text == text.source


@given(derived())
def test_positions_are_in_range_and_monotone(text: MappedText) -> None:
    before = 0
    for i in range(len(text.text)):
        span = text.to_source(i, i + 1)
        assert before <= span.start <= span.end <= len(text.source)
        before = span.start


@given(derived())
def test_outside_edits_characters_are_the_source_s(text: MappedText) -> None:
    for i, character in enumerate(text.text):
        span = text.to_source(i, i + 1)
        inside = any(e.start <= span.start < e.end or (e.start == e.end == span.start) for e in text.edits)
        if not inside:
            assert text.source[span.start : span.end] == character


@given(st.data())
def test_editing_twice_is_one_map_to_the_first_source(data: st.DataObject) -> None:
    text = data.draw(derived())
    again = data.draw(edits_of(text.text))
    both = text.then(again)
    assert both.source == text.source
    assert both.text == apply(text.text, again)
    assert apply(text.source, both.edits) == both.text
    assert all(a.end <= b.start for a, b in pairwise(both.edits))


@given(derived())
def test_no_edit_is_the_identity(text: MappedText) -> None:
    same = text.then([])
    assert same.text == text.text and same.edits == text.edits
    assert MappedText.of(text.source).to_source(0, len(text.source)) == Span(0, len(text.source))


@given(st.data())
def test_pieces_lie_inside_and_break_where_lines_were_joined(data: st.DataObject) -> None:
    text = data.draw(derived())
    start = data.draw(st.integers(0, len(text.text)))
    end = data.draw(st.integers(start, len(text.text)))
    whole = text.to_source(start, end)
    pieces = text.pieces(start, end)
    assert all(whole.covers(p) and len(p) > 0 for p in pieces)
    assert all(a.end <= b.start for a, b in pairwise(pieces))


@given(derived(), st.integers(0, 40))
def test_from_source_goes_forward(text: MappedText, at: int) -> None:
    at = min(at, len(text.source))
    assert 0 <= text.from_source(at) <= len(text.text)
    assert text.from_source(at) <= text.from_source(len(text.source))


def test_joined_lines_give_one_piece_a_line() -> None:
    text = MappedText.of("đúng\n\nthẩm quyền", [Edit(4, 6, " ")])
    assert text.text == "đúng thẩm quyền"
    assert text.pieces(0, len(text.text)) == (Span(0, 4), Span(6, 16))


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        MappedText.of("abcdef", [Edit(0, 3, ""), Edit(2, 4, "")])
    with pytest.raises(IndexError, match="outside"):
        MappedText.of("abc").to_source(0, 4)


def test_passages_lead_back_from_inside_a_part() -> None:
    text = MappedText.of("**Số** 27", [Edit(0, 2, ""), Edit(4, 6, "")])
    part = Passage.of(text).part(3, 5)
    assert part.text == "27" and part.at(0, 2) == (Span(7, 9),)


def test_folding_keeps_every_position() -> None:
    assert len(fold(LOWER)) == len(LOWER) and set(fold(LOWER)) <= set("abcdefghijklmnopqrstuvwxyz")
    assert fold(UPPER) == fold(LOWER)
    assert bare("Đắk Lắk") == "Dak Lak"


@pytest.mark.parametrize("foreign", ["", "☂", "ŵ", "\ud800"])
def test_a_foreign_character_changes_nothing_beside_it(foreign: str) -> None:
    """Texts of the usual characters go another, faster way."""
    usual = "".join(map(chr, range(0x180))) + LOWER + UPPER + "–—“”‘’…"
    for translated in (fold, bare):
        assert translated(usual + foreign) == "".join(map(translated, usual + foreign))


def test_the_alphabet_is_whole() -> None:
    assert len(LOWER) == 26 + 67 and len(set(LOWER)) == len(LOWER)
    assert LOWER.islower() and UPPER.isupper() and not set(LOWER) & set(UPPER)


@pytest.mark.parametrize(
    ("text", "capitals"), [("KẾ HOẠCH", True), ("Kế hoạch", False), ("I. MỤC ĐÍCH", True), ("123", False), ("A", False)]
)
def test_capitals(text: str, capitals: bool) -> None:
    assert is_capitals(text) is capitals


@given(st.data())
def test_a_window_maps_as_the_whole_does(data: st.DataObject) -> None:
    text = data.draw(derived())
    start = data.draw(st.integers(0, len(text.text)))
    end = data.draw(st.integers(start, len(text.text)))
    window, base, at = text.window(start, end)
    assert at <= start and window.text == text.text[at : at + len(window.text)] and at + len(window.text) >= end
    for i in range(start, end):
        inside = window.to_source(i - at, i - at + 1)
        assert Span(inside.start + base, inside.end + base) == text.to_source(i, i + 1)
