"""spaCy's DocBin: documents with their spans, for `spacy train`."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.directive import Directive
from pipeline.errors import MissingDependency
from pipeline.export.mentions import Mention, apart, mentions_of
from pipeline.export.paragraphs import paragraph_starts
from pipeline.export.tally import Tally, tally
from pipeline.export.tokens import Token, index_of, tokenize

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

#: Where spans stand: what says a value, and what a value was only concluded from.
SPANS, CLUES = "sc", "clues"


def make_docs(directive: Directive, vocab: Vocab | None = None, paragraphs: bool = False) -> tuple[list[Doc], Tally]:
    """`directive.text` as one Doc, each paragraph a sentence of it; or as a Doc for each of its `paragraphs`.

    All mentions stand in `doc.spans["sc"]`, those a value was only concluded from in `doc.spans["clues"]`, and what does not
    overlap in `doc.ents`; a span's `id_` names its value ("deadlines[3]"). Raises MissingDependency without spaCy.
    """
    vocab = vocab or _spacy(directive.source.path or "export").blank("xx").vocab
    text, mentions = directive.text, mentions_of(directive)
    tokens = tokenize(text, sorted({at for m in mentions for at in (m.start, m.end)}))
    starts = paragraph_starts(directive, mentions)
    docs = [_doc(text, own, mentions, starts, vocab) for own in (_parts(tokens, starts) if paragraphs else [tokens])]
    if "".join(doc.text for doc in docs) != text:
        raise AssertionError("the tokens do not give the text back")
    for doc in docs:
        doc.user_data["source"] = directive.source.path or ""
    return docs, tally(tokens, len(tokenize(text)), mentions, sum(len(doc.ents) for doc in docs))


def _spacy(where: str) -> Any:
    try:
        import spacy
    except ImportError as error:
        raise MissingDependency("spaCy is not installed", where, "pip install 'vanban[nlp]'") from error
    return spacy


def _parts(tokens: Sequence[Token], starts: Sequence[int]) -> Iterator[Sequence[Token]]:
    """The tokens of each paragraph; the first one begins with the text."""
    cuts = sorted({0, *(bisect_left(tokens, at, key=lambda t: t.start) for at in starts), len(tokens)})
    return (tokens[a:b] for a, b in pairwise(cuts))


def _doc(text: str, tokens: Sequence[Token], mentions: Sequence[Mention], starts: Sequence[int], vocab: Vocab) -> Doc:
    """Of consecutive tokens, with the mentions that lie among them."""
    from spacy.tokens import Doc

    begins = frozenset(starts)
    first: list[bool | int | None] = [t.start in begins or i == 0 for i, t in enumerate(tokens)]
    doc = Doc(vocab, words=[text[t.start : t.end] for t in tokens], spaces=[t.space for t in tokens], sent_starts=first)
    own = [m for m in mentions if tokens[0].start <= m.start and m.end <= tokens[-1].end]
    doc.spans[SPANS] = _spans(doc, tokens, (m for m in own if not m.clue))
    doc.spans[CLUES] = _spans(doc, tokens, (m for m in own if m.clue))
    doc.ents = _spans(doc, tokens, apart(own))
    return doc


def _spans(doc: Doc, tokens: Sequence[Token], mentions: Iterable[Mention]) -> list[Span]:
    """A span a mention; several values said by the same words (two quotas in one clause) are one."""
    from spacy.tokens import Span

    spans: dict[tuple[int, int, str], Span] = {}
    for m in mentions:
        where = index_of(tokens, m.start, m.end)
        if where is not None:
            spans.setdefault((*where, m.label), Span(doc, *where, label=m.label, span_id=m.value))
    return list(spans.values())


def write_docbin(directives: Iterable[Directive], path: str | os.PathLike[str], paragraphs: bool = False) -> Tally:
    """Write all to `path` (".spacy"), in order; where there is none, nothing is written. Raises MissingDependency, OSError."""
    spacy = _spacy(os.fspath(path))
    from spacy.tokens import DocBin

    vocab, total = spacy.blank("xx").vocab, Tally()
    box = DocBin(attrs=["ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for directive in directives:
        docs, own = make_docs(directive, vocab, paragraphs)
        for doc in docs:
            box.add(doc)
        total += own
    if total.documents:
        Path(path).write_bytes(box.to_bytes())
    return total
