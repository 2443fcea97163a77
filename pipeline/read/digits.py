"""Handwritten numbers -> what they may say, with probabilities; by a small convolutional network that runs in numpy.

The network reads a strip of 32 pixels' height and gives for every fourth column the probabilities of a figure, a letter behind a
number, other ink ("#"), or nothing yet; strings are read off by the sum over all their alignments (CTC; Graves et al., 2006).
It is trained by `pipeline.handwriting.train`. numpy is enough to run it: the network has 0.2 million weights, and a runtime of its
own would take longer to import than a page's slots to read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.resources import models_path

Strip = NDArray[np.float32]

#: What the network tells apart; index 0 is "nothing yet".
ALPHABET = "0123456789abcAB#"
#: Of a strip, pixels: with a margin on every side.
HEIGHT, MARGIN, WIDEST = 32, 2, 256
#: What a slot can say. After a number a letter where it was put in between two (3176B).
FORMS = {
    "number": re.compile(r"\d{1,5}[abcAB]?"),
    "day": re.compile(r"0?[1-9]|[12]\d|3[01]"),
    "month": re.compile(r"0?[1-9]|1[0-2]"),
}

Weights = dict[str, NDArray[np.float32]]


@cache
def load(path: Path | None = None) -> Weights | None:
    """The network's weights; None where the model is not installed or cannot be read."""
    try:
        with (path or models_path("digits.npz")).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return {name: file[name].astype(np.float32) for name in file.files}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def read_ink(ink: Strip, kind: str, weights: Weights | None = None) -> tuple[tuple[str, float], ...]:
    """What the ink of a slot of `kind` may say, at most five readings, best first, with probabilities; () without a model.

    Their probabilities are shares of all that the network thinks possible, also of what no number or day can be.
    """
    weights = load() if weights is None else weights
    if weights is None or ink.size == 0:
        return ()
    likely = probabilities(strip_of(ink), weights)
    form = FORMS[kind]
    found = [(text, p) for text, p in best_strings(likely) if form.fullmatch(text)]
    return tuple((text, round(p, 4)) for text, p in found[:5] if p >= _LEAST)


#: Readings less likely than this are not worth mentioning.
_LEAST = 0.005


def strip_of(ink: Strip) -> Strip:
    """The ink (0 paper to 1, cropped to what is written) at the height of the network's strip."""
    height, width = ink.shape
    scale = (HEIGHT - 2 * MARGIN) / height
    wide = min(max(round(width * scale), 2), WIDEST)
    small = cv2.resize(np.ascontiguousarray(ink, np.float32), (wide, HEIGHT - 2 * MARGIN), interpolation=cv2.INTER_AREA)
    right = 2 * MARGIN + (-(wide + 4 * MARGIN)) % 4
    return np.pad(small, ((MARGIN, MARGIN), (2 * MARGIN, right)))


# --- the network ------------------------------------------------------------------------------------------------------

#: Layers: name, and by how much their output is pooled down and across.
LAYERS = (("a", 2, 2), ("b", 2, 2), ("c", 1, 1), ("d", 2, 1), ("e", 2, 1), ("f", 2, 1))


def probabilities(strip: Strip, weights: Weights) -> NDArray[np.float64]:
    """Columns x (1 + letters of `ALPHABET`)."""
    x = strip[None]
    for name, down, across in LAYERS:
        x = np.maximum(_convolved(x, weights[f"{name}.weight"], weights[f"{name}.bias"]), 0)
        x = _pooled(x, down, across)
    x = _convolved(x, weights["out.weight"], weights["out.bias"])
    logits = x[:, 0, :].T.astype(np.float64) / float(weights["temperature"])
    logits -= logits.max(axis=1, keepdims=True)
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _convolved(x: Strip, weight: Strip, bias: Strip) -> Strip:
    """Channels x height x width, with zeros round it so that its size stays."""
    out, channels, down, across = weight.shape
    padded = np.pad(x, ((0, 0), (down // 2, down // 2), (across // 2, across // 2)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (down, across), axis=(1, 2))
    columns = windows.transpose(0, 3, 4, 1, 2).reshape(channels * down * across, -1)
    return np.asarray((weight.reshape(out, -1) @ columns + bias[:, None]).reshape(out, *x.shape[1:]), np.float32)


def _pooled(x: Strip, down: int, across: int) -> Strip:
    channels, height, width = x.shape
    return np.asarray(x.reshape(channels, height // down, down, width // across, across).max(axis=(2, 4)))


# --- strings ----------------------------------------------------------------------------------------------------------

#: So many beginnings are followed, with so many letters of a column, and none less likely than this.
_BEAM, _LETTERS, _RARE = 16, 4, 1e-3


def best_strings(likely: NDArray[np.float64]) -> list[tuple[str, float]]:
    """Strings by their probability, best first (prefix search: Graves, 2012)."""
    beam: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # of each beginning: ending in "nothing yet", and in its last letter
    for column in likely:
        grown: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        best = np.argsort(column[1:])[-_LETTERS:]
        letters = [(ALPHABET[i], float(column[i + 1])) for i in best if column[i + 1] > _RARE]
        rest = float(column[0])
        for text, (blank, ended) in beam.items():
            grown[text][0] += (blank + ended) * rest
            for letter, p in letters:
                if text.endswith(letter):
                    grown[text][1] += ended * p
                    grown[text + letter][1] += blank * p
                else:
                    grown[text + letter][1] += (blank + ended) * p
        beam = {text: (b, e) for text, (b, e) in sorted(grown.items(), key=lambda g: -sum(g[1]))[:_BEAM]}
    return [(text, b + e) for text, (b, e) in sorted(beam.items(), key=lambda g: -sum(g[1]))]
