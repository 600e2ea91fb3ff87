"""The solution's side of a split run: serves requests, and knows nothing of any test.

Nothing here is proof of anything: the solution shares this process. What it prints, warns of or
draws from the random numbers travels beside each answer, as if it had happened on the other side.
"""

import importlib
import io
import os
import sys
import types
import warnings

from workbench_harness.split_names import STORED
from workbench_harness.split_peer import Peer
from workbench_harness.wire import Uncrossable

_FROM_PEER, _TO_PEER = 4, 5
_HIGH = 200
_MOST = 4 << 20
_MOMENT = 0.005  # seconds a loop runs before the tests' loop may do something else


class NotCrossed(Exception):
    """A value could not cross on the way to the tests."""


class _Here:
    """A turn needs no lock: the solution's threads do not speak."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error) -> None:
        pass


class _Out(io.TextIOWrapper):
    """A stream whose text leaves with the next message."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="surrogateescape", newline="\n")

    def take(self) -> str:
        """What was written since."""
        try:
            self.flush()
            raw = self.buffer
            data = raw.getvalue()
            if data:
                raw.seek(0)
                raw.truncate()
            return data[:_MOST].decode("utf-8", "replace")
        except ValueError:  # the solution closed it
            return ""

    def fileno(self) -> int:
        """No descriptor: `print(file=...)` needs none, and whoever wants one may know."""
        raise io.UnsupportedOperation("fileno")


class _In(io.TextIOBase):
    """Standard input, read where the tests are."""

    def __init__(self, peer) -> None:
        self._peer = peer

    def readable(self) -> bool:
        """It is."""
        return True

    def readline(self, size=-1) -> str:
        """One line of the tests' stdin."""
        return self._peer.request("stdin", "readline", size)

    def read(self, size=-1) -> str:
        """The tests' stdin."""
        return self._peer.request("stdin", "read", size)

    def __iter__(self):
        return self

    def __next__(self) -> str:
        line = self.readline()
        if not line:
            raise StopIteration
        return line


class _Policy:
    """The solution's side has nothing to hide: its objects are what is asked for."""

    absent = ()

    def __init__(self, order: dict, out, err) -> None:
        self._names = set(order["modules"])
        self._out, self._err = out, err
        self._notes: list = []
        self._random = importlib.import_module("random") if order["random"] else None
        self._state = self._random.getstate() if self._random else None
        self._originals: dict = {}
        self._here = _Here()

    def turn(self):
        """Nothing to wait for."""
        return self._here

    def answered(self, name: str, value: object) -> None:
        """Truths the tests decide are theirs."""

    def uncrossed(self, what: str) -> None:
        """Told beside the next message."""
        self._notes.append(what[:300])

    def not_crossed(self, op: str, parts: tuple, why: str) -> BaseException:
        """Raised into the solution; the tests' side wrote it down."""
        self.uncrossed(f"{op}: {why} cannot cross")
        return NotCrossed(why)

    def warn(self, message, category, filename, lineno, file=None, line=None) -> None:
        """Stands in for `warnings.showwarning`."""
        self._notes.append((str(message)[:4000], category, str(filename), lineno))

    def aside(self) -> tuple:
        """Output, warnings and random state since the last message."""
        said: list = []
        for kind, stream in (("out", self._out), ("err", self._err)):
            text = stream.take()
            if text:
                said.append((kind, text))
        said += [
            ("uncrossed", note) if type(note) is str else ("warning", *note) for note in self._notes
        ]
        self._notes = []
        if self._random is not None:
            state = self._random.getstate()
            if state != self._state:
                self._state = state
                said.append(("random", state))
        return tuple(said)

    def heard(self, said: object) -> None:
        """What the suite changed around the solution."""
        for kind, *rest in said:
            if kind == "random":
                self._random.setstate(rest[0])
                self._state = self._random.getstate()
            elif kind == "limit":
                sys.setrecursionlimit(rest[0])
            elif kind == "environ":
                for name, value in rest[0]:
                    if value is None:
                        os.environ.pop(name, None)
                    else:
                        os.environ[name] = value
            elif kind == "patch":
                module = importlib.import_module(rest[0])
                key = (rest[0], rest[1])
                self._originals.setdefault(key, getattr(module, rest[1], None))
                setattr(module, rest[1], rest[2])
            elif kind == "restore":
                module = importlib.import_module(rest[0])
                if (rest[0], rest[1]) in self._originals:
                    setattr(module, rest[1], self._originals.pop((rest[0], rest[1])))

    def by_name(self, value: object):
        """Functions go as handles: what they do is the solution's to do."""
        return

    def may_leave(self, value: object) -> None:
        """Only what a stand-in would misrepresent is held back."""
        if isinstance(value, type):
            return
        kind = type(value)
        for cls in kind.__mro__:
            if cls in STORED and cls is not kind:
                raise Uncrossable(f"a {kind.__name__}, which is a {cls.__name__} of its own kind,")
            if cls.__module__.partition(".")[0] == "numpy":
                raise Uncrossable(f"a numpy {kind.__name__}")

    def shares_module(self, name: str) -> bool:
        """The tests' side finds the solution's modules and the standard ones."""
        return name in self._names or name.partition(".")[0] in sys.stdlib_module_names

    def named(self, module: str, path: str):
        """Anything of the standard library the tests mean."""
        found = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
        return found

    def module(self, name: str):
        """A module the tests mean."""
        return importlib.import_module(name)

    def builtin_error(self, cls: type, args: tuple) -> BaseException:
        """An exception of the language itself."""
        try:
            return cls(*args)
        except Exception:
            error = cls.__new__(cls)
            error.args = args
            return error

    def may_do(self, op: str, parts: list) -> None:
        """The tests may do anything."""


