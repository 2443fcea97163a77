"""Notebooks run from top to bottom, and are kept with their outputs, small, clean, and without a trace of the machine they ran on."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests import scans

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_BYTES = 400_000  #: of one with its pictures
#: What a notebook imports beside the package and numpy, and the programs that it needs.
NEEDS = ("nbformat", "nbclient", "ipykernel", "matplotlib", "pandas", "networkx")
RECOGNISES = ("1_a_directive_step_by_step", "3_ocr_repair")

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def cells_of(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def shown_in(path: Path) -> str:
    """All text of the outputs."""
    said = []
    for output in (output for cell in cells_of(path) for output in cell["outputs"]):
        parts = [output.get("text", "")] + [part for kind, part in output.get("data", {}).items() if not kind.startswith("image")]
        said += ["".join(part) for part in parts if not isinstance(part, dict)]
    return "\n".join(said)


def test_there_are_the_four_that_the_readme_names() -> None:
    named = re.findall(r"\]\(([\w.]+\.ipynb)\)", (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8"))
    assert sorted(named) == [path.name for path in NOTEBOOKS] and len(NOTEBOOKS) >= 5


@every_notebook
def test_notebook_is_kept_with_its_outputs(path: Path) -> None:
    assert path.stat().st_size < MOST_BYTES
    cells = cells_of(path)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1)), "run it from top to bottom, once"
    assert any("image/png" in output.get("data", {}) for cell in cells for output in cell["outputs"])


@every_notebook
def test_notebook_shows_no_warning_and_no_path_of_a_machine(path: Path) -> None:
    outputs = [output for cell in cells_of(path) for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|usr|work|mnt|Users)/|\b[A-Z]:\\|Warning", shown_in(path))


@every_notebook
def test_links_lead_somewhere(path: Path) -> None:
    prose = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "markdown"]
    text = "\n".join("".join(cell["source"]) for cell in prose)
    assert all((path.parent / name).exists() for name in re.findall(r"\]\(([^)#:]+)\)", text))
    named = re.findall(r"`((?:corpus|models|docs|pipeline|tests)/[\w./]+\.(?:md|csv|json|txt))`", text)
    assert all((ROOT / name).exists() for name in named)


@pytest.mark.filterwarnings("default")  # of Jupyter's own
@every_notebook
def test_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in NEEDS:
        pytest.importorskip(module, reason=f"{module} is not installed (pip install -e .[notebooks])")
    if path.stem in RECOGNISES and scans.REASON:
        pytest.skip(scans.REASON)
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    streams = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs if o.get("name") == "stderr"]
    assert not streams, streams
