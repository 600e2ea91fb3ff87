"""The process of one trial: its limits, its seeds, and what it tells whoever watches it."""

import gc
import json
import math
import os
import resource
import sys
import time

_TEXT = 300
_ID = 2000


class Report:
    """Writes lines to the private pipe, with what task code cannot replace any more."""

    def __init__(self, pipe: int) -> None:
        encode = json.JSONEncoder(ensure_ascii=True).encode
        write, kept = os.write, []

        def keep(*words) -> None:
            kept.append(encode((self.trial, *words)).encode("ascii") + b"\n")

        def flush() -> None:
            data = b"".join(kept)
            kept.clear()
            while data:
                data = data[write(pipe, data) :]

        def say(*words) -> None:
            keep(*words)
            flush()

        # Every line that is read at once wakes the reader: most can wait.
        self.keep, self.flush, self.say, self.forget = keep, flush, say, kept.clear
        self._pipe = pipe
        self.trial = -1
        """whose lines these are: the server's own, or those of the trial of that number"""

    def close_in_forks(self) -> None:
        """What the trial forks is not the trial."""
        close, pipe = os.close, self._pipe
        os.register_at_fork(after_in_child=lambda: close(pipe))


def one_line(error: BaseException) -> str:
    """`ValueError: invalid pins`: all that is told of a failure. Rendering tracebacks would cost
    more than the trial."""
    try:
        said = str(error).strip().split("\n")[0]
    except BaseException:
        said = ""
    name = type(error).__name__
    return (f"{name}: {said}" if said else name)[:_TEXT]


def data_in_use() -> int:
    """Bytes of data this process has, and so has a fork of it."""
    try:
        with open("/proc/self/status") as file:
            for line in file:
                if line.startswith("VmData:"):
                    return int(line.split()[1]) << 10
    except (OSError, ValueError):
        pass
    return 0


def limit(used: int, memory: int, computing_s: float) -> None:
    """`memory` bytes more than the `used` ones, and so many seconds of computing, which do not
    depend on who else computes. Data, not address space: the stacks of threads and what a library
    only reserves do not count."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = used + memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, wanted))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = math.ceil(computing_s)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or seconds < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def settle(seed: int) -> None:
    """The random numbers of this process: the same in every trial, or another for each seed."""
    import random

    random.seed(seed or 1)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed((seed or 1) & 0xFFFFFFFF)
    core = sys.modules.get("hypothesis.core")
    if core is not None:
        core.global_force_seed = seed or 1


def shift_clock(seed: int, shift: int, *, only_zone: bool) -> None:
    """Another time zone, and unless `only_zone` another day, `shift` seconds ahead: for tasks that
    ask a clock which nobody here can set, so that theirs agree."""
    os.environ["TZ"] = f"WBT{(seed * 7) % 23 - 11:+d}:{(seed * 13) % 60:02d}"
    time.tzset()
    if only_zone or not _shift_datetime():
        return
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + shift
    time.time_ns = lambda: now_ns() + shift * 1_000_000_000
    for name in ("localtime", "gmtime", "ctime"):
        _default(name)
    strftime, localtime = time.strftime, time.localtime
    time.strftime = lambda form, *when: strftime(form, *(when or (localtime(),)))


def _shift_datetime() -> bool:
    """Let `datetime` ask `time.time` for `now` and `utcnow`, as it does for `today`. Its types are
    locked, and another class in their place would be no `datetime`: so their own members change.
    False where that cannot be done."""
    try:
        import _datetime as dates
        import ctypes

        changed = ctypes.pythonapi.PyType_Modified
        (members,) = gc.get_referents(dates.datetime.__dict__)
    except (ImportError, AttributeError, ValueError):
        return False

    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    def utcnow(cls):
        return cls.fromtimestamp(time.time(), dates.timezone.utc).replace(tzinfo=None)

    members.update(now=classmethod(now), utcnow=classmethod(utcnow))
    changed(ctypes.py_object(dates.datetime))
    return True


def _default(name: str) -> None:
    real = getattr(time, name)
    setattr(time, name, lambda when=None: real(time.time() if when is None else when))
