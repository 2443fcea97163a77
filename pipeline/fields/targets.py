"""Targets (chỉ tiêu): outcomes with a number that the document asks to be reached ("phấn đấu 100% đảng viên hoàn thành tốt nhiệm vụ").

Most percentages of legal and administrative prose are no targets: results, rates of pay, shares of ownership, votes, injuries,
mixtures, conditions. So a quantity needs a reason to count (a word of striving, a year to come, a heading "Chỉ tiêu", or one of the
shapes in which targets are written) and nothing against it. Source: the gold guidelines; plans of provinces, departments and ministries.
"""

from __future__ import annotations

import re

from pipeline.fields.clauses import Clause, clauses
from pipeline.fields.outcomes import split_outcome
from pipeline.fields.quotas import quota_positions
from pipeline.found import Context, Found
from pipeline.text import LOWER, UPPER, Passage
from pipeline.values import Target

# --- reasons ----------------------------------------------------------------------------------------------------------

_STRIVING = re.compile(
    r"(?<!\w)(?:phấn\s+đấu|quyết\s+tâm|đặt\s+(?:ra\s+)?mục\s+tiêu|mục\s+tiêu(?:\s+(?:cụ\s+thể|chung|năm\s+\d+|đến\s+năm\s+\d+))?\s*(?:là|:|đạt|phấn|đến)|chỉ\s+tiêu[^.;:]{0,40}(?:là|:|đạt)|mức\s+phấn\s+đấu|nỗ\s+lực|chỉ\s+tiêu\s+giao)(?!\w)",
    re.IGNORECASE,
)
_GOAL_HEADING = re.compile(r"(?<!chương trình )(?<!chương trình mtqg )(?:mục\s+tiêu|chỉ\s+tiêu|phấn\s+đấu)", re.IGNORECASE)
_YEAR_TO_COME = re.compile(r"(?<!\w)(?:đến|tới|vào|trong|hết|cuối|giai\s+đoạn|năm)\s+(?:hết\s+|cuối\s+|trước\s+)?(?:năm\s+|tháng\s+\d{1,2}[/ ]|quý\s+[IV\d]+[/ ]|ngày\s+\d{1,2}/\d{1,2}/)?(?P<year>20\d\d)(?:\s?[-–]\s?(?P<last>20\d\d))?", re.IGNORECASE)
_NORMATIVE = {"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp", "Quy định", "Quy chế", "Quy chuẩn"}
_PLANNING = {"Kế hoạch", "Chương trình", "Chỉ thị", "Đề án", "Phương án", "Dự án", "Phát động thi đua", "Nghị quyết", "Chương trình hành động", "Chiến lược", "Kết luận"}
_REPORTING = {"Báo cáo", "Biên bản", "Tờ trình", "Giấy mời", "Giấy chứng nhận", "Thông cáo"}

# --- what speaks against ------------------------------------------------------------------------------------------------

