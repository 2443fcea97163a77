"""`view`: what the page lists and in which words, that it is one file without anything that runs or fetches, and its pictures."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import json
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from pipeline import extract
from pipeline.check import MalformedResult
from pipeline.directive import AwardQuota, Deadline, Directive, Number, Period, Reference, Signer, Target, to_json
from pipeline.errors import ExitCode
from pipeline.read import html as html_reader
from pipeline.read import image as image_reader
from pipeline.read import page_notes
from pipeline.read import pdf as pdf_reader
from pipeline.view import Options, Result, read_results, to_result, write_page
from pipeline.view import labels as view_labels
from pipeline.view.issue_words import codes, in_vietnamese
from pipeline.view.items import Item, absent_in, doubted, items_in, noted
from pipeline.view.pictures import pages_to_draw
from pipeline.view.sayings import duration, recurring, said
from tests.scans import FACE, directive, drawn, saved
from tests.view_cases import HOSTILE, hostile

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "corpus" / "ke_hoach_thi_dua_cai_cach_hanh_chinh.txt"
ASSETS = ROOT / "pipeline" / "view"


@pytest.fixture(scope="module")
def plan() -> Directive:
    return extract(SAMPLE)


def changed(result: Directive, **keys: Any) -> Directive:
    """The same with some keys, which may be dotted ("source.path"), replaced."""
    data = result.model_dump(mode="json")
    for key, value in keys.items():
        *path, last = key.split("__")
        inner = data
        for part in path:
            inner = inner[int(part)] if part.isdigit() else inner[part]
        inner[last] = value
    return Directive.model_validate(data)


def page_of(*results: Directive, options: Options | None = None) -> str:
    out = io.StringIO()
    write_page(out, [Result(r, f"results.jsonl:{i}") for i, r in enumerate(results, start=1)], options)
    return out.getvalue()


class Page(HTMLParser):
    """A page as a browser takes it apart."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[dict[str, str | None], str]] = []  #: of script and style: attributes, content
        self._within: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._within = {"tag": tag, **dict(attrs)} if tag in ("script", "style") else None
        if self._within is not None:
            self.raw.append((self._within, ""))

    def handle_data(self, data: str) -> None:
        if self._within is not None:
            self.raw[-1] = (self._within, self.raw[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        self._within = None

    def json(self, name: str) -> Any:
        return json.loads(next(text for attributes, text in self.raw if attributes.get("id") == name))

    def picture(self, name: str) -> Image.Image:
        data = next(text for attributes, text in self.raw if attributes.get("id") == name)
        return Image.open(io.BytesIO(base64.b64decode(data)))


def by_id(items: Sequence[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


# --- words ------------------------------------------------------------------------------------------------------------

_WITNESS = {"confidence": 0.9, "rule": "r", "evidence": ()}


def deadline(**keys: Any) -> Deadline:
    empty = dict.fromkeys(("date", "rrule", "duration", "from_event", "action", "responsible", "submit_to", "section"))
    return Deadline.model_construct(**{**empty, "relation": "by", "business_days": False, **_WITNESS, **keys})


def target(**keys: Any) -> Target:
    empty = dict.fromkeys(("value_max", "population", "outcome", "part_of", "section"))
    return Target.model_construct(**{**empty, "comparator": "=", "unit": "%", **_WITNESS, **keys})


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("2026-05-04", "04/05/2026", "2026-05-04"),
        ("Tây Ninh", "Tây Ninh", "Tây Ninh"),
        (Number(number="27", notation="KH-SYT"), "27/KH-SYT", "27/KH-SYT"),
        (Number(number=None, notation="KH-SYT"), "…/KH-SYT", "…/KH-SYT"),
        (Number(number="05", notation="CT/TW"), "05-CT/TW", "05-CT/TW"),
        (Number(number="5", notation=None), "5", "5"),
        (Signer(name="Lê Hoàng Anh", position="Giám đốc", authority=None, on_behalf_of=None), "Lê Hoàng Anh", "Lê Hoàng Anh"),
        (Signer(name=None, position=None, authority="TM.", on_behalf_of="Ban Thường vụ"), "TM. Ban Thường vụ", "TM. Ban Thường vụ"),
        (Period(start="2022-02-15", end="2022-12", start_event=None), "15/02/2022 – 12/2022", "2022-02-15 – 2022-12"),
        (Period(start=None, end="2022", start_event="ngày phát động"), "ngày phát động – 2022", "ngày phát động – 2022"),
        (target(comparator=">=", value=98.5, outcome="đúng hạn"), "ít nhất 98,5 % – đúng hạn", "at least 98.5 % – đúng hạn"),
        (target(comparator="=", value=15000, value_max=20000, unit="hộ"), "15.000–20.000 hộ", "15,000–20,000 hộ"),
        (deadline(date="2026-05-04", relation="before"), "trước ngày 04/05/2026", "before 2026-05-04"),
        (deadline(date="2026-05", action="báo cáo"), "chậm nhất 05/2026 – báo cáo", "by 2026-05 – báo cáo"),
        (
            deadline(duration="P5D", business_days=True, relation="within", from_event="ngày nhận"),
            "trong 5 ngày làm việc kể từ ngày nhận",
            "within 5 business days from ngày nhận",
        ),
        (deadline(duration="P3D", relation="before", from_event="Tết"), "chậm nhất 3 ngày trước Tết", "by 3 days before Tết"),
        (deadline(rrule="FREQ=MONTHLY;BYMONTHDAY=25"), "hằng tháng, ngày 25", "monthly, day 25"),
    ],
)
def test_values_in_words(value: Any, vietnamese: str, english: str) -> None:
    assert said(value) == (vietnamese, english)


def test_awards_and_references_in_words() -> None:
    quota = AwardQuota.model_construct(award="Giấy khen", comparator="<=", value=5, unit=None)
    assert said(quota) == ("Giấy khen: không quá 5", "Giấy khen: at most 5")
    reference = Reference.model_construct(type="Thông báo", number="233/TB-UBND", date="2026-04-20", issuer=None, title=None)
    assert said(reference) == ("Thông báo số 233/TB-UBND ngày 20/04/2026", "Thông báo 233/TB-UBND of 2026-04-20")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=FR", "hằng tuần, thứ Sáu"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "3 tháng một lần, ngày 15"),
        ("FREQ=YEARLY;BYMONTHDAY=20;BYMONTH=6,12", "hằng năm, ngày 20, tháng 6, 12"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1"),  # not of a usual kind: as it is
        ("nonsense", "nonsense"),
    ],
)
def test_recurrences_in_words(rule: str, words: str) -> None:
    assert recurring(rule)[0] == words


def test_lengths_of_time_in_words() -> None:
    assert duration("P1M") == ("1 tháng", "1 month") and duration("PT30M") == ("30 phút", "30 minutes")
    assert duration("P1Y2M") == ("P1Y2M", "P1Y2M")


# --- issues in Vietnamese ---------------------------------------------------------------------------------------------


def issue_calls() -> list[tuple[str, str]]:
    """(code, message as written) of every issue that a document can raise; parts that are filled in as "X"."""
    tree = ast.parse((ROOT / "pipeline" / "issues.py").read_text(encoding="utf-8"))
    assigned = [n for n in ast.walk(tree) if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)]
    out = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "issue" and len(node.args) > 2:
            code, message = node.args[0], node.args[2]
            if isinstance(message, ast.Name):  # what the variable holds: the nearest assignment above
                above = [n for n in assigned if n.targets[0].id == message.id and n.lineno < node.lineno]
                message = max(above, key=lambda n: n.lineno).value if above else message
            if isinstance(code, ast.Constant):
                out.append((code.value, written(message)))
    return out


