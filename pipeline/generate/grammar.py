"""The grammar of sentences: patterns as data, read once and expanded by chance.

`{name}` stands for one of the alternatives of a rule, or for a terminal, a function that says something with a number or a date in
it and records the fact; `{name|a|b}` hands a terminal its arguments; `{^name}` begins with a capital. `[…]` is the clause that the
facts stated within it are quoted by. `<…>` is said half of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.generate.chance import Chance
from pipeline.generate.said import Draft, Fact, Said


@dataclass(frozen=True, slots=True)
class Call:
    """What stands between { and }: a rule or terminal to be said there."""

    name: str
    arguments: tuple[str, ...]
    capital: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between [ and ]: the quote of its facts."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Perhaps:
    """What stands between < and >: said half of the times."""

    parts: tuple[Part, ...]


Part = str | Call | Clause | Perhaps
Rule = tuple[tuple[Part, ...], ...]
Rules = Mapping[str, Rule]
Terminals = Mapping[str, Callable[..., None]]  #: of a speaker, a draft, and the call's arguments as text


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who expands patterns: the chance, the rules of this document, what terminals need to know, and what was said already."""

    chance: Chance
    rules: Rules
    terminals: Terminals
    scene: Any
    #: of a rule: a bit for each alternative that was used, and the last one; nothing is said twice while there is another choice
    said: dict[str, tuple[int, int]]


# --- reading ----------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"\{(?P<capital>\^?)(?P<name>\w+)(?P<arguments>(?:\|[^{}|]*)*)\}|(?P<open>[\[<])|(?P<close>[\]>])|(?P<text>[^{\[<\]>]+)"
)
_CLOSES = {"[": "]", "<": ">"}


def parse(pattern: str) -> tuple[Part, ...]:
    """The parts of a pattern. Raises ValueError where brackets do not match or something else stands in braces."""
    tokens = _tokens(pattern)
    parts, end = _parse(tokens, None)
    if end is not None:
        raise ValueError(f"{end!r} without its beginning in the pattern {pattern!r}")
    return parts


def _tokens(pattern: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if not found:
            raise ValueError(f"{pattern[at : at + 20]!r} cannot be read in the pattern {pattern!r}")
        at = found.end()
        yield found


def _parse(tokens: Iterator[re.Match[str]], until: str | None) -> tuple[tuple[Part, ...], str | None]:
    parts: list[Part] = []
    for token in tokens:
        if token["text"]:
            parts.append(token["text"])
        elif token["name"]:
            parts.append(Call(token["name"], tuple(token["arguments"].split("|")[1:]), bool(token["capital"])))
        elif token["close"]:
            if until is None or token["close"] != until:
                return tuple(parts), token["close"]
            return tuple(parts), None
        else:
            inner, wrong = _parse(tokens, _CLOSES[token["open"]])
            if wrong:
                raise ValueError(f"{wrong!r} closes what {token['open']!r} opened")
            parts.append(Clause(inner) if token["open"] == "[" else Perhaps(inner))
    if until is not None:
        return tuple(parts), "the end"
    return tuple(parts), None


def rule(patterns: str | Sequence[str]) -> Rule:
    """The alternatives of a rule, parsed. Raises ValueError as `parse` does."""
    return tuple(map(_parsed, (patterns,) if isinstance(patterns, str) else patterns))


_parsed = cache(parse)


# --- expanding --------------------------------------------------------------------------------------------------------


def say(speaker: Speaker, name: str) -> Said:
    """The text that the rule or terminal `name` gives, with its facts."""
    draft = Draft()
    _call(speaker, draft, Call(name, (), False))
    return draft.done()


def words_of(speaker: Speaker, name: str) -> str:
    """The words of a rule that has but one alternative in this document: "Giám đốc Sở"."""
    return say_pattern(speaker, speaker.rules[name][0]).text


def say_words(speaker: Speaker, **words: str) -> Speaker:
    """The same speaker with rules that give just these words."""
    return replace(speaker, rules={**speaker.rules, **{name: ((text,),) for name, text in words.items()}})


def say_pattern(speaker: Speaker, parts: tuple[Part, ...]) -> Said:
    """The text that parts of a pattern give, with its facts."""
    draft = Draft()
    expand(speaker, draft, parts)
    return draft.done()


def expand(speaker: Speaker, draft: Draft, parts: tuple[Part, ...]) -> None:
    """Say the parts into `draft`, drawing what is left to chance in their order."""
    for part in parts:
        if type(part) is str:
            draft.say(part)
        elif type(part) is Call:
            _call(speaker, draft, part)
        elif type(part) is Clause:
            _quote(speaker, draft, part)
        elif type(part) is Perhaps and speaker.chance.random() < 0.5:
            expand(speaker, draft, part.parts)


def _call(speaker: Speaker, draft: Draft, call: Call) -> None:
    first = len(draft.parts)
    terminal = speaker.terminals.get(call.name)
    if terminal:
        terminal(speaker, draft, *call.arguments)
    else:
        expand(speaker, draft, choose(speaker, call.name))
    if call.capital:
        draft.capital_from(first)


def choose(speaker: Speaker, name: str) -> tuple[Part, ...]:
    """An alternative of the rule, one that was not used before as long as there is one; never the one used last."""
    alternatives = speaker.rules[name]
    count = len(alternatives)
    if count == 1:
        return alternatives[0]
    used, last = speaker.said.get(name, (0, 0))
    if used == (1 << count) - 1:
        used = 1 << last
    at = int(speaker.chance.random() * count)
    while used >> at & 1:
        at = (at + 1) % count
    speaker.said[name] = (used | 1 << at, at)
    return alternatives[at]


def _quote(speaker: Speaker, draft: Draft, clause: Clause) -> None:
    start, before = draft.length, len(draft.facts)
    expand(speaker, draft, clause.parts)
    for i in range(before, len(draft.facts)):
        fact = draft.facts[i]
        if not fact.whole:
            draft.facts[i] = Fact(fact.kind, start, draft.length, fact.values, True)
