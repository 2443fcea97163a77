"""Labels: how the sections of a body are numbered, and the gold's list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.generate.body import Node
from pipeline.generate.said import Said
from pipeline.generate.say_time import ROMAN
from pipeline.generate.sheet import Style

_LETTERS = "abcdđeghiklmnopqrstuvxy"  # points are lettered by the Vietnamese alphabet
_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Outline:
    labels: tuple[str, ...]  #: by depth: R roman, n arabic, a letter, p the label above without its end
    capitals: bool = True  #: headings of the first depth in capitals


OUTLINES = {
    "roman": Outline(("R.", "n.", "a)")),
    "roman_decimal": Outline(("R.", "n.", "p.n.")),
    "plain": Outline(("n.", "a)", "n.")),
    "decimal": Outline(("n.", "p.n.", "a)"), capitals=False),
    "party": Outline(("R-", "n.", "a)")),
    "party_points": Outline(("n-", "p.n-", "a)"), capitals=False),
    "articles": Outline(("Điều n.", "n.", "a)"), capitals=False),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the body with its label before it."""

    said: Said
    style: Style


def _label(pattern: str, above: str, count: int) -> str:
    label = pattern.replace("p", above.rstrip(".)-"), 1) if pattern.startswith("p") else pattern
    if "R" in pattern:
        return label.replace("R", ROMAN[count])
    if "n" in pattern:
        return label.replace("n", str(count))
    return label.replace("a", _LETTERS[(count - 1) % len(_LETTERS)])


def set_out(nodes: Sequence[Node], outline: Outline) -> tuple[list[Line], list[dict[str, Any]]]:
    """The paragraphs in order, and the numbered ones as the gold lists them: label, depth, heading."""
    lines: list[Line] = []
    gold: list[dict[str, Any]] = []
    for line, section in _walk(nodes, outline, 1, "", 0):
        lines.append(line)
        if section:
            gold.append(section)
    return lines, gold


def _walk(nodes: Sequence[Node], outline: Outline, depth: int, above: str, bullets: int) -> Iterator[tuple[Line, dict[str, Any] | None]]:
    count = 0
    for node in nodes:
        if node.mark == "number":
            count += 1
            label = _label(outline.labels[depth - 1], above, count)
            said = Said(node.said.text.upper()) if node.heading and depth == 1 and outline.capitals else node.said
            section = {"label": label, "depth": depth, "heading": heading_of(said.text)}
            yield Line(said.behind(f"{label} "), "heading" if node.heading else "item"), section
            yield from _walk(node.children, outline, depth + 1, label, bullets)
        else:
            bullet = ("- ", "+ ")[bullets] if node.mark == "bullet" else ""
            yield Line(node.said.behind(bullet), "bullet" if bullet else "body"), None
            yield from _walk(node.children, outline, depth, above, min(bullets + 1, 1))


def heading_of(text: str) -> str:
    """The first words, without the punctuation at their end."""
    return " ".join(text.split()[:_HEADING_WORDS]).rstrip(" .,;:")
