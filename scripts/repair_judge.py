"""What a change does to a text whose truth is known: words aligned by edit distance, each change right, wrong, or harmful."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from pipeline.repair.ledger import Change
from pipeline.text import UPPER, fold
from scripts.samples import ROOT

#: As in the tool that measures word errors: typographic signs are not told apart.
_SAME = {"–": ("-",), "—": ("-",), "“": ('"',), "”": ('"',), "…": (".", ".", ".")}
_WORD = re.compile(r"[^\W_]+|[^\w\s]")
#: So many words together that the truth does not have are a stamp or a note in the margin, and not counted.
_STAMP = 3
#: What may never change in clean text: all that holds a digit, symbols (KH-UBND), addresses.
PROTECTED = re.compile(rf"\S*\d\S*|[{UPPER}]+(?:[-–&/][{UPPER}]+)+|\S+@\S+|(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for m in _WORD.finditer(text):
        for word in _SAME.get(m[0], (unicodedata.normalize("NFC", m[0]),)):
            yield Token(word, m.start(), m.end())


# --- alignment ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest stretch of which the truth is known: one word mostly."""

    truth: tuple[str, ...]
    found: tuple[str, ...]
    start: int
    end: int
    counts: bool = True  #: False outside of what was transcribed, and in stamps

    @property
    def wrong(self) -> bool:
        return self.truth != self.found

    @property
    def kind(self) -> str:
        """As the tool that measures word errors names it."""
        if not self.truth:
            return "inserted"
        if not self.found:
            return "missing"
        if len(self.truth) != len(self.found):
            return "splits and joins" if "".join(self.truth) == "".join(self.found) else "letters"
        for a, b in zip(self.truth, self.found, strict=True):
            if a == b:
                continue
            if not a[0].isalnum():
                return "punctuation"
            if any(c.isdigit() for c in a):
                return "digits"
            return "case" if a.lower() == b.lower() else "diacritics" if fold(a) == fold(b) else "letters"
        return "right"


def align(truth: str, text: str) -> list[Unit]:
    """Units in the order of `text`."""
    a, b = [t.text for t in tokens(truth)], tokens(text)
    ops = Levenshtein.opcodes(a, [t.text for t in b])
    equal = [op for op in ops if op.tag == "equal"]
    if not equal:
        return []
    first, last = equal[0].dest_start, equal[-1].dest_end
    out: list[Unit] = []

    def unit(words: Sequence[str], i: int, j: int, counts: bool = True) -> None:
        start = b[i].start if i < j else b[i - 1].end if i else 0
        out.append(Unit(tuple(words), tuple(t.text for t in b[i:j]), start, b[j - 1].end if i < j else start, counts))

    def ignored(tag: str, s: int, e: int) -> bool:
        return tag == "insert" and (s < first or e > last or e - s >= _STAMP)

    for key, group in groupby(ops, key=lambda op: "ignored" if ignored(op.tag, op.dest_start, op.dest_end) else op.tag == "equal"):
        run = list(group)
        i, j, k, m = run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end
        if key == "ignored":
            unit((), k, m, counts=False)
        elif j - i == m - k:
            for n in range(j - i):
                unit(a[i + n : i + n + 1], k + n, k + n + 1)
        else:
            unit(a[i:j], k, m)
    return out


# --- judgement ----------------------------------------------------------------------------------------------------------

#: What a change did: an error gone; one made smaller, or not; a right word spoilt; a slip of the author mended, as a person judged;
#: nothing of what counts; unknown, for it lies where no truth is.
OUTCOMES = ("mended", "bettered", "still wrong", "harmed", "slip", "neutral", "unknown")
#: Changes of held-out text that a person read and found right, for the source itself is misprinted there.
SLIPS = ROOT / "tests" / "cases" / "repair_eval" / "source_slips.json"


@dataclass(frozen=True, slots=True)
class Judged:
    change: Change
    outcome: str
    truth: str  #: of the stretch that was judged
    context: str


def applied(text: str, changes: Iterable[Change]) -> str:
    for change in sorted(changes, key=lambda c: (c.start, c.end), reverse=True):
        text = text[: change.start] + change.after + text[change.end :]
    return text


def judge(units: Sequence[Unit], text: str, changes: Sequence[Change]) -> tuple[list[Judged], set[int], set[int]]:
    """The changes judged, and the places in `units` of the errors that were touched, and of those that are gone."""
    touched = [_units_of(units, change) for change in changes]
    judged: list[Judged] = []
    detected: set[int] = set()
    gone: set[int] = set()
    for group, where in _together(changes, touched):
        outcome = _outcome([units[i] for i in where], text, group)
        if outcome == "harmed" and all(mends_slip(text, change) for change in group):
            outcome = "slip"
        errors = {i for i in where if units[i].wrong and units[i].counts}
        detected |= errors
        if outcome in ("mended", "neutral"):
            gone |= errors
        truth = " ".join(word for i in where for word in units[i].truth)
        judged += [Judged(c, _own_outcome(c, outcome, [units[i] for i in where]), truth, context(text, c)) for c in group]
    return judged, detected, gone


