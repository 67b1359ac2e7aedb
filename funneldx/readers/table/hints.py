"""What to tell people whose table cannot be read: what it seems to be, and the `--columns` that would read it."""

from __future__ import annotations

from funneldx.errors import Problem, UnreadableError
from funneldx.figures import listing
from funneldx.readers.table.given import stage_name
from funneldx.readers.table.periods import read
from funneldx.readers.table.survey import Column, Survey
from funneldx.stage_names import is_known
from funneldx.stage_names.headers import counted, is_measure

Pairs = tuple[tuple[str, str], ...]
"""What stands where, as `--columns` says it: a key and a header."""


class UntoldError(UnreadableError):
    """Nothing tells which column holds what; `ways` are how the table may be meant, the likeliest first."""

    def __init__(self, problem: Problem, ways: tuple[Pairs, ...] = ()) -> None:
        super().__init__(problem)
        self.ways = ways


class NoFunnelError(UntoldError):
    """The table has no shape of a funnel."""


_COUNT = "have its stages counted: `funneldx init --from` drafts how, `funneldx check --count` counts and diagnoses"
_RECORDS = f"if every row is one lead or deal, {_COUNT}"


class RecordsError(NoFunnelError):
    """Every row seems to be one lead or deal: `seems` says why."""

    def __init__(self, problem: Problem, seems: str) -> None:
        super().__init__(problem)
        self.seems = seems


def holds_stages(column: Column) -> bool:
    """Whether the values of a column are names of stages: two at least, and half of them."""
    if not column.is_text or len(column.values) > 500:
        return False
    known = sum(is_known(value) for value in column.values)
    return known >= 2 and known * 2 >= len(column.values)


def _problem(survey: Survey, path: str, message: str, hint: str, column: int | None = None) -> Problem:
    return Problem(path, survey.header.line, None if column is None else column + 1, message, hint)


def some(names: list[str], last: str = "and") -> str:
    """The first few names, in quotes."""
    shown = [f"“{name[:40]}”" for name in names[:6]]
    return listing(shown if len(names) <= len(shown) else [*shown, f"{len(names) - len(shown)} more"], last)


def _option(*pairs: tuple[str, str]) -> str:
    """The option as it is typed into a shell."""
    from shlex import quote  # noqa: PLC0415  (only a mistake needs it)

    items = (f"{key}={header}" if key else header for key, header in pairs)
    text = ",".join(
        '"' + item.replace('"', '""') + '"' if set(item) & set(',"\r\n') else item for item in items
    )
    return f"--columns {quote(text)}"


def several(survey: Survey, what: str, found: list[int], path: str) -> UntoldError:
    """Two columns may hold the stages, or the counts."""
    names = [survey.columns[index].header for index in found]
    ways = tuple(((what, name),) for name in names)
    if len(set(names)) == 1:
        message, hint = (
            f"{len(names)} columns are headed “{names[0][:40]}”",
            "keep one table a file, or rename one",
        )
        return UntoldError(_problem(survey, path, message, hint))
    message = f"the {what} could be in {some(names, 'or')}"
    return UntoldError(_problem(survey, path, message, f"say which: {_option(*ways[0])}"), ways)


def same_period(survey: Survey, found: list[int], path: str) -> UnreadableError:
    """Two columns are headed by the same period."""
    names = [survey.columns[index].header for index in found]
    twice = next((name for name in names if names.count(name) > 1), names[0])
    return UnreadableError(
        _problem(survey, path, f"a second column is headed “{twice}”", "keep one of the two, or rename one")
    )


def perhaps_labels(survey: Survey, index: int, path: str) -> UntoldError:
    """A column of words may tell two funnels apart, or say something of the stages of one."""
    name = survey.columns[index].header
    return UntoldError(
        _problem(
            survey,
            path,
            f"“{name[:40]}” may tell several funnels apart, or say something of the stages of one",
            f"if it tells them apart, say {_option(('labels', name))}; if not, --columns labels=",
            index,
        ),
        ((("labels", name),), (("labels", ""),)),
    )


def no_stage(survey: Survey, path: str) -> UntoldError:
    """The counts are given, and no column of stages is found."""
    names = [survey.columns[index].header for index in _texts(survey)]
    return UntoldError(
        _problem(
            survey,
            path,
            "nothing says which column holds the stages",
            f"say it too: {_option(('stage', names[0] if names else '…'))}",
        ),
        tuple((("stage", name),) for name in names),
    )


def are_records(survey: Survey, stage: int) -> bool:
    """Whether each row seems to be a lead or a deal: the same few stages stand in it again and again."""
    return survey.rows > 10 * max(1, len(survey.columns[stage].values))


def _seems(survey: Survey, stage: int) -> str:
    """Why each row seems to be a lead or a deal."""
    column = survey.columns[stage]
    return (
        f"“{column.header[:40]}” names {len(column.values)} stages in {survey.rows:,} rows, and no column holds "
        "counts: every row seems to be one lead or deal"
    )


