"""A table or a file of which more is wrong than right is not read closely to its end, and says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pytest

from funneldx.diagnosis import Notice
from funneldx.documents.grid import Row
from funneldx.documents.table import BLOCK
from funneldx.errors import Problem
from funneldx.model import Funnel
from funneldx.readers import read
from funneldx.readers.table.broken import Broken
from funneldx.readers.table.told import Told
from funneldx.readers.tally import PATIENCE, Lines, Tally
from tests.readers.nasty_tables import nasty_table
from tests.readers.test_blocks import in_blocks

WIDE = "name,contacted,interested\n"
LONG = "name,stage,count\n"


def read_as(name: str, text: str) -> tuple[list[str | None], list[Problem], list[Notice]]:
    """The names of the funnels, the problems and the notices of a file."""
    items = list(read(text.encode(), name) or ())
    return (
        [item.name for item in items if isinstance(item, Funnel)],
        [item for item in items if isinstance(item, Problem)],
        [item for item in items if isinstance(item, Notice)],
    )


def lines(form: str, numbers: Iterable[int]) -> str:
    return "".join(form.replace("%", str(number)) for number in numbers)


WRONG = lines("w%,50,many\n", range(PATIENCE + 1))


class TestWide:
    """Rows of a block; the first one is made as long as the others here."""

    @pytest.fixture(autouse=True)
    def _one_block(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("funneldx.documents.table._BEGINNING", BLOCK)

    def test_rows_that_are_plain_are_read_all_the_same(self) -> None:
        names, problems, (left,) = read_as("a.csv", f"{WIDE}f,50,9\n{WRONG}x,50,many\ng,50,9\ny,50,many\n")
        assert names == ["f", "g"]
        assert len(problems) == PATIENCE + 1
        assert left == Notice(
            "a.csv",
            PATIENCE + 4,
            None,
            "from here on 2 rows are left out without a closer look, since so much is wrong with those above",
        )

    def test_not_before_there_is_more_wrong_than_that(self) -> None:
        names, problems, notices = read_as("a.csv", WIDE + "f,50,9\n" + WRONG.partition("\n")[2])
        assert (names, len(problems), notices) == (["f"], PATIENCE, [])

    def test_not_where_more_is_right(self) -> None:
        good = lines("f%,50,9\n", range(PATIENCE + 10))
        names, problems, notices = read_as("a.csv", f"{WIDE}{WRONG}{good}x,50,many\n")
        assert (len(names), len(problems), notices) == (PATIENCE + 10, PATIENCE + 2, [])

    @pytest.mark.parametrize("row", ["x\n", "x,a,b,50,9\n"])
    def test_row_by_row_where_columns_do_not_fit(self, row: str) -> None:
        """Every row has two teams, which is its mistake."""
        wrong = lines("w%,a,b,50,9\n", range(PATIENCE + 1))
        names, problems, (left,) = read_as("a.csv", f"name,team,team,contacted,interested\n{wrong}{row}")
        assert (names, len(problems), left.line) == ([], PATIENCE + 1, PATIENCE + 3)
        assert left.message.startswith("this row is left out without a closer look")

    def test_short_rows_are_mistakes_like_others(self) -> None:
        short = lines("w%\n", range(PATIENCE + 1))
        names, problems, (left,) = read_as("a.csv", f"{WIDE}f,50,9\n{short}x\n")
        assert (names, len(problems), left.line) == (["f"], PATIENCE + 1, PATIENCE + 4)

    def test_numbers_with_two_readings_are_mistakes_like_others(self) -> None:
        unclear = lines("w%,1.500,900\n", range(PATIENCE + 3))
        names, (problem,), (left,) = read_as("a.csv", f"{WIDE}f,50,9\n{unclear}")
        assert (names, left.line) == (["f"], PATIENCE + 4)
        assert "and so with 2,000 more" in problem.message

    def test_each_block_is_judged_by_itself(self) -> None:
        good = lines("good %,50,9\n", range(BLOCK // 8))
        times = BLOCK // len(WRONG) + 1
        names, problems, (left,) = read_as("a.csv", f"{WIDE}f,50,9\n{WRONG * times}{good}x,50,many\n")
        assert len(names) == 1 + BLOCK // 8
        assert PATIENCE < len(problems) < times * (PATIENCE + 1)
        assert problems[-1].line == 3 + times * (PATIENCE + 1) + BLOCK // 8
        assert left.line == PATIENCE + 4


class TestLong:
    """Rows of a table."""

    def test_funnels_that_stand_together(self) -> None:
        wrong = lines("w%,Leads,many\nw%,Won,5\n", range(PATIENCE + 2))
        good = lines("f%,Leads,50\nf%,Won,5\n", range(3))
        names, problems, (left,) = read_as("a.csv", f"{LONG}{wrong}{good}")
        assert names == ["f0", "f1"]  # the last one may go on
        assert len(problems) == PATIENCE + 1
        assert left.line == 2 * PATIENCE + 4
        assert left.message.startswith("from here on 4 rows")

    def test_none_of_them_is_read_in_part(self) -> None:
        """A funnel of which some rows were taken in is left out as a whole."""
        wrong = lines("w%,Leads,many\nw%,Won,5\n", range(PATIENCE + 1))
        table = f"{LONG}{wrong}x,Leads,many\nx,Won,5\nx,Purchased,007\n{lines('f%,Leads,50', range(1))}\n"
        names, _, (left,) = read_as("a.csv", table)
        assert names == []
        assert left.line == 2 * PATIENCE + 4
        assert left.message.startswith("from here on 4 rows")

    def test_funnels_whose_rows_stand_apart(self) -> None:
        numbers = range(PATIENCE + 3)
        table = LONG + lines("w%,Leads,many\n", numbers) + lines("w%,Won,5\n", numbers)
        names, problems, (left,) = read_as("a.csv", table)
        assert (names, len(problems)) == ([], PATIENCE + 1)
        assert left.line == PATIENCE + 3
        assert left.message.startswith("from here on 4 rows")

    def test_more_of_them_right_than_wrong(self) -> None:
        wrong, right = range(PATIENCE + 1), range(PATIENCE + 10)
        table = f"{LONG}{lines('f%,Leads,50', right[:1])}\n{lines('w%,Leads,many', wrong[:1])}\n"
        table += lines("f%,Leads,50\nf%,Won,5\n", right[1:]) + lines("w%,Leads,many\n", wrong[1:])
        table += "f0,Won,5\n" + "z,Leads,many\n"
        names, problems, notices = read_as("a.csv", table)
        assert (len(names), len(problems), notices) == (len(right), len(wrong) + 1, [])

    def test_numbers_with_two_readings(self) -> None:
        unclear = lines("w%,Leads,1.500\nw%,Won,90\n", range(PATIENCE + 3))
        names, (problem,), (left,) = read_as("a.csv", f"{LONG}f,Leads,50\nf,Won,9\n{unclear}")
        assert (names, left.line) == (["f"], 2 * PATIENCE + 6)
        assert "and so with 2,000 more" in problem.message

    def test_rows_that_are_too_short(self) -> None:
        """Whose they are nobody knows, once there are so many of them: nothing is judged."""
        table = LONG + "f,Leads,50\nf,Won,5\n" + lines("w%,Leads\n", range(PATIENCE + 1)) + "g,Leads,5\n"
        names, problems, (left,) = read_as("a.csv", table)
        assert (names, len(problems)) == ([], PATIENCE + 1)
        assert (left.line, left.message[:20]) == (2, "from here on 3 rows ")

    def test_rows_that_are_too_short_among_more_that_are_not(self) -> None:
        good = lines("f%,Leads,50\nf%,Won,5\n", range(PATIENCE))
        table = LONG + good + lines("w%,Leads\n", range(PATIENCE + 1)) + "g,Leads,5\n"
        names, problems, notices = read_as("a.csv", table)
        assert (len(names), len(problems), notices) == (PATIENCE + 1, PATIENCE + 1, [])

    def test_a_funnel_that_goes_on_and_on(self) -> None:
        endless = lines("s%,5\n", range(10_001))
        names, (problem,), notices = read_as("a.csv", f"stage,count\n{endless}Leads,many\n")
        assert (names, notices) == ([], [])
        assert problem == Problem(
            "a.csv",
            2,
            None,
            "a funnel of more than 10,000 rows begins here; at most 500 stages are read",
            "give a row to each stage; if these are of different funnels, tell them apart in a column headed `funnel`",
        )

    def test_it_costs_no_other(self) -> None:
        endless = lines("e,s%,5\n", range(10_002))
        names, (problem,), notices = read_as(
            "a.csv", f"{LONG}f,Leads,9\nf,Won,5\n{endless}g,Leads,9\ng,Won,5\n"
        )
        assert (names, problem.line, notices) == (["f", "g"], 4, [])

    def test_so_many_rows_are_too_many_stages(self) -> None:
        _, (problem,), _ = read_as(
            "a.csv", f"stage,count\n{lines('s%,5', range(1))}\n" + lines("t%,5\n", range(9_999))
        )
        assert "10,000 stages; at most 500 are read" in problem.message


WORDY = lines("w%,word %,many\n", range(PATIENCE))


class TestASecondTable:
    """It ends the first one, however much is wrong above it."""

    @pytest.fixture(autouse=True)
    def _one_block(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("funneldx.documents.table._BEGINNING", BLOCK)

    @pytest.mark.parametrize("header", ["funnel,Contacted,Deals\n", "client,leads,won\n"])
    @pytest.mark.parametrize("above", [WRONG, WORDY[:-30], WRONG[:20], WORDY[:30]])
    def test_below_a_wide_one(self, header: str, above: str) -> None:
        table = f"{WIDE}f,50,9\n{above}\n{header}g,50,9\nmany,many,many\n"
        names, problems, _ = read_as("a.csv", table)
        assert names == ["f"]
        assert problems[-1].message == "a second table seems to begin here; nothing below it is read"
        assert problems[-1].line == 4 + above.count("\n")

    def test_below_a_long_one(self) -> None:
        numbers = range(PATIENCE + 2)
        above = LONG + lines("w%,Leads,many\n", numbers) + lines("w%,Paid,many\n", numbers)
        names, problems, _ = read_as("a.csv", above + "name,stage,count\nclient,Step,Number\ng,Won,5\n")
        assert names == []
        assert problems[0].message == "a second table seems to begin here; nothing below it is read"

    def test_below_so_many_words_that_it_is_not_told_from_them(self) -> None:
        more = lines("v%,more %,many\n", range(3))
        names, problems, notices = read_as("a.csv", f"{WIDE}f,50,9\n{WORDY}g,50,9\n{more}h,50,9\n")
        assert names == ["f", "g"]
        message = "a second table may begin here, below so many mistakes; nothing below it is read"
        assert (problems[-1].line, problems[-1].message) == (PATIENCE + 4, message)
        assert [notice.message[:20] for notice in notices] == ["from here on 999 row"]

    def test_it_has_been_told_from_those_that_stood_there_before(self) -> None:
        names, problems, (left,) = read_as("a.csv", f"{WIDE}f,50,9\n{WORDY}g,50,9\nv,word 1,many\nh,50,9\n")
        assert names == ["f", "g", "h"]
        assert len(problems) == PATIENCE + 2
        assert left.message.startswith("from here on 1,000 rows")


def test_of_very_many_names_no_more_is_asked_whether_they_are_rates() -> None:
    """A row of a rate among the first is left out; the names after it are those of mistakes."""
    numbers = range(PATIENCE + 1)
    table = "name,stage,count\nf,CTR,5.5 %\nf,Leads,90\n" + lines("w%,stage %,5.5\n", numbers)
    _, problems, notices = read_as("a.csv", table)
    assert [notice.message for notice in notices] == [
        "the row “CTR” is left out: the word says that it is none of its own"
    ]
    assert len(problems) == PATIENCE + 1


def test_of_very_many_totals_no_more_are_counted() -> None:
    """Whether a column names rows of sums is settled by then."""
    table = WIDE + lines("f%,50,9\n", range(5)) + lines("Total f%,50,9\n", range(9_000)) + "g,50,9\n"
    names, problems, notices = read_as("a.csv", table)
    assert (names, problems) == ([*(f"f{one}" for one in range(5)), "g"], [])
    assert notices[-1].message.startswith("8,980 more rows are left out likewise")


class TestBroken:
    """Which funnels a row of too few fields may be of, by name and region."""

    GROUPS: ClassVar[dict[tuple[str, ...], list[Row]]] = {
        (name, region): [Row(line, [name, region, "Leads"]), Row(line + 1, [name, region, "Won"])]
        for line, (name, region) in zip(
            (2, 5, 8, 11), (("a", "n"), ("a", "s"), ("b", "n"), ("b", "s")), strict=True
        )
    }

    def broken(self, *rows: Row) -> set[tuple[str, ...]]:
        return Broken(self.GROUPS, (0, 1), 2).by(rows)

    def test_the_one_that_it_names(self) -> None:
        assert self.broken(Row(7, ["b", "s"])) == {("b", "s")}
        assert self.broken(Row(7, ["b", "s", "Paid", "", ""])) == {("b", "s")}
        assert self.broken(Row(7, ["b", "s", "Won", "", "5"])) == set()
        assert self.broken(Row(7, ["c", "s"])) == set()

    def test_those_beside_it_where_that_leaves_it_open(self) -> None:
        assert self.broken(Row(7, ["a"])) == {("a", "s")}
        assert self.broken(Row(4, ["a"])) == {("a", "n"), ("a", "s")}
        assert self.broken(Row(7, ["b"])) == {("b", "n")}
        assert self.broken(Row(7, ["c"])) == set()
        assert self.broken(Row(4, ["a"]), Row(13, ["b"])) == {("a", "n"), ("a", "s"), ("b", "s")}

    def test_all_that_it_may_be_of_once_there_are_many_such_rows(self) -> None:
        groups: dict[tuple[str, ...], list[Row]] = {
            (f"f{number}", "n"): [Row(number, [f"f{number}", "n", "Leads"])] for number in range(100)
        }
        some = [Row(200 + number, [f"f{number}"]) for number in range(30)]
        again = [Row(300, ["f0"]), Row(301, ["f29"])]
        assert Broken(groups, (0, 1), 2).by([*some, *again]) == {(f"f{number}", "n") for number in range(30)}
        both: dict[tuple[str, ...], list[Row]] = {
            ("x", "n"): [Row(1, ["x", "n", "Leads"])],
            ("x", "s"): [Row(9, ["x", "s", "Leads"])],
        }
        assert Broken(both, (0, 1), 2).by([Row(10, ["x"])]) == {("x", "s")}
        many: dict[tuple[str, ...], list[Row]] = {
            **{("y", str(one)): [Row(one, ["y", str(one), "Leads"])] for one in range(20)},
            **both,
        }
        unclear = [Row(5, ["z" * one]) for one in range(1, 21)]
        assert Broken(many, (0, 1), 2).by([*unclear, Row(10, ["x"])]) == set(both)


class TestTrees:
    """Documents of a file."""

    WRONG = "---\nstages: {a: -5}\n"

    def test_nothing_is_read_from_there_on(self) -> None:
        text = "name: f\nstages: {a: 5}\n" + self.WRONG * (PATIENCE + 1) + "---\nname: g\nstages: {a: 5}\n"
        names, problems, (notice,) = read_as("a.yaml", text)
        assert (names, len(problems)) == (["f"], PATIENCE + 1)
        assert notice.line == 2 * PATIENCE + 6
        assert notice.message == "nothing is read from here on, since so much is wrong with what stands above"

    def test_not_before_there_is_more_wrong_than_that(self) -> None:
        names, problems, notices = read_as("a.yaml", self.WRONG * PATIENCE + "---\nname: g\nstages: {a: 5}\n")
        assert (names, len(problems), notices) == (["g"], PATIENCE, [])

    def test_not_where_more_is_right(self) -> None:
        good = "---\nname: f\nstages: {a: 5}\n" * (PATIENCE + 2)
        names, problems, notices = read_as(
            "a.yaml", good + self.WRONG * (PATIENCE + 1) + "---\nstages: {a: 5}\n"
        )
        assert (len(names), len(problems), notices) == (PATIENCE + 3, PATIENCE + 1, [])


def test_what_is_told_of_pieces_is_told_of_all_of_them() -> None:
    first, second = Told(unread=Lines(5, 2)), Told(unread=Lines(90, 3))
    assert first.then(second).unread == Lines(5, 5)
    assert Told().then(second).unread == Lines(90, 3)
    assert first.then(Told()).unread == Lines(5, 2)


def test_a_tally() -> None:
    tally = Tally()
    lost = []
    for wrong, right in (
        (PATIENCE, 0),
        (PATIENCE + 1, 0),
        (PATIENCE + 1, PATIENCE),
        (PATIENCE + 1, PATIENCE + 1),
    ):
        tally.wrong, tally.right = wrong, right
        lost.append(tally.lost)
    assert lost == [False, True, True, False]
    tally.note(Problem("a", 1, 1, "wrong", "mend it"))
    tally.note(Notice("a", 1, None, "so"))
    assert (tally.wrong, tally.right) == (PATIENCE + 2, PATIENCE + 1)
    tally.leave(7)
    tally.leave(9, 2)
    assert tally.unread == Lines(7, 3)


@pytest.mark.parametrize("first", range(0, 160, 40))
def test_what_is_read_is_read_whole(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever a table is given up: no funnel is made of some of its rows, and none is told of that is not there."""
    again = 0
    for number in range(first, first + 40):
        data, settings = nasty_table(number)
        whole = in_blocks(data, settings, BLOCK, monkeypatch)
        for patience, size in ((0, 60), (1, 300), (0, BLOCK), (2, BLOCK)):
            with monkeypatch.context() as sooner:
                sooner.setattr("funneldx.readers.tally.PATIENCE", patience)
                some = in_blocks(data, settings, size, monkeypatch)
            again += some != whole
            others = [item for item in some if item not in whole]
            told = [
                item for item in others if isinstance(item, Problem) and " can be read as " in item.message
            ]
            assert len(told) <= 1  # in fewer rows
            assert all(isinstance(item, Notice) for item in others if item not in told), (
                number,
                patience,
                size,
            )
    assert again > 5
