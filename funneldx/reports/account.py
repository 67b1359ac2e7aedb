"""What a run has to tell beside its funnels: what could not be read, defects, notices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from funneldx.diagnosis import RunReport
from funneldx.reports.layout import Line
from funneldx.reports.safe_text import shown


def told(account: RunReport, signs: dict[str, str], *, notices: bool) -> Iterator[Line]:
    """Return the lines for a text report; a hint that holds for several mistakes is given once."""
    rail = (f"{signs['rail']} ", "rail")
    for problem, following in zip_longest(account.errors, account.errors[1:]):
        where = f"{shown(problem.where)}: " if problem.where else ""
        body = ((where, "bold"), (shown(problem.message), "message"))
        yield Line((f"{signs['error']} ", "error_bold"), body, under=rail)
        if following is None or following.hint != problem.hint:
            yield Line(rail, ((shown(problem.hint), "dim"),), head=(f"{signs['arrow']} ", "dim"))
    for defect in account.defects:
        text = f"defect of funneldx in {shown(defect.where)}: {shown(defect.message)}"
        yield Line((f"{signs['error']} ", "error_bold"), ((text, "message"),), under=rail)
    for notice in account.notices if notices else ():
        where = ":".join(str(part) for part in notice[:3] if part)
        text = f"{shown(where)}: {shown(notice.message)}" if where else shown(notice.message)
        yield Line((f"{signs['note']} ", "note"), ((text, "dim"),), under=rail)
