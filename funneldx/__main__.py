"""`python -m funneldx`, and the command `funneldx`."""

from __future__ import annotations

import gc
import sys


def run() -> None:
    """Run the command line and leave with its exit code."""
    # Collecting while everything is being imported, and once more over all of it at the end, finds nothing and
    # takes a fifth of a short command's time.
    gc.disable()
    from funneldx.cli import main  # noqa: PLC0415

    code = main(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
