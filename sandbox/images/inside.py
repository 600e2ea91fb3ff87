"""Process 1 of a container: takes one job from stdin, runs it under another uid, tells on stdout.

It starts as uid 0 with four capabilities (to change uid and gid, to shed the rest, to kill), so
that the job's files are not the payload's to change and nothing of this process can be reached
from the payload: not its memory, not its descriptors, not the stream to the host. The payload has
no capability at all, may gain none, and has a system-call filter of its own.

Frames, both ways: one byte what, four bytes length (big-endian), then that many bytes.

    down  J the job's header (JSON); its blobs follow unframed: filter, stdin, files in order
          P bytes for the payload's descriptor 4       E no more of them
          C credit: how many more bytes of descriptor 5 the other side takes
          X nobody reads descriptor 5 any more
    up    R ready (JSON: which counters can be read)   S the payload was started
          1 stdout   2 stderr   3 results
          P bytes of descriptor 5   E end of it   C, X as above, about descriptor 4
          F it could not be started (text)             Z how it ended (JSON)

Standard library only; the image's own python3 runs it with `-I -S`.
"""

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import resource
import select
import selectors
import signal
import struct
import sys
import time

TICK_S = 0.02
# An engine that is killed leaves its containers running, with input that never ends. So they do.
IDLE_S = 600.0
GRACE_S = 15.0
CHUNK = 1 << 16
CREDIT = 1 << 18
OPEN_FILES = 256
LOCKED_BYTES = 1 << 20
PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 22, 24, 38
FILTER = 2

LIBC = ctypes.CDLL(None, use_errno=True)


class FilterProgram(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def say(what, data=b""):
    """One frame up. Blocking: the host always reads."""
    view = memoryview(what + struct.pack(">I", len(data)) + data)
    while view:
        view = view[os.write(1, view) :]


def take(size):
    """Exactly `size` bytes from the host; it hanging up ends everything."""
    data = bytearray()
    while len(data) < size:
        chunk = os.read(0, min(size - len(data), 1 << 20))
        if not chunk:
            os._exit(0)
        data += chunk
    return bytes(data)


class Counters:
    """What the container's control group counts; version 2 first, then version 1."""

    PLACES = (
        ("memory", (("memory.events", "oom_kill"), ("memory/memory.oom_control", "oom_kill"))),
        ("pids", (("pids.events", "max"), ("pids/pids.events", "max"))),
    )
    PEAKS = ("memory.peak", "memory/memory.max_usage_in_bytes")
    ROOT = "/sys/fs/cgroup/"

    def __init__(self):
        self.found = {}
        for name, places in self.PLACES:
            for path, field in places:
                with contextlib.suppress(OSError):
                    # Kept open: nothing has to be looked up, or allocated, when memory is out.
                    fd = os.open(self.ROOT + path, os.O_RDONLY | os.O_CLOEXEC)
                    if self._read(fd, field) is None:
                        os.close(fd)
                    else:
                        self.found[name] = (fd, field, self._read(fd, field))
                        break

    @staticmethod
    def _read(fd, field):
        for line in os.pread(fd, 4096, 0).decode().splitlines():
            words = line.split()
            if len(words) == 2 and words[0] == field:
                return int(words[1])
        return None

    def struck(self):
        """Names of limits that struck since the start."""
        return {n for n, (fd, field, at) in self.found.items() if (self._read(fd, field) or 0) > at}

    def peak(self):
        """Most bytes of memory there were, None when nobody counts."""
        for path in self.PEAKS:
            with contextlib.suppress(OSError, ValueError), open(self.ROOT + path) as file:
                return int(file.read())
        return None


def lay_out(order):
    """The job's files under /job, root's and closed to writing."""
    for path, size, executable in order["files"]:
        place = "/job/" + path
        os.makedirs(os.path.dirname(place), mode=0o755, exist_ok=True)
        fd = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(fd, "wb") as file:
            left = size
            while left:
                chunk = take(min(left, 1 << 20))
                file.write(chunk)
                left -= len(chunk)
            os.fchmod(fd, 0o555 if executable else 0o444)


def sealed(data):
    """Input as a memory file nobody can change: a pipe can be opened by name and written to."""
    if not data:
        return os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC)
    fd = os.memfd_create("stdin", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)
    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, seals)
    return fd


def pipes(count, uid):
    """Pipes that belong to the payload, which may open /dev/stderr by name."""
    os.setegid(uid)
    os.seteuid(uid)
    try:
        return [os.pipe2(os.O_CLOEXEC) for _ in range(count)]
    finally:
        os.seteuid(0)
        os.setegid(0)


