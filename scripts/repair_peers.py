"""Other tools that mend or normalise Vietnamese text, each as a function from a text to the changes it would make.

Their dictionaries are counted on the same training lines as our model. Needs for all of them: pip install underthesea symspellpy.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.document import Document
from pipeline.repair.ledger import Change
from pipeline.text import LOWER, UPPER, fold
from scripts.held_out import CORPORA, training_lines
from scripts.repair_judge import changes_between, tokens

Mend = Callable[[Document], list[Change]]
#: A word seen less often is not in the dictionary.
LEAST = 5
_LETTERS = set(LOWER + UPPER)
_MARKS = ".,;:!?()[]\"'“”‘’…"


@dataclass(frozen=True, slots=True)
class Peer:
    work: Callable[[str], object]  #: what the tool itself does with a text, to be timed
    changes: Mend


def peers(folder: Path) -> dict[str, Callable[[], Peer] | str]:
    """Name -> what loads the tool, or why it is not there. Dictionaries are kept in `folder`."""
    missing = {tool: f"not installed: pip install {tool}" for tool in ("underthesea", "symspellpy") if not find_spec(tool)}
    counted = (folder / "dictionary.json").exists() or any(CORPORA.glob("*.xz"))
    nothing = "" if counted else f"no corpus to count its dictionary on: {CORPORA}"
    return {
        "underthesea.text_normalize": missing.get("underthesea") or _underthesea,
        "symspellpy lookup": missing.get("symspellpy") or nothing or (lambda: _symspell(folder, compound=False)),
        "symspellpy lookup_compound": missing.get("symspellpy") or nothing or (lambda: _symspell(folder, compound=True)),
        "dictionary look-up": nothing or (lambda: _dictionary(folder)),
    }


def by_line(mend: Callable[[str], str], name: str) -> Peer:
    """A tool that knows no line breaks, given one line at a time."""

    def work(text: str) -> list[str]:
        return [mend(line) if line.strip() else line for line in text.split("\n")]

    def changes(document: Document) -> list[Change]:
        out: list[Change] = []
        at = 0
        for line, mended in zip(document.text.split("\n"), work(document.text), strict=True):
            found = changes_between(line, mended, name)
            out += [Change(c.start + at, c.end + at, c.before, c.after, c.rule, c.confidence) for c in found]
            at += len(line) + 1
        return out

    return Peer(work, changes)


def by_word(mend: Callable[[str], str], name: str) -> Peer:
    """A tool that mends single words of letters, in lower case."""

    def work(text: str) -> list[Change]:
        out = []
        for token in tokens(text):
            if len(token.text) > 1 and _LETTERS.issuperset(token.text):
                after = in_case(token.text, mend(token.text.lower()))
                if after != token.text:
                    out.append(Change(token.start, token.end, token.text, after, name, 1.0))
        return out

    return Peer(work, lambda document: work(document.text))


def in_case(like: str, word: str) -> str:
    return word.upper() if like.isupper() else word[:1].upper() + word[1:] if like[:1].isupper() else word


# --- the tools ----------------------------------------------------------------------------------------------------------


def _underthesea() -> Peer:
    normalize: Callable[[str], str] = import_module("underthesea").text_normalize
    return by_line(normalize, "underthesea")


def _symspell(folder: Path, compound: bool) -> Peer:
    module: Any = import_module("symspellpy")
    speller = module.SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, count in words(folder).items():
        speller.create_dictionary_entry(word, count)
    if compound:
        for pair, count in pairs(folder).items():
            a, b = pair.split()
            speller.bigrams[f"{a} {b}"] = count
        speller.bigram_count_min = LEAST

    def one(word: str) -> str:
        found = speller.lookup(word, module.Verbosity.TOP, max_edit_distance=2, include_unknown=True)
        return str(found[0].term) if found else word

    def run(line: str) -> str:
        return "".join(_runs(line, lambda part: str(speller.lookup_compound(part.lower(), 2)[0].term)))

    return by_line(run, "symspell compound") if compound else by_word(one, "symspell")


def _runs(line: str, mend: Callable[[str], str]) -> Iterator[str]:
    """The line with each run of words of letters mended; digits and punctuation would be lost else."""
    run: list[str] = []
    for token in [*tokens(line), None]:
        if token and len(token.text) > 1 and _LETTERS.issuperset(token.text):
            run.append(token.text)
            continue
        if run:
            after = mend(" ".join(run)).split()
            yield " ".join(map(in_case, run, after) if len(after) == len(run) else after) + " "
            run = []
        if token:
            yield token.text + " "


def _dictionary(folder: Path) -> Peer:
    known = words(folder)
    by_letters: dict[str, str] = {}
    for word in known:  # the most frequent first
        by_letters.setdefault(fold(word), word)

    @cache
    def one(word: str) -> str:
        return word if word in known else by_letters.get(fold(word), word)

    return by_word(one, "dictionary")


# --- dictionaries -------------------------------------------------------------------------------------------------------


def words(folder: Path) -> dict[str, int]:
    return _counted(folder)["words"]


def pairs(folder: Path) -> dict[str, int]:
    return _counted(folder)["pairs"]


@cache
def _counted(folder: Path, corpora: Path = CORPORA) -> dict[str, dict[str, int]]:
    path = folder / "dictionary.json"
    if not path.exists():
        single: Counter[str] = Counter()
        double: Counter[tuple[str, str]] = Counter()
        for line in training_lines(corpora):
            found = [t.lower() for word in line.split() if _LETTERS.issuperset(t := word.strip(_MARKS)) and t]
            single.update(found)
            double.update(pairwise(found))
        kept = {
            "words": {word: n for word, n in single.most_common() if n >= LEAST},
            "pairs": {" ".join(pair): n for pair, n in double.most_common() if n >= LEAST},
        }
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    counted: dict[str, dict[str, int]] = json.loads(path.read_text(encoding="utf-8"))
    return counted
