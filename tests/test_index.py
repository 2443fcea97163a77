"""The index: what is the same word, number and day; queries; builds that lose nothing; what is found and shown; the server's side."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract
from pipeline.directive import Directive, to_json
from pipeline.errors import ExitCode, InputEmpty, InputMissing
from pipeline.index import store
from pipeline.index.build import Built, update_index
from pipeline.index.bulk import bulk_lines, source, template
from pipeline.index.days import days_of, range_of
from pipeline.index.faults import IndexBusy, IndexMissing, IndexUnreadable, QueryError, ServerError
from pipeline.index.lines import read_records
from pipeline.index.numbers import number_key
from pipeline.index.query import Filter, Words, parse_query
from pipeline.index.records import Record, document_key, record_of
from pipeline.index.search import Results, Searcher
from pipeline.index.server import Server, send
from pipeline.index.snippets import marked, snippets
from pipeline.index.wording import plain, spell
from pipeline.text import Edit

sys.path.insert(0, str(Path(__file__).parent))
from fake_opensearch import Fake, fake_opensearch

sys.path.pop(0)

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def directive() -> Directive:
    return extract(CORPUS / "ke_hoach_thi_dua_cai_cach_hanh_chinh.txt")


@pytest.fixture(scope="session")
def record(directive: Directive) -> Record:
    return record_of(directive)


@pytest.fixture(scope="session")
def base(record: Record) -> Record:
    """Says nothing but what a test adds."""
    nothing = dict.fromkeys(("number", "notation", "type", "type_code", "subject", "issuer", "province", "current_province"))
    nothing |= dict.fromkeys(("issued", "start", "end", "signer", "position"))
    lists: dict[str, Any] = dict.fromkeys(("bodies", "provinces", "current_provinces", "deadlines", "cites", "awards"), ())
    return replace(record, **nothing, **lists, recipients=(), mended=(), text="")


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus-index")
    update_index(folder, (record_of(extract(path)) for path in sorted(CORPUS.glob("*.txt"))))
    return folder


def texts(base: Record, *some: str) -> list[Record]:
    return [replace(base, key=text, text=text) for text in some]


def indexed(folder: Path, records: list[Record]) -> Searcher:
    update_index(folder, records)
    return Searcher(folder)


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]


# --- the same word, number, day ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà giải", "hòa giải"),
        ("Uỷ ban", "ỦY BAN"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("quý", "qúy"),
        ("chiến sỹ", "chiến sĩ"),
        ("quy định", "qui định"),
        ("Ðắk Lắk", "Đắk Lắk"),
        (unicodedata.normalize("NFD", "Đường Nguyễn Huệ"), "đường nguyễn huệ"),
    ],
)
def test_one_word_in_several_spellings(one: str, other: str) -> None:
    assert spell(one) == spell(other) and plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("thi đua", "thị đua"), ("má", "mà"), ("đa", "da"), ("ly", "lý"), ("hay", "hai")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert spell(one) != spell(other)


def test_no_word_but_a_final_y_is_respelled() -> None:
    assert plain("hay tay thuyền yên ý thầy SYT công ty") == "hay tay thuyen yen y thay syt cong ti"


@given(st.text(max_size=200))
def test_spelling_keeps_positions_and_is_done_once(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(spell(composed)) == len(composed) == len(plain(composed))
    assert spell(spell(text)) == unicodedata.normalize("NFC", spell(text)) or not text.isprintable()


@pytest.mark.parametrize("text", ["27/KH-SKHCN", "27/kh-skhcn", "27 KH SKHCN", "027/KHSKHCN", "27-KH/SKHCN", "Số: 27 / KH - SKHCN"])
def test_one_number_in_several_forms(text: str) -> None:
    assert number_key(text.removeprefix("Số: ")) == "27khskhcn"


def test_numbers_that_differ() -> None:
    some = ["27/KH-SKHCN", "2/7KH-SKHCN", "127/KH-SKHCN", "27/2021/KH-SKHCN", "27a/KH-SKHCN"]
    assert len(set(map(number_key, some))) == len(some)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2021-01-15", "2021-01-15", "2021-01-15"),
        ("15/1/2021", "2021-01-15", "2021-01-15"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2/2021", "2021-02-01", "2021-02-28"),
        ("2021-01..2021-06", "2021-01-01", "2021-06-30"),
        ("..2021", "0001-01-01", "2021-12-31"),
        (">=2021-03", "2021-03-01", "9999-12-31"),
        (">2021-03", "2021-04-01", "9999-12-31"),
        ("<=2021", "0001-01-01", "2021-12-31"),
        ("<2021-06-01", "0001-01-01", "2021-05-31"),
    ],
)
def test_ranges_of_days(asked: str, first: str, last: str) -> None:
    assert range_of(asked).first == days_of(first).first and range_of(asked).last == days_of(last).last


@pytest.mark.parametrize("asked", ["2021-13", "2021-02-30", "21", "soon", "..", "2022..2021", "<", ""])
def test_what_is_no_date(asked: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        range_of(asked)


# --- queries -----------------------------------------------------------------------------------------------------------------


def test_a_query_in_all_its_parts() -> None:
    query = parse_query('thi đua "giấy khen" type:KH province:"Bắc Kạn" issued:2021-01..2021-06 deadline:<2021-06-01 cites:34-CT/TW -hội')
    assert query.words == (Words("thi"), Words("đua"), Words("giấy khen", together=True), Words("hội", out=True))
    assert [one.field for one in query.filters] == ["type", "province", "issued", "deadline", "cites"]
    assert query.filters[1] == Filter("province", ("Bắc Kạn",)) and query.filters[2].days == (range_of("2021-01..2021-06"),)


def test_vietnamese_names_of_fields_and_typographic_quotes() -> None:
    query = parse_query("tỉnh:“Bắc Kạn” loại:KH|CV -số:27")
    assert query.filters == (Filter("province", ("Bắc Kạn",)), Filter("type", ("KH", "CV")), Filter("number", ("27",), out=True))


@pytest.mark.parametrize("text", ["Điều 1: phạm vi", "lúc 10:30", "xem http://vanban.gov.vn", "Kính gửi: UBND"])
def test_a_colon_in_ordinary_text(text: str) -> None:
    assert not parse_query(text).filters


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("foo:bar", "no such field"),
        ("issued:2021-13", "month"),
        ("deadline:x", "no date"),
        ('"thi đua', "left open"),
        ('type:"-"', "no value"),
    ],
)
def test_a_query_that_is_not_understood(text: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse_query(text)


@given(st.text(alphabet=st.sampled_from('aáđ 1-:|".<>=/type:issued:'), max_size=40))
def test_any_query_is_parsed_or_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert all(one.text for one in query.words)


@given(text=st.text(max_size=60))
def test_any_query_is_answered_or_refused(corpus_index: Path, text: str) -> None:
    try:
        found = _searcher(corpus_index).search(text, limit=3, facets=True)
    except QueryError:
        return
    assert len(found.hits) <= 3 <= found.total or len(found.hits) == found.total


_SEARCHERS: dict[Path, Searcher] = {}


def _searcher(folder: Path) -> Searcher:
    return _SEARCHERS.setdefault(folder, Searcher(folder))


# --- keys ----------------------------------------------------------------------------------------------------------------------


def _with(directive: Directive, field: str, **changes: Any) -> Directive:
    return directive.model_copy(update={field: getattr(directive, field).model_copy(update=changes)})


def test_the_key_is_year_number_notation_and_body(directive: Directive) -> None:
    assert document_key(directive) == "2022:86/KH-SNV:so-noi-vu-tinh-ha-tinh"


@pytest.mark.parametrize(("field", "state"), [("number", "illegible"), ("number", "blank"), ("issued_date", "illegible")])
def test_an_unsure_number_or_date_makes_no_key(directive: Directive, field: str, state: str) -> None:
    assert document_key(_with(directive, field, state=state)) == f"sha256:{directive.source.sha256}"


def test_a_document_without_its_body_has_its_sha256(directive: Directive) -> None:
    assert document_key(_with(directive, "issuing_body", value=None)) == f"sha256:{directive.source.sha256}"


# --- building ------------------------------------------------------------------------------------------------------------------


def test_added_updated_deleted(tmp_path: Path, base: Record) -> None:
    one, two, three = texts(base, "một", "hai", "ba")
    assert update_index(tmp_path, [one, two]) == Built(2, 2, 0, 0, (), ())
    assert update_index(tmp_path, [replace(one, text="mốt"), three]) == Built(3, 1, 1, 0, (), ())
    assert update_index(tmp_path, [], delete=["hai", "bốn"]) == Built(2, 0, 0, 1, (), ("bốn",))
    searcher = Searcher(tmp_path)
    assert keys(searcher.search("mốt")) == ["một"] and not searcher.search('"hai"').total and searcher.documents == 2


def test_delete_then_add_in_one_go(tmp_path: Path, base: Record) -> None:
    update_index(tmp_path, texts(base, "một"))
    assert update_index(tmp_path, texts(base, "một"), delete=["một"]).documents == 1


def test_duplicates_are_counted_and_the_last_stays(tmp_path: Path, base: Record) -> None:
    one, two = texts(base, "một", "hai")
    built = update_index(tmp_path, [one, two, replace(one, text="sau"), replace(one, text="cuối")])
    assert built.duplicates == (("một", 3),) and (built.documents, built.added) == (2, 2)
    assert keys(Searcher(tmp_path).search("cuối")) == ["một"] and not Searcher(tmp_path).search('"sau"').total


def test_rebuild_begins_with_nothing(tmp_path: Path, base: Record) -> None:
    update_index(tmp_path, texts(base, "một", "hai"))
    assert update_index(tmp_path, texts(base, "ba"), rebuild=True) == Built(1, 1, 0, 0, (), ())


def test_nothing_replaces_nothing(tmp_path: Path, base: Record) -> None:
    update_index(tmp_path, texts(base, "một"))
    with pytest.raises(InputEmpty):
        update_index(tmp_path, [], rebuild=True)
    assert Searcher(tmp_path).documents == 1


def test_an_input_that_breaks_leaves_the_old_index(tmp_path: Path, base: Record) -> None:
    update_index(tmp_path, texts(base, "một"))

    def breaks() -> Iterator[Record]:
        yield from texts(base, "hai", "ba")
        raise InputMissing("gone", "x", "y")

    with pytest.raises(InputMissing):
        update_index(tmp_path, breaks(), rebuild=True)
    assert keys(Searcher(tmp_path).search("")) == ["một"], "an empty query lists everything"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["000001", "CURRENT", "lock"]


def test_an_open_index_stays_as_it_was_while_others_are_built(tmp_path: Path, base: Record) -> None:
    old = indexed(tmp_path, texts(base, "một"))
    for word in ("hai", "ba", "bốn"):
        update_index(tmp_path, texts(base, word), rebuild=True)
    assert keys(old.search("một")) == ["một"] and keys(Searcher(tmp_path).search("bốn")) == ["bốn"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["000003", "000004", "CURRENT", "lock"]


def test_searches_see_the_old_index_until_the_new_one_is_whole(tmp_path: Path, base: Record) -> None:
    update_index(tmp_path, texts(base, "cũ"))
    seen: list[int] = []

    def slowly() -> Iterator[Record]:
        for record in texts(base, "mới", "tinh"):
            seen.append(Searcher(tmp_path).documents)
            yield record

    update_index(tmp_path, slowly())
    assert seen == [1, 1] and Searcher(tmp_path).documents == 3


def test_one_build_at_a_time(tmp_path: Path, base: Record) -> None:
    def meanwhile() -> Iterator[Record]:
        with pytest.raises(IndexBusy):
            update_index(tmp_path, texts(base, "hai"))
        yield from texts(base, "một")

    assert update_index(tmp_path, meanwhile()).documents == 1


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, base: Record) -> None:
    (tmp_path / "thư.txt").write_text("x", encoding="utf-8")
    with pytest.raises(IndexUnreadable, match="other files"):
        update_index(tmp_path, texts(base, "một"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["thư.txt"]


def test_no_index_a_damaged_one_and_another_version(tmp_path: Path, base: Record) -> None:
    with pytest.raises(IndexMissing):
        Searcher(tmp_path / "none")
    update_index(tmp_path, texts(base, "một"))
    (tmp_path / "CURRENT").write_text("?", encoding="utf-8")
    with pytest.raises(IndexUnreadable, match="damaged"):
        update_index(tmp_path, texts(base, "hai"))
    assert update_index(tmp_path, texts(base, "hai"), rebuild=True).documents == 1
    (tmp_path / "CURRENT").write_text('{"format": 0, "generation": "000002"}', encoding="utf-8")
    with pytest.raises(IndexUnreadable, match="another version"):
        Searcher(tmp_path)


def test_a_generation_that_is_gone(tmp_path: Path, base: Record) -> None:
    update_index(tmp_path, texts(base, "một"))
    (tmp_path / "000001" / "meta.json").unlink()
    with pytest.raises(IndexUnreadable, match="cannot be opened"):
        Searcher(tmp_path)


def test_without_hard_links_files_are_copied(tmp_path: Path, base: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(store.os, "link", refuse)
    update_index(tmp_path, texts(base, "một"))
    update_index(tmp_path, texts(base, "hai"))
    assert Searcher(tmp_path).documents == 2


def test_others_may_search_what_they_may_not_write(tmp_path: Path, base: Record) -> None:
    update_index(tmp_path, texts(base, "một"))
    files = [tmp_path / "CURRENT", *(tmp_path / "000001").iterdir()]
    assert all(file.stat().st_mode & 0o444 == files[0].stat().st_mode & 0o444 for file in files)
    assert (tmp_path / "000001" / ".tantivy-meta.lock").stat().st_mode & 0o222 == 0o222, "readers lock it"


# --- killed ----------------------------------------------------------------------------------------------------------------------

_KILLED = """
import os, signal, sys
from pathlib import Path
import pipeline.index.build as build
import pipeline.index.store as store
from pipeline.index.lines import read_records

