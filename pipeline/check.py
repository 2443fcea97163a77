"""Does a result keep the contract? The shape first, then what no schema can say.

Every problem is one line: where (a JSON path), what, and what to do. A result that `extract` wrote has none; one that was
edited by hand or made by another program may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from pipeline.directive import Correction, Deadline, Directive, Evidence, Field, Section
from pipeline.errors import ExitCode, PipelineError
from pipeline.iso8601 import is_date, is_duration, is_moment
from pipeline.rrule import rrule_problem


class MalformedResult(PipelineError):
    """What should be a result is no JSON."""

    exit_code = ExitCode.check_failed


@dataclass(frozen=True, slots=True)
class Problem:
    """One way in which a result breaks the contract; as text one line."""

    path: str  #: "$.targets[3].evidence[0].text"
    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}; {self.advice}"


def check_directive(data: Mapping[str, Any] | Directive) -> list[Problem]:
    """Everything that breaks the contract, in the order of the rules; empty when nothing does.

    A result whose shape is wrong is not looked at further.
    """
    try:
        raw = data.model_dump_json().encode() if isinstance(data, Directive) else to_json(data)
    except ValueError as error:  # a lone surrogate, an object without a JSON form
        return [Problem("$", f"it cannot be written as JSON ({_one_line(str(error))})", "make it of JSON's own types")]
    return check_json(raw, "result")


def check_json(raw: bytes, where: str) -> list[Problem]:
    """As `check_directive`, for the JSON text itself. Raises MalformedResult when it is no JSON."""
    try:
        directive = Directive.model_validate_json(raw, strict=True)
    except ValidationError as error:
        if any(found["type"] == "json_invalid" for found in error.errors(include_input=False)):
            reason = _one_line(error.errors(include_input=False)[0]["msg"])
            raise MalformedResult(reason, where, "give what `extract` wrote, unchanged") from None
        return shape_problems(error, "see `python -m pipeline schema`")
    return [problem for rule in _RULES for problem in rule(directive)]


def split_results(raw: bytes, where: str) -> list[tuple[str, bytes]]:
    """`raw` as one JSON text, or its lines when it is JSON Lines, each with its name ("results.jsonl:12")."""
    lines = [(f"{where}:{i}", line) for i, line in enumerate(raw.splitlines(), start=1) if line.strip()]
    return lines if len(lines) > 1 and _is_object(lines[0][1]) else [(where, raw)]


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(from_json(line), dict)
    except ValueError:
        return False


def _one_line(text: str) -> str:
    return " ".join(text.split())


# --- shape --------------------------------------------------------------------------------------------------------------

_SHAPE_ADVICE = {
    "missing": "write the key; null or [] where the document says nothing",
    "extra_forbidden": "remove it; the contract has no such key",
}


def shape_problems(error: ValidationError, advice: str) -> list[Problem]:
    """One for each mistake that pydantic found; `advice` where there is none that fits better."""
    return [
        Problem(json_path(*found["loc"]), _one_line(found["msg"]), _SHAPE_ADVICE.get(found["type"], advice))
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def json_path(*keys: str | int) -> str:
    """JSON path; a part of a union ("int", "float") is no key.

    >>> json_path("targets", 3, "value")
    '$.targets[3].value'
    """
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys if key not in ("int", "float"))


# --- rule 1: evidence ---------------------------------------------------------------------------------------------------


def fields_of(directive: Directive) -> Iterator[tuple[str, Field[Any]]]:
    """The fields that stand at most once, with their names, in the contract's order."""
    return ((name, value) for name, value in directive if isinstance(value, Field))


def items_of(directive: Directive) -> Iterator[tuple[str, int, Any]]:
    """Every item of a list that carries evidence (issues too): the list's name, the index, the item."""
    for name, value in directive:
        if isinstance(value, tuple):
            yield from ((name, i, item) for i, item in enumerate(value) if hasattr(item, "evidence"))


def _check_evidence(directive: Directive) -> Iterator[Problem]:
    for name, field in fields_of(directive):
        yield from _check_witnesses(directive, json_path(name), field.evidence)
        if field.value is not None and not field.evidence:
            yield Problem(json_path(name), "it has a value and no evidence", "name the words that say so, or make the value null")
    for name, i, item in items_of(directive):
        yield from _check_witnesses(directive, json_path(name, i), item.evidence)


