"""Questions are answered more slowly than you yourselves want.

Why      A buyer who comes by himself is asking others too. He is lost not by a refusal but by silence: whoever
         answers first talks to him alone.
Says     Passive selling works for as long as the seller answers quickly (passive-note). What comes in has to be
         settled at once, or the visitor is in the next shop (insales-ua): he calls three to five firms and takes
         one of them (salers). None of them gives a time, so the target is yours.
Healthy  {approach: passive, response: {answered_within: 1h, target: 1h}, stages: {interested: 300, purchased: 60}}
Ailing   {approach: passive, response: {answered_within: 3h, target: 1h}, stages: {interested: 300, purchased: 60}}
"""

from collections.abc import Iterator

from funneldx import figures
from funneldx.diagnosis import Severity
from funneldx.rules.context import Context
from funneldx.rules.declared import other_approach
from funneldx.rules.rule import Finding, Rule, Skip


def _check(context: Context, _: Rule) -> Iterator[Finding | Skip]:
    if skip := other_approach(context, "passive", "mixed"):
        yield skip
        return
    answered, target = context.funnel.response
    if answered is None or target is None:
        times = (("`response.answered_within`", answered), ("`response.target`", target))
        yield Skip(f"needs {figures.listing(name for name, time in times if time is None)}")
    elif answered > target:
        yield Finding(
            Severity.WARNING,
            f"Questions are answered within {figures.duration(answered)}; your own target is {figures.duration(target)}.",
            field="response.answered_within",
        )


rule = Rule(
    code="FDX405",
    name="slow-answer",
    summary="time to answer a question, against your own target",
    cause="Questions wait for somebody to have time, while the buyer is already talking to the next firm.",
    actions=(
        "Write down tomorrow, for every call and letter, when it came and when it was answered; most of the delay will be "
        "at two or three times of the day.",
        "Put somebody on duty for just those hours, and send missed calls on to a second telephone.",
        "Keep ready answers to the ten commonest questions, price and delivery first, so that anybody can send one at once.",
        "At night and on Sundays say when the answer will come, and keep to it.",
    ),
    sources=("passive-note", "insales-ua", "salers"),
    check=_check,
    counts=False,
    looks_at=("approach", "response"),
    severities=(Severity.WARNING,),
)
