"""Word and web versions of a plain directive, as offices write them: the head and the foot in tables, labels as real lists.

Used by the tests of the readers; `python tests/office.py corpus/*.txt` writes the files and scores them against corpus/gold.
"""

from __future__ import annotations

import html
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN")
_DATE = re.compile(r"\S.{0,40}, ngày\s.*\d{4}$")
_RULE = re.compile(r"[-_* ]+")
_GAP = re.compile(r"(?<=\S)(?<!Số:)(?<!ngày) {3,}")


@dataclass
class Sample:
    """A directive in parts."""

    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)  #: centred
    body: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


def sample(text: str) -> Sample:
    lines = [re.sub(r"\*\*+|^#+ ", "", line).rstrip() for line in text.splitlines()]
    out = Sample()
    at = _head(lines, out)
    if at == len(lines):  # no head that this knows
        out, at = Sample(), 0
    foot = next((i for i, line in enumerate(lines) if i > at and line.startswith("Nơi nhận")), len(lines))
    blank = next((i for i in range(at + 1, foot) if not lines[i] and not lines[i - 1].isupper()), at)
    if not lines[at].startswith(("Kính gửi", "Căn cứ")):
        out.title, at = _paragraphs(lines[at:blank]), blank
    out.body = _paragraphs(lines[at:foot])
    _foot(lines[foot:], out)
    return out


def _head(lines: list[str], out: Sample) -> int:
    """Where the body begins."""
    side, motto = out.left, any(_MOTTO.search(line) for line in lines[:12])
    subject = False
    for i, line in enumerate(lines):
        parts = _GAP.split(line.strip())
        subject = subject and bool(line)
        if len(parts) == 2:
            out.left.append(parts[0])
            out.right.append(parts[1])
            motto = False
        elif _DATE.match(line.strip()):
            out.right.append(line.strip())
        elif re.match(r"\s*(?:Số|V/v)\b", line) or subject:
            out.left.append(line.strip())
            subject = subject or line.startswith("V/v")
            side, motto = out.left, False
        elif _MOTTO.search(line) or (motto and line):
            side = out.right if _MOTTO.search(line) else side
            side.append(line.strip())
        elif line and not _RULE.fullmatch(line):
            return i
    return len(lines)


def _paragraphs(lines: list[str]) -> list[str]:
    """Hard-wrapped lines joined."""
    out: list[str] = []
    before = ""
    wrapped = max(map(len, lines), default=0) < 100
    for line in lines:
        goes_on = wrapped and len(before) >= 65 and before[0] != " " and line and line[0] not in " -" and not _LABEL.match(line)
        goes_on = goes_on and not line.startswith("Điều ")
        if out and goes_on:
            out[-1] += " " + line
        else:
            out.append(line.strip())
        before = line
    return [line for line in out if line]


def _foot(lines: list[str], out: Sample) -> None:
    listing = True
    for line in lines:
        parts = _GAP.split(line)
        text = line.strip()
        if out.after or text in ("QUY CHẾ", "PHỤ LỤC"):
            out.after.append(text)
        elif len(parts) == 2:
            out.recipients += filter(None, parts[:1])
            out.signature.append(parts[1])
        elif listing and (text.startswith(("Nơi nhận", "-")) or text.endswith(":")):
            out.recipients.append(text)
            listing = "Lưu" not in text
        elif text:
            out.signature.append(text)
    out.after = [line for line in out.after if line]


# --- Word -------------------------------------------------------------------------------------------------------------

_LABEL = re.compile(r"(?:(?P<roman>[IVX]+)\.|(?P<decimal>\d{1,2})\.|(?P<two>(\d{1,2})\.(\d{1,2}))\.|(?P<letter>[a-zđ])\)|(?P<bullet>-))\s+")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMANS = ["0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ABSTRACT = {
    "roman": [("upperRoman", "%1.")],
    "decimal": [("decimal", "%1."), ("decimal", "%1.%2.")],
    "letter": [("custom", "%1)")],
    "bullet": [("bullet", "-")],
}


