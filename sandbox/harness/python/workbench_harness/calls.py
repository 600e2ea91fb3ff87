"""Calls one function of a solution many times and tells each result exactly.

The solution is loaded once. A child makes the calls and writes to its parent; whatever stops the
child (a native loop, an exit, a crash) ends that one call, and the next child goes on behind it.
"""

import hashlib
import importlib
import json
import os
import resource
import select
import signal
import sys

from workbench_harness import fuel
from workbench_harness.objects import know, perform, settled
from workbench_harness.plain import exact, kind_of, told

_HIGH = 200
_MOST = 40_000
# A longer result is told by its size and digest.


class _TooLong(BaseException):
    """The clock beside the fuel."""


def run(order: dict) -> None:
    """Make the calls of `order`; ends the process."""
    write, leave = os.write, os._exit
    encode = json.JSONEncoder(ensure_ascii=True).encode
    nonce, calls = order["nonce"], order["calls"]
    pipe = os.dup2(3, _HIGH, inheritable=False)
    os.close(3)

    def send(record: dict) -> None:
        data = encode({"n": nonce} | record).encode("ascii") + b"\n"
        while data:
            data = data[write(pipe, data) :]

    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    know(order["classes"], order["shown"])
    tank = fuel.Tank()
    fuel.everywhere_under("/job")
    limit = order["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    signal.signal(signal.SIGALRM, _strike)
    try:
        tank.fill(order["fuel"])
        signal.setitimer(signal.ITIMER_REAL, order["load_wall_s"])
        entry = _find(order)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        send({"k": "error", "message": f"{kind_of(error)}: {error}"[:2000]})
        leave(1)
    done = 0
    while done < len(calls):
        done = _child(order, entry, tank, done, send)
    send({"k": "end", "count": done})
    leave(0)


def _strike(number, frame) -> None:
    raise _TooLong


def _find(order: dict):
    """What makes a call: arguments and named ones -> the node of what came of it."""
    found = importlib.import_module(order["module"])
    for part in order["entry"].split("."):
        found = getattr(found, part)
    if order["reads"] is None:
        return lambda args, kwargs: told(settled(found(*args, **kwargs)))
    reads = frozenset(order["reads"])
    return lambda args, kwargs: perform(found, *args, reads, order["named"])


def _child(order: dict, entry, tank, first: int, send) -> int:
    """Calls from `first` on, in a child, as far as it gets; the first one still to make."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        try:
            _serve(order, entry, tank, first, theirs)
        finally:
            os._exit(0)
    os.close(theirs)
    done, left, end = first, b"", "crashed"
    while True:
        ready, _, _ = select.select([ours], [], [], order["call_wall_s"] * 1.5 + 0.5)
        if not ready:
            end = "timeout"
            break
        data = os.read(ours, 1 << 16)
        if not data:
            break
        *lines, left = (left + data).split(b"\n")
        for line in lines:
            send(json.loads(line))
            done += 1
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
    os.close(ours)
    os.waitpid(pid, 0)
    if done < len(order["calls"]):
        send({"k": "call", "c": done, "end": end})
        done += 1
    return done


def _serve(order: dict, entry, tank, first: int, pipe: int) -> None:
    write, digest = os.write, hashlib.sha256
    encode = json.JSONEncoder(ensure_ascii=True).encode
    set_timer, real = signal.setitimer, signal.ITIMER_REAL
    seeds = [m.seed for name, m in sys.modules.items() if name == "random"]
    for index in range(first, len(order["calls"])):
        args, kwargs = order["calls"][index]
        record = {"k": "call", "c": index}
        given, before = [], args
        for seed in seeds:
            seed(0)
        tank.fill(order["fuel"])
        try:
            try:
                set_timer(real, order["call_wall_s"])
                given = [exact.decode(node) for node in args]
                named = {name: exact.decode(node) for name, node in kwargs.items()}
                if '"N"' in encode(args):
                    before = [told(v) for v in given]
                record["value"] = entry(given, named)
                record["end"] = "returned"
            finally:
                set_timer(real, 0)
        except fuel.Spent:
            record["end"] = "fuel"
        except _TooLong:
            record["end"] = "timeout"
        except MemoryError:
            record["end"] = "memory"
        except BaseException as error:
            record["end"] = "raised"
            record["error"] = [kind_of(error), _message(error)]
        record["fuel"] = tank.used
        tank.fill(sys.maxsize)
        after = [[i, node] for i, v in enumerate(given) if (node := told(v)) != before[i]]
        if after and order["reads"] is None:
            record["after"] = after
        data = encode(record).encode("ascii")
        if len(data) > _MOST:
            told_as = encode([record.get("value"), record.pop("after", None)]).encode("ascii")
            sum_ = digest(told_as).hexdigest()
            record["value"] = ["o", "large", f"<{len(told_as)} bytes, sha256 {sum_[:16]}>"]
            data = encode(record).encode("ascii")
        data += b"\n"
        while data:
            data = data[write(pipe, data) :]


def _message(error: BaseException) -> str:
    try:
        return str(error)[:500]
    except Exception:
        return ""
