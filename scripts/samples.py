"""Documents for measurements. The scripts see this module because an editable install puts the repository on Python's path."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
#: Real text documents kept beside the project; not needed, and not always there.
BESIDE = ROOT.parent / "shared" / "dev" / "docs"


def documents() -> list[Path]:
    return [path for folder in (CORPUS, BESIDE) for path in sorted(folder.glob("*.txt"))]


def long_directive(characters: int) -> str:
    """One directive of about this length: the sample with its body repeated, so that all of it is read as body."""
    text = (CORPUS / "ke_hoach_thi_dua_cai_cach_hanh_chinh.txt").read_text(encoding="utf-8")
    start, end = text.index("I. MỤC ĐÍCH"), text.index("Trên đây là")
    body = text[start:end]
    return text[:start] + body * max(1, round((characters - len(text)) / len(body)) + 1) + text[end:]
