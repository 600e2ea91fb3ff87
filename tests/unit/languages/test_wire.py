"""The wire between tests and solution: exact types there and back, and no harm in any bytes."""

from __future__ import annotations

import importlib
import math
import os
import sys
import threading
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePosixPath
from types import ModuleType, SimpleNamespace
from typing import IO, Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

HARNESS = Path(__file__).resolve().parents[3] / "sandbox" / "harness" / "python"


def _load(name: str) -> ModuleType:
    sys.path.insert(0, str(HARNESS))
    try:
        return importlib.import_module(f"workbench_harness.{name}")
    finally:
        sys.path.remove(str(HARNESS))


wire, shared_module = _load("wire"), _load("split_shared")


class _NoRefs:
    """Neither side has anything that needs a handle."""

    def encode(self, value: object, keyed: bool) -> Any:
        raise wire.Uncrossable(type(value).__name__)

    def decode(self, node: object, depth: int, walk: object) -> Any:
        raise wire.Malformed("a handle")


class Side(NamedTuple):
    """One end, without a line."""

    shared: Any
    codec: Any


def _side(parity: int) -> Side:
    shared = shared_module.Shared(parity)
    return Side(shared, wire.Codec(shared, _NoRefs()))


def _cross(value: object, here: Side, there: Side) -> Any:
    node = wire.from_bytes(wire.to_bytes([here.codec.encode(value)]))
    here.shared.commit()
    return there.codec.decode(node[0])


def _alike(a: Any, b: Any) -> bool:
    """Equal, of exactly the same types, in the same order, all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (
            a == b and math.copysign(1, a) == math.copysign(1, b)
        )
    if isinstance(a, complex):
        return _alike(a.real, b.real) and _alike(a.imag, b.imag)
    if isinstance(a, dict):
        return _alike(list(a.items()), list(b.items()))
    if isinstance(a, list | tuple | deque):
        return len(a) == len(b) and all(map(_alike, a, b))
    if isinstance(a, datetime):
        return a == b and a.tzinfo == b.tzinfo and a.fold == b.fold
    if isinstance(a, Decimal):
        return str(a) == str(b)
    return bool(a == b)


_CHARS = st.characters(exclude_categories=())
_KEYS = st.one_of(st.integers(), st.text(_CHARS), st.booleans(), st.none(), st.binary(), st.dates())
_PLAIN = st.one_of(
    _KEYS,
    st.floats(),
    st.complex_numbers(),
    st.decimals(),
    st.fractions(),
    st.datetimes(timezones=st.just(timezone(timedelta(hours=1), "X")) | st.none()),
    st.times(),
    st.timedeltas(),
    st.uuids(),
    st.builds(bytearray, st.binary()),
    st.frozensets(_KEYS),
    st.sets(_KEYS),
    st.builds(range, st.integers(), st.integers(), st.integers(1)),
    st.builds(slice, st.none() | st.integers(), st.integers()),
    st.builds(PurePosixPath, st.text("ab/", max_size=9)),
    st.sampled_from([..., NotImplemented, 2**70, -(2**63), 2**63]),
)
VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.dictionaries(_KEYS, inner),
        st.builds(deque, st.lists(inner), st.none() | st.integers(0, 9)),
        st.dictionaries(_KEYS, inner).map(OrderedDict),
        st.dictionaries(_KEYS, inner).map(lambda d: defaultdict(None, d)),
        st.dictionaries(_KEYS, st.integers()).map(Counter),
    ),
    max_leaves=20,
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    here, there = _side(1), _side(0)
    over = _cross(value, here, there)
    assert _alike(over, value)
    assert _cross(over, there, here) is value or _alike(_cross(over, there, here), value)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                    lambda x: st.lists(x) | st.dictionaries(st.text(), x)))  # fmt: skip
def test_any_json_at_all_is_a_value_or_malformed(node: Any) -> None:
    side = _side(0)
    try:
        side.codec.decode(node)
    except wire.Malformed:
        return


_TAGS = st.sampled_from([*"TLDSFRbsiv.AQOEChYK"])
_WORDS = st.sampled_from(["datetime", "date", "builtins", "range"])
_LEAVES = st.none() | st.integers(-3, 9) | st.text(max_size=3) | _WORDS


def _tagged(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(lambda tag, items: [tag, *items], _TAGS, st.lists(inner, max_size=4))


@given(st.recursive(_LEAVES, _tagged))
def test_a_wrong_use_of_a_tag_is_a_value_or_malformed(node: Any) -> None:
    side = _side(0)
    try:
        side.codec.decode(node)
    except wire.Malformed:
        return


@given(st.binary())
def test_bytes_that_are_no_message_are_malformed(data: bytes) -> None:
    try:
        assert isinstance(wire.from_bytes(data), list)
    except wire.Malformed:
        return


@pytest.mark.parametrize(
    "data",
    [b"[" * 200_000, b"[" + b"9" * 5000 + b"]", b"{}", b'"x"', b"[1,]", b"\xff", b"", b"[nul]"],
)
def test_hostile_json_is_malformed(data: bytes) -> None:
    with pytest.raises(wire.Malformed):
        wire.from_bytes(data)


def test_a_deep_value_is_refused_before_it_is_sent() -> None:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(wire.Uncrossable):
        _side(1).codec.encode(value)


def test_a_deep_node_is_malformed() -> None:
    node: Any = ["T"]
    for _ in range(900):
        node = ["T", node]
    with pytest.raises(wire.Malformed):
        _side(0).codec.decode(node)


class _Sly(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize("value", [_Sly(3), object(), SimpleNamespace(a=1), Path, len, timezone])
def test_nothing_but_exact_types_crosses_by_value(value: object) -> None:
    with pytest.raises(wire.Uncrossable):
        _side(1).codec.encode(value)


def test_a_class_that_bears_a_standard_name_is_not_taken_for_it() -> None:
    fake = type("Decimal", (), {"__module__": "decimal"})
    with pytest.raises(wire.Uncrossable):
        _side(1).codec.encode(fake())


def test_a_list_stays_the_same_list_through_changes_on_both_sides() -> None:
    here, there = _side(1), _side(0)
    mine: list[Any] = [1, [2]]
    yours = _cross(mine, here, there)
    mine.append(3)
    mine[1].append(4)
    there.shared.apply(here.shared.changes(here.codec.encode), there.codec.decode)
    assert yours == [1, [2, 4], 3]
    yours[1].clear()
    yours.insert(0, {"new": []})
    here.shared.apply(there.shared.changes(there.codec.encode), here.codec.decode)
    assert mine == [{"new": []}, 1, [], 3]
    assert here.shared.changes(here.codec.encode) == []


def test_what_nobody_holds_is_forgotten() -> None:
    here, there = _side(1), _side(0)
    mine = [1, [2], {"k": {3}}]
    _cross(mine, here, there)
    gone = there.shared.let_go()
    assert len(gone) == 4
    here.shared.forget(gone)
    assert here.shared.changes(here.codec.encode) == []
    assert here.shared.let_go() == []


def test_what_was_never_sent_is_not_taken_as_known() -> None:
    here, there = _side(1), _side(0)
    mine: list[Any] = [1, object()]
    with pytest.raises(wire.Uncrossable):
        here.codec.encode(mine)
    here.shared.roll_back()
    mine.pop()
    assert _cross(mine, here, there) == [1]


@pytest.mark.parametrize("node", [["L", 2], ["L", "x"], ["R", 99], ["L"], ["D", 3, 1], ["Q", 5]])
def test_a_container_with_a_wrong_number_is_malformed(node: list[Any]) -> None:
    side = _side(0)
    side.codec.encode([])
    with pytest.raises(wire.Malformed):
        side.codec.decode(node)


class _Policy:
    """Says yes to everything; enough for two ends in one process."""

    absent = ()

    def __init__(self) -> None:
        self.notes: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name in ("aside",):
            return lambda: ()
        return lambda *args: None

    def uncrossed(self, what: str) -> None:
        self.notes.append(what)


@pytest.fixture
def line() -> Iterator[tuple[Any, int, IO[bytes]]]:
    """A tests' end, the descriptor the other reads from, and the file the other writes to."""
    peer_module = _load("split_peer")
    (read, their_write), (their_read, write) = os.pipe(), os.pipe()
    policy = _Policy()
    policy.turn = lambda: threading.Lock()  # type: ignore[attr-defined]
    # A file knows that it was closed. A number closed twice may be another thread's by then, who
    # finds a bad descriptor in the midst of reading a folder.
    with os.fdopen(their_write, "wb", buffering=0) as theirs:
        yield peer_module.Peer(read, write, 1, policy), their_read, theirs
    for fd in (read, write, their_read):
        os.close(fd)


