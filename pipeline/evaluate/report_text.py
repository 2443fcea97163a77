"""The report for a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.evaluate.tables import Table, calibration_table, change_line, headline, mistake_lines, set_tables, unknown_line

#: Kept out of the text for a terminal, which is for a look; Markdown has them.
_LONG = ("details", "rules", "documents")


def report_text(report: dict[str, Any], mistakes: bool = False, against: str = "the earlier scores") -> str:
    """For a terminal. `mistakes`: every one, a line each; `against`: the name of what it was compared with."""
    lines: list[str] = []
    for name, one in report["sets"].items():
        lines += [headline(name, one), "", *(line for table in set_tables(one) if table.key not in _LONG for line in _text_table(table))]
        lines += [f"no result for: {', '.join(one['without_result'])}", ""] if one["without_result"] else []
        if mistakes:
            lines += [*(f"{document}  {words}" for document, words in mistake_lines(one)), ""]
    if report["changes"] is not None:
        lines += [*_text_changes(report, against), *filter(None, [unknown_line(report)])]
    if report["calibration"] is not None:
        lines += [""] if report["changes"] is not None else []
        lines += _text_table(calibration_table(report)) if report["calibration"] else ["no confidence moved", ""]
    return "\n".join(lines).rstrip() + "\n"


def _text_table(table: Table) -> Iterator[str]:
    widths = [max(len(row[i]) for row in (table.head, *table.rows)) for i in range(len(table.head))]
    for row in (table.head, *table.rows):
        cells = (cell.ljust(w) if i in table.words else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True)))
        yield "  ".join(cells).rstrip()
    if table.note and table.key in ("reliability",):
        yield table.note
    yield ""


def _text_changes(report: dict[str, Any], against: str) -> Iterator[str]:
    if report["compared"] and not report["changes"]:
        yield f"no change against {against}"
    for change in report["changes"]:
        yield change_line(change)
        if change["loss"]:
            yield from (f"        {mistake}" for mistake in change["mistakes"])


# --- Markdown ---------------------------------------------------------------------------------------------------------------


def report_markdown(report: dict[str, Any], against: str = "the earlier scores") -> str:
    """Every table, gains and losses, and every mistake."""
    lines = ["# Evaluation", ""]
    if report["changes"] is not None:
        lines += [f"## Gains and losses against {_plain(against)}", "", *_markdown_changes(report["changes"]), ""]
        lines += [_plain(unknown_line(report)), ""] if report["without_earlier_scores"] else []
    if report["calibration"]:
        lines += _markdown_table(calibration_table(report), "##")
    for name, one in report["sets"].items():
        lines += [f"## {_plain(name)}", "", _plain(headline(name, one)) + ".", ""]
        lines += [f"No result for: {', '.join(map(_plain, one['without_result']))}.", ""] if one["without_result"] else []
        for table in set_tables(one):
            lines += _markdown_table(table, "###")
        found = list(mistake_lines(one))
        lines += ["### Mistakes", "", *(f"- {_plain(document)}: {_plain(words)}" for document, words in found), ""] if found else []
    return "\n".join(lines).rstrip() + "\n"


def _markdown_changes(changes: list[dict[str, Any]]) -> Iterator[str]:
    if not changes:
        yield "None."
    for change in changes:
        yield f"- {_plain(change_line(change))}"
        yield from (f"  - {_plain(mistake)}" for mistake in (change["mistakes"] if change["loss"] else ()))


def _markdown_table(table: Table, level: str) -> Iterator[str]:
    yield from (f"{level} {table.title}", "")
    yield "| " + " | ".join(table.head) + " |"
    yield "|" + "|".join("---" if i in table.words else "---:" for i in range(len(table.head))) + "|"
    yield from ("| " + " | ".join(map(_plain, row)) + " |" for row in table.rows)
    yield from ("", table.note, "") if table.note else ("",)


def _plain(text: str) -> str:
    """Without what Markdown would take for marks or for HTML."""
    text = " ".join(text.split()).replace("\\", "\\\\").replace("&", "&amp;").replace("<", "&lt;")
    for mark in "`*_[]|#~":
        text = text.replace(mark, "\\" + mark)
    return text