def written(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "X"


def reader_notes() -> list[tuple[str, str]]:
    tables = (page_notes.MESSAGES, image_reader._MESSAGES, pdf_reader._MESSAGES)
    pages = [(code, text.format(pages="Pages 1, 2")) for table in tables for code, text in table.items()]
    text = (ROOT / "pipeline" / "read" / "text.py").read_text(encoding="utf-8") + Path(html_reader.__file__).read_text(encoding="utf-8")
    plain = re.findall(r'notes\.append\(\("([a-z_.]+)", f?"(.*)"\)\)', text)
    assert len(plain) >= 4
    return pages + [(code, re.sub(r"\{[^}]*\}", "7", message)) for code, message in plain]


@pytest.mark.parametrize(("code", "message"), [*issue_calls(), *reader_notes()])
def test_every_issue_has_vietnamese_words(code: str, message: str) -> None:
    assert code in codes()
    words = in_vietnamese(code, message)
    assert words != message and "{" not in words


def test_what_is_absent_has_vietnamese_words() -> None:
    source = (ROOT / "pipeline" / "issues.py").read_text(encoding="utf-8")
    missing = re.findall(r'\("(\w+)", found\.[\w.]+, "', source)
    assert len(missing) >= 5 and {f"{name}.absent" for name in missing} <= codes()


def test_quoted_words_are_carried_over() -> None:
    assert in_vietnamese("correction.number", '"1 1/9/2017" was read as "11/9/2017".') == "“1 1/9/2017” được đọc là “11/9/2017”."
    assert in_vietnamese("page_turned", "Page 4: lying on a side or upside down.").startswith("Trang 4: nằm ngang")
    assert in_vietnamese("correction.doubt", '"a"b" may stand for "{c}"; it was left.') == '“a"b” có thể là “{c}”; chưa sửa.'
    assert in_vietnamese("of.tomorrow", "Something new.") == "Something new."


# --- labels -----------------------------------------------------------------------------------------------------------


def test_vietnamese_terms_are_those_of_the_contract() -> None:
    for name, (vietnamese, _) in view_labels.FIELDS.items():
        title = Directive.model_fields[name].title
        assert title is None or title == vietnamese[0].lower() + vietnamese[1:], name
    frame = {"schema_version", "source", "text", "status"}
    assert set(view_labels.FIELDS) == set(Directive.model_fields) - frame


def test_parts_are_keys_of_the_contract() -> None:
    schema = json.dumps(Directive.model_json_schema())
    assert [key for key in view_labels.PARTS if f'"{key}"' not in schema] == []


def test_the_page_says_what_has_words_and_nothing_else() -> None:
    script, template = ((ASSETS / name).read_text(encoding="utf-8") for name in ("page.js", "page.html"))
    asked = set(re.findall(r'\bword\(\s*"(\w+)"', script)) | set(re.findall(r'data-(?:text|label|placeholder)="(\w+)"', template))
    rows = set(re.findall(r'\["(\w+)", (?:source|data|String|signed|`)', script)) | {"signatures"}
    assert asked | rows | {"noscript"} == set(view_labels.WORDS)


def test_every_field_has_a_kind() -> None:
    script = (ASSETS / "page.js").read_text(encoding="utf-8")
    kinds = set(re.findall(r"(\w+): \"", script[script.index("const KINDS") : script.index("const CHUNK")]))
    assert kinds == set(view_labels.FIELDS)


def test_every_key_that_is_listed_works() -> None:
    script = (ASSETS / "page.js").read_text(encoding="utf-8")
    keys = script[script.index("const KEYS") :]
    names = {"↓": "ArrowDown", "↑": "ArrowUp", "Esc": "Escape"}
    for key in (k for keys_of, _ in view_labels.KEYS for k in keys_of.split(", ")):
        assert re.search(rf'(?<![\w]){re.escape(names.get(key, key))}"?: ', keys), key


# --- items ------------------------------------------------------------------------------------------------------------


def evidence(start: int, text: str, **keys: Any) -> dict[str, Any]:
    return {"start": start, "end": start + len(text), "text": text, "page": 1, "bbox": None, **keys}


def issue(code: str, severity: str, message: str, *evidences: Any) -> dict[str, Any]:
    return {"code": code, "severity": severity, "message": message, "evidence": list(evidences)}


def test_what_is_doubted_comes_first(plan: Directive) -> None:
    first = plan.deadlines[0].evidence[0].model_dump(mode="json")
    result = changed(
        plan,
        place__confidence=0.31,
        signer__confidence=0.6,
        number__state="illegible",
        subject__state="partial",
        issues=[
            issue("page_turned", "warning", "Page 1: lying on a side or upside down; turned upright before recognising."),
            issue("deadline.before_issue", "warning", "A deadline of 2022-11-25 lies before the date of issue.", first),
            issue("correction.doubt", "info", '"GIÁM" may stand for "GIẢM"; it was left.', evidence(0, plan.text[:3])),
            issue("some.error", "error", "Broken."),
        ],
    )
    items = items_in(result)
    order = [item.id for item in doubted(items)]
    assert order[:5] == ["issues/3", "deadlines/0", "issues/0", "number", "place"]
    assert set(order[5:]) >= {"signer", "subject"} and "issues/2" in [item.id for item in noted(items)]
    assert by_id(items)["deadlines/0"].reasons[0].words[0] == "Thời hạn 2022-11-25 trước ngày ban hành."
    assert by_id(items)["place"].reasons[0].words[0].startswith("Độ tin cậy thấp (31 %)")


def test_an_issue_of_a_field_is_its_reason_even_where_it_is_absent(plan: Directive) -> None:
    nothing = {"value": None, "state": "absent", "confidence": 0.0, "rule": None, "evidence": []}
    result = changed(plan, signer=nothing, urgency=nothing, issues=[issue("signer.absent", "warning", "No signer was found.")])
    items = by_id(items_in(result))
    assert items["signer"].said is None and [r.words[1] for r in items["signer"].reasons] == ["No signer was found."]
    assert "urgency" not in items and {"signer", "urgency"} <= set(absent_in(result))


def test_a_correction_has_the_place_of_what_quotes_it(plan: Directive) -> None:
    box = [10.0, 20.0, 200.0, 40.0]
    at = plan.place.evidence[0].start
    here = {"start": at, "end": at + 2, "before": plan.text[at : at + 2], "after": "Xx", "rule": "r", "confidence": 0.9}
    result = changed(plan, place__evidence__0__bbox=box, corrections=[here])
    (item,) = (i for i in items_in(result) if i.field == "corrections")
    assert item.marks[0].bbox == tuple(box) and item.change == (here["before"], "Xx")


def test_pages_of_corrections_are_counted_by_form_feeds(plan: Directive) -> None:
    change = {"start": 6, "end": 7, "before": "e", "after": "x", "rule": "r", "confidence": 0.9}
    empty: dict[str, Any] = {name: [] for name, value in plan if isinstance(value, tuple)}
    nothing = {"value": None, "state": "absent", "confidence": 0.0, "rule": None, "evidence": []}
    fields = {name: nothing for name, value in plan if hasattr(value, "state")}
    result = changed(plan, **{**empty, **fields, "text": "ab\fcd\fef", "source__pages": 3, "corrections": [change]})
    assert [i.marks[0].page for i in items_in(result)] == [3]


def test_every_sample_gives_items_with_places() -> None:
    for path in sorted((ROOT / "corpus").glob("*.txt"))[::6]:
        result = extract(path)
        items = items_in(result)
        assert len({i.id for i in items}) == len(items)
        for item in items:
            assert item.marks or item.field == "issues" or item.said is None, item.id
            assert all(0 <= m.start < m.end <= len(result.text) for m in item.marks)


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_is_one_file(plan: Directive) -> None:
    text = page_of(plan)
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    outside = [(tag, key, value) for tag, at in page.tags for key, value in at.items() if key in ("src", "href", "action", "srcset")]
    assert outside == [("link", "href", "data:,")]
    assert not any(key.startswith("on") or key == "style" for _, at in page.tags for key in at)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|eval|innerHTML|outerHTML)\b", text)
    assert "@import" not in text and "url(" not in text and "http://" not in text and "https://" not in text


