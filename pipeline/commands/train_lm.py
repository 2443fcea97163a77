"""`train-lm`: the language model of repair."""

from __future__ import annotations

import argparse
from typing import Any

from pipeline.commands.arguments import add_debug, command
from pipeline.errors import ExitCode


def add(commands: Any) -> None:
    lm = command(commands, "train-lm", _run, "train the language model of repair", "train-lm ke-hoach.txt -o lm.bin")
    lm.add_argument("corpora", nargs="+", metavar="CORPUS", help="text, plain or .xz, a paragraph a line")
    lm.add_argument("-o", "--output", required=True, metavar="FILE", help="the model")
    lm.add_argument(
        "--held-out",
        type=int,
        choices=range(51),
        default=5,
        metavar="PERCENT",
        help="of each file's last lines are left out, and the perplexity on them is told (default 5)",
    )
    add_debug(lm)


def _run(options: argparse.Namespace) -> int:
    from pipeline.training import train_language_model

    print(train_language_model(options.corpora, options.output, options.held_out))
    return ExitCode.ok
