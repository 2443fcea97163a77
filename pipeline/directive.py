"""The JSON contract, version 1.0: what a directive says, each value with the words of the source that say it.

Names are those of Decree 30/2020/NĐ-CP, Article 8, in English; a field's `title` is the Vietnamese term. Keys are always
present, in this order; what the document does not say is null or an empty list. Positions are code points of
`Directive.text`, half-open. Confidences run from 0 to 1; dates are ISO 8601 and may be partial ("2021-01", "2021").

The models state shapes and do no work: `validate` fills them, `check` verifies what a shape cannot say. The cheapest way to
build one is a single `Directive.model_validate(plain dictionaries)`; only then one validator is compiled, not twenty.
"""

from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

State: TypeAlias = Literal["stated", "inferred", "partial", "blank", "illegible", "absent"]
Comparator: TypeAlias = Literal["=", "<", "<=", ">", ">="]
Relation: TypeAlias = Literal["before", "by", "within"]
Status: TypeAlias = Literal["valid", "review", "failed"]
Severity: TypeAlias = Literal["info", "warning", "error"]
AttachmentKind: TypeAlias = Literal["annex", "forwarded"]
SectionKind: TypeAlias = Literal[
    "part", "chapter", "section", "subsection", "article", "letter_heading", "roman", "clause", "decimal", "point", "bullet"
]

Offset: TypeAlias = Annotated[int, Key(ge=0, description="Code points from the beginning of the text.")]
Confidence: TypeAlias = Annotated[float, Key(ge=0, le=1, description="Measured precision of the rule, 0..1.")]
Rule: TypeAlias = Annotated[str, Key(min_length=1, description='The rule that read the value, "field.how".')]
#: 3 for 3.0: an integral amount is written without a fraction. A range from the left, so that integers are tried first.
Amount: TypeAlias = Annotated[int | float, Key(union_mode="left_to_right")]
Date: TypeAlias = Annotated[str, Key(min_length=4, max_length=10, description='ISO 8601; partial: "2021-01", "2021".')]
Text: TypeAlias = Annotated[str, Key(min_length=1)]


class Model(BaseModel):
    """Immutable, and no key that the contract does not name."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)


class Evidence(Model):
    """A stretch of the source: `text == directive.text[start:end]`, always. A value over a break of line has several."""

    start: Offset
    end: Offset
    text: Text
    page: Annotated[int, Key(ge=1, description="Counted from 1.")]
    bbox: Annotated[
        tuple[float, float, float, float] | None,
        Key(description="x0, y0, x1, y1 in PDF points (1/72 inch) from the page's top left; null for plain text."),
    ]


Witness: TypeAlias = Annotated[tuple[Evidence, ...], Key(min_length=1, description="The words of the source that say so, in order.")]

T = TypeVar("T")


class Field(Model, Generic[T]):
    """A field that stands at most once in a document. `rule` is null where no rule found anything (state `absent`)."""

    value: T | None
    state: Annotated[
        State,
        Key(
            description="stated: printed; inferred: concluded from the evidence; partial: printed in part; blank: left empty on the "
            "original; illegible: something stands there that cannot be read surely; absent: not there."
        ),
    ]
    confidence: Confidence
    rule: Rule | None
    evidence: Annotated[tuple[Evidence, ...], Key(description="Never empty where there is a value.")]


# --- the file ---------------------------------------------------------------------------------------------------------


class SourceSignature(Model):
    """A digital signature of the file (chữ ký số; Decree 30/2020/NĐ-CP, Appendix I, II.7d)."""

    signer: str | None
    signed_at: Annotated[str | None, Key(description="ISO 8601.")]


class Source(Model):
    """The file that was read."""

    path: Annotated[str | None, Key(description="As given; null for standard input.")]
    sha256: Annotated[str, Key(pattern="^[0-9a-f]{64}$", description="Of the file's bytes.")]
    media_type: Text
    reader: Annotated[str, Key(min_length=1, description='How the text was read: "text", "pdf-text", "ocr", …')]
    pages: Annotated[int, Key(ge=0)]
    characters: Annotated[int, Key(ge=0, description="Code points of the text.")]
    signatures: tuple[SourceSignature, ...]


# --- values that stand at most once -------------------------------------------------------------------------------------


class Organisation(Model):
    """A body, its name spelled out in sentence case with its province ("Ủy ban nhân dân tỉnh Quảng Ngãi")."""

    name: Text
    province: Annotated[str | None, Key(title="tỉnh, thành phố", description="As it was called when the document was issued.")]
    province_code: Annotated[str | None, Key(description="Of the General Statistics Office, two digits (Decision 124/2004/QĐ-TTg).")]
    current_province: Annotated[str | None, Key(description="Since 1 July 2025 (Resolution 202/2025/QH15).")]


class Number(Model):
    """Số, ký hiệu (Article 8.2c): "27" and "KH-SKHCN"."""

    number: Annotated[str | None, Key(title="số", description="Digits as printed, without spaces; leading zeros stay.")]
    notation: Annotated[str | None, Key(title="ký hiệu", description='"KH-SKHCN"; "CT/TW" for a Party document.')]


class DocType(Model):
    """Tên loại văn bản (Article 7, Appendix III)."""

    name: Annotated[str, Key(min_length=1, description='Sentence case: "Kế hoạch", "Công văn".')]
    code: Annotated[str | None, Key(description='Abbreviation of Appendix III: "KH"; null for a công văn or a title outside the list.')]


class Period(Model):
    """The document's own period of validity, or of the plan or campaign it launches. Null is an open end."""

    start: Date | None
    end: Date | None
    start_event: Annotated[str | None, Key(description='What it starts with, where no date is given: "ngày phát động".')]


