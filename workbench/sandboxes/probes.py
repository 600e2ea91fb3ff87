"""Named probes: what a sandbox must withstand before it may run anything that matters.

Each is one small job, what must be seen, and a sentence for the reader of `workbench doctor`.
They need a shell and coreutils; the system-call probes need perl or python3 under /usr/bin.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.sandboxes.base import Event, Job, JobFile, JobLimits, Layer, Outcome
from workbench.sandboxes.probe_calls import Calls, caller, denied_calls
from workbench.sandboxes.seccomp import AUDIT_ARCH

Judge = Callable[[Outcome], str]
"""Empty when all is well, else what was seen."""

_MB = 1 << 20
# Times are generous: a busy machine must not look like an unsafe one. Each is still well below
# what the probe would take if nothing stopped it.
_LIMITS = JobLimits(wall_s=25, memory_bytes=64 * _MB, pids=32, box_bytes=4 * _MB, tmp_bytes=4 * _MB)
_KNOWN_ENVIRONMENT = {"PATH", "HOME", "LANG", "TMPDIR", "NO_COLOR", "PWD", "OLDPWD", "SHLVL", "_"}
_SIGSYS = 31


@dataclass(frozen=True)
class Probe:
    """One job and its expectation."""

    name: str
    sentence: str
    job: Job
    judge: Judge
    needs: str = ""
    """the limit of `Enforcement` without which this probe means nothing"""
    mend: str = "the backend is not safe on this machine; report the detail"


def _shell(script: str, limits: JobLimits = _LIMITS, **more: object) -> Job:
    return Job(("/bin/sh", "-c", script), limits=limits, **more)  # type: ignore[arg-type]


def _silent(outcome: Outcome) -> str:
    """The script prints a line for everything that should not have been possible."""
    said = outcome.stdout.decode(errors="replace").strip().replace("\n", "; ")
    if outcome.exit_code != 0:
        return f"the probe itself failed: {_ending(outcome)} {said}".rstrip()
    return said


def _ending(outcome: Outcome) -> str:
    events = ", ".join(sorted(outcome.events)) or "no event"
    how = f"exit {outcome.exit_code}" if outcome.signal is None else f"signal {outcome.signal}"
    return f"{how}, {events}, {outcome.duration_s:.2f} s, {outcome.stderr[-200:]!r}"


def _struck(event: Event, within_s: float) -> Judge:
    def judge(outcome: Outcome) -> str:
        if event not in outcome.events or outcome.duration_s > within_s:
            return f"expected {event} within {within_s} s: {_ending(outcome)}"
        return ""

    return judge


def _replace_limits(**values: float) -> JobLimits:
    return JobLimits(**{**vars(_LIMITS), **values})


def _environment(outcome: Outcome) -> str:
    names = {line.split("=", 1)[0] for line in outcome.stdout.decode(errors="replace").split("\n")}
    strange = sorted(names - _KNOWN_ENVIRONMENT - {""})
    return f"unexpected variables: {', '.join(strange)}" if strange else ""


def _results(outcome: Outcome) -> str:
    seen = (outcome.results, outcome.stdout, outcome.stderr)
    return "" if seen == (b"record", b"in", b"err") else f"wrong bytes came back: {seen}"


def _descriptors(outcome: Outcome) -> str:
    """`ls` itself opens the folder it lists, at the lowest free number: 4."""
    seen = outcome.stdout.split()
    return "" if seen == [b"0", b"1", b"2", b"3", b"4"] else f"open inside: {seen}"


def _identity(outcome: Outcome) -> str:
    facts = dict(line.split(":", 1) for line in outcome.stdout.decode().splitlines() if ":" in line)
    problems = []
    if "0" in facts.get("Uid", "0").split():
        problems.append("uid 0 inside")
    if int(facts.get("CapEff", "1"), 16) or int(facts.get("CapBnd", "1"), 16):
        problems.append("capabilities are left")
    if facts.get("NoNewPrivs", "0").strip() != "1":
        problems.append("no_new_privs is off")
    if facts.get("Seccomp", "0").strip() != "2":
        problems.append("no system-call filter")
    return "; ".join(problems)


def _ended_well(outcome: Outcome) -> str:
    quick = outcome.exit_code == 0 and not outcome.events and outcome.duration_s < 15
    return "" if quick else f"the run did not end with its main process: {_ending(outcome)}"


_MUST_FAIL = """
try() { if sh -c "$1" 2>/dev/null; then echo "$1"; fi; }
try ': >> /job/f'; try 'rm -f /job/f'; try 'mv /job/f /job/g'; try 'chmod 666 /job/f'
try 'mkdir /job/d'; try ': > /job/d/x'; try 'mkdir /new'; try ': > /usr/new'; try ': > /dev/new'
try ': >> /etc/passwd'; try 'mkdir /sys/fs/cgroup/x'; try 'mkdir /sys/fs/cgroup/memory/x'
try 'ln /usr/bin/env /box/env'; try 'mknod /box/n c 1 3'
try 'chmod 4755 /box'; try ': >> /proc/sys/kernel/core_pattern'; try ': >> /proc/sysrq-trigger'
exit 0
"""

# A container engine mounts /sys and puts some files into /etc whatever it is asked; then nothing of
# the host may be in them. Of /sys the code's own control group may show.
_MUST_BE_ABSENT = """
for p in /root /home /var /run /srv /mnt /boot /work /etc/shadow /dev/mem \
    /dev/vda /dev/sda /dev/kvm /dev/kmsg /dev/fuse; do
  if [ -e "$p" ]; then echo "$p is there"; fi
