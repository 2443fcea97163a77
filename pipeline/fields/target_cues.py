"""The words by which targets are known, and those that speak against one. Logic is in `targets`.

Seen in plans, campaigns and programmes of provinces and ministries (for) and in some 4,000 paragraphs of law with a percentage (against).
"""

from __future__ import annotations

from pipeline.fields.wording import wording, words_of

# --- reasons ----------------------------------------------------------------------------------------------------------

STRIVING = wording(
    r"""phấn đấu | quyết tâm | đặt (?:ra )?mục tiêu | mục tiêu(?: (?:cụ thể|chung|năm \d+|đến năm \d+))?\s?(?:là|:|đạt|phấn|đến)
    | (?<!\d\s)chỉ tiêu(?! (?:tuyển sinh|tuyển dụng|xét tuyển|biên chế))(?![^.;:]{0,40}(?:đạt được|đạt và vượt|vượt|đã))[^.;:]{0,40}(?:là
    |:|đạt) | nỗ lực""",
    whole=False,
    listed=True,
)
GOAL_HEADING = wording(
    r"""(?<!chương\strình\s)(?<!chương\strình\smtqg\s)(?:mục tiêu
    | chỉ tiêu(?! (?:tuyển sinh|tuyển dụng|xét tuyển|biên chế)) | chi tiêu (?:thi đua|phấn đấu|chủ yếu) | phấn đấu)"""
)
#: "Kết quả thực hiện các chỉ tiêu": what became of them.
GOALS_REPORTED = wording(r"(?:kết quả|tình hình|tiến độ|đánh giá) (?:[^\W\d_]+ ){0,4}(?:mục tiêu|chỉ tiêu)")
#: "1. Kết quả: …", whatever the heading above announces.
FACTS_LABEL = wording(
    r"""\W{0,6}(?:\w{1,3}\W{1,4}){0,2}(?:kết quả|tình hình|thực trạng|hiện trạng|đặc điểm)
    (?: (?:chung|thực hiện|đạt được|hiện nay|đến|năm|6 tháng|quý|tháng|\d)[^:;.,]{0,40})?\s{0,3}:""",
    whole=False,
)
#: The grounds of a decision: "Xét kết quả đợt thi đua … (chỉ tiêu hòa giải thành đạt từ 65% trở lên);".
GROUNDS = wording(r"\W{0,6}(?:xét(?! (?:chọn|tặng|khen|công nhận))|căn cứ)(?!\w)[^\n]{0,1500};\s{0,3}$", whole=False)
#: Whom a rule is for: "cân nặng nữ từ 42 kg".
BODY = wording(r"(?<!\w)(?:cân nặng|chiều cao)(?!\w)[^.;:]{0,60}$", whole=False)
#: "đến năm 2030", "đến 2030", "giai đoạn 2021 - 2025", "trong quý III/2026".
YEAR = wording(
    r"""(?:đến|tới|vào|trong|hết|cuối|giai đoạn|năm) (?:(?:hết|cuối|trước) )?(?:năm\s|tháng \d{1,2}[/\s]|quý [IV\d]+[/\s]
    |ngày \d{1,2}/(?P<month>\d{1,2})/)?
    (?P<year>20\d\d)(?:\s?[-–]\s?(?P<last>20\d\d))?"""
)
COMPARED = wording(r"so với|từ|hơn|bằng", whole=True)

