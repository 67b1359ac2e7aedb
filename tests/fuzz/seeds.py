"""What fuzzing begins with: everything that the tests and samples have of a format, and the words that it knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from funneldx import stage_names
from funneldx.configuration.file_format import FORMAT
from funneldx.model import Role
from funneldx.readers.funnel_format import FIELDS
from funneldx.rules import catalogue
from tests.configuration import test_configuration
from tests.fuzz.targets import WAYS
from tests.readers.nasty_tables import nasty_table
from tests.readers.test_quick_funnel import VALUES
from tests.reports.shared_run import FILES

ROOT = Path(__file__).parents[2]
LONGEST = 800
"""Bytes of a seed: what is longer changes too seldom where it matters."""


def files(*patterns: str) -> Iterator[bytes]:
    """The files of the checkout that fit."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()


def yaml() -> Iterator[bytes]:
    """Funnels in YAML, each value of each key among them."""
    yield from files("sample_funnels/**/*.yaml", "tests/records/descriptions/*.yaml")
    for case in files("tests/rules/cases/*.yaml"):
        yield from (case[at : at + 1500] for at in range(0, min(len(case), 6000), 1500))
    yield from (text.encode() for path, text in FILES.items() if path.endswith(".yaml"))
    for key, values in VALUES.items():
        for value in values:
            yield (
                f"{key}: {value}\n" if key == "stages" else f"stages: {{a: 5, Won: 2}}\n{key}: {value}\n"
            ).encode()
    yield b"".join(
        (
            b"funnels:\n- {name: A, period: 2026-01, stages: {contacted: 900, interested: 400}}\n",
            b"- {name: A, period: 2026-02, stages: {contacted: 900, interested: 100}}\n",
        )
    )
    yield b"a: &a [x, x]\nb: &b [*a, *a]\nstages: &s {Leads: 5, Won: 1}\nname: *s\n"
    yield "stages: {Лиды: 10, Продажа: 2}\n".encode("utf-16")
    yield b"\xef\xbb\xbf%YAML 1.1\n---\nstages:\r\n  a: 1\r\n  b: 2\r\n...\n---\n- |\n x\n- >2-\n  y\n- 'it''s'\n- \"\\x41\\u0042\"\n"


def json_text() -> Iterator[bytes]:
    """Funnels and the exports of other programs in JSON."""
    yield from files("tests/readers/exports/*.json", "sample_funnels/**/*.json")
    yield b'{"name": "A\\ud83d\\ude80", "stages": {"contacted": 1000, "interested": 90}, "labels": {"a": "b"}}'
    yield b'{"funnels": [{"stages": [{"name": "Leads", "count": 10, "role": "prospects"}, {"name": "Won", "count": null}]}]}'
    yield b'[1, -0.5e-3, true, false, null, "", {"a": [{}]}, "\\"\\\\\\/\\b\\f\\n\\r\\t"]'
    yield b'{"stages": {"a": 1}, "stages": {"a": 2}, "deal_value": 1200.50, "customers": {"hot": 1}}'


def tables() -> Iterator[bytes]:
    """Tables of every shape and nastiness."""
    yield from files("sample_funnels/**/*.csv")
    yield from (text.encode() for path, text in FILES.items() if path.endswith(".csv"))
    yield from (nasty_table(number)[0] for number in range(150))
    yield b"stage,count\nLeads,9\nWon,2\n"
    yield b"a,b,c,d\nLeads,9,2026-01,x\nWon,2,2026-01,x\nLeads,8,2026-02,y\nWon,1,2026-02,y\n"
    yield b'"stage";"Jan 2026";"Feb 2026"\r\n"Leads";"1.500";"1.700,00"\r\n"Won";"7";"9"\r\n'
    yield "Этап;Количество\nЛиды;1500\nПродажа;7\n".encode("cp1251")
    yield "stage\tcount\nリード\t1500\n受注\t7\n".encode("shift_jis")
    yield "stage,count\nLeads,9\nWon,2\n".encode("utf-16-le")


def configurations() -> Iterator[bytes]:
    """Configurations, as the tests of them have them and by every key."""
    source = Path(test_configuration.__file__).read_text("utf-8")
    for text in _literals(source):
        if ":" in text or "=" in text:
            yield text.encode()
    yield (
        b"select: [FDX1, steps]\nignore: [FDX003, {rule: hot-share, reason: launch, until: 2027-03-01}]\n"
        b"severity: {hot-share: note}\nfail_on: warning\nconfidence: 0.9\nthresholds: {interest-ratio: {floor: 1:10}}\n"
        b"stage_names: {agreed: [Demo], interested: Trial}\ncolumns: {stage: step, count: [users, n]}\n"
        b"include: ['*.yaml', '**/*.csv']\nexclude: drafts/\nbaseline: b.json\n"
        b"rules:\n- {code: ACME001, name: demo-trial, from: Demo, to: trial, floor: 1:3, typical: 50%, cause: x, actions: [y],\n"
        b"   source: z, severity: warning, basis: stated}\n"
        b"per_file_ignores: {'f*': FDX102, 'drafts/*': [FDX1]}\n"
        b"overrides:\n- {when: {market: b2b, labels: {region: balt*}}, thresholds: {interest-ratio: {typical: 0.4}}}\n"
    )
    yield (
        b'[tool.funneldx]\nselect = ["FDX1"]\nignore = ["FDX003", {rule = "hot-share", reason = "x", until = 2027-03-01}]\n'
        b'fail_on = "never"\nconfidence = 0.95\ninclude = "*.csv"\n[tool.funneldx.thresholds.interest-ratio]\nfloor = "1:10"\n'
        b'[tool.funneldx.stage_names]\nagreed = ["Demo"]\n[[tool.funneldx.rules]]\ncode = "ACME1"\nname = "demo"\nfrom = "Demo"\n'
        b'to = "Trial"\nfloor = 0.5\n[[tool.funneldx.overrides]]\nwhen = {channel = "ev*"}\nthresholds = {}\n'
    )


