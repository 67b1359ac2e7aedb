"""A rule described, as reports and `explain` know it: apart, since judging needs none of it."""

from __future__ import annotations

from collections.abc import Mapping

from funneldx.diagnosis import Severity
from funneldx.rates import Threshold
from funneldx.tuples import NamedTuple


class Article(NamedTuple):
    """What a rule is drawn from: the id under which it is cited, what it is called and where it stands."""

    id: str
    title: str
    address: str | None


class RuleCard(NamedTuple):
    """A rule as reports know it."""

    code: str
    name: str
    family: str
    summary: str
    """What it looks at, in a few words."""
    headline: str
    """What is wrong when it speaks, in one sentence."""
    why: str
    healthy: str
    """A funnel that passes it, as YAML on one line."""
    ailing: str
    """One that it speaks about."""
    says: str
    """What each article says of it, in our words; empty where it rests on none."""
    differs: str
    """Where the articles disagree, or a figure is dated or local; empty where nothing does."""
    severities: tuple[Severity, ...]
    """What its findings can be, mildest first."""
    thresholds: Mapping[str, Threshold]
    keys: tuple[str, ...]
    """The thresholds that may be set, whether or not the rule has a value of its own for them."""
    cause: str
    actions: tuple[str, ...]
    articles: tuple[Article, ...]
