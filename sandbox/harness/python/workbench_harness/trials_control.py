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
import json
import os
import signal
import time

from workbench_harness.trials_child import one_line, settle
from workbench_harness.trials_choice import Choice
from workbench_harness.trials_clock import Clock
from workbench_harness.trials_pipes import Ear, Forks, Gone, Heard, Records, pipe
from workbench_harness.trials_tidy import (
    Places,
    adopt_orphans,
    children,
    kill_group,
    kill_strays,
)

CANARY = -1
_GRACE_S = 5.0
_AHEAD = 64
_ASKED_AT_ONCE = 1 << 15
"""bytes that fit into a pipe nobody reads yet"""
_LOAD_S = 60.0


class Controller:
    """Runs an order's trials, one after the other."""

    def __init__(self, order: dict, records: Records, forks: Forks, *, served: bool) -> None:
        """Not `served`: there is nothing to load but in each trial."""
        self._fork = forks.fork
        self._order, self._records, self._served = order, records, served
        self._server, self._ear, self._ask = 0, None, -1
        self._load_error = ""
        self._began = 0.0
        self.load_fuel, self.load_probes, self.recipe = 0, [], None
        self._choice = Choice(order)

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
        index = 0
        while index < len(trials):
            trial = trials[index] = self._choice.made(trials[index])
            if trial.get("covering") and not trial["tests"]:
                self._begin(index)
                self._tell(index, Heard.nothing())
                index += 1
                continue
            if self._is_fresh(trial):
                heard = self._anew(stage, trial, at_load=trial["fresh"], index=index)
                done = None if heard is None else 1
            else:
                done, heard = self._batch(stage, self._batch_from(index))
            if done is None:
                return True
            if trial["active"] == CANARY:
                if self._canary_again(stage, trial, heard):
                    return True
                self._tell(index, heard)
            elif self._is_fresh(trial):
                self._tell(index, heard)
            index += done
        self._records.send("end", count=len(trials))
        if self._server:
            kill_group(self._server)
        kill_strays(set())
        return False

    def _batch_from(self, first: int) -> list:
        """Trials the server may run one after the other without being asked for each; a canary,
        which may have to sing again, is alone."""
        trials, found = self._order["trials"], [first]
        if trials[first]["active"] == CANARY:
            return found
        size = len(self._asking(first))
        for index in range(first + 1, min(len(trials), first + _AHEAD)):
            if trials[index]["active"] == CANARY or self._is_fresh(trials[index]):
                break
            if trials[index].get("covering"):
                if not trials[first].get("covering"):
                    break  # who its tests are is known when those before it are done
                trials[index] = self._choice.made(trials[index])
                if not trials[index]["tests"]:
                    break
            size += len(self._asking(index))
            if size > _ASKED_AT_ONCE:
                break
            found.append(index)
        return found

    def _asking(self, index: int) -> bytes:
        """The line that asks the server for a trial; it knows the rest of those it was not to
        choose for."""
        trial = self._order["trials"][index]
        chosen = [trial["tests"], trial["fuel"]] if trial.get("covering") else []
        return json.dumps([index, *chosen]).encode() + b"\n"

    def _begin(self, index: int) -> None:
        self._records.send("begin", t=index)
        self._began = time.monotonic()

    def _tell(self, index: int, heard: Heard) -> None:
        trial = self._order["trials"][index]
        if trial["active"] == 0:
            self._choice.note(trial, heard)
        # Nobody waits for it before the next one begins, which is at once.
        self._records.keep(
            "trial", t=index, end=heard.end, results=heard.results, fuel=heard.fuel,
            probes=heard.probes, duration_s=round(time.monotonic() - self._began, 6),
            **({"tests": trial["tests"]} if trial.get("covering") else {}),
        )  # fmt: skip

    def wall_of(self, trial: dict) -> float:
        """Seconds a trial has when its fuel does not stop it."""
        return self._order["trial_wall_s" if trial.get("covering") else "plain_wall_s"]

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
        shares = dict(zip(trial["tests"], trial["fuel"], strict=True))
        fuel = [shares.get(id, 0) for id in quiet]
        once_more = {**trial, "tests": quiet, "fuel": fuel, "full": True}
        again = self._anew(stage, once_more, at_load=True)
        if again is None:
            return True
        said = {r[0]: r for r in again.results}
        heard.results = [said.get(r[0], r) for r in heard.results]
        return False

    def _anew(self, stage, trial: dict, *, at_load: bool, index: int = -1):
        """One trial in a fork that has loaded nothing. None in that fork."""
        if index >= 0:
            self._begin(index)
        reading, writing = pipe()
        pid = self._fork()
        if pid == 0:
            os.close(reading)
            self._forget()
            stage.become_trial(writing, trial, at_load=at_load)
            return None
        os.close(writing)
        heard, ear, status = Heard(), Ear(reading), None
        clock = Clock(self.wall_of(trial) * 2)
        try:
            while not heard.end and status is None:
                message = ear.line(clock.soon())
                if message is not None:
                    heard.take(message[1:])
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
        self.clean_up(0)
        self._named(heard, status)
        return heard

    def _batch(self, stage, indices: list) -> tuple:
        """Trials in forks of the loaded suite: how many were done, and what the last one said. No
        number in a process that must load it."""
        if not self._server:
            if self._start_server(stage):
                return None, None
            if self._load_error:
                raise RuntimeError(self._load_error)
        os.write(self._ask, b"".join(map(self._asking, indices)))
        said = {index: Heard() for index in indices}
        pids: dict = {}
        gone: dict = {}
        done = 0
        for index in indices:
            done += 1
            self._begin(index)
            heard = said[index]
            try:
                self._listen(index, said, pids, gone)
                self._named(heard, gone[index])
                lost = False
            except (Gone, OSError):
                # The trial took the server with it, which the next trial starts anew.
                lost = True
                heard.end = heard.end or "crashed"
                self._drop_server()
                self.clean_up(pids.get(index, 0))
            if self._order["trials"][index]["active"] != CANARY:
                self._tell(index, heard)
            if lost:
                break
        return done, heard

    def _listen(self, index: int, said: dict, pids: dict, gone: dict) -> None:
        """Until trial `index` is gone. Raises Gone when the server is."""
        clock = Clock(self.wall_of(self._order["trials"][index]))
        while index not in gone:
            message = self._ear.line(clock.until)
            if message is None:
                running = [pids[index]] if index in pids else children(self._server)
                if said[index].end == "timeout":
                    raise Gone
                if clock.ran_out(running):
                    said[index].end = "timeout"
                    clock = Clock(_GRACE_S)
                    for pid in running:
                        kill_group(pid)
            elif message[1] == "begun":
                pids[message[2]] = message[3]
            elif message[1] == "gone":
                gone[message[2]] = message[3]
            elif message[0] in said and said[message[0]].end != "timeout":
                said[message[0]].take(message[1:])

    def clean_up(self, pid: int) -> None:
        """After a trial: what it left of processes and files."""
        if pid:
            kill_group(pid)
        kill_strays({self._server})
        self._places.restore()

    @staticmethod
    def _named(heard: Heard, status: int) -> None:
        """Who said nothing of an end has one all the same."""
        if not heard.end:
            by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            named = {signal.SIGKILL: "memory", signal.SIGXCPU: "timeout"}
            heard.end = named.get(by, "crashed")

    def _start_server(self, stage) -> bool:
        """Fork what loads the suite. True in it."""
        self._load_error = ""
        reading, writing = pipe()
        orders, asks = pipe()
        pid = self._fork()
        if pid == 0:
            os.close(reading)
            os.close(asks)
            self._forget()
            stage.become_server(writing, orders)
            return True
        os.close(writing)
        os.close(orders)
        self._server, self._ear, self._ask = pid, Ear(reading), asks
        until = time.monotonic() + max(_LOAD_S, self._order["plain_wall_s"])
        try:
            message = self._ear.line(until) or ["loading the suite took too long"]
        except Gone:
            message = ["the process that loaded the suite ended without a word"]
        if message[1:2] == ["loaded"]:
            _, _, self.load_fuel, self.load_probes, self.recipe = message
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
