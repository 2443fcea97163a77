"""Names of bodies and positions in capitals, written the way they are in running text.

Capitals follow Decree 30/2020/NĐ-CP, Appendix II: the first word of what a body is, of each field it works in, and every word of a
proper name ("Sở Khoa học và Công nghệ tỉnh Quảng Ngãi"). Which words make a field is data: casing.csv, bodies.csv, positions.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from pipeline.tables import entries
from pipeline.text import UPPER, bare, fold, is_capitals

_TOKEN = re.compile(r"[^\W_]+|\s+|[\W_]")
_PARTS = re.compile(r"\s*[-,/().&]\s*")
_ABBREVIATION = re.compile(rf"[{UPPER}]{{2}}")
#: What can be a Vietnamese syllable, without marks; other words in capitals are abbreviations (VNPT, TNHH, II) and stay.
_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|uyu|uoi|uou|ieu|yeu|oai|oay|oeo|uay|a[iouy]?|e[ou]?|i[aeu]?|o[aeio]?|u[aeiouy]?|y[ae]?)(?:ch|ng|nh|[cmnpt])?"
)
_OLD_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])$")
_TONE = dict(zip("àáảãạ", "òóỏõọ", strict=True)) | dict(zip("èéẻẽẹ", "òóỏõọ", strict=True)) | dict(zip("ỳýỷỹỵ", "ùúủũụ", strict=True))
#: Last words before a Roman number that is also a syllable: "Khu vực VI".
_NUMBERED = frozenset(["vực", "khu", "vùng", "nhánh", "số", "thứ", "khóa", "hạng"])
_ROMAN = re.compile(r"[IVX]+")
_LONGEST = 12  # words of a phrase
_NO_NAME = 1000  # characters; no name is so long
_UBAN = re.compile(r"\b(U)ỷ(?= ban\b)|\bUỶ(?= BAN\b)")


def _key(word: str) -> str:
    """A word in lower case, its tone mark where the decree's spelling puts it: UỶ and ỦY are both "ủy"."""
    word = word.lower()
    if word[-1] not in _TONE or not _OLD_TONE.search(word):
        return word
    return word[:-2] + _TONE[word[-1]] + bare(word[-1])


def _phrases(names: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`names` cut at hyphens and commas, without abbreviations: the key of each phrase, and its words."""
    for name in names:
        for part in _PARTS.split(name):
            if part and not _ABBREVIATION.search(part):
                words = tuple(part.split())
                yield " ".join(map(_key, words)), words


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Phrases of names, by their key, and the words as they are written. The casing table has the last word."""
    bodies = dict(_phrases(entry.canonical for entry in entries("bodies")))
    bodies = {key: words for key, words in bodies.items() if not key.endswith(_places())}
    return bodies | dict(_phrases(entry.canonical for table in ("provinces", "casing") for entry in entries(table)))


@cache
def _known_positions() -> dict[str, tuple[str, ...]]:
    return _known() | dict(_phrases(entry.canonical for entry in entries("positions")))


@cache
def _kinds() -> dict[str, str]:
    """Of the casing table: "place" before a proper name (tỉnh, huyện), "body" before a field (Sở, Cục), "lower", "phrase"."""
    return {entry.canonical: entry.extra["kind"] for entry in entries("casing")}


@cache
def _places() -> tuple[str, ...]:
    return tuple(f" {words}" for words, kind in _kinds().items() if kind == "place")


def sentence_case(name: str) -> str:
    """The name of a body, if it is in capitals, as it is written in running text; spaces squeezed, "Uỷ ban" as "Ủy ban".

    >>> sentence_case("SỞ KHOA HỌC VÀ CÔNG NGHỆ"), sentence_case("UỶ BAN NHÂN DÂN TỈNH QUẢNG NGÃI")
    ('Sở Khoa học và Công nghệ', 'Ủy ban nhân dân tỉnh Quảng Ngãi')
    """
    return _case(name, positions=False)


def position_case(text: str) -> str:
    """As `sentence_case`, for positions of persons: "PHÓ GIÁM ĐỐC" is "Phó Giám đốc"."""
    return _case(text, positions=True)


@lru_cache(maxsize=256)
def _case(text: str, *, positions: bool) -> str:
    text = " ".join(text.split())
    if len(text) > _NO_NAME or not _shouts(text):
        return _UBAN.sub(lambda found: "Ủ" + ("y" if found[1] else "Y"), text)
    tokens = [token if token.strip() else " " for token in _TOKEN.findall(text)]
    cased = list(_cased(tokens, _known_positions() if positions else _known(), lower_rest=positions))
    first = next((i for i, token in enumerate(cased) if token[0].isalpha()), None)
    if first is not None:
        cased[first] = cased[first][0].upper() + cased[first][1:]
    return "".join(cased)


_FIRST_WORD = re.compile(r"[^\W\d_]{2,}")


def _shouts(text: str) -> bool:
    """In capitals, but for a stray small letter of the recogniser, or a small word between ("SỞ VĂN HÓA và DU LỊCH")."""
    first = _FIRST_WORD.search(text)
    return first is not None and is_capitals(first[0]) and sum(map(str.isupper, text)) > 2 * sum(map(str.islower, text))


def _cased(tokens: list[str], known: dict[str, tuple[str, ...]], *, lower_rest: bool) -> Iterator[str]:
    at, of_place = 0, 0  # of_place: how many words of a place's name may still come
    field, before = False, ""  # field: a body of the State came before, so that unknown words name a field, not a person or firm
    while at < len(tokens):
        token = tokens[at]
        if not token[0].isalpha():
            of_place, before = (of_place, before) if token == " " else (0, "")
            yield token
            at += 1
            continue
        phrase = _longest(tokens, at, known)
        if of_place and len(phrase) <= 3 - of_place:
            phrase, of_place = (_of_place(token),), of_place - 1
        elif phrase:
            kind = _kinds().get(" ".join(phrase))
            of_place = 2 if kind == "place" else 0
            field = kind == "body" or (field and kind == "lower")
            before = phrase[-1]
        else:
            phrase = (_unknown(token, before, small=lower_rest or (field and before == "")),)
            of_place, before = 0, ""
        yield " ".join(phrase)
        at += 2 * len(phrase) - 1


def _unknown(word: str, before: str, *, small: bool) -> str:
    if _ROMAN.fullmatch(word) and before in _NUMBERED:
        return word
    return word.lower() if small and _plausible(word) else _proper(word)


def _longest(tokens: list[str], at: int, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of the longest phrase known that begins at token `at`; () when there is none."""
    words: list[str] = []
    best: tuple[str, ...] = ()
    for i in range(at, min(at + 2 * _LONGEST - 1, len(tokens))):
        if (i - at) % 2:
            if tokens[i] != " ":
                break
            continue
        words.append(_key(tokens[i]))
        best = known.get(" ".join(words), best)
    return best


def _plausible(word: str) -> bool:
    """Whether a word can be Vietnamese: a syllable, and no single letter but Y, Ý, Ổ and the like."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


def _of_place(word: str) -> str:
    """A word of a place's name: those of the highlands are no Vietnamese syllables (KRÔNG BÚK)."""
    return word.capitalize() if re.search("[aeiouy]", fold(word)) and not _ROMAN.fullmatch(word) else _proper(word)


def _proper(word: str) -> str:
    """A word of a proper name: capital first. Abbreviations stay (VNPT); foreign words, which have more vowels, do not (INTERNET)."""
    foreign = len(word) > 5 and 3 * sum(letter in "aeiouy" for letter in fold(word)) >= len(word)
    return word[0].upper() + word[1:].lower() if foreign or _plausible(word) else word
