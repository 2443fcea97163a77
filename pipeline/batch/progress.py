"""How far a batch is, on stderr: a bar on a terminal, else a line from time to time."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

#: Seconds from one line to the next.
_EVERY = 30.0


class Progress:
    """Counts; shows nothing by itself. The rate is that of the files that took work."""

    def __init__(self, total: int) -> None:
        self.total, self.passed, self.worked, self.failed = total, 0, 0, 0
        self.begun = time.monotonic()

    def skip(self) -> None:
        """A file that needed no work."""
        self.passed += 1

    def step(self, failed: bool) -> None:
        self.worked += 1
        self.failed += failed

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.worked / max(time.monotonic() - self.begun, 1e-9)


class _Bar(Progress):
    def __init__(self, total: int, bar: Any) -> None:
        super().__init__(total)
        self.bar = bar

    def skip(self) -> None:
        super().skip()
        self.bar.initial += 1  # so that rate and time left speak of work
        self.bar.n += 1

    def step(self, failed: bool) -> None:
        super().step(failed)
        if failed:
            self.bar.set_postfix_str(f"{self.failed} failed", refresh=False)
        self.bar.update()


class _Lines(Progress):
    def __init__(self, total: int, stream: TextIO) -> None:
        super().__init__(total)
        self.stream, self.next = stream, self.begun + _EVERY

    def step(self, failed: bool) -> None:
        super().step(failed)
        if time.monotonic() >= self.next:
            self.next = time.monotonic() + _EVERY
            print("vanban:", self.line(), file=self.stream, flush=True)

    def line(self) -> str:
        """ "1200 of 20000 files, 104.2/s, 3 failed, 0:03:00 left" """
        done = self.passed + self.worked
        left = round((self.total - done) / self.rate) if self.rate else 0
        return f"{done} of {self.total} files, {self.rate:.1f}/s, {self.failed} failed, {clock(left)} left"


def clock(seconds: int) -> str:
    """
    >>> clock(3725)
    '1:02:05'
    """
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@contextmanager
def shown(total: int, quiet: bool) -> Iterator[Progress]:
    """On stderr, in the form that suits it; `quiet` shows nothing."""
    stream = sys.stderr
    if quiet or stream is None:
        yield Progress(total)
    elif stream.isatty():
        from tqdm import tqdm  # type: ignore[import-untyped]

        with tqdm(total=total, unit=" files", file=stream, smoothing=0.05, dynamic_ncols=True) as bar:
            yield _Bar(total, bar)
    else:
        yield _Lines(total, stream)
