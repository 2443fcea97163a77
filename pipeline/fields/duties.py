"""Who must do what, and send it to whom: the sentence round a deadline taken apart, verbatim.

"Các phòng, đơn vị gửi báo cáo về Văn phòng Sở trước ngày 31/5/2021": responsible "Các phòng, đơn vị", action "gửi báo cáo",
submit_to "Văn phòng Sở". What the sentence does not say may stand in the sentence that opens its list or in the heading
("2. Văn phòng Sở"). Nothing is guessed: a part that is not surely there is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.fields.dates import Lazy, lowered
from pipeline.fields.phrases import Verb, find_verbs, has_verb, is_actor_at, is_verb_at
from pipeline.fields.receivers import find_receiver, find_receiver_behind
from pipeline.fields.stretches import Stretch
from pipeline.found import Context

_LABEL = Lazy(
    r"[\s“\"*_]*(?:(?:[-+•*–]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[a-zđ]\d?[.)]|[ivx]{1,5}[.)]"
    r"|đợt \d{1,2} ?:|điều \d{1,3}\.)[\s*_]*){0,2}"
    r"(?:(?:về )?chế độ\s[^.;:()\d]{2,60}:\s+)?"
)
_BREAKS = (". ", "; ", ".\n", ";\n", "! ", "? ")
_ABBREVIATIONS = ("tp", "tx", "tt", "ts", "ths", "bs", "gs", "v.v", "đ/c", "mr", "ông", "kt", "tl")
_MANY = ("các cơ quan", "mỗi cơ quan", "từng cơ quan")
_NOT_ORGANISING = (",", " cá nhân", " chính trị", " xã hội", " đảng", " và cá", " đoàn", " có liên", " liên quan", " cán bộ", " tham gia")
_RANKS = (
    " xã", " huyện", " tỉnh", " quận", " trường", " trên", " dưới", " có", " ủy", " uỷ", " cơ sở", " i", " trung ương", " quốc gia",
    " phòng", " sở", " thành",
)  # fmt: skip
_REACH = 700  # no duty reads further than this; keeps hostile lines linear


@dataclass(frozen=True, slots=True)
class Duty:
    """Verbatim parts and the stretch of the passage that they and the deadline cover."""

    start: int
    end: int
    action: str | None = None
    responsible: str | None = None
    submit_to: str | None = None
    who: Stretch | None = None  #: where the responsible stands
    what: Stretch | None = None  #: where action and receiver stand
    shared: tuple[Stretch, ...] = ()  #: where the parts stand that were said with the deadline before


_REQUEST = Lazy(r"(?<!\w)(?<!được )(?:đề nghị|yêu cầu|giao cho|giao|phân công|kêu gọi|thông báo)\s+(?:quý\s+)?")
_LATER = Lazy(r"(?:,|(?<!\w)thì|:)\s+")


def _actors_after(pattern: Lazy, low: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of `pattern` in `[start, end)` that an acting body follows."""
    return (found for found in pattern.finditer(low, start, end) if is_actor_at(low, found.end(), end))


