"""Chooses the tests of trials that ask for whoever reaches their mutant.

The trials before them measure: each test alone for its probes and its steps, then all together.
What follows from that is a rule the workbench has as well and applies to the same figures; it takes
a trial only where both chose alike.
"""


def fuel_limit(steps: int) -> int:
    """As the workbench has it: `workbench.languages.mutation.fuel_limit`."""
    return steps + min(19 * steps, 6 * steps + 2_000_000) + 2_000


class Choice:
    """What the measuring trials of one order told."""

    def __init__(self, order: dict) -> None:
        self._reach = order["reach"]
        self._alone: dict = {}
        self._together: set = set()
        self._base: dict | None = None
        self._mixed = False

    def note(self, trial: dict, heard) -> None:
        """A trial of the original ended."""
        passed = {row[0] for row in heard.results if row[1] == "passed"}
        if trial["probes"]:
            if len(trial["tests"]) != 1:
                return
            (id,) = trial["tests"]
            good = heard.end == "done" and id in passed
            self._alone[id] = (good, heard.fuel, frozenset(heard.probes))
        elif trial["active"] == 0:
            self._together = passed

    def made(self, trial: dict) -> dict:
        """The trial with the tests that reach its mutant, cheapest first, and each one's fuel."""
        if not trial.get("covering"):
            return trial
        if self._base is None:
            self._settle()
        base = self._base
        probe = self._reach[trial["active"] - 1]
        found = [id for id, (_, probes) in base.items() if probe in probes]
        if self._mixed:
            found = list(base) if found or trial["fresh"] else []
        else:
            if trial["fresh"]:
                found = list(base)
            found.sort(key=lambda id: base[id][0])  # stable: the suite's order where costs agree
        return {**trial, "tests": found, "fuel": [fuel_limit(base[id][0]) for id in found]}

    def _settle(self) -> None:
        alone, together = self._alone, self._together
        self._base = {
            id: (fuel, probes)
            for id, (good, fuel, probes) in alone.items()
            if good and id in together
        }
        self._mixed = any(good != (id in together) for id, (good, _, _) in alone.items())
