"""Two neighbours that were both misread: neither other reading fits well beside what was read, but both fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.repair.channel import MOST, Candidate, Channel
from pipeline.repair.ngrams import PAD
from pipeline.repair.state import Choice, State
from pipeline.repair.weigh import CHANGE, HOPELESS, TRUST, is_sure, numbers_of, price, share

#: Price of changing two neighbours at once.
PAIR = 2.0


def weigh_pairs(channel: Channel, state: State) -> Iterator[tuple[Choice, Choice]]:
    """Two neighbours whose best other readings need each other."""
    left, done = {i for i in state.suspects if i not in state.made}, -1
    for i in sorted(left):
        if i <= done or i + 1 not in left or not {i, i + 1} & state.alone:
            continue
        if pair := _pair(channel, state, i):
            yield pair
            done = i + 1


def _pair(channel: Channel, state: State, i: int) -> tuple[Choice, Choice] | None:
    """Remembered as long as what stands round the two is the same."""
    around, known = state.symbols[i : i + 2 * PAD + 2], state.weighed_pairs.get(i)
    if known and known[0] == around:
        return known[1]
    most = -(TRUST * state.base(i, 2) + price(state, i) + price(state, i + 1) + PAIR)
    is_free = most >= CHANGE and not state.frozen(i) and not state.frozen(i + 1)
    pair = _best(channel, state, i, most) if is_free else None
    state.weighed_pairs[i] = around, pair
    return pair


def _best(channel: Channel, state: State, i: int, most: float) -> tuple[Choice, Choice] | None:
    gains = [
        (gain, one, two) for one, two, cost in _together(channel, state, i) if (gain := _gain(state, i, one, two, most - cost)) >= HOPELESS
    ]
    if not gains:
        return None
    gain, one, two = max(gains, key=lambda g: g[0])
    sure = share([g for g, _, _ in gains])
    pair = Choice(i, one.number, one.shown, gain, sure), Choice(i + 1, two.number, two.shown, gain, sure)
    return pair if is_sure(pair[0]) else None


def _together(channel: Channel, state: State, i: int) -> Iterator[tuple[Candidate, Candidate, float]]:
    """Candidates of both that were seen side by side with the neighbour before them or behind them, and what both cost."""
    words = state.word(i).lower(), state.word(i + 1).lower()
    marks = [channel.mask(word, hard=False, thought_of=state.thought_of(i + k, channel)) for k, word in enumerate(words)]
    wide = [channel.mask(word, hard=True) if i + k in state.hard else marks[k] for k, word in enumerate(words)]
    seen = {*_seen(state, i, marks[0], wide[1]), *(_seen(state, i, wide[0], marks[1]) if wide[0] != marks[0] else ())}
    for first, second in sorted(seen):
        one, two = channel.candidates[words[0], first], channel.candidates[words[1], second]
        if one and two and max(costs := (state.cost(i, one), state.cost(i + 1, two))) < MOST:
            yield one, two, sum(costs)


def _seen(state: State, i: int, firsts: int, seconds: int) -> Iterator[tuple[int, int]]:
    """Letters are only thought wrong in one of the two."""
    model, before, behind = state.model, state.symbols[i + PAD - 1], state.symbols[i + PAD + 2]
    for first in numbers_of(firsts & model.after[before]):
        yield from ((first, second) for second in numbers_of(seconds & model.after[first]) if model.are_known(before, first, second))
    for second in numbers_of(seconds & model.before[behind]):
        yield from ((first, second) for first in numbers_of(firsts & model.before[second]) if model.are_known(first, second, behind))


def _gain(state: State, i: int, one: Candidate, two: Candidate, gain: float) -> float:
    s, at = state.symbols, i + PAD
    row = (*s[at - PAD : at], one.number, two.number, *s[at + 2 : at + 2 + PAD])
    for k in range(PAD, len(row)):
        if gain < HOPELESS:
            break
        gain += TRUST * state.model.log_prob(*row[k - PAD : k + 1])
    return gain
