"""Nothing goes out: every command and every format runs where asking for a socket, or for an address, ends the process.

Warehouses that a user's own configuration names are the one exception, and no command here names any.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from funneldx.reports import FORMATS

SAMPLES = Path(__file__).parent.parent.parent / "sample_funnels"
CAUGHT = 97
GUARD = f"""
import os, sys

def guard(event, arguments):
    between_own_processes = event == "socket.__new__" and arguments[1] == 1
    if event.startswith("socket.") and not between_own_processes:
        os.write(2, f"asked for the network: {{event}} {{arguments}}\\n".encode())
        os._exit({CAUGHT})

sys.addaudithook(guard)
"""
"""Read by Python as it starts; a hook that is added so cannot be taken away again. 1 is the family of AF_UNIX."""

RECORDS = ("count", "check --count", "scan --count")
COMMANDS = (
    "--version",
    "--help",
    *(f"check samples/ailing samples/healthy --format {name}" for name in FORMATS),
    *(f"scan samples/ailing samples/healthy --format {name}" for name in ("text", "json", "sarif")),
    "check samples --output sarif=a.sarif --output junit=a.xml --output json=a.json",
    "scan samples/ailing samples/healthy --jobs 2",
    "check samples/ailing/too-small-to-tell.yaml --color always --verbose",
    "check -",
    "compare samples/healthy/coffee-machines-in-february.csv samples/ailing/coffee-machines-in-march.csv",
    "plan samples/healthy/three-hundred-of-nine-hundred.yaml --target 20",
    "plan samples/healthy/three-hundred-of-nine-hundred.yaml --target 20 --format json",
    "baseline samples/ailing",
    "explain FDX102",
    "explain FDX1 FDX6",
    *(f"rules --format {name}" for name in ("text", "json", "markdown")),
    "init basic a.yaml",
    "init --from samples/records/deals.csv b.yaml",
    "config",
    "config --format json",
    *(f"schema {what}" for what in ("", "config", "report", "plan", "compare", "baseline")),
    *(f"{command} samples/records" for command in RECORDS),
    *(f"count samples/records --format {name}" for name in ("yaml", "csv", "json")),
    "check http://example.com/funnel.yaml",
    "scan https://example.com",
    "check s3://example/funnel.csv",
)


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, where Python starts with the guard."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "guard"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samples").symlink_to(SAMPLES)
    return tmp_path


def ended(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, input="stages: {contacted: 9, interested: 3}", text=True, capture_output=True, check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.usefixtures("guarded")
def test_no_command_asks_for_the_network(command: str) -> None:
    if any(command.startswith(one) for one in RECORDS) and not find_spec("duckdb"):
        pytest.skip("funneldx[records] is not installed")
    done = ended(sys.executable, "-m", "funneldx", *command.split())
    assert done.returncode != CAUGHT, done.stderr
    assert done.returncode in {0, 1, 2}, done.stderr
    assert done.stdout or done.stderr or "output" in command
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket(socket.AF_INET)",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import socket; socket.socket(socket.AF_UNIX).connect('/run/dbus')",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
    ],
)
@pytest.mark.usefixtures("guarded")
def test_the_guard_catches(code: str) -> None:
    assert ended(sys.executable, "-c", code).returncode == CAUGHT


@pytest.mark.parametrize(
    "command", ["check samples --count --format json", "scan samples --count", "explain FDX102"]
)
@pytest.mark.usefixtures("guarded")
def test_without_any_network_all_is_the_same(command: str) -> None:
    """In a network namespace of its own there is not even a loopback device that is up."""
    words = [sys.executable, "-m", "funneldx", *command.split()]
    if command.startswith(("check", "scan")):
        words += ["--as-of", "2026-11-22"]
    alone = (
        ("unshare", "--net") if os.name == "posix" and os.geteuid() == 0 else ("unshare", "--user", "--net")
    )
    if not shutil.which("unshare") or ended(*alone, "true").returncode:
        pytest.skip("no network namespace can be made here")
    within, without = ended(*words), ended(*alone, *words)
    assert (within.returncode, within.stdout, within.stderr) == (
        without.returncode,
        without.stdout,
        without.stderr,
    )


@pytest.mark.usefixtures("guarded")
def test_what_is_no_python_asks_for_none_either(tmp_path: Path) -> None:
    """DuckDB, calamine and the parser of YAML could open sockets that Python knows nothing of."""
    told = tmp_path / "calls.txt"
    trace = ("strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(told))
    if not shutil.which("strace") or ended(*trace, "true").returncode:
        pytest.skip("strace is not installed, or may not trace here")
    done = ended(*trace, sys.executable, "-m", "funneldx", "check", "samples", "--count")
    assert done.returncode == 1, done.stderr
    assert "AF_INET" not in told.read_text(encoding="utf-8")
