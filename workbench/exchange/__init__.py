"""Foreign task formats, one module each. Importers yield; writing into a workspace is the store's.

FORMATS["humanevalpack"](path)  ->  Imported, Imported, ...
"""

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

__all__ = ["FORMATS", "Imported"]
