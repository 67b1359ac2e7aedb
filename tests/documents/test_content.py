"""Bytes looked through piece by piece: the same text, or the same complaint, as when they are decoded at once."""

from __future__ import annotations

import codecs
import random

import pytest

from funneldx.documents.content import Content, Memory, opened, parts_at_line_ends
from funneldx.documents.text import decode
from funneldx.errors import Problem, UnreadableError

TEXTS = (
    "stage,count\nLeads,9\n",
    "Этап;Количество\r\nЛиды;9\r\n",
    "阶段,数量\r线索,9\r",
    "ß€𝄞\n" * 9,
    " \n\t ",
    "",
)


def whole(data: bytes, encoding: str | None) -> str | Problem:
    try:
        return decode(data, "a.csv", encoding)
    except UnreadableError as error:
        return error.problem


def in_pieces(data: bytes, encoding: str | None) -> str | Problem:
    try:
        content = opened(Memory(data), "a.csv", encoding)
    except UnreadableError as error:
        return error.problem
    return content.text(content.raw.read(content.start, content.raw.size))


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize(
    "named",
    [None, "cp1251", "ascii", "gb18030", "shift_jis", "utf-16", "utf-16-le", "utf-32", "utf-7", "utf-8-sig"],
)
def test_the_same_as_at_once(size: int, named: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.documents.content.AT_ONCE", size)
    pick = random.Random(size)  # noqa: S311  (the same bytes each time)
    for text in TEXTS:
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "gb18030"):
            data = text.encode(encoding, "replace")
            place = pick.randrange(len(data) + 1)
            for bad in (b"", b"\xff", b"\0", b"\xe2\x82", b"\n\xd0"):
                for one in (data[:place] + bad + data[place:], data + bad, bad + data, data + b"\n\xff\n\0"):
                    assert in_pieces(one, named) == whole(one, named), (one, named)


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 50, b"%PDF-1.4\n", b"\x1f\x8b" + b"\0" * 20])
def test_other_files(data: bytes) -> None:
    assert in_pieces(data, None) == whole(data, None)
    assert isinstance(in_pieces(data, None), Problem)


@pytest.mark.parametrize(
    ("encoding", "parts"),
    [
        *(
            (name, True)
            for name in ("utf-8", "ascii", "latin-1", "cp1251", "koi8-r", "cp866", "gb18030", "shift_jis")
        ),
        *(
            (name, False)
            for name in ("utf-16", "utf-32-le", "utf-7", "utf-8-sig", "cp037", "iso2022_jp", "hz", "punycode")
        ),
    ],
)
def test_in_which_encodings_bytes_can_be_cut_at_line_ends(encoding: str, parts: bool) -> None:
    assert parts_at_line_ends(encoding) is parts


def test_utf16_is_kept_in_memory_as_utf8() -> None:
    content = opened(Memory("Этап\n".encode("utf-16")), "a.csv")
    assert content == Content(Memory("Этап\n".encode()), "a.csv")
    marked = codecs.BOM_UTF8 + b"Leads\n"
    assert opened(Memory(marked), "a.csv", "cp1251") == Content(Memory(marked), "a.csv", "utf-8", 3)


def test_what_is_too_large_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funneldx.documents.content.LARGEST_IN_MEMORY", 1 << 30)
    content = Memory("Этап\n".encode("utf-16"))
    monkeypatch.setattr(Memory, "size", (1 << 30) + 1)
    with pytest.raises(UnreadableError, match="in this encoding") as error:
        opened(content, "a.csv")
    assert error.value.hint == "save it as UTF-8"


def test_half_a_pair_from_an_encoding_of_escapes() -> None:
    assert in_pieces(b"a\\ud800,b", "unicode_escape") == "a\ud800,b"
