"""The foot: recipients on the left, who signs on the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.generate.chance import Chance
from pipeline.generate.grammar import Speaker, say
from pipeline.generate.people import person
from pipeline.generate.scene import Desk, Issuer

_BRACKET = re.compile(r"^(?P<name>.*?)\s*\((?P<note>[^()]*)\)$")


def recipients_of(speaker: Speaker, desk: Desk, has_addressees: bool) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """The printed lines with their heading, and the gold's list."""
    chance, issuer = speaker.chance, speaker.scene.issuer
    rule = speaker.rules["reader"]
    items = [say(speaker, "reader").text for _ in range(min(chance.between(2, 6), len(rule)))]
    items = list({_recipient(item)["name"]: item for item in items}.values())
    if has_addressees:
        items.insert(0, chance.pick(("Như trên", "Như kính gửi", "Như trên")))
    filing = f"{issuer.desks[0].name}" if issuer.party else f"VT, {desk.sign}" + chance.pick(("", "", f" ({chance.between(2, 12)}b)"))
    end = "," if issuer.party else ";"
    lines = ["Nơi nhận" if chance.maybe(0.1) else "Nơi nhận:"]
    lines += [f"- {item}{end}" for item in items]
    lines.append(f"- Lưu {filing}." if issuer.party else f"- Lưu: {filing}.")
    gold = [_recipient(item) for item in items]
    return tuple(lines), [*gold, {"name": filing, "note": "Lưu"}]


def _recipient(item: str) -> dict[str, Any]:
    found = _BRACKET.match(item)
    return {"name": found["name"], "note": found["note"]} if found else {"name": item, "note": None}


def signature_of(chance: Chance, issuer: Issuer, desk: Desk, by_head: bool) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, Any]]:
    """The lines of a second signer on the left, if any; those on the right; the gold's signer, who is the one on the right."""
    if issuer.two:
        (left, _), (right, gold) = (_for_one(chance, *one) for one in issuer.two)
        rows = max(len(left), len(right)) + 2
        return (*left[:-1], *[""] * (rows - len(left)), left[-1], ""), right, gold
    name = person(chance)
    lines, gold = _authority(chance, issuer, desk, by_head)
    signed = chance.pick(((), (), (), ("(Đã ký)",)))
    title = chance.pick(("TS. ", "BSCKII. ", "PGS.TS. ", "ThS. ")) if issuer.level in ("hospital", "school") and chance.maybe(0.3) else ""
    return (), (*lines, *signed, f"{title}{name}"), {"name": name, **gold}


def _for_one(chance: Chance, body: str, head: str, deputy: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Of two bodies that sign each is named: "KT. GIÁM ĐỐC SỞ Y TẾ" on one line or on two, or above the position."""
    name = person(chance)
    by_deputy = chance.maybe(0.5)
    named = chance.pick((f"{head} {body}", f"{head} {body}", f"{head}|{body}", f"{body}|{head}"))
    lines = named.upper().split("|")
    if not by_deputy:
        return (*lines, name), {"name": name, **_signer(head, None, None)}
    at = lines.index(head.upper()) if head.upper() in lines else 0
    lines[at] = f"KT. {lines[at]}"
    behalf = head if at else f"{head} {body}"
    return (*lines, deputy.upper(), name), {"name": name, **_signer(deputy, "KT.", behalf)}


def _authority(chance: Chance, issuer: Issuer, desk: Desk, by_head: bool) -> tuple[Sequence[str], dict[str, Any]]:
    head, deputy = issuer.head, issuer.deputy
    kind = chance.random()
    if issuer.party or (issuer.collective and not by_head):
        return _for_collective(chance, issuer)
    if kind < 0.45:
        return (head.upper(),), _signer(head, None, None)
    if kind < 0.85 or issuer.level in ("council", "council_district", "prime_minister"):
        return (f"KT. {head.upper()}", deputy.upper()), _signer(deputy, "KT.", head)
    if kind < 0.87 and head in ("Giám đốc", "Hiệu trưởng"):
        return (f"Q. {head.upper()}",), _signer(head, "Q.", None)
    by = "TUQ." if kind > 0.96 else "TL."
    return (f"{by} {head.upper()}", desk.head.upper()), _signer(desk.head, by, head)


def _for_collective(chance: Chance, issuer: Issuer) -> tuple[Sequence[str], dict[str, Any]]:
    whole = issuer.collective or ""
    mark = chance.pick(("T/M", "TM.")) if issuer.party else "TM."
    first = f"{mark} {whole.upper()}"
    kind = chance.random()
    if kind < 0.45:
        return (first, issuer.head.upper()), _signer(issuer.head, "TM.", whole)
    if issuer.party or issuer.level == "union":
        return (first, issuer.deputy.upper()), _signer(issuer.deputy, "TM.", whole)
    return (first, f"KT. {issuer.head.upper()}", issuer.deputy.upper()), _signer(issuer.deputy, "TM./KT.", whole)


def _signer(position: str, authority: str | None, on_behalf_of: str | None) -> dict[str, Any]:
    return {"position": position, "authority": authority, "on_behalf_of": on_behalf_of}
