import pytest
import sol, io
from unittest import mock
def test_a(monkeypatch):
    monkeypatch.setattr('builtins.input', lambda prompt: prompt + 'bo')
    assert sol.ask() == 'NAME? BO'
def test_b(monkeypatch):
    monkeypatch.setattr('sys.stdin', io.StringIO('a\nb\n'))
    assert sol.lines() == ['a', 'b']
@mock.patch('builtins.input', return_value='q')
def test_c(fake):
    assert sol.ask() == 'Q'
    fake.assert_called_once_with('name? ')
