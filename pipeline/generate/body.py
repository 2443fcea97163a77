"""The body of a directive: a tree of headings, paragraphs and bullets, said section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.generate.grammar import Speaker, rule, say, say_pattern
from pipeline.generate.said import Said
from pipeline.generate.stock import sections

Mark = Literal["number", "bullet", "none"]


@dataclass(frozen=True, slots=True)
class Node:
    """A section of a made-up body."""

    said: Said
    mark: Mark = "none"
    heading: bool = False
    children: tuple[Node, ...] = ()


def body_of(speaker: Speaker, doc_type: Mapping[str, Any]) -> tuple[Node, ...]:
    """The sections of this type, some of them left out by chance; numbered from the first one on."""
    nodes: list[Node] = []
    for name, share in doc_type["sections"]:
        if speaker.chance.random() * 100 < share:
            nodes += _section(speaker, sections()[name])
    return tuple(nodes)


def _section(speaker: Speaker, spec: Mapping[str, Any]) -> list[Node]:
    heading = speaker.chance.pick(spec["heading"])
    if "parts" in spec:
        children = [node for part in spec["parts"] for node in _section(speaker, part)]
    else:
        children = _shaped(speaker, spec, speaker.chance.pick(spec["shapes"]))
    if not heading:
        return children
    return [Node(Said(heading), "number", True, tuple(children))]


def _sentences(speaker: Speaker, items: Sequence[Sequence[Any]]) -> list[Said]:
    return [say(speaker, name) for name, least, most in items for _ in range(speaker.chance.between(least, most))]


def _some_of(speaker: Speaker, name: str) -> list[Said]:
    return [say(speaker, name) for _ in range(speaker.chance.between(1, 3))]


def _shaped(speaker: Speaker, spec: Mapping[str, Any], shape: str) -> list[Node]:
    chance = speaker.chance
    if shape == "groups":
        titles = chance.some(spec["group"], chance.between(2, 3))
        return [Node(Said(title), "number", True, _listed(speaker, _some_of(speaker, spec["items"][0][0]))) for title in titles]
    if shape == "units":
        return _units(speaker, spec)
    if shape == "article":
        points = tuple(Node(sentence, "number") for sentence in _sentences(speaker, spec["items"]))
        return [Node(say_any(speaker, spec["title"]), "number", False, points)]
    said = _sentences(speaker, spec["items"][1:] if shape == "numbered_units" else spec["items"])
    if shape in ("numbered", "numbered_units", "points", "articles"):
        nodes = [_point(speaker, sentence, shape) for sentence in said]
    elif shape == "bullets":
        nodes = list(_bullets(speaker, said))
    else:
        nodes = [Node(sentence) for sentence in said]
    if shape == "numbered_units" and "last" in spec:
        nodes.append(Node(say(speaker, spec["last"]), "number"))
    return nodes


def say_any(speaker: Speaker, patterns: Sequence[str]) -> Said:
    """One of the patterns of a section's own, beginning with a capital."""
    return say_pattern(speaker, rule(speaker.chance.pick(patterns))[0])


def _bullets(speaker: Speaker, said: Sequence[Said]) -> tuple[Node, ...]:
    """One beneath the other, or in two groups, each under a bullet of its own."""
    bullets = tuple(Node(sentence, "bullet") for sentence in said)
    if len(said) < 3 or not speaker.chance.maybe(0.15):
        return bullets
    cut = speaker.chance.between(1, len(said) - 1)
    return tuple(Node(say(speaker, "bullet_lead"), "bullet", False, part) for part in (bullets[:cut], bullets[cut:]))


def _listed(speaker: Speaker, said: Sequence[Said]) -> tuple[Node, ...]:
    """Beneath a numbered title: bullets, or points with labels of the next depth."""
    if len(said) > 1 and speaker.chance.maybe(0.3):
        return tuple(Node(sentence, "number") for sentence in said)
    return _bullets(speaker, said)


def _point(speaker: Speaker, sentence: Said, shape: str) -> Node:
    """A numbered paragraph; in letters now and then one with lettered points beneath."""
    if shape != "points" or not speaker.chance.maybe(0.2):
        return Node(sentence, "number")
    title = say(speaker, "unit").ended(":")
    points = [say(speaker, "unit_line") for _ in range(speaker.chance.between(2, 3))]
    return Node(title, "number", False, tuple(Node(point, "number") for point in points))


def _units(speaker: Speaker, spec: Mapping[str, Any]) -> list[Node]:
    """A numbered title for each unit with its tasks beneath."""
    (line, least, most), (_, fewest, many) = spec["items"][:2]
    nodes = []
    for _ in range(speaker.chance.between(fewest, many)):
        lines = [say(speaker, line) for _ in range(speaker.chance.between(least, most))]
        below = _listed(speaker, lines) if len(lines) > 1 or speaker.chance.maybe(0.5) else (Node(lines[0]),)
        nodes.append(Node(say(speaker, "unit"), "number", True, below))
    if "last" in spec:
        nodes.append(Node(Said("Chế độ báo cáo"), "number", True, (Node(say(speaker, spec["last"]), "bullet"),)))
    return nodes
