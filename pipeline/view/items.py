"""A directive as what the page lists: every value with its places, and the reasons for which a person should look at it.

What is doubted comes first, in the order of how much: see `Item.doubt`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from pipeline.check import fields_of, items_of
from pipeline.directive import Attachment, Correction, Directive, Evidence, Issue, Section
from pipeline.document import Box
from pipeline.view.issue_words import in_vietnamese
from pipeline.view.labels import Pair
from pipeline.view.sayings import parts, said, same

#: Below this a value is doubted. Of 40 documents, half of them scans, one or two values of each are.
LOW = 0.7
#: Sections of a document that are listed.
_MOST_SECTIONS = 500

#: How much a reason weighs: the smaller, the earlier it is shown. From `NOTE` on it is good to know, and no doubt.
ERROR, WARNING, UNREAD, UNSURE, NOTE = range(5)
NO_DOUBT = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text (code points, half-open), and where it is on the page."""

    start: int
    end: int
    page: int
    bbox: Box | None = None  #: points from the page's top left


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value is shown among the doubts."""

    weight: int  #: `ERROR` to `NOTE`
    words: Pair


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list. `id` is unique within a directive: "number", "deadlines/0"."""

    id: str
    field: str  #: key of `labels.FIELDS`
    said: Pair | None = None  #: None where there is no value
    index: int | None = None
    parts: tuple[tuple[str, Pair], ...] = ()
    state: str | None = None
    confidence: float | None = None
    rule: str | None = None
    marks: tuple[Mark, ...] = ()
    reasons: tuple[Reason, ...] = ()
    change: tuple[str, str] | None = None  #: of a correction: before, after
    depth: int = 0  #: of a section

    @property
    def doubt(self) -> int:
        """`ERROR` to `NOTE`, or `NO_DOUBT`."""
        return min((reason.weight for reason in self.reasons), default=NO_DOUBT)


def items_in(directive: Directive) -> tuple[Item, ...]:
    """Everything that the page lists, in its order; of what is absent only what somebody should know of."""
    found = {item.id: item for item in chain(_fields(directive), _entries(directive), _corrections(directive))}
    found |= {item.id: item for item in chain(_attachments(directive), _sections(directive))}
    for i, issue in enumerate(directive.issues):
        owner = _owner(issue, found)
        reason = Reason(_WEIGHTS[issue.severity], (in_vietnamese(issue.code, issue.message), issue.message))
        marks = _marks(issue.evidence)
        if owner:
            found[owner] = _with_reason(found[owner], reason, marks)
        else:
            found[f"issues/{i}"] = Item(f"issues/{i}", "issues", marks=marks, reasons=(reason,))
    judged = (replace(item, reasons=(*item.reasons, *_own_reasons(item))) for item in found.values())
    return tuple(item for item in judged if item.state != "absent" or item.reasons)


def _with_reason(item: Item, reason: Reason, marks: tuple[Mark, ...]) -> Item:
    """An annex has no box of its own: it takes those of the issue."""
    if item.field == "attachments" and any(mark.bbox for mark in marks):
        item = replace(item, marks=marks)
    return replace(item, reasons=(*item.reasons, reason))


def absent_in(directive: Directive) -> tuple[str, ...]:
    """Names of the fields and lists that the document does not have."""
    names = [name for name, field in fields_of(directive) if field.state == "absent"]
    return (*names, *(n for n, value in directive if value == () and n not in ("corrections", "issues", "attachments", "sections")))


def doubted(items: Sequence[Item]) -> tuple[Item, ...]:
    """What has to be looked at, the most doubted first."""
    return tuple(sorted((i for i in items if i.doubt < NOTE), key=lambda i: (i.doubt, 1.0 if i.confidence is None else i.confidence)))


def noted(items: Sequence[Item]) -> tuple[Item, ...]:
    """What is good to know."""
    return tuple(i for i in items if i.doubt == NOTE)


# --- items ------------------------------------------------------------------------------------------------------------


def _marks(evidence: Sequence[Evidence]) -> tuple[Mark, ...]:
    return tuple(Mark(e.start, e.end, e.page, e.bbox) for e in evidence)


def _fields(directive: Directive) -> Iterator[Item]:
    for name, field in fields_of(directive):
        value = field.value
        yield Item(
            id=name,
            field=name,
            said=None if value is None else said(value),
            parts=() if value is None else tuple(parts(value)),
            state=field.state,
            confidence=field.confidence,
            rule=field.rule,
            marks=_marks(field.evidence),
        )


