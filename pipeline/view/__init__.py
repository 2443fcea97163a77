"""Results as one self-contained HTML page, on which each value is shown beside the place of the source that says it.

>>> from pipeline.view import read_results, to_result, write_page       # doctest: +SKIP
>>> results = [to_result(raw, where) for where, raw in read_results(data, "results.jsonl")]     # doctest: +SKIP
>>> with open("page.html", "w", encoding="utf-8") as stream:            # doctest: +SKIP
...     write_page(stream, results)
"""

from __future__ import annotations

from pipeline.view.data import Options, Result, read_results, to_result
from pipeline.view.page import write_page

__all__ = ["Options", "Result", "read_results", "to_result", "write_page"]
