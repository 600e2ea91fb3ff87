import pytest
import sol, asyncio, time
async def test_a(): assert await sol.later(3) == 3
async def test_b():
    began = time.monotonic()
    assert await asyncio.gather(*[sol.later(i) for i in range(9)]) == list(range(9))
    assert time.monotonic() - began < 1.5
def test_c():
    with pytest.raises(KeyError): asyncio.run(sol.fail())
async def test_d(): assert [i async for i in sol.count(3)] == [0, 1, 2]
async def test_e():
    async with sol.Conn() as c:
        assert c.open
    assert not c.open
async def test_f():
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(sol.later(1), 0.05)
