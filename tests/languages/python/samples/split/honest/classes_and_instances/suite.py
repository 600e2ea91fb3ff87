import pytest
from sol import Animal, Dog
import sol, copy
def test_a():
    d = Dog('rex')
    assert isinstance(d, Dog) and isinstance(d, Animal) and issubclass(Dog, Animal)
    assert type(d) is Dog and type(d).__name__ == 'Dog' and Dog.__mro__[1] is Animal
    assert d.speak() == 'rex!' and d.loud == 'REX' and repr(d) == "Animal('rex')"
    d.loud = 'BO'
    assert d.name == 'bo'
    d.age = 3
    assert vars(d) == {'name': 'bo', 'age': 3}
    del d.age
    assert not hasattr(d, 'age')
def test_b():
    assert Animal.make().name == 'made' and Animal.two() == 2
    Animal.kinds = 5
    assert sol.Dog.kinds == 5 and Animal.speak(Dog('x')) == 'x!'
def test_c():
    d = Dog('a')
    e = copy.copy(d)
    e.name = 'b'
    assert d.name == 'a'
    assert copy.deepcopy([d])[0].name == 'a'
def test_d():
    with pytest.raises(AttributeError, match='nothing'): Dog('x').nothing