class Payload:
    """The job from its fork to its end."""

    def __init__(self, order, program, stdin):
        self.order = order
        self.program = program
        self.events = set()
        self.status = None
        self.credit = CREDIT
        self.pending = bytearray()
        self.peer_ended = False
        self.silent_at = 0.0
        self.down = bytearray()
        self.counters = Counters()
        self.selector = selectors.DefaultSelector()
        paired = order["paired"]
        made = pipes(5 if paired else 3, order["uid"])
        self.caps = {
            made[place][0]: [b"123"[place : place + 1], name, order["limits"][f"{name}_bytes"]]
            for place, name in enumerate(("stdout", "stderr", "results"))
        }
        theirs = [stdin, made[0][1], made[1][1], made[2][1]]
        self.to_payload = self.from_payload = None
        if paired:
            theirs += [made[3][0], made[4][1]]
            self.to_payload, self.from_payload = made[3][1], made[4][0]
            os.set_blocking(self.to_payload, False)
        for fd in (*self.caps, *([self.from_payload] if paired else [])):
            os.set_blocking(fd, False)
        self.pid = self.start(theirs)
        for fd in theirs:
            os.close(fd)
        for fd in self.caps:
            self.selector.register(fd, selectors.EVENT_READ, self.on_output)
        if paired:
            self.selector.register(self.from_payload, selectors.EVENT_READ, self.on_peer)
        self.selector.register(0, selectors.EVENT_READ, self.on_host)
        self.selector.register(os.pidfd_open(self.pid), selectors.EVENT_READ, self.on_end)

    def start(self, theirs):
        """Fork; the child becomes the payload. Ends this process when it could not."""
        failed, tell = os.pipe2(os.O_CLOEXEC)
        pid = os.fork()
        if pid == 0:
            try:
                self.become(theirs)
            except BaseException as error:
                os.write(tell, f"{self.order['command'][0]}: {error}".encode())
            finally:
                os._exit(125)
        os.close(tell)
        said = os.read(failed, 1 << 12)
        os.close(failed)
        if said:
            say(b"F", said)
            os._exit(0)
        say(b"S")
        return pid

    def become(self, theirs):
        """Everything between the fork and the exec."""
        order, uid = self.order, self.order["uid"]
        os.setsid()
        # Out of the way first: a source may have one of the numbers that are wanted.
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 64) for fd in theirs]
        for number, fd in enumerate(high):
            os.dup2(fd, number, inheritable=True)
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
        set_limits(order)
        for capability in range(64):
            if LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                if ctypes.get_errno() == errno.EINVAL:
                    break  # the last one this kernel knows
                raise PermissionError(f"capability {capability} cannot be shed")
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        if 0 in os.getresuid() or 0 in os.getresgid():
            raise PermissionError("still root after the change of uid")
        os.umask(0o022)
        for number in range(1, signal.NSIG):
            with contextlib.suppress(OSError, ValueError):
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.chdir(order["cwd"])
        if LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise PermissionError("no_new_privs was refused")
        wanted = FilterProgram(len(self.program) // 8, self.program)
        if LIBC.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(wanted), 0, 0):
            raise PermissionError("the system-call filter was refused")
        os.execve(order["command"][0], order["command"], order["env"])

    def run(self):
        """Watch until its main process ends or a limit strikes, then tell."""
        last = time.monotonic() + self.order["limits"]["wall_s"] + GRACE_S
        while self.status is None and not self.events:
            if time.monotonic() > last:
                os._exit(0)
            for key, mask in self.selector.select(TICK_S):
                if key.fileobj in self.selector.get_map():
                    key.data(key.fileobj, mask)
            self.events |= self.counters.struck()
            self.reap(os.WNOHANG)
            if self.silent_at and time.monotonic() > self.silent_at + TICK_S:
                # Not at once: if it is dying, how it died is told first, and that implies this.
                self.silent_at = 0.0
                say(b"E")
        self.end()

    def reap(self, how):
        """Collect the dead; orphans come to process 1."""
        while True:
            try:
                pid, status = os.waitpid(-1, how)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.pid:
                self.status = os.waitstatus_to_exitcode(status)

    def end(self):
        """Nobody survives; what they wrote is read to its end, then the counters."""
        by_us = self.status is None
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        self.reap(0)
        for fd in list(self.caps):
            while fd in self.caps:
                self.on_output(fd, 0)
        if self.from_payload is not None:
            self.credit = 1 << 30
            while self.from_payload is not None:
                self.on_peer(self.from_payload, 0)
        self.events |= self.counters.struck()
        status = -signal.SIGKILL if by_us else self.status
        last = {"status": status, "events": sorted(self.events), "peak": self.counters.peak()}
        say(b"Z", json.dumps(last).encode())

    def on_end(self, fd, mask):
        """The main process ended."""
        self.selector.unregister(fd)
        os.close(fd)
        self.reap(os.WNOHANG)

    def on_output(self, fd, mask):
        """Up to its cap; one byte more is an event."""
        stream = self.caps[fd]
        try:
            chunk = os.read(fd, CHUNK)
        except BlockingIOError:
            return
        room = stream[2]
        stream[2] -= min(room, len(chunk))
        if chunk[:room]:
            say(stream[0], chunk[:room])
        if len(chunk) > room:
            self.events.add(stream[1])
        if not chunk or len(chunk) > room:
            del self.caps[fd]
            self.forget(fd)

    def on_peer(self, fd, mask):
        """What the payload has for the other one, as far as that one takes it."""
        try:
            chunk = os.read(fd, min(CHUNK, self.credit))
        except BlockingIOError:
            return
        if not chunk:
            self.close_from_payload()
            self.silent_at = time.monotonic()
            return
        say(b"P", chunk)
        self.credit -= len(chunk)
        if not self.credit:
            self.selector.unregister(fd)

    def on_host(self, fd, mask):
        """Bytes, credit, or the end of the workbench, which is the end of everything."""
        chunk = os.read(0, CHUNK)
        if not chunk:
            os._exit(0)
        self.down += chunk
        while len(self.down) >= 5:
            size = struct.unpack_from(">I", self.down, 1)[0]
            if len(self.down) < 5 + size:
                return
            what, body = bytes(self.down[:1]), bytes(self.down[5 : 5 + size])
            del self.down[: 5 + size]
            self.obey(what, body)

    def obey(self, what, body):
        """One frame from the host."""
        if what == b"P" and self.to_payload is not None:
            self.pending += body
            self.deliver(self.to_payload, 0)
        elif what == b"E" and self.to_payload is not None:
            self.peer_ended = True
            self.deliver(self.to_payload, 0)
        elif what == b"C" and self.from_payload is not None:
            if not self.credit:
                self.selector.register(self.from_payload, selectors.EVENT_READ, self.on_peer)
            self.credit += struct.unpack(">I", body)[0]
        elif what == b"X" and self.from_payload is not None:
            self.close_from_payload()

    def deliver(self, fd, mask):
        """Write to descriptor 4 what it takes, and tell how much that was."""
        try:
            sent = os.write(fd, self.pending) if self.pending else 0
        except BlockingIOError:
            sent = 0
        except BrokenPipeError:
            say(b"X")
            self.forget(fd)
            self.to_payload = None
            return
        if sent:
            del self.pending[:sent]
            say(b"C", struct.pack(">I", sent))
        waiting = fd in self.selector.get_map()
        if self.pending and not waiting:
            self.selector.register(fd, selectors.EVENT_WRITE, self.deliver)
        elif not self.pending and waiting:
            self.selector.unregister(fd)
        if not self.pending and self.peer_ended:
            self.forget(fd)
            self.to_payload = None

    def close_from_payload(self):
        """Nobody reads descriptor 5 from here on."""
        self.forget(self.from_payload)
        self.from_payload = None

    def forget(self, fd):
        """Unregister and close."""
        if fd in self.selector.get_map():
            self.selector.unregister(fd)
        os.close(fd)


