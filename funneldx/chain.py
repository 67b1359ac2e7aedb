"""The stages that a plan is made along, or why a funnel cannot be planned."""

from __future__ import annotations

from funneldx.model import Role, Stage
from funneldx.plan import Unplanned
from funneldx.rules.context import Context
from funneldx.tuples import NamedTuple


class CannotPlanError(Exception):
    """Something about the funnel is missing or does not fit."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.unplanned = Unplanned(reason, hint)


class Chain(NamedTuple):
    """The stages of known count from the first to the one that the target counts, each holding that many or more."""

    stages: tuple[Stage, ...]
    counts: tuple[int, ...]
    sold: bool
    """Whether the last one is the purchase."""

    @property
    def names(self) -> list[str]:
        """Names of the stages, as the file has them."""
        return [stage.name for stage in self.stages]


def chain_of(context: Context) -> Chain:
    """Find the stages to plan along, or say why there are none."""
    stages = context.funnel.stages
    end, sold = _end(context)
    known = [index for index in context.known if index <= end]
    last = stages[end]
    if len(known) < 2:
        raise CannotPlanError(
            f"no stage of known count stands before “{last.title}”",
            "write how many stood at an earlier stage",
        )
    if rise := context.rise_within(known[0], end):
        raise CannotPlanError(
            f"“{rise[1].title}” holds more than “{rise[0].title}” before it (FDX001)",
            "count people, and whoever went further at the earlier stages too: funneldx explain FDX001",
        )
    chain = tuple(stages[index] for index in known)
    counts = tuple(stage.count for stage in chain if stage.count is not None)
    k = counts[-1]
    if not k:
        raise CannotPlanError(
            f"nobody reached “{last.title}”: at such a rate no number of “{chain[0].title}” is enough",
            "plan from a longer period, in which somebody did",
        )
    if wrong := next((stage for stage, n in zip(chain, counts, strict=True) if n < k), None):
        raise CannotPlanError(
            f"“{last.title}” holds more than “{wrong.title}”: the stages are out of order",
            "put the stages in the order in which buyers pass them",
        )
    return Chain(chain, counts, sold)


def _end(context: Context) -> tuple[int, bool]:
    """The index of the stage that a target counts, and whether it is the purchase."""
    sale = context.stage(Role.PURCHASED)
    if sale is not None:
        if Role.PURCHASED in context.contested:
            raise CannotPlanError(
                "several stages claim the role `purchased` (FDX007)",
                "write `role: purchased` on the one stage that is the sale, and on no other",
            )
        if sale.count is None:
            raise CannotPlanError(f"the count of “{sale.title}” is not given", "write how many purchased")
        return context.standing[Role.PURCHASED], True
    if customers := context.funnel.customers.total:
        raise CannotPlanError(
            f"there are {customers:,} customers, but no stage is the purchase",
            f"write them as a stage too: `purchased: {customers}`",
        )
    if not context.known:
        raise CannotPlanError("no stage has a known count", "write how many reached each stage")
    return context.known[-1], False