#: Whatever else is said: owners' shares, votes, injuries.
_NEVER = re.compile(
    r"vốn\s+điều\s+lệ|cổ\s+phần|cổ\s+phiếu|vốn\s+(?:góp|nước\s+ngoài|nhà\s+nước|đầu\s+tư\s+nước\s+ngoài|thành\s+lập|chủ\s+sở\s+hữu|trong\s+nước)|nắm\s+giữ|chứng\s+chỉ\s+quỹ|quyền\s+biểu\s+quyết"
    r"|phiếu|tán\s+thành|biểu\s+quyết|nhất\s+trí|đồng\s+ý|tổng\s+số\s+(?:thành\s+viên|đại\s+biểu|ủy\s+viên)|dự\s+họp|thành\s+viên\s+(?:hội\s+đồng|tham\s+dự)|hợp\s+lệ\s+khi|triệu\s+tập"
    r"|tổn\s+thương\s+cơ\s+thể|thương\s+tích|tổn\s+hại|rối\s+loạn|suy\s+giảm\s+khả\s+năng|thương\s+tật|khuyết\s+tật\s+từ|bệnh\s+binh|mất\s+sức",
    re.IGNORECASE,
)
#: Mixtures, scores, calculations, bids and hours; a word of striving outweighs them.
_TECHNICAL = re.compile(
    r"hàm\s+lượng|tính\s+theo\s+(?:khối|trọng)\s+lượng|theo\s+thể\s+tích|nồng\s+độ(?!\s+cồn)|độ\s+chính\s+xác|sai\s+số|dung\s+sai|độ\s+ẩm|sai\s+lệch|hiệu\s+suất|độ\s+tin\s+cậy|độ\s+phân\s+giải|filament|cacbon|carbon"
    r"|\d\s+điểm\s*$|điểm\s+(?:kỹ\s+thuật|tối\s+đa|trừ)|tổng\s+(?:số\s+)?điểm|trừ\s+\d|cộng\s+\d|thang\s+điểm|điểm\s+(?:chuẩn|đánh\s+giá)|giá\s+dự\s+thầu|giá\s+gói\s+thầu|tỷ\s+trọng\s+điểm|\sx\s|×|=\s"
    r"|giá\s+(?:khởi\s+điểm|trị\s+hợp\s+đồng)|bảo\s+đảm\s+dự\s+thầu|lãi\s+suất|thuế\s+suất|thời\s+giờ|số\s+giờ|giờ\s+làm|thiệt\s+hại|mất\s+trắng|nghỉ\s+hưu|từ\s+\d+\s+tuổi",
    re.IGNORECASE,
)
#: Money paid, owed or set aside; only a word of striving makes it something to reach.
_MONEY = re.compile(
    r"mức\s+(?:đóng|hưởng|chi|phạt|lương|hỗ\s+trợ|trợ\s+cấp|phụ\s+cấp|thu|giảm|vay|trích|tiền|phí|bồi|ký|thanh|khấu|ngân|tối\s+đa|tham\s+chiếu)|trợ\s+cấp|phụ\s+cấp|tiền\s+(?:lương|thưởng|công|thuê|sử\s+dụng|phạt|ký|chậm)"
    r"|(?<!\w)lương(?!\w)|thù\s+lao|trích|thuế(?!\w)|lệ\s+phí|học\s+phí|hỗ\s+trợ\s+(?:tối\s+đa\s+|tối\s+thiểu\s+|không\s+quá\s+|bằng\s+|thêm\s+)?\d|kinh\s+phí|thanh\s+toán|tạm\s+ứng|bồi\s+thường|tổng\s+mức\s+đầu\s+tư|dự\s+toán"
    r"|tổng\s+vốn|giá\s+trị\s+(?:tài\s+sản|quyết\s+toán|công\s+việc|còn\s+lại|xây\s+lắp|vốn|lô)|tổng\s+(?:giá\s+trị\s+)?tài\s+sản|chi\s+phí|ngân\s+sách\s+(?:nhà\s+nước|trung\s+ương|địa\s+phương|tỉnh|huyện|xã)?\s*(?:bảo\s+đảm|hỗ\s+trợ|cấp|chi|bố\s+trí|đảm)"
    r"|quỹ\s+(?:lương|tiền|bảo\s+hiểm|khen|đầu\s+tư|phúc|dự)|phần\s+trăm\s+trên|doanh\s+thu\s+(?:tính|chịu)|lợi\s+nhuận|phí\s+bảo\s+hiểm|được\s+(?:hưởng|giảm|hỗ\s+trợ|tính|trừ|cộng|vay|trích|miễn|thanh|để\s+lại)|phần\s+(?:vượt|còn\s+lại|giá|chênh)|giá\s+trị\s+(?:bảo|hợp)|vay\s|nợ\s|trái\s+phiếu|chuyển\s+nhượng|nộp\s+(?:tiền|đủ|ngân\s+sách)|số\s+tiền|đơn\s+giá|giá\s+bán|phạt",
    re.IGNORECASE,
)
#: Spending and saving that plans do set as targets, although money is named.
_SAVING = re.compile(r"tiết\s+kiệm|cắt\s+giảm|giải\s+ngân|thu\s+ngân\s+sách|thu\s+nội\s+địa|tổng\s+thu|thu\s+hút|huy\s+động|doanh\s+thu|kim\s+ngạch|thu\s+nhập\s+bình\s+quân|chi\s+phí\s+tuân\s+thủ|không\s+dùng\s+tiền\s+mặt", re.IGNORECASE)
#: Conditions, definitions and criteria: what is so, or must be so for something else to follow.
_CONDITION = re.compile(
    r"(?<!\w)(?:nếu|trường\s+hợp|khi\s+(?:có|được|đạt|tỷ|tổng)|thì|mới\s+được|đủ\s+điều\s+kiện|điều\s+kiện\s+(?:số|để|về)|được\s+(?:coi|xem|gọi|xác\s+định|hiểu|đánh\s+giá)\s+là|là\s+(?:doanh\s+nghiệp|công\s+ty|tổ\s+chức|rừng|loại|đơn\s+vị)|để\s+được|được\s+xét|xếp\s+loại\s+\w+\s*:|công\s+thức|ghi\s+(?:rõ|giá|số)|ví\s+dụ|cứ\s+(?:vượt|thêm|mỗi)|mẫu\s+số)(?!\w)",
    re.IGNORECASE,
)
#: What has already come about.
_RESULT = re.compile(
    r"(?<!\w)(?:đã(?!\s+(?:đề|được\s+(?:giao|phê|đề))\s)|(?<!giao\s)ước(?:\s+(?:đạt|tính|thực|tăng|giảm))?|cùng\s+kỳ|lũy\s+kế|luỹ\s+kế|tính\s+đến|đến\s+nay|hiện\s+(?:nay|có|tại)|kết\s+quả\s+(?:đạt|thực|cho|năm)|trong\s+(?:năm\s+)?qua|vừa\s+qua|đầu\s+năm|(?:tháng|quý)\s+[\dIV]+\s+(?:năm\s+\d+\s+)?(?:ước\s+)?(?:đạt|tăng|giảm)|so\s+với\s+tháng|năm\s+trước\s+(?:đạt|là)|thực\s+trạng|còn\s+tới|mới\s+(?:đạt|có|chỉ)|(?<!chứng\s)chỉ\s+(?:đạt|có|còn)|vẫn\s+còn|trúng\s+cử)(?!\w)",
    re.IGNORECASE,
)

