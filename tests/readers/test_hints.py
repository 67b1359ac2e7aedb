"""What people are told to do about a mistake can be done, and puts it right."""

from __future__ import annotations

import pytest

from tests.judging import problems

STAGES = "stages: {contacted: 900, interested: 300}\n"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("deal_value: 4,500 EUR", "write 4500 EUR, without separators"),
        ("deal_value: €1200", "write 1200 €, without separators"),
        ("deal_value: EUR 1 200.50", "write 1200.50 EUR, without separators"),
        ("deal_value: 1.200 EUR", "write 1200 EUR, without separators"),
        ("deal_value: 1.200,50 EUR", "write 1200.50 EUR, without separators"),
        ("deal_value: 0", "write what a deal is worth, or leave the key out"),
        ("deal_value: 0.00 EUR", "write what a deal is worth, or leave the key out"),
        ("deal_value: 1.2k", "write it as 1200 EUR, the amount without separators, a point before the cents"),
        ("deal_value: much", "write it as 1200 EUR, the amount without separators, a point before the cents"),
        ("product: branded", "write it as {kind: …, competition: …}"),
        ("ignore: hot-share", "write it as [{rule: …, reason: …}], or [] for none"),
        ("ignore: [hot-share]", "write it as {rule: …, reason: …}"),
        ("thresholds: {interest-ratio: 1:4}", "write it as {floor: 1:5}"),
        ("thresholds: 1:4", "write it as {interest-ratio: {floor: 1:5}}"),
        ("cold: 43", "write them below `customers:`: {hot: 3, warm: 10, cold: 18}"),
        ("labels: north", "write it as {name: …}"),
        ("pay: {commission: 7}", "write 7% if per cent are meant"),
    ],
)
def test_hint(text: str, hint: str) -> None:
    (problem,) = problems(STAGES + text)
    assert problem.hint == hint
    assert problem.line == 2


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("stages:\n\tcontacted: 5", "a.yaml", "a tab stands where only spaces may"),
        ('name: "Outbound\nstages: {a: 1}', "a.yaml", "a quote that opens here is never closed"),
        (
            "funnels: [{stages: {a: 1, b: 1}, funnels: []}]",
            "a.yaml",
            "`funnels` is not read here",
        ),
        ("stage,count\n", "a.csv", "the table has a header but no rows"),
        ("leads,contacted,Contacted\n100,50,40\n", "a.csv", "the stage “Contacted” heads a second column"),
        (
            "stages: {Leads: 100, leads: 50}",
            "a.yaml",
            'the stage "leads" stands here a second time, first as "Leads"',
        ),
        (
            "stage,count\n" + "".join(f"deal {n},1\n" for n in range(501)),
            "a.csv",
            "there are 501 stages; at most 500",
        ),
        ('{"schema": "funneldx-report/1", "funnels": []}', "a.json", "this is a report of funneldx"),
        ("a: 1\nb: 2", "a.yaml", "this is no funnel: none of its keys (a, b) is one of a funnel's"),
    ],
)
def test_message(text: str, path: str, words: str) -> None:
    (problem,) = problems(text, path)
    assert words in problem.message
    assert problem.hint


def test_columns_are_bounded() -> None:
    header = ",".join(["Leads", "Won", *(f"c{n}" for n in range(100_000))])
    (problem,) = problems(header + "\n1,1" + ",x" * 100_000 + "\n", "a.csv")
    assert "100,002 columns; at most 1,000 are read" in problem.message
    names = ",".join(f"c{n}" for n in range(900))
    (wide,) = problems(names + "\n" + ",".join("1" * 900) + "\n", "a.csv")
    assert "“c5” and 894 more" in wide.message


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "stages:\n  a: 1\n   b: 2\n",
            (3, 5),
            "a colon stands where no value can begin",
            "begin the line where",
        ),
        (
            "stages:\n  a: 1\n b: 2\n",
            (3, 2),
            "this belongs neither to the lines above it",
            "begin lines that belong",
        ),
        (
            "stages:\n  a: 1\n  b 2\n",
            (4, 1),
            "the line before this has no colon",
            "write a colon and a space",
        ),
        ("stages: {a: 1\n", (2, 1), "since the { on line 1 is not closed yet", "close it"),
        ("stages: [1, 2}\n", (1, 14), "since the [ on line 1 is not closed yet", "close it"),
        ("- a\nb: 1\n", (2, 1), "this line is no item of the list above it", "begin every item"),
        ("name: @x\n", (1, 7), "a value cannot begin with @", "put the text in quotes"),
        ('name: "a\\qb"\n', (1, 9), "a backslash stands before a character", "write it twice"),
        ("name: >x\n  abc\n", (1, 8), "did not find expected comment", "correct the YAML at this place"),
        (
            "stages:\n  contacted:1000\n",
            (2, 3),
            "a mapping of keys to values",
            "write a space after each colon",
        ),
    ],
)
def test_yaml_in_the_words_of_who_writes_it(
    text: str, place: tuple[int, int], message: str, hint: str
) -> None:
    (problem,) = problems(text)
    assert (problem.line, problem.column) == place
    assert message in problem.message
    assert problem.hint.startswith(hint)
