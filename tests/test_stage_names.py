"""The vocabulary: what is known, in which form it stands, and that nothing is guessed."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module
from itertools import chain
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from funneldx.model import Role
from funneldx.stage_names import LANGUAGES, is_exit, is_known, languages, normal, role_of, similar, sums
from funneldx.stage_names.alike import Names
from funneldx.stage_names.headers import PERIODS, counted, header_of, is_measure, month_of
from funneldx.stage_names.listed import listed
from funneldx.stage_names.sums import is_summary, is_total, summing, sums_up

P, D, C, L, I, A, T, N, W, R = Role  # noqa: E741  (prospects … repeat: a table is read by its columns)
EXIT = "exit"

WORDS = {language: import_module(f"funneldx.stage_names.{language}") for language in LANGUAGES}
LEAST = {"english": 15, "russian": 8, "chinese": 3, "japanese": 3, "azerbaijani": 5, "bengali": 5}
"""Names that each role has at least; 4 in the other languages."""
WORD_LISTS = ("TOTALS", "SUMS", "SUMMARIES", "TURNING", "MEASURES", "LAST_MEASURES", "LONE_MEASURES")
NAMED = {C, I, N, W}
"""The roles that the documents name in Azerbaijani and Bengali: they have words for no other."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def stages(words: ModuleType) -> Iterator[tuple[str, Role | str | None]]:
    """Every name of a stage in a language, and what it means."""
    for role, names in words.ROLES.items():
        yield from ((name, role) for name in names)
    yield from ((name, None) for name in words.NO_ROLE)
    yield from ((name, EXIT) for name in words.EXITS)


def headers(words: ModuleType) -> Iterator[tuple[str, str]]:
    yield from ((name, kind) for kind, names in words.HEADERS.items() for name in names)


def months(words: ModuleType) -> Iterator[tuple[str, int]]:
    yield from ((name, number) for number, names in enumerate(words.MONTHS, 1) for name in names)


STAGES = sorted({name for words in WORDS.values() for name, _ in stages(words)})


def test_names_are_listed_with_commas_between_them() -> None:
    text = """
        leads, closed won,
        КП отправлено
    """
    assert listed(text) == ("leads", "closed won", "КП отправлено")
    assert listed("of, number of", "{} ") == ("of ", "number of ")


def test_every_role_has_names(language: str) -> None:
    roles = WORDS[language].ROLES
    assert set(roles) == (NAMED if language in {"azerbaijani", "bengali"} else set(Role))
    least = LEAST.get(language, 4)
    assert {role: len(set(names)) for role, names in roles.items() if len(set(names)) < least} == {}


def test_every_language_has_all_the_words_of_tables(language: str) -> None:
    words = WORDS[language]
    assert set(words.HEADERS) == {"stage", "count", "funnel", *PERIODS}
    assert set(words.COUNTING) == {"before", "after"}
    assert len(words.MONTHS) == 12
    assert all(
        chain(words.NO_ROLE, words.EXITS, words.MONTHS, *(getattr(words, name) for name in WORD_LISTS))
    )
    assert all(getattr(words, name) for name in WORD_LISTS)
    assert all(words.HEADERS.values())


def test_every_word_stands_in_its_normal_form(language: str) -> None:
    words = WORDS[language]
    all_of_them = [
        *(name for name, _ in chain(stages(words), headers(words), months(words))),
        *chain.from_iterable(getattr(words, name) for name in WORD_LISTS),
        *(wording.strip() for wordings in words.COUNTING.values() for wording in wordings),
    ]
    assert [word for word in all_of_them if not word or normal(word) != word] == []


def test_no_word_is_listed_twice(language: str) -> None:
    words = WORDS[language]
    for listed_words in (stages(words), headers(words), months(words)):
        names = [name for name, _ in listed_words]
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]


def test_wording_that_counts_is_parted_from_the_name_where_words_are_parted(language: str) -> None:
    apart = "han" not in LANGUAGES[language]
    counting = WORDS[language].COUNTING
    assert all(wording.endswith(" ") is apart for wording in counting["before"])
    assert all(wording.startswith(" ") is apart for wording in counting["after"])


def test_no_stage_has_two_meanings_in_whatever_languages() -> None:
    meanings = defaultdict(set)
    for words in WORDS.values():
        for name, meaning in stages(words):
            meanings[name].add(meaning)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_no_header_has_two_kinds_in_whatever_languages() -> None:
    kinds = defaultdict(set)
    for words in WORDS.values():
        for name, kind in headers(words):
            kinds[name].add(kind)
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_no_word_means_two_months_in_whatever_languages() -> None:
    numbers = defaultdict(set)
    for words in WORDS.values():
        for name, number in months(words):
            numbers[name].add(number)
    assert {name: found for name, found in numbers.items() if len(found) > 1} == {}


