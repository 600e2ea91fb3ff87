import json

json.loads = lambda *a, **k: []


def add(a, b):
    return 0
