"""Text -> the symbols that the language model counts: syllables by their spelling key, everything else by its class."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.read.syllables import is_syllable
from pipeline.repair.spelling import spelling_key
from pipeline.text import LOWER, UPPER

#: Classes stand before the words in the vocabulary; their numbers are part of the model's format.
CLASSES = ("<border>", "<mark>", "<number>", "<date>", "<symbol>", "<address>", "<abbreviation>", "<syllable>", "<foreign>")
BORDER, MARK, NUMBER, DATE, SYMBOL, ADDRESS, ABBREVIATION, SYLLABLE, FOREIGN = range(len(CLASSES))

_U = UPPER
_KINDS = re.compile(
    rf"""
    (?![ ])(?:                                                                    # most white space, told at once
      (?P<plain>   [{LOWER}{_U}]++(?![\w@/&–-]|[.:]\w) )                            # most words, too
    | (?P<gap>     \n[^\S\n]*\n\s* )                                              # a blank line parts paragraphs
    | (?P<address> [a-zA-Z0-9._+-]{{1,64}}@[a-zA-Z0-9.-]+ | (?:https?://|www\.)\S+ | [a-z]++(?:\.[a-z0-9]+)+(?:/\S*)? )
    | (?P<digits>  \w*\d\w*(?:[./,:–-]\w*\d\w*|[/–-]\w+)* )                       # numbers, dates, symbols: all that holds a digit
    | (?P<symbol>  [{_U}]++(?:[&/–-][{_U}]+)+ )                                    # KH-UBND, GD&ĐT
    | (?P<word>    [^\W\d_]++ )
    | (?P<stop>    [.;:?!…]+ )
    | (?P<mark>    [^\w\s.;:?!…]+ | _+ ) )
    """,
    re.VERBOSE,
)
#: The same without groups, which cost a third more: what a token is, is only asked of words not met before.
_TOKEN = re.compile(re.sub(r"\?P<\w+>", "?:", _KINDS.pattern), re.VERBOSE)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}/(?:19|20)\d\d")
_NUMBER = re.compile(r"[\d.,]+")


def find_tokens(text: str) -> Iterator[re.Match[str]]:
    """Everything that is not white space; `kind_of` says what it is."""
    return _TOKEN.finditer(text)


def kind_of(token: re.Match[str]) -> str:
    """ "word", or what else: gap, address, digits, symbol, stop, mark."""
    known = _KINDS.match(token.string, token.start())
    kind = (known and known.lastgroup) or "mark"
    return "word" if kind == "plain" else kind


def class_of(kind: str, text: str) -> int:
    """The class of a token that is no word."""
    match kind:
        case "gap" | "stop":
            return BORDER
        case "mark":
            return MARK
        case "address":
            return ADDRESS
        case "symbol":
            return SYMBOL
        case _:
            return DATE if _DATE.fullmatch(text) else NUMBER if _NUMBER.fullmatch(text) else SYMBOL


def word_key(word: str) -> tuple[str, int]:
    """The key under which a word is counted, and its class where the vocabulary does not have it.

    >>> word_key("UBND"), word_key("Hoà"), word_key("covid")
    (('UBND', 6), ('hòa', 7), ('covid', 8))
    """
    if is_syllable(word):
        return spelling_key(word), SYLLABLE
    if len(word) > 1 and word.isupper():
        return word, ABBREVIATION
    return word.lower(), FOREIGN
