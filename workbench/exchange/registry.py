"""Which foreign formats there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from workbench.exchange import exercism, humanevalpack, mbpp
from workbench.exchange.base import Imported

FORMATS: Mapping[str, Callable[[Path], Iterator[Imported]]] = {
    "aider-polyglot": exercism.read_aider,
    "exercism": exercism.read,
    "humanevalpack": humanevalpack.read,
    "mbpp": mbpp.read,
}
