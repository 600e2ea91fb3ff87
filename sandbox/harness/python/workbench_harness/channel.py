"""The results pipe: one signed JSON object a line.

Task code shares this process, so nothing here can be proof. It keeps accidents and cheap tricks
out: the pipe moves away from fd 3, no child gets it, and every function used later is held since
before task code ran.
"""

import fcntl
import json
import os
import sys

_PIPE = 3
_HIGH = 200  # below the sandbox's limit on open files, above anything a test opens by chance
_TEXT = 32_000
_FLAGS = 5


def clip(text: object) -> str:
    """Text short enough for a record, with its end kept: that is where the reason stands."""
    text = str(text)
    if len(text) <= _TEXT:
        return text
    return text[: _TEXT // 4] + "\n[...]\n" + text[-(_TEXT // 4 * 3) :]


class Channel:
    """Writes test, error and end records; counts what it wrote."""

    def __init__(self, nonce: str, changed: "callable" = list) -> None:
        """`changed` names the suite's data files that are not as they were."""
        fd = fcntl.fcntl(_PIPE, fcntl.F_DUPFD_CLOEXEC, _HIGH)
        os.close(_PIPE)
        encode = json.JSONEncoder(ensure_ascii=True).encode
        write, leave, close = os.write, os._exit, os.close
        out, err = sys.stdout, sys.stderr
        # A fork inherits the descriptor whatever its flags are; the child must not report.
        os.register_at_fork(after_in_child=lambda: close(fd))
        state = {"count": 0, "ok": True, "flags": 0}
        last_looks: list = []

        def send(kind: str, **fields: object) -> None:
            data = encode({"n": nonce, "k": kind, **fields}).encode("ascii") + b"\n"
            while data:
                data = data[write(fd, data) :]

        def test(
            id: str,
            status: str,
            *,
            duration_s: float = 0.0,
            message: str = "",
            output: str = "",
            children: "list[str] | None" = None,
        ) -> None:
            state["count"] += 1
            state["ok"] = state["ok"] and status == "passed"
            send(
                "test",
                id=id,
                status=status,
                duration_s=round(max(duration_s, 0.0), 6),
                message=clip(message),
                output=clip(output),
                children=[c[:400] for c in (children or [])[:500]],
            )

        def error(message: str) -> None:
            state["ok"] = False
            send("error", message=clip(message))

        def flag(message: str) -> None:
            if state["flags"] < _FLAGS:
                state["flags"] += 1
                send("flag", message=clip(message))

        def left_out(path: str) -> None:
            message = f"{path} was left out: it configures a test run, which the suite decides"
            send("diagnostic", severity="note", message=message, source="workbench", file=path)

        def uncrossed(message: str) -> None:
            send("uncrossed", message=message[:500])

        def answered(message: str) -> None:
            send("answered", message=message[:500])

        def made(**call: object) -> None:
            send("made", **call)

        def end() -> None:
            for look in last_looks:
                look()
            for stream in (out, err):
                try:
                    stream.flush()
                except (OSError, ValueError):
                    pass
            code = 0 if state["ok"] else 1
            send("end", exit=code, count=state["count"], changed=changed())
            # Exit hooks of task code have nothing to say any more.
            leave(code)

        self.test = test
        self.error = error
        self.flag = flag
        self.left_out = left_out
        # Of split runs: what could not cross, which truths the solution's side decided.
        self.uncrossed = uncrossed
        self.answered = answered
        self.made = made  # a call the suite made into the solution
        self.before_end = last_looks.append
        self.all_passed = lambda: state["ok"]
        self.end = end


WORST = ("passed", "skipped", "failed", "errored")


def worst(statuses: "list[str]") -> str:
    """The status of a test that ran several times, or of a table with several rows."""
    return max(statuses, key=WORST.index)
