"""Tables of every shape, as people have them and worse, each from a number."""

from __future__ import annotations

import random

from funneldx.config import TableSettings

_NAMES = (
    *(
        "Acme",
        "North",
        "Total",
        "Average 2026",
        "Итого",
        "北京",
        "-",
        "",
        "n/a",
        "a, b",
        'say "hi"',
        "two\nlines",
    ),
    *(
        "x" * 205,
        " sp ",
        "Plan B",
        "*note",
        "See: below",
        "North Total",
        "#hash",
        "# c",
        "München",
        "Null",
        "~",
    ),
)
_NUMBERS = (
    *("", "-", "n/a", "1 500", "1,500", "1.500", "1.500,00", "1'500", "60.0", "007", "0", "-5", "1.5", "5 %"),
    *("1.2k", "tbd", "1E5", "9" * 17, "+7", "1234,5", "１２", "Leads", "$5", "12\u00a0000"),
)
_OTHERS = {
    "period": ("2026-Q3", "09.2026", "13/05/2026", "04/05/2026", "Sep 2026", "bad", "", "2026", "Total"),
    "market": ("B2B", "b2g", "", "-"),
    "approach": ("passive", "x", ""),
    "deal_value": ("$1,200.50", "1.200", "", "7 %", "x", "1200"),
    "role": ("prospects", "contacted", "", "purchased"),
}
_USUAL = {"market": "b2b", "approach": "active", "deal_value": "1200 EUR", "year": "2026", "role": ""}
_STAGES = ("prospects", "contacted", "interested", "purchased")
_WORDS = {"name", "funnel", "channel", "region", "segment", "remark"}
_WIDE = (
    *(
        "name",
        "period",
        "year",
        "month",
        "market",
        "approach",
        "channel",
        "deal_value",
        "region",
        "segment",
        "Won",
    ),
    *("warm thru", "price discussed", "hot", "warm", "cold", "cost", "id", "", "visits", "remark"),
)
_LONG = ("funnel", "period", "region", "market", "hot", "role", "order", "remark", "")
ENDS = ("\n", "\n", "\r\n", "\r", "mixed")


class _Table:
    """One table being made up."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)  # noqa: S311  (the same tables each time)
        self.strange = self.random.choice((0, 0, 0.02, 0.1, 0.5))
        self.delimiter = self.random.choice(",,;\t|")
        self.quoting = self.random.choice(("needed", "needed", "all", "some", "none"))

    def is_strange(self, times: float = 1) -> bool:
        return self.random.random() < self.strange * times

    def cell(self, header: str) -> str:
        pick = self.random
        if header in _WORDS:
            strange = self.random.random() < max(self.strange, 0.15)
            return pick.choice(_NAMES) if strange else f"client {pick.randrange(30)}"
        if header in _OTHERS and self.is_strange():
            return pick.choice(_OTHERS[header])
        if header in {"period", "month"}:
            return f"2026-{pick.randrange(1, 13):02}"
        if header == "cost":
            return f"{pick.randrange(1000)}.{pick.randrange(100)}"
        return _USUAL.get(header) or (
            pick.choice(_NUMBERS) if self.is_strange() else str(pick.randrange(3000))
        )

    def wide(self) -> list[list[str]]:
        header = self.random.sample(_WIDE, self.random.randrange(1, 6))
        header += _STAGES[: self.random.randrange(2, 5)]
        header += [""] * self.is_strange()
        return [header, *([*map(self.cell, header)] for _ in range(self.random.choice((1, 2, 6, 30, 120))))]

    def long(self) -> list[list[str]]:
        header = [*self.random.sample(_LONG, self.random.randrange(4)), "stage", "count"]
        if self.random.random() < 0.2:
            header = ["region", "stage", "Jan 2026", "Feb 2026", "Total"]
        self.random.shuffle(header)
        rows = []
        for number in range(self.random.choice((1, 2, 10, 30))):
            same = {name: self.cell(name) for name in header}
            same |= {name: f"c {number}" for name in ("funnel", "region") if self.random.random() < 0.8}
            for stage in _STAGES:
                row = same | {name: self.cell(name) for name in header if name not in same or name == "count"}
                row["stage"] = (
                    self.random.choice(("Total", "Rate", "", "leads")) if self.is_strange(0.3) else stage
                )
                row |= {name: "" for name in ("hot", "funnel") if self.is_strange()}
                rows.append([row[name] for name in header])
        if self.random.random() < 0.15:
            self.random.shuffle(rows)
        return [header, *rows]

    def bare(self) -> list[list[str]]:
        return [[stage, self.cell("count")] for stage in _STAGES]

    def lines(self, rows: list[list[str]]) -> list[str]:
        sign = self.delimiter
        before = (f"sep={sign}", "# a comment", f"Sales 2026{sign * 3}", "Sales 2026")
        lines = [line for line in before if self.random.random() < 0.1]
        for row in rows:
            odd = (
                *("", '# comment "q', sign.join(rows[0]).upper(), f"Source: CRM, x{sign * (len(row) - 1)}"),
                *("\t".join(row), sign.join((*row, "more")), sign.join(row[:-1]), sign.join((*row, "", ""))),
            )
            lines += [self.random.choice(odd)] * self.is_strange(0.3)
            lines += [sign.join(("stage", "contacted", "won", "x"))] * self.is_strange(0.02)
            lines.append(sign.join(map(self.quoted, row)))
        lines += [sign.join(("Total", *("9" for _ in rows[0][1:])))] * (self.random.random() < 0.1)
        return lines + [f'"open{sign}5'] * self.is_strange(0.2)

    def quoted(self, cell: str) -> str:
        needed = any(sign in cell for sign in f'"\n{self.delimiter}') and self.quoting == "needed"
        if needed or self.quoting == "all" or (self.quoting == "some" and self.random.random() < 0.2):
            return '"' + cell.replace('"', '""') + '"'
        return cell.replace("\n", " ")


def nasty_table(number: int) -> tuple[bytes, TableSettings]:
    """The bytes of a table, and how it is to be read."""
    table = _Table(number)
    pick = table.random
    lines = table.lines(pick.choice((table.wide, table.wide, table.long, table.bare))())
    end = pick.choice(ENDS)
    text = "".join(line + (pick.choice(ENDS[:4]) if end == "mixed" else end) for line in lines)
    text = text if pick.random() < 0.7 else text.rstrip("\r\n")
    encoding = pick.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1251", "gb18030", "koi8-r"))
    data = text.encode(encoding, "replace")
    data += b"\xff\xfe,5\n" * (pick.random() < 0.03) + b"\0" * (pick.random() < 0.02)
    named = pick.choice((*[None] * 20, "cp1251", "utf-16-le", "utf-7"))
    return data, TableSettings(delimiter=pick.choice((*[None] * 9, table.delimiter)), encoding=named)
