"""How far a value reaches, in characters: for trees and for tables."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funneldx.documents import json_tree, yaml_tree
from funneldx.documents.content import Content
from funneldx.documents.nodes import At, Mapping, Node, Scalar, Sequence, WrittenTree
from funneldx.documents.table import Delimited
from funneldx.documents.written_table import WrittenTable
from tests.judging import funnel, items


def taken(text: str, kind: str = "yaml") -> list[str]:
    """What each value of a text takes of its lines, keys before their values."""
    parser = yaml_tree if kind == "yaml" else json_tree
    (root,) = parser.documents(text, f"funnel.{kind}")
    written = WrittenTree(text, "yaml" if kind == "yaml" else "json")
    breaks = "\u2028" if kind == "yaml" else "\n"
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace(breaks, "\n").split("\n")
    found = []
    for node in nodes(root):
        line, column, end = written.region(node)
        assert end > column
        found.append(lines[line - 1][column - 1 : end - 1])
    return found


def nodes(node: Node) -> list[Node]:
    inner: list[Node] = []
    if isinstance(node, Sequence):
        inner = node.items
    elif isinstance(node, Mapping):
        inner = [one for pair in node.pairs for one in pair]
    return [node, *(one for part in inner for one in nodes(part))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 90 # of them", ["a: 90 # of them", "a", "90"]),
        ('{a: 1, \'b c\': "d\\"e"}  ', ['{a: 1, \'b c\': "d\\"e"}', "a", "1", "'b c'", '"d\\"e"']),
        ("a: 'it''s'\n", ["a: 'it''s'", "a", "'it''s'"]),
        ("Лиды: 注册 🚀\r\nb: [1, 2]\r\n", ["Лиды: 注册 🚀", "Лиды", "注册 🚀", "b", "[1, 2]", "1", "2"]),
        ("a: two\n  lines\n", ["a: two", "a", "two"]),
        ("a: |\n  two\n  lines\n", ["a: |", "a", "|"]),
        ('a: "two\n  lines"\n', ['a: "two', "a", '"two']),
        ("a: &x 5\nb: *x\n", ["a: &x 5", "a", "&x 5", "b", "&x 5"]),
        ("a:\nb: 1\n", ["a:", "a", "", "b", "1"]),
        ("# \u2028a: 5", ["a: 5", "a", "5"]),
    ],
)
def test_of_yaml(text: str, expected: list[str]) -> None:
    assert taken(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"a": 90, "b":[true,"x"]}',
            ['{"a": 90, "b":[true,"x"]}', '"a"', "90", '"b"', '[true,"x"]}', "true", '"x"'],
        ),
        (
            '{"a":\n {"b" : "\\ud83d\\ude80\\""}}',
            ['{"a":', '"a"', '{"b" : "\\ud83d\\ude80\\""}}', '"b"', '"\\ud83d\\ude80\\""'],
        ),
    ],
)
def test_of_json(text: str, expected: list[str]) -> None:
    assert taken(text, "json") == expected


def test_a_number_that_is_given_another_name_still_ends_where_it_does() -> None:
    text = '{"a": 1.50, "b": 2}'
    assert WrittenTree(text, "json").region(Scalar("1:2", plain=False, mark=At(0, 6))) == (1, 7, 11)


@given(st.dictionaries(st.text(min_size=1), st.text() | st.integers(), min_size=1, max_size=4))
def test_a_value_of_json_reads_back_from_what_it_takes(data: dict[str, object]) -> None:
    text = json.dumps(data, indent=1)
    (root,) = json_tree.documents(text, "funnel.json")
    assert isinstance(root, Mapping)
    written, lines = WrittenTree(text, "json"), text.split("\n")
    for key, value in root.pairs:
        for node in (key, value):
            line, column, end = written.region(node)
            read = json.loads(lines[line - 1][column - 1 : end - 1])
            assert str(read) == node.value  # type: ignore[union-attr]


def looked_through(text: str) -> WrittenTable:
    table = Delimited(Content.of(text), "funnel.csv")
    return WrittenTable(table, tuple(block for block, _ in table.blocks()))


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("stage,count\nLeads,500\n", (1, 0), "Leads"),
        ("stage,count\nLeads,500\n", (1, 1), "500"),
        ("stage;count\r\nLeads;  1 500 \r\n", (1, 1), "1 500"),
        ('stage,count\n"Leads, all","1,500"\n', (1, 0), '"Leads, all"'),
        ('stage,count\n"Leads, all","1,500"\n', (1, 1), '"1,500"'),
        ('stage,count\n"Leads ""x""",5', (1, 0), '"Leads ""x"""'),
        ('stage,count\n"two\nlines",5\nWon,3\n', (1, 0), '"two'),
        ('stage,count\n"two\nlines",5\nWon,3\n', (3, 1), "3"),
        ("sep=;\nstage;count\nLeads;500\n", (2, 1), "500"),
        ("stage\tcount\nЛиды\t500", (1, 1), "500"),
        ("stage,count\rLeads,500\rWon,3", (2, 1), "3"),
        ("stage,count\nLeads,\n", (1, 1), ""),
        ("stage,count\nLeads\n", (1, 1), "Leads"),
        ("stage,count\nLeads", (1, 3), "Leads"),
    ],
)
def test_of_a_table(text: str, at: tuple[int, int], expected: str) -> None:
    region = looked_through(text).region(Scalar("", plain=True, mark=At(*at)))
    line = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[region.line - 1]
    assert line[region.column - 1 : region.end - 1].strip() == expected


def test_a_field_behind_a_line_break_stands_on_its_own_line() -> None:
    table = looked_through('stage,count\n"two\nlines",5\n')
    assert table.region(Scalar("5", plain=True, mark=At(1, 1))) == (3, 8, 9)
    assert table.region(Scalar("5", plain=True, mark=At(1, 1))) == (3, 8, 9), "asked again"


def test_tabs_among_commas_part_fields_where_a_row_was_mended() -> None:
    assert looked_through("stage,count\nLeads\t500\n").region(Scalar("500", plain=True, mark=At(1, 1))) == (
        2,
        7,
        10,
    )


def test_of_the_fields_of_a_funnel() -> None:
    found = funnel("name: North\nstages: {contacted: 1000, interested: 90}\n")
    assert found.places.region("stages.interested") == (2, 39, 41)
    assert found.places.region("stages.nothing") == (2, 9, 42), "what it stands in"
    assert found.places.region("") == (1, 1, 12)
    (wide,) = items("name,contacted,interested\nNorth,1000,90\n", "funnel.csv")
    assert wide.places.find("stages.interested")[1:] == (2, 3)  # type: ignore[union-attr]
    assert wide.places.region("stages.interested") == (2, 12, 14)  # type: ignore[union-attr]
