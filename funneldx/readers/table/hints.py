"""What to tell people whose table cannot be read: what it seems to be, and the `--columns` that would read it."""

from __future__ import annotations

from funneldx.errors import Problem, UnreadableError
from funneldx.figures import listing
from funneldx.readers.table.periods import read
from funneldx.readers.table.survey import Column, Survey
from funneldx.stage_names import counted, is_known, is_measure


class NoFunnelError(UnreadableError):
    """The table has no shape of a funnel."""


_COUNT = (
    "count first how many reached each stage: a pivot table by stage, then add to each stage those that stand at a "
    "later one"
)
_RECORDS = f"if every row is one lead or deal, {_COUNT}"


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


def several(survey: Survey, what: str, found: list[int], path: str) -> UnreadableError:
    """Two columns may hold the stages, or the counts."""
    names = [survey.columns[index].header for index in found]
    if len(set(names)) == 1:
        message, hint = (
            f"{len(names)} columns are headed “{names[0][:40]}”",
            "keep one table a file, or rename one",
        )
    else:
        message, hint = (
            f"the {what} could be in {some(names, 'or')}",
            f"say which: {_option((what, names[0]))}",
        )
    return UnreadableError(_problem(survey, path, message, hint))


def same_period(survey: Survey, found: list[int], path: str) -> UnreadableError:
    """Two columns are headed by the same period."""
    names = [survey.columns[index].header for index in found]
    twice = next((name for name in names if names.count(name) > 1), names[0])
    return UnreadableError(
        _problem(survey, path, f"a second column is headed “{twice}”", "keep one of the two, or rename one")
    )


def perhaps_labels(survey: Survey, index: int, path: str) -> UnreadableError:
    """A column of words may tell two funnels apart, or say something of the stages of one."""
    name = survey.columns[index].header
    return UnreadableError(
        _problem(
            survey,
            path,
            f"“{name[:40]}” may tell several funnels apart, or say something of the stages of one",
            f"if it tells them apart, say {_option(('labels', name))}; if not, --columns labels=",
            index,
        )
    )


def no_stage(survey: Survey, path: str) -> UnreadableError:
    """The counts are given, and no column of stages is found."""
    texts = _texts(survey)
    name = survey.columns[texts[0]].header if texts else "…"
    return UnreadableError(
        _problem(
            survey,
            path,
            "nothing says which column holds the stages",
            f"say it too: {_option(('stage', name))}",
        )
    )


def are_records(survey: Survey, stage: int) -> bool:
    """Whether each row seems to be a lead or a deal: the same few stages stand in it again and again."""
    return survey.rows > 10 * max(1, len(survey.columns[stage].values))


def no_count(survey: Survey, stage: int, path: str) -> NoFunnelError:
    """There is a column of stages and none of counts."""
    column = survey.columns[stage]
    names = len(column.values)
    if are_records(survey, stage):
        message = (
            f"“{column.header[:40]}” names {names} stages in {survey.rows:,} rows, and no column holds counts: every "
            "row seems to be one lead or deal"
        )
        return NoFunnelError(_problem(survey, path, message, _COUNT, stage))
    message = "there is a column of stages but none of their counts"
    counts = [index for index in _wholes(survey) if index != stage]
    hint = "head the column of counts `count`"
    if counts:
        name = survey.columns[counts[0]].header
        hint = f"if it is “{name[:40]}”, say {_option(('stage', column.header), ('count', name))}"
    ways = (_RECORDS, hint) if survey.rows > names else (hint, _RECORDS)
    return NoFunnelError(_problem(survey, path, message, "; ".join(ways), stage))


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


def twice(survey: Survey, first: int, second: int, name: str, path: str) -> UnreadableError:
    """Two columns count the same stage."""
    return UnreadableError(
        _problem(
            survey,
            path,
            f"the stage “{name}” heads a second column, first column {first + 1}",
            "keep one of the two, rename one, or name the columns that count stages with --columns",
            second,
        )
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
    message = f"no funnel is recognised in the columns {some(headers)}"
    return NoFunnelError(_problem(survey, path, message, "; ".join((*_ways(survey), _RECORDS))))


def _ways(survey: Survey) -> list[str]:
    """How the table may be meant, the likelier first."""
    texts, wholes = _texts(survey), _wholes(survey)
    named = [
        index for index in texts if holds_stages(survey.columns[index]) and not are_records(survey, index)
    ]
    known = [index for index in wholes if is_known(counted(survey.columns[index].header))]
    ways = []
    if len(known) >= 2 or len(wholes) >= max(2, len(survey.columns) - 3):
        names = [survey.columns[index].header for index in (known if len(known) >= 2 else wholes)[:4]]
        option = _option(*(("", name) for name in names))
        ways.append(f"if every row is a funnel, name the columns of its stages in order: {option}")
    if wholes and (named or (len(texts) == 1 and survey.rows <= 50)):
        pairs = (
            ("stage", survey.columns[(named or texts)[0]].header),
            ("count", survey.columns[wholes[0]].header),
        )
        ways.insert(0 if named else len(ways), f"if every row is a stage: {_option(*pairs)}")
    return ways or ["head the columns `stage` and `count`, or give each stage a column headed by its name"]


def _texts(survey: Survey) -> list[int]:
    return [index for index, column in enumerate(survey.columns) if column.is_text and column.header]


def _wholes(survey: Survey) -> list[int]:
    """Columns of whole numbers that may be counts."""
    return [
        index
        for index, column in enumerate(survey.columns)
        if column.is_whole and column.header and not is_measure(column.header)
    ]
