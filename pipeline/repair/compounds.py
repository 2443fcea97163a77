"""Two syllables that nearly always stand together: "tiến bộ", "quần chúng". Where a text has two others that never do, and nothing
round them holds on to either, they were these.

For texts without a recogniser's word; the model alone thinks too little of how firm such words are.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.repair.channel import FINAL, MARK_MOST, SHORTEST, Channel, bare
from pipeline.repair.ngrams import PAD, UNKNOWN, Model
from pipeline.repair.state import Choice, State
from pipeline.repair.tokens import CLASSES
from pipeline.repair.weigh import numbers_of

#: Each of the two is followed, and preceded, by the other at least so often (ln p).
TIGHT = -3.2
#: What was read is attached to a neighbour that it comes with so much more often than by chance (nats).
ATTACHED = 2.5
#: What was read in place of both was seen so seldom (ln p of the pair), if at all.
SELDOM = -15.5
#: Two words that never come together are both so frequent (the sum of their ln p).
FREQUENT_PAIR = -17.5
#: A change by this rule.
CONFIDENCE = 0.93


def completes(state: State, choice: Choice) -> bool:
    """Whether a doubted reading makes one word with a neighbour, as what was read makes none."""
    s, at, model = state.symbols, choice.at + PAD, state.model
    if state.codes[choice.at] >= UNKNOWN or bare(choice.shown) != bare(state.word(choice.at).lower()):
        return False
    before, own, behind, n = s[at - 1], s[at], s[at + 1], choice.number
    if _never(model, own, behind) and is_tight(model, n, behind):
        return not is_attached(model, before, own) and not is_attached(model, behind, s[at + 2])
    if _never(model, before, own) and is_tight(model, before, n):
        return not is_attached(model, own, behind) and not is_attached(model, s[at - 2], before)
    return False


def _never(model: Model, one: int, two: int) -> bool:
    """Whether two words were never seen side by side, and are so frequent that this says something ("cấy trồng" is only rare)."""
    return not model.is_pair(one, two) and model.prob[one] + model.prob[two] > FREQUENT_PAIR


def two_at_once(channel: Channel, state: State) -> Iterator[tuple[Choice, Choice]]:
    """Two neighbours in no known context that are one word if one has other marks and the other one its last consonants again."""
    s, model, alone = state.symbols, state.model, state.alone
    for i in sorted(alone):
        if i + 1 not in alone or {i, i + 1} & state.made.keys() or not (_is_plain(state, i) and _is_plain(state, i + 1)):
            continue
        before, one, two, behind = s[i + PAD - 1 : i + PAD + 3]
        if (pair := model.log_pair(one, two)) is not None and pair + model.prob[one] > SELDOM:
            continue
        found = list(_compounds(channel, state, i))
        if len(found) != 1 or is_attached(model, before, one) or is_attached(model, two, behind):
            continue
        if not (state.frozen(i) or state.frozen(i + 1)):
            yield found[0]


def _is_plain(state: State, i: int) -> bool:
    word = state.word(i)
    return word.islower() and len(word) >= SHORTEST and state.codes[i] < UNKNOWN


def _compounds(channel: Channel, state: State, i: int) -> Iterator[tuple[Choice, Choice]]:
    """Where both differ in their marks alone they are as often a word that the model does not know ("phô trương")."""
    words, symbols, model = (state.word(i), state.word(i + 1)), state.symbols[i + PAD : i + PAD + 2], state.model
    marks = [channel.marks[word] for word in words]
    longer = [channel.longer(symbol) for symbol in symbols]
    for firsts, seconds in ((marks[0], longer[1]), (longer[0], marks[1])):
        for first in numbers_of(firsts) if seconds else ():
            for second in (n for n in numbers_of(seconds & model.after[first]) if is_tight(model, first, n)):
                one, two = channel.candidates[words[0], first], channel.candidates[words[1], second]
                if one and two and one.plain + two.plain <= MARK_MOST + FINAL:
                    yield Choice(i, first, one.shown, 0.0, CONFIDENCE), Choice(i + 1, second, two.shown, 0.0, CONFIDENCE)


def is_tight(model: Model, one: int, two: int) -> bool:
    """Whether two words nearly always come together."""
    behind = model.log_pair(one, two)
    return behind is not None and behind >= TIGHT and behind + model.prob[one] - model.prob[two] >= TIGHT


def is_attached(model: Model, one: int, two: int) -> bool:
    """Whether two words come together far more often than by chance."""
    behind = model.log_pair(one, two) if min(one, two) >= len(CLASSES) else None
    return behind is not None and behind - model.prob[two] > ATTACHED
