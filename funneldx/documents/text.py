"""Bytes of a file to its text."""

from __future__ import annotations

import codecs

from funneldx.errors import Problem, UnreadableError

LARGEST = 16 * 1024 * 1024
LARGEST_IN_MEMORY = 1 << 30
"""Bytes of a file that are kept in memory at all; a table that is read piece by piece may have more."""

_SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
)
_BINARY = frozenset(signature[:1] for signature, _ in _SIGNATURES)


_SCHEMAS = (b"report", b"plan", b"baseline")
_LINES = tuple(b'{"type": "%s", ' % kind for kind in (b"funnel", b"error", b"notice", b"defect", b"summary"))


def is_report(data: bytes) -> bool:
    """Whether a file is, by how it begins, one of our own reports that could be taken for a file to read."""
    begins = data[:1000].removeprefix(codecs.BOM_UTF8).lstrip()
    if begins[:1] == b"{":
        within = begins[1:].lstrip()
        sarif = b'/sarif-2.1.0.json"' in begins and b'"driver": {"name": "funneldx"' in begins
        ours = within.startswith(tuple(b'"schema": "funneldx-%s/' % kind for kind in _SCHEMAS))
        return ours or sarif or begins.startswith(_LINES)
    if begins[:1] == b"[":  # code quality of GitLab
        return begins[1:].lstrip().startswith(b'{"check_name": ') or data == b"[]\n"
    return begins.startswith(b"severity,confidence,fix_first,code,")


class NotUtf8Error(UnreadableError):
    """The file may be text, but in another encoding."""


def decode(data: bytes, path: str, encoding: str | None = None) -> str:
    """Return the text of a file in `encoding`; by default in UTF-8. A byte order mark says it better than either.

    Raises NotUtf8Error for a text that is not UTF-8, UnreadableError for one that is not in the encoding it should
    be in, and for a file that is empty or binary.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _decoded(data, "utf-16", path)
    else:
        if data.startswith(codecs.BOM_UTF8):
            encoding = None
        refuse_other_files(data, path)
        data = data.removeprefix(codecs.BOM_UTF8)
        if b"\0" in data and not has_nul_bytes(encoding):
            raise binary(path)
        text = _decoded(data, encoding or "utf-8", path)
    if not text or text.isspace():
        raise empty(path)
    return text


def refuse_other_files(beginning: bytes, path: str) -> None:
    """Raise UnreadableError for bytes that begin as those of a workbook, an archive or a picture do."""
    for signature, what in _SIGNATURES if beginning[:1] in _BINARY else ():
        if beginning.startswith(signature):
            raise _unreadable(
                path, f"this is {what}, not a funnel as text", "export the sheet as CSV and check that"
            )


def has_nul_bytes(encoding: str | None) -> bool:
    """Whether text in this encoding has them."""
    return (encoding or "").lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32"))


def binary(path: str) -> UnreadableError:
    """What is wrong with a file that holds NUL bytes."""
    return _unreadable(
        path,
        "this is a binary file, or UTF-16 without its mark (it holds NUL bytes)",
        "give a YAML, JSON or CSV file, saved as UTF-8",
    )


def empty(path: str) -> UnreadableError:
    """What is wrong with a file without any text."""
    return _unreadable(
        path, "the file is empty", "write a funnel into it; `funneldx init` makes one to start from"
    )


def misread(path: str, encoding: str, byte: int, line: int, column: int) -> UnreadableError:
    """What is wrong where a byte is not in the encoding it should be in."""
    problem = Problem(
        path,
        line,
        column,
        f"the byte 0x{byte:02x} is not {encoding.upper()}",
        "name another encoding, or save the file as UTF-8"
        if encoding not in {"utf-8", "utf-16"}
        else "save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)",
    )
    return (NotUtf8Error if encoding == "utf-8" else UnreadableError)(problem)


def _decoded(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        before = data[:start].decode(encoding, errors="replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise misread(path, encoding, data[start], line, column) from None


def _unreadable(path: str, message: str, hint: str) -> UnreadableError:
    return UnreadableError(Problem(path, None, None, message, hint))
