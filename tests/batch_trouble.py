"""What a batch has to live with: documents that end, hang or fill the process that reads them. Imported by the workers, too."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pipeline
import pipeline.batch.deadline
from pipeline.batch.work import Limits, Outcome, Task, read_one
from pipeline.directive import Directive
from pipeline.document import Document

CRASH, ABORT, SLEEP, HANG, STOP, MEMORY, BUG = "SẬP NGAY", "HỦY NGAY", "NGỦ MÃI", "TREO MÃI", "DỪNG LẠI", "HẾT BỘ NHỚ", "LỖI LẬP TRÌNH"


def _troubled(document: Document) -> Directive:
    if CRASH in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if ABORT in document.text:
        ctypes.string_at(0)
    if SLEEP in document.text:
        time.sleep(3600)
    if HANG in document.text:  # holding the interpreter's lock, in a call that no signal ends
        lock = ctypes.create_string_buffer(64)
        ctypes.PyDLL(None).pthread_mutex_lock(lock)
        ctypes.PyDLL(None).pthread_mutex_lock(lock)
    if STOP in document.text:  # every thread of it, as a disk that does not answer would
        os.kill(os.getpid(), signal.SIGSTOP)
    if MEMORY in document.text:
        raise MemoryError
    if BUG in document.text:
        raise ValueError("two\nlines")
    return _extract(document)


_extract = pipeline.extract_document
pipeline.batch.deadline.GRACE = 0.5  # seconds that a process has that hangs


def work(task: Task, limits: Limits) -> Outcome:
    """As `read_one`, with the troubles above."""
    pipeline.extract_document = _troubled
    try:
        return read_one(task, limits)
    finally:
        pipeline.extract_document = _extract


def gated(task: Task, limits: Limits) -> Outcome:
    """As `read_one`; files whose names come after what the file "gate" holds wait until it holds more."""
    while task.name > Path("gate").read_text():
        time.sleep(0.01)
    return read_one(task, limits)


def by_hand(task: Task, limits: Limits) -> Outcome:
    """As `read_one`; the numbers of files whose names say so were read from handwriting."""
    outcome = read_one(task, limits)
    if "hand" not in task.name or outcome.summary is None:
        return outcome
    return replace(outcome, summary=replace(outcome.summary, number_rule="number.handwritten"))
