"""Tasks on whole repositories, which run in images of their own alone: how they are held.

The fix is the candidate and the test patch the suite, each as the text of its diff; the lists of
tests, the hints and the recipe of the image stand beside the suite, to be read. Every such task
carries the tag `image:NAME`: the judge runs it there where an engine has the image, or says that
it needs it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbench.exchange.base import Refused, safe_id
from workbench.exchange.patches import read_patch
from workbench.exchange.plain_layout import language_of
from workbench.model.task import LanguageName, Limits, Provenance, Solution, Suite, Task

_NO_TEST = re.compile(r"\[\s*\d+%\]|\W*|(?:PASSED|FAILED|ERROR|ok|FAIL)\b.*")
_TEST_PATH = re.compile(
    r"(?:^|/)(?:tests?|__tests__|spec|testing)/|(?:test_|_test\.|\.test\.|\.spec\.)"
)

# The tests of a repository take more of everything than a suite of one file.
LIMITS = Limits(wall_s=600, memory_mb=4096, pids=512, output_kb=16384, file_mb=1024)


@dataclass(frozen=True)
class Parts:
    """What a record of a repository benchmark says, whatever its fields are called."""

    format: str
    source: str
    source_id: str
    title: str
    repo: str
    base: str
    prompt: str
    patch: str
    test_patch: str
    image: str
    fails_then_passes: tuple[str, ...] = ()
    passes_always: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    language: LanguageName | None = None
    tags: tuple[str, ...] = ()
    listed: bool = True
    """whether the format has lists of tests at all"""


def task(parts: Parts) -> Task:
    """The task. Raises Refused for a patch that is none or leaves the repository."""
    if not parts.prompt.strip():
        raise Refused("it does not say what is asked")
    fix = read_patch(parts.patch, "the patch")
    tests = read_patch(parts.test_patch, "the test patch")
    language = parts.language or language_of((*fix.files, *tests.files))
    if language is None:
        raise Refused("its patches touch no file of the six languages; say --language")
    beside = {
        **parts.beside,
        "fail_to_pass.txt": _listed(parts.fails_then_passes),
        "pass_to_pass.txt": _listed(parts.passes_always),
    }
    odd = (*fix.odd, *tests.odd, *_lint(parts, fix.files, tests.files))
    return Task(
        id=safe_id(parts.format, parts.source_id),
        title=parts.title.strip()[:300] or parts.source_id[:300],
        language=language,
        prompt=parts.prompt.strip() + "\n",
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files={"gold.patch": parts.patch},
                note=f"The fix as a diff against {parts.repo} at {parts.base[:40]}.",
            ),
        ),
        suites=(
            Suite(
                name="given",
                role="given",
                files={"test.patch": parts.test_patch},
                support={path: text for path, text in beside.items() if text.strip()},
            ),
        ),
        limits=LIMITS,
        tags=(f"image:{parts.image}", parts.format, *filter(None, parts.tags)),
        provenance=Provenance(
            source=f"{parts.source}; {parts.repo} {parts.base}".strip(),
            source_id=parts.source_id,
            licence="of the repository",
            importer=__name__,
            changes=(
                f"executable only in its own image: {parts.image}",
                "the patches became gold.patch and test.patch, the lists of tests text files",
                *(f"look at this: {sentence}" for sentence in odd),
            ),
        ),
    )


def _lint(parts: Parts, fix: Iterable[str], tests: Iterable[str]) -> list[str]:
    """What a reviewer should look at in the lists and patches."""
    found = []
    must, keep = parts.fails_then_passes, parts.passes_always
    if parts.listed and not must:
        found.append("no test is said to fail before the fix and pass after it")
    if both := sorted(set(must) & set(keep)):
        found.append(f"{len(both)} tests stand in both lists, as {both[0][:120]}")
    for name, listed in (("fail-to-pass", must), ("pass-to-pass", keep)):
        if twice := sorted(n for n, count in Counter(listed).items() if count > 1):
            found.append(f"{len(twice)} tests stand twice in {name}, as {twice[0][:120]}")
        if none := [n for n in listed if _NO_TEST.fullmatch(n)]:
            found.append(f"{len(none)} names in {name} are no tests, as {none[0][:120]!r}")
        if cut := [n for n in listed if n.count("[") > n.count("]")]:
            found.append(f"{len(cut)} names in {name} are cut off, as {cut[0][:120]}")
    if shared := sorted(set(fix) & set(tests)):
        found.append(f"both patches change {shared[0][:200]}")
    if edited := sorted(path for path in fix if _TEST_PATH.search(path)):
        found.append(f"the fix changes what looks like a test: {edited[0][:200]}")
    return found


def _listed(names: Iterable[str]) -> str:
    return "".join(f"{name}\n" for name in names)
