"""Entry of the Python harness: python -s -S -P -B /opt/harness/python/main.py

Reads one JSON order from stdin, then closes it, so that no task code ever sees the nonce in a
file, an argument or the environment. Everything the harness needs is imported before the first
task file is, and only then do the task's folders join sys.path: a planted pytest.py, unittest.py
or json.py is too late.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def read_order() -> dict:
    data = b""
    while chunk := os.read(0, 1 << 16):
        data += chunk
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    return json.loads(data)


def main() -> None:
    order = read_order()
    sys.path.insert(0, HERE)
    if order.get("side") == "solution":
        _serve(order)
    if order.get("side") == "calls":
        _call(order)
    if "trials" in order:
        _try(order)
    from workbench_harness.channel import Channel
    from workbench_harness.data_files import lay_out
    from workbench_harness.watch import watch

    channel = Channel(order.pop("nonce"), lay_out(order["data"]))
    for path in order["left_out"]:
        channel.left_out(path)
    sys.path.append(order["kit"])
    framework = order["framework"]
    if framework == "pytest":
        from workbench_harness.with_pytest import run
    elif framework == "unittest":
        from workbench_harness.with_unittest import run
    else:
        from workbench_harness.with_script import run
    if "split" in order:
        from workbench_harness import split_tests

        split_tests.start(order, channel)
        split_tests.watch(order)
    if "record" in order:
        from workbench_harness.recording import start

        start(order, channel)
    _open_to_task(order)
    if "split" not in order:
        watch(order, channel)
    sys.argv = [order["files"][0] if order["files"] else ""]
    run(order, channel)


def _serve(order: dict) -> None:
    """The solution's half of a split run: no framework, no channel, no nonce."""
    from workbench_harness.data_files import lay_out
    from workbench_harness.split_solution import run

    lay_out(order["data"])
    sys.path.append(order["kit"])
    _open_to_task(order)
    sys.argv = [""]
    run(order)


def _call(order: dict) -> None:
    """One function, called many times: no framework and no tests."""
    from workbench_harness.calls import run
    from workbench_harness.data_files import lay_out

    lay_out(order["data"])
    sys.path.append(order["kit"])
    _open_to_task(order)
    sys.argv = [""]
    run(order)


def _try(order: dict) -> None:
    """Many trials of one suite; the task's modules are imported in forks alone."""
    from workbench_harness.data_files import lay_out
    from workbench_harness.trials import Stage, silence
    from workbench_harness.trials_pipes import Records

    records = Records(order.pop("nonce"))
    silence()
    lay_out(order["data"])
    sys.path.append(order["kit"])
    framework = order["framework"]
    if framework == "pytest":
        from workbench_harness.trials_pytest import drive
    elif framework == "unittest":
        from workbench_harness.trials_unittest import drive
    else:
        from workbench_harness.trials_script import drive
    for name in order["preload"]:
        holder = sys.modules.get(name.rpartition(".")[0])
        if holder is not None and not hasattr(holder, "__path__"):
            continue  # `os.path.join` is nothing that could be imported
        try:
            __import__(name)
        except BaseException:
            pass  # whoever imports it is told why it cannot be
    _open_to_task(order)
    sys.argv = [order["files"][0] if order["files"] else ""]
    drive(order, Stage(order, records, served=framework != "script"))


def _open_to_task(order: dict) -> None:
    sys.path.remove(HERE)
    sys.dont_write_bytecode = True
    # A module under test may be called `queue` or `calendar`; the suite that imports that name
    # means the task's file, not what the harness happened to load already.
    for name in order["shadows"]:
        for loaded in [n for n in sys.modules if n == name or n.startswith(name + ".")]:
            del sys.modules[loaded]
    sys.path[:0] = order["roots"]


if __name__ == "__main__":
    main()
