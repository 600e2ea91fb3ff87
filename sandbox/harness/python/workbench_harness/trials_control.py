"""The controller: it never runs task code, and nobody else writes to fd 3.

    controller ── server (the suite is loaded) ── a fork for each trial
               └─ a fork for each trial that must load everything anew

It forks before the task's modules are imported; the server loads them once and forks for each
trial. Trials tell of themselves through a pipe; who is killed, crashes or ends without a word has
not, and is named for it.

A trial is fresh when it says so, when its seed is not 0, and when its mutant's place was reached
while the suite was loaded: a fork of the loaded suite would never switch such a mutant on.
"""

import gc
import os
import signal
import time

from workbench_harness.trials_child import one_line, settle
from workbench_harness.trials_pipes import Ear, Gone, Heard, Records, fork, pipe
from workbench_harness.trials_tidy import (
    Places,
    adopt_orphans,
    children,
    is_busy,
    kill_group,
    kill_strays,
)

CANARY = -1
_GRACE_S = 5.0
_LOAD_S = 60.0
_BUSY_TIMES = 4
"""On a crowded machine a trial that works gets so many times its wall time: what binds it then is
the time it computes."""


class Controller:
    """Runs an order's trials, one after the other."""

    def __init__(self, order: dict, records: Records, *, served: bool) -> None:
        """Not `served`: there is nothing to load but in each trial."""
        self._order, self._records, self._served = order, records, served
        self._server, self._ear, self._ask = 0, None, -1
        self._load_error = ""
        self.load_fuel, self.load_probes = 0, []

    def run(self, stage) -> None:
        """Run all trials and end the process. Returns in forks, which load the suite."""
        adopt_orphans()
        settle(0)
        self._places = Places(self._order["data"])
        gc.collect()
        gc.freeze()
        try:
            if self._control(stage):
                return
        except BaseException as error:
            self._records.send("error", message=f"the harness: {one_line(error)}")
        os._exit(0)

    def _control(self, stage) -> bool:
        """True in a fork."""
        if self._served:
            if self._start_server(stage):
                return True
            if self._load_error:
                self._records.send("error", message=self._load_error)
                self._records.send("end", count=0)
                return False
        trials = self._order["trials"]
        for index, trial in enumerate(trials):
            self._records.send("begin", t=index)
            began = time.monotonic()
            if self._is_fresh(trial):
                heard = self._anew(stage, trial, at_load=trial["fresh"])
            else:
                heard = self._asked(stage, index)
            if heard is None:
                return True
            if trial["active"] == CANARY and self._canary_again(stage, trial, heard):
                return True
            self._records.send(
                "trial", t=index, end=heard.end, results=heard.results, fuel=heard.fuel,
                probes=heard.probes, duration_s=round(time.monotonic() - began, 6),
            )  # fmt: skip
        self._records.send("end", count=len(trials))
        if self._server:
            kill_group(self._server)
        kill_strays(set())
        return False

    def _is_fresh(self, trial: dict) -> bool:
        active = trial["active"]
        at_load = active > 0 and self._order["reach"][active - 1] in self.load_probes
        return not self._served or bool(trial["fresh"] or trial["seed"]) or at_load

    def _canary_again(self, stage, trial: dict, heard: Heard) -> bool:
        """Tests that only look at what loading made pass a canary that sings after it: once more,
        for those alone, it sings from the start. True in a fork."""
        quiet = [r[0] for r in heard.results if r[1] == "passed"]
        if heard.end != "done" or not quiet:
            return False
        again = self._anew(stage, {**trial, "tests": quiet, "full": True}, at_load=True)
        if again is None:
            return True
        said = {r[0]: r for r in again.results}
        heard.results = [said.get(r[0], r) for r in heard.results]
        return False

    def _anew(self, stage, trial: dict, *, at_load: bool):
        """One trial in a fork that has loaded nothing. None in that fork."""
        reading, writing = pipe()
        pid = fork()
        if pid == 0:
            os.close(reading)
            self._forget()
            stage.become_trial(writing, trial, at_load=at_load)
            return None
        os.close(writing)
        heard, ear, status = Heard(), Ear(reading), None
        clock = _Clock(self._order["trial_wall_s"] * 2)
        try:
            while not heard.end and status is None:
                message = ear.line(clock.soon())
                if message is not None:
                    heard.take(message)
                elif clock.ran_out([pid]):
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
        os.close(reading)
        return self._settled(heard, status)

    def _asked(self, stage, index: int):
        """One trial in a fork of the loaded suite. None in a process that must load it."""
        if not self._server:
            if self._start_server(stage):
                return None
            if self._load_error:
                raise RuntimeError(self._load_error)
        heard, gone = Heard(), None
        clock = _Clock(self._order["trial_wall_s"])
        try:
            os.write(self._ask, f"{index}\n".encode())
            while gone is None:
                message = self._ear.line(clock.until)
                if message is None:
                    running = children(self._server)
                    if heard.end == "timeout":
                        raise Gone
                    if clock.ran_out(running):
                        heard.end = "timeout"
                        clock = _Clock(_GRACE_S)
                        for pid in running:
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

    def _settled(self, heard: Heard, status: int) -> Heard:
        if not heard.end:
            by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            named = {signal.SIGKILL: "memory", signal.SIGXCPU: "timeout"}
            heard.end = named.get(by, "crashed")
        kill_strays({self._server})
        self._places.restore()
        return heard

    def _start_server(self, stage) -> bool:
        """Fork what loads the suite. True in it."""
        self._load_error = ""
        reading, writing = pipe()
        orders, asks = pipe()
        pid = fork()
        if pid == 0:
            os.close(reading)
            os.close(asks)
            self._forget()
            stage.become_server(writing, orders)
            return True
        os.close(writing)
        os.close(orders)
        self._server, self._ear, self._ask = pid, Ear(reading), asks
        until = time.monotonic() + max(_LOAD_S, self._order["trial_wall_s"])
        try:
            message = self._ear.line(until) or ["error", "loading the suite took too long"]
        except Gone:
            message = ["error", "the process that loaded the suite ended without a word"]
        if message[0] == "loaded":
            _, self.load_fuel, self.load_probes = message
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

    def _forget(self) -> None:
        """In a fork: what is the controller's alone."""
        os.close(self._records.fd)
        if self._server:
            os.close(self._ask)
            os.close(self._ear.fd)
            self._server = 0


class _Clock:
    """Runs out after `wall_s`, or later for processes that compute all the time: those are bound
    by their limit on computing, which a crowded machine does not shorten."""

    def __init__(self, wall_s: float) -> None:
        self._wall_s = wall_s
        self._began = time.monotonic()
        self.until = self._began + wall_s

    def soon(self) -> float:
        """In a moment, but not after the end."""
        return min(self.until, time.monotonic() + 0.1)

    def ran_out(self, pids: list) -> bool:
        """Whether it did; else it may run on for a while."""
        now = time.monotonic()
        if now < self.until:
            return False
        if now < self._began + _BUSY_TIMES * self._wall_s and any(map(is_busy, pids)):
            self.until = now + 0.5
            return False
        return True
