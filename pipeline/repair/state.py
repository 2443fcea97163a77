"""A text while it is being mended: its symbols, what is known of each word's context, and the changes made so far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.repair.channel import Candidate, Channel, Readings, Scores, scores_of
from pipeline.repair.ngrams import PAD, SYMBOL_BITS, UNKNOWN, WORD, Model
from pipeline.repair.tokens import BORDER, find_tokens

#: What a word costs that the vocabulary does not have, beside its class (nats).
RARE = -5.0
#: Words mended in a text, at least, and one in so many, for it to count as misread by a machine.
_FEWEST, _ONE_IN = 2, 300


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

    model: Model
    tokens: list[re.Match[str]]
    texts: list[str]  #: of the tokens
    codes: list[int]
    symbols: list[int]  #: with `PAD` borders before and behind; changes are made here
    readings: Mapping[int, Readings]  #: by the start of a token
    frozen: Callable[[int], bool]  #: tokens that are not to be touched
    pairs: Counter[tuple[int, int]]  #: neighbours in the text as it is now
    unknown: list[int]  #: words that the vocabulary does not have
    loose: list[int]  #: words of whose context one trigram is not known
    strange: set[int]  #: words whose context is not well known
    alone: set[int]  #: those of them that stand in no trigram that is known
    hard: set[int]  #: those of whose context nothing is known
    suspects: list[int]  #: the strange ones, and those of which the recogniser was not sure
    made: dict[int, Choice] = field(default_factory=dict)
    _present: set[int] = field(default_factory=set)
    _scores: dict[int, float] = field(default_factory=dict)
    #: Of two neighbours, by the first one, what stood round them and what came of it.
    weighed_pairs: dict[int, tuple[list[int], tuple[Choice, Choice] | None]] = field(default_factory=dict)
    _heard: dict[int, list[Scores]] = field(default_factory=dict)
    _thought_of: dict[int, int] = field(default_factory=dict)
    _costs: dict[tuple[int, int], float] = field(default_factory=dict)

    def is_noisy(self, made: int) -> bool:
        """Whether so many words were misread that a machine must have read the text: in a clean one oddities are the author's own."""
        return made >= max(_FEWEST, len(self.tokens) // _ONE_IN)

    def of_class(self, *classes: int) -> list[int]:
        """The tokens that are no words of the vocabulary but of one of these classes."""
        wanted = {code for kind in classes for code in (kind, kind | WORD, kind | WORD | UNKNOWN)}
        return [i for i, code in enumerate(self.codes) if code in wanted]

    @property
    def present(self) -> set[int]:
        """All symbols of the text, those that were put there among them."""
        if not self._present:
            self._present.update(self.symbols)
        return self._present

    def score(self, at: int) -> float:
        """ln p of `symbols[at]` after those before it."""
        found = self._scores.get(at)
        if found is None:
            found = self._scores[at] = self.model.log_prob(*self.symbols[at - PAD : at + 1])
        return found

    def base(self, i: int, words: int = 1) -> float:
        """What the model says of so many words from token `i` on as they were read."""
        rare = RARE * sum(self.codes[k] >= UNKNOWN for k in range(i, i + words))
        return sum(map(self.score, range(i + PAD, i + words + 2 * PAD))) + rare

    def put(self, choice: Choice) -> None:
        """Make a change."""
        at, s = choice.at + PAD, self.symbols
        self.pairs.subtract(((s[at - 1], s[at]), (s[at], s[at + 1])))
        s[at] = choice.number
        self.present.add(choice.number)
        self.pairs.update(((s[at - 1], s[at]), (s[at], s[at + 1])))
        self.made[choice.at] = choice
        for k in range(at, at + PAD + 1):
            self._scores.pop(k, None)

    def word(self, i: int) -> str:
        return self.texts[i]

    def heard(self, i: int) -> Readings:
        """What else the recogniser read there."""
        return self.readings.get(self.tokens[i].start(), ()) if self.readings else ()

    def scores(self, i: int) -> Sequence[Scores]:
        """What `heard` says, character by character."""
        if not self.readings:
            return ()
        found = self._heard.get(i)
        if found is None:
            found = self._heard[i] = scores_of(self.heard(i))
        return found

    def thought_of(self, i: int, channel: Channel) -> int:
        """`channel.thought_of` the word."""
        if not self.readings:
            return 0
        found = self._thought_of.get(i)
        if found is None:
            found = self._thought_of[i] = channel.thought_of(self.word(i).lower(), self.heard(i))
        return found

    def cost(self, i: int, candidate: Candidate) -> float:
        """Of a candidate for the word, with what the recogniser says."""
        if not self.readings:
            return candidate.plain
        found = self._costs.get((i, candidate.number))
        if found is None:
            found = self._costs[i, candidate.number] = candidate.cost(self.scores(i))
        return found


def read_state(model: Model, text: str, readings: Mapping[int, Readings], frozen: Callable[[int], bool]) -> State:
    """The state before any change. `readings` are the recogniser's, by the start of each word; none for a text that has none.
    `frozen` tells of a token's number whether it has to stay.
    """
    tokens = list(find_tokens(text))
    texts = [token[0] for token in tokens]
    codes = model.codes(tokens, texts)
    symbols = [BORDER] * PAD + [code & SYMBOL_BITS for code in codes] + [BORDER] * PAD
    pairs, context = Counter(pairwise(symbols)), _suspects(model, codes, symbols)
    doubted = [i for i, token in enumerate(tokens) if codes[i] & WORD and _is_doubted(readings.get(token.start(), ()))] if readings else []
    return State(model, tokens, texts, codes, symbols, readings, frozen, pairs, *context, sorted(context[2].union(doubted)))


def _is_doubted(readings: Readings) -> bool:
    """Whether the recogniser thought of another letter too."""
    return max(map(len, readings), default=0) > 1


def _suspects(model: Model, codes: Sequence[int], symbols: Sequence[int]) -> tuple[list[int], list[int], set[int], set[int], set[int]]:
    """Unknown words; words in two known trigrams of three, in fewer; those of them in none; those in no known pairs or unknown."""
    gaps = model.gaps(symbols[1:-1])
    missing = Counter(gaps + [at - 1 for at in gaps] + [at - 2 for at in gaps])  # of the three trigrams that hold a token
    unknown = [i for i, code in enumerate(codes) if code >= UNKNOWN] if max(codes, default=0) >= UNKNOWN else []
    words = {i for i, n in missing.items() if n > 1 and 0 <= i < len(codes) and codes[i] & WORD}.union(unknown)
    alone = {i for i in words if missing[i] == 3}
    pairs = ((i, symbols[i + PAD - 1 : i + PAD + 2]) for i in alone.difference(unknown))
    hard = {i for i, (a, b, c) in pairs if not (model.is_pair(a, b) and model.is_pair(b, c))}
    loose = sorted([i for i, n in missing.items() if n == 1 and 0 <= i < len(codes) and codes[i] & WORD and i not in words])
    return unknown, loose, words, alone, hard.union(unknown)
