"""The words by which targets are known, and those that speak against one. Logic is in `targets`.

Seen in plans, campaigns and programmes of provinces and ministries (for) and in some 4,000 paragraphs of law with a percentage (against).
"""

from __future__ import annotations

from pipeline.fields.wording import wording, words_of

# --- reasons ----------------------------------------------------------------------------------------------------------

STRIVING = wording(
    r"""phấn đấu | quyết tâm | đặt (?:ra )?mục tiêu | mục tiêu(?: (?:cụ thể|chung|năm \d+|đến năm \d+))?\s?(?:là|:|đạt|phấn|đến)
    | chỉ tiêu[^.;:]{0,40}(?:là|:|đạt) | nỗ lực""",
    whole=False,
    listed=True,
)
GOAL_HEADING = wording(r"(?<!chương\strình\s)(?<!chương\strình\smtqg\s)(?:mục tiêu | chỉ tiêu | phấn đấu)")
#: "đến năm 2030", "đến 2030", "giai đoạn 2021 - 2025", "trong quý III/2026".
YEAR = wording(
    r"""(?:đến|tới|vào|trong|hết|cuối|giai đoạn|năm) (?:(?:hết|cuối|trước) )?(?:năm\s|tháng \d{1,2}[/\s]|quý [IV\d]+[/\s]
    |ngày \d{1,2}/(?P<month>\d{1,2})/)?
    (?P<year>20\d\d)(?:\s?[-–]\s?(?P<last>20\d\d))?"""
)
COMPARED = wording(r"so với|từ|hơn|bằng", whole=True)

NORMATIVE = {"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp", "Quy định", "Quy chế", "Quy chuẩn"}
PLANNING = (
    "Kế hoạch", "Chương trình", "Chỉ thị", "Đề án", "Phương án", "Dự án", "Phát động thi đua", "Nghị quyết", "Chương trình hành động",
    "Chiến lược", "Kết luận",
)  # fmt: skip
#: How the types begin in which a body tells others, or itself, what to do.
DIRECTING = (
    "Kế hoạch", "Công văn", "Chỉ thị", "Hướng dẫn", "Thông báo", "Công điện", "Chương trình", "Đề án", "Phương án", "Phát động",
    "Nghị quyết", "Dự án", "Chiến lược", "Kết luận", "Lời kêu gọi",
)  # fmt: skip
#: "Năm 2020 hỗ trợ 2.100 lượt hộ. Tuy nhiên, …": the sentence before tells how things stood.
AND_YET = wording(
    r"""[.;]\s(?:tuy nhiên|song|bên cạnh (?:đó|kết quả|những kết quả)|tuy vậy|mặc dù vậy)(?:,|\s[^.;]{3,160}\s(?:còn|chưa|hạn chế))""",
    whole=False,
)
#: Sentences that open a list and order what stands in it: what they say of how things stand does not reach into the list.
ORDERING = wording("yêu cầu | đề nghị | giao | chỉ đạo")
REPORTING = {"Báo cáo", "Biên bản", "Tờ trình", "Giấy mời", "Giấy chứng nhận", "Thông cáo"}

# --- what speaks against ------------------------------------------------------------------------------------------------

