"""Tables in a warehouse, through connections that the user has named: a description only says which.

A connection is the address of a warehouse, in the environment (`FUNNELDX_CONNECTION_NAME`) or in the user's own
`funneldx/connections.yaml` below `~/.config`; credentials are best left to the driver's own files and variables.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

from funneldx.documents import yaml_tree
from funneldx.documents.nodes import Mapping, Scalar
from funneldx.documents.text import decode
from funneldx.errors import UnreadableError
from funneldx.recorded import Join, Recorded
from funneldx.records.engine import Engine, EngineError, Table, refused

if TYPE_CHECKING:
    from funneldx.records import Access
    from funneldx.records.opening import Opened


class Warehouse(Engine, Protocol):
    """An engine that has tables of its own."""

    def table(self, parts: Sequence[str], shown: str) -> Table:
        """Open a table by the parts of its name; raises EngineError."""


def warehouse(recorded: Recorded, access: Access, stack: ExitStack) -> Opened:
    """Return the engine of a description's connection and its tables; raises RecordsError."""
    records = recorded.records
    name, table = records.connection, records.table
    if not name or not table:
        lacking = "connection" if table else "table"
        raise refused(
            recorded,
            "source",
            f"`source` has no `{lacking}`",
            "a table needs both: table: crm.deals, connection: NAME",
        )
    if records.files.names:
        raise refused(recorded, "source.files", "`source` names files and a table", "keep one of the two")
    if name not in access.connections:
        raise refused(
            recorded,
            "source.connection",
            f"this file asks for the connection “{name}”, which is not allowed",
            f"if you trust it: --allow-connection {name}",
        )
    try:
        engine = _engine(_address(recorded, name), access)
        stack.callback(engine.close)
        main = engine.table(table.split("."), table)
        joined = tuple(
            (join, engine.table(_joined(recorded, join).split("."), join.table or ""))
            for join in records.join
        )
    except EngineError as error:
        raise refused(
            recorded,
            "source.connection",
            f"“{name}”: {error}",
            "check the connection and the name of the table",
        ) from None
    return engine, main, joined, []


def _joined(recorded: Recorded, join: Join) -> str:
    if not join.table:
        raise refused(
            recorded, join.field, "`join` names no table of the warehouse", "add `table: crm.closed`"
        )
    return join.table


def _address(recorded: Recorded, name: str) -> str:
    variable = f"FUNNELDX_CONNECTION_{re.sub(r'[^A-Za-z0-9]', '_', name).upper()}"
    if address := os.environ.get(variable) or _configured(name):
        return address
    raise refused(
        recorded,
        "source.connection",
        f"no connection of yours is called “{name}”",
        f"name its address in {_place()}, or in the variable {variable}",
    )


def _place() -> str:
    folder = os.environ.get("XDG_CONFIG_HOME") or os.path.join("~", ".config")
    return os.path.join(folder, "funneldx", "connections.yaml")


def _configured(name: str) -> str | None:
    """The address in the user's own file, a line for each: `warehouse: postgresql://host/crm`."""
    path = os.path.expanduser(_place())
    try:
        with open(path, "rb") as file:
            roots = list(yaml_tree.documents(decode(file.read(), path), path))
    except (OSError, UnreadableError):
        return None
    root = roots[0] if roots else None
    pairs = root.pairs if isinstance(root, Mapping) else ()
    return next(
        (value.value for key, value in pairs if key.value == name and isinstance(value, Scalar)), None
    )


def _engine(address: str, access: Access) -> Warehouse:
    """The engine that an address is of; each is imported only when it is used."""
    scheme = address.partition("://")[0].lower()
    if scheme in {"postgresql", "postgres"}:
        from funneldx.records.postgres import PostgresEngine  # noqa: PLC0415

        return PostgresEngine(address)
    if scheme in {"clickhouse", "clickhouses", "clickhouse+http", "clickhouse+https"}:
        from funneldx.records.clickhouse import connected  # noqa: PLC0415

        return connected(address)
    if scheme == "spark" or address.startswith("local["):
        from funneldx.records.spark import SparkEngine  # noqa: PLC0415

        return SparkEngine(address, access.follow)
    raise EngineError(
        "its address is of no warehouse that is known here: postgresql://, clickhouse:// and spark:// are"
    )
