"""Buyers are expected to come by themselves, and nothing much tells them to.

Why      Where no seller goes to the buyer, promotion is the only thing that moves him. Without it passive
         selling is waiting. A newsletter, recommendations and a good place in a search engine meet people who
         know you or are looking already; they make few others begin to look.
Says     Passive sales hang wholly on the marketing that makes people call (salers); where it works badly they
         earn nothing (passive-note). Promote them by channels that reach everybody, such as television, radio and
         posters, or by closely aimed ones, targeted and contextual advertising; what people pass on themselves
         is an excellent addition (kakzarabativat, medoed, insales-ua).
Healthy  {approach: passive, promotion: [targeted-ads, viral], stages: {interested: 300, purchased: 60}}
Ailing   {approach: passive, promotion: [], stages: {interested: 300, purchased: 60}}
"""

from collections.abc import Iterator

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.declared import other_approach
from funneldx.rules.rule import Finding, Rule, Skip

_MASS = ("tv", "radio", "outdoor", "banners", "print", "viral", "guerrilla")
_PERSONALISED = ("targeted-ads", "contextual-ads")

_NARROW = "These channels meet people who know you or are looking already; they make hardly anybody else begin to look."
_WIDEN = (
    "Ask the next 20 new buyers how they heard of you. If these channels bring enough of them, leave it so.",
    "If not, try one channel more for a month on a fixed small budget: advertising aimed at just the people who buy from "
    "you or at what they search for, or a poster, a flyer or a local station where anybody may buy.",
)


def _check(context: Context, _: Rule) -> Iterator[Finding | Skip]:
    if skip := other_approach(context, "passive", "mixed"):
        yield skip
        return
    promotion = context.funnel.promotion
    if promotion is None:
        yield Skip("needs `promotion:`, the channels in use, or [] for none")
    elif not promotion:
        yield Finding(
            Severity.ERROR,
            "Buyers are to come by themselves, but there is no promotion that would bring them.",
            field="promotion",
        )
    elif not set(promotion) & {*_MASS, *_PERSONALISED}:
        yield Finding(
            Severity.NOTE,
            f"Promotion is {figures.listing(dict.fromkeys(promotion))} only: no channel that reaches many, and none aimed at "
            "those who would buy.",
            field="promotion",
            cause=_NARROW,
            actions=_WIDEN,
            urgent=False,
        )


rule = Rule(
    code="FDX402",
    name="unpromoted",
    summary="passive selling without promotion, or without any that reaches new people",
    cause="Whoever does not know of the product cannot come for it, and nobody is telling them.",
    actions=(
        "Pick one channel for the coming month by who buys. Anybody in town: posters, print, local radio. A few kinds of "
        "people: targeted advertising. People who search for it: contextual advertising.",
        "Set a budget that you can lose, and ask every new buyer how they heard of you; write the answer beside the sale.",
        "After the month divide the money by the buyers it brought. Double what paid, stop what did not, try the next.",
        "Put something to pass on into every parcel or bag: a code for a friend, a picture worth showing.",
    ),
    sources=("kakzarabativat", "medoed", "insales-ua", "salers", "passive-note"),
    check=_check,
    counts=False,
    looks_at=("approach", "promotion"),
    severities=(Severity.NOTE, Severity.ERROR),
)
