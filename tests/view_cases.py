"""What the tests of `view` share: text that means harm, and a result that holds it wherever a result can."""

from __future__ import annotations

from typing import Any

from pipeline.directive import Directive

HOSTILE = (
    "<script>window.hacked=1</script></script><!--<script><img src=x onerror=window.hacked=2>"
    " \"'`\\\u2028\u2029\u202e${1}&amp;{}</style>]]>"
)
#: Letters outside the basic plane: positions count code points, a browser counts UTF-16.
ASTRAL = "𝒳😀 "
#: Keys whose values the contract restricts.
_FIXED = ("sha256", "media_type", "reader", "state", "comparator", "relation", "date", "severity", "status", "schema_version", "kind")
_FIXED += ("bbox", "rrule", "duration", "start", "end", "page", "text")


def hostile(result: Directive) -> Directive:
    """`result` with `HOSTILE` in every text that a file or its author can choose; it keeps the contract's shape and its evidence."""
    before = HOSTILE + ASTRAL
    data = _poisoned(result.model_dump(mode="json"))
    _shift(data, len(before))
    data["text"] = before + result.text
    data["issued_date"] = result.issued_date.model_dump(mode="json") | {"evidence": data["issued_date"]["evidence"]}
    data["period"] = result.period.model_dump(mode="json") | {"evidence": data["period"]["evidence"]}
    data["source"] |= {"characters": len(data["text"]), "signatures": [{"signer": HOSTILE, "signed_at": None}]}
    data["status"] = "review"
    first = {"start": 0, "end": 8, "text": data["text"][:8], "page": 1, "bbox": None}
    data["issues"] = [{"code": HOSTILE, "severity": "error", "message": HOSTILE, "evidence": [first]}]
    change = {"start": 10, "end": 13, "before": data["text"][10:13], "after": HOSTILE, "rule": HOSTILE, "confidence": 0.5}
    data["corrections"] = [change]
    return Directive.model_validate(data)


def _poisoned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: part if key in _FIXED else _poisoned(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_poisoned(part) for part in value]
    return HOSTILE + value if isinstance(value, str) else value


def _shift(value: Any, by: int) -> None:
    if isinstance(value, dict):
        if "start" in value and isinstance(value["start"], int):
            value["start"] += by
            value["end"] += by
        for part in value.values():
            _shift(part, by)
    elif isinstance(value, list):
        for part in value:
            _shift(part, by)
