"""Does honest work with everything a program may use."""

import atexit
import datetime
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

Pair = namedtuple("Pair", "a b")
Colour = Enum("Colour", "RED GREEN")
log = logging.getLogger(__name__)
logging.basicConfig(level=logging.DEBUG)
atexit.register(lambda: None)


@dataclass(frozen=True)
class Point:
    x: int
    y: int


def save(rows):
    """Into the working folder and into a temporary one."""
    Path("out").mkdir(exist_ok=True)
    Path("out/rows.json").write_text(json.dumps(rows))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "rows.json"
        copy.write_text(json.dumps(rows))
        return json.loads(copy.read_text()) == json.loads(Path("out/rows.json").read_text())


def known():
    """From a data file of the suite, beside which it writes."""
    words = Path("words.txt").read_text().split()
    Path("words.sorted.txt").write_text("\n".join(sorted(words)))
    return Path("words.sorted.txt").read_text().split()


def child(text):
    """In a process of its own."""
    done = subprocess.run(
        ["python3", "-c", "print(input().upper())"], input=text, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def forked():
    """In a forked child."""
    read, write = os.pipe()
    if os.fork() == 0:
        os.write(write, b"child")
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as file:
        return file.read()


def together(n):
    """On many threads."""
    found = []
    threads = [threading.Thread(target=found.append, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ThreadPoolExecutor(4) as pool:
        return sorted(found) == sorted(pool.map(abs, range(n)))


def took():
    """By the clock."""
    began, today = time.perf_counter(), datetime.date.today()
    time.sleep(0.01)
    return time.perf_counter() - began >= 0.009 and today == datetime.date.today()


def shuffled(n):
    """By chance."""
    rows = list(range(n))
    random.shuffle(rows)
    return sorted(rows)


def talk(n):
    """To stdout and stderr, a lot."""
    for i in range(n):
        print("line", i)
    sys.stderr.write("warned\n" * n)
    log.warning("logged %s", n)
    return n


def depth(n):
    """By recursion."""
    sys.setrecursionlimit(20_000)
    return 0 if n == 0 else 1 + depth(n - 1)


def explained():
    """By a traceback of its own."""
    try:
        json.loads("{")
    except ValueError as error:
        return "JSONDecodeError" in "".join(traceback.format_exception(error))
    return False


def warned():
    """By warnings."""
    warnings.warn("old", DeprecationWarning, stacklevel=2)
    return 1
