"""Known names of bodies, types of documents, awards, positions and provinces whose marks were misread: the lexicon knows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise, zip_longest

from pipeline.lexicon import entries
from pipeline.repair.channel import in_case_of
from pipeline.repair.ledger import Change
from pipeline.repair.spelling import spelling_key
from pipeline.text import bare
from pipeline.text import fold as _fold

fold = lru_cache(16_384)(_fold)

_TABLES = ("bodies", "doc_types", "awards", "positions")
_LONGEST = 8
_PHRASE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")
#: A province's name of two words is only sure behind what says that it is one.
_HEADS = {"tỉnh": ("tỉnh", "ubnd tỉnh"), "thành phố": ("thành phố", "tp")}
CONFIDENCE = 0.97


@cache
def phrases() -> dict[str, tuple[str, ...] | None]:
    """Folded phrase -> its words as they are spelled, in lower case; None where two names differ in their marks alone."""
    found: dict[str, tuple[str, ...] | None] = {}
    for phrase in _phrases():
        words = tuple(phrase.lower().split())
        other = found.setdefault(_fold(phrase), words)
        if other and other != words and [*map(spelling_key, other)] != [*map(spelling_key, words)]:
            found[_fold(phrase)] = None
    return found


def _phrases() -> Iterator[str]:
    for table in _TABLES:
        for entry in entries(table):
            yield from (form for form in (entry.canonical, *entry.variants) if _PHRASE.fullmatch(form))
    for entry in entries("provinces"):
        for head in _HEADS.get(entry.extra["kind"], ()):
            if _PHRASE.fullmatch(entry.canonical):
                yield f"{head} {entry.canonical}"


@cache
def _pairs() -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
    """Folded words that stand side by side in a phrase -> the keys of their spellings; of a phrase spelled in two ways none."""
    out: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for phrase, words in phrases().items():
        keys = pairwise(map(spelling_key, words)) if words else ()
        for pair, spelled in zip_longest(pairwise(phrase.split(" ")), keys):
            out.setdefault(pair, set()).update((spelled,) if spelled else ())
    return {pair: frozenset(keys) for pair, keys in out.items()}


def mend_names(
    text: str, tokens: Sequence[re.Match[str]], words: Sequence[str], doubtful: Sequence[int], frozen: Callable[[int], bool]
) -> Iterator[Change]:
    """Changes of words at `doubtful` that stand in a known name, begun with a capital, of which at least half the words are right.

    `words` are the texts of the tokens.
    """
    done, last = -1, len(words) - 1
    for i in doubtful:
        word = words[i]
        may_be_wrong = (i > 0 and _is_odd(words[i - 1], word)) or (i < last and _is_odd(word, words[i + 1]))
        if may_be_wrong and i > done and not frozen(i):
            for first, end in _spans(tokens, i):
                changes = list(_mended(text, tokens[first:end], i - first))
                if changes:
                    yield from changes
                    done = end - 1
                    break


def in_name(word: str, next_word: str) -> bool:
    """Whether a known name has these two words side by side, marks aside."""
    return (fold(word), fold(next_word)) in _pairs()


@lru_cache(32_768)
def _is_odd(word: str, next_word: str) -> bool:
    """Whether known names have these two words side by side, but not as they are spelled here."""
    keys = _pairs().get((fold(word), fold(next_word)))
    return keys is not None and (spelling_key(word), spelling_key(next_word)) not in keys


def _mended(text: str, tokens: Sequence[re.Match[str]], at: int) -> Iterator[Change]:
    """The changes of a stretch of words that make it a known name, word `at` among them."""
    if not tokens[0][0][0].isupper():
        return
    words = [t[0] for t in tokens]
    known = phrases().get(" ".join(map(fold, words)))
    if not known or any(text[a.end() : b.start()].strip(" \n") for a, b in pairwise(tokens)):
        return
    wrong = [k for k, (w, n) in enumerate(zip(words, known, strict=True)) if spelling_key(w) != spelling_key(n)]
    if at in wrong and len(wrong) * 2 <= len(words):
        for k in wrong:
            yield Change(tokens[k].start(), tokens[k].end(), words[k], in_case_of(words[k], known[k]), "names.lexicon", CONFIDENCE)


def _spans(tokens: Sequence[re.Match[str]], i: int) -> Iterator[tuple[int, int]]:
    """Stretches of words round `i` that stand side by side in known names, the longest first."""
    left = right = i
    while left > 0 and i - left < _LONGEST - 1 and in_name(tokens[left - 1][0], tokens[left][0]):
        left -= 1
    while right + 1 < len(tokens) and right - i < _LONGEST - 1 and in_name(tokens[right][0], tokens[right + 1][0]):
        right += 1
    for size in range(min(_LONGEST, right - left + 1), 1, -1):
        for first in range(max(left, i - size + 1), min(i, right - size + 1) + 1):
            yield first, first + size


# --- symbols without Đ --------------------------------------------------------------------------------------------------


@cache
def _symbols() -> dict[str, str | None]:
    """Abbreviation with D for Đ -> as it is written: "TDKT" -> "TĐKT"; None where both exist."""
    known = {f.replace("-", "") for t in ("bodies", "doc_types") for e in entries(t) for f in e.variants if f.isupper() and " " not in f}
    return {bare(name): (None if bare(name) in known else name) for name in known if "Đ" in name}


def mend_symbols(tokens: Iterable[re.Match[str]]) -> Iterator[Change]:
    """ "Ban TD-KT" -> "Ban TĐ-KT": abbreviations in capitals that are known with Đ and not with D. Symbols with digits stay."""
    for token in tokens:
        word = token[0]
        if "D" not in word or not word.isupper() or not word.replace("-", "").isalpha() or len(word) < 3:
            continue
        known = _symbols().get(word.replace("-", ""))
        if known:
            letters = iter(known)
            after = "".join(c if c == "-" else next(letters) for c in word)
            yield Change(token.start(), token.end(), word, after, "names.symbol", CONFIDENCE)


#: The symbol of a number, from its slash or dash on: "/QĐĐ-UBND", "-NQ/ĐĐU".
_OF_NUMBER = re.compile(r"[/–-](?:(?<=\d.)|(?<=\d\s.))\s?(?P<symbol>[A-ZĐ][A-Za-zĐđ]{1,7}(?:[-–/][A-ZĐ][A-Za-zĐđ\d]{0,11}){1,4})(?![\w/])")
_GROUP = re.compile(r"[A-ZĐ][A-Za-zĐđ]+(?!\w)")
#: Letters of mixed codes that are misread for one another: T, g and r.
_MISREAD = {"T": "IlY", "g": "Eeq", "r": "tfI"}


@cache
def _codes() -> frozenset[str]:
    """All abbreviations of the lexicon that stand in symbols: types and bodies."""
    return frozenset(f for t in ("bodies", "doc_types") for e in entries(t) for f in e.variants if " " not in f)


@cache
def _misread_codes() -> dict[str, str | None]:
    """Known codes of capitals and small letters with one letter misread -> the code; None where it may be two: "TIr" -> "TTr"."""
    found: dict[str, str | None] = {}
    for code in _codes():
        if code.isalpha() and not code.isupper() and 3 <= len(code) <= 4:
            for i, c in enumerate(code):
                for wrong in _MISREAD.get(c, ""):
                    read = code[:i] + wrong + code[i + 1 :]
                    found[read] = code if found.get(read, code) == code else None
    return {read: code for read, code in found.items() if read not in _codes()}


def mend_notations(text: str) -> Iterator[Change]:
    """ "380/QĐĐ-UBND" -> QĐ, "12/TIr-SYT" -> TTr: groups of a symbol that no code is, where one Đ less or one letter makes a known one."""
    for m in _OF_NUMBER.finditer(text):
        for group in _GROUP.finditer(text, m.start("symbol"), m.end("symbol")):
            if known := _code_meant(group[0]):
                yield Change(group.start(), group.end(), group[0], known, "names.notation", CONFIDENCE)


def _code_meant(group: str) -> str | None:
    single = group.replace("ĐĐ", "Đ", 1)
    if single != group:
        return single if group not in _codes() and single in _codes() else None
    return _misread_codes().get(group)


#: One Đ that was read twice, as two letters that look alike: no keyboard writes both.
_TWICE = re.compile(r"(?<![^\W\d_])[A-ZĐ]{0,12}ĐÐ[A-ZĐÐ]{0,12}(?![^\W\d_])")


def mend_doubled(source: str) -> Iterator[Change]:
    """ "QĐÐ" -> "QĐ", "LĐÐLĐ" -> "LĐLĐ", wherever no code has two: in positions of the source."""
    for m in _TWICE.finditer(source) if "ĐÐ" in source else ():
        if m[0].replace("Ð", "Đ") not in _codes():
            at = source.index("ĐÐ", m.start())
            yield Change(at, at + 2, "ĐÐ", "Đ", "names.notation", CONFIDENCE)


# --- set phrases --------------------------------------------------------------------------------------------------------

#: "V/w tổ chức …": the abbreviation of "Về việc" that opens a subject, Decree 30/2020/NĐ-CP, Appendix I.
_ABOUT = re.compile(r"V/(w|y|ư|ỵ)(?=[ :])")
#: "chuyên khoa cấp l": degrees and ranks in Roman numerals.
_ALONE = re.compile(r" l(?![\w.)])")
_RANKED = ("cấp", "hạng", "loại", "quý", "khoa")


def mend_formulas(text: str) -> Iterator[Change]:
    """What is always written one way, in letters alone."""
    for m in _ABOUT.finditer(text):
        if not text[max(m.start() - 1, 0) : m.start()].isalnum():
            yield Change(m.start(1), m.end(1), m[1], "v", "names.formula", CONFIDENCE)
    for m in _ALONE.finditer(text):
        if text.endswith(_RANKED, 0, m.start()):
            yield Change(m.start() + 1, m.end(), "l", "I", "names.roman", CONFIDENCE)
