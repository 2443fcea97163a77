"""`schema`: the JSON Schema of the results."""

from __future__ import annotations

import argparse
from typing import Any

from pipeline.commands.arguments import command
from pipeline.errors import ExitCode


def add(commands: Any) -> None:
    command(commands, "schema", _run, "print the JSON Schema of the results", "schema")


def _run(options: argparse.Namespace) -> int:
    import json

    from pipeline.directive import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return ExitCode.ok
