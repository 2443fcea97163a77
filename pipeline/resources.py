"""Where the files that come with the package are, from a checkout and from an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def models_path(name: str) -> Path:
    """The file or folder `name` of the models, which may be missing.

    A wheel carries the models inside the package; in a checkout they stand beside it, at the top of the repository.

    >>> models_path("README.md").is_file()
    True
    """
    inside = _PACKAGE / "models"
    return (inside if inside.is_dir() else _PACKAGE.parent / "models") / name
