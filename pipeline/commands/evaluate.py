"""`evaluate`: results against gold."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, command, jobs
from pipeline.commands.streams import complain, output
from pipeline.errors import ExitCode, InputEmpty, InputMissing

if TYPE_CHECKING:
    from pipeline.evaluate import Evaluated, Gold

_EXAMPLE = "evaluate gold results.jsonl --html report.html"


def add(commands: Any) -> None:
    evaluate = command(commands, "evaluate", _run, "score results against gold annotations", _EXAMPLE)
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help="folder of gold annotations (JSON), or one of them")
    help_of_results = "results: a folder of JSON, a JSON Lines file, or a batch's folder (default: read the documents beside GOLD)"
    evaluate.add_argument("results", nargs="?", type=Path, metavar="PRED", help=help_of_results)
    _add_documents(evaluate)
    _add_reports(evaluate)
    evaluate.add_argument("--against", type=Path, metavar="OLD", help="list gains and losses against scores that --write or --json wrote")
    evaluate.add_argument("--write", type=Path, metavar="FILE", help="keep the scores there; sets that were not scored keep theirs")
    evaluate.add_argument("--calibrate", action="store_true", help="count how often each rule was right and write models/rules.json")
    evaluate.add_argument("--unseen", action="store_true", help="with --calibrate: no rule was ever mended against these documents")
    evaluate.add_argument("--rules", type=Path, metavar="FILE", help="with --calibrate: write there in place of models/rules.json")
    add_debug(evaluate)


def _add_documents(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("documents to read, without PRED")
    group.add_argument("--documents", type=Path, metavar="FOLDER", help="where they are (default: beside GOLD, or in docs/ there)")
    further = "a further set, with its documents beside it"
    group.add_argument("--with", dest="more", type=Path, action="append", default=[], metavar="GOLD", help=further)
    group.add_argument("--only", metavar="PATTERN", help="only documents with such names ('*.txt')")
    group.add_argument("--jobs", type=jobs, metavar="N", help="documents that are read at a time (default: one after the other)")
    group.add_argument("--keep", metavar="FILE", help="write the results there, as JSON Lines")


def _add_reports(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("reports; - is standard output, in place of the text")
    group.add_argument("--mistakes", action="store_true", help="list every mistake")
    group.add_argument("--fields", metavar="NAMES", help="score these alone ('deadlines,targets')")
    for form, what in (("markdown", "Markdown"), ("json", "JSON"), ("html", "one HTML page with figures")):
        group.add_argument(f"--{form}", metavar="FILE", help=f"write the report as {what}")


def _run(options: argparse.Namespace) -> int:
    from pipeline.evaluate import make_report, narrowed, only_fields, read_scores

    _check(options)
    before = read_scores(options.against) if options.against else None
    sets = _sets(options)
    calibration = _calibrated(options, sets) if options.calibrate else None
    if options.fields:
        sets = [only_fields(one, options.fields.split(",")) for one in sets]
        before = narrowed(before, options.fields.split(",")) if before is not None else None
    report = make_report(sets, before, calibration)
    _write_reports(options, report)
    if options.write:
        _keep_scores(options, sets)
    if not options.results and any(one["without_result"] for one in report["sets"].values()):
        return ExitCode.some_failed
    lost = any(change["loss"] for change in report["changes"] or ())
    return ExitCode.check_failed if lost and not options.write else ExitCode.ok


def _check(options: argparse.Namespace) -> None:
    reading = (options.documents, options.more, options.jobs, options.keep)
    if options.results and any(reading):
        options.parser.error("--documents, --with, --jobs and --keep are for reading documents; leave PRED out")
    if options.documents and options.more:
        options.parser.error("--documents is for one GOLD; the documents of --with lie beside their gold")
    if (options.unseen or options.rules) and not options.calibrate:
        options.parser.error("--unseen and --rules go with --calibrate")
    if options.fields and (unknown := set(options.fields.split(",")) - set(_field_names())):
        options.parser.error(f"--fields: no field {', '.join(sorted(unknown))}; there are {', '.join(_field_names())}")
    if options.fields and (options.write or options.calibrate):
        options.parser.error("--write and --calibrate need all fields; leave --fields out")
    if [options.markdown, options.json, options.html].count("-") > 1:
        options.parser.error("only one report can go to standard output")


def _field_names() -> tuple[str, ...]:
    from pipeline.evaluate import HEADER, LISTS

    return HEADER + LISTS


# --- sets ---------------------------------------------------------------------------------------------------------------------


def _sets(options: argparse.Namespace) -> list[Evaluated]:
    from pipeline.evaluate import evaluate, load_gold, load_results
    from pipeline.evaluate.run import Ran

    golds = load_gold(options.gold)
    if options.results:
        return [evaluate(_name(options.gold), _chosen(options, golds), load_results(options.results, golds))]
    sets: list[Evaluated] = []
    kept: list[Ran] = []
    for folder in (options.gold, *options.more):
        ran = list(_read(options, folder, golds if folder is options.gold else load_gold(folder)))
        results = {gold.stem: one.result for gold, one in ran if one.result is not None}
        name = "/".join(dict.fromkeys([_name(folder), *([options.documents.resolve().name] if options.documents else [])]))
        sets.append(evaluate(_unused(name, sets), [gold for gold, _ in ran], results))
        kept += [one for _, one in ran]
    if options.keep:
        with output(options.keep) as stream:
            stream.writelines(json.dumps(one.result, ensure_ascii=False) + "\n" for one in kept if one.result is not None)
    return sets


def _chosen(options: argparse.Namespace, golds: list[Gold]) -> list[Gold]:
    return [gold for gold in golds if not options.only or fnmatch(gold.document or gold.stem, options.only)]


def _name(gold: Path) -> str:
    """The folder's own name; for corpus/gold, "corpus"."""
    folder = (gold if gold.is_dir() else gold.parent).resolve()
    return folder.parent.name if folder.name == "gold" and folder.parent.name else folder.name