NORMATIVE = {"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp", "Quy định", "Quy chế", "Quy chuẩn"}
PLANNING = (
    "Kế hoạch", "Chương trình", "Chỉ thị", "Đề án", "Phương án", "Dự án", "Phát động", "Nghị quyết", "Chương trình hành động",
    "Chiến lược", "Kết luận", "Giao ước", "Bản giao ước", "Thư kêu gọi", "Lời kêu gọi",
)  # fmt: skip
#: How the types begin in which a body tells others, or itself, what to do.
DIRECTING = (
    "Kế hoạch", "Công văn", "Chỉ thị", "Hướng dẫn", "Thông báo", "Công điện", "Chương trình", "Đề án", "Phương án", "Phát động",
    "Nghị quyết", "Dự án", "Chiến lược", "Kết luận", "Lời kêu gọi", "Thư kêu gọi", "Giao ước", "Bản giao ước",
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
    | suy giảm khả năng | thương tật | khuyết tật từ | bệnh binh | mất sức | thưởng công trình""",
)
#: In the clause of the number itself: what is paid out.
PAYMENT = wording("tiền thưởng | mức (?:thưởng|hỗ trợ)")
#: Mixtures, scores, calculations, bids, norms and hours.
TECHNICAL = wording(
    r"""hàm lượng | tính theo (?:khối|trọng) lượng | theo thể tích | nồng độ(?! cồn) | độ chính xác | sai số | dung sai | độ ẩm
    | sai lệch | hiệu suất
    | độ tin cậy | độ phân giải | filament | carbon | cacbon | \d điểm(?=\s*$) | điểm (?:kỹ thuật|tối đa|trừ|chuẩn|đánh giá)
    | tổng (?:số )?điểm
    | trừ \d+ | cộng \d+ | thang điểm | giá dự thầu | giá gói thầu | giá (?:khởi điểm|trị hợp đồng) | bảo đảm dự thầu
    | lãi suất | thuế suất
    | thời giờ | số giờ | giờ làm | thiệt hại | mất trắng | nghỉ hưu | an toàn vốn | vốn khả dụng | khấu trừ | lấy mẫu
    | trữ lượng | cấp phó
    | định mức | biên chế | x""",
)
#: Of whom a rule speaks; a goal under its heading may speak of them as well.
AGED = wording(r"từ \d+ tuổi")
#: Money paid, owed or set aside.
MONEY = wording(
    r"""mức (?:đóng|hưởng|chi|phạt|lương|hỗ trợ|trợ cấp|phụ cấp|thu|giảm|vay|trích|tiền|phí|bồi|ký|thanh|khấu|ngân|tối đa|tham chiếu)
    | trợ cấp | phụ cấp | tiền (?:lương|thưởng|công|thuê|sử dụng|phạt|ký|chậm) | (?<!hưởng\s)(?<!ngày\s)lương(?! thực) | thù lao | trích
    | thuế
    | lệ phí
    | học phí
    | hỗ trợ (?:(?:tối đa|tối thiểu|không quá|bằng|thêm) )?\d+ | kinh phí
    | thanh toán(?! (?:trực tuyến|không dùng|điện tử|qua)) | tạm ứng | bồi thường | tổng mức đầu tư
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
    r"""tiết kiệm | tiết giảm | thu (?:hồi )?nợ | cắt giảm | giải ngân | thu ngân sách | thu nội địa | tổng thu | thu hút | huy động
    | doanh thu | kim ngạch
    | thu nhập bình quân
    | chi phí tuân thủ | không dùng tiền mặt | thanh toán (?:trực tuyến|điện tử) | qua tài khoản
    | giảm (?:(?:từ|ít nhất|tối thiểu|trên|khoảng|thêm) )?\d[\d,.%\s–-]*(?:đến [\d,.]+\s?%)?\s?(?:chi phí|chi thường)
    (?![^;.]{0,60}\scho\s)"""
)
#: Sums that are goals where a heading says so.
EARNING = wording("lợi nhuận | tổng vốn | vốn đầu tư | nộp ngân sách | thuế | giá trị | dư nợ | tín dụng | vốn huy động")
#: "Tổng thu … đạt 29.500 tỷ đồng, vượt 7,8% so với dự toán": the goal before it, said against something else.
AGAINST_THAT = wording(r"\s{0,3}(?:vượt|tăng|giảm)(?: (?:thêm|khoảng))?\s{0,3}", whole=False)
#: Rates of what is lent and owed, where a plan bounds them: "nợ quá hạn dưới 0,3%", "cho vay nông nghiệp chiếm trên 60% tổng dư nợ".
OWED = wording(
    r"""\W{0,20}(?:(?:giữ|duy trì|bảo đảm|đảm bảo|giảm|kiểm soát) )?(?:t[ỷỉ] lệ )?nợ (?:xấu|quá hạn|đọng|thuế|khoanh|đóng|BHXH|bảo hiểm)
    [^.;:\d]{0,60}$""",
    whole=False,
)
LENT = wording(
    r"""\W{0,20}(?:cho vay|tín dụng|dư nợ|vốn huy động|nguồn vốn|huy động vốn)(?!\w)[^.;:\d]{0,80}
    (?:chiếm|đạt|tăng)(?: từ)?\s{0,3}$""",
    whole=False,
)
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
#: Parts of documents, and those among whom numbers are shared out, are no goals.
PARTS = ("mục tiêu", "quan điểm", "nội dung", "nhóm nhiệm vụ")
OF_A_DOCUMENT = wording(
    r"[^,;.]{0,30}(?<!\w)(?:của|tại|theo|nêu trong) (?:nghị quyết|chỉ thị|kết luận|đề án|chiến lược)(?!\w)", whole=False
)
SHARED_OUT = wording(r"\W{0,20}(?:giao|phân bổ|phân khai|phân công)(?!\w)", whole=False)
FOR_HONOUR = wording(r"[^,;.]{0,40}(?<!\w)(?:để|đề nghị) (?:tuyên dương|tôn vinh|biểu dương|vinh danh|khen)(?!\w)", whole=False)
#: "chỉ đạo 100% cơ sở giáo dục đưa …": somebody is to see to it that all do.
SEES_TO = wording(r"(?<!\w)(?:chỉ đạo|yêu cầu|đôn đốc|vận động|bảo đảm|đảm bảo)(?: (?:cho|có))?\s{0,3}$", whole=False)
#: What has already come about.
RESULT = wording(
    r"""đã(?! (?:đề|được (?:giao|phê|đề)))
    | (?<!giao\s)(?<!thỏa\s)(?<!thoả\s)(?<!quy\s)(?<!công\s)(?<!mong\s)ước(?: (?:đạt|tính|thực|tăng|giảm))? | cùng kỳ
    | l[ũu][ỹy] kế(?! đến (?:(?:cuối|hết) )?(?:năm|nhiệm kỳ|giai đoạn))
    | tính đến | đến nay
    | (?<!so\svới\s)hiện (?:nay|có|tại)
    | (?<!báo\scáo\s)(?<!đánh\sgiá\s)(?<!tổng\shợp\s)(?<!về\s)kết quả (?:đạt|thực|cho|năm) | trong (?:năm )?qua | vừa qua | đầu năm
    | (?:tháng|quý) [\dIV]+ (?:năm \d+ )?(?:ước )?(?:đạt|tăng|giảm) | so với tháng | năm trước (?:đạt|là) | thực trạng | còn tới
    | mới (?:đạt|có|chỉ) | (?<!chứng\s)chỉ (?:đạt|có|còn) | vẫn còn | trúng cử | (?:những năm|thời gian|năm vừa|nhiệm kỳ|tháng) qua
    | bước đầu | thấp nhất trong | tính chung | (?<!thông\s)qua (?:kiểm tra|rà soát|thanh tra|giám sát|khảo sát|thống kê)
    | còn (?:\d[\d.]*|một số|nhiều) [^.;]{0,40}chưa""",
)
#: Before a number: what follows in the sentence was as well.
DONE = wording(r"đã(?! (?:đề|được (?:giao|phê|đề))) | đầu năm | tính đến | đến nay | (?:những năm|thời gian|trong năm) qua")
#: Parts of a report that look ahead.
AHEAD_HEADING = wording("phương hướng | nhiệm vụ (?:trọng tâm|năm|tháng|quý|6 tháng|chủ yếu) | kế hoạch (?:năm|tháng|quý) | giải pháp")
#: What was, even under a heading of goals.
FACTS_HEADING = wording("kết quả | tình hình | thực trạng | hiện trạng | đặc điểm | đánh giá | sự cần thiết | bối cảnh")
AGAINST_HEADING = wording(
    "tiêu chuẩn | điều kiện | kinh phí | kết quả đạt | tình hình | đánh giá kết quả | dự toán | chấm điểm | thang điểm"
)
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
    | lạm phát | kinh tế số | lợi nhuận | nộp ngân sách | vốn đầu tư | dư nợ
    | đàn (?:lợn|bò|trâu|dê|gia súc|gia cầm|vật nuôi) | quy mô | ngày điều trị | số (?:lao động|doanh nghiệp|xã|hộ|lượt|người|giường
    |bác sĩ|đơn|sáng kiến|hồ sơ|vụ) | tuổi thọ | thời gian"""
)
INDICATOR_FIRST = wording(r"\W{0,12}(?:t[ỷỉ] (?:lệ|suất|trọng)|quân số|độ bao phủ) ", whole=False)
#: The verb right before the number, with what may stand between.
REACHING = wording(
    r"""(?<!\w)(?:đạt|chiếm|tăng|giảm|vượt|rút ngắn|còn|xuống|lên|ở mức|duy trì|bằng|không)(?: (?:bình quân|tỷ lệ|trung bình
    |[^\W\d_]{1,6}))?(?: từ)?
    \s{0,3}$""",
    whole=False,
)
#: An index that is to come to so many points: "điểm Bộ chỉ số 766 không dưới 90 điểm".
INDEX = wording(
    r"\W{0,20}(?:tổng )?(?:điểm |kết quả |giá trị )?(?:số )?(?:bộ )?(?:chỉ số|điểm (?:trung bình|bình quân|bộ chỉ số))[^.;:]{0,80}$",
    whole=False,
)
#: "giảm 50% số lượt đi muộn so với tháng 9": ordered, though measured against a month.
LESS_THAN = wording(r"so với tháng")
REACHED_RIGHT = wording(r"(?<!\w)đạt(?: (?:t[ỷỉ] lệ|từ)){0,2}\s{0,3}$", whole=False)
_ORDER = """(?:tiếp tục|đẩy mạnh|tập trung|thực hiện|và|để|phải|cần|triển khai|từng bước|h[ằà]ng năm|mỗi năm|bình quân|đồng thời
    |năm [0-9]+|,)"""
_CHANGE = """giảm|cắt giảm|tiết giảm|thu nợ|thu hồi|tiết kiệm|nâng|tăng|rút ngắn|đạt|duy trì|bảo đảm|đảm bảo|kéo giảm|kiềm chế|giải ngân
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
#: "Mỗi đơn vị tiết kiệm tối thiểu 5% chi phí".
EACH_CHANGES = wording(rf"\W{{0,20}}(?:mỗi|từng|các) [^,;.:\d]{{2,60}} (?:phải )?(?:{_CHANGE})\s{{0,3}}$", whole=False)
PURPOSE = wording(
    r"(?<!\w)(?:để|nhằm|phải|cần|yêu cầu) (?:tiết kiệm|cắt giảm|giảm|rút ngắn|tăng|nâng|hoàn thành)(?: thêm)?\s{0,3}$", whole=False
)
YEARLY = wording(r"\s{0,3}(?:/|mỗi|một|hằng|hàng)\s{0,3}năm", whole=False)
#: "giảm 20% so với mức quy định": measured against a sum of the law.
DEFINITE = wording(r"\s{0,3}(?:trở lên )?(?:mức|giá|so với (?:mức|giá)|của|tổng mức|số tiền)(?!\w)", whole=False)
#: "nâng tổng số lên 361 trường (đạt 74,6%)": the goal before it, said as a share.
AS_SHARE = wording(r"\s{0,3}(?:đạt|bằng|tương đương)(?: t[ỷỉ] lệ)?\s{0,3}", whole=False)
CONTROLLING = wording(r"(?:kiểm soát|duy trì|kiềm chế|phấn đấu|mục tiêu|giữ)[^.;]{0,60}\(\s{0,3}$", whole=False)