# --- shapes -----------------------------------------------------------------------------------------------------------

#: What may stand before a share that opens its clause.
_OPENS = re.compile(
    r"(?:\W|(?<!\w)(?:đến|tới|vào|trong|từ|hết|cuối|trước|năm|giai|đoạn|tháng|quý|[IV]+|\d+|hằng|hàng|mỗi|và|với|đồng|thời|riêng|phấn|đấu|bảo|đảm|duy|trì|có|đạt|phải|tỷ|lệ|thêm|ngày|cụ|thể|hoàn|thành|tối|thiểu|ít|nhất"
    r"|tiêu|chuẩn|chí|chỉ|yêu|cầu|trên|địa|bàn|tỉnh|toàn|huyện|cả|nước|nhiệm|kỳ|khoảng|cho|tiếp|tục|nâng|lên|thực|hiện|triển|khai|kịp|tổ|chức|xây|dựng|là|đó)(?!\w))*",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"(?<!\w)(?:được|đạt|có|hoàn\s+thành|tham\s+gia|thực\s+hiện|sử\s+dụng|đăng\s+ký|ký|tổ\s+chức|triển\s+khai|áp\s+dụng|bảo\s+đảm|đảm\s+bảo|không|biết|chấp\s+hành|tốt\s+nghiệp|xây\s+dựng|ứng\s+dụng|giải\s+quyết|xử\s+lý|công\s+khai|kết\s+nối"
    r"|hưởng\s+ứng|quán\s+triệt|học\s+tập|tiếp\s+cận|duy\s+trì|tiếp\s+nhận|hài\s+lòng|ban\s+hành|đáp\s+ứng|phát\s+động|nắm|cam\s+kết|đưa|lập|đổi\s+mới|số\s+hóa|số\s+hoá|cập\s+nhật|gửi|liên\s+thông|tập\s+huấn|vận\s+hành|khai\s+thác|chuyển|nộp|mua|trang\s+bị|thành\s+lập|phân\s+loại|thu\s+gom|tiêm|bố\s+trí|đúng\s+hạn|qua|trên\s+môi\s+trường|trực\s+tuyến|giao\s+dịch|cài\s+đặt|thụ\s+hưởng|trở\s+lên)(?!\w)",
    re.IGNORECASE,
)
_INDICATOR = re.compile(
    r"(?<!\w)(?:tỷ\s+lệ|tỉ\s+lệ|tỷ\s+trọng|tỉ\s+trọng|tỷ\s+suất|tốc\s+độ|mức\s+(?:độ|tăng|giảm|sinh)|chỉ\s+số|kết\s+quả|số\s+lượng|doanh\s+thu|tổng\s+thu|thu\s+(?:ngân\s+sách|nội\s+địa|nhập)|GRDP|GDP|tổng\s+sản\s+phẩm|sản\s+lượng|năng\s+suất|kim\s+ngạch"
    r"|độ\s+che\s+phủ|che\s+phủ|tổng\s+mức|diện\s+tích|giá\s+trị|tổng\s+vốn|lạm\s+phát|kinh\s+tế\s+số|quy\s+mô|số\s+(?:lao\s+động|doanh\s+nghiệp|xã|hộ|lượt|người|giường|bác\s+sĩ)|tuổi\s+thọ|thời\s+gian)(?!\w)",
    re.IGNORECASE,
)
_REACHING = re.compile(rf"(?<!\w)(?:đạt|chiếm|tăng|giảm|còn|xuống|lên|ở\s+mức|duy\s+trì|bằng|không)(?:\s+(?:thêm|còn|bình\s+quân|từ|mức|tỷ\s+lệ|trung\s+bình|được|xuống|lên|ở|tối|hơn|khoảng|ít|[{LOWER}]{{1,6}}))?\s*$", re.IGNORECASE)
#: Verbs that order a change; with a share behind them they ask for it.
_IMPERATIVE = re.compile(
    r"^\W*(?:(?:trong|đến|từ)\s+(?:(?:hết|cuối)\s+)?(?:quý|tháng|năm|giai\s+đoạn)[^,]{1,30},\s+)?(?:(?:tiếp\s+tục|đẩy\s+mạnh|tập\s+trung|thực\s+hiện|và|để|phải|cần|triển\s+khai|từng\s+bước|hằng\s+năm|hàng\s+năm|mỗi\s+năm|bình\s+quân|đồng\s+thời|năm\s+\d+|,)\s+)*"
    r"(?:giảm|cắt\s+giảm|tiết\s+kiệm|nâng|tăng|rút\s+ngắn|hoàn\s+thành(?:\s+việc)?(?:\s+cắt\s+giảm)?|đạt|duy\s+trì|thu\s+hút|kết\s+nạp|số\s+hóa|số\s+hoá|bảo\s+đảm|đảm\s+bảo|giải\s+ngân|vận\s+động|bồi\s+dưỡng|đào\s+tạo|phát\s+triển|xóa|xoá|huy\s+động|kéo\s+giảm|kiềm\s+chế|không\s+để|tuyên\s+truyền|công\s+nhận|xây\s+dựng|trồng)(?!\w)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm|phải|cần|yêu\s+cầu)\s+(?:tiết\s+kiệm|cắt\s+giảm|giảm|rút\s+ngắn|tăng|nâng|hoàn\s+thành)(?:\s+thêm)?\s*$", re.IGNORECASE)
