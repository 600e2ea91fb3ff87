import pytest
from sol import same
import collections, datetime, decimal, fractions, math, uuid, re
from pathlib import Path
D = collections.defaultdict(list, {'a': [1]})
@pytest.mark.parametrize('x', [0, -1, 2**200, -2**63, 1.5, -0.0, float('inf'), True, None, 'a', '\ud800x', '\ud83d\ude00', 'é😀', b'\x00\xff', bytearray(b'x'), (), (1, (2,)), [1, [2]], {'b': 1, 'a': 2}, {1, 2}, frozenset((1, 2)), 1+2j, range(3), slice(1, 2), Ellipsis, collections.deque([1, 2], 5), collections.Counter('aab'), D, collections.OrderedDict(a=1), decimal.Decimal('1.10'), fractions.Fraction(1, 3), datetime.date(2020, 1, 2), datetime.timedelta(1), uuid.UUID(int=3), Path('/x/y'), datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc), re.compile('a+')])
def test_a(x):
    y = same(x)
    assert type(y) is type(x) and y == x
    assert repr(y) == repr(x)
def test_nan(): assert math.isnan(same(float('nan')))
def test_sign(): assert math.copysign(1, same(-0.0)) == -1
def test_order(): assert list(same({'z': 1, 'a': 2})) == ['z', 'a']
def test_types(): assert same(int) is int and same(ValueError) is ValueError