def test_no_stage_is_a_total_a_summary_or_a_month() -> None:
    others = {
        name
        for words in WORDS.values()
        for name in (*words.TOTALS, *words.SUMS, *words.SUMMARIES, *(name for name, _ in months(words)))
    }
    assert others.isdisjoint(STAGES)


def test_a_stage_that_is_a_header_too_is_one_in_each_of_its_languages() -> None:
    """Once a name is known as a stage, no further language is asked whether it is a header."""
    every = {name for words in WORDS.values() for name, _ in headers(words)}
    for language, words in WORDS.items():
        own = {name for name, _ in headers(words)}
        assert {name for name, _ in stages(words)} & every <= own, language


def test_no_stage_looks_as_if_it_were_counted() -> None:
    assert [name for name in STAGES if counted(name) != name] == []


def test_no_stage_looks_as_if_it_were_counted_to_another_language() -> None:
    """The first language with such wording decides, whichever others are loaded."""
    for language, words in WORDS.items():
        before = tuple(words.COUNTING["before"]) or ("\n",)
        after = tuple(words.COUNTING["after"]) or ("\n",)
        strange = {
            name
            for other, others in WORDS.items()
            if other != language and set(LANGUAGES[other]) & set(LANGUAGES[language])
            for name, _ in stages(others)
            if name.startswith(before) or name.endswith(after)
        }
        assert strange <= {name for name, _ in stages(words)}, language


def test_no_stage_sums_up() -> None:
    assert [name for name in STAGES if sums_up(name) or is_summary(name)] == []


def test_no_stage_is_a_measure() -> None:
    assert [name for name in STAGES if is_measure(name)] == []


