"""A funnel as it is drawn: how wide each stage is, and each rate on a scale with its interval and its thresholds.

All places are in per cent of the width, since a page is as wide as whatever shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10
from typing import Any

Json = dict[str, Any]

HEIGHT = 20
"""Of a small funnel, in the units of its drawing."""
WIDTH = 64


def stages(told: Json) -> list[Json]:
    """A row for each stage, with the rates that lead to it, and what was found there."""
    known = [one["count"] for one in told["stages"] if one["count"] is not None]
    largest = max(known, default=0) or 1
    into = {step["to"]: step for step in told["steps"]}
    start = told["steps"][0]["from"] if told["steps"] else None
    found = _by_stage(told["diagnoses"], told["titles"])
    passed = _by_stage(told["passed"], told["titles"])
    rows = []
    before: float | None = None
    for stage in told["stages"]:
        name, count = stage["name"], stage["count"]
        step = into.get(name)
        aside = count is None or (step is None and start is not None and name != start)
        width = None if count is None else 100 * count / largest
        ended = [*found.get(name, ()), *passed.get(name, ())]
        rows.append(
            {
                **stage,
                "title": told["titles"][name],
                "aside": aside,
                "width": width,
                "shape": _shape(width, before, aside=aside),
                "style": "unknown" if aside else "" if count else "none",
                "slope": _slope(before, width) if step and before is not None and width is not None else None,
                "step": step,
                "rulers": _rulers(step, ended),
                "found": found.get(name, []),
                "passed": passed.get(name, []),
                "first": any(one.get("first") for one in found.get(name, ())),
            }
        )
        before = before if aside else width
    return rows


def beside(told: Json) -> list[Json]:
    """The rates that were judged and lead to no stage, each with its scale."""
    return [
        {"one": one, "ruler": ruler(one["evidence"], one["limits"])}
        for one in (*told["diagnoses"], *told["passed"])
        if one["evidence"] and one["stage"] not in told["titles"]
    ]


def _by_stage(ended: Iterable[Json], titles: Json) -> dict[str, list[Json]]:
    by: dict[str, list[Json]] = {}
    for one in ended:
        if one["stage"] in titles:
            by.setdefault(one["stage"], []).append(one)
    return by


def _rulers(step: Json | None, ended: Iterable[Json]) -> list[Json]:
    """Scales of the step's own rate, and of others that were judged, since they skip a stage."""
    limits: dict[tuple[int, int], list[Json]] = {}
    rates: dict[tuple[int, int], Json] = {}
    if step:
        own = (step["k"], step["n"])
        rates[own], limits[own] = step, []
    for one in ended:
        evidence = one["evidence"]
        if evidence:
            key = (evidence["k"], evidence["n"])
            rates.setdefault(key, evidence)
            known = limits.setdefault(key, [])
            known += [limit for limit in one["limits"] if limit not in known]
    return [ruler(rate, limits[key]) for key, rate in rates.items()]


def ruler(rate: Json, limits: Sequence[Json]) -> Json:
    """A rate on a scale that begins at 0, with its interval and the thresholds that are shares."""
    lines = [limit for limit in limits if limit["share"] is not None]
    drawn = rate["rate"] is not None and rate["k"] <= rate["n"]
    interval = rate["interval"] or ()
    end = scale([rate["rate"] or 0, *interval, *(limit["share"] for limit in lines)]) if drawn else 1
    return {
        "rate": rate,
        "drawn": drawn,
        "end": end,
        "at": _at(rate["rate"] / end) if drawn else None,
        "interval": [_at(one / end) for one in interval] if drawn and interval else None,
        "limits": [{**limit, "at": _at(limit["share"] / end)} for limit in lines],
    }


def scale(values: Iterable[float]) -> float:
    """The end of a scale that holds all values: 1, 2 or 5 times a power of ten, and no more than the whole."""
    largest = max(values, default=0)
    if largest <= 0:
        return 1
    power = 10.0 ** floor(log10(largest))
    end = next(step * power for step in (1, 2, 5, 10) if largest <= step * power * (1 + 1e-12))
    return float(
        f"{min(end, 1) if largest <= 1 else end:.12g}"
    )  # 0.30000000000000004 is 0.3, and 5e-16 is no 0


def _at(share: float) -> float:
    return round(100 * share, 2)


def _shape(width: float | None, before: float | None, *, aside: bool) -> str | None:
    """The stage, or where it stands beside the funnel what passes it by."""
    if not aside:
        assert width is not None
        return _band(width)
    return None if before is None else _band(before)


def _band(width: float) -> str:
    """The stage itself, in a box of 100 by 10."""
    left = 50 - width / 2
    return f"M{left:.3f} 0h{width:.3f}v10h{-width:.3f}z"


def _slope(before: float, width: float) -> str:
    """What leads from the stage before to it."""
    return (
        f"M{50 - before / 2:.3f} 0L{50 + before / 2:.3f} 0L{50 + width / 2:.3f} 10L{50 - width / 2:.3f} 10z"
    )


def small(counts: Sequence[int]) -> str:
    """A funnel from left to right in a box of `WIDTH` by `HEIGHT`, as the path of its outline."""
    largest = max(counts, default=0)
    if not largest:
        return ""
    wide = WIDTH / len(counts)
    middle = HEIGHT / 2
    halves = [max(count / largest * middle, 0.3 if count else 0) for count in counts]
    upper = "".join(
        f"V{_short(middle - half)}H{_short(wide * number)}" for number, half in enumerate(halves, 1)
    )
    lower = "".join(
        f"V{_short(middle + half)}H{_short(wide * (len(halves) - number))}"
        for number, half in enumerate(reversed(halves), 1)
    )
    return f"M0 {_short(middle)}{upper}{lower}z"


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
