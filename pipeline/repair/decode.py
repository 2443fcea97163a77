"""The noisy channel: the surest changes are made, their neighbourhood is weighed again, until nothing changes.

Most words stand where the model has seen them stand: they are passed over in one look at the whole text. Of what may have been
printed for the others only what fits beside their neighbours is weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.repair.channel import Channel
from pipeline.repair.compounds import CONFIDENCE, completes, two_at_once
from pipeline.repair.ngrams import PAD, SYMBOL_BITS
from pipeline.repair.pairs import weigh_pairs
from pipeline.repair.state import Choice, State
from pipeline.repair.weigh import CHANGE, is_sure, weigh, worth_weighing

ROUNDS = 4


def decode(channel: Channel, state: State) -> tuple[list[Choice], list[Choice]]:
    """Changes to make, and doubts, in the order of the text."""
    found: dict[int, Choice] = {}
    every, todo = set(state.suspects), sorted({*worth_weighing(channel, state), *_loose(channel, state)})
    for turn in range(ROUNDS):
        single = _weighed(channel, state, todo, found)
        pairs = _pairs(channel, state, single) if turn == 0 else []
        todo = sorted(_make(state, [*((c,) for c in single.values()), *pairs]) & every)
        if not todo:
            break
    if state.made:  # what was mended once may now be mended where the context said less
        _make(state, [(c,) for c in _weighed(channel, state, _echoes(state), found).values()])
        _make(state, _pairs(channel, state, {}))
    if not state.readings:
        _make_compounds(channel, state, found.values())
    doubts = [c for at, c in sorted(found.items()) if at not in state.made]
    return sorted(state.made.values(), key=lambda c: c.at), doubts


def _weighed(channel: Channel, state: State, todo: Iterable[int], found: dict[int, Choice]) -> dict[int, Choice]:
    """The best other readings of words, also put into `found` in place of what was found there before."""
    single: dict[int, Choice] = {}
    for i in todo:
        found.pop(i, None)
        if i not in state.made and (choice := weigh(channel, state, i)):
            single[i] = found[i] = choice
    return single


def _loose(channel: Channel, state: State) -> Iterator[int]:
    """Words in nearly known context that fit there too with other last consonants."""
    s, after, before, finals = state.symbols, channel.model.after, channel.model.before, channel.finals
    for i in state.loose:
        at = i + PAD
        may_be = finals[s[at]]
        if may_be and may_be & after[s[at - 1]] & before[s[at + 1]]:
            yield i


def _pairs(channel: Channel, state: State, single: Mapping[int, Choice]) -> list[tuple[Choice, ...]]:
    """Two neighbours to change at once, where that is better than to change one of them."""
    sure = sum(is_sure(c) for c in single.values())
    if not (state.readings or state.is_noisy(len(state.made) + sure)):
        return []  # in a text in which little was misread, two words side by side were not both
    pairs = weigh_pairs(channel, state)
    return [(a, b) for a, b in pairs if all(a.gain >= single[i].gain + CHANGE for i in (a.at, b.at) if i in single)]


def _make(state: State, moves: Sequence[tuple[Choice, ...]]) -> set[int]:
    """Make the surest changes that do not stand in each other's context; the words to weigh again."""
    taken: set[int] = set()
    again: set[int] = set()
    for move in sorted((m for m in moves if is_sure(m[0])), key=lambda m: -m[0].gain):
        near = range(move[0].at - PAD, move[-1].at + PAD + 1)
        if taken.isdisjoint(near):
            taken.update(c.at for c in move)
            for c in move:
                state.put(c)
            again.update(near)
        else:
            again.update(c.at for c in move)
    return again


def _make_compounds(channel: Channel, state: State, doubts: Iterable[Choice]) -> None:
    whole = [(replace(c, sure=CONFIDENCE),) for c in doubts if c.at not in state.made and completes(state, c)]
    for choice in (c for move in (*whole, *two_at_once(channel, state)) for c in move):
        state.put(choice)


def _echoes(state: State) -> list[int]:
    """Words beside one that also stands beside a mended word, or is one: what the text repeats is other than it was."""
    s = state.symbols
    own = {s[i + PAD] for i in state.made} | {state.codes[i] & SYMBOL_BITS for i in state.made}
    before, behind = own | {s[i + PAD - 1] for i in state.made}, own | {s[i + PAD + 1] for i in state.made}
    return [i for i in state.suspects if i not in state.made and (s[i + PAD - 1] in before or s[i + PAD + 1] in behind)]