def test_every_word_is_found(language: str) -> None:
    words = WORDS[language]
    for name, meaning in stages(words):
        assert is_known(name), name
        assert role_of(name) is (None if meaning == EXIT else meaning), name
        assert is_exit(name) is (meaning == EXIT), name
    for name, kind in headers(words):
        assert header_of(name) == kind, name
        assert not is_measure(name), name
    for name, number in months(words):
        assert month_of(name) == number, name
    for name in words.TOTALS:
        assert is_total(name), name
    for name in words.SUMS | words.TOTALS:
        assert sums_up(name), name
    for name in words.SUMMARIES:
        assert is_summary(name), name
    measures = words.MEASURES | words.LAST_MEASURES | words.LONE_MEASURES
    for name in measures - set(STAGES) - {name for every in WORDS.values() for name, _ in headers(every)}:
        assert is_measure(name), name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Calls",
            "call",
            "Phone calls",
            "Total calls",
            "Inbound calls",
            "звонки",
            "Звонок",
            "Телефонные звонки",
        ),
        *("Входящие звонки", "llamadas", "llamados", "Anrufe", "ligações", "chamadas", "appels", "chiamate"),
        *("telefonate", "hívás", "hívások"),
        *(
            "Meetings",
            "meeting",
            "Встречи",
            "reuniones",
            "Termine",
            "Rendez-vous",
            "riunioni",
            "reuniões",
            "citas",
        ),
        *("Contracts", "Договоры", "Verträge", "Invoice", "Create papers", "Goal completions"),
    ],
)
def test_what_may_be_this_or_that_has_no_role(name: str) -> None:
    assert is_known(name)
    assert role_of(name) is None
    assert not is_exit(name)
    assert not is_measure(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Closed unsuccessfully", "Not won", "Lost deal", "Deals lost", "Lost - price", "Lost: no budget"),
        *(
            "No decision",
            "Unconverted",
            "Junk lead",
            "Spam",
            "Duplicate",
            "Rejected",
            "Closed - not converted",
        ),
        *("Закрыто неуспешно", "неуспешно", "Отказ клиента", "Отказались", "Слив", "не реализовано"),
        *(
            "Perdidas",
            "Verloren",
            "Nicht gewonnen",
            "Não convertido",
            "Non gagné",
            "Non convertito",
            "Sikertelen",
        ),
        *("Closed Lost (Sales Pipeline)", "未成交", "失注済み"),
    ],
)
def test_what_was_lost_is_an_exit(name: str) -> None:
    assert is_exit(name)
    assert role_of(name) is None


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Closed Won (Sales Pipeline)", W),
        ("Closed Won [Enterprise] ", W),
        ("Leads (all)", P),
        ("Leads (2026)", P),
        ("Deals (won)", W),
        ("成交（华东）", W),
        ("Сделка (отдел 2)", W),
        ("Meeting (booked)", A),
        ("Leads (k)", None),
        ("Leads (in thousands)", None),
        ("Leads (all, %)", None),
        ("Лиды (тыс.)", None),
        ("Leads (cost)", None),
        ("Leads (CR1)", None),
        ("Leads (plan)", None),
        ("Deal (lost to a rival)", None),
        ("Сделка (отказ)", None),
        ("Deal (open)", None),
        ("Leads (MQL)", None),
        ("Clients (potential)", None),
        ("Customers (repeat)", None),
        ("Visits (sessions)", None),
        ("Warmed through (all)", None),
        ("(all)", None),
        ("Leads (" + "x" * 200 + ")", None),
    ],
)
def test_a_remark_in_brackets_is_dropped_where_it_changes_nothing(name: str, role: Role | None) -> None:
    assert role_of(name) is role
    assert is_known(name) is (role is not None)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_a_name_of_itself(role: Role) -> None:
    assert role_of(role) is role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Closed Won", W),
        ("closed-won", W),
        ("CLOSED__WON ", W),
        ("5. Closed Won", W),
        ("E) Closed Won", W),
        ("05 - Closed Won", W),
        ("Ｃｌｏｓｅｄ Ｗｏｎ", W),
        ("MQL", C),
        ("Calls made", D),
        ("Outbound calls", D),
        ("Исходящие звонки", D),
        ("llamadas realizadas", D),
        ("Inquiries", P),
        ("Anfragen", P),
        ("Qualify", I),
        ("Meet & Present", T),
        ("Propose", N),
        ("Negotiate", N),
        ("Clientes contactados", C),
        ("Успех", W),
        ("Квал", I),
        ("Demostración", T),
        ("SQL", I),
        ("Demo booked", A),
        ("КП отправлено", N),
        ("2. КП ОТПРАВЛЕНО", N),
        ("MQL лиды", C),
        ("Angebot verschickt", N),
        ("GESPRÄCHE", L),
        ("Citas agendadas", A),
        ("Reunião realizada", T),
        ("Devis envoyés", N),
        ("Preventivo accettato", W),
        ("Érdeklődők", I),
        ("Visszatérő vevők", R),
        ("ƏLAQƏ", C),
        ("SEÇİM", N),
        ("SATIŞ", W),
        ("যোগাযোগ", C),
        ("বিক্রয়", W),
        ("线索", P),
        ("报价", N),
        ("复购", R),
        ("リード", P),
        ("見積もり提示", None),
        ("見積提示", N),
        ("受注", W),
        ("intrested", None),
        ("Visits", None),
        ("", None),
        ("1.", None),
        ("2026", None),
        ("注册人数", None),
        ("Ενδιαφέρον", None),
    ],
)
def test_role(name: str, role: Role | None) -> None:
    assert role_of(name) is role
    assert role_of(name) is role


DOCUMENTS = {
    P: "Потенциальные покупатели, контактная база, potenciális vevők",
    D: "прозвонили, холодный звонок, обзвон, hideg hívás",
    C: "произведён контакт, сняли трубку, установление контакта, налаживание контакта, осведомлённость, kapcsolat, "
    "felvette a kagylót, əlaqə, যোগাযোগ",
    L: "послушали, meghallgatta",
    I: "заинтересованность, заинтересованные, интерес, выявление потребностей, érdeklődés, érdekelt vásárlók, "
    "maraqlanan, আগ্রহী",
    A: "согласились прийти, beleegyezett",
    T: "пришло, презентация, eljött a bemutatóra",
    N: "обсуждение цены, торг, желание купить, ármegbeszélés, seçim, qərar, পছন্দ, সিদ্ধান্ত",
    W: "продали, продажа, покупка, заключение сделки, eladott, eladás, satış, বিক্রয়",
    R: "купят ещё, постоянный клиент, подготовка новой сделки",
}


@pytest.mark.parametrize(
    ("word", "role"), [(word, role) for role, text in DOCUMENTS.items() for word in text.split(", ")]
)
def test_the_words_of_the_documents_are_known(word: str, role: Role) -> None:
    assert role_of(word) is role
    assert role_of(word.replace("ё", "е")) is role


