"""Old Word documents (.doc), RTF and OpenDocument text: by way of LibreOffice, when it is installed -> `Document`.

LibreOffice runs without a window, with a profile of its own that is thrown away, and within a time limit.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline.document import Document
from pipeline.errors import FormatUnsupported, InputUnreadable, MissingDependency
from pipeline.read.docx import read_docx

#: Seconds for one document, the start of LibreOffice included (some ten of them, cold).
TIME_LIMIT = 120
_PROGRAMS = ("soffice", "libreoffice")
#: Names of streams in an OLE container, which are UTF-16: what the container is.
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_ADVICE = "install it (Debian: apt-get install libreoffice-writer-nogui), or save the file as .docx and try again"


def read_doc(data: bytes, path: str | None, where: str) -> Document:
    """An OLE container. Raises FormatUnsupported for what is no .doc, InputUnreadable for what is protected, else as `read_by_office`."""
    if _PROTECTED in data:
        raise InputUnreadable("it is protected with a password", where, "open it, save it without the password and try again")
    if _WORD not in data:
        raise FormatUnsupported("it is an old Office file, but no Word document", where, "save it as .docx or as plain text and try again")
    return read_by_office(data, path, where, ".doc", "application/msword")


def read_by_office(data: bytes, path: str | None, where: str, suffix: str, media_type: str) -> Document:
    """Raises MissingDependency without LibreOffice, InputUnreadable when it gives no result in time."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise MissingDependency(f"reading a {suffix} file needs LibreOffice, which is not installed", where, _ADVICE)
    with tempfile.TemporaryDirectory(prefix="vanban-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, Path(folder), suffix, where)
    document = read_docx(converted, path, where)
    details = {**document.details, "converted_from": suffix, "converted_by": "LibreOffice"}
    return replace(document, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, reader="doc", details=details)


def _convert(program: str, data: bytes, folder: Path, suffix: str, where: str) -> bytes:
    source = folder / f"document{suffix}"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = folder / "out"
    _run([program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(target), str(source)], where)
    try:
        return (target / "document.docx").read_bytes()
    except OSError:
        raise InputUnreadable("LibreOffice cannot read it", where, "open it in Word and save it as .docx") from None


def _run(command: list[str], where: str) -> None:
    """Its output is thrown away; at the end of the time limit it goes with all that it started."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise MissingDependency(f"LibreOffice does not start ({error.strerror})", where, _ADVICE) from None
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        what = f"LibreOffice was not done with it in {TIME_LIMIT} seconds"
        raise InputUnreadable(what, where, "save it as .docx and try again") from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
