"""The words by which award quotas are known, and those that speak against one. Logic is in `quotas`."""

from __future__ import annotations

import re

from pipeline.fields.wording import wording

#: About awards at all? Lower-case words for a cheap look before anything else.
ABOUT = (
    "khen", "thi đua", "danh hiệu", "kỷ niệm chương", "huân chương", "huy chương", "tiên tiến", "cstđ", "đề nghị", "bình chọn", "bình xét",
    "suy tôn", "tập thể", "cá nhân", "cờ", "xếp loại", "tuyên dương", "tôn vinh", "vinh danh", "biểu dương", "giải thưởng",
    "hoàn thành xuất sắc",
)  # fmt: skip
#: A limit or a choice is spoken of: the words that make a number one of awards to give.
GIVING = wording(
    r"""đề nghị | đề xuất | trình | xét | bình chọn | bình xét | lựa chọn | chọn | giới thiệu | suy tôn | tặng | khen | trao | số lượng
    | t[ỷỉ] lệ | cơ cấu | phân bổ | công nhận | mỗi | : | được
    | tuyên dương | tôn vinh | vinh danh | biểu dương""",
    whole=False,
    listed=True,
)
CHOSEN = wording(r"đề nghị | xét | chọn | : | số lượng | t[ỷỉ] lệ", whole=False, listed=True)
PROPOSING = wording(
    "đề nghị | đề xuất | giới thiệu | bình chọn | bình xét | xét chọn | lựa chọn | suy tôn | xét tặng | xét khen | trình | chọn"
)
#: "công chức không giữ chức vụ chiếm từ 60% trở lên", "số cá nhân là lãnh đạo không quá 20%": a share of those who are to get it.
OF_THEM = wording(
    r"""(?:cá nhân | tập thể | người | công chức | viên chức | lao động | công nhân | lãnh đạo | quản lý | nữ | nông dân | giáo viên
    | giảng viên
    | bác sĩ | điều dưỡng | học sinh | sinh viên | đoàn viên | hội viên | đảng viên | chủ doanh nghiệp | thành viên | chiến sĩ
    | chiến sỹ)""",
    whole=True,
)
MAKES = wording(r"(?:chiếm|là|phải|đạt|lãnh đạo)[^,;.]{0,40}$", whole=False)
ONLY = wording(r"chỉ(?! (?:tiêu|thị|đạo|số))")
NOT = wording(r"không (?:được )?(?:đề nghị|trình|xét|tặng|khen)")
LIST_HEAD = wording(r"số lượng | t[ỷỉ] lệ | hình thức | khen thưởng | đề nghị | xét tặng | danh hiệu | phân bổ | cơ cấu")

OWN_LABEL = wording(
    r"\W{0,6}(?:\w{1,3}\W{1,4}){0,2}(?:số lượng|hình thức|công tác)?[^:;.,\d]{0,12}khen thưởng[^:;.,\d]{0,20}:", whole=False
)

