"""The one way in for script/server, script/test and script/bench."""

import errno
import os
import sys

from house import bench, server, test
from house.say import Trouble

COMMANDS = {"server": server.main, "test": test.main, "bench": bench.main}


def main() -> int:
    """Run the named command; whatever goes wrong with the machine becomes one plain sentence."""
    os.umask(0o022)
    name, *arguments = sys.argv[1:]
    try:
        return COMMANDS[name](arguments)
    except Trouble as trouble:
        sentence = str(trouble)
    except OSError as error:
        sentence = _sentence_about(error)
    except KeyboardInterrupt:
        return 130
    sys.stdout.flush()
    sys.stderr.write(f"{sentence}\n")
    return 1


def _sentence_about(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full: free some space and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"fgc may not use {error.filename}: give yourself that right, or set FGC_HOME to another folder."
    return f"The machine refused something fgc needs: {error}."


if __name__ == "__main__":
    sys.exit(main())
