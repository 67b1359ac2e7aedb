"""The templates, filled: every text that comes from a file is made harmless and escaped, whatever wrote it there.

A page may load nothing and run nothing but its own style and script, which its Content-Security-Policy knows by their
hashes. So there are no attributes for styles or events in the templates.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from funneldx import figures
from funneldx.cards import RuleCard
from funneldx.diagnosis import Severity
from funneldx.errors import UsageError
from funneldx.reports import phrases
from funneldx.reports.compare_words import title as stage_title
from funneldx.reports.layout import UNICODE_SIGNS
from funneldx.reports.overview_rows import Row
from funneldx.reports.overview_rows import title as row_title
from funneldx.reports.page import picture
from funneldx.reports.safe_text import shown

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup
except ImportError:
    raise UsageError(
        "the format html needs Jinja2, which is not installed",
        "install it: pip install 'funneldx[html]'",
    ) from None

Json = dict[str, Any]

ROOM_TOLD = 4_000_000
"""Bytes for funnels in full; half of that beside a list of more than `LONG`, which takes a browser its time, too."""
LONG = 1_000
ROOM_ROWS = 9_500_000
"""Bytes for the list of all."""
ROOM_COMPARED = 10_000_000
"""Bytes for comparisons."""

_EARLY = Markup('document.documentElement.className = "js";')
"""Run before the list is laid out, most of which the script then keeps out of sight."""


class Writer:
    """Fills the templates of one page."""

    def __init__(self) -> None:
        self._environment = _environment()

    def run(self, summary: Json, rules: Iterable[RuleCard]) -> str:
        """The page of a check or a scan."""
        alone = summary["many"] == summary["listed"] == 1
        parts: list[Markup] = []
        links: dict[Row, str] = {}
        codes: set[str] = set()
        room = ROOM_TOLD // (1 + (summary["listed"] > LONG))
        for number, (row, told) in enumerate(summary["told"], 1):
            anchor = f"f{number}"
            part = self._filled("funnel.html", funnel=told, anchor=anchor, alone=alone, open=number == 1)
            room -= len(part.encode())
            if room < 0 and parts:
                break
            parts.append(part)
            links.setdefault(row, anchor)
            codes |= _codes(told)
        rows = [] if alone else self._rows(summary["rows"], links)
        known = [*rules]
        names = {card.code: card.name for card in known}
        return self._page(
            "run.html",
            **summary,
            alone=alone,
            funnels=parts,
            links=links,
            listing=rows,
            not_listed=summary["listed"] - len(rows),
            names=names,
            cards=[card for card in known if card.code in codes],
            script=bool(rows),
        )

    def compared(self, summary: Json, rules: Iterable[RuleCard]) -> str:
        """The page of a comparison."""
        parts: list[Markup] = []
        codes: set[str] = set()
        room = ROOM_COMPARED
        only = len(summary["comparisons"]) == 1
        for number, one in enumerate(summary["comparisons"], 1):
            part = self._filled("comparison.html", one=one, anchor=f"c{number}", only=only)
            room -= len(part.encode())
            if room < 0 and parts:
                break
            parts.append(part)
            codes |= {found["code"] for found in one["diagnoses"]}
        return self._page(
            "compare.html",
            **summary,
            compared=parts,
            more=len(summary["comparisons"]) - len(parts),
            cards=[card for card in rules if card.code in codes],
            script=False,
        )

    def _rows(self, rows: Iterable[Row], links: dict[Row, str]) -> list[Markup]:
        """The list of all funnels, as far as there is room for it."""
        template = self._environment.get_template("row.html")
        room = ROOM_ROWS
        found: list[Markup] = []
        for row in rows:
            part = Markup(template.render(row=row, link=links.get(row)))  # noqa: S704  (escaped by the template)
            room -= len(part.encode())
            if room < 0:
                break
            found.append(part)
        return found

    def _filled(self, template: str, **parts: Any) -> Markup:
        return Markup(self._environment.get_template(template).render(**parts))  # noqa: S704  (as above)

    def _page(self, template: str, *, script: bool, **parts: Any) -> str:
        style = _asset("page.css")
        scripts = {"early": _EARLY, "script": _asset("page.js") if script else ""}
        allowed = " ".join(map(_hash, scripts.values())) if script else "'none'"
        policy = (
            f"default-src 'none'; style-src {_hash(style)}; script-src {allowed}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        page: str = self._environment.get_template(template).render(
            **parts, **scripts, style=style, policy=policy
        )
        return page


def _codes(told: Json) -> set[str]:
    """The rules that had something to say of a funnel."""
    return {one["code"] for one in (*told["diagnoses"], *told["passed"])}


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> Markup:
    """A file of ours, as it stands."""
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return Markup(text.replace("\r\n", "\n"))  # noqa: S704  (no text of a file is in it)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_harmless,
    )
    environment.filters.update(
        as_json=json.dumps,
        count=figures.count,
        data=_data,
        digits=_digits,
        figure=_figure,
        interval=lambda ends: _unbroken(figures.interval(ends)),
        listing=figures.listing,
        name=_name,
        percent=lambda rate: _unbroken(figures.percent(rate)),
        points=_points,
        row_title=row_title,
        signed=_signed,
        small=picture.small,
        stage_title=stage_title,
    )
    environment.globals.update(
        SIGNS=UNICODE_SIGNS,
        Severity=Severity,
        picture=picture,
        plural=phrases.plural,
        row_worth=_row_worth,
        address=_address,
        alike=_alike,
    )
    return environment


def _harmless(value: object) -> object:
    """What is written for a value: of a text, nothing that could be obeyed."""
    return shown(value) if type(value) is str else value


def _name(text: str) -> Markup:
    """A text of a file among ours, whichever way it is read."""
    return Markup("<bdi>{}</bdi>").format(_unbroken(shown(text)))


def _unbroken(text: str) -> str:
    """The same, with no line ending between a number and its sign for per cent."""
    return re.sub(r"(?<=\d) %", "\u00a0%", text)


def _data(value: float, text: str) -> Markup:
    """A number with its exact value, as JSON has it."""
    return Markup('<data value="{}">{}</data>').format(repr(value), shown(text))


def _figure(value: int) -> Markup:
    """A whole number with its exact value."""
    return _data(value, figures.count(value))


def _points(value: float) -> str:
    """A difference of rates in percentage points: `+1.4`."""
    return f"{value * 100:+.1f}".replace("-", "−")


def _signed(value: float, digits: int = 1) -> str:
    """`+35.2`, with the sign for minus."""
    return f"{value:+,.{digits}f}".replace("-", "−") if round(value, digits) else "0"


def _digits(value: float) -> str:
    """The end of a scale in per cent, as short as it can be."""
    return f"{value * 100:.10g}\u00a0%"


def _row_worth(row: Row) -> str:
    """What repairing a bottleneck is worth, in short, where that is known."""
    assert row.purchases is not None
    text = f"{figures.amount(row.purchases)} more"
    return text if row.amount is None else f"{text}, {figures.money(row.amount, row.currency)}"


def _alike(found: Iterable[Json]) -> list[list[Json]]:
    """Findings that differ only in what they are about, together; in the order of the first of each."""
    groups: dict[str, list[Json]] = {}
    for one in found:
        shared = [
            one[key] for key in ("code", "severity", "confidence", "cause", "actions", "since", "first")
        ]
        groups.setdefault(json.dumps(shared), []).append(one)
    return [*groups.values()]


def _address(address: str | None) -> str | None:
    """Where an article stands, as a link; None for what is no plain address."""
    if address is None or not address.isascii() or not address.replace("https://", "")[:1].isalnum():
        return None
    host, _, rest = address.removeprefix("https://").partition("/")
    plain = host.replace(".", "").replace("-", "").isalnum() and "." in host
    return f"https://{host}/{rest}" if plain else None