PIPELINES: dict[str, dict[str, Role | str | None]] = {
    "Pipedrive": {
        "Qualified": I,
        "Contact Made": C,
        "Demo Scheduled": A,
        "Proposal Made": N,
        "Negotiations Started": N,
        "Won": W,
        "Lost": EXIT,
    },
    "Pipedrive, older": {
        "Lead In": P,
        "Contact Made": C,
        "Needs Defined": I,
        "Demo Scheduled": A,
        "Proposal Made": N,
        "Negotiations Started": N,
    },
    "Pipedrive in Russian": {
        "Квалифицировано": I,
        "Контакт установлен": C,
        "Демонстрация запланирована": A,
        "Предложение сделано": N,
        "Переговоры начаты": N,
        "Выиграно": W,
        "Проиграно": EXIT,
    },
    "HubSpot deals": {
        "Appointment Scheduled": A,
        "Qualified To Buy": I,
        "Presentation Scheduled": A,
        "Decision Maker Bought-In": N,
        "Contract Sent": N,
        "Closed Won": W,
        "Closed Lost": EXIT,
    },
    "HubSpot deals by id": {
        "appointmentscheduled": A,
        "qualifiedtobuy": I,
        "presentationscheduled": A,
        "decisionmakerboughtin": N,
        "contractsent": N,
        "closedwon": W,
        "closedlost": EXIT,
    },
    "HubSpot deals in Russian": {
        "Встреча назначена": A,
        "Квалифицирован для покупки": I,
        "Презентация запланирована": A,
        "ЛПР согласен": N,
        "Договор отправлен": N,
        "Закрыто и выиграно": W,
        "Закрыто и проиграно": EXIT,
    },
    "HubSpot lifecycle": {
        "Subscriber": None,
        "Lead": P,
        "Marketing Qualified Lead": C,
        "marketingqualifiedlead": C,
        "Sales Qualified Lead": I,
        "salesqualifiedlead": I,
        "Opportunity": I,
        "Customer": W,
        "Evangelist": None,
        "Other": None,
    },
    "HubSpot leads": {
        "New": None,
        "Open": None,
        "In Progress": None,
        "IN_PROGRESS": None,
        "Open Deal": None,
        "Unqualified": EXIT,
        "ATTEMPTED_TO_CONTACT": None,
        "Attempting": None,
        "Connected": C,
        "Bad Timing": EXIT,
        "Qualified": I,
        "Disqualified": EXIT,
    },
    "Salesforce opportunities": {
        "Prospecting": P,
        "Qualification": I,
        "Needs Analysis": I,
        "Value Proposition": None,
        "Id. Decision Makers": None,
        "Perception Analysis": None,
        "Proposal/Price Quote": N,
        "Negotiation/Review": N,
        "Closed Won": W,
        "Closed Lost": EXIT,
    },
    "Salesforce opportunities in Russian": {
        "Поиск клиентов": P,
        "Квалификация": I,
        "Анализ потребностей": I,
        "Ценностное предложение": None,
        "Определение лиц, принимающих решения": None,
        "Анализ восприятия": None,
        "Предложение/Ценовое предложение": N,
        "Переговоры/Рассмотрение": N,
        "Закрыто — выиграно": W,
        "Закрыто — проиграно": EXIT,
    },
    "Salesforce leads": {
        "Open - Not Contacted": P,
        "Working - Contacted": C,
        "Closed - Converted": None,
        "Closed - Not Converted": EXIT,
        "New": None,
        "Contacted": C,
        "Nurturing": None,
        "Working": None,
        "Qualified": I,
        "Unqualified": EXIT,
        "Converted": None,
    },
    "amoCRM": {
        "Неразобранное": P,
        "Первичный контакт": C,
        "Взяли в работу": None,
        "Переговоры": N,
        "Принимают решение": N,
        "Согласование договора": N,
        "Успешно реализовано": W,
        "Закрыто и не реализовано": EXIT,
    },
    "Kommo": {
        "Incoming leads": P,
        "Initial contact": C,
        "Discussions": None,
        "Offer made": N,
        "Negotiation": N,
        "Decision making": N,
        "Contract discussion": N,
        "Closed - won": W,
        "Closed - lost": EXIT,
    },
    "Bitrix24 deals": {
        "Новая": None,
        "Подготовка документов": None,
        "Счет на предоплату": N,
        "Cчёт на предоплату": N,  # with a Latin C, as Bitrix24 itself spells it
        "В работе": None,
        "Финальный счет": None,
        "Финальный счёт": None,
        "Сделка успешна": W,
        "Сделка провалена": EXIT,
        "Анализ причины провала": EXIT,
    },
    "Bitrix24 deals, older": {
        "Уточнение информации": None,
        "Предложение": N,
        "Переговоры": N,
        "Обработка приостановлена": None,
        "Сделка заключена": W,
        "Сделка проиграна": EXIT,
    },
    "Bitrix24 deals in English": {
        "New": None,
        "Prepare documents": None,
        "Document Preparation": None,
        "Prepayment invoice": N,
        "In progress": None,
        "Final invoice": None,
        "Deal won": W,
        "Deal lost": EXIT,
        "Analyze failure": EXIT,
        "Analysis of Failure Reason": EXIT,
    },
    "Bitrix24 leads": {
        "Не обработан": P,
        "В работе": None,
        "Обработан": None,
        "Качественный лид": I,
        "Некачественный лид": EXIT,
        "Назначен ответственный": None,
        "Не удалось связаться": None,
        "Восстановлен": None,
        "Сконвертирован": None,
    },
    "Bitrix24 leads in English": {
        "Unprocessed": P,
        "Not processed": P,
        "Unassigned": None,
        "In progress": None,
        "Processed": None,
        "Good lead": I,
        "High-quality lead": I,
        "Converted": None,
        "Junk lead": EXIT,
        "Low-quality lead": EXIT,
    },
    "of a shop": {
        "session_start": None,
        "page_view": None,
        "View content": None,
        "view_item": None,
        "add_to_cart": None,
        "begin_checkout": None,
        "add_payment_info": None,
        "purchase": W,
    },
    "of an app": {
        "Impressions": None,
        "Reach": None,
        "Clicks": None,
        "Install": None,
        "Sign-up": None,
        "Enrollments": None,
        "Trial started": None,
        "Payments": W,
    },
    "of a Chinese app": {"注册": None, "绑卡": None, "充值": None, "投资": None, "持仓": None},
}


