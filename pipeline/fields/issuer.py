"""The issuing body, its parent and the bodies that issue with it (Decree 30/2020/NĐ-CP, Article 8, point b).

From the letterhead where there is one. Many texts have lost it: then the symbol, the body's mentions of itself, the
authority line and the signer each have a say, and what they agree on is `inferred`, with all of them as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.fields.self_mention import Vote, infer_body, infer_locality, infer_province, proper_name
from pipeline.found import Found
from pipeline.head import is_body_name
from pipeline.lexicon import Province
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.text import Span, fold, is_capitals
from pipeline.values import Number, Organisation


@dataclass(frozen=True, slots=True)
class Issuers:
    issuing: Found[Organisation] | None
    parent: Found[Organisation] | None
    joint: tuple[Found[Organisation], ...] = ()


def extract_issuers(layout: Layout, number: Number | None, place: Found[str] | None, issued: str | None) -> Issuers:
    """`issued` (ISO 8601, may be partial or None) says which provinces and bodies there were."""
    groups = _groups(layout.head.organisations)
    province = _province_of_place(place, issued) or _province_in(groups)
    if not groups:
        return Issuers(_inferred(layout, number, place, province, issued), None)
    names = [_Body.read(layout, g) for g in groups]
    if len(names) > 1 and _same_level(names[-2].name, names[-1].name):
        both = [b.completed(province) for b in names[-2:]]
        found = [Found(o, b.spans, "issuing_body.letterhead") for o, b in zip(both, names[-2:], strict=True)]
        parent = names[-3] if len(names) > 2 else None
        return Issuers(found[0], _parent(parent, province), tuple(found[1:]))
    if len(names) > 1 and _OPEN_ENDED.fullmatch(fold(names[-1].name)):  # "SỞ Y TẾ … / THANH TRA": the parent's name belongs to it
        names[-1] = _Body(f"{names[-1].name} {names[-2].name}", (*names[-1].spans, *names[-2].spans))
    issuing = Found(names[-1].completed(province), names[-1].spans, "issuing_body.letterhead")
    joint = tuple(_joint(names[-1], province))
    return Issuers(issuing, _parent(names[-2] if len(names) > 1 else None, province), joint)


# --- letterhead -------------------------------------------------------------------------------------------------------

#: A row that is only this cannot be a whole name: the next row goes on with it, whatever it begins with.
_OPEN_ENDED = re.compile(
    r"(?:ban chap hanh|van phong|cong doan|hoi dong|uy ban|truong|trung tam|ban quan ly|ban chi dao|lien doan"
    r"|doan|hoi|tong cong ty|cong ty|ban|bch|thanh tra|phong)"
)
_GOES_ON = re.compile(
    r"(?:va|cua|tinh(?! uy)|thanh pho|tp\.?|huyen(?! uy)|quan(?! uy)|thi xa|xa|phuong|thi tran|nganh|thuoc|truc thuoc|viet nam)\b"
)


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one name each; rows before the first that begins like a body are no part of a letterhead."""
    groups: list[list[Row]] = []
    for row in rows:
        folded = fold(row.text)
        begins = is_body_name(row.text) and not _GOES_ON.match(folded)
        if groups and not (begins and _is_complete(groups[-1])):
            groups[-1].append(row)
        elif begins:
            groups.append([row])
    unique: list[list[Row]] = []
    for group in groups:
        if not unique or _joined(group) != _joined(unique[-1]):  # a line doubled by the print ("BỘ …" twice)
            unique.append(group)
    return unique


def _joined(rows: Sequence[Row]) -> str:
    return " ".join(fold(r.text) for r in rows)


def _is_complete(group: Sequence[Row]) -> bool:
    text = _joined(group).strip()
    return not _OPEN_ENDED.fullmatch(text) and not text.endswith((",", "-", "–", " va", " cua"))


@dataclass(frozen=True, slots=True)
class _Body:
    name: str
    spans: tuple[Span, ...]

    @classmethod
    def read(cls, layout: Layout, rows: Sequence[Row]) -> _Body:
        text = " ".join(r.text for r in rows)
        spans = tuple(s for r in rows for s in layout.text.pieces(r.start, r.end))
        return cls(spell_out(text), spans)

    def completed(self, province: Province | None) -> Organisation:
        return organisation(self.name, province)


def spell_out(text: str) -> str:
    """A printed name in sentence case, customary abbreviations written out: "UBND TỈNH …" -> "Ủy ban nhân dân tỉnh …"."""
    text = re.sub(r"^[\W_]+|[^\w)]+$|_+$", "", text)
    name = lexicon.sentence_case(text) if is_capitals(text) else re.sub(r"\s+", " ", text)
    for short, long in (
        ("UBND", "Ủy ban nhân dân"),
        ("HĐND", "Hội đồng nhân dân"),
        ("MTTQ", "Mặt trận Tổ quốc"),
        ("LĐLĐ", "Liên đoàn Lao động"),
    ):
        name = re.sub(rf"\b{short}\b", long, name)
    return re.sub(r"\s*[-–]\s+", " - ", name).replace("Uỷ ban", "Ủy ban")


