"""A line between two machines that is slow, breaks in the middle, or goes silent while both believe in it."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

# Nobody waits for what was still underway: the other side hears of a line that broke.
AT_ONCE = struct.pack("ii", 1, 0)
PIECE, LOOK_S = 65536, 0.05


@dataclass(frozen=True)
class Fate:
    """What happens to one call: after how many bytes, of both sides together, it breaks or goes silent."""

    breaks_at: int | None = None
    silent_at: int | None = None


class Line:
    """Passes on what both sides say, as well as the test lets it."""

    def __init__(self, port: int) -> None:
        self.leads_to = port
        # What happens to the call with this number, the first one being 0.
        self.fate_of: Callable[[int], Fate] = lambda number: Fate()
        # So long each piece is underway; and whether nothing at all is passed on now.
        self.delay_s = 0.0
        self.is_silent = False
        self.calls = self.broken = self.silenced = 0
        self._over = threading.Event()
        self._ends: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(LOOK_S)
        self.port: int = self._server.getsockname()[1]

    def serve(self) -> None:
        """Takes calls until the end."""
        while not self._over.is_set():
            # Nobody called for a while, or this is the end.
            with suppress(OSError):
                self._take(self._server.accept()[0])

    def _take(self, caller: socket.socket) -> None:
        self._ends.append(caller)
        try:
            callee = socket.create_connection(("127.0.0.1", self.leads_to), timeout=5)
        except OSError:
            caller.close()
            return
        callee.settimeout(None)
        caller.settimeout(None)
        self._ends.append(callee)
        call = _Call(self, self.fate_of(self.calls), (caller, callee))
        self.calls += 1
        for here, there in ((caller, callee), (callee, caller)):
            threading.Thread(target=call.carry, args=(here, there), daemon=True).start()

    def end(self) -> None:
        """Hangs up on everybody."""
        self._over.set()
        self._server.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def holds_back(self) -> bool:
        """Is nothing passed on at this moment?"""
        return self.is_silent and not self._over.is_set()


class _Call:
    """One call over the line."""

    def __init__(self, line: Line, fate: Fate, ends: tuple[socket.socket, socket.socket]) -> None:
        self.line, self.fate, self.ends = line, fate, ends
        self.passed = 0
        self.is_dead = False
        self._lock = threading.Lock()

    def carry(self, here: socket.socket, there: socket.socket) -> None:
        """Passes on what one side says, until it hangs up."""
        with suppress(OSError):
            while piece := here.recv(PIECE):
                time.sleep(self.line.delay_s)
                while self.line.holds_back():
                    time.sleep(LOOK_S)
                if not self._goes_on(len(piece)):
                    return
                there.sendall(piece)
        if not self.is_dead:
            with suppress(OSError):
                there.shutdown(socket.SHUT_WR)

    def _goes_on(self, size: int) -> bool:
        with self._lock:
            self.passed += size
            if not self.is_dead and self._is_past(self.fate.breaks_at):
                self.is_dead = True
                self.line.broken += 1
                self._break()
            elif not self.is_dead and self._is_past(self.fate.silent_at):
                self.is_dead = True
                self.line.silenced += 1
            return not self.is_dead

    def _is_past(self, limit: int | None) -> bool:
        return limit is not None and self.passed > limit

    def _break(self) -> None:
        for end in self.ends:
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def to(port: int) -> Iterator[Line]:
    """A line to this port, which works as long as the test says nothing else."""
    line = Line(port)
    thread = threading.Thread(target=line.serve)
    thread.start()
    try:
        yield line
    finally:
        line.end()
        thread.join()