#: Whatever else is said: owners' shares, votes, injuries.
NEVER = wording(
    r"""vốn điều lệ | cổ phần | cổ phiếu | vốn (?:góp|nước ngoài|nhà nước|đầu tư nước ngoài|thành lập|chủ sở hữu|trong nước) | nắm giữ
    | chứng chỉ quỹ | quyền biểu quyết | phiếu | tán thành | biểu quyết | nhất trí | đồng ý | tổng số (?:thành viên|đại biểu|ủy viên)
    | dự họp | thành viên (?:hội đồng|tham dự) | hợp lệ khi | triệu tập | tổn thương cơ thể | thương tích | tổn hại | rối loạn
    | suy giảm khả năng | thương tật | khuyết tật từ | bệnh binh | mất sức | thưởng công trình
    | tiền thưởng | mức (?:thưởng|hỗ trợ)""",
)
#: Mixtures, scores, calculations, bids, norms and hours.
TECHNICAL = wording(
    r"""hàm lượng | tính theo (?:khối|trọng) lượng | theo thể tích | nồng độ(?! cồn) | độ chính xác | sai số | dung sai | độ ẩm
    | sai lệch | hiệu suất
    | độ tin cậy | độ phân giải | filament | carbon | cacbon | \d điểm(?=\s*$) | điểm (?:kỹ thuật|tối đa|trừ|chuẩn|đánh giá)
    | tổng (?:số )?điểm
    | trừ \d+ | cộng \d+ | thang điểm | giá dự thầu | giá gói thầu | giá (?:khởi điểm|trị hợp đồng) | bảo đảm dự thầu
    | lãi suất | thuế suất
    | thời giờ | số giờ | giờ làm | thiệt hại | mất trắng | nghỉ hưu | từ \d+ tuổi | an toàn vốn | vốn khả dụng | khấu trừ | lấy mẫu
    | trữ lượng | cấp phó
    | định mức | biên chế | x""",
)
#: Money paid, owed or set aside.
MONEY = wording(
    r"""mức (?:đóng|hưởng|chi|phạt|lương|hỗ trợ|trợ cấp|phụ cấp|thu|giảm|vay|trích|tiền|phí|bồi|ký|thanh|khấu|ngân|tối đa|tham chiếu)
    | trợ cấp | phụ cấp | tiền (?:lương|thưởng|công|thuê|sử dụng|phạt|ký|chậm) | lương(?! thực) | thù lao | trích | thuế | lệ phí
    | học phí
    | hỗ trợ (?:(?:tối đa|tối thiểu|không quá|bằng|thêm) )?\d+ | kinh phí | thanh toán | tạm ứng | bồi thường | tổng mức đầu tư
    | dự toán | tổng vốn
    | giá trị (?:tài sản|quyết toán|công việc|còn lại|xây lắp|vốn|lô|bảo|hợp) | tổng (?:giá trị )?tài sản | chi phí
    | ngân sách (?:(?:nhà nước|trung ương|địa phương|tỉnh|huyện|xã) )?(?:bảo đảm|hỗ trợ|cấp|chi|bố trí|đảm) | quỹ (?:lương|tiền
    |bảo hiểm|khen|đầu tư|phúc|dự)
    | phần trăm trên | doanh thu (?:tính|chịu) | lợi nhuận | để lại | được (?:hưởng|giảm|hỗ trợ|tính|trừ|cộng|vay|trích|miễn|thanh|để lại)
    | phần (?:vượt|còn lại|giá|chênh) | vay | nợ | trái phiếu | chuyển nhượng | nộp (?:tiền|đủ|ngân sách) | số tiền | đơn giá
    | giá bán | phạt
    | doanh số""",
)
#: Spending, saving and earning that plans do set as targets.
SAVING = wording(
    r"""tiết kiệm | cắt giảm | giải ngân | thu ngân sách | thu nội địa | tổng thu | thu hút | huy động | doanh thu | kim ngạch
    | thu nhập bình quân
    | chi phí tuân thủ | không dùng tiền mặt | qua tài khoản
    | giảm (?:(?:từ|ít nhất|tối thiểu|trên|khoảng|thêm) )?\d[\d,.%\s–-]*(?:đến [\d,.]+\s?%)?\s?(?:chi phí|chi thường)
    (?![^;.]{0,60}\scho\s)"""
)
#: Sums that are goals where a heading says so.
EARNING = wording("lợi nhuận | tổng vốn | vốn đầu tư | nộp ngân sách | thuế | giá trị")
#: Conditions, definitions and criteria: what is so, or must be so for something else to follow.
CONDITION = wording(
    r"""nếu | trường hợp | khi (?:có|được|đạt|tỷ|tổng) | thì | mới được | điều kiện (?:số|để|về)
    | được (?:coi|xem|gọi|xác định|hiểu|đánh giá) là | là (?:doanh nghiệp|công ty|tổ chức|rừng|loại|đơn vị) | để được
    | chiếm tỷ lệ (?:dưới|trên|từ)
    | được xét
    | đề nghị xét | (?:cá nhân|thành viên) trong tập thể
    | xếp loại \w+ ?: | công thức | ghi (?:rõ|giá|số) | ví dụ | cứ (?:vượt|thêm|mỗi) | mẫu số""",
)
#: "Khu công nghiệp công nghệ cao là khu công nghiệp …": a definition.
#: To be looked for where there is a "là".
DEFINITION = wording(r"(\w{2,12}\s\w{2,12})(?!\w)[^.;,]{0,40}\slà\s\1", listed=False)
OFFICES = wording(r"(?:hội đồng | ủy ban | tổ công tác | ban chỉ đạo | đoàn kiểm tra | tổ giúp việc) (?:gồm|có)")
#: Rates of support and payment, where a heading promises goals.
RATES = wording(
    r"""mức | hỗ trợ | được (?:hưởng|giảm|vay|trích|miễn) | ngân sách | chi phí | lãi suất | trích | thuế suất | tạm ứng
    | bồi thường | phụ cấp"""
)
#: What has already come about.
RESULT = wording(
    r"""đã(?! (?:đề|được (?:giao|phê|đề)))
    | (?<!giao\s)(?<!thỏa\s)(?<!thoả\s)(?<!quy\s)(?<!công\s)(?<!mong\s)ước(?: (?:đạt|tính|thực|tăng|giảm))? | cùng kỳ | l[ũu][ỹy] kế
    | tính đến | đến nay
    | (?<!so\svới\s)hiện (?:nay|có|tại)
    | (?<!báo\scáo\s)(?<!đánh\sgiá\s)(?<!tổng\shợp\s)(?<!về\s)kết quả (?:đạt|thực|cho|năm) | trong (?:năm )?qua | vừa qua | đầu năm
    | (?:tháng|quý) [\dIV]+ (?:năm \d+ )?(?:ước )?(?:đạt|tăng|giảm) | so với tháng | năm trước (?:đạt|là) | thực trạng | còn tới
    | mới (?:đạt|có|chỉ) | (?<!chứng\s)chỉ (?:đạt|có|còn) | vẫn còn | trúng cử | (?:những năm|thời gian|năm vừa|nhiệm kỳ|tháng) qua
    | bước đầu | thấp nhất trong | tính chung""",
)
#: Before a number: what follows in the sentence was as well.
DONE = wording(r"đã(?! (?:đề|được (?:giao|phê|đề))) | đầu năm | tính đến | đến nay | (?:những năm|thời gian|trong năm) qua")
#: Parts of a report that look ahead.
AHEAD_HEADING = wording("phương hướng | nhiệm vụ (?:trọng tâm|năm|tháng|quý|6 tháng|chủ yếu) | kế hoạch (?:năm|tháng|quý) | giải pháp")
#: What was, even under a heading of goals.
FACTS_HEADING = wording("kết quả | tình hình | thực trạng | đặc điểm | đánh giá")
AGAINST_HEADING = wording("tiêu chuẩn | điều kiện | kinh phí | kết quả đạt | tình hình | đánh giá kết quả | dự toán")
#: Where counts and shares are rules of a contest, means, or facts, but no tasks.
NO_TASKS = wording(
    r"""tiêu chuẩn | điều kiện | đối tượng | kinh phí | kết quả (?:đạt|thực|năm) | tình hình | đánh giá | dự toán | khen thưởng
    | giải thưởng
    | thể lệ | thành phần | hồ sơ | thời lượng | hình thức thi | nội dung thi(?! đua) | cơ cấu | căn cứ | sự cần thiết | thực trạng
    | nguyên tắc
    | lực lượng | quy mô | phương tiện | thời gian,? địa điểm | số lượng | đặc điểm | bình xét | xếp loại | chấm điểm"""
)