def _entries(directive: Directive) -> Iterator[Item]:
    for name, i, entry in items_of(directive):
        if name != "issues":
            yield Item(
                id=f"{name}/{i}",
                field=name,
                index=i,
                said=said(entry),
                parts=tuple(parts(entry)),
                confidence=entry.confidence,
                rule=entry.rule,
                marks=_marks(entry.evidence),
            )


def _corrections(directive: Directive) -> Iterator[Item]:
    """The contract has no boxes of corrections: they are on the page of their characters, and in the box of what quotes them."""
    quoted = [e for _, thing in chain(fields_of(directive), ((n, t) for n, _, t in items_of(directive))) for e in thing.evidence if e.bbox]
    page_starts = _page_starts(directive)
    for i, c in enumerate(directive.corrections):
        mark = Mark(c.start, c.end, bisect_right(page_starts, c.start), _box_round(c, quoted))
        yield Item(
            id=f"corrections/{i}",
            field="corrections",
            index=i,
            said=same(f"{c.before} → {c.after}"),
            confidence=c.confidence,
            rule=c.rule,
            marks=(mark,),
            change=(c.before, c.after),
        )


def _box_round(change: Correction, quoted: Sequence[Evidence]) -> Box | None:
    round_it = (e for e in quoted if e.start <= change.start and change.end <= e.end)
    smallest = min(round_it, key=lambda e: (e.end - e.start, e.start), default=None)
    return smallest.bbox if smallest else None


def _page_starts(directive: Directive) -> list[int]:
    """A form feed ends every page but the last, in files that have pages."""
    if directive.source.pages < 2:
        return [0]
    return [0, *(i + 1 for i, char in enumerate(directive.text) if char == "\f")]


def _attachments(directive: Directive) -> Iterator[Item]:
    for i, found in enumerate(directive.attachments):
        heading = found.heading or directive.text[found.start : found.end].strip()[:80]
        yield Item(f"attachments/{i}", "attachments", same(" ".join(heading.split())), i, marks=(_first_line(directive, found),))


def _sections(directive: Directive) -> Iterator[Item]:
    for i, found in enumerate(_flat(directive.sections)):
        if i == _MOST_SECTIONS:
            return
        heading = " ".join(f"{found.label} {found.heading or ''}".split())
        mark = _first_line(directive, found)
        yield Item(f"sections/{i}", "sections", same(heading or "…"), i, marks=(mark,), depth=found.depth)


def _flat(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _flat(section.children)


def _first_line(directive: Directive, part: Section | Attachment) -> Mark:
    line = directive.text[part.start : part.end].split("\n", 1)[0].rstrip()
    return Mark(part.start, part.start + len(line), bisect_right(_page_starts(directive), part.start))


# --- reasons ----------------------------------------------------------------------------------------------------------

_WEIGHTS = {"error": ERROR, "warning": WARNING, "info": NOTE}
_STATES: Mapping[str, Reason] = {
    "illegible": Reason(UNREAD, ("Có chữ ở đây, nhưng không đọc chắc được.", "Something stands here that cannot be read surely.")),
    "partial": Reason(UNSURE, ("Chỉ tìm thấy một phần.", "Only part of it was found.")),
    "blank": Reason(NOTE, ("Để trống trên bản gốc.", "Left empty on the original.")),
    "inferred": Reason(
        NOTE, ("Không in nguyên văn; suy ra từ các chỗ được tô.", "Not printed as such; concluded from the places that are marked.")
    ),
}


def _own_reasons(item: Item) -> Iterator[Reason]:
    """What the state and the confidence say, unless an issue has said it already."""
    if item.state and item.state in _STATES and not item.reasons:
        yield _STATES[item.state]
    if item.field != "corrections" and item.confidence is not None and item.confidence < LOW and item.state not in ("absent", "illegible"):
        percent = f"{item.confidence * 100:.0f} %"
        words = f"Độ tin cậy thấp ({percent}): nên đối chiếu với bản gốc.", f"Low confidence ({percent}): compare it with the source."
        yield Reason(UNSURE, words)


_LISTS = {"deadline": "deadlines", "reference": "references", "correction": "corrections", "attachment": "attachments"}


def _owner(issue: Issue, found: Mapping[str, Item]) -> str | None:
    """The item of which an issue speaks: "number.blank" of the number, "deadline.before_issue" of the one with its words."""
    head = issue.code.partition(".")[0]
    if head in found:
        return head
    name = _LISTS.get(head)
    if name is None or not issue.evidence or issue.code == "correction.doubt":
        return None
    e = issue.evidence[0]
    of_list = (item for item in found.values() if item.field == name)
    return next((i.id for i in of_list if any(m.start == e.start and (m.end == e.end or name == "attachments") for m in i.marks)), None)
