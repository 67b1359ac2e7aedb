"""`python -m funneldx`, and the command `funneldx`."""

from __future__ import annotations

import gc
import signal
import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    # Collecting while everything is being imported, and once more over all of it at the end, finds nothing and
    # takes a fifth of a short command's time.
    gc.disable()
    # Until a command is at work there is nothing to say of an interruption, and Python would say it by a traceback.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from funneldx.cli import main  # noqa: PLC0415

    code = main(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
