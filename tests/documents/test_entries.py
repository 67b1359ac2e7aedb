"""Entries of plain YAML that are remembered: the same funnels and places as without, whatever was read before."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from funneldx import stage_names
from funneldx.documents import entries
from funneldx.documents.entries import Memory
from funneldx.documents.quick import RemarkableError
from funneldx.model import Funnel
from funneldx.readers import quick_funnel
from funneldx.readers.funnel_format import FUNNEL
from funneldx.stage_names import languages
from tests.judging import items
from tests.readers.test_quick_funnel import agree

WORDS = st.one_of(
    st.sampled_from(["north", "own research", "A. Berzina", "null", "true", "5 north", "Büro", "x, y", "it's", "a-b", "R&D"]),
    st.text("ab 1,.'&#:-\"{}[]ё\u0301\u00a0", min_size=1, max_size=6).filter(lambda text: text.strip() == text),
)  # fmt: skip
FIGURES = st.integers(0, 10**6).map(str)
QUOTED = WORDS.filter(lambda text: '"' not in text).map(lambda text: f'"{text}"')
VALUES = st.one_of(
    WORDS, FIGURES, QUOTED, st.sampled_from(["", "~", "'it''s 5'", '"a\\tb"', "&a x", "5%", "1:5", "b2b"])
)


def block(
    name: str, keys: list[str], values: st.SearchStrategy[str], after: str = ""
) -> st.SearchStrategy[str]:
    """A mapping of some of the keys, each on a line of its own."""
    remark = st.sampled_from(["", "", " # one in 5", "  # note: so many"])
    line = st.tuples(st.sampled_from(keys), values, remark).map(
        lambda parts: f"  {parts[0]}: {parts[1]}{parts[2]}\n"
    )
    return st.lists(line, min_size=1, max_size=4).map(lambda lines: f"{name}:{after}\n{''.join(lines)}")


def flow(name: str, keys: list[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The same on one line, or broken before its end."""
    pair = st.tuples(st.sampled_from(keys), values).map(": ".join)
    end = st.sampled_from(["}\n", "}  # 3\n", "\n}\n", "\n  }\n"])
    return st.tuples(st.lists(pair, min_size=1, max_size=3), end).map(
        lambda parts: f"{name}: {{{', '.join(parts[0])}{parts[1]}"
    )


ENTRIES = st.one_of(
    VALUES.map(lambda value: f"name: {value}\n"),
    WORDS.map(lambda value: f"name: {value}\r\n"),
    st.tuples(WORDS, WORDS).map(lambda parts: f"name: {parts[0]}\n  {parts[1]}\n"),
    FIGURES.map(lambda figure: f"period: 20{figure[:2]}-0{figure[:1]}\n"),
    st.sampled_from(["market: b2b\n", "approach: active\n", "channel: |\n  5 events\n", "channel: >2\n  web\n"]),
    block("labels", ["region", "team", "n 5", "'q'"], VALUES),
    flow("labels", ["region", "team"], VALUES),
    block("customers", ["hot", "warm", "cold"], FIGURES),
    flow("customers", ["hot", "warm", "cold"], FIGURES),
    block("pay", ["commission", "fixed_share"], st.integers(1, 99).map(lambda share: f"{share}%")),
    block("response", ["answered_within", "target"], st.integers(1, 99).map(lambda hours: f"{hours}h")),
    st.tuples(FIGURES, st.sampled_from(["EUR", "USD", ""])).map(lambda parts: f"deal_value: {' '.join(parts)}\n"),
    st.lists(st.sampled_from(["tv", "email", "viral", '"tv"']), max_size=3).map(
        lambda words: "promotion:\n" + "".join(f"- {word}\n" for word in words)
    ),
    flow("forecast", ["period", "reserve"], st.sampled_from(["30d", "14d", "10%", "1 month"])),
    st.tuples(FIGURES, FIGURES).map(
        lambda two: f"forecast:\n  channels:\n    web: {{expected: {two[0]}, actual: {two[1]}}}\n    own: {{expected: 3}}\n"
    ),
    flow("thresholds", ["interest-ratio"], st.integers(2, 9).map(lambda floor: f"{{floor: 1:{floor}}}")),
    st.sampled_from(["# 5 of these: so many\n", "\n", "# \u0301 mark\n", "---\n", "markt: b2b\n", "- 5\n", "? a\n: b\n", "!x\n"]),
)  # fmt: skip
STAGES = st.one_of(
    block("stages", ["contacted", "interested", "Leads", "Stage 1"], FIGURES),
    block("stages", ["contacted", "Leads", "Won"], FIGURES, after=" # 2026"),
    flow("stages", ["contacted", "interested", "Leads"], FIGURES),
    st.lists(
        st.tuples(
            st.sampled_from(["{{name: Leads, count: {}}}", "{{name: Leads, count: {}, role: prospects}}", "name: Won\n  count: {}", "{{name: Stage 2, count: {}}}"]),
            FIGURES,
        ),
        min_size=1, max_size=3,
    ).map(lambda items: "stages:\n" + "".join(f"- {item.format(count)}\n" for item, count in items)),
)  # fmt: skip
DOCUMENTS = st.tuples(st.lists(ENTRIES, max_size=5), STAGES, st.lists(ENTRIES, max_size=2)).map(
    lambda parts: "".join([*parts[0], parts[1], *parts[2]])
)


