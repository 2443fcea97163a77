"""All that is measured of one document, and of a set of documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.evaluate.gold import Gold, MalformedGold
from pipeline.evaluate.handwritten import Slot, slots
from pipeline.evaluate.modes import MODES, STANDARD, Mode
from pipeline.evaluate.positions import Position, positions
from pipeline.evaluate.reliability import Answer, answers
from pipeline.evaluate.scalars import Json
from pipeline.evaluate.scoring import Score, score


@dataclass(frozen=True, slots=True)
class Assessment:
    """One document."""

    document: str  #: the gold's stem
    reader: str  #: how it was read ("text", "ocr", …); "none" where there is no result
    scores: Mapping[Mode, Score]
    slots: tuple[Slot, ...]
    positions: tuple[Position, ...]
    answers: tuple[Answer, ...]

    @property
    def has_result(self) -> bool:
        return self.reader != "none"

    @property
    def standard(self) -> Score:
        return self.scores[STANDARD]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A set of documents under a name ("corpus")."""

    name: str
    documents: tuple[Assessment, ...]

    @property
    def answers(self) -> list[Answer]:
        return [answer for document in self.documents for answer in document.answers]

    def counts(self) -> dict[str, dict[str, tuple[int, int, int]]]:
        """Right, extra and missed by document and field in mode `standard`: what is kept and compared."""
        return {d.document: dict(d.standard.counts) for d in self.documents}


def evaluate(name: str, golds: Iterable[Gold], results: Mapping[str, Json]) -> Evaluated:
    """Score `results` (by the gold's stem) against `golds`; a gold without a result counts every value as missed."""
    return Evaluated(name, tuple(assess(gold, results.get(gold.stem)) for gold in golds))


def assess(gold: Gold, found: Json | None) -> Assessment:
    """Raises MalformedGold where the gold or the result has a form that cannot be compared."""
    result = found or {}
    try:
        return Assessment(
            gold.stem,
            "none" if found is None else str((result.get("source") or {}).get("reader") or "unknown"),
            {mode: score(gold.data, result, mode) for mode in MODES},
            tuple(slots(gold.data, result)),
            tuple(positions(gold.data, result)),
            tuple(answers(gold.data, result)),
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError) as error:
        what = f"it or its result cannot be compared ({type(error).__name__}: {error})"
        raise MalformedGold(what, str(gold.path), "compare it with docs/evaluation.md, and run `check` on the result") from error


def only_fields(evaluated: Evaluated, fields: Iterable[str]) -> Evaluated:
    """As if the gold held these fields alone. Names as in the tables ("deadlines", "signer_name"); their details go with them."""
    wanted = set(fields)
    roots = {name.split("_")[0] if name.startswith("signer_") else name for name in wanted}
    return Evaluated(evaluated.name, tuple(_narrowed(d, wanted, roots) for d in evaluated.documents))


def _narrowed(document: Assessment, wanted: set[str], roots: set[str]) -> Assessment:
    def narrow(one: Score) -> Score:
        return Score(
            {field: counts for field, counts in one.counts.items() if field in wanted},
            {field: counts for field, counts in one.details.items() if field.split(".")[0] in roots},
            tuple(mistake for mistake in one.mistakes if mistake.field in wanted),
        )

    return replace(
        document,
        scores={mode: narrow(one) for mode, one in document.scores.items()},
        slots=tuple(slot for slot in document.slots if slot.field in wanted),
        positions=tuple(position for position in document.positions if position.field in roots),
        answers=tuple(answer for answer in document.answers if answer.field in roots),
    )
