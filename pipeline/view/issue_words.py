"""Issues in Vietnamese: the contract has their messages in English only.

A message is found again by its code and its form; what stands between quotation marks or names pages is carried over. A message
that is not known here stays in English: no remark is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PAGES = r"Pages? (?P<pages>[\d, …]+): .*"
_QUOTED = r'[^"]*"(?P<one>.*)"[^"]*"(?P<two>.*)"[^"]*'
_ANY = r".*"

#: Code -> forms of the message, each with its Vietnamese.
_TABLE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "document.unrecognised": ((_ANY, "Không tìm thấy dấu hiệu nào của một văn bản hành chính."),),
    "issuing_body.absent": ((_ANY, "Không tìm thấy cơ quan ban hành."),),
    "number.absent": ((_ANY, "Không tìm thấy số, ký hiệu."),),
    "issued_date.absent": ((_ANY, "Không tìm thấy ngày ban hành."),),
    "doc_type.absent": ((_ANY, "Không tìm thấy tên loại văn bản."),),
    "signer.absent": ((_ANY, "Không tìm thấy người ký."),),
    "signer.illegible": ((_ANY, "Tên người ký không đọc chắc được; có thể bị con dấu hoặc chữ ký che."),),
    "signer.unnamed": ((_ANY, "Thấy chức vụ của người ký nhưng không thấy tên."),),
    "number.struck_through": ((_ANY, "Số bị gạch ngang trên bản gốc: đã hủy, hoặc viết tay đè lên dòng kẻ."),),
    "number.illegible": ((_ANY, "Có chữ ở chỗ ghi số, nhưng không đọc chắc được."),),
    "number.blank": ((_ANY, "Số để trống trên bản gốc."),),
    "issued_date.blank": ((_ANY, "Một phần ngày tháng để trống trên bản gốc."),),
    "issued_date.illegible": ((_ANY, "Một phần ngày tháng không đọc chắc được, hoặc không có ngày như vậy."),),
    "issuing_body.inferred": ((_ANY, "Không có tên cơ quan ở đầu văn bản; cơ quan ban hành được suy ra từ các chỗ được tô."),),
    "doc_type.contradicts_symbol": ((r"The title says (?P<one>.+), the symbol (?P<two>.+)\.", "Tên loại là {one}, còn ký hiệu là {two}."),),
    "reference.later_than_issue": (
        (r"(?P<one>.+) is dated (?P<two>\S+), after this document\.", "{one} đề ngày {two}, sau ngày ban hành văn bản này."),
    ),
    "deadline.before_issue": ((r"A deadline of (?P<one>\S+) lies before the date of issue\.", "Thời hạn {one} trước ngày ban hành."),),
    "correction.number": ((_QUOTED, "“{one}” được đọc là “{two}”."),),
    "correction.doubt": ((_QUOTED, "“{one}” có thể là “{two}”; chưa sửa."),),
    "section.label_mended": ((_QUOTED, "Số thứ tự đọc được là “{one}”, được hiểu là “{two}”."),),
    "attachment": (
        (r".*\(forwarded\).*", "Sau văn bản còn có văn bản khác được chuyển kèm; không đọc trường nào từ đó."),
        (_ANY, "Sau văn bản còn có phụ lục; không đọc trường nào từ đó."),
    ),
    "page_unreadable": ((_PAGES, "Trang {pages}: bị hỏng, không đọc được."),),
    "page_timeout": ((_PAGES, "Trang {pages}: nhận dạng quá lâu nên đã dừng; không đọc được gì ở trang này."),),
    "page_failed": ((_PAGES, "Trang {pages}: bộ nhận dạng gặp lỗi; không đọc được gì ở trang này."),),
    "page_turned": ((_PAGES, "Trang {pages}: nằm ngang hoặc ngược; đã xoay lại trước khi nhận dạng."),),
    "page_illegible": ((_PAGES, "Trang {pages}: chữ nhận dạng được không phải tiếng Việt đọc được."),),
    "page_cut_off": ((_PAGES, "Trang {pages}: bị cắt cụt hoặc hỏng; đã đọc phần giải mã được."),),
    "garbage_text_layer": ((_PAGES, "Trang {pages}: lớp chữ của tệp không đọc được, nên đã nhận dạng lại từ ảnh."),),
    "page_without_text": ((_PAGES, "Trang {pages}: chỉ có ảnh và chưa được đọc; cần cài Tesseract (tiếng Việt)."),),
    "junk_before_pdf": ((r"(?P<one>\d+) bytes .*", "Có {one} byte đứng trước nội dung PDF; đã bỏ qua."),),
    "damaged_pdf": ((_ANY, "Tệp bị cắt cụt hoặc hỏng ở cuối; đã đọc phần khôi phục được."),),
    "encoding": (
        (_PAGES, "Trang {pages}: chữ dùng bảng mã cũ (TCVN3, VNI…) và đã được giải mã."),
        (r"The text was read as (?P<one>[^,;]+)[,;] .*", "Văn bản được đọc theo bảng mã {one}."),
        (r"(?P<one>\d+) byte sequences are not (?P<two>\S+); .*", "Có {one} chỗ không đúng bảng mã {two}; mỗi chỗ thay bằng U+FFFD."),
    ),
    "byte_order_mark": ((_ANY, "Tệp bắt đầu bằng dấu thứ tự byte; văn bản bắt đầu sau dấu đó."),),
    "control_characters": ((r"The text holds (?P<one>\d+) .*", "Văn bản có {one} ký tự điều khiển; đã giữ nguyên."),),
    "html.cut_short": ((_ANY, "Trang web lồng quá sâu; phần sau chỗ sâu nhất không được đọc."),),
}


def codes() -> frozenset[str]:
    """Codes of issues that have words here."""
    return frozenset(_TABLE)


def in_vietnamese(code: str, message: str) -> str:
    """The message of an issue in Vietnamese, or as it is where its form is not known.

    >>> in_vietnamese("correction.doubt", '"GIÁM" may stand for "GIẢM"; it was left.')
    '“GIÁM” có thể là “GIẢM”; chưa sửa.'
    """
    for form, words in _TABLE.get(code, ()):
        if found := re.fullmatch(form, message, re.DOTALL):
            return words.format(**found.groupdict())
    return message
