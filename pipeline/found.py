"""What an extractor hands on: a value, the source stretches that say so, and the rule that read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pipeline.document import Box
from pipeline.text import Span

T = TypeVar("T")

#: Of a field, as the contract has them; `absent` is nobody's finding.
State = Literal["stated", "inferred", "partial", "blank", "illegible", "absent"]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """No evidence, no value: `spans` (in the source, in reading order) is never empty."""

    value: T
    spans: tuple[Span, ...]
    rule: str  #: "field.how", the key of its measured precision in models/rules.json
    state: State = "stated"
    section: str | None = None  #: where it stands: the labels from the root, "III > 3. > a)"
    confidence: float | None = None  #: only where the reading is known to be worse than the rule's precision
    box: Box | None = None  #: where a picture says so and not the text: handwriting; on the page of the first span

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError(f"{self.rule}: a value without evidence")

    def within(self, section: str | None) -> Found[T]:
        return Found(self.value, self.spans, self.rule, self.state, section, self.confidence, self.box)


@dataclass(frozen=True, slots=True)
class Context:
    """What an extractor may know about the place of a passage."""

    year: int | None = None  #: of issue, else of the subject ("năm 2021"); completes dates without a year
    month: int | None = None  #: of issue
    doc_type: str | None = None  #: name in the list, "Kế hoạch", "Báo cáo"
    headings: tuple[str, ...] = ()  #: of the sections round the passage, outermost first
    opens_list: str | None = None  #: the sentence that opens the list in which the passage is an item ("… như sau:")
