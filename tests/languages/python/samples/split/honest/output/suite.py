import pytest
import sol, io, contextlib
def test_a(capsys):
    print('one')
    sol.say(2)
    print('three')
    got = capsys.readouterr()
    assert got.out == 'one\nsay 2\nthree\n' and got.err == 'err\n'
def test_b():
    to = io.StringIO()
    with contextlib.redirect_stdout(to): sol.say('é')
    assert to.getvalue() == 'say é\n'
