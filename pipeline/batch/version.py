"""What a result depends on besides the document: a batch does again what was read by another version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline import __version__
from pipeline.directive import json_schema
from pipeline.resources import models_path

#: Notes about models beside them; nothing reads them.
_NOTES = (".md", ".csv")


@cache
def version_key() -> str:
    """ "0.1.0+" and 16 hexadecimal digits: the package's version, then its lexicons, models and the schema of results.

    A change of code alone shows in the package's version only.
    """
    digest = hashlib.sha256(json.dumps(json_schema(), sort_keys=True).encode())
    for path in _files():
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:16]}"


def _files() -> Iterator[Path]:
    data = Path(__file__).resolve().parents[1] / "data"
    yield from sorted(data.glob("*.csv"))
    yield from sorted(data.glob("*.toml"))
    yield from sorted(path for path in models_path(".").resolve().iterdir() if path.is_file() and path.suffix not in _NOTES)
