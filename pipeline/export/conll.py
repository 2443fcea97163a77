"""CoNLL-2003's four columns with IOB2 tags: a token a line, a blank line behind each paragraph, -DOCSTART- before each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.directive import Directive
from pipeline.export.mentions import apart, mentions_of
from pipeline.export.paragraphs import paragraph_starts
from pipeline.export.tally import Tally, tally
from pipeline.export.tokens import Token, index_of, tokenize


def conll_lines(directive: Directive) -> tuple[list[str], Tally]:
    """The lines of one document, without line breaks: "token -X- _ B-DEADLINE". Where mentions overlap, the longest is tagged."""
    mentions = mentions_of(directive)
    tokens = tokenize(directive.text, sorted({at for m in mentions for at in (m.start, m.end)}))
    chosen = apart(mentions)
    tags = ["O"] * len(tokens)
    for m in chosen:
        where = index_of(tokens, m.start, m.end)
        if where is not None:
            tags[where[0] : where[1]] = [f"B-{m.label}"] + [f"I-{m.label}"] * (where[1] - where[0] - 1)
    starts = frozenset(paragraph_starts(directive, mentions))
    lines = ["-DOCSTART- -X- O O", "", *_body(directive.text, tokens, tags, starts), ""]
    return lines, tally(tokens, len(tokenize(directive.text)), mentions, len(chosen))


def _body(text: str, tokens: Sequence[Token], tags: Sequence[str], starts: frozenset[int]) -> Iterator[str]:
    """White space has no line of its own."""
    begun = False
    for token, tag in zip(tokens, tags, strict=True):
        if text[token.start].isspace():
            continue
        if begun and token.start in starts:
            yield ""
        begun = True
        yield f"{text[token.start : token.end]} -X- _ {tag}"
