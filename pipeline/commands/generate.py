"""`generate`: made-up directives with their gold."""

from __future__ import annotations

import argparse
import re
from typing import Any

from pipeline.commands.arguments import add_debug, command
from pipeline.errors import ExitCode

FORMS = ("text", "docx", "pdf", "scan")


def add(commands: Any) -> None:
    generate = command(commands, "generate", _run, "compose directives with their gold", "generate 20 --seed 7 -o made-up")
    generate.add_argument("count", type=_count, metavar="N", help="how many documents")
    generate.add_argument("--seed", type=_seed, default=1, metavar="S", help="the same seed gives the same documents (default 1)")
    generate.add_argument("-o", "--output", required=True, metavar="FOLDER", help="where NAME.txt and gold/NAME.json are written")
    generate.add_argument("--form", choices=FORMS, default="text", help="what the documents are set as (default text)")
    noise = "none, light, medium, heavy; of a scan fax too, of text text-ocr (default none)"
    generate.add_argument("--noise", default="none", metavar="NOISE", help=noise)
    generate.add_argument("--types", type=_names, default=(), metavar="TYPE,…", help="only these types; a wrong name lists them all")
    add_debug(generate)


def _run(options: argparse.Namespace) -> int:
    from pipeline.generate.write import noises, write_all

    known = noises(options.form)
    if options.noise not in known:
        options.parser.error(f"argument --noise: of the form {options.form} there is {', '.join(known)}, not {options.noise!r}")
    print(write_all(options.count, options.seed, options.output, options.form, options.noise, options.types))
    return ExitCode.ok


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,6}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 9999999")
    return int(text)


def _seed(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at most 18 digits")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    from pipeline.generate.compose import type_names

    names = tuple(text.split(","))
    unknown = [name for name in names if name not in type_names()]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no type {unknown[0]!r}; there are {', '.join(type_names())}")
    return names
