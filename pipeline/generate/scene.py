"""Who writes, when, where and about what: what the sentences of one document have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.provinces import Province


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit of the issuer that drafts: its short sign and its name."""

    sign: str  #: "VP", in the symbol of a công văn and on the filing line
    name: str  #: "Văn phòng Sở"
    head: str  #: "Chánh Văn phòng", who signs by order


@dataclass(frozen=True, slots=True)
class Issuer:
    """A made-up body that issues documents."""

    level: str
    lines: tuple[str, ...]  #: as printed in the letterhead, capitals
    name: str  #: as the gold has it, with its province where it has one
    short: str  #: as the text calls it: "Sở Y tế"
    symbol: str  #: "SYT"
    fields: frozenset[str]  #: themes that it writes about
    parent_lines: tuple[str, ...]
    parent: str | None
    place: str
    province: Province | None
    head: str  #: position of who heads it, "Giám đốc"
    deputy: str
    collective: str | None  #: the body on whose behalf (TM.) it is signed
    desks: tuple[Desk, ...]
    party: bool
    two: tuple[tuple[str, str, str], ...] = ()  #: of two issuers: name, head, deputy of each; the second one signs on the right


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a document has to agree with itself on."""

    issuer: Issuer
    theme: Mapping[str, Any]
    day: date  #: of issue, whole even where the document leaves part of it blank
    dated: bool  #: whether a reader can know the year of issue
    short_dates: bool  #: "02/3/2021" rather than "ngày 02 tháng 3 năm 2021"
    citable: tuple[tuple[str, str, str], ...]  #: (type, symbol, issuer) of documents of bodies round the issuer, as patterns
    cited: dict[str, str]  #: number of every document cited so far -> how a later mention names it
