"""However a table is cut into blocks, and whatever is read in bulk: the same funnels, places and messages."""

from __future__ import annotations

import csv
import pickle
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

from funneldx.config import TableSettings
from funneldx.diagnosis import Notice
from funneldx.documents.content import Content, FileBytes, Memory
from funneldx.documents.table import BLOCK
from funneldx.errors import Problem, UnreadableError
from funneldx.model import Funnel
from funneldx.readers import read, table_plan
from funneldx.readers.table.told import Told
from funneldx.readers.tally import PATIENCE
from tests.readers.nasty_tables import nasty_table

HEADER = "name,period,market,region,prospects,contacted,interested,purchased,hot\n"
FIELDS = (
    *(
        "",
        "name",
        "period",
        "labels",
        "labels.region",
        "labels.remark",
        "market",
        "channel",
        "deal_value",
        "nope",
    ),
    *("customers", "customers.hot", "customers.cold", "stages", "stages.contacted", "stages.price discussed"),
    *("stages[0]", "stages[0].count", "stages[1].role", "stages.prospects.x", "stages.Won"),
)


def shown(items: Iterable[Funnel | Problem | Notice] | None) -> list[object]:
    """All that a reader gives, with the places of the funnels looked up."""
    return [
        (item._replace(places=None), [item.places.find(field) for field in FIELDS])  # type: ignore[arg-type]
        if isinstance(item, Funnel)
        else item
        for item in items or ()
    ]


def with_care(data: bytes, settings: TableSettings, patch: pytest.MonkeyPatch) -> list[object]:
    """A table read row by row, all of them alike."""
    with patch.context() as without:
        without.setattr("funneldx.documents.table.grid", lambda *_: None)
        without.setattr("funneldx.readers.table.direct.Direct.fits", False)
        without.setattr("funneldx.readers.table.runs.Runs.fits", False)
        return shown(read(data, "a.csv", settings))


def in_blocks(data: bytes, settings: TableSettings, size: int, patch: pytest.MonkeyPatch) -> list[object]:
    """A table read in blocks of about so many bytes."""
    with patch.context() as smaller:
        smaller.setattr("funneldx.documents.table.BLOCK", size)
        smaller.setattr("funneldx.documents.content.AT_ONCE", size)
        if size < BLOCK:
            smaller.setattr("funneldx.readers.table.survey._SMALL", 0)
        return shown(read(data, "a.csv", settings))


@pytest.mark.parametrize("first", range(0, 240, 20))
def test_nasty_tables(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(first, first + 20):
        data, settings = nasty_table(number)
        wanted = with_care(data, settings, monkeypatch)
        for size in (5, 60, 300, BLOCK):
            assert in_blocks(data, settings, size, monkeypatch) == wanted, (number, size)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 9000, 100))