# --- shapes -----------------------------------------------------------------------------------------------------------

#: What may stand before a share that opens its clause: nothing but time, place and words of order.
OPENING = words_of(
    """đến tới vào trong từ hết cuối trước năm giai đoạn tháng quý hằng hàng mỗi và với đồng thời riêng phấn đấu bảo đảm đảm duy trì có đạt
    phải tỷ lệ thêm ngày cụ thể hoàn thành tối thiểu ít nhất tiêu chuẩn chí chỉ yêu cầu trên địa bàn tỉnh toàn huyện cả nước nhiệm kỳ khoảng
    cho tiếp tục nâng lên thực hiện triển khai kịp tổ chức xây dựng là đó i ii iii iv v"""
)
PREDICATE = wording(
    r"""được | đạt | có | hoàn thành | tham gia | thực hiện | sử dụng | đăng ký | ký | tổ chức | triển khai | áp dụng | bảo đảm
    | đảm bảo | không | biết
    | chấp hành | tốt nghiệp | xây dựng | ứng dụng | giải quyết | xử lý | công khai | kết nối | hưởng ứng | quán triệt | học tập
    | tiếp cận | duy trì
    | tiếp nhận | nhận (?:trợ cấp|lương|chế độ|tiền|kết quả)
    | hài lòng | ban hành | đáp ứng | phát động | nắm | cam kết | đưa | lập | đổi mới | số h[óo][aá] | cập nhật | gửi
    | liên thông
    | tập huấn | vận hành | khai thác | chuyển | nộp | mua | trang bị | thành lập | phân loại | thu gom | tiêm | bố trí | đúng hạn | qua
    | trên môi trường | trực tuyến | giao dịch | cài đặt | thụ hưởng | trở lên"""
)
#: A share of these words is no share of people or things.
NO_SUBJECT = wording(r"(?:của|trên|so|đối|theo|tính|mức|giá|chi|đến|và|hoặc|trở|thời|phần|kể|là|khi|tổng|định)$", whole=False)
INDICATOR = wording(
    r"""t[ỷỉ] (?:lệ|trọng|suất) | tốc độ | mức (?:độ|tăng|giảm|sinh) | chỉ số | kết quả | số lượng | doanh thu | tổng thu
    | thu (?:ngân sách|nội địa|nhập)
    | GRDP | GDP | tổng sản phẩm | sản lượng | năng suất | kim ngạch | che phủ | tổng mức | diện tích | giá trị | tổng vốn
    | lạm phát | kinh tế số
    | quy mô | ngày điều trị | số (?:lao động|doanh nghiệp|xã|hộ|lượt|người|giường|bác sĩ) | tuổi thọ | thời gian"""
)
INDICATOR_FIRST = wording(r"\W{0,12}t[ỷỉ] (?:lệ|suất|trọng) ", whole=False)
#: The verb right before the number, with what may stand between.
REACHING = wording(
    r"""(?<!\w)(?:đạt|chiếm|tăng|giảm|vượt|rút ngắn|còn|xuống|lên|ở mức|duy trì|bằng|không)(?: (?:bình quân|tỷ lệ|trung bình
    |[^\W\d_]{1,6}))?(?: từ)?
    \s{0,3}$""",
    whole=False,
)
_ORDER = """(?:tiếp tục|đẩy mạnh|tập trung|thực hiện|và|để|phải|cần|triển khai|từng bước|h[ằà]ng năm|mỗi năm|bình quân|đồng thời
    |năm [0-9]+|,)"""
