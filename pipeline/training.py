"""What the training commands do: a language model from texts, a recogniser of handwritten figures from pictures of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import InputMissing


def train_language_model(corpora: Sequence[str], out: str, held_out: int) -> str:
    """Train on all but the last `held_out` percent (0 to 50) of each file's lines; one line that says what came of it, and how
    well the model foretells the lines that were left out.

    Raises InputMissing when a file does not exist.
    """
    paths = [_existing(name) for name in corpora]
    from pipeline.repair.train import train_model

    _progress(f"counting the words of {len(paths)} files …")
    seen = 1.0 - held_out / 100
    meta = train_model(paths, Path(out), last=seen)
    size = Path(out).stat().st_size / 1e6
    said = f"{out}: {size:.1f} MB; {meta['symbols']:,} symbols of {len(paths)} files, {meta['words']:,} words known"
    return said + _foretold(paths, Path(out), seen)


def _foretold(paths: Sequence[Path], model: Path, seen: float) -> str:
    """The perplexity on what follows share `seen` of each file's lines; nothing where that is blank."""
    from pipeline.repair.bulk import perplexity
    from pipeline.repair.ngrams import ORDER, read_model
    from pipeline.repair.train import read_lines

    unseen = [line for path in paths for line in read_lines(path, seen) if line.strip()]
    if not unseen:
        return ""
    measured, symbols, known = perplexity(read_model(model), unseen)
    return f"; perplexity {measured:.1f} on {symbols:,} symbols left out, {known[-1]:.0%} of them with the {ORDER - 1} before them known"


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
