"""Hostile configurations and baselines."""

from __future__ import annotations

from tests.hostile.corpus import MIB, Attack, given, numbered, times
from tests.hostile.trees import bomb

CONFIGURATIONS = (
    Attack("alias bombs", "bomb.yml", bomb(), 2, "aliases counted as often"),
    Attack("deep nesting", "deep.yml", times(b"[", MIB // 3), 2, "nesting depth"),
    Attack("deep nesting", "deep.toml", given(b"[tool.funneldx]\nselect = " + b"[" * 100_000), 2, "deeper, than is read of TOML"),
    Attack("deep nesting", "dotted.toml", given(b"[tool.funneldx]\n" + b"a." * 3000 + b"b = 1\n"), 2, "deeper, than is read of TOML"),
    Attack("deep nesting", "parts.toml", times(b"a.", MIB // 3, b"[tool.funneldx]\n", b"b = 1\n"), 2, "deeper, than is read of TOML"),
    Attack("deep nesting", "header.toml", times(b"'a' . ", MIB // 3, b"[tool.funneldx.", b"b]\n"), 2, "deeper, than is read of TOML"),
    Attack("deep nesting", "prefixes.toml", numbered("k%." + "a." * 8 + "b = 1\n", 13_500, "[tool.funneldx]\n"), 2, "unknown key"),
    Attack("10 MB keys", "key.toml", times(b"k", MIB // 3, b"[tool.funneldx]\n", b" = 1\n"), 2, 'unknown key "kkk'),
    Attack("tags", "tag.yml", given(b"select: !!python/object/apply:os.system [touch pwned]\n"), 2, "is not read here"),
    Attack("NUL bytes", "nul.yml", given(b"select: FDX1\0\n"), 2, "it holds NUL bytes"),
    Attack("NUL bytes", "nul.toml", given(b"[tool.funneldx]\nselect = 'FDX1'\0\n"), 2, "it holds NUL bytes"),
    Attack("invalid UTF-8 and UTF-16", "latin.toml", given(b"[tool.funneldx]\nselect = '\xe9'\n"), 2, "the byte 0xe9 is not UTF-8"),
    Attack("numbers of 5,000 digits", "digits.toml", given(b"[tool.funneldx]\nconfidence = 0." + b"9" * 5000 + b"\n"), 2, "a confidence level was expected"),
    Attack("numbers of 5,000 digits", "whole.toml", given(b"[tool.funneldx]\nconfidence = 1" + b"0" * 5000 + b"\n"), 2, "a number in it is longer"),
    Attack("numbers of 5,000 digits", "digits.yml", given(b"confidence: 0." + b"9" * 5000 + b"\n"), 2, "a confidence level was expected"),
    Attack("dates out of range", "until.toml", given(b"[tool.funneldx]\nignore = [{rule = 'FDX1', reason = 'x', until = 2026-02-31}]\n"), 2, "not valid TOML"),
    Attack("more than can be of use", "large.yml", times(b"# x\n", 2 * MIB), 2, "the configuration is over 384 KiB"),
    Attack("more than can be of use", "keys.toml", numbered("k% = 1\n", 33_000, "[tool.funneldx]\n"), 2, "unknown key"),
    Attack("more than can be of use", "numbers.toml", times(b"1,", MIB // 3, b"[tool.funneldx]\nselect = [", b"]\n"), 2, "no rule “1”"),
    Attack("more than can be of use", "inline.toml", times(b"{a=1},", MIB // 3, b"[tool.funneldx]\na = [", b"]\n"), 2, "unknown key"),
    Attack("more than can be of use", "file-ignores.toml", numbered("k% = 1\n", 33_000, "[tool.funneldx.per_file_ignores]\n"), 2, "no rule “1”"),
    Attack("more than can be of use", "tables.toml", numbered("[tool.funneldx.k%]\n", 16_500), 2, "unknown key"),
    Attack("more than can be of use", "rules.toml", numbered("[[tool.funneldx.rules]]\ncode = 'A%'\n", 9_000), 2, "has no `name`"),
    Attack("more than can be of use", "select.yml", numbered("- nosuch%\n", 25_000, "select:\n"), 2, "no rule “nosuch0”"),
    Attack("patterns", "stars.yml", given(b"per_file_ignores: {'" + b"*a" * 50 + b"b': FDX1}\nexclude: ['" + b"**/a*" * 30 + b"']\n"), 0, "good"),
    Attack("patterns", "long.yml", given(b"include: ['" + b"[a-z]" * 40 + b"']\n"), 0, "good"),
    Attack("patterns", "broken.yml", given(b"exclude: ['[a']\n"), 2, ""),
    Attack("devices", "endless.yml", given(b"baseline: /dev/zero\n"), 2, "not a regular file"),
    Attack("devices", "nul-path.yml", given(b'baseline: "a\\0b"\n'), 2, "holds a nul character"),
    Attack("devices", "folder.yml", given(b"baseline: /\n"), 2, "is a directory"),
)  # fmt: skip
BASELINES = (
    Attack("deep nesting", "deep.bl", times(b"["), 2, "not a baseline of funneldx"),
    Attack("deep nesting", "inner.bl", times(b"[", before=b'{"schema": "funneldx-baseline/1", "findings": '), 2, "not a baseline of funneldx"),
    Attack("numbers of 5,000 digits", "digits.bl", given(b'{"schema": "funneldx-baseline/1", "findings": [1' + b"0" * 5000 + b"]}"), 2, "not a baseline of funneldx"),
    Attack("invalid UTF-8 and UTF-16", "latin.bl", given(b"\xe9"), 2, "not text in UTF-8"),
    Attack("more than can be of use", "wrong.bl", times(b"{}, ", before=b'{"schema": "funneldx-baseline/1", "findings": [', after=b"{}]}"), 2, "an entry"),
)  # fmt: skip
