"""JavaScript and TypeScript: calls and programs with what they must come to, as a test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.languages.calls import Call, Result, View
from workbench.languages.js_values import literal
from workbench.languages.objects import ClassEntry, asked, made, outcomes_of, steps_of
from workbench.languages.values import NotPlain, Thing, Yielded
from workbench.model.task import Framework


@dataclass(frozen=True)
class Writing:
    """How one suite's tests are written. `imports` are its own lines."""

    framework: Framework
    imports: str
    view: View

    @property
    def _expects(self) -> bool:
        return self.framework in (Framework.JEST, Framework.VITEST)

    def check(self, call: str, result: Result, *, waits: bool = False) -> Iterator[str]:
        """A call that must give this result. Raises NotPlain."""
        if result.end not in ("returned", "raised"):
            raise NotPlain(f"a call that ended in {result.end} is no test")
        if waits and self.framework is Framework.SCRIPT:
            raise NotPlain("a script's assertions await nothing")
        if result.end == "raised":
            yield from self._throws(call, waits)
            return
        asked_ = f"await {call}" if waits else call
        value = result.value
        if isinstance(value, Yielded):
            asked_, value = f"[...{asked_}]", list(value.items)
        if isinstance(value, Thing):
            yield f"const found = {asked_}"
            rows = list(self._rows("found", value))
            if not rows:
                raise NotPlain(f"nothing of a {value.kind} can be written down")
            yield from rows
            return
        close = isinstance(value, float) or self.view.tolerance is not None
        yield self._equal(asked_, literal(value), close)

    def _rows(self, found: str, thing: Thing) -> Iterator[str]:
        """What is read of an object, and of those it holds, with what that must be."""
        for name, value in thing.fields:
            read = f"{found}.{name}()" if name == "toString" else f"{found}.{name}"
            if isinstance(value, Thing):
                yield from self._rows(read, value)
                continue
            try:
                yield self._equal(read, literal(value), isinstance(value, float))
            except NotPlain:
                continue

    def _equal(self, left: str, right: str, close: bool) -> str:
        if self.framework is Framework.SCRIPT:
            if close:
                return f"console.assert(Math.abs({left} - {right}) < 1e-6)"
            return f"console.assert(JSON.stringify({left}) === JSON.stringify({right}))"
        if self._expects:
            return f"expect({left}).{f'toBeCloseTo({right}, 6)' if close else f'toEqual({right})'}"
        if close:
            return f"assert.ok(Math.abs({left} - {right}) < 1e-6)"
        return f"assert.deepEqual({left}, {right})"

    def _throws(self, call: str, waits: bool) -> Iterator[str]:
        if self.framework is Framework.SCRIPT:
            yield f"let thrown = false\ntry {{ {call} }} catch {{ thrown = true }}"
            yield "console.assert(thrown)"
        elif self._expects:
            yield (
                f"await expect((async () => {call})()).rejects.toThrow()"
                if waits
                else f"expect(() => {call}).toThrow()"
            )
        else:
            rejects = f"await assert.rejects(async () => {call})"
            yield rejects if waits else f"assert.throws(() => {call})"

    def program(self, entry: ClassEntry, call: Call, result: Result) -> Iterator[str]:
        """An object made and used, up to the step that must come to what it came to."""
        maker = f"new {made(entry, call.args[0], literal)}"
        if result.end == "raised":
            yield from self._throws(maker, waits=False)
            return
        outcomes = outcomes_of(result)
        if outcomes is None:
            raise NotPlain("the program did not come to an end")
        yield f"const {entry.subject} = {maker}"
        for at, ((name, given), (_, end, value)) in enumerate(
            zip(steps_of(call.args), outcomes, strict=False)
        ):
            line = asked(entry, name, given, literal)
            method = entry.method(name)
            waits = method is not None and method.waits
            if end == "raises":
                yield from self._throws(line, waits)
            elif at == len(outcomes) - 1:
                yield from self.check(line, Result(0, "returned", value), waits=waits)
            else:
                yield f"await {line}" if waits else line

    def around(self, body: Sequence[str]) -> Iterator[str]:
        """Lines that check something, as one test."""
        if self.framework is Framework.SCRIPT:
            yield from body
            return
        if not self._expects and not re.search(r"\bassert\b", self.imports):
            esm = "import " in self.imports
            yield (
                "import assert from 'node:assert'"
                if esm
                else "const assert = require('node:assert')"
            )
        jest = self.framework is Framework.JEST
        name = "test" if re.search(r"\btest\b", self.imports) or jest else "it"
        if jest and re.search(r"[{,]\s*it\b", self.imports):
            name = "it"
        waits = "async " if any("await " in line for line in body) else ""
        lines = [line for part in body for line in part.split("\n")]
        yield from ("", f"{name}('counterexample', {waits}() => {{")
        yield from (f"  {line}" for line in lines)
        yield "})"
