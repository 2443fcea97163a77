"""Who or what a target counts, and what they are to reach: "100% | đảng viên, công chức | hoàn thành tốt nhiệm vụ trở lên"."""

from __future__ import annotations

import re

from pipeline.fields.clauses import Clause
from pipeline.fields.wording import wording

#: Where the predicate begins, the surest first: a verb that rarely stands within a name.
_PREDICATES = (
    wording(
        r"""được | đạt | hoàn thành | tham gia | đăng ký | (?:tổ chức )?ký (?:kết|cam) | đều | chấp hành | hưởng ứng | tốt nghiệp | phải
        | không | biết | đáp ứng | có"""
    ),
    wording(
        r"""thực hiện | sử dụng | tổ chức | triển khai | áp dụng | bảo đảm | đảm bảo | xây dựng | ứng dụng | giải quyết | xử lý | công khai
        | kết nối | tiếp cận | ban hành"""
    ),
)
_SURROUND = " ,.;:-–"
_STRIVING = wording(
    r"""^(?:\W{0,5}(?:(?:đến|tới|vào|trong) (?:(?:hết|cuối) )?(?:năm\s)?(?:tháng \d{1,2}/)?20\d\d|(?:hằng|hàng) năm|mỗi năm|năm 20\d\d
    |giai đoạn 20\d\d\s?[-–]\s?20\d\d|phấn đấu|bảo đảm|đảm bảo|quyết tâm|và|với|để|nhưng|đồng thời)(?!\w)){1,6}[\s,:]{0,4}""",
    whole=False,
)
_LAST_STRIVING = wording("phấn đấu")
_RATE = wording(r"^t[ỷỉ] (?:lệ|trọng) (?:số )?", whole=False)
_REACHED = wording(r"(?:\s{0,3}(?<!\w)(?:đạt|chiếm|là|ở mức|bằng|từ|có|tăng|giảm|xuống|lên|còn|mức|bình quân)){1,5}\s{0,3}$", whole=False)
_ALL = wording(r"^\s{0,3}(?:(?:trong|trên) )?(?:tổng )?số ", whole=False)
_CHANGE = wording(
    r"""(?:^|[\s,])(?:giảm|cắt giảm|tiết kiệm|rút ngắn|số h[óo][aá]|hoàn thành|giải ngân|giải quyết|xử lý|thực hiện|tăng|thu hồi
    |x[óo][aá]|nâng)
    (?: (?:được|thêm|tối thiểu))?$""",
    whole=False,
)
_CIRCUMSTANCE = wording(
    r"\s{0,3}(?:, )?(?<!\w)(?:so với|trong (?:năm|kỳ)|vào năm|năm 20|đến năm|để|nhằm|theo đúng)(?!\w).{0,1200}$", whole=False
)
_EACH_YEAR = re.compile(r"^\s{0,3}/\s?năm")
_UP = wording("trở lên | trở xuống")


def split_outcome(clause: Clause) -> tuple[str | None, str | None]:
    """(population, outcome), verbatim; None where the clause does not say.

    Before the number a subject and its verb ("Đơn vị sự nghiệp công lập phấn đấu tự chủ từ 20%"), behind it those counted and
    what becomes of them.
    """
    lead = _without_striving(clause.lead)
    if clause.quantity.kind != "percent":
        return _counted(lead, clause)
    if _RATE.match(lead):
        return _rate(lead)
    q = clause.quantity
    tail = _UP.sub("", clause.text[q.stop : q.end]) + clause.tail
    if _CHANGE.search(lead):
        return _text(_CIRCUMSTANCE.sub("", _ALL.sub("", _EACH_YEAR.sub("", tail)))), _text(lead)
    population, outcome = _behind(tail)
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
    tail = _ALL.sub("", _EACH_YEAR.sub("", tail))
    at = _predicate(tail)
    if at is None:
        return _text(tail), None
    return _text(tail[:at]), _text(tail[at:])


def _before(whole: str, lead: str, population: str | None, outcome: str | None) -> tuple[str | None, str | None]:
    """A subject or a verb stands before the number."""
    population = _text(_CIRCUMSTANCE.sub("", population or ""))
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
