"""Free and taken ports on this machine."""

import socket

HERE = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether nobody answers on this port and we may take it."""
    with socket.socket() as knock:
        knock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            knock.bind((HERE, port))
        except OSError:
            return False
    return True


def free() -> int:
    """A port nobody uses now."""
    with socket.socket() as offered:
        offered.bind((HERE, 0))
        port: int = offered.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as knock:
        knock.settimeout(0.5)
        return knock.connect_ex((HERE, port)) == 0
