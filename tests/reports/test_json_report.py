"""The JSON report: what its schema promises, for funnels of every kind, and equal to the byte when run again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from funneldx import __version__, reports
from funneldx.batch import Run
from funneldx.config import Settings
from funneldx.diagnosis import Severity
from funneldx.policy import Policy
from funneldx.rates import Level
from funneldx.reports import json_report
from funneldx.rules import catalogue
from funneldx.rules.context import Context
from funneldx.rules.rule import Finding, Outcome, Rule
from funneldx.sources import Source, sources
from tests.judging import TODAY
from tests.reports.shared_run import FILES, written

SCHEMA: dict[str, Any] = json.loads(files(reports).joinpath("report.schema.json").read_text(encoding="utf-8"))

# The keys of each object, in their order: none may ever be renamed or removed.
REPORT = "schema version funnels errors notices defects summary"
KEYS = {
    "funnel": "name whole period labels market approach channel location stages steps overall diagnoses passed skipped "
    "suppressed bottleneck",
    "stage": "name role count of_first location",
    "step": "from to k n rate ratio interval",
    "overall": "k n rate interval",
    "diagnosis": "code name family severity confidence against message cause actions sources stage field location "
    "evidence thresholds stake",
    "evidence": "k n rate ratio interval needed",
    "threshold": "value basis default",
    "stake": "purchases low high amount currency",
    "passed": "code confidence evidence",
    "skipped": "codes reason",
    "suppressed": "code reason until",
    "bottleneck": "code from to stake",
    "error": "path line column message hint",
    "notice": "path line column message",
    "defect": "rule plugin message path",
    "summary": "funnels errors diagnoses by_rule",
    "location": "path line column",
}


def closed(schema: Any) -> Any:
    """The schema without room for keys that it does not know.

    As published it is open, since keys may be added within a version.
    """
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    return {**parts, "additionalProperties": False} if "properties" in parts and "type" in parts else parts


CLOSED = Draft202012Validator(closed(SCHEMA))


def text_of(sources_of: dict[str, str], rules: tuple[Rule, ...] | None = None, **settings: Any) -> str:
    """The report of a run over files that need not be there."""
    policy = Policy(rules or catalogue(), Settings(**{"as_of": TODAY, **settings}))
    run = Run([Source(path, text.encode) for path, text in sources_of.items()], policy, sources_of)
    return written(json_report.Report(), run)


def report_of(sources_of: dict[str, str], rules: tuple[Rule, ...] | None = None, **settings: Any) -> Any:
    """The same, read back, as the closed schema has it."""
    report = json.loads(text_of(sources_of, rules, **settings))
    check(report)
    return report


def check(report: Any) -> None:
    """Fail with every way in which a report is not what the schema says."""
    wrong = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in CLOSED.iter_errors(report)
    ]
    assert not wrong, "\n".join(wrong)
    for kind, one in objects(report):
        assert list(one) == KEYS[kind].split(), kind


def objects(report: Any) -> Iterator[tuple[str, Any]]:
    """Every object of fixed keys in a report, with the name of its kind."""
    for funnel in report["funnels"]:
        yield "funnel", funnel
        yield "location", funnel["location"]
        for stage in funnel["stages"]:
            yield "stage", stage
            yield "location", stage["location"]
        yield from (("step", step) for step in funnel["steps"])
        yield from (("overall", one) for one in [funnel["overall"]] if one)
        for one in funnel["diagnoses"]:
            yield "diagnosis", one
            yield "location", one["location"]
            yield from (("threshold", limit) for limit in (one["thresholds"] or {}).values())
        for one in chain(funnel["diagnoses"], funnel["passed"]):
            yield from (("evidence", one["evidence"]) for _ in [1] if one["evidence"])
        for one in chain(funnel["diagnoses"], [funnel["bottleneck"]]):
            yield from (("stake", one["stake"]) for _ in [1] if one and one["stake"])
        for kind in ("passed", "skipped", "suppressed"):
            yield from ((kind, one) for one in funnel[kind])
        yield from (("bottleneck", one) for one in [funnel["bottleneck"]] if one)
    for kind in ("error", "notice", "defect"):
        yield from ((kind, one) for one in report[f"{kind}s"])
    yield "summary", report["summary"]


def funnel_of(text: str, **settings: Any) -> Any:
    """The one funnel of a report."""
    (funnel,) = funnels_of(text, **settings)
    return funnel


def funnels_of(text: str, **settings: Any) -> Any:
    """All funnels of a report."""
    report = report_of({"funnel.yaml": text}, **settings)
    assert report["errors"] == []
    return report["funnels"]


def test_the_schema_is_one_and_open() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:funneldx:report:1"
    report = report_of({"funnel.yaml": FILES["baltics.yaml"]})
    report["funnels"][0]["stages"][0]["added"] = report["added"] = 1
    assert Draft202012Validator(SCHEMA).is_valid(report)
    assert len(list(CLOSED.iter_errors(report))) == 2


def test_every_key_is_required_and_no_other_is_known() -> None:
    for kind, keys in (("", REPORT), *KEYS.items()):
        schema = SCHEMA["$defs"][kind] if kind else SCHEMA
        assert list(schema["properties"]) == schema["required"] == keys.split(), kind
    assert set(SCHEMA["$defs"]) == {*KEYS, "ratio", "interval", "line"}


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("funnels/0/name", ""),
        ("funnels/0/market", "b2g"),
        ("funnels/0/stages", []),
        ("funnels/0/stages/0/count", -1),
        ("funnels/0/stages/0/count", 1.5),
        ("funnels/0/stages/0/role", "demo"),
        ("funnels/0/stages/0/of_first", -0.1),
        ("funnels/0/steps/0/ratio", "1:1e-05"),
        ("funnels/0/steps/0/interval", [0.1]),
        ("funnels/0/steps/0/interval", [0.1, 0.2, 0.3]),
        ("funnels/0/steps/0/interval", [0.1, 1.1]),
        ("funnels/0/overall/rate", 1.1),
        ("funnels/0/location/line", 0),
        ("funnels/0/diagnoses/0/severity", "fatal"),
        ("funnels/0/diagnoses/0/confidence", "unsure"),
        ("funnels/0/diagnoses/0/against", "high"),
        ("funnels/0/diagnoses/0/evidence/n", 0),
        ("funnels/0/diagnoses/0/evidence/rate", 1.1),
        ("funnels/0/diagnoses/0/evidence/needed", 0),
        ("funnels/0/diagnoses/0/thresholds", {}),
        ("funnels/0/diagnoses/0/thresholds/floor/basis", "guessed"),
        ("funnels/0/diagnoses/0/thresholds/floor/value", "20%"),
        ("funnels/0/diagnoses/0/thresholds/floor/value", "31 days"),
        ("funnels/0/diagnoses/0/stake/purchases", -1),
        ("funnels/0/passed/0/confidence", "suspected"),
        ("funnels/0/skipped/0/codes", []),
        ("summary/by_rule/FDX102", 0),
        ("summary/diagnoses/error", None),
        ("schema", "funneldx-report/2"),
    ],
)
def test_the_schema_refuses(way: str, value: Any) -> None:
    report = report_of({"funnel.yaml": FILES["baltics.yaml"]})
    *keys, last = (int(key) if key.isdigit() else key for key in way.split("/"))
    parent = report
    for key in keys:
        parent = parent[key]
    assert last in parent or isinstance(last, int)
    parent[last] = value
    (error,) = CLOSED.iter_errors(report)
    where = list(error.absolute_path)  # of what may be null, only as far as that
    assert where
    assert [*keys, last][: len(where)] == where


FUNNELS = {
    **FILES,
    "clean.yaml": "stages: {contacted: 900, interested: 600, price_discussed: 500, purchased: 400}",
    "one-stage.yaml": "stages: {contacted: 900}",
    "one-unknown-stage.yaml": "stages: {contacted: }",
    "all-unknown.yaml": "stages: {contacted: , interested: , purchased: }",
    "first-unknown.yaml": "stages: {prospects: , contacted: 900, interested: 60}",
    "last-unknown.yaml": "stages: {contacted: 900, interested: 60, purchased: }",
    "all-zero.yaml": "stages: {contacted: 0, interested: 0, purchased: 0}\ncustomers: {hot: 0, warm: 0, cold: 0}",
    "first-zero.yaml": "stages: {contacted: 0, interested: 5, purchased: 7}",
    "nobody-got-through.yaml": "stages: {contacted: 900, interested: 0}",
    "rising.yaml": "stages: {contacted: 200, interested: 60, price_discussed: 90, purchased: 300}",
    "attempts.yaml": "stages: {prospects: 1500, dialed: 4000, contacted: 300, listened: 200, agreed: 20, purchased: 1}",
    "no-purchased.yaml": "stages: {contacted: 1000, interested: 90}",
    "purchased-by-temperature.yaml": "stages: {contacted: 1000, interested: 90}\ncustomers: {hot: 0, warm: 1, cold: 2}",
    "mismatch.yaml": "stages: {contacted: 300, purchased: 60}\ncustomers: {hot: 8, warm: 20, cold: 40}",
    "no-alarm.yaml": "stages: {contacted: 300, purchased: 60}\ncustomers: {hot: 0}\nmarket: b2c\napproach: active",
    "unknown-stages.yaml": "stages: {Alpha: 900, Beta: 300, intrested: 5}",
    "roles-given.yaml": "stages: [{name: Demo, role: agreed, count: 15}, {name: Show, role: agreed, count: 5}]",
    "out-of-order.yaml": "stages: {prospects: 900, interested: 150, contacted: 400, purchased: 30}",
    "amount.yaml": "stages: {contacted: 1000, interested: 90, purchased: 9}\ndeal_value: 0.01",
    "own-thresholds.yaml": "stages: {contacted: 1000, interested: 90}\nthresholds: {steps: {floor: 3%, typical: 0.1}}",
    "ignored.yaml": "stages: {contacted: 1000, interested: 90}\nignore:\n- {rule: FDX1, reason: known, until: 2027-01-01}",
    "ignored-for-good.yaml": "stages: {contacted: 900, interested: 9}\nignore: [{rule: interest-ratio, reason: known}]",
    "expired.yaml": "stages: {contacted: 900, interested: 9}\nignore: [{rule: FDX102, reason: x, until: 2026-01-01}]",
    "not-needed.yaml": "stages: {contacted: 900, interested: 900}\nignore: [{rule: FDX102, reason: x}]",
    "unknown-rule.yaml": "stages: {contacted: 900, interested: 9}\nignore: [{rule: FDX999, reason: x}]",
    "unknown-threshold.yaml": "stages: {contacted: 900, interested: 9}\nthresholds: {interest-ratio: {flor: 1:5}}",
    "largest.yaml": "stages: {contacted: 9007199254740991, interested: 9007199254740990, purchased: 1000000000000}",
    "period.yaml": "period: 2026\nchannel: cold-calls\nstages: {contacted: 90, interested: 9}",
    "many.yaml": "market: b2b\nfunnels: [{name: A, stages: {a: 1}}, {name: B, stages: {b: -1}}, {stages: {c: 1}}]",
    "several.yaml": "stages: {a: 1}\n---\nstages: {b: 2}\n---\n[",
    "comment.yaml": "# nothing",
    "empty.yaml": "",
    "binary.yaml": "a\0b",
    "wide.csv": "name,period,prospects,contacted,purchased,hot\nA,2026-09,900,300,60,6\nB,2026-10,900,,70,\nC\n",
}


@pytest.mark.parametrize("literal", [False, True], ids=["intervals", "literal"])
@pytest.mark.parametrize("path", FUNNELS)
def test_reports_of_every_kind(path: str, literal: bool) -> None:
    report = report_of({path: FUNNELS[path]}, level=None if literal else Level.of(0.9))
    summary = report["summary"]
    assert summary["funnels"] == len(report["funnels"])
    assert summary["errors"] == len(report["errors"])
    diagnoses = [one for funnel in report["funnels"] for one in funnel["diagnoses"]]
    for severity, number in summary["diagnoses"].items():
        assert number == sum(one["severity"] == severity for one in diagnoses)
    assert sum(summary["by_rule"].values()) == len(diagnoses)
    assert report["funnels"] or report["errors"]
    for _, one in objects(report):
        if literal and "interval" in one:
            assert one["interval"] is None
        if "path" in one:
            assert one["path"] == path


def test_the_whole_run() -> None:
    report = report_of(FUNNELS)
    assert list(report) == REPORT.split()
    assert (report["schema"], report["version"]) == ("funneldx-report/1", __version__)
    paths = list(dict.fromkeys(funnel["location"]["path"] for funnel in report["funnels"]))
    assert paths == [path for path in FUNNELS if path in paths]
    severities = {one["severity"] for funnel in report["funnels"] for one in funnel["diagnoses"]}
    assert severities == {severity.label for severity in Severity}


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_what_each_rule_finds_and_passes(rule: Rule) -> None:
    card = rule.card()
    diagnosed = funnels_of(card.ailing if card.ailing.startswith("{") else f"{{{card.ailing}}}")
    (found, *_) = [one for each in diagnosed for one in each["diagnoses"] if one["code"] == rule.code]
    assert (found["name"], found["family"], found["cause"]) == (rule.name, rule.family, found["cause"])
    assert found["sources"] == list(rule.sources)
    assert list(found["thresholds"] or ()) == list(rule.thresholds)
    healthy = funnels_of(card.healthy if card.healthy.startswith("{") else f"{{{card.healthy}}}")
    assert rule.code in [one["code"] for each in healthy for one in each["passed"]]


def test_every_selected_rule_ends_somewhere() -> None:
    for path in ("baltics.yaml", "small.yaml", "hostile.yaml"):
        (funnel,) = report_of({path: FILES[path]})["funnels"]
        ended = {one["code"] for key in ("diagnoses", "passed", "suppressed") for one in funnel[key]}
        ended.update(code for one in funnel["skipped"] for code in one["codes"])
        assert ended == {rule.code for rule in catalogue()}


def test_one_funnel_in_full() -> None:
    funnel = funnel_of(FILES["baltics.yaml"], ignore=("data", "FDX2"))
    assert {
        key: funnel[key] for key in ("name", "whole", "period", "labels", "market", "approach", "channel")
    } == {
        "name": "Outbound, Baltics",
        "whole": False,
        "period": "2026-09",
        "labels": {"region": "baltics"},
        "market": "b2b",
        "approach": None,
        "channel": None,
    }
    assert funnel["location"] == {"path": "funnel.yaml", "line": 2, "column": 1}
    assert funnel["stages"][2] == {
        "name": "interested",
        "role": "interested",
        "count": 90,
        "of_first": 90 / 1500,
        "location": {"path": "funnel.yaml", "line": 7, "column": 56},
    }
    low, high = 0.0737961493, 0.1093417926
    assert funnel["steps"][1] == {
        "from": "contacted",
        "to": "interested",
        "k": 90,
        "n": 1000,
        "rate": 0.09,
        "ratio": "1:11",
        "interval": pytest.approx([low, high]),
    }
    assert funnel["overall"] == {
        "k": 24,
        "n": 1500,
        "rate": 0.016,
        "interval": [pytest.approx(0.0107752683), pytest.approx(0.0236974206)],
    }
    (found,) = funnel["diagnoses"]
    assert {key: found[key] for key in ("code", "severity", "confidence", "against", "stage", "field")} == {
        "code": "FDX102",
        "severity": "error",
        "confidence": "confirmed",
        "against": "floor",
        "stage": "interested",
        "field": "stages.interested",
    }
    assert found["location"] == funnel["stages"][2]["location"]
    assert found["evidence"] == {
        **{key: funnel["steps"][1][key] for key in ("k", "n", "rate", "ratio", "interval")},
        "needed": None,
    }
    assert found["thresholds"] == {
        "floor": {"value": "1:5", "basis": "stated", "default": True},
        "typical": {"value": "1:3", "basis": "stated", "default": True},
    }
    more = 24 * (1 / 3 / 0.09 - 1)
    assert found["stake"] == {
        "purchases": pytest.approx(more),
        "low": pytest.approx(24 * (1 / 3 / high - 1)),
        "high": pytest.approx(24 * (1 / 3 / low - 1)),
        "amount": pytest.approx(more * 1200),
        "currency": "EUR",
    }
    assert funnel["bottleneck"] == {
        "code": "FDX102",
        "from": "contacted",
        "to": "interested",
        "stake": found["stake"],
    }


def test_what_is_not_known_is_null() -> None:
    funnel = funnel_of(FUNNELS["first-unknown.yaml"])
    assert [stage["of_first"] for stage in funnel["stages"]] == [None, 1.0, 60 / 900]
    assert [(step["from"], step["to"]) for step in funnel["steps"]] == [("contacted", "interested")]
    assert funnel["overall"]["n"] == 900
    assert funnel_of(FUNNELS["all-unknown.yaml"])["steps"] == []
    assert funnel_of(FUNNELS["all-unknown.yaml"])["overall"] is None


def test_zeros_and_rises() -> None:
    zero = funnel_of(FUNNELS["all-zero.yaml"])
    assert zero["steps"][0] == {
        "from": "contacted",
        "to": "interested",
        "k": 0,
        "n": 0,
        "rate": None,
        "ratio": None,
        "interval": None,
    }
    assert [stage["of_first"] for stage in zero["stages"]] == [None, None, None]
    assert zero["overall"] is None
    none = funnel_of(FUNNELS["nobody-got-through.yaml"])["steps"][0]
    assert (none["rate"], none["ratio"], none["interval"][0]) == (0, None, 0)
    rising = funnel_of(FUNNELS["rising.yaml"])
    assert [step["rate"] for step in rising["steps"]] == [0.3, 1.5, 300 / 90]
    assert [step["interval"] is None for step in rising["steps"]] == [False, True, True]
    assert rising["steps"][1]["ratio"] == "1:0.67"
    assert rising["stages"][3]["of_first"] == 1.5
    assert rising["overall"] is None


def test_counts_are_exact() -> None:
    funnel = funnel_of(FUNNELS["largest.yaml"])
    assert [stage["count"] for stage in funnel["stages"]] == [2**53 - 1, 2**53 - 2, 10**12]


@pytest.mark.parametrize(("n", "k"), [(2**53 - 1, 1), (10**15, 1), (1, 10**6), (3, 10**6), (1, 2**53 - 1)])
def test_ratios_are_written_without_exponents(n: int, k: int) -> None:
    assert funnel_of(f"stages: {{contacted: {n}, interested: {k}}}")["steps"][0]["ratio"].startswith("1:")


def test_thresholds_of_ones_own() -> None:
    funnel = funnel_of(
        "stages: {contacted: 1000, interested: 90}\nthresholds: {interest-ratio: {floor: 12%}}",
        select=("FDX102",),
    )
    assert funnel["diagnoses"][0]["thresholds"] == {
        "floor": {"value": "3:25", "basis": "stated", "default": False},
        "typical": {"value": "1:3", "basis": "stated", "default": True},
    }


def test_suppressions() -> None:
    suppressed = funnel_of(FUNNELS["ignored.yaml"])["suppressed"]
    assert suppressed == [{"code": "FDX102", "reason": "known", "until": "2027-01-01"}]
    assert funnel_of(FUNNELS["ignored-for-good.yaml"])["suppressed"][0]["until"] is None
    assert funnel_of(FUNNELS["ignored.yaml"], inline=False)["suppressed"] == []


def test_errors_notices_and_defects() -> None:
    def crash(context: Context, _: Rule) -> Iterator[Outcome]:
        if context.funnel.name == "Documents":
            raise ValueError("##[error]\x1b")
        yield Finding(Severity.NOTE, "found", field="stages")

    crashing = Rule(
        code="FDX099",
        name="crashing",
        summary="-",
        cause="-",
        actions=(),
        sources=(),
        check=crash,
        severities=(Severity.NOTE,),
    )
    crashing.family = "data"
    report = report_of(FILES, (*catalogue(), crashing))
    assert report["defects"] == [
        {"rule": "FDX099", "plugin": None, "message": "ValueError: ##[error]\x1b", "path": None}
    ]
    assert {one["path"] for one in report["errors"]} == {"broken.yaml"}
    assert all(one["line"] == 1 for one in report["errors"][:2])
    assert {one["path"] for one in report["notices"]} >= {"baltics.yaml", "long.csv"}
    assert report["summary"]["by_rule"]["FDX099"] == report["summary"]["funnels"] - 1


def test_no_funnel_at_all() -> None:
    report = report_of({"empty.yaml": ""})
    assert report["funnels"] == []
    assert (report["errors"][0]["line"], report["errors"][0]["column"]) == (None, None)
    assert '"funnels": [],\n' in text_of({"empty.yaml": ""})


# To the byte.


def test_two_runs_are_equal() -> None:
    assert text_of(FUNNELS) == text_of(FUNNELS)


def test_paths_are_as_given_and_never_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in FUNNELS.items():
        path = tmp_path / "a folder" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    (tmp_path / "a folder" / "notes.yaml").write_text("nothing: of a funnel", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    texts = []
    for given_paths in (
        ["a folder", "missing.yaml"],
        [str(tmp_path / "a folder"), str(tmp_path / "missing.yaml")],
    ):
        run = Run(sources(given_paths, None), Policy(catalogue(), Settings(as_of=TODAY)), given_paths)
        texts.append(written(json_report.Report(), run))
    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]
    report = json.loads(texts[0])
    check(report)
    shown = {one["path"] for _, one in objects(report) if "path" in one}
    assert shown - {f"a folder/{name}" for name in FUNNELS} == {"missing.yaml", "a folder, missing.yaml"}
    assert [one["message"] for one in report["notices"] if "," in one["path"]] == [
        "3 files show nothing of a funnel and were passed over; --strict-folder tells which"
    ]


def test_it_reads_as_a_stream() -> None:
    text = text_of(FUNNELS)
    lines = text.splitlines()
    funnels = [line for line in lines if line.startswith('  {"name": ')]
    assert len(funnels) == json.loads(text)["summary"]["funnels"]
    for line in funnels:
        json.loads(line.removesuffix(","))
    assert text.endswith("\n}\n")


# Text from files is shown, never obeyed.

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://evil.example\x1b\\link",
    "##[error]failed",
    "##vso[task.setvariable variable=x]y",
    "##VSO[task]",
    "###[group]",
    "\\##[error]",
    '"##[error]',
    "a\nb",
    "a\r\n::error::b",
    "::error file=x::y",
    "\u202eevil\u202c",
    "\u2066evil\u2069",
    "\u200bhidden\ufeff",
    "line\u2028and\u2029paragraph\x85",
    "nul\x00and\x7f",
    "🚀 👩‍👩‍👧 é ﷽",
    "\U000e0041tag",
    "[bold]x[/bold] :smile:",
    "=cmd()|'/c calc'!A1",
    "</script><script>",
    "quote \" and \\ and ' and , and {",
    "null",
    "1e999",
]
OBEYED = re.compile(
    "##\\[|##vso\\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\U000e0000-\U000e007f]",
    re.IGNORECASE,
)


def described(text: str) -> str:
    """A funnel that has the text wherever a file can put one."""
    inner = text.strip()
    data = {
        "name": text,
        "channel": text,
        "labels": {text: text},
        "stages": {f"a {inner}": 100, f"b {inner}": 500, f"{inner} c": 0},
        "deal_value": 5,
        "ignore": [{"rule": "rising-stage", "reason": text}],
        "thresholds": {},
    }
    return re.sub(
        "[\x7f-\uffff]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=False)
    )


def obeyed(text: str) -> str | None:
    found = OBEYED.search(text)
    lines = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    return found[0] if found else next(iter(lines), None)


def reads_back(text: str) -> None:
    written_text = text_of({"funnel.yaml": described(text)})
    text = text.strip()
    assert not obeyed(written_text)
    report = json.loads(written_text)
    check(report)
    (funnel,) = report["funnels"]
    assert (funnel["name"], funnel["channel"], funnel["labels"]) == (text, text, {text: text})
    names = [f"a {text}", f"b {text}", f"{text} c"]
    assert [stage["name"] for stage in funnel["stages"]] == names
    assert [(step["from"], step["to"]) for step in funnel["steps"]] == list(pairwise(names))
    assert funnel["suppressed"][0]["reason"] == text
    assert funnel["bottleneck"]["to"] == f"{text} c"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_escaped_and_reads_back_equal(text: str) -> None:
    reads_back(text)


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from('#[\\"\x1b\n\u202e'),
        min_size=1,
        max_size=30,
    )
)
def test_any_text_is_escaped_and_reads_back_equal(text: str) -> None:
    if text.strip():
        reads_back(text)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_in_errors_is_escaped(text: str) -> None:
    key = json.dumps(text)
    for document in (
        f'{{"stages": {{{key}: -1}}}}',
        f'{{{key}: 1, "stages": {{"a": 1}}}}',
        f'{{"stages": {{"a": {key}}}, "market": {key}}}',
        f'{{"stages": {{"a": 1}}, "thresholds": {{{key}: {{{key}: 0.5}}}}, "ignore": [{{"rule": {key}, "reason": "x"}}]}}',
    ):
        written_text = text_of({"funnel.yaml": document, f"{text}.yaml": "stages: 5"})
        assert not obeyed(written_text)
        report = json.loads(written_text)
        check(report)
        assert report["errors"][-1]["path"] == f"{text}.yaml"