def set_limits(order):
    """What binds a process by itself; the rest is the container's."""
    limits = order["limits"]
    cpu = int(limits["cpu_s"] or limits["wall_s"] * max(1.0, limits["cpus"])) + 1
    for what, soft, hard in (
        # 1, not 0: with a core_pattern that is a pipe the kernel ignores 0 and honours 1.
        (resource.RLIMIT_CORE, 1, 1),
        (resource.RLIMIT_FSIZE, limits["file_bytes"], limits["file_bytes"]),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        # The soft limit sends SIGXCPU, which says why; the hard one cannot be ignored.
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_MEMLOCK, LOCKED_BYTES, LOCKED_BYTES),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
        (resource.RLIMIT_RTPRIO, 0, 0),
    ):
        ceiling = resource.getrlimit(what)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))


def main():
    """One job, then the end."""
    os.umask(0o022)
    say(b"R", json.dumps({"counters": sorted(Counters().found)}).encode())
    if not select.select([0], [], [], IDLE_S)[0]:
        return
    what, size = struct.unpack(">cI", take(5))
    if what != b"J":
        sys.exit(f"a job was expected, not {what!r}")
    order = json.loads(take(size))
    program, stdin = take(order["filter_size"]), sealed(take(order["stdin_size"]))
    lay_out(order)
    Payload(order, program, stdin).run()


if __name__ == "__main__":
    main()
