"""Award quotas: how many awards may be given or proposed; and numbers beside awards that set no limit."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fields.awards import find_awards, find_grantor
from pipeline.fields.quotas import extract_award_quotas
from pipeline.found import Context, Found
from pipeline.tables import entries
from pipeline.text import Passage
from pipeline.values import AwardQuota
from tests.phrases import assert_finds_phrases, assert_found, context_of, known_failures, load


def extract(case: dict) -> list[Found[AwardQuota]]:
    return extract_award_quotas(Passage.of(case["text"]), context_of(case))


def check(case: dict) -> None:
    assert_found(extract(case), case["expect"], granted_by=None)


@pytest.mark.parametrize("case", load("quotas", "in_the_wild") + load("quotas", "synthetic"), ids=lambda case: case["text"][:50])
def test_quotas_are_found(case: dict) -> None:
    check(case)


@pytest.mark.parametrize("case", load("quotas", "negative"), ids=lambda case: case["text"][:50])
def test_look_alike_is_no_quota(case: dict) -> None:
    assert [item.value for item in extract(case)] == []


@pytest.mark.parametrize("case", known_failures("quotas"))
def test_known_failure(case: dict) -> None:
    check(case)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tặng danh hiệu “CSTĐ cơ sở”, giấy khen của Giám đốc Sở", ["Chiến sĩ thi đua cơ sở", "Giấy khen"]),
        ("Cờ thi đua của Chính phủ, BẰNG KHEN", ["Cờ thi đua", "Bằng khen"]),
        ("Tập thể lao động tiên tiến", ["Tập thể lao động tiên tiến"]),
        ('danh hiệu "Nhà khoa học của nhà nông"', ["Nhà khoa học của nhà nông"]),
        ("Hội đồng Thi đua - Khen thưởng, Quỹ khen thưởng", []),
        ("xếp loại hoàn thành xuất sắc nhiệm vụ", ["Hoàn thành xuất sắc nhiệm vụ"]),
    ],
)
def test_awards_are_named(text: str, names: list[str]) -> None:
    assert [award.name for award in find_awards(text)] == names


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh cho", "Chủ tịch Ủy ban nhân dân tỉnh"),
        ("Giấy khen của Giám đốc Sở không quá", "Giám đốc Sở"),
        ("Bộ trưởng Bộ Nội vụ tặng Bằng khen cho", "Bộ trưởng Bộ Nội vụ"),
        ("xét tặng Bằng khen cho", None),
    ],
)
def test_grantor(text: str, who: str | None) -> None:
    award = next(find_awards(text))
    assert find_grantor(text, award, len(text)) == who


def test_awards_of_the_law_are_known() -> None:
    rows = entries("awards")
    assert {entry.extra["kind"] for entry in rows} == {"title", "commendation", "flag", "medal"}
    assert {entry.extra["for_whom"] for entry in rows} == {"individual", "collective", "both"}
    assert all(list(find_awards(entry.canonical)) for entry in rows)


def test_evidence_covers_the_award_and_the_limit() -> None:
    text = "Giấy khen của Giám đốc Sở: mỗi phòng không quá 05 tập thể và 10 cá nhân; khối trường học tối đa 03 tập thể."
    spans = [[text[s.start : s.end] for s in f.spans] for f in extract_award_quotas(Passage.of(text), Context())]
    assert spans[0] == ["Giấy khen của Giám đốc Sở: mỗi phòng không quá 05 tập thể"]
    assert all(any("Giấy khen" in part for part in parts) for parts in spans)
    assert [parts[-1].endswith(end) for parts, end in zip(spans, ("05 tập thể", "10 cá nhân", "03 tập thể"), strict=True)] == [True] * 3


@pytest.mark.parametrize(
    ("text", "at", "parts"),
    [
        (
            "Bằng khen của Chủ tịch UBND tỉnh: mỗi sở đề nghị tối đa 02 tập thể và 04 cá nhân; mỗi huyện đề nghị tối đa 06 tập thể.",
            2,
            ["Bằng khen của Chủ tịch UBND tỉnh", "mỗi huyện đề nghị tối đa 06 tập thể"],
        ),
        (
            "Bằng khen của Chủ tịch UBND tỉnh: mỗi sở đề nghị tối đa 02 tập thể và 04 cá nhân.",
            1,
            ["Bằng khen của Chủ tịch UBND tỉnh: mỗi sở đề nghị tối đa 02 tập thể và 04 cá nhân"],
        ),
        ("Giấy khen: không quá 05 tập thể, không quá 15 cá nhân.", 1, ["Giấy khen", "không quá 15 cá nhân"]),
        (
            "- Đề nghị Giám đốc Sở Y tế tặng Giấy khen: không quá 03 tập thể;",
            0,
            ["Đề nghị Giám đốc Sở Y tế tặng Giấy khen: không quá 03 tập thể"],
        ),
        (
            "Danh hiệu “Chiến sĩ thi đua cơ sở”: không quá 15% tổng số cá nhân.",
            0,
            ["Danh hiệu “Chiến sĩ thi đua cơ sở”: không quá 15% tổng số cá nhân"],
        ),
        ("chọn 01 tập thể và 02 cá nhân đề nghị Tỉnh ủy tặng Bằng khen", 0, ["chọn 01 tập thể", "đề nghị Tỉnh ủy tặng Bằng khen"]),
    ],
)
def test_evidence_leaves_out_what_says_nothing_of_the_quota(text: str, at: int, parts: list[str]) -> None:
    found = extract_award_quotas(Passage.of(text), Context())[at]
    assert [text[s.start : s.end] for s in found.spans] == parts


@pytest.mark.parametrize(
    ("behind", "who"),
    [
        ("02 cá nhân, ưu tiên người lao động trực tiếp", "cá nhân"),
        ("02 cá nhân đối với mỗi địa phương", "cá nhân"),
        ("02 tập thể, hộ gia đình", "tập thể, hộ gia đình"),
    ],
)
def test_recipient_ends_where_the_manner_begins(behind: str, who: str) -> None:
    (found,) = extract_award_quotas(Passage.of(f"Giấy khen của Giám đốc Sở: đề nghị {behind}."), Context())
    assert found.value.recipient == who


def test_phrase_cases_of_the_development_corpus() -> None:
    def same(gold: dict, quota: AwardQuota) -> bool:
        parts = ("comparator", "value", "unit", "award", "granted_by")
        return all(gold[part] == getattr(quota, part) for part in parts)

    assert_finds_phrases("award_quotas", extract_award_quotas, same)


@given(st.text(alphabet="0123456789%,;:. BằngkhencủaChủtịchtậpthểcánhânkhôngquáđềnghị", max_size=160))
def test_any_text_is_read_without_error(text: str) -> None:
    for item in extract_award_quotas(Passage.of(text), Context(headings=("Số lượng khen thưởng",))):
        assert all(0 <= span.start <= span.end <= len(text) for span in item.spans)
        assert item.value.award


LONG = (" " * 200_000, "Bằng khen " * 20_000, "1 tập thể, " * 18_000, "Chủ tịch " * 22_000, "tặng một lần " * 15_000)


@pytest.mark.parametrize("line", LONG, ids=lambda line: line[:10])
def test_long_lines_take_linear_time(line: str) -> None:
    start = time.process_time()
    extract_award_quotas(Passage.of(line + " tặng Bằng khen không quá 05 tập thể"), Context(headings=("Giấy khen",)))
    assert time.process_time() - start < 15