@pytest.mark.parametrize(
    ("pipeline", "name", "meaning"),
    [(pipeline, *stage) for pipeline, of in PIPELINES.items() for stage in of.items()],
)
def test_the_usual_pipelines_are_known(pipeline: str, name: str, meaning: Role | str | None) -> None:
    assert is_known(name), pipeline
    assert role_of(name) is (None if meaning == EXIT else meaning)
    assert is_exit(name) is (meaning == EXIT)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("1. Visit", "visit"),
        ("A. Lead", "lead"),
        ("2nd order", "2nd order"),
        ("3", "3"),
        ("Price / discussed!", "price discussed"),
        ("a—b", "a b"),
        ("যোগাযোগ", "যোগাযোগ"),
        ("STRAẞE", "strasse"),
        ("İzləmə", "izləmə"),
    ],
)
def test_normal(name: str, form: str) -> None:
    assert normal(name) == form


def test_steps_of_a_shop_are_known_without_a_role() -> None:
    for name in ("Visits", "Add to cart", "checkout", "Sign-up", "Корзина", "показы", "Carrito", "Warenkorb"):
        assert is_known(name)
        assert role_of(name) is None
    assert not is_known("Warmed through")


def test_those_who_left_are_no_step() -> None:
    assert is_exit("Closed Lost")
    assert is_exit("Закрыто и не реализовано")
    assert is_exit("Verloren")
    assert is_exit("Perdido")
    assert not is_exit("Closed Won")
    assert not is_exit("Warmed through")
    assert role_of("Closed Lost") is None


def test_suggestions() -> None:
    assert similar("intrested")[0] == ("interested", I)
    assert similar("Заинтересованые")[0][1] is I
    assert similar("Angebot verschikt")[0] == ("angebot verschickt", N)
    assert [role for _, role in similar("proposal sen")] == [N]
    assert similar("xyzzy") == ()
    for name in (
        *(
            "not qualifed",
            "unqualifed",
            "Deal wonn lost",
            "no interst",
            "не заинтересованны",
            "nicht interesiert",
        ),
        *("closed not won", "Without interest", "не продалии", "perdido ganado", "未签约了", "disqualifed"),
    ):
        assert similar(name) == (), name
    assert similar("potential byers")[0] == ("potential buyers", P)
    assert similar("") == ()


NEAR = st.text("abcdefg ж", min_size=0, max_size=9)


@given(NEAR, st.lists(NEAR, max_size=12, unique=True))
@example("abcdeж", ["abcde", "abcdef", "abcdefg", "edcba", ""])
def test_no_name_that_is_alike_is_passed_over(key: str, names: list[str]) -> None:
    """Compared letter by letter, those that are near give what all of them give."""
    near = Names(names, 0.78).near(key)
    assert get_close_matches(key, near, n=3, cutoff=0.78) == get_close_matches(key, names, n=3, cutoff=0.78)


