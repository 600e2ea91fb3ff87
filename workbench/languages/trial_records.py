"""Reads what a trial harness says, as `mutation` describes it, while its job runs or afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.languages.mutation import TrialEnd, TrialResult
from workbench.languages.records import load_line, number, text
from workbench.model.run import Status

_ENDS: dict[object, TrialEnd] = {e: e for e in ("done", "fuel", "timeout", "memory", "crashed")}
_STATUSES = {s.value: s for s in Status}
_MAX_PROBES = 200_000


@dataclass(frozen=True)
class TrialReport:
    """All trials of one job that ended, which one had begun when the job did, and what went
    wrong with the suite as a whole."""

    trials: tuple[TrialResult, ...]
    begun: int | None
    ended: bool
    error: str = ""


class TrialReader:
    """Reads the records of one job as they come. `begun`: the trial that began and has no record
    yet; `ended`: all have; `error`: what went wrong with the suite as a whole. Never raises: what
    no harness writes is passed over."""

    def __init__(self, nonce: str) -> None:
        self._nonce = nonce
        self._rest = b""
        self._told: set[int] = set()
        self.begun: int | None = None
        self.ended = False
        self.error = ""

    def feed(self, data: bytes) -> list[TrialResult]:
        """The trials whose records `data` completes."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        found = [self._line(line) for line in lines]
        return [trial for trial in found if trial is not None]

    def _line(self, line: bytes) -> TrialResult | None:
        try:
            record = load_line(line)
        except ValueError:
            return None
        if record.get("n") != self._nonce or self.ended:
            return None
        index = record.get("t")
        match record.get("k"):
            case "begin" if isinstance(index, int):
                self.begun = index
            case "trial" if isinstance(index, int) and index not in self._told:
                self._told.add(index)
                self.begun = None
                return _trial(index, record)
            case "error":
                self.error = self.error or text(record.get("message"), 4000) or "unknown error"
            case "end":
                self.ended = True
        return None


def parse_trials(raw: bytes, nonce: str) -> TrialReport:
    """The records of one job that is over. Never raises."""
    reader = TrialReader(nonce)
    trials = sorted(reader.feed(raw), key=lambda trial: trial.index)
    return TrialReport(tuple(trials), reader.begun, reader.ended, reader.error)


def _trial(index: int, record: dict[str, object]) -> TrialResult:
    statuses: dict[str, Status] = {}
    messages: dict[str, str] = {}
    results = record.get("results")
    for row in results if isinstance(results, list) else []:
        if isinstance(row, list) and len(row) == 3 and isinstance(row[0], str):
            name = text(row[0], 2000)
            statuses[name] = _STATUSES.get(row[1], Status.ERRORED)
            messages[name] = text(row[2], 2000)
    fuel, probes, tests = record.get("fuel"), record.get("probes"), record.get("tests")
    return TrialResult(
        index=index,
        end=_ENDS.get(record.get("end"), "crashed"),
        statuses=statuses,
        messages=messages,
        fuel=fuel if isinstance(fuel, int) and fuel >= 0 else 0,
        probes=frozenset(
            p for p in (probes if isinstance(probes, list) else [])[:_MAX_PROBES]
            if isinstance(p, int)
        ),
        duration_s=number(record.get("duration_s")),
        tests=tuple(t for t in tests if isinstance(t, str)) if isinstance(tests, list) else (),
    )  # fmt: skip
