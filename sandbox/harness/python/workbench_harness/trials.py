"""Runs one suite many times in one job, each time in a process of its own.

    controller ── server (the suite is loaded) ── a fork for each trial
               └─ a fork for each trial that must load everything anew

The controller never runs task code and is the only one that writes to fd 3. It forks before the
task's modules are imported; the server loads them once and forks for each trial. Trials tell of
themselves through a pipe; who is killed, crashes or ends without a word has not.

A trial is fresh when it says so, when its seed is not 0, and when its mutant's place was reached
while the suite was loaded: a fork of the loaded suite would never switch such a mutant on.
"""

import fcntl
import gc
import json
import os
import select
import signal
import sys
import time
import warnings

from workbench_harness.trials_child import Report, limit, one_line, settle, shift_clock
from workbench_harness.trials_guard import CanaryDied, Guard
from workbench_harness.trials_tidy import (
    Places,
    adopt_orphans,
    children,
    kill_group,
    kill_strays,
)

CANARY = -1
_HIGH = 200
_GRACE_S = 5.0
_LOAD_FUEL = (20, 2_000)


class Gone(Exception):
    """The other end of the pipe was closed."""


class Records:
    """fd 3: signed lines."""

    def __init__(self, nonce: str) -> None:
        self._nonce = nonce
        self.fd = fcntl.fcntl(3, fcntl.F_DUPFD_CLOEXEC, _HIGH)
        os.close(3)

    def send(self, kind: str, **fields) -> None:
        data = json.dumps({"n": self._nonce, "k": kind, **fields}).encode("ascii") + b"\n"
        while data:
            data = data[os.write(self.fd, data) :]


class _Ear:
    """Reads the lines of a private pipe, with a clock."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._buffer = b""

    def line(self, until: float):
        """The next message, or None when the clock ran out. Raises Gone at the pipe's end."""
        while b"\n" not in self._buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                return None
            data = os.read(self.fd, 1 << 16)
            if not data:
                raise Gone
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        try:
            return json.loads(line)
        except ValueError:
            return ["?"]


class _Heard:
    """What a trial said."""

    def __init__(self) -> None:
        self.results: list = []
        self.end, self.fuel, self.probes = "", 0, []

    def take(self, message: list) -> None:
        if message[0] == "r" and len(message) == 4:
            self.results.append(message[1:])
        elif message[0] == "e" and len(message) == 4:
            _, self.end, self.fuel, self.probes = message