_CHANGE = """giảm|cắt giảm|tiết kiệm|nâng|tăng|rút ngắn|đạt|duy trì|bảo đảm|đảm bảo|kéo giảm|kiềm chế|giải ngân
    |hoàn thành(?: việc)?(?: cắt giảm)?"""
#: Verbs that order a change; with a share behind them they ask for it.
IMPERATIVE = wording(
    rf"""\W{{0,20}}(?:(?:trong|đến|từ) (?:(?:hết|cuối) )?(?:quý|tháng|năm|giai đoạn)[^,]{{1,30}}, )?(?:{_ORDER} ){{0,6}}
    (?:{_CHANGE}|thu hút|kết nạp|số h[óo][aá]|vận động(?: hiến)?|bồi dưỡng|đào tạo|phát triển|x[óo][aá]|huy động|không để|tuyên truyền
    |công nhận|xây dựng|trồng)(?!\w)""",
    whole=False,
)
#: Those of them that go with an upper bound.
IMPERATIVE_BELOW = wording(rf"\W{{0,20}}(?:{_ORDER} ){{0,6}}(?:{_CHANGE})(?!\w)", whole=False)
PURPOSE = wording(
    r"(?<!\w)(?:để|nhằm|phải|cần|yêu cầu) (?:tiết kiệm|cắt giảm|giảm|rút ngắn|tăng|nâng|hoàn thành)(?: thêm)?\s{0,3}$", whole=False
)
YEARLY = wording(r"\s{0,3}(?:/|mỗi|một|hằng|hàng)\s{0,3}năm", whole=False)
#: "giảm 20% so với mức quy định": measured against a sum of the law.
DEFINITE = wording(r"\s{0,3}(?:trở lên )?(?:mức|giá|so với (?:mức|giá)|của|tổng mức|số tiền)(?!\w)", whole=False)
CONTROLLING = wording(r"(?:kiểm soát|duy trì|kiềm chế|phấn đấu|mục tiêu|giữ)[^.;]{0,60}\(\s{0,3}$", whole=False)

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
_TASK = r"""tổ chức(?: (?:thực hiện|kiểm tra|tập huấn|tuyên truyền|được))?|mở|phát(?: hành| miễn phí| sóng)?|in(?: ấn)?|treo|lắp đặt|lắp mới
    |xây dựng|xây mới|trồng(?: mới)?|tập huấn|bồi dưỡng|đào tạo(?: nghề)?|tuyên truyền|truyền thông|hỗ trợ|thăm hỏi|tặng(?: quà)?
    |trao(?: tặng)?
    |vận động(?: hiến)?|số h[óo][aá]|chuẩn bị|giải quyết|kiểm tra|thanh tra|giám sát|rà soát|kết nạp|sửa chữa|khám(?: bệnh
    | sức khỏe)?|xét nghiệm
    |sàng lọc|tiêm(?: chủng)?|biên soạn|đăng tải|phát thanh|nhân rộng|nghiệm thu|ra mắt|hoàn thiện|nâng cấp|cải tạo|tiếp nhận|tư vấn
    |giới thiệu việc làm|thành lập|hình thành|x[óo][aá]|khởi công|khánh thành|xử lý|di dời|thu gom|cấp phát|cấp mới|phủ sóng
    |đối thoại|triển khai
    |hoàn thành|thực hiện|duy trì|phát triển(?: mới)?|thu hút|lựa chọn|củng cố|kiện toàn|đón(?: tiếp)?|phục vụ|chỉnh lý|kết nối|trang bị
    |chuyển đổi|khoanh nuôi|nạo vét|gia cố|sản xuất|chế biến|xuất khẩu|huy động|hòa giải|cắm(?: mốc)?"""
