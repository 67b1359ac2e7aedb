"""Which funnels are asked for."""

from __future__ import annotations

import pickle
import time

import pytest

from funneldx.errors import UsageError
from funneldx.filters import name_of, said_of, wanted
from tests.judging import funnel

BALTICS = "name: Outbound, Baltics\nperiod: 2026-09\nmarket: b2b\nchannel: Events\nlabels: {Region: Baltics}\nstages: {contacted: 9, interested: 3}\n"
NAMELESS = "stages: {contacted: 9, interested: 3}\n"
LABELLED = "market: b2b\nlabels: {market: Riga}\nstages: {contacted: 9, interested: 3}\n"


@pytest.mark.parametrize(
    ("text", "labels", "names", "fits"),
    [
        (BALTICS, ["region=baltics"], [], True),
        (BALTICS, ["REGION = BALTICS "], [], True),
        (BALTICS, ["region=riga"], [], False),
        (BALTICS, ["region=riga", "region=baltics"], [], True),
        (BALTICS, ["region=baltics", "market=b2c"], [], False),
        (BALTICS, ["region=baltics", "market=b2b"], [], True),
        (BALTICS, ["period=2026-09", "channel=events"], [], True),
        (BALTICS, ["approach=active"], [], False),
        (BALTICS, ["name=outbound"], [], False),
        (LABELLED, ["market=riga"], [], True),
        (LABELLED, ["market=b2b"], [], False),
        (BALTICS, [], ["outbound"], True),
        (BALTICS, [], ["BALTICS"], True),
        (BALTICS, [], ["out*"], True),
        (BALTICS, [], ["*out"], False),
        (BALTICS, [], ["bound*"], False),
        (BALTICS, [], ["outbound, baltic?"], True),
        (BALTICS, [], ["[op]utbound*"], True),
        (BALTICS, [], ["inbound", "baltics"], True),
        (BALTICS, [], ["a.b"], False),
        (BALTICS, ["region=riga"], ["outbound"], False),
        (NAMELESS, [], ["funnel"], True),
        (NAMELESS, [], ["yaml"], False),
        (NAMELESS, ["region=baltics"], [], False),
    ],
)
def test_what_fits(text: str, labels: list[str], names: list[str], fits: bool) -> None:
    asked = wanted(labels, names)
    assert asked is not None
    assert asked(funnel(text)) is fits
    assert pickle.loads(pickle.dumps(asked))(funnel(text)) is fits  # noqa: S301  (our own)


def test_nothing_asked_for_is_nothing_to_ask() -> None:
    assert wanted([], []) is None


@pytest.mark.parametrize("text", ["region", "=x", "region=", "=", "", " = "])
def test_a_label_that_lacks_a_part(text: str) -> None:
    with pytest.raises(UsageError, match="does not say which label and which value"):
        wanted([text], [])


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_name(text: str) -> None:
    with pytest.raises(UsageError, match="--name is empty"):
        wanted([], [text])


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    asked = wanted([], ["*a" * 30 + "b"])
    assert asked is not None
    begin = time.process_time()
    assert not asked(funnel(f"name: {'a' * 200}\n{NAMELESS}"))
    assert time.process_time() - begin < 1


def test_as_it_was_asked_for() -> None:
    asked = wanted(["a=b"], ["x*"])
    assert asked is not None
    assert asked.asked == "--label a=b --name x*"


def test_what_a_funnel_says() -> None:
    assert said_of(funnel(BALTICS), "region") == "Baltics"
    assert said_of(funnel(BALTICS), "market") == "b2b"
    assert said_of(funnel(BALTICS), "stages") is None


@pytest.mark.parametrize(
    ("name", "path", "called"),
    [("N", "a/b.yaml", "N"), (None, "a/b.c.yaml", "b.c"), (None, "<stdin>", "<stdin>")],
)
def test_names(name: str | None, path: str, called: str) -> None:
    assert name_of(name, path) == called
