"""What is never changed by the language model: names of persons, foreign words, abbreviations, what stands against a symbol."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from pipeline.lexicon import entries
from pipeline.read.syllables import is_syllable
from pipeline.text import bare, fold

#: Longest name of a person, in words.
_NAME = 5


@cache
def _surnames() -> frozenset[str]:
    """Without marks: a surname may be the word that was misread."""
    return frozenset(fold(entry.canonical) for entry in entries("surnames"))


def protected(text: str, tokens: Sequence[re.Match[str]], i: int) -> bool:
    """Whether word `i` of the tokens of `text` is to stay as it was read."""
    word = tokens[i][0]
    if len(word) < 2 or is_foreign(word) or _touches(text, tokens[i]):
        return True
    if word.isupper() and not is_syllable(word) and bare(word).lower() == word.lower().replace("đ", "d"):
        return True  # an abbreviation
    if not is_syllable(word) and bare(word) == word and _beside_foreign(tokens, i):
        return True
    return word[0].isupper() and not word.isupper() and _in_name(text, tokens, i)


@lru_cache(maxsize=8192)
def is_foreign(word: str) -> bool:
    """Letters that Vietnamese does not have, or a word with capitals inside ("CaO")."""
    return any(c in "fjwzFJWZ" for c in word) or (not word.islower() and not word.isupper() and not word[1:].islower() and word[1:] != "")


def _touches(text: str, token: re.Match[str]) -> bool:
    """Digits, symbols and addresses go on without a space: "SYT-TCCB", "a.b@c"."""
    before, after = text[max(token.start() - 1, 0) : token.start()], text[token.end() : token.end() + 1]
    return before in ("@", "/", "\\", "_", "&") or after in ("@", "\\", "_", "&") or before.isdigit() or after.isdigit()


def _beside_foreign(tokens: Sequence[re.Match[str]], i: int) -> bool:
    near = [tokens[k][0] for k in (i - 1, i + 1) if 0 <= k < len(tokens)]
    return any(len(w) > 1 and w.isalpha() and w.isascii() and not is_syllable(w) for w in near)


def _in_name(text: str, tokens: Sequence[re.Match[str]], i: int) -> bool:
    """A run of capitalised words that begins with a surname: "Nguyễn Văn Hả". Nobody but the person knows how it is spelled."""
    first = i
    while first > 0 and i - first < _NAME and _follows(text, tokens, first):
        first -= 1
    last = i
    while last + 1 < len(tokens) and last - first < _NAME and _follows(text, tokens, last + 1):
        last += 1
    # A heading word may stand before the surname ("Ông Nguyễn …"), so any word of the run but the last may be it.
    return last > first and any(fold(tokens[k][0]) in _surnames() and last - k >= 1 and k <= i for k in range(first, last + 1))


def _follows(text: str, tokens: Sequence[re.Match[str]], i: int) -> bool:
    """Whether token `i` is a capitalised word on the same line as one before it, with a space between."""
    word, before = tokens[i][0], tokens[i - 1][0]
    return (
        word[0].isupper()
        and before[0].isupper()
        and not word.isupper()
        and not before.isupper()
        and text[tokens[i - 1].end() : tokens[i].start()] == " "
    )
