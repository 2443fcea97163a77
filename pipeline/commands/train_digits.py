"""`train-digits`: the reader of handwritten numbers."""

from __future__ import annotations

import argparse
from typing import Any

from pipeline.commands.arguments import add_debug, command
from pipeline.errors import ExitCode


def add(commands: Any) -> None:
    digits = command(commands, "train-digits", _run, "train the reader of handwritten numbers", "train-digits mnist -o digits.npz")
    digits.add_argument("figures", metavar="FOLDER", help="pictures of figures in MNIST's form")
    digits.add_argument("-o", "--output", required=True, metavar="FILE", help="the model")
    digits.add_argument("--scans", metavar="FOLDER", help="scanned letters (PDF) to learn from, with --gold")
    digits.add_argument("--gold", metavar="FOLDER", help="their annotations (JSON), named alike")
    digits.add_argument("--face", action="append", default=[], metavar="FONT", help="a TrueType font for printed figures; may be repeated")
    digits.add_argument("--seed", type=int, default=0, metavar="N", help="of the composed strings and the first weights (default 0)")
    add_debug(digits)


def _run(options: argparse.Namespace) -> int:
    from pipeline.training import train_figures

    print(train_figures(options.figures, options.output, options.scans, options.gold, options.face, options.seed))
    return ExitCode.ok
