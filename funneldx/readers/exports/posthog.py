"""PostHog: the steps of a funnel insight, as its API gives them.

A list of `{action_id, name, custom_name, order, count, average_conversion_time, …}`, or for a breakdown a list of
such lists, each of whose steps says which in `breakdown_value`. Either stands alone, under `result` or `results`
of an answer, in an insight (which has a name), in a page of insights, or under keys of one's own choice, which
then name the funnels.

A breakdown's label is `breakdown_value`; of several properties, their values joined with `::`. For a cohort that is
a number, so its name (`breakdown`) is taken. The cohort of all users is left out as a total where others stand
beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.reading import described, quoted
from funneldx.errors import Problem
from funneldx.readers.exports.parts import (
    NONE,
    Item,
    field,
    funnel,
    listed,
    notice,
    problem,
    scalar,
    shortened,
    steps,
    text,
)
from funneldx.stage_names.sums import is_total
from funneldx.tuples import NamedTuple

MARK = r'"median_conversion_time"\s*:\s*(?:null|[0-9])'

_RESULT = ("result", "results")
_ANSWER = frozenset(("last_refresh", "is_cached", "hogql", "query_status"))
"""Keys beside a result that tell it is one of PostHog's, should it be empty."""
_INSTEAD = "set the graph of the funnel to “Conversion steps” and export that"
_TOTALS = frozenset(("all users", "baseline"))
_SPECIAL = {"$$_posthog_breakdown_other_$$": "(other)", "$$_posthog_breakdown_null_$$": NONE}


class _Found(NamedTuple):
    """A list of steps, or of such lists, and what names its funnels."""

    name: Node | None
    value: Node


def funnels(root: Node, path: str) -> Iterator[Item] | None:
    """The funnels of an export of PostHog; None where it is none."""
    answer = field(root, *_RESULT)
    if found := _found(root):
        return _read(found, len(_insights(answer)), path)
    for value in (root, answer):
        if value is not None and (what := _other(value)):
            wrong = f"this is {what}; the counts of a funnel's steps were expected"
            return iter((problem(path, value, wrong, _INSTEAD),))
    keys = {key.value for key, _ in root.pairs} if isinstance(root, Mapping) else set()
    if isinstance(answer, Sequence) and not answer.items and _ANSWER & keys:
        what = "the result of this PostHog answer is empty; a list of steps was expected"
        return iter((problem(path, answer, what, "widen the dates of the funnel and export it again"),))
    return None


def _found(root: Node) -> list[_Found]:
    """Everything in a document that has the shape of steps."""
    if _is_funnel(root):
        return [_Found(None, root)]
    answer = field(root, *_RESULT)
    if insights := _insights(answer):
        return [found for insight in insights for found in _found(insight)]
    if answer is not None and _is_funnel(answer):
        return [_Found(text(field(root, "name")) or field(root, "derived_name"), answer)]
    pairs = root.pairs if isinstance(root, Mapping) else []
    return [_Found(key, value) for key, value in pairs if _is_funnel(value)]


def _insights(answer: Node | None) -> list[Node]:
    """The insights of a page of them."""
    return [item for item in listed(answer) if field(item, "result") is not None]


def _is_funnel(node: Node) -> bool:
    return _are_steps(node) or any(map(_are_steps, listed(node)))


def _are_steps(node: Node) -> bool:
    return any(map(_is_step, listed(node)))


def _is_step(node: Node) -> bool:
    keys = {key.value for key, _ in node.pairs} if isinstance(node, Mapping) else set()
    sure = not keys.isdisjoint(("average_conversion_time", "median_conversion_time"))
    return "name" in keys and (sure or {"action_id", "count"} <= keys)


def _other(value: Node) -> str:
    """What another result of an insight is called; empty for anything that is none."""
    if field(value, "bins") is not None and field(value, "average_conversion_time") is not None:
        return "the time to convert of a PostHog funnel"
    if any(all(field(item, key) is not None for key in ("data", "days", "labels")) for item in listed(value)):
        return "a trend of PostHog, a value for each day"
    return ""


