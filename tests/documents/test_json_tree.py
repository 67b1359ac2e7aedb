"""JSON: what is read, where it stands, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.documents.json_tree import documents
from funneldx.documents.nodes import Mapping, Node, Scalar
from funneldx.errors import UnreadableError
from funneldx.model import Funnel, Location
from tests.judging import items


def plain(node: Node) -> object:
    """The tree as `json.loads` gives it."""
    if isinstance(node, Scalar):
        return json.loads(node.value) if node.plain else node.value
    if isinstance(node, Mapping):
        return {key.value: plain(value) for key, value in node.pairs}
    return [plain(item) for item in node.items]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values, st.booleans(), st.sampled_from([None, 1]))
def test_reads_as_the_standard_library_does(value: object, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    (root,) = documents(text, "a.json")
    assert plain(root) == json.loads(text)


def test_every_value_keeps_its_place() -> None:
    (funnel,) = items('{"stages":\r\n {"\\ud83d\\ude80 Leads": 5,\t"Won": 1}}', "a.json")
    assert isinstance(funnel, Funnel)
    assert [stage.name for stage in funnel.stages] == ["🚀 Leads", "Won"]
    assert funnel.places.find("stages.Won") == Location("a.json", 2, 35)
    assert funnel.places.find("") == Location("a.json", 1, 1)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("[1", (1, 3), "a comma or ] was expected"),
        ('{"a": 1 "b": 2}', (1, 9), "a comma or } was expected"),
        ('{"a": 1,}', (1, 9), "a key in double quotes was expected"),
        ("{a: 1}", (1, 2), "a key in double quotes was expected"),
        ('{"a" 1}', (1, 6), "a colon was expected"),
        ('{"a": tru}', (1, 7), "a value was expected"),
        ('{"a": NaN}', (1, 7), "a value was expected"),
        ('{"a":\n  "b}', (2, 3), "unterminated string"),
        ('{"a": "\x01"}', (1, 8), "invalid control character"),
        ('{"a": "\\ud800"}', (1, 7), "half of a character"),
        ('{"a": 1} 2', (1, 10), "the end of the file was expected"),
        ("[" * 200_000, (1, 51), "nested more than 50 levels deep"),
        ("[" + "1," * 100_001 + "1]", (1, 200_000), "more than 100,000 values"),
    ],
)
def test_what_is_refused_and_where(text: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        list(documents(text, "a.json"))
    problem = caught.value.problem
    assert (problem.line, problem.column) == place
    assert words in problem.message


def test_a_hundred_thousand_values_are_read() -> None:
    (root,) = documents(json.dumps(list(range(99_999))), "a.json")
    assert root.size == 100_000