class Stage:
    """Where every process of the job stands. `begin` returns only in those that load the suite."""

    def __init__(self, order: dict, records: Records, *, served: bool) -> None:
        """Not `served`: what is loaded belongs to each trial anyway."""
        self._order, self._records, self._served = order, records, served
        self._trials = order["trials"]
        self.guard = Guard(order["count"], order["reach"])
        self.script = not served
        self._server = 0
        self._ear = self._ask = None
        self._load_fuel, self._load_probes = 0, []
        self._trial: dict = {}
        self._report = None
        self._at_load = False

    # The controller

    def begin(self) -> None:
        """Fork; in the controller, run all trials and end."""
        adopt_orphans()
        settle(0)
        self._places = Places(self._order["data"])
        gc.collect()
        gc.freeze()
        try:
            if self._control():
                return
        except BaseException as error:
            self._records.send("error", message=f"the harness: {one_line(error)}")
        os._exit(0)

    def _control(self) -> bool:
        """True in a process that must load the suite."""
        if self._served:
            if self._start_server():
                return True
            if self._load_error:
                self._records.send("error", message=self._load_error)
                self._records.send("end", count=0)
                return False
        for index, trial in enumerate(self._trials):
            self._records.send("begin", t=index)
            began = time.monotonic()
            if self._is_fresh(trial):
                heard = self._anew(trial, at_load=trial["active"] != CANARY or trial["fresh"])
            else:
                heard = self._ask_server(index)
            if heard is None:
                return True
            if trial["active"] == CANARY and heard.end == "done":
                if self._canary_again(trial, heard):
                    return True
            self._records.send(
                "trial", t=index, end=heard.end, results=heard.results, fuel=heard.fuel,
                probes=heard.probes, duration_s=round(time.monotonic() - began, 6),
            )  # fmt: skip
        self._records.send("end", count=len(self._trials))
        if self._server:
            kill_group(self._server)
        kill_strays(set())
        return False

    def _is_fresh(self, trial: dict) -> bool:
        active = trial["active"]
        at_load = active > 0 and self._order["reach"][active - 1] in self._load_probes
        return not self._served or bool(trial["fresh"] or trial["seed"]) or at_load

    def _canary_again(self, trial: dict, heard: _Heard) -> bool:
        """Tests that only look at what loading made pass a canary that sings after it: once more,
        for those alone, it sings from the start. True in a child."""
        quiet = [r[0] for r in heard.results if r[1] == "passed"]
        if not quiet:
            return False
        again = self._anew({**trial, "tests": quiet, "full": True}, at_load=True)
        if again is None:
            return True
        said = {r[0]: r for r in again.results}
        heard.results = [said.get(r[0], r) for r in heard.results]
        return False

    def _anew(self, trial: dict, *, at_load: bool):
        """One trial in a fork that has loaded nothing. None in that fork."""
        pipe, its_end = _pipe()
        pid = _fork()
        if pid == 0:
            os.close(pipe)
            self._become(its_end)
            self._trial, self._at_load = trial, at_load
            self._prepare_leaf()
            return None
        os.close(its_end)
        heard, ear = _Heard(), _Ear(pipe)
        until = time.monotonic() + self._order["trial_wall_s"] * 2
        status = None
        try:
            while not heard.end and status is None:
                message = ear.line(min(until, time.monotonic() + 0.1))
                if message is not None:
                    heard.take(message)
                elif time.monotonic() >= until:
                    heard.end = "timeout"
                else:
                    # What it started may hold the pipe open although it is gone.
                    found, code = os.waitpid(pid, os.WNOHANG)
                    status = code if found else None
        except Gone:
            pass
        kill_group(pid)
        if status is None:
            _, status = os.waitpid(pid, 0)
        return self._settled(heard, status, pipe)

    def _settled(self, heard: _Heard, status: int, pipe: int = -1) -> _Heard:
        if not heard.end:
            killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            heard.end = "memory" if killed else "crashed"
        if pipe >= 0:
            os.close(pipe)
        kill_strays({self._server})
        self._places.restore()
        return heard

    def _start_server(self) -> bool:
        """Fork what loads the suite. True in it."""
        self._load_error = ""
        pipe, its_end = _pipe()
        orders, asks = _pipe()
        pid = _fork()
        if pid == 0:
            os.close(pipe)
            os.close(asks)
            self._become(its_end)
            self._orders = orders
            self.guard.probe()
            settle(0)
            return True
        os.close(its_end)
        os.close(orders)
        self._server, self._ear, self._ask = pid, _Ear(pipe), asks
        until = time.monotonic() + max(60.0, self._order["trial_wall_s"])
        try:
            message = self._ear.line(until) or ["error", "loading the suite took too long"]
        except Gone:
            message = ["error", "the process that loaded the suite ended without a word"]
        if message[0] == "loaded":
            _, self._load_fuel, self._load_probes = message
        else:
            self._load_error = str(message[-1])
        return False

    def _drop_server(self) -> None:
        kill_group(self._server)
        try:
            os.waitpid(self._server, 0)
        except ChildProcessError:
            pass
        os.close(self._ear.fd)
        os.close(self._ask)
        self._server = 0

    def _ask_server(self, index: int):
        """One trial in a fork of the loaded suite. None in a process that must load it."""
        if not self._server:
            if self._start_server():
                return None
            if self._load_error:
                raise RuntimeError(self._load_error)
        heard, gone = _Heard(), None
        until = time.monotonic() + self._order["trial_wall_s"]
        try:
            os.write(self._ask, f"{index}\n".encode())
            while gone is None:
                message = self._ear.line(until)
                if message is None and heard.end == "timeout":
                    raise Gone
                if message is None:
                    heard.end = "timeout"
                    until = time.monotonic() + _GRACE_S
                    for pid in children(self._server):
                        kill_group(pid)
                elif message[0] == "gone":
                    _, pid, gone = message
                    kill_group(pid)
                elif heard.end != "timeout":
                    heard.take(message)
        except (Gone, OSError):
            # The trial took the server with it, which the next trial starts anew.
            self._drop_server()
            heard.end = heard.end or "crashed"
        return self._settled(heard, gone or 0)

    def _become(self, pipe: int) -> None:
        os.close(self._records.fd)
        for fd in (self._ask, self._ear.fd if self._ear else None):
            if self._server and fd is not None:
                os.close(fd)
        self._server = 0
        self._report = Report(pipe)

    # Who loads the suite

    def loaded(self, run) -> None:
        """The suite is loaded: `run(trial, result)` runs a trial's tests. Never returns."""
        if self._trial:
            self._leaf(self._trial, run)
        probes, fuel = self.guard.reached(), self.guard.spent()
        self._load_probes = probes
        self.guard.activate(0)
        self._report.say("loaded", fuel, probes)
        gc.collect()
        gc.freeze()
        data = b""
        while True:
            while b"\n" not in data:
                more = os.read(self._orders, 4096)
                if not more:
                    os._exit(0)
                data += more
            line, _, data = data.partition(b"\n")
            trial = self._trials[int(line)]
            pid = _fork()
            if pid == 0:
                os.close(self._orders)
                self._trial = trial
                self._prepare_leaf()
                self._leaf(trial, run)
            _, status = os.waitpid(pid, 0)
            self._report.say("gone", pid, status)

    def failed_to_load(self, message: str) -> None:
        """It could not be loaded. Never returns."""
        if not self._trial:
            self._report.say("error", message[-4000:])
            os._exit(0)
        said = message.strip().split("\n")[-1][:300]
        for id in self._trial["tests"]:
            self._report.keep("r", id, "errored", said)
        self.finish("done")

    # The trial itself

    def _prepare_leaf(self) -> None:
        """Before the suite is loaded, in a fresh trial; else right before it runs."""
        trial, order = self._trial, self._order
        os.setsid()
        self._report.close_in_forks()
        os.environ["WORKBENCH_ACTIVE"] = str(max(trial["active"], 0))
        limit(order["memory"])
        settle(trial["seed"])
        if trial["seed"]:
            shift_clock(trial["seed"], only_zone=order["clock"])
        fuel = trial["fuel"]
        if fuel and self._served:
            times, plus = _LOAD_FUEL
            fuel = times * self._load_fuel + plus
        self.guard.fill(fuel, lambda: self.finish("fuel"))
        if trial["probes"]:
            self.guard.probe()
        elif trial["active"] == CANARY:
            if self._at_load:
                self.sing()
        else:
            self.guard.activate(trial["active"])

    def sing(self) -> None:
        """Switch the canary on."""
        from workbench_harness.trials_guard import CanaryFailed

        self.guard.canary(CanaryFailed if self.script else CanaryDied)

    def _leaf(self, trial: dict, run) -> None:
        """Run a trial and end the process."""
        settle(trial["seed"])
        if self._served:
            self.guard.fill(trial["fuel"], lambda: self.finish("fuel"))
        if trial["active"] == CANARY and not (self.script or self._at_load):
            self.sing()
        try:
            run(trial, self.result)
        except MemoryError:
            self.finish("memory")
        except BaseException as error:
            for id in trial["tests"]:
                self._report.keep("r", id, "errored", one_line(error))
        self.finish("done")

    def result(
        self, id: str, status: str, message: str = "", *, memory: bool = False, asked: bool = True
    ) -> None:
        """A test of the running trial ended. Does not return when that ends the trial."""
        if memory:
            self.finish("memory")
        self._report.keep("r", id[:2000], status, message[:300])
        if status != "passed":
            self._report.flush()  # what comes next may end without a word
        if asked and status != "passed" and not self._trial["full"]:
            self.finish("done")

    def finish(self, end: str) -> None:
        """Tell how the trial ended, and end with it."""
        try:
            trial, probes = self._trial, []
            spent = self.guard.spent()
            if trial["probes"]:
                probes = sorted({*self.guard.reached(), *self._load_probes})
            self._report.say("e", end, min(spent, 1 << 53), probes)
        finally:
            os._exit(0)


def _pipe() -> tuple:
    reading, writing = os.pipe()
    high = fcntl.fcntl(writing, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    low = fcntl.fcntl(reading, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    os.close(reading)
    os.close(writing)
    return low, high


def _fork() -> int:
    with warnings.catch_warnings():
        # Threads a task started while it was loaded are not in the fork, as in any other.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def silence() -> None:
    """A trial's output interests nobody, and would fill the job's."""
    null = os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    for fd in (1, 2):
        os.dup2(null, fd)
    os.close(null)
