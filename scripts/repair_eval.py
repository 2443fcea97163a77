#!/usr/bin/env python3
"""What repair mends, misses and spoils, beside other tools on the same data.

    python scripts/render_pages.py PAGES                    # once, two minutes
    python scripts/repair_eval.py PAGES [--peers] [--fields [--fresh]] [--clean-words 200000] [--only real,rendered,pairs,clean,directives]

Sets: the transcribed pages and the pairs of recognised and true text kept beside the project, where they are there (the confusions
of `pairs` are known to the model: its numbers say less); the rendered pages; text held out from training, in which every change is
a mistake or mends a slip of the source; five directives. What was recognised is kept in PAGES. Word errors are counted by the tool
beside the project.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.document import Document
from pipeline.evaluate import evaluate, load_gold, make_report, report_text
from pipeline.evaluate.run import find_document, folders_beside
from pipeline.repair import Change, repair_document, repair_text
from pipeline.repair.ledger import Repaired, repaired
from pipeline.text import Span
from scripts.held_out import CORPORA, held_out_texts
from scripts.render_pages import read_cached
from scripts.repair_judge import OUTCOMES, Judged, Unit, align, applied, context, in_protected, judge, mends_slip
from scripts.repair_peers import Mend, peers
from scripts.samples import BESIDE, ROOT

DEV = BESIDE.parent
TOOL = ROOT.parent / "shared" / "tools" / "ocr_error.py"
KINDS = ("diacritics", "letters", "case", "digits", "punctuation", "missing", "inserted")
OURS = "pipeline.repair"


# --- data ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    document: Document
    span: Span  #: of the document's text, what the truth is of
    truth: str

    @property
    def text(self) -> str:
        return self.document.text[self.span.start : self.span.end]


def plain(text: str, name: str) -> Document:
    return Document(text, name, "", "text/plain", "text", (), ())


def real_pages(cache: Path) -> Iterator[Sample]:
    for path in sorted((DEV / "transcripts").glob("*.txt")):
        stem, page = path.stem.rsplit("-", 1)
        document = read_cached(DEV / "docs" / f"{stem}.pdf", cache)
        yield Sample(path.stem, document, document.pages[int(page) - 1].span, path.read_text(encoding="utf-8"))


def rendered_pages(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("[0-9][0-9][0-9]_*.png")):
        document = read_cached(path, folder)
        yield Sample(path.stem, document, Span(0, len(document.text)), path.with_suffix(".txt").read_text(encoding="utf-8"))


def recognised_pairs() -> Iterator[Sample]:
    path = DEV / "ocr" / "tesseract_pairs.jsonl"
    if path.exists():
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            pair = json.loads(line)
            yield Sample(f"pair {n}", plain(pair["ocr"], str(n)), Span(0, len(pair["ocr"])), pair["truth"])


def held_out(words: int, part: int, cache: Path) -> list[Document]:
    kept = cache / f"held_out_{words}_{part}.json"
    if not kept.exists():
        if not any(CORPORA.glob("*.xz")):
            return []
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(held_out_texts(words, part), ensure_ascii=False), encoding="utf-8")
    return [plain(text, f"held out {n}") for n, text in enumerate(json.loads(kept.read_text(encoding="utf-8")))]


# --- tools --------------------------------------------------------------------------------------------------------------


def ours(document: Document) -> list[Change]:
    done = repair_document(document) if document.lines else repair_text(document.text)
    _check_ledger(document.text, done)
    return list(done.corrections)


def nothing(document: Document) -> list[Change]:
    return []


def our_doubts(document: Document) -> list[Change]:
    return list((repair_document(document) if document.lines else repair_text(document.text)).doubts)


def _check_ledger(text: str, done: Repaired) -> None:
    """Changes quote the source, do not overlap, give the mended text, and undone give the source back."""
    shift, back = 0, done.text
    for change in done.corrections:
        assert text[change.start : change.end] == change.before != change.after, change
        shift += len(change.after) - len(change.before)
    assert all(a.end <= b.start for a, b in zip(done.corrections, done.corrections[1:], strict=False)), "changes overlap"
    assert applied(text, done.corrections) == done.text == done.mapped.text, "the mended text is not what the changes give"
    for change in reversed(done.corrections):
        shift -= len(change.after) - len(change.before)
        at = change.start + shift
        assert back[at : at + len(change.after)] == change.after, change
        back = back[:at] + change.before + back[at + len(change.after) :]
    assert back == text, "the changes undone do not give the source"


def word_errors() -> ModuleType | None:
    """The tool beside the project that counts word errors by kind."""
    if not TOOL.exists():
        return None
    spec = importlib.util.spec_from_file_location("ocr_error", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- a tool on a set ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Result:
    """Of one tool on one set."""

    kinds: Counter[str]  #: word errors that are left
    words: int
    characters: int
    wrong_characters: int
    judged: list[tuple[str, Judged]]  #: with the sample's name
    errors: Counter[str]  #: before, by kind
    detected: Counter[str]
    mended: Counter[str]
    left: list[str]  #: words, not punctuation, that are still wrong


def measure(samples: Iterable[Sample], mend: Callable[[Document], list[Change]], tool: ModuleType | None) -> Result:
    result = Result(Counter(), 0, 0, 0, [], Counter(), Counter(), Counter(), [])
    for sample in samples:
        a, b = sample.span.start, sample.span.end
        inside = [c for c in mend(sample.document) if a <= c.start and c.end <= b]
        own = [Change(c.start - a, c.end - a, c.before, c.after, c.rule, c.confidence) for c in inside]
        if tool:
            true = tool.words(sample.truth)
            kinds, wrong, _ = tool.compare(true, tool.words(applied(sample.text, own)))
            result.kinds += kinds
            result.words += len(true)
            result.characters += sum(map(len, true))
            result.wrong_characters += wrong
        units = align(sample.truth, sample.text)
        judged, detected, gone = judge(units, sample.text, own)
        result.judged += [(sample.name, j) for j in judged]
        for i, unit in enumerate(units):
            if unit.wrong and unit.counts:
                result.errors[unit.kind] += 1
                result.detected[unit.kind] += i in detected
                result.mended[unit.kind] += i in gone
                if i not in gone and unit.kind not in ("punctuation", "digits", "inserted", "missing"):
                    result.left.append(f"{unit.kind:12}{sample.name:24}{_weighed(sample, unit)}  {_misread(sample.text, unit)}")
    return result


def _weighed(sample: Sample, unit: Unit) -> str:
    """Whether the recogniser weighed the true letters: "+" yes, "-" no, " " it gave no other readings."""
    at = sample.span.start + unit.start
    word = next((w for line in sample.document.lines for w in line.words if w.span.start <= at < w.span.end), None)
    if word is None or not word.alternatives:
        return " "
    first = at - word.span.start
    choices = word.alternatives[first : first + unit.end - unit.start]
    true = "".join(unit.truth)
    fits = len(true) == len(choices) and all(any(c == reading for reading, _ in ch) for c, ch in zip(true, choices, strict=True))
    return "+" if fits else "-"


def _misread(text: str, unit: Unit) -> str:
    return context(text, Change(unit.start, unit.end, text[unit.start : unit.end], " ".join(unit.truth), "", 1.0))


# --- reports ------------------------------------------------------------------------------------------------------------


def error_table(results: dict[str, Result]) -> str:
    lines = [f"{'word errors':30}{'WER %':>7}{'CER %':>7}" + "".join(f"{k:>12}" for k in KINDS)]
    for name, r in results.items():
        rates = 100 * sum(r.kinds.values()) / max(r.words, 1), 100 * r.wrong_characters / max(r.characters, 1)
        lines.append(f"{name:30}{rates[0]:7.2f}{rates[1]:7.2f}" + "".join(f"{r.kinds[k]:12}" for k in KINDS))
    return "\n".join(lines) + f"\n({next(iter(results.values())).words} words)"


def change_table(results: dict[str, Result]) -> str:
    head = [*OUTCOMES, "precision", "errors", "detected", "recall"]
    lines = [f"{'changes':30}" + "".join(f"{h:>12}" for h in head)]
    for name, r in results.items():
        counts = Counter(j.outcome for _, j in r.judged)
        known = sum(counts[o] for o in OUTCOMES[:4])
        row = [str(counts[o]) for o in OUTCOMES]
        row.append(f"{counts['mended'] / known:.4f}" if known else "-")
        total = max(sum(r.errors.values()), 1)
        row += [str(sum(r.errors.values())), f"{sum(r.detected.values()) / total:.3f}", f"{sum(r.mended.values()) / total:.3f}"]
        lines.append(f"{name:30}" + "".join(f"{v:>12}" for v in row))
    return "\n".join(lines)


def kind_table(result: Result) -> str:
    rows = [f"{k:20}{n:8}{result.detected[k]:10}{result.mended[k]:8}" for k, n in result.errors.most_common()]
    return "\n".join([f"{'error':20}{'all':>8}{'detected':>10}{'mended':>8}", *rows])


def rule_table(judged: Sequence[Judged]) -> str:
    """Outcomes by rule and confidence."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for j in judged:
        level = next((f"from {v}" for v in (0.99, 0.95, 0.9, 0.8, 0.5) if j.change.confidence >= v), "below 0.5")
        counts[j.change.rule, level][j.outcome] += 1
    lines = [f"{'rule, confidence':34}" + "".join(f"{o:>12}" for o in OUTCOMES)]
    lines += [f"{rule:22}{level:12}" + "".join(f"{c[o]:12}" for o in OUTCOMES) for (rule, level), c in sorted(counts.items())]
    return "\n".join(lines)


