"""Where an expected value that stands in a variable comes from."""

from __future__ import annotations

from workbench.languages.js_shadow_values import Values
from workbench.languages.js_source import Source
from workbench.languages.syntax import Node


class Flows:
    """Names of one file that stand for expected values and nothing else."""

    def __init__(self, source: Source, values: Values) -> None:
        self._source, self._values = source, values

    def perturb(self, node: Node, tolerance: float | None) -> bool:
        """The literals a name stands for, if all uses of it expect."""
        return False
