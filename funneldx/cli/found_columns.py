"""`funneldx init --from TABLE`: the columns of a table, written down and told."""

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from funneldx import readers
from funneldx.cli.terminal import Out, quoted
from funneldx.config import TableSettings
from funneldx.errors import Problem, UnreadableError, UsageError
from funneldx.figures import count, listing
from funneldx.reports.safe_text import shown
from funneldx.sources import Source, sources

if TYPE_CHECKING:
    from funneldx.readers.table.hints import Pairs
    from funneldx.readers.table.proposal import Doubt, Proposal

TARGET = ".funneldx.yaml"

_PLAIN = re.compile(r"[^\W\d][\w-]*(?: [\w-]+)*")
_MEANINGFUL = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
"""Words that YAML takes for something else than text."""
_MOST_SHOWN = 60


def write_columns(path: str, settings: TableSettings) -> int:
    """Look at a table, write its columns into the configuration and say what is sure and what is not.

    Of one whose rows are leads or deals it writes how to count them.
    """
    source = _source(path)
    try:
        found = readers.proposal(source.read(), source.path, settings)
    except UnreadableError as error:
        from funneldx.cli.drafted import write_draft  # noqa: PLC0415

        refusal = _refusal(error)
        try:
            return write_draft(path, "auto", "funnel.yaml", or_else=refusal)
        except UsageError as wrong:
            raise wrong from None
    if found is None:
        raise UsageError(
            f"{source.path} is no table, so it has no columns",
            f"a funnel in YAML or JSON is read as it is: funneldx check {quoted(path)}",
        )
    out = Out(machine=False)
    if found.pairs:
        try:
            with open(TARGET, "x", encoding="utf-8", newline="\n") as target:
                target.write(_file(path, source.path, settings, found))
        except FileExistsError:
            out.write("".join((*map(_comment, _doubts(found.doubts)), _keys(found))))
            raise UsageError(
                f"{TARGET} exists already and is left as it is",
                "put what stands on standard output into it yourself",
            ) from None
    out.write("".join((_heading(source.path, found), *_told(found), *_ending(path, found))))
    return 0


def _source(path: str) -> Source:
    if os.path.isdir(path):
        raise UsageError(f"{path} is a folder", "name one of its tables: funneldx init --from FILE")
    (source,) = sources([path], None)
    if isinstance(source, Problem):
        raise UsageError(f"{source.where}: {source.message}", source.hint)
    assert isinstance(source, Source)
    return source


def _refusal(error: UnreadableError) -> UsageError:
    """What to say of a table that cannot even be guessed at."""
    problem = error.problem
    return UsageError(f"{problem.where}: {problem.message}", problem.hint)


def _file(path: str, name: str, settings: TableSettings, found: "Proposal") -> str:
    lines = [
        f"How tables are read, as found in {name}. Change what is not as you mean it, then run:",
        "",
        f"    funneldx check {quoted(path)}",
        "",
        "Each key says what a column holds, each value how that column is headed. They hold",
        "for every table that is checked from this folder.",
    ]
    assumed = _assumed(settings, found)
    comments = [*lines, *(["", *assumed] if assumed else []), *_doubts(found.doubts)]
    return "".join((*map(_comment, comments), "\n", _keys(found)))


def _comment(line: str) -> str:
    return f"# {shown(line)}".rstrip() + "\n"


def _assumed(settings: TableSettings, found: "Proposal") -> list[str]:
    """What no key of the configuration can say."""
    given = [
        f"{option} {'tab' if value == chr(9) else quoted(value)}"
        for option, value in (("--delimiter", settings.delimiter), ("--encoding", settings.encoding))
        if value
    ]
    lines = []
    if given:
        lines.append(f"It was read with {' '.join(given)}, which has no key here: give it each time.")
    if not settings.delimiter and found.delimiter != ",":
        sign = "tabs" if found.delimiter == "\t" else f"“{found.delimiter}”"
        lines.append(f"Its fields are parted by {sign}; --delimiter names another sign.")
    return [*lines, *(f"Assumed: {note}." for note in found.notes)]


def _doubts(doubts: "Iterable[Doubt]") -> Iterator[str]:
    for doubt in doubts:
        yield ""
        yield f"Not sure: {doubt.message}. What stands below is the likeliest."
        for number, other in enumerate(doubt.others):
            yield "or" if number else "If it is wrong, write instead:"
            yield from (f"    {line}" for line in _yaml(other))


def _keys(found: "Proposal") -> str:
    return "columns:\n" + "".join(f"  {line}\n" for line in _yaml(found.pairs))


def _yaml(pairs: "Pairs") -> Iterator[str]:
    """The pairs as lines of a mapping; several of one key as a list."""
    for key in dict.fromkeys(key for key, _ in pairs):
        headers = [_scalar(header) for of, header in pairs if of == key and header]
        value = f"[{', '.join(headers)}]" if key == "labels" else headers[0]
        yield f"{_scalar(key)}: {value}"


def _scalar(text: str) -> str:
    """A text as YAML reads it back: plain where nothing in it means something, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _MEANINGFUL:
        return text
    return '"' + "".join(map(_escaped, text)).replace("##", "#\\x23") + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def _heading(name: str, found: "Proposal") -> str:
    wide = any(one.wide for one in found.found)
    shape = "a row is a funnel" if wide else "a row is a stage"
    what = "Read" if not found.pairs else f"Wrote {TARGET}:"
    return f"{what} {shown(name)}, in which {shape}.\n"


def _told(found: "Proposal") -> Iterator[str]:
    """What is sure and what is not, a line each."""
    doubtful = {header for doubt in found.doubts for _, header in doubt.taken}
    if not found.pairs:
        yield f"  It is read as it is, and no key could say more: {TARGET} is not written.\n"
    elif not doubtful and all(one.sure for one in found.found):
        yield "  Nothing had to be said: the headers tell it all. The columns are written for you to change.\n"
    for one in found.found:
        how = "unsure" if doubtful.intersection(one.headers) else "sure" if one.sure else "guessed"
        name = "stage" if one.wide else one.key
        unsaid = "" if one.said else "  (no key says so; it is found without)"
        yield f"  {how:<9} {name:<10} {_some(one.headers)}{unsaid}\n"
    if found.unread:
        yield f"  {'not read':<9} {'':<10} {_some(found.unread)}: nothing says that it counts a stage\n"
    for doubt in found.doubts:
        yield f"  Not sure: {shown(doubt.message)}.\n"
    for note in found.notes:
        yield f"  Note: {shown(note)}.\n"


def _some(names: tuple[str, ...]) -> str:
    quotes = [f"“{shown(name[:_MOST_SHOWN])}”" if name else "(no header)" for name in names]
    return listing(quotes if len(quotes) <= 6 else [*quotes[:6], f"{len(quotes) - 6} more"])


def _ending(path: str, found: "Proposal") -> Iterator[str]:
    much = "1 funnel" if found.funnels == 1 else f"{count(found.funnels)} funnels"
    yield f"  So read, it holds {much}.\n"
    if found.problem:
        yield f"  But {shown(found.problem.where)}: {shown(found.problem.message)}\n"
    if found.doubts:
        yield f"  Look at the columns before you trust them: what is unsure is only the likeliest. Edit {TARGET}.\n"
    yield f"  Then run: funneldx check {shown(quoted(path))}\n"