def organisation(name: str, province: Province | None) -> Organisation:
    """With the province: named in the text, or added where the body is one of a province by its kind ("Sở …")."""
    named = lexicon.find_provinces_in(name)
    if not named and province and _ENDS_IN_LEVEL.search(name):
        name = f"{name} {province.name}"
    elif named:
        province = named[-1][2]
        name = _with_kind(name, named[-1])
    elif province and (_is_provincial(name) or fold(name) in _NAMED_WITHOUT_KIND):
        name = f"{name} {province.name if fold(name) in _NAMED_WITHOUT_KIND else province.full}"
    elif _is_central(name):
        return Organisation(name)
    if province is None:
        return Organisation(name)
    return Organisation(name, province.name, province.code, province.successor or province.name)


#: "BỆNH VIỆN ĐA KHOA TỈNH": the name of the province goes on where the letterhead leaves it to the reader.
_ENDS_IN_LEVEL = re.compile(r"\stỉnh$")


def _with_kind(name: str, mention: tuple[int, int, Province]) -> str:
    """ "Sở Y tế Kiên Giang" -> "Sở Y tế tỉnh Kiên Giang"; names of companies and towns are left alone."""
    start, end, province = mention
    before = fold(name[:start]).rstrip()
    if (
        not _is_provincial(name)
        or end != len(name)
        or before.endswith(("tinh", "thanh pho", "huyen", "xa", "quan", "phuong", "thi tran", "tp."))
    ):
        return name
    return f"{name[:start]}{province.full}"


def _level(name: str) -> str | None:
    folded = fold(name)
    for entry in lexicon.entries("body_heads"):
        if folded.startswith(fold(entry.canonical) + " "):
            return entry.extra["level"]
    return None


def _is_provincial(name: str) -> bool:
    if fold(name).startswith(("thanh tra chinh phu", "cong doan co so", "cong doan cong ty", "thanh tra bo")):
        return False
    return _level(name) == "yes" or fold(name) in ("uy ban nhan dan", "hoi dong nhan dan", "ban dan toc", "ban thi dua - khen thuong")


def _is_central(name: str) -> bool:
    entries = lexicon.find("bodies", name)
    return bool(entries) and all(e.extra.get("level") in ("central", "ministry") for e in entries)


def _same_level(above: str, name: str) -> bool:
    """Two departments or two ministries under one another issue together; a committee above a committee is its parent."""
    a, b = fold(above).split(" ", 1)[0], fold(name).split(" ", 1)[0]
    return a == b and a in ("so", "bo") and "chi huy" not in fold(above)


def _joint(body: _Body, province: Province | None) -> list[Found[Organisation]]:
    """ "Sở Y tế - Công đoàn ngành Y tế" on one line: the bodies behind the first."""
    parts = re.split(r"\s[-–]\s", body.name)
    if len(parts) < 2 or not all(is_body_name(p.upper()) for p in parts):
        return []
    return [Found(organisation(p[:1].upper() + p[1:], province), body.spans, "joint_issuers.one_line") for p in parts[1:]]


def _parent(body: _Body | None, province: Province | None) -> Found[Organisation] | None:
    return Found(body.completed(province), body.spans, "parent_body.letterhead") if body else None


def _province_of_place(place: Found[str] | None, issued: str | None) -> Province | None:
    return (lexicon.province_of(place.value, issued) or lexicon.province_of_capital(place.value, issued)) if place else None


def _province_in(groups: Sequence[Sequence[Row]]) -> Province | None:
    for group in groups:
        if found := lexicon.find_provinces_in(spell_out(" ".join(r.text for r in group))):
            return found[-1][2]
    return None


#: "Tỉnh ủy Hậu Giang", "Thành ủy Hà Nội": the kind is in the name already (Guideline 36-HD/VPTW, 2018).
_NAMED_WITHOUT_KIND = frozenset(
    {
        "tinh uy",
        "thanh uy",
        "ban thuong vu tinh uy",
        "ban thuong vu thanh uy",
        "van phong tinh uy",
        "van phong thanh uy",
        "huyen uy",
        "quan uy",
        "thi uy",
    }
)

# --- without a letterhead ---------------------------------------------------------------------------------------------


#: Kinds of units of which a province has one, named after it.
_OF_PROVINCES = ("benh vien da khoa", "trung tam kiem soat", "truong chinh tri", "bao ", "dai phat thanh")


def _inferred(
    layout: Layout, number: Number | None, place: Found[str] | None, province: Province | None, issued: str | None
) -> Found[Organisation] | None:
    best = infer_body(layout, number, place.value if place else None, issued)
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
    local = infer_locality(layout, place.value) if place and province is None and _level(name) != "yes" else None
    if local:
        at, vote = local
        name = f"{name} {at.split(' ', 1)[1] if fold(name) in _NAMED_WITHOUT_KIND else at}"
        guess = infer_province(layout, issued)
        value = Organisation(name, guess[0].name, guess[0].code, guess[0].successor or guess[0].name) if guess else Organisation(name)
        return _concluded(value, [*votes, vote, *([guess[1]] if guess else [])])
    if province and place:
        votes = [*votes, Vote(1.0, place.spans)]
    elif guess := infer_province(layout, issued):
        province = guess[0]
        votes = [*votes, guess[1]]
    if province:
        name = f"{name} {province.name if fold(name) in _NAMED_WITHOUT_KIND else province.full}"
    return _concluded(organisation(name, province), votes)


def _concluded(value: Organisation, votes: Sequence[Vote]) -> Found[Organisation]:
    spans = tuple(dict.fromkeys(s for v in votes for s in v.spans))
    return Found(value, spans, "issuing_body.inferred", state="inferred")
