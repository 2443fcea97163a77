"""Whether the quotes and headings of a gold stand in the document's text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from pipeline.check import Problem, json_path
from pipeline.clean import clean_text
from pipeline.gold.form import Gold, GoldMend
from pipeline.gold.quoting import without_page_numbers

#: Where the text is a recogniser's, a quote needs this much of its characters there (0..100).
MISREAD = 80.0


def check_quotes(gold: Gold, text: str, recognised: bool) -> Iterator[Problem]:
    """A problem for each that does not, whatever its white space and marks; of a text that was `recognised`, not nearly."""
    fold = _folder(gold.corrections or ())
    clean = clean_text(text).text.text
    haystack = fold(without_page_numbers(clean)), fold(clean)
    for path, quote in _quotes(gold):
        if _stands(fold(quote), haystack, recognised):
            continue
        if recognised:
            yield Problem(path, f"nothing like {_short(quote)!r} was recognised there", "look at the page whether it stands there")
        else:
            yield Problem(path, f"{_short(quote)!r} does not stand there", "copy the words; what is misread goes to `corrections`")


def _quotes(gold: Gold) -> Iterator[tuple[str, str]]:
    if gold.period:
        yield "$.period.quote", gold.period.quote
    for name in ("targets", "award_quotas", "deadlines", "references"):
        yield from ((json_path(name, i, "quote"), item.quote) for i, item in enumerate(getattr(gold, name)))
    for i, section in enumerate(gold.sections):
        yield json_path("sections", i), f"{section.label} {section.heading}"


def _folder(mends: Iterable[GoldMend]) -> Callable[[str], str]:
    """Letters and digits alone; the true and the misread form of a word are one, so that either may be quoted."""
    ways = [(re.compile(rf"(?<!\w){re.escape(m.true)}(?!\w)"), m.raw) for m in sorted(mends, key=lambda m: -len(m.true))]

    def fold(text: str) -> str:
        for true, raw in ways:
            text = raw.join(true.split(text))
        return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text)).casefold()

    return fold


def _stands(quote: str, haystack: Iterable[str], recognised: bool) -> bool:
    if any(quote in hay for hay in haystack):
        return True
    if not recognised:
        return False
    from rapidfuzz.fuzz import partial_ratio

    return any(partial_ratio(quote, hay, score_cutoff=MISREAD) > 0 for hay in haystack)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