#: Counts that are outcomes by their verb alone, at the head of the clause and right before the number.
_COUNTED = re.compile(
    r"(?:kết\s+nạp|trồng(?:\s+mới)?|thu\s+hút|tạo\s+việc\s+làm(?:\s+mới)?\s+cho|giải\s+quyết\s+việc\s+làm\s+cho|thành\s+lập\s+mới|đưa\s+vào\s+(?:sử\s+dụng|khai\s+thác|hoạt\s+động)|phát\s+triển(?:\s+mới)?|xóa|xoá|tạo|đào\s+tạo\s+nghề\s+cho|xây\s+dựng|nhân\s+rộng|hoàn\s+thành|vận\s+động|tổ\s+chức|có|công\s+nhận|đăng\s+ký|thực\s+hiện)(?:\s+(?:được|mới|thêm|thành\s+công))?\s*$",
    re.IGNORECASE,
)
_COUNTED_ALONE = re.compile(r"^\W*(?:kết\s+nạp|trồng\s+mới|thu\s+hút|tạo\s+việc\s+làm|giải\s+quyết\s+việc\s+làm|thành\s+lập\s+mới|tạo\s+thêm|phát\s+triển\s+mới)", re.IGNORECASE)
_EACH = re.compile(r"(?<!\w)(?:mỗi|từng)\s+(?!lần|năm\s+một|bên|tờ|trang|hồ\s+sơ|vấn\s+đề|thành\s+viên)[^,;.:]{2,60}$", re.IGNORECASE)
_MUST = re.compile(r"(?<!\w)phải(?!\w)", re.IGNORECASE)
_GOAL_KINDS = {"goal"}
_COUNT_KINDS = {"recipient", "goal", "thing", "activity", "money", "measure", "unknown", "score", "award"}
_CONTROLLING = re.compile(r"(?:kiểm\s+soát|duy\s+trì|kiềm\s+chế|phấn\s+đấu|mục\s+tiêu|giữ)[^.;]{0,60}\(\s*$", re.IGNORECASE)
#: "tăng ít nhất 1,5 lần": a growth, not how often.
_MULTIPLIED = re.compile(r"(?<!\w)(?:tăng|gấp|giảm)(?:\s+(?:thêm|gấp|lên|bình\s+quân|từ))?\s*$", re.IGNORECASE)
#: "giảm số xã đạt dưới 5 tiêu chí xuống 250 xã": the first number only tells which.
_TELLS_WHICH = re.compile(r"\s*(?<!\w)(?:xuống|lên|còn)(?:\s+còn)?\s+\d", re.IGNORECASE)
_RANKED = re.compile(r"(?:nhóm|trong\s+số|top|thứ\s+hạng|xếp\s+hạng|đứng\s+đầu)[^,;]{0,40}$", re.IGNORECASE)
#: "từ 20% lên 35%": where it starts from is no target.
_FROM = re.compile(r"(?<!\w)(?:từ|so\s+với)\s+(?:mức\s+)?(?:trên\s+|dưới\s+|khoảng\s+|gần\s+)?$", re.IGNORECASE)
_THENCE = re.compile(r"[^.;]{0,50}?(?<!\w)(?:lên|xuống|còn)(?!\w)", re.IGNORECASE)
#: "Khu công nghiệp công nghệ cao là khu công nghiệp …": a definition.
_DEFINITION = re.compile(r"(?<!\w)(\w{2,12}\s\w{2,12})(?!\w)[^.;,]{0,40}\slà\s\1(?!\w)", re.IGNORECASE)
_OFFICES = re.compile(r"(?:hội\s+đồng|ủy\s+ban|tổ\s+công\s+tác|ban\s+chỉ\s+đạo|đoàn\s+kiểm\s+tra|tổ\s+giúp\s+việc)\s+(?:gồm|có)", re.IGNORECASE)


