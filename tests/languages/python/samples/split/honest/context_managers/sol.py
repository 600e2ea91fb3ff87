from contextlib import contextmanager
log = []
@contextmanager
def opened(x):
    log.append('in')
    try:
        yield x
    finally:
        log.append('out')
class Quiet:
    def __enter__(self): return self
    def __exit__(self, kind, e, tb): return kind is KeyError