def wrong_changes(result: Result) -> str:
    """Every change that did not mend, worst first."""
    order = ("harmed", "still wrong", "bettered", "unknown")
    shown = [
        f"{j.outcome:12}{name:20}{j.change.rule:16}{j.change.confidence:6.3f}  {j.context}  | true: {j.truth}"
        for outcome in order
        for name, j in result.judged
        if j.outcome == outcome
    ]
    return "\n".join(shown) or "none"


def report_set(name: str, samples: Sequence[Sample], tools: dict[str, Mend], tool: ModuleType | None) -> None:
    print(f"\n=== {name}: {len(samples)} pages ===\n")
    results = {"before": measure(samples, nothing, tool)}
    results |= {of: measure(samples, mend, tool) for of, mend in tools.items()}
    print(error_table(results) if tool else f"no word errors: {TOOL} is not there", change_table(results), sep="\n\n")
    own = results[OURS]
    print("", kind_table(own), "", rule_table([j for _, j in own.judged]), sep="\n")
    doubts = measure(samples, our_doubts, None)
    print("\ndoubts, had they been changes:", dict(Counter(j.outcome for _, j in doubts.judged)))
    print("\nevery change that did not mend:", wrong_changes(own), sep="\n")
    print("\nwords left wrong [found → true]; + where the recogniser weighed the true letters, - where not:", *sorted(own.left), sep="\n")