def no_count(survey: Survey, stage: int, path: str) -> NoFunnelError:
    """There is a column of stages and none of counts."""
    column = survey.columns[stage]
    if are_records(survey, stage):
        seems = _seems(survey, stage)
        return RecordsError(_problem(survey, path, seems, _COUNT, stage), seems)
    message = "there is a column of stages but none of their counts"
    counts = [survey.columns[index].header for index in _wholes(survey) if index != stage]
    ways = tuple((("stage", column.header), ("count", name)) for name in counts)
    hint = (
        f"if it is “{counts[0][:40]}”, say {_option(*ways[0])}"
        if ways
        else "head the column of counts `count`"
    )
    told = (_RECORDS, hint) if survey.rows > len(column.values) else (hint, _RECORDS)
    return NoFunnelError(_problem(survey, path, message, "; ".join(told), stage), ways)


def flags(survey: Survey, stages: list[int], path: str) -> RecordsError:
    """The columns of stages say yes or no of one lead in each row."""
    names = some([survey.columns[index].header for index in stages])
    seems = f"{names} hold nothing but 0 and 1: every row seems to be one lead or deal"
    return RecordsError(_problem(survey, path, seems, "add each column up, and check the sums"), seems)


def no_period(survey: Survey, index: int, reason: str, path: str) -> UnreadableError:
    """The column that is said to hold periods holds none."""
    return UnreadableError(
        _problem(
            survey,
            path,
            f"--columns takes “{survey.columns[index].header[:40]}” for periods, but {reason}",
            "write periods as 2026, 2026-Q3, 2026-09, 2026-W36 or 2026-09-01, or leave that column out of --columns",
            index,
        )
    )


def left_over(survey: Survey, stages: tuple[int, ...], unread: tuple[int, ...]) -> str:
    """Of a wide table: what to say if columns beside those that are read count stages too; empty if none may."""
    more = [index for index in _wholes(survey) if index in unread]
    if not more or not stages:
        return ""
    headers = [survey.columns[index].header for index in sorted((*stages, *more))]
    return f"; if it is one, say {_option(*(('', name) for name in headers))}"


def twice(survey: Survey, stages: list[int], first: int, second: int, path: str) -> UntoldError:
    """Two of the columns of stages count the same one."""
    headers = [column.header for column in survey.columns]
    name = stage_name(headers[second])
    others = [index for index in stages if stage_name(headers[index]).casefold() != name.casefold()]
    ways = (sorted((*others, kept)) for kept in (first, second))
    return UntoldError(
        _problem(
            survey,
            path,
            f"the stage “{name}” heads a second column, first column {first + 1}",
            "keep one of the two, rename one, or name the columns that count stages with --columns",
            second,
        ),
        tuple(tuple((headers[index], headers[index]) for index in way) for way in ways),
    )


def no_funnel(survey: Survey, path: str) -> NoFunnelError:
    """Nothing in the table looks like a funnel."""
    headers = [column.header for column in survey.columns if column.header]
    dated = [name for name in headers if read(name)]
    if len(dated) >= 2 and len(dated) >= len(headers) - 2:
        first = next((name for name in headers if is_known(counted(name))), None)
        example = f"“{first[:40]}”, say" if first else "`contacted`, say"
        return NoFunnelError(
            _problem(
                survey,
                path,
                f"the columns {some(dated)} are periods, and no column says which stage a row counts",
                f"add a column headed `stage` that says it in each row ({example}), with the rows of all stages below "
                "each other",
            )
        )
    ways = _ways(survey)
    told = [text for text, _ in ways] or [
        "head the columns `stage` and `count`, or give each stage a column headed by its name"
    ]
    message = f"no funnel is recognised in the columns {some(headers)}"
    problem = _problem(survey, path, message, "; ".join((*told, _RECORDS)))
    stages = (index for index in _texts(survey) if holds_stages(survey.columns[index]))
    records = next((index for index in stages if are_records(survey, index)), None)
    if records is not None:
        return RecordsError(problem, _seems(survey, records))
    return NoFunnelError(problem, tuple(pairs for _, pairs in ways))


def _ways(survey: Survey) -> list[tuple[str, Pairs]]:
    """How the table may be meant, in words and as pairs, the likelier first."""
    texts, wholes = _texts(survey), _wholes(survey)
    named = [
        index for index in texts if holds_stages(survey.columns[index]) and not are_records(survey, index)
    ]
    known = [index for index in wholes if is_known(counted(survey.columns[index].header))]
    ways: list[tuple[str, Pairs]] = []
    if len(known) >= 2 or len(wholes) >= max(2, len(survey.columns) - 3):
        names = [survey.columns[index].header for index in (known if len(known) >= 2 else wholes)]
        option = _option(*(("", name) for name in names[:4]))
        told = f"if every row is a funnel, name the columns of its stages in order: {option}"
        ways.append((told, tuple((name, name) for name in names)))
    if wholes and (named or (len(texts) == 1 and survey.rows <= 50)):
        pairs = (
            ("stage", survey.columns[(named or texts)[0]].header),
            ("count", survey.columns[wholes[0]].header),
        )
        ways.insert(0 if named else len(ways), (f"if every row is a stage: {_option(*pairs)}", pairs))
    return ways


def _texts(survey: Survey) -> list[int]:
    return [index for index, column in enumerate(survey.columns) if column.is_text and column.header]


def _wholes(survey: Survey) -> list[int]:
    """Columns of whole numbers that may be counts."""
    return [
        index
        for index, column in enumerate(survey.columns)
        if column.is_whole and column.header and not is_measure(column.header)
    ]