def extract_targets(passage: Passage, context: Context) -> list[Found[Target]]:
    """The targets in one paragraph or list item, in order. `spans`: the clause that states each; `part_of` counts in this list."""
    text = passage.text
    found: list[Found[Target]] = []
    owners: list[Clause] = []
    spoken = clauses(text)
    barred = quota_positions(text, context) if spoken else ()
    for clause in spoken:
        if clause.quantity.at in barred:
            continue
        parent = _parent(clause, owners)
        beside = bool(owners) and owners[-1].sentence == clause.sentence
        rule = _reason(clause, context, parent is not None, beside)
        if rule:
            owners.append(clause)
            found.append(Found(_target(clause, parent), passage.at(clause.start, clause.end), rule))
    return found


def _target(clause: Clause, parent: int | None) -> Target:
    q = clause.quantity
    population, outcome = split_outcome(clause)
    return Target(q.comparator, q.value, q.value_max, q.unit, population, outcome, parent)


def _parent(clause: Clause, owners: list[Clause]) -> int | None:
    """The target before "trong đó": in the same sentence, or in the one before when "Trong đó" opens its own."""
    if not clause.narrows:
        return None
    opening = clause.text[clause.sentence[0] : clause.sentence[0] + 12].strip().lower().startswith(("trong đó", "trong số"))
    before = [i for i, owner in enumerate(owners) if not owner.narrows and (opening or owner.sentence == clause.sentence)]
    return before[-1] if before else None


