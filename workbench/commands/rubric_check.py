"""`workbench rubric check`: what a rubric file asks, or what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.model.form import Condition
from workbench.store.rubric_files import read_rubric


def told(path: Path) -> dict[str, Any]:
    """The rubric as a JSON line. Raises NotFound, InvalidFile naming line and mend."""
    rubric = read_rubric(path, str(path))
    return {
        "file": str(path),
        "rubric": rubric.id,
        "version": rubric.version,
        "axes": [axis.id for axis in rubric.axes],
        "fields": [field.id for field in rubric.fields],
        "phrases": sum(len(level.phrases) for axis in rubric.axes for level in axis.levels),
        "conditions": {
            part: [_words(condition) for condition in conditions]
            for part, conditions in rubric.conditions.items()
            if conditions
        },
    }


def _words(condition: Condition) -> str:
    given = condition.scores or condition.tags or condition.answers
    return f"{condition.on} is {' or '.join(map(str, given))}"


def lines(found: dict[str, Any]) -> list[str]:
    """The same for people."""
    return [
        f"{found['file']}: rubric {found['rubric']} version {found['version']}",
        f"  axes: {', '.join(found['axes'])}",
        *([f"  fields: {', '.join(found['fields'])}"] if found["fields"] else []),
        f"  ready sentences: {found['phrases']}",
        *(f"  {part} is asked when {' and '.join(when)}"
          for part, when in found["conditions"].items()),
    ]  # fmt: skip