def report_kinds(samples: Sequence[Sample], tool: ModuleType | None) -> None:
    by_kind: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_kind[sample.name.split("_", 1)[1]].append(sample)
    if not tool:
        return
    print(f"\n{'kind':14}{'words':>8}{'WER % before':>14}{'after':>8}{'CER % before':>14}{'after':>8}")
    for kind, some in by_kind.items():
        both = [measure(some, nothing, tool), measure(some, ours, tool)]
        rates = [[100 * n for n in (sum(r.kinds.values()) / r.words, r.wrong_characters / r.characters)] for r in both]
        print(f"{kind:14}{both[0].words:8}{rates[0][0]:14.2f}{rates[1][0]:8.2f}{rates[0][1]:14.2f}{rates[1][1]:8.2f}")


def report_clean(documents: Sequence[Document], tools: dict[str, Mend]) -> None:
    words = sum(len(d.text.split()) for d in documents)
    print(f"\n=== clean text, held out: {len(documents)} texts, {words} words; every change is false, or mends a slip of the source ===\n")
    if not documents:
        print(f"left out: no corpus in {CORPORA}")
        return
    print(f"{'tool':30}{'changes':>9}{'slips of the source':>21}{'false':>7}{'per 10,000':>12}{'in numbers, dates, symbols':>28}")
    for name, mend in tools.items():
        made = [(d, c) for d in documents for c in mend(d)]
        inside = [(d, c) for d, c in made if in_protected(d.text, c)]
        right = [(d, c) for d, c in made if mends_slip(d.text, c)]
        false = len(made) - len(right)
        print(f"{name:30}{len(made):9}{len(right):21}{false:7}{false * 10000 / words:12.2f}{len(inside):28}", flush=True)
        if name == OURS:
            listed = [
                f"  {'slip' if (d, c) in right else 'PROTECTED' if (d, c) in inside else 'false':11}"
                f"{c.rule:16}{c.confidence:6.3f}  {context(d.text, c)}"
                for d, c in made
            ]
    print("\nours:", *(listed or ["  none"]), sep="\n")