def _own_outcome(change: Change, outcome: str, units: Sequence[Unit]) -> str:
    """Of one change in a stretch where other errors remain: mended when it puts words that the truth has there and the text had not."""
    if outcome not in ("bettered", "still wrong"):
        return outcome
    after = [t.text for t in tokens(change.after)]
    truth = _times(after, [word for u in units for word in u.truth])
    return "mended" if truth > _times(after, [word for u in units for word in u.found]) else outcome


def _times(part: Sequence[str], whole: Sequence[str]) -> int:
    return sum(list(whole[i : i + len(part)]) == list(part) for i in range(len(whole) - len(part) + 1))


def _units_of(units: Sequence[Unit], change: Change) -> list[int]:
    """Those that share characters with the change; of a change of spaces the two beside it."""
    first = bisect_right(units, change.start, key=lambda u: u.end)
    last = bisect_left(units, change.end, key=lambda u: u.start)
    if first < last and change.before.strip():
        return list(range(first, last))
    return [i for i in range(max(first - 1, 0), min(last + 1, len(units)))]


def _together(changes: Sequence[Change], touched: Sequence[list[int]]) -> Iterator[tuple[list[Change], list[int]]]:
    """Changes that touch the same unit are judged together."""
    group: list[Change] = []
    where: list[int] = []
    for change, own in sorted(zip(changes, touched, strict=True), key=lambda pair: pair[0].start):
        if group and not (own and where and own[0] <= where[-1]):
            yield group, where
            group, where = [], []
        group, where = [*group, change], sorted({*where, *own})
    if group:
        yield group, where


def _outcome(units: Sequence[Unit], text: str, changes: Sequence[Change]) -> str:
    if not units or not all(u.counts for u in units):
        return "unknown"
    start = min([u.start for u in units] + [c.start for c in changes])
    end = max([u.end for u in units] + [c.end for c in changes])
    after = applied(text[start:end], [Change(c.start - start, c.end - start, c.before, c.after, c.rule, c.confidence) for c in changes])
    truth = [word for u in units for word in u.truth]
    before, now = [word for u in units for word in u.found], [t.text for t in tokens(after)]
    if now == truth:
        return "mended" if before != truth else "neutral"
    if before == truth:
        return "harmed"
    distances = [(Levenshtein.distance(truth, words), Levenshtein.distance(" ".join(truth), " ".join(words))) for words in (before, now)]
    return "bettered" if distances[1] < distances[0] else "still wrong" if distances[1][0] <= distances[0][0] else "harmed"


def context(text: str, change: Change, width: int = 45) -> str:
    before, after = text[max(change.start - width, 0) : change.start], text[change.end : change.end + width]
    return re.sub(r"\s+", " ", f"{before}[{change.before} → {change.after}]{after}")


@cache
def _slips() -> tuple[dict[str, str], ...]:
    return tuple(json.loads(SLIPS.read_text(encoding="utf-8")))


def mends_slip(text: str, change: Change) -> bool:
    around = " ".join(text[max(change.start - 60, 0) : change.end + 60].split())
    return any((s["before"], s["after"]) == (change.before, change.after) and s["fragment"] in around for s in _slips())


# --- without truth ------------------------------------------------------------------------------------------------------


def in_protected(text: str, change: Change) -> bool:
    """Whether the change lies inside of a number, date, symbol or address, or touches a digit."""
    if any(c.isdigit() for c in change.before + change.after):
        return True
    line = text.rfind("\n", 0, change.start) + 1
    end = text.find("\n", change.end)
    return any(
        line + m.start() < change.end and change.start < line + m.end() for m in PROTECTED.finditer(text[line : end if end >= 0 else None])
    )


def changes_between(before: str, after: str, rule: str) -> list[Change]:
    """Word by word, for tools that give back a text and do not say what they changed; spaces beside punctuation are no change."""
    a, b = tokens(before), tokens(after)
    out = []
    for op in Levenshtein.opcodes([t.text for t in a], [t.text for t in b]):
        if op.tag == "equal":
            continue
        i, j, k, m = op.src_start, op.src_end, op.dest_start, op.dest_end
        if j - i == m - k:
            pairs = [(a[i + n].start, a[i + n].end, b[k + n].start, b[k + n].end) for n in range(j - i)]
        elif i == j:
            at = a[i - 1].end if i else 0
            pairs = [(at, at, b[k].start, b[m - 1].end)]
        else:
            pairs = [(a[i].start, a[j - 1].end, b[k].start if k < m else 0, b[m - 1].end if k < m else 0)]
        out += [Change(s, e, before[s:e], (" " if s == e else "") + after[x:y], rule, 1.0) for s, e, x, y in pairs]
    return out
