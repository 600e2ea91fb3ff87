"""Where a process of a trial job stands: before the suite is loaded, after it, or in a trial.

A framework's module calls `begin` before it loads any module of the task, `loaded` with a function
that runs a trial's tests, and `failed_to_load` if it cannot. Only `begin` returns, and only in the
processes that load the suite; `trials_control` says which there are.
"""

import gc
import json
import os
import sys

from workbench_harness.trials_child import (
    Report,
    data_in_use,
    limit,
    one_line,
    settle,
    shift_clock,
)
from workbench_harness.trials_control import CANARY, Controller
from workbench_harness.trials_guard import CanaryDied, CanaryFailed, Guard
from workbench_harness.trials_pipes import Forks, Records
from workbench_harness.trials_tidy import adopt_orphans

_LOAD_FUEL = (20, 2_000)
_STARTS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system")


class Stage:
    """Of the controller, of the server, or of one trial."""

    def __init__(self, order: dict, records: Records, *, served: bool) -> None:
        """Not `served`: there is nothing to load but in each trial."""
        self._order, self._served = order, served
        self._forks = Forks(plain=order["plain"])
        self._controller = Controller(order, records, self._forks, served=served)
        self.guard = Guard(order["count"], order["reach"])
        self._trial: dict = {}
        self._shares: dict = {}
        self._report = None
        self._at_load = self._elsewhere = False

    def begin(self) -> None:
        """Fork; the controller runs all trials and ends here."""
        self._in_use = data_in_use()
        self._controller.run(self)

    def become_server(self, pipe: int, orders: int) -> None:
        """Load the suite once, then fork for each trial that `orders` names."""
        self._report, self._orders = Report(pipe), orders
        self.guard.probe()
        settle(0)

    def become_trial(self, pipe: int, trial: dict, *, at_load: bool) -> None:
        """Load the suite for this trial alone. `at_load`: a canary sings from the start."""
        self._report, self._at_load = Report(pipe), at_load
        self._prepare(trial)

    @property
    def recipe(self):
        """In a fork that loads the suite for one trial: what the server said of how to."""
        return self._controller.recipe if self._trial else None

    def loaded(self, run, recipe=None) -> None:
        """The suite is loaded: `run(trial, result)` runs a trial's tests. `recipe` is handed to
        those who load it anew. Never returns."""
        if self._trial:
            self._perform(run)
        adopt_orphans()
        self.guard.activate(0)
        fuel, probes = self.guard.spent(), self.guard.reached()
        self._controller.load_fuel, self._controller.load_probes = fuel, probes
        self._report.say("loaded", fuel, probes, recipe)
        gc.collect()
        gc.freeze()
        self._in_use = data_in_use()
        data = b""
        while True:
            while b"\n" not in data:
                more = os.read(self._orders, 1 << 16)
                if not more:
                    os._exit(0)
                data += more
            line, _, data = data.partition(b"\n")
            index, *chosen = json.loads(line)
            trial = self._order["trials"][index]
            if chosen:
                trial = {**trial, "tests": chosen[0], "fuel": chosen[1]}
            pid = self._forks.fork()
            if pid == 0:
                os.close(self._orders)
                self._report.trial = index
                self._report.forget()
                self._prepare(trial, loaded=True)
                self._perform(run)
            # One line that wakes the controller tells of this trial and of the one before.
            self._report.say("begun", index, pid)
            _, status = os.waitpid(pid, 0)
            self._controller.clean_up(pid)
            self._report.keep("gone", index, status)
            if b"\n" not in data:
                self._report.flush()

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

    def _prepare(self, trial: dict, *, loaded: bool = False) -> None:
        """Limits, seeds, fuel and the active mutant; the suite may not be loaded yet."""
        order = self._order
        self._trial = trial
        os.setsid()
        self._report.close_in_forks()
        # For programs that the code starts. Where nobody reads it here, writing it there is enough.
        tell = os.putenv if order["plain"] else os.environ.__setitem__
        tell("WORKBENCH_ACTIVE", str(trial["active"]))
        limit(self._in_use, order["memory"], self._controller.wall_of(trial))
        if not loaded:
            settle(trial["seed"])
        if trial["seed"]:
            shift_clock(trial["seed"], trial["clock_s"], only_zone=order["clock"])
        self._shares = dict(zip(trial["tests"], trial["fuel"], strict=True))
        fuel = next(iter(trial["fuel"]), 0)
        if fuel and self._served:
            times, plus = _LOAD_FUEL
            fuel = times * self._controller.load_fuel + plus
        self._fill(fuel)
        if trial["probes"]:
            self._look_out()
            self.guard.probe()
        elif trial["active"] != CANARY:
            self.guard.activate(trial["active"])
        elif self._at_load:
            self.sing()

    def _fill(self, fuel: int) -> None:
        self.guard.fill(fuel, lambda: self.finish("fuel"))

    def turn(self, id: str) -> None:
        """The turn of a test: it gets its own fuel, once, whatever is left of another's."""
        share = self._shares.pop(id, None)
        if share is not None:
            self.guard.refill(share, lambda: self.finish("fuel"))

    def _look_out(self) -> None:
        """What runs in a process that the code starts cannot be seen from here: it may be any
        mutant's place."""

        def hook(event: str, _arguments) -> None:
            if event in _STARTS:
                self._elsewhere = True

        sys.addaudithook(hook)

    def sing(self) -> None:
        """Switch the canary on. In a script only an Exception fails one assertion alone."""
        self.guard.canary(CanaryDied if self._served else CanaryFailed)

    def _perform(self, run) -> None:
        """Run the trial and end the process."""
        trial = self._trial
        settle(trial["seed"])
        if self._served:
            self._fill(0)
            self.turn(next(iter(trial["tests"]), ""))
            if trial["active"] == CANARY and not self._at_load:
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
        if status == "passed":
            return
        if asked and not self._trial["full"]:
            self.finish("done")
        self._report.flush()  # what comes next may end without a word

    def finish(self, end: str) -> None:
        """Tell how the trial ended, and end with it."""
        try:
            spent, probes = self.guard.spent(), []
            if self._trial["probes"]:
                reached = {*self.guard.reached(), *self._controller.load_probes}
                if self._elsewhere:
                    reached |= set(self._order["reach"])
                probes = sorted(reached)
            self._report.say("e", end, min(spent, 1 << 53), probes)
        finally:
            os._exit(0)


def silence() -> None:
    """A trial's output interests nobody, and would fill the job's."""
    null = os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    for fd in (1, 2):
        os.dup2(null, fd)
    os.close(null)