def _check_witnesses(directive: Directive, path: str, evidence: Sequence[Evidence]) -> Iterator[Problem]:
    for i, e in enumerate(evidence):
        at = f"{path}.evidence[{i}]"
        if directive.text[e.start : e.end] != e.text or e.start >= e.end:
            yield Problem(at, f"its text is not text[{e.start}:{e.end}] of the document", "copy the characters from the source")
        if not 1 <= e.page <= max(directive.source.pages, 1):
            yield Problem(at, f"page {e.page} of {directive.source.pages}", "count pages from 1")
        if e.bbox and not (e.bbox[0] <= e.bbox[2] and e.bbox[1] <= e.bbox[3]):
            yield Problem(at, "its bbox is turned round", "write x0, y0, x1, y1 from the top left")


def _check_source(directive: Directive) -> Iterator[Problem]:
    if directive.source.characters != len(directive.text):
        said = directive.source.characters
        yield Problem("$.source.characters", f"{said}, but the text has {len(directive.text)}", "count code points")


# --- states -------------------------------------------------------------------------------------------------------------


def _check_states(directive: Directive) -> Iterator[Problem]:
    for name, field in fields_of(directive):
        what = _state_problem(field)
        if what:
            yield Problem(json_path(name, "state"), what, "make state and value agree")
        if field.rule is None and field.value is not None:
            yield Problem(json_path(name, "rule"), "a value that no rule read", "name the rule")
    issued = directive.issued_date
    if issued.value is not None and issued.state in ("stated", "partial") and (issued.state == "partial") != (len(issued.value) < 10):
        yield Problem("$.issued_date.state", f"{issued.state}, but the date is {issued.value}", "call a date without its day partial")


def _state_problem(field: Field[Any]) -> str | None:
    """Whether what the state promises is there."""
    value = field.value
    whole = value is None or isinstance(value, str) or all(part is not None for _, part in value)
    if field.state == "absent" and value is not None:
        return "absent, but there is a value"
    if field.state == "blank" and value is not None and whole:
        return "blank, but the value is whole"
    if field.state in ("stated", "inferred", "partial") and (value is None or _says_nothing(value)):
        return f"{field.state}, but there is no value"
    if field.state == "illegible" and value is not None and field.confidence >= 0.5:
        return f"illegible, but the reading's confidence is {field.confidence:g}"
    return None


def _says_nothing(value: Any) -> bool:
    return not value.strip() if isinstance(value, str) else all(part is None or part == "" for _, part in value)


# --- rules 2 and 3: corrections -----------------------------------------------------------------------------------------


def apply_corrections(text: str, corrections: Iterable[Correction]) -> str:
    """The mended text. Corrections are sorted and do not overlap."""
    out: list[str] = []
    done = 0
    for c in corrections:
        out += text[done : c.start], c.after
        done = c.end
    return "".join([*out, text[done:]])


def undo_corrections(mended: str, corrections: Iterable[Correction]) -> str:
    """The text as it was read: the inverse of `apply_corrections`."""
    out: list[str] = []
    done = shift = 0
    for c in corrections:
        start = c.start + shift
        out += mended[done:start], c.before
        done = start + len(c.after)
        shift += len(c.after) - len(c.before)
    return "".join([*out, mended[done:]])


def _check_corrections(directive: Directive) -> Iterator[Problem]:
    text, done, broken = directive.text, 0, False
    for i, c in enumerate(directive.corrections):
        at = json_path("corrections", i)
        for what, advice in _correction_problems(text, c, done):
            broken = True
            yield Problem(at, what, advice)
        if not c.rule.startswith("numeric.") and _touches_digit(text, c):
            yield Problem(at, f"rule {c.rule} touches a digit ({c.before!r} -> {c.after!r})", "leave digits alone, or use a numeric rule")
        done = max(done, c.end)
    if not broken and undo_corrections(apply_corrections(text, directive.corrections), directive.corrections) != text:
        yield Problem("$.corrections", "undoing them does not give the text back", "record every change exactly")


def _correction_problems(text: str, c: Correction, done: int) -> Iterator[tuple[str, str]]:
    if c.start < done or c.end < c.start or c.end > len(text):
        yield f"[{c.start}, {c.end}) overlaps the one before it or lies outside the text", "sort them, and merge those that overlap"
    if text[c.start : c.end] != c.before:
        yield f"before is {c.before!r}, the text has {text[c.start : c.end]!r}", "copy the characters from the source"
    if c.before == c.after:
        yield "it changes nothing", "leave it out"


def _touches_digit(text: str, c: Correction) -> bool:
    """A digit in it, or digits on both sides of it: taking out the space of "03/1 1/2017" changes a number too."""
    if any(char.isdigit() for char in c.before + c.after):
        return True
    return text[max(c.start - 1, 0) : c.start].isdigit() and text[c.end : c.end + 1].isdigit()


