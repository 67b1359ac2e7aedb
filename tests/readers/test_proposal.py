"""What is proposed of a table's columns reads the same funnels as the table alone does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funneldx.config import TableSettings
from funneldx.errors import UnreadableError
from funneldx.model import Funnel
from funneldx.readers import proposal, read
from funneldx.readers.table.hints import Pairs
from funneldx.readers.table.proposal import Proposal
from tests.readers.test_table import without_places

HERE = Path(__file__).parent
SAMPLES = sorted(
    path for path in (HERE.parents[1] / "sample_funnels").rglob("*.csv") if path.parent.name != "records"
)


def literals() -> list[str]:
    """Every text with several lines in the tests of tables, most of which are tables."""
    files = ("test_columns", "test_table", "test_dialects", "test_periods", "test_hints")
    trees = [ast.parse((HERE / f"{name}.py").read_text("utf-8")) for name in files]
    constants = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = (node.value for node in constants if isinstance(node.value, str))
    return list(dict.fromkeys(text for text in texts if text.strip().count("\n") > 0))


def proposed(data: str | bytes, path: str = "a.csv") -> Proposal:
    found = proposal(data.encode() if isinstance(data, str) else data, path, TableSettings())
    assert found is not None
    return found


def funnels(data: bytes, pairs: Pairs = ()) -> list[Funnel]:
    found = read(data, "a.csv", TableSettings(columns=pairs))
    assert found is not None
    return [without_places(item) for item in found if isinstance(item, Funnel)]


def holds(data: bytes) -> bool:
    """Check a table; returns whether there was anything to check."""
    try:
        found = proposed(data)
    except UnreadableError:
        return False
    taken = tuple(dict(pair for doubt in found.doubts for pair in doubt.taken).items())
    said = funnels(data, found.pairs)
    assert said == funnels(data, taken)
    assert found.funnels == len(said)
    return bool(found.pairs and said)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_of_the_samples(path: Path) -> None:
    assert holds(path.read_bytes())


def test_of_the_tables_of_the_tests() -> None:
    assert sum(holds(text.encode("utf-8", "surrogatepass")) for text in literals()) > 60


STAGES = ("Leads", "Contacted", "Won", "Demo")
NAMING = ("stage", "step", "step_name", "name", "what")
COUNTING = (
    *("count", "users", "leads", "Leads", "prospects", "contacted", "purchased", "won", "visits", "cart"),
    *("# of Clicks", "Number of contacted", "Jan 2026", "Feb 2026", "total", "hot"),
)
OTHERS = (
    *("funnel", "period", "date", "month", "year", "quarter", "market", "channel", "region", "team", "when"),
    *("cost", "id", "labels", ""),
)
VALUES = (
    *(("9", "8", "7"), ("North", "South"), ("x",), ("2026-09", "2026-10"), ("2026-09-01", "2026-09-02")),
    *(
        ("1", "2"),
        ("2025", "2026"),
        ("b2b",),
        ("3.5", "2.5"),
        ("a", "b", "c", "d"),
        ("", "5"),
        ("Total", "x"),
        ("Total", "b2b", "b2c"),
        ("All", "x", "y"),
        ("2026-09", "2026-10", "Total"),
        ("2025", "2026", "Average"),
    ),
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table that may well be one of stage counts."""
    height = draw(st.integers(1, 6))
    columns = []
    for _ in range(draw(st.integers(2, 6))):
        kind = draw(st.sampled_from((NAMING, COUNTING, COUNTING, OTHERS)))
        usual = {NAMING: STAGES, COUNTING: ("9", "8", "7")}.get(kind, draw(st.sampled_from(VALUES)))
        values = usual if draw(st.integers(0, 5)) else draw(st.sampled_from(VALUES))
        inorder = draw(st.booleans())
        cells = [
            values[row % len(values)] if inorder else draw(st.sampled_from(values)) for row in range(height)
        ]
        columns.append([draw(st.sampled_from(kind)), *cells])
    return "".join(";".join(row) + "\n" for row in zip(*columns, strict=True))


BELOW_SUMS = (
    "count;market;stage;period\n9;Total;Leads;2026-09\n9;x;Contacted;2026-10\n",
    "market;stage;count;step\nTotal;Leads;9;2026-09\nTotal;Contacted;9;2026-10\nx;Won;9;2026-09\n",
    "won;stage;Jan 2026;cost\n9;Leads;2026-09;x\n8;Contacted;2026-10;Total\n8;Won;2026-09;x\n",
    "stage;owner;count\nLeads;x;9\nWon;y;2\nLeads;Total;9\nWon;Total;2\n",
    "stage;period;count\nLeads;2026-08;9\nWon;2026-09;4\nLeads;Total;9\nWon;Total;4\n",
    "region;stage;count\nN;Leads;9\n;Won;2\nTotal;Leads;9\n;Won;2\n",
    "market;leads;won\nb2b;9;2\nb2c;8;1\nTotal;17;3\n",
    "id;leads;won\n1;9;2\n2;8;1\nTotal;17;3\n",
    "year;leads;won\n2025;9;2\n2026;8;1\nTotal;17;3\n",
)
"""Tables in which what is said of a column may decide which rows hold sums."""


@pytest.mark.parametrize("text", BELOW_SUMS)
def test_of_rows_of_sums(text: str) -> None:
    assert holds(text.encode())


@given(tables())
def test_of_any_table(text: str) -> None:
    holds(text.encode())


@pytest.mark.slow
@settings(max_examples=2000)
@given(tables())
def test_of_many_tables(text: str) -> None:
    holds(text.encode())


