"""What the name of an issuing body leaves to the line above it: "HUYỆN ỦY MƯỜNG LA / BAN TỔ CHỨC" is the "Ban Tổ chức Huyện ủy Mường La".

Decree 30/2020/NĐ-CP, Article 8, point b: the body's name is printed below that of the body it belongs to. Offices of which every
district, Party committee, command or company has one are only known with it.
"""

from __future__ import annotations

import re

from pipeline import lexicon
from pipeline.text import fold

#: An organ, alone in a row, whose body stands in the next row or in the row above.
ORGAN = re.compile(
    r"ban chap hanh|ban thuong vu|ban thuong truc|van phong|cong doan|hoi dong(?: (?:thanh vien|quan tri|truong|quan ly))?|uy ban|truong"
    r"|trung tam|ban quan ly|ban chi dao|lien doan|doan|hoi|tong cong ty|cong ty|ban|bch|thanh tra|phong"
)
_LOCAL = r"(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)"
_COMMITTEE = re.compile(rf"(?:Ủy ban nhân dân|Hội đồng nhân dân) (?P<place>{_LOCAL} .+)")
_PROVINCE_COMMITTEE = re.compile(r"Ủy ban nhân dân (?P<place>(?:tỉnh|thành phố) .+)")
#: Offices of which every district, town or commune has one.
_LOCAL_OFFICE = re.compile(r"(?:Phòng .|Trung tâm Y tế|Trung tâm Văn hóa|Trung tâm Dịch vụ|Văn phòng .|Thanh tra|Ban Quản lý .)")
#: A district's offices by the first word of their names.
_OF_DISTRICT = re.compile(r"(?:phong|trung tam|thanh tra|van phong|ban|dai)\b")
#: Below a province's committee: emulation blocks (Law 06/2022/QH15), boards of management, steering committees.
_OF_PROVINCE = re.compile(r"(?:(?:khoi|cum) thi dua|ban quan ly|ban chi dao|hoi dong|dai phat thanh)\b")
_PARTY = re.compile(r"(?:tinh|thanh|huyen|quan|thi|dang) uy\b")
#: Departments of a Party committee (Regulation 137-QĐ/TW, 2023).
_PARTY_OFFICE = re.compile(
    r"ban (?:to chuc|tuyen giao(?: va dan van)?|dan van|noi chinh|kinh te)|uy ban kiem tra|van phong|thuong truc|trung tam chinh tri"
)
#: Commands and police, each with the same divisions, "Phòng Chính trị", "Phòng Cảnh sát giao thông".
_COMMAND = re.compile(r"(?:bo chi huy|bo tu lenh|cong an)\b")
#: "BAN CHẤP HÀNH TỈNH BẠC LIÊU" below "HỘI LHPN VIỆT NAM": the union's name stands between.
_ORGAN_OF_PLACE = re.compile(
    r"(?P<organ>Ban (?:Chấp hành|Thường vụ|Thường trực)) (?P<place>(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường) .+)"
)
#: "THÀNH HỘI HẢI PHÒNG" below "HỘI CHỮ THẬP ĐỎ VIỆT NAM".
_UNION_OF_PLACE = re.compile(r"(?P<level>Tỉnh|Thành|Huyện|Quận|Thị) [Hh]ội (?P<place>.+)")
_LEVELS = {"tinh": "tỉnh", "thanh": "thành phố", "huyen": "huyện", "quan": "quận", "thi": "thị xã"}
_UNION = re.compile(r"(?:doan thanh nien|hoi|lien doan|tong lien doan|cong doan|uy ban mat tran)\b")


def with_body_above(above: str, name: str) -> str | None:
    """The name with what it leaves to the line above, or None where it is whole; both as in running text."""
    folded, over = fold(name), fold(above)
    if ORGAN.fullmatch(folded) or (_PARTY.match(over) and _PARTY_OFFICE.fullmatch(folded)):
        return f"{name} {above.removeprefix('Ban Chấp hành ') if folded == 'ban thuong vu' else above}"
    if place := _place_of_office(above, name) or _place_of_province(above, name):
        return f"{name} {place}"
    if folded.startswith("phong ") and _COMMAND.match(over) and over.split(" ")[-1] not in folded:
        return f"{name} {above}"
    if (m := _ORGAN_OF_PLACE.fullmatch(name)) and _UNION.match(over):
        return f"{m['organ']} {above.removesuffix(' Việt Nam')} {m['place']}"
    if (m := _UNION_OF_PLACE.fullmatch(name)) and _UNION.match(over):
        return f"{above.removesuffix(' Việt Nam')} {_LEVELS[fold(m['level'])]} {m['place']}"
    return None


def _place_of_office(above: str, name: str) -> str | None:
    """ "huyện Lục Ngạn" for "UBND HUYỆN LỤC NGẠN / PHÒNG NỘI VỤ", unless the office's own name tells a place.

    Any other office only where the name says no more than the kind, as a body of the lexicon does.
    """
    m = _COMMITTEE.fullmatch(above)
    if m is None:
        return None
    folded, place = fold(name), m["place"]
    proper = place.split(" ", 2 if place.startswith(("thị", "thành")) else 1)[-1]
    if fold(proper) in folded or not _OF_DISTRICT.match(folded) or re.search(r"\b(?:huyen|quan|thi xa|tinh)\b", folded):
        return None
    if _LOCAL_OFFICE.match(name) and not lexicon.find_provinces_in(place):
        return place
    known = folded.startswith("phong ") or any(lexicon.squeeze(e.canonical) == lexicon.squeeze(name) for e in lexicon.find("bodies", name))
    return place if known and place.startswith(("huyện", "quận", "thị xã")) else None


def _place_of_province(above: str, name: str) -> str | None:
    """ "tỉnh Nghệ An" for "UBND TỈNH NGHỆ AN / KHỐI THI ĐUA SỐ 5"; a proper name at the end says it itself ("… Khu kinh tế Vân Phong")."""
    m = _PROVINCE_COMMITTEE.fullmatch(above)
    if m is None or not _OF_PROVINCE.match(fold(name)) or lexicon.find_provinces_in(name):
        return None
    known = any(lexicon.squeeze(e.canonical) == lexicon.squeeze(name) for e in lexicon.find("bodies", name))
    proper = name.split()[-1][0].isupper() and not known
    return None if proper else m["place"]