class _Lists:
    """Lists of numbering.xml that count as the labels of the text do."""

    def __init__(self, document: Any) -> None:
        from docx.oxml.parser import parse_xml

        self.root = document.part.numbering_part.element
        self.parse = parse_xml
        self.last: dict[str, tuple[int, int, int]] = {}  # kind -> number of the list, last of level 0, last of level 1
        self.ids: dict[str, int] = {}
        self.next = 900
        for i, (kind, levels) in enumerate(_ABSTRACT.items()):
            self.ids[kind] = 900 + i
            xml = "".join(self._level(depth, format_, text) for depth, (format_, text) in enumerate(levels))
            self.root.insert(0, parse_xml(f'<w:abstractNum xmlns:w="{_W}" w:abstractNumId="{900 + i}">{xml}</w:abstractNum>'))

    @staticmethod
    def _level(depth: int, format_: str, text: str) -> str:
        letters = ' w:format="a, b, c, d, đ, ..."' if format_ == "custom" else ""
        return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format_}"{letters}/><w:lvlText w:val="{text}"/></w:lvl>'

    def of(self, m: re.Match[str]) -> tuple[int, int] | None:
        """(number of the list, level) for a label; None where a list cannot count so."""
        if m["two"]:
            one, two = map(int, m["two"].split("."))
            num, last, below = self.last.get("decimal", (0, 0, 0))
            if (one, two) != (last, below + 1):
                return None
            self.last["decimal"] = (num, one, two)
            return num, 1
        kind = str(m.lastgroup)
        text = m[kind]
        n = _ROMANS.index(text) if kind == "roman" else _LETTERS.index(text) + 1 if kind == "letter" else 1
        n = int(text) if kind == "decimal" else n
        num, last, _ = self.last.get(kind, (0, 0, 0))
        if not num or (n != last + 1 and kind != "bullet"):
            num = self.next = self.next + 1
            over = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{n}"/></w:lvlOverride>'
            self.root.append(self.parse(f'<w:num xmlns:w="{_W}" w:numId="{num}"><w:abstractNumId w:val="{self.ids[kind]}"/>{over}</w:num>'))
        self.last[kind] = (num, n, 0)
        return num, 0


def to_docx(parts: Sample) -> bytes:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    lists = _Lists(document)
    _side_by_side(document, parts.left, parts.right)
    for line in parts.title:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in parts.body:
        m = _LABEL.match(line)
        place = lists.of(m) if m else None
        paragraph = document.add_paragraph(line[m.end() :] if m and place else line)
        if place:
            numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbered.get_or_add_numId().val, numbered.get_or_add_ilvl().val = place
    _side_by_side(document, parts.recipients, parts.signature)
    for line in parts.after:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _side_by_side(document: Any, left: list[str], right: list[str]) -> None:
    if not (left or right):
        return
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.text = "\n".join(lines)


# --- the web ----------------------------------------------------------------------------------------------------------


def to_html(parts: Sample) -> bytes:
    def cell(lines: list[str]) -> str:
        return "<td><p align=center>" + "<br>\n".join(map(html.escape, lines)) + "</p></td>"

    def pair(left: list[str], right: list[str]) -> str:
        return f'<table border="0"><tbody><tr>{cell(left)}{cell(right)}</tr></tbody></table>' if left or right else ""

    def body(lines: list[str]) -> Iterator[str]:
        for line in lines:
            yield f"<p><b>{html.escape(line[:5])}</b>{html.escape(line[5:])}</p>"

    title = [f'<p style="text-align: center">{html.escape(line)}</p>' for line in parts.title]
    page = [pair(parts.left, parts.right), *title, *body(parts.body), pair(parts.recipients, parts.signature), *body(parts.after)]
    head = "<!DOCTYPE html><html><head><title>Văn bản</title><style>p {margin: 0}</style></head><body><script>var a = 'x';</script>"
    return (head + "\n".join(page) + "</body></html>").encode()


def main(paths: list[str]) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from pipeline import extract_document
    from pipeline.evaluate import evaluate, load_gold, make_report, report_text
    from pipeline.read import read_document

    for kind, make in (("text", None), ("docx", to_docx), ("html", to_html)):
        golds, results = [], {}
        for path in map(Path, paths):
            data = path.read_bytes() if make is None else make(sample(path.read_text(encoding="utf-8")))
            results[path.stem] = extract_document(read_document(path.with_suffix(f".{kind}").name, data)).model_dump(mode="json")
            golds += load_gold(path.parent / "gold" / f"{path.stem}.json")
        print(report_text(make_report([evaluate(kind, golds, results)]), mistakes=True))


if __name__ == "__main__":
    main(sys.argv[1:])
