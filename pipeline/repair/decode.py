"""The noisy channel: which of the words that may have been printed fit best where they stand.

Most words stand where the model has seen them stand: they are passed over in one look at the whole text. For the others every
candidate is weighed at once, in arrays; the surest changes are made, their neighbourhood is weighed again, until nothing changes.
Two neighbours wrong at once are tried in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.repair.channel import Channel, Options, Readings
from pipeline.repair.ngrams import BITS, SYMBOL_BITS, UNKNOWN, WORD, Floats, Ints, Model
from pipeline.repair.tokens import BORDER, CLASSES, find_tokens

Flags = npt.NDArray[np.bool_]

#: How far the model is believed: its log-probabilities are too sure of themselves.
TRUST = 1.0
#: A change must be better than what was read by this much (nats); a doubt by this.
CHANGE, DOUBT = 2.5, 0.5
#: Where no recogniser says what else it saw, the text may never have been scanned, and a change must be better still.
SILENT = 1.5
#: What a word costs that the vocabulary does not have, beside its class.
RARE = -5.0
#: Price of changing a word with a capital within a sentence (a name), and of changing two neighbours at once.
NAME, PAIR = 3.0, 2.0
#: What it is worth that the same text has the same two words side by side elsewhere (nats).
REPEATED = 2.0
#: Least share of the best reading among all for a change.
SURE = 0.9
#: Candidates of each of two neighbours that are tried together.
TOGETHER = 12
ROUNDS = 4
#: A reading that is worse than what was read by this much (nats) is weighed no further: its share would be nothing.
HOPELESS = -3.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The best other reading of the word at `at`."""

    at: int
    number: int
    shown: str
    gain: float  #: nats over what was read
    sure: float  #: its share of the probability of all readings


@dataclass(slots=True)
class State:
    """A text while it is being decoded."""

    tokens: list[re.Match[str]]
    codes: Ints
    symbols: Ints  #: with `order - 1` borders before and behind; changes are made here
    readings: Mapping[int, Readings]  #: by the start of a token
    frozen: Callable[[int], bool]  #: tokens that are not to be touched
    hard: Flags  #: words of whose context nothing is known
    scores: Floats  #: ln p of each symbol behind the borders before the text: token i stands in `scores[i : i + order]`
    strange: list[int] = field(default_factory=list)  #: words whose context is not well known
    suspects: list[int] = field(default_factory=list)  #: those of them that may be changed
    made: dict[int, Choice] = field(default_factory=dict)
    options: dict[int, Options] = field(default_factory=dict)  #: those that were asked for

    def of_class(self, *classes: int) -> list[int]:
        """The tokens that are no words of the vocabulary but of one of these classes."""
        found: list[int] = np.nonzero(np.isin(self.codes & SYMBOL_BITS, classes))[0].tolist()
        return found


def read_state(model: Model, text: str, readings: Mapping[int, Readings], frozen: Callable[[int], bool]) -> State:
    tokens = list(find_tokens(text))
    codes = model.codes(tokens)
    pad = np.full(model.order - 1, BORDER, np.int64)
    symbols = np.concatenate((pad, codes & SYMBOL_BITS, pad))
    return State(tokens, codes, symbols, readings, frozen, np.zeros(len(tokens), bool), np.zeros(0, np.float32))


def score_at(model: Model, symbols: Ints, at: Ints, *numbers: Ints, windows: range | None = None) -> Floats:
    """ln p of all windows that touch tokens `at`, `at + 1`, … once these are `numbers`, or of some of them; one sum each."""
    order, n = model.order, len(at)
    ends = range(order - 1 + len(numbers)) if windows is None else windows
    place = at + order - 1
    grams: list[list[Ints]] = [[] for _ in range(order)]
    for last in ends:
        for k in range(order):
            offset = last - (order - 1) + k
            grams[k].append(numbers[offset] if 0 <= offset < len(numbers) else symbols[np.minimum(place + offset, len(symbols) - 1)])
    scores, _ = model.log_probs(*(np.concatenate(g) for g in grams))
    total: Floats = scores.reshape(len(ends), n).sum(0)
    return total


