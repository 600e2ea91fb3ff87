"""Each reviewer's own sentences, in a file that only its writer can read."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import InputError, NotFound
from workbench.model.base import check_id
from workbench.model.phrases import Phrase, Phrases
from workbench.store.files import dump_document, load_document, locked, write_atomic

_MOST = 2000
# What somebody keeps to say of tasks tells what is suspected: no other reviewer of a blind session
# may read it.
_OWN = 0o600


class PhraseFolder:
    """`phrases/` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, reviewer: str) -> Phrases:
        """What the reviewer kept. Raises InvalidFile for a damaged file."""
        path = self._path(reviewer)
        try:
            return load_document(path, Phrases, name=f"phrases/{path.name}")
        except NotFound:
            return Phrases(reviewer=reviewer)

    def keep(self, reviewer: str, phrase: Phrase) -> Phrases:
        """One more; the same one twice is once. Raises InputError, SaveFailed."""
        return self._change(reviewer, add=(phrase,))

    def forget(self, reviewer: str, phrase: Phrase) -> Phrases:
        """One less. Raises SaveFailed."""
        return self._change(reviewer, drop=(phrase,))

    def _change(
        self, reviewer: str, *, add: tuple[Phrase, ...] = (), drop: tuple[Phrase, ...] = ()
    ) -> Phrases:
        path = self._path(reviewer)
        with locked(path, mode=_OWN):
            found = self.load(reviewer)
            kept = dict.fromkeys((*found.phrases, *add))
            phrases = tuple(phrase for phrase in kept if phrase not in drop)
            if len(phrases) > _MOST:
                raise InputError(
                    f"not kept: {_MOST} sentences are kept already", mend="remove some first"
                )
            changed = found.model_copy(update={"phrases": phrases})
            write_atomic(path, dump_document(changed), mode=_OWN)
        return changed

    def _path(self, reviewer: str) -> Path:
        try:
            return self._folder / f"{check_id(reviewer)}.phrases.json"
        except ValueError as error:
            raise InputError(str(error)) from None