def test_the_policy_lets_only_the_pages_own_script_and_style_run(plan: Directive) -> None:
    page = Page(page_of(plan))
    policy = next(at["content"] for tag, at in page.tags if at.get("http-equiv") == "Content-Security-Policy")
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    run = [text for at, text in page.raw if at["tag"] == "script" and "type" not in at]
    style = [text for at, text in page.raw if at["tag"] == "style"]
    assert (len(run), len(style)) == (1, 1)
    for name, body in (("script-src", run[0]), ("style-src", style[0])):
        assert rules[name] == f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
    assert rules["default-src"] == "'none'" and rules["img-src"] == "data: blob:"


def test_hostile_text_stays_text(plan: Directive) -> None:
    bad = hostile(plan)
    text = page_of(bad, plan)
    page = Page(text)
    assert [tag for tag, _ in page.tags if tag == "img"] == []
    kinds = [at.get("type") for at, _ in page.raw if at["tag"] == "script"]
    assert kinds == ["application/json"] * 4 + [None]
    data = page.json("d0")
    assert data["text"] == bad.text and HOSTILE in data["text"]
    assert data["source"]["path"] == bad.source.path and page.json("index")[0]["path"] == bad.source.path
    start, end, *_ = data["items"][0]["marks"][0]
    assert data["text"][start:end] == bad.text[start:end]
    block = text[text.index('id="d0"') : text.index("</script>", text.index('id="d0"'))]
    assert not set("<>&\u2028\u2029") & set(block.split(">", 1)[1])


