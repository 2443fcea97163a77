"""Numbers of one body grow within a year: what is said of a number read by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.series import Numbered, check_series, numbered


def at(day: str, number: int, printed: bool = True, stated: bool = True, register: str = "others") -> Numbered:
    when = date.fromisoformat(day)
    return Numbered(f"{day} {number}", ("Sở Y tế tỉnh Bến Tre", when.year, register), when.toordinal(), number, printed, stated)


def found(*documents: Numbered) -> list[tuple[int, str, list[int]]]:
    return [(f.number, f.verdict, [n for _, n in f.neighbours]) for f in check_series(documents)]


YEAR = (at("2019-02-11", 120), at("2019-05-06", 480), at("2019-09-20", 1105), at("2019-11-04", 1390))


def test_a_number_between_its_neighbours_agrees() -> None:
    assert found(*YEAR, at("2019-06-03", 560, printed=False)) == [(560, "agrees", [480, 1105])]


@pytest.mark.parametrize("number", [56, 5600])
@pytest.mark.parametrize("stated", [True, False])
def test_a_figure_too_few_or_too_many_contradicts(number: int, stated: bool) -> None:
    ((_, verdict, near),) = found(*YEAR, at("2019-06-03", number, printed=False, stated=stated))
    assert verdict == "contradicts" and set(near) == ({120, 480} if number == 56 else {1105, 1390})


def test_nothing_is_said_of_what_is_printed() -> None:
    assert found(*YEAR, at("2019-06-03", 56)) == []


def test_nothing_is_said_where_one_side_is_unknown() -> None:
    assert found(*YEAR, at("2019-12-24", 1610, printed=False)) == []


def test_one_wrong_number_does_not_speak_against_right_ones() -> None:
    wrong = at("2019-10-07", 11, printed=False)
    right = [at("2019-06-03", 560, printed=False), at("2019-07-15", 770, printed=False)]
    assert found(*YEAR, wrong, *right) == [(11, "contradicts", [1105, 770, 560])]


def test_a_few_days_do_not_count() -> None:
    assert found(at("2019-03-04", 310), at("2019-03-05", 312), at("2019-03-06", 309, printed=False)) == []


def test_years_bodies_and_registers_are_apart() -> None:
    other = at("2020-06-01", 470, printed=False), at("2019-06-03", 2900, printed=False, register="decisions")
    assert found(*YEAR, *other) == []


def test_a_doubted_reading_is_no_neighbour() -> None:
    doubted = at("2019-06-03", 9, printed=False, stated=False), at("2019-06-20", 8, printed=False, stated=False)
    assert [f for f in found(*YEAR, *doubted, at("2019-05-20", 500, printed=False)) if f[0] == 500] == [(500, "agrees", [480, 1105])]


BODY = "Sở Y tế tỉnh Bến Tre"


def entry(number: str | None = "176", notation: str | None = "KH-SYT", day: str | None = "2019-05-06", **other: Any) -> Numbered | None:
    given = {"rule": "number.line", "state": "stated", "issued_state": "stated", "body": BODY} | other
    return numbered("a.pdf", number=number, notation=notation, issued=day, **given)


@pytest.mark.parametrize(
    ("notation", "register"),
    [("QĐ-SYT", "decisions"), ("HD-SYT", "decisions"), ("GM-SYT", "invitations"), ("KH-SYT", "others"), ("SYT-NVY", "others")],
)
def test_registers(notation: str, register: str) -> None:
    found = entry("0176B", notation)
    assert found and found.series == (BODY, 2019, register)
    assert (found.number, found.printed, found.stated) == (176, True, True)


def test_handwriting_is_not_printed() -> None:
    read, doubted = entry(rule="number.handwritten"), entry(rule="number.unread", state="illegible")
    assert read and doubted and (read.printed, read.stated, doubted.printed, doubted.stated) == (False, True, False, False)


@pytest.mark.parametrize(
    "lost",
    [
        {"number": None},
        {"number": "B"},
        {"number": ""},
        {"notation": None},
        {"notation": ""},
        {"day": "2019-05"},
        {"day": None},
        {"issued_state": "illegible"},
        {"body": None},
    ],
)
def test_without_body_number_symbol_or_day_there_is_no_place_in_a_series(lost: dict[str, Any]) -> None:
    assert entry(**lost) is None