done
for p in /sys/* /sys/fs/*; do
  case $p in '/sys/*' | '/sys/fs/*' | /sys/fs | /sys/fs/cgroup) continue ;; esac
  [ -z "$(ls -A "$p" 2>&1)" ] || echo "$p shows the host"
done
[ "$(uname -n)" = sandbox ] || echo 'the host has its name here'
[ ! -s /etc/hostname ] || [ "$(cat /etc/hostname)" = sandbox ] || echo 'a name in /etc/hostname'
[ ! -e /etc/resolv.conf ] || grep -E '^[a-z]' /etc/resolv.conf \
  | grep -vE '^(nameserver 127.0.0.1|search \\.|options .*)$'
[ -t 0 ] || [ -t 1 ] || [ -t 2 ] && echo 'a terminal'
( : < /dev/tty ) 2>/dev/null && echo 'a controlling terminal'
ls /proc | grep -cE '^[0-9]+$' | { read n; [ "$n" -le 8 ] || echo "$n processes are visible"; }
grep -vE '^Inter|^ face|^ *lo:' /proc/net/dev
exit 0
"""

_FILL = """
for p in /box /tmp /dev/shm; do
  head -c 20000000 /dev/zero > $p/f 2>/dev/null
  n=$(wc -c < $p/f); [ "$n" -le 8500000 ] || echo "$p took $n bytes"; rm -f $p/f
done
exit 0
"""


def probes(root_only: Path | None) -> list[Probe]:
    """Every probe. `root_only` is a folder with a file `secret` that only root may read, when the
    caller is root: reading it inside means the sandbox kept root's uid in the kernel's eyes."""
    small = {"f": JobFile(b"data"), "d/e": JobFile(b"")}
    found = [
        Probe(
            "identity",
            "the code runs without root, capabilities or a way to gain them",
            _shell("cat /proc/self/status"),
            _identity,
        ),
        Probe(
            "read-only",
            "the job's files, the system and kernel settings cannot be changed",
            _shell(_MUST_FAIL, files=small),
            _silent,
        ),
        Probe(
            "absent",
            "no host files, devices, processes, terminal or network interfaces are visible",
            _shell(_MUST_BE_ABSENT),
            _silent,
        ),
        Probe(
            "environment",
            "nothing of the host's environment comes in",
            _shell("env; cat /proc/*/environ 2>/dev/null | tr '\\0' '\\n'"),
            _environment,
        ),
        Probe(
            "descriptors",
            "only 0, 1, 2 and 3 are open",
            _shell("ls /proc/self/fd"),
            _descriptors,
        ),
        Probe(
            "pipes",
            "input, output and results arrive as they were written",
            _shell("cat; printf err >&2; printf record >&3", stdin=b"in"),
            _results,
        ),
        Probe(
            "scratch size",
            "/box, /tmp and /dev/shm stop at their limits",
            _shell(_FILL),
            _silent,
        ),
        Probe(
            "memory",
            "a memory bomb is killed and named",
            _shell("head -c 200000000 /dev/zero | tail | wc -c"),
            _struck(Event.MEMORY, 20),
            needs="memory",
        ),
        Probe(
            "processes",
            "a fork bomb is stopped and named",
            _shell("n=0; while [ $n -lt 64 ]; do sleep 60 & n=$((n+1)); done; echo $n; wait"),
            _struck(Event.PIDS, 20),
            needs="pids",
        ),
        Probe(
            "output",
            "endless output is cut and named",
            _shell("cat /dev/zero"),
            _struck(Event.STDOUT, 20),
        ),
        Probe(
            "time",
            "code that ignores SIGTERM dies at its wall limit",
            _shell("trap '' TERM; while :; do sleep 1; done", _replace_limits(wall_s=0.3)),
            _struck(Event.TIMEOUT, 5),
        ),
        Probe(
            "daemons",
            "a process left behind dies with the run",
            _shell("setsid sh -c 'trap \"\" HUP TERM; sleep 30' & exit 0"),
            _ended_well,
        ),
    ]
    if root_only is not None:
        layer = Layer("probe", root_only, "/opt/kit/probe")
        found.append(
            Probe(
                "kernel uid",
                "to the kernel the code is not root",
                _shell("cat /opt/kit/probe/secret 2>/dev/null; exit 0", layers=(layer,)),
                _silent,
            )
        )
    return [*found, *_system_call_probes()]


def _system_call_probes() -> list[Probe]:
    arch = platform.machine()
    expected = denied_calls(arch) if arch in AUDIT_ARCH else {}
    command = caller(list(expected))
    if command is None:
        return [
            Probe(
                "system calls",
                "dangerous system calls are refused",
                _shell("exit 0"),
                lambda _: "neither /usr/bin/perl nor /usr/bin/python3 is there to try them",
                mend="apt-get install -y perl-base",
            )
        ]
    found = [
        Probe(
            "system calls",
            f"all {len(expected)} denied forms of system calls are refused",
            Job(command, limits=_LIMITS),
            Calls(expected).judge,
        )
    ]
    x32 = caller([str(0x40000000 + 39)])
    if arch == "x86_64" and x32 is not None:
        found.append(
            Probe(
                "foreign calls",
                "system calls of another architecture kill the caller",
                Job(x32, limits=_LIMITS),
                lambda o: "" if o.signal == _SIGSYS else f"not killed: {_ending(o)}",
            )
        )
    return found
