"""What the page calls things, in Vietnamese and English. Terms of the contract as Decree 30/2020/NĐ-CP has them (`directive`'s titles)."""

from __future__ import annotations

#: (Vietnamese, English); one text where both are the same.
Pair = tuple[str, str]

#: Fields of a directive, in the order of the page.
FIELDS: dict[str, Pair] = {
    "issuing_body": ("Cơ quan ban hành", "Issuing body"),
    "parent_body": ("Cơ quan chủ quản", "Parent body"),
    "joint_issuers": ("Cơ quan cùng ban hành", "Joint issuers"),
    "number": ("Số, ký hiệu", "Number and symbol"),
    "place": ("Địa danh", "Place"),
    "issued_date": ("Thời gian ban hành", "Date of issue"),
    "doc_type": ("Tên loại văn bản", "Type of document"),
    "subject": ("Trích yếu nội dung", "Subject"),
    "urgency": ("Mức độ khẩn", "Urgency"),
    "secrecy": ("Độ mật", "Secrecy"),
    "addressees": ("Kính gửi", "Addressed to"),
    "period": ("Thời gian thực hiện", "Period"),
    "targets": ("Chỉ tiêu", "Targets"),
    "award_quotas": ("Số lượng khen thưởng", "Award quotas"),
    "deadlines": ("Thời hạn", "Deadlines"),
    "references": ("Văn bản được viện dẫn", "Documents cited"),
    "signer": ("Người ký", "Signer"),
    "recipients": ("Nơi nhận", "Recipients"),
    "attachments": ("Phụ lục, văn bản kèm theo", "Annexes, documents enclosed"),
    "sections": ("Bố cục", "Outline"),
    "corrections": ("Chữ đã sửa", "Words mended"),
    "issues": ("Lưu ý", "Remark"),
}

#: Parts of a value.
PARTS: dict[str, Pair] = {
    "province": ("Tỉnh, thành phố", "Province"),
    "current_province": ("Tỉnh, thành phố từ 01/07/2025", "Province since 1 July 2025"),
    "code": ("Viết tắt", "Abbreviation"),
    "position": ("Chức vụ", "Position"),
    "authority": ("Quyền hạn", "Authority"),
    "on_behalf_of": ("Thay mặt, thay cho", "On behalf of"),
    "start_event": ("Bắt đầu từ", "Starts with"),
    "population": ("Trong số", "Of"),
    "outcome": ("Kết quả cần đạt", "Outcome"),
    "part_of": ("Là một phần của chỉ tiêu", "Part of target"),
    "section": ("Mục", "Section"),
    "granted_by": ("Cơ quan khen thưởng", "Granted by"),
    "recipient": ("Đối tượng", "For"),
    "rrule": ("Quy tắc lặp (RFC 5545)", "Recurrence (RFC 5545)"),
    "from_event": ("Mốc tính", "Counted from"),
    "action": ("Việc phải làm", "What is to be done"),
    "responsible": ("Ai làm", "By whom"),
    "submit_to": ("Gửi về", "Sent to"),
    "issuer": ("Cơ quan ban hành", "Issuer"),
    "title": ("Trích yếu", "Title"),
    "note": ("Ghi chú", "Note"),
}

STATES: dict[str, Pair] = {
    "stated": ("in rõ", "printed"),
    "inferred": ("suy ra", "concluded"),
    "partial": ("thiếu một phần", "in part"),
    "blank": ("để trống", "left blank"),
    "illegible": ("không đọc chắc được", "not surely read"),
    "absent": ("không có", "not there"),
}

STATUSES: dict[str, Pair] = {
    "valid": ("Hợp lệ", "Valid"),
    "review": ("Cần xem lại", "To be reviewed"),
    "failed": ("Không dùng được", "Not to be used"),
}

