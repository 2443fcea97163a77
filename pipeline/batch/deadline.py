"""A time limit for one document, also where it hangs in a library that never comes back to Python."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Seconds after the limit when the process is ended from outside Python.
GRACE = 5.0
#: Winding up the watchdog starts a thread, a hundredth of a short document's time: it is done once in so many seconds.
_WOUND_UP = 1.0


class Overdue(BaseException):
    """The time is over. No `Exception`, so that a reader's own handling of errors lets it pass."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Raises Overdue inside the block after `seconds`; in the main thread only, since signals arrive nowhere else."""
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def _ring(*_: Any) -> None:
    raise Overdue


@contextmanager
def watchdog(seconds: float | None) -> Iterator[Callable[[], None]]:
    """Gives what is to be called before each document: one that does not end `seconds` and GRACE later costs the process.

    A thread of faulthandler's, which needs no interpreter lock, ends it with status 1. There is one such clock in a process, so
    only one thread may be inside a block.
    """
    if not seconds:
        yield lambda: None
        return
    last = -_WOUND_UP
    with open(os.devnull, "wb") as nowhere:

        def wind_up() -> None:
            nonlocal last
            if time.monotonic() - last >= _WOUND_UP:
                last = time.monotonic()
                faulthandler.dump_traceback_later(seconds + GRACE + _WOUND_UP, exit=True, file=nowhere)

        try:
            yield wind_up
        finally:
            faulthandler.cancel_dump_traceback_later()
