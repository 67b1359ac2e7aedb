"""Where PyYAML was built without libyaml, its own parser gives the same events."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest
import yaml

from funneldx.documents import yaml_tree
from funneldx.documents.nodes import Mapping
from funneldx.errors import UnreadableError


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "yaml._yaml", None)
        yield importlib.reload(yaml_tree)
    importlib.reload(yaml_tree)


def test_reads_the_same(slow: ModuleType) -> None:
    assert slow.Parser is yaml.SafeLoader
    (root,) = slow.documents("stages:\n  Лиды: &n 5\n  Won: *n\n", "a.yaml")
    assert isinstance(root, Mapping)
    stages = root.pairs[0][1]
    assert isinstance(stages, Mapping)
    assert [(key.value, key.mark.line, key.mark.column) for key, _ in stages.pairs] == [
        ("Лиды", 1, 2),
        ("Won", 2, 2),
    ]


@pytest.mark.parametrize(("text", "place"), [("a: [1", (1, 6)), ("é: \x07", (1, 4)), ("[" * 60, (1, 51))])
def test_refuses_at_the_same_place(slow: ModuleType, text: str, place: tuple[int, int]) -> None:
    with pytest.raises(UnreadableError) as caught:
        list(slow.documents(text, "a.yaml"))
    assert (caught.value.problem.line, caught.value.problem.column) == place
