"""The report's figures as inline SVG. Colours are classes of the page's style sheet, so that they follow light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from pipeline.evaluate.modes import STANDARD
from pipeline.evaluate.positions import PLACES
from pipeline.evaluate.reliability import wilson

_WIDTH = 560  #: of every figure, in its own units
_LABELS = 128  #: room for field names
_ROW = 24
_RIGHT = 56  #: room for numbers at the end of a row


def field_plot(fields: dict[str, Any]) -> str:
    """F1 of each field: a dot for `standard`, a ring for `strict`, and the line between."""
    rates = {field: (modes[STANDARD]["f1"], modes["strict"]["f1"], modes[STANDARD]["n"]) for field, modes in fields.items()}
    if not rates:
        return ""
    low = min(0.9, *(int(min(a, b) * 10) / 10 for a, b, _ in rates.values()))
    span = _WIDTH - _LABELS - _RIGHT

    def x(rate: float) -> float:
        return _LABELS + (rate - low) / (1 - low) * span

    height = 22 + _ROW * len(rates)
    parts = list(_grid([low + (1 - low) * i / 4 for i in range(5)], x, 16, height))
    for i, (field, (standard, strict, n)) in enumerate(rates.items()):
        y = 30 + _ROW * i
        parts += [
            _label(field, y),
            _line(x(strict), y, x(standard), y, "range"),
            f'<circle class="strict" cx="{x(strict):.1f}" cy="{y}" r="5.5"/>',
            f'<circle class="standard" cx="{x(standard):.1f}" cy="{y}" r="3.6"/>',
            _text(_WIDTH, y + 4, str(n), "count end"),
        ]
    tip = f"F1 by field, axis from {low:.1f} to 1"
    return _svg(height, parts, tip)


def mistake_plot(fields: dict[str, Any]) -> str:
    """Values missed and values found that are not there, by field, most first."""
    rows = [(field, (modes[STANDARD]["missed"], modes[STANDARD]["extra"])) for field, modes in fields.items()]
    rows = sorted((row for row in rows if sum(row[1])), key=lambda row: -sum(row[1]))
    return _stacked(rows, ("missed", "extra"), "Mistakes by field")


def place_plot(positions: dict[str, Any]) -> str:
    """How the evidence of right values lies on the gold's place, as shares."""
    rows = [(field, tuple(places[place] for place in PLACES)) for field, places in positions.items()]
    return _stacked(rows, PLACES, "Where the evidence stands, by field", shares=True)


def slot_plot(handwritten: dict[str, Any]) -> str:
    """How handwritten slots were read, as shares."""
    rows = [(field, tuple(counts.values())) for field, counts in handwritten.items()]
    return _stacked(rows, ("right", "wrong", "abstained"), "Written by hand, by field", shares=True)


def reliability_plot(own: dict[str, Any]) -> str:
    """Share right (with its 95 % interval) over stated confidence; on the diagonal both are equal. Below: how many answers."""
    if not own["answers"]:
        return ""
    size, left, top, foot = 300.0, 44.0, 12.0, 58.0

    def x(value: float) -> float:
        return left + value * (_WIDTH - left - 16)

    def y(value: float) -> float:
        return top + (1 - value) * size

    parts = [*_axes(x, y), _line(x(0), y(0), x(1), y(1), "diagonal")]
    parts.append(_text(x(1) - 6, y(0.06), "below the line: surer than right", "hint end"))
    full = [b for b in own["bins"] if b["answers"]]
    most = max(b["answers"] for b in full)
    path = " ".join(f"{x(b['confidence']):.1f},{y(b['share']):.1f}" for b in full)
    parts.append(f'<polyline class="curve" points="{path}"/>')
    base = y(0) + 34 + foot * 0.7
    for b in full:
        parts += _bin_marks(b, x, y)
        tall, wide = foot * 0.62 * b["answers"] / most, x(b["high"]) - x(b["low"]) - 2
        parts.append(f'<rect class="histogram" x="{x(b["low"]) + 1:.1f}" y="{base - tall:.1f}" width="{wide:.1f}" height="{tall:.1f}"/>')
        parts.append(_text(x(b["low"]) + wide / 2 + 1, base + 14, str(b["answers"]), "count middle"))
    return _svg(int(top + size + 34 + foot), parts, "Share of right answers over stated confidence")