class Signer(Model):
    """Who signs (Article 8.2g)."""

    name: Annotated[str | None, Key(title="họ tên", description="Normal case, without rank or academic title.")]
    position: Annotated[str | None, Key(title="chức vụ", description="Of the person who signs, sentence case.")]
    authority: Annotated[str | None, Key(title="quyền hạn", description='"TM.", "KT.", "TL.", "TUQ.", "Q.", a chain "TM./KT.", or null.')]
    on_behalf_of: Annotated[str | None, Key(description='What the authority line names: "Giám đốc", "Ủy ban nhân dân".')]


# --- items of lists -----------------------------------------------------------------------------------------------------

SectionPath: TypeAlias = Annotated[str | None, Key(description='Where it stands, labels from the root: "III > 3. > a)".')]


class JointIssuer(Organisation):
    """A body that issues the document together with the issuing body."""

    confidence: Confidence
    rule: Rule
    evidence: Witness


class Addressee(Model):
    """Kính gửi (Appendix I, II.9a)."""

    name: Text
    confidence: Confidence
    rule: Rule
    evidence: Witness


class Target(Model):
    """Chỉ tiêu: an outcome to be reached, stated with a number. One item a number."""

    comparator: Comparator
    value: Amount
    value_max: Annotated[Amount | None, Key(description="The upper end of a range.")]
    unit: Annotated[str, Key(description='"%" or the noun counted ("đơn vị", "tỷ đồng").')]
    population: Annotated[str | None, Key(description="Of whom or what the number is a part.")]
    outcome: Annotated[str | None, Key(description="What is reached.")]
    part_of: Annotated[int | None, Key(ge=0, description='Index of the target that "trong đó …" narrows.')]
    section: SectionPath
    confidence: Confidence
    rule: Rule
    evidence: Witness


class AwardQuota(Model):
    """How many awards may be given or proposed (Law 06/2022/QH15 on emulation and commendation)."""

    award: Annotated[str, Key(min_length=1, description='"Giấy khen", "Bằng khen", …')]
    granted_by: str | None
    recipient: Annotated[str | None, Key(description='"tập thể, cá nhân".')]
    comparator: Comparator
    value: Amount
    unit: Annotated[str | None, Key(description='"%", or null for a count.')]
    section: SectionPath
    confidence: Confidence
    rule: Rule
    evidence: Witness


class Deadline(Model):
    """By when somebody has to do or send something. A recurring one has `rrule`, a relative one `duration`; both a null date."""

    date: Date | None
    relation: Annotated[Relation, Key(description='before: "trước ngày"; by: "chậm nhất", "đến hết"; within: a time from an event.')]
    rrule: Annotated[str | None, Key(description='RFC 5545: "FREQ=MONTHLY;BYMONTHDAY=25".')]
    duration: Annotated[str | None, Key(description='ISO 8601: "P5D", "PT24H".')]
    business_days: Annotated[bool, Key(title="ngày làm việc", description="Whether the duration counts working days.")]
    from_event: Annotated[str | None, Key(description='Where the duration starts: "ngày nhận được văn bản".')]
    action: str | None
    responsible: str | None
    submit_to: str | None
    section: SectionPath
    confidence: Confidence
    rule: Rule
    evidence: Witness


class Reference(Model):
    """Another document that is cited with its number. Each once; later mentions are further evidence."""

    type: Annotated[str | None, Key(title="tên loại")]
    number: Annotated[str, Key(min_length=1, title="số, ký hiệu", description='As officially written, no spaces: "3158/QĐ-SYT".')]
    date: Date | None
    issuer: str | None
    title: Annotated[str | None, Key(title="trích yếu")]
    confidence: Confidence
    rule: Rule
    evidence: Witness


