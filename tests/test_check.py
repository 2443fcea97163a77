"""`check` and `explain`: a sound result has no problem; every rule of the contract, broken, is told of."""

import copy
import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check import (
    MalformedResult,
    apply_corrections,
    check_directive,
    check_json,
    split_results,
    undo_corrections,
)
from pipeline.directive import Correction, Directive
from pipeline.explain import WIDTH, _width, explain
from pipeline.iso8601 import is_date, is_duration
from pipeline.rrule import rrule_problem

SAMPLE: dict[str, Any] = json.loads((Path(__file__).parent / "cases" / "cli" / "ke-hoach.json").read_text(encoding="utf-8"))
TEXT: str = SAMPLE["text"]


def broken(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The sample with the values at some paths ("targets.0.part_of") replaced."""
    result = copy.deepcopy(SAMPLE)
    for path, value in changes:
        *way, last = (int(key) if key.isdigit() else key for key in path.split("."))
        place: Any = result
        for key in way:
            place = place[key]
        place[last] = value
    return result


def evidence(start: int, end: int, text: str | None = None, page: int = 1, bbox: list[float] | None = None) -> dict[str, Any]:
    return {"start": start, "end": end, "text": TEXT[start:end] if text is None else text, "page": page, "bbox": bbox}


def correction(before: str, after: str, rule: str = "spelling.x", start: int | None = None) -> dict[str, Any]:
    start = TEXT.index(before) if start is None else start
    return {"start": start, "end": start + len(before), "before": before, "after": after, "rule": rule, "confidence": 0.9}


def section(start: int, end: int, depth: int = 1, children: list[Any] | None = None) -> dict[str, Any]:
    return {"label": "1.", "kind": "clause", "depth": depth, "heading": None, "start": start, "end": end, "children": children or []}


def test_a_sound_result_has_no_problem() -> None:
    assert check_directive(SAMPLE) == []
    assert check_directive(Directive.model_validate(SAMPLE)) == []


BROKEN = {
    # rule 1
    "evidence of other text": ([("place.evidence.0.text", "Bạc Liêu")], "$.place.evidence[0]"),
    "evidence moved by one": ([("place.evidence.0.start", TEXT.index("Cà Mau") + 1)], "$.place.evidence[0]"),
    "evidence outside the text": ([("place.evidence", [evidence(9000, 9003, "abc")])], "$.place.evidence[0]"),
    "value without evidence": ([("place.evidence", [])], "$.place"),
    "evidence of an item": ([("targets.1.evidence.0.text", "ít nhất")], "$.targets[1].evidence[0]"),
    "evidence of an issue": ([("issues.0.evidence.0.text", "Số")], "$.issues[0].evidence[0]"),
    "page out of range": ([("signer.evidence.2.page", 2)], "$.signer.evidence[2]"),
    "bbox turned round": ([("place.evidence.0.bbox", [10, 20, 5, 30])], "$.place.evidence[0]"),
    "characters miscounted": ([("source.characters", 3)], "$.source.characters"),
    # states
    "absent with a value": ([("place.state", "absent")], "$.place.state"),
    "blank with a whole value": ([("number.value", {"number": "27", "notation": "KH-SNV"})], "$.number.state"),
    "stated without a value": ([("place.value", None)], "$.place.state"),
    "stated, all null": ([("number.value", {"number": None, "notation": None}), ("number.state", "stated")], "$.number.state"),
    "partial without a value": ([("issued_date.value", None)], "$.issued_date.state"),
    "stated, and a partial date": ([("issued_date.state", "stated")], "$.issued_date.state"),
    "partial, and a whole date": ([("issued_date.value", "2022-03-02")], "$.issued_date.state"),
    "illegible and sure": ([("place.state", "illegible")], "$.place.state"),
    "a value that no rule read": ([("place.rule", None)], "$.place.rule"),
    # rules 2 and 3
    "correction of other text": ([("corrections.0.before", "hang tháng")], "$.corrections[0]"),
    "corrections out of order": ([("corrections", [correction("", "x", start=900), correction("SỞ", "Sở")])], "$.corrections[1]"),
    "corrections overlap": ([("corrections", [correction("SỞ NỘI", "Sở Nội"), correction("NỘI VỤ", "Nội vụ")])], "$.corrections[1]"),
    "correction outside the text": ([("corrections", [correction("", "x", start=9000)])], "$.corrections[0]"),
    "correction that changes nothing": ([("corrections", [correction("SỞ", "SỞ")])], "$.corrections[0]"),
    "correction of a digit": ([("corrections", [correction("15/4", "16/4")])], "$.corrections[0]"),
    "correction into a digit": ([("corrections", [correction("SỞ", "S0")])], "$.corrections[0]"),
    "correction between digits": ([("corrections", [correction("/", "", start=TEXT.index("20/01") + 2)])], "$.corrections[0]"),
    # rule 4
    "child outside its parent": ([("sections", [section(0, 50, 1, [section(40, 60, 2)])])], "$.sections[0].children[0]"),
    "siblings overlap": ([("sections", [section(0, 50), section(49, 60)])], "$.sections[1]"),
    "siblings out of order": ([("sections", [section(50, 60), section(0, 40)])], "$.sections[1]"),
    "section without text": ([("sections", [section(5, 5)])], "$.sections[0]"),
    "section outside the text": ([("sections", [section(5, 99999)])], "$.sections[0]"),
    "depth does not grow": ([("sections", [section(0, 50, 2, [section(0, 10, 2)])])], "$.sections[0].children[0].depth"),
    "attachment outside the text": ([("attachments", [{"kind": "annex", "heading": None, "start": 5, "end": 99999}])], "$.attachments[0]"),
    # values
    "part of nothing": ([("targets.1.part_of", 7)], "$.targets[1].part_of"),
    "part of itself": ([("targets.1.part_of", 1)], "$.targets[1].part_of"),
    "parts in a ring": ([("targets.0.part_of", 1)], "$.targets[0].part_of"),
    "date of no calendar": ([("deadlines.0.date", "2022-02-30")], "$.deadlines[0].date"),
    "date in Vietnamese order": ([("references.0.date", "20/01/2022")], "$.references[0].date"),
    "month 13": ([("issued_date.value", "2022-13")], "$.issued_date.value"),
    "period of no calendar": ([("period.value.end", "2022-06-31")], "$.period.value.end"),
    "rule of no grammar": ([("deadlines.1.rrule", "MONTHLY;BYMONTHDAY=25")], "$.deadlines[1].rrule"),
    "recurring with a date": ([("deadlines.0.rrule", "FREQ=YEARLY")], "$.deadlines[0].date"),
    "within, with a date": ([("deadlines.2.date", "2022-05-01")], "$.deadlines[2].date"),
    "duration in words": ([("deadlines.2.duration", "5 ngày")], "$.deadlines[2].duration"),
    "working days of nothing": ([("deadlines.0.business_days", True)], "$.deadlines[0].business_days"),
    "signed at no moment": ([("source.signatures", [{"signer": None, "signed_at": "14.04.2020"}])], "$.source.signatures[0].signed_at"),
    # shape
    "unknown key": ([("place.colour", "red")], "$.place.colour"),
    "unknown state": ([("place.state", "known")], "$.place.state"),
    "number as text": ([("targets.0.value", "100")], "$.targets[0].value"),
    "checksum": ([("source.sha256", "abc")], "$.source.sha256"),
    "no result at all": ([("sections", None)], "$.sections"),
}


@pytest.mark.parametrize(("changes", "path"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_told_of(changes: list[tuple[str, Any]], path: str) -> None:
    problems = check_directive(broken(*changes))
    assert path in [problem.path for problem in problems]
    assert all("\n" not in str(problem) and problem.advice for problem in problems)


SOUND = {
    "numeric rule": [("corrections", [correction("15/4", "16/4", rule="numeric.date")])],
    "insertion": [("corrections", [correction("", "x", start=3)])],
    "blank without any value": [("number.value", None), ("number.evidence", [])],
    "illegible, a doubtful reading": [("place.state", "illegible"), ("place.confidence", 0.4)],
    "illegible, no reading": [("place.state", "illegible"), ("place.value", None)],
    "inferred": [("issuing_body.state", "inferred")],
    "signed": [("source.signatures", [{"signer": "Sở Nội vụ", "signed_at": "2020-04-14T07:37:00+07:00"}])],
    "children fill their parent": [("sections", [section(0, 50, 1, [section(0, 20, 2), section(20, 50, 3)])])],
}


@pytest.mark.parametrize("changes", SOUND.values(), ids=SOUND)
def test_what_looks_odd_and_is_sound(changes: list[tuple[str, Any]]) -> None:
    assert check_directive(broken(*changes)) == []


def test_a_missing_key_is_told_of() -> None:
    result = copy.deepcopy(SAMPLE)
    del result["place"], result["source"]["pages"]
    assert [problem.path for problem in check_directive(result)] == ["$.source.pages", "$.place"]


@pytest.mark.parametrize("data", [{}, {"text": "\ud800"}, {"text": object()}, {"text": {1, 2}}, [], None])
def test_nonsense_is_told_of(data: Any) -> None:
    assert check_directive(data)


@pytest.mark.parametrize("raw", [b"", b"{", b"not json", b"\xff\xfe", b'{"a": "\\ud800"}', b"[" * 100_000])
def test_malformed_json_is_a_typed_error(raw: bytes) -> None:
    with pytest.raises(MalformedResult):
        check_json(raw, "result.json")


def test_a_very_deep_tree_is_told_of() -> None:
    deep: list[Any] = []
    for depth in range(2000, 0, -1):
        deep = [section(0, 50, depth, deep)]
    raw = json.dumps(SAMPLE | {"sections": []}).replace('"sections": []', '"sections": ' + _dumps(deep)).encode()
    with suppress(MalformedResult):
        assert check_json(raw, "deep")


def _dumps(deep: list[Any]) -> str:
    """Without the recursion of `json.dumps`."""
    opened, closed = "", ""
    while deep:
        node = {key: value for key, value in deep[0].items() if key != "children"}
        opened, closed = opened + "[" + json.dumps(node)[:-1] + ', "children": ', "}]" + closed
        deep = deep[0]["children"]
    return opened + "[]" + closed


def test_json_lines_are_told_from_json() -> None:
    assert split_results(b'{"a": 1}\n\n{"a": 2}\n', "r") == [("r:1", b'{"a": 1}'), ("r:3", b'{"a": 2}')]
    for whole in (b'{\n "a": 1\n}\n', b'{"a": 1}', b"[1,\n2]", b"{\n{\n"):
        assert split_results(whole, "r") == [("r", whole)]


# --- values ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2021", "2021-12", "2024-02-29", "1945-09-02"])
def test_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["", "21", "2021-1", "2021-00", "2023-02-29", "2021-01-27T00", "20210127", "٢٠٢١", "2021-01-27\n", "0000"])
def test_no_dates(text: str) -> None:
    assert not is_date(text)


def test_durations() -> None:
    assert all(map(is_duration, ["P5D", "PT24H", "P1Y6M", "P2W", "P3M", "P1DT12H"]))
    assert not any(map(is_duration, ["", "P", "PT", "5D", "P5", "P1DT", "P-5D", "P1W2D", "P5d", "PT5D"]))


RULES = [
    "FREQ=MONTHLY;BYMONTHDAY=25",
    "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=-1",
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=YEARLY;INTERVAL=2",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    "FREQ=DAILY;UNTIL=20221231",
    "FREQ=DAILY;COUNT=10;WKST=MO",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
    "FREQ=YEARLY;BYYEARDAY=1,-1,366",
    "BYMONTHDAY=15;FREQ=MONTHLY;BYMONTH=06,12",
]


@pytest.mark.parametrize("rule", RULES)
def test_rules_that_another_library_reads_too(rule: str) -> None:
    assert rrule_problem(rule) is None
    rrulestr(rule, dtstart=datetime(2022, 1, 1))


NO_RULES = [
    "",
    "FREQ",
    "FREQ=",
    "FREQ=FORTNIGHTLY",
    "BYMONTHDAY=25",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTHDAY=25,",
    "FREQ=MONTHLY;BYMONTHDAY=25;",
    "FREQ=MONTHLY;FREQ=DAILY",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=YEARLY;BYMONTH=0",
    "FREQ=YEARLY;BYMONTH=-1",
    "FREQ=WEEKLY;BYMONTHDAY=5",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYDAY=T2",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;COUNT=2;UNTIL=20221231",
    "FREQ=DAILY;UNTIL=2022-12-31",
    "FREQ=DAILY;UNTIL=20221331",
    "FREQ=MONTHLY;BYSETPOS=1",
    "FREQ=MONTHLY;BYWEEKNO=3",
    "FREQ=MONTHLY;BYYEARDAY=3",
    "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=YEARLY;BYYEARDAY=000",
    "freq=monthly",
    "RRULE:FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=54MO",
    "FREQ=MONTHLY;BYDAY=0MO",
    "FREQ=MONTHLY;DAY=3",
    "FREQ=DAILY;BYHOUR=24",
]


@pytest.mark.parametrize("rule", NO_RULES)
def test_no_rules(rule: str) -> None:
    assert rrule_problem(rule)


# --- properties -----------------------------------------------------------------------------------------------------------


@st.composite
def mended(draw: st.DrawFn) -> tuple[str, list[Correction]]:
    text = draw(st.text(alphabet="aàb1 \n", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    afters = draw(st.lists(st.text(alphabet="xyz", max_size=3), min_size=len(spans), max_size=len(spans)))
    return text, [
        Correction(start=a, end=b, before=text[a:b], after=after, rule="numeric.x", confidence=1.0)
        for (a, b), after in zip(spans, afters, strict=True)
    ]


@given(mended())
def test_undoing_is_the_inverse_of_applying(case: tuple[str, list[Correction]]) -> None:
    text, corrections = case
    expected = text
    for c in reversed(corrections):
        expected = expected[: c.start] + c.after + expected[c.end :]
    assert apply_corrections(text, corrections) == expected
    assert undo_corrections(expected, corrections) == text


def paths(value: Any, way: str = "") -> list[str]:
    """Every place in the sample that holds a plain value."""
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return [path for key, part in pairs for path in paths(part, f"{way}.{key}" if way else str(key))]
    return [way]


@given(st.sampled_from(paths(SAMPLE)), st.sampled_from([None, -1, 10**9, 1.5, "", "x", "\u0000", [], {}, True]))
def test_any_change_gives_problems_or_none_and_never_fails(path: str, value: Any) -> None:
    problems = check_directive(broken((path, value)))
    assert all(problem.path.startswith("$") for problem in problems)


EVIDENCE_PATHS = [path for path in paths(SAMPLE) if path.endswith((".start", ".end")) and "evidence" in path]


@given(st.sampled_from(EVIDENCE_PATHS), st.sampled_from([-1, 1]))
def test_moved_evidence_is_always_noticed(path: str, step: int) -> None:
    old: Any = SAMPLE
    for key in path.split("."):
        old = old[int(key) if key.isdigit() else key]
    assert check_directive(broken((path, old + step)))


# --- explain --------------------------------------------------------------------------------------------------------------


def explained(*changes: tuple[str, Any]) -> str:
    return explain(Directive.model_validate(broken(*changes)))


def quoted(text: str, phrase: str) -> tuple[str, str]:
    """The line shown for the place when it stands at `phrase` of `text`, and the carets below."""
    start = text.index(phrase)
    place = {"start": start, "end": start + len(phrase), "text": phrase, "page": 1, "bbox": None}
    empty = {name: [] for name in ("targets", "award_quotas", "deadlines", "references", "recipients", "sections", "corrections", "issues")}
    absent = {"value": None, "state": "absent", "confidence": 1.0, "rule": None, "evidence": []}
    fields = {name: absent for name, field in SAMPLE.items() if isinstance(field, dict) and "state" in field}
    result = SAMPLE | empty | fields | {"text": text, "place": SAMPLE["place"] | {"evidence": [place]}}
    lines = explain(Directive.model_validate(result)).splitlines()
    at = next(i for i, line in enumerate(lines) if " | " in line)
    return lines[at].split(" | ", 1)[1], lines[at + 1].split("| ", 1)[1]


def test_explains_every_value() -> None:
    shown = explained()
    for part in ("cơ quan ban hành", "Sở Nội vụ tỉnh Cà Mau", "stated, 0.97, issuing_body.letterhead", "FREQ=MONTHLY;BYMONTHDAY=25"):
        assert part in shown
    assert "not in the document\n  urgency, secrecy, joint_issuers, addressees" in shown
    assert shown.index("recipients") < shown.index("not in the document") < shown.index("number_blank")


def changes_told(text: str, *changes: tuple[str, str]) -> list[str]:
    corrections = [
        {"start": text.index(a), "end": text.index(a) + len(a), "before": a, "after": b, "rule": "lm.marks", "confidence": 0.9}
        for a, b in changes
    ]
    lines = explained(("text", text), ("corrections", corrections)).splitlines()
    return [line for line in lines if line.endswith("(0.90, lm.marks)")]


def test_tells_every_correction() -> None:
    assert changes_told("một\nđúng thảm quyền\n", ("thảm", "thẩm")) == ["      2 | thảm → thẩm  (0.90, lm.marks)"]
    assert changes_told("3/1 1/2017", (" ", "")) == ['      1 | " " → ""  (0.90, lm.marks)']
    (line,) = changes_told("\x1b" + "x" * 200, ("x" * 200, "y" * 200))
    assert _width(line) <= WIDTH and line.count("…") == 2
    assert changes_told("một") == [] and "corrections" not in explained(("corrections", [])).split("\n", 2)[2]


def test_underlines_the_evidence() -> None:
    lines = explained().splitlines()
    at = lines.index("      2 | SỞ NỘI VỤ")
    assert lines[at + 1] == "        | ^^^^^^^^^"


@pytest.mark.parametrize(
    ("text", "phrase", "line", "carets"),
    [
        ("Cà Mau, ngày", "Cà Mau", "Cà Mau, ngày", "^^^^^^"),
        ("Ca\u0300 Mau, nga\u0300y", "nga\u0300y", "Ca\u0300 Mau, nga\u0300y", "        ^^^^"),
        ("一二 Mau", "Mau", "一二 Mau", "     ^^^"),
        ("一二 Mau", "二", "一二 Mau", "  ^^"),
        ("Số:\t\u200b27", "27", "Số: \u200b27", "    ^^"),
        ("a\r\nb Mau\r\nc", "Mau", "b Mau", "  ^^^"),
        ("\x1b[31m Mau", "Mau", "·[31m Mau", "      ^^^"),
    ],
)
def test_columns(text: str, phrase: str, line: str, carets: str) -> None:
    assert quoted(text, phrase) == (line, carets)


@pytest.mark.parametrize("phrase", ["đầu", "MỐC", "cuối", "MỐC" + " y" * 300], ids=["head", "middle", "tail", "longer than a line"])
@pytest.mark.parametrize("filler", [" y", " yê\u0301", " 中"], ids=["ascii", "marks", "wide"])
def test_long_lines_are_windowed(phrase: str, filler: str) -> None:
    phrase = phrase.replace(" y", filler)
    text = "đầu" + filler * 500 + " MỐC" + filler * 500 + " cuối"
    line, carets = quoted(text, phrase)
    assert "…" in line and _width(line) <= WIDTH - 10
    column = len(carets) - len(carets.lstrip())
    at = next(i for i in range(len(line)) if _width(line[:i]) == column and line[i:].startswith(phrase[:3]))
    assert line[at:].startswith(phrase[:20])


@given(st.text(min_size=1, max_size=300), st.data())
def test_never_fails_and_never_too_wide(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "replace").decode()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    result = broken(("text", text), ("issues.0.evidence", [{"start": start, "end": end, "text": text[start:end], "page": 1, "bbox": None}]))
    shown = explain(Directive.model_validate(result))
    assert max(map(_width, shown.split("\n"))) <= WIDTH