def _bin_marks(b: dict[str, Any], x: Any, y: Any) -> Iterator[str]:
    low, high = wilson(b["right"], b["answers"])
    tip = f"confidence {b['low']:.2f}–{b['high']:.2f}: {b['right']} of {b['answers']} right, stated {b['confidence']:.3f}"
    at = x(b["confidence"])
    yield _line(at, y(low), at, y(high), "interval")
    yield f'<circle class="standard" cx="{at:.1f}" cy="{y(b["share"]):.1f}" r="4.5"><title>{escape(tip)}</title></circle>'


def document_plot(documents: dict[str, Any]) -> str:
    """A square for each document, fewer mistakes first; its name shows under the pointer."""
    order = sorted(documents.items(), key=lambda item: (len(item[1]["mistakes"]), item[0]))
    across, cell = 27, 20
    parts = []
    for i, (name, own) in enumerate(order):
        n = len(own["mistakes"])
        kind = "m0" if n == 0 else "m1" if n <= 2 else "m2" if n <= 5 else "m3"
        square = f'<rect class="{kind}" x="{i % across * cell + 2}" y="{i // across * cell + 2}" width="16" height="16" rx="3">'
        tip = f"{name}: {n} mistake{'' if n == 1 else 's'}"
        parts.append(f"{square}<title>{escape(tip)}</title></rect>")
    return _svg(-(-len(order) // across) * cell + 4, parts, "Documents by number of mistakes")


# --- parts ------------------------------------------------------------------------------------------------------------------


def _stacked(rows: Sequence[tuple[str, tuple[int, ...]]], names: Sequence[str], what: str, shares: bool = False) -> str:
    """A bar a row, a part for each name; as long as its sum, or, as `shares`, all alike."""
    if not rows:
        return ""
    most = max(sum(counts) for _, counts in rows) or 1
    room = _WIDTH - _LABELS - _RIGHT
    parts = []
    for i, (field, counts) in enumerate(rows):
        y, at, total = 16 + _ROW * i, float(_LABELS), sum(counts)
        parts.append(_label(field, y))
        for name, count in zip(names, counts, strict=True):
            width = room * count / ((total if shares else most) or 1)
            if count:
                parts.append(f'<rect class="{name}" x="{at:.1f}" y="{y - 8}" width="{max(width - 1, 1):.1f}" height="16">')
                parts.append(f"<title>{escape(f'{field}: {count} of {total} {name}')}</title></rect>")
                if width > 9 * len(str(count)) + 6:
                    parts.append(_text(at + width / 2, y + 4, str(count), f"inside {name}-ink middle"))
            at += width
        parts.append(_text(_WIDTH, y + 4, str(total), "count end") if shares else _text(at + 8, y + 4, str(total), "count"))
    return _svg(8 + _ROW * len(rows), parts, what)


def _axes(x: Any, y: Any) -> Iterator[str]:
    for i in range(0, 11, 2):
        v = i / 10
        yield _line(x(0), y(v), x(1), y(v), "rule")
        yield _text(x(0) - 8, y(v) + 4, f"{v:.1f}", "tick end")
        yield _text(x(v), y(0) + 18, f"{v:.1f}", "tick middle")


def _grid(values: Sequence[float], x: Any, top: float, bottom: float) -> Iterator[str]:
    for value in values:
        yield _line(x(value), top, x(value), bottom, "rule")
        yield _text(x(value), 11, f"{value:.3g}", "tick middle")


def _label(field: str, y: float) -> str:
    return _text(_LABELS - 12, y + 4, field.replace("_", " "), "label end")


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _svg(height: int, parts: Sequence[str], what: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(what)}">{"".join(parts)}</svg>'
