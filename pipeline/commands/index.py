"""`index`: directives made searchable, on this machine or on a server."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.arguments import add_debug, command
from pipeline.commands.streams import complain, output, same_file
from pipeline.errors import ExitCode

if TYPE_CHECKING:
    from pipeline.index.records import Record

_EXAMPLE = "extract --compact ke-hoach.txt | {} index - -o INDEX"
_SHOWN = 20  #: duplicates that are named one by one


def add(commands: Any) -> None:
    index = command(commands, "index", _run, "make directives searchable", _EXAMPLE)
    index.add_argument("files", nargs="*", metavar="JSONL", help="what extract or batch wrote; - is standard input")
    index.add_argument("-o", "--output", metavar="INDEX", help="folder of the index; with --to ndjson or template a file (- is stdout)")
    index.add_argument("--delete", action="append", default=[], metavar="KEY", help="take a document out; keys are in search --json")
    index.add_argument("--rebuild", action="store_true", help="begin with nothing; until all is done the old index serves")
    kinds = ("tantivy", "opensearch", "ndjson", "template")
    index.add_argument("--to", choices=kinds, default="tantivy", help="a folder here (default), a server, or a file for it")
    server = index.add_argument_group("OpenSearch or Elasticsearch")
    server.add_argument("--url", default="http://localhost:9200", help="of the server (default %(default)s)")
    server.add_argument("--name", default="directives", metavar="ALIAS", help="alias to search by (default %(default)s)")
    server.add_argument("--user", help="the password is taken from the variable OPENSEARCH_PASSWORD")
    server.add_argument("--ca-file", metavar="FILE", help="certificate that the server's is signed with")
    server.add_argument("--failures", default="index-failures.jsonl", metavar="FILE", help="what the server refused (default %(default)s)")
    add_debug(index)


def _run(options: argparse.Namespace) -> int:
    if not (options.files or options.delete or options.to == "template"):
        options.parser.error("name the JSON Lines to index, or a --delete KEY")
    if options.output is None and options.to != "opensearch":
        options.parser.error("-o is missing: " + ("where the index goes" if options.to == "tantivy" else "the file, or - for stdout"))
    if options.output and any(same_file(options.output, name) for name in options.files):
        options.parser.error(f"-o {options.output} is one of the files to read")
    run = {"tantivy": _to_folder, "opensearch": _to_server, "ndjson": _to_file, "template": _template}
    return run[options.to](options)


def _to_folder(options: argparse.Namespace) -> int:
    from pipeline.index.build import update_index

    with _records(options) as (records, bad, progress):
        built = update_index(Path(options.output), records, options.delete, options.rebuild, progress)
    _tell(built.duplicates, built.unknown)
    counts = f"{built.added} added, {built.updated} updated, {built.deleted} deleted"
    print(f"{options.output}: {built.documents} document{'s' * (built.documents != 1)} ({counts}{_bad(bad)})")
    return ExitCode.some_failed if bad or built.unknown else ExitCode.ok


def _to_server(options: argparse.Namespace) -> int:
    from pipeline.index.server import Server, send

    password = os.environ.get("OPENSEARCH_PASSWORD")
    server = Server(options.url, options.name, options.user, password, options.ca_file)
    with _records(options) as (records, bad, progress):
        done = send(server, records, Path(options.failures), options.delete, options.rebuild, progress)
    _tell(done.duplicates, done.unknown)
    if done.failed:
        complain(f"{options.failures}: the server refused {done.failed} documents; see why there, mend them and send them again")
    if not done.swapped:
        complain(f"{options.name}: it names the index before, for {done.index} is not whole; mend what failed and --rebuild again")
    print(f"{done.index}: {done.sent} sent, {done.deleted} deleted, {done.failed} refused{_bad(bad)}")
    return ExitCode.some_failed if bad or done.unknown or done.failed else ExitCode.ok


def _to_file(options: argparse.Namespace) -> int:
    from pipeline.index.bulk import bulk_lines

    with _records(options) as (records, bad, progress), output(options.output) as stream:
        for count, line in enumerate(bulk_lines(records, options.delete), 1):
            stream.write(line)
            progress(count // 2)
    return ExitCode.some_failed if bad else ExitCode.ok


def _template(options: argparse.Namespace) -> int:
    import json

    from pipeline.index.bulk import template

    with output(options.output) as stream:
        stream.write(json.dumps(template(options.name), ensure_ascii=False, indent=2) + "\n")
    return ExitCode.ok


# --- what is told -----------------------------------------------------------------------------------------------------------


@contextmanager
def _records(options: argparse.Namespace) -> Iterator[tuple[Iterator[Record], list[str], Callable[[int], None]]]:
    """The records, the bad lines met so far, and a progress line that shows on a terminal only."""
    from pipeline.index.lines import read_records

    bad: list[str] = []

    def report(line: str) -> None:
        bad.append(line.partition(": ")[0])
        complain(line)

    shows = sys.stderr is not None and sys.stderr.isatty()

    def progress(count: int) -> None:
        if shows and count % 500 == 0:
            print(f"\r{count} documents", end="", file=sys.stderr, flush=True)

    try:
        yield read_records(options.files, report), bad, progress
    finally:
        if shows:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _bad(bad: Sequence[str]) -> str:
    return f", {len(bad)} bad lines left out" if bad else ""


def _tell(duplicates: Sequence[tuple[str, int]], unknown: Sequence[str]) -> None:
    for key, count in duplicates[:_SHOWN]:
        complain(f"{key}: it came {count} times in this input; the last is kept")
    if len(duplicates) > _SHOWN:
        complain(f"{len(duplicates) - _SHOWN} more keys came several times; the last of each is kept")
    for key in unknown:
        complain(f"{key}: no document has this key; look it up with search --json")
