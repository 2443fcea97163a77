"""The report's numbers as tables of words, which text, Markdown and HTML set in their own way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.modes import MODES, STANDARD
from pipeline.evaluate.positions import PLACES
from pipeline.evaluate.reliability import wilson

_OTHER_MODES = MODES[1:]


@dataclass(frozen=True, slots=True)
class Table:
    """The first column is words, the others are numbers, but for `words`: columns that hold words too."""

    key: str  #: "fields", "positions", …
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: tuple[int, ...] = (0,)


def set_tables(one: dict[str, Any]) -> Iterator[Table]:
    """Of one set of a report; tables without rows are left out."""
    made = (
        *(_fields(one), _whole(one), _readers(one), _details(one), _positions(one)),
        *(_handwritten(one), _reliability(one), _rules(one), _documents(one)),
    )
    yield from (table for table in made if table.rows)


def _fields(one: dict[str, Any]) -> Table:
    head = ("field", "n", "P", "R", "F1", *(f"F1 {mode}" for mode in _OTHER_MODES))
    rows = [_rates(field, modes) for field, modes in one["fields"].items()]
    rows += [_rates(f"{name} together", modes) for name, modes in one["together"].items() if modes[STANDARD]["n"]]
    note = "n: values in the gold. P, R, F1: precision, recall and their mean, each field by the measure made for it."
    return Table("fields", "Fields", head, tuple(rows), note)


def _rates(name: str, modes: dict[str, Any]) -> tuple[str, ...]:
    own = modes[STANDARD]
    rates = [*(own[key] for key in ("precision", "recall", "f1")), *(modes[mode]["f1"] for mode in _OTHER_MODES)]
    return name, str(own["n"]), *(f"{rate:.3f}" for rate in rates)


def _whole(one: dict[str, Any]) -> Table:
    rows = [(mode, str(one["whole"][mode]), str(one["documents"]), share(one["whole"][mode], one["documents"])) for mode in MODES]
    note = "Every field and every item of every list is right."
    return Table("whole", "Whole documents", ("mode", "right", "of", "share"), tuple(rows), note)


def _readers(one: dict[str, Any]) -> Table:
    readers = one["readers"] if len(one["readers"]) > 1 else {}
    names = ("header", "content", "lists")
    rows = [
        (reader, str(r["documents"]), str(r["whole"]), *(f"{r[name]['f1']:.3f}" if r.get(name, {}).get("n") else "–" for name in names))
        for reader, r in readers.items()
    ]
    head = ("read as", "documents", "whole", *(f"F1 {name}" for name in names))
    return Table("readers", "By kind of file", head, tuple(rows))


def _details(one: dict[str, Any]) -> Table:
    rows = [_rates(field, modes) for field, modes in one["details"].items()]
    head = ("detail", "n", "P", "R", "F1", *(f"F1 {mode}" for mode in _OTHER_MODES))
    return Table("details", "Details", head, tuple(rows), "Of fields, and of items that were matched. Not counted above.")


def _positions(one: dict[str, Any]) -> Table:
    rows = []
    for field, places in one["positions"].items():
        n = sum(places.values())
        overlapping = places["exact"] + places["covering"] + places["overlapping"]
        counts = (places["exact"], places["exact"] + places["covering"], overlapping)
        rows.append((field, str(n), *(share(count, n) for count in counts), *(str(places[p]) for p in PLACES[3:])))
    note = (
        "Of right values whose place the gold gives. exact: the same letters; covering: all of them; overlapping: some (each includes "
        "the ones before). elsewhere, not in the text: how many."
    )
    head = ("evidence", "n", "exact", "covering", "overlapping", "elsewhere", "not in the text")
    return Table("positions", "Where the evidence stands", head, tuple(rows), note)


def _handwritten(one: dict[str, Any]) -> Table:
    rows = [(field, str(sum(c.values())), *(str(n) for n in c.values())) for field, c in one["handwritten"].items()]
    note = "abstained: no value, illegible, or a confidence below 0.5."
    return Table("handwritten", "Written by hand", ("field", "n", "right", "wrong", "abstained"), tuple(rows), note)


def _reliability(one: dict[str, Any]) -> Table:
    own = one["reliability"]
    rows = []
    for b in own["bins"]:
        if b["answers"]:
            low, high = wilson(b["right"], b["answers"])
            rows.append((bin_name(b), str(b["answers"]), f"{b['confidence']:.3f}", f"{b['share']:.3f}", f"{low:.2f}–{high:.2f}"))
    head = ("confidence", "answers", "stated", "right", "95 % interval")
    if not rows:
        return Table("reliability", "Reliability of confidence", head, ())
    errors = f"Expected calibration error {own['expected_calibration_error']:.3f}, Brier score {own['brier_score']:.3f}"
    note = f"{errors}, {own['answers']} answers."
    return Table("reliability", "Reliability of confidence", head, tuple(rows), note)


def bin_name(b: dict[str, Any]) -> str:
    return f"{b['low']:.2f}–{b['high']:.2f}"


def _rules(one: dict[str, Any]) -> Table:
    rows = [
        (r["rule"], str(r["answers"]), str(r["right"]), f"{r['confidence']:.3f}", f"{r['share']:.3f}")
        for r in one["rules"]
        if r["right"] < r["answers"]
    ]
    note = f"{len(one['rules']) - len(rows)} further rules gave right answers only."
    return Table("rules", "Rules with wrong answers", ("rule", "answers", "right", "stated", "share right"), tuple(rows), note)


def _documents(one: dict[str, Any]) -> Table:
    keys = ("n", "right", "extra", "missed")
    rows = [
        (name, own["reader"], *(str(own.get(key, 0)) for key in keys), f"{own.get('f1', 1.0):.3f}")
        for name, own in one["by_document"].items()
    ]
    return Table("documents", "Documents", ("document", "read as", *keys, "F1"), tuple(rows), words=(0, 1))


def share(part: int, of: int) -> str:
    return f"{part / of:.3f}" if of else "–"


# --- what is no table of one set --------------------------------------------------------------------------------------------


def headline(name: str, one: dict[str, Any]) -> str:
    """ "corpus: 54 documents, 39 whole, F1 0.996 header, 0.987 content, 0.994 lists"."""
    rates = ", ".join(f"{one['together'][k][STANDARD]['f1']:.3f} {k}" for k in ("header", "content", "lists") if k in one["together"])
    documents = f"{one['documents']} document{'s' * (one['documents'] != 1)}"
    return f"{name}: {documents}, {one['whole'][STANDARD]} whole" + (f", F1 {rates}" if rates else "")


def mistake_lines(one: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(document, mistake in words) in order."""
    for document, own in one["by_document"].items():
        for m in own["mistakes"]:
            yield document, mistake_words(m)


