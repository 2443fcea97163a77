"""How Vietnamese a text is: tells a text layer that can be read from scanner OCR without marks and from broken font maps.

Most words of a Vietnamese text are syllables with a mark. Scanner OCR that knew no Vietnamese leaves the marks out or makes other
letters of them: "QUYET DINH", "hO\\ltdQng", "vigc".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from pipeline.read.syllables import is_syllable

Verdict = Literal["vietnamese", "foreign", "garbage", "little"]
#: Fewer words say nothing.
_WORDS = 20
#: Shares of the words. Measured on 24,905 stretches of 300 words of legal text (marked 0.54 to 0.95, others up to 0.34) and on
#: nine garbage pages of three files (marked 0 to 0.23, others 0.30 to 0.38).
_MARKED, _OTHERS = 0.4, 0.45
#: Words that are no Vietnamese syllables, of which an English text holds at least one in sixteen.
_ENGLISH = frozenset(["the", "of", "and", "for", "is", "that", "by", "this", "with", "are", "or", "from", "were", "which", "not", "shall"])
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Symbols of documents, abbreviations, addresses: neither a good nor a bad sign.
_NEUTRAL = re.compile(r"[A-ZĐƯ&]{2,7}|.*\w[@/].*|.*\d.*", re.DOTALL)


def judge(words: Iterable[str]) -> Verdict:
    """What the words (with their punctuation) look like; "little" when there are too few to say.

    >>> judge("Căn cứ Nghị định của Chính phủ về công tác thi đua và đề nghị của các đơn vị trực thuộc trên địa bàn tỉnh".split())
    'vietnamese'
    """
    marked = plain = other = english = 0
    for word in words:
        for part in () if _NEUTRAL.fullmatch(word) else _WORD.findall(word):
            english += part.lower() in _ENGLISH
            if not is_syllable(part):
                other += 1
            elif part.isascii():
                plain += 1
            else:
                marked += 1
    total = marked + plain + other
    if total < _WORDS:
        return "little"
    if marked >= _MARKED * total and other <= _OTHERS * total:
        return "vietnamese"
    return "foreign" if english * 16 >= total else "garbage"
