"""The HTML file: one document after the other into a stream, so that many scans never stand in memory together.

Nothing of a result is markup. Everything travels as JSON inside of elements that no browser runs, without a single `<`, `>` or
`&`, and the script sets it as text. A content security policy with the hashes of the one script and the one style sheet stands
above it: nothing else would run, and nothing can be fetched.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

from pydantic_core import to_json

from pipeline.directive import Directive
from pipeline.view import labels
from pipeline.view.data import Options, Result, document, entry, sheet_of

_FOLDER = Path(__file__).resolve().parent
#: What could end a script element, begin a comment in it, or break a line of JavaScript.
_ESCAPED = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029\x7f"})
#: In the template, where the parts stand.
_STYLE, _SCRIPT, _POLICY, _DATA = "/*STYLE*/", "/*SCRIPT*/", "POLICY", "<!--DATA-->"


def write_page(
    stream: IO[str], results: Sequence[Result], options: Options | None = None, progress: Callable[[int], None] = lambda done: None
) -> None:
    """Write the page of `results`, in their order. The same results and source files give the same page.

    `progress` is called with the number of documents written, after each. A source file that is missing or has changed is no
    error: its document is shown as text, with a note.
    """
    options = options or Options()
    sheets = [sheet_of(result, options) for result in results]
    pages = sum(len(sheet.pages) for sheet in sheets)
    share = options.pictures_limit // max(pages, 1)
    head, tail = _shell().split(_DATA)
    stream.write(head)
    for i, sheet in enumerate(sheets):
        data, drawn = document(sheet, options, share)
        stream.write(_block(f"d{i}", "application/json", escaped_json(data)))
        for picture in drawn.pages:
            stream.write(_block(f"p{i}-{picture.page}", "text/plain", base64.b64encode(picture.webp).decode()))
        progress(i + 1)
    stream.write(_block("index", "application/json", escaped_json([entry(sheet) for sheet in sheets])))
    stream.write(_block("labels", "application/json", escaped_json(_labels())))
    stream.write(tail)


def escaped_json(data: Any) -> str:
    """JSON that may stand in a script element whatever is in it.

    >>> escaped_json(["</script><!--"])
    '["\\\\u003c/script\\\\u003e\\\\u003c!--"]'
    """
    return to_json(data).decode().translate(_ESCAPED)


def _block(name: str, kind: str, text: str) -> str:
    return f'<script type="{kind}" id="{name}">{text}</script>\n'


def _labels() -> dict[str, Any]:
    """Everything that the page says. `list` are the fields of which a document has any number."""
    return {
        "fields": labels.FIELDS,
        "parts": labels.PARTS,
        "states": labels.STATES,
        "statuses": labels.STATUSES,
        "words": labels.WORDS,
        "keys": labels.KEYS,
        "order": [name for name in labels.FIELDS if name in Directive.model_fields],
    }


@cache
def _shell() -> str:
    """The page without data, its policy filled in."""
    template, style, script = (_asset(name) for name in ("page.html", "page.css", "page.js"))
    template = template.replace("NOSCRIPT_VI", labels.WORDS["noscript"][0]).replace("NOSCRIPT_EN", labels.WORDS["noscript"][1])
    policy = (
        f"default-src 'none'; script-src 'sha256-{_hash(script)}'; style-src 'sha256-{_hash(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return template.replace(_POLICY, policy).replace(_STYLE, style).replace(_SCRIPT, script)


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
