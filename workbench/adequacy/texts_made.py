"""Texts for inputs: of characters and words that were seen, so that they mean something."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator, Sequence

from workbench.adequacy.shapes import Shape

_FOREIGN = (" ", "a", "A", "z", "Z", "0", "7", "-", "+", ".", ",", "_", "!", "'", "\n", "\t", "é")
"""What may turn up in a text nobody expected it in."""
_WORD = re.compile(r"[^\W_]+|[^\w\s]+|\s+|_+")


class Texts:
    """Grows and changes texts."""

    def __init__(self, rng: random.Random, found: Sequence[str]) -> None:
        self._random = rng
        self._found = found

    def edges(self, text: str) -> Iterator[str]:
        """What else might stand at this place, one small step away."""
        words = text.split()
        yield from ("", text[:1], text[:2], text[1:], text[:-1], text[::-1], text + text)
        yield from (text.upper(), text.lower(), text.swapcase(), text.capitalize(), text.title())
        if text:
            yield from (text[0] * 2, text[0] * len(text), text + text[0], text[-1] + text)
        for char in _FOREIGN:
            if char not in text:
                yield from (char, text + char, char + text, text[:1] + char + text[1:])
                yield text[: len(text) // 2] + char + text[len(text) // 2 + 1 :]
        if " " in text:
            yield from (f" {text}", f"{text} ", text.replace(" ", "  "), text.replace(" ", ""))
            yield from (" ", "".join(words), " ".join(words[::-1]), " ".join(words * 2))
            yield from (words[0] if words else "", " ".join(words[:2]))

    def fresh(self, shape: Shape, size: int) -> str:
        """A text of the shape's characters or of its words."""
        rng = self._random
        known = [v for v in shape.values.get("str", []) if isinstance(v, str)]
        lengths = shape.lengths.get("str", [])
        roll = rng.random()
        if known and roll < 0.2:
            return self.changed(rng.choice(known), shape)
        if self._found and roll < 0.27:
            return rng.choice(self._found)
        words = [w for v in known[:60] for w in _WORD.findall(v)]
        if len(words) > len(known) and roll < 0.6:
            return self._of_words(words, size)
        alphabet = sorted(shape.characters) or list(string.ascii_lowercase)
        if rng.random() < 0.6:
            alphabet = rng.sample(alphabet, min(len(alphabet), rng.choice((1, 2, 2, 3, 4, 6))))
        elif rng.random() < 0.5:
            alphabet = _wider(alphabet)
        if rng.random() < 0.12:
            alphabet = [*alphabet, *rng.sample(_FOREIGN, 2)]
        length = rng.randint(0, max(size, 1))
        if lengths and rng.random() < 0.5:
            length = rng.choice(lengths)
        text = "".join(rng.choice(alphabet) for _ in range(min(length, 200)))
        return text + text[::-1] if rng.random() < 0.1 else text

    def _of_words(self, words: list[str], size: int) -> str:
        rng = self._random
        gaps = [w for w in words if w.isspace()] or [""]
        solid = sorted({w for w in words if not w.isspace()}) or ["a"]
        few = rng.sample(solid, min(len(solid), rng.choice((1, 2, 3, 6, 12))))
        made = []
        for _ in range(rng.randint(1, max(size, 2))):
            made.append(rng.choice(few))
            made.append(rng.choice(gaps) if rng.random() < 0.85 else "")
        if rng.random() < 0.8:
            made.pop()
        return "".join(made)

    def changed(self, text: str, shape: Shape) -> str:
        """One small change."""
        rng = self._random
        alphabet = sorted(shape.characters | set(text)) or list("ab")
        if rng.random() < 0.12:
            alphabet = list(_FOREIGN)
        if not text:
            return rng.choice(alphabet)
        at, roll = rng.randrange(len(text)), rng.random()
        end = min(at + rng.randint(1, 4), len(text))
        if roll < 0.15:
            return text[:at] + text[end:]
        if roll < 0.3:
            return text[:end] + text[at:end] + text[end:]
        if roll < 0.5:
            return text[:at] + rng.choice(alphabet) + text[at:]
        if roll < 0.62:
            return text[:at] + rng.choice(alphabet) + text[at + 1 :]
        if roll < 0.7:
            return text[:at] + text[at].swapcase() + text[at + 1 :]
        if roll < 0.78:
            other = rng.randrange(len(text))
            chars = list(text)
            chars[at], chars[other] = chars[other], chars[at]
            return "".join(chars)
        if roll < 0.84 and " " in text:
            words = text.split(" ")
            rng.shuffle(words)
            return " ".join(words)
        if roll < 0.9:
            near = _wider([text[at]])
            return text[:at] + rng.choice(near) + text[at + 1 :]
        if self._found and roll < 0.95:
            return text[:at] + rng.choice(self._found) + text[at:]
        return text[at:] if rng.random() < 0.5 else text[:end]


def _wider(alphabet: Sequence[str]) -> list[str]:
    """All characters of the classes that occur."""
    found = set(alphabet)
    for members in (string.ascii_lowercase, string.ascii_uppercase, string.digits):
        if found & set(members):
            found |= set(members)
    return sorted(found)
