"""How the text report puts things into words: titles, what a repair is worth, sources, totals."""

from __future__ import annotations

from funneldx import figures
from funneldx.diagnosis import Diagnosis, FunnelReport, Passed, RunReport, Severity, Stake
from funneldx.model import Funnel, Member, Role
from funneldx.reports.drawing import sign
from funneldx.reports.layout import Line
from funneldx.reports.safe_text import shown

_LABEL = 11

_BASES = {
    "stated": "threshold stated by {}",
    "example": "threshold from a worked example of {}",
    "interpretation": "threshold our reading of {}",
}
_WRONG_DATA = {
    "FDX001": "the numbers",
    "FDX004": "the numbers of customers",
    "FDX005": "what keeps every rate from being judged",
    "FDX007": "the roles of the stages",
}


def in_one_line(one: Diagnosis, report: FunnelReport, signs: dict[str, str]) -> Line:
    """A diagnosis as one line, with the funnel it is about."""
    style = one.severity.label
    suspected = "suspected " if one.confidence == "suspected" else ""
    return Line(
        (f"{sign(one, signs)} ", f"{style}_bold"),
        (
            (f"{shown(str(one.location))}: ", "dim"),
            (f"{suspected}{style} {one.code} {one.name}: ", style),
            (f"{title(report, signs['dot'])}: {shown(one.message)}", "message"),
        ),
        wraps=False,
    )


def title(report: FunnelReport, dot: str) -> str:
    """Name (else the file's), period and labels of a funnel; of a sum of segments, that it is one."""
    funnel = report.funnel
    labels = [f"{key}: {value}" for key, value in funnel.labels.items()]
    if isinstance(funnel, Member) and funnel.place.whole:
        labels = [funnel.place.title]
    return f" {dot} ".join(
        shown(part) for part in (funnel.name or stem(report), funnel.period, *labels) if part
    )


def stem(report: FunnelReport) -> str:
    """The name of a funnel's file without its ending, for a funnel that has no name."""
    return report.location.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def unweighed(loud: list[Diagnosis], funnel: Funnel) -> str:
    """What to say where no step can be called the bottleneck."""
    sold = funnel.customers.total is not None or any(
        stage.role is Role.PURCHASED and stage.count is not None for stage in funnel.stages
    )
    if not sold and any(one.came_from for one in loud):
        return "not known: without the number purchased, no step can be weighed against another"
    worst = max(loud, key=lambda one: one.severity)
    return f"{worst.name} ({worst.code})"


def near(one: Passed) -> str:
    """The thresholds that the interval of a rate reaches, of which there are some where a pass is unsure."""
    assert one.evidence
    assert one.evidence.interval
    low, high = one.evidence.interval
    near = [figures.threshold(limit) for limit in one.thresholds.values() if low <= limit.share.value <= high]
    return figures.listing(near, "or") if near else "its line"  # it passed by the rate of another stage


def unjudged(report: FunnelReport, arrow: str) -> str:
    """The steps that no rule has a figure for."""
    return ", ".join(f"{stage(a, report)} {arrow} {stage(b, report)}" for a, b in report.without_figure)


def label(text: str) -> str:
    """A label, padded to the width that all labels take."""
    return text.ljust(_LABEL)


def stage(name: str, report: FunnelReport) -> str:
    """The name of a stage as people read it."""
    return shown(next((stage.title for stage in report.funnel.stages if stage.name == name), name))


def worth(stake: Stake | None) -> str:
    """`about 65 more purchases (49–84), 77,867 EUR`."""
    assert stake is not None
    top = stake.purchases if stake.high is None else stake.high
    low, about = figures.amount(stake.low, top), figures.about(stake.purchases)
    if stake.high is None:
        span = f" ({low} or more)"
    else:
        span = f" ({low}–{figures.amount(stake.high)})" if stake.low != stake.high else ""
    money = f", {figures.money(stake.amount, stake.currency)}" if stake.amount is not None else ""
    return f"{about} more purchase{'s' * (about != 'about 1')}{span}{money}"


def source(one: Diagnosis, dot: str) -> str:
    """Which article says so, and on what the threshold rests."""
    return f"{basis(one)} {dot} funneldx explain {one.code}"


def basis(one: Diagnosis) -> str:
    """On what the threshold rests, and the articles that say so."""
    limit = one.thresholds.get(one.against or "") or next(iter(one.thresholds.values()), None)
    first, *others = one.sources
    if limit:
        first = f"threshold your own; see {first}" if limit.own else _BASES[limit.basis].format(first)
    return f"{first}; also {', '.join(others)}" if others else first


def wrong_data(report: FunnelReport) -> str:
    """What is to be put right before the funnel itself can be; empty where nothing is."""
    codes = {one.code for one in report.diagnoses if one.severity is Severity.ERROR}
    wrong = [f"{what} ({code})" for code, what in _WRONG_DATA.items() if code in codes]
    return figures.listing(wrong) if wrong else ""


def doubtful(report: FunnelReport) -> bool:
    """Whether the bottleneck is only suspected."""
    neck = report.bottleneck
    return neck is not None and any(
        one.code == neck.code and one.stage == neck.to and one.confidence == "suspected"
        for one in report.diagnoses
    )


def summed(account: RunReport) -> str:
    """Totals of a run."""
    summary = account.summary
    found = [plural(n, severity.label) for severity, n in summary.diagnoses.items() if n]
    if not summary.funnels:
        text = "No funnel was judged"
    else:
        text = (
            f"{plural(summary.funnels, 'funnel')}: {figures.listing(found) if found else 'nothing diagnosed'}"
        )
    return text + (f"; {plural(summary.errors, 'problem')} in what was given" if summary.errors else "")


def plural(n: int, noun: str) -> str:
    """A number of things: `1 funnel`, `2 funnels`."""
    return f"{figures.count(n)} {noun}{'' if n == 1 else 's'}"
