"""A directive from a seed: who writes, what about, in which words; its gold is made with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Any

from pipeline.generate import say_amount, say_reference, say_time
from pipeline.generate.annexes import annex_of
from pipeline.generate.body import Node, body_of
from pipeline.generate.chance import Chance, chance_of
from pipeline.generate.foot import recipients_of, signature_of
from pipeline.generate.gold_of import gold_of
from pipeline.generate.grammar import Part, Rules, Speaker, say, say_words
from pipeline.generate.issuers import Names, choose_day, choose_issuer, choose_level
from pipeline.generate.letterhead import Head, head_of, lost, without_names
from pipeline.generate.numbering import OUTLINES, set_out
from pipeline.generate.opening import Subject, addressees_of, opening_of, subject_of, title_of
from pipeline.generate.said import Said
from pipeline.generate.scene import Desk, Scene
from pipeline.generate.sheet import Paragraph, Sheet
from pipeline.generate.stock import doc_types, level_rules, levels, sentences, themes

_TERMINALS = {**say_time.TERMINALS, **say_amount.TERMINALS, **say_reference.TERMINALS}
#: Outlines of the kinds of body.
_OUTLINES = {
    "headed": ("roman", "roman", "roman_decimal"),
    "points": ("plain", "decimal"),
    "articles": ("articles",),
    "party": ("party", "roman"),
    "party_points": ("party_points", "plain"),
}
Spec = Mapping[str, Any]


def type_names() -> tuple[str, ...]:
    """The ids of the types that can be composed: "ke_hoach", "cong_van", …"""
    return tuple(spec["id"] for spec in doc_types())


def compose(seed: int, index: int, types: Iterable[str] = ()) -> Sheet:
    """Document number `index` (from 0) of `seed`; of one of `types`, or of any.

    It depends on the three arguments alone. Raises ValueError for a type that there is not.
    """
    chance = chance_of("directive", seed, index)
    spec = _type(chance, tuple(types))
    level = choose_level(chance, spec["levels"])
    day = choose_day(chance, level)
    issuer, names = choose_issuer(chance, level, day)
    wanted = spec.get("themes")
    fitting = [t for t in themes() if t["fields"] & issuer.fields and (not wanted or t["id"] in wanted)]
    scene = Scene(issuer, chance.pick(fitting), day, True, chance.maybe(0.65), tuple(map(tuple, levels()[level]["cites"])), {})
    return _sheet(Speaker(chance, _rules(chance, scene, names), _TERMINALS, scene, {}), spec, f"gen_{seed}_{index:06d}")


def _type(chance: Chance, wanted: tuple[str, ...]) -> Spec:
    specs, upto = _wanted(wanted)
    return chance.weighed(specs, upto)


@cache
def _wanted(names: tuple[str, ...]) -> tuple[tuple[Spec, ...], tuple[float, ...]]:
    unknown = [name for name in names if name not in type_names()]
    if unknown:
        raise ValueError(f"there is no type {unknown[0]!r}; there are {', '.join(type_names())}")
    specs = tuple(spec for spec in doc_types() if not names or spec["id"] in names)
    return specs, tuple(accumulate(spec["weight"] for spec in specs))


# --- words ------------------------------------------------------------------------------------------------------------


def _rules(chance: Chance, scene: Scene, names: Names) -> Rules:
    """The rules of this document: general ones, those of its level and theme, and its own names."""
    issuer, day = scene.issuer, scene.day
    rules: dict[str, Any] = {**sentences(), **level_rules(issuer.level), **scene.theme["rules"]}
    if day.isoformat() >= "2025-07" and "addressee_new" in rules:
        rules["addressee"] = rules["addressee_new"]
    rules["signing_body"] = rules["chief"]
    own = {
        "issuer": issuer.short,
        "year": str(day.year + (day.month >= 11)),
        "last_year": str(day.year - 1),
        "term": chance.pick(("2021-2026", "2020-2025", "2021 - 2026", "2025-2030")),
        "collective": f"Ban Thường vụ {issuer.short}" if issuer.party else issuer.short,
        "council_term": f"khóa {chance.pick(('XIV', 'XV', 'XVI', 'XVII', 'XVIII'))}, kỳ họp thứ {chance.between(2, 22)}",
    }
    rules |= {name: ((text,),) for name, text in (names | own).items()}
    return _short(rules) if chance.maybe(0.3) else rules


def _short(rules: Rules) -> Rules:
    """As texts abbreviate that name people's committees in every other line."""
    names = ("issuer", "upper", "chief", "higher_chief", "signing_body")
    return {**rules, **{name: tuple(tuple(map(_abbreviated, parts)) for parts in rules[name]) for name in names}}