def test_the_same_results_give_the_same_page(plan: Directive) -> None:
    assert page_of(plan, plan) == page_of(plan, plan)


def test_a_result_is_read_whole_and_strictly(plan: Directive) -> None:
    lines = f"{to_json(plan)}\n{to_json(plan)}\n".encode()
    assert [where for where, _ in read_results(lines, "r.jsonl")] == ["r.jsonl:1", "r.jsonl:2"]
    with pytest.raises(MalformedResult, match=r"r\.jsonl:2: it is no result .*; give what `extract` wrote"):
        to_result(b'{"schema_version": "1.0"}', "r.jsonl:2")
    with pytest.raises(MalformedResult):
        to_result(b"{", "r.jsonl:2")


def test_a_result_that_breaks_the_contract_is_shown_with_a_note(plan: Directive) -> None:
    data = plan.model_dump(mode="json")
    data["place"]["evidence"][0]["end"] += 10**6
    result = to_result(json.dumps(data).encode(), "edited.json")
    out = io.StringIO()
    write_page(out, [result])
    (note,) = Page(out.getvalue()).json("d0")["notes"]
    assert note[0].startswith("Kết quả này không đúng quy ước dữ liệu") and "$.place" in note[1]


# --- pictures ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Directive:
    """A PDF of two pages with its text, whose boxes are known."""
    from scripts.pdf_sample import Font, Sheet, Text, write_pdf

    if FACE is None:
        pytest.skip("the font DejaVu Serif, which pages are drawn with, is not installed")
    path = tmp_path_factory.mktemp("view") / "kế hoạch.pdf"
    annex = Sheet([Text(80, 100, 12, "Phụ lục kèm theo Kế hoạch số 45/KH-UBND")])
    path.write_bytes(write_pdf([directive(), annex], Font(FACE.read_bytes())))
    return extract(path)


