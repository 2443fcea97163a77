"""Gold: what a careful records officer reads in a document, in the short form of `corpus/gold` (docs/annotation.md).

`form` is its shape, `first` makes a first one of a result for a person to correct, `problems` finds what is wrong with one.
"""

from pipeline.gold.first import to_gold
from pipeline.gold.form import Gold, gold_json, is_gold, parse_gold
from pipeline.gold.problems import check_gold, check_gold_json

__all__ = ["Gold", "check_gold", "check_gold_json", "gold_json", "is_gold", "parse_gold", "to_gold"]
