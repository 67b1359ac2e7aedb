"""Hardly any of the numbers dialled are answered.

Why      A call that nobody answers costs nearly as much as one that is heard, and the whole funnel is fed by those
         that are. Some silence is normal: lines are busy, phones are off, and strangers' calls are refused more
         every year. Far below that, the list is the first suspect: numbers that are dead, belong to somebody else
         or ring when nobody is there.
Healthy  stages: {dialed: 1500, contacted: 1000}
Ailing   {stages: {dialed: 3000, contacted: 90, listened: 4}, deal_value: 900 EUR}
Says     titov: in his worked funnel 1,500 numbers are dialled, 500 of the calls come to nothing (busy, out of reach)
         and 1,000 are answered: two in three. insales-ua: a broken contact base is one of the common mistakes of
         those who call. Neither gives a lowest share that is still sound: one in twenty is ours, and so never more
         than a warning.
Differs  Two in three is not what is measured today. 30MPC and Gong (300 million calls, 2024) count 5.4 % of dials
         answered on average and 13.3 % in the best quarter, Belkins (175 thousand dials, 2025) 9.9 %. So the note
         that a rate is below the example is no alarm in itself: hold it against your own past, and set `typical`.
"""

from funneldx.diagnosis import Severity
from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.cold_calls import unless_cold_calling
from funneldx.rules.rate_rule import RateRule

rule = RateRule(
    code="FDX301",
    name="dead-numbers",
    summary="contacted of dialed",
    of=Role.DIALED,
    reached=Role.CONTACTED,
    sentence="{k} of {n} calls dialled were answered",
    counted="calls",
    floor=Threshold.of("1:20", "interpretation"),
    typical=Threshold.of("2:3", "example"),
    at_most=Severity.WARNING,
    cause="The contact base is broken or dialled at the wrong hours: dead, busy and unreachable numbers eat the calls.",
    actions=(
        "Take the last 100 calls that came to nothing and sort them: dead or wrong number, busy, not answered, refused.",
        "Dead or wrong: test the list by dialling 50 numbers of each source, throw out the worst source, and strike "
        "every dead number the day it is found.",
        "Busy or not answered: try each number at two other hours and on another weekday before giving it up.",
        "Refused: call from a local number that shows the name of the firm, with a script that gives the name, the "
        "trade and the occasion in its first sentence.",
    ),
    sources=("titov", "insales-ua"),
    unless=unless_cold_calling,
)
