"""The reviewer's own sentences, as the page of one desk asks for them and is shown them."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from workbench.errors import InputError, WorkbenchError
from workbench.jupyter.messages import Message
from workbench.model.phrases import Phrase
from workbench.model.rubric import Rubric
from workbench.store.files import explain
from workbench.store.phrases import PhraseFolder


class OwnPhrases:
    """Sentences of one reviewer for the axes of one rubric."""

    def __init__(self, workspace: Path, reviewer: str, rubric: Rubric) -> None:
        self._folder = PhraseFolder(workspace / "phrases")
        self._reviewer = reviewer
        self._rubric = rubric

    def shown(self) -> list[Message]:
        """`axis`, `score` and `text` of each. A damaged file shows none: a review can be written
        without it, and the next change names it."""
        try:
            found = self._folder.load(self._reviewer).phrases
        except WorkbenchError:
            return []
        return [
            {"axis": phrase.axis, "score": phrase.score, "text": phrase.text}
            for phrase in found
            if phrase.rubric == self._rubric.id
        ]

    def change(self, asked: Message) -> Message:
        """Keep or forget a sentence; what there is then. Raises InputError, SaveFailed."""
        axis = self._rubric.axis(str(asked.get("axis", "")))
        score = asked.get("score")
        if axis is None or not isinstance(score, int) or score >= len(axis.levels):
            raise InputError("the rubric has no such level", mend="open the task again")
        text = str(asked.get("text") or "").strip()
        try:
            phrase = Phrase(rubric=self._rubric.id, axis=axis.id, score=score, text=text)
        except ValidationError as error:
            raise InputError(f"not kept: {explain(error)}") from None
        if asked.get("keep", True):
            self._folder.keep(self._reviewer, phrase)
        else:
            self._folder.forget(self._reviewer, phrase)
        return {"type": "phrases", "phrases": self.shown()}
