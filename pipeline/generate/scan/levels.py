"""How bad a scan is: what each level of noise does to a page, from a file that was never printed to a fax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Tones: TypeAlias = Literal["colour", "grey", "two"]
Noise: TypeAlias = Literal["none", "light", "medium", "heavy", "fax"]


@dataclass(frozen=True, slots=True)
class Level:
    """Choices and upper bounds, from which each document draws its own; chances from 0 to 1."""

    dots: tuple[int, ...]  #: to the inch
    tones: tuple[Tones, ...]
    signed: bool  #: seal, signature and initials
    written: float  #: chance that number and day stand there by hand
    skew: float  #: degrees
    blur: tuple[float, float]  #: radius in pixels
    grain: float  #: standard deviation in grey levels
    light: float  #: grey levels lost where it is darkest
    specks: int  #: a page
    dirt: float  #: chance of each: a dark edge, holes, a streak, print that shines through, the registry's stamp
    copied: float  #: chance that it is a copy of a copy
    quality: tuple[int, int]  #: of JPEG, 1 to 95


LEVELS: Mapping[Noise, Level] = {
    "none": Level((200, 300), ("grey",), False, 0.0, 0.0, (0, 0), 0, 0, 0, 0.0, 0.0, (90, 95)),
    "light": Level((200, 300), ("colour", "colour", "grey"), True, 0.6, 0.3, (0, 0.6), 3, 12, 20, 0.1, 0.0, (75, 90)),
    "medium": Level((200,), ("colour", "grey", "two", "two"), True, 0.75, 1.0, (0.4, 0.8), 7, 35, 150, 0.25, 0.1, (50, 75)),
    "heavy": Level((120, 150, 200), ("colour", "grey", "two"), True, 0.75, 2.5, (0.6, 1.1), 12, 60, 400, 0.5, 0.5, (25, 45)),
    "fax": Level((204,), ("two",), True, 0.75, 1.0, (0.3, 0.6), 6, 20, 120, 0.2, 0.1, (90, 95)),
}
