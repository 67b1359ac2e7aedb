"""Options that several commands have together: a command takes the group, the command line has its options."""

import inspect
from collections.abc import Callable
from typing import Any


class Expanded:
    """The options of a command, those of its groups in their places.

    A group is a named tuple whose fields are options, and a parameter of the command that is annotated with it.
    """

    def __init__(self, command: Callable[..., Any]) -> None:
        self._groups: dict[str, Any] = {}
        parameters: list[inspect.Parameter] = []
        signature = inspect.signature(command)
        for name, parameter in signature.parameters.items():
            kind = parameter.annotation
            if not hasattr(kind, "_fields"):
                parameters.append(parameter)
                continue
            self._groups[name] = kind
            parameters += [
                parameter.replace(name=field, annotation=hint, default=kind._field_defaults[field])
                for field, hint in kind.__annotations__.items()
            ]
        self.signature = signature.replace(parameters=parameters)
        self.annotations = {one.name: one.annotation for one in parameters}
        """The same, as they stand at a function."""

    def grouped(self, values: dict[str, Any]) -> dict[str, Any]:
        """What was said, as the command takes it."""
        for name, kind in self._groups.items():
            values[name] = kind(**{field: values.pop(field) for field in kind._fields})
        return values
