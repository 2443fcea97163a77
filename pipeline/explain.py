"""`--explain`: every value beside the words of the source that say it, for a reader of a terminal 100 columns wide."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from pipeline.check import fields_of, items_of
from pipeline.directive import Directive, Evidence, Issue

WIDTH = 100  #: columns
_BREAK = re.compile("\r\n|[\n\v\f\r\u2028\u2029]")
_TIE = "\u00a0"  #: a space that is no place to wrap
_FRAME = ("confidence", "rule", "evidence")
_MARKS = {"info": "i", "warning": "!", "error": "!!"}


def explain(directive: Directive) -> str:
    """Each value with its field, state, confidence and rule, then the lines of the source with the evidence underlined; then what
    was corrected, issues last.

    Fields that are absent are named on one line. No line is wider than `WIDTH` columns; the text ends with a line break.
    """
    source = _lines_of(directive.text)
    out = [*_head(directive), ""]
    for title, values in _values(directive):
        out += [title, *(line for value in values for line in (*value.lines, *_quotes(source, value.evidence))), ""]
    out += _absent(directive)
    out += _corrections(directive, source)
    out += ["issues"] if directive.issues else []
    for issue in directive.issues:
        out += [*_issue(issue), *_quotes(source, issue.evidence)]
    return "\n".join(out).rstrip() + "\n"


def _head(directive: Directive) -> list[str]:
    source = directive.source
    counts = [(source.pages, "page"), (source.characters, "character"), (len(directive.corrections), "correction")]
    said = ", ".join(f"{count:,} {noun}{'s' * (count != 1)}" for count, noun in counts)
    return [f"{_one_line(source.path or 'standard input')}: {directive.status}", f"read as {source.reader}: {said}"]


# --- values -------------------------------------------------------------------------------------------------------------


class _Value(NamedTuple):
    lines: list[str]
    evidence: Sequence[Evidence]


def _values(directive: Directive) -> Iterator[tuple[str, list[_Value]]]:
    """A title and its values, in the contract's order."""
    fields = {name: field for name, field in fields_of(directive) if field.state != "absent"}
    items: dict[str, list[tuple[int, Any]]] = {}
    for name, i, item in items_of(directive):
        items.setdefault(name, []).append((i, item))
    for name in type(directive).model_fields:
        if name in fields:
            field = fields[name]
            how = f"{field.state}, {field.confidence:.2f}, {field.rule or 'no rule'}"
            yield _title(name), [_Value(_fit(_said(field.value), how), field.evidence)]
        elif name in items and name != "issues":
            yield (
                f"{_title(name)}: {len(items[name])}",
                [_Value(_fit(f"[{i}] {_said(item)}", f"{item.confidence:.2f}, {item.rule}"), item.evidence) for i, item in items[name]],
            )


def _title(name: str) -> str:
    vietnamese = Directive.model_fields[name].title
    return f"{name} ({vietnamese})" if vietnamese else name


