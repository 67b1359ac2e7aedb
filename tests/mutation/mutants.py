"""Small changes of the code, one at a time, by the operators of mutmut.

mutmut itself changes what is inside functions and methods, but for those that are decorated. What a rule declares (its
thresholds, roles, names) stands at the margin of a module, and much else is a property or cached: these are changed
here, too.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import OPERATORS_TYPE, mutation_operators, operator_string
from mutmut.mutation.pragma_handling import IgnoredCode
from mutmut.mutation.trampoline_templates import mangle_function_name

HERE = Path(__file__).parent.parent.parent
JUDGING = (
    "funneldx/rates.py",
    "funneldx/engine.py",
    "funneldx/stakes.py",
    "funneldx/telling.py",
    *sorted(str(path.relative_to(HERE)) for path in (HERE / "funneldx/rules").rglob("*.py")),
)
_PROSE = re.compile(r"""[a-z]*["'].*\S \S+ \S.*""", re.DOTALL)


def _other_text(node: cst.BaseString) -> Iterator[cst.BaseString]:
    """Another text: one is enough, where mutmut makes three."""
    yield from islice(operator_string(node), 1)


_NOTHING = IgnoredCode(set(), set(), set())
_DECLARED: OPERATORS_TYPE = [
    (kind, _other_text) if make is operator_string else (kind, make) for kind, make in mutation_operators
]


class Mutant(NamedTuple):
    """One change of one module."""

    name: str
    """As mutmut calls it; of what mutmut leaves, the place and a number."""
    path: str
    where: str
    """The function, or what is declared: a person finds it by that, whatever is added above."""
    part: cst.CSTNode
    """All of it."""
    node: cst.CSTNode
    change: cst.CSTNode

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return module_of(self.path)

    @property
    def code_of_rule(self) -> str:
        """The code of the rule that the module declares; empty where it declares none."""
        found = re.search(
            r'^(?:    code=|CODE = )"(FDX[0-9]+)"', _wrapper(self.path).module.code, re.MULTILINE
        )
        return found[1] if found else ""

    @property
    def is_when_defined(self) -> bool:
        """Whether what a parameter is by default was changed: that is looked at when the function is made."""
        function = self.part
        return isinstance(function, cst.FunctionDef) and any(
            one is self.node for one in _below(function.params)
        )

    @property
    def prose(self) -> bool:
        """Whether a text of three words and more was changed: one that is read by people."""
        return isinstance(self.node, cst.SimpleString) and bool(_PROSE.match(self.node.value))

    @property
    def source(self) -> str:
        """The whole module, changed."""
        changed = _wrapper(self.path).module.visit(_Once(self.node, self.change))
        assert isinstance(changed, cst.Module)
        return changed.code

    @property
    def statement(self) -> str:
        """The part of it, changed."""
        changed = self.part.visit(_Once(self.node, self.change))
        assert isinstance(changed, cst.SimpleStatementLine)
        return cst.Module([changed]).code

    @property
    def lines(self) -> tuple[str, str]:
        """The lines that are changed, before and after, without their indentation."""
        before, after = _wrapper(self.path).module.code.splitlines(), self.source.splitlines()
        removed, added = [], []
        for kind, first, last, start, end in difflib.SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes():
            if kind != "equal":
                removed += before[first:last]
                added += after[start:end]
        return " ".join(map(str.strip, removed)), " ".join(map(str.strip, added))


def declaration(path: str, name: str) -> str:
    """The statement of a module that gives a name its value, as it is; empty where there is none."""
    for what, part in _parts(_wrapper(path).module.body):
        if what == name and isinstance(part, cst.SimpleStatementLine):
            return cst.Module([part]).code
    return ""


def _below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _below(child)


class _Once(cst.CSTTransformer):
    """Replaces one node."""

    def __init__(self, node: cst.CSTNode, change: cst.CSTNode) -> None:
        super().__init__()
        self.node, self.change = node, change

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node is not self.node

    def on_leave(  # type: ignore[override]
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode:
        return self.change if original_node is self.node else updated_node


class _Everything(MutationVisitor):
    """Goes into decorated functions, too, since nothing is wrapped here; leaves what is no code that runs."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        return isinstance(node, cst.Import | cst.ImportFrom) or super()._skip_node_and_children(node)


def mutants(path: str) -> Iterator[Mutant]:
    """All mutants of a module, those of its functions numbered as mutmut numbers them."""
    wrapper = _wrapper(path)
    for where, part in _parts(wrapper.module.body):
        name, operators = f"{module_of(path)}.{where}:", _DECLARED
        if isinstance(part, cst.FunctionDef) and _is_wrapped(part):
            owner, _, function = where.rpartition(".")
            name = (
                f"{module_of(path)}.{mangle_function_name(name=function, class_name=owner or None)}__mutmut_"
            )
            operators = mutation_operators
        visitor = _Everything(operators, _NOTHING)
        with visitor.resolve(wrapper):
            part.visit(visitor)
        for number, one in enumerate(visitor.mutations, 1):
            yield Mutant(f"{name}{number}", path, where, part, one.original_node, one.mutated_node)


def _parts(body: Sequence[cst.CSTNode], owner: str = "") -> Iterator[tuple[str, cst.CSTNode]]:
    """What stands at the margin of a module and in its classes, each with what a person calls it."""
    for part in body:
        if isinstance(part, cst.ClassDef) and isinstance(part.body, cst.IndentedBlock):
            yield from _parts(part.body.body, f"{part.name.value}.")
        elif isinstance(part, cst.FunctionDef):
            yield f"{owner}{part.name.value}", part
        elif isinstance(part, cst.SimpleStatementLine) and (target := _target(part.body[0])):
            yield f"{owner}{target}", part


def _target(statement: cst.CSTNode) -> str:
    """What a statement gives a value to; nothing for what only mypy reads, and for what gives none."""
    if isinstance(statement, cst.AnnAssign):
        target, value = statement.target, statement.value
    elif isinstance(statement, cst.Assign):
        target, value = statement.targets[0].target, statement.value
    else:
        return ""
    if not isinstance(target, cst.Name) or isinstance(value, cst.Subscript | None):
        return ""
    is_type = isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.BitOr)
    return "" if is_type else target.value


def _is_wrapped(function: cst.FunctionDef) -> bool:
    """Whether mutmut changes it: no decorated one, but for these."""
    known = [one.decorator.value for one in function.decorators if isinstance(one.decorator, cst.Name)]
    return not function.decorators or known in (["staticmethod"], ["classmethod"])


def module_of(path: str) -> str:
    """The dotted name of the module in a file."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def _wrapper(path: str) -> MetadataWrapper:
    """The module, whose nodes are those that its mutants name."""
    return MetadataWrapper(cst.parse_module((HERE / path).read_text(encoding="utf-8")))
