"""A rate between any two stages, by role or by name, that the user declares: a rule like those of the catalogue."""

from __future__ import annotations

from funneldx.cards import Article, RuleCard
from funneldx.declared import OwnRule
from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.context import Context
from funneldx.rules.rate_rule import RateRule
from funneldx.rules.rule import Skip
from funneldx.stage_names import normal

FAMILY = "own"
_ROLES = frozenset(Role)


class GapRule(RateRule):
    """`reached` of `of`, either of which is a role or the name of a stage."""

    def __init__(self, own: OwnRule, where: str) -> None:
        """Make a rule of a declaration; `where` is the file that declares it."""
        own = own._replace(of=as_role(own.of), reached=as_role(own.reached))
        first, last = (_title(own.of), _title(own.reached))
        before = first if own.of in _ROLES else f"at {first}"
        super().__init__(
            code=own.code,
            name=own.name,
            summary=f"{last} of {first}",
            of=Role(own.of) if own.of in _ROLES else None,
            reached=Role(own.reached) if own.reached in _ROLES else None,
            sentence=f"{{k}} of {{n}} {_escaped(before)} reached {_escaped(last)}",
            counted=before,
            cause=own.cause or f"Too few of those {before} go on; the rule is your own and names no cause.",
            actions=own.actions or (f"Find out from five of those who stopped what kept them from {last}.",),
            sources=(own.source or where,),
            floor=Threshold(own.floor, own.basis) if own.floor else None,
            typical=Threshold(own.typical, own.basis) if own.typical else None,
            at_most=own.severity,
        )
        self.own = own
        self.family = FAMILY

    def _ends(self, context: Context, reached: Role | None) -> tuple[int, int] | Skip:
        found: list[int] = []
        for what, role in ((self.own.of, self.of), (self.own.reached, reached)):
            if role in context.contested:
                return Skip(f"several stages claim the role `{role}` (FDX007)")
            index = context.standing.get(role) if role else _called(what, context)
            if index is None:
                return Skip(
                    f"needs a stage with the role `{role}`" if role else f"needs a stage called “{what}”"
                )
            found.append(index)
        first, last = found
        if first >= last:
            stages = context.funnel.stages
            return Skip(f"“{stages[last].title}” does not stand after “{stages[first].title}” here")
        return first, last

    def card(self) -> RuleCard:
        """Describe the rule; its examples are a funnel at its best threshold, and one at half of its worst."""
        shares = [limit.share for limit in self.thresholds.values()]
        best, worst = shares[-1], shares[0]
        source = self.sources[0]
        return RuleCard(
            code=self.code,
            name=self.name,
            family=self.family,
            summary=self.summary,
            headline=f"Too few of those at {_title(self.own.of)} reach {_title(self.own.reached)}.",
            why="A rule of your own, declared in the configuration.",
            healthy=self._example(min(1.0, best.value * 1.2)),
            ailing=self._example(worst.value / 2),
            says="",
            differs="",
            severities=self.severities,
            thresholds=self.thresholds,
            keys=self.keys,
            cause=self.cause,
            actions=self.actions,
            articles=(Article(source, "your own source", None),),
        )

    def _example(self, rate: float) -> str:
        return f"stages: {{{_key(self.own.of)}: 10000, {_key(self.own.reached)}: {int(10000 * rate)}}}"


def as_role(what: str) -> str:
    """A role however it is written (`Price discussed`); the name of a stage as it is."""
    key = what.strip().casefold().replace(" ", "_").replace("-", "_")
    return key if key in _ROLES else what


def _called(name: str, context: Context) -> int | None:
    """The index of the first stage of this name, but for case and punctuation."""
    key = normal(name)
    return next(
        (index for index, stage in enumerate(context.funnel.stages) if normal(stage.name) == key), None
    )


def _title(what: str) -> str:
    return what.replace("_", " ") if what in _ROLES else f"“{what}”"


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _key(what: str) -> str:
    """A stage's name as a key of YAML on one line."""
    import json  # noqa: PLC0415  (only a page of `explain` needs it)

    return what if what in _ROLES else json.dumps(what, ensure_ascii=False)
