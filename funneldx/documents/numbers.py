"""Numbers as people export them: `1 500`, `1,500`, `1.500,00`, `1'500`, `1,50,000`, `60.0`.

A comma or a point may part the thousands or begin the decimals. `12,5` and `1.234.567` tell which; `1,500` alone
does not. A table's other numbers, else its delimiter, say which sign begins its decimals; where nothing does, such
a number is read in neither way.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from unicodedata import decimal

from funneldx.tuples import NamedTuple

MISSING = frozenset(
    ("", "-", "–", "—", "n/a", "#n/a", "na", "n.a.", "null", "none", "nan", "(null)", "(none)", "не указано")
)
"""How exports write that nothing is known, in lower case."""

_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007'’`"), " ")
_NUMBER = re.compile(
    r"""(?P<minus>[+-]?)(?:
      (?P<spaced>[0-9]{1,3}(?:\ [0-9]{3})+) (?:(?P<sign>[.,])(?P<decimals>[0-9]+))?
    | (?P<commas>[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3},[0-9]{3}(?=\.)|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})
      (?:\.(?P<after_commas>[0-9]+))?
    | (?P<points>[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}\.[0-9]{3}(?=,)) (?:,(?P<after_points>[0-9]+))?
    | (?P<plain>[0-9]+) (?:(?P<one>[.,])(?P<rest>[0-9]+))?
    )""",
    re.VERBOSE,
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_CURRENCIES = (
    "USD|EUR|GBP|CHF|JPY|CNY|RUB|RUR|UAH|BYN|KZT|KGS|UZS|AZN|AMD|GEL|TJS|TRY|PLN|CZK|HUF|RON|BGN|SEK|NOK|DKK|ISK|INR|BDT"
    "|PKR|AUD|CAD|NZD|BRL|MXN|ARS|CLP|COP|PEN|ZAR|AED|SAR|ILS|KRW|SGD|HKD|THB|IDR|VND|руб|р|грн|тг|сом|kr|zł|kč|ft|lei|лв"
    "|Rs"
)
_UNITS = "шт|чел|pcs|st|stk|k|m|mio|mln|тыс|млн|млрд|bn|x|pp|п\\.п"
_AMOUNT = re.compile(
    rf"(?P<before>(?:{_CURRENCIES})\.?|(?:US|C|A|NZ|S|HK|R)?[^\w\s.,+-]|)\s*(?P<number>[+-]?[0-9][0-9 .,]*(?<=[0-9]))"
    rf"\s*(?P<after>%|(?:{_CURRENCIES}|{_UNITS})\.?|[^\w\s.,+-]|)",
    re.IGNORECASE,
)
"""An amount of money or a number with its unit: a currency or a unit that is known, so that `Jan 2026` is none."""


class Written(NamedTuple):
    """A number as it is written."""

    digits: str
    """Those before the decimals, without what parts them."""
    decimals: str = ""
    begins: str = ""
    """The sign that begins decimals (`,` or `.`), if this number tells."""
    unclear: str = ""
    """The sign (`,` or `.`) that may part thousands or begin decimals."""
    negative: bool = False


@lru_cache(maxsize=4096)
def written(cell: str) -> Written | None:
    """Take a number apart; None for what is none."""
    text = _unified(cell)
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    negative = found["minus"] == "-"
    if plain := found["plain"]:
        sign, rest = found["one"] or "", found["rest"] or ""
        if sign and len(rest) == 3 and len(plain) <= 3 and plain[0] != "0":
            return Written(plain + rest, unclear=sign, negative=negative)
        return Written(plain, rest, sign, negative=negative)
    if spaced := found["spaced"]:
        return Written(
            spaced.replace(" ", ""), found["decimals"] or "", found["sign"] or "", negative=negative
        )
    if commas := found["commas"]:
        return Written(commas.replace(",", ""), found["after_commas"] or "", ".", negative=negative)
    return Written(found["points"].replace(".", ""), found["after_points"] or "", ",", negative=negative)


def decimal_sign(told: Collection[str], delimiter: str) -> str:
    """Which sign begins the decimals in a table whose numbers `told` these; empty where that stays open."""
    if told:
        (one, *more) = told
        return "" if more else one
    return {",": ".", ";": ","}.get(delimiter, "")


def whole(number: Written, begins: str) -> str | None:
    """The digits of a whole number where `begins` begins decimals; None if it is none, or may be read in two ways."""
    if number.negative or number.decimals.strip("0"):
        return None
    if number.unclear and begins in {"", number.unclear}:
        return None
    return number.digits


def is_amount(cell: str) -> bool:
    """Whether this is a number with a currency, a unit or a per cent sign, or with an exponent."""
    text = _unified(cell)
    return _EXPONENT.fullmatch(text) is not None or amount(cell) is not None


def is_exponent(cell: str) -> bool:
    """Whether this is a number with an exponent."""
    return _EXPONENT.fullmatch(cell) is not None


def amount(cell: str) -> tuple[Written, str] | None:
    """An amount and what it is counted in: `$1,200.50`, `1 200 ₽`, `EUR 5`, `7 %`."""
    found = _AMOUNT.fullmatch(_unified(cell))
    if not found or (found["before"] and found["after"]):
        return None
    number = written(found["number"].strip())
    return None if number is None else (number, found["before"] or found["after"])


def _unified(cell: str) -> str:
    """Any space or apostrophe as a space, any decimal digit as an ASCII one, any minus as a hyphen."""
    if cell.isascii():
        return cell.replace("'", " ").replace("`", " ") if "'" in cell or "`" in cell else cell
    text = cell.translate(_SPACES).replace("−", "-")
    return _OTHER_DIGIT.sub(lambda found: str(decimal(found[0])), text)
