"""Mutable containers both sides hold: one list on two sides of a pipe.

Only one side runs at a time, so it is enough that every message carries what changed since the
last: then a list that was passed, kept and changed is the same list for both, wherever it is
seen again. An entry lives as long as both sides hold its object; who no longer does says so.
"""

import sys
from itertools import repeat
from operator import is_

from workbench_harness.wire import Malformed


def _flat(value) -> list:
    out: list = []
    for key, item in value.items():
        out.append(key)
        out.append(item)
    return out


def _put_items(value, items: list) -> None:
    value.clear()
    for at in range(0, len(items), 2):
        value[items[at]] = items[at + 1]


def _put_dict(value, items: list) -> None:
    dict.clear(value)
    for at in range(0, len(items), 2):
        dict.__setitem__(value, items[at], items[at + 1])


def _put_default(value, items: list) -> None:
    value.default_factory = items[0]
    _put_dict(value, items[1:])


def _put_deque(value, items: list) -> None:
    value.clear()
    value.extend(items[1:])


def _collections():
    import collections

    return collections


# tag -> (name, all there is to say, how to fill, an empty one, which items are hashed)
_PLAIN, _KEYS, _ALL = 0, 1, 2
_KINDS = {
    "L": ("list", list, lambda v, items: v.__setitem__(slice(None), items), list, _PLAIN),
    "D": ("dict", _flat, _put_dict, dict, _KEYS),
    "S": ("set", list, lambda v, items: (v.clear(), v.update(items)), set, _ALL),
    "A": (
        "bytearray",
        lambda v: [bytes(v)],
        lambda v, items: v.__setitem__(slice(None), items[0]),
        bytearray,
        _PLAIN,
    ),
    "Q": (
        "collections.deque",
        lambda v: [v.maxlen, *v],
        _put_deque,
        None,
        _PLAIN,
    ),
    "O": (
        "collections.OrderedDict",
        _flat,
        _put_items,
        lambda: _collections().OrderedDict(),
        _KEYS,
    ),
    "E": (
        "collections.defaultdict",
        lambda v: [v.default_factory, *_flat(v)],
        _put_default,
        lambda: _collections().defaultdict(),
        _KEYS,
    ),
    "C": ("collections.Counter", _flat, _put_dict, lambda: _collections().Counter(), _KEYS),
}
_BUILTIN = {list: "L", dict: "D", set: "S", bytearray: "A"}
_LATER = {name.partition(".")[2]: tag for tag, (name, *_) in _KINDS.items() if "." in name}


class _Entry:
    __slots__ = ("last", "tag", "value")

    def __init__(self, value, tag: str) -> None:
        self.value, self.tag = value, tag
        self.last = None  # None while it is still being filled


class Shared:
    """The table of one side. `parity` keeps the numbers of both sides apart."""

    TAGS = frozenset((*_KINDS, "R"))

    def __init__(self, parity: int) -> None:
        self._entries: dict = {}
        self._numbers: dict = {}
        self._next = parity
        self._fresh: list = []
        self._before: list = []
        self._kinds: dict = dict(_BUILTIN)
        probe: list = []
        self._alone = self._references(_Entry(probe, "L")) - 1

    @staticmethod
    def _references(entry) -> int:
        return sys.getrefcount(entry.value)

    def takes(self, kind: type) -> bool:
        """Whether values of exactly this type are shared."""
        tag = self._kinds.get(kind)
        if tag is None:
            tag = ""
            name = kind.__qualname__ if kind.__module__ == "collections" else ""
            if name in _LATER and getattr(sys.modules.get("collections"), name, None) is kind:
                tag = _LATER[name]
            self._kinds[kind] = tag
        return tag != ""

    def encode(self, value, kind: type, depth: int, walk) -> list:
        """A reference when the other side knows it, else number and contents."""
        number = self._numbers.get(id(value))
        if number is not None:
            return ["R", number]
        tag = self._kinds[kind]
        entry = _Entry(value, tag)
        self._next += 2
        number = self._next
        self._entries[number] = entry
        self._numbers[id(value)] = number
        self._fresh.append(number)
        return [tag, number, *self._contents(entry, depth, walk)]

    def _contents(self, entry, depth: int, walk) -> list:
        _, said, _, _, hashed = _KINDS[entry.tag]
        items = said(entry.value)
        # `last` is set first: the walk may come by here again, in a cycle.
        self._before.append((entry, entry.last))
        entry.last = items
        if hashed == _PLAIN:
            return [*map(walk, items, repeat(depth + 1))]
        extra = entry.tag == "E"
        keyed = (hashed == _ALL or (at + extra) % 2 == 0 for at in range(len(items)))
        return [*map(walk, items, repeat(depth + 1), keyed)]

    def decode(self, node: list, depth: int, walk):
        """The object of a node; it is known from now on."""
        tag, number = node[0], node[1]
        if type(number) is not int:
            raise Malformed("a container without a number")
        if tag == "R":
            return self._entries[number].value
        if number in self._entries or (number - self._next) % 2 == 0:
            raise Malformed("a container's number is taken")
        make = _KINDS[tag][3]
        if make is None:
            size = walk(node[2], depth + 1)
            value = _collections().deque(maxlen=size)
        else:
            value = make()
        entry = _Entry(value, tag)
        self._entries[number] = entry
        self._numbers[id(value)] = number
        self._fill(entry, node[2:], depth, walk)
        return value

    def _fill(self, entry, nodes: list, depth: int, walk) -> None:
        items = [*map(walk, nodes, repeat(depth + 1))]
        entry.last = None
        _KINDS[entry.tag][2](entry.value, items)
        entry.last = _KINDS[entry.tag][1](entry.value)

    def changes(self, walk) -> list:
        """What the other side does not know yet of the objects both hold."""
        nodes = []
        for number, entry in list(self._entries.items()):
            if entry.last is None:
                continue
            now = _KINDS[entry.tag][1](entry.value)
            last = entry.last
            if entry.tag == "A":
                same = now == last
            else:
                same = len(now) == len(last) and all(map(is_, now, last))
            if not same:
                nodes.append([number, self._contents(entry, 0, walk)])
        return nodes

    def apply(self, nodes: list, walk) -> None:
        """Take over the other side's changes."""
        for number, items in nodes:
            self._fill(self._entries[number], items, 0, walk)

    def commit(self) -> None:
        """What was encoded since has been sent."""
        self._fresh.clear()
        self._before.clear()

    def roll_back(self) -> None:
        """What was encoded since was never sent."""
        for entry, last in reversed(self._before):
            entry.last = last
        self.forget(self._fresh)
        self.commit()

    def let_go(self) -> list:
        """Numbers of objects that nobody holds here any more; they are forgotten."""
        gone = []
        for number in list(self._entries):
            entry = self._entries[number]
            if entry.last is not None and self._references(entry) <= self._alone:
                gone.append(number)
                self.forget([number])
        return gone

    def forget(self, numbers: list) -> None:
        """The other side let go of these."""
        for number in numbers:
            entry = self._entries.pop(number, None)
            if entry is not None:
                self._numbers.pop(id(entry.value), None)