def _read(found: list[_Found], insights: int, path: str) -> Iterator[Item]:
    if insights > len(found):
        rest = insights - len(found)
        what = "insight is no funnel and is" if rest == 1 else "insights are no funnels and are"
        yield notice(path, found[0].value, f"{rest} {what} not read")
    for name, value in found:
        if _are_steps(value):
            yield from _funnel(name, value, _label(listed(value)[0], within=False), path)
        else:
            yield from _breakdown(name, value, path)


def _breakdown(name: Node | None, value: Node, path: str) -> Iterator[Item]:
    """The funnel of each value that a property has."""
    items = listed(value)
    labels = [_label(next(iter(listed(item)), item), within=True) for item in items]
    parts = any(label is not None and not _sums(label) for label in labels)
    for item, label in zip(items, labels, strict=True):
        if not isinstance(item, Sequence):
            what = f"a breakdown is {described(item)}; a list of steps was expected"
            yield problem(path, item, what)
        elif not _sums(label):
            yield from _funnel(name, item, label, path)
        elif parts:
            assert isinstance(label, Scalar)
            word = quoted(label.value)
            yield notice(
                path, item, f"the breakdown {word} is left out: the word says that it holds the others too"
            )
        else:
            yield from _funnel(name, item, None, path)


def _funnel(name: Node | None, value: Node, label: Node | None, path: str) -> Iterator[Item]:
    items = listed(value)
    read, wrong = steps(_sorted(items), value, ("custom_name", "name"), path)
    wrong += _mixed(items, path)
    yield from wrong
    if not wrong:
        yield funnel(value, read, name=name, labels=() if label is None else [("breakdown_value", label)])


def _sorted(items: list[Node]) -> list[Node]:
    """The steps by their `order` where every one of them has one, else as they stand."""
    orders = [order for item in items if (order := _order(item)) is not None]
    if len(orders) < len(items):
        return items
    return [items[index] for index in sorted(range(len(items)), key=orders.__getitem__)]


def _order(step: Node) -> int | None:
    order = field(step, "order")
    written = isinstance(order, Scalar) and re.fullmatch("[0-9]{1,9}", order.value)
    return int(written[0]) if written else None


def _mixed(items: list[Node], path: str) -> Iterator[Problem]:
    """Steps of another funnel than the first: with an order that was there before, or of another breakdown."""
    orders: set[int] = set()
    first = _label(items[0], within=False) if items else None
    for item in items:
        order, label = _order(item), _label(item, within=False)
        if order in orders:
            what = f"a second step has the order {order}; the steps of one funnel were expected"
            yield problem(path, item, what, "make a list of the steps of each funnel")
        elif isinstance(first, Scalar) and isinstance(label, Scalar) and label.value != first.value:
            what = f"this step is of {quoted(label.value)}, the first of {quoted(first.value)}"
            what += "; the steps of one breakdown were expected"
            yield problem(path, item, what, "make a list of the steps of each breakdown")
        if order is not None:
            orders.add(order)


def _label(step: Node, *, within: bool) -> Node | None:
    """What a breakdown is called, as its first step says; within one, even where that is nothing."""
    value, shown = field(step, "breakdown_value"), text(field(step, "breakdown"))
    if value is None or (shown and not shown.plain and isinstance(value, Scalar) and value.plain):
        value = shown or value
    if isinstance(value, Sequence) and all(isinstance(item, Scalar) for item in value.items):
        words = [_word(item) for item in value.items if isinstance(item, Scalar)]
        return scalar("::".join(words) or NONE, value)
    if isinstance(value, Scalar) and (within or text(value)):
        return scalar(_word(value), value)
    return None if isinstance(value, Scalar) else value


def _word(value: Scalar) -> str:
    return _SPECIAL.get(value.value) or shortened(value.value) if text(value) else NONE


def _sums(label: Node | None) -> bool:
    return isinstance(label, Scalar) and (label.value.casefold() in _TOTALS or is_total(label.value))
