"""What is to be found in a text: each value's evidence as labelled stretches, neighbouring lines of one value joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.check import fields_of, items_of
from pipeline.directive import Directive, Evidence

#: Name in the contract -> label; other fields are their own name in capitals.
_LABELS = {
    "joint_issuers": "JOINT_ISSUER",
    "addressees": "ADDRESSEE",
    "targets": "TARGET",
    "award_quotas": "AWARD_QUOTA",
    "deadlines": "DEADLINE",
    "references": "REFERENCE",
    "recipients": "RECIPIENT",
}
#: The line break inside of one mention; a blank line parts two.
_BREAK = re.compile(r"[ \t]*(?:\r\n|[\n\v\f\r\x85\u2028\u2029])?[ \t]*")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """`text[start:end]` says (part of) a value."""

    start: int
    end: int
    label: str  #: "DEADLINE"
    value: str  #: where the value stands in the result: "deadlines[3]", "number"
    clue: bool  #: the value is concluded from these words, not said by them (state `inferred`)
    pieces: int  #: how many evidences it joins


def mentions_of(directive: Directive) -> tuple[Mention, ...]:
    """Every evidence of every value is in exactly one mention. In the order of the text."""
    out: list[Mention] = []
    for name, field in fields_of(directive):
        out += _joined(directive.text, field.evidence, name.upper(), name, field.state == "inferred")
    for name, i, item in items_of(directive):
        if name != "issues":
            out += _joined(directive.text, item.evidence, _LABELS[name], f"{name}[{i}]", False)
    return tuple(sorted(out))


def _joined(text: str, evidence: Iterable[Evidence], label: str, value: str, clue: bool) -> Iterator[Mention]:
    start, end, pieces = 0, 0, 0
    for e in sorted(evidence, key=lambda e: (e.start, e.end)):
        if pieces and (e.end <= end or _BREAK.fullmatch(text, end, e.start) or e.start <= end):
            end, pieces = max(end, e.end), pieces + 1
            continue
        if pieces:
            yield Mention(start, end, label, value, clue, pieces)
        start, end, pieces = e.start, e.end, 1
    if pieces:
        yield Mention(start, end, label, value, clue, pieces)


def apart(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those that do not overlap, the longest first, as a file of entities needs them; clues are left out."""
    taken: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start - m.end, m)):
        if not m.clue and all(m.end <= t.start or t.end <= m.start for t in taken):
            taken.append(m)
    return tuple(sorted(taken))
