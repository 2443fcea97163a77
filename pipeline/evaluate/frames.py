"""Counts as pandas tables: long ones to work with, and the sums that reports show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.errors import MissingDependency
from pipeline.evaluate.assess import Assessment, Evaluated
from pipeline.evaluate.handwritten import VERDICTS
from pipeline.evaluate.lists import CONTENT, ITEM_DETAILS, LISTS
from pipeline.evaluate.positions import PLACED_FIELDS, PLACES
from pipeline.evaluate.scalars import DETAILS, HEADER

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

#: Fields that are summed under a name. Groups overlap.
TOGETHER = {"header": HEADER, "content": CONTENT, "lists": LISTS, "all": HEADER + LISTS}
FIELD_ORDER = (*HEADER, *LISTS, *DETAILS, *ITEM_DETAILS)


def pandas() -> Any:
    """The package, which only evaluation and analysis need. Raises MissingDependency."""
    try:
        import pandas
    except ImportError:
        raise MissingDependency("pandas is not installed", "evaluate", "run: pip install 'vanban[evaluate]'") from None
    return pandas


def counts_frame(evaluated: Evaluated) -> pd.DataFrame:
    """A row for each document, mode and field: document, reader, mode, group (header, list, detail), field, right, extra, missed."""
    rows = [
        (d.document, d.reader, mode, _group(field), field, *counts)
        for d in evaluated.documents
        for mode, one in d.scores.items()
        for field, counts in (*one.counts.items(), *one.details.items())
    ]
    columns = ["document", "reader", "mode", "group", "field", "right", "extra", "missed"]
    return pandas().DataFrame(rows, columns=columns).astype({"right": int, "extra": int, "missed": int})


def _group(field: str) -> str:
    return "header" if field in HEADER else "list" if field in LISTS else "detail"


def with_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Beside right, extra and missed: n (values in the gold), precision, recall, f1. Without answers precision is 1, without gold
    recall is 1, as nothing was wrong."""
    found, wanted = counts["right"] + counts["extra"], counts["right"] + counts["missed"]
    return counts.assign(
        n=wanted,
        precision=(counts["right"] / found).where(found > 0, 1.0),
        recall=(counts["right"] / wanted).where(wanted > 0, 1.0),
        f1=(2 * counts["right"] / (found + wanted)).where(found + wanted > 0, 1.0),
    )


def by_field(counts: pd.DataFrame) -> pd.DataFrame:
    """Indexed by mode and field, in the fields' order; with rates."""
    sums = counts.groupby(["mode", "group", "field"], sort=False)[["right", "extra", "missed"]].sum().reset_index()
    order = sums["field"].map({field: i for i, field in enumerate(FIELD_ORDER)})
    return with_rates(sums.assign(order=order).sort_values("order", kind="stable").drop(columns="order").set_index(["mode", "field"]))


def together(counts: pd.DataFrame) -> pd.DataFrame:
    """Indexed by mode and name of `TOGETHER`; with rates."""
    parts = [
        counts[counts["field"].isin(fields)].groupby("mode", sort=False)[["right", "extra", "missed"]].sum().assign(name=name)
        for name, fields in TOGETHER.items()
    ]
    return with_rates(pandas().concat(parts).reset_index().set_index(["mode", "name"]))


def by_document(counts: pd.DataFrame, mode: str) -> pd.DataFrame:
    """Indexed by document, over the fields that count into whole documents; with rates."""
    own = counts[(counts["mode"] == mode) & (counts["group"] != "detail")]
    sums = own.groupby(["document", "reader"], sort=False)[["right", "extra", "missed"]].sum()
    return with_rates(sums.reset_index().set_index("document"))


def whole_documents(counts: pd.DataFrame, documents: int) -> pd.Series:
    """By mode: in how many of the `documents` every field is right. A document in which nothing stands and nothing was found is right."""
    own = counts[counts["group"] != "detail"]
    wrong = (own["extra"] + own["missed"]).groupby([own["mode"], own["document"]], sort=False).sum()
    return documents - (wrong > 0).groupby(level="mode", sort=False).sum()


def by_reader(counts: pd.DataFrame, mode: str) -> pd.DataFrame:
    """Indexed by reader and name of `TOGETHER`; with rates."""
    own = counts[counts["mode"] == mode]
    parts = [
        own[own["field"].isin(fields)].groupby("reader")[["right", "extra", "missed"]].sum().assign(name=name)
        for name, fields in TOGETHER.items()
    ]
    return with_rates(pandas().concat(parts).reset_index().set_index(["reader", "name"]).sort_index(level="reader", sort_remaining=False))


def places_frame(evaluated: Evaluated) -> pd.DataFrame:
    """Indexed by field: how many right values have their evidence exact, covering, overlapping, elsewhere, unplaced (disjoint)."""
    rows = [(p.field, p.place) for d in evaluated.documents for p in d.positions]
    return _crossed(rows, PLACED_FIELDS, PLACES)


def slots_frame(evaluated: Evaluated) -> pd.DataFrame:
    """Indexed by field: how many handwritten ones were right, wrong, abstained."""
    rows = [(s.field, s.verdict) for d in evaluated.documents for s in d.slots]
    return _crossed(rows, ("number", "issued_date"), VERDICTS)


def _crossed(rows: Sequence[tuple[str, str]], fields: tuple[str, ...], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pandas().DataFrame(rows, columns=["field", "outcome"])
    table = pandas().crosstab(frame["field"], frame["outcome"]) if rows else pandas().DataFrame()
    present = [field for field in fields if field in table.index]
    return table.reindex(index=present, columns=list(columns), fill_value=0).astype(int)


def answers_frame(evaluated: Evaluated) -> pd.DataFrame:
    """A row for each answer: document, field, rule, confidence, right."""
    rows = [(d.document, a.field, a.rule, a.confidence, a.right) for d in evaluated.documents for a in d.answers]
    return pandas().DataFrame(rows, columns=["document", "field", "rule", "confidence", "right"])


def by_rule(evaluated: Evaluated) -> pd.DataFrame:
    """Indexed by rule: answers, right, the mean confidence it stated, the share that was right; most wrong answers first."""
    groups = answers_frame(evaluated).groupby("rule")
    table = groups.agg(answers=("right", "size"), right=("right", "sum"), confidence=("confidence", "mean"))
    table = table.astype({"right": int})
    table["share"] = table["right"] / table["answers"]
    wrong = table["right"] - table["answers"]
    return table.assign(wrong=wrong).sort_values(["wrong", "rule"], kind="stable").drop(columns="wrong")


def missing(documents: tuple[Assessment, ...]) -> list[str]:
    return [d.document for d in documents if not d.has_result]
