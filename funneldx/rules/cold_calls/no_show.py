"""They agree to come, and stay away.

Why      A yes on the telephone is easily given, often just to end the call. Each one who stays away has cost as many
         calls as one who comes, and an empty seat at the presentation.
Healthy  stages: {listened: 20, agreed: 15, attended: 10}
Ailing   stages: {listened: 400, agreed: 300, attended: 150}
Says     titov: in his worked funnel 10 of the 15 who agreed come, two in three. What waits for them is a free
         presentation, in a room, with coffee.
Differs  Two in three stands in an example only, of a presentation in a hall; online, or a week later, it may be
         another. None of the articles speaks of reminders: those are our advice.
"""

from funneldx.model import Role
from funneldx.rates import Threshold
from funneldx.rules.cold_calls import unless_cold_calling
from funneldx.rules.rate_rule import RateRule

rule = RateRule(
    code="FDX304",
    name="no-show",
    summary="attended of agreed",
    of=Role.AGREED,
    reached=Role.ATTENDED,
    sentence="{k} of {n} who agreed came",
    counted="who agreed",
    typical=Threshold.of("2:3", "example"),
    cause="The yes was said to end the call, or was forgotten before the day came.",
    actions=(
        "Confirm in writing within the hour (day, place, what it is about, who speaks), and remind the day before and "
        "in the morning.",
        "Let no more than a week pass between the call and the presentation, and offer a second date to who cannot come.",
        "Have the caller ask one question before inviting, whether this is the listener's business at all: a smaller "
        "number who agree in earnest is worth more.",
        "Ring ten who stayed away and ask why: the hour, the place, or that they never meant to come.",
    ),
    sources=("titov",),
    unless=unless_cold_calling,
)
