"""Funnels as other programs export them in JSON, told by their shape and never by the name of the file.

One module a vendor, each with

- `MARK`: a pattern that its exports hold and hardly anything else does (a folder holds other files too),
- `funnels(root, path)`: the same trees that a file of our own gives, to be read by the same shape, and notices
  and problems; None where the document is not of this vendor.

What is added to a tree (a label's key, the period a date stands for) has the place of what it was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from funneldx.documents.nodes import Node
from funneldx.readers.exports import amplitude, ga4, mixpanel, posthog
from funneldx.readers.exports.parts import Item, repeated

VENDORS = (posthog, ga4, mixpanel, amplitude)

_DESCRIPTION = r"""\s*\{\s*"(?:\$schema|openapi|swagger)"\s*:"""
"""How a description of such exports begins, which names the same keys."""


def shown(text: str) -> bool:
    """Whether the text of a JSON file looks like an export of one of the vendors."""
    return any(re.search(vendor.MARK, text) for vendor in VENDORS) and not re.match(_DESCRIPTION, text)


def funnels(root: Node, path: str) -> Iterator[Item] | None:
    """The funnels of an export, and what is wrong with it; None for any other document."""
    for vendor in VENDORS:
        found = vendor.funnels(root, path)
        if found is not None:
            twice = repeated(root, path)
            return iter(twice) if twice else found
    return None
