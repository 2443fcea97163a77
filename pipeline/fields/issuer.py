"""The issuing body, its parent and the bodies that issue with it (Decree 30/2020/NĐ-CP, Article 8, point b).

From the letterhead where there is one. Many texts have lost it: then the symbol, the body's mentions of itself, the
authority line and the signer each have a say, and what they agree on is `inferred`, with all of them as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline import lexicon
from pipeline.fields.body_above import ORGAN, with_body_above
from pipeline.fields.body_names import NAMED_WITHOUT_KIND, level_of, mended, organisation, spell_out
from pipeline.fields.self_mention import Vote, infer_body, infer_locality, infer_province, proper_name
from pipeline.fields.speaker import find_speaker
from pipeline.found import Found
from pipeline.head_rows import SPECKS, is_body_name
from pipeline.lexicon import Province
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.specks import is_debris
from pipeline.text import Span, fold
from pipeline.values import Number, Organisation


@dataclass(frozen=True, slots=True)
class Issuers:
    issuing: Found[Organisation] | None
    parent: Found[Organisation] | None
    joint: tuple[Found[Organisation], ...] = ()


def extract_issuers(layout: Layout, number: Number | None, place: Found[str] | None, issued: str | None) -> Issuers:
    """`issued` (ISO 8601, may be partial or None) says which provinces and bodies there were."""
    groups = _groups(layout.head.organisations, layout.head.number)
    province = _province_of_place(place, issued) or _province_in(groups)
    if not groups:
        return Issuers(_inferred(layout, number, place, province, issued), None)
    names = _without_place([_Body.read(layout, g) for g in groups])
    if together := _together(names, number):
        found = [Found(b.completed(province), b.spans, "issuing_body.letterhead", confidence=b.confidence) for b in together]
        above = next((b for b in reversed(names) if b not in together), None)
        return Issuers(found[0], _parent(above, province), (*_joint(together[0], province), *found[1:]))
    if len(names) > 1 and (whole := with_body_above(names[-2].name, names[-1].name)):
        names[-1] = replace(names[-1], name=whole, spans=(*names[-1].spans, *names[-2].spans))
    if len(names) == 1 and (bank := _of_branch(groups[-1])):
        names.insert(0, _Body.read(layout, bank))
    issuing = Found(names[-1].completed(province), names[-1].spans, "issuing_body.letterhead", confidence=names[-1].confidence)
    joint = tuple(_joint(names[-1], province))
    return Issuers(issuing, _parent(names[-2] if len(names) > 1 else None, province), joint)


# --- letterhead -------------------------------------------------------------------------------------------------------

_GOES_ON = re.compile(
    r"(?:va|cua|tinh(?! uy)|thanh pho|tp\.?|huyen(?! uy)|quan(?! uy)|thi xa|xa|phuong|thi tran|nganh|thuoc|truc thuoc|viet nam)\b"
)


#: "THÀNH PHỐ HỒ CHÍ MINH" above "ỦY BAN NHÂN DÂN PHƯỜNG …".
_PROVINCE = re.compile(r"(?:tinh|thanh pho)(?: [a-z]+){2,3}")


def _groups(rows: Sequence[Row], number: Row | None) -> list[list[Row]]:
    """Rows of one name each; rows before the first that begins like a body are no part of a letterhead.

    No name goes on across the number line: what stands there is a stamp of receipt ("ĐẾN") or debris.
    """
    groups: list[list[Row]] = []
    for row in _without_receipt(rows):
        folded = fold(row.text)
        begins = is_body_name(row.text.lstrip(SPECKS)) and not _GOES_ON.match(folded) and (" " in folded.strip() or ORGAN.fullmatch(folded))
        if groups and not (begins and _is_complete(groups[-1])):
            if not (number and groups[-1][-1].start < number.start < row.start) and (_GOES_ON.match(folded) or not is_debris(row.text)):
                groups[-1].append(row)
        elif begins or (not groups and _PROVINCE.fullmatch(folded) and lexicon.find_provinces_in(lexicon.sentence_case(row.text))):
            groups.append([row])
    unique: list[list[Row]] = []
    for group in groups:
        if not unique or _joined(group) != _joined(unique[-1]):  # a line doubled by the print ("BỘ …" twice)
            unique.append(group)
    return unique


#: The stamp of the office that received the document: its name, "ĐẾN", a number and a date (Decree 30/2020/NĐ-CP, Appendix IV).
_RECEIPT = re.compile(r"(?:cong van |van ban )?den\b\W*(?:so\b.*)?")


def _without_receipt(rows: Sequence[Row]) -> list[Row]:
    stamp = [bool(_RECEIPT.fullmatch(fold(row.text))) for row in rows]
    below = [*stamp[1:], False]
    return [row for i, row in enumerate(rows) if not stamp[i] and not (below[i] and i > 1)]


def _joined(rows: Sequence[Row]) -> str:
    return " ".join(fold(r.text) for r in rows)


def _is_complete(group: Sequence[Row]) -> bool:
    text = _joined(group).strip()
    return not ORGAN.fullmatch(text) and not text.endswith((",", "-", "–", " va", " cua"))


#: Confidence in a name whose marks were mended.
_MENDED = 0.85


@dataclass(frozen=True, slots=True)
class _Body:
    name: str
    spans: tuple[Span, ...]
    confidence: float | None = None  #: where letters of the print are damaged

    @classmethod
    def read(cls, layout: Layout, rows: Sequence[Row]) -> _Body:
        printed = spell_out(" ".join(r.text for r in rows))
        spans = tuple(s for r in rows for s in layout.text.pieces(r.start, r.end))
        name = mended(printed)
        return cls(name, spans, None if name == printed else _MENDED)

    def completed(self, province: Province | None) -> Organisation:
        return organisation(self.name, province)


def _same_level(above: str, name: str) -> bool:
    """Two departments or two ministries under one another issue together; a committee above a committee is its parent."""
    a, b = fold(above).split(" ", 1)[0], fold(name).split(" ", 1)[0]
    return a == b and a in ("so", "bo") and "chi huy" not in fold(above)


def _of_branch(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows above "CHI NHÁNH TỈNH …", which name the bank or company; the branch is named with it."""
    return next((rows[:i] for i, row in enumerate(rows) if i and fold(row.text).startswith("chi nhanh")), ())


