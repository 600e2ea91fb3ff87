"""Python tests and solution in a sandbox each: what must cross does, and no trick reaches a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest

from tests.languages.python.running import NONCE
from workbench.judge.verdict import decide
from workbench.languages.base import SplitJobs
from workbench.languages.python import PythonLanguage
from workbench.model.task import Framework, Limits, Solution, Suite
from workbench.sandboxes.base import Outcome, Sandbox
from workbench.toolchains.registry import toolchain

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


class Apart(NamedTuple):
    """A split run's decision, or the reason why there was none."""

    verdict: str
    reason: str
    uncrossed: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    messages: str = ""
    tests: Outcome | None = None
    solution: Outcome | None = None


Run = Callable[..., Apart]


@pytest.fixture
def apart(sandbox: Sandbox) -> Run:
    """`apart(solution, suite, "pytest")`; texts stand for one file each."""

    def call(
        solution: str | Mapping[str, str],
        suite: str | Mapping[str, str],
        framework: str = "pytest",
        *,
        support: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Apart:
        files = {"sol.py": solution} if isinstance(solution, str) else dict(solution)
        tests = {"test_sol.py": suite} if isinstance(suite, str) else dict(suite)
        subject = Solution(name="s", role="candidate", files=files)
        given = Suite(
            name="g",
            role="given",
            framework=Framework(framework),
            files=tests,
            support=dict(support or {}),
        )
        speaker, tools = PythonLanguage(), toolchain("python").toolbox()
        inventory = speaker.inventory(given, subject)
        jobs = speaker.split_jobs(
            subject, given, inventory, tools, limits or Limits(wall_s=60), nonce=NONCE
        )
        if not isinstance(jobs, SplitJobs):
            return Apart("refused", jobs)
        outcome, theirs = sandbox.run_pair(jobs.tests, jobs.solution)
        report = speaker.parse(outcome, inventory, NONCE)
        decision = decide(inventory, outcome, report)
        messages = "\n".join(t.message for t in decision.tests) + report.error
        return Apart(
            decision.verdict.value, decision.reason, report.uncrossed, report.answered, messages,
            outcome, theirs,
        )  # fmt: skip

    return call


# name -> (solution, body of a pytest file that holds `import sol` already)
HONEST: dict[str, tuple[str, str]] = {
    "star import": (
        "def add(a, b): return a + b\n_private = 1\nPI = 3",
        "from sol import *\ndef test_a(): assert add(1, 2) == 3 and PI == 3\n"
        "def test_b(): assert '_private' not in globals()",
    ),
    "star import with __all__": (
        "__all__ = ['one']\ndef one(): return 1\ndef two(): return 2",
        "from sol import *\ndef test_a(): assert one() == 1 and 'two' not in globals()",
    ),
    "module alias and constants": (
        "LIMIT = 10\nNAMES = ['a', 'b']\nTABLE = {'x': (1, 2)}",
        "import sol as s\ndef test_a(): assert s.LIMIT == 10 and s.NAMES == ['a', 'b']\n"
        "def test_b(): assert s.TABLE == {'x': (1, 2)} and type(s.TABLE['x']) is tuple",
    ),
    "any signature": (
        "def f(a, b=2, *args, c, d=4, **more): return (a, b, args, c, d, more)",
        "from sol import f\ndef test_a(): assert f(1, c=3) == (1, 2, (), 3, 4, {})\n"
        "def test_b(): assert f(1, 5, 6, c=3, d=0, e=9) == (1, 5, (6,), 3, 0, {'e': 9})\n"
        "def test_c():\n    with pytest.raises(TypeError, match='missing'): f(1)",
    ),
    "exact types": (
        "def same(x): return x",
        "from sol import same\nimport collections, datetime, decimal, fractions, math, uuid, re\n"
        "from pathlib import Path\n"
        "D = collections.defaultdict(list, {'a': [1]})\n"
        "@pytest.mark.parametrize('x', [0, -1, 2**200, -2**63, 1.5, -0.0, float('inf'), True, None,"
        " 'a', '\\ud800x', '\\ud83d\\ude00', 'é😀', b'\\x00\\xff', bytearray(b'x'), (), (1, (2,)),"
        " [1, [2]], {'b': 1, 'a': 2}, {1, 2}, frozenset((1, 2)), 1+2j, range(3), slice(1, 2),"
        " Ellipsis, collections.deque([1, 2], 5), collections.Counter('aab'), D,"
        " collections.OrderedDict(a=1), decimal.Decimal('1.10'), fractions.Fraction(1, 3),"
        " datetime.date(2020, 1, 2), datetime.timedelta(1), uuid.UUID(int=3), Path('/x/y'),"
        " datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc), re.compile('a+')])\n"
        "def test_a(x):\n    y = same(x)\n    assert type(y) is type(x) and y == x\n"
        "    assert repr(y) == repr(x)\n"
        "def test_nan(): assert math.isnan(same(float('nan')))\n"
        "def test_sign(): assert math.copysign(1, same(-0.0)) == -1\n"
        "def test_order(): assert list(same({'z': 1, 'a': 2})) == ['z', 'a']\n"
        "def test_types(): assert same(int) is int and same(ValueError) is ValueError",
    ),
    "identity and aliasing": (
        "def same(x): return x\ndef twice(x): return [x, x]\ndef has(a, b): return a is b",
        "from sol import same, twice, has\ndef test_a():\n    x = [1]\n    assert same(x) is x\n"
        "def test_b():\n    a, b = twice({})\n    assert a is b\n"
        "def test_c():\n    x = []\n    assert has(x, x) and not has(x, [])\n"
        "def test_cycle():\n    x = []\n    x.append(x)\n    y = same(x)\n    assert y is x and y[0] is y",
    ),
    "mutated arguments": (
        "def sort(x): x.sort()\ndef fill(d): d['k'].append(1); d['new'] = {'n': [2]}\n"
        "def more(s, b): s.add(3); b.extend(b'yz')",
        "import sol\ndef test_list():\n    x = [3, 1, 2]\n    y = x\n    assert sol.sort(x) is None\n"
        "    assert y == [1, 2, 3]\n"
        "def test_nested():\n    inner = []\n    d = {'k': inner}\n    sol.fill(d)\n"
        "    assert inner == [1] and d == {'k': [1], 'new': {'n': [2]}}\n"
        "def test_more():\n    s, b = {1}, bytearray(b'x')\n    sol.more(s, b)\n"
        "    assert s == {1, 3} and b == b'xyz'",
    ),
    "a kept list stays one list": (
        "class Box:\n    def __init__(self, items): self.items = items\n"
        "    def total(self): return sum(self.items)",
        "from sol import Box\ndef test_a():\n    x = [1]\n    b = Box(x)\n    x.append(5)\n"
        "    assert b.total() == 6\n    b.items.append(1)\n    assert x == [1, 5, 1]\n"
        "    assert b.items is x",
    ),
    "generators are lazy": (
        "def naturals():\n    n = 0\n    while True:\n        yield n\n        n += 1\n"
        "def echo():\n    got = None\n    while True:\n        got = yield got",
        "import sol, itertools, types\ndef test_a():\n"
        "    assert list(itertools.islice(sol.naturals(), 3)) == [0, 1, 2]\n"
        "def test_b():\n    g = sol.echo()\n    next(g)\n    assert g.send(5) == 5\n    g.close()\n"
        "    with pytest.raises(StopIteration): next(g)\n"
        "def test_c(): assert isinstance(sol.naturals(), types.GeneratorType)",
    ),
    "a test's generator is read lazily": (
        "from itertools import islice\ndef first(it, n): return list(islice(it, n))",
        "import sol\ndef test_a():\n    def gen():\n        yield 1\n        yield 2\n"
        "        raise AssertionError\n    assert sol.first(gen(), 2) == [1, 2]",
    ),
    "context managers": (
        "from contextlib import contextmanager\nlog = []\n@contextmanager\ndef opened(x):\n"
        "    log.append('in')\n    try:\n        yield x\n    finally:\n        log.append('out')\n"
        "class Quiet:\n    def __enter__(self): return self\n"
        "    def __exit__(self, kind, e, tb): return kind is KeyError",
        "import sol\ndef test_a():\n    with sol.opened(5) as x:\n        assert x == 5\n"
        "        assert sol.log == ['in']\n    assert sol.log == ['in', 'out']\n"
        "def test_b():\n    with sol.Quiet():\n        raise KeyError(1)\n"
        "    with pytest.raises(ValueError):\n        with sol.Quiet():\n            raise ValueError",
    ),
    "decorators around a test's function": (
        "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*a, **k):\n"
        "        return [f(*a, **k), f(*a, **k)]\n    return inner",
        "import sol\ndef test_a():\n    calls = []\n    @sol.twice\n    def f(x):\n"
        "        calls.append(x)\n        return x + 1\n    assert f(1) == [2, 2]\n"
        "    assert calls == [1, 1] and f.__name__ == 'f'",
    ),
    "callbacks": (
        "def apply(f, x): return f(x)\ndef order(xs, key): return sorted(xs, key=key)\n"
        "def guard(f):\n    try:\n        return f()\n    except LookupError as e:\n"
        "        return ['caught', type(e).__name__, e.args]",
        "import sol\ndef test_a(): assert sol.apply(lambda x: sol.apply(str, x), 4) == '4'\n"
        "def test_b(): assert sol.order(['bb', 'a'], len) == ['a', 'bb']\n"
        "def test_c():\n    def fail(): return {}['k']\n"
        "    assert sol.guard(fail) == ['caught', 'KeyError', ('k',)]\n"
        "def test_d():\n    error = ValueError('x')\n    def fail(): raise error\n"
        "    with pytest.raises(ValueError) as caught: sol.guard(fail)\n"
        "    assert caught.value is error",
    ),
    "a test's objects": (
        "def total(shapes): return sum(s.area() for s in shapes)\n"
        "def grow(s): s.size += 1; return s\n"
        "def use(thing):\n    with thing as t:\n        return [len(t), t['k'], list(t), 'k' in t]",
        "import sol\nclass Square:\n    def __init__(self, size): self.size = size\n"
        "    def area(self): return self.size ** 2\n"
        "def test_a(): assert sol.total([Square(2), Square(3)]) == 13\n"
        "def test_b():\n    s = Square(1)\n    assert sol.grow(s) is s and s.size == 2\n"
        "class Thing(dict.__base__):\n    def __enter__(self): return self\n"
        "    def __exit__(self, *a): self.left = True\n    def __len__(self): return 7\n"
        "    def __getitem__(self, k): return k * 2\n    def __iter__(self): return iter('ab')\n"
        "    def __contains__(self, k): return k == 'k'\n"
        "def test_c():\n    t = Thing()\n    assert sol.use(t) == [7, 'kk', ['a', 'b'], True] and t.left",
    ),
    "classes and instances": (
        "class Animal:\n    kinds = 0\n    def __init__(self, name): self.name = name\n"
        "    def speak(self): return self.name + '!'\n    @property\n    def loud(self): return self.name.upper()\n"
        "    @loud.setter\n    def loud(self, v): self.name = v.lower()\n"
        "    @classmethod\n    def make(cls): return cls('made')\n    @staticmethod\n    def two(): return 2\n"
        "    def __repr__(self): return f'Animal({self.name!r})'\nclass Dog(Animal): pass",
        "from sol import Animal, Dog\nimport sol, copy\ndef test_a():\n    d = Dog('rex')\n"
        "    assert isinstance(d, Dog) and isinstance(d, Animal) and issubclass(Dog, Animal)\n"
        "    assert type(d) is Dog and type(d).__name__ == 'Dog' and Dog.__mro__[1] is Animal\n"
        "    assert d.speak() == 'rex!' and d.loud == 'REX' and repr(d) == \"Animal('rex')\"\n"
        "    d.loud = 'BO'\n    assert d.name == 'bo'\n    d.age = 3\n    assert vars(d) == {'name': 'bo', 'age': 3}\n"
        "    del d.age\n    assert not hasattr(d, 'age')\n"
        "def test_b():\n    assert Animal.make().name == 'made' and Animal.two() == 2\n"
        "    Animal.kinds = 5\n    assert sol.Dog.kinds == 5 and Animal.speak(Dog('x')) == 'x!'\n"
        "def test_c():\n    d = Dog('a')\n    e = copy.copy(d)\n    e.name = 'b'\n    assert d.name == 'a'\n"
        "    assert copy.deepcopy([d])[0].name == 'a'\n"
        "def test_d():\n    with pytest.raises(AttributeError, match='nothing'): Dog('x').nothing",
    ),
    "exceptions of the solution": (
        "class Base(Exception): pass\nclass Bad(Base, ValueError):\n"
        "    def __init__(self, code, why):\n        super().__init__(why)\n        self.code = code\n"
        "    def __str__(self): return f'{self.code}: {self.args[0]}'\n"
        "def fail(): raise Bad(7, 'no')\n"
        "def chained():\n    try:\n        {}['x']\n    except KeyError as e:\n        raise Base('outer') from e\n"
        "def system(): raise FileNotFoundError(2, 'gone', 'f.txt')\ndef leave(): raise SystemExit(3)\n"
        "def deep(n): return 0 if n == 0 else 1 + deep(n - 1)",
        "from sol import *\nimport sol\ndef test_a():\n"
        "    with pytest.raises(Bad) as e: fail()\n    assert e.value.code == 7 and str(e.value) == '7: no'\n"
        "    assert e.value.args == ('no',) and e.type is Bad and isinstance(e.value, ValueError)\n"
        "def test_b():\n    with pytest.raises(Base, match='no'): fail()\n    try:\n        fail()\n"
        "    except ValueError as e:\n        assert type(e).__name__ == 'Bad'\n"
        "def test_c():\n    with pytest.raises(Base) as e: chained()\n"
        "    assert isinstance(e.value.__cause__, KeyError) and e.value.__cause__.args == ('x',)\n"
        "def test_d():\n    with pytest.raises(FileNotFoundError) as e: system()\n"
        "    assert e.value.errno == 2 and e.value.filename == 'f.txt'\n"
        "def test_e():\n    with pytest.raises(SystemExit) as e: leave()\n    assert e.value.code == 3\n"
        "def test_f():\n    assert deep(900) == 900\n    with pytest.raises(RecursionError): deep(100000)\n"
        "    assert deep(3) == 3\n"
        "def test_g():\n    with pytest.raises(Bad): raise Bad(1, 'mine')\n"
        "    with pytest.raises(ZeroDivisionError): sol.deep(1 / 0)",
    ),
    "output": (
        "import sys\ndef say(x): print('say', x); print('err', file=sys.stderr); return x",
        "import sol, io, contextlib\ndef test_a(capsys):\n    print('one')\n    sol.say(2)\n    print('three')\n"
        "    got = capsys.readouterr()\n    assert got.out == 'one\\nsay 2\\nthree\\n' and got.err == 'err\\n'\n"
        "def test_b():\n    to = io.StringIO()\n    with contextlib.redirect_stdout(to): sol.say('é')\n"
        "    assert to.getvalue() == 'say é\\n'",
    ),
    "input": (
        "import sys\ndef ask(): return input('name? ').upper()\ndef lines(): return [l.strip() for l in sys.stdin]",
        "import sol, io\nfrom unittest import mock\n"
        "def test_a(monkeypatch):\n    monkeypatch.setattr('builtins.input', lambda prompt: prompt + 'bo')\n"
        "    assert sol.ask() == 'NAME? BO'\n"
        "def test_b(monkeypatch):\n    monkeypatch.setattr('sys.stdin', io.StringIO('a\\nb\\n'))\n"
        "    assert sol.lines() == ['a', 'b']\n"
        "@mock.patch('builtins.input', return_value='q')\ndef test_c(fake):\n    assert sol.ask() == 'Q'\n"
        "    fake.assert_called_once_with('name? ')",
    ),
    "patches of the solution": (
        "import random, time\ndef helper(): return 1\ndef work(): return helper() + 1\n"
        "def roll(): return random.randint(1, 6)\ndef nap(): time.sleep(100); return time.time()\n"
        "class C:\n    @staticmethod\n    def s(): return 's'\n    def m(self): return 'm'",
        "import sol, time\nfrom unittest import mock\n"
        "def test_a(monkeypatch):\n    monkeypatch.setattr(sol, 'helper', lambda: 41)\n    assert sol.work() == 42\n"
        "def test_b(): assert sol.work() == 2\n"
        "def test_c():\n    with mock.patch('sol.helper', return_value=9) as fake:\n        assert sol.work() == 10\n"
        "    fake.assert_called_once_with()\n    assert sol.work() == 2\n"
        "def test_d(monkeypatch):\n    monkeypatch.setattr('random.randint', lambda a, b: (a, b))\n"
        "    assert sol.roll() == (1, 6)\n"
        "def test_e():\n    with mock.patch('time.sleep') as nap, mock.patch('sol.time.time', return_value=5):\n"
        "        assert sol.nap() == 5\n    nap.assert_called_once_with(100)\n    assert time.time() > 5\n"
        "    assert 1 <= sol.roll() <= 6\n"
        "def test_f():\n    with mock.patch.object(sol.C, 'm', lambda self: 'x'), mock.patch.object(sol.C, 's', lambda: 'y'):\n"
        "        assert sol.C().m() == 'x' and sol.C.s() == 'y'\n"
        "    assert sol.C().m() == 'm' and sol.C().s() == 's' and sol.C.s() == 's'",
    ),
    "random numbers share a state": (
        "import random\ndef draw(): return [random.random() for _ in range(3)]",
        "import random, sol\ndef test_a():\n    random.seed(7)\n    expected = [random.random() for _ in range(3)]\n"
        "    after = random.random()\n    random.seed(7)\n    assert sol.draw() == expected\n"
        "    assert random.random() == after",
    ),
    "environment variables": (
        "import os\ndef home(): return os.environ.get('MY_HOME', 'none')",
        "import sol\ndef test_a(monkeypatch):\n    monkeypatch.setenv('MY_HOME', '/x')\n    assert sol.home() == '/x'\n"
        "def test_b(): assert sol.home() == 'none'",
    ),
    "warnings": (
        "import warnings\nclass Old(UserWarning): pass\ndef old(): warnings.warn('use new', DeprecationWarning); return 1\n"
        "def older(): warnings.warn('older', Old)",
        "import sol\ndef test_a():\n    with pytest.warns(DeprecationWarning, match='use new'): assert sol.old() == 1\n"
        "def test_b():\n    with pytest.warns(sol.Old): sol.older()",
    ),
    "reload": (
        "count = 0\ndef up():\n    global count\n    count += 1\n    return count",
        "import sol, importlib\ndef test_a():\n    sol.up()\n    assert sol.up() == 2 and sol.count == 2\n"
        "    importlib.reload(sol)\n    assert sol.up() == 1",
    ),
    "stdlib subjects": (
        "import re, math\ndef find(s): return re.search(r'(\\d+)', s)\ndef keys(d): return d.keys()\n"
        "def squares(xs): return map(lambda x: x * x, xs)\ndef pairs(a, b): return zip(a, b)",
        "import sol\ndef test_a(): assert sol.find('ab12').group(1) == '12' and sol.find('x') is None\n"
        "def test_b(): assert list(sol.squares([1, 2])) == [1, 4] and sorted(sol.keys({'b': 1, 'a': 2})) == ['a', 'b']\n"
        "def test_c(): assert dict(sol.pairs('ab', [1, 2])) == {'a': 1, 'b': 2}\n"
        "def test_d(): assert sol.math.floor(2.5) == 2",
    ),
    "a class of the solution derived in the suite": (
        "class Shape:\n    def __init__(self, name): self.name = name\n"
        "    def area(self): raise NotImplementedError\n    def tell(self): return f'{self.name}: {self.area()}'",
        "from sol import Shape\nclass Square(Shape):\n    def __init__(self, side):\n"
        "        super().__init__('square')\n        self.side = side\n    def area(self): return self.side ** 2\n"
        "class Loud(Square):\n    def tell(self): return super().tell().upper()\n"
        "def test_a():\n    s = Square(3)\n    assert s.tell() == 'square: 9' and isinstance(s, Shape) and s.side == 3\n"
        "    assert type(s) is Square\n"
        "def test_b(): assert Loud(2).tell() == 'SQUARE: 4'\n"
        "def test_c():\n    with pytest.raises(NotImplementedError): Shape('x').tell()",
    ),
    "enumerations": (
        "from enum import Enum\nclass Colour(Enum):\n    RED = 1\n    BLUE = 2\ndef best(): return Colour.BLUE",
        "from sol import Colour, best\nfrom enum import Enum\ndef test_a():\n    assert best() is Colour.BLUE\n"
        "    assert [c.name for c in Colour] == ['RED', 'BLUE'] and len(Colour) == 2\n"
        "    assert Colour(1) is Colour.RED and Colour['RED'].value == 1 and isinstance(best(), Enum)\n"
        "    with pytest.raises(ValueError): Colour(9)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", HONEST)
def test_an_honest_form_passes_apart(apart: Run, form: str) -> None:
    solution, body = HONEST[form]
    ran = apart(solution, "import pytest\n" + body)
    assert ran.verdict == "pass", ran.reason + "\n" + ran.messages[-3000:]
    assert ran.uncrossed == ()
    assert ran.answered == ()


def test_unittest_runs_apart(apart: Run) -> None:
    suite = (
        "import unittest\nfrom sol import add, Bad\n"
        "class T(unittest.TestCase):\n"
        "    def setUp(self): self.data = [1]\n"
        "    def test_a(self): self.assertEqual(add(1, 2), 3)\n"
        "    def test_b(self):\n        with self.assertRaisesRegex(Bad, 'no'): add(None, 1)\n"
        "    def test_c(self):\n        for i in range(3):\n"
        "            with self.subTest(i=i): self.assertCountEqual(add([i], self.data), [1, i])\n"
    )
    solution = (
        "class Bad(Exception): pass\ndef add(a, b):\n"
        "    if a is None: raise Bad('no')\n    return a + b\n"
    )
    ran = apart(solution, suite, "unittest")
    assert (ran.verdict, ran.uncrossed, ran.answered) == ("pass", (), ()), ran


def test_a_script_that_shares_its_solutions_scope_runs_apart(apart: Run) -> None:
    solution = "LIMIT = 3\ndef _inner(x): return x * LIMIT\ndef f(x): return _inner(x)\n"
    ran = apart(solution, "assert f(2) == 6\nassert _inner(1) == LIMIT\n", "script")
    assert (ran.verdict, ran.uncrossed, ran.answered) == ("pass", (), ()), ran
    ran = apart(solution, "LIMIT = 4\nassert f(2) == 8\n", "script")
    assert ran.verdict == "refused"


def test_packages_and_their_relative_imports_run_apart(apart: Run) -> None:
    solution = {
        "shop/__init__.py": "from .core import price\nVERSION = '1'\n",
        "shop/core.py": "from . import tax\ndef price(x): return x + tax.of(x)\n",
        "shop/tax.py": "def of(x): return x // 10\n",
    }
    suite = (
        "import shop, shop.tax\nfrom shop.core import price\nfrom shop import tax as t\n"
        "def test_a(): assert price(100) == 110 and shop.price is price\n"
        "def test_b(): assert t.of(20) == 2 and shop.tax is t and shop.VERSION == '1'\n"
        "def test_c(monkeypatch):\n"
        "    monkeypatch.setattr(t, 'of', lambda x: 0)\n    assert price(100) == 100\n"
    )
    ran = apart(solution, {"tests/test_shop.py": suite})
    assert (ran.verdict, ran.uncrossed, ran.answered) == ("pass", (), ()), ran
    inside = "from ..core import price\nfrom .. import tax\ndef test_a(): assert price(10) == 11\n"
    tests = {"shop/tests/test_core.py": inside, "shop/tests/__init__.py": ""}
    ran = apart(solution, tests)
    assert (ran.verdict, ran.uncrossed) == ("pass", ()), ran


def test_the_solution_sees_no_file_of_the_suite(apart: Run) -> None:
    look = (
        "import sys, os as system\ndef seen():\n"
        "    return len(system.listdir('/job')), [n for n in sys.modules if 'test_sol' in n]\n"
    )
    ran = apart(look, "import sol\ndef test_a(): assert sol.seen() == (1, [])\n")
    assert ran.verdict == "pass", ran.messages


def test_the_tests_have_no_source_of_the_solution(apart: Run) -> None:
    suite = (
        "import os, sol\ndef test_a():\n"
        "    assert not os.access(os.path.join('/job', 'sol' + '.py'), os.R_OK) and sol.f() == 1\n"
    )
    ran = apart("def f(): return 1\n", suite)
    assert ran.verdict == "pass", ran.messages


def test_a_data_file_reaches_the_solution_only_if_it_names_it(apart: Run) -> None:
    suite = "import sol\ndef test_a(): assert sol.words() == ['a', 'b']\n"
    named = "def words(): return open('words.txt').read().split()\n"
    support = {"words.txt": "a b", "expected.txt": "x"}
    ran = apart(named, suite, support=support)
    assert ran.verdict == "pass", ran.messages
    spy = "import os\ndef words(): return sorted(os.listdir('/job'))\n"
    ran = apart(spy, suite, support=support)
    assert ran.verdict == "fail"
    assert "expected.txt" not in ran.messages


ANSWERED = {
    "==": ("class P:\n    def __init__(self, x): self.x = x\n    def __eq__(self, o): return self.x == o.x",
           "assert sol.P(1) == sol.P(1)"),
    "in a list": ("class P:\n    def __init__(self, x): self.x = x\n    def __eq__(self, o): return self.x == o.x",
                  "assert [sol.P(1)] == [sol.P(1)]"),
    "against a plain value": ("class P(int): pass", "assert sol.P(1) == 1"),
    "<": ("class P:\n    def __lt__(self, o): return True", "assert sol.P() < sol.P()"),
    "bool": ("class P:\n    def __bool__(self): return True", "assert sol.P()"),
    "in": ("class P:\n    def __contains__(self, o): return True", "assert 4 in sol.P()"),
}  # fmt: skip


@pytest.mark.parametrize("how", ANSWERED)
def test_a_truth_the_solution_decides_is_named(apart: Run, how: str) -> None:
    solution, line = ANSWERED[how]
    ran = apart(solution, f"import sol\ndef test_a():\n    {line}\n")
    assert ran.verdict == "pass", ran.messages
    assert ran.uncrossed == ()
    assert ran.answered[0].startswith("test_sol.py:3: __")


UNCROSSED = {
    "a str of its own kind": ("class S(str): pass\ndef f(): return S('a')", "assert sol.f() == 'a'"),
    "an int too large": ("def f(): return 1 << (1 << 25)", "assert sol.f()"),
    "nesting without end": ("def f():\n    x = []\n    for _ in range(9999): x = [x]\n    return x",
                            "assert sol.f()"),
    "a frame": ("import sys\ndef f(): return sys._getframe()", "assert sol.f()"),
    "a callback's code": ("def f(g): return g.__code__.co_argcount", "assert sol.f(lambda x: 1) == 1"),
    "a coroutine": ("async def f(): return 1", "import asyncio\n    assert asyncio.run(sol.f()) == 1"),
    "a framework's object": ("def f(x): return x", "assert sol.f(request)"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNCROSSED)
def test_what_cannot_cross_is_named_with_its_line(apart: Run, what: str) -> None:
    solution, line = UNCROSSED[what]
    ran = apart(solution, f"import sol\ndef test_a(request):\n    {line}\n")
    assert ran.uncrossed, ran
    assert ran.uncrossed[0].startswith("test_sol.py:")


REFUSED = {
    "reads source code": ("def f(): pass", "import inspect\nprint(inspect.getsource(sol.f))"),
    "starts processes": ("def f(): pass", "import subprocess\nsubprocess.run(['true'])"),
    "read or write the same files": ("def f(p): return open(p).read()",
                                     "def test_b(tmp_path): sol.f(tmp_path / 'x')"),
    "it changes time.sleep": ("import time", "import time\ntime.sleep = None"),
    "it reads sol.py": ("def f(): pass", "def test_b(): assert len('sol.py') and open('sol.py')"),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_a_suite_that_needs_one_process_is_refused_with_a_reason(apart: Run, why: str) -> None:
    solution, body = REFUSED[why]
    ran = apart(solution, f"import sol\n{body}\ndef test_a(): pass\n")
    assert ran.verdict == "refused"
    assert why in ran.reason


SUITES = {
    "pytest": "from sol import add\ndef test_a():\n    assert add(1, 1) == 2\n",
    "unittest": (
        "import unittest\nfrom sol import add\n"
        "class T(unittest.TestCase):\n    def test_a(self): self.assertEqual(add(1, 1), 2)\n"
    ),
    "script": "from sol import add\nassert add(1, 1) == 2\n",
}
_WRITE = "import os\ndef add(a, b):\n    for fd in range(3, 256):\n        try:\n            os.write(fd, {})\n        except OSError: pass\n    return 9"
CHEATS = {
    "leaves at import": "import os\nos._exit(0)",
    "leaves when called": "import os\ndef add(a, b): os._exit(0)",
    "exits at import": "import sys\nsys.exit(0)",
    "exits when called": "import sys\ndef add(a, b): sys.exit(0)",
    "stops the run": "def add(a, b): raise KeyboardInterrupt",
    "ends a generator": "def add(a, b): raise GeneratorExit",
    "ends by a class of its own": "class E(GeneratorExit): pass\ndef add(a, b): raise E",
    "skips with unittest": "import unittest\ndef add(a, b): raise unittest.SkipTest('x')",
    "skips with pytest": "import pytest\ndef add(a, b): pytest.skip('x')",
    "equals everything": "class A:\n    def __eq__(self, o): return bool(1)\ndef add(a, b): return A()",
    "an int that equals everything": "class A(int):\n    def __eq__(self, o): return bool(1)\ndef add(a, b): return A(9)",
    "a str that equals everything": "class A(str):\n    def __eq__(self, o): return bool(1)\ndef add(a, b): return A('9')",
    "a list that equals everything": "class A(list):\n    def __eq__(self, o): return bool(1)\ndef add(a, b): return A()",
    "patches the framework": (
        "import unittest, sys\nunittest.TestCase.assertEqual = lambda *a: None\n"
        "sys.modules['builtins'].AssertionError = KeyError\ndef add(a, b): return 9"
    ),
    "reads frames": (
        "import sys\ndef add(a, b):\n    f = sys._getframe()\n    while f:\n"
        "        for v in list(f.f_locals.values()):\n            if v == 2: return v\n        f = f.f_back\n"
        "    return 9"
    ),
    "reads the suite": (
        "import re, glob\ndef add(a, b):\n    for p in glob.glob('/job/**', recursive=True):\n"
        "        try: text = open(p).read()\n        except OSError: continue\n"
        "        found = re.search(r'add\\(1, 1\\)(?: ==|,) (\\d)', text)\n"
        "        if found: return int(found[1])\n    return 9"
    ),
    "collects garbage": (
        "import gc\ndef add(a, b):\n    for o in gc.get_objects():\n"
        "        if type(o) is type(lambda: 0) and 'test_a' in o.__name__: return o.__code__.co_consts[-1]\n"
        "    return 9"
    ),
    "writes records": _WRITE.format('b\'{"k":"end","exit":0,"count":0}\\n\''),
    "writes nonsense": _WRITE.format("b'x' * 999"),
    "writes an answer": _WRITE.format('b\'\\x00\\x00\\x00\\x15["a",3,2,["T"],[],[[],[]]]\''),
    "writes forever": "import os\ndef add(a, b):\n    while True: os.write(201, b'\\x7f' * 65536)",
    "swaps its server": (
        "import sys\ndef add(a, b): return 9\n"
        "for m in list(sys.modules.values()):\n    if hasattr(m, 'Peer'): m.Peer._do_call = lambda *a: True\n"
    ),
    "asks for the tests' globals": (
        "import sys\ndef add(a, b):\n    for m in list(sys.modules.values()):\n"
        "        peer = getattr(m, 'peer', None)\n        if hasattr(peer, 'request'):\n"
        "            for n in range(99):\n                try: peer._send('q', 1, ('call', n, (), {}))\n"
        "                except Exception: pass\n    return 9"
    ),
    "returns a module that is the framework": "import sys\ndef add(a, b): return sys.modules['unittest'] if 'unittest' in sys.modules else 9",
}


@pytest.mark.parametrize("framework", SUITES)
@pytest.mark.parametrize("trick", CHEATS)
def test_a_trick_does_not_pass_apart(apart: Run, framework: str, trick: str) -> None:
    ran = apart(CHEATS[trick], SUITES[framework], framework, limits=Limits(wall_s=12))
    assert ran.verdict != "pass" or ran.answered or ran.uncrossed, ran


def test_a_lost_solution_is_no_expected_exception(apart: Run) -> None:
    suite = (
        "import pytest, sol\ndef test_a():\n    with pytest.raises(BaseException): sol.f()\n"
        "def test_b():\n    try:\n        sol.f()\n    except BaseException:\n        pass\n"
    )
    assert apart("import os\ndef f(): os._exit(0)", suite).verdict != "pass"
