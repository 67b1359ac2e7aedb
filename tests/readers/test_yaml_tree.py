"""YAML into trees: where each value stands, what is refused, and that nothing can make the reader run away."""

from __future__ import annotations

import codecs
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funneldx.documents.nodes import Mapping, Node, Scalar, Sequence
from funneldx.documents.yaml_tree import DEPTH, NODES, documents
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel
from tests.judging import items, problems
from tests.readers.plain_data import json_text


def trees(text: str) -> list[Node]:
    return list(documents(text, "funnel.yaml"))


def tree(text: str) -> Node:
    (found,) = trees(text)
    return found


def refused(text: str) -> Problem:
    with pytest.raises(UnreadableError) as raised:
        trees(text)
    assert raised.value.problem.hint
    return raised.value.problem


def written(node: Node) -> Any:
    """The values of a tree as they stand in the file."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [written(item) for item in node.items]
    return {key.value: written(value) for key, value in node.pairs}


def places(node: Node) -> Iterator[tuple[str, int, int]]:
    """Every single value and key with its line and column, counted from 1."""
    if isinstance(node, Scalar):
        yield node.value, node.mark.line + 1, node.mark.column + 1
    else:
        for item in (
            node.items if isinstance(node, Sequence) else (part for pair in node.pairs for part in pair)
        ):
            yield from places(item)


# What is read.


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: 1", {"a": "1"}),
        ("{a: 12:30, b: 010, c: NO, d: 1_000}", {"a": "12:30", "b": "010", "c": "NO", "d": "1_000"}),
        ("- 1\n- [2, {a: 3}]\n- ", ["1", ["2", {"a": "3"}], ""]),
        ("a: 'it''s'\nb: \"\\u0444\\n\"", {"a": "it's", "b": "ф\n"}),
        ("a: |\n  x\n  y\nb: >-\n  z\n  w\n", {"a": "x\ny\n", "b": "z w"}),
        ("a: &x {b: 1}\nc: *x\nd: *x", {"a": {"b": "1"}, "c": {"b": "1"}, "d": {"b": "1"}}),
        ("a: &x 1\nb: &x 2\nc: *x", {"a": "1", "b": "2", "c": "2"}),
        ("&k a: 1\nb: {*k : 2}", {"a": "1", "b": {"a": "2"}}),
        ("%YAML 1.1\n---\na: 1\n...\n", {"a": "1"}),
        ('{"a":1,"b":[true,null,-0.5e-3],"c":"\\/"}', {"a": "1", "b": ["true", "null", "-0.5e-3"], "c": "/"}),
        ('{\n\t"a": {\n\t\t"b": 1\n\t}\n}', {"a": {"b": "1"}}),
        ("<<: {a: 1}", {"<<": {"a": "1"}}),
    ],
)
def test_values_are_kept_as_they_are_written(text: str, values: Any) -> None:
    assert written(tree(text)) == values


def test_a_key_given_twice_is_kept_twice() -> None:
    root = tree("a: 1\nb: 2\na: 3")
    assert isinstance(root, Mapping)
    assert [(key.value, written(value)) for key, value in root.pairs] == [("a", "1"), ("b", "2"), ("a", "3")]


@pytest.mark.parametrize(
    ("text", "plain", "absent"),
    [
        ("null", True, True),
        ("~", True, True),
        ("a", True, False),
        ("'null'", False, False),
        ('""', False, False),
        ("|\n  null", False, False),
    ],
)
def test_what_counts_as_nothing(text: str, plain: bool, absent: bool) -> None:
    root = tree(text)
    assert isinstance(root, Scalar)
    assert (root.plain, root.absent) == (plain, absent)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON)
def test_json_is_read_as_it_is(data: Any) -> None:
    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: text(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [text(inner) for inner in value]
        return value if isinstance(value, str) else json_text(value)

    assert written(tree(json_text(data))) == text(data)


# Where it stands.


def test_places_are_lines_and_characters_from_1() -> None:
    text = '"имя 😀": x\n😀: [1, 😀, b]\n\n# é\nlist:\n  - ключ: значение\n    k: "two\n      lines"\n  - z\n'
    assert list(places(tree(text))) == [
        ("имя 😀", 1, 1),
        ("x", 1, 10),
        ("😀", 2, 1),
        ("1", 2, 5),
        ("😀", 2, 8),
        ("b", 2, 11),
        ("list", 5, 1),
        ("ключ", 6, 5),
        ("значение", 6, 11),
        ("k", 7, 5),
        ("two lines", 7, 8),
        ("z", 9, 5),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_ends_a_line(newline: str) -> None:
    assert list(places(tree(f"a: 1{newline}b: 2{newline}"))) == [
        ("a", 1, 1),
        ("1", 1, 4),
        ("b", 2, 1),
        ("2", 2, 4),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-with-mark", "utf-16-be-with-mark"]
)
def test_encodings_give_the_same_places(encoding: str) -> None:
    text = "name: Лиды 🚀\nstages: {a: 1}\n"
    if encoding.endswith("-with-mark"):
        data = f"\ufeff{text}".encode(encoding.removesuffix("-with-mark"))
        assert data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    else:
        data = text.encode(encoding)
    (funnel,) = items(data)
    assert isinstance(funnel, Funnel)
    assert funnel.name == "Лиды 🚀"
    assert funnel.places.find("") == ("funnel.yaml", 1, 1)
    assert funnel.places.find("name") == ("funnel.yaml", 1, 7)
    assert funnel.places.find("stages.a") == ("funnel.yaml", 2, 13)


def test_a_field_that_is_not_written_is_where_it_would_stand() -> None:
    (funnel,) = items("name: A\nstages:\n  a: 1\n")
    assert isinstance(funnel, Funnel)
    assert funnel.places.find("stages.b.c") == ("funnel.yaml", 3, 3)
    assert funnel.places.find("customers.hot") == ("funnel.yaml", 1, 1)


def test_utf_16_without_its_mark_is_told() -> None:
    (problem,) = problems("stages: {a: 1}".encode("utf-16-le"))
    assert "NUL" in problem.message


# What is refused, and where.


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: !!int 1", (1, 4), "tag:yaml.org,2002:int"),
        ("ё: !x {a: 1}", (1, 4), "the tag !x"),
        ("a:\n- ! b", (2, 3), "the tag !"),
        ("!!python/object/apply:os.system [x]", (1, 1), "python/object"),
        ("a: *x", (1, 4), "*x refers to an anchor that is not defined above"),
        ("a: &x 1\n---\nb: *x", (3, 4), "*x refers to"),
        ("a: [*x, &x 1]", (1, 5), "*x refers to"),
        ("a: &x [*x]", (1, 8), "*x contains itself"),
        ("&x a: {b: &y {c: [&z {d: *y}]}}", (1, 26), "*y contains itself"),
        ("? [a]\n: 1", (1, 3), "a key is a list or a mapping"),
        ("? {a: 1}\n: 1", (1, 3), "a key is a list or a mapping"),
        ("a:\n\tb: 1", (2, 1), "a tab stands where only spaces may"),
        ("a:\n  b: 1\n\tc: 1", (3, 1), "tab"),
        ("имя: @x", (1, 6), "a value cannot begin with @"),
        ("a: b: c", (1, 5), "not valid YAML"),
        ("a: [1,\nb: 2\n", (3, 1), "not valid YAML"),
        ('ё: 1\nб: "ё', (2, 4), "a quote that opens here is never closed"),
        ("a: 1\n b: 2", (2, 3), "not valid YAML"),
        ("%YAML 3.0\n---\na: 1", (1, 1), "incompatible"),
    ],
)
def test_refused(text: str, place: tuple[int, int], words: str) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == place, problem
    assert words in problem.message


def test_a_list_may_not_become_a_key_by_an_alias() -> None:
    assert "a key is a list or a mapping" in refused("a: &x [1]\n*x : 2").message


@pytest.mark.parametrize(
    ("text", "place", "character"),
    [
        ("\x01", (1, 1), "U+0001"),
        ('имя: 1\nб: "ёё😀\x02"', (2, 8), "U+0002"),
        ("a: 😀\x00b", (1, 5), "U+0000"),
        ("# ё\r\nключ: \x1b[31m", (2, 7), "U+001B"),
        ("a: ёё \x7f", (1, 7), "U+007F"),
        ("a: \ufffe", (1, 4), "U+FFFE"),
    ],
)
def test_characters_that_may_not_stand_there(text: str, place: tuple[int, int], character: str) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == place
    assert character in problem.message


def test_a_merge_key_is_refused_wherever_it_stands() -> None:
    for text, place in (
        ("<<: {market: b2b}\nstages: {a: 1}", (1, 1)),
        ("x: &x {b: 2}\nstages: {a: 1, <<: *x}", (2, 16)),
        ("labels:\n  <<: {team: A}\nstages: {a: 1}", (2, 3)),
    ):
        found = [one for one in problems(text) if "merge keys" in one.message]
        assert [(one.line, one.column) for one in found] == [place]


# Bounds.


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + closing * depth


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_fifty_levels_are_read(opening: str, closing: str) -> None:
    tree(nested(DEPTH, opening, closing))
    problem = refused("\n" + nested(DEPTH + 1, opening, closing))
    assert (problem.line, problem.column) == (2, DEPTH * len(opening) + 1)
    assert "50 levels" in problem.message


def test_levels_are_counted_anew_after_a_closed_one() -> None:
    tree(f"[{nested(DEPTH - 1)}, {nested(DEPTH - 1)}]")


def test_a_hundred_thousand_values_are_read() -> None:
    tree("[" + "1," * (NODES - 1) + "]")
    problem = refused("[" + "1," * NODES + "]")
    assert (problem.line, problem.column) == (1, 2 * NODES)
    assert "100,000 values" in problem.message


def test_keys_count_and_documents_are_counted_apart() -> None:
    full = "[" + "{a: b}," * ((NODES - 1) // 3) + "]"
    assert len(trees(f"--- {full}\n--- [a]\n")) == 2
    refused(f"[{full}, a]")


def bomb(generations: int) -> str:
    lines = [
        "  a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
        *(
            f"  a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]"
            for number in range(1, generations)
        ),
    ]
    return "labels:\n" + "\n".join(lines) + "\nstages: {a: 1}\n"


@pytest.mark.parametrize("generations", [5, 9, 50, 1000])
def test_aliases_count_as_often_as_they_are_used(generations: int) -> None:
    began = time.process_time()
    (problem,) = problems(bomb(generations))
    assert "aliases counted as often as they are used" in problem.message
    assert problem.line == 6  # 11, 121 … 12,221 values; the line after that would bring ten times as many
    assert time.process_time() - began < 1


def test_few_aliases_are_read() -> None:
    tree(bomb(4))


def test_an_alias_used_a_million_times_is_stopped_early() -> None:
    problem = refused("a: &x 1\nb: [" + "*x, " * 10**6 + "]")
    assert problem.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{a: " * 200_000,
        "- " * 200_000,
        "? " * 200_000,
        "[{" * 100_000,
        "&a [" * 100_000,
        "- - {? [" * 50_000,
    ],
    ids=["lists", "mappings", "block-lists", "keys", "both", "anchored", "mixed"],
)
def test_what_never_closes_is_refused_at_once(text: str) -> None:
    tracemalloc.start()
    began = time.process_time()
    refused(text)
    taken = time.process_time() - began
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 1
    assert most < 32 * 1024 * 1024


# Several documents.


def test_several_documents() -> None:
    assert [written(one) for one in trees("a: 1\n---\n[b]\n---\nc\n...\n---\nd: 1\n")] == [
        {"a": "1"},
        ["b"],
        "c",
        {"d": "1"},
    ]


def test_documents_before_a_mistake_are_read() -> None:
    found = documents("a: 1\n---\nb: 2\n---\nc: [", "funnel.yaml")
    assert [written(next(found)), written(next(found))] == [{"a": "1"}, {"b": "2"}]
    with pytest.raises(UnreadableError):
        next(found)


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n", "%YAML 1.1\n# nothing"])
def test_no_document(text: str) -> None:
    if text.startswith("%"):
        refused(text)
    else:
        assert trees(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "stages: {a: 1}\n---\n---\nstages: {b: 2}\n",
        "---\n---\nstages: {a: 1}\n---\n# nothing\n---\nstages: {b: 2}\n---\n",
        "stages: {a: 1}\n---\nnull\n---\nstages: {b: 2}\n---\n~\n",
    ],
)
def test_empty_documents_are_passed_over(text: str) -> None:
    found = items(text)
    assert [stage.name for one in found if isinstance(one, Funnel) for stage in one.stages] == ["a", "b"]
    assert len(found) == 2


def test_a_file_of_empty_documents_is_told() -> None:
    (problem,) = problems("---\n---\n# nothing\n")
    assert "nothing but comments" in problem.message


def test_one_wrong_document_leaves_the_others() -> None:
    found = items("stages: {a: 1}\n---\nstages: {a: -1}\n---\nstages: {b: 2}\n")
    assert [type(one) for one in found] == [Funnel, Problem, Funnel]


# Whatever comes.


def ended(text: str) -> tuple[list[Node], Problem | None]:
    """The trees of a text, and what stopped the reader."""
    found: list[Node] = []
    try:
        found.extend(documents(text, "funnel.yaml"))
    except UnreadableError as error:
        return found, error.problem
    return found, None


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("ab1:-,?[]{}&*!|>'\"%@#\n\t ё😀~<."), max_size=40))
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    lines = [*text.split("\n"), ""]
    found, problem = ended(text)
    for root in found:
        for _, line, column in places(root):
            assert 1 <= line <= len(lines)
            assert 1 <= column <= len(lines[line - 1]) + 1
    if problem:
        assert problem.line is not None
        assert 1 <= problem.line <= len(lines)


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_characters_are_read_or_refused(text: str) -> None:
    _, problem = ended(text)
    assert problem is None or problem.message
