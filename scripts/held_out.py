"""Text that a language model has not seen: of each corpus file the last twentieth of the lines, without what also stands before."""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.text import LOWER, UPPER
from scripts.samples import ROOT

#: Kept beside the project; not needed, and not always there.
CORPORA = ROOT.parent / "shared" / "lm"
#: Of every hundred lines of a file so many are for training, from the first on.
TRAINING = 95
#: What a page is set in: letters of Vietnamese, digits, and the punctuation that office fonts have.
_PRINTABLE = re.compile(rf"[{LOWER}{UPPER}0-9 .,;:!?()\[\]/%+=*&<>\"'“”‘’–…°²³-]+")
#: Where a web page was flattened, words of two cells stand together: "Lĩnh vựcChưa phân loại".
_FLATTENED = re.compile(rf"[{LOWER}][{UPPER}][{LOWER}]")
#: A form's blanks: on paper they are lines of dots, which no two readers count alike.
_BLANKS = re.compile(r"(?:[.…] ?){4}|…[.…]")


def training_lines(folder: Path = CORPORA) -> Iterator[str]:
    for path in sorted(folder.glob("*.xz")):
        lines = _lines(path)
        yield from lines[: len(lines) * TRAINING // 100]


def _lines(path: Path) -> list[str]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return unicodedata.normalize("NFC", file.read()).split("\n")


@cache
def held_out_lines(folder: Path = CORPORA) -> tuple[tuple[str, ...], ...]:
    """Of each file the unseen lines in order; lines that cannot be set exactly, or are no running text, are left out."""
    files = [_lines(path) for path in sorted(folder.glob("*.xz"))]
    seen = {line for lines in files for line in lines[: len(lines) * TRAINING // 100]}
    return tuple(tuple(_clean(lines[len(lines) * TRAINING // 100 :], seen)) for lines in files)


def _clean(lines: list[str], seen: set[str]) -> Iterator[str]:
    for line in lines:
        words = line.split()
        if line in seen:
            continue
        seen.add(line)
        if len(words) >= 4 and _PRINTABLE.fullmatch(line) and not (_FLATTENED.search(line) or _BLANKS.search(line)):
            yield " ".join(words)


def held_out_texts(words: int, part: int = 0, folder: Path = CORPORA, characters: int = 7000) -> list[str]:
    """About `words` words in texts of about `characters`, each of lines that follow one another, evenly from all files.

    Other parts (1, …) have other texts while there are some: one to work with, one for a last look.
    """
    texts: list[list[str]] = [[]]
    for lines in held_out_lines(folder):
        for line in lines:
            if sum(map(len, texts[-1])) + len(line) > characters and texts[-1]:
                texts.append([])
            texts[-1].append(line)
        texts.append([])
    joined = ["\n".join(text) for text in texts if text]
    every = max(sum(len(text.split()) for text in joined) / words, 1.0)
    return [joined[int(i * every) + part] for i in range(int((len(joined) - part) / every))] if part < every else []
