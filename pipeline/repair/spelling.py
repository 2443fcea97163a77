"""One key for the ways to spell a syllable that are all right: hoà and hòa, uỷ and ủy, qui and quy, kĩ and kỹ.

The author's own way is never changed; the language model only must not take two spellings for two words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
#: Where school books and older print disagree on the vowel that bears the tone: open syllables in oa, oe, uy.
_OPEN_PAIR = re.compile(r"(?:^|.*[^q])(?:oa|oe|uy)$")
#: A lone final i that may as well be y; "qui" is written with the same letter as "quy".
_LONE_I = re.compile(r"(?:[hklmstv]|q?u?qu)i$")


@lru_cache(maxsize=65536)
def spelling_key(word: str) -> str:
    """The key of a word in any case.

    >>> [spelling_key(w) for w in ("Hoà", "hòa", "UỶ", "qui", "kĩ", "tỉnh", "thuỷ", "hoàn")]
    ['hòa', 'hòa', 'ủy', 'quy', 'kỹ', 'tỉnh', 'thủy', 'hoàn']
    """
    word = word.lower()
    if word.isascii():
        return word[:-1] + "y" if _LONE_I.fullmatch(word) else word
    plain, tone = split_tone(word)
    if tone and _OPEN_PAIR.match(plain):
        return unicodedata.normalize("NFC", plain[:-1] + tone + plain[-1])
    if _LONE_I.fullmatch(plain):
        return unicodedata.normalize("NFC", plain[:-1] + "y" + tone)
    return word


def split_tone(word: str) -> tuple[str, str]:
    """The word without its tone, and the tone as a combining mark or ""."""
    marked = unicodedata.normalize("NFD", word)
    found = _TONE.search(marked)
    return unicodedata.normalize("NFC", _TONE.sub("", marked)), found[0] if found else ""
