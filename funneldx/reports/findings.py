"""A finding in the words of reports that have room for lines of plain text, and what it is known by from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from funneldx import figures
from funneldx.diagnosis import Diagnosis, FunnelReport, RunReport
from funneldx.reports import phrases
from funneldx.reports.safe_text import shown
from funneldx.tuples import NamedTuple

CODE_OF_PROBLEMS = "unreadable"
CODE_OF_DEFECTS = "defect"
CODE_OF_NOTICES = "notice"
"""What stands where a rule's code would, for what a run has to tell beside its findings."""


def lines(one: Diagnosis) -> Iterator[str]:
    """What was found, then why, what to do and what it is worth, a line each; all of it harmless."""
    yield shown(one.message)
    yield from advice(one)
    if one.stake:
        aim = figures.threshold(one.stake.aim)
        yield f"Stake: {shown(phrases.worth(one.stake))}, if this rate were {aim} and all later ones held"


def advice(one: Diagnosis) -> Iterator[str]:
    """The cause and what to do."""
    certain = one.confidence == "confirmed"
    yield f"{'Cause' if certain else 'Possible cause'}: {shown(one.cause)}"
    label = ("Do" if one.urgent else "Consider") if certain else "If so"
    for number, action in enumerate(one.actions, 1):
        yield f"{label} {number}: {shown(action)}"


def heading(one: Diagnosis, report: FunnelReport) -> str:
    """Code, name and, where it is about one, the stage: `FDX102 interest-ratio: interested`."""
    stage = f": {phrases.stage(one.stage, report)}" if one.stage else ""
    return f"{shown(one.code)} {shown(one.name)}{stage}"


def funnel_title(report: FunnelReport) -> str:
    """Name (else the file's), period and labels of the funnel."""
    return phrases.title(report, "·")


def is_bottleneck(one: Diagnosis, report: FunnelReport) -> bool:
    """Whether this is what to fix first."""
    neck = report.bottleneck
    return neck is not None and (neck.code, neck.to) == (one.code, one.stage)


def is_titled(report: FunnelReport) -> bool:
    """Whether a funnel has more of a name than its file."""
    return bool(report.funnel.name or report.funnel.period or report.funnel.labels)


def severity_of(one: Diagnosis) -> str:
    """`error`, or `suspected error` where too few were counted to tell."""
    return f"suspected {one.severity.label}" if one.confidence == "suspected" else one.severity.label


def digest_of(one: Diagnosis, report: FunnelReport) -> str:
    """What the finding is known by: file, funnel, rule and logical place; never its line or its figures."""
    funnel = report.funnel
    labels = (part for pair in sorted(funnel.labels.items()) for part in pair)
    about = (one.code, one.came_from, one.stage, one.field)
    return digest(report.location.path, funnel.name, funnel.period, *about, *labels)


def digest(*parts: str | None) -> str:
    """A short name for some texts, the same on every machine."""
    joined = "\0".join("-" if part is None else f"={part}" for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:32]


class Ordinals:
    """Tells apart what would be called the same, by the order in which it comes.

    The funnels of a file come one after the other, so what was called before another file came is forgotten.
    """

    def __init__(self) -> None:
        self._path: str | None = None
        self._seen: dict[str, int] = {}

    def of(self, path: str, name: str) -> int:
        """How often this name has come before in the file."""
        if path != self._path:
            self._path = path
            self._seen = {}
        number = self._seen.get(name, 0)
        self._seen[name] = number + 1
        return number


def rank(one: Diagnosis) -> tuple[int, bool, float]:
    """How bad a finding is: the larger, the worse."""
    return one.severity, one.confidence == "confirmed", one.stake.purchases if one.stake else 0.0


class Told(NamedTuple):
    """Something that a run has to tell beside its findings; its texts are harmless already, the path is as given."""

    kind: str
    code: str
    """The rule that a defect is one of; empty otherwise."""
    path: str
    """Empty for the defect of a rule, which stands at no file."""
    line: int | None
    message: str
    hint: str

    @property
    def text(self) -> str:
        """What is wrong and what to do, on one line."""
        return f"{self.message}; {self.hint}" if self.hint else self.message

    @property
    def where(self) -> str:
        """`path:line`, as far as it is known, and harmless."""
        return f"{shown(self.path)}:{self.line}" if self.line else shown(self.path)

    @property
    def placed(self) -> str:
        """The text after its place, where it has one."""
        return f"{self.where}: {self.text}" if self.path else self.text


def told_of(account: RunReport) -> Iterator[Told]:
    """What the run has to tell beside its findings, the worst first."""
    for defect in account.defects:
        of = f" of the plugin {shown(defect.plugin)}" if defect.plugin else ""
        message = f"defect of funneldx in {shown(defect.where)}{of}: {shown(defect.message)}"
        yield Told(CODE_OF_DEFECTS, shown(defect.rule or ""), defect.path or "", None, message, "")
    for problem in account.errors:
        message, hint = shown(problem.message), shown(problem.hint)
        yield Told(CODE_OF_PROBLEMS, "", problem.path, problem.line, message, hint)
    for notice in account.notices:
        yield Told(CODE_OF_NOTICES, "", notice.path, notice.line, shown(notice.message), "")
