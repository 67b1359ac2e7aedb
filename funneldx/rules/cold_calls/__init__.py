"""Do cold calls lead to an invitation, and the invitation to a sale?"""

from funneldx.rules.context import Context
from funneldx.rules.rule import Skip

_OTHER = Skip(
    "this is about cold calls: a funnel with a stage `dialed` or `listened`, or with `channel: cold-calls`",
    outside=True,
)


def unless_cold_calling(context: Context) -> Skip | None:
    """Why the rules of this family do not apply, the same for all of them."""
    return None if context.cold_calling else _OTHER