@pytest.mark.parametrize(
    ("text", "pairs", "unsaid", "guessed"),
    [
        ("stage,count\nLeads,9\nWon,2\n", "stage=stage,count=count", "", ""),
        ("step,rides_count\nLeads,9\nWon,2\n", "stage=step,count=rides_count", "", "count"),
        ("name,count\nLeads,9\nWon,2\nDemo,1\n", "stage=name,count=count", "", "stage"),
        ("step,step_name,count\n1,Leads,9\n2,Won,2\n", "stage=step_name,count=count", "order", ""),
        ("name,action_id,count\nLeads,x,9\nWon,x,2\n", "count=count", "stage", ""),
        (",Jan-26,Feb-26\nLeads,9,8\nWon,2,1\n", "", "stage count", "stage"),
        ("stage,Jan 2026\nLeads,9\nWon,2\n", "stage=stage", "count", ""),
        ("Leads,9\nWon,2\n", "", "", ""),
        ("leads,warm-up,won\n9,8,2\n", "leads=leads,warm-up=warm-up,won=won", "", "warm-up"),
        (
            "purchased count,prospects\n9,2\n",
            "purchased count=purchased count,prospects=prospects",
            "",
            "",
        ),
        ("# of Clicks,# of Leads,won\n9,4,2\n", "Clicks=# of Clicks,Leads=# of Leads,won=won", "", ""),
        ("year,month,leads,won\n2026,9,8,2\n", "leads=leads,won=won", "period", ""),
        ("year,date,leads,won\n2026,2026-09-01,8,2\n", "leads=leads,won=won,period=date,labels=", "", ""),
        ("when,leads,won\n2026-09-01,8,2\n", "leads=leads,won=won,period=when", "", "period"),
        (
            "name,market,leads,won,hot\nN,b2b,8,2,1\n",
            "leads=leads,won=won,market=market,funnel=name,hot=hot",
            "",
            "",
        ),
        (",leads,won\nN,8,2\n", "leads=leads,won=won", "funnel", "funnel"),
        (
            "region,stage,count\nN,Leads,9\nN,Won,2\nS,Leads,8\nS,Won,1\n",
            "stage=stage,count=count,labels=region",
            "",
            "labels",
        ),
    ],
)
def test_what_is_proposed(text: str, pairs: str, unsaid: str, guessed: str) -> None:
    found = proposed(text)
    assert ",".join(f"{key}={header}" for key, header in found.pairs) == pairs
    assert " ".join(one.key for one in found.found if not one.said) == unsaid
    assert " ".join(one.key for one in found.found if not one.sure) == guessed
    assert found.doubts == ()
    assert found.problem is None


@pytest.mark.parametrize(
    ("text", "pairs", "unsaid"),
    [
        ("team,team,stage,count\nx,y,Leads,9\nx,y,Won,2\n", {"stage": "stage", "count": "count"}, "labels"),
        (",count\nLeads,9\nDemo,5\nWon,2\n", {}, "stage count"),
        ("name,leads,count,won\nN,9,5,2\n", {"funnel": "name"}, "leads count won"),
    ],
)
def test_what_cannot_be_said_without_changing_the_reading(
    text: str, pairs: dict[str, str], unsaid: str
) -> None:
    found = proposed(text)
    assert dict(found.pairs) == pairs
    assert " ".join(one.key for one in found.found if not one.said) == unsaid
    holds(text.encode())


@pytest.mark.parametrize(
    ("text", "taken", "others"),
    [
        ("stage,users,people\nLeads,9,8\nWon,2,1\n", [{"count": "users"}], [[{"count": "people"}]]),
        (
            "step,stage,users,people\na,Leads,9,8\nb,Won,2,1\n",
            [{"stage": "step"}, {"count": "users"}],
            [[{"stage": "stage"}], [{"count": "people"}]],
        ),
        ("stage,how many\nLeads,9\nWon,2\n", [{"stage": "stage", "count": "how many"}], [[]]),
        (
            "what,n_seen,n_bought\nx,100,5\ny,90,4\n",
            [{"n_seen": "n_seen", "n_bought": "n_bought"}],
            [[{"stage": "what", "count": "n_seen"}]],
        ),
        (
            "leads,# of leads,won\n9,9,2\n",
            [{"leads": "leads", "won": "won"}],
            [[{"# of leads": "# of leads", "won": "won"}]],
        ),
    ],
)
def test_doubts(text: str, taken: list[dict[str, str]], others: list[list[dict[str, str]]]) -> None:
    found = proposed(text)
    assert [dict(doubt.taken) for doubt in found.doubts] == taken
    assert [[dict(other) for other in doubt.others] for doubt in found.doubts] == others
    assert holds(text.encode())


@pytest.mark.parametrize(
    "text", ["a,b\nx,y\n", "leads,leads,won\n9,9,2\n", "stage,remark\nLeads,x\nWon,y\n", "stage,count\n", ""]
)
def test_what_nobody_can_guess(text: str) -> None:
    with pytest.raises(UnreadableError):
        proposed(text)


def test_what_is_told_besides() -> None:
    found = proposed("Our report;;\nЭтап;Количество;доля\nЛиды;9;1,0\nПродажа;2;0,2\n".encode("cp1251"))
    assert "cp1251" in found.notes[0]
    assert "“Our report” above the header" in found.notes[1]
    assert found.unread == ("доля",)
    assert found.delimiter == ";"
    broken = proposed("stage,count\nLeads,9\nWon,many\n").problem
    assert broken
    assert broken.line == 3
    assert proposed("stage,,count\nLeads,5,9\nWon,6,2\n").unread == ("column 2",)


@pytest.mark.parametrize("path", ["a.json", "a.yaml", "export"])
def test_what_is_no_table(path: str) -> None:
    assert proposal(b"stages: {contacted: 9}\n", path, TableSettings()) is None
