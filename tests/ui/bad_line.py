"""A line between browser and server that can be cut, or go dead without anybody being told."""

from __future__ import annotations

import contextlib
import copy
import socket
import threading

from tests.ui.lab_server import LabServer, free_port


class BadLine:
    """Passes bytes on. `cut` ends every connection and refuses new ones. `deaden` ends them at the
    server alone, as for a laptop asleep: the browser is told nothing, new ones get no answer.
    `mend` lets new ones through; an old one now breaks as soon as anything is sent on it."""

    def __init__(self, server: LabServer) -> None:
        self.server = copy.copy(server)
        self.server.port = free_port()
        self._to = server.port
        # Protects the two below: every connection has threads of its own.
        self._lock = threading.Lock()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._mode = "whole"
        self._dead: list[socket.socket] = []
        self._used: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", self.server.port), backlog=64)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks at both ends."""
        self._change("cut")

    def deaden(self) -> None:
        """The server's ends break; the browser is told nothing."""
        self._change("dead")

    def mend(self) -> None:
        """New connections come through."""
        self._change("whole")
        with self._lock:
            dead, self._dead = self._dead, []
            used = self._used
        for near in dead:
            if near in used:
                _break(near)
                continue
            threading.Thread(target=_break_when_used, args=(near,), daemon=True).start()

    def close(self) -> None:
        """End everything."""
        self._change("cut")
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _change(self, mode: str) -> None:
        with self._lock:
            self._mode = mode
            pairs, self._pairs = self._pairs, set() if mode != "whole" else self._pairs
            dead = self._dead if mode == "cut" else []
        if mode == "whole":
            return
        for near, far in pairs:
            _break(far)
            if mode == "cut":
                _break(near)
            else:
                self._dead.append(near)
        for near in dead:
            _break(near)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._mode == "cut":
                near.close()
            elif self._mode == "dead":
                self._dead.append(near)
            else:
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            near.close()
            return
        pair = (near, far)
        with self._lock:
            self._pairs.add(pair)
        for one, other in (pair, (far, near)):
            threading.Thread(target=self._pump, args=(pair, one, other), daemon=True).start()

    def _pump(
        self, pair: tuple[socket.socket, socket.socket], one: socket.socket, other: socket.socket
    ) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                other.sendall(data)
        with self._lock:
            if pair not in self._pairs:
                # What came in the dead time: retransmitted later, it finds nobody and breaks.
                self._used.add(pair[0])
                return
            self._pairs.discard(pair)
        _break(one)
        _break(other)


def _break_when_used(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.recv(1)
    _break(end)


def _break(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
