"""`repair`: misread words mended."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, add_files, add_jobs, command
from pipeline.commands.streams import each

if TYPE_CHECKING:
    from pipeline.document import Document


def add(commands: Any) -> None:
    repair = command(commands, "repair", _run, "mend what a recogniser misread and print the text", "repair ke-hoach.txt")
    add_files(repair, "FILE", "document or plain text; - is standard input", nargs=1)
    shown = repair.add_mutually_exclusive_group()
    shown.add_argument("--ledger", action="store_true", help="every change and doubt as JSON, in offsets of the source")
    shown.add_argument("--diff", action="store_true", help="only the lines with changes, before and after, coloured on a terminal")
    add_jobs(repair)
    add_debug(repair)


def _run(options: argparse.Namespace) -> int:
    from pipeline import repair_report
    from pipeline.repair import repair_document

    def work(document: Document) -> str:
        repaired = repair_document(document)
        if options.ledger:
            return repair_report.ledger(repaired)
        return repair_report.diff(repaired, sys.stdout.isatty()) if options.diff else repaired.text

    return each(options, sys.stdout, work)
