"""`search`: directives found in an index on this machine."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, command
from pipeline.commands.streams import complain
from pipeline.errors import ExitCode

if TYPE_CHECKING:
    from pipeline.index.search import Hit, Results

_EXAMPLE = 'search INDEX \'thi đua "giấy khen" type:KH province:"Bắc Kạn" issued:2021-01..2021-06 deadline:<2021-06-01\''
_QUERIES = """
Words are found with and without their marks; typed with marks, documents that have just those come first.
  "thi đua"             words side by side
  -hội                  not this word
  type:KH|CV            type of document, by name or abbreviation; | is or
  province:"Bắc Kạn"    as called at issue or now; province_issued:, province_now: one of them
  issued:2021-01..2021-06   also deadline: and period:, as 2021, <2021-06-01, >=2021-03, ..2021
  number:27/KH-SKHCN    also cites:34-CT/TW; 27 KH SKHCN will do
  issuer: signer: recipient: award: subject: status: key:
"""


def add(commands: Any) -> None:
    search = command(commands, "search", _run, "find directives in an index", _EXAMPLE)
    search.epilog = f"{_QUERIES.strip()}\n\n{search.epilog}"
    search.add_argument("index", metavar="INDEX", help="folder that index wrote")
    search.add_argument("query", nargs="+", metavar="QUERY", help="see below")
    search.add_argument("--limit", type=_count, default=10, metavar="N", help="hits to show (default 10)")
    search.add_argument("--offset", type=_count, default=0, metavar="N", help="hits to skip")
    search.add_argument("--sort", choices=("relevance", "newest", "oldest"), default="relevance", help="without words newest")
    search.add_argument("--facets", action="store_true", help="count all that match by type, issuer, province, year, status")
    search.add_argument("--passages", type=_count, default=1, metavar="N", help="passages of each document (default 1)")
    search.add_argument("--json", action="store_true", help="one JSON object")
    add_debug(search)


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 99999")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    from pipeline.index.search import Searcher

    # Words of the shell that hold a space were quoted there; when there are several, they are phrases here too.
    typed = options.query[0] if len(options.query) == 1 else " ".join(map(_as_typed, options.query))
    found = Searcher(Path(options.index)).search(typed, options.limit, options.offset, options.facets, options.sort, options.passages)
    if found.corrected and not options.json:
        told = ", ".join(f"{word} → {' or '.join(other)}" for word, other in found.corrected.items())
        complain(f"{typed}: no document has all these words; looked for {told}")
    sys.stdout.write(_json(found) if options.json else "".join(_lines(found, sys.stdout.isatty())))
    return ExitCode.ok


def _as_typed(word: str) -> str:
    if " " not in word or '"' in word:
        return word
    field, colon, value = word.partition(":")
    return f'{field}:"{value}"' if colon and " " not in field else f'"{word}"'


def _json(found: Results) -> str:
    import json
    from dataclasses import asdict

    def flat(hit: Hit) -> dict[str, Any]:
        snippets = [asdict(one) for one in hit.snippets]
        return {"key": hit.key, "score": hit.score, "match": hit.match, **hit.shown, "snippets": snippets}

    facets = {name: [{"value": value, "count": count} for value, count in counts] for name, counts in found.facets.items()}
    made = {"query": found.query, "total": found.total, "corrected": dict(found.corrected)}
    return json.dumps({**made, "hits": list(map(flat, found.hits)), "facets": facets}, ensure_ascii=False, indent=2) + "\n"


def _lines(found: Results, colour: bool) -> Iterator[str]:
    from pipeline.index.snippets import marked

    before, after = ("\033[1m", "\033[0m") if colour else ("«", "»")
    yield f"{found.total} found\n"
    for hit in found.hits:
        said = hit.shown
        head = " ".join(filter(None, (said["type"], said["number"])))
        note = {"exact": "", "folded": " (other marks)", "corrected": " (corrected)", "partial": " (most words)"}[hit.match]
        yield "\n" + " · ".join(filter(None, (head, said["issued"], said["issuer"]))) + note + "\n"
        yield from (f"  {line}\n" for line in (said["subject"], *(f"… {marked(one, before, after)} …" for one in hit.snippets)) if line)
        yield f"  {said['path'] or hit.key}\n"
    yield from ["\n"] if found.facets else []
    yield from (f"{name}: " + ", ".join(f"{value} ({count})" for value, count in counts) + "\n" for name, counts in found.facets.items())