class _Server(Peer):
    """Requests that only the solution's side knows."""

    scope: dict
    _loop = None

    def _do_task(self, awaitable):
        """Start to await something, on a loop of this side."""
        if self._loop is None:
            self._asyncio = importlib.import_module("asyncio")
            self._loop = self._asyncio.new_event_loop()
            self._tasks: list = []

        async def wait():
            return await awaitable

        self._tasks.append(self._loop.create_task(wait()))
        return len(self._tasks) - 1

    def _do_step(self, number):
        """Let the loop run for a moment; `(whether it is done, its value)`."""
        task = self._tasks[number]
        if not task.done():
            moment = self._asyncio.wait({task}, timeout=_MOMENT)
            self._loop.run_until_complete(moment)
        return (True, task.result()) if task.done() else (False, None)

    def _do_cancel(self, number):
        """Nobody waits for it any more."""
        task = self._tasks[number]
        if not task.done():
            task.cancel()
            self._loop.run_until_complete(self._asyncio.wait({task}, timeout=_MOMENT))

    def _do_import(self, name):
        __import__(name)

    def _do_reload(self, name):
        importlib.reload(sys.modules[name])

    def _do_star(self, module):
        names = getattr(module, "__all__", None)
        if names is None:
            return [n for n in vars(module) if not n.startswith("_")]
        return [str(n) for n in names]

    def _do_prelude(self, pieces):
        module = types.ModuleType("solution")
        self.scope = module.__dict__
        for piece in pieces:
            module.__name__ = os.path.basename(piece)[:-3]
            module.__file__ = f"/job/{piece}"
            sys.modules[module.__name__] = module
            with open(module.__file__, "rb") as file:
                exec(compile(file.read(), module.__file__, "exec", dont_inherit=True), self.scope)
        return [n for n in self.scope if not n.startswith("__")]

    def _do_given(self, name):
        return self.scope[name]


def run(order: dict) -> None:
    """Serve until the tests' side is gone; ends the process."""
    import fcntl

    leave = os._exit
    ends = []
    for fd in (_FROM_PEER, _TO_PEER):
        ends.append(fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _HIGH))
        os.close(fd)
    out, err = _Out(), _Out()
    policy = _Policy(order, out, err)
    peer = _Server(*ends, 0, policy)
    sys.stdout, sys.stderr = out, err
    sys.stdin = sys.__stdin__ = _In(peer)
    builtins = sys.modules["builtins"]
    builtins.input = lambda prompt="": peer.request("input", str(prompt))
    if order["warnings"]:
        warnings.simplefilter("always")
        warnings.showwarning = policy.warn
    try:
        peer.serve()
    except BaseException as error:
        # The end of the line is how this ends; anything else the sandbox's stderr tells.
        os.write(2, repr(error).encode()[:2000])
    finally:
        leave(0)
