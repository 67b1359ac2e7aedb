"""Our named tuples are those of the standard library, but for how they are declared."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from funneldx.model import Customers, Money
from funneldx.tuples import NamedTuple, maker


class Ours(NamedTuple):
    """One of ours."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()

    @property
    def doubled(self) -> int:
        return self.first * 2

    @classmethod
    def of(cls, first: int) -> Ours:
        return cls(first)


class Theirs(typing.NamedTuple):
    """The same of the standard library."""

    first: int
    second: str = "two"
    third: tuple[int, ...] = ()


class Placed(Ours):
    """A subclass, which may hold more."""

    place: str


WAYS: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((1,), {}),
    ((1, "b"), {}),
    ((1, "b", (3,)), {}),
    ((), {"first": 1}),
    ((1,), {"third": (2, 3)}),
    ((), {"third": (2,), "second": "c", "first": 0}),
    ((), {}),
    ((), {"second": "b"}),
    ((1, "b", (3,), 4), {}),
    ((1,), {"first": 2}),
    ((1,), {"fourth": 2}),
    ((1, "b", (3,)), {"third": (4,)}),
)


@pytest.mark.parametrize(("values", "named"), WAYS)
def test_it_is_made_as_one_of_the_standard_library_is(values: tuple[Any, ...], named: dict[str, Any]) -> None:
    try:
        expected = tuple(Theirs(*values, **named))
    except TypeError:
        with pytest.raises(TypeError, match=r"^Ours .*the fields first, second, third"):
            Ours(*values, **named)
    else:
        assert tuple(Ours(*values, **named)) == expected


def test_it_tells_of_itself_what_one_of_the_standard_library_does() -> None:
    ours, theirs = Ours(1, third=(2,)), Theirs(1, third=(2,))
    assert (Ours._fields, Ours._field_defaults) == (Theirs._fields, Theirs._field_defaults)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours._asdict() == theirs._asdict()
    assert [ours.first, ours.second, ours.third, ours.doubled] == [*theirs, 2]
    assert Ours.of(1) == (1, "two", ()) == Ours._make((1, "two", ()))
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)
    match ours:
        case Ours(first, second, _):
            assert (first, second) == (1, "two")
    with pytest.raises(AttributeError):
        ours.first = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        ours.fourth = 2  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        ours._replace(fourth=2)  # type: ignore[call-arg]


def test_one_is_replaced_copied_and_sent() -> None:
    ours = Ours(1, third=(2,))
    assert ours._replace(first=5) == Ours(5, "two", (2,))
    assert type(ours._replace(first=5)) is Ours
    money = Money(1.5, "EUR")
    for again in (pickle.loads(pickle.dumps(money)), copy.copy(money), copy.deepcopy(money)):  # noqa: S301
        assert again == money
        assert type(again) is Money
    assert maker(Customers)((1, 2, 3)) == Customers(1, 2, 3)


def test_a_subclass_may_hold_more() -> None:
    one = Placed(1)
    one.place = "here"
    assert one == Ours(1)
    assert one._replace(first=2) == Ours(2)
    again = pickle.loads(pickle.dumps(one))  # noqa: S301
    assert (again, type(again), again.place) == (one, Placed, "here")


def test_a_field_without_a_default_comes_first() -> None:
    with pytest.raises(TypeError, match="Wrong: a field without a default"):

        class Wrong(NamedTuple):
            first: int = 1
            second: int  # type: ignore[misc]


def test_one_that_is_made_often_is_made_the_same() -> None:
    class Often(NamedTuple):
        first: int
        second: str = "two"

    class Held(Often):
        """More than that."""

    for number in range(200):
        one = Held(first=number) if number % 2 else Often(number, second="b")
        assert one == (number, "two" if number % 2 else "b")
        assert type(one) is (Held if number % 2 else Often)
        with pytest.raises(TypeError):
            Often(second="b")  # type: ignore[call-arg]
        with pytest.raises(TypeError):
            Often(1, "b", 3)  # type: ignore[call-arg]
    assert Often(1)._replace(second="c") == (1, "c")