# --- rule 4: structure --------------------------------------------------------------------------------------------------


def _check_sections(directive: Directive) -> Iterator[Problem]:
    """Level by level, so that depth costs no stack."""
    levels: list[tuple[str, Sequence[Section], int, int, int]] = [("$.sections", directive.sections, 0, len(directive.text), 0)]
    while levels:
        path, siblings, start, end, depth = levels.pop()
        done = start
        for i, section in enumerate(siblings):
            at = f"{path}[{i}]"
            if not start <= section.start < section.end <= end:
                yield Problem(at, f"[{section.start}, {section.end}) is not within [{start}, {end})", "let sections nest")
            elif section.start < done:
                yield Problem(at, f"it begins at {section.start}, before the end of its elder at {done}", "order siblings, without overlap")
            if section.depth <= depth:
                yield Problem(f"{at}.depth", f"depth {section.depth} within depth {depth}", "count depth from the root, from 1")
            done = max(done, section.end)
            levels.append((f"{at}.children", section.children, section.start, section.end, section.depth))


def _check_attachments(directive: Directive) -> Iterator[Problem]:
    done = 0
    for i, part in enumerate(directive.attachments):
        if not done <= part.start < part.end <= len(directive.text):
            what = f"[{part.start}, {part.end}) is out of order or outside the text"
            yield Problem(json_path("attachments", i), what, "order them, without overlap")
        done = max(done, part.end)


def _check_parts(directive: Directive) -> Iterator[Problem]:
    parents = [target.part_of for target in directive.targets]
    for i, parent in enumerate(parents):
        if parent is not None and parent >= len(parents):
            yield Problem(json_path("targets", i, "part_of"), f"there is no target {parent}", "name the index of another target")
        elif _goes_round(i, parents):
            yield Problem(json_path("targets", i, "part_of"), "it is a part of itself", "name the index of the wider target")


def _goes_round(start: int, parents: Sequence[int | None]) -> bool:
    at = parents[start]
    for _ in parents:
        if at is None or at >= len(parents):
            return False
        if at == start:
            return True
        at = parents[at]
    return False  # it runs into a ring further up, which is told of there


# --- values -------------------------------------------------------------------------------------------------------------


def _check_dates(directive: Directive) -> Iterator[Problem]:
    period = directive.period.value
    dated = [("$.issued_date.value", directive.issued_date.value)]
    dated += [("$.period.value.start", period.start), ("$.period.value.end", period.end)] if period else []
    dated += [(json_path("deadlines", i, "date"), deadline.date) for i, deadline in enumerate(directive.deadlines)]
    dated += [(json_path("references", i, "date"), reference.date) for i, reference in enumerate(directive.references)]
    for path, value in dated:
        if value is not None and not is_date(value):
            yield Problem(path, f"{value!r} is no date of the calendar", "write 2021-01-27, 2021-01 or 2021")
    for i, signature in enumerate(directive.source.signatures):
        if signature.signed_at is not None and not is_moment(signature.signed_at):
            yield Problem(json_path("source", "signatures", i, "signed_at"), f"{signature.signed_at!r} is no moment", "write ISO 8601")


def _check_deadlines(directive: Directive) -> Iterator[Problem]:
    for i, deadline in enumerate(directive.deadlines):
        at = json_path("deadlines", i)
        yield from (Problem(f"{at}.{key}", what, advice) for key, what, advice in _deadline_problems(deadline))


def _deadline_problems(deadline: Deadline) -> Iterator[tuple[str, str, str]]:
    what = rrule_problem(deadline.rrule) if deadline.rrule is not None else None
    if what:
        yield "rrule", f"{deadline.rrule!r}: {what}", "write an RFC 5545 rule: FREQ=MONTHLY;BYMONTHDAY=25"
    if deadline.duration is not None and not is_duration(deadline.duration):
        yield "duration", f"{deadline.duration!r} is no duration", "write ISO 8601: P5D, PT24H"
    if deadline.date is not None and deadline.rrule is not None:
        yield "date", "a recurring deadline has a date", "make the date null"
    if deadline.date is not None and deadline.relation == "within":
        yield "date", "a deadline within a length of time has a date", "make the date null, or the relation by"
    if deadline.business_days and deadline.duration is None:
        yield "business_days", "working days of no duration", "write the duration, or false"


_RULES: tuple[Callable[[Directive], Iterator[Problem]], ...] = (
    _check_source,
    _check_evidence,
    _check_states,
    _check_corrections,
    _check_sections,
    _check_attachments,
    _check_parts,
    _check_dates,
    _check_deadlines,
)
