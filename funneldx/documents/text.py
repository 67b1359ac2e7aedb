"""Bytes of a file to its text."""

from __future__ import annotations

import codecs

from funneldx.errors import Problem, UnreadableError

LARGEST = 16 * 1024 * 1024

_SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
)
_BINARY = frozenset(signature[:1] for signature, _ in _SIGNATURES)


_LINES = tuple(b'{"type": "%s", ' % kind for kind in (b"funnel", b"error", b"notice", b"defect", b"summary"))


def is_report(data: bytes) -> bool:
    """Whether a file is, by how it begins, one of our own reports that could be taken for a file to read."""
    begins = data[:1000].removeprefix(codecs.BOM_UTF8).lstrip()
    if begins[:1] == b"{":
        within = begins[1:].lstrip()
        sarif = b'/sarif-2.1.0.json"' in begins and b'"driver": {"name": "funneldx"' in begins
        ours = within.startswith((b'"schema": "funneldx-report/', b'"schema": "funneldx-plan/'))
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
        return _decoded(data, "utf-16", path)
    if data.startswith(codecs.BOM_UTF8):
        encoding = None
    for signature, what in _SIGNATURES if data[:1] in _BINARY else ():
        if data.startswith(signature):
            raise _unreadable(
                path, f"this is {what}, not a funnel as text", "export the sheet as CSV and check that"
            )
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data and not (encoding or "").lower().startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
        raise _unreadable(
            path,
            "this is a binary file, or UTF-16 without its mark (it holds NUL bytes)",
            "give a YAML, JSON or CSV file, saved as UTF-8",
        )
    text = _decoded(data, encoding or "utf-8", path)
    if not text or text.isspace():
        raise _unreadable(
            path, "the file is empty", "write a funnel into it; `funneldx init` makes one to start from"
        )
    return text


def _decoded(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        before = data[:start].decode(encoding, errors="replace")
        other = encoding not in {"utf-8", "utf-16"}
        problem = Problem(
            path,
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            f"the byte 0x{data[start]:02x} is not {encoding.upper()}",
            "name another encoding, or save the file as UTF-8"
            if other
            else "save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)",
        )
        raise (NotUtf8Error if encoding == "utf-8" else UnreadableError)(problem) from None


def _unreadable(path: str, message: str, hint: str) -> UnreadableError:
    return UnreadableError(Problem(path, None, None, message, hint))
