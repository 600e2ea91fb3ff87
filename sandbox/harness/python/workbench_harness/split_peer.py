"""One end of the line between tests and solution: requests, nested as calls nest.

A message is four bytes of length and a JSON array: [kind, number, body, aside, changes, [let go,
dead]]. Exactly one side runs at a time; whoever waits for an answer serves the requests that come
before it. Kinds: "q" a request, "a" its value, "x" its exception, "u" why it has no value.
"""

import copy
import os
import sys
import types

from workbench_harness import split_objects as objects
from workbench_harness.split_refs import Refs
from workbench_harness.split_shared import Shared
from workbench_harness.wire import MAX_MESSAGE, Codec, Uncrossable, from_bytes, to_bytes


class SolutionLost(BaseException):
    """The other side ended, or said what no honest side says. Not an Exception: a test that
    expects one must not mistake this for it."""


class NotCrossed(BaseException):
    """A value could not cross; the run says where, and is judged another way."""


class Peer:
    """Speaks for one side. `policy` decides what may leave and what the other side may do."""

    def __init__(self, read_fd: int, write_fd: int, parity: int, policy) -> None:
        self._read_fd, self._write_fd = read_fd, write_fd
        self.policy = policy
        self.shared = Shared(parity)
        self.refs = Refs(policy)
        self.codec = Codec(self.shared, self.refs)
        self.refs.use(self.codec.encode)
        self._number = 0
        self._got = None
        self._builtins = sys.modules["builtins"]
        self.lost = ""
        self.answered = policy.answered
        self.uncrossed = policy.uncrossed
        objects.connect(self, policy.absent)

    # -- asking ----------------------------------------------------------------------------------

    def request(self, op: str, *parts):
        """Have the other side do something; its value, or its exception raised here."""
        with self.policy.turn():
            return self._request(op, parts)

    def _request(self, op: str, parts: tuple):
        if self.lost:
            raise SolutionLost(self.lost)
        self._number += 1
        number = self._number
        try:
            self._send("q", number, (op, *parts))
        except Uncrossable as why:
            raise self.policy.not_crossed(op, parts, str(why)) from None
        except RecursionError:
            raise self.policy.not_crossed(op, parts, "a value nested too deep") from None
        while True:
            kind, answers = self._receive()
            if kind == "q":
                self._serve(answers)
                continue
            if answers != number:
                self._lose("an answer nobody asked for")
            body = self._take()
            if kind == "a":
                return body
            if kind == "x" and issubclass(type(body), BaseException):
                raise self._raised(body)
            if kind == "u":
                raise self.policy.not_crossed(op, parts, str(body)[:300])
            self._lose("an answer of no kind")

    @staticmethod
    def _raised(error: BaseException) -> BaseException:
        return error.with_traceback(None)

    def derive(self, name: str, bases: tuple, namespace: dict, more: dict):
        """A class here that derives from one of the other side: made over there, from handles."""
        inside = {k: v for k, v in namespace.items() if isinstance(v, types.FunctionType)}
        if "__classcell__" in namespace:
            inside["__classcell__"] = namespace["__classcell__"]
        sent = {k: v for k, v in namespace.items() if k != "__classcell__"}
        self.refs.deriving = inside
        try:
            return self.request("derive", name, bases, sent, more)
        finally:
            self.refs.deriving = None

    # -- serving ---------------------------------------------------------------------------------

    def serve(self) -> None:
        """Answer requests until the line ends."""
        while True:
            kind, number = self._receive()
            if kind != "q":
                self._lose("an answer nobody asked for")
            self._serve(number)

    def _serve(self, number: int) -> None:
        body = self._take()
        if type(body) is not tuple or not body or type(body[0]) is not str:
            self._lose("a request that is none")
        op, parts = body[0], list(body[1:])
        del body
        try:
            kind, value = "a", self._perform(op, parts)
        except (SolutionLost, NotCrossed):
            raise
        except Uncrossable as why:
            kind, value = "u", str(why)
        except BaseException as error:
            kind, value = "x", error
        parts.clear()
        try:
            self._send(kind, number, value)
        except (Uncrossable, RecursionError) as why:
            self._send("u", number, str(why)[:300] or "a value nested too deep")

    def _perform(self, op: str, parts: list):
        self.policy.may_do(op, parts)
        return getattr(self, f"_do_{op}", self._do_other)(*parts)

    def _do_other(self, *parts):
        raise Uncrossable("a request of no kind")

    def _do_call(self, target, args, more):
        return target(*args, **more)

    def _do_get(self, target, name):
        return getattr(target, name)

    def _do_set(self, target, name, value):
        setattr(target, name, value)

    def _do_del(self, target, name):
        delattr(target, name)

    def _do_item(self, target, key):
        return target[key]

    def _do_dir(self, target):
        return dir(target)

    def _do_special(self, target, name, args, more):
        for holder in type(target).__mro__:
            inside = type.__dict__["__dict__"].__get__(holder)
            if name in inside:
                return getattr(type(target), name)(target, *args, **more)
        raise TypeError(f"{type(target).__name__} has no {name}")

    def _do_copy(self, target, deep):
        return copy.deepcopy(target) if deep else copy.copy(target)

    def _do_names(self, target):
        return [n for n in vars(target) if isinstance(n, str)]

    def _do_raw(self, target, name):
        return vars(target)[name]

    def _do_bind(self, cls, name, holder):
        for base in cls.__mro__:
            inside = type.__dict__["__dict__"].__get__(base)
            if name in inside:
                found = inside[name]
                return found.__get__(holder, type(holder)) if hasattr(found, "__get__") else found
        raise AttributeError(name)

    def _do_derive(self, name, bases, namespace, more):
        return types.new_class(name, bases, more, lambda inside: inside.update(namespace))

    def _do_input(self, prompt):
        return self._builtins.input(prompt)

    def _do_stdin(self, method, size):
        return getattr(sys.stdin, "readline" if method == "readline" else "read")(size)

    # -- the line --------------------------------------------------------------------------------

    def _send(self, kind: str, number: int, value) -> None:
        codec, shared, refs = self.codec, self.shared, self.refs
        try:
            body = codec.encode(value)
            aside = codec.encode(self.policy.aside())
            changes = shared.changes(codec.encode)
            data = to_bytes([kind, number, body, aside, changes])
        except (Uncrossable, RecursionError):
            shared.roll_back()
            refs.roll_back()
            raise
        shared.commit()
        refs.commit()
        del value
        data = data[:-1] + b"," + to_bytes([shared.let_go(), refs.take_dead()]) + b"]"
        data = len(data).to_bytes(4, "big") + data
        try:
            while data:
                data = data[os.write(self._write_fd, data) :]
        except OSError:
            self._lose("the line broke off")

    def _receive(self) -> tuple:
        size = int.from_bytes(self._read(4), "big")
        if size > 2 * MAX_MESSAGE:
            self._lose("a message too large")
        try:
            kind, number, body, aside, changes, (let_go, dead) = from_bytes(self._read(size))
            value = self.codec.decode(body)
            said = self.codec.decode(aside)
            self.shared.apply(changes, self.codec.decode)
            self.shared.forget(let_go)
            self.refs.release(dead)
        except Exception as error:
            why = f"a message that is none ({type(error).__name__}: {str(error)[:100]})"
            # Honest or not, nothing that follows would tell of the solution.
            self.uncrossed(why)
            self._lose(why)
        self._got = value
        self.policy.heard(said)
        return kind, number

    def _take(self):
        """What came, held by nobody else: who still holds a list is counted."""
        got, self._got = self._got, None
        return got

    def _read(self, size: int) -> bytes:
        parts = []
        while size:
            try:
                part = os.read(self._read_fd, min(size, 1 << 20))
            except OSError:
                part = b""
            if not part:
                self._lose("it ended")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _lose(self, why: str):
        self.lost = self.lost or f"the solution's process is lost: {why}"
        raise SolutionLost(self.lost)
