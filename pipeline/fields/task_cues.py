"""The words by which counts are known that a document asks for: what is to be done so often, for so many, or by each. Logic is in
`target_shapes`.
"""

from __future__ import annotations

from pipeline.fields.wording import wording

#: Verbs right before a count.
COUNTED = wording(
    r"""(?:kết nạp|hình thành|trồng(?: mới)?|thu hút|tạo việc làm(?: mới)? cho|giải quyết việc làm cho|thành lập mới|đưa vào (?:sử dụng
    |khai thác|hoạt động)
    |phát triển(?: mới)?|x[óo][aá]|tạo|đào tạo nghề cho|xây dựng|xây|sửa chữa|sản xuất|nâng cấp|cải tạo|cấp|mở|thành lập|hỗ trợ
    |cứng hóa|bê tông hóa|nhân rộng|hoàn thành|vận động(?: hiến)?|tổ chức|có|công nhận|đăng ký|thực hiện|duy trì
    |giải quyết(?: dứt điểm)?|phát hành
    |đón(?: tiếp)?|phục vụ|chỉnh lý|kết nối|trang bị|chuyển đổi|khoanh nuôi|nạo vét|gia cố|sản xuất|chế biến|xuất khẩu|huy động|hòa giải
    |cho)
    (?: (?:được|mới|thêm|thành công))?(?: (?:từ|khoảng))?\s{0,3}$""",
    whole=False,
)
#: Verbs that make a count an outcome by themselves, at the head of the clause.
COUNTED_ALONE = wording(
    r"\W{0,20}(?:[^,]{2,30}, )?(?:kết nạp|trồng mới|thu hút|tạo việc làm|giải quyết việc làm|thành lập mới|tạo thêm|phát triển mới)",
    whole=False,
)
#: What a plan sets out to do so often, or for so many; the verb stands right before the number.
_TASK = r"""tổ chức(?: (?:thực hiện|kiểm tra|tập huấn|tuyên truyền|được))?|mở|phát(?: (?:hành|miễn phí|sóng))?|in(?: ấn)?|treo|lắp đặt
    |lắp mới
    |xây(?: (?:dựng|mới))?|trồng(?: mới)?|tập huấn|bồi dưỡng|huấn luyện|đào tạo(?: nghề)?|tuyên truyền|truyền thông|hỗ trợ|thăm hỏi
    |tặng(?: quà)?
    |trao(?: tặng)?
    |vận động(?: hiến)?|số h[óo][aá]|chuẩn bị|giải quyết|kiểm tra|thanh tra|giám sát|rà soát|kết nạp|sửa chữa|khám(?: (?:bệnh|sức khỏe))?
    |xét nghiệm
    |sàng lọc|tiêm(?: chủng)?|biên soạn|đăng tải|phát thanh|nhân rộng|nghiệm thu|ra mắt|hoàn thiện|nâng cấp|cải tạo|tiếp nhận|tư vấn
    |giới thiệu việc làm|thành lập|hình thành|x[óo][aá]|khởi công|khánh thành|xử lý|di dời|thu gom|cấp phát|cấp mới|phủ sóng
    |đối thoại|triển khai
    |hoàn thành|thực hiện|duy trì|phát triển(?: mới)?|thu hút|lựa chọn|củng cố|kiện toàn|đón(?: tiếp)?|phục vụ|chỉnh lý|kết nối|trang bị
    |chuyển đổi|khoanh nuôi|nạo vét|gia cố|sản xuất|chế biến|xuất khẩu|huy động|hòa giải|cắm(?: mốc)?
    |bổ sung|thay thế|lắp(?: đặt)? mới|khôi phục(?: cấp điện)?|cấp điện|bàn giao|hiến|chuyển giao|kiểm định|hiệu chuẩn|xuất bản
    |chiếu(?: phim)?
    |biểu diễn|dự giờ|đấu nối|tu bổ|tôn tạo|trùng tu|trả(?: kết quả)?|chi trả|chăm sóc|điều trị|hướng dẫn|sẵn sàng
    |(?:nhận )?(?:giúp(?: đỡ)?|đỡ đầu)|nhận chăm sóc|nhận hỗ trợ|tự quản"""
