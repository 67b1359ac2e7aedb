"""What holds of any run: its reports are valid and agree, its order and its processes make no difference, nothing crashes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import string
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from funneldx.cli import main
from funneldx.reports import FORMATS
from tests.reports.formats import READ_BACK, run_over, text_of
from tests.reports.test_json_report import SCHEMA
from tests.reports.test_jsonl import LINE
from tests.shared_data import schema
from tests.test_engine import FUNNELS

SAMPLES = sorted((Path(__file__).parent.parent.parent / "sample_funnels").rglob("*.*"))
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=6)


def table(funnels: list[dict[str, Any]]) -> str:
    """Funnels of the same stages as a table, a funnel a row."""
    names = [*funnels[0]["stages"]]
    out = io.StringIO()
    csv.writer(out).writerows(
        [["name", *names], *([number, *map(one["stages"].get, names)] for number, one in enumerate(funnels))]
    )
    return out.getvalue()


CONTENTS: st.SearchStrategy[tuple[str, str]] = st.one_of(
    FUNNELS.map(lambda one: (".yaml", json.dumps(one))),
    FUNNELS.map(lambda one: (".json", json.dumps(one))),
    st.lists(FUNNELS, min_size=1, max_size=3).map(lambda some: (".json", json.dumps({"funnels": some}))),
    st.lists(FUNNELS, min_size=1, max_size=3).map(lambda some: (".csv", table(some))),
    st.tuples(st.sampled_from([".yaml", ".json", ".csv"]), st.text(max_size=40)),
)
FILES = st.dictionaries(NAMES, CONTENTS, min_size=1, max_size=5).map(
    lambda found: {f"{name}{ending}": text for name, (ending, text) in found.items()}
)


@settings(deadline=None, max_examples=60)
@given(FILES)
def test_every_report_is_valid_and_tells_what_the_others_tell(files: dict[str, str]) -> None:
    whole = json.loads(text_of("json", files))
    Draft202012Validator(SCHEMA).validate(whole)
    found = Counter(READ_BACK["json"](text_of("json", files)))
    for name in FORMATS:
        text = text_of(name, files)
        if name == "markdown":  # which tells the worst ten of each funnel, and how many more there are
            told = Counter(READ_BACK[name](text))
            more = sum(map(int, re.findall(r"^- and (\d+) more of this funnel$", text, re.MULTILINE)))
            assert told <= found
            assert told.total() + more == found.total()
        elif name != "text":
            assert Counter(READ_BACK[name](text)) == found, name
    for line in text_of("jsonl", files).splitlines():
        LINE.validate(json.loads(line))
    counted = Counter(one.severity for one in found.elements())
    assert counted.pop("", 0) == whole["summary"]["errors"]
    assert counted == Counter(whole["summary"]["diagnoses"])


@settings(deadline=None, max_examples=30)
@given(FILES)
def test_sarif_keeps_to_its_schema(files: dict[str, str]) -> None:
    Draft7Validator(json.loads(schema("sarif-schema-2.1.0.json"))).validate(
        json.loads(text_of("sarif", files))
    )


@settings(deadline=None)
@given(FILES, st.randoms(use_true_random=False))
def test_the_order_of_files_makes_no_difference(files: dict[str, str], random: Any) -> None:
    shuffled = [*files.items()]
    random.shuffle(shuffled)
    ends = []
    for some in (files, dict(shuffled)):
        run = run_over(some)
        reports = sorted((one.location, repr(one._replace(funnel=None))) for one in run)  # type: ignore[arg-type]
        account = run.account
        ends.append(
            (reports, sorted(map(repr, account.errors)), sorted(map(repr, account.notices)), account.summary)
        )
        assert not account.defects
    (reports, errors, notices, summary), other = ends
    assert (reports, errors, notices) == other[:3]
    assert (summary.funnels, summary.errors) == (other[3].funnels, other[3].errors)
    assert (dict(summary.diagnoses), dict(summary.by_rule)) == (
        dict(other[3].diagnoses),
        dict(other[3].by_rule),
    )


@contextmanager
def folder(files: dict[str, bytes]) -> Iterator[Path]:
    """A folder with these files, which is the current one."""
    here = Path.cwd()
    with TemporaryDirectory() as name:
        for path, data in files.items():
            (Path(name) / path).write_bytes(data)
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(here)


def ended(*words: str) -> tuple[int, str, str]:
    """How a command ends, what it prints and what it complains of."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*words, "--isolated"])
        texts = []
        for stream in (out, err):
            stream.flush()
            assert isinstance(stream.buffer, io.BytesIO)
            texts.append(stream.buffer.getvalue().decode())
    return code, texts[0], texts[1]


@settings(deadline=None, max_examples=15)
@given(FILES, st.sampled_from(["json", "text", "csv"]))
def test_the_number_of_processes_makes_no_difference(files: dict[str, str], form: str) -> None:
    with folder({name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}):
        words = ("scan", ".", "--format", form, "--as-of", "2026-11-22", "--jobs")
        one, other = ended(*words, "1"), ended(*words, "2")
    assert one == other


COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--format", "sarif"),
    ("scan",),
    ("scan", "--format", "json"),
    ("plan", "--target", "20"),
    ("compare", "other.csv"),
    ("check", "--columns", "stage=a,count=b"),
    ("check", "--delimiter", "semicolon"),
    ("check", "--encoding", "cp1251"),
)


ODD = (
    *(
        b"\x00",
        b"\xff\xfe",
        b'"',
        b"[",
        b"{",
        b"&a ",
        b"*a",
        b"<<: ",
        b"!!python/object:os.system ",
        b"---\n",
        b"\r",
        b"\t",
    ),
    *(
        b"9" * 400,
        b"1e999",
        b"-1",
        b"\xe2\x80\xa8",
        b": ",
        b"- ",
        b",,,,",
        b"=1+1",
        b"\x1b]8;;x\x07",
        b"\xed\xa0\x80",
        b"nan",
    ),
    b"Total",
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample with some bytes left out, doubled or replaced."""
    data = bytearray(draw(st.sampled_from(SAMPLES)).read_bytes()[:4000])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        put = draw(
            st.one_of(st.binary(max_size=8), st.sampled_from(ODD), st.just(bytes(data[start:end]) * 2))
        )
        data[start:end] = put
    return bytes(data)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=60),
        damaged(),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    ),
    st.sampled_from([".yaml", ".json", ".csv", ".tsv"]),
    st.sampled_from(COMMANDS),
)
def test_no_input_makes_a_traceback(data: bytes, ending: str, command: tuple[str, ...]) -> None:
    with folder({f"funnel{ending}": data, "other.csv": b"stage,count\nleads,9\nwon,2\n"}):
        code, _, err = ended(*command, f"funnel{ending}")
    assert code in {0, 1, 2}, err
    assert "Traceback" not in err
