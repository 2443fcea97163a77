"""A result as a first gold: what the pipeline read, for a person to correct, with its doubts named under `uncertain`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from pipeline.check import fields_of, items_of
from pipeline.directive import Deadline, Directive
from pipeline.gold.form import Gold
from pipeline.gold.quoting import mended, mends, one_line, quote

#: A value that is right less often than this is named under `uncertain`.
SURE = 0.8
#: Words of a heading that are kept; a dash by itself is no word.
HEADING_WORDS = 12
#: What nearly every directive has: a person should look where none was found.
_USUAL = ("issuing_body", "number", "issued_date", "doc_type", "subject", "signer")
_BY_HAND = ("number.handwritten", "number.struck_through", "issued_date.handwritten")
#: A citation of which the type is not said ("9871/EVN-B01 ngày …").
_NO_TYPE = "Văn bản"


def to_gold(directive: Directive) -> Gold:
    """The first gold of a result; quotes are the words of its evidence. It keeps `check_gold` wherever the reading does."""
    name = directive.source.path
    return Gold.model_validate(
        {
            "doc": PurePath(name).name if name else "standard input",
            "annotated_pages": tuple(range(1, max(directive.source.pages, 1) + 1)),
            **_header(directive),
            **_lists(directive),
            "signer": _parts(directive.signer.value, ("name", "position", "authority", "on_behalf_of")),
            "recipients": _picked(directive.recipients, ("name", "note")),
            "sections": tuple(_numbered(directive)),
            "corrections": tuple({"raw": raw, "true": true} for raw, true in mends(directive.text, directive.corrections)) or None,
            "uncertain": tuple(_doubts(directive)),
        }
    )


# --- fields that stand once ---------------------------------------------------------------------------------------------


def _header(directive: Directive) -> dict[str, Any]:
    issuer, parent = directive.issuing_body, directive.parent_body.value
    return {
        "issuing_body": {
            "value": issuer.value.name if issuer.value else None,
            "state": "absent" if issuer.value is None else "inferred" if issuer.state == "inferred" else "stated",
        },
        "parent_body": parent.name if parent else None,
        "number": _number(directive),
        "issued_date": _issued(directive),
        "place": directive.place.value,
        "doc_type": _parts(directive.doc_type.value, ("name", "code")),
        "subject": directive.subject.value,
        "urgency": directive.urgency.value,
        "secrecy": directive.secrecy.value,
        "addressees": tuple(item.name for item in directive.addressees),
        "period": _period(directive),
    }


def _parts(value: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(value, name, None) for name in names}


def _number(directive: Directive) -> dict[str, Any]:
    """Illegible is what stands there by hand, or under a seal, and could not be read."""
    field = directive.number
    value, notation = (field.value.number, field.value.notation) if field.value else (None, None)
    if field.state == "illegible" or field.rule in _BY_HAND:
        state = "handwritten"
    elif value is not None:
        state = "stated"
    else:
        state = "absent" if field.state == "absent" else "blank"
    return {"value": value, "notation": notation, "state": state}


def _issued(directive: Directive) -> dict[str, Any]:
    field = directive.issued_date
    state = "stated" if field.state == "inferred" else field.state
    if state == "illegible" or (field.rule in _BY_HAND and state == "stated"):
        state = "handwritten"  # type: ignore[assignment]
    return {"value": field.value, "state": state}


def _period(directive: Directive) -> dict[str, Any] | None:
    field = directive.period
    if field.value is None:
        return None
    return {"quote": quote(directive, field.evidence)} | _parts(field.value, ("start", "end", "start_event"))


# --- lists --------------------------------------------------------------------------------------------------------------


def _lists(directive: Directive) -> dict[str, Any]:
    def quoted(items: Iterable[Any], *names: str) -> tuple[dict[str, Any], ...]:
        return tuple({"quote": quote(directive, item.evidence, figure=True)} | _parts(item, names) for item in items)

    return {
        "targets": quoted(directive.targets, "comparator", "value", "value_max", "unit"),
        "award_quotas": quoted(directive.award_quotas, "award", "granted_by", "recipient", "comparator", "value", "unit"),
        "deadlines": quoted(filter(_is_annotated, directive.deadlines), "date", "relation", "rrule"),
        "references": tuple(
            {"type": r.type or _NO_TYPE, "number": r.number, "date": r.date, "quote": quote(directive, r.evidence, last=False)}
            for r in directive.references
        ),
    }


def _picked(items: Iterable[Any], names: Sequence[str]) -> tuple[dict[str, Any], ...]:
    return tuple(_parts(item, names) for item in items)


def _is_annotated(deadline: Deadline) -> bool:
    """Lengths of time before or after an event are left out of gold."""
    return deadline.relation != "within" and (deadline.date is not None or deadline.rrule is not None)


def _numbered(directive: Directive) -> Iterator[dict[str, Any]]:
    """The numbered sections in order; bullets are left out, what stands below them rises."""
    waiting = [(section, 1) for section in reversed(directive.sections)]
    while waiting:
        section, depth = waiting.pop()
        bullet = not re.search(r"\w", section.label)
        if not bullet:
            heading = section.heading or mended(directive, section.start, section.end).strip().removeprefix(section.label)
            yield {"label": section.label, "depth": depth, "heading": first_words(heading)}
        waiting += ((child, depth if bullet else depth + 1) for child in reversed(section.children))


def first_words(text: str) -> str:
    """
    >>> first_words("Phòng Văn hóa - Xã hội là cơ quan thường trực, theo dõi, đôn đốc;")
    'Phòng Văn hóa - Xã hội là cơ quan thường trực, theo dõi'
    """
    kept: list[str] = []
    words = 0
    for part in one_line(text).split():
        words += bool(re.search(r"\w", part))
        if words > HEADING_WORDS:
            break
        kept.append(part)
    return " ".join(kept).rstrip(" .,;:-–")


# --- doubts -------------------------------------------------------------------------------------------------------------


def _doubts(directive: Directive) -> Iterator[str]:
    issues = [issue for issue in directive.issues if issue.severity != "info"]
    told = {issue.code.partition(".")[0] for issue in issues}
    for name, field in fields_of(directive):
        if name in told:
            continue
        if field.state == "absent":
            if name in _USUAL:
                yield f"{name}: nothing was found"
        elif field.state == "illegible":
            yield f"{name}: it cannot be read surely ({field.rule})"
        elif field.confidence < SURE:
            yield f"{name}: {_odds(field.confidence, field.rule)}"
    yield from _item_doubts(directive)
    yield from (f"{issue.code}: {issue.message}" for issue in issues)


def _item_doubts(directive: Directive) -> Iterator[str]:
    """Deadlines are counted as gold has them, without lengths of time."""
    place = {id(d): i for i, d in enumerate(filter(_is_annotated, directive.deadlines))}
    for name, i, item in items_of(directive):
        if name in ("issues", "joint_issuers") or item.confidence >= SURE:
            continue
        at = place.get(id(item)) if name == "deadlines" else i
        if at is not None:
            yield f"{name}[{at}]: {_odds(item.confidence, item.rule)}"


def _odds(confidence: float, rule: str | None) -> str:
    return f"right {confidence:.0%} of the time ({rule})"