# --- is it one? -------------------------------------------------------------------------------------------------------


def _reason(clause: Clause, context: Context, part: bool, beside: bool) -> str | None:
    """The rule by which the quantity is a target, or None; `part` of another one, or `beside` another one in its sentence."""
    q = clause.quantity
    percent = q.kind == "percent"
    if not percent and q.kind not in _COUNT_KINDS and not (q.unit == "lần" and _MULTIPLIED.search(clause.lead)):
        return None
    near = clause.text[max(clause.part[0], clause.start - 80) : min(clause.part[1], clause.end + 100)]
    if _NEVER.search(near) or (_FROM.search(clause.lead) and q.value_max is None and not q.bounded and _THENCE.match(clause.rest)):
        return None
    striving = _strives(clause)
    headed = _headed(context)
    if _spoken_against(clause, context, near, striving, headed):
        return None
    if part:
        return "targets.part"
    if clause.narrows and not (striving or headed):
        return None  # of something that is no target itself
    coming = _year_to_come(clause, context)
    if context.doc_type in _REPORTING and not (striving or headed or coming):
        return None
    if context.doc_type in _NORMATIVE and not (striving or coming or headed):
        return None
    planned = headed or beside or context.doc_type in _PLANNING
    if percent:
        return _share(clause, striving, headed, coming, beside, planned)
    return _count(clause, striving, headed, coming, beside, context)


def _spoken_against(clause: Clause, context: Context, near: str, striving: bool, headed: bool) -> bool:
    if striving:
        return False
    if _CONDITION.search(near) or _OFFICES.search(near) or _TECHNICAL.search(near) or _DEFINITION.search(clause.whole):
        return True
    if _MONEY.search(near) and not _SAVING.search(clause.quote):
        return True
    if _criteria(context) and not headed:
        return True
    return _RESULT.search(clause.whole if not headed else clause.quote) is not None


def _criteria(context: Context) -> bool:
    heads = " ".join((*context.headings[-2:], context.opens_list or "")).lower()
    return any(word in heads for word in ("tiêu chuẩn", "điều kiện", "kinh phí", "kết quả đạt", "tình hình", "đánh giá kết quả", "dự toán"))


def _strives(clause: Clause) -> bool:
    """A word of striving before the quantity, in the same sentence."""
    return _STRIVING.search(clause.before[-600:]) is not None


def _headed(context: Context) -> bool:
    return any(_GOAL_HEADING.search(place) for place in (*context.headings, context.opens_list or "") if place)


def _year_to_come(clause: Clause, context: Context) -> bool:
    """A year named before the quantity that lies ahead of the document; without its year, 2025 or later after "đến"."""
    for m in _YEAR_TO_COME.finditer(clause.before[-400:]):
        year = int(m["last"] or m["year"])
        if context.year is None:
            if m.group().lower().startswith(("đến", "tới", "giai")):
                return True
        elif year > context.year or (year == context.year and m.group().lower().startswith(("đến", "trong"))):
            return True
    return False


