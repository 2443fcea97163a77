"""What directives are composed of: `pipeline/data/generate`, read once and checked when first asked for."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import LexiconError
from pipeline.generate.grammar import Rules, rule


def _text(name: str) -> str:
    try:
        return (files("pipeline") / "data" / "generate" / name).read_text(encoding="utf-8")
    except OSError as error:
        raise LexiconError("cannot be read", f"pipeline/data/generate/{name}", "reinstall the package") from error


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(name))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(str(error), f"pipeline/data/generate/{name}", "mend the line") from error


def read_rules(raw: Mapping[str, Any], where: str) -> Rules:
    """The rules of a table; raises LexiconError naming the rule whose pattern cannot be read."""
    out = {}
    for name, patterns in raw.items():
        try:
            out[name] = rule(patterns)
        except ValueError as error:
            raise LexiconError(str(error), f"pipeline/data/generate/{where}, rule {name}", "mend the pattern") from error
    return out


@cache
def sentences() -> Rules:
    return read_rules(_toml("sentences.toml")["rules"], "sentences.toml")


@cache
def events() -> tuple[str, ...]:
    """Words of subjects that name an event."""
    return tuple(_toml("sentences.toml")["events"]["words"])


@cache
def levels() -> dict[str, dict[str, Any]]:
    return dict(_toml("issuers.toml")["levels"])


@cache
def level_rules(level: str) -> Rules:
    return read_rules(levels()[level]["rules"], f"issuers.toml, {level}")


@cache
def doc_types() -> tuple[dict[str, Any], ...]:
    return tuple(_toml("types.toml")["types"])


@cache
def sections() -> dict[str, dict[str, Any]]:
    return _toml("sections.toml")


@cache
def laws() -> dict[str, dict[str, Any]]:
    """Published documents that made-up ones cite, by id."""
    rows = csv.DictReader(_text("laws.csv").splitlines())
    return {row["id"]: row | {"date": date.fromisoformat(row["date"])} for row in rows}


@cache
def themes() -> tuple[dict[str, Any], ...]:
    """Each with its laws resolved and its rules read; its `job` are the tasks that can be finished by a day."""
    out = []
    verbs = tuple(f"{verb} " for verb in _toml("sentences.toml")["jobs"]["verbs"])
    for theme in _toml("themes.toml")["themes"]:
        own = {name: theme[name] for name in ("topic", "about", "subject", "event", "aim", "task", "target", "result", "problem")}
        own["job"] = [task for task in theme["task"] if task.startswith(verbs)] or ["rà soát, tổng hợp kết quả thực hiện"]
        read = {"rules": read_rules(own, f"themes.toml, {theme['id']}"), "laws": tuple(laws()[key] for key in theme["laws"])}
        out.append(theme | read | {"fields": frozenset(theme["fields"])})
    return tuple(out)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(_text(f"{name}.csv").splitlines()))
