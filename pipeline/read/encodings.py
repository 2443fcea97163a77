"""Which encoding a Vietnamese text is in, when nothing says so: told by how Vietnamese it is each way.

TCVN3 (ABC), VNI, VISCII and Windows-1258 are found both as raw bytes and as text that was once taken for Windows-1252, Latin-1 or
Windows-1258 and saved as UTF-8 since. A word speaks for an encoding when it is a Vietnamese syllable that way and none as
it stands. Once the whole has shown that there is an encoding to speak of, each line is decided by itself, since files are
mixed; what is unclear follows the clear line before it. A text that is fine is never touched: it has no words to gain.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.read.legacy import Encoding, as_shown, encodings, mend_case, view
from pipeline.read.syllables import is_syllable

#: Different words that must be gained before there is an encoding to speak of, and what may go wrong for each gained.
_ENOUGH = 4
_MOST_LOST = 0.25
#: Of the words with marks in the lines looked at, so many must be gained. (In Windows-1258 most words are as in Unicode.)
_LEAST_SHARE = 0.15
#: What the second best encoding may gain, of what the best gains.
_RIVAL = 0.5
#: So much is looked at to find the encoding: lines, characters of each.
_SAMPLE = 1000
_LINE_SAMPLE = 2000

_VIETNAMESE = "àáâãèéêìíòóôõùúýăđĩũơư"
#: Signs that fine text holds too, and often.
_SIGNS = "“”‘’–—…•€\u00a0"


@dataclass(frozen=True, slots=True)
class Mended:
    """Lines of which some were decoded."""

    lines: tuple[str, ...]
    decoded: tuple[bool, ...]  #: which
    encoding: Encoding

    @property
    def note(self) -> tuple[str, str]:
        n = sum(self.decoded)
        return "encoding", f"The text was read as {self.encoding.name}; {n} of {len(self.lines)} lines were decoded from it."


# --- how Vietnamese ---------------------------------------------------------------------------------------------------


def _suspects() -> str:
    looks = dict.fromkeys((*map(chr, range(0x80, 0x100)), *view("cp1252")[0x80:]))
    strange = (c for c in looks if c.lower() not in _VIETNAMESE and c not in _SIGNS)
    return "[" + "".join(map(re.escape, strange)) + "\u0300\u0301\u0303\u0309\u0323\u20ab\uf021-\uf0ff]"


#: What fine text seldom holds. It only makes a text or a line worth a look.
_SUSPECT = re.compile(_suspects())
#: A word with what may be parts of it: everything beyond ASCII, and the control characters that VISCII uses.
_CHUNK = re.compile("[A-Za-z\x02\x05\x06\x14\x19\x1e\u0080-\U0010ffff]+")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LONGEST_CHUNK = 60
#: No code page shows any byte like this.
_UNICODE_ONLY = re.compile("[\u1ea0-\u1ef9]")


def _judge(chunk: str, any_case: bool = False) -> bool | None:
    """Whether the words of `chunk` are Vietnamese; None when there is nothing to judge (no marks, an abbreviation)."""
    verdict = None
    for word in unicodedata.normalize("NFC", chunk).split():
        word = _EDGES.sub("", word)
        if len(word) < 2 or word.isascii():
            continue
        if not word.isalpha() or not (any_case or word.islower() or word.isupper() or word.istitle()):
            return False
        if is_syllable(word):
            verdict = True
        elif not (word.isupper() and len(word) <= 5):
            return False
    return verdict


@dataclass(slots=True)
class _Tally:
    """What decoding does to the words with marks of one line or many."""

    gained: list[str]  #: Vietnamese only when decoded
    maybe: int = 0  #: likewise, but there was nothing to judge before: "m²", "®i"
    kept: int = 0  #: Vietnamese as they stand
    lost: int = 0  #: Vietnamese only as they stand
    junk: int = 0  #: neither way


def _weigh(line: str, encoding: Encoding) -> _Tally:
    tally = _Tally([])
    for m in _CHUNK.finditer(line):
        before = m[0]
        if len(before) > _LONGEST_CHUNK or (before.isascii() and before.isalpha()):
            continue
        after = encoding.decode(before)
        was, now = _judge(before), _judge(after, encoding.mixes_case)
        tally.kept += bool(was)
        if was and (now is False or (after == before and _UNICODE_ONLY.search(before))):
            tally.lost += 1
        elif after == before or now is None:
            continue
        elif now is False:
            tally.junk += not was
        elif was is False:
            tally.gained.append(after.lower())
        elif was is None:
            tally.maybe += 1
    return tally


def find_encoding(lines: Sequence[str]) -> Encoding | None:
    """The encoding that makes Vietnamese of `lines`, or None: they are fine, no Vietnamese, or too few to tell."""
    sample = list(islice((line[:_LINE_SAMPLE] for line in lines if _SUSPECT.search(line, 0, _LINE_SAMPLE)), _SAMPLE))
    if not sample:
        return None
    found = sorted(((_gain(sample, encoding), i) for i, encoding in enumerate(encodings())), key=lambda gain: (-gain[0], gain[1]))
    best = encodings()[found[0][1]]
    rival = max(gain for gain, i in found if _base(encodings()[i]) != _base(best))
    return best if found[0][0] > 0 and rival <= _RIVAL * found[0][0] else None


def _base(encoding: Encoding) -> str:
    return encoding.name.split()[0]


def _gain(lines: Sequence[str], encoding: Encoding) -> float:
    """How many words `encoding` gains, less what goes wrong; 0 when that is no ground to decode anything."""
    tallies = [_weigh(line, encoding) for line in lines]
    gained = [word for tally in tallies for word in tally.gained]
    bad = sum(tally.lost + tally.junk for tally in tallies)
    kept = sum(tally.kept for tally in tallies)
    if len(set(gained)) < _ENOUGH or bad > _MOST_LOST * len(gained) or len(gained) < _LEAST_SHARE * (len(gained) + kept):
        return 0
    return len(gained) - bad


# --- mending ----------------------------------------------------------------------------------------------------------


def mend_lines(lines: Sequence[str], encoding: Encoding | None = None) -> Mended | None:
    """`lines` with those decoded that are in an old encoding; None when none are. Lines stay as many and in order.

    `encoding` is the one to take when something else told it, as the name of a font in a PDF does.
    """
    encoding = encoding or find_encoding(lines)
    if encoding is None:
        return None
    out: list[str] = []
    decoded: list[bool] = []
    going: bool | None = None  # what the last clear line was
    pending: list[int] = []  # unclear lines before the first clear one
    for line in lines:
        clear = _is_encoded(line, encoding)
        if clear is not None and going is None:
            for i in pending:
                out[i], decoded[i] = _decode_line(out[i], encoding, clear)
        going = going if clear is None else clear
        if going is None:
            pending.append(len(out))
        text, changed = _decode_line(line, encoding, bool(going))
        out.append(text)
        decoded.append(changed)
    return Mended(tuple(out), tuple(decoded), encoding) if any(decoded) else None


def _is_encoded(line: str, encoding: Encoding) -> bool | None:
    """None when the line does not tell; words that are no Vietnamese either way (names) do not."""
    if line.isascii() and line.isprintable():
        return None
    tally = _weigh(line[:_LINE_SAMPLE], encoding)
    gained = len(tally.gained) or (tally.maybe if not tally.kept else 0)
    return None if gained == tally.lost else gained > tally.lost


def _decode_line(line: str, encoding: Encoding, decode: bool) -> tuple[str, bool]:
    after = encoding.decode(line) if decode else line
    if after == line:
        return line, False
    return (mend_case(after) if encoding.mixes_case else after), True


def mend_text(text: str) -> tuple[str, tuple[str, str] | None]:
    """`text` with the lines decoded that are in an old encoding, and the note that says so."""
    if sum(1 for _ in islice(_SUSPECT.finditer(text), _ENOUGH)) < _ENOUGH:
        return text, None
    mended = mend_lines(text.split("\n"))
    return ("\n".join(mended.lines), mended.note) if mended else (text, None)


def read_legacy(data: bytes) -> tuple[str, tuple[str, str]] | None:
    """Bytes that are no Unicode -> text and a note, when an old Vietnamese encoding is found in them.

    Line by line: what is UTF-8 stays UTF-8.
    """
    mended = mend_lines([_line(line) for line in data.split(b"\n")])
    if mended is None or _base(mended.encoding) == "UTF-8":  # UTF-8 with a few bad bytes in it
        return None
    return "\n".join(mended.lines), mended.note


def _line(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return as_shown(data)


# --- UTF-16 without a mark --------------------------------------------------------------------------------------------

#: What a text is made of; a wrong guess gives thousands of other characters.
_USUAL = re.compile("[\t\n\r -~\u00a0-\u024f\u0300-\u036f\u1ea0-\u1ef9\u2010-\u2026\ufeff]")


def guess_utf16(data: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" when `data` is such text without a mark.

    >>> guess_utf16("Kế hoạch".encode("utf-16-le")), guess_utf16("Kế hoạch".encode())
    ('utf-16-le', None)
    """
    start = data[:4096]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if not start or max(even, odd) * 4 < len(start) // 2 or min(even, odd) * 8 > max(even, odd) or len(data) % 2:
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    decoder: Callable[[bytes], str] = codecs.getincrementaldecoder(encoding)("replace").decode
    text = decoder(start)
    return encoding if "\0" not in text and len(_USUAL.findall(text)) >= 0.95 * len(text) else None
