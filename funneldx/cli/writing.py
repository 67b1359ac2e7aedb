"""Writing a report as it comes, to standard output or to a file."""

from typing import Any

from funneldx.batch import Run
from funneldx.cli.guard import INTERRUPTED, forget_output
from funneldx.cli.terminal import Out, Sink, complain
from funneldx.config import Settings
from funneldx.policy import exit_code
from funneldx.reports import Report


def sink(output: str | None, paths: list[str], *, machine: bool) -> Sink:
    """Where to write: standard output, or a file."""
    if output is None:
        return Out(machine=machine)
    from funneldx.cli.output import file_out  # noqa: PLC0415

    return file_out(output, paths)


def written(run: Run, report: Report[Any], out: Sink, settings: Settings) -> int:
    """Write the report as it comes; whatever ends the run early, what was done is reported whole."""
    interrupted = False
    kept = False
    try:
        out.write(report.begin())
        try:
            for funnel in run:
                out.write(report.write(report.piece(funnel)))
        except KeyboardInterrupt:
            interrupted = True
            complain("interrupted: the report holds what was done until then")
        out.write(report.end(run.account))
        kept = True
    except BrokenPipeError:
        forget_output()
    finally:
        out.close(keep=kept)
    return INTERRUPTED if interrupted else exit_code(run.account, settings.fail_on)