#: What a symbol says of bodies that issue together: "KHLT-CA-SGDĐT", "HDLN-…"; "TTLT-HC" is a centre's.
_JOINT_SYMBOL = re.compile(r"[^/-]*L[TN][-/][^/-]+-[^/-]")


def _together(names: Sequence[_Body], number: Number | None) -> Sequence[_Body]:
    """The bodies of a letterhead that issue together, by their symbol or because the last two are of one level; () for one body alone.

    A people's committee that the symbol does not name is above them.
    """
    if number and number.notation and _JOINT_SYMBOL.match(number.notation):
        own = [b for b in names if "UBND" in number.notation or not fold(b.name).startswith("uy ban nhan dan")]
        if len(own) > 1:
            return own
    return names[-2:] if len(names) > 1 and _same_level(names[-2].name, names[-1].name) else ()


def _without_place(names: list[_Body]) -> list[_Body]:
    """Without the place of a people's committee that was read before it: it stands above nothing."""
    place = len(names) > 1 and _PROVINCE.fullmatch(fold(names[0].name)) and fold(names[1].name) == "uy ban nhan dan"
    return names[1:] if place else names


def _joint(body: _Body, province: Province | None) -> list[Found[Organisation]]:
    """ "Sở Y tế - Công đoàn ngành Y tế" on one line: the bodies behind the first."""
    parts = re.split(r"\s[-–]\s", body.name)
    if len(parts) < 2 or not all(is_body_name(p.upper()) for p in parts):
        return []
    return [Found(organisation(p[:1].upper() + p[1:], province), body.spans, "joint_issuers.one_line") for p in parts[1:]]


def _parent(body: _Body | None, province: Province | None) -> Found[Organisation] | None:
    return Found(body.completed(province), body.spans, "parent_body.letterhead", confidence=body.confidence) if body else None


def _province_of_place(place: Found[str] | None, issued: str | None) -> Province | None:
    return (lexicon.province_of(place.value, issued) or lexicon.province_of_capital(place.value, issued)) if place else None


def _province_in(groups: Sequence[Sequence[Row]]) -> Province | None:
    for group in groups:
        if found := lexicon.find_provinces_in(spell_out(" ".join(r.text for r in group))):
            return found[-1][2]
    return None


# --- without a letterhead ---------------------------------------------------------------------------------------------


#: Kinds of units of which a province has one, named after it.
_OF_PROVINCES = ("benh vien da khoa", "trung tam kiem soat", "truong chinh tri", "bao ", "dai phat thanh")


def _inferred(
    layout: Layout, number: Number | None, place: Found[str] | None, province: Province | None, issued: str | None
) -> Found[Organisation] | None:
    best = infer_body(layout, number, place.value if place else None, issued)
    if speaker := find_speaker(layout):
        votes = best[1] if best and fold(speaker[0]).startswith(fold(best[0])) else []
        return _concluded(organisation(mended(speaker[0]), province), [speaker[1], *votes])
    if best is None:
        return None
    name, votes, level = best
    if level not in ("province", "district", "commune", "party", "unit"):
        return _concluded(Organisation(name), votes)
    if level in ("unit", "company"):
        named = proper_name(layout, name)
        if named:
            return _concluded(organisation(named[0], province), [*votes, named[1]])
        if not fold(name).startswith(_OF_PROVINCES):
            return None  # a school or a company without its name is no answer
    local = infer_locality(layout, place.value) if place and province is None and level_of(name) != "yes" else None
    if local:
        at, vote = local
        name = f"{name} {at.split(' ', 1)[1] if fold(name) in NAMED_WITHOUT_KIND else at}"
        guess = infer_province(layout, issued)
        value = Organisation(name, guess[0].name, guess[0].code, guess[0].successor or guess[0].name) if guess else Organisation(name)
        return _concluded(value, [*votes, vote, *([guess[1]] if guess else [])])
    if province and place:
        votes = [*votes, Vote(1.0, place.spans)]
    elif guess := infer_province(layout, issued):
        province = guess[0]
        votes = [*votes, guess[1]]
    if province:
        name = f"{name} {province.name if fold(name) in NAMED_WITHOUT_KIND else province.full}"
    return _concluded(organisation(name, province), votes)


def _concluded(value: Organisation, votes: Sequence[Vote]) -> Found[Organisation]:
    spans = tuple(dict.fromkeys(s for v in votes for s in v.spans))
    return Found(value, spans, "issuing_body.inferred", state="inferred")