def _share(clause: Clause, striving: bool, headed: bool, coming: bool, beside: bool, planned: bool) -> str | None:
    q = clause.quantity
    if clause.bracketed:
        return "targets.bracketed" if _CONTROLLING.search(clause.text[: clause.start]) else "targets.striving" if striving and q.bounded else None
    if striving:
        return "targets.striving"
    if coming:
        return "targets.horizon"
    if headed:
        return "targets.heading"
    if _OPENS.fullmatch(clause.lead) and _subject_with_predicate(clause):
        return "targets.share"
    if beside and (_OPENS.fullmatch(clause.lead) or (q.bounded and _REACHING.search(clause.lead))):
        return "targets.beside"
    yearly = _YEARLY.match(clause.tail) is not None
    if _INDICATOR.search(clause.lead) and (q.bounded or planned or yearly) and _REACHING.search(clause.lead):
        return "targets.indicator"
    if _PURPOSE.search(clause.lead):
        return "targets.change"
    if _IMPERATIVE.match(clause.lead) and not _definite(clause) and (q.bounded or planned or _opens_part(clause)):
        return "targets.change"
    return None


def _subject_with_predicate(clause: Clause) -> bool:
    """"90% CNVCLĐ toàn tỉnh được tuyên truyền": people or things, and what becomes of them."""
    rest = clause.tail
    head = re.match(rf"\s*(?:trở\s+lên\s+)?(?:trong\s+)?(?:(?:tổng\s+)?số\s+|các\s+)?(?P<noun>[{LOWER}{UPPER}]+)", rest)
    if not head or re.match(r"(?:của|trên|so|đối|theo|tính|mức|giá|chi|đến|và|hoặc|trở|thời|phần|kể|là|khi|tổng|định)$", head["noun"].lower()):
        return False
    # A predicate at the end of a list serves all its members.
    return _PREDICATE.search(clause.text, clause.quantity.end + head.end(), clause.part[1]) is not None


_YEARLY = re.compile(r"\s*(?:/|mỗi|một|hằng|hàng)\s*năm", re.IGNORECASE)


def _opens_part(clause: Clause) -> bool:
    """Whether nothing but a label stands before the clause: "giảm 1,3%" behind a first figure tells what was."""
    return not re.search(r"\d", clause.text[clause.part[0] : clause.start].lstrip()[4:])


def _definite(clause: Clause) -> bool:
    """Whether the share is measured against a sum of the law ("giảm 20% so với mức quy định")."""
    return re.match(r"\s*(?:trở lên\s+)?(?:mức|giá|so với (?:mức|giá)|của|tổng mức|số tiền)\b", clause.tail) is not None


def _count(clause: Clause, striving: bool, headed: bool, coming: bool, beside: bool, context: Context) -> str | None:
    q = clause.quantity
    if _RANKED.search(clause.lead) or _TELLS_WHICH.match(clause.text, q.end) or (clause.bracketed and not (striving or headed)):
        return None
    lead = clause.lead
    if q.kind == "unknown" and not (q.bounded or headed or striving):
        return None
    if striving and (q.kind != "unknown" or q.bounded or _COUNTED.search(lead) or _REACHING.search(lead) or _OPENS.fullmatch(lead)):
        return "targets.striving"
    if headed and (_OPENS.fullmatch(lead) or _COUNTED.search(lead) or q.bounded or _REACHING.search(lead)):
        return "targets.heading"
    if coming and q.kind != "unknown" and (_COUNTED.search(lead) or _REACHING.search(lead)):
        return "targets.horizon"
    if _COUNTED_ALONE.match(lead) and len(lead) < 60 and context.doc_type not in _REPORTING:
        return "targets.count"
    if q.kind in _GOAL_KINDS and _EACH.search(lead) and q.comparator in (">=", ">") and (context.doc_type in _PLANNING or not _MUST.search(lead)):
        return "targets.each"
    if (q.kind in ("money", "measure", "recipient", "thing") or q.unit == "lần") and q.comparator in (">=", ">") and _INDICATOR.search(lead) and _REACHING.search(lead):
        return "targets.indicator"
    return None
