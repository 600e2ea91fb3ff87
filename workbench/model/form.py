"""When a part of a rubric's form is asked, and the fields of it that are no axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from workbench.model.base import Id, Text, Value

Number = Annotated[float, Field(strict=True)]
"""A whole number or a decimal one; never true or false."""
Answer = Text | Number
"""What was put into a field: one of its options, words, or a number."""


class Condition(Value):
    """Holds when an axis has one of these scores or tags, or a choice one of these answers. What
    is itself not asked has none."""

    axis: Id | None = None
    field: Id | None = None
    scores: tuple[Annotated[int, Field(ge=0, le=3)], ...] = ()
    tags: tuple[Id, ...] = ()
    answers: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """Said before anything else: what a condition lists depends on what it names."""
        if isinstance(value, Mapping) and bool(value.get("axis")) == bool(value.get("field")):
            raise ValueError("a condition names either an `axis` or a `field`")
        return value

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [n for n in ("scores", "tags", "answers") if getattr(self, n)]
        wanted = ("scores", "tags") if self.axis else ("answers",)
        if len(given) != 1 or given[0] not in wanted:
            raise ValueError(
                f"a condition on {'an axis' if self.axis else 'a field'} "
                f"lists {' or '.join(f'`{name}`' for name in wanted)}"
            )
        return self

    @property
    def on(self) -> str:
        """The part of the form it looks at."""
        return self.axis or self.field or ""


class FormField(Value):
    """A part of the form beside the axes: a choice, a text or a number. It decides nothing."""

    id: Id
    title: Text
    question: Text = ""
    kind: Literal["choice", "text", "number"]
    options: tuple[Text, ...] = ()
    """Of a choice: its answers."""
    min_characters: int = Field(default=0, ge=0)
    """Of a text: how much is asked for."""
    least: Number | None = None
    most: Number | None = None
    whole: bool = False
    """Of a number: its bounds, and whether it has no fraction."""
    required: bool = True
    shown_when: tuple[Condition, ...] = ()
    """Asked only while all of these hold."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind == "choice" and len(set(self.options)) < 2:
            raise ValueError(f"field {self.id}: a choice needs `options`, two or more")
        if len(set(self.options)) != len(self.options) or "" in self.options:
            raise ValueError(f"field {self.id}: `options` must differ and not be empty")
        of_number = self.least is not None or self.most is not None or self.whole
        for kind, there, what in (
            ("choice", bool(self.options), "`options`"),
            ("text", self.min_characters > 0, "`min_characters`"),
            ("number", of_number, "`least`, `most` and `whole`"),
        ):
            if there and self.kind != kind:
                raise ValueError(f"field {self.id}: {what} is for kind {kind}, not {self.kind}")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"field {self.id}: `least` is above `most`")
        return self

    def missing(self, answer: Answer | None) -> str:
        """Why this answer does not do, or ''."""
        empty = answer is None or (isinstance(answer, str) and not answer.strip())
        if answer is None or empty:
            return "not filled in yet" if self.required else ""
        if self.kind == "number":
            return self._number_missing(answer)
        if not isinstance(answer, str):
            return "words are asked for, not a number"
        if self.kind == "choice" and answer not in self.options:
            return f"there is no answer {answer[:80]!r}"
        length = len(answer.strip())
        if length < self.min_characters:
            return f"{self.min_characters} characters are asked for ({length} so far)"
        return ""

    def _number_missing(self, answer: Answer) -> str:
        if isinstance(answer, str):
            return "a number is asked for"
        if self.whole and answer != int(answer):
            return "a whole number is asked for"
        if self.least is not None and answer < self.least:
            return f"{self.least:g} or more is asked for"
        if self.most is not None and answer > self.most:
            return f"{self.most:g} or less is asked for"
        return ""


Conditions = Mapping[str, tuple[Condition, ...]]
"""Every part of a form by its id, with the conditions under which it is asked."""


def circle(conditions: Conditions) -> tuple[str, ...]:
    """Parts that wait for each other, in a round; empty when there is no such round."""
    done: set[str] = set()
    for start in conditions:
        path: list[str] = []
        stack: list[tuple[str, Iterable[str]]] = [(start, iter(_sources(conditions, start)))]
        path.append(start)
        while stack:
            source = next(iter(stack[-1][1]), None)
            if source is None:
                done.add(stack.pop()[0])
                path.pop()
            elif source in path:
                return (*path[path.index(source) :], source)
            elif source not in done:
                stack.append((source, iter(_sources(conditions, source))))
                path.append(source)
    return ()


def _sources(conditions: Conditions, part: str) -> list[str]:
    return [condition.on for condition in conditions.get(part, ())]


def asked(conditions: Conditions, holds: Callable[[Condition], bool]) -> frozenset[str]:
    """The parts that are asked. `holds` looks at what was given, asked or not; a condition on a
    part that is not asked never holds. `conditions` has no circle."""
    known: dict[str, bool] = {}

    def is_asked(part: str) -> bool:
        if part not in known:
            known[part] = all(
                is_asked(condition.on) and holds(condition) for condition in conditions[part]
            )
        return known[part]

    return frozenset(part for part in conditions if is_asked(part))