def test_more_nasty_tables(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(first, first + 100):
        data, settings = nasty_table(number)
        wanted = with_care(data, settings, monkeypatch)
        for size in (5, 60, 300):
            assert in_blocks(data, settings, size, monkeypatch) == wanted, (number, size)


def wide(rows: int, *odd: str) -> bytes:
    """A table with a funnel a row; the odd rows stand in the middle."""
    lines = [
        f"client {row},2026-{row % 12 + 1:02},{('b2b', 'b2c')[row % 2]},R{row % 3},{900 + row},{500 + row},90,9,1\n"
        for row in range(rows)
    ]
    lines[rows // 2 : rows // 2] = odd
    return (HEADER + "".join(lines)).encode()


def long(rows: int, *odd: str) -> bytes:
    """A table with a stage a row."""
    lines = [
        f"client {row},2026-{row % 12 + 1:02},{stage},{count}\n"
        for row in range(rows)
        for stage, count in (("prospects", 900 + row), ("contacted", 500 + row), ("purchased", 9))
    ]
    lines[len(lines) // 2 : len(lines) // 2] = odd
    return ("funnel,period,stage,count\n" + "".join(lines)).encode()


@pytest.mark.parametrize(
    ("rows", "odd"),
    [
        (300, ()),
        (5000, ()),  # more than are kept of each column, or shown to it together
        (300, ("Total,,,,9,9,9,9,9\n", '"a,b",2026-01,b2b,R,9,8,7,6,5\n')),
        (300, ("a,2026-01,b2b,R,007,8,7,6,\n", "a,2026-01,b2g,R,9,8,7,6,5\n", "b,-,-,-,-,-,-,-,-\n")),
        (300, (f"{'x' * 201},2026-01,b2b,R,9,8,7,6,5\n", f"a,2026-01,b2b,{'x' * 201},9,8,7,6,5\n")),
        (300, ("a,2026-13,b2b,R,9,8,7,6,5\n", "a,2026-01,b2b,R,9,8,7,6,many\n", "Note: this,,,,,,,,\n")),
        (300, (HEADER, "a,2026-01,b2b,R,1.500,8,7,6,5\n", "a,2026-01,b2b,R,1.700,8,7,6,5\n")),
        (300, ("a,2026-01,b2b,R,9,8,7,6,5,\n", "\n", "a,2026-01,b2b,R,9,8,7,6,5,more\n", "a,2026\n")),
        (300, ("name,period,market,region,leads,called,interest,won,hot\n", "z,2026-01,b2b,R,9,8,7,6,5\n")),
    ],
)
def test_wide(rows: int, odd: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    data = wide(rows, *odd)
    wanted = with_care(data, TableSettings(), monkeypatch)
    assert len(wanted) > rows // 2
    for size in (300, 5000):
        assert in_blocks(data, TableSettings(), size, monkeypatch) == wanted


@pytest.mark.parametrize(
    "odd",
    [
        (),
        ("Total,,prospects,9\n", "client 9,2026-01,Total,9\n"),
        ("client x,2026-01,prospects,\n", "client x,2026-01,contacted,007\n"),
        ("client x,2026-01,prospects,9\n", "client x,2026-01,Prospects,8\n"),
        ("client x,2026-01,prospects,9\n", "client x,2026-01,prospects,8\n"),
        ("client x,2026-41,prospects,9\n", "client x,2026-41,contacted,8\n"),
        ("Remark: none,,,\n", "client x,2026-01,,5\n"),
        ("client 1,2026-02,interested,5\n",),
        ("client x,2026-01,prospects,9,more\n",),
        ("funnel,period,stage,count\n", "who,period,stage,many leads\n"),
        ('"two\nlines",2026-01,prospects,9\n',),
        ("client x\n",),
    ],
)
def test_long(odd: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    grouping = import_module("funneldx.readers.table.grouping")
    monkeypatch.setattr(grouping, "_SEEN", 10)
    monkeypatch.setattr(grouping, "_AT_A_TIME", 50)
    data = long(100, *odd)
    wanted = with_care(data, TableSettings(), monkeypatch)
    assert len(wanted) >= 50
    for size in (300, 2000):
        assert in_blocks(data, TableSettings(), size, monkeypatch) == wanted


def test_more_names_of_stages_than_any_funnel_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the funnels at the end are no longer looked at in bulk; sums and rates among them are still none."""
    rows = "".join(
        f"client {row},step {row},{90 + row}\nclient {row},paid {row},9\n" for row in range(PATIENCE)
    )
    last = "z,step,9\nz,Total,18\nz,paid,4\nz,Conversion,44.4\nz,conversion rate,45.5 %\nzz,step,1\n"
    data = f"name,stage,count\n{rows}{last}".encode()
    wanted = with_care(data, TableSettings(), monkeypatch)
    for size in (5000, BLOCK):
        found = in_blocks(data, TableSettings(), size, monkeypatch)
        assert found == wanted
    funnels = [item for item in read(data, "a.csv") or () if isinstance(item, Funnel)]
    assert len(funnels) == PATIENCE + 2
    assert [stage.name for stage in funnels[-2].stages] == ["step", "paid"]


def test_periods_across_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(
        f"R{row},{stage},{count},{count + 1 if row % 3 else ''}\n"
        for row in range(60)
        for stage, count in (("prospects", 90 + row), ("contacted", 50 + row), ("purchased", 9))
    )
    data = f"region,stage,Jan 2026,Feb 2026\n{rows}".encode()
    wanted = with_care(data, TableSettings(), monkeypatch)
    assert len(wanted) == 60 + 40
    assert in_blocks(data, TableSettings(), 300, monkeypatch) == wanted


def test_what_is_the_same_in_many_rows_is_one_object() -> None:
    funnels = [item for item in read(wide(20_000), "a.csv") or () if isinstance(item, Funnel)]
    one, other = funnels[-1], funnels[-37]
    for field in ("labels", "period", "market", "customers", "product", "pay", "cold_calls"):
        assert getattr(one, field) is getattr(other, field), field
    assert one.stages[3] is other.stages[3]


def test_blocks_may_be_read_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    data = wide(
        400, "Total,,,,9,9,9,9,9\n", "Remark: x,,,,,,,,\n", *["a,2026-01,b2b,R,1.500,8,7,6,5\n"] * 2
    ) + (b"Total,,,,9,9,9,9,9\nRemark: y,,,,,,,,\n,,,,1.500,1.600,7,8,9\n")
    wanted = shown(read(data, "a.csv"))
    monkeypatch.setattr("funneldx.documents.table.BLOCK", 900)
    plan, notice = table_plan(Memory(data), "a.csv", TableSettings()) or (None, None)
    assert plan
    assert notice is None
    assert plan.blocks
    assert len(plan.blocks) > 10
    assert [block.offset for block in plan.blocks[1:]] == [
        block.offset + block.length for block in plan.blocks[:-1]
    ]
    read_so_far = {}
    for block in reversed(plan.blocks):
        reading = plan.funnels(block)
        funnels = shown(iter(reading))
        read_so_far[block] = funnels, pickle.loads(pickle.dumps(reading.told))  # noqa: S301  (as between processes)
    found = [item for block in plan.blocks for item in read_so_far[block][0]]
    told = [read_so_far[block][1] for block in plan.blocks]
    assert [*shown(plan.before()), *found, *shown(plan.after(told))] == wanted
    assert [getattr(item, "message", None) for item in plan.after(told)] == [
        "“1.500” can be read as 1500 or as 1.5, and so with 3 more: nothing else in the table tells which",
        "2 rows “Total” are left out: the word says that they hold sums",
        "2 rows are remarks and left out",
    ]


def test_nothing_below_a_second_table_is_told() -> None:
    ended, later = Told(more=1, ended=True), Told(more=5)
    assert ended.then(later) == ended
    assert later.then(ended) == Told(more=6, ended=True)


def test_long_tables_hang_together() -> None:
    plan, _ = table_plan(Memory(long(5)), "a.csv", TableSettings()) or (None, None)
    assert plan
    assert plan.blocks is None
    assert len(list(plan.items())) == 5
    assert table_plan(Memory(b"stages: {}"), "a.yaml", TableSettings()) is None


def file_of(path: Path) -> FileBytes:
    status = path.stat()
    return FileBytes(str(path), path.name, status.st_size, status.st_mtime_ns)


def test_a_file_is_never_in_memory_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(wide(2000))
    largest = 0
    whole = FileBytes.read

    def watched(self: FileBytes, offset: int, length: int) -> bytes:
        nonlocal largest
        largest = max(largest, length)
        return whole(self, offset, length)

    wanted = shown(read(path.read_bytes(), "a.csv"))
    for name in ("documents.table.BLOCK", "documents.content.AT_ONCE", "documents.table._SAMPLE_SIZE"):
        monkeypatch.setattr(f"funneldx.{name}", 1000)
    monkeypatch.setattr(FileBytes, "read", watched)
    assert shown(read(file_of(path), "a.csv")) == wanted
    assert largest < path.stat().st_size / 10


def test_a_file_that_changes_between_its_two_readings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("funneldx.readers.table.survey._SMALL", 0)
    path = tmp_path / "a.csv"
    path.write_bytes(wide(20))
    found = read(file_of(path), "a.csv")
    path.write_bytes(wide(21))
    assert found
    (wrong,) = list(found)
    assert isinstance(wrong, Problem)
    assert wrong.message == "the file changed while it was being read"
    before = path.stat()
    plan, _ = table_plan(file_of(path), "a.csv", TableSettings()) or (None, None)
    path.write_bytes(wide(21).replace(b"client", b"\xffclien"))
    assert plan
    assert plan.blocks
    stale = FileBytes(str(path), "a.csv", path.stat().st_size, path.stat().st_mtime_ns)
    assert before.st_size == stale.size
    with pytest.raises(UnreadableError, match="changed"):
        list(plan.funnels(plan.blocks[0]))


def test_a_row_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.documents.table.BLOCK", 64)
    monkeypatch.setattr("funneldx.documents.table._LONGEST_ROW", 1 << 10)
    (wrong,) = list(read(b"stage,count\n" + b"Leads,5," * 1000, "a.csv") or ())
    assert isinstance(wrong, Problem)
    assert (wrong.line, wrong.message) == (2, "a row runs on for more than 0 MiB")


@pytest.mark.parametrize("place", [0, 900, 2900])
def test_a_field_that_is_too_large(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = csv.field_size_limit(1000)
    try:
        lines = wide(200).splitlines(keepends=True)
        at = place // 45 + 20
        data = b"".join((*lines[:at], b"x" * 1001 + b",2026-01,b2b,R,9,8,7,6,5\n", *lines[at:]))
        wanted = with_care(data, TableSettings(), monkeypatch)
        assert in_blocks(data, TableSettings(), 3000, monkeypatch) == wanted
        assert isinstance(wanted[0], Problem)
        assert "more than 1,000 characters" in wanted[0].message
        assert (
            len(in_blocks(data.replace(b"x" * 1001, b"x" * 1000), TableSettings(), 3000, monkeypatch)) == 201
        )
    finally:
        csv.field_size_limit(limit)


def test_more_different_cells_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    data = wide(300)
    wanted = with_care(data, TableSettings(), monkeypatch)
    monkeypatch.setattr("funneldx.readers.table.facts._KEPT", 2)
    assert in_blocks(data, TableSettings(), 2000, monkeypatch) == wanted


def test_no_more_rows_are_looked_at_for_labels_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("funneldx.readers.table.grouping"), "_ROWS", 40)
    lines = [
        f"R{row},{stage},{row}\n" for row in range(60) for stage in ("prospects", "contacted", "purchased")
    ]
    data = ("region,stage,count\n" + "".join(lines)).encode()
    wanted = with_care(data, TableSettings(), monkeypatch)
    assert len(wanted) == 60
    assert in_blocks(data, TableSettings(), 200, monkeypatch) == wanted


@pytest.mark.parametrize("second", ["who,many,stage,leads\n", "stage,leads,won,sales\n"])
def test_a_second_table_in_a_long_one(second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = long(60, second)
    wanted = with_care(data, TableSettings(), monkeypatch)
    assert any("a second table" in item.message for item in wanted if isinstance(item, Problem))
    assert in_blocks(data, TableSettings(), 600, monkeypatch) == wanted


@pytest.mark.parametrize("rates", [(30, 20), (300, 200)])
def test_a_column_between_stages_is_held_against_the_next(
    rates: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"c{row},900,{rates[0]},{rates[1] - 150 if row % 5 else 'n/a'},9\n" for row in range(100)]
    lines += [f"c{row},900,{rates[0]},{rates[1]},9\n" for row in range(100)]
    lines += ["a\n"] * 200
    data = ("Report 2026\nname,prospects,warmth,contacted,purchased\n" + "".join(lines)).encode()
    wanted = with_care(data, TableSettings(), monkeypatch)
    assert in_blocks(data, TableSettings(), 500, monkeypatch) == wanted


def test_blocks_of_rows_that_are_shorter_than_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (wide(60), long(60)):
        for one in (
            data + b"a,b\n" * 100,
            b"Report 2026\n" + data + b"a,b\n" * 100,
            b"Report 2026\n" + data + b"a\n" * 100,
        ):
            wanted = with_care(one, TableSettings(), monkeypatch)
            assert in_blocks(one, TableSettings(), 200, monkeypatch) == wanted


def test_a_delimiter_that_takes_care(monkeypatch: pytest.MonkeyPatch) -> None:
    data = wide(60).replace(b"client ", b"client").replace(b",", b"  ")
    settings = TableSettings(delimiter=" ")
    wanted = with_care(data, settings, monkeypatch)
    assert len(wanted) == 60
    assert in_blocks(data, settings, 200, monkeypatch) == wanted


def test_a_column_of_money_is_looked_at_in_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"c{row},{900 + row},9,{row}.{row % 100:02}\n" for row in range(5000)]
    data = ("name,prospects,purchased,cost\n" + "".join(lines)).encode()
    wanted = with_care(data, TableSettings(), monkeypatch)
    monkeypatch.setattr("funneldx.readers.table.survey._KEPT", 100)
    assert in_blocks(data, TableSettings(), 5000, monkeypatch) == wanted


def test_the_encoding_of_a_large_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for end in "\n\r":
        text = f"Этап;Количество{end}" + "".join(f"Лиды {row};9{end}" for row in range(200))
        data = text.encode("cp1251")
        wanted = shown(read(data, "a.csv"))
        with monkeypatch.context() as smaller:
            smaller.setattr("funneldx.encodings._SAMPLE", 100)
            smaller.setattr("funneldx.encodings._LARGE_SAMPLE", 200)
            told, *found = shown(read(data, "a.csv"))
        assert found == wanted[1:]
        assert isinstance(told, Notice)
        assert "read as cp1251" in told.message
    damaged = b"stage,count\n" + "Этап".encode() * 20_000 + b"\xd0,9\n"
    (wrong,) = list(read(damaged, "a.csv") or ())
    assert isinstance(wrong, Problem)
    assert wrong.message == "the byte 0xd0 is not UTF-8"


def test_text_that_is_none_any_more() -> None:
    content = Content(Memory(b"\xd0,9\n"), "a.csv")
    with pytest.raises(UnreadableError, match="changed"):
        content.text(b"\xd0")


def test_a_column_of_roles_with_a_number_in_it() -> None:
    (wrong,) = list(
        read(b"role,stage,count\nprospects,Leads,9\n9,Contacted,5\npurchased,Won,2\n", "a.csv") or ()
    )
    assert isinstance(wrong, Problem)
    assert (wrong.line, wrong.message[:29]) == (3, '`stages[1].role` is "9"; one ')
    (one, left_out) = list(read(b"role,stage,count\nprospects,Leads,9\n9,Total,5\n", "a.csv") or ())
    assert isinstance(one, Funnel)
    assert isinstance(left_out, Notice)
