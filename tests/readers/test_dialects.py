"""One funnel in every shape, delimiter, encoding, number format and line end is one funnel."""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from typing import NamedTuple

import pytest

from funneldx.model import Funnel
from tests.judging import funnel, items

COUNTS = (1_234_567, 150_000, 1_500, 60)


class Language(NamedTuple):
    """The words of a funnel, and the encodings in which people have them."""

    encodings: tuple[str, ...]
    stage: str
    number: str
    name: str
    period: str
    stages: tuple[str, ...]


UNICODE = ("utf-8", "utf-8-sig", "utf-16")
LANGUAGES = {
    "english": Language(
        UNICODE, "stage", "count", "funnel", "period", ("Leads", "Contacted", "Interested", "Won")
    ),
    "russian": Language(
        (*UNICODE, "cp1251", "koi8-r", "cp866"),
        "Этап",
        "Количество",
        "Воронка",
        "Период",
        ("Лиды", "Контакт установлен", "Заинтересованные", "Продажи"),
    ),
    "french": Language(
        ("utf-8", "cp1252"),
        "étape",
        "quantité",
        "nom",
        "période",
        ("prospects", "contactés", "intéressés", "ventes"),
    ),
    "hungarian": Language(
        ("utf-8", "cp1250"),
        "lépés",
        "darabszám",
        "név",
        "időszak",
        ("érdeklődők", "kapcsolat", "érdekelt vásárlók", "eladások"),
    ),
    "chinese": Language(
        ("utf-8", "gb18030"), "阶段", "数量", "漏斗", "日期", ("线索", "已联系", "有意向", "成交")
    ),
    "japanese": Language(
        ("utf-8", "shift_jis"), "ステージ", "件数", "ファネル", "期間", ("リード", "接触", "興味", "受注")
    ),
}
SHAPES = ("long", "wide", "bare", "across", "several")
DELIMITERS = (",", ";", "\t", "|")
ENDS = ("\n", "\r\n", "\r")


def parted(sign: str, decimals: str = "") -> dict[str, str]:
    return {"sign": sign, "decimals": decimals}


FORMATS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "plain": (parted(""), DELIMITERS),
    "point-zero": (parted("", ".0"), DELIMITERS),
    "comma-zeros": (parted("", ",00"), DELIMITERS),
    "space": (parted(" "), DELIMITERS),
    "no-break space": (parted("\u00a0"), DELIMITERS),
    "narrow no-break space": (parted("\u202f"), DELIMITERS),
    "apostrophe": (parted("'"), DELIMITERS),
    "comma": (parted(","), (",", "\t", "|")),
    "point": (parted("."), (";", "\t", "|")),
    "point and comma": (parted(".", ",00"), DELIMITERS),
    "comma and point": (parted(",", ".00"), DELIMITERS),
    "space and comma": (parted(" ", ",0"), DELIMITERS),
}
"""How numbers are written, and the delimiters beside which that leaves no doubt: 1,234,567 tells what a comma does."""


def written(number: int, form: dict[str, str]) -> str:
    return f"{number:,}".replace(",", form["sign"]) + form["decimals"]


def rows(shape: str, words: Language, form: dict[str, str]) -> list[list[str]]:
    counts = [written(number, form) for number in COUNTS]
    steps = list(zip(words.stages, counts, strict=True))
    if shape == "bare":
        return [list(step) for step in steps]
    if shape == "long":
        return [[words.stage, words.number], *(list(step) for step in steps)]
    if shape == "across":
        return [[words.stage, "2026-09"], *(list(step) for step in steps)]
    if shape == "wide":
        return [[words.name, words.period, *words.stages], ["A", "2026-09", *counts]]
    return [
        [words.name, words.period, words.stage, words.number],
        *([name, "2026-09", *step] for name in "AB" for step in steps),
    ]


def expected(shape: str, words: Language) -> list[Funnel]:
    stages = dict(zip(words.stages, COUNTS, strict=True))
    period = {} if shape in {"bare", "long"} else {"period": "2026-09"}
    names = {"wide": "A", "several": "AB"}.get(shape)
    described = [{"name": name, **period} for name in names] if names else [period]
    return [plain(funnel({**one, "stages": stages})) for one in described]


def plain(one: Funnel) -> Funnel:
    return one._replace(places=None)  # type: ignore[arg-type]


def encoded(table: list[list[str]], delimiter: str, end: str, encoding: str, quoting: int) -> bytes | None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(table)  # type: ignore[arg-type]
    try:
        return out.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return None  # no narrow space in a DOS code page


CASES = [
    (name, encoding, shape)
    for name, words in LANGUAGES.items()
    for encoding in words.encodings
    for shape in SHAPES
]


@pytest.mark.parametrize(("language", "encoding", "shape"), CASES)
def test_one_funnel(language: str, encoding: str, shape: str) -> None:
    words = LANGUAGES[language]
    wanted = expected(shape, words)
    tried = 0
    for number, (form, delimiter, end) in enumerate(product(FORMATS, DELIMITERS, ENDS)):
        style, beside = FORMATS[form]
        quoting = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)[number % 2]
        data = encoded(rows(shape, words, style), delimiter, end, encoding, quoting)
        if delimiter not in beside or data is None or (number + len(language)) % 4:
            continue
        tried += 1
        found = [plain(item) for item in items(data, "a.csv") if isinstance(item, Funnel)]
        assert found == wanted, (form, delimiter, end, data.decode(encoding), items(data, "a.csv"))
    assert tried >= 20, "every fourth combination; over all encodings and shapes many hundreds"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_funnel_in_yaml_and_json(language: str) -> None:
    words = LANGUAGES[language]
    stages = dict(zip(words.stages, COUNTS, strict=True))
    listed = [{"name": name, "count": count} for name, count in stages.items()]
    mapping = "stages: {" + ", ".join(f"{name}: {count}" for name, count in stages.items()) + "}"
    (wanted,) = expected("long", words)
    for text, path in (
        (mapping, "a.yaml"),
        (json.dumps({"stages": stages}), "a.json"),
        (json.dumps({"stages": listed}, ensure_ascii=False), "a.json"),
        (json.dumps({"funnels": [{"stages": stages}]}), "a.yaml"),
    ):
        for encoding in UNICODE:
            (found,) = items(text.encode(encoding), path)
            assert isinstance(found, Funnel)
            assert plain(found) == wanted
