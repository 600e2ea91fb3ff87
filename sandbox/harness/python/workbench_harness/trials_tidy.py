"""What a trial leaves behind is gone before the next: files, and processes that left its group."""

import os
import shutil
import signal

_PLACES = ("/box", "/tmp", "/dev/shm")
_SUBREAPER = 36


def adopt_orphans() -> None:
    """Processes whose parent dies become this one's children, so that they can be found."""
    try:
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        pass  # then the sandbox's end is theirs


def kill_group(pid: int) -> None:
    """The whole group a trial's process leads."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def children(pid: int) -> list:
    """The processes whose parent is `pid`."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return _children_by_stat(pid)


def is_busy(pid: int) -> bool:
    """Whether a process computes, or waits for its turn to."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False


def _children_by_stat(pid: int) -> list:
    """For kernels that keep no such list."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat") as file:
                    after = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(after[1]) == pid:
                found.append(int(name))
    return found


def kill_strays(keep: set) -> None:
    """Every child of this process that is not in `keep`."""
    for pid in children(os.getpid()):
        if pid not in keep:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass


class Places:
    """The writable folders as they were before the first trial."""

    def __init__(self, data: dict) -> None:
        self._copied = data["copied"]
        self._here = os.getcwd()
        self._before = _look()

    def restore(self) -> None:
        """Take away what is new and lay out again what is not as it was."""
        now = _look()
        if now == self._before:
            return
        for path in sorted(now, key=len, reverse=True):
            # Of a folder only its kind and mode count; what it holds is looked at by itself.
            if path not in self._before or now[path] != self._before[path]:
                _remove(path)
        for name in self._copied:
            target = os.path.join(self._here, name)
            if not os.path.exists(target):
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copyfile(os.path.join("/job", name), target)
        self._before = _look()


def _look() -> dict:
    found = {}
    todo = [place for place in _PLACES if os.path.isdir(place)]
    while todo:
        try:
            with os.scandir(todo.pop()) as entries:
                for entry in entries:
                    about = entry.stat(follow_symlinks=False)
                    folder = entry.is_dir(follow_symlinks=False)
                    found[entry.path] = (
                        about.st_mode,
                        about.st_ino,
                        0 if folder else about.st_size,
                        0 if folder else about.st_ctime_ns,
                    )
                    if folder:
                        todo.append(entry.path)
        except OSError:
            continue  # it closed the folder to itself: removing it opens it again
    return found


def _remove(path: str) -> None:
    def open_up(function, what, _error) -> None:
        try:
            os.chmod(os.path.dirname(what), 0o700)
            os.chmod(what, 0o700)
            function(what)
        except OSError:
            pass

    try:
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, onerror=open_up)
        else:
            os.unlink(path)
    except OSError:
        pass
