"""What a container is made of: a pure function, so that a test can read every word.

The engine's API words are used as they are: the wrappers of client libraries leave some out
(masked paths) and add others (proxies of the host with their passwords).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.sandboxes.base import Job, JobLimits

INSIDE_UID = 65533
"""No account's number on any system we know, so that limits the kernel counts per user are not
shared with one; below 65536 because engines may map no more."""

LABEL = "reviewer-workbench"
OWNER_LABEL = f"{LABEL}.owner"
PROGRAM = ("/usr/bin/python3", "-I", "-S", "-B", "/usr/local/lib/reviewer-workbench/inside.py")

# What process 1 needs by itself; the job gets what it was promised on top.
_OWN_BYTES = 16 << 20
_OWN_PROCESSES = 1
_SHM_BYTES = 8 << 20
_LEAST_JOB_BYTES = 64 << 20
# A second, the longest there is: a run is held to its share over its whole, and a short one with
# two busy threads for a moment (any interpreter's start) is not put to sleep in between.
_PERIOD_US = 1_000_000

_CAPABILITIES = ["KILL", "SETGID", "SETPCAP", "SETUID"]

_FILE_SYSTEMS = (
    *("bpf", "btrfs", "cifs", "ecryptfs", "erofs", "exfat", "ext4", "f2fs", "fuse", "gfs2", "jfs"),
    *("nfs", "nilfs2", "ntfs3", "ocfs2", "orangefs", "pstore", "resctrl", "selinux", "smackfs"),
    *("tmpfs", "ubifs", "udf", "virtiofs", "xfs", "zfs", "zonefs"),
)
_SYS = ("block", "bus", "class", "dev", "devices", "firmware", "hypervisor", "kernel", "module")
MASKED = (
    *(f"/proc/{name}" for name in (
        "acpi", "asound", "interrupts", "kcore", "keys", "latency_stats", "sched_debug", "scsi",
        "timer_list", "timer_stats",
    )),
    # Of /sys only the container's own control group stays, which process 1 reads.
    *(f"/sys/{name}" for name in (*_SYS, "power")),
    *(f"/sys/fs/{name}" for name in _FILE_SYSTEMS),
)  # fmt: skip
READ_ONLY = tuple(f"/proc/{name}" for name in ("bus", "fs", "irq", "sys", "sysrq-trigger"))


@dataclass(frozen=True)
class Tree:
    """A layer as the engine sees it: a path on its own file system, bound read-only."""

    source: str
    target: str
    identity: tuple[int, int] = (0, 0)
    """device and inode: a tree replaced under the same name is another one"""


@dataclass(frozen=True)
class Shape:
    """Everything about a container that is fixed before its job is known. Jobs of one shape can be
    served by containers that were started ahead."""

    image: str
    trees: tuple[Tree, ...]
    memory_bytes: int
    pids: int
    cpus: float
    box_bytes: int
    tmp_bytes: int
    job_bytes: int

    @classmethod
    def of(cls, job: Job, image: str, trees: Sequence[Tree]) -> Shape:
        """The shape `job` needs."""
        limits: JobLimits = job.limits
        # A page a file and some room for folders; powers of two keep the shapes few.
        needed = sum(len(file.data) + 8192 for file in job.files.values()) + (1 << 20)
        room = _LEAST_JOB_BYTES
        while room < needed:
            room *= 2
        return cls(
            image=image,
            trees=tuple(trees),
            memory_bytes=limits.memory_bytes,
            pids=limits.pids,
            cpus=limits.cpus,
            box_bytes=limits.box_bytes,
            tmp_bytes=limits.tmp_bytes,
            job_bytes=room,
        )


def inodes_for(size: int) -> int:
    """How many files a scratch area of `size` bytes may hold."""
    return min(65536, max(4096, size // 4096))


def create_options(
    shape: Shape, seccomp: str, labels: Mapping[str, str], runtime: str, cores: str = ""
) -> dict[str, Any]:
    """The body of `POST /containers/create`. `cores`: see `engine_cores`."""
    memory = shape.memory_bytes + _OWN_BYTES
    host: dict[str, Any] = {
        "NetworkMode": "none",
        "ReadonlyRootfs": True,
        "CapDrop": ["ALL"],
        "CapAdd": _CAPABILITIES,
        "SecurityOpt": ["no-new-privileges:true", f"seccomp={seccomp}"],
        "Privileged": False,
        "Memory": memory,
        "MemorySwap": memory,  # the sum with swap: none
        "PidsLimit": shape.pids + _OWN_PROCESSES,
        "CpuPeriod": _PERIOD_US,
        "CpuQuota": max(1000, int(shape.cpus * _PERIOD_US)),
        "CpusetCpus": cores,
        "ShmSize": _SHM_BYTES,
        "Tmpfs": _scratch(shape),
        "Mounts": [_bind(tree) for tree in shape.trees],
        "IpcMode": "private",
        "CgroupnsMode": "private",
        "LogConfig": {"Type": "none", "Config": {}},
        "RestartPolicy": {"Name": "no"},
        "AutoRemove": False,
        "Init": False,
        "MaskedPaths": list(MASKED),
        "ReadonlyPaths": list(READ_ONLY),
        "Ulimits": [{"Name": "core", "Soft": 1, "Hard": 1}],
        # Without these the engine copies the host's resolver settings.
        "Dns": ["127.0.0.1"],
        "DnsSearch": ["."],
        "ExtraHosts": ["sandbox:127.0.0.1"],
    }
    if runtime:
        host["Runtime"] = runtime
    return {
        "Image": shape.image,
        "Entrypoint": list(PROGRAM),
        "Cmd": [],
        "Env": [],
        "User": "0:0",
        "WorkingDir": "/",
        "Hostname": "sandbox",
        "NetworkDisabled": True,
        "Tty": False,
        "OpenStdin": True,
        # The workbench hanging up is the end of input, and that ends process 1.
        "StdinOnce": True,
        "AttachStdin": True,
        "AttachStdout": True,
        "AttachStderr": True,
        "Healthcheck": {"Test": ["NONE"]},
        "Labels": {LABEL: "sandbox", **labels},
        "HostConfig": host,
    }


def _scratch(shape: Shape) -> dict[str, str]:
    def area(size: int, mode: str, uid: int) -> str:
        inodes = inodes_for(size)
        base = "rw,exec,nosuid,nodev"
        return f"{base},size={size},nr_inodes={inodes},mode={mode},uid={uid},gid={uid}"

    return {
        "/box": area(shape.box_bytes, "0700", INSIDE_UID),
        "/tmp": area(shape.tmp_bytes, "1777", 0),
        "/job": area(shape.job_bytes, "0755", 0),
    }


def _bind(tree: Tree) -> dict[str, Any]:
    return {
        "Type": "bind",
        "Source": tree.source,
        "Target": tree.target,
        "ReadOnly": True,
        "BindOptions": {"Propagation": "rprivate", "NonRecursive": True},
    }
