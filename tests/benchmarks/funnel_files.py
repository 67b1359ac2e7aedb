"""Files of funnels as sales teams write them: of about 1,000 bytes each, the same ones every time."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

_IN_A_FOLDER = 500

_REMARKS = (
    "Counted from the CRM on the first Monday after the period was over.",
    "Whoever went further counts at the earlier stages too.",
    "The list was bought in spring; about one address in ten has moved since.",
    "Two sellers, one of them new since the beginning of the quarter.",
    "Contacted means that somebody who decides was on the telephone.",
    "Deals that slept for more than ninety days are left out.",
    "The fair in the second week brought about a third of these names.",
    "Prices went up in this period; the old offer was honoured until its end.",
    "Interested is who asked for a date or for a sample, not who was polite.",
    "Das Büro in Köln zählt die Angebote erst, wenn sie verschickt sind.",
    "Цена названа, если клиент видел коммерческое предложение.",
    "Renewals are kept in a file of their own.",
    "Nobody called in the week of the holidays, and hardly anybody in the one after it.",
)
_OFFERS = (
    *(
        "Energy audits",
        "Warehouse lighting",
        "Coffee for offices",
        "Copy paper",
        "Forklift hire",
        "Bike fleet",
    ),
    *("Lesson planner", "Payroll service", "Oven cleaning", "Кофе для офисов", "Büroreinigung", "Web shops"),
)
_PLACES = (
    "Riga",
    "Tartu",
    "Kaunas",
    "Leipzig",
    "Porto",
    "Győr",
    "Казань",
    "Sevilla",
    "Lyon",
    "Baku",
    "Turin",
)
_CHANNELS = ("field sales", "telephone", "cold-calls", "events", "partners", "web", "referrals")
_MANAGERS = ("A. Berzina", "M. Tamm", "J. Kazlauskas", "S. Weber", "P. Costa", "Н. Иванова")
_PERIODS = (
    "2026-{month:02}",
    "2026-Q{quarter}",
    "2026-W{week:02}",
    "2026-{month:02}-01/2026-{month:02}-28",
    "2026",
)
_CURRENCIES = ("EUR", "EUR", "EUR", "USD", "GBP", "RUB")
_STAGES = (
    *[("prospects", "contacted", "interested", "price_discussed", "purchased")] * 7,
    ("Leads", "Contacted", "Interested", "Proposal", "Closed Won"),
    ("Новые лиды", "Дозвонились", "Потребность выявлена", "КП отправлено", "Успешно реализовано"),
    ("Leads", "Kontaktiert", "Interessiert", "Angebot", "Gewonnen"),
)
_NOTES = (
    *("companies on the list", "spoke to somebody who decides", "asked a question of their own"),
    *("saw a price in writing", "paid, or signed for at least a year"),
)


def write_funnels(folder: Path, files: int) -> int:
    """Write so many files, 500 to a folder, into `folder`, which has to be there; return their bytes together."""
    chance = Random(20_000)  # noqa: S311  (the same files every time is the point)
    written = 0
    where = folder
    for number in range(files):
        if number % _IN_A_FOLDER == 0:
            where = folder / f"team-{number // _IN_A_FOLDER:03}"
            where.mkdir()
        data = funnel(number, chance).encode()
        with open(os.path.join(where, f"client-{number:06}.yaml"), "wb") as file:
            file.write(data)
        written += len(data)
    return written


def funnel(number: int, chance: Random) -> str:
    """One file's text: every key of a team's month, some only in a part of them, and a quarter of it remarks."""
    pick, some = chance.choice, chance.random
    counts = _counts(chance)
    lines = [f"# {remark}" for remark in chance.sample(_REMARKS, chance.choice((2, 3, 4, 4)))]
    lines += _beginning(number, chance)
    lines.append(f"market: {pick(('b2b', 'b2b', 'b2c'))}")
    lines.append(f"approach: {pick(('active',) * 8 + ('mixed', 'passive'))}")
    if some() < 0.7:
        lines.append(f"channel: {pick(_CHANNELS)}")
    if some() < 0.7:
        lines += _product(chance)
    lines.append(f"deal_value: {chance.randint(2, 900) * 10} {pick(_CURRENCIES)}")
    lines.append(f"sales_cycle: {pick(('14d', '30d', '45d', '60d', '1 quarter'))}")
    lines += _stages(counts, chance)
    lines += _people(counts[-1], chance)
    if some() < 0.1:
        lines.append("thresholds: {interest-ratio: {floor: 1:8, typical: 30%}}")
    if some() < 0.6:
        lines += _forecast(counts[-1], chance)
    return "\n".join(lines) + "\n"


def _beginning(number: int, chance: Random) -> list[str]:
    """The name, the period and the labels."""
    pick = chance.choice
    name = f"{pick(_OFFERS)}, {pick(_PLACES)}, client {number}"
    month = chance.randint(1, 12)
    period = pick(_PERIODS).format(month=month, quarter=(month + 2) // 3, week=chance.randint(1, 52))
    return [
        f'name: "{name}"' if chance.random() < 0.2 else f"name: {name}",
        f"period: {period}",
        "labels:",
        f"  region: {pick(('north', 'south', 'east', 'west', 'baltics', 'overseas'))}",
        f"  team: {pick(('alpha', 'beta', 'gamma', 'delta'))}",
        f"  manager: {pick(_MANAGERS)}",
        f"  segment: {pick(('small', 'medium', 'large', 'public'))}",
        f"  source: {pick(('list', 'fair', 'partners', 'own research', 'website'))}",
    ]


def _product(chance: Random) -> list[str]:
    kind = chance.choice(("branded", "exclusive", "essential", "commodity"))
    rivals, goods = chance.choice(("low", "high")), chance.choice(("true", "false"))
    if chance.random() < 0.5:
        return [f"product: {{kind: {kind}, competition: {rivals}, goods: {goods}}}"]
    return ["product:", f"  kind: {kind}", f"  competition: {rivals}", f"  goods: {goods}"]


def _counts(chance: Random) -> list[int]:
    """How many reached each of five stages: most steps about as usual, some bad."""
    counts = [chance.randint(300, 6000)]
    for low, high in ((0.4, 0.85), (0.25, 0.6), (0.4, 0.85), (0.2, 0.7)):
        counts.append(int(counts[-1] * chance.uniform(low, high)))
    return counts


def _stages(counts: list[int], chance: Random) -> list[str]:
    names = chance.choice(_STAGES)
    if chance.random() < 0.1:
        listed = (f"  - {{name: {name}, count: {count}}}" for name, count in zip(names, counts, strict=True))
        return ["stages:", *listed]
    noted = chance.random() < 0.5
    return [
        "stages:",
        *(
            f"  {name}: {count}".ljust(27) + f" # {note}" if noted else f"  {name}: {count}"
            for name, count, note in zip(names, counts, _NOTES, strict=True)
        ),
    ]


def _people(purchased: int, chance: Random) -> list[str]:
    """The customers, and who sells to them."""
    hot = int(purchased * chance.uniform(0.08, 0.17))
    warm = int((purchased - hot) * chance.uniform(0.2, 0.7))
    cold = purchased - hot - warm
    if chance.random() < 0.5:
        lines = [f"customers: {{hot: {hot}, warm: {warm}, cold: {cold}}}"]
    else:
        lines = ["customers:", f"  hot: {hot}", f"  warm: {warm}", f"  cold: {cold}"]
    lines.append(f"team: [{chance.choice(('seller', 'seller, telemarketer', 'seller, marketing-analyst'))}]")
    if chance.random() < 0.8:
        lines.append(
            f"promotion: [{chance.choice(('email, seo', 'targeted-ads', 'outdoor, print', 'referrals'))}]"
        )
    lines.append("pay:")
    lines.append(f"  commission: {chance.randint(4, 10)}%")
    lines.append(f"  fixed_share: {chance.choice((30, 40, 50))}%")
    if chance.random() < 0.8:
        lines += [
            "response:",
            f"  answered_within: {chance.choice(('30 min', '2h', '4h', '1d', '3d'))}",
            "  target: 1d",
        ]
    return lines


def _forecast(purchased: int, chance: Random) -> list[str]:
    """What was expected of three channels."""
    web, partners = purchased // 3, chance.randint(3, 20)
    return [
        "forecast:",
        f"  period: {chance.choice(('30d', '14d', '1 month'))}",
        f"  reserve: {chance.randint(5, 20)}%",
        "  channels:",
        f"    own sellers: {{expected: {int((purchased - web) * chance.uniform(0.95, 1.08))}, actual: {purchased - web}}}",
        f"    web: {{expected: {web + chance.randint(0, 1)}, actual: {web}}}",
        f"    partners: {{expected: {partners}, actual: {partners}}}",
    ]