@settings(deadline=None)
@given(st.lists(DOCUMENTS, min_size=1, max_size=4))
@example(["stages: {a: 5}\nlabels: {a: x\n}\n", "stages: {a: 5}\nlabels: {a: x, b\n}\n"])
@example(["stages: {a: 5}\nlabels: {a: 5\n}\n", "stages: {a: 5}\nlabels: {a: x, b\n}\n"])
@example(['stages: {a: 5}\nname: "5"\n', "stages: {a: 5}\nname: five\n", "stages: {a: 5}\nname: 5\n"])
@example(["stages: {a: 5}\nname: 'a\n  5'\n", "stages: {a: 5}\nname: 'a\n  6'\n"])
@example(["stages: {a: 5}\nchannel: |2\n   x\n", "stages: {a: 5}\nchannel: |1\n   x\n"])
@example(["stages:\n  a: 5\n  b: 4\n", "stages:\n  a: 05\n  b: 4\n", "stages:\n  a: 5\n  b: 04\n"])
@example(["stages: {a: 5}\nlabels:\n  a: x\n  b: y\n", "stages: {a: 5}\nlabels:\n  a: null\n  b: y\n"])
@example(
    ["stages: {a: 5}\nname: a5\u20286\n", "stages: {a: 5}\nname: a7\u20288\n", "stages: {a: 5}\rname: b\n"]
)
@example(
    [
        "stages: {a: 1}\n" + "name: b\nname: b\n",
        "name: \x01\nstages: {a: \0}\n",
        "name: {a: 5}\nstages: {a: 1}\n",
    ]
)
@example(
    [
        "# \x07\nstages: {a: 1}\n",
        "---\n# b\n\nstages: {a: 1}",
        "--- # c\nstages: {a: 1}\n...\n",
        "market: b2g\nstages: {a: 1}\n",
    ]
)
@example(["stages: {a: 1}\nname: 5 # a\n  # 5\n", "stages: {a: 1}\nname: 6 # a\n  # 77\n"])
@example(
    [
        "stages: {a: 1}\npay: {commission: 5%}\n",
        "stages: {a: 1}\npay: {commission: 500%}\n",
        "name: b\n",
        "5: a\n",
    ]
)
@example(
    [
        "stages: {a: 1}\nname: b\nё: c\n",
        "stages:\n- {name: a, count: } # 5\n",
        "stages:\n- {name: a, count: } # 6\n",
        "stages: {a: 1}\nname: [b\n",
        "stages: {a: 1}\npromotion: [tv5, email]\n",
        "stages: {a: 1}\nignore: [{rule: FDX102, reason: b, until: 2027-01-01}]\n",
        "stages: {a: 1}\nignore: [{rule: FDX103, reason: b, until: 2027-01-02}, {rule: FDX1, reason: c}]\n",
        "stages: {a: 1}\nignore: [{rule: FDX201, reason: b, until: 2027-02-01}]\n",
        "stages: {a: 1}\nmarkt: [5]\n",
        "stages: {a: 1}\nstages\n",
        "stages: {a: 1}\n'a'\n",
    ]
)
def test_what_was_read_before_changes_nothing(texts: list[str]) -> None:
    for text in (*texts, *texts):
        agree(text)


