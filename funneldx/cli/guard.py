"""What every command has in common when something goes wrong: the exit code, and one clear message."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from funneldx.cli.groups import Expanded
from funneldx.cli.terminal import complain
from funneldx.errors import FunneldxError, crash
from funneldx.reports.safe_text import shown

USAGE, DEFECT, INTERRUPTED = 2, 3, 130


def guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Make a command that returns its exit code into one that leaves with it, whatever happens.

    It has the options of its groups in their places (see `groups`).
    """
    expanded = Expanded(command)

    @wraps(command)
    def run(**options: Any) -> None:
        raise typer.Exit(_heeded(lambda: _code(lambda: command(**expanded.grouped(options)))))

    run.__signature__ = expanded.signature  # type: ignore[attr-defined]
    run.__annotations__ = expanded.annotations
    return run


def _heeded(command: Callable[[], int]) -> int:
    """Heed interruptions for as long as the command is at work, where `__main__` has them end the process at once."""
    here = threading.current_thread() is threading.main_thread()
    at_once = here and signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    try:
        if at_once:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return command()
    except KeyboardInterrupt:  # while another one was being told
        return INTERRUPTED
    finally:
        if at_once:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def _code(command: Callable[[], int]) -> int:
    try:
        return command()
    except FunneldxError as error:
        for message, hint in error.told:
            complain(shown(message), shown(hint))
        return USAGE
    except BrokenPipeError:
        forget_output()
        return 0
    except OSError as error:
        named = f"{shown(str(error.filename))}: " if error.filename else ""
        complain(f"{named}{(error.strerror or str(error)).lower()}", "nothing was written there")
        return USAGE
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  (the last line of defence: a defect is never taken for a finding)
        complain(*defect(error))
        return DEFECT


def forget_output() -> None:
    """Nobody reads standard output any more: keep Python from complaining about it at its end."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def defect(error: BaseException) -> tuple[str, str]:
    """What to tell of a crash, and whom."""
    return (
        f"this is a defect of funneldx, not of your funnel: {shown(crash(error))}",
        "please report it to whoever gave you funneldx, with the command and, if you may, the file",
    )
