"""The report as plain data, which is its JSON form too; text, Markdown and HTML are written from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pipeline.evaluate import frames
from pipeline.evaluate.assess import Assessment, Evaluated
from pipeline.evaluate.calibration import Calibration, moved
from pipeline.evaluate.changes import Change, Kept, changes, without_scores
from pipeline.evaluate.modes import MODES, STANDARD
from pipeline.evaluate.reliability import brier_score, calibration_error, reliability
from pipeline.evaluate.scoring import shown

Report = dict[str, Any]
VERSION = "1"


def make_report(sets: Sequence[Evaluated], before: Kept | None = None, calibration: Calibration | None = None) -> Report:
    """All numbers of an evaluation. `before`: earlier scores, for gains and losses; `calibration`: what was written to the rules."""
    now = {one.name: one.counts() for one in sets}
    found = changes(before, now) if before is not None else []
    unknown = without_scores(before, now) if before is not None else []
    return {
        "report_version": VERSION,
        "modes": list(MODES),
        "sets": {one.name: set_report(one) for one in sets},
        "changes": None if before is None else [_change(change, sets) for change in found],
        "compared": sum(map(len, now.values())) - len(unknown),
        "without_earlier_scores": unknown,
        "calibration": None if calibration is None else [{"rule": r, "before": old, "now": new} for r, old, new in moved(calibration)],
    }


def set_report(one: Evaluated) -> Report:
    """The numbers of one set; rates are shares, 0..1, rounded to four digits."""
    counts = frames.counts_frame(one)
    bins = reliability(one.answers)
    documents = frames.by_document(counts, STANDARD)
    whole = frames.whole_documents(counts, len(one.documents)).reindex(MODES, fill_value=len(one.documents))
    return {
        "documents": len(one.documents),
        "without_result": frames.missing(one.documents),
        "whole": {mode: int(n) for mode, n in whole.items()},
        "fields": _by_mode(frames.by_field(counts[counts["group"] != "detail"])),
        "together": _by_mode(frames.together(counts)),
        "details": _by_mode(frames.by_field(counts[counts["group"] == "detail"])),
        "readers": _by_reader(frames.by_reader(counts, STANDARD), one.documents),
        "positions": {field: {k: int(v) for k, v in row.items()} for field, row in frames.places_frame(one).iterrows()},
        "handwritten": {field: {k: int(v) for k, v in row.items()} for field, row in frames.slots_frame(one).iterrows()},
        "reliability": {
            "answers": len(one.answers),
            "expected_calibration_error": _rounded(calibration_error(bins)),
            "brier_score": _rounded(brier_score(one.answers)),
            "bins": [{key: _rounded(value) for key, value in asdict(b).items()} for b in bins],
        },
        "rules": [{"rule": rule, **_plain(row)} for rule, row in frames.by_rule(one).iterrows()],
        "by_document": {d.document: {"reader": d.reader, **_rates(documents, d.document), "mistakes": _mistakes(d)} for d in one.documents},
        "scores": one.counts(),
    }


def _by_mode(table: Any) -> Report:
    """name -> mode -> counts and rates. A mode that matched no item has no details; nothing was wrong there."""
    columns = ["right", "extra", "missed", "n", "precision", "recall", "f1"]
    out: Report = {}
    for (mode, name), row in table[columns].iterrows():
        out.setdefault(name, {})[mode] = _plain(row)
    nothing = dict.fromkeys(columns[:4], 0) | dict.fromkeys(columns[4:], 1.0)
    return {name: {mode: modes.get(mode, nothing) for mode in MODES} for name, modes in out.items()}


def _by_reader(table: Any, documents: Sequence[Assessment]) -> Report:
    out: Report = {}
    for (reader, name), row in table.iterrows():
        some = [d for d in documents if d.reader == reader]
        out.setdefault(reader, {"documents": len(some), "whole": sum(not d.standard.mistakes for d in some)})[name] = _plain(row)
    return out


def _rates(documents: Any, name: str) -> Report:
    """Of a document without any value on either side there is no row."""
    return _plain(documents.loc[name].drop("reader")) if name in documents.index else {}


def _plain(row: Any) -> Report:
    whole = ("right", "extra", "missed", "n", "answers")
    return {key: int(value) if key in whole else _rounded(float(value)) for key, value in row.items()}


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if isinstance(value, float) else value


def _mistakes(document: Assessment) -> list[Report]:
    return [{"field": m.field, "kind": m.kind, "gold": _words(m.gold), "found": _words(m.found)} for m in document.standard.mistakes]


def _words(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else shown(value, 400)


def _change(change: Change, sets: Sequence[Evaluated]) -> Report:
    """With the mistakes that the field has now."""
    documents: Mapping[str, Assessment] = {d.document: d for one in sets if one.name == change.set for d in one.documents}
    own = [str(m) for m in documents[change.document].standard.mistakes if m.field == change.field]
    return {**asdict(change), "loss": change.loss, "mistakes": own}


def report_json(report: Report) -> str:
    """The report as indented JSON, with a line break at its end."""
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
