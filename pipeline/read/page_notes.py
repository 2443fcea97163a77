"""What the user is told of pages that were not read as they are; said the same way by every reader that recognises pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

MESSAGES = {
    "page_unreadable": "{pages}: damaged and not read.",
    "page_timeout": "{pages}: recognising took too long and was given up; nothing of the page was read.",
    "page_failed": "{pages}: the recogniser broke down on it; nothing of the page was read.",
    "page_turned": "{pages}: lying on a side or upside down; turned upright before recognising.",
    "page_illegible": "{pages}: what was recognised is no readable Vietnamese.",
}
#: Numbers of pages that are listed.
_MOST_LISTED = 50


def page_notes(found: Mapping[str, Sequence[int]], more: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(code, message) for every code of a note with the numbers of its pages; `more` holds the messages of one reader alone."""
    messages = {**MESSAGES, **more}
    for code, numbers in found.items():
        pages = "Page" if len(numbers) == 1 else "Pages"
        listed = f"{pages} {', '.join(map(str, numbers[:_MOST_LISTED]))}{', …' if len(numbers) > _MOST_LISTED else ''}"
        yield code, messages[code].format(pages=listed)
