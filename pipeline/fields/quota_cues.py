"""The words by which award quotas are known, and those that speak against one. Logic is in `quotas`."""

from __future__ import annotations

import re

from pipeline.fields.wording import wording

#: About awards at all? Lower-case words for a cheap look before anything else.
ABOUT = (
    "khen", "thi đua", "danh hiệu", "kỷ niệm chương", "huân chương", "huy chương", "tiên tiến", "cstđ", "đề nghị", "bình chọn", "bình xét",
    "suy tôn", "tập thể", "cá nhân", "cờ", "xếp loại",
)  # fmt: skip
#: A limit or a choice is spoken of: the words that make a number one of awards to give.
GIVING = wording(
    r"""đề nghị | đề xuất | trình | xét | bình chọn | bình xét | lựa chọn | chọn | giới thiệu | suy tôn | tặng | khen | trao | số lượng
    | t[ỷỉ] lệ | cơ cấu | phân bổ | công nhận | mỗi | : | được""",
    whole=False,
)
CHOSEN = wording(r"đề nghị | xét | chọn | : | số lượng | t[ỷỉ] lệ", whole=False)
PROPOSING = wording("đề nghị | đề xuất | bình chọn | bình xét | xét chọn | lựa chọn | suy tôn | xét tặng | xét khen | trình")
ONLY = wording(r"chỉ(?! (?:tiêu|thị|đạo|số))")
NOT = wording(r"không (?:được )?(?:đề nghị|trình|xét|tặng|khen)")
LIST_HEAD = wording(r"số lượng | t[ỷỉ] lệ | hình thức | khen thưởng | đề nghị | xét tặng | danh hiệu | phân bổ | cơ cấu")

#: Not awards but votes, money, sittings, files and guests.
OTHER = wording(
    r"""phiếu | tán thành | biểu quyết | nhất trí | tổng số thành viên | dự họp | tiền thưởng | mức thưởng | quỹ | kinh phí | mức lương
    | lương cơ sở | trích | mức chi | ngân sách | danh sách | lễ trao | buổi lễ | tổ chức lễ | thời hạn | hồ sơ gồm | độ dài | người dự
    | mời | tham dự | dự thi | cử \d+"""
)
GOAL = wording("phấn đấu | mục tiêu | quyết tâm | chỉ tiêu thi đua")
GOAL_HEADING = wording("mục tiêu | chỉ tiêu | phấn đấu")
REACHED = wording("đạt | trở lên")
#: "đã tặng", "có thành tích", "02 tập thể được tặng", "Điều 1. Tặng Bằng khen": given, not to be given.
GIVEN = wording(
    r"""đã | có thành tích | điều 1\s?\. | (?:có|gồm|với)\s[^.;]{0,40}được (?:tặng|khen|công nhận) | kết quả
    | trong đó có \d+\s[^.;]{0,30}được tặng | đạt danh hiệu[^.;]{0,60}là""",
    whole=False,
)
#: "Điều 1. Công nhận danh hiệu …", or the same without its article in a decision.
DECIDED = wording(r"\W{0,8}(?P<article>điều \d{1,2}\s?[.:]\s{0,3})?(?:nay )?(?:tặng|công nhận|khen thưởng|truy tặng)(?!\w)", whole=False)
CRITERION = wording(r"thì được | mới được | điều kiện | tiêu chuẩn(?! (?:danh hiệu|quy định)) | là căn cứ")
#: "Khối có dưới 10 đơn vị được bình xét 02 Bằng khen": the first number says for whom the second holds.
ENTITLES = wording(
    r"\s{0,3}(?:thành viên )?(?:thì )?được (?:bình xét|xét|đề nghị|tặng|chọn|lựa chọn)[^,;.]{0,30}\d", whole=False
)

#: Between two numbers of one list.
BETWEEN = re.compile(r"[\s,;]{0,4}(?:\(?[^\d;.()]{0,60}\)?)?(?:[,;/+\s]|và|hoặc|hay)\s{0,3}", re.IGNORECASE)
VERB_BETWEEN = wording("được | bình xét | đề nghị | đạt | hoàn thành | có | đã | để | nếu | phải | tổ chức | tham gia | thực hiện")

#: From a number to the award for which those counted are proposed.
NAMES_IT = wording(
    r"[^,;.]{0,40}(?:đề nghị|được|xét)[^,;.]{0,60}(?:tặng|khen|thưởng|công nhận|danh hiệu)[^,;.\d]{0,15}$", whole=False
)
#: "tổng số cá nhân đạt danh hiệu": the award describes those among whom is chosen.
OF_HOLDERS = wording(r"\s{0,3}(?:trong )?(?:tổng )?số\s[^.;]{0,120}?(?:đạt|được tặng|có) (?:danh hiệu )?[“\"]?$", whole=False)

OF_ALL = wording(r"\s{0,3}(?:(?:trong|trên) )?(?:tổng )?số(?: lượng)? (?!lượng)", whole=False)
MAKES_UP = wording(r"\s{0,3}(?:chiếm|đạt|là|phải)?(?: từ)?\s{0,3}$", whole=False)
FOR = wording(r"(?:cho|đối với) (?P<who>[^,;.()\d]{3,80})", whole=False)
WHO_ENDS = wording(r"\s(?:được|đề nghị|có|đã|của|trong|thuộc|để|theo|nếu|tiêu biểu)\s|[;.(]|\s(?=\d)", whole=False)

_ONE_TIME = r"[^.;,]{0,40}?(?:tặng|đề nghị|khen)[^.;]{0,60}?(?<!\w)(?:một|01|1) lần(?!\w)"
EACH_ONCE = wording(
    rf"(?P<who>mỗi (?:cá nhân|tập thể|người|đối tượng)(?:, (?:cá nhân|tập thể))?)[^.;]{{0,30}}?{_ONE_TIME}", whole=False
)
ONLY_ONCE = wording(rf"[^.;,]{{0,40}}?(?<!\w)chỉ {_ONE_TIME}", whole=False)
NOT_ONCE = wording(r"năm (?:một|01|1) lần | lễ | đón nhận | tổ chức | tháng | sau")
