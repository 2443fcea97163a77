"""Who writes: a body of a level, at a place, on a day when it was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from pipeline.generate.chance import Chance
from pipeline.generate.people import communes, districts, provinces_on
from pipeline.generate.scene import Desk, Issuer
from pipeline.generate.stock import levels
from pipeline.provinces import Province

_FIRST, _LAST = date(2012, 1, 1), date(2026, 10, 31)
_RECENT = date(2019, 1, 1)

Names = dict[str, str]


def choose_level(chance: Chance, allowed: Sequence[str]) -> str:
    """One of the levels that are allowed, by their weights in issuers.toml."""
    return chance.weighed(allowed, tuple(accumulate(levels()[level]["weight"] for level in allowed)))


def choose_day(chance: Chance, level: str) -> date:
    """A working day on which bodies of this level existed; most of them recent."""
    spec = levels()[level]
    first: date = max(spec.get("from", _FIRST), _FIRST)
    last: date = min(spec.get("to", _LAST), _LAST)
    if last > _RECENT and chance.maybe(0.75):
        first = max(first, _RECENT)
    day = first + timedelta(chance.between(0, (last - first).days))
    return day - timedelta(max(day.weekday() - 4, 0)) if day > first + timedelta(2) else day


def choose_issuer(chance: Chance, level: str, day: date) -> tuple[Issuer, Names]:
    """The issuer, and the names that its rules and letterhead are filled with."""
    spec = levels()[level]
    province = chance.pick(provinces_on(day.isoformat()))
    body = chance.pick([b for b in spec["bodies"] if b.get("from", _FIRST) <= day <= b.get("to", _LAST)])
    names = _place_names(chance, spec, province)
    names |= {key: body[key].format_map(names) for key in ("name", "symbol")}
    names |= {"short": body.get("short", spec["short"]).format_map(names), "head": body.get("head", spec["head"])}
    return _issuer(chance, level, body, names, province), names


def _issuer(chance: Chance, level: str, body: Mapping[str, Any], names: Names, province: Province) -> Issuer:
    spec = levels()[level]
    parent_lines, parent = _parent(chance, spec, body, names)
    place = spec["place"].format_map(names)
    return Issuer(
        level=level,
        lines=_lines(chance, spec["lines"], names),
        name=spec["full"].format_map(names),
        short=names["short"],
        symbol=names["symbol"],
        fields=frozenset(body["fields"]),
        parent_lines=parent_lines,
        parent=parent,
        place=province.full if place == "Hồ Chí Minh" else place,
        province=province,
        head=names["head"],
        deputy=body.get("deputy", spec["deputy"]),
        collective=spec.get("collective"),
        desks=tuple(Desk(*(text.format_map(names) for text in desk)) for desk in spec["desks"]),
        party=spec.get("party", False),
        two=tuple((name.format_map(names), head, deputy) for name, head, deputy in body.get("two", ())),
    )


def _place_names(chance: Chance, spec: Mapping[str, Any], province: Province) -> Names:
    kind = province.kind
    of_party = "Tỉnh ủy" if kind == "tỉnh" else "Thành ủy"
    names: Names = {
        "Province": province.name,
        "province": province.full,
        "kind": kind,
        "party_of_province": of_party,
        "party_name": f"{of_party} {province.name}",
        "initials": "".join(word[0] for word in province.name.split() if word != "-"),
    }
    here = districts().get(province.name) or (("huyện", "Châu Thành"),)
    only = spec.get("only_kind")
    district_kind, district = chance.pick([d for d in here if only in (None, d[0])] or here)
    communal = spec.get("only_communes")
    commune_kind, commune = chance.pick([c for c in communes() if communal in (None, c[0])])
    names |= {"district_kind": district_kind, "District": district, "district": f"{district_kind} {district}"}
    return names | {"commune_kind": commune_kind, "Commune": commune, "commune": f"{commune_kind} {commune}"}


def _lines(chance: Chance, patterns: Sequence[str], names: Names) -> tuple[str, ...]:
    return tuple(line.format_map(names).upper() for line in chance.pick(patterns).split("|"))


def _parent(chance: Chance, spec: Mapping[str, Any], body: Mapping[str, Any], names: Names) -> tuple[tuple[str, ...], str | None]:
    if body.get("parent"):
        return (body["parent"].upper(),), body["parent"]
    if not spec.get("parent") or body.get("no_parent") or (spec.get("parent_seldom") and chance.maybe(0.7)):
        return (), None
    return _lines(chance, spec["parent"], names), spec["parent_name"].format_map(names)