#: Not awards but votes, money, sittings, files and guests.
OTHER = wording(
    r"""phiếu | tán thành | biểu quyết | nhất trí | tổng số thành viên | dự họp | tiền thưởng | mức thưởng | quỹ | kinh phí | mức lương
    | lương cơ sở | trích | mức chi | ngân sách | danh sách(?! đề nghị) | lễ trao | buổi lễ | tổ chức lễ | thời hạn | hồ sơ gồm | độ dài
    | người dự
    | mời | tham dự | dự thi | (?<!chọn\s)cử \d+ | công trình phúc lợi | hiện vật | trị giá | kèm theo tiền | thí sinh | đăng ký tham gia
    | học bổng | học phí | nguồn thu"""
)
GOAL = wording("phấn đấu | mục tiêu | quyết tâm | chỉ tiêu thi đua")
GOAL_HEADING = wording(r"(?<!chương\strình\s)(?:mục tiêu | chỉ tiêu | phấn đấu)")
#: Parts of a report that look ahead.
AHEAD = wording("phương hướng | nhiệm vụ | kế hoạch | đề nghị | kiến nghị")
REACHED = wording("đạt | trở lên")
#: "đã tặng", "có thành tích", "02 tập thể được tặng", "Điều 1. Tặng Bằng khen": given, not to be given.
GIVEN = wording(
    r"""đã(?! (?:được )?(?:đăng ký|đề nghị)) | điều 1\s?\.
    | (?:có|gồm|với)\s[^.;]{0,40}được (?!đề nghị|xét|chọn|bình)[^.;]{0,30}?(?:tặng|khen|công nhận)
    | có \d[\d.]* [^.;]{0,40}đạt danh hiệu | tính đến
    | đến nay | hiện có
    | trong đó có \d+\s[^.;]{0,30}được tặng | đạt danh hiệu[^.;]{0,60}là""",
    whole=False,
    listed=True,
)
#: "…, là đơn vị đã được tặng Bằng khen của …": what those to be chosen must have got before.
WHO_ARE = wording(r", (?:là|gồm) (?:các |những )?(?:đơn vị|tập thể|cá nhân|người|đồng chí|hộ)(?!\w)[^.;]{0,200}", whole=False)
#: Of the number's own part: what was.
CAME_OUT = wording(r"(?<!cứ\s)(?<!vào\s)kết quả(?! (?:bình|chấm|xét|thi|đánh|công tác|thực hiện nhiệm))")
#: Grounds for an award that was given; where somebody is to choose they are only his measure.
WITH_MERIT = wording("có thành tích")
TO_CHOOSE = wording(
    r"""mỗi | được (?:đề nghị|chọn|xét) | đề nghị | bình chọn | lựa chọn | tặng [^.;]{3,60} cho | không quá | tối đa""",
    whole=False,
    listed=True,
)
#: "Điều 1. Công nhận danh hiệu …", or the same without its article in a decision.
DECIDED = wording(
    r"\W{0,8}(?:\d{1,2}\.\s)?(?P<article>điều \d{1,2}\s?[.:]\s{0,3})?(?:nay )?(?:tặng|công nhận|khen thưởng|truy tặng)(?!\w)", whole=False
)
CRITERION = wording(
    r"(?<!chợ\s)(?<!phố\s)(?<!xã\s)(?<!huyện\s)mới được | điều kiện | tiêu chuẩn(?! (?:danh hiệu|quy định)) | là căn cứ | phải có"
)
SHARE_OF = wording("t[ỷỉ] lệ | số lượng | tổng số | số | chiếm | cơ cấu")
#: Behind the number: "có 02 sáng kiến thì được đề nghị".
THEN_MAY = wording("thì được")
#: "(tăng 24% so với giai đoạn trước)": no share of those who are to get it.
GROWN = wording(r"(?<!\w)(?:tăng|giảm|vượt)\s{0,3}$", whole=False)
#: "…; mỗi cơ quan huyện 01 cá nhân": the next of a list of those who may propose so many.
EACH_BODY = wording(r"mỗi [^\d;:.()]{2,70}", whole=False)
#: "Khối có dưới 10 đơn vị được bình xét 02 Bằng khen": the first number says for whom the second holds.
ENTITLES = wording(r"\s{0,3}(?:thành viên )?(?:thì )?(?:được )?(?:bình xét|xét|đề nghị|tặng|chọn|lựa chọn)[^,;.]{0,30}\d", whole=False)
#: The same with the limit right behind: "đơn vị có dưới 1.000 đoàn viên không quá 03 cá nhân".
HAS = wording(r"(?<!\w)có(?: từ)?\s{0,3}$", whole=False)
LIMITED = wording(r"[^,;.\d]{0,40}(?:không quá|tối đa|không vượt quá) \d", whole=False)
#: "trên 60 công chức được chọn thêm 01 cá nhân", "từ 100 đoàn viên trở lên đề nghị tối đa 02 người".
THEN_SO_MANY = wording(
    r"""\s{0,3},?\s{0,3}(?:thì )?(?:được )?(?:bình xét|xét|đề nghị|tặng|chọn|lựa chọn|bình chọn|giới thiệu)
    (?: (?:chọn|đề nghị|thêm|tối đa|không quá|khen|tặng|không vượt quá)){0,3} \d""",
    whole=False,
)
#: "Dự kiến đề nghị UBND tỉnh tặng Bằng khen cho 01 tập thể", in a report as well.
INTENDED = wording(r"dự kiến (?:[^.;]{0,60} )?(?:đề nghị|tặng|khen|trình)", whole=True, listed=False)
#: "khối dưới 10 đơn vị: 01 Bằng khen": for whom the next number holds.
FOR_WHOM = wording(r"\s{0,3}: (?:(?:không quá|tối đa|đề nghị|xét|chọn|được) ){0,3}\d", whole=False)
#: "Khối trưởng của 5 Khối thi đua": how many there are.
OF = wording(r"(?<!\w)(?:của|lần[^,;.]{0,20}(?:đối với|cho))\s{0,3}$", whole=False)
YEAR = wording(r"năm (?:học )?(20\d\d)(?:\s?[-–]\s?(20\d\d))?")
FACTS_HEADING = wording("đặc điểm | tình hình | thực trạng | kết quả")
#: "Trong tổng số cá nhân đề nghị khen thưởng, …", "… tổng số cá nhân được khen thưởng".
AMONG = wording(r"tổng số (?:cá nhân|tập thể|người|trường hợp)[^.;]{0,40}(?:khen|tặng)")

