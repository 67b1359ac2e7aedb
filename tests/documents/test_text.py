"""Bytes to text: what is read, and how people are told what is not."""

from __future__ import annotations

import pytest

from funneldx.documents.text import decode
from funneldx.errors import UnreadableError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode("stages: {Лиды: 1}".encode(encoding), "a.yaml") == "stages: {Лиды: 1}"


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", (None, None), "the file is empty"),
        (b" \n\t\n", (None, None), "the file is empty"),
        (b"\xef\xbb\xbf", (None, None), "the file is empty"),
        (b"PK\x03\x04rest", (None, None), "an Excel workbook"),
        (b"%PDF-1.7", (None, None), "a PDF"),
        (b"a\0b", (None, None), "a binary file"),
        ("é\nstages: é".encode("latin-1"), (1, 1), "the byte 0xe9 is not UTF-8"),
        ("stages:\n  л\n".encode() + b"x\xff", (3, 2), "the byte 0xff is not UTF-8"),
        (b"\xff\xfea\0\n\0b", (2, 1), "not UTF-16"),
    ],
)
def test_what_is_no_text(data: bytes, place: tuple[int | None, int | None], words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(data, "a.yaml")
    problem = caught.value.problem
    assert (problem.line, problem.column) == place
    assert words in problem.message
    assert problem.hint
