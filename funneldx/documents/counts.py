"""How many reached a stage: the one value that is read a million times, and the one people write in most ways."""

from __future__ import annotations

import re

from funneldx.documents.nodes import Node, Scalar
from funneldx.documents.reading import Reading, Schema, Shape, cut, described, named


class Count(Shape):
    """A whole number of people or deals, from 0 to 2⁵³−1; None (and no problem) where nothing is written."""

    reads_absent = True
    LARGEST = 2**53 - 1
    _NUMBER = r"(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?"
    _GROUPED = r"[0-9]{1,3}([ ,.'_\u00a0\u202f][0-9]{3})+"

    def read(self, node: Node, reading: Reading, field: str) -> int | None:
        if type(node) is Scalar and node.plain:
            text = node.value
            if text.isascii() and text.isdigit() and len(text) < 16 and (text[0] != "0" or text == "0"):
                return int(text)
            if node.absent:
                return None
            if (
                re.fullmatch(self._NUMBER, text.removeprefix("-"))
                and (number := self._whole(text)) is not None
            ):
                return number
        reading.refuse(node, *self._wrong(node, field))
        return None

    def _whole(self, text: str) -> int | None:
        from decimal import Decimal  # noqa: PLC0415  (only numbers with a point or an exponent come here)

        number = Decimal(text)  # -0.0 is how some programs write 0
        if not 0 <= number <= self.LARGEST or number != number.to_integral_value():
            return None
        return int(number)

    def _wrong(self, node: Node, field: str) -> tuple[str, str]:
        expected = "a whole number from 0 on was expected"
        what = f"{named(field)} is {described(node)}"
        if not isinstance(node, Scalar):
            return f"{what}; {expected}", "write the number of people or deals that reached the stage"
        text = node.value
        bare = re.sub(r"[ ,.'_\u00a0\u202f]", "", text)
        if re.fullmatch(self._GROUPED, text):
            return f"{what}; {expected}, without separators", f"write {cut(bare)}"
        if not node.plain and re.fullmatch(self._NUMBER, text):
            return f"{what}, a text in quotes; {expected}", f"write {cut(text)} without the quotes"
        if re.fullmatch(r"0[0-9]+", text):
            return f"{what}; {expected}, without leading zeros", f"write {cut(text.lstrip('0') or '0')}"
        if re.fullmatch(r"[0-9]+(:[0-9]+)+", text):
            return (
                f"{what}; {expected} (YAML readers take this for a time or a number to the base of 60)",
                "write the count as plain digits",
            )
        if re.fullmatch(r"-[0-9.]+", text):
            return f"{what}, below zero; {expected}", "count those who reached the stage, not the change"
        if re.fullmatch(self._NUMBER, text):
            large = "e" not in text.lower() and "." not in text
            return (
                f"{what}; {expected}, at most {self.LARGEST:,}" if large else f"{what}; {expected}",
                "check the number" if large else "count people or deals, not averages or shares",
            )
        return f"{what}; {expected}", "write the number of people or deals that reached the stage"

    def schema(self) -> Schema:
        return {"type": ["integer", "null"], "minimum": 0, "maximum": self.LARGEST}
