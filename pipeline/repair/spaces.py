"""Words run together and words cut in two: "Vềviệc" -> "Về việc", "th ực" -> "thực"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from pipeline.repair.channel import SPACE, Channel, in_case_of
from pipeline.repair.ledger import Change
from pipeline.repair.ngrams import PAD, UNKNOWN, WORD, Model
from pipeline.repair.protect import is_foreign
from pipeline.repair.state import State
from pipeline.repair.weigh import CHANGE, TRUST, numbers_of

#: Shortest and longest run of letters that is tried, and into how many words.
_SHORTEST, _LONGEST, _PARTS = 4, 24, 4
#: So many words of a text are tried, each at the cost of a look-up of its own; a text with more of them is no Vietnamese.
_MOST = 400
#: What a word that is none costs beside the model's class for it.
_NO_WORD = -6.0
#: Two words come together so often (ln p of the pair).
_OFTEN = -12.0
_ALONE = re.compile(r"[bcdđghklmnpqrstvx]|ch|gh|kh|ng|nh|ph|qu|th|tr|gi|ngh")


def mend_spaces(channel: Channel, state: State, text: str) -> Iterator[Change]:
    """Words run together are parted, then parts of words joined; each change with its odds. What was made already stays."""
    model, n = channel.model, len(state.tokens)
    unknown = state.unknown[:_MOST]
    for i in unknown:
        word = state.texts[i]
        if i in state.made or state.frozen(i):
            continue
        if _SHORTEST <= len(word) <= _LONGEST and (change := _split(model, state, i)):
            yield change
    tried = {k for i in unknown for k in (i - 1, i)}
    texts = state.texts
    alone = [i for i in state.strange if len(texts[i]) <= 3 and _ALONE.fullmatch(texts[i].lower())]
    tried |= {k for i in alone for k in (i - 1, i)}
    for i in sorted(tried)[: 2 * _MOST]:
        if 0 <= i < n - 1 and not {i, i + 1} & state.made.keys() and (change := _join(channel, state, text, i)):
            yield change


def opens_sentence(model: Model, text: str, change: Change) -> bool:
    """Whether two words that often come together are run together where a sentence or line begins: "Vềviệc tổ chức"."""
    words = change.after.lower().split(" ")
    if len(words) != 2 or " " in change.before or change.before.isascii() or not change.before.istitle():
        return False
    one, two = (model.numbers[word] for word in words)
    pair = model.log_pair(one, two)
    before = text[max(change.start - 4, 0) : change.start].rstrip(" ")[-1:]
    return (not before or before in "\n.;:?!-–") and pair is not None and pair + model.prob[one] > _OFTEN


def _score(model: Model, state: State, first: int, last: int, numbers: Sequence[int]) -> float:
    """ln p of `numbers` in place of tokens first to last - 1, and of what follows them."""
    row = [*state.symbols[first : first + PAD], *numbers, *state.symbols[last + PAD : last + 2 * PAD]]
    return sum(model.log_prob(*row[k - PAD : k + 1]) for k in range(PAD, len(row)))


def _split(model: Model, state: State, i: int) -> Change | None:
    word = state.texts[i]
    if is_foreign(word) and not word[0].isupper():
        return None
    best: tuple[float, list[str]] | None = None
    for parts in _partings(model, word.lower(), _PARTS):
        numbers = [model.numbers[p] for p in parts]
        if not _stands(model, numbers):
            continue
        score = _score(model, state, i, i + 1, numbers)
        if best is None or score > best[0]:
            best = score, parts
    if best is None:
        return None
    own = _score(model, state, i, i + 1, [state.symbols[i + PAD]]) + _NO_WORD
    gain = TRUST * (best[0] - own) - SPACE * (len(best[1]) - 1)
    return _change(state, i, i + 1, _parted(word, best[1]), gain)


def _stands(model: Model, numbers: Sequence[int]) -> bool:
    """Whether the first two or three words were seen side by side."""
    return model.is_pair(*numbers) if len(numbers) == 2 else model.are_known(*numbers[:3])


def _partings(model: Model, word: str, most: int) -> Iterator[list[str]]:
    """Ways to cut a word into known ones of two letters and more."""
    if most > 1:
        for at in range(2, len(word) - 1):
            if word[:at] in model.numbers:
                rest = word[at:]
                if rest in model.numbers:
                    yield [word[:at], rest]
                yield from ([word[:at], *more] for more in _partings(model, rest, most - 1))


def _parted(word: str, parts: Sequence[str]) -> str:
    out, at = [], 0
    for part in parts:
        out.append(word[at : at + len(part)])
        at += len(part)
    return " ".join(out)


def _join(channel: Channel, state: State, text: str, i: int) -> Change | None:
    model = channel.model
    one, two = state.tokens[i], state.tokens[i + 1]
    if not (state.codes[i] & WORD and state.codes[i + 1] & WORD) or text[one.end() : two.start()] != " ":
        return None
    word = one[0] + two[0]
    if len(word) > 7 or not (word.islower() or word.isupper() or word[1:].islower()) or word.isupper() != one[0].isupper():
        return None
    if is_foreign(word):
        return None
    found = list(_readings(channel, word.lower()))
    if not found:
        return None
    own = _score(model, state, i, i + 2, state.symbols[i + PAD : i + PAD + 2])
    own += _NO_WORD * sum(state.codes[k] >= UNKNOWN for k in (i, i + 1))
    best: tuple[float, str] | None = None
    for number, shown, cost in found:
        gain = TRUST * (_score(model, state, i, i + 2, [number]) - own) - SPACE - cost
        if best is None or gain > best[0]:
            best = gain, shown
    return _change(state, i, i + 2, in_case_of(word, best[1]), best[0]) if best else None


def _readings(channel: Channel, word: str) -> Iterator[tuple[int, str, float]]:
    """The word put together, as it stands or under other marks."""
    if word in channel.model.numbers:
        yield channel.model.numbers[word], word, 0.0
    for number in numbers_of(channel.marks[word]):
        if candidate := channel.candidates[word, number]:
            yield number, candidate.shown, candidate.plain


def _change(state: State, first: int, last: int, after: str, gain: float) -> Change | None:
    if gain < CHANGE:
        return None
    start, end = state.tokens[first].start(), state.tokens[last - 1].end()
    before = " ".join(t[0] for t in state.tokens[first:last])
    return Change(start, end, before, after, "lm.space", round(1 / (1 + math.exp(-min(gain, 30.0))), 3))
