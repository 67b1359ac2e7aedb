"""Thresholds that somebody sets, in a funnel, the configuration or the command line: which rule's, and whether it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from funneldx.errors import Problem, nearest
from funneldx.figures import listing
from funneldx.model import Location, ThresholdSetting
from funneldx.naming import Names, named, unknown_rule
from funneldx.rates import Share
from funneldx.rules.context import Thresholds
from funneldx.rules.rule import Rule

MOST_TOLD = 100
"""Mistakes of one funnel in what it says of rules that are told: for each the most similar name is looked for."""
Settled = dict[tuple[str, str], Share]
"""By rule code and key."""


def settled(
    asked: Iterable[ThresholdSetting],
    rules: Sequence[Rule],
    names: Names,
    find: Callable[[str], Location],
    base: Thresholds,
) -> tuple[Settled, list[Problem]]:
    """Settle what is asked for, on top of `base`; or say what is wrong with it, where `find` finds each field."""
    found: Settled = {}
    problems: list[Problem] = []
    places: dict[str, Location] = {}
    for setting in asked:
        if len(problems) >= MOST_TOLD:
            break
        place = find(setting.field)
        codes = named(setting.rule, names)
        concerned = [rule for rule in rules if rule.code in codes]
        fitting = [rule for rule in concerned if setting.key in rule.keys]
        if len(concerned) > 1:  # a prefix or a family: not to give one to a rule that has none
            fitting = [rule for rule in fitting if setting.key in rule.thresholds]
        if not concerned:
            problems.append(Problem(*place, *unknown_rule(setting.rule, names)))
        elif not fitting:
            problems.append(Problem(*place, *_unknown_key(setting, concerned)))
        elif wrong := _out_of_bounds(setting, fitting):
            problems.append(Problem(*place, *wrong))
        else:
            found.update({(rule.code, setting.key): setting.value for rule in fitting})
            for rule in fitting:
                places[rule.code] = place
    problems += [
        Problem(*places[rule.code], *wrong)
        for rule in rules
        if rule.code in places and (wrong := _crossed(rule, {**base, **found}))
    ]
    return found, problems


def _crossed(rule: Rule, settled: Mapping[tuple[str, str], Share]) -> tuple[str, str] | None:
    """What is wrong where the lower of two thresholds was set above the higher one."""
    for lower, higher in _LOWER_AND_HIGHER:
        below, above = (
            settled.get((rule.code, key)) or (rule.thresholds[key].share if key in rule.thresholds else None)
            for key in (lower, higher)
        )
        if below and above and below.exceeds(above):
            return (
                f"for {rule.name} the {lower} value, {below}, is above the {higher} value, {above}",
                f"set both, the {lower} value at or below the {higher} one",
            )
    return None


_LOWER_AND_HIGHER = (("floor", "typical"), ("low", "high"), ("warning", "error"), ("relative", "error"))


def _out_of_bounds(setting: ThresholdSetting, rules: Iterable[Rule]) -> tuple[str, str] | None:
    """What is wrong with a value that a threshold cannot have, by what it counts."""
    top, bottom = setting.value
    units = {limit.unit for rule in rules if (limit := rule.thresholds.get(setting.key))}
    if unit := next(filter(None, units), ""):
        if top and bottom == 1:
            return None
        return (
            f"the threshold {setting.rule}.{setting.key} is {setting.value}; a whole number of {unit} was expected",
            "write it as a number from 1 on",
        )
    if top and not setting.value.exceeds(Share(1, 1)):
        return None
    whole = bottom == 1 and top
    written = str(top) if bottom == 1 else str(setting.value)
    return (
        f"the threshold {setting.rule}.{setting.key} is {written}; a share above 0 and at most 1 was expected",
        f"write {written}% if per cent are meant" if whole else "write it as 1:5, 20% or 0.2",
    )


def _unknown_key(setting: ThresholdSetting, rules: Iterable[Rule]) -> tuple[str, str]:
    keys = sorted({key for rule in rules for key in rule.keys})
    if not keys:
        return f"{setting.rule} has no thresholds", "remove this line"
    return (
        f"{setting.rule} has no threshold “{setting.key}”{nearest(setting.key, keys)}",
        f"set {listing(keys, 'or')}",
    )
