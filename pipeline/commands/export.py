"""`export`: results as training data for spaCy and for taggers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, add_files, command
from pipeline.commands.streams import complain, output, report
from pipeline.errors import ExitCode, PipelineError

if TYPE_CHECKING:
    from pipeline.directive import Directive
    from pipeline.export import Tally


def add(commands: Any) -> None:
    export = command(commands, "export", _run, "write results as training data", "export ke-hoach.json --conll ke-hoach.conll")
    add_files(export, "RESULT", "JSON or JSON Lines that extract wrote; - is standard input", limit=1024)
    form = export.add_mutually_exclusive_group(required=True)
    form.add_argument("--docbin", metavar="FILE", help="spaCy's DocBin (.spacy), all evidence as spans (pip install 'vanban[nlp]')")
    form.add_argument("--conll", metavar="FILE", help="CoNLL-2003 columns, IOB2; of what overlaps, the longest; - is stdout")
    export.add_argument("--paragraphs", action="store_true", help="with --docbin: a Doc for each paragraph, not for each document")
    add_debug(export)


def _run(options: argparse.Namespace) -> int:
    if options.paragraphs and not options.docbin:
        options.parser.error("--paragraphs goes with --docbin")
    codes: list[int] = []
    directives = _directives(options, codes)
    if options.docbin:
        from pipeline.export import write_docbin

        total = write_docbin(directives, options.docbin, options.paragraphs)
    else:
        total = _write_conll(directives, options.conll)
    _tell(total, options.docbin or options.conll)
    if not codes:
        return ExitCode.some_failed if total.misaligned else ExitCode.ok
    return codes[0] if len(options.files) == 1 else ExitCode.some_failed


def _directives(options: argparse.Namespace, codes: list[int]) -> Iterator[Directive]:
    """Every result of every file; what cannot be used is a line on stderr and a code in `codes`."""
    from pipeline.check import split_results
    from pipeline.export.results import parse_result
    from pipeline.read import STDIN, read_bytes

    for name in options.files:
        try:
            results = split_results(read_bytes(name, options.size_limit), STDIN if name == "-" else name)
        except PipelineError as error:
            codes.append(report(error))
            continue
        for where, raw in results:
            try:
                yield parse_result(raw, where)
            except PipelineError as error:
                codes.append(report(error))


def _write_conll(directives: Iterator[Directive], path: str) -> Tally:
    from pipeline.export import Tally, conll_lines

    total = Tally()
    with output(path) as stream:
        for directive in directives:
            lines, own = conll_lines(directive)
            stream.writelines(f"{line}\n" for line in lines)
            total += own
    return total


def _tell(total: Tally, path: str) -> None:
    if path != "-":
        print(f"{path}: {total}")
    if total.misaligned:
        complain(f"{path}: {total.misaligned} stretches of evidence do not fall on tokens; report it with the results")
