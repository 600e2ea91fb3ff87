"""The bubblewrap command line of a job: a pure function, so that a test can read every word.

The options travel through `--args FD`: the sandbox's process 1 is a copy of bwrap, and what
stands in its argument list can be read from inside under /proc/1/cmdline.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.sandboxes.base import Job

INSIDE_UID = 1000
"""Nobody's number on purpose: what the host's root owns shows as 65534 inside, and code that asks
`do I own this?` must not hear yes."""

_SHM_BYTES = 8 << 20

PASSWD = f"""root:x:0:0:root:/:/usr/sbin/nologin
box:x:{INSIDE_UID}:{INSIDE_UID}:box:/box:/bin/sh
nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
"""
GROUP = f"root:x:0:\nbox:x:{INSIDE_UID}:\nnogroup:x:65534:\n"
HOSTS = "127.0.0.1 localhost sandbox\n::1 localhost\n"
NSSWITCH = "passwd: files\ngroup: files\nhosts: files\n"
ETC_FILES = {"passwd": PASSWD, "group": GROUP, "hosts": HOSTS, "nsswitch.conf": NSSWITCH}


@dataclass(frozen=True)
class HostLayout:
    """What of the host's system directories a sandbox sees, and how."""

    links: tuple[tuple[str, str], ...]
    """(where the link points, its path): /bin -> usr/bin on a merged system."""
    binds: tuple[str, ...]
    """Directories bound read-only at the same path."""

    @classmethod
    def look(cls) -> HostLayout:
        """Read this machine's layout once."""
        links, binds = [], ["/usr"]
        for name in ("bin", "sbin", "lib", "lib64", "lib32", "libx32"):
            path = Path("/", name)
            if path.is_symlink():
                links.append((str(path.readlink()), str(path)))
            elif path.is_dir():
                binds.append(str(path))
        etc = ["/etc/ld.so.cache", "/etc/alternatives"]
        # Debian's JDK keeps parts of its `lib` and `conf` under /etc and links to them.
        etc += sorted(str(p) for p in Path("/etc").glob("java-*-openjdk"))
        binds += [path for path in etc if Path(path).exists()]
        return cls(tuple(links), tuple(binds))


@dataclass(frozen=True)
class Descriptors:
    """Numbers of the open files bwrap reads from or reports to."""

    seccomp: int
    status: int
    files: Mapping[str, int]
    etc: Mapping[str, int]
    block: int | None = None
    """process 1 waits here until somebody closed the other end"""


@dataclass(frozen=True)
class Scratch:
    """Ready-made limited file systems to bind as /box and /tmp."""

    box: str
    tmp: str


def bwrap_arguments(
    job: Job,
    layer_sources: Sequence[str],
    fds: Descriptors,
    host: HostLayout,
    scratch: Scratch | None,
) -> list[str]:
    """Every option of bwrap for `job`; the command itself is not part of it.

    `layer_sources` holds where each of `job.layers` is readable on the host. Without `scratch`
    bwrap makes /box and /tmp itself, limited in bytes but not in the number of files.
    """
    args = ["--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"]
    args += ["--uid", str(INSIDE_UID), "--gid", str(INSIDE_UID), "--hostname", "sandbox"]
    args += ["--new-session", "--die-with-parent", "--clearenv"]
    for name, value in _environment(job).items():
        args += ["--setenv", name, value]
    args += ["--perms", "0755", "--dir", "/etc"]
    for path in host.binds:
        args += ["--ro-bind", path, path]
    for target, path in host.links:
        args += ["--symlink", target, path]
    for name, fd in fds.etc.items():
        args += ["--perms", "0444", "--file", str(fd), f"/etc/{name}"]
    args += ["--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev"]
    args += ["--perms", "1777", "--size", str(_SHM_BYTES), "--tmpfs", "/dev/shm"]
    args += ["--remount-ro", "/dev"]
    for layer, source in zip(job.layers, layer_sources, strict=True):
        args += ["--ro-bind", source, layer.target]
    args += ["--perms", "0755", "--dir", "/job"]
    for path, fd in fds.files.items():
        mode = "0555" if job.files[path].executable else "0444"
        args += ["--perms", mode, "--file", str(fd), f"/job/{path}"]
    if scratch is None:
        limits = job.limits
        args += ["--perms", "0700", "--size", str(limits.box_bytes), "--tmpfs", "/box"]
        args += ["--perms", "1777", "--size", str(limits.tmp_bytes), "--tmpfs", "/tmp"]
    else:
        args += ["--bind", scratch.box, "/box", "--bind", scratch.tmp, "/tmp"]
    # The root file system is an unlimited tmpfs until this line; /job lives on it.
    args += ["--remount-ro", "/", "--chdir", job.cwd]
    args += ["--seccomp", str(fds.seccomp), "--json-status-fd", str(fds.status)]
    if fds.block is not None:
        args += ["--block-fd", str(fds.block)]
    _refuse_nul(args)
    _refuse_nul(job.command)
    return args


def _environment(job: Job) -> dict[str, str]:
    ours = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/box",
        "LANG": "C.UTF-8",
        "TMPDIR": "/tmp",
        "NO_COLOR": "1",
    }
    return {**ours, **job.env}


def _refuse_nul(words: Sequence[str]) -> None:
    """A NUL inside one word would start another option."""
    for word in words:
        if "\0" in word:
            raise ValueError(f"a NUL character in {word!r}")
