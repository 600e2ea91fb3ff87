"""Watches for what only a cheat does: a solution that opens the suite's test files, looks at the
frames above it or at all objects there are, or opens the process's memory.

A flag, not a wall: the interpreter's audit events come from this very process, and who patches it
from C is not seen. What is looked at is which code asks: the framework does all of this all the
time, and so does the standard library on behalf of honest code.
"""

import os
import sys
from _thread import get_ident

_DIRECT = {
    "sys._getframe": "it looks at the frames of the code that calls it",
    "sys._current_frames": "it looks at the frames of the code that calls it",
    "sys.settrace": "it traces the code that calls it",
    "sys.setprofile": "it traces the code that calls it",
    "gc.get_objects": "it looks through all objects of the process",
    "gc.get_referrers": "it looks through all objects of the process",
    "sys.addaudithook": "it watches the interpreter",
}
_OPENING = ("open", "os.symlink", "os.link")
_STARTING = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")


def watch(order: dict, channel) -> None:
    """From now on, and for good: an audit hook cannot be removed."""
    frame, flag = sys._getframe, channel.flag
    fsdecode, basename, process = os.fsdecode, os.path.basename, os.getpid
    mine, ident, busy = process(), get_ident, set()
    suite = frozenset(f"/job/{p}" for p in order["files"] + order["support"])
    guarded = frozenset(basename(p) for p in order["guarded"])
    library = tuple(
        {os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(__file__)), order["kit"]}
    ) + ("<frozen", sys.prefix)
    texts, parts = (str, bytes, os.PathLike), (list, tuple)
    kinds = frozenset(_DIRECT) | {*_OPENING, *_STARTING, "object.__getattr__", "import"}

    def foreign(code) -> bool:
        """Neither the suite's nor a library's: the solution's, or made by it."""
        name = code.co_filename
        return name not in suite and not name.startswith(library)

    def nearest(asking) -> bool:
        """Whether the solution asked, maybe through a library. What `linecache` opens is for a
        traceback or a warning that honest code prints."""
        while asking is not None:
            name = asking.f_code.co_filename
            if name.endswith("linecache.py"):
                return False
            if not name.startswith(library):
                return foreign(asking.f_code)
            asking = asking.f_back
        return False

    def words(value):
        if isinstance(value, texts):
            yield fsdecode(value)
        elif isinstance(value, parts):
            for each in value:
                yield from words(each)

    def hook(event: str, arguments: tuple) -> None:
        asking = frame(2)
        if event in _DIRECT:
            if foreign(asking.f_code):
                flag(f"the solution ran {event}: {_DIRECT[event]}")
        elif event == "object.__getattr__":
            if arguments[1] == "tb_frame" and foreign(asking.f_code):
                flag("the solution read tb_frame: it looks at the frames of the code that calls it")
        elif event == "import":
            if arguments[0] in ("ctypes", "_ctypes"):
                while asking is not None and asking.f_code.co_filename.startswith("<frozen"):
                    asking = asking.f_back
                if asking is not None and foreign(asking.f_code):
                    flag(f"the solution imported {arguments[0]}, which reaches all memory")
        elif event in _OPENING:
            path = next(words(arguments[0]), "")
            memory = path.startswith("/proc/") and path.endswith(("/mem", "/maps"))
            if (memory or basename(path) in guarded) and nearest(asking):
                flag(f"the solution opened {path}")
        else:
            said = " ".join(words(arguments[:2]))
            if any(name in said for name in guarded) and nearest(asking):
                flag(f"the solution gave a process the name of a test file: {said[:200]}")

    def guarded_hook(event: str, arguments: tuple) -> None:
        if event not in kinds:
            return
        # Looking at frames is an event itself. A child has no pipe to report on.
        thread = ident()
        if thread in busy or process() != mine:
            return
        busy.add(thread)
        try:
            hook(event, arguments)
        except (TypeError, ValueError, AttributeError):
            pass  # arguments of another shape: an error here would be one of honest code
        finally:
            busy.discard(thread)

    sys.addaudithook(guarded_hook)