#: Right before what is counted, whatever it is.
HONOURS = wording(r"(?:tuyên dương|tôn vinh|vinh danh|biểu dương)(?: [^\W\d]+){0,4}\s{0,3}$", whole=False)
GIVEN_TO = wording(r"(?:khen|danh hiệu|cờ|công nhận)[^,;]{0,60} (?:cho|đối với)\s{0,3}$", whole=False)

#: Between two numbers of one list.
BETWEEN = re.compile(r"[\s,;]{0,4}(?:\(?[^\d;.()]{0,60}\)?\s{0,3})?(?:[,;/+\s]|và|hoặc|hay)\s{0,3}", re.IGNORECASE)
VERB_BETWEEN = wording(
    """được | bình xét | đề nghị | tặng | trình | khen | công nhận | chọn | giới thiệu | mỗi | đạt | hoàn thành | có | đã | để | nếu
    | phải | tổ chức
    | tham gia | thực hiện"""
)

#: From a number to the award for which those counted are proposed.
NAMES_IT = wording(r"[^,;.]{0,40}(?:đề nghị|được|xét)[^,;.]{0,60}(?:tặng|khen|thưởng|công nhận|danh hiệu)[^,;.\d]{0,15}$", whole=False)
TO_PROPOSE_IT = wording(r"(?<!\w)(?:được|để) (?:đề nghị|xét|trình)[^,;.]{0,30}$", whole=False)
TO_PROPOSE = wording(r"(?:đề nghị|trình)[^,;.]{0,60}(?:tặng|khen|thưởng|công nhận)[^,;.]{0,15}$", whole=False)
#: "tổng số cá nhân đạt danh hiệu": the award describes those among whom is chosen.
OF_HOLDERS = wording(
    r"\s{0,3}(?:trong )?(?:tổng )?số\s[^.;]{0,120}?(?:đạt|được tặng|có|(?:được )?xếp loại) (?:danh hiệu )?[“\"]?$", whole=False
)
#: The same before the award: "15% số người đạt “Lao động tiên tiến”; đơn vị có dưới 07 người thì được chọn 01 người".
HELD = wording(r"\d\s?%\s(?:trong )?(?:tổng )?số\s[^.;:]{0,100}(?:đạt|được tặng|được công nhận) (?:danh hiệu )?[“\"]?$", whole=False)

OF_ALL = wording(r"\s{0,3}(?:(?:trong|trên) )?(?:tổng )?số(?: lượng)? (?!lượng)", whole=False)
MAKES_UP = wording(r"\s{0,3}(?:chiếm|đạt|là|phải)?(?: từ)?\s{0,3}$", whole=False)
FOR = wording(r"(?:cho|đối với) (?P<who>[^,;.()\d]{3,80})", whole=False)
WHO_ENDS = wording(
    r"""\s(?:được|đề nghị|có|đã|của|trong|thuộc|để|theo|nếu|tiêu biểu|đối với)\s
    |, (?:là|trình|đề nghị|báo cáo|gửi|ưu tiên|chú trọng|trong đó)(?!\w)|[;.(]|\s(?=\d)""",
    whole=False,
)

_ONE_TIME = r"[^.;,]{0,40}?(?:tặng|đề nghị|khen)[^.;]{0,60}?(?<!\w)(?:một|01|1) lần(?!\w)"
EACH_ONCE = wording(rf"(?P<who>mỗi (?:cá nhân|tập thể|người|đối tượng)(?:, (?:cá nhân|tập thể))?)[^.;]{{0,30}}?{_ONE_TIME}", whole=False)
ONLY_ONCE = wording(rf"[^.;,]{{0,40}}?(?<!\w)chỉ {_ONE_TIME}", whole=False)
NOT_ONCE = wording(r"năm (?:một|01|1) lần | lễ | đón nhận | tổ chức | tháng | sau")
