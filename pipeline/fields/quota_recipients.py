"""Who may get an award, as the clause of a quota counts them: "05 tập thể, cá nhân", "15% tổng số đoàn viên", "cho giáo viên"."""

from __future__ import annotations

from pipeline.fields import quota_cues as cue
from pipeline.fields.clauses import Clause


def recipient_of(clause: Clause) -> str | None:
    """Who may get it: what is counted with its list ("tập thể, cá nhân"), or what stands behind "tổng số" or "cho"."""
    text, q = clause.text, clause.quantity
    if q.kind == "award":
        found = cue.FOR.search(text, q.stop, min(clause.end, q.stop + 120))
        return " ".join(found["who"].split()) if found else None
    if q.unit == "%":
        return _share_of(clause)
    start = q.stop - len(q.unit)
    if text[start : q.stop].lower() != q.unit.lower():  # "Tập thể: 05"
        return q.unit
    stop = cue.WHO_ENDS.search(text, start + 1, clause.end)
    who = " ".join(text[start : stop.start() if stop else clause.end].split()).strip(" ,:-")
    return who[:160] or None


def _share_of(clause: Clause) -> str | None:
    """Those among whom a share may get it, or before "chiếm" those whom it is to favour."""
    m = cue.OF_ALL.match(clause.text, clause.quantity.end)
    behind = clause.text[m.end() if m else clause.quantity.end : clause.end]
    who = " ".join((behind if behind.strip() else cue.MAKES_UP.sub("", clause.lead)).split()).strip(" ,:-")
    return who[:160] or None
