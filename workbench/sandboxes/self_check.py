"""The conformance suite: no backend runs a task before it withstood every probe on this boot.

A green result is kept in `state_dir`, keyed by everything that could change it; a red one never.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from workbench.errors import InfrastructureError, NoSandbox
from workbench.sandboxes.base import Outcome, Sandbox
from workbench.sandboxes.probes import Probe, probes
from workbench.sandboxes.seccomp import policy_file

_AT_ONCE = 4
_SLOW_S = 3.0
"""Far above what any probe takes, and below every bound that a probe sets on time."""
_CGROUP_MEND = (
    "run the workbench as root, or log in through systemd on a machine with control groups of "
    "version 2 (`systemd-run --user --scope -p Delegate=yes true` must work)"
)


@dataclass(frozen=True)
class CheckResult:
    """One line: what was tried, whether it held, what was seen, what to do."""

    name: str
    ok: bool
    detail: str
    mend: str = ""


def self_check(sandbox: Sandbox) -> list[CheckResult]:
    """Run every probe now. One that was only too slow is tried once more, with nothing beside it:
    a busy machine is not an unsafe one."""
    unenforced = dict(sandbox.enforcement.unenforced)
    with _root_only_folder() as folder:
        asked = probes(folder)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            tried = list(pool.map(lambda p: _try(sandbox, p, unenforced), asked))
        results = [result for result, _ in tried]
        for place, (first, late) in enumerate(tried):
            if late:
                second, _ = _try(sandbox, asked[place], unenforced)
                said = f"{second.detail} (second try; at first {first.detail})"
                results[place] = replace(second, detail=said)
                if not second.ok:
                    break  # No further second try could make the whole green.
    return results


def cached_self_check(sandbox: Sandbox, state_dir: Path) -> list[CheckResult]:
    """The kept green result of this boot, or a fresh run."""
    place = state_dir / "self-check" / f"{_key(sandbox)}.json"
    kept = _load(place)
    if kept is not None:
        return kept
    results = self_check(sandbox)
    if all(result.ok for result in results):
        _save(place, results)
    return results


def withstands(sandbox: Sandbox, state_dir: Path) -> bool:
    """Whether it passes every probe. Unlike `cached_self_check` a failure is kept for this boot
    too: for a backend that has another to stand in for it. Never raises."""
    try:
        refused = state_dir / "self-check" / f"{_key(sandbox)}.refused"
        if refused.exists():
            return False
        if all(result.ok for result in cached_self_check(sandbox, state_dir)):
            return True
    except (InfrastructureError, NoSandbox):
        return False
    with contextlib.suppress(OSError):
        refused.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        refused.touch(mode=0o600)
    return False


def _try(sandbox: Sandbox, probe: Probe, unenforced: dict[str, str]) -> tuple[CheckResult, bool]:
    """What came of it, and whether a failure may be no more than lateness."""
    if probe.needs in unenforced:
        why = f"not enforced: {unenforced[probe.needs]}"
        return CheckResult(probe.name, False, why, _CGROUP_MEND), False
    try:
        outcome = sandbox.run(probe.job)
    except InfrastructureError as error:
        return CheckResult(probe.name, False, error.message, error.mend), False
    try:
        seen = probe.judge(outcome)
    except (ValueError, KeyError) as error:
        seen = f"the answer cannot be read: {error}"
    if seen:
        failure = CheckResult(probe.name, False, f"{probe.sentence}: {seen}", probe.mend)
        return failure, _only_late(outcome)
    return CheckResult(probe.name, True, probe.sentence), False


def _only_late(outcome: Outcome) -> bool:
    """It took long and said nothing. A probe says on stdout what should not have been possible,
    and no second try takes that back."""
    return outcome.duration_s > _SLOW_S and not outcome.stdout


@contextlib.contextmanager
def _root_only_folder() -> Iterator[Path | None]:
    """A file only root may read, in a folder all may enter; None for an ordinary user."""
    if os.geteuid() != 0:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="workbench-probe-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        secret = folder / "secret"
        secret.touch(mode=0o600)
        secret.write_text("root's file can be read")
        yield folder


def _key(sandbox: Sandbox) -> str:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    facts = [boot, sandbox.name, sandbox.version, str(os.geteuid()), repr(sandbox.enforcement)]
    total = hashlib.sha256("\0".join(facts).encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), policy_file()):
        total.update(path.read_bytes())
    for program in ("/usr/bin/bwrap", "/usr/local/bin/bwrap"):
        with contextlib.suppress(OSError):
            found = Path(program).stat()
            total.update(f"{program} {found.st_size} {found.st_mtime_ns}".encode())
    return total.hexdigest()[:32]


def _load(place: Path) -> list[CheckResult] | None:
    """None when there is nothing, when it is not our own file, or when it does not hold a green
    line for every probe there is."""
    try:
        if place.lstat().st_uid != os.geteuid():
            return None
        kept = [CheckResult(**entry) for entry in json.loads(place.read_text())]
    except (OSError, ValueError, TypeError):
        return None
    names = [probe.name for probe in probes(place if os.geteuid() == 0 else None)]
    return kept if [r.name for r in kept if r.ok is True] == names else None


def _save(place: Path, results: list[CheckResult]) -> None:
    """Losing it costs a second next time, so a full disk is no reason to stop."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd, name = tempfile.mkstemp(dir=place.parent)
        with open(fd, "w") as file:
            json.dump([asdict(result) for result in results], file)
        Path(name).replace(place)
