"""How one office sets its pages: size, leading, margins. Chosen by chance within what Decree 30/2020/NĐ-CP, Appendix I, allows."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

import numpy as np

Random = np.random.Generator

#: Of two who sign: side by side with the recipients below the left one, or below both, or left of both; one below the other, or
#: the one on the left where his own rows end, whatever stands on the right.
Joint: TypeAlias = Literal["level", "staggered", "row", "between", "below"]

#: Points in a millimetre, and A4 in points.
MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM


@dataclass(frozen=True, slots=True)
class Look:
    """All lengths in points."""

    size: float  #: of the body's letters: 13 to 14
    leading: float  #: from line to line, of the size
    gap: float  #: after a paragraph
    indent: float  #: of its first line
    left: float
    right: float
    top: float
    bottom: float
    head: float  #: size of the letterhead's letters: 12 to 13
    signed: float  #: from the position to the name of who signs
    basis_italic: bool  #: "Căn cứ …" in italics, as asked for since 2020
    joint: Joint  #: where the second of two signers stands


def chance(name: str, seed: int, *what: int) -> Random:
    """A generator of its own for each document, seed and purpose: what is drawn for one does not move the others."""
    return np.random.default_rng([seed % 2**63, zlib.crc32(name.encode()), *what])


def choose_look(rng: Random) -> Look:
    """Sizes, margins and gaps in PDF points, within what Decree 30/2020/NĐ-CP, Appendix I, allows and offices do."""
    size = float(rng.choice((13.0, 13.5, 14.0), p=(0.35, 0.15, 0.5)))
    return Look(
        size=size,
        leading=float(rng.uniform(1.12, 1.35)),
        gap=float(rng.choice((3.0, 6.0, 8.0))),
        indent=float(rng.choice((28.35, 36.0))),
        left=float(rng.uniform(28, 35)) * MM,
        right=float(rng.uniform(15, 20)) * MM,
        top=float(rng.uniform(18, 25)) * MM,
        bottom=float(rng.uniform(18, 25)) * MM,
        head=float(rng.choice((12.0, 12.5, 13.0))),
        signed=float(rng.uniform(85, 120)),
        basis_italic=bool(rng.random() < 0.5),
        joint=cast(Joint, str(rng.choice(get_args(Joint)))),
    )
