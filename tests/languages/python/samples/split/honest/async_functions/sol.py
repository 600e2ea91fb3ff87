import asyncio
async def later(x):
    await asyncio.sleep(0.2)
    return x
async def fail(): raise KeyError('k')
async def count(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i
class Conn:
    async def __aenter__(self): self.open = True; return self
    async def __aexit__(self, *e): self.open = False
