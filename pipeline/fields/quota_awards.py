"""Which award a quota is of, and who gives it: named in its clause, its sentence, before the list, or in a heading."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pipeline.fields import quota_cues as cue
from pipeline.fields.awards import Award, find_awards, find_grantor, grantor_asked, grantor_at
from pipeline.fields.clauses import Clause
from pipeline.fields.stretches import Stretch, with_marks
from pipeline.found import Context

#: The award where only "khen thưởng" can be meant.
ANY = "khen thưởng"


class Grant(NamedTuple):
    """An award, who gives it, and the stretches of the passage that name them."""

    award: str
    granted_by: str | None
    places: tuple[Stretch, ...]


def named_award(text: str, award: Award, at: int) -> Grant:
    giver = grantor_at(text, award, at)
    place = with_marks(text, award.start, award.end)
    return Grant(award.name, giver[0] if giver else None, (place, giver[1]) if giver else (place,))


def award_of(clause: Clause, awards: list[Award], context: Context, last: Grant | None, beside: Grant | None) -> Grant | None:
    """What a number is of: named before it, behind it, earlier in the sentence, with the list, or round it.

    `last`: of the quota before, `beside`: the same if that stands in the same sentence.
    """
    text, at = clause.text, clause.quantity.at
    own = _own_award(clause, awards)
    if own and not (own.generic and beside):
        grant = named_award(text, own, max(at, own.start))
        asked = None if grant.granted_by else _asked(clause, awards)
        return Grant(grant.award, asked[0], (*grant.places, asked[1])) if asked else grant
    if beside:
        return _with_giver(text, own, beside, at)
    around = _round_it(text, at, context, last)
    if around is None or (around.award.lower() == ANY and around is not last):
        return _behind(clause, awards) or around or _without_name(clause)
    return around


def _behind(clause: Clause, awards: list[Award]) -> Grant | None:
    """The one that a list ends with: "không quá 01 tập thể, 02 cá nhân; … 04 cá nhân được đề nghị Bằng khen của …"."""
    later = [a for a in awards if clause.quantity.stop <= a.start < clause.sentence[1] and not a.generic]
    proposed = len(later) == 1 and cue.TO_PROPOSE_IT.search(clause.text, clause.quantity.stop, later[0].start)
    return named_award(clause.text, later[0], later[0].start) if proposed else None


def _with_giver(text: str, own: Award | None, beside: Grant, at: int) -> Grant:
    """The award of the sentence; where another gives it, "…; lựa chọn 01 tập thể, trình Chủ tịch … khen thưởng", another one."""
    giver = grantor_at(text, own, max(at, own.start)) if own else None
    if own and giver and beside.granted_by not in (None, giver[0]):
        return named_award(text, own, max(at, own.start))
    return Grant(beside.award, giver[0], (*beside.places, giver[1])) if giver else beside


def _round_it(text: str, at: int, context: Context, last: Grant | None) -> Grant | None:
    """What the opening of the list or a heading names, a real name before that of the last quota and that before "khen thưởng"."""
    found = [(place, _named_in(place)) for place in (context.opens_list, *reversed(context.headings)) if place]
    real = next(((place, named) for place, named in found if named and not named.generic), None)
    if real:
        return _given_round(text, at, *real)
    if last:
        return last
    loose = next(((place, named) for place, named in found if named and cue.LIST_HEAD.search(place)), None)
    return _given_round(text, at, *loose) if loose else None


def _without_name(clause: Clause) -> Grant | None:
    if not cue.PROPOSING.search(clause.before) or clause.quantity.unit.lower() not in ("tập thể", "cá nhân"):
        return None
    giver = grantor_at(clause.text, None, clause.quantity.at)
    return Grant(ANY, giver[0] if giver else None, (giver[1],) if giver else ())


def _asked(clause: Clause, awards: list[Award]) -> tuple[str, Stretch] | None:
    """Who is asked for an award that is not named again: "xét chọn 05 cán bộ đề nghị Trung ương Đoàn tặng giải thưởng"."""
    stop = clause.quantity.stop
    asked = grantor_asked(clause.text, stop, clause.part[1])
    if not asked or any(c.isdigit() for c in clause.text[stop : asked[1][0]]):
        return None
    return None if any(stop <= a.start < asked[1][1] + 30 for a in awards) else asked


def _given_round(text: str, at: int, place: str, named: Award) -> Grant:
    """The award that a heading or the opening of the list names; who gives it may stand in the passage."""
    by = find_grantor(place, named, len(place))
    giver = None if by else grantor_at(text, None, at)
    return Grant(named.name, giver[0] if giver else by, (giver[1],) if giver else ())


def _own_award(clause: Clause, awards: list[Award]) -> Award | None:
    """Never the one that only describes the whole ("tổng số cá nhân đạt danh hiệu …")."""
    at, q = clause.quantity.at, clause.quantity
    proposed = next((a for a in awards if q.stop <= a.start < clause.end and is_for(clause, a)), None)
    before = proposed or choose([a for a in awards if clause.part[0] <= a.start < q.stop])
    if before and before.generic:  # "Khen thưởng: mỗi ngành lựa chọn 03 tập thể, 05 cá nhân để đề nghị … tặng Bằng khen"
        later = next((a for a in awards if q.stop <= a.start < clause.part[1] and not a.generic), None)
        before = later if later and cue.TO_PROPOSE.search(clause.text, q.stop, later.start) else before
    if before:
        return before
    behind = next((a for a in awards if q.stop <= a.start < clause.part[1]), None)
    if behind and behind.start >= clause.end and not cue.PROPOSING.search(clause.before):  # "tối đa 01 tập thể, 01 cá nhân đề nghị … tặng"
        behind = behind if cue.TO_PROPOSE.search(clause.text, q.stop, behind.start) else None
    if behind and not cue.OF_HOLDERS.match(clause.text[q.stop : behind.start]):
        return behind
    earlier = [a for a in awards if a.start < at and (a.start >= clause.sentence[0] or ":" in clause.text[a.end : at])]
    return choose(earlier)


def is_for(clause: Clause, award: Award) -> bool:
    """ "02 đơn vị đề nghị tặng" this award: the number is of those who are to get it."""
    return cue.NAMES_IT.match(clause.text[clause.quantity.stop : award.start]) is not None


@lru_cache(maxsize=16)  # a heading is asked for with each number below it
def _named_in(place: str) -> Award | None:
    return choose(list(find_awards(place)))


def choose(awards: list[Award]) -> Award | None:
    """The last named one, a real name before "khen thưởng"."""
    return next((a for a in reversed(awards) if not a.generic), awards[-1] if awards else None)
