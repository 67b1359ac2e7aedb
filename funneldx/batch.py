"""Many sources to a stream of judged funnels, in a stable order, and what there is to say when it has ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from funneldx.diagnosis import Defect, FunnelReport, Notice, RunReport, Severity, Summary
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.policy import Policy
from funneldx.readers import read
from funneldx.sources import Source, shown, unreadable


class Run:
    """One run: iterate over its reports, then ask for the `account` of it.

    Interrupting the iteration leaves an account of what was done so far.
    """

    def __init__(
        self,
        sources: Iterable[Source | Problem],
        policy: Policy,
        paths: Iterable[str],
        *,
        allow_empty: bool = False,
    ) -> None:
        self._sources = sources
        self._where = ", ".join(shown(path) for path in paths)
        self._policy = policy
        self._allow_empty = allow_empty
        self._errors: list[Problem] = []
        self._notices: list[Notice] = []
        self._defects: dict[Defect, None] = {}
        self._funnels = 0
        self._severities = dict.fromkeys(reversed(Severity), 0)
        self._rules: dict[str, int] = {}
        self._passed_over = 0

    def __iter__(self) -> Iterator[FunnelReport]:
        for source in self._sources:
            for item in self._items(source):
                if isinstance(item, Problem):
                    self._errors.append(item)
                elif isinstance(item, Notice):
                    self._notices.append(item)
                elif (report := self._judged(item)) is not None:
                    yield report
        if not self._funnels and not self._errors and not self._allow_empty:
            self._errors.append(
                Problem(
                    self._where,
                    None,
                    None,
                    "no funnel was found here",
                    "name a file with `stages:`, or a folder of them; --allow-empty lets this pass",
                )
            )

    def _items(self, source: Source | Problem) -> Iterable[Funnel | Problem | Notice]:
        if isinstance(source, Problem):
            return (source,)
        try:
            data = source.read()
        except OSError as error:
            return (unreadable(source, error),)
        items = read(data, source.path, in_folder=source.in_folder)
        if items is None:
            self._passed_over += 1
            return ()
        return items

    def _judged(self, funnel: Funnel) -> FunnelReport | None:
        judged = self._policy.judged(funnel)
        self._errors.extend(judged.problems)
        self._notices.extend(judged.notices)
        self._defects.update(dict.fromkeys(judged.defects))
        report = judged.report
        if report is not None:
            self._funnels += 1
            for diagnosis in report.diagnoses:
                self._severities[diagnosis.severity] += 1
                self._rules[diagnosis.code] = self._rules.get(diagnosis.code, 0) + 1
        return report

    @property
    def account(self) -> RunReport:
        """What is known of the run so far, beside the funnels themselves."""
        notices = list(self._notices)
        if self._passed_over:
            files = "file shows" if self._passed_over == 1 else "files show"
            notices.append(
                Notice(
                    self._where,
                    None,
                    None,
                    f"{self._passed_over} {files} no key of a funnel and was passed over",
                )
            )
        return RunReport(
            errors=tuple(self._errors),
            notices=tuple(notices),
            defects=tuple(self._defects),
            summary=Summary(
                funnels=self._funnels,
                errors=len(self._errors),
                diagnoses=dict(self._severities),
                by_rule=dict(sorted(self._rules.items())),
            ),
        )