def _abbreviated(part: Part) -> Part:
    return part.replace("Ủy ban nhân dân", "UBND") if isinstance(part, str) else part


# --- parts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Body:
    paragraphs: tuple[Paragraph, ...]
    said: tuple[Said, ...]  #: all that may hold facts, in order
    gold: Mapping[str, Any]


def _sheet(speaker: Speaker, spec: Spec, name: str) -> Sheet:
    chance = speaker.chance
    subject = subject_of(speaker, spec)
    speaker = _about(speaker, spec, subject)
    desk = chance.pick(speaker.scene.issuer.desks)
    is_letter = "code" not in spec
    whole = head_of(chance, speaker.scene, spec, desk, subject.printed if is_letter else None)
    head = _kept(chance, whole)
    speaker = replace(speaker, scene=replace(speaker.scene, dated=bool(head.right)))
    by_head = chance.random() * 100 < spec.get("signed_by_head", 0)
    body = _body(speaker, spec, subject, by_head, head is not whole)
    left, right, foot_gold = _foot(speaker, desk, by_head, bool(body.gold["addressees"]))
    told = {
        "doc_type": {"name": spec["name"], "code": spec.get("code")},
        "subject": subject.gold if head.left or not is_letter else None,
    }
    gold = gold_of(f"{name}.txt", body.said, subject.period, **head.gold, **told, **body.gold, **foot_gold)
    return Sheet(name, head.left, head.right, body.paragraphs, left, right, head.slots, _annex(speaker, spec, whole), gold)


def _body(speaker: Speaker, spec: Spec, subject: Subject, by_head: bool, headless: bool) -> _Body:
    addressed, addressees = addressees_of(speaker, spec)
    opening = opening_of(_introduced(speaker) if headless else speaker, spec, by_head)
    nodes, closing = _nodes(speaker, spec)
    lines, sections = set_out(nodes, OUTLINES[speaker.chance.pick(_OUTLINES[spec["body"]])])
    paragraphs = [*title_of(speaker, spec, subject), *addressed, *(shown for _, shown in opening)]
    paragraphs += [Paragraph(line.said.text, line.style) for line in lines]
    paragraphs += [Paragraph(said.text) for said in closing]
    said = (*(said for said, _ in opening), *(line.said for line in lines), *closing)
    return _Body(tuple(paragraphs), said, {"addressees": addressees, "sections": sections})


def _foot(speaker: Speaker, desk: Desk, by_head: bool, addressed: bool) -> tuple[tuple[str, ...], tuple[str, ...], Mapping[str, Any]]:
    """The lines on the left and on the right, and what the gold says of them."""
    readers, recipients = recipients_of(speaker, desk, addressed)
    beside, signature, signer = signature_of(speaker.chance, speaker.scene.issuer, desk, by_head)
    return beside + readers, signature, {"signer": signer, "recipients": recipients}


def _about(speaker: Speaker, spec: Spec, subject: Subject) -> Speaker:
    """The speaker who knows the subject: an invitation is to one event, a plan of several years has no span of weeks."""
    event = {"event": subject.words} if spec.get("subject_is_event") else {}
    speaker = say_words(speaker, subject_again=subject.words, this=f"{spec['name']} này", **event)
    if subject.period and subject.period["start"] != subject.period["end"]:
        return replace(speaker, rules={**speaker.rules, "period_line": speaker.rules["event_sentence"]})
    return speaker


def _nodes(speaker: Speaker, spec: Spec) -> tuple[tuple[Node, ...], Sequence[Said]]:
    """The sections, and what follows them."""
    nodes = body_of(speaker, spec)
    closing = say(speaker, spec["closing"])
    if spec.get("closing_numbered"):
        return (*nodes, Node(closing, "number")), ()
    return nodes, (closing,)


def _kept(chance: Chance, head: Head) -> Head:
    """The head, or what a converter left of it."""
    kind = chance.random()
    if kind < 0.86:
        return head
    return without_names(head) if kind < 0.95 else lost(head)


def _introduced(speaker: Speaker) -> Speaker:
    """Without a letterhead the opening names the issuer in full."""
    issuer = speaker.scene.issuer
    head = issuer.name if issuer.name.startswith(issuer.head) else f"{issuer.head} {issuer.name}"
    collective = f"Ban Thường vụ {issuer.name}" if issuer.party else issuer.name
    return say_words(speaker, issuer=issuer.name, signing_body=head, collective=collective)


def _annex(speaker: Speaker, spec: Spec, head: Head) -> tuple[Paragraph, ...]:
    if speaker.chance.random() * 100 >= spec.get("annex", 0):
        return ()
    number = head.gold["number"]
    shown = f"{number['value'] or '      '}/{number['notation']}"
    return annex_of(speaker, spec["name"], shown, say(speaker, "issue_day").text)
