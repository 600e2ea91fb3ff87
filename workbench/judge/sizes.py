"""What is too large to be judged, said before anything of it is read or sent to a sandbox."""

from __future__ import annotations

from workbench.errors import InputError
from workbench.model.task import Solution, Suite
from workbench.sandboxes.checks import MOST_FILES

_OURS = 50
"""files that languages add to a job: manifests, helpers, guards"""


def check_size(solution: Solution, suite: Suite) -> None:
    """Raises InputError that says what is too much and where most of it is."""
    counts = {
        f"solution {solution.name}": len(solution.files),
        f"suite {suite.name}": len(suite.files),
        f"the support of suite {suite.name}": len(suite.support),
    }
    files = len({*solution.files, *suite.files, *suite.support})
    if files > MOST_FILES - _OURS:
        where, most = max(counts.items(), key=lambda pair: pair[1])
        raise InputError(
            f"not run: {files:,} files are laid for one run, and a sandbox takes "
            f"{MOST_FILES - _OURS:,}; {where} has {most:,}",
            mend="leave out what no test reads, or keep data in few files",
        )