BUDGET = wording(
    r"""\W{0,12}(?:(?:nguồn )?(?:kinh phí|ngân sách)(?!\w)|(?:tổng (?:số |mức )?|cơ cấu )?(?:nguồn )?vốn
    [^;]{0,120}(?:gồm|trong đó|cơ cấu)(?!\w))""",
    whole=False,
)
#: Cases of what ought not to be.
CASES = wording(r"\W{0,20}(?:không để )?(?:tổng )?số (?:vụ|ca|trường hợp|cuộc|đơn vị|người (?:chết|bị|mắc|vi phạm))", whole=False)
NO_LONGER = wording(r"(?<!\w)không (?:còn|có)(?!\w)[^,;]{0,40}$", whole=False)
#: "có từ 3.000 căn nhà trở lên … được đề nghị": whom a rule is for.
ENTITLES = wording(r"[^;.]{0,60}(?<!\w)(?:sẽ )?được (?:đề nghị|xét|bình xét|xem xét|chọn|tặng|hưởng)(?!\w)", whole=False)
#: "nâng công suất lên 10.000 mẫu", "giảm số vụ xuống còn 20".
CHANGED_TO = wording(r"(?<!\w)(?:lên|xuống(?: còn)?|còn)(?: (?:khoảng|từ))?\s{0,3}$", whole=False)
#: A bound on a rate that is to be kept or not to be passed.
KEPT = wording(
    r"""\W{0,20}(?:[^,;]{1,60}[,;] )?(?:(?:và|đồng thời|tiếp tục|phấn đấu|bảo đảm|đảm bảo) )?
    (?:giữ(?: vững)?|duy trì|không để|giảm|kéo giảm|hạ|đưa|khống chế|kiểm soát|hạn chế|kiềm chế|nâng|tăng|bảo đảm|đảm bảo)(?!\w)""",
    whole=False,
)
RANKED = wording(r"(?:nhóm|trong số|top|thứ hạng|xếp hạng|đứng đầu)[^,;]{0,40}$", whole=False)
#: Below a share of what is good: a grade, no goal ("hoàn thành dưới 70% nhiệm vụ").
GOOD = wording(r"(?<!\w)(?:hoàn thành|đạt)\s{0,3}$", whole=False)
#: "Các tập thể ủng hộ từ 50 triệu đồng trở lên, cá nhân … từ 20 triệu đồng trở lên sẽ được xem xét đề nghị khen thưởng".
BOTH_ENTITLE = wording(
    r"[^;.]{0,60} trở lên (?:thì )?(?:sẽ )?được (?:đề nghị|xét|bình xét|xem xét|chọn|tặng|khen|hưởng)(?!\w)", whole=False
)
#: "từ 60% đến dưới 80%": a step of a scale.
SCALE = wording("đến dưới | tới dưới")
#: "tăng ít nhất 1,5 lần": a growth, not how often.
MULTIPLIED = wording(r"(?<!\w)(?:tăng|gấp|giảm)(?: (?:thêm|gấp|lên|bình quân|từ))?\s{0,3}$", whole=False)
#: "giảm số xã đạt dưới 5 tiêu chí xuống 250 xã", "giảm số hộ có dưới 2 lao động còn 15 hộ": the first number only tells which.
TELLS_WHICH = wording(r"\s{0,3}(?:\w{1,7}\s)?(?<!\w)(?:xuống|lên|còn)(?: (?:còn|từ|trên|ít nhất|tối thiểu|khoảng|dưới))? \d", whole=False)
#: "từ 20% lên 35%": where it starts from is no target.
FROM = wording(r"(?<!\w)(?:từ|so với) (?:mức )?(?:(?:trên|dưới|khoảng|gần) )?$", whole=False)
THENCE = wording(r"[^.;]{0,50}?(?<!\w)(?:lên|xuống|còn)(?!\w)", whole=False)