def test_of_names_that_share_few_letters_none_is_near() -> None:
    names = Names(["proposal sent", "demo done", "won"], 0.78)
    assert names.near("proposal") == []  # too short
    assert names.near("pröpösal sent") == ["proposal sent"]
    assert names.near("won!") == ["won"]
    assert names.near("жжж") == []


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Step", "stage"),
        ("Label", "stage"),
        ("step_name", "stage"),
        ("Deal - Stage", "stage"),
        ("Этап сделки", "stage"),
        ("Etapa_Funnel", "stage"),
        ("Étape", "stage"),
        ("阶段", "stage"),
        ("Количество", "count"),
        ("Value", "count"),
        ("Значение", "count"),
        ("user_count", "count"),
        ("Anzahl", "count"),
        ("件数", "count"),
        ("Воронка", "funnel"),
        ("Pipeline", "funnel"),
        ("Date", "period"),
        ("Fecha", "period"),
        ("注册日期", "period"),
        ("Day", "day"),
        ("KW", "week"),
        ("Month", "month"),
        ("Месяц", "month"),
        ("Trimestre", "quarter"),
        ("Год", "year"),
        ("Users", "count"),
        ("Leads", None),
        ("price", None),
        ("Wert", None),
        ("Valor", None),
        ("Valeur", None),
        ("Valore", None),
        ("", None),
    ],
)
def test_headers(header: str, kind: str | None) -> None:
    assert header_of(header) == kind


def test_every_period_is_a_kind_of_header() -> None:
    assert set(map(header_of, ("Period", "Day", "Week", "Month", "Quarter", "Year"))) == PERIODS


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("January", 1),
        ("JAN", 1),
        ("янв.", 1),
        ("января", 1),
        ("Ene", 1),
        ("Févr.", 2),
        ("März", 3),
        ("Mrz", 3),
        ("апреля", 4),
        ("мая", 5),
        ("Giugno", 6),
        ("iyul", 7),
        ("août", 8),
        ("Sept", 9),
        ("set", 9),
        ("10月", 10),
        ("十一月", 11),
        ("Dic", 12),
        ("ডিসেম্বর", 12),
        ("Leads", None),
        ("1", None),
        ("2026-09", None),
        ("Marching", None),
    ],
)
def test_months(name: str, month: int | None) -> None:
    assert month_of(name) == month


@pytest.mark.parametrize(
    ("header", "rest"),
    [
        ("# of Website Clicks", "Website Clicks"),
        ("Number of leads", "leads"),
        ("Total number of Calls Made", "Calls Made"),
        ("No. of Orders", "Orders"),
        ("Sum of Leads", "Leads"),
        ("Leads count", "Leads"),
        ("Leads (count)", "Leads"),
        ("Sales Qualified Leads, qty", "Sales Qualified Leads"),
        ("rides_count", "rides"),
        ("Количество лидов", "лидов"),
        ("Кол-во сделок", "сделок"),
        ("Всего заявок", "заявок"),
        ("Лиды, шт.", "Лиды"),
        ("Leads, шт.", "Leads"),
        ("Número de ventas", "ventas"),
        ("Nº de vendas", "vendas"),
        ("Nombre de devis envoyés", "devis envoyés"),
        ("Nb clients", "clients"),
        ("Anzahl der Kunden", "Kunden"),
        ("Numero clienti", "clienti"),
        ("Leadek száma", "Leadek"),
        ("Satış sayı", "Satış"),
        ("注册人数", "注册"),
        ("注册用户数", "注册"),
        ("成約数", "成約"),
        ("購入回数", "購入"),
        ("購入者数", "購入"),
        ("№. of Ｌeads", "№. of Ｌeads"),
        ("Number of ｌ㎏", "ｌ㎏"),
        ("Number of 2. Leads", "2 leads"),
        ("Leads", "Leads"),
        ("Contact list", "Contact list"),
        ("Total leads", "Total leads"),
        ("Warmed through", "Warmed through"),
        ("Count", "Count"),
        ("of", "of"),
        ("人数", "人数"),
        ("件数", "件数"),
        ("% of leads", "% of leads"),
        ("Order number", "Order number"),
        ("Número de pedido", "Número de pedido"),
        ("", ""),
        ("number of " + "x" * 200, "number of " + "x" * 200),
    ],
)
def test_wording_that_counts_is_dropped(header: str, rest: str) -> None:
    assert counted(header) == rest


