"""The tree a job gets, and its limits: the same for every interpreted language."""

from __future__ import annotations

from collections.abc import Callable

from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import JobFile, JobLimits


def merged(solution: Solution, suite: Suite, is_config: Callable[[str], bool]) -> dict[str, str]:
    """Solution, support and test files in one tree. The suite wins, and a solution's
    configuration of the test run is left out."""
    files = {p: t for p, t in solution.files.items() if not is_config(p)}
    return {**files, **suite.support, **suite.files}


def left_out(solution: Solution, suite: Suite, is_config: Callable[[str], bool]) -> list[str]:
    """The solution's files that `merged` drops because they configure test runs. The harness says
    so in a diagnostic: a reviewer must not wonder where a file went."""
    laid = {**suite.files, **suite.support}
    return [p for p in solution.files if is_config(p) and p not in laid]


_NO_DATA = (
    *(".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".cts", ".snap"),
    *("package.json", "tsconfig.json", ".go", "go.mod", "go.sum", ".rs", ".toml", ".lock", ".java"),
)
FOLDER_IS_HELD = "the working folder holds the suite's data files, and it changes to another"


def brings_data(suite: Suite) -> bool:
    """Whether tests may open data files by relative path. A solution that changes the working
    folder would then choose what they compare with."""
    return any(not path.endswith(_NO_DATA) for path in (*suite.files, *suite.support))


def data_files(
    solution: Solution, suite: Suite, code: tuple[str, ...], is_config: Callable[[str], bool]
) -> dict[str, list[str]]:
    """Files that tests and code open by relative path. A harness copies all of them (`copied`) from
    /job to the working folder, where code may write, and tells in its end record which of the
    suite's (`kept`) are not what they were: what the tests compare with is nobody's to change."""
    kept = [p for p in {**suite.support, **suite.files} if not p.endswith(code)]
    own = [p for p in solution.files if not p.endswith(code) and not is_config(p)]
    return {"copied": sorted({*kept, *own}), "kept": sorted(kept)}


def fixtures(suite: Suite, code: tuple[str, ...]) -> dict[str, JobFile]:
    """The suite's data files: under /job/tree, from where a harness copies them to a folder code
    may write in, and their names in /job/fixtures. What the tests compare with must be the same
    at their end: the harness looks, and tells in its end record."""
    data = {
        path: text
        for path, text in {**suite.support, **suite.files}.items()
        if not path.endswith(code)
    }
    files = {f"tree/{path}": JobFile(text.encode()) for path, text in data.items()}
    return {**files, "fixtures": JobFile("\n".join(data).encode())}


def job_limits(limits: Limits) -> JobLimits:
    """A task's limits in the sandbox's words."""
    return JobLimits(
        wall_s=limits.wall_s,
        memory_bytes=limits.memory_mb << 20,
        pids=limits.pids,
        stdout_bytes=limits.output_kb << 10,
        stderr_bytes=limits.output_kb << 10,
        file_bytes=limits.file_mb << 20,
    )


def search_path(program: str) -> str:
    """A job's PATH: code that starts `node` or `python3` by name gets the one it runs on, whatever
    else a backend has."""
    return f"{program.rpartition('/')[0]}:/usr/local/bin:/usr/bin:/bin"
