"""`export`: every evidence arrives in the training files, on tokens, exactly where it stands in the text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract
from pipeline.check import MalformedResult, fields_of, items_of
from pipeline.cli import main
from pipeline.directive import Directive, to_json
from pipeline.errors import ExitCode
from pipeline.export import conll_lines, make_docs, mentions_of, write_docbin
from pipeline.export.mentions import apart
from pipeline.export.paragraphs import paragraph_starts
from pipeline.export.results import parse_result
from pipeline.export.tally import Tally, tally
from pipeline.export.tokens import index_of, tokenize

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "cases" / "cli" / "ke-hoach.json"
RESULT = Directive.model_validate_json(SAMPLE.read_bytes())
#: Columns side by side, Markdown marks, a joint issuer, a forwarded document behind it.
NAMES = ("ke_hoach_thi_dua_cai_cach_hanh_chinh", "phat_dong_thi_dua_chuyen_doi_so", "lien_tich_hai_so", "cong_van_chuyen_hoa_toc")


@pytest.fixture(scope="module", params=NAMES)
def directive(request: pytest.FixtureRequest) -> Directive:
    return extract(ROOT / "corpus" / f"{request.param}.txt")


def evidence_of(directive: Directive) -> set[tuple[int, int]]:
    found = [e for _, field in fields_of(directive) for e in field.evidence]
    found += [e for name, _, item in items_of(directive) if name != "issues" for e in item.evidence]
    return {(e.start, e.end) for e in found}


# --- tokens -------------------------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_tokens_give_the_text_back(text: str, borders: list[int]) -> None:
    tokens = tokenize(text, sorted(set(borders)))
    assert "".join(text[t.start : t.end] + " " * t.space for t in tokens) == text
    assert all(t.start < t.end for t in tokens) and all(a.end + a.space == b.start for a, b in pairwise(tokens))


@given(st.text(alphabet="ab 1/-.\n", min_size=1, max_size=40), st.data())
def test_a_border_is_never_inside_a_token(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start].isspace() or text[end - 1].isspace():
        return
    tokens = tokenize(text, [start, end])
    where = index_of(tokens, start, end)
    assert where is not None and (tokens[where[0]].start, tokens[where[1] - 1].end) == (start, end)


def test_symbols_and_dates_are_taken_apart() -> None:
    text = "Số: 53/KH-UBND, 15/8/2022"
    assert [text[t.start : t.end] for t in tokenize(text)] == ["Số", ":", "53", "/", "KH", "-", "UBND", ",", "15", "/", "8", "/", "2022"]
    decomposed = "qua\u0309n ly\u0301"
    assert len(tokenize(decomposed)) == 2, "a letter stays with its marks"
    assert index_of(tokenize("không"), 1, 3) is None


# --- mentions -----------------------------------------------------------------------------------------------------------


def test_every_evidence_is_in_a_mention(directive: Directive) -> None:
    mentions = mentions_of(directive)
    assert all(any(m.start <= start and end <= m.end for m in mentions) for start, end in evidence_of(directive))
    borders = {at for start, end in evidence_of(directive) for at in (start, end)}
    assert all(m.start in borders and m.end in borders for m in mentions)


def test_lines_of_one_value_are_one_mention() -> None:
    position, name = RESULT.signer.evidence[1:]
    assert "\n\n" in RESULT.text[position.end : name.start]
    signer = [RESULT.text[m.start : m.end] for m in mentions_of(RESULT) if m.label == "SIGNER"]
    assert signer == ["KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "Trần Thị Minh Hà"], "joined over a line break, not over a blank line"


def test_what_is_concluded_is_a_clue() -> None:
    issuer = RESULT.issuing_body.model_copy(update={"state": "inferred"})
    mentions = mentions_of(RESULT.model_copy(update={"issuing_body": issuer}))
    assert [m.label for m in mentions if m.clue] == ["ISSUING_BODY"]
    assert "ISSUING_BODY" not in {m.label for m in apart(mentions)}


def test_entities_do_not_overlap(directive: Directive) -> None:
    mentions = mentions_of(directive)
    chosen = apart(mentions)
    assert all(a.end <= b.start for a, b in pairwise(chosen))
    assert all(any(m.start < c.end and c.start < m.end for c in chosen) for m in mentions if not m.clue), "nothing is left out needlessly"


# --- DocBin -------------------------------------------------------------------------------------------------------------


def test_spans_stand_where_evidence_stands(directive: Directive) -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed (pip install -e .[nlp])")
    (doc,), counted = make_docs(directive)
    assert doc.text == directive.text and (counted.misaligned, counted.cut) == (0, 0)
    spans = {(s.start_char, s.end_char, s.label_) for key in ("sc", "clues") for s in doc.spans[key]}
    assert spans == {(m.start, m.end, m.label) for m in mentions_of(directive)} and len(spans) == counted.spans
    assert counted.evidence == sum(m.pieces for m in mentions_of(directive))
    assert [(e.start_char, e.end_char, e.label_) for e in doc.ents] == [(m.start, m.end, m.label) for m in apart(mentions_of(directive))]
    values = {s.id_ for s in doc.spans["sc"]}
    assert "number" in values or directive.number.state in ("absent", "inferred")
    assert "references[0]" in values or not directive.references


def test_paragraphs_lose_nothing(directive: Directive) -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed (pip install -e .[nlp])")
    whole, parts = make_docs(directive), make_docs(directive, paragraphs=True)
    assert len(parts[0]) > 10 and len(whole[0]) == 1 and "".join(doc.text for doc in parts[0]) == directive.text
    assert sum(len(doc.spans["sc"]) for doc in parts[0]) == len(whole[0][0].spans["sc"])
    assert parts[1] == whole[1]
    starts = set(paragraph_starts(directive, mentions_of(directive)))
    assert {s.start_char for s in whole[0][0].sents} - {0} <= starts


def test_a_docbin_can_be_read_back(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed (pip install -e .[nlp])")
    from spacy.tokens import DocBin

    total = write_docbin([RESULT, RESULT], tmp_path / "a.spacy")
    write_docbin([RESULT, RESULT], tmp_path / "b.spacy")
    assert total.documents == 2 and (tmp_path / "a.spacy").read_bytes() == (tmp_path / "b.spacy").read_bytes()
    first, _ = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("xx").vocab)
    assert first.text == RESULT.text and first.user_data["source"] == "ke-hoach.txt"
    deadline = next(s for s in first.spans["sc"] if s.id_ == "deadlines[0]")
    assert (deadline.text, deadline.label_) == (RESULT.deadlines[0].evidence[0].text, "DEADLINE")
    assert write_docbin([], tmp_path / "none.spacy") == Tally() and not (tmp_path / "none.spacy").exists()


def test_what_does_not_fall_on_tokens_is_counted() -> None:
    mentions = mentions_of(RESULT)
    counted = tally(tokenize(RESULT.text + "x")[:10], 10, mentions, 0)
    assert counted.misaligned > 0 and f"misaligned: {counted.misaligned}" in str(counted)


@pytest.mark.filterwarnings("default")  # of spaCy's dependencies
def test_a_model_learns_from_it() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed (pip install -e .[nlp])")
    from spacy.training import Example

    import pipeline.export.spacy_tokenizer  # noqa: F401

    config = {"nlp": {"tokenizer": {"@tokenizers": "vanban.Tokenizer.v1"}}}
    nlp = spacy.blank("xx", config=config)
    sizes = {"@misc": "spacy.ngram_suggester.v1", "sizes": [2, 7, 8]}
    nlp.add_pipe("spancat", config={"suggester": sizes})
    references = [doc for doc in make_docs(RESULT, nlp.vocab, paragraphs=True)[0] if doc.spans["sc"]]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in references]
    assert all([t.text for t in e.x] == [t.text for t in e.y] for e in examples), "a model reads text as the files do"
    nlp.initialize(lambda: examples)
    assert {"NUMBER", "DEADLINE", "REFERENCE"} <= set(nlp.get_pipe("spancat").labels)
    losses = [nlp.update(examples)["spancat"] for _ in range(6)]
    assert losses[-1] < losses[0]
    assert nlp.from_bytes(nlp.to_bytes())("Số: 5/KH-SNV")[2].text == "5"


@pytest.mark.filterwarnings("default")  # of spaCy's dependencies
def test_the_config_of_the_guide_makes_a_pipeline() -> None:
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed (pip install -e .[nlp])")
    import pipeline.export.spacy_tokenizer  # noqa: F401

    nlp = spacy.util.load_model_from_config(spacy.util.load_config(ROOT / "docs" / "spancat.cfg"), auto_fill=True)
    assert nlp.pipe_names == ["span_finder", "spancat"] and [t.text for t in nlp.make_doc("15/8")] == ["15", "/", "8"]


# --- CoNLL --------------------------------------------------------------------------------------------------------------


def test_conll_is_iob2(directive: Directive) -> None:
    lines, counted = conll_lines(directive)
    assert lines[:2] == ["-DOCSTART- -X- O O", ""] and counted.misaligned == 0
    rows = [line.split(" ") for line in lines if line and not line.startswith("-DOCSTART-")]
    assert all(len(row) == 4 and row[0].strip() for row in rows)
    tags = [row[3] for row in rows]
    assert all(tag[0] in "BO" or before[2:] == tag[2:] for before, tag in pairwise(["O", *tags]))
    assert sum(tag.startswith("B-") for tag in tags) == counted.entities == len(apart(mentions_of(directive)))
    assert "".join(row[0] for row in rows) == "".join(directive.text.split())


def test_sentences_end_at_paragraphs() -> None:
    text = "\n".join(conll_lines(RESULT)[0])
    sentences = [[line.split(" ")[0] for line in block.split("\n")] for block in text.split("\n\n")]
    assert ["KẾ", "HOẠCH"] in sentences
    assert ["1", ".", "Nâng", "cao", "chất", "lượng", "phục", "vụ", "người", "dân", "."] in sentences
    assert "I-SUBJECT" in text and not any(line.startswith("I-") for line in text.split("\n\n"))


def test_spacy_reads_the_conll() -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed (pip install -e .[nlp])")
    from spacy.training.converters import conll_ner_to_docs

    (doc,) = conll_ner_to_docs("\n".join(conll_lines(RESULT)[0]) + "\n", n_sents=0, no_print=True)
    assert [e.label_ for e in doc.ents] == [m.label for m in apart(mentions_of(RESULT))]


# --- the command line ---------------------------------------------------------------------------------------------------


def test_export_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(SAMPLE), "--conll", str(tmp_path / "a.conll")]) == 0
    out, err = capsys.readouterr()
    assert "a.conll: 1 document, " in out and "misaligned: 0" in out and err == ""
    assert main(["export", str(SAMPLE), "--conll", "-"]) == 0
    assert capsys.readouterr().out == (tmp_path / "a.conll").read_text(encoding="utf-8")


def test_export_of_json_lines_with_a_bad_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "r.jsonl"
    moved = RESULT.place.model_copy(update={"evidence": (RESULT.place.evidence[0].model_copy(update={"start": 0}),)})
    bad = RESULT.model_copy(update={"place": moved})
    lines.write_text("\n".join([to_json(RESULT), to_json(bad), "{", to_json(RESULT)]), encoding="utf-8")
    assert main(["export", str(lines), "--conll", str(tmp_path / "a.conll")]) == ExitCode.check_failed
    out, err = capsys.readouterr()
    assert ": 2 documents, " in out and "r.jsonl:2: it breaks the contract ($.place.evidence[0]" in err and "r.jsonl:3" in err
    with pytest.raises(MalformedResult):
        parse_result(to_json(bad).encode(), "r.jsonl:2")
    assert main(["export", str(SAMPLE), str(tmp_path / "none.json"), "--conll", "-"]) == ExitCode.some_failed


def test_a_form_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--conll", "a", "--docbin", "b"], ["--conll", "-", "--paragraphs"]):
        assert main(["export", "a.json", *arguments]) == ExitCode.bad_arguments
        assert capsys.readouterr().err.count("\n") == 1