folder, lines, where = sys.argv[1:]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
if where == "adding":
    progress = lambda count: die() if count == 20 else None
else:
    progress = lambda count: None
if where == "committed":
    store._sync = die
if where == "switching":
    store.os.replace = die
if where == "sweeping":
    sweep, calls = store._sweep, []
    store._sweep = lambda folder: die() if calls else calls.append(sweep(folder))
build.update_index(Path(folder), read_records([lines], print), progress=progress)
"""


@pytest.fixture(scope="session")
def corpus_lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "directives.jsonl"
    path.write_text("".join(to_json(extract(one)) + "\n" for one in sorted(CORPUS.glob("*.txt"))), encoding="utf-8")
    return path


@pytest.mark.parametrize(("where", "documents"), [("adding", 1), ("committed", 1), ("switching", 1), ("sweeping", 55)])
def test_a_killed_build_leaves_a_whole_index(tmp_path: Path, base: Record, corpus_lines: Path, where: str, documents: int) -> None:
    """`documents` before or after, nothing in between; the next build tidies up and does all."""
    update_index(tmp_path, texts(base, "cũ"))
    command = [sys.executable, "-c", _KILLED, str(tmp_path), str(corpus_lines), where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    searcher = Searcher(tmp_path)
    assert searcher.documents == documents and "cũ" in keys(searcher.search("cũ", limit=60))
    assert update_index(tmp_path, read_records([str(corpus_lines)], print)).documents == 55
    assert len([entry for entry in tmp_path.iterdir() if entry.is_dir()]) <= 2 and not list(tmp_path.glob("*.partial"))


# --- reading lines -----------------------------------------------------------------------------------------------------------------


def test_a_bad_line_costs_itself(tmp_path: Path, directive: Directive) -> None:
    good = to_json(directive)
    path = tmp_path / "x.jsonl"
    path.write_bytes(f'{good}\n\nno json\n{{"schema_version": "1.0"}}\n'.encode() + b'\xff\xfe\n{"a": 1' + f"\n{good}".encode())
    told: list[str] = []
    assert len(list(read_records([str(path)], told.append))) == 2
    assert [line.split(": ")[0].rpartition(":")[2] for line in told] == ["3", "4", "5", "6"]


def test_an_indented_object_is_one_document(tmp_path: Path, directive: Directive) -> None:
    path = tmp_path / "x.json"
    path.write_text(to_json(directive, 2), encoding="utf-8")
    assert [one.key for one in read_records([str(path)], pytest.fail)] == [document_key(directive)]


@pytest.mark.parametrize("name", ["none.jsonl", "."])
def test_no_such_file(name: str) -> None:
    with pytest.raises(InputMissing):
        list(read_records([name], print))


# --- finding -----------------------------------------------------------------------------------------------------------------------


def test_marks_as_typed_come_first_and_no_marks_find_all(tmp_path: Path, base: Record) -> None:
    often = "thị đua thị đua thị đua"
    searcher = indexed(tmp_path, texts(base, often, "phong trào thi đua của các đơn vị", "Thi Dua", "thi đấu"))
    found = searcher.search("thi đua")
    assert keys(found)[0] == "phong trào thi đua của các đơn vị" and set(keys(found)[1:]) == {often, "Thi Dua"}
    assert [hit.match for hit in found.hits] == ["exact", "folded", "folded"]
    assert searcher.search("phong trao thị").hits[0].match == "folded" and searcher.search("phong trao thi đua").hits[0].match == "exact"
    assert set(keys(searcher.search("thi dua"))) == set(keys(found)) and {hit.match for hit in searcher.search("THI DUA").hits} == {"exact"}


def test_spellings_of_one_word_find_each_other(tmp_path: Path, base: Record) -> None:
    some = ["Cộng hoà xã hội chủ nghĩa Việt Nam", unicodedata.normalize("NFD", "CỘNG HÒA XÃ HỘI"), "Cô\u0323ng ho\u0300a"]
    searcher = indexed(tmp_path, texts(base, *some))
    for typed in ("cộng hòa", "cộng hoà", unicodedata.normalize("NFD", "CỘNG HOÀ")):
        assert {hit.match for hit in searcher.search(typed).hits} == {"exact"} and searcher.search(typed).total == 3


def test_what_is_written_over_lines_and_with_marks_of_layout(tmp_path: Path, base: Record) -> None:
    searcher = indexed(tmp_path, texts(base, "**Ủy ban**\nnhân dân", "ủy\u00adban nhân d\u200bân"))
    assert searcher.search('"ủy ban nhân dân"').total == 1 and searcher.search('"nhân dân"').total == 2


def test_mended_words_are_found_and_shown_as_printed(tmp_path: Path, base: Record) -> None:
    one = replace(base, key="k", text="đúng thảm quyền", mended=(Edit(5, 9, "thẩm"),))
    (hit,) = indexed(tmp_path, [one]).search("thẩm quyền").hits
    assert hit.match == "exact" and hit.snippets[0].text == "đúng thảm quyền" and hit.snippets[0].marks == ((5, 9), (10, 15))


def test_words_out(tmp_path: Path, base: Record) -> None:
    searcher = indexed(tmp_path, texts(base, "giấy khen", "giấy khen, bằng khen", "bằng khen"))
    assert keys(searcher.search('giấy khen -"bằng khen"')) == ["giấy khen"] and keys(searcher.search("-giấy")) == ["bằng khen"]


def test_mistyped_words_only_when_nothing_else_is_found(tmp_path: Path, base: Record) -> None:
    searcher = indexed(tmp_path, texts(base, "tổ chức hội nghị", "nội quy cơ quan"))
    found = searcher.search("hội nghj")
    assert keys(found) == ["tổ chức hội nghị"] and found.corrected == {"nghj": ("nghi",)} and found.hits[0].match == "corrected"
    assert keys(searcher.search("nội nghị")) and searcher.search("nội nghị").hits[0].match == "partial"
    assert not searcher.search("hội").corrected and not searcher.search("xyzt").total


def test_dates_partial_open_and_several(tmp_path: Path, base: Record) -> None:
    some = [
        replace(base, key="month", issued="2021-01", start="2021", end=None),
        replace(base, key="day", issued="2021-01-20", deadlines=("2021-02-01", "2021-12-31")),
        replace(base, key="year", issued="2021", deadlines=("2021-06",), start=None, end="2021-03"),
    ]
    searcher = indexed(tmp_path, some)

    def found(text: str) -> set[str]:
        return set(keys(searcher.search(text)))

    assert found("issued:2021-01-05") == {"month", "year"} and found("issued:>=2021-02") == {"year"} and found("issued:2022") == set()
    assert found("deadline:2021-03..2021-11") == {"year"}, "between two deadlines there is none"
    assert found("deadline:<2021-06-01") == {"day"} and found("deadline:2021-06-15|2021-12") == {"day", "year"}
    assert found("period:2030") == {"month"} and found("period:2021-02") == {"month", "year"} and found("-period:2021-02") == {"day"}


def test_provinces_types_numbers_and_names(corpus_index: Path) -> None:
    searcher = Searcher(corpus_index)

    def count(text: str) -> int:
        return searcher.search(text).total

    assert count('province:"Vĩnh Long"') == 3 and count('province:"Bến Tre"') == 2 and count("province_now:vĩnh_long") == 3
    assert count('province_issued:"Vĩnh Long"') == 0
    assert count("type:KH") == count('type:"kế hoạch"') == count("type:ke_hoach") > 5 and count("type:CV") == count('type:"Công văn"') > 5
    assert count("number:86") == 1 and count("number:KH-SNV") == 3 and count("number:086/khsnv") == 1 and count("cites:30/2020") == 1
    assert count('signer:"trần thị hoài thương"') == 1 and count('subject:"cải cách hành chính"') >= 2 and count("status:valid") > 40


def test_without_words_the_newest_come_first(corpus_index: Path) -> None:
    searcher = Searcher(corpus_index)
    dates = [hit.shown["issued"] for hit in searcher.search("type:CT").hits]
    assert dates == sorted(dates, reverse=True) and len(dates) > 4
    assert searcher.search("type:CT rừng", sort="oldest").hits[0].shown["issued"] == "2012-11-26"


def test_facets_count_all_that_match(corpus_index: Path) -> None:
    found = Searcher(corpus_index).search("thi đua", limit=1, facets=True)
    assert len(found.hits) == 1 and sum(count for _, count in found.facets["status"]) == found.total > 20
    assert ("Kế hoạch", Searcher(corpus_index).search("thi đua type:KH").total) in found.facets["type"]
    assert [count for _, count in found.facets["year"]] == sorted((count for _, count in found.facets["year"]), reverse=True)


def test_pages_of_hits_follow_each_other(corpus_index: Path) -> None:
    searcher = Searcher(corpus_index)
    assert keys(searcher.search("thi đua", 4)) + keys(searcher.search("thi đua", 4, offset=4)) == keys(searcher.search("thi đua", 8))


def test_the_same_index_built_twice_answers_alike(tmp_path: Path, corpus_lines: Path) -> None:
    for name in ("a", "b"):
        update_index(tmp_path / name, read_records([str(corpus_lines)], print))
    for text in ("thi đua", "type:KH", "ke hoach nam 2022"):
        assert Searcher(tmp_path / "a").search(text, 30, facets=True) == Searcher(tmp_path / "b").search(text, 30, facets=True)


# --- snippets ------------------------------------------------------------------------------------------------------------------------


def test_snippets_are_stretches_of_the_source(corpus_index: Path) -> None:
    for hit in Searcher(corpus_index).search("cải cách hành chính", passages=3).hits:
        text = extract(ROOT / hit.shown["path"] if not Path(hit.shown["path"]).is_absolute() else hit.shown["path"]).text
        assert hit.snippets
        for one in hit.snippets:
            assert one.text == text[one.start : one.end] and one.marks
            assert all(plain(text[start:end]) in plain("cải cách hành chính") for start, end in one.marks)


@given(st.text(alphabet="aàáđ \n*\u0301thiđua", max_size=80), st.lists(st.sampled_from(["a", "đua", "thi", "á"]), min_size=1, max_size=3))
def test_snippets_of_anything(text: str, wanted: list[str]) -> None:
    for one in snippets(text, (), [(word,) for word in wanted], count=3):
        assert one.text == text[one.start : one.end]
        assert all(one.start <= start < end <= one.end for start, end in one.marks)
        marked(one)


def test_words_side_by_side_share_their_marks() -> None:
    (one,) = snippets("Phong trào\nthi đua, khen thưởng", (), [("thi",), ("đua",), ("khen", "thưởng")])
    assert marked(one) == "Phong trào «thi đua», «khen thưởng»" and len(one.marks) == 3


# --- OpenSearch ------------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def fake() -> Iterator[Fake]:
    pytest.importorskip("opensearchpy", reason="needs vanban[server]")
    with fake_opensearch() as server:
        yield server


def _send(fake: Fake, records: list[Record], tmp_path: Path, **more: Any) -> Any:
    pauses: list[float] = []
    server = Server(fake.url, "directives", chunk=2, retries=3, pause=0.5)
    return send(server, records, tmp_path / "failures.jsonl", sleep=pauses.append, **more), pauses


def test_the_first_time_an_index_and_its_alias_are_made(fake: Fake, tmp_path: Path, base: Record) -> None:
    done, pauses = _send(fake, texts(base, "một", "hai", "ba"), tmp_path)
    assert (done.index, done.sent, done.failed, done.swapped, pauses) == ("directives-000001", 3, 0, True, [])
    assert fake.aliases == {"directives": ["directives-000001"]} and set(fake.indices["directives-000001"]) == {"một", "hai", "ba"}
    assert fake.templates["directives"]["index_patterns"] == ["directives-*"] and not (tmp_path / "failures.jsonl").exists()
    assert fake.requests.index(("PUT", "/_index_template/directives")) < fake.requests.index(("PUT", "/directives-000001"))
    assert fake.requests[-1] == ("POST", "/_aliases"), "nobody searches it before it is whole"


def test_later_documents_go_into_the_same_index(fake: Fake, tmp_path: Path, base: Record) -> None:
    _send(fake, texts(base, "một", "hai"), tmp_path)
    one, two = texts(base, "một", "hai")
    done, _ = _send(fake, [replace(one, text="mốt"), replace(one, text="mới"), two], tmp_path, delete=["hai", "bốn"])
    assert list(fake.indices) == ["directives-000001"] and fake.indices["directives-000001"]["một"]["text"] == "mới"
    assert (done.deleted, done.unknown, done.duplicates) == (1, ("bốn",), (("một", 2),))


def test_a_rebuild_moves_the_alias_in_one_request(fake: Fake, tmp_path: Path, base: Record) -> None:
    for number in range(3):
        fake.requests.clear()
        done, _ = _send(fake, texts(base, f"bản {number}"), tmp_path, rebuild=True)
    assert fake.aliases == {"directives": ["directives-000003"]} and [path for _, path in fake.requests].count("/_aliases") == 1
    assert list(fake.indices) == ["directives-000002", "directives-000003"], "the one before stays, to go back to"
    assert done.swapped


def test_a_busy_server_is_asked_again_after_longer_pauses(fake: Fake, tmp_path: Path, base: Record) -> None:
    fake.busy = [429, 503]
    fake.item_statuses = {"ba": [429]}
    done, pauses = _send(fake, texts(base, "một", "hai", "ba", "bốn"), tmp_path)
    assert (done.sent, done.failed, pauses) == (4, 0, [0.5, 1.0, 0.5])


def test_what_the_server_refuses_is_written_down_and_a_rebuild_with_it_is_not_shown(fake: Fake, tmp_path: Path, base: Record) -> None:
    _send(fake, texts(base, "cũ"), tmp_path)
    fake.item_statuses = {"hai": [400], "ba": [429] * 9}
    done, _ = _send(fake, texts(base, "một", "hai", "ba", "bốn"), tmp_path, rebuild=True)
    assert (done.sent, done.failed, done.swapped) == (2, 2, False) and fake.aliases == {"directives": ["directives-000001"]}
    lines = [json.loads(line) for line in (tmp_path / "failures.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["key"], line["status"]) for line in lines] == [("hai", 400), ("ba", 429)] and lines[0]["error"]["type"] == "made_up"


def test_a_server_that_stays_busy_or_away_or_refuses(fake: Fake, tmp_path: Path, base: Record) -> None:
    fake.busy = [503] * 99
    with pytest.raises(ServerError, match="took nothing in 4 tries"):
        _send(fake, texts(base, "một"), tmp_path)
    fake.user = "Basic bm90aGluZw=="
    with pytest.raises(ServerError, match="refuses this user"):
        _send(fake, texts(base, "một"), tmp_path)
    with pytest.raises(ServerError, match="does not answer"):
        send(Server("http://127.0.0.1:9", "directives"), texts(base, "một"), tmp_path / "f")
    with pytest.raises(ServerError, match="not allowed"):
        send(Server(fake.url, "Chỉ mục"), [], tmp_path / "f")


def test_an_index_in_the_way_of_the_alias(fake: Fake, tmp_path: Path, base: Record) -> None:
    fake.indices["directives"] = {}
    with pytest.raises(ServerError, match="in the way"):
        _send(fake, texts(base, "một"), tmp_path)


def test_the_document_that_is_sent(record: Record) -> None:
    sent = source(replace(record, issued="2022-02", start="2022-02-15", end=None, deadlines=("2022-11",)))
    assert sent["issued_days"] == {"gte": "2022-02-01", "lte": "2022-02-28"}
    assert sent["deadline_days"] == [{"gte": "2022-11-01", "lte": "2022-11-30"}]
    assert sent["period_days"] == {"gte": "2022-02-15", "lte": "9999-12-31"} and sent["province_terms"] == ("ha tinh",)
    assert set(sent) <= set(template("x")["template"]["mappings"]["properties"])


def test_every_analyser_part_that_is_named_is_there() -> None:
    analysis = template("x")["template"]["settings"]["analysis"]
    built_in = {"lowercase"}
    for analyser in analysis["analyzer"].values():
        assert set(analyser["filter"]) <= set(analysis["filter"]) | built_in and analyser["tokenizer"] in analysis["tokenizer"]
        assert set(analyser["char_filter"]) <= set(analysis["char_filter"])
    mappings = analysis["char_filter"]["tone_places"]["mappings"]
    assert "òa => oà" in mappings and "ÒA => OÀ" in mappings and len(mappings) == len(set(mappings)) == 47


def test_bulk_lines(base: Record) -> None:
    lines = list(bulk_lines(texts(base, "một"), delete=["hai"]))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert [json.loads(line) for line in lines[:2]] == [{"delete": {"_id": "hai"}}, {"index": {"_id": "một"}}]


# --- the commands ------------------------------------------------------------------------------------------------------------------------


def test_index_and_search_as_commands(tmp_path: Path, run: Any, corpus_lines: Path) -> None:
    done = run("index", corpus_lines, "-o", tmp_path / "I")
    assert (done.returncode, done.stdout.decode()) == (0, f"{tmp_path / 'I'}: 54 documents (54 added, 0 updated, 0 deleted)\n")
    found = run("search", tmp_path / "I", "cai cach", "giấy khen", "province:hà tĩnh", "--facets", "--json")
    answer = json.loads(found.stdout)
    assert answer["query"] == '"cai cach" "giấy khen" province:"hà tĩnh"' and answer["total"] == 1
    assert answer["hits"][0]["key"] == "2022:86/KH-SNV:so-noi-vu-tinh-ha-tinh"
    assert answer["facets"]["type"] == [{"value": "Kế hoạch", "count": 1}]
    shown = run("search", tmp_path / "I", "khenthuong", "--limit", "1")
    assert shown.returncode == 0 and "(corrected)" in shown.stdout.decode() and "khenthuong → khen thuong" in shown.stderr.decode()


def test_bad_lines_duplicates_and_unknown_keys_are_told(tmp_path: Path, run: Any, corpus_lines: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("no json\n", encoding="utf-8")
    done = run("index", tmp_path / "bad.jsonl", corpus_lines, corpus_lines, "-o", tmp_path / "I", "--delete", "no such key")
    told = done.stderr.decode()
    assert done.returncode == ExitCode.some_failed and "bad.jsonl:1: no directive" in told and "no such key: no document" in told
    assert told.count("it came 2 times") == 20 and "34 more keys" in told and b"1 bad lines left out" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("index", "-o", "I"), ExitCode.bad_arguments, "JSON Lines"),
        (("index", "x.jsonl"), ExitCode.bad_arguments, "-o is missing"),
        (("index", "none.jsonl", "-o", "I"), ExitCode.input_missing, "no such file"),
        (("search", "none", "x"), ExitCode.input_missing, "no index here"),
        (("search", "none", "x", "--limit", "-1"), ExitCode.bad_arguments, "--limit"),
    ],
)
def test_what_cannot_be_done(tmp_path: Path, run: Any, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = run(*arguments, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stdout) == (code, b"") and says in done.stderr.decode() and done.stderr.count(b"\n") == 1


def test_a_bulk_file_and_its_template(tmp_path: Path, run: Any, corpus_lines: Path) -> None:
    assert run("index", corpus_lines, "--to", "ndjson", "-o", tmp_path / "b.ndjson").returncode == 0
    assert len((tmp_path / "b.ndjson").read_text(encoding="utf-8").splitlines()) == 108
    done = run("index", "--to", "template", "--name", "chi-thi", "-o", "-")
    assert json.loads(done.stdout)["index_patterns"] == ["chi-thi-*"]


def test_a_server_as_a_command(tmp_path: Path, run: Any, corpus_lines: Path, fake: Fake) -> None:
    fake.item_statuses = {"2022:86/KH-SNV:so-noi-vu-tinh-ha-tinh": [400]}
    sent = ("index", corpus_lines, "--to", "opensearch", "--url", fake.url, "--failures", tmp_path / "f.jsonl")
    done = run(*sent)
    assert done.returncode == ExitCode.some_failed and done.stdout.decode() == "directives-000001: 53 sent, 0 deleted, 1 refused\n"
    assert "the server refused 1 documents" in done.stderr.decode() and (tmp_path / "f.jsonl").exists()
    assert run(*sent).returncode == 0 and fake.aliases == {"directives": ["directives-000002"]}
