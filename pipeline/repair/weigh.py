"""One word: which of the words that may have been printed fit best where it stands, and by how much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from pipeline.repair.channel import MOST, Candidate, Channel
from pipeline.repair.ngrams import PAD, UNKNOWN
from pipeline.repair.state import Choice, State
from pipeline.repair.tokens import CLASSES

#: How far the model is believed: its log-probabilities are too sure of themselves.
TRUST = 1.0
#: A change must be better than what was read by this much (nats), and its share of the probability of all readings at least so great.
CHANGE, SURE = 2.0, 0.85
#: A doubt must be better by this much.
DOUBT = 0.5
#: Where no recogniser says what else it saw, the text may never have been scanned, and a change must be better still.
SILENT = 2.0
#: Price of changing a word with a capital within a sentence (a name).
NAME = 3.0
#: What it is worth that the same text has the same two words side by side elsewhere.
REPEATED = 2.0
#: A reading that is worse than what was read, or than the best other one, by this much is weighed no further: its share would be nothing.
HOPELESS, LAGGING = -3.0, -7.0
#: So many readings are sooner weighed than it is found out whether the word may be touched at all.
FEW = 3


def weigh(channel: Channel, state: State, i: int) -> Choice | None:
    """The best other reading of a word, where there is one worth a suggestion at least."""
    fitting = fitting_of(channel, state, i)
    if not fitting or (len(fitting) > FEW and state.frozen(i)):
        return None
    gains = _gains(state, i, fitting)
    if not gains:
        return None
    gain, best = max(gains, key=_first)
    if gain < least_doubt(state) or (len(fitting) <= FEW and state.frozen(i)):
        return None
    return Choice(i, best.number, best.shown, gain, share([g for g, _ in gains]))


def _gains(state: State, i: int, fitting: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    """What each reading has over what was read, but for those that are hopeless."""
    most = -(TRUST * state.base(i) + price(state, i))  # what could be gained if all its symbols were certain
    at, present, gains = i + PAD, state.present, list[tuple[float, Candidate]]()
    follows, least = state.model.following(*state.symbols[i:at]), HOPELESS
    for cost, candidate in sorted([(state.cost(i, c), c) for c in fitting], key=_first):
        if cost >= MOST or most - cost + 2 * REPEATED < least:
            break  # the others cost more
        gain = most - cost + TRUST * follows(candidate.number)
        most_repeated = 2 * REPEATED if candidate.number in present else 0.0
        if gain + most_repeated >= least and (gain := _gain(state, at, candidate.number, gain, least)) >= least:
            gains.append((gain, candidate))
            least = max(least, gain + LAGGING)
    return gains


def _first(weighed: tuple[float, Candidate]) -> float:
    return weighed[0]


def least_doubt(state: State) -> float:
    """From how much better on a reading is worth a suggestion; of the price of a change without readings half."""
    return DOUBT if state.readings else DOUBT - SILENT / 2


def is_sure(choice: Choice) -> bool:
    """Whether the change is to be made; others are doubts."""
    return choice.gain >= CHANGE and choice.sure >= SURE


def fitting_of(channel: Channel, state: State, i: int) -> list[Candidate]:
    """What may have been printed for the word and was seen beside its neighbours."""
    s, at, readings = state.symbols, i + PAD, state.heard(i)
    word, after, before = state.word(i).lower(), state.model.after[s[at - 1]], state.model.before[s[at + 1]]
    is_free = state.codes[i] >= UNKNOWN or (readings and i in state.strange)
    is_loose = i not in state.strange and not readings
    may_be = channel.finals[s[at]] if is_loose else channel.mask(word, i in state.hard, state.thought_of(i, channel) if is_free else 0)
    may_be &= (after | before) if is_free or i in state.alone else after & before
    if not may_be:
        return []
    if is_free:
        numbers = numbers_of(may_be)
    elif i in state.alone:
        both = may_be & after & before
        one_side = (may_be ^ both) & channel.marks[word]
        numbers = [*numbers_of(both), *_seen_with_two(state, at, one_side & after, one_side & before)]
    else:
        numbers = [n for n in numbers_of(may_be) if _is_firm(state, at, n, 3 if is_loose else 2)]
    found = (channel.candidates[word, n] for n in numbers)
    return [c for c in found if c and (readings or c.silent)] if numbers else []


def worth_weighing(channel: Channel, state: State) -> list[int]:
    """The suspects but for those that `fitting_of` would find nothing for: known words, most of them, told at a glance."""
    s, texts, marks, after, before = state.symbols, state.texts, channel.marks, state.model.after, state.model.before
    free = {*state.alone, *state.unknown, *(state.strange if state.readings else ())}
    return [i for i in state.suspects if i in free or marks[texts[i].lower()] & after[s[i + PAD - 1]] & before[s[i + PAD + 1]]]


# Where its context is known, or no recogniser says what it saw, a known word gives way only to one seen with two neighbours at least.


def _seen_with_two(state: State, at: int, after: int, before: int) -> Iterator[int]:
    """Words seen beside one neighbour, and also with the one beyond it."""
    known, s = state.model.are_known, state.symbols
    yield from (n for n in numbers_of(after) if known(s[at - 2], s[at - 1], n))
    yield from (n for n in numbers_of(before) if known(n, s[at + 1], s[at + 2]))


def _is_firm(state: State, at: int, n: int, least: int) -> bool:
    """Whether at least so many of the three trigrams round it are known, two or three."""
    known, (a, b, _, c, d) = state.model.are_known, state.symbols[at - 2 : at + 3]
    found = known(a, b, n) + known(b, n, c)
    return found >= least or (found == least - 1 and known(n, c, d))


def numbers_of(mask: int) -> list[int]:
    """The symbols whose bits are set, in their order; taken from the upper end, where no complement of the whole mask is needed."""
    out = []
    while mask:
        out.append(mask.bit_length() - 1)
        mask ^= 1 << out[-1]
    out.reverse()
    return out


def _gain(state: State, at: int, n: int, gain: float, least: float) -> float:
    """`gain` with what is repeated and what follows, where it is `n`; anything below `least` where there is less to gain."""
    gain += REPEATED * _repeated(state, at, n)
    b, c, _, x, y, z = state.symbols[at - 2 : at + PAD + 1]
    for window in ((b, c, n, x), (c, n, x, y), (n, x, y, z)):
        if gain < least:
            break
        gain += TRUST * state.model.log_prob(*window)
    return gain


def _repeated(state: State, at: int, number: int) -> int:
    """How many of the two word pairs that a reading makes with its neighbours stand elsewhere in the text, less those of what was read."""
    (before, own, behind), count, words = state.symbols[at - 1 : at + 2], state.pairs.get, len(CLASSES)
    found = 0
    if before >= words:
        found += (count((before, number), 0) > 0) - (own >= words and count((before, own), 0) > 1)
    if behind >= words:
        found += (count((number, behind), 0) > 0) - (own >= words and count((own, behind), 0) > 1)
    return found


def share(gains: Sequence[float]) -> float:
    """Of the best among all readings, what was read included, which has gain 0."""
    odds = [math.exp(min(gain, 60.0)) for gain in gains]
    return max(odds) / (1 + sum(odds))


def price(state: State, i: int) -> float:
    """A capital within a sentence marks a name."""
    word = state.word(i)
    silent = 0.0 if state.readings else SILENT
    if word[0].islower() or word.isupper() or i == 0:
        return silent
    return silent if state.word(i - 1)[0] in ".;:?!…\n-–" else NAME + silent
