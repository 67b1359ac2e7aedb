"""Plain documents, read straight from the parser's events: the same funnels and places as by way of their trees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from funneldx.documents import quick
from funneldx.model import Customers, Funnel, Role, Stage
from funneldx.readers import quick_funnel, read
from funneldx.readers.funnel_format import FIELDS
from funneldx.readers.tree import _read as read_by_trees
from tests.judging import items

PATH = "funnel.yaml"
VALUES: dict[str, tuple[str, ...]] = {
    "name": ("Outbound", '"Outbound, north"', "'it''s'", "", "~", '""', "2026", "&a Outbound", "!!str x", "R&D! now", "[a]"),
    "period": ("2026", "2026-Q3", '"2026-09"', "2026-09-01/2026-09-30", "null", "soon", "{a: b}"),
    "labels": ("{region: west}", "{region: west, team: 'a b'}", "{}", "", "{a: }", "{a.b: c, a: d}", "{a: 1, a: 2}", "{'': x}",
               "{' a': x}", "[a]", "x", "{<<: x}", "{a: [b]}", "{[a]: b}"),
    "market": ("b2b", "b2c", '"b2b"', "", "b2g"),
    "channel": ("events", "cold-calls", "''", "Null"),
    "approach": ("active", "passive", "mixed", "~", "Active"),
    "product": ("{kind: branded}", "{kind: branded, competition: high, goods: true}", "{}", "{goods: 'true'}", "{price: 5}",
                "{kind: }", "branded", "{kind: branded, kind: branded}", "{[a]: b}"),
    "deal_value": ("1200 EUR", "0.5", '"7 USD"', "-1", "{amount: 5, currency: EUR}", ""),
    "sales_cycle": ("30d", "2 weeks", "30", ""),
    "customers": ("{hot: 1, warm: 2, cold: 3}", "{hot: , cold: 1}", "{hot: '1'}", "{hot: 01}", "{hot: 1.0}", "{}", "", "5"),
    "cold_calls": ("{dialed_by: own-team}", "{dialed_by: }", "{}"),
    "promotion": ("[tv, email]", "[]", "", "[~]", "tv", "[[tv]]", "[telepathy]"),
    "team": ("[seller]", "[seller, telemarketer]", "[]", "{seller: 2}"),
    "pay": ("{commission: 10%}", "{commission: 1:10, fixed_share: 50%}", "{commission: 7}"),
    "response": ("{answered_within: 3h, target: 1h}", "{}"),
    "forecast": ("{period: 30d, reserve: 10%, channels: {own sellers: {expected: 440, actual: 431}, web: {expected: 3}}}",
                 "{channels: {x: {actual: 1}, x.actual: {actual: 2}}}", "{channels: {x.actual: {actual: 2}, x: {actual: 1}}}",
                 "{channels: {web: }}", "{channels: {}}", "{channels: {web: 5}}"),
    "thresholds": ("{interest-ratio: {floor: 1:8, typical: 30%}}", "{interest-ratio: {}}", "{a: {floor: 1:8}, b: {floor: 20%}}",
                   "{a: 5}", ""),
    "ignore": ("[{rule: FDX102, reason: why, until: 2027-01-01}]", "[]", "[{rule: a}]", "[{rule: a, reason: b}, {rule: c, reason: d}]",
               "[FDX102]", "[{rule: a, reason: b, rule: c}]"),
    "$schema": ("x.json", ""),
    "stages": (
        "{contacted: 1000, interested: 90}", "{Leads: 10, Ётна: 5, visits: , 'quoted: one': 3, a.b: ~}", "{contacted: 5, Contacted: 4}",
        "{contacted: 5, contacted: 4}", "{}", "", "5", "{' a': 5}", "{'': 5}", "{<<: 5}", "{contacted: [5]}", "{contacted: {a: 5}}",
        "{contacted: '5'}", "{contacted: 1e3}", "{contacted: 0, interested: 00}", "{contacted: 12345678901234567}", "{[a]: 5}",
        "{contacted: ٣}", "{contacted: -1}",
        "[{name: Leads, count: 10}, {name: Won, role: purchased, count: 2}]", "[{name: Leads, count: }]", "[]", "[5]",
        "[{name: a, count: 1}, {name: A, count: 1}]", "[{name: a}]", "[{count: 1}]", "[{name: a, count: 1, name: b}]",
        "[{name: '', count: 1}]", "[{name: a, role: nobody, count: 1}]", "[{name: a, count: 1}, 7]", "[{name: , count: 5}]",
    ),
    "markt": ("b2b",),
    "source": ("leads.csv",),
}  # fmt: skip
"""Of every key the values to try, remarkable ones among them."""


def agree(text: str) -> bool:
    """Whether a text is read without its trees; fail where any of the ways to do so gives something else."""
    found = quick_funnel.funnels(text, PATH)
    if found is None:
        return False
    from_events = quick_funnel._from_events(text, PATH)
    assert from_events is not None
    careful = list(read_by_trees(text, PATH))
    assert all(isinstance(one, Funnel) for one in careful), careful
    for one, by_event, other in zip(found, from_events, careful, strict=True):
        assert isinstance(other, Funnel)
        assert one._replace(places=other.places) == other
        assert by_event._replace(places=other.places) == other
        quickly: Any = by_event.places
        carefully: Any = other.places
        fields = {
            *quickly._events,
            *carefully._nodes,
            "",
            "nowhere",
            "stages.nobody",
            "customers.hot.x.y",
        }
        for field in fields:
            place = other.places.find(field)
            assert one.places.find(field) == by_event.places.find(field) == place, field
            assert one.places.region(field) == other.places.region(field), field
    return True


LINES = st.sampled_from(sorted(VALUES)).flatmap(
    lambda key: st.sampled_from(VALUES[key]).map(lambda value: f"{key}: {value}")
)
STAGES = st.sampled_from(VALUES["stages"][:2] + VALUES["stages"][19:20]).map(lambda value: f"stages: {value}")
GOOD = st.sampled_from(sorted(VALUES.keys() - {"stages", "markt", "source"})).map(
    lambda key: f"{key}: {VALUES[key][0]}"
)
DOCUMENT = st.tuples(
    st.lists(GOOD, max_size=8, unique=True), STAGES, st.lists(LINES, max_size=2), st.booleans()
).map(
    lambda parts: "\n".join([*parts[0], parts[1], *parts[2]] if parts[3] else [*parts[2], parts[1], *parts[0]]) + "\n"
)  # fmt: skip


def test_every_key_is_tried() -> None:
    assert VALUES.keys() >= FIELDS.keys()


@settings(deadline=None)
@given(st.lists(DOCUMENT, min_size=1, max_size=3).map("---\n".join))
@example("stages: {a: 5}\n...\nstages: {b: 5}\n")
@example("stages: {a: 5}\n--- 7\n")
@example("[a, b]\n")
@example("*a\n")
@example("stages: &s {a: 5}\nname: *s\n")
@example("{stages: {a: 5}, name:!x b}\n")
@example("stages:\n  a: 5 # why!\n\tb: 4\n")
@example("\ufeffstages: {a: 5}")
def test_events_and_trees_agree(text: str) -> None:
    agree(text)


@pytest.mark.parametrize("key", sorted(VALUES))
def test_each_value_alone(key: str) -> None:
    for value in VALUES[key]:
        agree(f"{key}: {value}\n" if key == "stages" else f"stages: {{a: 5}}\n{key}: {value}\n")


def test_plain_documents_are_read_from_their_events() -> None:
    for key in FIELDS:
        assert agree(f"{'stages: {a: 5}' if key != 'stages' else ''}\n{key}: {VALUES[key][0]}\n"), key
    for text in (
        "stages: {a: 5}\n---\nstages: {b: 4}\n",
        "stages:\n- {name: Leads, count: 10}\n- {name: Won, role: purchased, count: 2}\n",
        "name: R&D, now!\nstages: {a: 5} # done!\n",
        "name: &unused Outbound\nstages: {a: 5}\n",
    ):
        assert agree(text), text


@pytest.mark.parametrize(
    "text",
    [
        "stages: {a: 5}\nname: !!str x\n",
        "stages: {a: 5}\nname: [b\n",
        "stages: {a: 5}\n" + "# more\n" * quick_funnel.LARGEST,
        "# nothing\n",
        "- stages\n",
    ],
)
def test_what_is_remarkable_is_left_to_the_trees(text: str) -> None:
    assert quick_funnel.funnels(text, PATH) is None


def test_what_is_remembered_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "_MOST", 3)
    monkeypatch.setattr(quick, "_plain", {})
    monkeypatch.setattr(quick, "_keys", {})
    for number in range(5):
        channels = f"{{web{number}: {{expected: {number}}}}}"
        assert agree(f"labels: {{a: x{number}}}\nstages: {{a: 5}}\nforecast: {{channels: {channels}}}\n")
    assert all(len(known) <= 3 for known in quick._plain.values())
    assert len(quick._keys) <= 3


def test_the_role_of_a_listed_stage_is_its_own() -> None:
    (found,) = items("stages: [{name: Leads, role: interested, count: 7}, {name: Won, count: 1}]")
    assert isinstance(found, Funnel)
    assert found.stages == (Stage("Leads", Role.INTERESTED, 7, True), Stage("Won", Role.PURCHASED, 1))
    assert all(isinstance(stage, Stage) for stage in found.stages)


def test_a_stage_of_a_mapping_is_made_like_any_other() -> None:
    (found,) = items("stages: {Leads: 7, Mystery: }")
    assert isinstance(found, Funnel)
    assert found.stages == (Stage("Leads", Role.PROSPECTS, 7), Stage("Mystery", None, None))
    assert [stage.field for stage in found.stages] == ["stages.Leads", "stages.Mystery"]


def test_a_large_file_of_a_folder_without_a_funnel_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.readers.LARGEST", 10)
    assert read(b"services: {web: {image: x}}", "app.yaml", in_folder=True) is None


@pytest.mark.parametrize(
    "text", ["name: f\nstages: {Leads: 7, Won: 1}\nmarket: b2b\n", "stages: {Leads: 7, Won: }\n"]
)
def test_a_funnel_is_made_like_any_other(text: str) -> None:
    (found,) = items(text)
    assert isinstance(found, Funnel)
    named = {
        key: value for key, value in found._asdict().items() if value != Funnel._field_defaults.get(key, ())
    }
    assert found == Funnel(**named)
    assert (found.name, found.market) == (("f", "b2b") if "f" in text[:7] else (None, None))


def test_records_are_made_like_any_other() -> None:
    text = "stages: {{Leads: 7, Won: 6}}\ncustomers: {{hot: {}, cold: {}}}\n"
    pairs = [(1, 5), (2, 4), (3, 3)]
    found = [item for pair in pairs for item in items(text.format(*pair))]
    assert [item.customers for item in found if isinstance(item, Funnel)] == [
        Customers(hot=hot, cold=cold) for hot, cold in pairs
    ]
