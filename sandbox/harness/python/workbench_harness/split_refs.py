"""References: what crosses as a handle, and how the other side's handles are found again.

Classes are described once and never let go; instances live here for as long as the other side
holds its stand-in. Exceptions carry their arguments with them. What may leave is `policy`'s to say:
the tests hand out nothing that would lead to more than the suite gave.
"""

import sys
import types
import weakref

from workbench_harness import split_objects as objects
from workbench_harness.split_classes import describe, make_class
from workbench_harness.split_names import goes_by_name
from workbench_harness.wire import Malformed, Uncrossable

_ERRORS = 64
_TEXT = 20_000
_NEVER = (types.FrameType, types.CodeType, types.TracebackType)


class Refs:
    """Tables of one side: `own` objects the other side may name, and stand-ins for `its`."""

    def __init__(self, policy) -> None:
        self._policy = policy
        self.own: dict = {}
        self._numbers: dict = {}
        self._next = 0
        self._its: dict = {}
        self._classes: dict = {}
        self.dead: list = []
        self._fresh: list = []
        self._errors: list = []
        self._seen: list = []
        self._walk = None
        self.deriving = None

    def use(self, walk) -> None:
        """`walk` encodes any value; set once, as codec and references need each other."""
        self._walk = walk

    # -- leaving ---------------------------------------------------------------------------------

    def encode(self, value: object, keyed: bool) -> list:
        """The node of what does not cross by value."""
        number = objects.number_of(value)
        if number is not None:
            return ["Y", number]
        kind = type(value)
        if kind in _NEVER:
            raise Uncrossable(f"a {kind.__name__}")
        if isinstance(value, type) and issubclass(kind, type):
            return self._class(value)
        if issubclass(kind, types.ModuleType):
            return self._module(value)
        if issubclass(kind, BaseException):
            return self._error(value, 0)
        node = self._policy.by_name(value)
        if node is not None:
            return node
        self._policy.may_leave(value)
        node = ["h", self._export(value), self._described(kind)]
        if keyed:
            node.append(hash(value))
        return node

    def _export(self, value: object) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            self._next += 1
            number = self._next
            self.own[number] = value
            self._numbers[id(value)] = number
            self._fresh.append(number)
        return number

    def is_own(self, value: object) -> bool:
        """Whether this very object was handed out."""
        number = self._numbers.get(id(value))
        return number is not None and self.own.get(number) is value

    def _class(self, cls: type) -> list:
        number = objects.number_of(cls)
        if number is not None:
            return ["Y", number]
        if goes_by_name(cls):
            return ["n", cls.__module__, cls.__qualname__]
        return self._described(cls)

    def _described(self, cls: type) -> list:
        number = objects.number_of(cls)
        if number is not None:
            return ["Y", number]
        known = self._numbers.get(id(cls))
        if known is not None:
            return ["K", known]
        self._policy.may_leave(cls)
        number = self._export(cls)
        said = describe(cls, self._class)
        return ["K", number, *said]

    def _module(self, module) -> list:
        name = module.__name__
        if sys.modules.get(name) is not module:
            raise Uncrossable(f"the module {name}")
        if self._policy.shares_module(name):
            return ["M", name]
        raise Uncrossable(f"the module {name}")

    def _error(self, value: BaseException, depth: int) -> list:
        for error, number in self._seen:
            if error is value:
                return ["Y", number]
        cls = type(value)
        args = value.args
        if issubclass(cls, OSError):
            made = BaseException.__reduce__(value) if cls.__reduce__ is None else value.__reduce__()
            args = made[1] if type(made[1]) is tuple and cls.__module__ == "builtins" else args
        nodes = []
        for item in args[:100]:
            try:
                nodes.append(self._walk(item, 8))
            except Uncrossable:
                nodes.append(self._walk(str(item)[:_TEXT]))
        number = self._export(value)
        self._errors.append(number)
        chain = []
        for name in ("__cause__", "__context__"):
            other = getattr(value, name, None)
            chain.append(self._error(other, depth + 1) if other is not None and depth < 3 else None)
        notes = getattr(value, "__notes__", None)
        notes = [n[:_TEXT] for n in notes if type(n) is str] if type(notes) is list else []
        state = self._state(value) if goes_by_name(cls) else []
        suppress = value.__suppress_context__
        return ["X", self._class(cls), number, nodes, *chain, suppress, notes[:20], state]

    def _state(self, value: BaseException) -> list:
        """Attributes of an exception of the library, which has no original to ask."""
        pairs = []
        for name, item in list(vars(value).items())[:50]:
            if type(name) is str and not name.startswith("_"):
                try:
                    pairs.append([name, self._walk(item, 8)])
                except Uncrossable:
                    continue
        return pairs

    # -- arriving --------------------------------------------------------------------------------

    def decode(self, node: list, depth: int, walk):
        """The object of a reference."""
        tag = node[0]
        if tag == "Y":
            return self.own[node[1]]
        if tag == "h":
            return self._instance(node, depth, walk)
        if tag == "K":
            return self._arriving_class(node, depth, walk)
        if tag == "n":
            return self._policy.named(node[1], node[2])
        if tag == "M":
            return self._policy.module(node[1])
        if tag == "X":
            return self._arriving_error(node, depth, walk)
        raise Malformed("an unknown tag")

    def _instance(self, node: list, depth: int, walk):
        number, cls = node[1], walk(node[2], depth + 1)
        if type(number) is not int or not isinstance(cls, type):
            raise Malformed("a handle without a class")
        found = self._its.get(number)
        value = found() if found is not None else None
        if value is not None:
            if len(node) > 3 and type(node[3]) is int:
                object.__setattr__(value, "_wb_hash", node[3])
            return value
        if found is not None and number in self.dead:
            self.dead.remove(number)
        if not objects.is_class(cls):
            raise Malformed("a handle of a class of this side")
        hashed = node[3] if len(node) > 3 and type(node[3]) is int else None
        value = objects.make_instance(cls, number, hashed)
        self._remember(value, number)
        return value

    def _remember(self, value, number: int) -> None:
        its, dead = self._its, self.dead

        def gone(ref) -> None:
            if its.get(number) is ref:
                dead.append(number)

        its[number] = weakref.ref(value, gone)

    def _arriving_class(self, node: list, depth: int, walk) -> type:
        number = node[1]
        if len(node) == 2:
            return self._classes[number]
        if number in self._classes or type(number) is not int:
            raise Malformed("a class described twice")
        name, module, qualname, doc, bases, specials, methods, hashable, binds = node[2:]
        found = [walk(base, depth + 1) for base in bases]
        if not all(isinstance(base, type) for base in found):
            raise Malformed("a base that is no class")
        texts = [name, module, qualname, *specials, *methods]
        if any(type(t) is not str or len(t) > 300 for t in texts):
            raise Malformed("a class whose names are none")
        said = {"name": name, "module": module, "qualname": qualname, "doc": doc, "bases": found}
        said |= {"specials": specials, "methods": methods, "hashable": hashable, "binds": binds}
        inside, self.deriving = self.deriving, None
        cls = make_class(number, said, inside)
        self._classes[number] = cls
        return cls

    def _arriving_error(self, node: list, depth: int, walk, level: int = 0):
        _, cls_node, number, args, cause, context, suppress, notes, state = node
        cls = walk(cls_node, depth + 1)
        if not isinstance(cls, type) or not issubclass(cls, BaseException):
            raise Malformed("an error that is none")
        items = [walk(item, depth + 1) for item in args]
        found = self._its.get(number)
        value = found() if found is not None else None
        if value is None:
            value = self._make_error(cls, number, tuple(items))
            for name, item in state if not objects.is_class(cls) else ():
                vars(value)[str(name)] = walk(item, depth + 1)
        if level < 4:
            for name, other in (("__cause__", cause), ("__context__", context)):
                if type(other) is list and other and other[0] in ("X", "Y"):
                    error = (
                        self.own[other[1]]
                        if other[0] == "Y"
                        else self._arriving_error(other, depth + 1, walk, level + 1)
                    )
                    if isinstance(error, BaseException) and error is not value:
                        setattr(value, name, error)
            value.__suppress_context__ = suppress is True
        for note in notes if not hasattr(value, "__notes__") else ():
            if type(note) is str:
                BaseException.add_note(value, note)
        return value

    def _make_error(self, cls: type, number: int, args: tuple):
        if objects.is_class(cls):
            value = objects.make_error(cls, number, args)
            self._remember(value, number)
            return value
        value = self._policy.builtin_error(cls, args)
        self._seen.append((value, number))
        del self._seen[:-_ERRORS]
        return value

    # -- housekeeping ----------------------------------------------------------------------------

    def commit(self) -> None:
        """What was exported since has been sent. Exceptions are kept for a while only: they hold
        frames, and frames hold everything."""
        self._fresh.clear()
        while len(self._errors) > _ERRORS:
            self.release([self._errors.pop(0)])

    def roll_back(self) -> None:
        """What was exported since was never sent."""
        self.release(self._fresh)
        self._errors = [n for n in self._errors if n in self.own]
        self._fresh.clear()

    def release(self, numbers: list) -> None:
        """The other side has no stand-in for these any more."""
        for number in list(numbers):
            value = self.own.pop(number, None)
            if value is not None:
                self._numbers.pop(id(value), None)

    def take_dead(self) -> list:
        """Numbers whose stand-ins are gone here."""
        gone = self.dead[:]
        del self.dead[: len(gone)]
        for number in gone:
            self._its.pop(number, None)
        return gone
