"""Hostile YAML and JSON."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.corpus import MIB, Attack, given, numbered, times

STAGES = b"stages: {a: 5}\n"
GOOD = b"stages: {contacted: 900, interested: 300}\n"


def bomb(last: str = "") -> Callable[[], bytes]:
    """Each list holds the one before ten times."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"]
    lines += [f"a{one}: &a{one} [{','.join([f'*a{one - 1}'] * 10)}]\n" for one in range(1, 12)]
    return given(("".join(lines) + last).encode())


def indented() -> bytes:
    """A key below each key."""
    return b"".join(b" " * depth + b"a:\n" for depth in range(1400))


def directives() -> bytes:
    """Each is held against all before it."""
    return b"".join(b"%%TAG !a%d! tag:x\n" % one for one in range(50_000)) + b"---\nstages: {a: 5}\n"


YAML = (
    Attack("alias bombs", "bomb.yaml", bomb(), 2, "aliases counted as often as they are used"),
    Attack("alias bombs", "bomb-as-stages.yaml", bomb("stages: *a9\n"), 2, "aliases counted as often"),
    Attack("alias bombs", "aliases.yaml", times(b"*a, ", before=b"a: [&a x, ", after=b"]\n" + GOOD), 2, "more than 100,000 values"),
    Attack("alias bombs", "itself.yaml", given(b"stages: &a {b: *a}\n"), 2, "*a contains itself"),
    Attack("alias bombs", "anchors.yaml", numbered("- &a% x\n", 80_000, "a:\n", "stages: {a: 5}\n"), 2, "unknown key"),
    Attack("deep nesting", "lists.yaml", times(b"["), 2, "nesting depth"),
    Attack("deep nesting", "mappings.yaml", times(b"{a: "), 2, "more than 50 levels deep"),
    Attack("deep nesting", "dashes.yaml", times(b"- "), 2, "more than 50 levels deep"),
    Attack("deep nesting", "indented.yaml", indented, 2, "more than 50 levels deep"),
    Attack("deep nesting", "keys.yaml", times(b"? "), 2, "a key is a list or a mapping"),
    Attack("deep nesting", "lists.json", times(b"["), 2, "more than 50 levels deep"),
    Attack("deep nesting", "objects.json", times(b'{"a":'), 2, "more than 50 levels deep"),
    Attack("10 MB keys", "key.yaml", times(b"k", 10 * MIB, STAGES, b": 1\n"), 2, "no colon", mib=300),
    Attack("10 MB keys", "quoted.yaml", times(b"k", 10 * MIB, STAGES + b'"', b'": 1\n'), 2, "no colon", mib=300),
    Attack("10 MB keys", "explicit.yaml", times(b"k", 10 * MIB, STAGES + b"? ", b"\n: 1\n"), 2, 'unknown key "kkk', mib=300),
    Attack("10 MB keys", "key.json", times(b"k", 10 * MIB, b'{"stages": {"a": 5}, "', b'": 1}'), 2, 'unknown key "kkk', mib=300),
    Attack("10 MB keys", "stage.json", times(b"k", 10 * MIB, b'{"stages": {"', b'": 5}}'), 2, "at most 200 are read", mib=300),
    Attack("10 MB keys", "word.yaml", times(b"b2b ", before=STAGES + b"market: ", after=b"\n"), 2, "one of b2b, b2c was expected"),
    Attack("10 MB keys", "name.yaml", times(b"x", before=STAGES + b"name: ", after=b"\n"), 2, "at most 200 are read"),
    Attack("10 MB keys", "folded.yaml", times(b"  x\n", before=STAGES + b"name: x\n"), 2, "at most 200 are read"),
    Attack("10 MB keys", "escapes.yaml", times(b"\\x41", before=STAGES + b'name: "', after=b'"\n'), 2, "at most 200 are read"),
    Attack("merge keys", "merged.yaml", given(b"labels: &x {a: b}\nstages: {<<: *x, a: 5}\n"), 2, "merge keys"),
    Attack("merge keys", "merged-labels.yaml", given(b"labels:\n  <<: {team: A}\nstages: {a: 1}\n"), 2, "merge keys"),
    Attack("tags", "object.yaml", given(b"stages: !!python/object/apply:os.system [touch pwned]\n"), 2, "the tag tag:yaml.org,2002:python/object"),
    Attack("tags", "python-name.yaml", given(b"!!python/name:os.system\n"), 2, "is not read here"),
    Attack("tags", "module.yaml", given(b"stages: {a: 5}\nname: !!python/module:pwned x\n"), 2, "is not read here"),
    Attack("tags", "binary.yaml", given(b"stages: {a: !!binary aGk=}\n"), 2, "is not read here"),
    Attack("tags", "long.yaml", times(b"!"), 2, "is not read here"),
    Attack("tags", "directives.yaml", directives, 2, "so many %TAG lines"),
    Attack("NUL bytes", "nul.yaml", given(b"stages: {a: 5}\0"), 2, "it holds NUL bytes"),
    Attack("NUL bytes", "nul.json", given(b'{"stages": {"a": 5}}\0'), 2, "it holds NUL bytes"),
    Attack("NUL bytes", "escaped.yaml", given(b'stages: {"a\\0b": 5, c: 1}\n'), 1, "a\\x00b"),
    Attack("invalid UTF-8 and UTF-16", "latin.yaml", times(b"\xe9", before=STAGES + b"name: "), 2, "the byte 0xe9 is not UTF-8"),
    Attack("invalid UTF-8 and UTF-16", "overlong.yaml", given(STAGES + b"name: \xc0\xaf\n"), 2, "the byte 0xc0 is not UTF-8"),
    Attack("invalid UTF-8 and UTF-16", "surrogate.yaml", given(STAGES + b"name: \xed\xa0\x80\n"), 2, "the byte 0xed is not UTF-8"),
    Attack("invalid UTF-8 and UTF-16", "half.json", given(b'{"stages": {"a\\ud800": 5}}'), 2, "half of a character"),
    Attack("invalid UTF-8 and UTF-16", "halves.yaml", times(b"\x00\xd8", before=b"\xff\xfe"), 2, "is not UTF-16"),
    Attack("invalid UTF-8 and UTF-16", "odd.yaml", given("stages: {a: 5}".encode("utf-16") + b"x"), 2, "is not UTF-16"),
    Attack("invalid UTF-8 and UTF-16", "no-mark.yaml", given("stages: {a: 5}".encode("utf-16-be")), 2, "UTF-16 without its mark"),
    Attack("invalid UTF-8 and UTF-16", "marks.yaml", times(b"\xef\xbb\xbf", after=STAGES), 2, "not valid YAML"),
    Attack("mixed line ends", "mixed.yaml", given(b"name: x\r\nstages:\r  contacted: 900\n  interested: 300\r\n"), 0, "contacted   900"),
    Attack("mixed line ends", "separators.yaml", given("stages:\u2028  contacted: 900\u2028  interested: 300\x85name: x\n".encode()), 0, "contacted   900"),
    Attack("quotes that never close", "open.yaml", times(b"a\n  ", before=b'name: "'), 2, "a quote that opens here is never closed"),
    Attack("quotes that never close", "single.yaml", times(b"a", before=b"name: '"), 2, "a quote that opens here is never closed"),
    Attack("quotes that never close", "open.json", times(b"a", before=b'{"name": "'), 2, "not valid JSON"),
    Attack("numbers of 5,000 digits", "count.yaml", given(b"stages: {a: " + b"1" * 5000 + b"}\n"), 2, "a whole number from 0 on was expected"),
    Attack("numbers of 5,000 digits", "count.json", given(b'{"stages": {"a": ' + b"1" * 5000 + b"}}"), 2, "a whole number from 0 on was expected"),
    Attack("numbers of 5,000 digits", "money.yaml", given(STAGES + b"deal_value: " + b"1" * 5000 + b"\n"), 2, "an amount of money was expected"),
    Attack("numbers of 5,000 digits", "money-in-words.yaml", times(b"1", before=STAGES + b"deal_value: EUR "), 2, "an amount of money was expected"),
    Attack("numbers of 5,000 digits", "exponent.yaml", given(STAGES + b"deal_value: 1e999999999\n"), 2, "an amount of money was expected"),
    Attack("numbers of 5,000 digits", "share.yaml", times(b"1", before=STAGES + b"thresholds: {interest-ratio: {floor: 1:", after=b"}}\n"), 2, "a share was expected"),
    Attack("numbers of 5,000 digits", "tiny.yaml", given(STAGES + b"thresholds: {interest-ratio: {floor: 1e-999999999}}\n"), 2, "a share above 0"),
    Attack("numbers of 5,000 digits", "cycle.yaml", times(b"1", before=STAGES + b"sales_cycle: ", after=b"d\n"), 2, "a duration was expected"),
    Attack("numbers of 5,000 digits", "confidence.json", given(b'{"stages": {"a": 1' + b"0" * 5000 + b'e-5000, "b": 1}}'), 2, "a whole number from 0 on was expected"),
    Attack("dates out of range", "day.yaml", given(STAGES + b"period: 2026-02-31\n"), 2, "a period was expected"),
    Attack("dates out of range", "year.yaml", given(STAGES + b"period: 99999-01\n"), 2, "a period was expected"),
    Attack("dates out of range", "zero.yaml", given(STAGES + b"period: 0000-01-01\n"), 2, "a period was expected"),
    Attack("dates out of range", "week.yaml", given(STAGES + b"period: 2026-W99\n"), 2, "a period was expected"),
    Attack("dates out of range", "backwards.yaml", given(STAGES + b"period: 9999-12-31/1000-01-01\n"), 2, "a period was expected"),
    Attack("dates out of range", "until.yaml", given(STAGES + b"ignore: [{rule: FDX102, reason: x, until: 9999-99-99}]\n"), 2, "a date was expected"),
    Attack("dates out of range", "ends.yaml", given(GOOD + b"period: 9999-12-31\n---\n" + GOOD + b"period: 1000-01-01\n"), 0, "contacted   900"),
    Attack("more than can be of use", "problems.yaml", numbered("  k%: []\n", 33_000, "stages: {a: 5}\nlabels:\n"), 2, "32,000 more things are wrong"),
    Attack("more than can be of use", "wrong-documents.yaml", times(b"---\nstages: {a: -5}\n"), 2, "nothing is read from here on"),
    Attack("more than can be of use", "words.yaml", times(b"---\na\n"), 2, "nothing is read from here on"),
    Attack("more than can be of use", "rules.yaml", numbered("  nosuch%: {floor: 1:5}\n", 24_000, "stages: {a: 5}\nthresholds:\n"), 2, "no rule “nosuch0”"),
    Attack("more than can be of use", "ignored.yaml", numbered("- {rule: nosuch%, reason: x}\n", 19_000, "stages: {a: 5}\nignore:\n"), 2, "no rule “nosuch0”"),
    Attack("more than can be of use", "labels.yaml", numbered("  k%: x\n", 45_000, "stages: {a: 5}\nlabels:\n"), 1, "k44999: x"),
    Attack("more than can be of use", "channels.yaml", numbered("    c%: {expected: 5, actual: 1}\n", 15_000, "stages: {a: 5}\nforecast:\n  channels:\n"), 1, "FDX"),
    Attack("more than can be of use", "stages.yaml", numbered("  s%: 5\n", 45_000, "stages:\n"), 2, "at most 500 are read"),
    Attack("more than can be of use", "empty-documents.yaml", times(b"---\n"), 2, "nothing but comments"),
    Attack("more than can be of use", "comments.yaml", times(b"#\n", after=GOOD), 0, "contacted   900"),
    Attack("more than can be of use", "blanks.yaml", times(b" "), 2, "the file is empty"),
    Attack("more than can be of use", "huge.yaml", times(b"# more\n", 17 * MIB, after=GOOD), 2, "the file is over 16 MiB", mib=300),
)  # fmt: skip
BEGINNINGS = tuple(
    Attack("how a file begins", f"{name}", times(part, after=after), code, says)
    for name, part, after, code, says in (
        ("hashes", b"# ", b"\nstage,count\ncontacted,900\ninterested,300\n", 0, "contacted   900"),
        ("lines", b"#\n", b"contacted,900\ninterested,300\n", 0, "contacted   900"),
        ("spaces", b" ", b"x", 2, "no funnel is recognised"),
        ("brackets", b"[", b"", 2, "nesting depth"),
        ("numbers", b"[1,", b"", 2, "levels deep"),
        ("dashes", b"- ", b"", 2, "levels deep"),
        ("words", b"a b ", b": 1", 2, "the table has no rows"),
        ("backslashes", b'"\\', b"", 2, "the table has no rows"),
        ("colons", b": ", b"", 2, "not valid YAML"),
    )
)
