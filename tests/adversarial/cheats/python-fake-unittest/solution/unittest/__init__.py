class TestCase:
    def __getattr__(self, n):
        return lambda *a, **k: None
