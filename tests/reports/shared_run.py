"""One run that every report is tried on: clean, ailing, unsure, unreadable, of every script, and hostile."""

from __future__ import annotations

from typing import Any

from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.policy import Policy
from funneldx.reports import Report
from funneldx.rules import catalogue
from funneldx.sources import Source
from tests.judging import TODAY

FILES = {
    "healthy.yaml": """
name: Documents
stages: {prospects: 1500, contacted: 1000, interested: 400, price_discussed: 250, purchased: 60}
customers: {hot: 8, warm: 22, cold: 30}
""",
    "baltics.yaml": """
name: Outbound, Baltics
period: 2026-09
labels: {region: baltics}
market: b2b
deal_value: 1200 EUR
stages: {prospects: 1500, contacted: 1000, interested: 90, price_discussed: 60, purchased: 24}
customers: {hot: 1, warm: 9, cold: 14}
ignore: [{rule: unknown-stage, reason: our own names, until: 2026-01-01}]
""",
    "small.yaml": "stages: {contacted: 10, interested: 1, price_discussed: 1, purchased: }\n",
    "dry.yaml": "stages: {contacted: 300, interested: 120, price_discussed: 60, purchased: 0, repeat: 0}\n",
    "broken.yaml": "stages: {contacted: 12:30, intrested: -1}\nmarkt: b2b\n",
    "scripts.csv": "Этап;Количество\nЛиды;1500\nКонтакт установлен;400\n注册人数;300\nعملاء;200\n🚀 Launched;150\n"
    "যোগাযোগ;120\nProdazha;100\nПродажа;60\n",
    "hostile.yaml": r"""
name: "[bold]x[/bold] \e[31mred \e]8;;http://evil\e\\link :smile: \u202Eabc ##[error]hi ##vso[task]"
labels: {team: "::error::a\nb"}
stages: {"::error file=x::": 100, "\r\n##[group]": 90, "a|b": 80, "=cmd()": 70, "\u2028next": 60}
customers: {hot: 0}
ignore: [{rule: rising-stage, reason: "::warning::no\x1b"}]
""",
    "long.csv": "region,stage,count,note\nnorth,Leads,500,a\nnorth,Contacted,300,b\nnorth,Won,40,c\n"
    "south,Leads,500,d\nsouth,Contacted,120,e\nsouth,Won,140,f\nTotal,Total,1600,g\n",
}


def shared_run(**more: Any) -> Run:
    """The run, ready to be iterated over once."""
    sources = [Source(name, text.encode) for name, text in FILES.items()]
    return Run(sources, Policy(catalogue(), Settings(as_of=TODAY)), FILES, **more)


def written(report: Report[Any], run: Run | None = None) -> str:
    """All that a report writes of a run."""
    run = run or shared_run()
    parts = [report.begin(), *(report.write(report.piece(funnel)) for funnel in run), report.end(run.account)]
    return "".join([part if isinstance(part, str) else part.decode() for part in parts])
