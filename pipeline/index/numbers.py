"""Số ký hiệu in all the ways people write them: "27/KH-SKHCN", "27 KH SKHCN", "27/kh-skhcn", "027/KHSKHCN"."""

from __future__ import annotations

import re

from pipeline.text import fold

_PART = re.compile(r"\d+|[a-z]+")


def written(number: str | None, notation: str | None) -> str | None:
    """As it is printed; Party documents have the hyphen first.

    >>> written("27", "KH-SKHCN"), written("12", "CT/TU"), written("163", "2010/NQ-HĐND"), written(None, "KH-SYT"), written(None, None)
    ('27/KH-SKHCN', '12-CT/TU', '163/2010/NQ-HĐND', '/KH-SYT', None)
    """
    if not notation:
        return number
    party = "/" in notation and not notation[0].isdigit()
    return f"{number or ''}{'-' if party else '/'}{notation}"


def number_key(text: str) -> str:
    """What all ways of writing a number have in common; empty when there is neither letter nor digit.

    >>> number_key("027/KH-SKHCN"), number_key("27 kh skhcn"), number_key("30/2020/NĐ-CP"), number_key("30a/2008/NQ-CP")
    ('27khskhcn', '27khskhcn', '30/2020ndcp', '30a2008nqcp')
    """
    return _joined(_parts(text))


def number_keys(text: str) -> tuple[str, ...]:
    """The key and those of its beginnings, so that "30/2020" finds "30/2020/NĐ-CP".

    >>> number_keys("30/2020/NĐ-CP")
    ('30', '30/2020', '30/2020nd', '30/2020ndcp')
    """
    parts = _parts(text)
    return tuple(_joined(parts[:count]) for count in range(1, len(parts) + 1))


def _parts(text: str) -> list[str]:
    parts = _PART.findall(fold(text))
    if parts and parts[0].isdigit():
        parts[0] = parts[0].lstrip("0") or "0"
    return parts


def _joined(parts: list[str]) -> str:
    out = ""
    for part in parts:
        out += ("/" if out[-1:].isdigit() and part[0].isdigit() else "") + part
    return out
