"""Known words with a letter or two misread: how far two spellings are apart, and which known one is meant."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.text import fold


def letters_of(text: str) -> str:
    """The letters of `text` without marks, spaces and punctuation: what slack matching compares.

    >>> letters_of("PHÓ GIÁ M ĐỐC,")
    'phogiamdoc'
    """
    return "".join(c for c in fold(text) if c.isalpha())


def slack_of(letters: str) -> int:
    """How many letters of a known word so long may be wrong: none of a short one, for it would be another word."""
    return 0 if len(letters) < 6 else 1 if len(letters) < 10 else 2


def apart(a: str, b: str, most: int) -> int:
    """How many letters must be changed, left out or put in to make `b` of `a`; more than `most` is not counted further.

    >>> apart("glamdoc", "giamdoc", 2), apart("gliamdoc", "giamdoc", 2), apart("chutich", "giamdoc", 2)
    (1, 1, 3)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    same = 0
    while same < min(len(a), len(b)) and a[same] == b[same]:
        same += 1
    a, b = a[same:], b[same:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    if not a or not b or most == 0:
        return max(len(a), len(b)) if not (a and b) else 1
    return 1 + min(apart(a[1:], b[1:], most - 1), apart(a[1:], b, most - 1), apart(a, b[1:], most - 1))


def nearest(letters: str, known: Iterable[str]) -> str | None:
    """The one word of `known` that `letters` is a misreading of; None when none is near enough, or two are as near.

    >>> nearest("glamdoc", ["giamdoc", "chutich", "doan"])
    'giamdoc'
    """
    best, found = 3, None
    for word in known:
        most = min(slack_of(word), best)
        if abs(len(word) - len(letters)) > most or not _share_a_piece(letters, word, most):
            continue
        n = apart(letters, word, most)
        if n == 0:
            return word
        if n <= most:
            found, best = (word if n < best else None), n
    return found


def _share_a_piece(letters: str, word: str, most: int) -> bool:
    """Whether one of `most + 1` pieces of `word` stands in `letters`: where `most` letters are wrong, one piece is whole."""
    size = len(word) // (most + 1)
    return any(word[i * size : (i + 1) * size] in letters for i in range(most + 1))
