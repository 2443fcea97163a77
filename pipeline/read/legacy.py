"""The encodings of Vietnamese from before Unicode: what each byte stands for, as `pipeline/data/legacy_*.csv` have it.

All decode from what a code page shows of the bytes ("QuyÕt ®Þnh"), so that raw bytes and bytes once taken for Windows-1252 and
saved as UTF-8 go the same way. What an encoding has no letter for stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.tables import entries

Table = dict[int, str]


@dataclass(frozen=True, slots=True)
class Encoding:
    name: str  #: for people: "TCVN3 (ABC)"
    decode: Callable[[str], str]
    mixes_case: bool = False  #: capitals with marks come out small: "QUYếT"


@cache
def view(codec: str) -> tuple[str, ...]:
    """How each byte looks when read as `codec`; as in Latin-1 where it has no character, which is what browsers do."""
    looks = (bytes([byte]).decode(codec, "replace") for byte in range(256))
    return tuple(chr(byte) if look == "\ufffd" else look for byte, look in enumerate(looks))


def as_shown(data: bytes) -> str:
    """Bytes as Windows-1252 shows them: any bytes, one character each."""
    return data.decode("latin-1").translate(dict(enumerate(view("cp1252"))))


@cache
def encodings() -> tuple[Encoding, ...]:
    """Those that are looked for, the likelier first."""
    tcvn3, viscii = _single("legacy_tcvn3"), _single("legacy_viscii")
    vni = _pairs(_letters("legacy_vni"))
    plain, through_1258 = _other_views(), _between("cp1258", "cp1252")
    return (
        Encoding("TCVN3 (ABC)", _chain(plain, tcvn3), mixes_case=True),
        Encoding("VNI", lambda text: vni(text.translate(plain))),
        Encoding("Windows-1258", _chain(plain, _between("cp1252", "cp1258"))),
        Encoding("VISCII", _chain(plain, viscii)),
        Encoding("UTF-8 taken for Windows-1252", _decode_utf8_shown),
        Encoding("TCVN3 (ABC) taken for Windows-1258", _chain(through_1258, tcvn3), mixes_case=True),
        Encoding("VNI taken for Windows-1258", lambda text: vni(text.translate(through_1258))),
        Encoding("VISCII taken for Windows-1258", _chain(through_1258, viscii)),
        Encoding("UTF-8 taken for Windows-1258", lambda text: _decode_utf8_shown(text.translate(through_1258))),
    )


# --- tables -----------------------------------------------------------------------------------------------------------


def _letters(table: str) -> dict[str, str]:
    """What Windows-1252 shows -> the letter; the tables' ids are the bytes in hexadecimal."""
    return {as_shown(bytes.fromhex(entry.id)): entry.canonical for entry in entries(table)}


def _single(table: str) -> Table:
    return {ord(look): letter for look, letter in _letters(table).items()}


def _between(seen: str, meant: str) -> Table:
    """The characters in which two code pages differ."""
    return {ord(a): b for a, b in zip(view(seen), view(meant), strict=True) if a != b}


def _other_views() -> Table:
    """Other looks of the same bytes -> that of Windows-1252: Latin-1, and symbol fonts in Word (U+F0xx)."""
    shown = view("cp1252")
    return {byte: shown[byte] for byte in range(0x80, 0xA0)} | {0xF000 + byte: shown[byte] for byte in range(0x21, 0x100)}


def _chain(first: Table, second: Table) -> Callable[[str], str]:
    return lambda text: text.translate(first).translate(second)


def _pairs(letters: dict[str, str]) -> Callable[[str], str]:
    """Decodes letters written as a letter and a mark (VNI); a capital may have a small mark: "Uûy"."""
    both = {look[0] + look[1].swapcase(): letter for look, letter in letters.items() if len(look) == 2} | letters
    pattern = re.compile("|".join(sorted(map(re.escape, both), key=len, reverse=True)))
    return lambda text: pattern.sub(lambda m: both[m[0]], text)


@cache
def _windows_bytes() -> dict[str, int]:
    return {look: byte for byte, look in enumerate(view("cp1252"))}


#: A first byte of UTF-8 and the bytes that go on, as shown.
_UTF8_SHOWN = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{re.escape(''.join(view('cp1252')[0x80:0xA0]))}]{{1,300}}")


def _decode_utf8_shown(text: str) -> str:
    """UTF-8 that was taken for Windows-1252: "Quyáº¿t". What is no UTF-8 stays."""
    return _UTF8_SHOWN.sub(_meant, text)


def _meant(m: re.Match[str]) -> str:
    bytes_of = _windows_bytes()
    try:
        return bytes(bytes_of.get(c, ord(c)) for c in m[0]).decode("utf-8")
    except ValueError:
        return m[0]


# --- capitals of TCVN3 ------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_HAS_CAPITAL = frozenset("ăâêôơưđ")


def mend_case(line: str) -> str:
    """Capitals that TCVN3 cannot write, where the letters beside them tell: "QUYếT" is "QUYẾT"; "Hà" stays.

    A word that tells nothing by itself ("Và", "ở") follows the line when all other words in it are capitals.

    >>> mend_case("QUYếT ĐịNH Về Hà NộI"), mend_case("TỉNH Hà Tĩnh")
    ('QUYẾT ĐỊNH VỀ HÀ NỘI', 'TỈNH Hà Tĩnh')
    """
    words = [(m.span(), _case(m[0])) for m in _WORD.finditer(line)]
    cases = {case for _, case in words}
    if "upper" not in cases:
        return line
    raised = ("upper",) if "lower" in cases else ("upper", None)
    parts = list(line)
    for (start, end), case in words:
        if case in raised:
            parts[start:end] = line[start:end].upper()
    return "".join(parts)


def _case(word: str) -> str | None:
    """By the letters whose case TCVN3 can write: "upper", "lower", or None when they leave it open."""
    sure = [(i, c) for i, c in enumerate(word) if c.isascii() or c.lower() in _HAS_CAPITAL]
    if any(c.islower() for _, c in sure):
        return "lower"
    return "upper" if len(sure) > 1 or (sure and sure[0][0] > 0) else None
