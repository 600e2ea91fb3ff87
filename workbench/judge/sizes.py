"""What is too large to be judged, said before anything of it is read or sent to a sandbox."""

from __future__ import annotations

from workbench.errors import InputError
from workbench.languages.source_size import code_size
from workbench.model.task import Solution, Suite
from workbench.sandboxes.checks import MOST_FILES

_OURS = 50
"""files that languages add to a job: manifests, helpers, guards"""
MOST_CODE = 4_000_000
"""characters: what is listed, laid out and taken apart of so much is nearly a minute's work"""
MOST_PERTURBED = 2_000_000
"""characters of a suite"""


def check_size(solution: Solution, suite: Suite) -> None:
    """Raises InputError that says what is too much and where most of it is."""
    trees = {
        f"solution {solution.name}": solution.files,
        f"suite {suite.name}": suite.files,
        f"the support of suite {suite.name}": suite.support,
    }
    files = len({*solution.files, *suite.files, *suite.support})
    if files > MOST_FILES - _OURS:
        where, most = max(((name, len(tree)) for name, tree in trees.items()), key=lambda p: p[1])
        raise InputError(
            f"not run: {files:,} files are laid for one run, and a sandbox takes "
            f"{MOST_FILES - _OURS:,}; {where} has {most:,}",
            mend="leave out what no test reads, or keep data in few files",
        )
    sizes = {name: code_size(tree) for name, tree in trees.items()}
    if sum(sizes.values()) > MOST_CODE:
        where, most = max(sizes.items(), key=lambda pair: pair[1])
        raise InputError(
            f"not run: {sum(sizes.values()) / 1e6:.1f} MB of code, and no more than "
            f"{MOST_CODE / 1e6:.0f} MB are read; {where} has {most / 1e6:.1f} MB",
            mend="keep tables in data files or in texts, which are not counted",
        )
