"""A series as it is drawn: each rate over the periods, with those that broke, and the segments beside each other.

Places are in per cent of the width and height of a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from funneldx.reports.page.keeping import Series
from funneldx.reports.page.picture import scale

Json = dict[str, Any]
Step = tuple[str, str]

MOST_PERIODS = 366
"""Periods that are drawn; of more than that the last ones."""
MOST_LINES = 40
"""Segments that are drawn, and that stand in the table of segments."""
_PAD = 3.0
"""Room at both sides of a drawing."""


def view(series: Series) -> Json:
    """All that is drawn of a series."""
    periods = [*dict.fromkeys(cell["period"] for cell in series.cells)]
    drawn = periods[-MOST_PERIODS:]
    cells = [cell for cell in series.cells if cell["period"] in set(drawn)]
    titles = [*dict.fromkeys(cell["place"]["title"] for cell in cells if not cell["place"]["whole"])]
    names: dict[str, str] = {}
    for cell in cells:
        names.update(cell["titles"])
    steps = [*dict.fromkeys((one["from"], one["to"]) for cell in cells for one in cell["steps"])]
    has_whole = any(cell["place"]["whole"] for cell in cells)
    charts = []
    if len(drawn) > 1:
        charts = [chart for step in steps if (chart := _chart(step, cells, drawn, has_whole=has_whole))]
    return {
        "name": series.name,
        "path": series.path,
        "periods": drawn,
        "earlier": len(periods) - len(drawn),
        "segments": len(titles) if has_whole else 0,
        "lines_left_out": max(0, len(titles) - MOST_LINES) if has_whole else 0,
        "titles": names,
        "charts": charts,
        "heat": _heat(cells, steps) if has_whole else None,
        "changes": _changes(cells),
        "cut": series.cut,
    }


def drawn(view: Json) -> bool:
    """Whether there is anything to see in it."""
    return bool(view["charts"] or view["heat"] or view["changes"])


def _changes(cells: Iterable[Json]) -> list[Json]:
    """What the rules about change found, the loudest first."""
    order = {"error": 0, "warning": 1, "note": 2}
    found = [
        {**one, "period": cell["period"], "title": cell["place"]["title"]}
        for cell in cells
        for one in cell["changes"]
    ]
    return sorted(found, key=lambda one: order[one["severity"]])


def _chart(step: Step, cells: Sequence[Json], periods: Sequence[str], *, has_whole: bool) -> Json | None:
    """One step over the periods: the whole, or the only line, with its intervals; the segments behind it."""
    lines: dict[str, dict[str, Json]] = {}
    main: dict[str, Json] = {}
    for cell in cells:
        rate = _rate_of(step, cell)
        if rate is None:
            continue
        place = cell["place"]
        (main if place["whole"] or not has_whole else lines.setdefault(place["title"], {}))[
            cell["period"]
        ] = rate
    if not main:
        return None
    shown = dict([*lines.items()][:MOST_LINES])
    values = [rate["rate"] for line in (main, *shown.values()) for rate in line.values()]
    end = scale([*values, *(high for rate in main.values() for high in rate["interval"] or ())])
    breaks = _breaks(step, cells, periods, end)
    worst = {one["title"]: one["severity"] for one in breaks}
    ends = [rate for period in periods if (rate := main.get(period))]
    return {
        "step": step,
        "end": end,
        "points": [
            {"period": period, "x": _x(number, periods), "y": _y(main[period]["rate"], end), **main[period]}
            for number, period in enumerate(periods)
            if period in main
        ],
        "line": _line(main, periods, end),
        "band": _band(main, periods, end),
        "behind": [
            {"path": _line(line, periods, end), "style": worst.get(title, "")}
            for title, line in shown.items()
        ],
        "breaks": breaks,
        "first": ends[0],
        "last": ends[-1],
    }


def _rate_of(step: Step, cell: Json) -> Json | None:
    """The rate of a step, where it is one of a whole."""
    for one in cell["steps"]:
        if (one["from"], one["to"]) == step and one["rate"] is not None and one["k"] <= one["n"]:
            rate: Json = one
            return rate
    return None


def _breaks(step: Step, cells: Iterable[Json], periods: Sequence[str], end: float) -> list[Json]:
    """The periods in which the step broke, or a segment lagged, and where to point; once each."""
    found: dict[tuple[Any, ...], Json] = {}
    for cell in cells:
        rate = _rate_of(step, cell)
        for one in cell["changes"]:
            if rate and (one["came_from"], one["stage"]) == step:
                key = (cell["period"], cell["place"]["title"])
                found.setdefault(
                    key,
                    {
                        **one,
                        "period": cell["period"],
                        "title": cell["place"]["title"],
                        "x": _x(periods.index(cell["period"]), periods),
                        "y": _y(rate["rate"], end),
                    },
                )
    return [*found.values()]


def _x(number: int, periods: Sequence[str]) -> float:
    return round(_PAD + (100 - 2 * _PAD) * number / (len(periods) - 1), 2)


def _y(value: float, end: float) -> float:
    return round(100 - 100 * value / end, 2)


def _line(line: Json, periods: Sequence[str], end: float) -> str:
    """A path through the rates; it begins anew behind a period that has none."""
    path = ""
    joined = False
    for number, period in enumerate(periods):
        rate = line.get(period)
        if rate:
            path += f"{'L' if joined else 'M'}{_x(number, periods)} {_y(rate['rate'], end)}"
        joined = rate is not None
    return path


def _band(main: Json, periods: Sequence[str], end: float) -> str:
    """The area between the ends of the intervals, of each run of periods that have one."""
    path = ""
    run: list[tuple[float, float, float]] = []
    for number, period in enumerate((*periods, None)):
        rate = main.get(period) if period is not None else None
        if rate and rate["interval"]:
            low, high = rate["interval"]
            run.append((_x(number, periods), _y(low, end), _y(high, end)))
            continue
        if len(run) > 1:
            upper = "L".join(f"{x} {high}" for x, _, high in run)
            lower = "L".join(f"{x} {low}" for x, low, _ in reversed(run))
            path += f"M{upper}L{lower}z"
        run = []
    return path


def _heat(cells: Sequence[Json], steps: Sequence[Step]) -> Json | None:
    """Step by segment in the last period in which there are several; how far each rate is below the highest of its step."""
    by_period: dict[str, list[Json]] = {}
    for cell in cells:
        if not cell["place"]["whole"]:
            by_period.setdefault(cell["period"], []).append(cell)
    several = [period for period, found in by_period.items() if len(found) > 1]
    if not several or not steps:
        return None
    period = several[-1]
    segments = by_period[period][:MOST_LINES]
    whole = next(cell for cell in cells if cell["place"]["whole"] and cell["period"] == period)
    highest = {
        step: max((rate["rate"] for cell in segments if (rate := _rate_of(step, cell))), default=0)
        for step in steps
    }
    return {
        "period": period,
        "steps": [step for step in steps if highest[step] or _rate_of(step, whole)],
        "rows": [_heat_row(cell, steps, highest) for cell in segments],
        "whole": _heat_row(whole, steps, {}),
        "left_out": len(by_period[period]) - len(segments),
    }


def _heat_row(cell: Json, steps: Sequence[Step], highest: dict[Step, float]) -> Json:
    rates = []
    for step in steps:
        rate = _rate_of(step, cell)
        most = highest.get(step, 0)
        found = [one for one in cell["changes"] if (one["came_from"], one["stage"]) == step]
        rates.append(
            {
                "rate": rate,
                "level": min(5, int(10 - 10 * rate["rate"] / most)) if rate and most else None,
                "found": found[0] if found else None,
            }
        )
    return {"title": cell["place"]["title"], "rates": rates}
