"""Options that several commands have together: a command takes the group, the command line has its options."""

import inspect
from collections.abc import Callable
from typing import Any


class Options:
    """A group: its annotated attributes are options with their defaults.

    No named tuple, since making a class of those takes so long that it shows in the start-up of a command.
    """

    def __init__(self, **given: Any) -> None:
        """Take what was said, by name; the rest has its default."""
        vars(self).update(given)


class Expanded:
    """The options of a command, those of its groups, which annotate its parameters, in their places."""

    def __init__(self, command: Callable[..., Any]) -> None:
        self._groups: dict[str, type[Options]] = {}
        parameters: list[inspect.Parameter] = []
        signature = inspect.signature(command)
        for name, parameter in signature.parameters.items():
            kind = parameter.annotation
            if not isinstance(kind, type) or not issubclass(kind, Options):
                parameters.append(parameter)
                continue
            self._groups[name] = kind
            parameters += [
                parameter.replace(name=option, annotation=hint, default=vars(kind)[option])
                for option, hint in kind.__annotations__.items()
            ]
        self.signature = signature.replace(parameters=parameters)
        self.annotations = {one.name: one.annotation for one in parameters}
        """The same, as they stand at a function."""

    def grouped(self, values: dict[str, Any]) -> dict[str, Any]:
        """What was said, as the command takes it."""
        for name, kind in self._groups.items():
            values[name] = kind(**{option: values.pop(option) for option in kind.__annotations__})
        return values
