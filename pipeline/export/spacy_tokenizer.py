"""The tokeniser of the exported files as a component of spaCy pipelines: a model that is trained on them has to read like them.

Importing this module registers it: `python -m spacy train … --code` gets this file, `spacy.load` comes after the import. It is the
one module that needs spaCy when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from pipeline.export.tokens import tokenize

NAME = "vanban.Tokenizer.v1"


class Tokenizer(DummyTokenizer):
    """Nothing is learnt, and nothing is saved with a model."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        tokens = tokenize(text)
        return Doc(self.vocab, words=[text[t.start : t.end] for t in tokens], spaces=[t.space for t in tokens])


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """In a config: [nlp.tokenizer] @tokenizers = "vanban.Tokenizer.v1"."""
    return lambda nlp: Tokenizer(nlp.vocab)
