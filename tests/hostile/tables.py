"""Hostile tables."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.corpus import MIB, Attack, given, numbered, times

LONG = b"stage,count\n"
GOOD = b"stage,count\ncontacted,900\ninterested,300\n"


def columns(many: int, rows: int, before: str = "") -> Callable[[], bytes]:
    """A table of so many columns of small numbers."""
    row = ",".join(["1"] * many)

    def table() -> bytes:
        return "".join([before, ",".join(f"c{one}" for one in range(many)), "\n", f"{row}\n" * rows]).encode()

    return table


def labelled() -> bytes:
    """A stage a row among a thousand labels."""
    head = ",".join(f"l{one}" for one in range(990))
    row = ",".join(["x"] * 990)
    return (f"stage,count,{head}\n" + f"Leads,5,{row}\nWon,3,{row}\n" * 250).encode()


TABLES = (
    Attack("100,000 columns", "columns.csv", columns(100_000, 1), 2, "100,000 columns; at most 1,000 are read"),
    Attack("100,000 columns", "thousand.csv", columns(999, 500), 2, "no funnel is recognised"),
    Attack("100,000 columns", "labels.csv", labelled, 2, "stands here a second time"),
    Attack("100,000 columns", "commas.csv", times(b","), 2, "the table has no rows"),
    Attack("100,000 columns", "ragged.csv", times(b",", before=LONG), 2, "a header but no rows"),
    Attack("quotes that never close", "quote.csv", times(b"Leads,5\n", before=LONG + b'"'), 2, "a quote that is never closed"),
    Attack("quotes that never close", "short.csv", given(LONG + b'"Leads,5\nWon,3\n'), 2, "a quote that opens in this row is never closed"),
    Attack("quotes that never close", "quotes.csv", times(b'"', before=LONG), 2, "a quote that is never closed"),
    Attack("quotes that never close", "each.csv", times(b'"Leads,5\n', before=LONG), 2, "this row cannot be taken apart"),
    Attack("quotes that never close", "within.csv", times(b'Le"ads,"5"x\n', before=LONG), 2, "this row cannot be taken apart"),
    Attack("NUL bytes", "nul.csv", given(GOOD + b"\0"), 2, "it holds NUL bytes"),
    Attack("NUL bytes", "late.csv", times(b"# x\n", 2 * MIB, GOOD, b"\0"), 2, "it holds NUL bytes"),
    Attack("invalid UTF-8 and UTF-16", "bytes.csv", times(bytes(range(128, 256)), before=LONG), 2, "131,072 characters"),
    Attack("invalid UTF-8 and UTF-16", "odd.csv", times(b"a\0b", before=b"\xff\xfe"), 2, "is not UTF-16"),
    Attack("invalid UTF-8 and UTF-16", "halves.csv", times(b"\x00\xd8", before=b"\xff\xfe"), 2, "is not UTF-16"),
    Attack("invalid UTF-8 and UTF-16", "damaged.csv", given("Этап,Количество\nЛиды,9\n\xd0".encode() + b"\xd0\n"), 2, "is not UTF-8"),
    Attack("mixed line ends", "ends.csv", given(b"stage,count\rcontacted,900\r\ninterested,300\n\r\n\r"), 0, "interested  300"),
    Attack("mixed line ends", "returns.csv", times(b"\r"), 2, "the file is empty"),
    Attack("mixed line ends", "blank.csv", times(b"\n", before=LONG, after=b"contacted,900\ninterested,300\n"), 0, "interested  300"),
    Attack("formula cells", "formula.csv", given(LONG + b"=cmd()|'/C calc'!A0,9\n+SUM(1),5\n@x,3\n-2+3,1\n"), 1, "=cmd()|'/C calc'!A0"),
    Attack("ESC and OSC sequences", "esc.csv", given(LONG + b"\x1b]8;;http://evil\x1b\\x,9\n\x1b[2J,5\n\x07\x08,3\n"), 1, "\\x1b[2J"),
    Attack("ESC and OSC sequences", "c1.csv", given(LONG + "\x9b31mred,9\n\x90q,5\n".encode()), 1, "\\x9b31mred"),
    Attack("right-to-left overrides", "override.csv", given(LONG + "\u202eevil\u202c,9\n\u2066x\u2069,5\n\u200fy,3\n".encode()), 1, "\\u202eevil"),
    Attack("names with newlines and ::error::", "lines.csv", given(LONG + b'"a\n::error::b",9\n"##[error]x",5\n"##vso[task]y",3\n'), 1, "a\\x0a::error::b"),
    Attack("numbers of 5,000 digits", "count.csv", given(LONG + b"Leads," + b"1" * 5000 + b"\nWon,2\n"), 2, "a whole number from 0 on was expected"),
    Attack("numbers of 5,000 digits", "grouped.csv", given(LONG + b'Leads,"' + b"111," * 1500 + b'111"\nWon,2\n'), 2, "a whole number from 0 on was expected"),
    Attack("numbers of 5,000 digits", "spaced.csv", given(LONG + b"Leads," + b"111 " * 1500 + b"111\nWon,2\n"), 2, "a whole number from 0 on was expected"),
    Attack("numbers of 5,000 digits", "points.csv", given(LONG + b"Leads,1" + b".111" * 1500 + b"\nWon,2\n"), 2, "a whole number from 0 on was expected"),
    Attack("numbers of 5,000 digits", "other-digits.csv", given(LONG + ("Leads," + "٣" * 5000 + "\nWon,2\n").encode()), 2, "a whole number from 0 on was expected"),
    Attack("numbers of 5,000 digits", "megabyte.csv", times(b"1", before=LONG + b"Leads,", after=b"\nWon,2\n"), 2, "131,072 characters"),
    Attack("dates out of range", "dates.csv", given(b"stage,count,date\nLeads,5,31/02/2026\nWon,3,99/99/9999\n"), 1, "Leads"),
    Attack("dates out of range", "periods.csv", given(b"stage,0000-13,9999-99\nLeads,5,3\nWon,3,1\n"), 2, "none of their counts"),
    Attack("more than can be of use", "same.csv", times(b"Leads,5\n", before=LONG), 2, "a funnel of more than 10,000 rows"),
    Attack("more than can be of use", "wrong-counts.csv", numbered("f%,50,many\n", 70_000, "name,contacted,interested\nf,50,1\ng,5,1\n"), 2, "rows are left out without a closer look"),
    Attack("more than can be of use", "short-rows.csv", numbered("f%,5\n", 90_000, "name,contacted,interested\nf,50,1\ng,5,1\n"), 2, "more things are wrong in this file"),
    Attack("more than can be of use", "quoted-counts.csv", numbered('"f%",50,many\n', 60_000, 'name,contacted,interested\n"f\n",50,1\n'), 2, "rows are left out without a closer look"),
    Attack("more than can be of use", "two-readings.csv", numbered("f%,1.500,900\n", 60_000, "name,contacted,interested\n"), 2, "rows are left out without a closer look"),
    Attack("more than can be of use", "same-header.csv", numbered("f%,a,b,50,1\n", 60_000, "name,team,team,contacted,interested\n"), 2, "rows are left out without a closer look"),
    Attack("more than can be of use", "together.csv", numbered("f%,Leads,many\nf%,Won,3\n", 35_000, "name,stage,count\n"), 2, "rows are left out without a closer look"),
    Attack("more than can be of use", "apart.csv", numbered("f%,Leads,many\n", 50_000, "name,stage,count\n", "f1,Won,3\n"), 2, "rows are left out without a closer look"),
    Attack("more than can be of use", "lacking.csv", numbered("f%,Leads,many\nf%\n", 40_000, "name,stage,count\n"), 2, "3 were expected"),
    Attack("more than can be of use", "beside.csv", numbered("Leads,many,f%\nWon,3\n", 40_000, "stage,count,name\n"), 2, "3 were expected"),
    Attack("more than can be of use", "sums.csv", numbered("Total f%,50,5\n", 50_000, "name,contacted,interested\nf,50,5\n"), 0, "more rows are left out likewise", seconds=2),
    Attack("names of stages", "empty.csv", numbered('"q",İx%,\n', 70_000, "name,stage,count\nf,50,50\n"), 2, "a funnel of more than 10,000 rows"),
    Attack("names of stages", "unknown.csv", numbered("f%,xyzab%,%\n", 1_000, "name,stage,count\n"), 1, "1,000 funnels"),
    Attack("more than can be of use", "titles.csv", times(b"Title,,\n"), 2, "no funnel is recognised"),
    Attack("more than can be of use", "comments.csv", times(b"# x\n"), 2, "the table has no rows"),
    Attack("more than can be of use", "said.csv", times(b"sep=;\n"), 2, "no funnel is recognised"),
    Attack("more than can be of use", "header.csv", times(b"x", after=b",count\nLeads,5\n"), 2, "the table has no rows"),
    Attack("more than can be of use", "cell.csv", times(b"x", before=LONG, after=b",5\n"), 2, "131,072 characters"),
    Attack("more than can be of use", "line.csv", times(b"a"), 2, "the table has no rows"),
    Attack("names of stages", "different.csv", numbered("s%,5\n", 100_000, "stage,count\n"), 2, "at most 500 stages are read"),
    Attack("names of stages", "junk.csv", lambda: LONG + b"".join(bytes((128 + one % 128, 128 + one // 128 % 128)) + b",5\n" for one in range(150_000)), 2, "a funnel of more than 10,000 rows"),
)  # fmt: skip
