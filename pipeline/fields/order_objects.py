"""Words of the past that belong to what an order is about, and states that only an order foretells.

"Lập danh sách người đã dừng đóng …, chuyển các huyện xong trước …", "Công trình được gắn biển trước ngày …". All patterns expect
lower case and the words of a sentence up to its date.
"""

from __future__ import annotations

import re

from pipeline.fields.dates import spaced

#: Those that the object of a sentence that opens with its order may bear: "Gửi danh sách các trường hợp …", "Khắc phục các tồn tại …".
_OF_TASKS = ("đang", "tồn tại", "trường hợp", "do", "đối với")
#: "Hoàn thành kế hoạch … được duyệt tại Quyết định số … ngày 21/12/2023 trước 30/11/2024": what the plan rests on.
_APPROVED = spaced(r"được (?:phê duyệt|duyệt|giao|ban hành|thông qua|phân công) (?:tại|theo|trong) [^,;]{5,160}$")
#: "lập danh sách người đã dừng đóng quá 03 tháng, chuyển các huyện xong trước …": the order goes on behind its object.
_OBJECT_THEN_DONE = spaced(
    r"đã (?!(?:hoàn|chuyển|gửi|nộp|trình|bàn giao)(?!\w))[^.;:,]{4,100}? (?:chuyển|gửi|nộp|trình|bàn giao|báo cáo)(?!\w)[^.;:]{0,80}?"
    r"(?<!đã )(?<!chưa )(?:xong|hoàn thành|hoàn tất|dứt điểm),? ?$"
)
#: "Công trình được gắn biển trước ngày 25/3/2025.": a state of works that only an order foretells.
_WORKS = spaced(
    r"(?:[^.;:,()]{3,80} )?được (?:hoàn thành(?:,| và) )?"
    r"(?:hoàn thành|gắn biển|khánh thành|đưa vào (?:sử dụng|vận hành|khai thác|hoạt động)|khởi công|lắp đặt|cài đặt"
    r"|niêm yết|công khai) (?:xong )?$"
)
#: "bao phủ mũi 3 đối với người từ 18 tuổi trở lên đạt tối thiểu 90% trước ngày …": a share to be reached by a day.
_SHARE_REACHED = spaced(
    r"(?<!đã )(?<!\w)đạt (?:(?:tối thiểu|ít nhất|từ|trên|khoảng) )?\d[\d,.]*\s?%(?: trở lên)?(?: [^.;:,\d]{1,40})?,? ?$"
)
#: "100% hộ nghèo được hỗ trợ nhà ở trước ngày …", "Xã Tân Lập đạt chuẩn nông thôn mới trước ngày …".
_STATE_REACHED = spaced(
    r"\W*(?:(?:phấn đấu|bảo đảm|đảm bảo),? )?(?:(?:trên|ít nhất|tối thiểu|có) )?"
    r"(?:\d{1,3}(?:,\d+)?\s?% (?![^.;]*(?<!\w)(?:đã|chưa|đang|so với|đạt)(?!\w))[^.;:]{3,160}"
    r"|(?![^.;]*(?<!\w)(?:đã|chưa|các|những|mà|nếu|trường hợp|đối với)(?!\w))[^.;:,]{2,60} đạt chuẩn [^.;:,]{2,60}) $"
)


def is_of_object(left: str, marker: re.Match[str]) -> bool:
    """Whether a word of the past in `left` belongs to what an order is about."""
    object_only = _APPROVED.match(left, marker.start()) or _OBJECT_THEN_DONE.match(left, marker.start())
    return marker[0].startswith(_OF_TASKS) or object_only is not None


def foretells(left: str, right: str) -> bool:
    """Whether a sentence, `left` and `right` of a date to come, tells works finished by it (and nothing more) or a share reached."""
    closes = not right.strip(" .;)/")
    finished = closes and (_WORKS.match(left) is not None or _STATE_REACHED.match(left) is not None)
    return finished or _SHARE_REACHED.search(left) is not None
