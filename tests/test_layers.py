"""Imports run one way: the layers of the package, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "funneldx"

LAYERS = (
    (
        "errors",
        "tuples",
        "rates",
        "model",
        "recorded",
        "diagnosis",
        "cards",
        "plan",
        "figures",
        "periods",
        "significance",
        "comparison",
    ),
    ("documents",),
    ("stage_names", "declared", "config", "encodings", "patterns", "filters"),
    ("readers", "rules", "reports", "records"),
    (
        "naming",
        "thresholds",
        "configured",
        "kinds",
        "engine",
        "stakes",
        "telling",
        "policy",
        "press",
        "pressed",
        "baseline",
        "chain",
        "planning",
        "series",
        "compare",
        "changes",
    ),
    (
        "record_files",
        "folders",
        "sources",
        "globs",
        "opening",
        "counting",
        "processes",
        "crowded",
        "work",
        "parallel",
        "batch",
    ),
    ("configuration",),
    ("cli",),
    ("__main__",),
)
"""A module imports from its own layer and those before it."""
BLIND = {"readers", "rules", "reports", "records"}
"""These do not know each other."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imported(path: Path) -> Iterator[str]:
    """Full names of what a module imports, inside of functions too; for typing only aside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def layer(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    own = part(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "funneldx" or len(parts) == 1:
            continue
        other = parts[1]
        if other == "__version__":
            continue
        assert layer(other) <= layer(own), f"{path.name} imports {name}, from a later layer"
        assert not (other != own and {own, other} <= BLIND), f"{own} and {other} do not know each other"


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("typer", {"cli"}),
        ("rich", {"reports/terminal.py", "reports/layout.py", "cli/progress.py"}),
        ("jinja2", {"reports/page/writing.py"}),
        (
            "yaml",
            {"documents/yaml_tree.py", "documents/quick.py", "documents/filling.py", "documents/entries.py"},
        ),
    ],
)
def test_libraries_stay_at_home(library: str, homes: set[str]) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if any(name.split(".")[0] == library for name in imported(path))
    }
    strangers = {user for user in users if user not in homes and user.split("/")[0] not in homes}
    assert not strangers


def test_no_module_is_over_400_lines() -> None:
    long = {
        path.name: lines for path in modules() if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long
