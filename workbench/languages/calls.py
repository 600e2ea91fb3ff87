"""What counterexample search asks of a language: calls of a solution, as values.

    entries(solution, suite)   -> the functions a suite may call, from the source alone
    examples(prompt, entry)    -> calls the prompt writes down
    constants(text)            -> plain values in a source, to make inputs of
    views(suite, entry)        -> how the suite looks at results: as they are, as a set, rounded
    callable(solution, ...)    -> the solution with what calling it needs; may have to be built
    recordable(solution, ...)  -> the solution with what recording calls of it needs; the same
    call_job(...)              -> a job that makes many calls and reports each result exactly
    record_job(...)            -> a job that runs the suite and reports its calls into the solution
    parse_calls(outcome, ...)  -> what either kind of job reported
    probe(...)                 -> a call and what it must give, as a test of the suite's own kind

Inputs are made on the host and results compared there: one solution never sees another, and none
sees what is expected. The harness reports on fd 3, one signed JSON object a line:

    {"n": nonce, "k": "call", "c": index, "end": an end, "value": node, "error": [type, message],
     "fuel": steps, "after": [nodes of changed arguments]}
    {"n": nonce, "k": "made", "entry": name, "args": [nodes], "kwargs": {name: node}, "end", ...}
    {"n": nonce, "k": "error", "message": ...}     the solution could not be loaded
    {"n": nonce, "k": "end", "count": records}

What a call leaves behind in the solution is there for the next one; whoever reports a difference
makes the call again alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from workbench.languages.base import Inventory
from workbench.languages.records import load_line, text
from workbench.languages.values import NotPlain, Value, from_node, to_node
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job
from workbench.toolchains.base import Toolbox

FUEL = 500_000
"""Steps (loop turns and function calls) a call may take."""


@dataclass(frozen=True)
class Parameter:
    """One parameter. `annotation` is its type as the source writes it."""

    name: str
    annotation: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Entry:
    """A function that can be called with plain values."""

    file: str
    name: str
    parameters: tuple[Parameter, ...] = ()
    returns: str = ""
    handle: str = field(default="", kw_only=True)
    """what the source calls it, where that is not what the suite does"""
    waits: bool = field(default=False, kw_only=True)
    """whether its result has to be awaited"""
    named: tuple[str, ...] = field(default=(), kw_only=True)
    """its last parameters, where they can be given by name alone"""

    def fits(self, args: Sequence[Value]) -> bool:
        """Whether the parameters' types hold these arguments; a language that has such types says
        so. Inputs that do not fit are not made."""
        return True

    def call(self, args: Sequence[Value]) -> Call:
        """A call with these arguments, in the order of the parameters."""
        return call_of(args, self.parameters, self.named)

    def given(self, call: Call) -> tuple[Value, ...] | None:
        """The arguments of a call in the order of the parameters; None where one before them is
        left out."""
        names = self.named[: len(call.kwargs)]
        full = len(call.args) == len(self.parameters) - len(self.named)
        if call.kwargs and (set(names) != set(call.kwargs) or not full):
            return None
        return (*call.args, *(call.kwargs[name] for name in names))


@dataclass(frozen=True)
class Call:
    """Arguments of one call of an entry."""

    args: tuple[Value, ...]
    kwargs: Mapping[str, Value] = field(default_factory=dict)


def call_of(args: Sequence[Value], parameters: Sequence[Parameter], named: Sequence[str]) -> Call:
    """A call whose last parameters, `named`, are given by name."""
    first = len(parameters) - len(named) if named else len(args)
    return Call(tuple(args[:first]), dict(zip(named, args[first:], strict=False)))


CallEnd = Literal["returned", "raised", "fuel", "timeout", "memory", "crashed"]


@dataclass(frozen=True)
class Result:
    """What call `index` of its job did. `after` holds arguments the call changed, by position."""

    index: int
    end: CallEnd
    value: Value = None
    error: str = ""
    message: str = ""
    fuel: int = 0
    after: Mapping[int, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """A call the suite made into the solution, and what came of it."""

    entry: str
    call: Call
    result: Result


@dataclass(frozen=True)
class CallReport:
    """Everything one job reported. `left_out` counts calls with arguments that are no values."""

    results: tuple[Result, ...]
    made: tuple[Made, ...]
    ended: bool
    left_out: int = 0
    error: str = ""


@dataclass(frozen=True)
class View:
    """How a suite looks at results before it compares. `steps` are applied in order: `set`,
    `sorted`, `unordered` (that, in all depths), `list`, `tuple`, `len`, `sum`, `str`, `int`,
    `float`, `abs`, `round:N`, `truth`, `json` (what a text means).
    `tolerance` is (relative, absolute) where it compares numbers that way. `direct` False: what it
    does with them is none of these, so a difference alone says little."""

    steps: tuple[str, ...] = ()
    tolerance: tuple[float, float] | None = None
    direct: bool = True


class Calls(Protocol):
    """One language's calls. Stateless, like `base.Language`."""

    def entries(self, solution: Solution, suite: Suite) -> tuple[Entry, ...]:
        """Functions of the solution whose names the suite's text has, those of the file the suite
        imports first. Never raises: a file that cannot be parsed has none."""
        ...

    def examples(self, prompt: str, entry: str) -> tuple[Call, ...]:
        """Calls of literal arguments the prompt writes down."""
        ...

    def constants(self, text: str) -> tuple[Value, ...]:
        """Plain constants in a source, in its order."""
        ...

    def views(self, suite: Suite, entry: str) -> tuple[View, ...]:
        """How the suite looks at this entry's results, each way once. Empty: it never does."""
        ...

    def callable(self, solution: Solution, suite: Suite, entry: Entry) -> Solution:
        """The solution as `call_job` wants it: steps counted, the entry within reach. Where
        `Language.build_job` builds, it builds this one."""
        ...

    def recordable(self, solution: Solution, suite: Suite, entries: Sequence[Entry]) -> Solution:
        """The solution as `record_job` wants it."""
        ...

    def call_job(
        self,
        solution: Solution,
        suite: Suite,
        tools: Toolbox,
        limits: Limits,
        entry: Entry,
        calls: Sequence[Call],
        *,
        nonce: str,
        fuel: int = FUEL,
        call_wall_s: float = 2.0,
        artefact: bytes = b"",
    ) -> Job:
        """`solution` is what `callable` made. Makes `calls` one after the other. What neither fuel
        nor an interrupt stops is killed after `call_wall_s`, and the rest goes on; the job's own
        wall is the caller's to set."""
        ...

    def record_job(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        entries: Sequence[Entry],
        *,
        nonce: str,
        artefact: bytes = b"",
    ) -> Job:
        """`solution` is what `recordable` made. Runs the suite and reports the outermost calls it
        makes, each different one once."""
        ...

    def probe(self, suite: Suite, entry: Entry, call: Call, result: Result, view: View) -> Suite:
        """A suite of one test, in the given suite's framework and manner, that holds when the call
        gives `result`. Raises NotPlain when the values cannot be written down."""
        ...


