"""How the values of the options about tables are read."""

from collections.abc import Iterator

from funneldx.config import TableSettings
from funneldx.errors import UsageError, nearest

_NAMED_DELIMITERS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "\\t": "\t",
    "pipe": "|",
    "space": " ",
}
_COLUMN_KEYS = ("stage", "count", "funnel", "period", "labels")
_ALSO = {"stages": "stage", "counts": "count", "name": "funnel", "label": "labels"}
_OTHER_KEYS = frozenset((*_COLUMN_KEYS, "market", "approach", "channel", "deal_value", "hot", "warm", "cold"))
"""What a column may hold beside the count of a stage."""


def tables_of(columns: list[str] | None, delimiter: str | None, encoding: str | None) -> TableSettings:
    """Read how tables are to be read."""
    pairs = tuple(pair for text in columns or () for pair in _pairs(text))
    single = [key for key, _ in pairs if key != "labels"]
    if again := next((key for key in single if single.count(key) > 1), None):
        raise UsageError(f"--columns says “{again}” twice", "say it once")
    apart = [key for key in single if key not in _OTHER_KEYS]
    if apart and {"stage", "count"} & set(single):
        raise UsageError(
            f"--columns speaks of stages a row (stage=, count=) and of stages a column ({', '.join(apart)})",
            "say stage= and count= where each row is a stage, and the columns of the stages where it is a funnel",
        )
    return TableSettings(columns=pairs, delimiter=_delimiter(delimiter), encoding=_encoding(encoding))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """`stage=step,count=users` as pairs of a key and a header; a header alone is a stage of that name."""
    from csv import reader  # noqa: PLC0415  (seldom asked for)
    from io import StringIO  # noqa: PLC0415

    rows = reader(StringIO(text, newline=""), skipinitialspace=True)
    items = [item.strip() for row in rows for item in row]
    for item in items:
        key, sign, header = (part.strip() for part in item.partition("="))
        if not key or (sign and not header and key != "labels"):
            raise UsageError(
                f"--columns {text} cannot be read: “{item}” lacks a part",
                "write stage=HEADER,count=HEADER, or the headers of the stages in order, with commas between",
            )
        key = _ALSO.get(key, key) if sign else key
        if not sign and key in _COLUMN_KEYS:
            raise UsageError(
                f"--columns {text} does not say which column holds the {key}", f"write {key}=HEADER"
            )
        yield (key, header) if sign else (key, key)


def _delimiter(text: str | None) -> str | None:
    if text is None:
        return None
    sign = _NAMED_DELIMITERS.get(text.lower(), text)
    if len(sign) != 1 or sign.isalnum() or sign in '"\r\n':
        raise UsageError(
            f"--delimiter {text!r} is no delimiter", "give one sign, or: comma, semicolon, tab, pipe, space"
        )
    return sign


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    from codecs import lookup  # noqa: PLC0415

    try:
        "".encode(lookup(name).name)
    except (LookupError, ValueError):
        known = ("utf-8", "utf-16", "cp1251", "cp1252", "cp1250", "koi8-r", "cp866", "gb18030", "shift_jis")
        raise UsageError(
            f"--encoding {name} is unknown{nearest(name, known)}", f"give one such as {', '.join(known)}"
        ) from None
    return name