class Recipient(Model):
    """Nơi nhận (Article 8.2i). The filing line is {"name": "VT, VP", "note": "Lưu"}."""

    name: Text
    note: Annotated[str | None, Key(description='A bracketed remark: "để b/c"; "Lưu" for the filing line.')]
    confidence: Confidence
    rule: Rule
    evidence: Witness


# --- structure and history ----------------------------------------------------------------------------------------------


class Attachment(Model):
    """What stands in the file after the document itself; fields are not read from it."""

    kind: Annotated[AttachmentKind, Key(description="annex: phụ lục; forwarded: another body's document sent on with this one.")]
    heading: str | None
    start: Offset
    end: Offset


class Section(Model):
    """A numbered part of the body (phần, chương, mục, tiểu mục, điều, khoản, điểm; Appendix I, II.6) or a bullet."""

    label: Annotated[str, Key(description='As printed: "I.", "1.1.", "a)", "Điều 1.", "-"; mended where a scan was misread.')]
    kind: SectionKind
    depth: Annotated[int, Key(ge=1, description="1 is the outermost in this document.")]
    heading: str | None
    start: Offset
    end: Offset
    children: tuple["Section", ...]


class Correction(Model):
    """One change between `text` and the mended text. Applied from right to left they give the mended text."""

    start: Offset
    end: Offset
    before: str
    after: str
    rule: Annotated[str, Key(min_length=1, description='What changed it; only rules "numeric.…" may touch a digit.')]
    confidence: Confidence


class Issue(Model):
    """What a person should look at."""

    code: Text
    severity: Severity
    message: Text
    evidence: tuple[Evidence, ...]


# --- the whole ------------------------------------------------------------------------------------------------------------


class Directive(Model):
    """One administrative document (văn bản hành chính, Decree 30/2020/NĐ-CP), read."""

    schema_version: Literal["1.0"]
    source: Source
    text: Annotated[str, Key(description="Exactly as read; all positions count its code points.")]
    issuing_body: Annotated[Field[Organisation], Key(title="cơ quan ban hành", description="Article 8.2b.")]
    parent_body: Annotated[Field[Organisation], Key(title="cơ quan chủ quản", description="Article 8.2b: the letterhead's upper line.")]
    joint_issuers: Annotated[tuple[JointIssuer, ...], Key(title="cơ quan cùng ban hành", description="Of a joint document, in order.")]
    number: Annotated[Field[Number], Key(title="số, ký hiệu", description="Article 8.2c.")]
    place: Annotated[Field[str], Key(title="địa danh", description="Article 8.2d.")]
    issued_date: Annotated[Field[str], Key(title="thời gian ban hành", description="Article 8.2d; ISO 8601, partial where part is blank.")]
    doc_type: Annotated[Field[DocType], Key(title="tên loại văn bản", description="Article 8.2đ.")]
    subject: Annotated[Field[str], Key(title="trích yếu nội dung", description="Article 8.2đ, joined on one line.")]
    urgency: Annotated[Field[str], Key(title="mức độ khẩn", description='Article 8.3b: "Hỏa tốc", "Thượng khẩn", "Khẩn".')]
    secrecy: Annotated[Field[str], Key(title="độ mật", description='Article 8.3b: "Tuyệt mật", "Tối mật", "Mật".')]
    addressees: Annotated[tuple[Addressee, ...], Key(title="kính gửi")]
    period: Annotated[Field[Period], Key(title="thời gian thực hiện")]
    targets: Annotated[tuple[Target, ...], Key(title="chỉ tiêu")]
    award_quotas: Annotated[tuple[AwardQuota, ...], Key(title="số lượng khen thưởng")]
    deadlines: Annotated[tuple[Deadline, ...], Key(title="thời hạn")]
    references: Annotated[tuple[Reference, ...], Key(title="văn bản được viện dẫn")]
    signer: Annotated[Field[Signer], Key(title="người ký", description="Article 8.2g.")]
    recipients: Annotated[tuple[Recipient, ...], Key(title="nơi nhận", description="Article 8.2i.")]
    attachments: Annotated[tuple[Attachment, ...], Key(title="phụ lục, văn bản kèm theo", description="Article 8.3a.")]
    sections: Annotated[tuple[Section, ...], Key(title="bố cục", description="In the order of the document; siblings do not overlap.")]
    corrections: Annotated[tuple[Correction, ...], Key(description="Sorted; they do not overlap.")]
    issues: tuple[Issue, ...]
    status: Annotated[Status, Key(description="valid, review: a person should look, failed: not to be used.")]


def to_json(directive: Directive, indent: int | None = None) -> str:
    """The contract's JSON: Vietnamese unescaped, keys in order, no line break at the end; `indent` in spaces, None for one line."""
    return directive.model_dump_json(indent=indent)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a directive."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Directive.model_json_schema(mode="serialization")
