"""Patterns against paths: each sign by example, and all of them against plainer ways to match."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from fnmatch import fnmatchcase
from operator import methodcaller
from pathlib import PurePosixPath

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from funneldx.errors import UsageError
from funneldx.patterns import choice, pattern


def fits(text: str, path: str) -> bool:
    """Whether a pattern fits a path, that of a folder where it ends with a slash."""
    return pattern(text).fits(path.removesuffix("/"), folder=path.endswith("/"))


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("a.csv", ["a.csv", "x/a.csv", "x/y/a.csv", "a.csv/"], ["aXcsv", "b/a.csv.bak", "ba.csv", "A.csv"]),
        ("*.csv", [".csv", "a.csv", "x/a.b.csv", "new\nline.csv"], ["a.csvx", "a.csv/b", "a.csv\n"]),
        ("**.csv", ["a.csv", "x/a.csv"], ["a.csv/b"]),
        ("x/*.csv", ["x/a.csv"], ["a.csv", "y/x/a.csv", "x/y/a.csv"]),
        ("/a.csv", ["a.csv"], ["x/a.csv"]),
        ("./a.csv", ["a.csv"], ["x/a.csv"]),
        ("x/./a.csv", ["x/a.csv"], ["x/y/a.csv"]),
        ("x//a.csv", ["x/a.csv"], ["x/y/a.csv"]),
        ("x/**/a.csv", ["x/a.csv", "x/y/a.csv", "x/y/z/a.csv"], ["a.csv", "y/x/a.csv", "x/ya.csv"]),
        ("**/a.csv", ["a.csv", "x/y/a.csv"], ["ya.csv"]),
        ("x/**", ["x/a", "x/y/a", "x/y/"], ["x", "x/", "y/x"]),
        ("x/**/", ["x/y/"], ["x/", "x/y"]),
        ("**", ["a", "x/y/a", "x/"], []),
        ("x/**/**/y/**/z", ["x/y/z", "x/a/y/b/z", "x/y/y/z/z"], ["x/z", "x/y/a", "x/a/z/y"]),
        ("old/", ["old/", "x/old/"], ["old", "x/old", "older/"]),
        ("x/old/", ["x/old/"], ["old/", "y/x/old/"]),
        ("/old/", ["old/"], ["x/old/", "old"]),
        ("a?c", ["abc", "a?c", "a\nc", "x/aёc"], ["ac", "a/c", "abbc"]),
        ("[abc]x", ["ax", "d/cx"], ["dx", "x", "[abc]x"]),
        ("[a-cx-z]1", ["b1", "y1"], ["d1", "-1"]),
        ("[!a-c]1", ["d1", "-1"], ["b1", "1", "/1"]),
        ("[^a-c]1", ["d1", "^1"], ["b1"]),
        ("[]]", ["]"], ["[]]"]),
        ("[!]]", ["a"], ["]"]),
        ("[a-]", ["a", "-"], ["b"]),
        ("[-a]", ["a", "-"], ["b"]),
        ("[a-a-c]", ["a", "-", "c"], ["b"]),
        ("[!--0]x", ["ax"], [".x", "0x"]),
        ("x[+-9]y", ["x.y"], ["x/y"]),
        ("[*]", ["*"], ["a"]),
        ("[[]x", ["[x"], ["x"]),
        ("a+(b).{2}$|^\\d", ["a+(b).{2}$|^\\d"], ["aa"]),
        ("[\\d&&~~||-]", ["\\", "d", "&", "~", "|", "-"], ["1", "D"]),
        ("\udce9.csv", ["\udce9.csv"], ["e.csv"]),
        (".hidden", [".hidden", "x/.hidden"], ["xhidden"]),
    ],
)
def test_what_fits(text: str, yes: list[str], no: list[str]) -> None:
    assert [path for path in yes if not fits(text, path)] == []
    assert [path for path in no if fits(text, path)] == []


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("", "is empty", "name a file or folder"),
        ("/", "nothing but slashes", "name a file or folder"),
        ("//", "nothing but slashes", "name a file or folder"),
        ("./", "nothing but slashes and points", "name a file or folder"),
        ("[ab", "“[” that is not closed", "close it"),
        ("[]", "“[” that is not closed", "close it"),
        ("[!]", "“[” that is not closed", "close it"),
        ("[a/b]", "“[” that is not closed before the name ends", "[[]"),
        ("*.[z-a]", "the range z-a, which runs backward", "write a-z"),
        ("../x.csv", "leaves the folder", "below the folder given"),
        ("x/..", "leaves the folder", "below the folder given"),
    ],
)
def test_what_is_broken(text: str, words: str, hint: str) -> None:
    for option, given_options in (("--include", ([text], [])), ("--exclude", ([], [text]))):
        with pytest.raises(UsageError) as raised:
            choice(*given_options)
        assert raised.value.message.startswith(f"{option} ")
        assert words in raised.value.message
        assert hint in raised.value.hint


def test_one_that_begins_here() -> None:
    here = pattern("*.csv", begins_here=True)
    assert here.fits("a.csv", folder=False)
    assert not here.fits("x/a.csv", folder=False)


def test_a_choice() -> None:
    chosen = choice(["*.csv", "x/"], ["old"])
    assert chosen.includes("a.csv", folder=False)
    assert chosen.includes("x", folder=True)
    assert not chosen.includes("a.tsv", folder=False)
    assert chosen.excludes("y/old", folder=True)
    assert not chosen.excludes("y/new", folder=True)


SIGNS = st.sampled_from(
    ["a", "b", "-", ".", "*", "*", "?", "[ab]", "[!a]", "[a-b]", "[]-a]", "[!-]", "\n", "é"]
)
PARTS = st.one_of(
    st.just("**"),
    st.lists(SIGNS, min_size=1, max_size=5).map("".join).filter(lambda name: name not in {".", ".."}),
)
PATTERNS = st.lists(PARTS, min_size=1, max_size=6)
NAMES = st.lists(
    st.text("ab-]. \né", min_size=1, max_size=5).filter(lambda name: name != "."), min_size=1, max_size=6
)


def plainly(names: list[str], path: list[str]) -> bool:
    """Whether names with `**` among them fit those of a path: every way is tried."""
    if not names:
        return not path
    if names == ["**"]:
        return bool(path)
    if names[0] == "**":
        return any(plainly(names[1:], path[skipped:]) for skipped in range(len(path) + 1))
    return bool(path) and fnmatchcase(path[0], names[0]) and plainly(names[1:], path[1:])


@given(PATTERNS, NAMES)
@example(["**", "**"], ["a"])
@example(["a", "**", "b*a*b"], ["a", "b", "babab"])
def test_it_agrees_with_trying_every_way(names: list[str], path: list[str]) -> None:
    anchored = pattern("/" + "/".join(names))
    assert anchored.fits("/".join(path), folder=False) == plainly(names, path)


@given(PARTS, NAMES)
def test_without_a_slash_only_the_name_counts(name: str, path: list[str]) -> None:
    assert pattern(name).fits("/".join(path), folder=True) == fnmatchcase(path[-1], name)


@pytest.mark.skipif(sys.version_info < (3, 13), reason="pathlib matches whole paths from Python 3.13 on")
@given(PATTERNS, NAMES)
def test_it_agrees_with_pathlib(names: list[str], path: list[str]) -> None:
    text = "/".join(names)
    assume("[!" not in text)  # these fit a slash there
    full_match = methodcaller("full_match", text)
    assert pattern(text, begins_here=True).fits("/".join(path), folder=False) == full_match(
        PurePosixPath("/".join(path))
    )


@given(st.text(max_size=12), NAMES)
def test_any_text_is_a_pattern_or_refused(text: str, path: list[str]) -> None:
    with suppress(UsageError):
        assert pattern(text).fits("/".join(path), folder=False) in {True, False}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("*a" * 40 + "b", "a" * 250),
        ("**/a/" * 40 + "b", "a/" * 250 + "a"),
        ("**/*a*a*a/" * 20 + "b", "aaaaaaaaaaaa/" * 100 + "a"),
    ],
)
def test_no_pattern_takes_long(text: str, path: str) -> None:
    begin = time.process_time()
    assert not fits(text, path)
    assert time.process_time() - begin < 2
