"""The report as one page: no script, no network, figures inline, light and dark as the reader's system has it. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from pipeline.evaluate import plots
from pipeline.evaluate.modes import STANDARD
from pipeline.evaluate.positions import PLACES
from pipeline.evaluate.tables import Table, calibration_table, change_line, set_tables, unknown_line

_STYLE = Path(__file__).with_name("report.css")
#: Nothing may be loaded and nothing may run, whatever a document says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_RATE_COLUMNS = ("P", "R")


def report_html(report: dict[str, Any], against: str = "the earlier scores") -> str:
    """The whole page."""
    names = list(report["sets"])
    links = "".join(f'<a href="#set-{i}">{escape(name)}</a>' for i, name in enumerate(names)) if len(names) > 1 else ""
    body = [f"<header><h1>Evaluation</h1><p class=note>{escape(_subtitle(report))}</p><nav>{links}</nav></header>"]
    body += _changes(report, against) if report["changes"] is not None else []
    if report["calibration"]:
        body += ["<h2>Calibration</h2>", f'<div class="panel">{_table(calibration_table(report))}</div>']
    for i, name in enumerate(names):
        body += _set(i, name, report["sets"][name])
    body.append("<footer>What each number means: docs/evaluation.md of vanban.</footer>")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Evaluation: {escape(', '.join(names))}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f"<body><main>\n{chr(10).join(body)}\n</main></body>\n</html>\n"
    )


def _subtitle(report: dict[str, Any]) -> str:
    sets = [f"{one['documents']} documents of {name}" for name, one in report["sets"].items()]
    return f"{' and '.join(sets)}, compared with their gold annotations."


def _changes(report: dict[str, Any], against: str) -> Iterator[str]:
    changes, unknown = report["changes"], unknown_line(report)
    yield f"<h2>Gains and losses against {escape(against)}</h2>"
    if unknown:
        yield f'<p class="note">{escape(unknown)}</p>'
    if not changes:
        yield '<p class="nothing">No field of any document has more or fewer mistakes.</p>'
        return
    yield '<div class="panel"><ul class="changes">'
    for change in sorted(changes, key=lambda c: not c["loss"]):
        kind, _, words = change_line(change).partition("  ")
        own = "".join(f"<li>{escape(mistake)}</li>" for mistake in (change["mistakes"] if change["loss"] else ()))
        yield f'<li class="{kind.lower()}"><b>{kind}</b> {escape(words)}{f"<ul>{own}</ul>" if own else ""}</li>'
    yield "</ul></div>"


# --- one set ------------------------------------------------------------------------------------------------------------------


def _set(i: int, name: str, one: dict[str, Any]) -> Iterator[str]:
    yield f'<h2 id="set-{i}">{escape(name)}</h2>'
    yield f'<div class="cards">{"".join(_cards(one))}</div>'
    if one["without_result"]:
        yield f'<p class="note">No result for: {escape(", ".join(one["without_result"]))}. All their values count as missed.</p>'
    yield f'<div class="columns">{"".join(_figures(one))}</div>'
    tables = {table.key: table for table in set_tables(one) if table.key != "documents"}  # they are listed with their mistakes
    for key in ("fields", "details"):
        yield from (_panel(tables.pop(key)),) if key in tables else ()
    yield f'<div class="columns">{"".join(map(_panel, tables.values()))}</div>'
    yield f'<div class="panel"><h3>Documents</h3>{"".join(_documents(one))}</div>'


def _cards(one: dict[str, Any]) -> Iterator[str]:
    yield _card(f"{one['whole'][STANDARD]} of {one['documents']}", "documents right as a whole")
    for name in ("header", "content", "lists"):
        if one["together"].get(name, {}).get(STANDARD, {}).get("n"):
            yield _card(f"{one['together'][name][STANDARD]['f1']:.3f}", f"F1 {name}")
    if one["reliability"]["answers"]:
        yield _card(f"{one['reliability']['expected_calibration_error']:.3f}", "calibration error")
    if hand := one["handwritten"]:
        right, wrong = (sum(counts[k] for counts in hand.values()) for k in ("right", "wrong"))
        yield _card(f"{right} / {wrong}", f"right / wrong of {sum(sum(c.values()) for c in hand.values())} written by hand")


def _card(number: str, what: str) -> str:
    return f'<div class="card"><b>{escape(number)}</b><span>{escape(what)}</span></div>'


def _figures(one: dict[str, Any]) -> Iterator[str]:
    modes = (("dot", "standard"), ("ring", "strict"))
    yield _figure("F1 by field", plots.field_plot(one["fields"]), modes, "right: values in the gold")
    kinds = (("missed", "missed"), ("extra", "extra"))
    yield _figure("Mistakes by field", plots.mistake_plot(one["fields"]), kinds, "a wrong value counts as both")
    drawn = plots.reliability_plot(one["reliability"])
    yield _figure("Reliability of confidence", drawn, (("dot", "share right, 95 % interval"),), "below: answers by stated confidence")
    squares = (("m0", "none"), ("m1", "1–2"), ("m2", "3–5"), ("m3", "6 or more"))
    yield _figure("Documents by number of mistakes", plots.document_plot(one["by_document"]), squares)
    keys = (*((place, place) for place in PLACES[:-1]), (PLACES[-1], "quote not in the text"))
    yield _figure("Where the evidence of right values stands", plots.place_plot(one["positions"]), keys)
    verdicts = (("right", "right"), ("wrong", "wrong"), ("abstained", "abstained"))
    yield _figure("Written by hand", plots.slot_plot(one["handwritten"]), verdicts)


def _figure(title: str, drawn: str, keys: Iterable[tuple[str, str]], more: str = "") -> str:
    if not drawn:
        return ""
    legend = "".join(f'<i class="key {kind}"></i>{escape(name)}' for kind, name in keys)
    return f"<figure><h3>{escape(title)}</h3>{drawn}<figcaption>{legend}{escape(f' · {more}' if more else '')}</figcaption></figure>"


def _panel(table: Table) -> str:
    return f'<div class="panel"><h3>{escape(table.title)}</h3>{_table(table)}</div>'


def _table(table: Table) -> str:
    head = "".join(f"<th{_words(i, table)}>{escape(cell)}</th>" for i, cell in enumerate(table.head))
    rows, summed = [], False
    for row in table.rows:
        is_sum = row[0].endswith(" together")
        kind = ("sum" if is_sum else "") + (" first" if is_sum and not summed else "")
        summed = summed or is_sum
        cells = "".join(f"<td{_words(i, table)}{_shade(table.head[i], cell)}>{escape(cell)}</td>" for i, cell in enumerate(row))
        rows.append(f"<tr{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{cells}</tr>")
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>{note}'


def _words(i: int, table: Table) -> str:
    return ' class="w"' if i in table.words else ""


def _shade(head: str, cell: str) -> str:
    """Rates below 1 in red, the more so the lower they are; a perfect table stays white."""
    if not (head.startswith("F1") or head in _RATE_COLUMNS) or not cell.startswith("0."):
        return ""
    return f' style="background:color-mix(in srgb,var(--wrong) {min(60, 6 + (1 - float(cell)) * 220):.0f}%,transparent)"'


def _documents(one: dict[str, Any]) -> Iterator[str]:
    """Most mistakes first."""
    order = sorted(one["by_document"].items(), key=lambda item: (-len(item[1]["mistakes"]), item[0]))
    for name, own in (item for item in order if item[1]["mistakes"]):
        n = len(own["mistakes"])
        facts = f"{own['reader']} · F1 {own['f1']:.3f} · {n} mistake{'' if n == 1 else 's'}"
        rows = "".join(map(_mistake, own["mistakes"]))
        yield f'<details><summary><span class="name">{escape(name)}</span><span class="n">{escape(facts)}</span></summary>'
        yield '<table class="mistakes"><colgroup><col class="f"><col class="k"><col><col></colgroup><thead><tr><th class="w">field</th>'
        yield f'<th class="w"></th><th class="w">gold</th><th class="w">found</th></tr></thead><tbody>{rows}</tbody></table></details>'
    if clean := sum(not own["mistakes"] for own in one["by_document"].values()):
        yield f'<p class="note">{clean} documents without a mistake.</p>'


def _mistake(m: dict[str, Any]) -> str:
    gold, found = ('<span class="nothing">–</span>' if value is None else escape(value) for value in (m["gold"], m["found"]))
    return f'<tr><td>{escape(m["field"])}</td><td><span class="tag {m["kind"]}">{m["kind"]}</span></td><td>{gold}</td><td>{found}</td></tr>'
