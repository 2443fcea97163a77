"""Results -> what the page is made of: an entry of its list, and the JSON of each document."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.check import MalformedResult, check_json, split_results
from pipeline.directive import Directive
from pipeline.view.items import NO_DOUBT, NOTE, Item, Mark, absent_in, doubted, items_in, noted
from pipeline.view.labels import NOTES, Pair
from pipeline.view.pictures import Crop, Drawn, draw, pages_to_draw
from pipeline.view.sayings import said

#: Places of a document of which a crop is made, and of one item.
_MOST_CROPS, _MOST_OF_ITEM = 60, 3


@dataclass(frozen=True, slots=True)
class Result:
    """A directive to be shown, and where it came from."""

    directive: Directive
    where: str  #: "results.jsonl:12"
    problems: tuple[str, ...] = ()  #: in which it breaks the contract


@dataclass(frozen=True, slots=True)
class Options:
    """What `view` was asked for."""

    folders: tuple[Path, ...] = ()  #: where source files are looked for besides `source.path`
    pictures: bool = True
    pictures_limit: int = 48 * 1024 * 1024  #: bytes of all pages' pictures together
    most_pages: int = 40  #: of a document; further pages only where something is marked on them


def read_results(raw: bytes, where: str) -> list[tuple[str, bytes]]:
    """The results in JSON or JSON Lines, each with its name; see `to_result`."""
    return split_results(raw, where)


def to_result(raw: bytes, where: str) -> Result:
    """Raises MalformedResult where it is no JSON or its shape is not the contract's; other problems are shown on the page."""
    problems = tuple(str(problem) for problem in check_json(raw, where))
    try:
        return Result(Directive.model_validate_json(raw, strict=True), where, problems)
    except ValidationError:
        raise MalformedResult(f"it is no result ({problems[0]})", where, "give what `extract` wrote") from None


# --- one document -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """A result made ready for the page."""

    result: Result
    items: tuple[Item, ...]
    pages: tuple[int, ...]  #: those to be drawn

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Doubted places, of which a crop is shown."""
        of_items = (item.marks[:_MOST_OF_ITEM] for item in (*doubted(self.items), *noted(self.items)))
        return tuple(mark for marks in of_items for mark in marks)[:_MOST_CROPS]


def sheet_of(result: Result, options: Options) -> Sheet:
    items = items_in(result.directive)
    marked = [m.page for item in items if item.field not in ("sections", "corrections") for m in item.marks]
    pages = pages_to_draw(result.directive, marked, options.most_pages) if options.pictures else ()
    return Sheet(result, items, pages)


def entry(sheet: Sheet) -> dict[str, Any]:
    """The document in the page's list."""
    directive = sheet.result.directive
    return {
        "path": directive.source.path,
        "where": sheet.result.where,
        "sha256": directive.source.sha256,
        "status": directive.status,
        "title": " ".join(said(field.value)[0] for field in (directive.doc_type, directive.number) if field.value is not None),
        "subject": directive.subject.value,
        "doubts": len(doubted(sheet.items)),
        "worst": min((item.doubt for item in sheet.items), default=NO_DOUBT),
    }


def document(sheet: Sheet, options: Options, share: int) -> tuple[dict[str, Any], Drawn]:
    """The JSON of a document, and the pictures of its pages, none over `share` bytes."""
    directive = sheet.result.directive
    drawn = Drawn()
    if sheet.pages:
        drawn = draw(directive, options.folders, sheet.pages, sheet.marks, share)
    crops = dict(drawn.crops)
    return {
        "source": directive.source.model_dump(mode="json"),
        "where": sheet.result.where,
        "status": directive.status,
        "text": directive.text,
        "notes": list(_notes(sheet, options, drawn)),
        "pages": [[p.page, round(p.width, 2), round(p.height, 2)] for p in drawn.pages],
        "items": [_item(item, crops) for item in sheet.items],
        "check": [item.id for item in doubted(sheet.items)],
        "note": [item.id for item in noted(sheet.items)],
        "absent": absent_in(directive),
    }, drawn


def _notes(sheet: Sheet, options: Options, drawn: Drawn) -> Iterator[Sequence[str]]:
    if drawn.note:
        yield NOTES[drawn.note]
    if not options.pictures and pages_to_draw(sheet.result.directive, (), 1):
        yield NOTES["pictures_off"]
    if sheet.result.problems:
        yield [form.format(sheet.result.problems[0]) for form in NOTES["breaks_contract"]]


def _item(item: Item, crops: Mapping[Mark, Crop]) -> dict[str, Any]:
    """Keys that say nothing are left out."""
    wanted = item.doubt <= NOTE
    full = {
        "id": item.id,
        "field": item.field,
        "said": item.said and _pair(item.said),
        "index": item.index,
        "parts": [[key, _pair(words)] for key, words in item.parts],
        "state": item.state,
        "confidence": item.confidence,
        "rule": item.rule,
        "marks": [_mark(mark, crops.get(mark) if wanted else None) for mark in item.marks],
        "reasons": [[reason.weight, _pair(reason.words)] for reason in item.reasons],
        "change": item.change,
        "depth": item.depth or None,
    }
    return {key: value for key, value in full.items() if value is not None and value != []}


def _mark(mark: Mark, crop: Crop | None) -> list[Any]:
    """Start, end, page, box or null, and the crop: its box and its picture."""
    out: list[Any] = [mark.start, mark.end, mark.page, mark.bbox]
    if crop:
        out.append([[round(v, 2) for v in crop.box], "data:image/webp;base64," + base64.b64encode(crop.webp).decode()])
    return out


def _pair(pair: Pair) -> str | Sequence[str]:
    """One text where both languages say the same."""
    return pair[0] if pair[0] == pair[1] else list(pair)
