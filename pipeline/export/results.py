"""Results read back from JSON."""

from __future__ import annotations

from pipeline.check import MalformedResult, check_json
from pipeline.directive import Directive


def parse_result(raw: bytes, where: str) -> Directive:
    """Raises MalformedResult where it is no result, or breaks the contract: evidence elsewhere than it says is no training data."""
    problems = check_json(raw, where)
    if problems:
        more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise MalformedResult(f"it breaks the contract ({problems[0].path}: {problems[0].what}{more})", where, "extract the document again")
    return Directive.model_validate_json(raw, strict=True)
