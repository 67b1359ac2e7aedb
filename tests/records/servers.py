"""Real engines to count on: a PostgreSQL server, a Spark cluster of a master and two workers, ClickHouse's engine.

All on the loopback, in folders of their own, and ended with the tests.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from glob import glob
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

REQUIRED = os.environ.get("FUNNELDX_ENGINES", "").split()
"""Engines that have to be there: where one of these is missing, its tests fail rather than being skipped."""
_PATIENCE = 90
_MEMORY = "1g"


def missing(engine: str, why: str) -> None:
    """Skip, or fail, a test whose engine is not there."""
    if engine in REQUIRED:
        pytest.fail(f"{engine} is asked for, but {why}")
    pytest.skip(f"{engine}: {why}")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(there: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + _PATIENCE
    while not there():
        if time.monotonic() > until:
            pytest.fail(f"{what} did not start within {_PATIENCE} s")
        time.sleep(0.3)


def _listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A server with an empty database; gives its address."""
    if find_spec("psycopg") is None:
        missing("postgresql", "psycopg is not installed")
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb") or ""]
    if not found[-1]:
        missing("postgresql", "no server is installed (Debian: postgresql)")
    programs, data, port = Path(found[-1]).parent, folder / "data", free_port()
    data.mkdir()
    user: dict[str, Any] = {}
    if os.getuid() == 0:  # a server refuses to be run by root
        owner = next((one.pw_name for one in pwd.getpwall() if one.pw_name == "postgres"), "nobody")
        shutil.chown(data, owner)
        for parent in data.parents:
            if parent.stat().st_uid == 0 and str(parent).startswith("/tmp/"):  # noqa: S108  (of pytest)
                parent.chmod(parent.stat().st_mode | 0o011)
        user = {"user": owner}
    log = (folder / "postgres.log").open("w")
    options = {"stdout": log, "stderr": log, "cwd": "/", **user}
    locale = ("--locale=C", "--encoding=UTF8", "--auth=trust", "--username=funneldx")
    subprocess.run([programs / "initdb", "-D", data, *locale], check=True, **options)
    server = subprocess.Popen(
        (
            *(
                str(programs / "postgres"),
                "-D",
                str(data),
                "-p",
                str(port),
                "-c",
                "listen_addresses=127.0.0.1",
            ),
            *("-c", "unix_socket_directories=", "-c", "fsync=off"),
        ),
        **options,
    )
    try:
        _wait(lambda: _listens(port), "PostgreSQL")
        yield f"postgresql://funneldx@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait()
        log.close()


def has_spark() -> bool:
    """Whether Spark can be run here at all."""
    return find_spec("pyspark") is not None and shutil.which("java") is not None


@contextmanager
def spark(folder: Path) -> Iterator[str]:
    """A standalone cluster of a master and two workers; gives its address."""
    if find_spec("pyspark") is None:
        missing("spark", "PySpark is not installed")
    if shutil.which("java") is None:
        missing("spark", "no Java is installed (Debian: openjdk-17-jre-headless)")
    import pyspark  # noqa: PLC0415

    home = Path(pyspark.__file__).parent
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
    }
    log = (folder / "spark.log").open("w")

    def start(role: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                home / "bin" / "spark-class",
                f"org.apache.spark.deploy.{role}",
                "--host",
                "127.0.0.1",
                *arguments,
            ],
            env=environment,
            stdout=log,
            stderr=log,
        )

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    begun = [start("master.Master", "--port", str(port), "--webui-port", str(free_port()))]
    try:
        _wait(lambda: _listens(port), "the master of Spark")
        for number in (1, 2):
            work = folder / f"worker{number}"
            size = ("--cores", "1", "--memory", _MEMORY, "--webui-port", str(free_port()))
            begun.append(start("worker.Worker", *size, "--work-dir", str(work), address))
        _wait(
            lambda: (folder / "spark.log").read_text().count("Registering worker") >= 2,
            "the workers of Spark",
        )
        yield address
    finally:
        for one in reversed(begun):
            one.terminate()
        for one in begun:
            one.wait()
        log.close()


def clickhouse() -> Callable[[str, Mapping[str, Any]], list[list[Any]]]:
    """ClickHouse's engine in this process, answering as its server does."""
    if find_spec("chdb") is None:
        missing("clickhouse", "chdb is not installed")
    from funneldx.records.clickhouse import SETTINGS  # noqa: PLC0415

    session: Any = import_module("chdb.session").Session()
    settings = ", ".join(
        f"{key} = {value if isinstance(value, int) else repr(value)}"
        for key, value in SETTINGS.items()
        if key != "readonly"
    )

    def ask(sql: str, values: Mapping[str, Any]) -> list[list[Any]]:
        given = {
            key: "true" if value is True else "false" if value is False else str(value)
            for key, value in values.items()
        }
        tail = (
            ""
            if sql.lstrip().upper().startswith(("CREATE", "DESCRIBE", "DROP", "INSERT"))
            else f" SETTINGS {settings}"
        )
        text = str(session.query(sql + tail, "JSONCompactEachRowWithNamesAndTypes", params=given))
        lines = [json.loads(line) for line in text.splitlines()]
        if not lines:
            return []
        types = [_plain(kind) for kind in lines[1]]
        return [[_typed(cell, kind) for cell, kind in zip(row, types, strict=True)] for row in lines[2:]]

    return ask


def _plain(kind: str) -> str:
    while kind.startswith(("Nullable(", "LowCardinality(")):
        kind = kind.partition("(")[2][:-1]
    return kind


def _typed(cell: Any, kind: str) -> Any:
    if cell is None:
        return None
    if kind.startswith("Date32") or kind == "Date":
        return date.fromisoformat(cell)
    if kind.startswith(("Int", "UInt")):
        return int(cell)
    return cell
