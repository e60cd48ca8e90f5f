"""A mail server in a process of its own, which only notes when each letter came.

`python -m bench.postbox PORT FILE`
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Postbox:
    """Takes every letter."""

    def __init__(self, file: Path) -> None:
        self.page = file.open("w", buffering=1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Notes the moment, and to whom it went."""
        self.page.write(f"{time.monotonic()} {envelope.rcpt_tos[0]}\n")
        return "250 OK"


async def main(port: int, file: Path) -> None:
    """Takes letters until somebody ends it."""
    box = Postbox(file)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, hostname="box"), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