@pytest.mark.parametrize(
    ("header", "role"),
    [("Количество лидов", P), ("Число сделок", W), ("Anzahl der Leads", P), ("签约客户数", None)],
)
def test_what_is_counted_is_a_stage(header: str, role: Role | None) -> None:
    assert role_of(counted(header)) is role


@pytest.mark.parametrize(
    "header",
    [
        "Spend [USD]",
        "Revenue",
        "Sum of Revenue",
        "orders_value",
        "Deal - Value",
        "Lead ID",
        "order_id",
        "Order number",
        "Phone number",
        "Lead → sale conversion",
        "CTR",
        "average_conversion_time (seconds)",
        "days_in_stage",
        "Leads, %",
        "% of leads",
        "Sales ($)",
        "Sales, US$",
        "Продажи, ₽",
        "Продажи, руб.",
        "Сумма",
        "Средний чек",
        "Конверсия в продажу",
        "План",
        "№ заказа",
        "Лиды, USD",
        "Importe total",
        "Valor",
        "Wert",
        "Kundennummer",
        "Chiffre d'affaires",
        "Prezzo totale (€)",
        "Numero ordine",
        "Árbevétel",
        "Məbləğ",
        "মূল্য",
        "转化率",
        "累计投资金额",
        "持仓笔数",
        "用户ID",
        "売上高",
        "成約率",
        *(
            "Conv",
            "CR1",
            "CPL1",
            "C1",
            "с1",
            "CR 2",
            "YoY",
            "Leads YTD",
            "Prev",
            "Δ",
            "Δ leads",
            "NPS",
            "Leads per day",
        ),
        *(
            "Sales managers",
            "Reps",
            "Deal age",
            "Sales cycle",
            "Monthly goal",
            "Store",
            "Branch",
            "Lead no",
            "Actual",
        ),
        *("Конв", "Факт", "Отклонение", "ДРР", "Менеджеров", "Soll", "Ist", "Abweichung", "Ziel", "Objectif"),
        *("Obiettivo", "Meta", "Cél", "Konversiya", "目标", "目標", "线索目标"),
        *("Lead to MQL", "Leads→MQL", "Leads -> MQL -> SQL", "L2M", "MQL2SQL", "Lead-to-deal", "Sales/Leads"),
        *("Trial to Customer", "Contacted to Interested"),
        *("Leads (k)", "Leads (000)", "Лиды (тыс)", "Лиды (тыс.)", "Visits, in thousands", "Leads (cost)"),
    ],
)
def test_a_measure_counts_no_stage(header: str) -> None:
    assert is_measure(header)


@pytest.mark.parametrize(
    "header",
    [
        "Leads",
        "Price discussed",
        "Обсуждение цены",
        "Proposal/Price Quote",
        "Id. Decision Makers",
        "Value",
        "Значение",
        "Number of price quotes",
        "$pageview",
        "Year",
        "rides_count",
        "Warmed through",
        "Idea",
        "Ideas shared",
        "age_range",
        "报价人数",
        "注册人数",
        "Video views",
        *(
            "Drop-off",
            "Goal completions",
            "Managers we reached",
            "Лиды факт",
            "Visited store",
            "Δείκτης",
            "C-level met",
        ),
        *(
            "Agreed to deal",
            "Invited to demo",
            "Spoken to lead",
            "Proposal/Negotiation",
            "Demo/Reviews",
            "Meeting/x",
        ),
        *(
            "Leads → Warmed",
            "Leads (all)",
            "Leads (MQL)",
            "a/b/c",
            "B2B",
            "Cumulative",
            "Reached out",
            "Quote",
        ),
        "x" * 201,
        "",
    ],
)
def test_others_are_no_measure(header: str) -> None:
    assert not is_measure(header)


def test_totals() -> None:
    for name in (
        "Grand total",
        "ALL",
        "RESERVED_TOTAL",
        "$overall",
        "ИТОГО:",
        "Gesamt",
        "Összesen",
        "মোট",
        "合計",
        "总计",
    ):
        assert is_total(name), name
    for name in ("Leads", "Total leads", "Warmed through", "1500", "1,500", "", "Лиды"):
        assert not is_total(name), name


