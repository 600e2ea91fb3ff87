import pytest
import sol, json, dataclasses, queue, statistics
def test_a():
    with pytest.raises(json.JSONDecodeError) as e: sol.load('{')
    assert e.value.pos == 1
def test_b():
    with pytest.raises(dataclasses.FrozenInstanceError): sol.P(1).x = 2
def test_c():
    with pytest.raises(queue.Empty): sol.get()
    with pytest.raises(statistics.StatisticsError): sol.mean()
