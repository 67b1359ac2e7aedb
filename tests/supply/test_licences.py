"""Everything that is installed with funneldx is listed with its licence, and may be used by whoever uses funneldx."""

from __future__ import annotations

import re

import pytest
from packaging.utils import canonicalize_name

from tests.supply import licences
from tests.supply.licences import kept, parts, text, wanted

OURS = "python -m tests.supply.licences"
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public License|LGPL|Zlib|CC0)\b|BSD-[23]-Clause"
)
"""Licences that lay nothing on the files, or the reports, of somebody who uses the program."""


def test_all_that_is_installed_for_users_is_listed() -> None:
    known = kept()
    for extra, some in parts().items():
        if extra != "dev":
            assert {one.name for one in some} <= set(known), f"renew .github/LICENCES.md: {OURS}"


def test_all_that_is_asked_for_directly_is_listed() -> None:
    direct = {canonicalize_name(one.name) for some in wanted().values() for one in some}
    assert direct - {"funneldx"} <= set(kept()), f"renew .github/LICENCES.md: {OURS}"


def test_each_has_the_licence_that_is_listed() -> None:
    """A part that changes its licence is looked at before it is used on."""
    known = kept()
    changed = {
        one.name: one.licence
        for some in parts().values()
        for one in some
        if known.get(one.name, one.licence) != one.licence
    }
    assert changed == {}, f"renew .github/LICENCES.md, if that is all right: {OURS}"


def test_users_are_bound_to_nothing() -> None:
    for extra, some in parts().items():
        for one in some:
            if extra == "dev":
                assert one.licence != "not stated", one
            else:
                assert FREE.search(one.licence), one
                assert not re.search(r"(?<!L)GPL", one.licence), one


def test_the_page_has_a_table_for_each_extra() -> None:
    titles = re.findall(r"^## (.*)$", text(), re.MULTILINE)
    assert titles[0] == "At run time"
    assert titles[-1] == "For development"
    assert titles[1:-1] == [
        f"With `funneldx[{extra}]`" for extra in wanted() if extra not in {"run time", "dev"}
    ]


def test_run_time_is_three_packages_and_what_they_need() -> None:
    assert {one.name for one in wanted()["run time"]} == {"typer", "rich", "pyyaml"}


def test_the_page_is_not_written_where_an_extra_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(licences, "missing", lambda: ["pyspark"])
    assert licences.main() == 2
    assert "pyspark" in capsys.readouterr().err
