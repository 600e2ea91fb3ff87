"""Texts as sets of short phrases, and signatures that tell how many two texts have in common.

MinHash after A. Broder, On the resemblance and containment of documents (1997).
"""

from __future__ import annotations

import keyword
import re
import zlib

import numpy as np
from numpy.typing import NDArray

SIZE = 128
"""numbers in a signature; the share of equal ones misses the truth by about 0.04"""
_WORD = re.compile(r"\w+|[^\w\s]")
_PROSE = re.compile(r"\w+")
_random = np.random.default_rng(20260101)
# Multiply-shift (Dietzfelbinger et al., 1997): wraps at 64 bits, the high half is kept. Factors
# must fill all 64 bits, or every minimum would be that of the smallest hash.
_A = _random.integers(0, 1 << 64, SIZE, dtype=np.uint64) | np.uint64(1)
_B = _random.integers(0, 1 << 64, SIZE, dtype=np.uint64)
_HIGH = np.uint64(32)
# A comment that never ends goes to the end, and is read once.
_COMMENT = re.compile(r"#[^\n]*+|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?+")
_NAME = re.compile(r"[A-Za-z_]")
_OWN_WORDS = (
    "function const let var switch case func package struct type range pub fn mut match impl use"
    " public static final new int String void true false nil null self this of do throw catch"
    " default interface enum extends implements unsafe where loop boolean double float char"
)
_KEYWORDS = frozenset((*keyword.kwlist, *_OWN_WORDS.split()))
_MARK = re.compile(r"^[ \t]*+(?:#|/{2,}+!?|\*)++|/\*++|\*/", re.MULTILINE)

Signature = NDArray[np.uint32]


def phrases(text: str, *, width: int = 4) -> set[int]:
    """Hashes of every `width` words in a row, in small letters."""
    return _hashed([w.lower() for w in _PROSE.findall(text)], width)


def code_phrases(text: str, *, width: int = 5) -> set[int]:
    """The same of code: tokens, without comments and layout."""
    return _hashed(_WORD.findall(_COMMENT.sub(" ", text)), width)


def shape_phrases(text: str, *, width: int = 5) -> set[int]:
    """The same of code whatever its names are: each is the number of its first place."""
    names: dict[str, str] = {}
    words = [
        word if word in _KEYWORDS or not _NAME.match(word)
        else names.setdefault(word, f"\x01{len(names)}")
        for word in _WORD.findall(_COMMENT.sub(" ", text))
    ]  # fmt: skip
    return _hashed(words, width)


def shown_phrases(text: str, *, width: int = 5) -> set[int]:
    """The same of a text and of the code that stands in its comments: an answer that is commented
    out can be copied all the same."""
    return code_phrases(text, width=width) | _hashed(_WORD.findall(_MARK.sub(" ", text)), width)


def _hashed(words: list[str], width: int) -> set[int]:
    return {
        zlib.crc32("\x00".join(words[n : n + width]).encode("utf-8", "surrogatepass"))
        for n in range(max(0, len(words) - width + 1))
    }


def signature(hashes: set[int]) -> Signature | None:
    """None of too few phrases to say anything."""
    if len(hashes) < 8:
        return None
    values = np.fromiter(hashes, dtype=np.uint64, count=len(hashes))
    least: NDArray[np.uint64] = ((values[:, None] * _A + _B) >> _HIGH).min(axis=0)
    return least.astype(np.uint32)


def alike(one: Signature, other: Signature) -> float:
    """About which share of all their phrases two texts have in common."""
    return float((one == other).mean())


def contained(part: set[int], whole: set[int]) -> float:
    """Which share of the part's phrases the whole holds; 0 of nothing."""
    return len(part & whole) / len(part) if part else 0.0