_ENDS: dict[object, CallEnd] = {
    e: e for e in ("returned", "raised", "fuel", "timeout", "memory", "crashed")
}


def parse_calls(raw: bytes, nonce: str) -> CallReport:
    """The records of one job. Never raises: what no harness writes is passed over."""
    results: dict[int, Result] = {}
    made: list[Made] = []
    ended, left_out, error = False, 0, ""
    for line in raw.split(b"\n")[:-1]:
        try:
            record = load_line(line)
            if record.get("n") != nonce or ended:
                continue
            match record.get("k"):
                case "call" if isinstance(record.get("c"), int):
                    results[record["c"]] = _result(record["c"], record)
                case "made":
                    made.append(_made(record))
                case "error":
                    error = error or text(record.get("message"), 4000) or "unknown error"
                case "end":
                    ended = True
                    skipped = record.get("left_out")
                    left_out = skipped if isinstance(skipped, int) else 0
        except ValueError:
            continue
    ordered = tuple(results[i] for i in sorted(results))
    return CallReport(ordered, tuple(made), ended, left_out, error)


def _result(index: int, record: dict[str, Any]) -> Result:
    words = record.get("error")
    kind, message = words if isinstance(words, list) and len(words) == 2 else ("", "")
    after = record.get("after")
    steps = record.get("fuel")
    return Result(
        index=index,
        end=_ENDS.get(record.get("end"), "crashed"),
        value=from_node(record.get("value")),
        error=text(kind, 200),
        message=text(message, 1000),
        fuel=steps if isinstance(steps, int) and steps >= 0 else 0,
        after={
            i: from_node(node)
            for i, node in (after if isinstance(after, list) else [])
            if isinstance(i, int)
        },
    )


def _made(record: dict[str, Any]) -> Made:
    args, kwargs = record.get("args"), record.get("kwargs")
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise NotPlain("not a call")
    call = Call(tuple(map(from_node, args)), {k: from_node(v) for k, v in kwargs.items()})
    return Made(text(record.get("entry"), 300), call, _result(0, record))


def dump_calls(calls: Sequence[Call]) -> list[Any]:
    """Calls as the harnesses read them. Raises NotPlain."""
    return [
        [[to_node(a) for a in c.args], {k: to_node(v) for k, v in c.kwargs.items()}] for c in calls
    ]


def call_text(text: str, start: int) -> str:
    """The call that begins at `start`, to its closing bracket; '' where it has none."""
    depth, quote = 0, ""
    for at in range(start, min(len(text), start + 2000)):
        char = text[at]
        if quote:
            if char == quote and text[at - 1] != "\\":
                quote = ""
        elif char in "'\"`" and depth:
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                return text[start : at + 1]
    return ""
