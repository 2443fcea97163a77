"""What OCR makes of stamps, signatures and specks: telling it from print, in a row and at its ends."""

from __future__ import annotations

import re

from pipeline.read.syllables import is_syllable

#: Marks with which no row of a head begins: specks. Brackets, quotation marks and bullets may begin one, but no lone quotation mark.
_SPECKS = re.compile(
    r"(?:[^\w\s(\[“\"'‘«»+*•–—-]|[_ˆ])(?:[^\w(\[“\"'‘«+*•–—-]|[_ˆ])*(?=\w|[-–—+•*])|[-–—\s]{1,3}[_.,:;'`ˆ~^|]+(?:[^\w(\[]|[_ˆ])*(?=\w)"
    r"|['‘’]\s{0,3}(?=[^\W\d_]{2})(?![^\n]*['‘’])"
)
_WORD = re.compile(r"[^\W\d_]+")
#: Figures, dates, and numbers of documents: "2023-2024", "14/2013/QĐ-TTg".
_FIGURES = re.compile(r"[(]?\d[\d.,:/%-]*(?:/[A-ZĐƯ][\w&/-]*)?[);.,:]*")
_ABBREVIATION = re.compile(r"[A-ZĐƯ]{2,}")
#: No row of debris is longer (characters); a long one is a row of text, badly read.
_LONGEST = 70


def specks_end(text: str) -> int:
    """Where the print of a head's row begins behind specks: 2 in "..SỞ Y TẾ"."""
    m = _SPECKS.match(text)
    return m.end() if m else 0


def is_debris(text: str) -> bool:
    """Whether more of a row cannot be read than can: what is no figure, no abbreviation and in no Vietnamese word.

    >>> is_debris("K0 2n v11 (22 y1 21t"), is_debris("ohP TH"), is_debris("Hà Văn Phúc"), is_debris("năm học 2023-2024")
    (True, True, False, False)
    """
    if len(text) > _LONGEST:
        return False
    lost = legible = 0
    for token in text.split():
        good = len(token) if _FIGURES.fullmatch(token) else sum(len(w) for w in _WORD.findall(token) if _could_be_word(w))
        legible += good
        lost += sum(c.isalnum() or c not in '.,;:-–—/()“”"+*•' for c in token) - min(good, len(token))
    return lost >= legible


def _could_be_word(word: str) -> bool:
    if len(word) == 1:
        return False
    if len(word) >= 4 and (word.islower() or word.istitle()):
        return True  # foreign, a name, a clerk's code: "Website", "Niê", "csthuan"
    return bool(_ABBREVIATION.fullmatch(word)) or ((word.islower() or word.istitle() or word.isupper()) and is_syllable(word))