_THEN = "đột xuất|định kỳ|thường xuyên|ngẫu nhiên|xong|cho|được|mới|thêm|tại|ở|đối với|khoảng|từ|dứt điểm|thực địa|đợt"
_THEN += "|thành công|trực tiếp|miễn phí|bình quân|trung bình"
TASK = wording(rf"(?<!\w)(?<!được\s)(?<!đã\s)(?<!phải\s)(?:{_TASK})(?: (?:{_THEN})){{0,3}}\s{{0,3}}$", whole=False)
#: The same at the head of the clause, before an object.
TASK_FIRST = wording(rf"\W{{0,20}}(?:(?:tiếp tục|đẩy mạnh|tăng cường|chủ động|phối hợp|tổng) ){{0,2}}(?:{_TASK})(?!\w)", whole=False)
TASK_FOR = wording(r"(?<!\w)(?:cho|đối với|tại|ở|với)\s{0,3}$", whole=False)
#: "…; bảo đảm có 08 sáng kiến" is asked for; "Có 08 xã" alone may tell what there was, "Có ít nhất 08 xã" does not.
ENSURED = wording(r"\W{0,20}(?:bảo đảm|đảm bảo)(?: có)?\s{0,3}$", whole=False)
HAD = wording(r"\W{0,20}có\s{0,3}$", whole=False)
AT_LEAST = wording("ít nhất | tối thiểu | không dưới | không ít hơn")
BUDGET = wording(r"\W{0,12}(?:nguồn )?(?:kinh phí|ngân sách)(?!\w)", whole=False)
#: Sittings of a contest, delegations, guests and drafts: who is to come, no task.
NO_TASK = wording(
    r"""dự thi | thí sinh | vận động viên | tiết mục | đội thi | cử | mời | tham dự | đại biểu | tham luận | gửi(?: về)? | nộp
    | báo cáo(?: viên)?
    | phải có | chủ trì hoặc | đạt giải | trái phép | có (?:diện tích|quy mô) | trong nhóm | diện tích đất | chịu trách nhiệm
    | tiêu chuẩn | quỹ đất | công suất thiết kế | khoảng cách | chiều (?:dài|rộng|cao)"""
)
#: What each may be told to bring about one of, though it is somebody who could get an award.
FOUNDS = wording(r"(?<!\w)(?:thành lập|xây dựng|mở|duy trì|hỗ trợ|giúp đỡ|bồi dưỡng|kết nạp)(?: (?:được|mới))?\s{0,3}$", whole=False)
#: Cases of what ought not to be.
CASES = wording(r"\W{0,20}(?:không để )?(?:tổng )?số (?:vụ|ca|trường hợp|cuộc|đơn vị|người (?:chết|bị|mắc|vi phạm))", whole=False)
#: "ít nhất 01 lần/năm", "mỗi ngày ít nhất 02 lần": how often it is to happen.
PER_TIME = wording(r"\s{0,3}(?:/|mỗi|một|trong|hằng|hàng)\s{0,3}(?:một |01 )?(?:ngày|tuần|tháng|quý|năm|học kỳ|kỳ|vụ|giai|cả)", whole=False)
EACH_TIME = wording(r"(?<!\w)(?:mỗi|hằng|hàng|một|trong) (?:ngày|tuần|tháng|quý|năm|học kỳ|vụ)[^,;.]{0,20}$", whole=False)
NO_LONGER = wording(r"(?<!\w)không (?:còn|có)(?!\w)[^,;]{0,40}$", whole=False)
#: "có từ 3.000 căn nhà trở lên … được đề nghị": whom a rule is for.
ENTITLES = wording(r"[^;.]{0,60}(?<!\w)được (?:đề nghị|xét|bình xét|xem xét|chọn|tặng|hưởng)(?!\w)", whole=False)
#: "nâng công suất lên 10.000 mẫu", "giảm số vụ xuống còn 20".
CHANGED_TO = wording(r"(?<!\w)(?:lên|xuống(?: còn)?|còn)(?: (?:khoảng|từ))?\s{0,3}$", whole=False)
#: A bound on a rate that is to be kept or not to be passed.
KEPT = wording(
    r"""\W{0,20}(?:[^,;]{1,60}[,;] )?(?:(?:và|đồng thời|tiếp tục|phấn đấu|bảo đảm|đảm bảo) )?
    (?:giữ(?: vững)?|duy trì|không để|giảm|kéo giảm|hạ|đưa|khống chế|kiểm soát|hạn chế|kiềm chế|nâng|tăng|bảo đảm|đảm bảo)(?!\w)""",
    whole=False,
)
EACH = wording(r"(?<!\w)(?:mỗi|từng) (?!lần|năm một|bên|tờ|trang|hồ sơ|vấn đề|thành viên)[^;.:]{2,80}$", whole=False)
EACH_DOES = wording(
    r"""(?<!\w)(?:mỗi|từng) [^;.:]{2,80} (?:chọn|lựa chọn|xây dựng|giúp đỡ|đỡ đầu|nhận giúp|kết nạp|giới thiệu|phát triển|vận động
    |bồi dưỡng|mở|tổ chức|đăng ký|thực hiện|trồng|hỗ trợ|duy trì|thành lập|có)
    (?: (?:được|mới|thực hiện))?(?: từ)?\s{0,3}$""",
    whole=False,
)
MUST = wording("phải")
RANKED = wording(r"(?:nhóm|trong số|top|thứ hạng|xếp hạng|đứng đầu)[^,;]{0,40}$", whole=False)
#: Below a share of what is good: a grade, no goal ("hoàn thành dưới 70% nhiệm vụ").
GOOD = wording(r"(?<!\w)(?:hoàn thành|đạt)\s{0,3}$", whole=False)
#: "từ 60% đến dưới 80%": a step of a scale.
SCALE = wording("đến dưới | tới dưới")
#: "tăng ít nhất 1,5 lần": a growth, not how often.
MULTIPLIED = wording(r"(?<!\w)(?:tăng|gấp|giảm)(?: (?:thêm|gấp|lên|bình quân|từ))?\s{0,3}$", whole=False)
#: "giảm số xã đạt dưới 5 tiêu chí xuống 250 xã", "số bác sĩ trên 10.000 dân đạt 10": the first number only tells which.
TELLS_WHICH = wording(
    r"\s{0,3}(?:\w{1,7}\s)?(?<!\w)(?:xuống|lên|còn|đạt)(?: (?:còn|từ|trên|ít nhất|tối thiểu|khoảng|dưới))? \d", whole=False
)
#: "từ 20% lên 35%": where it starts from is no target.
FROM = wording(r"(?<!\w)(?:từ|so với) (?:mức )?(?:(?:trên|dưới|khoảng|gần) )?$", whole=False)
THENCE = wording(r"[^.;]{0,50}?(?<!\w)(?:lên|xuống|còn)(?!\w)", whole=False)
