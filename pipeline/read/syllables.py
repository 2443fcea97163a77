"""What a Vietnamese syllable may look like: enough to tell Vietnamese from its bytes read in the wrong encoding.

Onsets, rimes and where tones may stand, as school grammars list them, and Đắk Lắk; no words. A wrong reading ("QuyÕt ®Þnh") breaks
these rules in nearly every word that has a mark, and a right one keeps them but for foreign names.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOP_TONES = "\u0301\u0323"  #: sắc and nặng: all that syllables in c, ch, p, t can have

_ONSET_LIST = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oong
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêt uêu uơ uôc uôi uôm uôn uông uôt
    uy uya uych uynh uyt uyu uyn uyp uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yn ynh ych yt yêm yên yêng yêt yêu
    ăk ak
"""
_ONSETS, _RIMES = frozenset(_ONSET_LIST.split()), frozenset(_RIME_LIST.split())
#: Spelling parts c/k, g/gh and ng/ngh by the vowel after them; only the sides that names do not break.
_FRONT = tuple("eêiy")
_NOT_BEFORE_FRONT = frozenset({"c", "ng"})
_ONLY_BEFORE_FRONT = frozenset({"gh", "ngh"})


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and any normal form, could be one Vietnamese syllable.

    >>> [is_syllable(word) for word in ("Quyết", "ĐỊNH", "hoà", "QuyÕt", "thùc", "được")]
    [True, True, True, False, False, True]
    """
    if len(word) > 14:
        return False
    marked = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in marked if c in _TONES]
    plain = unicodedata.normalize("NFC", "".join(c for c in marked if c not in _TONES))
    if len(tones) > 1 or not _is_spelled(plain):
        return False
    stopped = plain.endswith(("c", "ch", "k", "p", "t"))
    return not stopped or (tones[0] in _STOP_TONES if tones else plain.isascii())  # bare ASCII: the tone may be left out


def _is_spelled(plain: str) -> bool:
    for n in range(min(3, len(plain) - 1), -1, -1):
        onset, rime = plain[:n], plain[n:]
        if rime in _RIMES and (not onset or onset in _ONSETS):
            front = rime.startswith(_FRONT)
            if not ((front and onset in _NOT_BEFORE_FRONT) or (not front and onset in _ONLY_BEFORE_FRONT)):
                return True
    return False
