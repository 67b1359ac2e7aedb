"""Many sources to a stream of judged funnels, in a stable order, and what there is to say when it has ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from funneldx.diagnosis import Defect, FunnelReport, Notice, RunReport, Severity, Summary
from funneldx.documents.text import is_report
from funneldx.errors import Problem, UnreadableError
from funneldx.figures import listing
from funneldx.model import Funnel
from funneldx.policy import Policy
from funneldx.readers import FORMATS, read, suffix
from funneldx.sources import Emptied, NotAFileError, Source, refused, shown, unreachable

if TYPE_CHECKING:
    from funneldx.documents.content import Raw
    from funneldx.filters import Wanted


class Run:
    """One run: iterate over its reports, then ask for the `account` of it.

    Interrupting the iteration leaves an account of what was done so far.
    """

    def __init__(
        self,
        sources: Iterable[Source | Problem | Emptied],
        policy: Policy,
        paths: Iterable[str],
        *,
        allow_empty: bool = False,
        defects: Iterable[Defect] = (),
        strict: bool = False,
        wanted: Wanted | None = None,
    ) -> None:
        """Take what `sources` gives of the paths; `strict` as in `sources.Folders`.

        Funnels that are not `wanted` are neither judged nor counted, beside a notice of how many they are.
        """
        self._sources = sources
        self._where = ", ".join(shown(path) for path in paths)
        self._policy = policy
        self._allow_empty = allow_empty
        self._strict = strict
        self._wanted = wanted
        self._unwanted = 0
        self._found_nothing = False
        self._errors: list[Problem] = []
        self._notices: list[Notice] = []
        self._defects: dict[Defect, None] = dict.fromkeys(defects)
        self._funnels = 0
        self._severities = dict.fromkeys(reversed(Severity), 0)
        self._rules: dict[str, int] = {}
        self._passed_over = 0
        self._emptied: list[Emptied] = []

    def __iter__(self) -> Iterator[FunnelReport]:
        for source in self._sources:
            for item in self._items(source):
                if isinstance(item, Problem):
                    self._errors.append(item)
                elif isinstance(item, Notice):
                    self._notices.append(item)
                elif self._wanted is not None and not self._wanted(item):
                    self._unwanted += 1
                elif (report := self._judged(item)) is not None:
                    yield report
        if not self._funnels and not self._errors and not self._allow_empty:
            self._found_nothing = True
            self._errors.append(Problem(self._where, None, None, *self._nothing()))

    def _items(self, source: Source | Problem | Emptied) -> Iterable[Funnel | Problem | Notice]:
        if isinstance(source, Problem):
            return (source,)
        if isinstance(source, Emptied):
            self._emptied.append(source)
            return ()
        try:
            data = source.read()
            if source.in_folder and not self._strict and _is_blank(data):
                self._passed_over += 1
                return ()
            beginning = data if isinstance(data, bytes) else data.read(0, _BEGINNING)
            if is_report(beginning):
                return () if source.in_folder else (_ours(source.path, beginning),)
            items = read(data, source.path, self._policy.settings.tables, in_folder=source.in_folder)
            return self._no_funnel(source, data) if items is None else _guarded(items, source)
        except (UnreadableError, OSError) as error:
            return _unread(source, error)

    def _no_funnel(self, source: Source, data: bytes | Raw) -> Iterable[Problem]:
        """Pass over a file that is none, or tell of it."""
        if not self._strict:
            self._passed_over += 1
            return ()
        if FORMATS.get(suffix(source.path)) == "table":
            told = read(data, source.path, self._policy.settings.tables) or ()
            problems = (one for one in told if isinstance(one, Problem))
            return tuple(one._replace(hint=f"{one.hint}; or {_WAY_OUT}") for one in problems)
        return (Problem(source.path, None, None, _what_it_is(source.path), _WAY_OUT),)

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

    def _nothing(self) -> tuple[str, str]:
        """Say that there was no funnel, or none of those asked for."""
        if not self._unwanted or self._wanted is None:
            return _nothing(self._emptied)
        found = (
            "the only funnel found is"
            if self._unwanted == 1
            else f"none of {self._unwanted:,} funnels found is"
        )
        return (
            f"{found}{' not' if self._unwanted == 1 else ''} one that {self._wanted.asked} asks for",
            "mend it: `funneldx scan --group-by LABEL` shows the values of a label; --allow-empty lets this pass",
        )

    @property
    def account(self) -> RunReport:
        """What is known of the run so far, beside the funnels themselves."""
        notices = [*self._notices, *(self._policy.unused() if self._funnels else ())]
        if self._unwanted and not self._found_nothing and self._wanted is not None:
            left_out = f"{self._unwanted:,} of {self._unwanted + self._funnels:,} funnels are"
            notices.append(Notice(self._where, None, None, f"{left_out} left out by {self._wanted.asked}"))
        if self._passed_over:
            files = (
                "1 file shows nothing of a funnel and was"
                if self._passed_over == 1
                else f"{self._passed_over:,} files show nothing of a funnel and were"
            )
            notices.append(
                Notice(self._where, None, None, f"{files} passed over; --strict-folder tells which")
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


def _guarded(
    items: Iterator[Funnel | Problem | Notice], source: Source
) -> Iterator[Funnel | Problem | Notice]:
    """What a file holds, as far as it can be read: a large one may vanish meanwhile."""
    try:
        yield from items
    except OSError as error:
        yield unreachable(source.path, error)


def _unread(source: Source, error: UnreadableError | OSError) -> tuple[Problem, ...]:
    """What to tell of a source that cannot be read, or is no file."""
    if isinstance(error, UnreadableError):
        return (error.problem,)
    problem = refused(source) if isinstance(error, NotAFileError) else unreachable(source.path, error)
    return () if problem is None else (problem,)


def _is_blank(data: bytes | Raw) -> bool:
    if isinstance(data, bytes):
        return not data or data.isspace()
    from funneldx.documents.content import pieces  # noqa: PLC0415  (few files are large)

    return all(map(bytes.isspace, pieces(data)))


_BEGINNING = 1000
"""Bytes of a large file by which it is known for a report of ours."""
_WAY_OUT = "leave it out with --exclude, or pass such files over: without --strict-folder"


def _ours(path: str, data: bytes) -> Problem:
    """Say of a report or baseline of ours that it is no funnel."""
    if b'"schema": "funneldx-baseline/' in data[:1000]:
        what, hint = "baseline", "name it with --baseline"
    else:
        what, hint = "report", "give the file that it was made from"
    return Problem(path, 1, 1, f"this is a {what} of funneldx, not a funnel", hint)


def _what_it_is(path: str) -> str:
    """Say of a file of a folder that it is no funnel."""
    kind = suffix(path)
    if kind in FORMATS:
        name = "JSON" if kind == ".json" else "YAML"
        return f"this {name} file shows no key of a funnel; a description with `stages:` was expected"
    return "this file shows no funnel; a column of stages and one of counts was expected, or `stages:`"


def _nothing(emptied: list[Emptied]) -> tuple[str, str]:
    """Say that there was no funnel, and whether that is because the patterns left nothing."""
    message = "no funnel was found here"
    if not emptied:
        return message, "name a file with `stages:`, or a folder of them; --allow-empty lets this pass"
    files = sum(one.files for one in emptied)
    folders = sum(one.folders for one in emptied)
    left_out = [f"{n:,} {what}{'s' * (n != 1)}" for n, what in ((files, "file"), (folders, "folder")) if n]
    why = f"leave nothing to read ({listing(left_out)} left out)" if left_out else "fit no file"
    return (
        f"{message}: the patterns to include and exclude {why}",
        "mend them: they are held against paths below the folder given; --allow-empty lets this pass",
    )
