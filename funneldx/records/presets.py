"""How exports of well-known CRMs are headed, and what their own pipelines call their stages."""

from __future__ import annotations

from collections.abc import Sequence

from funneldx.recorded import Order
from funneldx.records.texts import normal
from funneldx.tuples import NamedTuple


class Preset(NamedTuple):
    """An export of deals, as a program writes it. All texts are in lower case."""

    title: str
    telling: tuple[str, ...]
    """Headers that no other program has."""
    beside: tuple[str, ...]
    """Headers of which some stand beside these."""
    id: tuple[str, ...]
    stage: tuple[str, ...]
    amount: tuple[str, ...]
    created: tuple[str, ...]
    lost: tuple[str, ...]
    won: tuple[str, ...]
    stages: tuple[str, ...]
    """In the order of the program's own pipeline."""
    status: tuple[str, ...] = ()
    """Columns that tell whether a deal is won or lost, where its stage does not."""
    pipeline: tuple[str, ...] = ()
    dates: Order | None = None


PRESETS = {
    "hubspot": Preset(
        title="HubSpot",
        telling=("record id", "deal stage", "dealstage"),
        beside=("deal name", "deal owner", "close date", "create date", "amount", "pipeline"),
        id=("record id", "deal id"),
        stage=("deal stage", "dealstage"),
        amount=("amount", "amount in company currency"),
        created=("create date", "createdate"),
        lost=("closedlost", "closed lost"),
        won=("closedwon", "closed won"),
        stages=(
            *("appointmentscheduled", "appointment scheduled", "qualifiedtobuy", "qualified to buy"),
            *(
                "presentationscheduled",
                "presentation scheduled",
                "decisionmakerboughtin",
                "decision maker bought-in",
            ),
            *("contractsent", "contract sent", "closedwon", "closed won"),
        ),
        pipeline=("pipeline",),
    ),
    "pipedrive": Preset(
        title="Pipedrive",
        telling=("deal - stage", "сделка - этап", "negocio - etapa", "geschäft - phase", "deal - phase"),
        beside=("deal - title", "deal - value", "deal - status", "deal - deal created", "deal - owner"),
        id=("deal - id",),
        stage=("deal - stage", "сделка - этап", "negocio - etapa", "geschäft - phase", "deal - phase"),
        amount=("deal - value", "сделка - сумма", "negocio - valor"),
        created=("deal - deal created", "сделка - сделка создана"),
        lost=("lost", "проиграна", "perdido", "verloren"),
        won=("won", "выиграна", "ganado", "gewonnen"),
        stages=(
            "qualified",
            "lead in",
            "contact made",
            "demo scheduled",
            "proposal made",
            "negotiations started",
        ),
        status=("deal - status", "сделка - статус", "negocio - estado"),
        pipeline=("deal - pipeline", "сделка - воронка"),
    ),
    "salesforce": Preset(
        title="Salesforce",
        telling=("opportunity name", "opportunity id", "opportunity owner"),
        beside=("stage", "amount", "close date", "created date", "account name", "lost reason"),
        id=("opportunity id",),
        stage=("stage",),
        amount=("amount",),
        created=("created date",),
        lost=("closed lost",),
        won=("closed won",),
        stages=(
            *("prospecting", "qualification", "needs analysis", "value proposition", "id. decision makers"),
            *("perception analysis", "proposal/price quote", "negotiation/review", "closed won"),
        ),
    ),
    "amocrm": Preset(
        title="amoCRM",
        telling=("этап сделки", "бюджет", "бюджет ₽", "теги сделки"),
        beside=(
            "id",
            "название сделки",
            "воронка",
            "ответственный",
            "дата создания",
            "дата закрытия",
            "теги",
        ),
        id=("id",),
        stage=("этап сделки", "этап"),
        amount=("бюджет", "бюджет ₽"),
        created=("дата создания", "дата создания сделки"),
        lost=("закрыто и не реализовано",),
        won=("успешно реализовано",),
        stages=(
            *("неразобранное", "первичный контакт", "переговоры", "принимают решение"),
            *("согласование договора", "успешно реализовано"),
        ),
        pipeline=("воронка",),
        dates="day-first",
    ),
    "bitrix24": Preset(
        title="Bitrix24",
        telling=("стадия сделки", "stage_id", "category_id"),
        beside=(
            "id",
            "название сделки",
            "воронка",
            "сумма",
            "валюта",
            "ответственный",
            "title",
            "opportunity",
        ),
        id=("id",),
        stage=("стадия сделки", "stage_id"),
        amount=("сумма", "opportunity"),
        created=("дата создания", "date_create"),
        lost=("сделка провалена", "lose", "lost", "apology", "анализ причины провала"),
        won=("сделка успешна", "won"),
        stages=(
            *(
                "new",
                "новая",
                "preparation",
                "подготовка документов",
                "prepayment_invoice",
                "счёт на предоплату",
            ),
            *(
                "cчет на предоплату",
                "executing",
                "в работе",
                "final_invoice",
                "финальный счёт",
                "won",
                "сделка успешна",
            ),
        ),
        pipeline=("воронка", "category_id"),
        dates="day-first",
    ),
}


def recognised(header: Sequence[str]) -> Preset | None:
    """The program that an export with such a header is of, if it is one of these."""
    names = {normal(name) for name in header}
    for preset in PRESETS.values():
        if names & set(preset.telling) and len(names & {*preset.telling, *preset.beside}) >= 3:
            return preset
    return None