def sentence_bounds(low: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or list part (to the next full stop or semicolon) round `[start, end)`, its label left out."""
    floor = max(0, start - _REACH)
    begin = floor
    for mark in _BREAKS:
        at = low.rfind(mark, floor, start)
        while at >= 0 and low[max(0, at - 5) : at].split(" ")[-1].lstrip("(") in _ABBREVIATIONS:
            at = low.rfind(mark, floor, at)
        begin = max(begin, at + 1) if at >= 0 else begin
    stop = min((at for at in (low.find(mark, end, end + _REACH) for mark in _BREAKS) if at >= 0), default=min(len(low), end + _REACH))
    label = _LABEL.match(low, begin, start)
    return (label.end() if label else begin), stop


def _is_noun(text: str, low: str, verb: Verb) -> bool:
    """ "tổ chức", "báo cáo", "thông báo" also name things: after a comma, "các", "hồ sơ", "của" they do."""
    name = low[verb.start : verb.end]
    before = low[max(0, verb.start - 14) : verb.start].rstrip()
    after = low[verb.end : verb.end + 14]
    if text[verb.start].isupper() and before and before[-1] not in ".;:,-–+":
        return True  # "Ban Tổ chức", "Hội đồng Xét công nhận"
    if name == "tổ chức":
        return after.startswith(_NOT_ORGANISING) or before.endswith(("các", "mỗi", "quan,", "vụ", "phòng", "ban"))
    if name in ("đăng ký", "cấp", "giải quyết", "ban hành") and before.endswith("cơ quan") and not before.endswith(_MANY):
        return True  # "cơ quan đăng ký kinh doanh"
    if name == "cấp":
        return after.startswith(_RANKS)
    if name in ("tham mưu", "tiếp nhận", "thẩm định", "chủ trì") and before.endswith(("cơ quan", "đơn vị", "bộ phận")):
        return True
    if before.endswith(("đoàn", " tổ", "nhóm", "hội đồng", "bộ phận", "ban")):
        return True  # "đoàn kiểm tra", "hội đồng thẩm định"
    return before.endswith(("các", "hồ sơ", "của", "bản", "việc", "được", "kết quả")) and name not in ("gửi", "nộp", "hoàn thành")


def _first_verb(text: str, low: str, start: int, end: int) -> int | None:
    for verb in find_verbs(low, start, end):
        if not _is_noun(text, low, verb):
            return verb.start
    return None


_STRIVES = Lazy(r"(?<!\w)(?:phấn đấu|quyết tâm)(?!\w)")
_CHARGED = Lazy(r"[\s,]*(?<!\w)(?:có|chịu) trách nhiệm(?!\w)")
_TRAILING = Lazy(
    r"[\s,:]*(?:(?<!\w)(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|phải|(?<!hậu )cần|chủ động|khẩn trương|kịp thời|nghiêm túc|tích cực"
    r"|sẽ|thì|và|tự|xin|tranh thủ|định kỳ|quan tâm|tập trung|là đầu mối|hằng năm|hàng năm|hằng tháng|hàng tháng|được|là|vui lòng|sớm"
    r"|tạm)[\s,:]*){0,4}$"
)
_OPEN_CLAUSE = Lazy(r"(?<!\w)(?:đã|chưa|không|để|nơi|khi|được|có|do|được giao|đang)$")
_ENDING = Lazy(
    r"[\s,:(\-–]*(?:(?<!\w)(?:và|xong|thời gian|thời hạn|thời điểm|vào|là|đến|về|tới|cho|lên|định kỳ|hạn|phải|được|nhưng|với|của"
    r"|tại|ngay)[\s,:(]*){0,3}$"
)


def _subject(text: str, low: str, start: int, end: int) -> Stretch | None:
    """The acting body that opens `[start, end)`, or that "đề nghị", "yêu cầu", "giao", "có trách nhiệm" point at there."""
    begin = max((request.end() for request in _actors_after(_REQUEST, low, start, end)), default=-1)
    if begin < 0:
        begin = start if is_actor_at(low, start, end) else -1
    if begin < 0:  # "Định kỳ hằng tháng, doanh nghiệp …", "… thì bên thuê …"
        later = next(_actors_after(_LATER, low, start, min(end, start + 160)), None)
        begin = later.end() if later and _first_verb(text, low, start, later.start()) is None else -1
    verb = _first_verb(text, low, begin, end) if begin >= 0 else None
    strives = _STRIVES.search(low, begin, verb) if verb is not None else None
    verb = strives.start() if strives else verb
    charged = _CHARGED.search(low, begin, min(end, begin + 260)) if begin >= 0 else None
    if verb is None:
        return None
    trailing = _TRAILING.search(low, max(begin, verb - 80), verb)
    stop = charged.start() if charged else trailing.start() if trailing else verb
    open_clause = _OPEN_CLAUSE.search(low, max(begin, stop - 12), stop)
    return (begin, stop) if 2 <= stop - begin <= 240 and low[begin:stop] != "tổ chức" and not open_clause else None


def _named(heading: str) -> str | None:
    """The body that a heading names and nothing else: "2. Văn phòng Sở", "c) Các phòng, đơn vị:"."""
    low = lowered(heading)
    label = _LABEL.match(low)
    begin = label.end() if label else 0
    name = heading[begin:].strip(" .:;*_")
    fits = name and len(name.split()) <= 16 and is_actor_at(low, begin)
    return name if fits and _first_verb(heading, low, begin, len(low)) is None else None


def _inherited(context: Context) -> str | None:
    if context.opens_list:
        low = lowered(context.opens_list[-_REACH:])
        begin, stop = sentence_bounds(low, max(0, len(low) - 2), len(low))
        found = _subject(context.opens_list[-_REACH:], low, begin, stop)
        if found:
            return context.opens_list[-_REACH:][found[0] : found[1]].strip(" ,:")
        named = _named(context.opens_list)
        if named:
            return named
    return next(filter(None, map(_named, reversed(context.headings))), None)


_TERMED = Lazy(
    r"(?:(?:thời\s+)?hạn(?:\s+(?:chót|cuối(?:\s+cùng)?))?|thời\s+(?:gian|điểm))\s+(?P<what>[^:\d]{4,200}?)\s*(?=:|\d|(?<!\w)(?:là"
    r"|chậm|muộn|đến|tới|vào|trước|từ|không|trong|ngày)(?!\w))"
)
_NOTHING_MORE = Lazy(r"\s*(?:\([^()]{0,80}\))?[\s,]*(?:thời (?:gian|hạn)|hạn)?[\s:,(]*")
_LEADING = Lazy(r"(?i:[\s,;:)]*(?:và|phải|cần|đồng thời|để|hoặc|riêng|(?:có|chịu) trách nhiệm)(?!\w))*[\s,;:)]*")
_LINKS_ON = Lazy(r"[\s,:)\-–]*")


#: What opens a sentence before its date without being the duty: "Trường hợp hồ sơ chưa đủ, trong thời hạn 03 ngày, Sở …".
_CONDITION = Lazy(r"(?:(?:trong )?trường hợp|trong thời gian|đối với|khi|nếu|sau khi|trên cơ sở|căn cứ|hết thời hạn|để)(?!\w)")
_MUST_DO = Lazy(r"[^,;.:]{2,100}?\s(?:phải|có trách nhiệm)\s")


def _is_condition(low: str, begin: int, start: int) -> bool:
    return _CONDITION.match(low, begin, start) is not None and low[begin:start].rstrip().endswith((",", " thì"))


def _zone(text: str, low: str, start: int, end: int, begin: int, stop: int) -> Stretch | None:
    """Where the sentence says what is to be done: before the date, in the words that lead to it, or after it."""
    before = _first_verb(text, low, begin, start) is not None
    if before and not _is_condition(low, begin, start):
        return begin, start
    termed = _TERMED.match(low, start, end)
    if termed and has_verb(low, *termed.span("what")):
        return termed.span("what")
    skipped = _LINKS_ON.match(low, end, stop)
    after = skipped.end() if skipped else end
    opens = is_actor_at(low, after, stop) or is_verb_at(low, after, stop) or _MUST_DO.match(low, after, stop)
    if opens or any(_actors_after(_LATER, low, after, min(stop, after + 100))):
        return after, stop
    return (begin, start) if before else None


def _actor_ahead(text: str, low: str, begin: int, start: int) -> Stretch | None:
    """ "Sở Nội vụ trong thời gian 07 ngày … có trách nhiệm …": the body that stands before the date, without a verb."""
    name = text[begin:start].strip(" ,:")
    named = 2 <= len(name) <= 120 and is_actor_at(low, begin) and _first_verb(text, low, begin, start) is None
    return _trimmed(text, begin, start) if named else None


def _trimmed(text: str, start: int, end: int) -> Stretch:
    """Without the blanks, commas and colons at both ends."""
    kept = text[start:end].strip(" ,:")
    first = text.find(kept, start) if kept else start
    return first, first + len(kept)


def _unled(action: str) -> str | None:
    """`action` without the words that tie it to what stands before."""
    leading = _LEADING.match(action)
    return action[leading.end() if leading else 0 :] or None


def split_duty(text: str, low: str, start: int, end: int, context: Context, floor: int = 0, earlier: Duty | None = None) -> Duty:
    """The parts of the sentence round the deadline `[start, end)` of the passage `text` (`low`: in lower case).

    `earlier` is the duty of the deadline before it in the same sentence, which ended at `floor`: a second date without a
    verb of its own has the same duty.
    """
    begin, stop = sentence_bounds(low, start, end)
    shared = earlier if earlier is not None and floor > begin else None
    begin = max(begin, floor) if shared else begin
    zone = _zone(text, low, start, end, begin, start if shared and not has_verb(low, begin, start) else stop)
    ahead = _actor_ahead(text, low, begin, start) if zone is None or zone[0] >= end else None
    if zone is None and shared:
        told = tuple(stretch for stretch in (shared.who, shared.what) if stretch)
        return replace(shared, start=start, end=end, shared=told)
    who = (_subject(text, low, *zone) if zone else None) or ahead
    who = _trimmed(text, *who) if who else None
    if who or not shared:
        duty = Duty(start, end, None, text[slice(*who)] if who else _inherited(context), who=who)
    else:
        duty = Duty(start, end, None, shared.responsible, who=shared.who, shared=(shared.who,) if shared.who else ())
    return _with_action(text, low, duty, zone, who) if zone else duty


def _with_action(text: str, low: str, duty: Duty, zone: Stretch, who: Stretch | None) -> Duty:
    """`duty` with what `zone` says is to be done and to whom it is sent; `who` is its actor, if the sentence names it."""
    inside = who is not None and zone[0] <= who[0] < zone[1]
    verb = _first_verb(text, low, who[1] if who and inside else zone[0], zone[1])
    first, last = min(duty.start, who[0] if who else duty.start), max(duty.end, who[1] if who else duty.end)
    if verb is None:
        return replace(duty, start=max(first, duty.start - 400), end=min(last, duty.end + 300))
    if not inside and verb - zone[0] <= 120:
        verb = zone[0]  # "Văn bản báo cáo của các đơn vị gửi về …": what is sent belongs to the action
    submit = find_receiver(text, low, verb, zone[1])
    until = submit[0] if submit and _NOTHING_MORE.fullmatch(text, submit[1], zone[1]) else zone[1]
    ending = _ENDING.search(low, max(verb, until - 60), until)
    until = ending.start() if ending else until
    action = text[verb:until].strip(" ,;:.") if 2 <= until - verb <= 400 else None
    what = (verb, max(until, submit[1] if submit else until))
    if submit is None:
        submit = find_receiver_behind(text, low, (verb, zone[1]), duty.end, sentence_bounds(low, duty.end, duty.end)[1])
        last = max(last, min(submit[1], duty.end + 300)) if submit else last
    return replace(
        duty,
        start=max(min(first, verb), duty.start - 400),
        end=max(last, min(what[1], duty.end + 300)),
        action=_unled(action) if action else None,
        submit_to=text[slice(*submit)].strip() if submit else None,
        what=what,
    )
