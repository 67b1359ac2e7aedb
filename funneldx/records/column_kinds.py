"""What a column of an export holds, told by its header and its values: ids, stages, times, yes and no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from funneldx.records.look import IDS, MOST_VALUES, Look
from funneldx.records.texts import normal
from funneldx.records.times import Seen, times
from funneldx.stage_names import is_exit, role_of

MOST_STAGES = 40
"""Values of a column from which on it is not taken for one of stages."""
_NO = frozenset(("", "0", "0.0", "no", "false", "n", "нет"))
_FLAGS = _NO | {"1", "1.0", "yes", "true", "y", "да"}


def identity(look: Look, headers: Sequence[str]) -> int | None:
    """The column of ids, which may be headed so; None where there is none."""
    column = look.column((*headers, *IDS))
    if column is not None:
        return column
    for number, name in enumerate(look.header):
        if re.search(r"(?i)(^|[\s_-])id($|[\s_-])|[a-z]Id$", name) and "" not in look.values[number]:
            return number
    return None


def distinct(look: Look, column: int) -> int:
    """How many different values there are; as many as rows, where they are too many to be kept."""
    values = look.values[column]
    return look.rows if len(values) >= MOST_VALUES else len(values)


def stage_by_values(look: Look) -> int | None:
    """The column whose values are names of stages that are known."""
    best = [
        (sum(role_of(value) is not None or is_exit(value) for value in values), -number)
        for number, values in enumerate(look.values)
        if 1 < len(values) <= MOST_STAGES
    ]
    known, number = max(best, default=(0, 0))
    return None if known < 2 else -number


def seen(look: Look, column: int) -> list[Seen]:
    """The forms of its texts."""
    forms: dict[str, list[str]] = {}
    for value in look.values[column]:
        if value:
            forms.setdefault(re.sub("[0-9]", "9", value), []).append(value)
    return [_seen(form, texts) for form, texts in forms.items()]


def _seen(form: str, texts: list[str]) -> Seen:
    numbers = [[int(one) for one in re.findall("[0-9]{1,9}", text)] for text in texts]
    first, second = (max((one[at] for one in numbers if len(one) > at), default=0) for at in (0, 1))
    return Seen(form, len(texts), first, second, min(texts), max(texts))


def is_time(look: Look, column: int) -> bool:
    """Whether nearly all of its texts are times."""
    forms = seen(look, column)
    read = times(forms, "day-first")
    rows = sum(one.rows for one in forms)
    return bool(read.forms) and (read.unread is None or read.unread[1] * 10 < rows)


def is_flag(look: Look, column: int) -> bool:
    """Whether it says yes or no, or when something happened to some of the rows."""
    values = look.values[column]
    texts = {normal(value) for value in values}
    if len(texts - {""}) == 2 and texts <= _FLAGS:
        return True
    when = re.search(r"(?i)date|_at$|дата|fecha|data", look.header[column])
    return bool(when) and values[""] > 0 and is_time(look, column)


def set_rows(look: Look, column: int) -> int:
    """How many rows a flag is set in."""
    return sum(many for value, many in look.values[column].items() if normal(value) not in _NO)
