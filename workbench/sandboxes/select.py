"""Choosing a backend: find, check, hand out; or refuse and say what mends it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from workbench.errors import InfrastructureError, NoSandbox
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.bubblewrap import Bubblewrap
from workbench.sandboxes.self_check import CheckResult, cached_self_check

BackendKind = Literal["auto", "bubblewrap", "docker"]

_TOLERABLE = {"memory", "processes"}
"""Probes that `allow_unenforced_memory` forgives, and only when they could not be tried."""

_NO_DOCKER = "the docker backend is not part of this version"


def get_sandbox(
    kind: BackendKind, *, state_dir: Path, allow_unenforced_memory: bool = False
) -> Sandbox:
    """A backend that passed its self-check on this boot. The caller closes it.

    Raises NoSandbox with the reason and the mend. `allow_unenforced_memory` accepts a machine
    where memory and processes cannot be limited; `Sandbox.enforcement` then says so, and whoever
    shows a run must show that.
    """
    if kind == "docker":
        raise NoSandbox(_NO_DOCKER, mend="use --sandbox bubblewrap")
    sandbox = Bubblewrap()
    try:
        failed = [r for r in _checked(sandbox, state_dir) if not r.ok]
        if allow_unenforced_memory:
            failed = [r for r in failed if not _tolerable(r)]
        if failed:
            raise _refusal(failed)
    except BaseException:
        sandbox.close()
        raise
    return sandbox


def backend_status(state_dir: Path) -> list[CheckResult]:
    """Lines for `workbench doctor`: each backend, and each probe of the one that works."""
    docker = CheckResult("sandbox: docker", True, f"not used: {_NO_DOCKER}")
    try:
        sandbox = Bubblewrap()
    except NoSandbox as error:
        return [CheckResult("sandbox: bubblewrap", False, error.message, error.mend), docker]
    try:
        results = _checked(sandbox, state_dir)
        version = sandbox.version
    except NoSandbox as error:
        return [CheckResult("sandbox: bubblewrap", False, error.message, error.mend), docker]
    finally:
        sandbox.close()
    first = CheckResult("sandbox: bubblewrap", all(r.ok for r in results), version)
    lines = [CheckResult(f"sandbox: {r.name}", r.ok, r.detail, r.mend) for r in results]
    return [first, *lines, docker]


def _checked(sandbox: Sandbox, state_dir: Path) -> list[CheckResult]:
    try:
        return cached_self_check(sandbox, state_dir)
    except InfrastructureError as error:
        raise NoSandbox(f"the sandbox cannot start: {error.message}", mend=error.mend) from error


def _tolerable(result: CheckResult) -> bool:
    return result.name in _TOLERABLE and result.detail.startswith("not enforced")


def _refusal(failed: list[CheckResult]) -> NoSandbox:
    first = failed[0]
    cause = user_namespaces_denied(first.detail)
    if cause is not None:
        return cause
    names = ", ".join(result.name for result in failed)
    return NoSandbox(
        f"bubblewrap failed {len(failed)} of its checks ({names}): {first.detail}", mend=first.mend
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
