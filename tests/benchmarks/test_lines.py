"""What is said of a figure, and where a table is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.lines import (
    BEGIN,
    END,
    Line,
    check_marks,
    mebibytes,
    not_measured,
    seconds,
    table,
    write_between,
)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (Line("", "", "", 1.25, 1.25), True),
        (Line("", "", "", 1.2501, 1.25), False),
        (Line("", "", "", 20.0, 20.0, least=True), True),
        (Line("", "", "", 19.9, 20.0, least=True), False),
        (Line("", "", "", 99.0, None), True),
        (Line("", "", "", None, 1.0), False),
        (not_measured("tables", "no yamllint"), False),
    ],
)
def test_a_promise_is_kept_up_to_its_limit_and_only_where_it_was_measured(line: Line, kept: bool) -> None:
    assert line.kept is kept


def test_the_table_says_what_is_promised_and_kept() -> None:
    drawn = table(
        [
            Line("check one file", "74 ms", "yamllint 67 ms", 1.104, 1.25),
            Line("a wide | table", "3.7 s", "csv.reader 60 ms", 62.61, 60.0, aim=30.0),
            Line("memory", "process 21 MiB", "", 289.4, 250.0, unit=" MiB"),
            Line("many", "1 s", "a loop 5 s", 5.0, 20.0, least=True, unit="× as fast"),
            Line("for comparison", "1 s", "2 s", 0.5, None),
            not_measured("reading", "no yaml"),
        ]
    )
    rows = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in drawn.splitlines()]
    assert rows[0] == ["what", "measured", "beside", "figure", "promised", "kept"]
    assert [row[3:] for row in rows[2:]] == [
        ["1.10×", "at most 1.25×", "yes"],
        ["62.6×", "at most 60.0× (aim 30.0×)", "NO"],
        ["289 MiB", "at most 250 MiB", "NO"],
        ["5.00× as fast", "at least 20.0× as fast", "NO"],
        ["0.50×", "", ""],
        ["–", "", "NOT MEASURED: no yaml"],
    ]
    assert rows[3][0] == "a wide \\| table"


def test_a_figure_beyond_its_limit_is_never_shown_as_the_limit() -> None:
    assert "| 1.2501× |" in table([Line("", "", "", 1.2501, 1.25)])
    assert "| 1.25×  |" in table([Line("", "", "", 1.24996, 1.25)])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (131.55, "132 s"),
        (3.744, "3.74 s"),
        (0.0742, "74.2 ms"),
        (0.35, "350 ms"),
        (3.14e-5, "31.4 µs"),
        (0, "0 µs"),
    ],
)
def test_seconds_have_three_digits(value: float, shown: str) -> None:
    assert seconds(value) == shown


def test_memory_is_told_in_mebibytes() -> None:
    assert mebibytes(134 << 20) == "134 MiB"


def test_only_what_is_between_the_marks_is_written(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{BEGIN}old\n{END}after\n", encoding="utf-8")
    write_between(page, "| new |\n")
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}| new |\n{END}after\n"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.parametrize("text", ["", BEGIN, END, END + BEGIN, BEGIN + END + END])
def test_a_page_without_both_marks_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    page = tmp_path / "README.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"README\.md has no lines <!-- speed: begin --> and <!-- speed: end -->"
    ):
        check_marks(page)
    with pytest.raises(ValueError, match="to write between"):
        write_between(page, "new\n")
    assert page.read_text(encoding="utf-8") == text
