"""A difference between two solutions, in values and in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.adequacy.domain import Doubt
from workbench.adequacy.inputs import Args
from workbench.languages.calls import Entry, Result
from workbench.languages.notation import show
from workbench.languages.objects import ClassEntry, outcomes_of, written
from workbench.languages.values import size_of

_ARGUABLE = frozenset({"negative", "large", "recursion"})
"""Kinds of doubt that only the known calls speak for, not the prompt: none of them is negative, or
as large. Zero is none: where something begins is a matter of definition."""


@dataclass(frozen=True)
class Finding:
    """An input on which two solutions differ. `doubts` speak against it: decisive ones put it
    outside the stated domain, the others are remarked."""

    entry: Entry
    args: Args
    expected: Result
    got: Result
    doubts: tuple[Doubt, ...] = ()
    backed: str = ""
    """why it accuses nobody though it is inside, in words (`accusing.py`)"""
    by: str = ""
    """who gives `expected`, where that is not the first solution but one of the others"""
    votes: str = ""
    """what the others say, where their majority is what the finding rests on"""

    @property
    def inside(self) -> bool:
        """Whether the input lies inside the stated domain."""
        return not any(d.decisive for d in self.doubts)

    @property
    def ordinary(self) -> bool:
        """Whether nothing is remarked of it: the input is like those that are known."""
        return not self.doubts

    @property
    def alien(self) -> bool:
        """Whether it has a text unlike the known ones in its form and in its characters."""
        return any(d.kind == "alien" for d in self.doubts)

    @property
    def arguable(self) -> bool:
        """Whether it is outside only by a sign or a size that no known call has. To recurse too
        deep is a crash, and no matter of time, at any size."""
        deciding = {d.kind for d in self.doubts if d.decisive}
        return bool(deciding) and deciding <= _ARGUABLE

    def admitted(self, votes: str) -> Finding:
        """The same as inside the domain, on the others' word."""
        doubts = tuple(replace(d, decisive=False) for d in self.doubts)
        return replace(self, doubts=doubts, votes=votes)

    @property
    def stands(self) -> bool:
        """Whether it speaks against the other: inside, and nothing spares the other."""
        return self.inside and not self.backed

    @property
    def rank(self) -> tuple[int, int, int]:
        """Small for what convinces: inside, like the known inputs, short."""
        decisive = sum(d.decisive for d in self.doubts) + bool(self.backed)
        return decisive, len(self.doubts) - decisive, size_of(self.args)

    @property
    def where(self) -> str:
        """Whether the input lies inside the stated domain, and what was noticed of it."""
        deciding = [d.words for d in self.doubts if d.decisive]
        noticed = [d.words for d in self.doubts if not d.decisive]
        if deciding:
            return "outside the stated domain: " + "; ".join(deciding)
        said = "inside the stated domain" + (f" ({'; '.join(noticed)})" if noticed else "")
        said += f", and {self.votes}" if self.votes else ""
        return f"{said}, but {self.backed}" if self.backed else said

    @property
    def words(self) -> str:
        """The finding as a person reads it."""
        called, entry = called_with(self.entry, self.args, 200), self.entry
        expected, got = told(self.expected, entry), told(self.got, entry)
        return f"{called}: {expected}, the other {got}; {self.where}"


def called_with(entry: Entry, args: Args, limit: int = 400) -> str:
    """A call as the task's language writes it, each argument cut to `limit`."""
    if isinstance(entry, ClassEntry):
        python = entry.file.endswith(".py")
        shown = written(
            entry, args, lambda v: show(v, entry.file, limit), new="" if python else "new "
        )
        return "; ".join(shown)
    call = entry.call(args)
    given = [show(a, entry.file, limit) for a in call.args]
    given += [f"{name}={show(a, entry.file, limit)}" for name, a in call.kwargs.items()]
    return f"{entry.name}({', '.join(given)})"


def told(result: Result, entry: Entry) -> str:
    """What a call of `entry` did, in words."""
    outcomes = outcomes_of(result) if isinstance(entry, ClassEntry) else None
    if outcomes is not None:
        _, end, value = outcomes[-1] if outcomes else ("", "gives", None)
        return f"gives {show(value, entry.file, 200)}" if end == "gives" else f"raises {value}"
    if result.end == "returned":
        return f"gives {show(result.value, entry.file, 200)}"
    if result.end == "raised":
        return f"raises {result.error}: {result.message}"[:200].rstrip(": ")
    return f"ends in {result.end}"
