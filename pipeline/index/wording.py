"""What counts as the same word: one spelling for the ways of typing it, and the same without marks."""

from __future__ import annotations

import re
import unicodedata

from pipeline.text import fold

WORD = re.compile(r"[^\W_]+")

_TONES = ("àáảãạ", "èéẻẽẹ", "ỳýỷỹỵ", "òóỏõọ", "ùúủũụ")
_A, _E, _Y, _O, _U = _TONES
#: Where the tone may stand, and where it is put: "hòa" and "hoà", "thủy" and "thuỷ".
_PLACES = {old + "a": "o" + new for new, old in zip(_A, _O, strict=True)}
_PLACES |= {old + "e": "o" + new for new, old in zip(_E, _O, strict=True)}
_PLACES |= {old + "y": "u" + new for new, old in zip(_Y, _U, strict=True)}
_PLACE = re.compile("|".join(_PLACES))
#: "kỹ" and "kĩ", "sỹ" and "sĩ", "quy" and "qui" are one word each.
_FINAL_Y = re.compile(r"(?<![^\W_])(?:[hklmstv]|qu)[yỳýỷỹỵ](?![^\W_])")
_I_FOR_Y = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


def tone_places() -> tuple[tuple[str, str], ...]:
    """Each ending with its tone where it may stand, and with it where it is put, in small letters, with a capital, in capitals."""
    cases = (str.lower, str.capitalize, str.upper)
    return tuple((case(one), case(other)) for one, other in _PLACES.items() for case in cases)


def spell(text: str) -> str:
    """`text` as it is compared with its marks: NFC, lower case, one place for the tone, "i" for a final "y".

    The length is that of `text` in NFC, so that positions in NFC text stay valid.

    >>> spell("UỶ BAN, Quý, kỹ thuật, hoà, quy định"), spell("Ủy ban, kĩ, hòa, qui định")
    ('uỷ ban, quí, kĩ thuật, hoà, qui định', 'uỷ ban, kĩ, hoà, qui định')
    """
    composed = unicodedata.normalize("NFC", text)
    lower = composed.lower()
    if len(lower) != len(composed):  # "İ" and a few others grow
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in composed)
    placed = _PLACE.sub(lambda m: _PLACES[m[0]], lower.replace("ð", "đ"))
    return _FINAL_Y.sub(lambda m: m[0].translate(_I_FOR_Y), placed)


def plain(text: str) -> str:
    """`text` as it is compared without its marks, đ as d; as long as in NFC.

    >>> plain("ĐẮK LẮK"), plain("Chiến sỹ thi đua"), plain("chien si")
    ('dak lak', 'chien si thi dua', 'chien si')
    """
    return fold(spell(text))


def words(text: str) -> list[str]:
    """The words of `text`, spelled with their marks.

    >>> words("Số: 27/KH-SKHCN")
    ['số', '27', 'kh', 'skhcn']
    """
    return WORD.findall(spell(text))


def term(text: str) -> str:
    """`text` as one term for exact comparison: its words without marks, one space apart.

    >>> term("  Sở Y tế — tỉnh BẮC KẠN")
    'so y te tinh bac kan'
    """
    return " ".join(WORD.findall(plain(text)))
