"""Pages, parsed: what they say of the numbers, to be held against JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lxml import html

from funneldx.reports.safe_text import shown

Json = dict[str, Any]


def parsed(text: str) -> html.HtmlElement:
    """The page as a tree."""
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    """What an element says, with its spaces folded and none of them unbreakable; not its style and script."""
    texts = element.xpath(".//text()[not(ancestor::style or ancestor::script)]")
    return " ".join("".join(texts).replace("\u00a0", " ").split())


def cells(row: html.HtmlElement) -> list[str]:
    """What each cell of a row says."""
    return [words(cell) for cell in row]


def numbers(element: html.HtmlElement) -> list[float]:
    """The exact values below an element, in order."""
    return [json.loads(one.get("value", "")) for one in element.iter("data")]


def interval(element: html.HtmlElement) -> list[float] | None:
    """The first interval below an element; None where there is none."""
    for one in element.iter():
        if isinstance(one.tag, str) and one.get("data-low"):
            return [json.loads(one.get("data-low", "")), json.loads(one.get("data-high", ""))]
    return None


def funnels(page: html.HtmlElement) -> list[Json]:
    """All that the tables of the page say of each funnel that it tells in full."""
    found = []
    for details in page.iterfind(".//details[@class='numbers']"):
        table = details.find(".//table")
        assert table is not None
        passed = details.getnext()
        assert passed is not None
        found.append(
            {
                "name": table.get("data-name") or None,
                "period": table.get("data-period") or None,
                "labels": json.loads(table.get("data-labels", "")),
                "whole": json.loads(table.get("data-whole", "")),
                "path": table.get("data-path"),
                "overall": _overall(table),
                **_stages(table),
                "diagnoses": [_judged(row) for row in details.iterfind(".//tr[@data-kind='diagnosis']")],
                "passed": [_judged(row) for row in passed.iterfind(".//tr[@data-kind='passed']")],
            }
        )
    return found


def _overall(table: html.HtmlElement) -> Json | None:
    span = table.find(".//span[@class='overall']")
    if span is None:
        return None
    k, n, rate = numbers(span)
    return {"k": k, "n": n, "rate": rate, "interval": interval(span)}


def _stages(table: html.HtmlElement) -> Json:
    stages, steps = [], []
    for row in table.iterfind(".//tr[@class='stage-row']"):
        cells = row.findall("td")
        count, share = (numbers(cell) for cell in cells[:2])
        stages.append({"count": count[0] if count else None, "of_first": share[0] if share else None})
        if len(cells) > 3:
            steps.append(_rate(cells[3:]))
    return {"stages": stages, "steps": steps}


def _rate(cells: list[html.HtmlElement]) -> Json:
    """What five cells say of a rate: reached, of, rate, 1:x, interval."""
    rate = numbers(cells[2])
    ratio = words(cells[3])
    return {
        "k": numbers(cells[0])[0],
        "n": numbers(cells[1])[0],
        "rate": rate[0] if rate else None,
        "ratio": None if ratio == "–" else ratio,
        "interval": interval(cells[4]),
    }


def _judged(row: html.HtmlElement) -> Json:
    cells = row.findall("td")
    found: Json = {
        "code": row.get("data-code"),
        "evidence": _rate(cells) if len(cells) > 5 else None,
    }
    stake = row.find(".//td[@class='stake']")
    if stake is not None:
        values = numbers(stake)
        found["stake"] = _stake(values[0], stake) if values else None
    return found


def _stake(purchases: float, cell: html.HtmlElement) -> Json:
    span = cell.find(".//span[@data-low]")
    assert span is not None
    low, high, amount = (json.loads(span.get(f"data-{key}") or "null") for key in ("low", "high", "amount"))
    return {
        "purchases": purchases,
        "low": low,
        "high": high,
        "amount": amount,
        "currency": span.get("data-currency") or None,
    }


def in_json(funnel: Json) -> Json:
    """The same of a funnel of the JSON report."""
    rate = ("k", "n", "rate", "ratio", "interval")

    def judged(one: Json, *more: str) -> Json:
        evidence = one["evidence"]
        kept = {key: evidence[key] for key in rate} if evidence else None
        return {"code": one["code"], "evidence": kept, **{key: one[key] for key in more}}

    return {
        **{key: funnel[key] for key in ("period", "whole", "overall")},
        "name": shown(funnel["name"]) if funnel["name"] else None,
        "labels": json.loads(shown(json.dumps(funnel["labels"]))),
        "path": shown(funnel["location"]["path"]),
        "stages": [{key: one[key] for key in ("count", "of_first")} for one in funnel["stages"]],
        "steps": [{key: one[key] for key in rate} for one in funnel["steps"]],
        "diagnoses": [judged(one, "stake") for one in funnel["diagnoses"]],
        "passed": [judged(one) for one in funnel["passed"]],
    }


def sorted_out(found: Iterable[Json]) -> list[str]:
    """Funnels as texts, in an order that is the same for equal ones."""
    return sorted(
        json.dumps(
            {**one, "diagnoses": sorted(json.dumps(each, sort_keys=True) for each in one["diagnoses"])},
            sort_keys=True,
        )
        for one in found
    )
