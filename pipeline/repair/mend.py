"""One text through all rules: cleaned for reading, decoded, and every change brought back to the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from pipeline.clean import clean_text
from pipeline.read.syllables import is_syllable
from pipeline.repair.channel import Channel, Readings, in_case_of
from pipeline.repair.decode import decode
from pipeline.repair.ledger import Change, Repaired, repaired
from pipeline.repair.names import in_name, mend_doubled, mend_formulas, mend_names, mend_notations, mend_symbols
from pipeline.repair.ngrams import SYMBOL_BITS, UNKNOWN, Model
from pipeline.repair.numeric import mend_numbers
from pipeline.repair.protect import protected
from pipeline.repair.shapes import mend_capitals, mend_labels
from pipeline.repair.spaces import mend_spaces, opens_sentence
from pipeline.repair.state import Choice, State, read_state
from pipeline.repair.tokens import ABBREVIATION, SYMBOL
from pipeline.text import MappedText, Span, bare, fold


def mend(channel: Channel, source: str, alternatives: Mapping[int, Readings] | None = None, furniture: Sequence[Span] = ()) -> Repaired:
    """`alternatives` by where a recogniser's word starts in `source`: one entry for each of its characters."""
    reading = clean_text(source).text
    text = reading.text
    readings = _by_token(reading, alternatives) if alternatives else {}
    aside = [s.start for s in furniture], [s.end for s in furniture]

    def frozen(i: int) -> bool:
        return protected(text, state.tokens, i) or (bool(furniture) and _within(reading, state.tokens[i].start(), aside))

    state = read_state(channel.model, text, readings, frozen)
    made, doubts = decode(channel, state)
    numbers = list(mend_numbers(text, readings))
    changes = [c for c, sure in numbers if sure]
    spaces = list(mend_spaces(channel, state, text))
    noisy = state.is_noisy(len(made))
    changes += (c for c in spaces if may_mend_space(c, noisy) or opens_sentence(channel.model, text, c))
    changes += mend_formulas(text)
    changes += mend_notations(text)
    changes += mend_symbols(state.tokens[i] for i in state.of_class(SYMBOL, ABBREVIATION) if "D" in state.texts[i])
    names = mend_names(text, state.tokens, state.texts, state.suspects, frozen)
    changes += (c for c in names if c.before.isupper() or not (_is_phrase(channel.model, state, c) or _leads_on(channel.model, state, c)))
    if readings:
        changes += [*mend_labels(text, readings), *mend_capitals(state.tokens, readings)]
    changes += (c for choice in made if _is_word(state, c := _change(state, choice), choice.at))
    suggested = [c for c, sure in numbers if not sure] + spaces + [_change(state, choice) for choice in doubts]
    return repaired(source, chain(mend_doubled(source), _in_source(reading, changes)), _in_source(reading, suggested))


def may_mend_space(change: Change, noisy: bool) -> bool:
    """Words run together in lower case are as often printed so: then it is only suggested to part them."""
    return noisy and (" " in change.before or not change.before.islower())


def _is_phrase(model: Model, state: State, change: Change) -> bool:
    """Whether the word as it stands makes a phrase of its own with a neighbour: "Học viên" beside the known "Học viện"."""
    i = bisect_left(state.tokens, change.start, key=lambda token: token.start())
    words = [state.tokens[k][0] for k in range(max(i - 1, 0), min(i + 2, len(state.tokens)))]
    pairs = [(k, k + 1) for k, pair in zip(range(max(i - 1, 0), i + 1), pairwise(words), strict=False) if in_name(*pair)]
    return any(model.is_pair(*(model.code(state.tokens[k]) & SYMBOL_BITS for k in pair)) for pair in pairs)


def _leads_on(model: Model, state: State, change: Change) -> bool:
    """Whether the word as it stands goes on as the model knows it, beyond the name, and the name's would not: "Khối trường | học"."""
    i = bisect_left(state.tokens, change.start, key=lambda token: token.start())
    behind = state.tokens[i + 1] if i + 1 < len(state.tokens) else None
    if behind is None or in_name(change.after, behind[0]) or state.codes[i] >= UNKNOWN:
        return False
    own, following, meant = state.codes[i] & SYMBOL_BITS, state.codes[i + 1] & SYMBOL_BITS, model.numbers.get(change.after.lower())
    return model.is_pair(own, following) and (meant is None or not model.is_pair(meant, following))


def _is_word(state: State, change: Change, at: int) -> bool:
    """Only a syllable may come of it; an abbreviation is not changed into another one ("SYT", "BYT")."""
    if change.rule == "lm.marks":
        return True
    abbreviation = change.before.isupper() and bare(change.after) == change.after and not _among_capitals(state, at)
    return is_syllable(change.after) and not abbreviation


def _among_capitals(state: State, i: int) -> bool:
    """Whether a neighbour is a word in capitals too."""
    return any(len(w := state.word(k)) > 1 and w.isupper() and w.isalpha() for k in (i - 1, i + 1) if 0 <= k < len(state.tokens))


def _change(state: State, choice: Choice) -> Change:
    token = state.tokens[choice.at]
    after = _in_case(state, choice)
    rule = "lm.marks" if fold(after) == fold(token[0]) else "lm.letters"
    return Change(token.start(), token.end(), token[0], after, rule, round(choice.sure, 3))


def _in_case(state: State, choice: Choice) -> str:
    """The word in the capitals of what was read; where the first letter was another one, as its place has it."""
    read, i = state.word(choice.at), choice.at
    after = in_case_of(read, choice.shown)
    if fold(read[:1]) == fold(after[:1]) or (read.isupper() and len(read) > 1):
        return after
    before = state.word(i - 1) if i else "\n"
    if before[0] in ".?!\n":
        return after[:1].upper() + after[1:]
    return after.lower() if before.islower() and i + 1 < len(state.tokens) and not state.word(i + 1)[0].isupper() else after


def _in_source(reading: MappedText, changes: Sequence[Change]) -> Iterator[Change]:
    """The changes in positions of the source. One across a mark that cleaning took away ("**Về**việc") is left out."""
    if not reading.edits:
        yield from changes
        return
    for c in changes:
        span = reading.to_source(c.start, c.end)
        if len(reading.pieces(c.start, c.end)) == 1 and not _holds_other(reading, span, c.before):
            yield Change(span.start, span.end, reading.source[span.start : span.end], c.after, c.rule, c.confidence)


def _holds_other(reading: MappedText, span: Span, before: str) -> bool:
    from unicodedata import normalize

    return normalize("NFC", reading.source[span.start : span.end]).replace("Ð", "Đ").replace("ð", "đ") != before


def _within(reading: MappedText, at: int, aside: tuple[list[int], list[int]]) -> bool:
    place = reading.to_source(at, at + 1).start
    k = bisect_right(aside[0], place) - 1
    return k >= 0 and place < aside[1][k]


def _by_token(reading: MappedText, alternatives: Mapping[int, Readings]) -> dict[int, Readings]:
    """The recogniser's readings of each run of letters and digits, by where it starts in the reading text."""
    out: dict[int, Readings] = {}
    source = reading.source
    for start, listed in alternatives.items():
        word = source[start : start + len(listed)]
        at = 0
        while at < len(word):
            end = at
            while end < len(word) and word[end].isalnum():
                end += 1
            if end > at:
                out[reading.from_source(start + at)] = listed[at:end]
            at = end + 1
    return out
