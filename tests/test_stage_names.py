"""The vocabulary: what is known, in which form it stands, and that nothing is guessed."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations
from types import ModuleType

import pytest

from funneldx import stage_names
from funneldx.model import Role
from funneldx.stage_names import LANGUAGES, header_of, is_exit, is_known, is_total, normal, role_of, similar

LEAST = {"english": 10, "russian": 5}


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> ModuleType:
    return import_module(f"funneldx.stage_names.{request.param}")


def test_every_role_has_names(words: ModuleType) -> None:
    least = LEAST[words.__name__.rpartition(".")[2]]
    assert {role: len(set(names)) for role, names in words.ROLES.items() if len(set(names)) < least} == {}
    assert set(words.ROLES) == set(Role)


def test_every_name_stands_in_its_normal_form(words: ModuleType) -> None:
    names = [name for names in words.ROLES.values() for name in names]
    names += [
        *words.NO_ROLE,
        *words.EXITS,
        *words.TOTALS,
        *(name for names in words.HEADERS.values() for name in names),
    ]
    assert [name for name in names if normal(name) != name] == []


def test_no_name_has_two_roles(words: ModuleType) -> None:
    for (one, names), (other, others) in combinations(words.ROLES.items(), 2):
        assert not set(names) & set(others), (one, other)
    for role, names in words.ROLES.items():
        assert not set(names) & (words.NO_ROLE | words.EXITS), role


def test_no_header_has_two_meanings(words: ModuleType) -> None:
    for (_, names), (_, others) in combinations(words.HEADERS.items(), 2):
        assert not set(names) & set(others)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_a_name_of_itself(role: Role) -> None:
    assert role_of(role) is role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Closed Won", Role.PURCHASED),
        ("closed-won", Role.PURCHASED),
        ("CLOSED__WON ", Role.PURCHASED),
        ("5. Closed Won", Role.PURCHASED),
        ("E) Closed Won", Role.PURCHASED),
        ("05 - Closed Won", Role.PURCHASED),
        ("Ｃｌｏｓｅｄ Ｗｏｎ", Role.PURCHASED),
        ("MQL", Role.CONTACTED),
        ("SQL", Role.INTERESTED),
        ("Demo booked", Role.AGREED),
        ("КП отправлено", Role.PRICE_DISCUSSED),
        ("2. КП ОТПРАВЛЕНО", Role.PRICE_DISCUSSED),
        ("Успешно реализовано", Role.PURCHASED),
        ("Сняли трубку", Role.CONTACTED),
        ("Произведён контакт", Role.CONTACTED),
        ("Купят ещё", Role.REPEAT),
        ("intrested", None),
        ("Visits", None),
        ("", None),
        ("1.", None),
        ("注册人数", None),
    ],
)
def test_role(name: str, role: Role | None) -> None:
    assert role_of(name) is role


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("1. Visit", "visit"),
        ("A. Lead", "lead"),
        ("2nd order", "2nd order"),
        ("3", "3"),
        ("Price / discussed!", "price discussed"),
        ("a—b", "a b"),
        ("যোগাযোগ", "যোগাযোগ"),
        ("STRAẞE", "strasse"),
    ],
)
def test_normal(name: str, form: str) -> None:
    assert normal(name) == form


def test_steps_of_a_shop_are_known_without_a_role() -> None:
    for name in ("Visits", "Add to cart", "checkout", "Sign-up", "Корзина", "показы"):
        assert is_known(name)
        assert role_of(name) is None
    assert not is_known("Warmed through")


def test_those_who_left_are_no_step() -> None:
    assert is_exit("Closed Lost")
    assert is_exit("Закрыто и не реализовано")
    assert not is_exit("Closed Won")
    assert role_of("Closed Lost") is None


def test_suggestions() -> None:
    assert similar("intrested")[0] == ("interested", Role.INTERESTED)
    assert similar("Заинтересованые")[0][1] is Role.INTERESTED
    assert similar("xyzzy") == ()


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Step", "stage"),
        ("Label", "stage"),
        ("Количество", "count"),
        ("Value", "count"),
        ("Воронка", "funnel"),
        ("Month", "period"),
        ("Месяц", "period"),
        ("price", None),
    ],
)
def test_headers(header: str, kind: str | None) -> None:
    assert header_of(header) == kind


def test_totals() -> None:
    assert is_total("Grand total")
    assert is_total("ИТОГО:")
    assert not is_total("Leads")


def test_an_english_name_loads_no_other_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for store in ("_roles", "_headers"):
        monkeypatch.setattr(stage_names, store, {})
    for store in ("_no_role", "_exits", "_totals"):
        monkeypatch.setattr(stage_names, store, set())
    loaded: list[str] = []
    monkeypatch.setattr(stage_names, "_loaded", loaded)
    assert role_of("Leads") is Role.PROSPECTS
    assert loaded == ["english"]
    assert role_of("Лиды") is Role.PROSPECTS
    assert loaded == list(LANGUAGES)
