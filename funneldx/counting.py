"""Descriptions that say where their records are: counted where that is allowed, refused where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from funneldx.diagnosis import Notice
from funneldx.errors import FunneldxError, Problem, UnreadableError
from funneldx.model import Funnel
from funneldx.recorded import Recorded
from funneldx.records import Access, Counted, counted

HINT = "count them too: funneldx check --count, or print the counts alone: funneldx count"


def refused(recorded: Recorded) -> Problem:
    """What to say of records that nobody asked to open."""
    place = recorded.funnel.places.find("source")
    message = "this file says where records are (`source:`), not how many reached each stage"
    return Problem(place.path, place.line, place.column, message, HINT)


def outcome(recorded: Recorded, access: Access) -> Counted | Problem:
    """Return what comes of counting, or what is wrong."""
    try:
        return counted(recorded, access)
    except UnreadableError as error:
        return error.problem
    except FunneldxError as error:
        place = recorded.funnel.places.find("source")
        return Problem(place.path, place.line, place.column, error.message, error.hint)


def items(recorded: Recorded, access: Access | None) -> Iterator[Funnel | Problem | Notice]:
    """The funnels of a description, and what there is to know of them; without `access` they are refused."""
    if access is None:
        yield refused(recorded)
        return
    found = outcome(recorded, access)
    if isinstance(found, Problem):
        yield found
        return
    place = recorded.funnel.places.find("source")
    for text in found.notices:
        yield Notice(place.path, place.line, place.column, text)
    yield from found.funnels