def test_a_comment_above_that_looks_like_a_tag_is_left_to_those_who_look_for_tags() -> None:
    """Places that nobody remembers are asked of a way that declines such a text."""
    for counts in ("5, b: 1", "50, b: 10"):
        text = f"# Won at last !\nstages: {{a: {counts}}}\ncustomers: {{hot: 1, warm: 2, cold: 3}}\n"
        assert not agree(text)
        (found,) = items(text)
        assert isinstance(found, Funnel)
        assert found.places.find("stages.b") == ("funnel.yaml", 2, 18 + len(counts.partition(",")[0]))


def one(found: list[Funnel] | None) -> list[Funnel]:
    """What was found, which is not nothing."""
    assert found is not None
    return found


PLAIN = """# Counted in June
name: Coffee, client {0}
period: 2026-{1}
labels:
  region: {2}
  team: "{2} {0}"
stages:
  contacted: {0}
  interested: {1}  # some
customers: {{hot: {1}, warm: {0}}}
promotion: [tv, email]
forecast:
  channels:
    web: {{expected: {0}, actual: {1}}}
"""


def test_files_of_one_team_are_read_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_funnel, "_memory", Memory(FUNNEL))
    assert agree(PLAIN.format(100, 10, "north"))
    monkeypatch.setattr(entries, "documents", None)
    for parts in ((2000, 11, "south"), (3, 12, "far east")):
        (found,) = one(quick_funnel._remembered(PLAIN.format(*parts), "f.yaml"))
        assert [stage.count for stage in found.stages] == list(parts[:2])
        assert found.labels == {"region": parts[2], "team": f"{parts[2]} {parts[0]}"}
        assert found.places.find("stages.interested") == ("f.yaml", 9, 15)


def test_stages_of_a_list_are_of_a_form_by_their_counts_alone() -> None:
    for names in (("Met", "Won"), ("Asked", "Paid"), ("Met", "Won")):
        text = "stages:\n  - name: {}\n    count: 9\n  - name: {}\n    count: 3\n".format(*names)
        (found,) = one(quick_funnel.funnels(text, "f.yaml"))
        assert [(stage.name, stage.count) for stage in found.stages] == [(names[0], 9), (names[1], 3)]
        assert found.places.find(f"stages.{names[1]}") == ("f.yaml", 5, 12)


def test_what_is_remembered_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "_MOST", 3)
    monkeypatch.setattr(entries, "_MOST_FORMS", 2)
    memory = Memory(FUNNEL)
    for name in "abcdefgh":
        memory.read(f"stages: {{{name}: 5}}\nname: {name} 5\nlabels: {{{name}: {name}}}\n")
        with pytest.raises(RemarkableError):
            memory.read(f"stages: {{{name}: [5]}}\n")
        sizes = map(len, (memory._known, memory._with_figures, memory._remarkable))
        assert max(sizes) <= 3
        assert len(memory._forms) <= 2
    with pytest.raises(RemarkableError):
        memory.read(f"stages: {{a: 5}} # {'long' * entries.LONGEST}\n")


def test_new_names_of_stages_change_what_was_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "stages:\n  Trial: 5\n  Won: 3\n"
    for _ in range(2):
        (found,) = one(quick_funnel.funnels(text, "f.yaml"))
        assert found.stages[0].role is None
    with monkeypatch.context() as changed:
        changed.setitem(languages.roles, "Trial", "agreed")
        stage_names._forget()
        (found,) = one(quick_funnel.funnels(text, "f.yaml"))
        assert found.stages[0].role == "agreed"
    stage_names._forget()
