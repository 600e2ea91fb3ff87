"""The labelling configuration that a `label-studio` export is opened with: every name and choice
the export can hold, of the rubrics its reviews were made by.

Source of the format: Label Studio's documentation of its tags. Names of a rubric's own parts have a
prefix each, so that an axis called `notes` is not the reviewer's notes.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO, get_args

from workbench.exchange.exported import STALE, Item, Loss
from workbench.exchange.to_label_studio import TARGET
from workbench.exchange.xml_text import plain
from workbench.model.review import DecisionWord
from workbench.model.run import Verdict

_SCORES = ("0", "1", "2", "3")
VERDICTS = (*(verdict.value for verdict in Verdict), "varied", STALE)


@dataclass
class _Asked:
    """What reviewers were asked, in order, with a title and what may be answered."""

    axes: dict[str, str] = field(default_factory=dict)
    tags: dict[str, dict[str, None]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    difficulty: dict[str, None] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        for rubric in item.rubrics:
            for axis in rubric.axes:
                self.axes.setdefault(axis.id, axis.question or axis.title)
                self.tags.setdefault(axis.id, {}).update(dict.fromkeys(axis.tags))
            self.fields |= {f.id: f.title for f in rubric.fields if f.id not in self.fields}
            self.difficulty.update(dict.fromkeys(rubric.difficulty.options))
        for review in item.reviews:
            # A rubric may have changed since; what was answered then must have its place all the
            # same.
            for axis_id, rating in review.ratings.items():
                self.axes.setdefault(axis_id, axis_id)
                self.tags.setdefault(axis_id, {}).update(dict.fromkeys(rating.tags))
            self.fields |= {name: name for name in review.answers if name not in self.fields}
            if review.difficulty:
                self.difficulty[review.difficulty] = None


def label_studio_config(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """One `View` for all tasks. Nothing of a task is lost: none is meant to be in it."""
    asked = _Asked()
    for item in items:
        asked.add(item)
    yield from ()
    view = ET.Element("View")
    for title, name, column in (
        ("Prompt", TARGET, "prompt"), ("Solution", "solution_text", "solution"),
        ("Tests", "tests_text", "tests"),
    ):  # fmt: skip
        ET.SubElement(view, "Header", value=title)
        ET.SubElement(view, "Text", name=name, value=f"${column}")
    _choices(view, "How the run ended", "verdict", VERDICTS)
    _text(view, "Why", "reason")
    _text(view, "Reviewer", "reviewer")
    _choices(view, "Decision", "decision", get_args(DecisionWord))
    _text(view, "Why another decision than the scores say", "override")
    _text(view, "Why it cannot be judged", "cannot_judge")
    for axis, question in asked.axes.items():
        _choices(view, question, f"axis-{axis}", _SCORES)
        _text(view, "", f"why-{axis}")
        if tags := asked.tags[axis]:
            _choices(view, "", f"tags-{axis}", tags, choice="multiple")
    for name, title in asked.fields.items():
        _text(view, title, f"field-{name}")
    if asked.difficulty:
        _choices(view, "Difficulty", "difficulty", asked.difficulty)
    ET.SubElement(view, "Header", value="Confidence")
    ET.SubElement(view, "Number", name="confidence", toName=TARGET)
    _text(view, "Notes", "notes")
    ET.indent(view)
    out.write(ET.tostring(view, encoding="unicode") + "\n")


def _choices(
    view: ET.Element, title: str, name: str, values: Iterable[str], choice: str = "single"
) -> None:
    if title:
        ET.SubElement(view, "Header", value=plain(title))
    tag = ET.SubElement(view, "Choices", name=name, toName=TARGET, choice=choice)
    for value in values:
        ET.SubElement(tag, "Choice", value=plain(value))


def _text(view: ET.Element, title: str, name: str) -> None:
    if title:
        ET.SubElement(view, "Header", value=plain(title))
    ET.SubElement(view, "TextArea", name=name, toName=TARGET)
