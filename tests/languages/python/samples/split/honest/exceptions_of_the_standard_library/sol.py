import json, dataclasses, asyncio, queue, statistics
@dataclasses.dataclass(frozen=True)
class P:
    x: int
def load(s): return json.loads(s)
def get(): return queue.Queue().get_nowait()
def mean(): return statistics.mean([])