def _said(value: Any) -> str:
    """A value in one line; keys that say nothing are left out."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return _one_line(value)
    parts = [(key, part) for key, part in value if key not in _FRAME and part is not None and part is not False]
    said = {key: _one_line(str(part)) for key, part in parts}
    if "section" in said:
        said["section"] = said["section"].replace(" ", _TIE)
    return ", ".join(part if key == "name" else f"{key}: {part}" for key, part in said.items()) or "-"


def _fit(said: str, how: str = "") -> list[str]:
    """The value and how it was found, wrapped at words."""
    room = WIDTH - 4
    lines = [""]
    for word in said.split(" "):
        if lines[-1] and _width(lines[-1]) + 1 + _width(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}" if lines[-1] else _cut(word, room)
    if how and _width(lines[-1]) + len(how) + 4 <= room:
        lines[-1] += f"  ({how})"
    elif how:
        lines.append(f"({how})")
    return [("    " if i else "  ") + line.replace(_TIE, " ") for i, line in enumerate(lines)]


def _absent(directive: Directive) -> list[str]:
    names = [name for name, field in fields_of(directive) if field.state == "absent"]
    names += [name for name, value in directive if value == () and name not in ("corrections", "issues", "attachments")]
    return ["not in the document", *_fit(", ".join(names)), ""] if names else []


def _corrections(directive: Directive, source: _Lines) -> list[str]:
    """A line for each change, under the number of its line in the source."""
    if not directive.corrections:
        return []
    lines = [f"{_title('corrections')}: {len(directive.corrections)}"]
    for c in directive.corrections:
        change = f"{_one_word(c.before)} → {_one_word(c.after)}"
        lines.append(f"{bisect_right(source.starts, c.start):>7} | {change}  ({c.confidence:.2f}, {c.rule})")
    return [*lines, ""]


def _one_word(text: str) -> str:
    """What stood or stands there; in quotation marks where it is blank at an end, or nothing."""
    shown = _cut("".join(map(_visible, text)), 26)
    return shown if shown and shown == shown.strip() else f'"{shown}"'


def _issue(issue: Issue) -> list[str]:
    return _fit(f"{_MARKS[issue.severity]} {issue.code}: {_one_line(issue.message)}", issue.severity)


def _one_line(text: str) -> str:
    return " ".join(text.split())


# --- quotes -------------------------------------------------------------------------------------------------------------


class _Lines(NamedTuple):
    text: str
    starts: list[int]
    ends: list[int]


def _lines_of(text: str) -> _Lines:
    breaks = list(_BREAK.finditer(text))
    return _Lines(text, [0, *(b.end() for b in breaks)], [*(b.start() for b in breaks), len(text)])


def _quotes(source: _Lines, evidence: Iterable[Evidence]) -> Iterator[str]:
    """The line of each evidence under its number, carets below; stretches of one line share it."""
    by_line: dict[int, list[tuple[int, int]]] = {}
    for e in evidence:
        for line, start, end in _on_lines(source, e.start, e.end):
            by_line.setdefault(line, []).append((start, end))
    for line, spans in by_line.items():
        number = f"{line + 1:>7} | "
        for group in _windows(spans, WIDTH - len(number)):
            shown, carets = _underlined(source.text, source.starts[line], source.ends[line], group, WIDTH - len(number))
            yield number + shown
            yield " " * (len(number) - 2) + "| " + carets


def _on_lines(source: _Lines, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """`[start, end)` cut at breaks of line, at most three lines of it, without white space at the cuts."""
    first = bisect_right(source.starts, start) - 1
    for line in range(first, min(first + 3, len(source.starts))):
        a, b = max(start, source.starts[line]), min(end, source.ends[line])
        if a < b and not source.text[a:b].isspace():
            yield line, a, b


def _windows(spans: Iterable[tuple[int, int]], room: int) -> Iterator[list[tuple[int, int]]]:
    """Spans of one line that can be shown together."""
    group: list[tuple[int, int]] = []
    for span in sorted(spans):
        if group and span[1] - group[0][0] > room - 20:
            yield group
            group = []
        group.append(span)
    yield group


def _underlined(text: str, line_start: int, line_end: int, spans: Sequence[tuple[int, int]], room: int) -> tuple[str, str]:
    """What of `text[line_start:line_end]` fits into `room` columns round the spans, and the carets below."""
    start, end = _window(text, line_start, line_end, spans[0][0], spans[-1][1], room)
    shown, carets = ("…", " ") if start > line_start else ("", "")
    for at in range(start, end):
        char = _visible(text[at])
        shown += char
        carets += ("^" if any(a <= at < b for a, b in spans) else " ") * _columns(text[at])
    return shown + ("…" if end < line_end else ""), carets.rstrip()


def _window(text: str, line_start: int, line_end: int, start: int, end: int, room: int) -> tuple[int, int]:
    """The line's beginning where the spans are in it, else the spans with some of what stands before; as far as there is room."""
    near = 4 * room  # characters; bounds the work on a line of any length, marks without a column included
    if line_end - line_start <= near and _width(text[line_start:line_end]) <= room:
        return line_start, line_end
    left, room = line_start, room - 2  # for "…" on both sides
    if end - line_start > near or _width(text[line_start:end]) > room:
        spare = max(room - _width(text[start : min(end, start + near)]), 0) // 2
        left, spare = _back(text, line_start, start, spare, near)
    right = left
    while right < line_end and right - left < near and (step := _columns(text[right])) <= room:
        right, room = right + 1, room - step
    if right == line_end:  # what the right side does not need
        left, room = _back(text, line_start, left, room, near)
    while left < start and not _columns(text[left]):  # never begin with a mark that has lost its letter
        left += 1
    return left, right


def _back(text: str, stop: int, at: int, room: int, near: int) -> tuple[int, int]:
    """Where `room` columns before `at` begin, at most `near` characters away, and the columns that are left over."""
    stop = max(stop, at - near)
    while at > stop and (step := _columns(text[at - 1])) <= room:
        at, room = at - 1, room - step
    return at, room


@cache
def _columns(char: str) -> int:
    """Columns of a terminal: none for a mark that sits on the letter before it, two for a wide East Asian one."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return len(_visible(char)) if _visible(char) != char else 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@cache
def _visible(char: str) -> str:
    """A tab as one space; what would move the cursor or turn the direction as a point."""
    if char.isspace():
        return " "
    turns = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
    return "·" if turns or unicodedata.category(char) in ("Cc", "Cs") else char


def _width(text: str) -> int:
    return sum(map(_columns, text))


def _cut(word: str, room: int) -> str:
    if _width(word) <= room:
        return word
    used = 1
    for i, char in enumerate(word):
        used += _columns(char)
        if used > room:
            return word[:i] + "…"
    return word
