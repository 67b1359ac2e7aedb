"""`funneldx init --from`: what it writes of a table can be given back, and what it says of it is so."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from funneldx.cli.found_columns import _scalar
from funneldx.reports.safe_text import shown
from tests.cli.conftest import Run

TWO = "step,users,people,platform\nLeads,9,8,x\nWon,3,2,x\nLeads,8,8,y\nWon,3,2,y\n"
DEALS = "deal,{},amount\n" + "d,Leads,5\ne,Won,6\n" * 11
WRITTEN = Path(".funneldx.yaml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def save(text: str | bytes, name: str = "export.csv") -> str:
    Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
    return name


def columns() -> dict[str, str | list[str]]:
    found = yaml.safe_load(WRITTEN.read_text("utf-8"))
    assert list(found) == ["columns"]
    return found["columns"]  # type: ignore[no-any-return]


def option() -> str:
    """The written columns as they are typed after `--columns`."""
    pairs = [
        (key, header)
        for key, value in columns().items()
        for header in (value or [""] if isinstance(value, list) else [value])
    ]
    line = io.StringIO()
    csv.writer(line).writerow(f"{key}={header}" for key, header in pairs)
    return line.getvalue().strip()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("stage,count\nLeads,9\nWon,2\n", {"stage": "stage", "count": "count"}),
        (TWO, {"stage": "step", "count": "users", "labels": ["platform"]}),
        (
            'Этап;Количество;"a: #b";"no, ""yes"""\nЛиды;9;x;y\nПродажа;2;x;y\n',
            {"stage": "Этап", "count": "Количество", "labels": ["a: #b", 'no, "yes"']},
        ),
        (
            "year,date,leads,won\n2026,2026-09-01,8,2\n",
            {"leads": "leads", "won": "won", "period": "date", "labels": []},
        ),
        ("# of Clicks,Leads,y\n9,5,2\n", {"Clicks": "# of Clicks", "Leads": "Leads"}),
    ],
)
def test_what_is_written_can_be_given_back(run: Run, text: str, written: dict[str, str | list[str]]) -> None:
    path = save(text)
    ended = run("init", "--from", path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Wrote .funneldx.yaml: export.csv, in which a row is a ")
    assert columns() == written
    report = json.loads(run("check", path, "--format", "json", "--columns", option()).out)
    assert report["errors"] == []
    funnels = [one for one in report["funnels"] if not one["whole"]]
    assert f"it holds {len(funnels)} funnel" in ended.out


def test_a_table_that_tells_it_all(run: Run) -> None:
    out = run("init", "--from", save("stage,count\nLeads,9\nWon,2\n")).out
    assert "Nothing had to be said: the headers tell it all." in out
    assert "sure      stage      “stage”\n" in out
    assert out.endswith("Then run: funneldx check export.csv\n")


def test_what_is_unsure_is_told(run: Run) -> None:
    out = run("init", "--from", save(TWO, "an export.csv")).out
    assert (
        "  sure      stage      “step”\n  unsure    count      “users”\n  guessed   labels     “platform”\n"
        in out
    )
    assert "not read             “people”: nothing says that it counts a stage" in out
    assert "Not sure: the count could be in “users” or “people”." in out
    assert "what is unsure is only the likeliest" in out
    text = WRITTEN.read_text("utf-8")
    assert "#     funneldx check 'an export.csv'\n" in text
    assert "If it is wrong, write instead:\n#     count: people\n\ncolumns:\n" in text


def test_several_other_ways(run: Run) -> None:
    run("init", "--from", save("stage,users,people,cnt\nLeads,9,8,7\nWon,3,2,1\n"))
    assert "#     count: people\n# or\n#     count: cnt\n" in WRITTEN.read_text("utf-8")


def test_what_has_no_key_is_a_comment(run: Run) -> None:
    path = save("Этап\tКоличество\nЛиды\t9\nПродажа\t2\n".encode("cp1251"))
    out = run("init", "--from", path).out
    assert "Note: not UTF-8; read as cp1251" in out
    text = WRITTEN.read_text("utf-8")
    assert (
        "# Its fields are parted by tabs; --delimiter names another sign.\n# Assumed: not UTF-8; read as"
        in text
    )
    WRITTEN.unlink()
    run("init", "--from", path, "--encoding", "cp1251", "--delimiter", "tab")
    text = WRITTEN.read_text("utf-8")
    assert "# It was read with --delimiter tab --encoding cp1251, which has no key here" in text
    assert "Assumed" not in text
    WRITTEN.unlink()
    run("init", "--from", save("stage;count\nLeads;9\n"))
    assert "parted by “;”" in WRITTEN.read_text("utf-8")


def test_what_no_key_can_say(run: Run) -> None:
    ended = run("init", "--from", save("Leads,9\nWon,2\n"))
    assert ended.code == 0
    assert ended.out.startswith(
        "Read export.csv, in which a row is a stage.\n  It is read as it is, and no key"
    )
    assert not WRITTEN.exists()
    out = run("init", "--from", save("year,month,leads,won\n2026,9,8,2\n2026,o,8,2\n")).out
    assert "it holds 2 funnels" in out
    WRITTEN.unlink()
    out = run("init", "--from", save(",leads,won\nN,9,2\n", "corner.csv")).out
    assert "guessed   funnel     (no header)  (no key says so; it is found without)" in out


def test_what_is_wrong_in_the_table_is_told(run: Run) -> None:
    ended = run("init", "--from", save("stage,count\nLeads,9\nWon,many\n"))
    assert ended.code == 0
    assert "it holds 0 funnels.\n  But export.csv:3:2: the count of “Won” is" in ended.out


def test_many_columns_are_cut_short(run: Run) -> None:
    names = [f"c{number}" for number in range(9)]
    rows = "\n".join(",".join(("9", "2", *["0.5"] * 9)) for _ in range(2))
    assert (
        "and 3 more: nothing says"
        in run("init", "--from", save(f"leads,won,{','.join(names)}\n{rows}\n")).out
    )


def test_nothing_is_overwritten(run: Run) -> None:
    WRITTEN.write_text("fail_on: warning\n", "utf-8")
    ended = run("init", "--from", save(TWO))
    assert ended.code == 2
    assert ".funneldx.yaml exists already and is left as it is" in ended.err
    assert yaml.safe_load(ended.out)["columns"]["count"] == "users"
    assert "# Not sure: the count could be" in ended.out
    assert WRITTEN.read_text("utf-8") == "fail_on: warning\n"


@pytest.mark.parametrize("header", ["stage", "where"])
def test_a_row_for_each_deal(run: Run, header: str) -> None:
    ended = run("init", "--from", save(DEALS.format(header)))
    assert (ended.code, ended.err) == (0, "")
    assert "Wrote funnel.yaml, which says how to count export.csv" in ended.out
    assert f"stage: “{header}”" in ended.out
    assert "funneldx check --count funnel.yaml" in ended.out
    assert not WRITTEN.exists()
    counted = json.loads(run("count", "funnel.yaml", "--format", "json").out)
    assert [one["count"] for one in counted["funnels"][0]["stages"]] == [2, 1]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", '{"stages": {"contacted": 9}}', "a.json is no table, so it has no columns"),
        (
            "a.yaml",
            "stages: {contacted: 9}",
            "a funnel in YAML or JSON is read as it is: funneldx check a.yaml",
        ),
        ("a.csv", "a,b\nx,y\n", "a.csv:1: no funnel is recognised in the columns “a” and “b”"),
        ("a.csv", "", "a.csv: the file is empty"),
        ("a.csv", "PK\x03\x04", "an Excel workbook"),
        ("a.csv", "stage,count\n", "a.csv: the table has a header but no rows"),
    ],
)
def test_what_has_no_columns(run: Run, name: str, data: str, words: str) -> None:
    ended = run("init", "--from", save(data, name))
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err
    assert not WRITTEN.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "."), ". is a folder"),
        (("--from", "nowhere.csv"), "nowhere.csv: there is no such file or folder"),
        (("basic", "--from", "a.csv"), "--from takes no template"),
        (("--encoding", "cp1251"), "--delimiter, --encoding and --preset are about a table"),
        (("--delimiter", ";"), "--delimiter, --encoding and --preset are about a table"),
        (("--from", "a.csv", "--encoding", "koi8"), 'did you mean "koi8-r"?'),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ended = run("init", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err


def test_standard_input(run: Run) -> None:
    assert run("init", "--from", "-", stdin=TWO).code == 0
    assert columns()["stage"] == "step"


def test_headers_are_never_obeyed(run: Run) -> None:
    path = save('"stage","count","a\nselect: []","##[error]b\x1b[31m"\nLeads,9,x,y\nWon,2,x,y\n')
    out = run("init", "--from", path).out
    text = WRITTEN.read_text("utf-8")
    assert columns()["labels"] == ["a\nselect: []", "##[error]b\x1b[31m"]
    for shows in (out, text):
        assert "\x1b" not in shows
        assert "##[" not in shows
        assert not any(line.startswith("select") for line in shows.splitlines())


@given(st.text(min_size=1).filter(lambda text: text == text.strip()))
def test_texts_are_written_so_that_yaml_reads_them_back(text: str) -> None:
    written = _scalar(text)
    assert yaml.safe_load(f"columns:\n  {written}: [{written}, {written}]\n") == {
        "columns": {text: [text, text]}
    }
    assert shown(written) == written


@pytest.mark.parametrize(
    "text", ["yes", "No", "null", "a: b", "#x", "a #b", "- a", "12", "1:5", "=", "~", "é", "e1"]
)
def test_words_that_yaml_takes_for_something_else(text: str) -> None:
    assert yaml.safe_load(f"{_scalar(text)}: {_scalar(text)}") == {text: text}
