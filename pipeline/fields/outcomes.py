"""Who or what a target counts, and what they are to reach: "100% | đảng viên, công chức | hoàn thành tốt nhiệm vụ trở lên"."""

from __future__ import annotations

import re

from pipeline.fields.clauses import Clause

#: Where the predicate begins, the surest first: a verb that rarely stands within a name.
_PREDICATES = (
    re.compile(r"(?<!\w)(?:được|đạt|hoàn\s+thành|tham\s+gia|đăng\s+ký|(?:tổ\s+chức\s+)?ký\s+(?:kết|cam)|đều|chấp\s+hành|hưởng\s+ứng|tốt\s+nghiệp|phải|không|biết|đáp\s+ứng|có)(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:thực\s+hiện|sử\s+dụng|tổ\s+chức|triển\s+khai|áp\s+dụng|bảo\s+đảm|đảm\s+bảo|xây\s+dựng|ứng\s+dụng|giải\s+quyết|xử\s+lý|công\s+khai|kết\s+nối|tiếp\s+cận|ban\s+hành|trong\s+trạng)(?!\w)", re.IGNORECASE),
)
_SURROUND = " ,.;:-–"
_STRIVING = re.compile(
    r"^(?:\W*(?:(?:đến|tới|vào|trong)\s+(?:hết\s+|cuối\s+)?(?:năm\s+)?(?:tháng\s+\d+/)?20\d\d|(?:hằng|hàng)\s+năm|mỗi\s+năm|năm\s+20\d\d|giai\s+đoạn\s+20\d\d\s?[-–]\s?20\d\d|phấn\s+đấu|bảo\s+đảm|đảm\s+bảo|quyết\s+tâm|và|với|để|nhưng|đồng\s+thời)(?!\w))+[\s,:]*",
    re.IGNORECASE,
)
_LAST_STRIVING = re.compile(r"(?<!\w)phấn\s+đấu(?!\w)", re.IGNORECASE)
_RATE = re.compile(r"^(?:tỷ|tỉ)\s+(?:lệ|trọng)\s+(?:số\s+)?", re.IGNORECASE)
_REACHED = re.compile(r"(?:\s*(?<!\w)(?:đạt|chiếm|là|ở\s+mức|bằng|từ|có|tăng|giảm|xuống|lên|còn|mức|bình\s+quân)){1,5}\s*$", re.IGNORECASE)
_ALL = re.compile(r"^\s*(?:trong\s+|trên\s+)?(?:tổng\s+)?số\s+", re.IGNORECASE)


_CHANGE = re.compile(
    r"(?:^|[\s,])(?:giảm|cắt\s+giảm|tiết\s+kiệm|rút\s+ngắn|số\s+hóa|số\s+hoá|hoàn\s+thành|giải\s+quyết|xử\s+lý|thực\s+hiện|tăng|thu\s+hồi|xóa|xoá|nâng)(?:\s+(?:được|thêm|tối\s+thiểu))?$", re.IGNORECASE
)
_CIRCUMSTANCE = re.compile(r"\s*(?:,\s*)?(?<!\w)(?:so\s+với|trong\s+(?:năm|kỳ)|vào\s+năm|năm\s+20|đến\s+năm|để|nhằm|theo\s+đúng)(?!\w).*$", re.IGNORECASE | re.DOTALL)
_UP = re.compile(r"(?<!\w)(?:trở\s+lên|trở\s+xuống)(?!\w)", re.IGNORECASE)


def split_outcome(clause: Clause) -> tuple[str | None, str | None]:
    """(population, outcome), verbatim; None where the clause does not say.

    Before the number a subject and its verb ("Đơn vị sự nghiệp công lập phấn đấu tự chủ từ 20%"), behind it those counted and
    what becomes of them.
    """
    lead = _without_striving(clause.lead)
    if clause.quantity.unit != "%":
        return _counted(lead, clause)
    if _RATE.match(lead):
        return _rate(lead)
    if _CHANGE.search(lead):
        return _text(_CIRCUMSTANCE.sub("", _ALL.sub("", clause.tail))), _text(lead)
    population, outcome = _behind(clause.tail)
    return _before(clause.lead, lead, population, outcome) if lead and outcome is None else (population, outcome)


def _without_striving(lead: str) -> str:
    m = _STRIVING.match(lead)
    return (lead[m.end() :] if m else lead).strip(_SURROUND)


def _rate(lead: str) -> tuple[str | None, str | None]:
    """ "Tỷ lệ trẻ em … hoàn thành Chương trình … đạt" 85%."""
    inner = _REACHED.sub("", _RATE.sub("", lead))
    at = _predicate(inner)
    if at is None:
        return _text(inner), _text(_REACHED.sub("", lead))
    return _text(inner[:at]), _text(inner[at:])


def _behind(tail: str) -> tuple[str | None, str | None]:
    tail = _ALL.sub("", tail)
    at = _predicate(tail)
    if at is None:
        return _text(tail), None
    return _text(tail[:at]), _text(tail[at:])


def _before(whole: str, lead: str, population: str | None, outcome: str | None) -> tuple[str | None, str | None]:
    """A subject or a verb stands before the number."""
    population = _text(_CIRCUMSTANCE.sub("", population or "").removeprefix("/năm"))
    striving = _LAST_STRIVING.search(whole)
    subject = whole[: striving.start()].strip(_SURROUND) if striving else ""
    verb = whole[striving.end() :].strip(_SURROUND) if striving else lead
    verb = verb.removesuffix(" từ").removesuffix(" được").strip(_SURROUND)
    if subject and not _STRIVING.match(subject):
        return subject, verb or outcome
    return population, verb or None


def _counted(lead: str, clause: Clause) -> tuple[str | None, str | None]:
    """ "kết nạp | 10 đảng viên mới": those counted are the noun with what describes it; amounts and measures are nobody."""
    q, text = clause.quantity, clause.text
    verb = lead.removesuffix(" từ").removesuffix(" cho").strip(_SURROUND)
    if q.kind in ("money", "score") or q.unit == "lần":
        return None, _text(verb)
    noun = q.unit + _UP.sub("", text[q.stop : clause.end])
    at = _predicate(noun)
    if at:
        return _text(noun[:at]), _text(noun[at:])
    return _text(_CIRCUMSTANCE.sub("", noun)), _text(verb)


def _predicate(text: str) -> int | None:
    for pattern in _PREDICATES:
        for m in pattern.finditer(text):
            if text[: m.start()].strip(_SURROUND):
                return m.start()
            if text.strip(_SURROUND):
                return 0
    return None


def _text(text: str) -> str | None:
    return " ".join(text.split()).strip(_SURROUND) or None