@pytest.fixture(scope="module")
def scanned(printed: Directive, tmp_path_factory: pytest.TempPathFactory) -> Directive:
    """Its first page as a TIFF, read as well as the PDF."""
    path = tmp_path_factory.mktemp("view") / "scan.tif"
    path.write_bytes(saved(drawn(), "TIFF", dpi=(200, 200)))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = {"path": str(path), "sha256": digest, "media_type": "image/tiff", "reader": "ocr", "pages": 1, "signatures": []}
    return changed(printed, source={**source, "characters": len(printed.text)}, number__state="illegible", number__confidence=0.4)


def dark_share(image: Image.Image, box: Sequence[float], by: float) -> float:
    part = image.convert("L").crop(tuple(round(v * by) for v in box))
    return sum(count for value, count in enumerate(part.histogram()) if value < 128) / (part.width * part.height)


def test_pages_of_a_pdf_are_drawn_where_the_boxes_are(printed: Directive) -> None:
    page = Page(page_of(printed))
    assert page.json("d0")["pages"] == [[1, 595.0, 842.0], [2, 595.0, 842.0]]
    picture = page.picture("p0-1")
    by = picture.width / 595
    assert picture.format == "WEBP" and abs(picture.height - 842 * by) < 2 and 1.1 < by < 2.2
    box = printed.number.evidence[0].bbox
    assert box and dark_share(picture, box, by) > 0.03
    assert dark_share(picture, (box[0], box[3] + 5, box[2], box[3] + 12), by) == 0.0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_fit_pages_that_are_turned_or_cropped(printed: Directive, turn: int, tmp_path: Path) -> None:
    assert printed.source.path
    with pypdfium2.PdfDocument(printed.source.path) as pdf:
        pdf[0].set_cropbox(30, 20, 580, 800)
        pdf[0].set_rotation(turn)
        pdf.save(tmp_path / "turned.pdf")
    result = extract(tmp_path / "turned.pdf")
    page = Page(page_of(result))
    (_, width, height), *_ = page.json("d0")["pages"]
    assert (width, height) == ((550, 780) if turn % 180 == 0 else (780, 550))
    picture, box = page.picture("p0-1"), result.place.evidence[0].bbox
    assert box and dark_share(picture, box, picture.width / width) > 0.03


