"""What a composed directive is before it is set on paper: its parts in the order of Decree 30/2020/NĐ-CP, Appendix I, and its gold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Style = Literal["title", "subject", "addressee", "heading", "body", "item", "bullet"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: its text on one line, its label ("1.", "a)", "-") included."""

    text: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Slot:
    """Characters of a head line that a clerk may write by hand: `line` counts in `head_left` (number) or `head_right` (day, month)."""

    side: Literal["left", "right"]
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One directive. Heads and foot are given as printed lines, the body as paragraphs that whoever sets it breaks into lines.

    A lost letterhead is an empty `head_left` and `head_right`. `gold` has the form of `corpus/gold`.
    """

    name: str
    head_left: tuple[str, ...]  #: parent body, issuing body, number line, "V/v …"
    head_right: tuple[str, ...]  #: motto and place with date; a Party document has its own
    body: tuple[Paragraph, ...]
    recipients: tuple[str, ...]  #: left of the foot: "Nơi nhận:", "- Như trên;", …
    signature: tuple[str, ...]  #: right of the foot: authority, position, (signature), name
    slots: tuple[Slot, ...]
    annex: tuple[Paragraph, ...]
    gold: Mapping[str, Any]
