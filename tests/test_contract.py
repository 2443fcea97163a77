"""The contract in code: keys and their order, nothing more and nothing less, JSON as promised, quick to import."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline import directive as contract
from pipeline.directive import Directive, json_schema, to_json

SAMPLE = Path(__file__).parent / "cases" / "cli" / "ke-hoach.json"

#: As the contract prints them.
KEYS = """schema_version source text issuing_body parent_body joint_issuers number place issued_date doc_type subject urgency
    secrecy addressees period targets award_quotas deadlines references signer recipients attachments sections corrections issues status"""
PARTS = {
    "Source": "path sha256 media_type reader pages characters signatures",
    "SourceSignature": "signer signed_at",
    "Evidence": "start end text page bbox",
    "Field": "value state confidence rule evidence",
    "Organisation": "name province province_code current_province",
    "Number": "number notation",
    "DocType": "name code",
    "Period": "start end start_event",
    "Signer": "name position authority on_behalf_of",
    "JointIssuer": "name province province_code current_province confidence rule evidence",
    "Addressee": "name confidence rule evidence",
    "Target": "comparator value value_max unit population outcome part_of section confidence rule evidence",
    "AwardQuota": "award granted_by recipient comparator value unit section confidence rule evidence",
    "Deadline": "date relation rrule duration business_days from_event action responsible submit_to section confidence rule evidence",
    "Reference": "type number date issuer title confidence rule evidence",
    "Recipient": "name note confidence rule evidence",
    "Attachment": "kind heading start end",
    "Section": "label kind depth heading start end children",
    "Correction": "start end before after rule confidence",
    "Issue": "code severity message evidence",
}


@pytest.fixture
def sample() -> dict[str, Any]:
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def test_keys_stand_in_the_contracts_order() -> None:
    assert list(Directive.model_fields) == KEYS.split()
    assert {name: " ".join(getattr(contract, name).model_fields) for name in PARTS} == PARTS


def test_every_key_is_required_and_no_other_allowed(sample: dict[str, Any]) -> None:
    for name in PARTS:
        model = getattr(contract, name)
        assert all(field.is_required() for field in model.model_fields.values())
        assert model.model_config["extra"] == "forbid" and model.model_config["frozen"]
    for wrong in (sample | {"more": 1}, {key: value for key, value in sample.items() if key != "period"}):
        with pytest.raises(ValidationError):
            Directive.model_validate(wrong)


def test_round_trip_is_exact(sample: dict[str, Any]) -> None:
    directive = Directive.model_validate_json(SAMPLE.read_bytes(), strict=True)
    assert to_json(directive, 2) + "\n" == SAMPLE.read_text(encoding="utf-8")
    assert Directive.model_validate(sample) == directive
    assert json.loads(to_json(directive, None)) == sample


def test_json_is_one_line_with_vietnamese_as_it_is(sample: dict[str, Any]) -> None:
    text = to_json(Directive.model_validate(sample), None)
    assert "\n" not in text and "Sở Nội vụ tỉnh Cà Mau" in text and "\\u" not in text


@pytest.mark.parametrize(("given", "printed"), [(3, "3"), (3.0, "3"), (95.5, "95.5"), (1e3, "1000"), (5_000_000_000.0, "5000000000")])
def test_whole_amounts_have_no_fraction(sample: dict[str, Any], given: float, printed: str) -> None:
    sample["targets"][0] |= {"value": given, "value_max": given}
    text = to_json(Directive.model_validate(sample), None)
    assert f'"value":{printed},"value_max":{printed},"unit":"%"' in text


@pytest.mark.parametrize(
    "change",
    [
        {"status": "fine"},
        {"schema_version": "1.1"},
        {"targets": [{"comparator": "≥"}]},
        {"place": {"value": "Huế", "state": "stated", "confidence": 1.1, "rule": "place.line", "evidence": []}},
        {"place": {"value": "Huế", "state": "known", "confidence": 1.0, "rule": "place.line", "evidence": []}},
        {"place": {"value": "Huế", "state": "stated", "confidence": float("nan"), "rule": "place.line", "evidence": []}},
        {"addressees": [{"name": "Sở Y tế", "confidence": 1.0, "rule": "addressees.line", "evidence": []}]},
        {"sections": [{"label": "I.", "kind": "heading", "depth": 1, "heading": None, "start": 0, "end": 1, "children": []}]},
    ],
)
def test_refuses(sample: dict[str, Any], change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Directive.model_validate(sample | change)


def test_results_are_immutable(sample: dict[str, Any]) -> None:
    directive = Directive.model_validate(sample)
    with pytest.raises(ValidationError):
        directive.status = "valid"  # type: ignore[misc]
    assert isinstance(directive.targets, tuple)


def test_schema_names_the_vietnamese_terms() -> None:
    schema = json_schema()
    properties = schema["properties"]
    assert schema["$schema"].endswith("2020-12/schema") and schema["required"] == KEYS.split()
    assert properties["issuing_body"]["title"] == "cơ quan ban hành" and properties["subject"]["title"] == "trích yếu nội dung"
    assert schema["additionalProperties"] is False
    assert schema == json_schema() and json.dumps(schema)


def test_the_document_of_the_contract_names_the_same_keys() -> None:
    path = Path(__file__).resolve().parents[1].parent / "shared" / "design" / "contract.md"
    if not path.exists():
        pytest.skip("the contract's own text is not here")
    block = path.read_text(encoding="utf-8").split("```")[1]
    ours = [key for key in KEYS.split() if key not in ("joint_issuers", "secrecy")]  # the latter shares a line with urgency
    assert re.findall(r'^  "(\w+)":', block, re.MULTILINE) == ours


def test_import_is_quick() -> None:
    code = "import time; t = time.process_time(); import pipeline.directive; print(time.process_time() - t)"
    took = min(float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) for _ in range(3))
    assert took < 0.5, "120 ms on a quiet machine; this only catches something heavy"