def test_a_scan_is_drawn_and_what_is_illegible_is_shown_large(scanned: Directive) -> None:
    page = Page(page_of(scanned))
    data = page.json("d0")
    number = next(item for item in data["items"] if item["id"] == "number")
    assert data["check"][0] == "number"
    (start, _, at, box, (area, address)) = number["marks"][0]
    assert (scanned.text[start : start + 2], at) == ("Số", 1)
    assert area[0] < box[0] and area[1] < box[1] and area[2] > box[2] and area[3] > box[3]
    crop = Image.open(io.BytesIO(base64.b64decode(address.removeprefix("data:image/webp;base64,"))))
    by = crop.width / (area[2] - area[0])
    assert 2.7 < by < 2.9  # 200 dots an inch, more than the page's own picture has
    assert dark_share(crop, (box[0] - area[0], box[1] - area[1], box[2] - area[0], box[3] - area[1]), by) > 0.03
    assert dark_share(page.picture("p0-1"), box, page.picture("p0-1").width / 595) > 0.03


def test_only_what_is_doubted_has_a_crop(scanned: Directive) -> None:
    items = Page(page_of(scanned)).json("d0")["items"]
    assert {item["id"] for item in items if any(len(mark) > 4 for mark in item["marks"])} == {
        item.id for item in (*doubted(items_in(scanned)), *noted(items_in(scanned))) if any(mark.bbox for mark in item.marks)
    }


@pytest.mark.parametrize(
    ("path", "digest", "note"),
    [
        ("nowhere/scan.tif", None, "source_missing"),
        (None, None, "source_stdin"),
        (".", None, "source_missing"),  # a folder
        ("", "0" * 64, "source_missing"),
        ("same", "0" * 64, "source_changed"),
    ],
)
def test_without_the_very_source_the_text_is_shown(scanned: Directive, path: str | None, digest: str | None, note: str) -> None:
    where = scanned.source.path if path == "same" else path
    result = changed(scanned, source__path=where, source__sha256=digest or scanned.source.sha256)
    page = Page(page_of(result))
    data = page.json("d0")
    assert data["notes"] == [list(view_labels.NOTES[note])] and data["pages"] == [] and data["text"] == scanned.text
    assert not any(at.get("type") == "text/plain" for at, _ in page.raw)


def test_a_source_that_cannot_be_drawn_is_text(scanned: Directive, tmp_path: Path) -> None:
    for media_type, content in (("application/pdf", b"%PDF-1.4 broken"), ("image/tiff", b"II*\0broken"), ("image/png", b"no picture")):
        path = tmp_path / "broken"
        path.write_bytes(content)
        result = changed(scanned, source__path=str(path), source__sha256=hashlib.sha256(content).hexdigest(), source__media_type=media_type)
        assert Page(page_of(result)).json("d0")["notes"] == [list(view_labels.NOTES["source_unreadable"])]


