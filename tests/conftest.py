"""What several tests need: the repository's root, running the command line, and hypothesis without chance or clock."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def run(root: Path) -> Run:
    """`run("extract", path, …)`: `python -m pipeline` in a process of its own, from the repository's root, its output as bytes."""

    def call(*args: object, stdin: bytes = b"", cwd: Path = root, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "pipeline", *map(str, args)]
        return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=os.environ | (env or {}), timeout=120)

    return call
