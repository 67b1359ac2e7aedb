"""How a finding about a rate is put into words: what was counted, against which line, and how sure that is."""

from __future__ import annotations

from funneldx import figures
from funneldx.diagnosis import Evidence
from funneldx.rates import Level


def worded(
    sentence: str,
    line: str,
    evidence: Evidence,
    level: Level | None,
    *,
    settled: bool,
    counted: str,
    also: str = "",
) -> str:
    """Return the message.

    `sentence` says what was counted, `line` where that lies (`under 1:5`), `counted` who would have to be observed
    to settle a suspicion, `also` what is certain all the same.
    """
    if evidence.interval is None:
        return f"{sentence}, {line}."
    interval = figures.interval(evidence.interval)
    if settled:
        return f"{sentence}, {line} ({level} interval {interval})."
    if evidence.needed is None:
        return (
            f"{sentence}. That is {line}, but the rate sits at the line ({level} interval {interval}).{also}"
        )
    return (
        f"{sentence}. That looks {line}, but too few were counted to tell ({level} interval {interval}); "
        f"{figures.count(evidence.needed)} {counted} at this rate would settle it.{also}"
    )