_THEN = "đột xuất|định kỳ|thường xuyên|ngẫu nhiên|xong|cho|được|mới|thêm|tại|ở|đối với|khoảng|từ|dứt điểm|thực địa|đợt"
_THEN += "|thành công|trực tiếp|miễn phí|bình quân|trung bình|toàn diện|chuyên đề"
TASK = wording(rf"(?<!\w)(?<!được\s)(?<!đã\s)(?<!phải\s)(?<!qua\s)(?:{_TASK})(?: (?:{_THEN})){{0,3}}\s{{0,3}}$", whole=False)
#: The same at the head of the clause, before an object.
TASK_FIRST = wording(
    rf"\W{{0,20}}(?:(?:tiếp tục|đẩy mạnh|tăng cường|chủ động|chủ trì|phối hợp|tham mưu|tổng)(?:,|\svà)? ){{0,2}}(?:{_TASK})(?!\w)",
    whole=False,
)
TASK_FOR = wording(r"(?<!\w)(?:cho|đối với|tại|ở|với|tới|đến|của)\s{0,3}$", whole=False)
#: What may be sent, said or offered to all: "gửi thông báo tới 100% đơn vị".
SENT = wording(r"\W{0,20}(?:gửi|thông báo|cung cấp|phổ biến|quán triệt|tuyên truyền|cấp|khôi phục|niêm yết)(?!\w)", whole=False)
#: Of all of them: "niêm yết 100% thủ tục"; "công khai 467 thủ tục" may count what there is.
SHOWN = wording(r"(?<!\w)(?:niêm yết|công khai|cập nhật)(?: (?:đầy đủ|kịp thời))?\s{0,3}$", whole=False)
ARRANGED = wording(r"(?<!\w)(?:đăng ký|sẵn sàng|huy động)\s{0,3}$", whole=False)
#: Things, not people, that are to be set up: "bố trí 04 máy tính cho dân sử dụng".
SET_UP = wording(r"(?<!\w)bố trí(?: (?:được|thêm|đủ))?\s{0,3}$", whole=False)
#: "tham gia tối thiểu 03 hội chợ ngoài tỉnh/năm".
JOINED = wording(r"(?:\W{0,20}|.{0,60} )tham gia(?: (?:được|vào))?\s{0,3}$", whole=False)
#: Pages that are work to be done: "hoàn thành số hóa 12.500 trang tài liệu".
SCANNED = wording(r"(?<!\w)(?:số h[óo][aá]|chỉnh lý|tạo lập)(?: (?:được|thêm|trên|khoảng|ít nhất|tối thiểu))?\s{0,3}$", whole=False)
#: "mỗi người ủng hộ ít nhất 01 ngày lương", "Quỹ … bình quân đạt 120.000 đồng/hội viên", "vận động Quỹ … đạt 1,2 tỷ đồng".
GIVES = wording(r"(?<!\w)(?:ủng hộ|đóng góp|quyên góp|tiết kiệm|hiến|tặng)(?: (?:từ|được))?\s{0,3}$", whole=False)
FUND = wording(
    r"""\W{0,20}(?:[^,;.:\d]{2,40} )?(?:(?:vận động|huy động|quyên góp|đóng góp|ủng hộ|xây dựng|phát triển|gây)(?: \w+){0,3} )?
    (?:các )?[“"]?quỹ (?!lương|tiền|bảo hiểm|khen|đầu tư|phúc|dự)[^;.:\d]{2,70}$""",
    whole=False,
)
FUND_GROWS = wording(
    r"""(?<!\w)(?:(?:vận động|huy động|quyên góp|đóng góp|ủng hộ|xây dựng|phát triển|gây) (?=.{0,100}$)
    |(?:đạt|tăng)(?: (?:từ|bình quân|thêm))*\s{0,3}$)""",
    whole=False,
)
#: "viết ít nhất 02 tin, bài mỗi tháng".
NEWS = wording(r"(?<!\w)(?:gửi|viết|đăng|có)(?: (?:về|được|đăng))?\s{0,3}$", whole=False)
#: How much of something is to stay: "giữ ổn định khoảng 40.000 ha đất lúa", "diện tích khoai lang không quá 10.000 ha".
STAYS = wording(
    r"""(?<!\w)(?:giữ|ổn định|duy trì)(?: (?:ổn định|vững|nguyên)){0,2}(?: (?:tổng )?diện tích(?: [^\W\d]+){0,6})?\s{0,3}$""", whole=False
)
EXTENT = wording(
    r"""\W{0,20}(?:(?:giữ|duy trì|ổn định|mở rộng|phát triển)(?: ổn định)? )?(?:tổng )?(?:diện tích|sản lượng)(?! (?:đất ở|tối))(?!\w)
    [^;.:\d]{2,60}$""",
    whole=False,
)
#: "nâng cấp đường liên thôn 2,5 km", "xây dựng nhà trưng bày 350 m2".
WORKS = wording(
    r"""\W{0,20}(?:(?:hoàn thành|tiếp tục|triển khai|đầu tư) )?(?:xây dựng|xây|trồng(?: mới)?|nâng cấp|cải tạo|sửa chữa|cứng hóa|bê tông hóa
    |nạo vét|mở rộng|làm(?: mới)?|kiên cố hóa|duy tu|phát quang|lắp đặt)(?! (?:cách|bằng))(?: [^\W\d]+){1,8}\s{0,3}$""",
    whole=False,
)
WORKS_NOT = wording("cách | rộng | dài | cao | sâu | diện tích | bán kính | khoảng | trên | dưới | từ | quy mô | tối thiểu | loại")
#: "giúp từ 02 - 03 hộ thoát nghèo (riêng các xã đặc biệt khó khăn: 01 hộ)".
EXCEPT = wording(r"\(\s?(?:riêng|đối với) [^():;\d]{2,80}:?\s{0,3}$", whole=False)
MONTHLY = wording(r"(?<!\w)(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý)(?!\w)", whole=False)  #: "mở 10 lớp, mỗi lớp 30 - 40 học viên".
EACH_GROUP = wording(
    r"\s{0,3}mỗi (?:lớp|tổ|đội|nhóm|câu lạc bộ|khóa|khoá|buổi|đợt|đoàn|hội nghị|mô hình)(?: có)?(?: từ)?\s{0,3}", whole=False
)
BECOMES = wording(
    r"(?: (?!đã(?!\w)|được|đạt|hoàn thành)[^\s,.;:()]+){0,6} (?:được (?:nghiệm thu|công nhận|nhân rộng|áp dụng|triển khai|đưa|phê duyệt|xếp"
    r"|cấp|chuyển|ứng dụng)|đạt (?:chuẩn|loại|yêu cầu|giải)|hoàn thành)(?!\w)",
    whole=False,
)
#: A verb of work anywhere before "ít nhất 02 lần/năm".
TASK_ANY = wording(rf"(?<!\w)(?:{_TASK}|tiếp công dân|đi cơ sở|dự|họp|giao ban)(?!\w)", whole=False)
#: With these a phrase tells who takes part or how things are, not what is to be done.
NO_WORK = wording(
    r"""\W{0,20}(?:mỗi|từng|lực lượng|quân số|thành phần|số lượng|đối tượng|địa điểm|quy mô|kinh phí|dân số|diện tích|hiện|tổng|toàn|gồm
    |với|có|thời gian
    |ban|đoàn|hội đồng|tổ|đội|nhóm)(?!\w)""",
    whole=False,
)
#: Before a number these lead to what only describes.
LEADS_ON = wording(
    r"(?<!\w)(?:đối với|của|trên|trong|tại|ở|bằng|với|theo|từ|giữa|gồm|là|thuộc|này|đó|các|những|thứ|số|khi|sau|trước)\s{0,3}$", whole=False
)
#: "…; bảo đảm có 08 sáng kiến" is asked for; "Có 08 xã" alone may tell what there was, "Có ít nhất 08 xã" does not.
ENSURED = wording(r"\W{0,20}(?:bảo đảm|đảm bảo)(?: có)?\s{0,3}$", whole=False)
HAD = wording(r"\W{0,20}có\s{0,3}$", whole=False)
AT_LEAST = wording("ít nhất | tối thiểu | không dưới | không ít hơn")
#: Sittings of a contest, delegations, guests and drafts: who is to come, no task.
NO_TASK = wording(
    r"""dự thi | thí sinh | vận động viên | tiết mục | đội thi | cử | mời | tham dự | đại biểu | tham luận | gửi(?: về)? | nộp
    | báo cáo(?: viên)?
    | phải có | chủ trì hoặc | đạt giải | trái phép | có (?:diện tích|quy mô) | trong nhóm | diện tích đất | chịu trách nhiệm
    | tiêu chuẩn | quỹ đất | công suất thiết kế | khoảng cách | chiều (?:dài|rộng|cao)"""
)
#: What each may be told to bring about one of, though it is somebody who could get an award.
FOUNDS = wording(r"(?<!\w)(?:thành lập|xây dựng|mở|duy trì|hỗ trợ|giúp đỡ|bồi dưỡng|kết nạp)(?: (?:được|mới))?\s{0,3}$", whole=False)
#: "ít nhất 01 lần/năm", "mỗi ngày ít nhất 02 lần": how often it is to happen.
PER_TIME = wording(r"\s{0,3}(?:/|mỗi|một|trong|hằng|hàng)\s{0,3}(?:một |01 )?(?:ngày|tuần|tháng|quý|năm|học kỳ|kỳ|vụ|giai|cả)", whole=False)
EACH_TIME = wording(r"(?<!\w)(?:mỗi|hằng|hàng|một|trong) (?:ngày|tuần|tháng|quý|năm|học kỳ|vụ)[^,;.]{0,30}$", whole=False)
EACH = wording(r"(?<!\w)(?:mỗi|từng) (?!lần|năm một|bên|tờ|trang|hồ sơ|vấn đề|thành viên)[^;.:]{2,80}$", whole=False)
EACH_DOES = wording(
    r"""(?<!\w)(?:mỗi|từng) [^;.:]{2,80} (?:chọn|lựa chọn|xây dựng|phụ trách|đảm nhận|giúp đỡ|đỡ đầu|nhận giúp|kết nạp|giới thiệu
    |phát triển|vận động
    |bồi dưỡng|mở|tổ chức|đăng ký|thực hiện|trồng|hỗ trợ|duy trì|thành lập|có)
    (?: (?:được|mới|thực hiện))?(?: từ)?\s{0,3}$""",
    whole=False,
)
MUST = wording("phải")
