"""The tables of names, and finding what a text names in them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.errors import LexiconError
from pipeline.tables import parse_table
from pipeline.text import LOWER, UPPER

DATA = Path(lexicon.__file__).parent / "data"
CASES = Path(__file__).parent / "cases" / "lexicon"
TABLES = sorted(path.stem for path in DATA.glob("*.csv"))
HEADER = "id,canonical,variants,valid_from,valid_to,source\n"


def cases(name: str) -> list[Any]:
    read = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return [pytest.param(case, id=f"{case['call']}:{case['text'][:40]}") for case in read]


def answer(case: dict[str, Any]) -> Any:
    call, text, on = case["call"], case["text"], case.get("on")
    match call:
        case "sentence_case" | "position_case":
            return getattr(lexicon, call)(text)
        case "province_of" | "province_of_capital":
            found = getattr(lexicon, call)(text, on)
            return found and [found.name, found.kind, found.code, found.successor]
        case "find_provinces_in":
            return [text[start:end] for start, end, _ in lexicon.find_provinces_in(text)]
        case "bodies_of_symbol":
            return [entry.canonical for entry in lexicon.bodies_of_symbol(text, on)]
        case "find":
            return [entry.canonical for entry in lexicon.find(case["table"], text, on)]
        case _:
            close = lexicon.find_close(case["table"], text)
            return close and close.canonical


@pytest.mark.parametrize("case", cases("in_the_wild") + cases("synthetic") + cases("negative"))
def test_answers(case: dict[str, Any]) -> None:
    assert answer(case) == case["expect"]


@pytest.mark.parametrize("case", cases("known_failures"))
@pytest.mark.xfail(strict=True)
def test_known_failures(case: dict[str, Any]) -> None:
    assert answer(case) == case["expect"]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_loads_and_is_described(table: str) -> None:
    assert lexicon.entries(table)
    assert f"`{table}.csv`" in (DATA / "SOURCES.md").read_text("utf-8")


@pytest.mark.parametrize(("on", "count"), [("2025-06-30", 63), ("2025-07-01", 34), ("2010-01-01", 63)])
def test_number_of_provinces(on: str, count: int) -> None:
    valid = [entry for entry in lexicon.entries("provinces") if entry.valid(on)]
    assert len({entry.canonical for entry in valid}) == len({entry.extra["code"] for entry in valid}) == len(valid) == count


def test_every_successor_is_a_province_of_today() -> None:
    today = {entry.canonical for entry in lexicon.entries("provinces") if entry.valid("2025-07-01")}
    for entry in lexicon.entries("provinces"):
        assert not entry.extra["successor"] or entry.extra["successor"] in today
        assert entry.canonical not in today or entry.extra["successor"] == entry.canonical


def test_every_capital_lies_in_a_province() -> None:
    assert all(lexicon.province_of_capital(entry.canonical) for entry in lexicon.entries("province_capitals"))


def test_the_29_types_of_the_decree() -> None:
    state = [entry for entry in lexicon.entries("doc_types") if entry.extra["system"] == "state" and entry.valid("2020-03-05")]
    codes = "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB"
    assert len(state) == 29
    assert sorted(entry.extra["code"] for entry in state if entry.extra["code"]) == sorted(codes.split())


def test_the_32_types_of_the_circular() -> None:
    assert sum(entry.extra["system"] == "state" and entry.valid("2015") for entry in lexicon.entries("doc_types")) == 32


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("id,name\n", 1, "columns"),
        ("", 1, "columns"),
        (HEADER + "a,A,,,,s\nb,B,,,\n", 3, "5 cells"),
        (HEADER + "a,A,,,,s\na,B,,,,s\n", 3, "repeats"),
        (HEADER + "a,,,,,s\n", 2, "lacks"),
        (HEADER + "a,A,,2020,,s\n", 2, "valid from"),
        (HEADER + "a,A,,2020-02-01,2020-01-01,s\n", 2, "valid from"),
        (HEADER + "a,A,x||y,,,s\n", 2, "empty variant"),
        (HEADER + 'a,"A,,,,s\n', 2, "unexpected end"),
    ],
)
def test_malformed_rows_name_file_and_line(text: str, line: int, what: str) -> None:
    with pytest.raises(LexiconError, match=what) as caught:
        parse_table("x.csv", text)
    assert caught.value.where == f"pipeline/data/x.csv:{line}"
    assert caught.value.advice


def test_a_missing_table_is_a_typed_error() -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        lexicon.entries("no_such_table")


LETTERS = st.text(alphabet=LOWER + UPPER + " .-,&\n0123456789", max_size=80)


@given(LETTERS | st.text(max_size=40))
def test_nothing_raises_and_spans_are_right(text: str) -> None:
    for start, end, province in lexicon.find_provinces_in(text):
        assert lexicon.province_of(text[start:end]) == province
    lexicon.find_close("bodies", text)
    lexicon.bodies_of_symbol(text)
    lexicon.province_of_capital(text)


@given(LETTERS | st.text(max_size=40))
def test_casing_only_changes_case_and_is_stable(text: str) -> None:
    cased = lexicon.sentence_case(text)
    assert lexicon.sentence_case(cased) == cased
    assert len(cased) == len(" ".join(text.split())) or not text.isascii()


@pytest.mark.parametrize("name", ["bodies", "positions"])
def test_names_in_capitals_come_back(name: str) -> None:
    """The tables' own names are what the casing makes of them, but for names that begin with a small letter or an abbreviation."""
    case = lexicon.sentence_case if name == "bodies" else lexicon.position_case
    wrong = [entry.canonical for entry in lexicon.entries(name) if case(entry.canonical.upper()) != entry.canonical]
    assert len(wrong) <= len(lexicon.entries(name)) // 50, wrong


@pytest.mark.parametrize("piece", [" ", "1", "Hà ", "Hà Nam ", "THỪA THIÊN ", "H"])
def test_long_lines_take_linear_time(piece: str) -> None:
    text = (piece * 200_000)[:200_000]
    begun = time.process_time()
    lexicon.find_provinces_in(text)
    lexicon.sentence_case(text)
    lexicon.find_close("bodies", text)
    assert time.process_time() - begun < 15
