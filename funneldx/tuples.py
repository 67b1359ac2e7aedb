"""Named tuples: declared as those of `typing` are, at a tenth of the cost, and made quickly where many are needed."""

from __future__ import annotations

import collections
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

__all__ = ["NamedTuple", "maker"]

Made = TypeVar("Made", bound=tuple[Any, ...])

_read_at: Callable[[int, str | None], Any] = collections._tuplegetter  # type: ignore[attr-defined]  # noqa: SLF001  (in C)
_write: Callable[..., Any] = collections.namedtuple  # noqa: PYI024  (what writes constructors)

_OFTEN = 50
"""Times from which on a constructor is worth writing: more than a short command makes of most."""
_made: dict[type, int] = {}


class _Fields(tuple[Any, ...]):
    """What all of them do."""

    __slots__ = ()
    if TYPE_CHECKING:
        _fields: tuple[str, ...]
        _field_defaults: dict[str, Any]

    def __new__(cls, *values: Any, **named: Any) -> Self:
        if named or len(values) != len(cls._fields):
            return tuple.__new__(cls, _filled(cls, values, named))
        return tuple.__new__(cls, values)

    @classmethod
    def _make(cls, values: Any) -> Self:
        return cls(*values)

    def _replace(self, **named: Any) -> Self:
        return type(self)(**(dict(zip(self._fields, self, strict=True)) | named))

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({values})"


def _filled(kind: type[_Fields], values: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
    """Return a value for each field: those given by place, by name, and what the rest are by default.

    A class of which many are made so gets the constructor that the standard library writes, which is quicker.
    """
    fields, defaults = kind._fields, kind._field_defaults
    times = _made[kind] = _made.get(kind, 0) + 1
    if times == _OFTEN:
        declared = next(one for one in kind.__mro__ if "_fields" in vars(one))
        written = _write(declared.__name__, fields, defaults=tuple(defaults.values()))
        type.__setattr__(declared, "__new__", staticmethod(written.__new__))
    try:
        rest = [named.pop(name) if name in named else defaults[name] for name in fields[len(values) :]]
    except KeyError as missing:
        raise TypeError(f"{kind.__name__} lacks {missing}: it has the fields {', '.join(fields)}") from None
    if named or len(values) > len(fields):
        given = f"{len(values)} values and {', '.join(named) or 'no names'}"
        raise TypeError(f"{kind.__name__} has the fields {', '.join(fields)}, and was given {given}")
    return [*values, *rest]


class _Declaring(type):
    """Makes a class of the fields that its body declares."""

    def __new__(cls, name: str, _: tuple[type, ...], body: dict[str, Any]) -> type:
        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body[field] for field in fields if field in body}
        if [*defaults] != [*fields[len(fields) - len(defaults) :]]:
            raise TypeError(f"{name}: a field without a default follows one with a default")
        body.update((field, _read_at(index, None)) for index, field in enumerate(fields))
        body |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "__slots__": ()}
        return type(name, (_Fields,), body)


if TYPE_CHECKING:
    from typing import NamedTuple
else:
    NamedTuple = type.__new__(_Declaring, "NamedTuple", (), {})
    """Declares a class as `typing.NamedTuple` does, which writes and compiles a constructor for each.

    Five dozen classes are declared whenever a command starts: that took a twentieth of its time.
    """


def maker(kind: type[Made]) -> Callable[[tuple[Any, ...]], Made]:
    """Return what makes a named tuple of all of its values, in their order and without the help of defaults.

    Calling the class takes three times as long, since it is a function in Python that sorts out keywords. Nothing
    looks at the number of values here, nor at their types: only for what is made in the hottest places, and only
    beside a test that makes the same in the plain way.
    """
    return partial(tuple.__new__, kind)