def report_directives() -> None:
    print("\n=== the five text directives: every change, and every doubt (?) ===")
    for path in sorted((DEV / "docs").glob("00[0-4]_*.txt")):
        text = read_cached_text(path)
        done = repair_text(text)
        _check_ledger(text, done)
        print(f"\n{path.stem}: {len(done.corrections)} changes, {len(done.doubts)} doubts")
        for mark, some in (("", done.corrections), ("?", done.doubts)):
            print(*(f"  {mark:2}{c.rule:16}{c.confidence:6.3f}  {context(text, c)}" for c in some), sep="\n")


def read_cached_text(path: Path) -> str:
    from pipeline.read import read_document

    return read_document(path).text


# --- fields -------------------------------------------------------------------------------------------------------------


@contextmanager
def without_repair() -> Iterator[None]:
    """Wherever the pipeline's modules repair, they change nothing."""
    stand_ins: dict[str, Callable[[Any], Repaired]] = {
        "repair_document": lambda document: repaired(document.text, ()),
        "repair_text": lambda text: repaired(text, ()),
    }
    saved = [
        (module, name, getattr(module, name))
        for key, module in list(sys.modules.items())
        for name in stand_ins
        if key.split(".")[0] == "pipeline" and callable(getattr(module, name, None))
    ]
    for module, name, _ in saved:
        setattr(module, name, stand_ins[name])
    try:
        yield
    finally:
        for module, name, function in saved:
            setattr(module, name, function)


def report_fields(cache: Path, fresh: bool) -> None:
    """Scores on the gold beside the project with and without repair, gains and losses by document and field."""
    from pipeline import extract_document

    golds = load_gold(DEV / "gold") if (DEV / "gold").is_dir() else []
    results: list[dict[str, Any]] = [{}, {}]
    for gold in golds:
        if path := find_document(gold, folders_beside(DEV / "gold")):
            document = read_cached(path, cache, fresh)
            with without_repair():
                results[0][gold.stem] = extract_document(document).model_dump(mode="json")
            results[1][gold.stem] = extract_document(document).model_dump(mode="json")
    if not results[1]:
        print("\n=== fields: no gold there, left out ===")
        return
    made = sum(len(found["corrections"]) for found in results[1].values())
    print("\n=== fields on dev ===\n", f"{made} corrections", sep="\n")
    sides = [evaluate("dev", [gold for gold in golds if gold.stem in side], side) for side in results]
    print("\nwithout repair", report_text(make_report(sides[:1])), sep="\n\n")
    print("with repair", report_text(make_report(sides[1:], {"dev": sides[0].counts()}), against="no repair"), sep="\n\n")
    for without, own in zip(sides[0].documents, sides[1].documents, strict=True):
        before, now = without.standard.errors, own.standard.errors
        for kind, lines, others in (("new ", now, before), ("gone", before, now)):
            for line in lines:
                if line not in others:
                    print(f"  {kind}  {own.document}  {line}")


# --- the command --------------------------------------------------------------------------------------------------------

PARTS = ("real", "rendered", "pairs", "clean", "directives")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="folder of scripts/render_pages.py; what is recognised is kept there too")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--fields", action="store_true", help="field scores with and without repair as well")
    parser.add_argument("--fresh", action="store_true", help="with --fields: read the documents again, for the readers have changed")
    parser.add_argument("--clean-words", type=int, default=200_000)
    parser.add_argument("--clean-part", type=int, default=0, help="another number: other held-out texts, for a last look")
    parser.add_argument("--only", default=",".join(PARTS), help="of the sets, with commas between (none: fields alone)")
    chosen = parser.parse_args()
    parts, cache, tool = chosen.only.split(","), chosen.pages / "cache", word_errors()
    tools: dict[str, Mend] = {OURS: ours}
    for name, peer in (peers(cache) if chosen.peers else {}).items():
        if isinstance(peer, str):
            print(f"{name}: {peer}")
        else:
            tools[name] = peer().changes
    if "real" in parts:
        report_set("real scans", list(real_pages(cache)), tools, tool)
    if "rendered" in parts:
        samples = list(rendered_pages(chosen.pages))
        report_set("rendered pages, text not in training", samples, tools, tool)
        report_kinds(samples, tool)
    if "pairs" in parts:
        report_set("pairs of recognised and true text, no other readings", list(recognised_pairs()), tools, tool)
    if "clean" in parts:
        report_clean(held_out(chosen.clean_words, chosen.clean_part, cache), tools)
    if "directives" in parts:
        report_directives()
    if chosen.fields:
        report_fields(cache, chosen.fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main())