class Decoder:
    """A model with its candidates."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.channel = Channel(model)

    def decode(self, state: State) -> tuple[list[Choice], list[Choice]]:
        """Changes to make, and doubts, in the order of the text."""
        todo = state.suspects = self._suspects(state)
        found: dict[int, Choice] = {}
        every = todo
        for _ in range(ROUNDS):
            weighed = self._weigh(state, [i for i in todo if i not in state.made])
            found |= {c.at: c for c in weighed}
            todo = sorted(set(self._make(state, weighed)) & set(every))
            if not todo:
                break
        if state.made:  # what was mended once may now be mended where the context said less
            weighed = self._weigh(state, self._echoes(state, every))
            found |= {c.at: c for c in weighed}
            self._make(state, weighed)
        if state.made or state.readings:  # in a text in which nothing was misread, two words side by side were not either
            for a, b in self._weigh_pairs(state, [i for i in every if i not in state.made]):
                state.made |= {a.at: a, b.at: b}
        doubts = [c for at, c in sorted(found.items()) if at not in state.made and c.gain >= DOUBT]
        return sorted(state.made.values(), key=lambda c: c.at), doubts

    def _echoes(self, state: State, every: Sequence[int]) -> list[int]:
        """Words beside one that also stands beside a mended word, or is one: what the text repeats is other than it was."""
        at = np.array(sorted(state.made), np.int64)
        place, words = np.array(every, np.int64) + self.model.order - 1, at + self.model.order - 1
        s = state.symbols
        own = np.concatenate((s[words], state.codes[at] & SYMBOL_BITS))
        beside = np.isin(s[place - 1], np.concatenate((own, s[words - 1]))) | np.isin(s[place + 1], np.concatenate((own, s[words + 1])))
        return [i for i, is_echo in zip(every, beside.tolist(), strict=True) if is_echo and i not in state.made]

    def _suspects(self, state: State) -> list[int]:
        """Words whose context is not well known: fewer than two of the three trigrams round them."""
        n, pad = len(state.tokens), self.model.order - 1
        if not n:
            return []
        state.scores, level = self._score(state, np.arange(pad, pad + n + pad))
        firm = (level >= 3).astype(np.int64)
        seen = firm[:n] + firm[1 : n + 1] + firm[2 : n + 2]
        unknown = (state.codes & UNKNOWN) > 0
        doubtful = np.nonzero(((state.codes & WORD) > 0) & ((seen < 2) | unknown))[0]
        odd = doubtful[seen[doubtful] == 0]
        beside = (level[odd] >= 2) & (level[odd + 1] >= 2)
        state.hard = unknown
        state.hard[odd[~beside]] = True
        state.strange = doubtful.tolist()
        return [i for i in state.strange if not state.frozen(i)]

    def _score(self, state: State, ends: Ints) -> tuple[Floats, Ints]:
        """ln p of the symbols at `ends`, and of how many symbols the longest known n-gram is."""
        return self.model.log_probs(*(state.symbols[ends - k] for k in range(self.model.order - 1, -1, -1)))

    def _make(self, state: State, weighed: Sequence[Choice]) -> list[int]:
        """Make the surest changes that do not stand in each other's context; the words to weigh again."""
        pad, taken = self.model.order - 1, set[int]()
        again: set[int] = set()
        for c in sorted(weighed, key=lambda c: -c.gain):
            if c.gain < CHANGE or c.sure < SURE:
                continue
            near = range(c.at - pad, c.at + pad + 1)
            if taken.isdisjoint(near):
                taken.add(c.at)
                state.made[c.at] = c
                state.symbols[c.at + pad] = c.number
                again.update(near)
            else:
                again.add(c.at)
        if taken:
            ends = np.unique(np.array([at + pad + k for at in taken for k in range(pad + 1)], np.int64))
            state.scores[ends - pad] = self._score(state, ends)[0]
        return sorted(again)

    # --- one word -----------------------------------------------------------------------------------------------------

    def _options(self, state: State, i: int) -> Options:
        found = state.options.get(i)
        if found is None:
            token = state.tokens[i]
            readings = state.readings.get(token.start(), ())
            found = state.options[i] = self.channel.options(token[0].lower(), bool(state.hard[i]), readings)
        return found

    def _weigh(self, state: State, todo: Sequence[int]) -> list[Choice]:
        """The best other reading of each word, where one is better than what was read."""
        options = [self._options(state, i) for i in todo]
        sizes = np.array([len(o.shown) for o in options], np.int64)
        if not sizes.sum():
            return []
        own, place = np.array(todo, np.int64), np.repeat(np.arange(len(todo)), sizes)
        inner = np.arange(len(place)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        numbers = np.concatenate([o.numbers for o in options])
        # What each could gain at most: its symbols would all be certain.
        gain = -(TRUST * self._base(state, own, 1) + _prices(state, own))[place] - np.concatenate([o.costs for o in options])
        pad, s = self.model.order - 1, state.symbols
        fits = np.nonzero(gain + 2 * REPEATED >= HOPELESS)[0]
        # What never stands beside either neighbour is no candidate.
        at = own[place[fits]]
        fits = fits[self._beside(s[at + pad - 1], numbers[fits], s[at + pad + 1])]
        place, inner, numbers, gain = place[fits], inner[fits], numbers[fits], gain[fits]
        if not len(place):
            return []
        gain += REPEATED * _repeated(s, own[place] + pad, numbers, own + pad, place)
        for windows in (range(2), range(2, pad + 1)):
            fits = np.nonzero(gain >= HOPELESS)[0]
            place, inner, numbers, gain = place[fits], inner[fits], numbers[fits], gain[fits]
            if not len(place):
                return []
            gain += TRUST * score_at(self.model, s, own[place], numbers, windows=windows)
        at = own[place]
        out = []
        starts = np.nonzero(np.diff(at, prepend=-1))[0]
        for a, b in zip(starts.tolist(), [*starts[1:].tolist(), len(at)], strict=True):
            top = a + int(gain[a:b].argmax())
            if gain[top] > 0:
                shown = options[int(place[top])].shown[int(inner[top])]
                out.append(Choice(int(at[top]), int(numbers[top]), shown, float(gain[top]), _share(gain[a:b])))
        return out

    def _base(self, state: State, at: Ints, words: int) -> Floats:
        """What the model says of so many words from `at` on as they were read."""
        total = np.zeros(len(at), np.float32)
        for k in range(self.model.order - 1 + words):
            total += state.scores[at + k]
        for k in range(words):
            total += np.where(state.codes[at + k] & UNKNOWN, np.float32(RARE), np.float32(0))
        return total

    def _beside(self, left: Ints, own: Ints, right: Ints) -> Flags:
        """Whether the model has seen it stand beside either neighbour."""
        found = self.model.known(np.concatenate((left, own)), np.concatenate((own, right)))
        return found[: len(own)] | found[len(own) :]

    # --- two words ----------------------------------------------------------------------------------------------------

    def _weigh_pairs(self, state: State, todo: Sequence[int]) -> list[tuple[Choice, Choice]]:
        """Two neighbours whose best other readings need each other."""
        left = set(todo)
        starts = [i for i in todo if i + 1 in left]
        pad, s = self.model.order - 1, state.symbols
        if not starts:
            return []
        first = np.array(starts, np.int64)
        first = first[~self.model.known(s[first + pad], s[first + pad + 1])]
        most = -(TRUST * self._base(state, first, 2) + _prices(state, first) + _prices(state, first + 1) + PAIR)
        rows = [
            row
            for i, top in zip(first.tolist(), most.tolist(), strict=True)
            if top >= CHANGE
            for row in _together(i, self._options(state, i), self._options(state, i + 1), top)
        ]
        if not rows:
            return []
        at, one, two = (np.concatenate([r[k] for r in rows]) for k in range(3))
        gain = np.concatenate([r[3] for r in rows])
        fits = np.nonzero(gain >= HOPELESS)[0]
        fits = fits[self.model.known(one[fits], two[fits])]
        fits = fits[self.model.known(s[at[fits] + pad - 1], one[fits]) | self.model.known(two[fits], s[at[fits] + pad + 2])]
        at, one, two, gain = at[fits], one[fits], two[fits], gain[fits]
        if not len(at):
            return []
        gain += TRUST * score_at(self.model, s, at, one, two)
        return list(self._best_pairs(state, at, one, two, gain))

    def _best_pairs(self, state: State, at: Ints, one: Ints, two: Ints, gain: Floats) -> Iterator[tuple[Choice, Choice]]:
        done = -1
        starts = np.nonzero(np.diff(at, prepend=-1))[0]
        for a, b in zip(starts.tolist(), [*starts[1:].tolist(), len(at)], strict=True):
            i, top = int(at[a]), a + int(gain[a:b].argmax())
            total, sure = float(gain[top]), _share(gain[a:b])
            if total < CHANGE or sure < SURE or i <= done:
                continue
            yield (
                Choice(i, int(one[top]), self._shown(state, i, int(one[top])), total, sure),
                Choice(i + 1, int(two[top]), self._shown(state, i + 1, int(two[top])), total, sure),
            )
            done = i + 1

    def _shown(self, state: State, i: int, number: int) -> str:
        options = self._options(state, i)
        return options.shown[int(np.nonzero(options.numbers == number)[0][0])]


def _together(i: int, first: Options, second: Options, most: float) -> Iterator[tuple[Ints, Ints, Ints, Floats]]:
    """Every candidate of one word with every one of the next: place, both, and what is left of `most` when the costs are paid."""
    one, two = _cheapest(first), _cheapest(second)
    if one.shown and two.shown:
        a, b = np.repeat(np.arange(len(one.shown)), len(two.shown)), np.tile(np.arange(len(two.shown)), len(one.shown))
        yield np.full(len(a), i, np.int64), one.numbers[a], two.numbers[b], np.float32(most) - one.costs[a] - two.costs[b]


def _repeated(symbols: Ints, place: Ints, numbers: Ints, own: Ints, back: Ints) -> Floats:
    """How many of the two word pairs that a reading makes with its neighbours stand elsewhere in the text, less those of what was read."""
    pairs, counts = np.unique(_pair(symbols[:-1], symbols[1:]), return_counts=True)

    def often(left: Ints, right: Ints, least: int) -> Floats:
        key = _pair(left, right)
        found = np.minimum(np.searchsorted(pairs, key), len(pairs) - 1)
        words = (left >= len(CLASSES)) & (right >= len(CLASSES))
        there: Floats = (words & (pairs[found] == key) & (counts[found] >= least)).astype(np.float32)
        return there

    read = often(symbols[own - 1], symbols[own], 2) + often(symbols[own], symbols[own + 1], 2)
    return often(symbols[place - 1], numbers, 1) + often(numbers, symbols[place + 1], 1) - read[back]


def _pair(left: Ints, right: Ints) -> Ints:
    return (left << BITS) | right


def _cheapest(options: Options) -> Options:
    kept = np.argsort(options.costs, kind="stable")[:TOGETHER]
    return Options(options.numbers[kept], tuple(options.shown[int(k)] for k in kept), options.costs[kept])


def _share(gain: Floats) -> float:
    """Of the best among all readings, what was read included, which has gain 0."""
    top = np.minimum(gain, 60).astype(np.float64)
    return float(np.exp(top.max()) / (1 + np.exp(top).sum()))


def _prices(state: State, at: Ints) -> Floats:
    return np.array([_price(state, i) for i in at.tolist()], np.float32)


def _price(state: State, i: int) -> float:
    """A capital within a sentence marks a name."""
    word = state.tokens[i][0]
    silent = 0.0 if state.readings else SILENT
    if word[0].islower() or word.isupper() or i == 0:
        return silent
    before = state.tokens[i - 1][0]
    return silent if before[0] in ".;:?!…\n-–" else NAME + silent


__all__ = ["Choice", "Decoder", "State", "read_state"]