#: Everything else that the page says; `{}` is filled in by the page.
WORDS: dict[str, Pair] = {
    "documents": ("Văn bản", "Documents"),
    "filter": ("Tìm trong danh sách", "Search the list"),
    "by_need": ("Cần xem trước", "Doubted first"),
    "by_order": ("Theo thứ tự tệp", "In order of the files"),
    "sort": ("Thứ tự", "Order"),
    "previous": ("Văn bản trước", "Previous document"),
    "next": ("Văn bản sau", "Next document"),
    "position": ("{} / {}", "{} / {}"),
    "checked_count": ("{} / {} đã kiểm tra", "{} of {} checked"),
    "checked": ("Đã kiểm tra", "Checked"),
    "source": ("Bản gốc", "Source"),
    "fields": ("Các trường", "Fields"),
    "image": ("Ảnh trang", "Page image"),
    "text": ("Văn bản", "Text"),
    "view": ("Cách xem", "View"),
    "zoom": ("Cỡ ảnh trang", "Size of the page"),
    "larger": ("Phóng to", "Larger"),
    "smaller": ("Thu nhỏ", "Smaller"),
    "theme": ("Nền tối", "Dark"),
    "language": ("English", "Tiếng Việt"),
    "help": ("Phím tắt", "Keys"),
    "close": ("Đóng", "Close"),
    "to_check": ("Cần xem", "To check"),
    "nothing_to_check": ("Không có chỗ nào phải nghi ngờ.", "Nothing is doubted."),
    "to_note": ("Nên biết", "To know"),
    "all_fields": ("Tất cả các trường", "All fields"),
    "absent": ("Không có trong văn bản", "Not in the document"),
    "about": ("Tệp và cách đọc", "File and how it was read"),
    "path": ("Tệp", "File"),
    "result": ("Kết quả", "Result"),
    "reader": ("Cách đọc", "Read as"),
    "pages": ("Số trang", "Pages"),
    "characters": ("Số ký tự", "Characters"),
    "sha256": ("Mã băm SHA-256", "SHA-256"),
    "signatures": ("Chữ ký số", "Digital signatures"),
    "unnamed": ("không rõ người ký", "signer unknown"),
    "stdin": ("đầu vào chuẩn", "standard input"),
    "page": ("Trang {}", "Page {}"),
    "page_short": ("tr. {}", "p. {}"),
    "pages_omitted": ("Trang {} không kèm ảnh.", "Page {} is not in this file."),
    "crop": ("Ảnh chỗ này, trang {}", "This place on page {}"),
    "confidence": ("độ tin cậy {}", "confidence {}"),
    "rule": ("quy tắc {}", "rule {}"),
    "place_of": ("Chỗ {} / {}", "Place {} of {}"),
    "no_place": ("không có chỗ nào trên bản gốc", "no place in the source"),
    "only_in_text": ("Chỗ này chỉ thấy được trong văn bản.", "This place is shown in the text."),
    "also_here": ("Chỗ này thuộc {} trường; bấm lần nữa để sang trường kế", "{} fields stand here; click again for the next"),
    "before": ("trước khi sửa", "before"),
    "after": ("sau khi sửa", "after"),
    "keys_on": ("Dùng phím tắt", "Use the keys"),
    "noscript": (
        "Trang này cần JavaScript để hiển thị; nó không dùng mạng.",
        "This page needs JavaScript to show anything; it uses no network.",
    ),
}

#: Why a document is shown as text where a picture was to be expected, and what else a reader of the page has to know.
NOTES: dict[str, Pair] = {
    "source_missing": (
        "Không tìm thấy tệp gốc, nên chỉ hiển thị văn bản đã đọc. Chạy lại từ thư mục cũ, hoặc dùng --sources.",
        "The source file was not found, so the text is shown. Run it again from the same folder, or with --sources.",
    ),
    "source_changed": (
        "Tệp gốc đã thay đổi từ khi được đọc (mã băm khác), nên chỉ hiển thị văn bản đã đọc. Hãy đọc lại tệp.",
        "The source file has changed since it was read (another SHA-256), so the text is shown. Read the file again.",
    ),
    "source_unreadable": (
        "Không vẽ được trang của tệp gốc, nên chỉ hiển thị văn bản đã đọc.",
        "The pages of the source file cannot be drawn, so the text is shown.",
    ),
    "source_stdin": (
        "Tệp gốc được đọc từ đầu vào chuẩn, nên chỉ hiển thị văn bản đã đọc.",
        "The source was read from standard input, so the text is shown.",
    ),
    "pictures_off": (
        "Trang này được tạo không kèm ảnh, nên chỉ hiển thị văn bản đã đọc.",
        "This page was made without pictures, so the text is shown.",
    ),
    "breaks_contract": (
        "Kết quả này không đúng quy ước dữ liệu; chỗ được tô có thể sai: {}",
        "This result breaks the contract; what is marked may be wrong: {}",
    ),
}

#: Keys of the keyboard and what they do; the page's help is made of it.
KEYS: tuple[tuple[str, Pair], ...] = (
    ("j, ↓", ("Trường sau", "Next field")),
    ("k, ↑", ("Trường trước", "Previous field")),
    ("e", ("Chỗ kế tiếp của trường này trên bản gốc", "Next place of this field in the source")),
    ("n", ("Văn bản sau", "Next document")),
    ("p", ("Văn bản trước", "Previous document")),
    ("t", ("Đổi ảnh trang / văn bản", "Page image / text")),
    ("+, −, 0", ("Phóng to, thu nhỏ, vừa khung", "Larger, smaller, fit")),
    ("x", ("Đánh dấu văn bản đã kiểm tra", "Mark the document as checked")),
    ("/", ("Tìm trong danh sách văn bản", "Search the list of documents")),
    ("m", ("Nền sáng / tối", "Light / dark")),
    ("l", ("Tiếng Việt / tiếng Anh", "Vietnamese / English")),
    ("Esc", ("Bỏ chọn", "Select nothing")),
    ("?", ("Bảng phím tắt này", "This list of keys")),
)
