"""Choosing a backend: find, check, hand out; or refuse and say what mends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from workbench.errors import InfrastructureError, NoSandbox
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.bubblewrap import Bubblewrap
from workbench.sandboxes.self_check import CheckResult, cached_self_check, withstands

BackendKind = Literal["auto", "bubblewrap", "docker"]
Say = Callable[[str], None]

_TOLERABLE = {"memory", "processes"}
"""Probes that `allow_unenforced_memory` forgives, and only when they could not be tried."""


def get_sandbox(
    kind: BackendKind, *, state_dir: Path, allow_unenforced_memory: bool = False
) -> Sandbox:
    """A backend that passed its self-check on this boot. The caller closes it.

    `auto` is bubblewrap, and docker where bubblewrap is absent or failed its checks; never none.
    Raises NoSandbox with the reason and the mend. `allow_unenforced_memory` accepts a machine
    where memory and processes cannot be limited, when no backend can; `Sandbox.enforcement` then
    says so, and whoever shows a run must show that.
    """
    refusals: list[NoSandbox] = []
    # A backend that limits everything goes before one that must be forgiven something.
    for forgiving in sorted({False, allow_unenforced_memory}):
        for name in ("bubblewrap", "docker") if kind == "auto" else (kind,):
            try:
                return _good(name, state_dir, forgiving)
            except NoSandbox as error:
                refusals.append(error)
    if kind != "auto":
        raise refusals[-1]
    # Bubblewrap's is the one most people can mend.
    ours, engines = refusals[0], refusals[1]
    raise NoSandbox(f"{ours.message}; nor does docker do: {engines.message}", mend=ours.mend)


def backend_status(state_dir: Path) -> list[CheckResult]:
    """Lines for `workbench doctor`: each backend, and each probe of those that are there. One
    that is absent is no failure as long as the other works."""
    groups = [_status(name, state_dir) for name in ("bubblewrap", "docker")]
    works = [all(line.ok for line in lines) for lines in groups]
    for place, lines in enumerate(groups):
        if works[1 - place] and len(lines) == 1 and not lines[0].ok:
            absent = lines[0]
            groups[place] = [CheckResult(absent.name, True, f"not used: {absent.detail}")]
    return [line for lines in groups for line in lines]


def prepare_docker(say: Say) -> None:
    """Build the image of the docker backend where an engine answers; elsewhere do nothing. An
    engine without a base image is one nobody meant for this."""
    from workbench.sandboxes.docker_backend import configured_docker

    try:
        sandbox = configured_docker(say)
    except NoSandbox:
        return
    try:
        say(sandbox.version)
    except NoSandbox as error:
        say(f"docker: not used: {error}")
    finally:
        sandbox.close()


def _make(name: str, state_dir: Path) -> Sandbox:
    """The backend of that name; docker on gVisor where the engine has it and it withstands the
    probes. Raises NoSandbox when it is not there."""
    if name == "bubblewrap":
        return Bubblewrap()
    # Importing the client library takes a moment nobody should pay for bubblewrap.
    from workbench.sandboxes.docker_backend import configured_docker, safer_docker

    safer = safer_docker()
    if safer is None:
        return configured_docker()
    if withstands(safer, state_dir):
        return safer
    safer.close()
    found = configured_docker()
    said = f"runtime {safer.runtime} is there and failed its checks, so the engine's own is used"
    found.remark = f"{said}; {found.remark}" if found.remark else said
    return found


def _good(name: str, state_dir: Path, allow_unenforced_memory: bool) -> Sandbox:
    sandbox = _make(name, state_dir)
    try:
        failed = [r for r in _checked(sandbox, state_dir) if not r.ok]
        if allow_unenforced_memory:
            failed = [r for r in failed if not _tolerable(r)]
        if failed:
            raise _refusal(name, failed)
    except BaseException:
        sandbox.close()
        raise
    return sandbox


def _status(name: str, state_dir: Path) -> list[CheckResult]:
    """One line when there is no such backend or it does not start, else one a probe too."""
    title = f"sandbox: {name}"
    try:
        if name == "docker":
            from workbench.sandboxes.docker_backend import refuse_unbuilt

            refuse_unbuilt()
        sandbox = _make(name, state_dir)
        try:
            results = _checked(sandbox, state_dir)
            remark = getattr(sandbox, "remark", "")
            detail = f"{sandbox.version}{f'; {remark}' if remark else ''}"
        finally:
            sandbox.close()
    except NoSandbox as error:
        return [CheckResult(title, False, error.message, error.mend)]
    lines = [CheckResult(f"{title}: {r.name}", r.ok, r.detail, r.mend) for r in results]
    return [CheckResult(title, all(r.ok for r in results), detail), *lines]


def _checked(sandbox: Sandbox, state_dir: Path) -> list[CheckResult]:
    try:
        return cached_self_check(sandbox, state_dir)
    except InfrastructureError as error:
        raise NoSandbox(f"the sandbox cannot start: {error.message}", mend=error.mend) from error


def _tolerable(result: CheckResult) -> bool:
    return result.name in _TOLERABLE and result.detail.startswith("not enforced")


def _refusal(name: str, failed: list[CheckResult]) -> NoSandbox:
    first = failed[0]
    cause = user_namespaces_denied(first.detail)
    if cause is not None:
        return cause
    names = ", ".join(result.name for result in failed)
    return NoSandbox(
        f"{name} failed {len(failed)} of its checks ({names}): {first.detail}", mend=first.mend
    )


_SYSCTLS: tuple[tuple[str, str, str, str], ...] = (
    (
        "kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "AppArmor denies user namespaces to programs without a profile",
        "install an AppArmor profile for bwrap that has `userns,`, or: "
        "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    (
        "kernel/unprivileged_userns_clone",
        "0",
        "user namespaces are switched off for ordinary users",
        "sysctl -w kernel.unprivileged_userns_clone=1",
    ),
    (
        "user/max_user_namespaces",
        "0",
        "no user namespaces are allowed",
        "sysctl -w user.max_user_namespaces=10000",
    ),
)


def user_namespaces_denied(detail: str, settings: Path = Path("/proc/sys")) -> NoSandbox | None:
    """The named reason when bubblewrap could not make its namespaces, else None."""
    signs = ("uid map", "Creating new namespace", "No permissions to create", "user namespace")
    if "bwrap" not in detail or not any(sign in detail for sign in signs):
        return None
    for name, denying, reason, mend in _SYSCTLS:
        try:
            value = (settings / name).read_text().strip()
        except OSError:
            continue
        if value == denying:
            return NoSandbox(f"bubblewrap cannot start: {reason}", mend=mend)
    return NoSandbox(
        f"bubblewrap cannot make its namespaces: {detail}",
        mend="in a container allow user namespaces (for docker: --security-opt seccomp=unconfined)",
    )
