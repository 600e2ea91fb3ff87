"""What Go and Java share to give reruns another day: calls that ask the clock go to one of ours.

The schemata and the tests are edited, not what they import; a clock that is asked in another way
would then disagree with ours, so that code with any of these words keeps the real one. Where
nothing is varied the calls answer what they always did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from workbench.languages.mutation import Schemata
from workbench.model.task import Suite

Edit = tuple[int, int, str]
"""bytes from, to, and what stands there then"""
Edits = Callable[[str, str], "list[Edit] | None"]
"""(path, text) -> the edits of a file; None: its clock cannot be moved"""


def tells_time_otherwise(texts: Iterable[str], words: re.Pattern[str]) -> bool:
    """Whether any of the sources asks for the time in a way that cannot be moved."""
    return any(words.search(text) for text in texts)


def edited(files: Mapping[str, str], edits: Edits) -> dict[str, tuple[str, list[Edit]]] | None:
    """The files that ask the clock, each with its new text and the edits that made it; None where
    the clock of one of them cannot be moved."""
    found = {}
    for path, text in files.items():
        listed = edits(path, text)
        if listed is None:
            return None
        if listed:
            data = text.encode()
            for start, end, after in sorted(listed, reverse=True):
                data = data[:start] + after.encode() + data[end:]
            found[path] = (data.decode(), sorted(listed))
    return found


def moved(
    schemata: Schemata, made: Mapping[str, tuple[str, list[Edit]]], more: Mapping[str, str]
) -> Schemata:
    """Schemata with these files for their own, and `more` beside them."""
    files = {**schemata.solution.files, **more, **{p: text for p, (text, _) in made.items()}}
    places = dict(schemata.places)
    for path, (_, listed) in made.items():
        places[path] = tuple(
            (_at(start, listed), _at(end, listed), number)
            for start, end, number in places.get(path, ())
        )
    solution = schemata.solution.model_copy(update={"files": files})
    return replace(schemata, solution=solution, places=places)


def _at(place: int, listed: list[Edit]) -> int:
    gone = sum(len(after.encode()) - (end - start) for start, end, after in listed if end <= place)
    return place + gone


def laid(
    suite: Suite, made: Mapping[str, tuple[str, list[Edit]]], more: Mapping[str, str]
) -> Suite:
    """The suite with these texts for its own, and `more` test files."""

    def of(files: Mapping[str, str]) -> dict[str, str]:
        return {path: made[path][0] if path in made else text for path, text in files.items()}

    return suite.model_copy(
        update={"files": {**of(suite.files), **more}, "support": of(suite.support)}
    )
