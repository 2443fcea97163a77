"""What the training commands do: a language model from texts, a recogniser of handwritten figures from pictures of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import InputMissing


def train_language_model(corpora: Sequence[str], out: str, held_out: int) -> str:
    """Train on all but the last `held_out` percent of each file's lines; one line that says what came of it.

    Raises InputMissing when a file does not exist.
    """
    paths = [_existing(name) for name in corpora]
    from pipeline.repair.train import train_model

    _progress(f"counting the words of {len(paths)} files …")
    meta = train_model(paths, Path(out), last=1.0 - held_out / 100)
    size = Path(out).stat().st_size / 1e6
    return f"{out}: {size:.1f} MB; {meta['symbols']:,} symbols of {len(paths)} files, {meta['words']:,} words known"


def train_figures(figures: str, out: str, scans: str | None, gold: str | None, faces: Sequence[str], seed: int) -> str:
    """Train the recogniser of handwritten numbers; one line that says what came of it.

    Raises InputMissing when a file does not exist, MissingDependency without PyTorch.
    """
    folder, fonts = _existing(figures), [_existing(face) for face in faces]
    from pipeline.handwriting.samples import read_samples
    from pipeline.handwriting.train import train

    samples = read_samples(_existing(scans), _existing(gold)) if scans and gold else []
    _progress(f"training on composed strings and {len(samples)} slots of scans; some 15 minutes …")
    train(folder, Path(out), samples, fonts, seed)
    return f"{out}: {Path(out).stat().st_size / 1e6:.2f} MB"


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.exists():
        raise InputMissing("there is no such file or folder", name, "check the name")
    return path


def _progress(line: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(line, file=sys.stderr)