def mistake_words(m: dict[str, Any]) -> str:
    """Not more than 200 characters of each side."""
    gold, found = ("nothing" if v is None else v if len(v) <= 200 else v[:199] + "…" for v in (m["gold"], m["found"]))
    if m["kind"] == "wrong":
        return f"{m['field']}: expected {gold}, found {found}"
    return f"{m['field']}: {m['kind']} {found if m['kind'] == 'extra' else gold}"


def change_line(change: dict[str, Any]) -> str:
    kind = "LOSS" if change["loss"] else "gain"
    return f"{kind}  {change['set']}  {change['document']}  {change['field']}: {change['before']} -> {change['now']} mistakes"


def unknown_line(report: dict[str, Any]) -> str:
    """Documents without earlier scores, in a line; empty where all have them."""
    own = report["without_earlier_scores"]
    return f"{len(own)} documents without earlier scores: {', '.join(own[:5])}{', …' if len(own) > 5 else ''}" if own else ""


def calibration_table(report: dict[str, Any]) -> Table:
    rows = [(c["rule"], "new" if c["before"] is None else f"{c['before']:.3f}", f"{c['now']:.3f}") for c in report["calibration"] or ()]
    return Table("calibration", "Confidences that moved", ("rule", "before", "now"), tuple(rows))