def _literals(source: str) -> Iterator[str]:
    import ast  # noqa: PLC0415

    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and 8 < len(node.value) < 600:
            yield node.value


def baselines() -> Iterator[bytes]:
    """Baselines."""
    entry = {"path": "f.yaml", "name": "Baltics", "labels": {"region": "baltics"}, "period": "2026-09", "ordinal": 2,
             "rule": "FDX102", "stage": "Demo", "field": "stages.Demo", "over": True, "severity": "error",
             "confidence": "confirmed", "k": 90, "n": 1000}  # fmt: skip
    for keys in (
        entry.keys(),
        ("path", "rule", "severity", "confidence"),
        ("path", "rule", "severity", "confidence", "k", "n"),
    ):
        found = [{key: entry[key] for key in keys}]
        yield json.dumps({"schema": "funneldx-baseline/1", "findings": found * 2}, indent=1).encode()
    yield b'{"schema": "funneldx-baseline/1", "findings": []}'


SEEDS: dict[str, Callable[[], Iterable[bytes]]] = {
    "yaml": yaml,
    "json": json_text,
    "csv": tables,
    "config": configurations,
    "baseline": baselines,
}
_WORDS = ("stages", "count", "name", "role", "funnels", "source", "files", "shape", "events", "snapshot", "milestones",
          "2026-09", "2026-Q3", "2026-W36", "1200 EUR", "30d", "1:5", "20%", "b2b", "passive", "null", "~", "true",
          "Leads", "Won", "Total", "Closed Lost", "visits")  # fmt: skip
_SYNTAX = {
    "yaml": ("---\n", "...\n", "%YAML 1.1\n", "&a ", "*a", "!!str ", "!!python/object/apply:os.system", "<<: ", "? ", "- ", ": ",
             "|\n", ">-\n", "{", "}", "[", "]", "'", '"', "\\u202e", "\u2028", "\x85", "\r\n", "\t", "# ", "\ufeff", "\x00"),
    "json": ('{"', '": ', "[[", "]]", "\\ud83d", "\\u0000", "1e999", "-0", "NaN", "Infinity", '"schema": "funneldx-report/1"',
             '"Event"', '"steps"', '"results"', '"data"', '"rows"', '"dimensionValues"', '"series"', '"meta"', '"breakdown"'),
    "csv": (",", ";", "\t", "|", '"', '""', "\r\n", "\r", "sep=;\n", "# ", "\ufeff", "stage,count\n", "1.500,00", "1 500", "1,500",
            "$1,200.50", "13/05/2026", "Sep 2026", "n/a", "=cmd()", "\u00a0", "\x00", "Итого", "Этап", "Количество", "Воронка"),
    "config": ("[tool.funneldx]\n", "[[tool.funneldx.rules]]\n", " = ", '"""', "'''", "2027-03-01", "1979-05-27T07:32:00Z", "**/",
               "[!a]", "{a,b}", "literal", "never", "warning"),
    "baseline": ('"schema": "funneldx-baseline/1"', '"findings": [', '"path": ', '"severity": "error"', '"confidence": "suspected"'),
}  # fmt: skip


def words(target: str) -> Iterator[str]:
    """What mutations of a target may put in."""
    yield from _SYNTAX[target]
    yield from _WORDS
    yield from FIELDS
    yield from Role
    yield from stage_names.LANGUAGES
    if target == "config":
        yield from FORMAT.fields
        yield from (rule.name for rule in catalogue())


def dictionary(target: str) -> str:
    """The words as libFuzzer reads them."""
    lines = set()
    for word in words(target):
        escaped = "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))
        lines.add(f'"{escaped}"\n')
    return "".join(sorted(lines))


def write(target: str, folder: Path) -> None:
    """Write the seeds of a target, each once for every way that it can be read if they are few, else by turns."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds = [seed[:LONGEST] for seed in SEEDS[target]()]
    ways = WAYS[target]
    for number, seed in enumerate(seeds):
        for way in range(ways) if len(seeds) * ways < 400 else {0, number % ways}:
            (folder / f"seed-{number:04}-{way:02}").write_bytes(bytes([way]) + seed)
