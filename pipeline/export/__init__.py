"""Results as training data for other people's tools: spaCy's DocBin with spans, CoNLL files.

`tokens` cuts the text, `mentions` says what is to be found in it, `paragraphs` where sentences break; `docbin` and `conll` write.
"""

from pipeline.export.conll import conll_lines
from pipeline.export.docbin import make_docs, write_docbin
from pipeline.export.mentions import Mention, mentions_of
from pipeline.export.tally import Tally

__all__ = ["Mention", "Tally", "conll_lines", "make_docs", "mentions_of", "write_docbin"]
