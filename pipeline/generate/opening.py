"""What stands before the first section: title, subject, addressees, legal bases, the opening sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.generate.grammar import Speaker, say, say_words
from pipeline.generate.said import Said
from pipeline.generate.sheet import Paragraph
from pipeline.generate.stock import events

Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """Trích yếu in its three forms."""

    words: str  #: in small letters, as sentences repeat it; of an invitation the event
    printed: str  #: as it stands under the title or behind "V/v"
    gold: str  #: the same without "Về việc"
    period: Mapping[str, Any] | None  #: that its year states, of a plan


def subject_of(speaker: Speaker, spec: Spec) -> Subject:
    """The subject of a document of this type, drawn from its theme."""
    chance = speaker.chance
    if spec.get("subject_is_event"):
        event = say(speaker, "event").text
        printed = f"{chance.pick(('Dự', 'Tham dự', 'Dự'))} {event}"
        return Subject(event, printed, printed, None)
    words = _subject_words(speaker, spec)
    dated = chance.random() * 100 < spec.get("year_in_subject", 0) and not any(word in words for word in events())
    when, period = _when(speaker) if dated else ("", None)
    words = f"{words} {when}".rstrip()
    if "code" not in spec:
        return Subject(words, words, words, None)
    lead = chance.pick(spec.get("subject_lead", ("",)))
    printed = lead + words if lead else words[0].upper() + words[1:]
    gold = words if lead == "Về việc " else printed.removeprefix("Về việc ")
    if spec.get("subject_is_topic"):
        words = printed[0].lower() + printed[1:]
    return Subject(words, printed, gold, period if spec.get("plan") else None)


def _subject_words(speaker: Speaker, spec: Spec) -> str:
    if spec.get("subject_is_topic"):
        return say(speaker, "topic").text
    if spec.get("subject_is_enacted"):
        return say(say_words(speaker, subject_plain=say(speaker, "subject").text), "enacted").text
    return say(speaker, "subject").text


def _when(speaker: Speaker) -> tuple[str, Mapping[str, Any]]:
    chance, year = speaker.chance, int(say(speaker, "year").text)
    if chance.maybe(0.2):
        end = year + (-year % 5 or 5)
        when = f"giai đoạn {year}{chance.pick((' - ', '-'))}{end}"
    else:
        when, end = f"năm {year}", year
    return when, {"quote": when, "start": str(year), "end": str(end), "start_event": None}


def title_of(speaker: Speaker, spec: Spec, subject: Subject) -> tuple[Paragraph, ...]:
    """The name of the type and the subject; nothing of a công văn, whose subject stands in the head."""
    if "code" not in spec:
        return ()
    of_whom = (Paragraph(f"CỦA {say(speaker, 'collective').text.upper()}", "title"),) if spec.get("of_collective") else ()
    return (Paragraph(spec["name"].upper(), "title"), *of_whom, Paragraph(subject.printed, "subject"))


# --- addressees -------------------------------------------------------------------------------------------------------


def addressees_of(speaker: Speaker, spec: Spec) -> tuple[tuple[Paragraph, ...], list[str]]:
    """The paragraphs, and the names as the gold lists them."""
    chance = speaker.chance
    wired = spec.get("wired", False)
    if not wired and chance.random() * 100 >= spec.get("addressees", 0):
        return (), []
    if spec.get("to_upper"):
        names = [say(speaker, "upper").text]
    else:
        count = 1 if chance.maybe(0.45) and not wired else chance.between(2, 3)
        names = list(dict.fromkeys(say(speaker, "addressee").text for _ in range(count)))
    lead = f"{say(speaker, 'signing_body').text.upper()} điện:" if wired else "Kính gửi:"
    if len(names) == 1 and not wired:
        return (Paragraph(f"{lead} {names[0]}{chance.pick(('', '', '.'))}", "addressee"),), names
    items = (Paragraph(f"- {name}{'.' if i == len(names) - 1 else ';'}", "addressee") for i, name in enumerate(names))
    return (Paragraph(lead, "addressee"), *items), names


# --- bases and opening ------------------------------------------------------------------------------------------------


def opening_of(speaker: Speaker, spec: Spec, by_head: bool) -> list[tuple[Said, Paragraph]]:
    """The paragraphs up to the first section, each with what it says."""
    if "enacts" in spec:
        bases = [Said(line) for line in _enacting_body(speaker, spec, by_head)]
        out = [(said, Paragraph(said.text, "title")) for said in bases]
        last = say(speaker, "basis_council" if spec.get("council") else "basis_last")
        out += _bodies([*_bases(speaker, speaker.chance.between(2, 4)), last])
        return [*out, (Said(spec["enacts"]), Paragraph(spec["enacts"], "title"))]
    said = []
    if speaker.chance.random() * 100 < spec.get("bases", 0):
        said = _bases(speaker, speaker.chance.between(1, 3))
    return _bodies([*said, say(speaker, spec["opening"])])


def _bodies(said: Sequence[Said]) -> list[tuple[Said, Paragraph]]:
    return [(each, Paragraph(each.text)) for each in said]


def _bases(speaker: Speaker, count: int) -> list[Said]:
    return [say(speaker, "basis") for _ in range(count)]


def _enacting_body(speaker: Speaker, spec: Spec, by_head: bool) -> list[str]:
    """Who decides, in capitals above the bases: the body that it is signed for, or its head."""
    if spec.get("council"):
        return [speaker.scene.issuer.name.upper(), say(speaker, "council_term").text.upper()]
    issuer = speaker.scene.issuer
    if issuer.collective:
        return [say(speaker, "signing_body").text.upper() if by_head else issuer.name.upper()]
    body = say(speaker, "issuer").text
    return [f"{issuer.head} {issuer.name if body in _GENERAL else body}".upper()]


#: How texts call bodies of their own; a decision's head names them.
_GENERAL = ("Bệnh viện", "Trung tâm", "Nhà trường", "Công ty")
