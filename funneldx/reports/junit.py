"""JUnit's XML, for the test pages of CI systems: a suite a funnel, a case a diagnosis.

At or above the severity that makes a run fail a diagnosis is a failure, below it a case that passes with what there
is to tell. A funnel without any is a case that passes; a file that could not be read is an error. GitLab drops cases
that are called the same, so no two are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport, Severity
from funneldx.reports.findings import (
    CODE_OF_NOTICES,
    Ordinals,
    funnel_title,
    heading,
    is_titled,
    lines,
    severity_of,
    told_of,
)
from funneldx.reports.safe_text import shown

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_NO_XML = "[^\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_WHOLE_RUN = "funneldx"
"""What the suite of all that is about no funnel is called, and the class of cases about no file."""

Case = tuple[str, str]
"""A case: its name, and as XML what stands in it."""
Piece = tuple[str, str, int, tuple[Case, ...]]
"""Of a funnel: path, title, how many failures, and the cases."""


class Report:
    """The test report (see `funneldx.reports.Report`); `fail_on` is the least severity that is a failure, if any is."""

    def __init__(self, fail_on: Severity | None) -> None:
        self._fail_on = fail_on
        self._ordinals = Ordinals()

    def begin(self) -> str:
        return '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="funneldx">\n'

    def piece(self, report: FunnelReport) -> Piece:
        title = funnel_title(report)
        whose = f" ({title})" if is_titled(report) else ""
        cases = [(f"{heading(one, report)}{whose}", self._ended(one)) for one in report.diagnoses]
        failures = sum(self._fails(one) for one in report.diagnoses)
        return report.location.path, title, failures, tuple(cases) or ((f"nothing found{whose}", ""),)

    def write(self, piece: Piece) -> str:
        path, title, failures, cases = piece
        return self._suite(title, [(path, *case) for case in cases], failures=failures)

    def end(self, account: RunReport) -> str:
        notices = []
        cases = []
        for told in told_of(account):
            if told.kind == CODE_OF_NOTICES:
                notices.append(told.placed)
                continue
            begins = f'<error type="{told.kind}" message="{escaped(told.text)}">'
            body = f"{begins}{escaped(told.placed)}</error>"
            cases.append((told.path or _WHOLE_RUN, f"{told.kind}: {told.text}", body))
        output = _element("system-out", notices)
        suite = self._suite(_WHOLE_RUN, cases, errors=len(cases), output=output) if cases or notices else ""
        return f"{suite}</testsuites>\n"

    def _fails(self, one: Diagnosis) -> bool:
        return self._fail_on is not None and one.severity >= self._fail_on

    def _ended(self, one: Diagnosis) -> str:
        message, *more = lines(one)
        told = [f"{severity_of(one)} at {shown(str(one.location))}: {message}", *more]
        if not self._fails(one):
            return _element("system-out", told)
        begins = f'<failure type="{one.severity.label}" message="{escaped(message)}">'
        return f"{begins}{escaped(chr(10).join(told))}</failure>"

    def _suite(
        self,
        name: str,
        cases: Iterable[tuple[str, str, str]],
        *,
        failures: int = 0,
        errors: int = 0,
        output: str = "",
    ) -> str:
        written = [self._case(*case) for case in cases]
        counts = f'tests="{len(written)}" failures="{failures}" errors="{errors}"'
        closing = f"  {output}\n" if output else ""
        return f' <testsuite name="{escaped(name)}" {counts}>\n{"".join(written)}{closing} </testsuite>\n'

    def _case(self, path: str, name: str, body: str) -> str:
        number = self._ordinals.of(path, name)
        unique = f"{name} #{number + 1}" if number else name
        begins = f'  <testcase classname="{escaped(shown(path))}" name="{escaped(unique)}"'
        return f"{begins}>{body}</testcase>\n" if body else f"{begins}/>\n"


def escaped(text: str) -> str:
    """A text as XML 1.0 has it, with what may not stand there at all left out."""
    return re.sub(_NO_XML, "", text).translate(_MARKUP)


def _element(name: str, told: Iterable[str]) -> str:
    text = "\n".join(told)
    return f"<{name}>{escaped(text)}</{name}>" if text else ""
