"""Tables as files: Parquet for pandas, CSV for Excel. Made of directives.jsonl, some megabytes at a time."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pipeline.batch.store import LINES
from pipeline.batch.tables import TABLES, Json, Row, Table, rows

#: Bytes of lines whose rows are in memory at a time.
_TOGETHER = 8_000_000

Write = Callable[[Sequence[Row]], None]


def write_tables(folder: str | Path, forms: Iterable[str]) -> None:
    """documents, targets, deadlines, quotas, references and recipients in `folder`, as ".parquet" or ".csv" (`forms`).

    Each file is replaced when all are whole. Needs pyarrow for "parquet".
    """
    folder = Path(folder)
    open_as = {"parquet": _parquet, "csv": _csv}
    wanted = [(table, form, folder / f"{table.name}.{form}") for form in forms for table in TABLES]
    with ExitStack() as stack:
        writers = [(table, stack.enter_context(open_as[form](table, _partial(path)))) for table, form, path in wanted]
        for directives in _some(folder / LINES):
            for table, write in writers:
                write([row for directive in directives for row in rows(table, directive)])
    for _, _, path in wanted:
        os.replace(_partial(path), path)


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _some(path: Path) -> Iterator[list[Json]]:
    with path.open("rb") as lines:
        while some := lines.readlines(_TOGETHER):
            yield [json.loads(line) for line in some]


@contextmanager
def _parquet(table: Table, path: Path) -> Iterator[Write]:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyarrow import parquet

    types = {"text": pa.string(), "number": pa.float64(), "integer": pa.int64(), "flag": pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in table.columns])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:

        def write(some: Sequence[Row]) -> None:
            if some:
                columns = [pa.array(column, field.type) for column, field in zip(zip(*some, strict=True), schema, strict=True)]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))

        yield write


@contextmanager
def _csv(table: Table, path: Path) -> Iterator[Write]:
    """With a byte order mark, by which Excel knows UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([name for name, _ in table.columns])
        yield lambda some: writer.writerows([_cell(value) for value in row] for row in some)


def _cell(value: Any) -> Any:
    """Excel would take "- Như trên" or "=…" for a formula: an apostrophe keeps it text.

    >>> _cell("- Như trên"), _cell("="), _cell(3.0), _cell(True)
    ("'- Như trên", '=', 3, 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and len(value) > 1 and value[0] in "=+-@\t\r":
        return f"'{value}"
    return value