def _unused(name: str, sets: list[Evaluated]) -> str:
    taken = {one.name for one in sets}
    return next(n for i in range(1, len(sets) + 2) if (n := name if i == 1 else f"{name} {i}") not in taken)


def _read(options: argparse.Namespace, folder: Path, golds: list[Gold]) -> Iterator[tuple[Gold, Any]]:
    """The golds that have a document, each with what the pipeline found in it."""
    from pipeline.evaluate.run import find_document, folders_beside, run

    if options.documents and not options.documents.is_dir():
        raise InputMissing("there is no such folder", str(options.documents), "name the folder of the documents")
    folders = [options.documents] if options.documents else folders_beside(folder)
    found = [(gold, path) for gold in golds if (path := find_document(gold, folders))]
    if without := len(golds) - len(found):
        complain(f"{folder}: of {without} annotations no document is there, and they are left out")
    chosen = [(gold, path) for gold, path in found if not options.only or fnmatch(path.name, options.only)]
    if found and not chosen:
        raise InputEmpty(f"no document is named like {options.only}", str(folder), "change --only, or leave it out")
    if not chosen:
        raise InputEmpty("there is no document to its annotations", str(folder), "name their folder with --documents, or give results")
    ran = run([path for _, path in chosen], options.jobs, _told)
    yield from zip((gold for gold, _ in chosen), ran, strict=True)


def _told(done: int, of: int, path: Path, problem: str | None) -> None:
    on_terminal = sys.stderr is not None and sys.stderr.isatty()
    if on_terminal:
        print(f"\r\x1b[K{done}/{of} {path.name}" if done < of else "\r\x1b[K", end="", file=sys.stderr, flush=True)
    if problem:
        complain(problem)


# --- what is written ----------------------------------------------------------------------------------------------------------


def _calibrated(options: argparse.Namespace, sets: list[Evaluated]) -> Any:
    from pipeline.evaluate import calibrate, rules_json
    from pipeline.resources import models_path

    calibration = calibrate((answer for one in sets for answer in one.answers), options.unseen)
    with output(str(options.rules or models_path("rules.json"))) as stream:
        stream.write(rules_json(calibration.rules))
    return calibration


def _write_reports(options: argparse.Namespace, report: dict[str, Any]) -> None:
    from pipeline.evaluate import report_json, report_markdown, report_text
    from pipeline.evaluate.report_html import report_html

    against = options.against.name if options.against else ""
    if "-" not in (options.markdown, options.json, options.html):
        sys.stdout.write(report_text(report, options.mistakes, against))
    forms = {"markdown": report_markdown, "html": report_html}
    for form in ("markdown", "json", "html"):
        if path := getattr(options, form):
            with output(path) as stream:
                stream.write(forms[form](report, against) if form in forms else report_json(report))


def _keep_scores(options: argparse.Namespace, sets: list[Evaluated]) -> None:
    from pipeline.evaluate import read_scores, scores_json

    before = read_scores(options.write) if options.write.is_file() else {}
    with output(str(options.write)) as stream:
        stream.write(scores_json({one.name: one.counts() for one in sets}, before, partial=bool(options.only)))
