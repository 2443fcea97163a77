"""Where sentences begin in a training file: at each paragraph, and at each line of head and foot."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.clean import clean_text
from pipeline.directive import Directive
from pipeline.document import Document
from pipeline.export.mentions import Mention
from pipeline.foot import scan_foot
from pipeline.head import scan_head
from pipeline.outline import join_rows
from pipeline.rows import read_rows


def paragraph_starts(directive: Directive, mentions: Iterable[Mention]) -> tuple[int, ...]:
    """Offsets in `directive.text`, sorted; never inside of a mention or clue, which may lie over a break of line."""
    document = Document(directive.text, None, directive.source.sha256, directive.source.media_type, "text", (), ())
    text = clean_text(directive.text).text
    rows = read_rows(document, text)
    head = scan_head(rows)
    foot = scan_foot(rows, head.end)
    body = rows[head.end : foot.start]
    starts = {row.start for row in (*rows[: head.end], *rows[foot.start :])} | {paragraph.start for paragraph in join_rows(body)}
    inside = [range(m.start + 1, m.end) for m in mentions]
    source = sorted({text.to_source(start, start + 1).start for start in starts})
    return tuple(at for at in source if not any(at in span for span in inside))
