"""A difference between two solutions, in values and in words."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.adequacy.domain import Doubt
from workbench.adequacy.inputs import Args
from workbench.languages.calls import Entry, Result
from workbench.languages.values import show


@dataclass(frozen=True)
class Finding:
    """An input on which two solutions differ. `doubts` is empty when it lies inside the stated
    domain; `words` says so, or what speaks against it."""

    entry: Entry
    args: Args
    expected: Result
    got: Result
    doubts: tuple[Doubt, ...] = ()

    @property
    def inside(self) -> bool:
        """Whether the input lies inside the stated domain."""
        return not self.doubts

    @property
    def words(self) -> str:
        """The finding as a person reads it."""
        where = "inside the stated domain" if self.inside else (
            "outside the stated domain: " + "; ".join(d.words for d in self.doubts)
        )  # fmt: skip
        shown = ", ".join(show(a, 200) for a in self.args)
        return (
            f"{self.entry.name}({shown}): {told(self.expected)}, the other "
            f"{told(self.got)} ({where})"
        )


def told(result: Result) -> str:
    """What a call did, in words."""
    if result.end == "returned":
        return f"gives {show(result.value, 200)}"
    if result.end == "raised":
        return f"raises {result.error}: {result.message}"[:200].rstrip(": ")
    return f"ends in {result.end}"
