"""Funnels before and after to what changed: which rates, by the rules about change, and why sales moved."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from funneldx import stage_names
from funneldx.compare.matching import Pair, Segments
from funneldx.compare.splitting import Counts, shares, weights
from funneldx.comparison import Comparison, Part, Segment, Side, Split, StepChange, Verdict
from funneldx.diagnosis import Defect, FunnelReport
from funneldx.model import Funnel, Member, Role, StepName
from funneldx.periods import last_day
from funneldx.policy import Policy
from funneldx.rates import Level, Rate, Share
from funneldx.rules.cells import Cell, Line, Move
from funneldx.rules.change.step_dropped import least
from funneldx.rules.compared import Compared
from funneldx.series.forming import titles_of
from funneldx.series.parting import Labels
from funneldx.series.summing import stages_of, summed
from funneldx.significance import difference, score_test, tellable
from funneldx.tuples import NamedTuple

CODES = ("FDX601", "FDX603", "FDX604")
"""The rules about change over time; that a segment lags is no change."""


class Judged(NamedTuple):
    """A comparison, and the rules that crashed in judging it."""

    comparison: Comparison
    defects: tuple[Defect, ...]


def compared(pair: Pair, policy: Policy) -> Judged:
    """Hold two sets of funnels against each other, under the policy of the run."""
    pair = _alike(pair)
    sides = (_side(pair.before), _side(pair.after))
    series = _series(pair, sides, policy)
    cells = [line.cells[-1] for line in series.lines if line.cells[-1].at == 1]
    defects: list[Defect] = []
    found: list[FunnelReport] = []
    for cell in cells:
        assert isinstance(cell.funnel, Member)
        judged = policy.judged(cell.funnel)
        defects += judged.defects
        report = judged.report
        assert report is not None  # what a funnel sets of thresholds was settled when it was read
        about = tuple(one for one in report.diagnoses if one.code in CODES)
        found.append(report._replace(diagnoses=about))
    relative = policy.thresholds_of(cells[0].funnel) if cells else {}
    verdicts = _Verdicts(series, least(relative))
    segments = [
        _segment(line, labels, verdicts, policy.settings.level)
        for line, labels in zip(series.segments, _labels(pair), strict=True)
    ]
    whole = (
        segments[0] if series.whole is None else _segment(series.whole, (), verdicts, policy.settings.level)
    )
    split, unsplit = _split(pair, _titles(pair))
    comparison = Comparison(
        name=pair.name,
        before=sides[0],
        after=sides[1],
        whole=whole._replace(title="", labels={}),
        segments=tuple(segments) if series.whole else (),
        split=split,
        unsplit=unsplit,
        found=tuple(one for one in found if one.diagnoses),
    )
    return Judged(comparison, tuple(defects))


def _alike(pair: Pair) -> Pair:
    """Both sides with the stages alone that all of their funnels have, so that the same steps stand there."""
    funnels = [*pair.before.values(), *pair.after.values()]
    common = [
        stage.name
        for stage in stages_of(funnels)
        if all(any(one.name == stage.name for one in funnel.stages) for funnel in funnels)
        and (stage.role or not stage_names.is_exit(stage.name))
    ]
    if len(common) < 2:
        return _by_role(pair)

    def cut(funnel: Funnel) -> Funnel:
        by_name = {stage.name: stage for stage in funnel.stages}
        return funnel._replace(stages=tuple(by_name[name] for name in common))

    return Pair(pair.name, _each(pair.before, cut), _each(pair.after, cut))


def _by_role(pair: Pair) -> Pair:
    """The stages that share a role, under the names of the first side, where they share no names."""
    funnels = [*pair.before.values(), *pair.after.values()]
    roles = [_roles(funnel) for funnel in funnels]
    common = [role for role in roles[0] if all(role in one for one in roles)]

    def cut(funnel: Funnel) -> Funnel:
        own = _roles(funnel)
        stages = tuple(
            funnel.stages[own[role]]._replace(name=funnels[0].stages[roles[0][role]].name) for role in common
        )
        return funnel._replace(stages=stages)

    return Pair(pair.name, _each(pair.before, cut), _each(pair.after, cut))


def _roles(funnel: Funnel) -> dict[Role, int]:
    """The first stage of each role."""
    found: dict[Role, int] = {}
    for index, stage in enumerate(funnel.stages):
        if stage.role:
            found.setdefault(stage.role, index)
    return found


def _each(segments: Segments, cut: Callable[[Funnel], Funnel]) -> Segments:
    return {labels: cut(funnel) for labels, funnel in segments.items()}


def _side(segments: Segments) -> Side:
    first = next(iter(segments.values()))
    location = first.places.find("")
    return Side(first.period or location.path, first.period, location)


def _labels(pair: Pair) -> list[Labels]:
    """The labels of all segments, of both sides."""
    return list(dict.fromkeys((*pair.before, *pair.after)))


def _titles(pair: Pair) -> dict[Labels, str]:
    return titles_of(_labels(pair))


def _series(pair: Pair, sides: tuple[Side, Side], policy: Policy) -> Compared:
    """The two sides as the two periods of a series."""
    names = [side.title for side in sides]
    if names[0] == names[1]:
        names = [side.location.path for side in sides]
    ends = [last_day(side.period) if side.period else None for side in sides]
    if sides[0].period == sides[1].period:
        ends = [None, None]  # neither is later: whatever is open is so on both sides
    series = Compared(names, policy.settings.level, policy.settings.as_of.toordinal(), ends)
    titles = _titles(pair)
    for labels in _labels(pair):
        line = Line(series, titles[labels])
        series.segments.append(line)
        for at, side in enumerate((pair.before, pair.after)):
            if labels in side:
                _add(line, side[labels], at)
    if len(series.segments) > 1:
        series.whole = Line(series, "all segments", whole=True)
        for at, side in enumerate((pair.before, pair.after)):
            funnels = [*side.values()]
            _add(series.whole, summed(funnels, {}, funnels[0].period), at)
    series.settle()
    return series


def _add(line: Line, funnel: Funnel, at: int) -> None:
    cell = line.add(funnel, at)
    cell.funnel = Member.of(funnel, cell)


class _Verdicts:
    """What the tests of a series say of its steps."""

    def __init__(self, series: Compared, relative: Share) -> None:
        self.literal = series.level is None
        self._relative = relative
        self._differs: dict[tuple[int, StepName], Move] = {
            (id(move.cell), move.step): move for move in series.moves()
        }

    def of(self, cell: Cell, step: StepName, before: Rate, after: Rate) -> tuple[Verdict, str]:
        """The verdict on a step that has a rate on both sides, and the reason for one that says little."""
        if cell.open:
            return "cannot tell", "the later period may still change"
        if not self.literal and not tellable(before, after):
            return "cannot tell", "too few"
        move = self._differs.get((id(cell), step))
        if move is None or before.k * after.n == after.k * before.n:
            return "no evidence", ""
        if move.fell(self._relative):
            return "worse", ""
        return ("better", "") if move.rose(self._relative) else ("no evidence", "differs by too little")


def _segment(line: Line, labels: Labels, verdicts: _Verdicts, level: Level | None) -> Segment:
    sides: list[Cell | None] = [next((cell for cell in line.cells if cell.at == at), None) for at in (0, 1)]
    there = next(cell for cell in sides if cell)
    names = [stage.name for stage in there.funnel.stages]
    steps = tuple(
        _step(sides[0], sides[1], (first, second), verdicts, level)
        for first, second in itertools.pairwise(names)
    )
    return Segment(dict(labels), line.title, steps, sides[0] is not None, sides[1] is not None)


def _step(
    before: Cell | None, after: Cell | None, step: StepName, verdicts: _Verdicts, level: Level | None
) -> StepChange:
    was, is_ = _raw(before, step), _raw(after, step)
    if not was or not is_:
        reason = "not there on both sides" if before is None or after is None else "not counted on both sides"
        return StepChange(*step, was, is_, "cannot tell", reason, None, None, None)
    if not was.n or not is_.n:
        return StepChange(*step, was, is_, "cannot tell", "nobody stood before it", None, None, None)
    if was.k > was.n or is_.k > is_.n:
        return StepChange(*step, was, is_, "cannot tell", "more behind it than before it", None, None, None)
    assert after is not None
    verdict, reason = verdicts.of(after, step, was, is_)
    interval = difference(was, is_, level) if level else None
    p_value = score_test(was, is_) if tellable(was, is_) else None
    return StepChange(*step, was, is_, verdict, reason, is_.value - was.value, interval, p_value)


def _raw(cell: Cell | None, step: StepName) -> Rate | None:
    """The counts of a step, whatever they are; None where either is unknown."""
    if cell is None:
        return None
    counts = {stage.name: stage.count for stage in cell.funnel.stages}
    n, k = counts[step[0]], counts[step[1]]
    return None if n is None or k is None else Rate(k, n)


def _split(pair: Pair, titles: dict[Labels, str]) -> tuple[Split | None, str]:
    """The split of the change in sales, or why there is none."""
    funnels = [*pair.before.values(), *pair.after.values()]
    stages = funnels[0].stages
    known = [
        index for index in range(len(stages)) if all(one.stages[index].count is not None for one in funnels)
    ]
    sold = [index for index in known if stages[index].role is Role.PURCHASED]
    last = sold[-1] if sold else (known[-1] if known else 0)
    chain = [index for index in known if index <= last]
    if len(chain) < 2:
        return None, "two stages that are counted on both sides, in every segment, were expected"

    def counts(side: Segments, labels: Labels) -> Counts:
        return [side[labels].stages[index].count or 0 for index in chain] if labels in side else ()

    both = {labels: (counts(pair.before, labels), counts(pair.after, labels)) for labels in _labels(pair)}
    if any(_from_nobody(one) for pair_ in both.values() for one in pair_):
        return None, "somebody stands behind a stage where nobody stood"
    parts = []
    for labels, (was, is_) in both.items():
        volume, *steps = shares(was, is_)
        parts.append(Part(titles[labels], volume, tuple(steps)))
    value = {funnel.deal_value for funnel in funnels}
    names = [stages[index].name for index in chain]
    return (
        Split(
            first=names[0],
            last=names[-1],
            sold=bool(sold),
            steps=tuple(itertools.pairwise(names)),
            before=sum(was[-1] for was, _ in both.values() if was),
            after=sum(is_[-1] for _, is_ in both.values() if is_),
            parts=tuple(parts),
            weights=weights([*both.values()]) if len(both) > 1 else None,
            value=value.pop() if len(value) == 1 else None,
        ),
        "",
    )


def _from_nobody(counts: Sequence[int]) -> bool:
    return any(not n and k for n, k in itertools.pairwise(counts))


def in_order(judged: Iterable[Judged]) -> tuple[Comparison, ...]:
    """The comparisons, those in which something got worse first, the loudest before the others."""

    def loudness(comparison: Comparison) -> int:
        return max((int(one.severity) for report in comparison.found for one in report.diagnoses), default=0)

    return tuple(sorted((one.comparison for one in judged), key=lambda one: -loudness(one)))