def test_source_files_are_found_in_other_folders(scanned: Directive, tmp_path: Path) -> None:
    assert scanned.source.path
    moved = changed(scanned, source__path="gone/scan.tif")
    (tmp_path / "scan.tif").write_bytes(Path(scanned.source.path).read_bytes())
    assert Page(page_of(moved, options=Options(folders=(tmp_path,)))).json("d0")["pages"]
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "scan.tif").write_bytes(b"another")
    assert Page(page_of(moved, options=Options(folders=(tmp_path,)))).json("d0")["pages"]


def test_pictures_keep_to_their_limit(printed: Directive) -> None:
    def sizes(limit: int) -> list[int]:
        page = Page(page_of(printed, options=Options(pictures_limit=limit)))
        return [len(base64.b64decode(text)) for at, text in page.raw if at.get("type") == "text/plain"]

    best = sizes(10**7)
    assert len(best) == 2
    small = sizes(2 * (max(best) - 1))
    assert len(small) == 2 and max(small) < max(best)
    assert sizes(2) == []  # no page is so small: text is shown
    assert Page(page_of(printed, options=Options(pictures_limit=2))).json("d0")["pages"] == []


def test_without_pictures_the_page_says_so(printed: Directive) -> None:
    data = Page(page_of(printed, options=Options(pictures=False))).json("d0")
    assert data["pages"] == [] and data["notes"] == [list(view_labels.NOTES["pictures_off"])]


def test_of_long_files_the_first_pages_are_drawn_and_those_with_marks(printed: Directive, plan: Directive) -> None:
    long = changed(printed, source__pages=300)
    assert pages_to_draw(long, [250, 3, 3], 4) == (1, 2, 3, 4, 250)
    assert pages_to_draw(plan, [1], 4) == ()  # a text has no pages to draw


# --- the command ------------------------------------------------------------------------------------------------------

Run = Callable[..., "CompletedProcess[bytes]"]


def test_the_command_writes_a_page(run: Run, plan: Directive, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(to_json(plan, 2), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(f"{to_json(plan)}\n{to_json(plan)}\n", encoding="utf-8")
    done = run("view", tmp_path / "a.json", tmp_path / "b.jsonl", "-", "-o", tmp_path / "page.html", stdin=to_json(plan).encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    index = Page((tmp_path / "page.html").read_text(encoding="utf-8")).json("index")
    assert [entry["where"].rsplit("/", 1)[-1] for entry in index] == ["a.json", "b.jsonl:1", "b.jsonl:2", "standard input"]
    assert index[0]["title"] == "Kế hoạch 86/KH-SNV" and index[0]["status"] == plan.status


def test_without_output_the_page_goes_to_stdout(run: Run, plan: Directive) -> None:
    done = run("view", "-", stdin=to_json(plan).encode())
    assert done.returncode == 0 and done.stdout.startswith(b"<!DOCTYPE html>") and done.stderr == b""


def test_broken_results_are_told_and_the_others_shown(run: Run, plan: Directive, tmp_path: Path) -> None:
    (tmp_path / "mixed.jsonl").write_text(f"{to_json(plan)}\n{{}}\n{to_json(plan)}\n", encoding="utf-8")
    done = run("view", "mixed.jsonl", "none.json", "-o", "page.html", cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == ExitCode.some_failed
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 2 and "mixed.jsonl:2: it is no result" in lines[0] and "none.json" in lines[1]
    assert len(Page((tmp_path / "page.html").read_text(encoding="utf-8")).json("index")) == 2


def test_nothing_to_show_leaves_the_old_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "page.html").write_text("old", encoding="utf-8")
    done = run("view", tmp_path / "bad.json", "-o", tmp_path / "page.html")
    assert done.returncode == ExitCode.check_failed and (tmp_path / "page.html").read_text() == "old"


def test_the_command_never_overwrites_what_it_reads(run: Run, plan: Directive, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(to_json(plan), encoding="utf-8")
    assert run("view", path, "-o", path).returncode == ExitCode.bad_arguments
    assert run("view", path, "--sources", tmp_path / "none").returncode == ExitCode.bad_arguments
    assert json.loads(path.read_text(encoding="utf-8"))
