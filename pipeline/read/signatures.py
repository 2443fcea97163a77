"""Digital signatures of a PDF: who signed and when, a help for review. Nothing is verified, and no field is read from them.

The signer is the common name in the certificate of the PKCS #7 container (RFC 5652) that the signature's issuer and serial number
point to; the time is the dictionary's /M (ISO 32000-1, 12.8.1), else the container's signing time (RFC 5652, 11.3).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from pipeline.document import Signature

#: More signatures, or a longer one (bytes), are not read.
MAX_SIGNATURES, MAX_LENGTH = 200, 1 << 20

_COMMON_NAME = bytes.fromhex("550403")  # 2.5.4.3
_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")  # 1.2.840.113549.1.9.5
_PDF_TIME = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")

Item = tuple[int, bytes]  #: tag and content


def read_signatures(document: Any) -> tuple[Signature, ...]:
    """`document` is pdfium's handle. Signatures with the same signer and time are given once."""
    found: dict[Signature, None] = {}
    for i in range(min(max(pdfium.FPDF_GetSignatureCount(document), 0), MAX_SIGNATURES)):
        item = pdfium.FPDF_GetSignatureObject(document, i)
        if not item:
            continue
        contents = _bytes(pdfium.FPDFSignatureObj_GetContents, item)
        signer, at = _read_container(contents)
        printed = _bytes(pdfium.FPDFSignatureObj_GetTime, item).rstrip(b"\0").decode("ascii", "replace")
        found[Signature(signer, pdf_time(printed) or at)] = None
    return tuple(s for s in found if s.signer or s.signed_at)


def _bytes(get: Any, item: Any) -> bytes:
    length = int(get(item, None, 0))
    if not 0 < length <= MAX_LENGTH:
        return b""
    buffer = ctypes.create_string_buffer(length)
    get(item, buffer, length)
    return buffer.raw


def pdf_time(text: str) -> str | None:
    """
    >>> pdf_time("D:20200414073712+07'00'")
    '2020-04-14T07:37:12+07:00'
    """
    m = _PDF_TIME.match(text)
    if m is None or not (1 <= int(m[2]) <= 12 and 1 <= int(m[3]) <= 31 and int(m[4]) < 24 and int(m[5]) < 60 and int(m[6]) < 61):
        return None
    zone = "Z" if m[7] else f"{m[8]}{m[9]}:{m[10] or '00'}" if m[8] else ""
    return f"{m[1]}-{m[2]}-{m[3]}T{m[4]}:{m[5]}:{m[6]}{zone}"


# --- PKCS #7 ----------------------------------------------------------------------------------------------------------


def _items(data: bytes) -> Iterator[Item]:
    """The elements that stand one behind the other in DER, or in BER of known lengths; ends quietly at the first odd byte."""
    at = 0
    while at + 2 <= len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        if not tag:  # the end of something of unknown length, or what is left of the place kept for the container
            return
        if length == 0x80 and tag & 0x20:  # of unknown length: up to the end, two zero bytes
            yield tag, data[at:]
            return
        if length & 0x80:
            size = length & 0x7F
            if not 0 < size <= 4:
                return
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if at + length > len(data) or tag & 0x1F == 0x1F:
            return
        yield tag, data[at : at + length]
        at += length


def _inside(data: bytes, *path: int) -> list[Item]:
    """The elements in the element at `path`, positions counted from 0."""
    items = list(_items(data))
    for i in path:
        if i >= len(items):
            return []
        items = list(_items(items[i][1]))
    return items


def _read_container(data: bytes) -> tuple[str | None, str | None]:
    """Signer and signing time of ContentInfo → SignedData."""
    signed = _inside(data, 0, 1, 0)
    certificates = [c for tag, content in signed if tag == 0xA0 for c in _items(content)]
    infos = [content for tag, content in signed if tag == 0x31]
    if len(infos) < 2:  # digest algorithms, then signers
        return None, None
    signer = _inside(infos[-1], 0)
    wanted = [content for _, content in _items(signer[1][1])] if len(signer) > 1 else []
    name = next((n for _, c in certificates if (n := _name_if(c, wanted))), None)
    return name, _signing_time([content for tag, content in signer if tag == 0xA0])


def _name_if(certificate: bytes, wanted: list[bytes]) -> str | None:
    """The subject's common name, if the certificate has the wanted issuer and serial number."""
    fields = _inside(certificate, 0)
    if fields and fields[0][0] == 0xA0:  # the version
        fields = fields[1:]
    if len(fields) < 5 or [fields[2][1], fields[0][1]] != wanted:
        return None
    for _, group in _items(fields[4][1]):
        for _, pair in _items(group):
            parts = list(_items(pair))
            if len(parts) == 2 and parts[0][1] == _COMMON_NAME:
                return _string(*parts[1])
    return None


def _string(tag: int, content: bytes) -> str | None:
    encoding = {0x1E: "utf-16-be", 0x0C: "utf-8", 0x14: "latin-1"}.get(tag, "utf-8")
    return " ".join(content.decode(encoding, "replace").replace("\0", "").split()) or None


def _signing_time(attributes: list[bytes]) -> str | None:
    for block in attributes:
        for _, attribute in _items(block):
            parts = list(_items(attribute))
            if len(parts) == 2 and parts[0][1] == _SIGNING_TIME:
                for tag, content in _items(parts[1][1]):
                    digits = content.decode("ascii", "replace")
                    century = "" if tag == 0x18 else "20" if digits[:2] < "50" else "19"
                    return pdf_time(century + digits)
    return None