def _frame(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


_REST = b',["T"],[],[[],[]]]'
_MESSAGES = (
    b'["a",1,null',
    b'["a",2,null',
    b'["x",1,5',
    b'["a",1,["Y",5]',
    b'["a",1,["R",5]',
    b'["z",1,null',
    b'["q",1,["T","call",["n","os","system"],["T","true"],["D",4]]',
)


@settings(max_examples=60)
@given(st.binary(max_size=200) | st.sampled_from([m + _REST for m in _MESSAGES]))
def test_whatever_the_other_side_says_ends_in_a_value_or_a_lost_solution(data: bytes) -> None:
    peer_module = _load("split_peer")
    (read, their_write), (their_read, write) = os.pipe(), os.pipe()
    try:
        policy = _Policy()
        policy.turn = lambda: threading.Lock()  # type: ignore[attr-defined]
        peer = peer_module.Peer(read, write, 1, policy)
        os.write(their_write, _frame(data))
        os.close(their_write)
        try:
            assert peer.request("get", "x", "y") is None
        except peer_module.SolutionLost:
            assert peer.lost
    finally:
        for fd in (read, their_read, write):
            os.close(fd)


def test_the_end_of_the_other_side_is_told_as_such(line: tuple[Any, int, IO[bytes]]) -> None:
    peer, _, theirs = line
    theirs.close()
    with pytest.raises(_load("split_peer").SolutionLost, match="it ended"):
        peer.request("import", "sol")
    assert not issubclass(_load("split_peer").SolutionLost, Exception)


def test_a_message_too_large_is_not_read(line: tuple[Any, int, IO[bytes]]) -> None:
    peer, _, theirs = line
    theirs.write((1 << 31).to_bytes(4, "big"))
    with pytest.raises(_load("split_peer").SolutionLost, match="too large"):
        peer.request("import", "sol")


def test_an_integer_of_any_size_crosses() -> None:
    assert _cross(-(10**5000), _side(1), _side(0)) == -(10**5000)


def test_dates_keep_their_fold() -> None:
    moment = datetime(2020, 10, 25, 2, fold=1)
    assert _cross(moment, _side(1), _side(0)).fold == 1
    assert _cross(time(2, fold=1), _side(1), _side(0)).fold == 1
    assert _cross((date(2020, 1, 1), UUID(int=1), Fraction(1, 3)), _side(1), _side(0)) == (
        date(2020, 1, 1), UUID(int=1), Fraction(1, 3),
    )  # fmt: skip
