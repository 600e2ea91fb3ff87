import pytest
import sol
def test_a(monkeypatch):
    monkeypatch.setenv('MY_HOME', '/x')
    assert sol.home() == '/x'
def test_b(): assert sol.home() == 'none'
