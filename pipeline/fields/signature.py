"""Who signed, in which position, and by whose authority (Decree 30/2020/NĐ-CP, Article 13 and Appendix I, boxes 7a-7c)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline import lexicon
from pipeline.foot import SIGNED
from pipeline.found import Found
from pipeline.persons import AUTHORITY, NAME, is_name, is_unknown_name
from pipeline.rows import Row
from pipeline.segment import Layout
from pipeline.values import Signer

_CODES = {"TM": "TM.", "T/M": "TM.", "KT": "KT.", "K/T": "KT.", "TL": "TL.", "T/L": "TL.", "TUQ": "TUQ.", "T/UQ": "TUQ.", "Q": "Q."}
_WORDS = {"THAY MẶT": "TM.", "KÝ THAY": "KT.", "THỪA LỆNH": "TL.", "THỪA ỦY QUYỀN": "TUQ.", "QUYỀN": "Q."}


def extract_signer(layout: Layout) -> Found[Signer] | None:
    """The main signer: of several, the last. An authority above another makes a chain, "TM./KT."."""
    rows = [r for r in layout.foot.signature if not SIGNED.fullmatch(r.text)]
    block = _last_block(layout, rows)
    if not block:
        return None
    name_row = block[-1] if _names(block[-1]) else None
    authorities: list[str] = []
    behalf: list[str] = []
    positions: list[str] = []
    for row in block[:-1] if name_row else block:
        if m := AUTHORITY.match(row.text):
            authorities.append(_CODES[m["code"]] if m["code"] else _WORDS[m["words"]])
            behalf.append(row.text[m.end() :].strip(" .,:"))
        elif authorities and not positions and behalf and _goes_on(behalf[-1], row.text):
            behalf[-1] += " " + row.text
        else:
            positions.append(row.text.strip(" .,:;"))
    signer = Signer(
        name=_person(name_row.text) if name_row else None,
        position=_position(" ".join(positions)) if positions else None,
        authority="/".join(authorities) or None,
        on_behalf_of=" / ".join(_case(b) for b in behalf) or None,
    )
    spans = tuple(s for row in block for s in layout.text.pieces(row.start, row.end))
    if name_row is None:
        return Found(signer, spans, "signer.position_only", state="partial")
    return Found(signer, spans, "signer.block" if positions or authorities else "signer.name_only", state="stated")


def _names(row: Row) -> bool:
    return is_name(row.text) or is_unknown_name(row.text)


def _last_block(layout: Layout, rows: Sequence[Row]) -> list[Row]:
    """The rows from behind the last name but one to the last name; of two columns side by side the right one."""
    rows = _right_column(layout, rows)
    names = [i for i, r in enumerate(rows) if _names(r)]
    if not names:
        return list(rows)
    first = names[-2] + 1 if len(names) > 1 else 0
    block = list(rows[first : names[-1] + 1])
    if len(block) == 1 and len(names) > 1:  # the columns one after the other: positions first, then both names
        return [*rows[: names[0]], rows[names[-1]]]
    return block


def _right_column(layout: Layout, rows: Sequence[Row]) -> list[Row]:
    """Where two names stand on one line, the last of each line's parts; everything else as it is."""
    lines: list[list[Row]] = []
    for row in rows:
        if lines and "\n" not in layout.text.text[lines[-1][-1].end : row.start]:
            lines[-1].append(row)
        else:
            lines.append([row])
    if not any(sum(_names(r) for r in line) > 1 for line in lines):
        return list(rows)
    return [line[-1] for line in lines]


def _goes_on(above: str, text: str) -> bool:
    """Whether the body named by an authority line runs on: "TM. BAN CHẤP HÀNH / ĐẢNG BỘ TỈNH"."""
    return bool(re.match(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ XÃ|ĐẢNG BỘ|VÀ)\b", text)) or above.endswith((",", "-"))


def _position(text: str) -> str:
    """As the lexicon writes it, also where OCR lost a mark ("GIÁM ĐÓC"); the evidence keeps what is printed."""
    known = lexicon.find("positions", text)
    return known[0].canonical if known else lexicon.position_case(text)


def _case(text: str) -> str:
    return _position(text) if lexicon.find("positions", text) else lexicon.sentence_case(text)


def _person(text: str) -> str:
    """Normal case, ranks and degrees left out (Decree 30: none stand before the name but in the armed forces)."""
    m = NAME.fullmatch(text.strip(" ./"))
    name = m["name"] if m else text
    name = re.sub(r"\s+", " ", name)
    return " ".join(w.capitalize() for w in name.split()) if name.isupper() else name