def test_words_for_totals_in_other_languages() -> None:
    for name in (
        "Genel toplam",
        "Razem",
        "suma",
        "Celkem",
        "Totalt",
        "Разом",
        "усього",
        "합계",
        "総計",
        "總計",
        "Σ",
    ):
        assert is_total(name), name
    for name in (
        "TTL",
        "tot.",
        "Subtotal",
        "Sub-total",
        "Zwischensumme",
        "Подытог",
        "Промежуточный итог",
        "Subtotale",
    ):
        assert is_total(name), name
    assert is_total("Sous-total")


def test_a_name_may_sum_up_by_its_first_or_last_word() -> None:
    for name in (
        *(
            "Total",
            "All",
            "North Total",
            "Total 2026",
            "Total: Account",
            "Итого по отделу",
            "Team total",
            "Подытог",
        ),
        *("Summe Nord", "Gesamt 2026", "Totale Nord", "Észak összesen", "Ankara toplam", "Razem Kraków"),
    ):
        assert sums_up(name), name
    for name in (
        *(
            "All leads",
            "Overall North",
            "Alle Kunden",
            "Все лиды",
            "Sum insured",
            "",
            "1500",
            "Leads",
            "Totalled up",
        ),
        *("Total leads", "Total calls", "Total MQL", "Всего заявок", "Deals total", "Leads (total)", "North"),
    ):
        assert not sums_up(name), name


def test_summaries() -> None:
    for name in (
        *(
            "Average",
            "AVG",
            "Mean",
            "Median",
            "Target",
            "Plan",
            "Goal",
            "Budget",
            "Forecast",
            "Previous",
            "Prior year",
        ),
        *("YoY", "% of total", "Среднее", "средний", "Медиана", "План", "Цель", "Прогноз", "Durchschnitt"),
        *(
            "Mittelwert",
            "Ziel",
            "Soll",
            "Promedio",
            "Objetivo",
            "Moyenne",
            "Objectif",
            "Média",
            "Obiettivo",
            "Átlag",
        ),
        *("Cél", "平均", "目標", "গড়"),
    ):
        assert is_summary(name), name
    for name in ("Leads", "Total", "Average leads", "Target list", "", "Max", "Meta", "Media", "2026"):
        assert not is_summary(name), name


LATIN = {language for language, scripts in LANGUAGES.items() if scripts == ("latin",)}


@pytest.mark.parametrize(
    ("asked", "loaded"),
    [
        ("role_of('Leads')", {"english"}),
        ("role_of('Visits')", {"english"}),
        ("is_exit('Closed Lost')", {"english"}),
        ("header_of('Leads')", {"english"}),
        ("is_total('Leads')", {"english"}),
        ("counted('# of Website Clicks')", {"english"}),
        ("role_of('Prospectos')", {"english", "spanish"}),
        ("role_of('Warmed through')", LATIN),
        ("role_of('Лиды')", {"russian"}),
        ("role_of('MQL лиды')", {"russian"}),
        ("role_of('Никому не известное')", {"russian"}),
        ("role_of('যোগাযোগ')", {"bengali"}),
        ("role_of('线索')", {"chinese"}),
        ("role_of('リード')", {"japanese"}),
        ("role_of('受注')", {"chinese", "japanese"}),
        ("role_of('КП sent')", {"russian"} | LATIN),
        ("(role_of('2026'), is_total('1,500'), month_of('2026-09'), role_of('Ενδιαφέρον'))", set()),
    ],
)
def test_only_languages_that_can_have_the_name_are_loaded(asked: str, loaded: set[str]) -> None:
    modules = ("stage_names", "stage_names.headers", "stage_names.sums")
    known = "; ".join(f"from funneldx.{module} import *" for module in modules)
    code = f"import sys; {known}; {asked}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert {
        language for language in LANGUAGES if f"funneldx.stage_names.{language}" in run.stdout.split()
    } == loaded


def test_names_of_sums_among_many() -> None:
    """What is looked for in all names at once is what each of them says by itself."""
    known = [*languages.totals, *languages.sum_words, *languages.summaries, *sums._FOREIGN_TOTALS]
    assert len(known) > 100
    forms = [
        form for name in known for form in (name, name.upper(), f"2) {name}", f"({name})", f"{name} 2026")
    ]
    others = [
        "client 12",
        "Wholesale",
        "Planet",
        "München",
        "北京",
        "১ মোট",
        "Ｔｏｔａｌ",
        "",
        "ALL-IN",
        "Клиент 5",
    ]
    for some in (forms, others, [*forms, *others], ["client 1", "client 2"], ["Клиент 1"], []):
        wanted = [name for name in some if sums_up(name) or is_summary(name)]
        assert summing(some) == wanted
        assert [name for name in some if summing([name])] == wanted
