"""A server that takes the call and never says a word: worse than one that is not there."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def black_hole() -> Iterator[int]:
    """Its port."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()
        thread = threading.Thread(target=_take, args=(server, taken, over))
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            over.set()
            thread.join()
            for line in taken:
                line.close()


def _take(server: socket.socket, taken: list[socket.socket], over: threading.Event) -> None:
    while not over.is_set():
        try:
            taken.append(server.accept()[0])
        except TimeoutError:
            continue
