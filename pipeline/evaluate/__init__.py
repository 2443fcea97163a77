"""Results against gold: by field and by whole document, in five ways to call two values the same.

    gold, results ─assess─▶ Assessment a document ─frames─▶ pandas tables ─report─▶ text, Markdown, JSON, HTML

>>> from pathlib import Path
>>> from pipeline.evaluate import evaluate, load_gold, load_results, make_report, report_text
>>> golds = load_gold(Path("corpus/gold"))                              # doctest: +SKIP
>>> results = load_results(Path("results.jsonl"), golds)                # doctest: +SKIP
>>> print(report_text(make_report([evaluate("corpus", golds, results)])))       # doctest: +SKIP

What each number means stands in docs/evaluation.md.
"""

from pipeline.evaluate.assess import Assessment, Evaluated, assess, evaluate, only_fields
from pipeline.evaluate.calibration import calibrate, rules_json
from pipeline.evaluate.changes import Change, changes, narrowed, read_scores, scores_json
from pipeline.evaluate.frames import answers_frame, by_document, by_field, by_rule, counts_frame, places_frame, slots_frame
from pipeline.evaluate.gold import Gold, MalformedGold, load_gold
from pipeline.evaluate.lists import LISTS
from pipeline.evaluate.modes import MODES
from pipeline.evaluate.reliability import answers, calibration_error, reliability
from pipeline.evaluate.report import make_report, report_json
from pipeline.evaluate.report_text import report_markdown, report_text
from pipeline.evaluate.results import load_results
from pipeline.evaluate.scalars import HEADER
from pipeline.evaluate.scoring import Counts, Mistake, Score, score

__all__ = [
    "HEADER",
    "LISTS",
    "MODES",
    "Assessment",
    "Change",
    "Counts",
    "Evaluated",
    "Gold",
    "MalformedGold",
    "Mistake",
    "Score",
    "answers",
    "answers_frame",
    "assess",
    "by_document",
    "by_field",
    "by_rule",
    "calibrate",
    "calibration_error",
    "changes",
    "counts_frame",
    "evaluate",
    "load_gold",
    "load_results",
    "make_report",
    "narrowed",
    "only_fields",
    "places_frame",
    "read_scores",
    "reliability",
    "report_json",
    "report_markdown",
    "report_text",
    "rules_json",
    "score",
    "scores_json",
    "slots_frame",
]
